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
mod request;
mod settings;
mod sign_in;
mod snapshot;
mod store;
mod typescript;

pub use alerts::{AlertRequest, AlertsChoice, AlertsView, QuietHours, StepsOf};
pub use apps::{AppCheck, AppFindingView, AppRequest, AppVerdictCode, NetworkView};
pub use clients::{ClientRequest, ClientView};
pub use event::{Event, EventKind};
pub use failure::{AppField, Failure, InstanceProblem, ServerProblem};
pub use health::{HealthView, StateCode};
pub use host::{Appearance, Handed, HostRequest, LessonCode, NotShown, PartCode, ThrownCode};
pub use key::{KeyRequest, VaultView};
pub use locations::{
    CreditView, HistoryEntryView, HistoryKind, Leaving, LocationRequest, LocationView, LoginView,
    UseView,
};
pub use request::{ExportedFile, GeneralRequest, Reply, Request};
pub use settings::{RedirectPreference, SettingRequest, Theme};
pub use sign_in::*;
pub use snapshot::{BetweenView, OutageView, ReachView, Snapshot};
pub use store::{ClosedStore, StoreProblemCode, WayOutCode};
