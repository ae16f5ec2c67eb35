//! Brands and customers.

use domain::{ClientId, LocationId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be asked about clients.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum ClientRequest {
    /// Make a client.
    AddClient {
        /// Its name, as the person typed it.
        name: String,
    },
    /// Give a client another name.
    RenameClient {
        /// The client.
        client: ClientId,
        /// Its new name, as the person typed it.
        name: String,
    },
    /// Remove a client with its alert days and its remembered sign-ins. Its locations stay as they
    /// are and belong to none. The window asked for confirmation before.
    RemoveClient {
        /// The client.
        client: ClientId,
    },
    /// Let locations belong to a client, or to none. The next sign-in of each uses the jar of where
    /// it then belongs.
    MoveLocations {
        /// The locations.
        locations: Vec<LocationId>,
        /// The client; none when it is absent.
        #[ts(optional)]
        client: Option<ClientId>,
    },
    /// Forget who is signed in at the networks in the sign-in window of a client.
    ForgetSignIns {
        /// The client; the jar of locations without a client when it is absent.
        #[ts(optional)]
        client: Option<ClientId>,
    },
}

/// What comes back about clients.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum ClientReply {
    /// The client is made; this is its identity.
    ClientAdded(ClientId),
}

/// A brand or customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClientView {
    /// Identity.
    pub id: ClientId,
    /// Name.
    pub name: String,
}

impl From<domain::Client> for ClientView {
    fn from(client: domain::Client) -> ClientView {
        ClientView {
            id: client.id,
            name: client.name,
        }
    }
}
