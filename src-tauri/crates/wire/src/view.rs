//! What the window sees. No type here can hold a token or a secret.
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AlertsView, AttemptView, ReturnBy, Surface, Theme};

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

/// A network that can be added.
#[derive(Debug, Clone, Serialize, TS)]
pub struct NetworkView {
    /// Its short name; also the name of its icon.
    pub id: String,
    /// Its name as people write it.
    pub name: String,
    /// What people must name before they can sign in.
    pub asks_for: Option<AsksForCode>,
    /// Whether the user must register a developer app of their own.
    pub needs_app: bool,
    /// Whether that app has a secret.
    pub secret: Option<AppSecretCode>,
    /// Whether a token that was made at the network by hand can be added.
    pub takes_tokens: bool,
    /// Whether the app can take a sign-in back at the network; elsewhere only the person can.
    pub revokes: bool,
    /// Under which network the user's app is kept, where one is needed: two can share one.
    pub app_kept_as: Option<String>,
    /// Whether each consent decides anew over all pages of the person.
    pub decides_anew: bool,
    /// The client id of the app that was registered, if any.
    pub client_id: Option<String>,
    /// The addresses to enter as redirects at the network's console.
    pub redirect_uris: Vec<String>,
    /// The network's console for developer apps.
    pub console: Option<String>,
    /// Where people sign in, best first.
    pub surfaces: Vec<Surface>,
}

/// What people must name before they can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AsksForCode {
    /// The server that the account lives on.
    Instance,
    /// The account itself.
    Handle,
}

/// Whether a developer app has a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppSecretCode {
    /// Without it the network gives no token.
    Needed,
    /// The user's app may be of a kind that has one.
    Optional,
}

/// One thing that was tried with a developer app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AppFindingView {
    /// What was tried.
    pub tried: AppCheckCode,
    /// What it showed.
    pub showed: AppVerdictCode,
    /// The permissions that are missing, in the network's words.
    pub missing: Vec<String>,
}

/// What can be tried with a developer app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppCheckCode {
    /// Id and secret.
    Credentials,
    /// Id and redirect address.
    Redirect,
    /// The permissions that were granted.
    Scopes,
    /// Whether the network holds a code to its challenge.
    Pkce,
}

/// What a trial showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppVerdictCode {
    /// Nothing is wrong.
    Fine,
    /// The network does not accept it.
    Wrong,
    /// Permissions are missing.
    Missing,
    /// It cannot be told before a person signs in.
    NotToldYet,
    /// The network did not answer.
    NoAnswer,
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

/// What the icon shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HealthView {
    /// The shape.
    pub icon: IconCode,
    /// What is the matter.
    pub state: StateCode,
    /// Why it does not work.
    pub cause: Option<CauseCode>,
    /// Whether that is inferred, and not what the network said.
    pub probably: bool,
    /// Why it cannot be checked.
    pub hiccup: Option<HiccupCode>,
    /// Why this computer cannot ask.
    pub trouble: Option<TroubleCode>,
    /// For how long nothing has been heard of it, where that is long.
    pub unheard: Option<UnheardCode>,
    /// Since when nothing has been heard of it, where that is long.
    #[ts(type = "number | null")]
    pub unheard_since: Option<i64>,
    /// When a person must act.
    #[ts(type = "number | null")]
    pub until: Option<i64>,
    /// Whether it renews by itself.
    pub renews: bool,
    /// What helps.
    pub next: NextStepCode,
}

/// The five shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IconCode {
    /// Connected.
    Tick,
    /// A person is away at the network.
    Ring,
    /// Cannot be checked right now.
    Cloud,
    /// Works, a person is needed soon.
    Clock,
    /// Not connected, or no longer working.
    BrokenLink,
}

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
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

/// Why a connection does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CauseCode {
    /// The token reached its end.
    Expired,
    /// Password changed or session reset.
    PasswordChanged,
    /// No role on the page any more.
    AccessLost,
    /// Removed at the network.
    PermissionRemoved,
    /// All tokens of the app ended.
    BlanketReset,
    /// The network wants the person on its own site.
    AttentionNeeded,
    /// A needed permission was not given.
    PermissionMissing,
    /// No data until a new sign-in.
    DataAccessLapsed,
    /// The developer app is broken.
    AppBroken,
    /// This computer did not keep what a renewal brought.
    NotKept,
    /// No reason was given.
    Unknown,
}

/// Why a look gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HiccupCode {
    /// No way to the network.
    Offline,
    /// This server cannot be reached, while others answer.
    Unreachable,
    /// Its certificate is not valid.
    BadCertificate,
    /// Its certificate was issued by somebody whom this computer does not trust.
    UnknownIssuer,
    /// The proxy on the way asks for a name and a password.
    ProxySignIn,
    /// The proxy on the way lets nothing through, or does not answer.
    ProxyRefused,
    /// No answer in time.
    Silent,
    /// Out of order.
    Down,
    /// Asked to wait.
    RateLimited,
    /// Paid calls used up.
    OutOfCredits,
    /// Something else answered.
    NotAnAnswer,
    /// The network refused in words that nobody here knows.
    Unrecognised,
    /// The network refused because this computer's clock is wrong.
    WrongClock,
}

/// Why this computer cannot ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TroubleCode {
    /// The developer app's credentials are not here.
    NoApp,
    /// The sealed sign-in, or the app's secret, cannot be opened.
    TokensUnreadable,
    /// It could not be written.
    NotStored,
    /// The disk is full.
    DiskFull,
    /// What a renewal brought is only in memory, because the disk takes no write.
    NotKeptYet,
    /// The store's file was removed or replaced.
    StoreMoved,
}

/// For how long nothing has been heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnheardCode {
    /// For some days.
    Days,
    /// It was refused all that time.
    Refused,
    /// For weeks: the server has perhaps shut down.
    Weeks,
}

/// What helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NextStepCode {
    /// Nothing to do.
    None,
    /// Sign in.
    Connect,
    /// Sign in again.
    Reconnect,
    /// Pick the pages.
    FinishSetUp,
    /// Approve where the sign-in is open.
    Approve,
    /// Wait.
    Wait,
    /// Mend the developer app's credentials.
    FixApp,
    /// Open the keychain.
    OpenKeychain,
    /// Make room on the disk.
    FreeSpace,
    /// Take it off the list, and add it anew.
    Remove,
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
