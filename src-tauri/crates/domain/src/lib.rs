//! What is true about locations, logins, grants and their health.
//!
//! Nothing here reads a clock, a disk or a network: every function is pure, and what it needs to
//! know about the world is an argument.
#![warn(missing_docs)]

mod account;
pub mod alert;
mod breaker;
mod cause;
mod client;
pub mod connection;
mod grant;
mod health;
mod host;
pub mod host_queues;
mod id;
mod key_state;
mod location;
mod name;
mod network;
pub mod pattern;
pub mod plan;
mod poll_schedule;
mod probe;
pub mod renewal;
mod scope;
mod secret;
mod siblings;
mod sign_in;
pub mod ties;
mod time;
pub mod timeline;
mod token;
#[cfg(feature = "typescript")]
mod typescript;
pub mod watch;

pub use account::{Account, AccountId, AccountKind, NotGranted};
pub use breaker::Breaker;
pub use cause::{Cause, Trouble, Unavailable};
pub use client::{Client, ClientNameProblem};
pub use connection::{Connection, LinkState};
pub use grant::{Deadline, ExpiryKind, Grant, GrantDates};
pub use health::{Health, HealthContext, Icon, NextStep, State, ahead, judge};
pub use host::{Host, HostProblem, Typed, plain};
pub use id::{AttemptId, ClientId, GrantId, Id, IdProblem, LocationId, LoginId};
pub use key_state::KeyState;
pub use location::{Location, Login};
pub use name::{LONGEST_NAME, shortened};
pub use network::{Network, NetworkProblem};
pub use poll_schedule::{PACE, PollSchedule};
pub use probe::{Credit, CreditOf, Probe, Unanswered, Unheard, Unrecognised, Verdict};
pub use scope::{Scopes, Use};
pub use secret::Secret;
pub use siblings::Siblings;
pub use sign_in::{
    AppSecret, AsksFor, Costs, Review, ReviewBefore, ReviewTakes, SetUpEffort, Surface,
};
pub use time::{Span, Timestamp};
pub use token::{Binding, TokenKind, TokenSet};
