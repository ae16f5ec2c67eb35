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
