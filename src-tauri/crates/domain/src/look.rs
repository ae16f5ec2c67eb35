//! What a look at the network said about a connection.

use serde::{Deserialize, Serialize};

use crate::{Cause, Hiccup, Timestamp};

/// One look and what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// When it was done.
    pub at: Timestamp,
    /// What it said.
    pub verdict: Verdict,
}

/// What a look said. Only [`Verdict::No`] can turn an icon red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "said", content = "why")]
pub enum Verdict {
    /// The token works for this location.
    Yes,
    /// The network refused, and the refusal was recognised.
    No(Cause),
    /// Nothing that could be called an answer came back.
    NoAnswer(Hiccup),
}

/// What a network lets a token still do, as its own headers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Whose limit it is.
    pub of: CreditOf,
    /// How much of it is used, in percent.
    pub used_percent: u8,
    /// When it is full again, where the network tells.
    pub full_again_at: Option<Timestamp>,
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditOf {
    /// All that the developer app does.
    App,
    /// All that is done for this account.
    Account,
}
