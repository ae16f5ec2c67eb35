//! Pages, profiles, channels and accounts: what may be asked about them, and what is seen of them.
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z.

use domain::plan::{Fix, FixStep};
use domain::{
    AccountKind, AttemptId, Cause, ClientId, CreditOf, ExpiryKind, LocationId, LoginId, Network,
    Use,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::HealthView;

/// What can be asked about locations.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum LocationRequest {
    /// Disconnect a location. The window asked for confirmation before.
    Disconnect {
        /// The location.
        location: LocationId,
    },
    /// Take a location off the list; what it holds is disconnected. The window asked for
    /// confirmation before. It is done after ten seconds, or when the app ends before.
    Remove {
        /// The location.
        location: LocationId,
    },
    /// Keep a location that was to be removed, as long as nothing was done.
    UndoRemove {
        /// The location.
        location: LocationId,
    },
    /// Ask the network now whether the connections work; all of them when none is named.
    Check {
        /// The locations.
        locations: Vec<LocationId>,
    },
    /// Open the network's own page where its permissions can be removed.
    OpenPermissions {
        /// The location.
        location: LocationId,
    },
    /// What happened with a location, newest first.
    History {
        /// The location.
        location: LocationId,
    },
    /// The steps that heal what needs a person; of all locations when none are named. Those that
    /// are gone need nobody.
    PlanFix {
        /// The locations, in the order in which a step names them.
        #[ts(optional)]
        locations: Option<Vec<LocationId>>,
    },
}

/// What comes back about locations.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum LocationReply {
    /// What happened with a location.
    History(Vec<HistoryEntryView>),
    /// The steps that heal what needs a person, in their order.
    FixPlan(Vec<FixStep>),
}

/// One page, profile, channel or account: one row, one icon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LocationView {
    /// Identity.
    pub id: LocationId,
    /// The network.
    pub network: Network,
    /// The instance.
    pub host: Option<String>,
    /// The name; `None` while the set-up is unfinished.
    pub name: Option<String>,
    /// The handle.
    pub handle: Option<String>,
    /// Page, channel, …
    pub kind: Option<AccountKind>,
    /// The client it belongs to.
    pub client: Option<ClientId>,
    /// What the icon shows.
    pub health: HealthView,
    /// The sign-in that is under way for it.
    pub attempt: Option<AttemptId>,
    /// The login it hangs on.
    pub login: Option<LoginView>,
    /// What the connection can do.
    pub uses: Vec<UseView>,
    /// When the network last accepted the token.
    #[ts(type = "number | null")]
    pub checked_at: Option<i64>,
    /// When it was connected.
    #[ts(type = "number | null")]
    pub connected_at: Option<i64>,
    /// What the network lets the connection still do, as it last told.
    pub credits: Vec<CreditView>,
    /// The date after which only a person can help; `None` where there is none, and where a person
    /// is needed already.
    #[ts(type = "number | null")]
    pub needs_human_by: Option<i64>,
    /// What ends then.
    pub because: Option<ExpiryKind>,
    /// Whether a person wants to hear nothing of it.
    pub alerts_muted: bool,
    /// Until when a person wants to hear nothing of it.
    #[ts(type = "number | null")]
    pub alerts_snoozed_until: Option<i64>,
    /// Whether the network said no, and is asked again before that is believed or told.
    pub asks_again: bool,
    /// Since when it has been lost, where it is and that is known.
    #[ts(type = "number | null")]
    pub lost_since: Option<i64>,
    /// How Fix all takes it; `None` where it needs nobody.
    pub fix: Option<Fix>,
    /// What was asked for and is not done yet.
    pub leaving: Option<Leaving>,
}

/// How a location is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// It is being disconnected: the network is told at this moment.
    Disconnecting,
    /// It is being taken off the list, and is not shown there; that can be undone for ten seconds.
    Removing,
}

/// How much of a network's limit is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditView {
    /// Whose limit it is.
    pub of: CreditOf,
    /// How much of it is used, in percent.
    pub used_percent: u8,
    /// When it is full again.
    #[ts(type = "number | null")]
    pub full_again_at: Option<i64>,
}

/// The person whose approval it hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LoginView {
    /// Identity; it stays when the person signs in again, and every location that hangs on this
    /// login names the same.
    pub id: LoginId,
    /// The person's name.
    pub name: String,
    /// The network's identity of the person. Networks that share a developer app name one person
    /// alike, others need not.
    pub person: String,
}

/// What a connection can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UseView {
    /// What.
    pub what: Use,
    /// Whether the network granted what it needs.
    pub granted: bool,
}

/// Something that happened with a location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HistoryEntryView {
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// What.
    pub what: HistoryKind,
    /// Why, where it stopped working.
    pub cause: Option<Cause>,
    /// The person it concerns, the client that it was moved to, or the handle that it had.
    pub who: Option<String>,
}

/// What can happen with a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// Connected.
    Connected,
    /// Reconnected.
    Reconnected,
    /// Disconnected here, and revoked at the network.
    Disconnected,
    /// Disconnected here; the network could not be told.
    DisconnectedHereOnly,
    /// Stopped working.
    StoppedWorking,
    /// Works again.
    WorksAgain,
    /// A sign-in ended without success.
    SignInFailed,
    /// It belongs to another client since, or to none.
    Moved,
    /// It goes by another handle since.
    Renamed,
}
