//! The network's ways to say no, and what each means. What a status says decides together with the
//! name of the error; the reference server's own texts are the only place where a reason is told.

use domain::Cause;
use serde::Deserialize;

use crate::{Answer, Refusal, oauth};

/// A session that is there no more, and of which no reason is told. Most often the person removed
/// the app on the account's page; a server that took the account down, or that caught a refresh
/// token being used twice, says the same afterwards.
const GONE: Cause = Cause::PermissionRemoved;

/// What an answer of the account's own server means that is no success.
pub(super) fn refused(answer: &Answer) -> Refusal {
    let Some(Told { error, message }) = answer.json() else {
        return Refusal::unrecognised(answer);
    };
    match (answer.status, error.as_str()) {
        (401, "invalid_token") if message.contains("\"exp\" claim") => Refusal::No(Cause::Expired),
        (401, "invalid_token") => Refusal::No(GONE),
        (400, "ExpiredToken") => Refusal::No(Cause::Expired),
        (401, "AccountTakedown" | "AccountDeactivated") => Refusal::No(Cause::AttentionNeeded),
        // Deleted, or moved to another server.
        (403, "AccountNotFound") => Refusal::No(Cause::AccessLost),
        (403, "ScopeMissingError") => Refusal::No(Cause::PermissionMissing),
        (403, _) if message.starts_with("Missing required scope") => {
            Refusal::No(Cause::PermissionMissing)
        }
        _ => Refusal::unrecognised(answer),
    }
}

/// What an answer of the authorization server means that is no success.
pub(super) fn refused_by_server(answer: &Answer) -> Refusal {
    let of_app = |no: Refused| {
        matches!(
            no.error.as_str(),
            "invalid_client_metadata" | "invalid_redirect_uri"
        )
    };
    match answer.status {
        400 | 401 if answer.json().is_some_and(of_app) => Refusal::AppRefused,
        _ => oauth::refusal(answer).unwrap_or_else(|| Refusal::unrecognised(answer)),
    }
}

/// What the end of a session looks like when its refresh token is spent.
pub(super) fn ended(answer: &Answer) -> Refusal {
    match answer.json::<Refused>() {
        Some(no) if answer.status == 400 && no.error == "invalid_grant" => {
            Refusal::No(match no.error_description.as_str() {
                "Session expired" | "Refresh token expired" => Cause::Expired,
                "Invalid refresh token" => GONE,
                _ => Cause::Unknown,
            })
        }
        Some(_) | None => refused_by_server(answer),
    }
}

/// An error of the account's own server. Both stand in each; what has only one is another's.
#[derive(Deserialize)]
struct Told {
    error: String,
    message: String,
}

/// An error of the authorization server.
#[derive(Deserialize)]
struct Refused {
    error: String,
    #[serde(default)]
    error_description: String,
}
