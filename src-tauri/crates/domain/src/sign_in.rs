//! What a sign-in at a network takes.

use serde::{Deserialize, Serialize};

/// Where a person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// The system's browser.
    Browser,
    /// A window of the app without any power over the app.
    Window,
}

/// What people must name before they can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AsksFor {
    /// The server that the account lives on; anybody can run one.
    Instance,
    /// The account itself, from which its server is found.
    Handle,
}

/// Whether a developer app has a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AppSecret {
    /// Without it the network gives no token.
    Needed,
    /// The user's app may be of a kind that has one.
    Optional,
}
