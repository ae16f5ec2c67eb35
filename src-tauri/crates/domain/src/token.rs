//! The tokens of one grant. They exist in memory and, sealed, in the vault; nowhere else.

use serde::{Deserialize, Serialize};

use crate::Secret;

/// Whose voice a token speaks with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// Speaks for the person who approved.
    User,
    /// Speaks for one page only.
    Page,
}

/// What a network gave: sealed and opened as a whole.
#[derive(Clone)]
pub struct TokenSet {
    /// Sent with every call.
    pub access: Secret,
    /// Exchanged for a new access token, where the network has such a thing.
    pub refresh: Option<Secret>,
    /// What the tokens are bound to, where the network binds them.
    pub binding: Option<Binding>,
}

/// What sender-constrained tokens are bound to (RFC 9449): without it they are worth nothing.
#[derive(Clone)]
pub struct Binding {
    /// The private key that signs every call, base64url.
    pub key: Secret,
    /// The origin of the server that the tokens speak to, and after it whatever else of the binding
    /// the network's dialect wrote there, which alone reads it.
    pub server: String,
}
