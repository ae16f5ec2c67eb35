//! What a network calls the thing that a location stands for.

use serde::{Deserialize, Serialize};

use crate::name::{LONGEST_IDENTITY, shortened};

/// The network's own identity of a page, profile, channel or person; unique within the network
/// (and within the instance, where a network has instances).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub String);

/// What kind of thing it is, in the network's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A page (Facebook).
    Page,
    /// A business or creator account (Instagram).
    BusinessAccount,
    /// An organization's page (LinkedIn).
    Organization,
    /// A channel (YouTube).
    Channel,
    /// A person's profile.
    Profile,
    /// An account that is not split into pages (Mastodon, X).
    Account,
}

/// Why an account that a sign-in found cannot be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NotGranted {
    /// The person did not tick it at the network.
    NotTicked,
    /// The person's role on it is too small for what Greentick does.
    RoleTooSmall,
    /// The network gave no token for it.
    NoToken,
}

/// A page, profile, channel or account as its network describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The network's identity of it.
    pub id: AccountId,
    /// Page, profile, channel, …
    pub kind: AccountKind,
    /// The name people know it by. Text of strangers: shown as text, never as markup.
    pub name: String,
    /// The handle, where the network has one, as people write it (`@acme@mastodon.example`).
    pub handle: Option<String>,
}

impl Account {
    /// With a name and a handle that people can read, however long a stranger made them.
    pub fn within_bounds(self) -> Account {
        Account {
            name: shortened(self.name),
            handle: self.handle.map(shortened),
            ..self
        }
    }
}

impl AccountId {
    /// Whether it is longer than that of any network; such a one is not an identity to keep.
    pub fn is_too_long(&self) -> bool {
        self.0.len() > LONGEST_IDENTITY
    }
}
