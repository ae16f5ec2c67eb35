//! What a file holds.

use std::collections::BTreeMap;
use std::fmt;

use domain::alert::{Quiet, Steps};
use domain::{Account, Host, Network, Secret, Timestamp};

use crate::report::Odds;

/// What a file is for. Files that carry sign-ins will be other kinds: one that knows none of them
/// refuses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What an admin chose for colleagues.
    SetUp,
    /// All that was here but the sign-ins.
    BackUp,
}

/// What was set up somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// What it is for.
    pub kind: Kind,
    /// Whether it is of the practice networks: practice and real never mix.
    pub practice: bool,
    /// When it was made, by the clock of whoever made it.
    pub made_at: Timestamp,
    /// Developer apps.
    pub apps: Vec<SetUpApp>,
    /// Names of clients.
    pub clients: Vec<String>,
    /// Locations.
    pub locations: Vec<SetUpLocation>,
    /// When alerts are told.
    pub alerts: Option<SetUpAlerts>,
}

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// All that could be read.
    pub set_up: SetUp,
    /// What could not.
    pub odd: Odds,
}

/// The credentials of a developer app.
#[derive(Clone, PartialEq, Eq)]
pub struct SetUpApp {
    /// The network that it is kept for.
    pub network: Network,
    /// Its public name there.
    pub client_id: String,
    /// Its secret, where it has one.
    pub client_secret: Option<Secret>,
}

impl fmt::Debug for SetUpApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_secret = self.client_secret.is_some();
        f.debug_struct("SetUpApp")
            .field("network", &self.network)
            .field("client_id", &self.client_id)
            .field("has_secret", &has_secret)
            .finish_non_exhaustive()
    }
}

/// A location by name and address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUpLocation {
    /// The network.
    pub network: Network,
    /// The server, where the network has servers.
    pub host: Option<Host>,
    /// What it stands for.
    pub account: Account,
    /// The name of the client that it belongs to.
    pub client: Option<String>,
}

/// When alerts are told. A pause is of a day and a computer, and in no file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetUpAlerts {
    /// The days before an end.
    pub steps: Steps,
    /// Other days for a network.
    pub by_network: BTreeMap<Network, Steps>,
    /// Other days for a client, by its name.
    pub by_client: BTreeMap<String, Steps>,
    /// The hours in which nothing is told.
    pub quiet: Option<Quiet>,
}
