//! What is told without asking. Events are facts, numbered without gaps: a window that
//! misses one asks for a snapshot.

use domain::{AttemptId, ClientId, LocationId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AlertsView, AttemptView, ClientView, LocationView, NetworkView, ReachView, RedirectPreference,
    Theme, VaultView,
};

/// A numbered fact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Event {
    /// One more than that of the event before.
    #[ts(type = "number")]
    pub sequence: u64,
    /// What happened.
    pub fact: EventKind,
}

/// What happened.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "fact", content = "value")]
pub enum EventKind {
    /// A location is new or looks different.
    LocationChanged(Box<LocationView>),
    /// A location is gone.
    LocationRemoved(LocationId),
    /// A client is new or has another name.
    ClientChanged(ClientView),
    /// A client is gone; what belonged to it was told of before.
    ClientRemoved(ClientId),
    /// A sign-in is new or went on.
    AttemptChanged(Box<AttemptView>),
    /// A sign-in is over and has nothing more to say.
    AttemptEnded(AttemptId),
    /// The vault opened or closed.
    VaultChanged(VaultView),
    /// A network's app credentials changed.
    NetworkChanged(Box<NetworkView>),
    /// The look of the window changed.
    ThemeChanged(Theme),
    /// How the browser leads back changed.
    ReturnByChanged(RedirectPreference),
    /// The welcome was seen.
    WelcomeDismissed,
    /// When alerts are told changed.
    AlertsChanged(Box<AlertsView>),
    /// A network stopped answering for everybody, or answers again.
    ReachChanged(ReachView),
    /// The file in which everything rests was removed or replaced, or is back.
    StoreMoved(bool),
    /// A disconnect is done here, but the network could not be told.
    RevokeFailed(LocationId),
    /// A disconnect could only be made here: this server has no way to take a sign-in back.
    RevokeNotOffered(LocationId),
    /// A location could not be taken off the list: it stays.
    RemoveFailed(LocationId),
    /// A notice was clicked: show this location.
    LocationAsked(LocationId),
}
