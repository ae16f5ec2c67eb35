//! What the window sees. No type here can hold a token or a secret.
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AlertsView, AttemptView, CauseCode, HealthView, HiccupCode, NetworkView, ReturnBy, Theme,
};

/// All there is to see.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Snapshot {
    /// The number of the last event that it contains.
    #[ts(type = "number")]
    pub sequence: u64,
    /// Whether these are the practice networks.
    pub practice: bool,
    /// How the window looks.
    pub theme: Theme,
    /// How the browser leads back to the app.
    pub return_by: ReturnBy,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BetweenView {
    /// What it does.
    pub hiccup: HiccupCode,
    /// Its name, where it is known: a proxy, or an issuer of certificates.
    pub by: Option<String>,
}

/// A network, or an instance of one, that answers for nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OutageView {
    /// The network's short name.
    pub network: String,
    /// The instance.
    pub host: Option<String>,
    /// How many locations cannot be checked.
    pub locations: u32,
}

/// A brand or customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ClientView {
    /// Identity.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ExportedFile {
    /// Where, as this computer writes it.
    pub path: String,
}

/// One page, profile, channel or account: one row, one icon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LocationView {
    /// Identity.
    pub id: String,
    /// The network's short name.
    pub network: String,
    /// The instance.
    pub host: Option<String>,
    /// The name; `None` while the set-up is unfinished.
    pub name: Option<String>,
    /// The handle.
    pub handle: Option<String>,
    /// Page, channel, …
    pub kind: Option<AccountKindView>,
    /// The client it belongs to.
    pub client: Option<String>,
    /// What the icon shows.
    pub health: HealthView,
    /// The sign-in that is under way for it.
    pub attempt: Option<String>,
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
    pub because: Option<BecauseCode>,
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
    /// What was asked for and is not done yet.
    pub leaving: Option<LeavingCode>,
}

/// How a location is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeavingCode {
    /// It is being disconnected: the network is told at this moment.
    Disconnecting,
    /// It is being taken off the list, and is not shown there; that can be undone for ten seconds.
    Removing,
}

/// What ends on a date that needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BecauseCode {
    /// The sign-in: nothing works any more.
    SignInEnds,
    /// The access to data, although the sign-in lives on.
    DataAccessEnds,
}

/// How much of a network's limit is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CreditView {
    /// Whose limit it is.
    pub of: CreditOfCode,
    /// How much of it is used, in percent.
    pub used_percent: u8,
    /// When it is full again.
    #[ts(type = "number | null")]
    pub full_again_at: Option<i64>,
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CreditOfCode {
    /// All that the developer app does.
    App,
    /// All that is done for this account.
    Account,
}

/// The person whose approval it hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LoginView {
    /// Identity; it stays when the person signs in again, and every location that hangs on this
    /// login names the same.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The network's identity of the person. Networks that share a developer app name one person
    /// alike, others need not.
    pub person: String,
}

/// What a connection can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UseView {
    /// What.
    pub what: UseCode,
    /// Whether the network granted what it needs.
    pub granted: bool,
}

/// What a token is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UseCode {
    /// Find out who signed in and what they manage.
    Identify,
    /// Read statistics.
    ReadStatistics,
    /// Publish posts.
    Publish,
    /// Publish paid activations.
    Promote,
}

/// Kinds of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AccountKindView {
    /// A page.
    Page,
    /// A business account.
    BusinessAccount,
    /// An organization.
    Organization,
    /// A channel.
    Channel,
    /// A profile.
    Profile,
    /// An account.
    Account,
}

/// The state of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VaultView {
    /// What is the matter.
    pub state: VaultCode,
    /// The name of the keychain on this system.
    pub keychain: String,
    /// How many locations have sealed tokens that are damaged.
    pub damaged: u32,
}

/// What is the matter with the vault. Each has its own way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VaultCode {
    /// Open.
    Open,
    /// The keychain has no key for this vault.
    NoKey,
    /// The keychain has another key.
    WrongKey,
    /// The keychain is locked.
    Locked,
    /// There is no keychain.
    NoBackend,
    /// The keychain works, and a person must set it up before it can keep a key.
    NotSetUp,
    /// A person was asked to set it up, and did not.
    Declined,
    /// The keychain has several entries of our name.
    Ambiguous,
    /// The key is right, and what it opens is damaged.
    Damaged,
}

/// Something that happened with a location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HistoryEntryView {
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// What.
    pub what: HistoryCode,
    /// Why, where it stopped working.
    pub cause: Option<CauseCode>,
    /// The person it concerns, the client that it was moved to, or the handle that it had.
    pub who: Option<String>,
}

/// What can happen with a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HistoryCode {
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
