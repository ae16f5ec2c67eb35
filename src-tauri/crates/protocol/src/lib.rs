//! What may be asked, what is seen, what is told and why something was not done: the messages between
//! the engine and whoever stands before it, a window or a command line.
//!
//! Facts of the domain cross as they are. The TypeScript in `ui/src/api/protocol.ts` is made from these
//! types, and a test fails when it is not up to date.
#![warn(missing_docs)]

mod alerts;
mod apps;
mod clients;
mod event;
mod failure;
mod health;
mod host;
mod key;
mod locations;
mod message;
mod request;
mod settings;
mod setup;
mod sign_in;
mod snapshot;
mod store;
mod typescript;

pub use alerts::*;
pub use apps::*;
pub use clients::*;
pub use event::*;
pub use failure::*;
pub use health::*;
pub use host::*;
pub use key::*;
pub use locations::*;
pub use message::*;
pub use request::*;
pub use settings::*;
pub use setup::*;
pub use sign_in::*;
pub use snapshot::*;
pub use store::*;
