//! What changes in the store, and how it is written: all of it or nothing, in one durable step.
//!
//! What must be said back (the generation of new tokens, a lease) has a door of its own.

use domain::alert::{Notified, Silence};
use domain::{
    Client, ClientId, Grant, Host, LinkState, Location, LocationId, Network, Probe, Secret,
    Timestamp,
};
use serde_json::Value;

/// Something that changes in the store.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// A client is new, or has another name.
    Client(Client),
    /// A client is gone. Its locations stay, without one. One that is not there is gone already.
    ClientGone(ClientId),
    /// A location is new, or is as it stands here. A new one needs the key of a store that has one.
    /// Where it leads is bound when it is new or comes with a sign-in: a change of that by this door
    /// is not.
    Location(Box<StoredLocation>),
    /// A location belongs to this client, or to none. Both must be there.
    Belongs(LocationId, Option<ClientId>),
    /// When a location was probed and what that said. One that is gone, or is connected to nothing
    /// any more, is left as it is.
    Probe(LocationId, Probe),
    /// A location is connected to nothing any more. What served it and serves none now is erased. It
    /// must be there.
    Unlinked(LocationId),
    /// A location is off the list, with what was told of it, and with what served it and serves none
    /// now; its activity stays. It must be there.
    LocationGone(LocationId),
    /// The scopes and dates of a grant, if it is still of this generation; those of a newer one stay.
    /// Needs the key.
    Facts(Box<Grant>),
    /// An app's credentials, in place of any others of the same network and instance. Needs the key.
    App(Box<AppCredentials>),
    /// The credentials of an app are erased, where there are any.
    AppGone(Network, Option<Host>),
    /// Cookies of sign-ins are in the jar of this name, in place of what was in it. Needs the key.
    Jar(String, Secret),
    /// A jar is erased, where there is one.
    JarGone(String),
    /// A line of activity is added.
    Line(Activity),
    /// What a person is told about a location, in place of what was written before. One that is not
    /// there any more is left out.
    Notified(LocationId, Notified),
    /// A person silenced a location, or lets it speak again. One that is not there any more is left
    /// out.
    Silence(LocationId, Option<Silence>),
    /// A setting has this value, or is not set.
    Setting(String, Option<Value>),
}

/// A location with what is known of its connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLocation {
    /// The location.
    pub location: Location,
    /// Its connection at rest.
    pub link_state: LinkState,
    /// The last probe of it.
    pub probe: Option<Probe>,
}

/// An app's credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct AppCredentials {
    /// The network.
    pub network: Network,
    /// The instance, where the network has instances.
    pub host: Option<Host>,
    /// The app's public name at the network.
    pub client_id: String,
    /// The app's secret, where it has one.
    pub client_secret: Option<Secret>,
    /// What else the dialect wants to know. No secrets.
    pub extra: Value,
}

/// One line of the activity. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// When it happened.
    pub at: Timestamp,
    /// The location it concerns; `None` where it concerns all.
    pub location: Option<LocationId>,
    /// What happened, as a short word.
    pub kind: String,
    /// The rest.
    pub detail: Value,
}
