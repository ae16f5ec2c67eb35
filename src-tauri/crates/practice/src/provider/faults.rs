//! Why the kit says no. Each network words these in its own way.

use serde::{Deserialize, Serialize};

/// At the authorize page, before the callback address is trusted: nobody is sent anywhere.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoEntry {
    UnknownClient,
    AppDeleted,
    Redirect,
    /// The page's form was used after the request was over.
    Over,
}

/// At the authorize page, once the callback address is known to be the app's.
#[derive(Clone, Debug)]
pub(crate) enum NoCode {
    Missing(&'static str),
    ResponseType,
    Scope(String),
    /// The challenge is of the wrong kind, or should not be there.
    Challenge,
    Cancelled {
        signed_in: bool,
    },
}

#[derive(Clone, Debug)]
pub(crate) enum NoToken {
    Client(ClientFault),
    Missing(&'static str),
    GrantType,
    Code(CodeFault),
    /// PKCE was sent to a network that refuses it.
    UnwantedVerifier,
    Refresh(RefreshFault),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientFault {
    /// Nothing says which app this is, or the secret is not where it belongs.
    Absent,
    Unknown,
    Secret,
    AppDeleted,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum CodeFault {
    Unknown,
    Used,
    Expired,
    Redirect,
    Verifier,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum RefreshFault {
    Unknown,
    Reused,
    Ended(End),
}

/// What ended a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum End {
    Expired,
    /// By the app, at the revocation endpoint.
    Revoked,
    /// By a newer token.
    Replaced,
    PasswordChanged,
    /// By the person, on the page of connected apps.
    AppRemoved,
    BlanketReset,
    SecretChanged,
    AppDeleted,
}

/// At the API.
#[derive(Clone, Debug)]
pub(crate) enum NoAnswer {
    NoToken,
    Unknown,
    Ended(End),
    Suspended,
    Checkpoint,
    /// The token was given without any of the scopes that open this.
    Scope,
    TooMany,
    NotFound,
}
