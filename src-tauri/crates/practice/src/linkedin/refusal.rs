//! LinkedIn's ways to say no: OAuth's two lines at the token endpoint, and the API's envelope of
//! status, service error code, code and message.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::call::Call;
use crate::provider::{ClientFault, CodeFault, End, NoAnswer, NoToken};

const CODE_WORDS: &str = "Unable to retrieve access token: appid/redirect uri/code verifier does \
                          not match authorization code. Or authorization code expired. Or external \
                          member binding exists";
const REFRESH_WORDS: &str =
    "The provided authorization grant or refresh token is invalid, expired or revoked.";
/// [I] The body of an unknown address.
const NOT_FOUND: &str = "No virtual resource found";
/// [I] What a token of a deleted app is called.
const OF_A_DELETED_APP: (u32, &str, &str) = INVALID;

const INVALID: (u32, &str, &str) = (65_600, "INVALID_ACCESS_TOKEN", "Invalid access token");
const REVOKED: (u32, &str, &str) = (
    65_601,
    "REVOKED_ACCESS_TOKEN",
    "The token used in the request has been revoked by the user",
);
const EXPIRED: (u32, &str, &str) = (
    65_602,
    "EXPIRED_ACCESS_TOKEN",
    "The token used in the request has expired",
);

pub(super) fn of_token(fault: &NoToken) -> Response {
    let bad = StatusCode::BAD_REQUEST;
    match fault {
        NoToken::Client(
            ClientFault::Absent
            | ClientFault::Unknown
            | ClientFault::Secret
            | ClientFault::AppDeleted,
        )
        | NoToken::UnwantedVerifier => of_client(),
        NoToken::Missing(name) => {
            let words = format!("A required parameter \"{name}\" is missing");
            oauth(bad, "invalid_request", &words)
        }
        NoToken::GrantType => oauth(
            bad,
            "unsupported_grant_type",
            "The grant type is not supported",
        ),
        NoToken::Code(CodeFault::Redirect) => oauth(bad, "invalid_redirect_uri", CODE_WORDS),
        NoToken::Code(
            CodeFault::Unknown | CodeFault::Used | CodeFault::Expired | CodeFault::Verifier,
        ) => oauth(bad, "invalid_request", CODE_WORDS),
        NoToken::Refresh(_) => oauth(bad, "invalid_request", REFRESH_WORDS),
    }
}

/// Also what a verifier gets that this flow does not know.
pub(super) fn of_client() -> Response {
    oauth(
        StatusCode::UNAUTHORIZED,
        "invalid_client",
        "Client authentication failed",
    )
}

fn oauth(status: StatusCode, error: &str, description: &str) -> Response {
    let body = json!({ "error": error, "error_description": description });
    (status, Json(body)).into_response()
}

pub(super) fn of_call(fault: &NoAnswer, call: &Call) -> Response {
    match fault {
        NoAnswer::NoToken => {
            let body = json!({
                "message": "Empty oauth2_access_token",
                "serviceErrorCode": 401,
                "status": 401,
            });
            (StatusCode::UNAUTHORIZED, Json(body)).into_response()
        }
        NoAnswer::Unknown => of_bearer(INVALID),
        NoAnswer::Ended(End::Expired) => of_bearer(EXPIRED),
        NoAnswer::Ended(End::AppDeleted) => of_bearer(OF_A_DELETED_APP),
        NoAnswer::Ended(
            End::Revoked
            | End::Replaced
            | End::PasswordChanged
            | End::AppRemoved
            | End::BlanketReset
            | End::SecretChanged,
        ) => of_bearer(REVOKED),
        NoAnswer::Scope | NoAnswer::Suspended | NoAnswer::Checkpoint => denied(call),
        NoAnswer::TooMany => {
            let body = json!({
                "serviceErrorCode": 101,
                "message": "Resource level throttle limit for calls to this resource is reached.",
                "status": 429,
            });
            (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response()
        }
        NoAnswer::NotFound => envelope(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", NOT_FOUND),
    }
}

fn of_bearer((number, code, message): (u32, &str, &str)) -> Response {
    let body = json!({
        "status": 401,
        "serviceErrorCode": number,
        "code": code,
        "message": message,
    });
    (StatusCode::UNAUTHORIZED, Json(body)).into_response()
}

fn denied(call: &Call) -> Response {
    let mut pieces = call.path.split('/').filter(|piece| !piece.is_empty());
    let version = match pieces.next() {
        Some("rest") => call
            .headers
            .get(super::VERSION_HEADER)
            .and_then(|version| version.to_str().ok())
            .map_or_else(String::new, |version| format!("{version}01")),
        _ => "NO_VERSION".to_owned(),
    };
    let resource = pieces.next().unwrap_or_default();
    let body = json!({
        "status": 403,
        "serviceErrorCode": 100,
        "code": "ACCESS_DENIED",
        "message": format!(
            "Not enough permissions to access: {resource}.{}.{version}",
            call.method
        ),
    });
    (StatusCode::FORBIDDEN, Json(body)).into_response()
}

pub(super) fn envelope(status: StatusCode, code: &str, message: &str) -> Response {
    let body: Value = json!({ "message": message, "code": code, "status": status.as_u16() });
    (status, Json(body)).into_response()
}
