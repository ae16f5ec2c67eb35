//! All there is to see.

use domain::{Network, Unavailable};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AlertsView, AttemptView, ClientView, LocationView, NetworkView, RedirectPreference, Theme,
    VaultView,
};

/// All there is to see.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Snapshot {
    /// The number of the last event that it contains.
    #[ts(type = "number")]
    pub sequence: u64,
    /// Whether these are the practice networks.
    pub practice: bool,
    /// How the window looks.
    pub theme: Theme,
    /// How the browser leads back to the app.
    pub return_by: RedirectPreference,
    /// Whether the welcome was seen.
    pub welcomed: bool,
    /// When alerts are told.
    pub alerts: AlertsView,
    /// The state of the vault.
    pub vault: VaultView,
    /// The networks that can be added.
    pub networks: Vec<NetworkView>,
    /// The clients.
    pub clients: Vec<ClientView>,
    /// The locations.
    pub locations: Vec<LocationView>,
    /// Which networks can be reached.
    pub reach: ReachView,
    /// Whether the file in which everything rests was removed or replaced: nothing new is kept.
    pub store_moved: bool,
    /// The sign-ins that are under way.
    pub attempts: Vec<AttemptView>,
}

/// Which networks can be reached at the moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReachView {
    /// Whether this computer has no way to any of them.
    pub offline: bool,
    /// What stands between it and them.
    pub between: Option<BetweenView>,
    /// The networks that answer for nobody.
    pub outages: Vec<OutageView>,
    /// By how many minutes this computer's clock is off, two at least; ahead where that is
    /// positive. `None` where it is right, or nobody can tell by how much.
    pub clock_off_minutes: Option<i32>,
    /// Whether this computer's clock is wrong.
    pub clock_is_wrong: bool,
}

/// What stands between this computer and its networks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BetweenView {
    /// What it does.
    pub hiccup: Unavailable,
    /// Its name, where it is known: a proxy, or an issuer of certificates.
    pub by: Option<String>,
}

/// A network, or an instance of one, that answers for nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutageView {
    /// The network.
    pub network: Network,
    /// The instance.
    pub host: Option<String>,
    /// How many locations cannot be checked.
    pub locations: u32,
}
