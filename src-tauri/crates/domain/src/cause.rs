//! Why a connection does not work, and why a probe gave no answer.

use serde::{Deserialize, Serialize};

/// Why only a person can make a connection work again: the network's own recognised "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The token reached its end.
    Expired,
    /// The person's password changed, or the network reset the session for security reasons.
    PasswordChanged,
    /// The person no longer has a role on the page.
    AccessLost,
    /// The person removed the app, or its permission, at the network.
    PermissionRemoved,
    /// The network ended all tokens of the app at once.
    BlanketReset,
    /// The network wants the person to act on its own site (checkpoint, locked, unconfirmed).
    AttentionNeeded,
    /// The network, or whoever runs the server, suspended the account: no sign-in helps until that is
    /// lifted.
    Suspended,
    /// A permission that Greentick needs was not given.
    PermissionMissing,
    /// The network stopped giving data until the person signs in anew.
    DataAccessLapsed,
    /// The developer app is broken: deleted, disabled, or its secret was changed.
    AppBroken,
    /// A renewal was carried out and this computer did not keep what came of it: the network takes
    /// what is held here no more. None of this is the network's doing.
    NotKept,
    /// The network said no and did not say why.
    Unknown,
}

impl Cause {
    /// Every cause, for tables and tests.
    pub const ALL: [Cause; 12] = [
        Cause::Expired,
        Cause::PasswordChanged,
        Cause::AccessLost,
        Cause::PermissionRemoved,
        Cause::BlanketReset,
        Cause::AttentionNeeded,
        Cause::Suspended,
        Cause::PermissionMissing,
        Cause::DataAccessLapsed,
        Cause::AppBroken,
        Cause::NotKept,
        Cause::Unknown,
    ];
}

/// Why a probe gave no answer about the connection. None of these ever turns an icon red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Unavailable {
    /// This computer has no way to the network.
    Offline,
    /// This server cannot be reached, while others answer.
    Unreachable,
    /// The server's certificate is not valid: too old, or of another name.
    BadCertificate,
    /// The certificate was issued by somebody whom this computer does not trust.
    UnknownIssuer,
    /// The proxy on the way asks for a name and a password.
    ProxySignIn,
    /// The proxy on the way lets nothing through, or does not answer.
    ProxyRefused,
    /// The network did not answer in time, or broke off.
    Silent,
    /// The network answered that it is out of order.
    Down,
    /// Too many calls; the network asks to wait.
    RateLimited,
    /// The calls that were paid for are used up.
    OutOfCredits,
    /// Something answered that is not the network: a captive portal, a proxy, a broken page.
    NotAnAnswer,
    /// The network itself refused, in words that nobody here knows.
    Unrecognised,
    /// The network refused because this computer's clock is wrong.
    WrongClock,
}

impl Unavailable {
    /// Whether it lies between this computer and every network, and is no network's.
    pub fn is_on_the_way(self) -> bool {
        matches!(
            self,
            Unavailable::UnknownIssuer | Unavailable::ProxySignIn | Unavailable::ProxyRefused
        )
    }

    /// Every one, for tables and tests.
    pub const ALL: [Unavailable; 13] = [
        Unavailable::Offline,
        Unavailable::Unreachable,
        Unavailable::BadCertificate,
        Unavailable::UnknownIssuer,
        Unavailable::ProxySignIn,
        Unavailable::ProxyRefused,
        Unavailable::Silent,
        Unavailable::Down,
        Unavailable::RateLimited,
        Unavailable::OutOfCredits,
        Unavailable::NotAnAnswer,
        Unavailable::Unrecognised,
        Unavailable::WrongClock,
    ];
}

/// What kept this computer from asking at all. It says nothing about a network or a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The developer app's credentials are not here.
    NoApp,
    /// The sealed tokens, or the app's sealed secret, cannot be opened.
    TokensUnreadable,
    /// What a network gave, or a note about it, could not be written.
    NotStored,
    /// There is no room left on the disk.
    DiskFull,
    /// What a renewal brought is nowhere but in memory, because the disk takes no write: it is
    /// lost when the app ends before there is room.
    NotKeptYet,
    /// The file in which everything rests was removed or replaced while it is open.
    StoreMoved,
}

impl Trouble {
    /// Every one, for tables and tests.
    pub const ALL: [Trouble; 6] = [
        Trouble::NoApp,
        Trouble::TokensUnreadable,
        Trouble::NotStored,
        Trouble::DiskFull,
        Trouble::NotKeptYet,
        Trouble::StoreMoved,
    ];
}
