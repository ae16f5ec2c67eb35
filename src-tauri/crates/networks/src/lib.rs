//! How each network speaks: the trait and the registry, OAuth written once, one file a dialect,
//! and `transport`, the only place that sends.
#![warn(missing_docs)]

mod about;
mod address;
#[cfg(test)]
mod conformance;
mod dialect;
mod facebook;
mod guard;
mod harvest;
mod mastodon;
mod message;
pub mod oauth;
mod refusal;
mod registry;
#[cfg(test)]
mod script;
mod step;
mod transport;

pub use about::{
    About, AppCredentialsFrom, GrantServes, Pkce, Renewal, ReturnRoad, Revocation, Surface,
};
pub use dialect::{App, Ask, Caller, Code, Dialect, Registration};
pub use harvest::{Access, Find, Fresh, Harvest, NotGranted, Person, Seen};
pub use mastodon::PRACTICE_INSTANCE;
pub use message::{Answer, Method, Request};
pub use refusal::Refusal;
pub use registry::Registry;
pub use step::{Step, converse};
pub use transport::{HttpTransport, Realm, Sending, Transport};
