//! X's ways to say no: OAuth's two lines at the token endpoint, problem bodies at the API.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::TITLE;
use super::rules::RULES;
use crate::provider::{ClientFault, CodeFault, NoAnswer, NoToken, dead_end};

/// Only the developer's own id is in the body of a 402.
const DEVELOPER: u64 = 1_243_608_864_848_629_761;

pub(super) fn of_token(fault: &NoToken) -> Response {
    let invalid = |words: &str| oauth(StatusCode::BAD_REQUEST, "invalid_request", words);
    match fault {
        NoToken::Client(ClientFault::Absent) => {
            let words = "Missing valid authorization header";
            oauth(StatusCode::UNAUTHORIZED, "unauthorized_client", words)
        }
        NoToken::Client(ClientFault::Unknown | ClientFault::Secret | ClientFault::AppDeleted) => {
            oauth(StatusCode::UNAUTHORIZED, "invalid_client", "")
        }
        NoToken::Missing(name) => invalid(&format!("Missing required parameter [{name}].")),
        NoToken::GrantType => oauth(StatusCode::BAD_REQUEST, "unsupported_grant_type", ""),
        NoToken::Code(CodeFault::Verifier) | NoToken::UnwantedVerifier => {
            invalid("Value passed for the code verifier did not match the code challenge.")
        }
        NoToken::Code(CodeFault::Redirect) => invalid(
            "Value passed for the redirect uri did not match the uri of the authorization code.",
        ),
        NoToken::Code(CodeFault::Unknown | CodeFault::Used | CodeFault::Expired) => {
            invalid("Value passed for the authorization code was invalid.")
        }
        NoToken::Refresh(_) => invalid("Value passed for the token was invalid."),
    }
}

pub(super) fn of_call(fault: &NoAnswer) -> Response {
    match fault {
        NoAnswer::NoToken | NoAnswer::Unknown | NoAnswer::Ended(_) => {
            problem(StatusCode::UNAUTHORIZED, "Unauthorized", "Unauthorized")
        }
        NoAnswer::Suspended => {
            let words = "Your account is suspended and is not permitted to access this feature.";
            let body = json!({ "errors": [{ "code": 64, "message": words }] });
            (StatusCode::FORBIDDEN, Json(body)).into_response()
        }
        NoAnswer::Checkpoint => (StatusCode::FORBIDDEN, Json(locked_account())).into_response(),
        NoAnswer::Scope => {
            let words = "You are not permitted to perform this action.";
            problem(StatusCode::FORBIDDEN, "Forbidden", words)
        }
        NoAnswer::TooMany => too_many(),
        NoAnswer::NotFound => problem(StatusCode::NOT_FOUND, "Not Found", "Not Found"),
    }
}

pub(super) fn went_wrong() -> Response {
    dead_end(
        TITLE,
        StatusCode::BAD_REQUEST,
        "Something went wrong",
        "You weren't able to give access to the App. Go back and try logging in again.",
    )
}

fn oauth(status: StatusCode, error: &str, description: &str) -> Response {
    let body = match description {
        "" => json!({ "error": error }),
        words => json!({ "error": error, "error_description": words }),
    };
    (status, Json(body)).into_response()
}

pub(super) fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let body = json!({
        "title": title,
        "type": "about:blank",
        "status": status.as_u16(),
        "detail": detail,
    });
    (status, Json(body)).into_response()
}

pub(super) fn too_many() -> Response {
    let words = "Too Many Requests";
    problem(StatusCode::TOO_MANY_REQUESTS, words, words)
}

fn locked_account() -> Value {
    json!({ "errors": [{
        "code": 326,
        "message": "To protect our users from spam and other malicious activity, this account is \
                    temporarily locked. Please log in to https://twitter.com to unlock your account.",
        "bounce_location": "https://twitter.com/account/access",
    }] })
}

pub(super) fn no_credits() -> Value {
    json!({
        "account_id": DEVELOPER,
        "title": "CreditsDepleted",
        "detail": format!(
            "Your enrolled account [{DEVELOPER}] does not have any credits to fulfill this request."
        ),
        "type": "https://api.twitter.com/2/problems/credits",
    })
}

pub(super) fn not_enrolled() -> Value {
    json!({
        "client_id": RULES.client_id,
        "title": "Client Forbidden",
        "detail": "This app is not enrolled in a level of access that opens this endpoint.",
        "reason": "client-not-enrolled",
        "required_enrollment": "Appropriate Level of API Access",
        "registration_url": "https://developer.x.com/en/portal/products",
        "type": "https://api.x.com/2/problems/client-forbidden",
    })
}
