//! TikTok's ways to say no: OAuth's lines with a log id, and the envelope that good answers of the
//! API have as well. Some OAuth errors come with 200.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::provider::{CodeFault, NoAnswer, NoToken};
use crate::random;

/// [I] "Some" is not said further: those that a look at the request alone shows.
const MALFORMED: StatusCode = StatusCode::OK;
/// The documented text is RFC 6749's own.
const GRANT_WORDS: &str = "The provided authorization grant (e.g., authorization code, resource \
                           owner credentials) or refresh token is invalid, expired, revoked, does \
                           not match the redirection URI used in the authorization request, or was \
                           issued to another client.";
/// [I] As is this one.
const CLIENT_WORDS: &str = "Client authentication failed (e.g., unknown client, no client \
                            authentication included, or unsupported authentication method).";

pub(super) fn of_token(fault: &NoToken) -> Response {
    match fault {
        // [I] The status.
        NoToken::Client(_) => oauth(StatusCode::UNAUTHORIZED, "invalid_client", CLIENT_WORDS),
        NoToken::Missing("code_verifier") | NoToken::Code(CodeFault::Verifier) => {
            let words = "Code verifier or code challenge is invalid.";
            oauth(MALFORMED, "invalid_request", words)
        }
        NoToken::Code(CodeFault::Redirect) => {
            let words = "Redirect_uri is not matched with the uri when requesting code.";
            oauth(MALFORMED, "invalid_request", words)
        }
        NoToken::Missing(_) | NoToken::UnwantedVerifier => {
            let words = "The request parameters are malformed.";
            oauth(MALFORMED, "invalid_request", words)
        }
        NoToken::GrantType => {
            let words = "The grant type is not supported.";
            oauth(MALFORMED, "unsupported_grant_type", words)
        }
        NoToken::Code(CodeFault::Unknown | CodeFault::Used | CodeFault::Expired)
        | NoToken::Refresh(_) => invalid_grant(),
    }
}

pub(super) fn invalid_grant() -> Response {
    oauth(StatusCode::BAD_REQUEST, "invalid_grant", GRANT_WORDS)
}

pub(super) fn oauth(status: StatusCode, error: &str, description: &str) -> Response {
    let body = json!({
        "error": error,
        "error_description": description,
        "log_id": log_id(),
    });
    (status, Json(body)).into_response()
}

/// [I] What a banned account's token gets is not documented; the ban itself is told to servers.
pub(super) fn of_call(fault: &NoAnswer) -> Response {
    let (status, code, message) = match fault {
        NoAnswer::NoToken
        | NoAnswer::Unknown
        | NoAnswer::Ended(_)
        | NoAnswer::Suspended
        | NoAnswer::Checkpoint => (
            StatusCode::UNAUTHORIZED,
            "access_token_invalid",
            "The access token is invalid or not found in the request.",
        ),
        NoAnswer::Scope => (
            StatusCode::UNAUTHORIZED,
            "scope_not_authorized",
            "The user did not authorize the scope required for completing this request.",
        ),
        NoAnswer::TooMany => (
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limit_exceeded",
            "The API rate limit was exceeded. Please try again later.",
        ),
        NoAnswer::NotFound => (
            StatusCode::NOT_FOUND,
            "invalid_params",
            "Unsupported path (Janus)",
        ),
    };
    refused(status, code, message)
}

pub(super) fn bad_params(message: &str) -> Response {
    refused(StatusCode::BAD_REQUEST, "invalid_params", message)
}

pub(super) fn needs_scopes() -> Response {
    let words = "Access token is invalid, some fields need additional scopes.";
    refused(StatusCode::BAD_REQUEST, "scope_permission_missed", words)
}

pub(super) fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(envelope(&json!({}), code, message))).into_response()
}

pub(super) fn fine(data: &Value) -> Response {
    Json(envelope(data, "ok", "")).into_response()
}

fn envelope(data: &Value, code: &str, message: &str) -> Value {
    json!({
        "data": data,
        "error": { "code": code, "message": message, "log_id": log_id() },
    })
}

/// Has the shape of a time and a random half, and tells nothing.
fn log_id() -> String {
    let random = random::hex(20).to_uppercase();
    format!("20261101120000{random}")
}
