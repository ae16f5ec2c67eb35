//! Pinterest's ways to say no: a number and a message, sometimes with a status word. The number
//! counts, since 401 is also said of what a good token may not see.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::call::Call;
use crate::provider::{NoAnswer, NoToken};

const NOT_PERMITTED: (u32, &str) = (29, "You are not permitted to access that resource.");

pub(super) fn of_token(fault: &NoToken) -> Response {
    let bad = StatusCode::BAD_REQUEST;
    match fault {
        NoToken::Client(_) => unauthenticated(),
        NoToken::Missing(name) => number(bad, 1, &format!("Parameter '{name}' is required.")),
        NoToken::GrantType => number(bad, 1, "Parameter 'grant_type' is not supported."),
        NoToken::Code(_) | NoToken::Refresh(_) | NoToken::UnwantedVerifier => invalid_grant(),
    }
}

/// [I] The status; the body is a field report.
fn invalid_grant() -> Response {
    let body = json!({
        "status": "failure",
        "code": 283,
        "message": "The authorization grant is invalid",
    });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// The same for expired, revoked and malformed.
pub(super) fn unauthenticated() -> Response {
    let body = json!({
        "code": 2,
        "message": "Authentication failed.",
        "status": "failure",
    });
    (StatusCode::UNAUTHORIZED, Json(body)).into_response()
}

pub(super) fn of_call(fault: &NoAnswer, call: &Call) -> Response {
    let forbidden = StatusCode::FORBIDDEN;
    match fault {
        NoAnswer::NoToken | NoAnswer::Unknown | NoAnswer::Ended(_) => unauthenticated(),
        NoAnswer::Suspended => no_account(),
        NoAnswer::Checkpoint => {
            // [I] The status, and how the sentence goes on.
            let words = "We are reviewing your account. Please try again later.";
            number(forbidden, 2626, words)
        }
        NoAnswer::Scope => {
            let status = match call.path.starts_with("/v5/catalogs") {
                true => StatusCode::UNAUTHORIZED,
                false => forbidden,
            };
            number(status, NOT_PERMITTED.0, NOT_PERMITTED.1)
        }
        NoAnswer::TooMany => too_many(),
        NoAnswer::NotFound => number(StatusCode::NOT_FOUND, 12, "Not found."),
    }
}

pub(super) fn no_account() -> Response {
    let words = "Not authorized to access the user account.";
    number(StatusCode::FORBIDDEN, 403, words)
}

/// [I] The body: only the number was seen, once.
pub(super) fn too_many() -> Response {
    let words = "You have exceeded your rate limit. Try again later.";
    number(StatusCode::TOO_MANY_REQUESTS, 8, words)
}

/// [I] The endpoint serves tokens of system users; what it says of others is not documented.
pub(super) fn not_revocable() -> Response {
    number(StatusCode::FORBIDDEN, NOT_PERMITTED.0, NOT_PERMITTED.1)
}

pub(super) fn number(status: StatusCode, code: u32, message: &str) -> Response {
    (status, Json(json!({ "code": code, "message": message }))).into_response()
}
