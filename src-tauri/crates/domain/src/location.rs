//! Locations, and the logins they hang on.

use serde::{Deserialize, Serialize};

use crate::{Account, AccountId, ClientId, GrantId, Host, LocationId, LoginId, Network, Timestamp};

/// One page, profile, channel or account that the user manages; one row, one icon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Our identity of it.
    pub id: LocationId,
    /// The network it lives on.
    pub network: Network,
    /// The instance, where the network has instances.
    pub host: Option<Host>,
    /// What it stands for; `None` while the set-up is unfinished and nothing was picked yet.
    pub account: Option<Account>,
    /// The client it belongs to.
    pub client: Option<ClientId>,
    /// The login it hangs on or last hung on.
    pub login: Option<LoginId>,
    /// The grant that serves it; `None` while it is not connected.
    pub grant: Option<GrantId>,
    /// When it was added here.
    pub added_at: Timestamp,
}

/// The person at the network who approved; several locations can hang on one login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Our identity of it.
    pub id: LoginId,
    /// The network.
    pub network: Network,
    /// The instance, where the network has instances.
    pub host: Option<Host>,
    /// The network's identity of the person.
    pub account: AccountId,
    /// The person's name. Text of strangers.
    pub name: String,
}
