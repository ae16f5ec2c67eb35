//! How a location stands: its icon, and why.

use domain::{Cause, Icon, NextStep, Trouble, Unavailable, Unheard};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the icon shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HealthView {
    /// The shape.
    pub icon: Icon,
    /// What is the matter.
    pub state: StateCode,
    /// Why it does not work.
    pub cause: Option<Cause>,
    /// Whether that is inferred, and not what the network said.
    pub probably: bool,
    /// Why it cannot be checked.
    pub hiccup: Option<Unavailable>,
    /// Why this computer cannot ask.
    pub trouble: Option<Trouble>,
    /// For how long nothing has been heard of it, where that is long.
    pub unheard: Option<Unheard>,
    /// Since when nothing has been heard of it, where that is long.
    #[ts(type = "number | null")]
    pub unheard_since: Option<i64>,
    /// When a person must act.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
    /// Whether it renews by itself.
    pub renews: bool,
    /// What helps.
    pub next: NextStep,
}

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StateCode {
    /// Never connected, or disconnected.
    NotConnected,
    /// Approved, nothing picked.
    SetUpUnfinished,
    /// A person is away at the network.
    WaitingForYou,
    /// Works.
    Connected,
    /// Works, a person is needed soon.
    NeedsYouSoon,
    /// Does not work.
    NeedsYou,
    /// Cannot be checked.
    CannotCheck,
    /// The network has refused it for days in words that nobody knows: probably not accepted.
    ProbablyRefused,
    /// This computer cannot ask.
    CannotAsk,
    /// The key is not at hand.
    KeyUnavailable,
    /// The sealed tokens of this location are damaged.
    TokensUnreadable,
    /// Where it leads was changed in the file by somebody else.
    EntryChanged,
}
