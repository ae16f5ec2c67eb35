//! What the window sees of how a location stands: its icon, and why.

use serde::Serialize;
use ts_rs::TS;

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
