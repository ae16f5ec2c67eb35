//! What the window may ask and see: requests, views, events and failure codes.
//!
//! The TypeScript in `ui/src/api/wire.ts` is made from these types, and a test fails when it is
//! not up to date.
#![warn(missing_docs)]

mod alerts;
mod codes;
mod desk;
mod event;
mod failure;
mod health_view;
mod network_view;
mod not_shown;
mod request;
mod show;
mod sign_in_view;
mod store;
mod typescript;
mod view;

pub use alerts::{AlertsChoice, AlertsView, QuietHours, StepsOf};
pub use desk::{Desk, Events};
pub use event::{Event, Fact};
pub use failure::{AppField, ClientNameProblemCode, Failure, HostProblemCode, TakenPortView};
pub use health_view::*;
pub use network_view::*;
pub use not_shown::{NotShown, PartCode, ThrownCode};
pub use request::{Reply, Request, ReturnBy, Surface, Theme};
pub use sign_in_view::*;
pub use store::{ClosedStore, StoreProblemCode, WayOutCode};
pub use view::*;
