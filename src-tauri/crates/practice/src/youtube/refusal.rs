//! Google's ways to say no: pages at the sign-in, OAuth's two lines at the token endpoint, and the
//! API's envelope of code, message, errors and status.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::TITLE;
use crate::provider::{ClientFault, CodeFault, NoAnswer, NoToken, RefreshFault, dead_end};

const BAD: StatusCode = StatusCode::BAD_REQUEST;
const CHALLENGE: &str = "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"";
const SEE: &str = "Expected OAuth 2 access token, login cookie or other valid authentication \
                   credential. See \
                   https://developers.google.com/identity/sign-in/web/devconsole-project.";

/// A page of the sign-in; Google never leads back with these.
pub(super) fn blocked(status: StatusCode, error: &str, words: &str) -> Response {
    let words = format!("{words} Error {}: {error}", status.as_u16());
    dead_end(TITLE, status, "Access blocked: authorization error", &words)
}

/// [I] The sheet has the texts for a missing secret and a dead refresh token only.
pub(super) fn of_token(fault: &NoToken) -> Response {
    let denied = StatusCode::UNAUTHORIZED;
    match fault {
        NoToken::Client(ClientFault::Absent) => {
            oauth(BAD, "invalid_request", "client_secret is missing.")
        }
        NoToken::Client(ClientFault::Unknown) => {
            oauth(denied, "invalid_client", "The OAuth client was not found.")
        }
        NoToken::Client(ClientFault::Secret) => oauth(denied, "invalid_client", "Unauthorized"),
        NoToken::Client(ClientFault::AppDeleted) => {
            oauth(denied, "deleted_client", "The OAuth client was deleted.")
        }
        NoToken::Missing("code_verifier") => oauth(BAD, "invalid_grant", "Missing code verifier."),
        NoToken::Missing(name) => {
            let words = format!("Missing required parameter: {name}");
            oauth(BAD, "invalid_request", &words)
        }
        NoToken::GrantType => oauth(BAD, "unsupported_grant_type", "Invalid grant_type"),
        NoToken::UnwantedVerifier => oauth(BAD, "invalid_request", "Bad Request"),
        NoToken::Code(CodeFault::Verifier) => oauth(BAD, "invalid_grant", "Invalid code verifier."),
        NoToken::Code(CodeFault::Redirect) => oauth(BAD, "redirect_uri_mismatch", "Bad Request"),
        NoToken::Code(CodeFault::Unknown) => oauth(BAD, "invalid_grant", "Malformed auth code."),
        NoToken::Code(CodeFault::Used | CodeFault::Expired)
        | NoToken::Refresh(RefreshFault::Unknown) => forgotten(),
        NoToken::Refresh(RefreshFault::Ended(_) | RefreshFault::Reused) => {
            oauth(BAD, "invalid_grant", "Token has been expired or revoked.")
        }
    }
}

/// Also what a refresh token gets that ended some time ago.
pub(super) fn forgotten() -> Response {
    oauth(BAD, "invalid_grant", "Bad Request")
}

pub(super) fn sign_in_again() -> Response {
    let body = json!({
        "error": "invalid_grant",
        "error_description": "reauth related error (invalid_rapt)",
        "error_uri": "https://support.google.com/a/answer/9368756",
        "error_subtype": "invalid_rapt",
    });
    (BAD, Json(body)).into_response()
}

/// [I] The code is documented, status and text are not.
pub(super) fn forbidden_by_employer() -> Response {
    let words = "Access to your account data is restricted by policies within your organization.";
    oauth(BAD, "admin_policy_enforced", words)
}

pub(super) fn oauth(status: StatusCode, error: &str, description: &str) -> Response {
    let body = json!({ "error": error, "error_description": description });
    (status, Json(body)).into_response()
}

pub(super) fn of_call(fault: &NoAnswer) -> Response {
    match fault {
        NoAnswer::NoToken => {
            let message = format!("Request is missing required authentication credential. {SEE}");
            let mut body = authentication(&message, "Login Required.", "required");
            body["error"]["details"] = info("CREDENTIALS_MISSING");
            (StatusCode::UNAUTHORIZED, Json(body)).into_response()
        }
        NoAnswer::Unknown | NoAnswer::Ended(_) | NoAnswer::Checkpoint => {
            let message = format!("Request had invalid authentication credentials. {SEE}");
            let body = authentication(&message, "Invalid Credentials", "authError");
            let headers = [(header::WWW_AUTHENTICATE, CHALLENGE)];
            (StatusCode::UNAUTHORIZED, headers, Json(body)).into_response()
        }
        NoAnswer::Suspended => forbidden(
            "The YouTube account of the authenticated user is suspended.",
            "youtube.common",
            "authenticatedUserAccountSuspended",
        ),
        NoAnswer::Scope => {
            let body = json!({ "error": {
                "code": 403,
                "message": "Request had insufficient authentication scopes.",
                "errors": [{
                    "message": "Insufficient Permission",
                    "domain": "global",
                    "reason": "insufficientPermissions",
                }],
                "status": "PERMISSION_DENIED",
                "details": info("ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
            } });
            (StatusCode::FORBIDDEN, Json(body)).into_response()
        }
        NoAnswer::TooMany => forbidden(
            "The request cannot be completed because you have exceeded your <a \
             href=\"/youtube/v3/getting-started#quota\">quota</a>.",
            "youtube.quota",
            "quotaExceeded",
        ),
        NoAnswer::NotFound => {
            let body = json!({ "error": {
                "code": 404,
                "message": "Method not found.",
                "status": "NOT_FOUND",
            } });
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
    }
}

fn authentication(message: &str, short: &str, reason: &str) -> Value {
    json!({ "error": {
        "code": 401,
        "message": message,
        "errors": [{
            "message": short,
            "domain": "global",
            "reason": reason,
            "location": "Authorization",
            "locationType": "header",
        }],
        "status": "UNAUTHENTICATED",
    } })
}

fn info(reason: &str) -> Value {
    json!([{
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {
            "service": "youtube.googleapis.com",
            "method": "youtube.api.v3.V3DataChannelService.List",
        },
    }])
}

/// [I] The reasons are documented, domains and texts partly not.
pub(super) fn forbidden(message: &str, domain: &str, reason: &str) -> Response {
    api(StatusCode::FORBIDDEN, message, domain, reason)
}

pub(super) fn api(status: StatusCode, message: &str, domain: &str, reason: &str) -> Response {
    let body = json!({ "error": {
        "code": status.as_u16(),
        "message": message,
        "errors": [{ "message": message, "domain": domain, "reason": reason }],
    } });
    (status, Json(body)).into_response()
}
