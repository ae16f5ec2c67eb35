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

/// What it takes to register a developer app, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SetUpEffort {
    /// How long its form takes.
    pub minutes: u8,
    /// What the network takes for it.
    pub costs: Costs,
    /// What the network must look at before.
    pub review: Option<Review>,
}

/// What a network takes for a developer app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Costs {
    /// Nothing.
    Nothing,
    /// The owner of the app pays for calls.
    ByUse,
}

/// A network's look at a developer app before it lets people sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Review {
    /// Who waits for it.
    pub before: ReviewBefore,
    /// How long it takes, where that is known.
    pub takes: Option<ReviewTakes>,
}

/// Who waits for a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ReviewBefore {
    /// Everybody.
    Anybody,
    /// People who have no role in the app.
    Others,
}

/// How long a review takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ReviewTakes {
    /// Some days.
    Days,
    /// Some weeks.
    Weeks,
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
