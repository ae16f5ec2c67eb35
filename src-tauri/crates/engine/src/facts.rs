//! What the engine tells everybody, without being asked.

use domain::alert::Policy;
use domain::{AttemptId, Client, ClientId, Hiccup, Host, LocationId, Network, Span};
use vault::KeyState;

use crate::{AttemptState, HeldLocation, NetworkState, ReturnBy};

/// A fact and its number; numbers have no gaps.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// One more than that of the fact before.
    pub sequence: u64,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Fact {
    /// A location is new or looks different.
    LocationChanged(Box<HeldLocation>),
    /// A location is gone.
    LocationRemoved(LocationId),
    /// A client is new or has another name.
    ClientChanged(Client),
    /// A client is gone. What belonged to it was told of before.
    ClientRemoved(ClientId),
    /// A sign-in is new or went on.
    AttemptChanged(Box<AttemptState>),
    /// A sign-in is over.
    AttemptEnded(AttemptId),
    /// The vault opened or closed.
    VaultChanged {
        /// The key.
        key: KeyState,
        /// What people call the keychain.
        keychain: &'static str,
        /// How many sealed token sets are damaged.
        damaged: usize,
    },
    /// A network's app credentials changed.
    NetworkChanged(NetworkState),
    /// How the window looks changed.
    ThemeChanged(String),
    /// How the browser leads back changed.
    ReturnByChanged(ReturnBy),
    /// When alerts are told changed.
    AlertsChanged(Policy),
    /// A network stopped answering for everybody, or answers again.
    ReachChanged(Reach),
    /// The file in which everything rests was removed or replaced while it is open, or is back.
    StoreMoved(bool),
    /// A location was disconnected here, and the network could not be told.
    RevokeFailed(LocationId),
    /// A disconnect could only be made here: this server has no way to take a sign-in back.
    RevokeNotOffered(LocationId),
    /// A location could not be taken off the list: it stays.
    RemoveFailed(LocationId),
    /// Somebody asked to see a location.
    LocationAsked(LocationId),
}

/// Which networks can be reached at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Whether this computer has no way to any of them.
    pub offline: bool,
    /// What stands between it and them.
    pub between: Option<Between>,
    /// Who answers for nobody.
    pub outages: Vec<Unreachable>,
    /// How far this computer's clock is off, in whole minutes and two at least; ahead where that
    /// is positive. `None` where it is right, or nobody can tell.
    pub clock_off: Option<Span>,
    /// Whether this computer's clock is wrong, also by an unknown time.
    pub clock_is_wrong: bool,
}

/// What stands between this computer and its networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between {
    /// What it does.
    pub hiccup: Hiccup,
    /// Its name, where it is known: a proxy, or an issuer of certificates.
    pub by: Option<String>,
}

/// A network, or an instance of one, that answers for nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreachable {
    /// The network.
    pub network: Network,
    /// The instance.
    pub host: Option<Host>,
    /// How many locations cannot be looked at.
    pub locations: usize,
}

/// All there is to see.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The number of the last fact that it contains.
    pub sequence: u64,
    /// Whether these are the practice networks.
    pub practice: bool,
    /// How the window looks.
    pub theme: String,
    /// How the browser leads back.
    pub return_by: ReturnBy,
    /// When alerts are told.
    pub alerts: Policy,
    /// The key.
    pub key: KeyState,
    /// What people call the keychain.
    pub keychain: &'static str,
    /// How many sealed token sets are damaged.
    pub damaged: usize,
    /// The networks.
    pub networks: Vec<NetworkState>,
    /// The clients.
    pub clients: Vec<Client>,
    /// The locations.
    pub locations: Vec<HeldLocation>,
    /// Which networks can be reached.
    pub reach: Reach,
    /// Whether the file in which everything rests was removed or replaced while it is open.
    pub store_moved: bool,
    /// The sign-ins.
    pub attempts: Vec<AttemptState>,
}
