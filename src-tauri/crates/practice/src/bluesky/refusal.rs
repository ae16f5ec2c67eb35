//! Bluesky's ways to say no: OAuth's two lines at the authorization server, `error` and `message`
//! at the PDS, there with a `WWW-Authenticate` header where the token or its proof is at fault.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::dpop::{ALGORITHM, NoProof};
use crate::call::Call;
use crate::provider::{CodeFault, End, NoAnswer, NoCode, NoToken, RefreshFault};
use crate::requests::NonceAsked;

pub(super) const INVALID_REFRESH: &str = "Invalid refresh token";
pub(super) const INVALID_CODE: &str = "Invalid code";
pub(super) const WRONG_KEY: &str = "Invalid DPoP key binding";
const USE_NONCE: &str = "use_dpop_nonce";
const NO_PROOF: &str = "DPoP proof required";
const STALE_NONCE: &str = "DPoP \"nonce\" mismatch";
/// What a whole-account token lets through and a token for identity alone does not.
const PROFILE_SCOPE: &str = "rpc:app.bsky.actor.getProfile?aud=did:web:api.bsky.app%23bsky_appview";

pub(super) fn oauth(status: StatusCode, error: &str, words: &str) -> Response {
    let body = json!({ "error": error, "error_description": words });
    (status, Json(body)).into_response()
}

pub(super) fn bad(error: &str, words: &str) -> Response {
    oauth(StatusCode::BAD_REQUEST, error, words)
}

pub(super) fn no_grant(words: &str) -> Response {
    bad("invalid_grant", words)
}

pub(super) fn xrpc(status: StatusCode, error: &str, message: &str) -> Response {
    let body = json!({ "error": error, "message": message });
    (status, Json(body)).into_response()
}

/// Words with quotation marks do not fit into the header and are left out of it.
fn challenged(mut response: Response, error: &str, words: &str) -> Response {
    let algorithms = match error {
        USE_NONCE => String::new(),
        _ => format!("algs=\"{ALGORITHM}\", "),
    };
    let description = match words.contains('"') {
        true => String::new(),
        false => format!(", error_description=\"{words}\""),
    };
    let value = format!("DPoP {algorithms}error=\"{error}\"{description}");
    if let Ok(value) = HeaderValue::from_str(&value) {
        let headers = response.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, value);
    }
    response
}

/// At the PDS.
fn challenge(error: &str, words: &str) -> Response {
    challenged(xrpc(StatusCode::UNAUTHORIZED, error, words), error, words)
}

pub(super) fn invalid_token(words: &str) -> Response {
    challenge("invalid_token", words)
}

fn nonce_asked(mut response: Response) -> Response {
    response.extensions_mut().insert(NonceAsked);
    response
}

pub(super) fn of_proof_at_server(fault: &NoProof) -> Response {
    let nonce = |words| nonce_asked(bad(USE_NONCE, words));
    match fault {
        NoProof::NonceMissing => nonce("Authorization server requires nonce in DPoP proof"),
        NoProof::NonceStale => nonce(STALE_NONCE),
        NoProof::Missing => unproved(NO_PROOF),
        NoProof::Wrong(words) => unproved(words),
    }
}

fn unproved(words: &str) -> Response {
    let error = "invalid_dpop_proof";
    challenged(oauth(StatusCode::UNAUTHORIZED, error, words), error, words)
}

pub(super) fn wrong_key_at_server() -> Response {
    let error = "invalid_token";
    let response = oauth(StatusCode::UNAUTHORIZED, error, WRONG_KEY);
    challenged(response, error, WRONG_KEY)
}

pub(super) fn of_proof_at_pds(fault: &NoProof) -> Response {
    let nonce = |words| nonce_asked(challenge(USE_NONCE, words));
    match fault {
        NoProof::NonceMissing => nonce("Resource server requires nonce in DPoP proof"),
        NoProof::NonceStale => nonce(STALE_NONCE),
        NoProof::Missing => challenge("invalid_dpop_proof", NO_PROOF),
        NoProof::Wrong(words) => challenge("invalid_dpop_proof", words),
    }
}

/// When an app pushes its request.
pub(super) fn of_request(fault: &NoCode, call: &Call) -> Response {
    let s256 = "atproto requires use of \"S256\" code_challenge_method";
    match fault {
        NoCode::Missing("scope") => bad("invalid_scope", "The \"atproto\" scope is required"),
        NoCode::Missing("code_challenge") => bad("invalid_request", "Use of PKCE is required"),
        NoCode::Missing("code_challenge_method") | NoCode::Challenge => {
            bad("invalid_request", s256)
        }
        NoCode::Missing(name) => bad("invalid_request", &format!("Missing \"{name}\"")),
        NoCode::ResponseType => {
            let asked = call.param("response_type").unwrap_or_default();
            let words = format!("Unsupported response_type \"{asked}\"");
            bad("unsupported_response_type", &words)
        }
        NoCode::Scope(scope) => bad("invalid_scope", &format!("Unknown scope \"{scope}\"")),
        NoCode::Cancelled { .. } => bad("invalid_request", ""),
    }
}

pub(super) fn of_token(fault: &NoToken) -> Response {
    match fault {
        NoToken::Client(_) => {
            let words = "Client authentication failed";
            oauth(StatusCode::UNAUTHORIZED, "invalid_client", words)
        }
        NoToken::Missing(name) => no_grant(&format!("{name} is required")),
        NoToken::GrantType => no_grant("Grant type is not supported by the server"),
        NoToken::Code(CodeFault::Unknown | CodeFault::Used) => no_grant(INVALID_CODE),
        NoToken::Code(CodeFault::Expired) => no_grant("This code has expired"),
        NoToken::Code(CodeFault::Redirect) => no_grant(
            "The redirect_uri parameter must match the one used in the authorization request",
        ),
        NoToken::Code(CodeFault::Verifier) | NoToken::UnwantedVerifier => {
            no_grant("Invalid code_verifier")
        }
        NoToken::Refresh(RefreshFault::Reused) => no_grant("Refresh token replayed"),
        NoToken::Refresh(RefreshFault::Ended(End::Expired)) => no_grant("Session expired"),
        NoToken::Refresh(RefreshFault::Unknown | RefreshFault::Ended(_)) => {
            no_grant(INVALID_REFRESH)
        }
    }
}

pub(super) fn of_call(fault: &NoAnswer, call: &Call) -> Response {
    match fault {
        // Tokens of the older sessions, which are nobody's here.
        NoAnswer::NoToken if call.bearer().is_some() => {
            xrpc(StatusCode::BAD_REQUEST, "InvalidToken", "Malformed token")
        }
        NoAnswer::NoToken => {
            let words = "Authentication Required";
            xrpc(StatusCode::UNAUTHORIZED, "AuthMissing", words)
        }
        NoAnswer::Ended(End::Expired) => invalid_token("\"exp\" claim timestamp check failed"),
        NoAnswer::Unknown | NoAnswer::Ended(_) | NoAnswer::Checkpoint => {
            invalid_token("Invalid token")
        }
        NoAnswer::Suspended => {
            let words = "Account has been taken down";
            xrpc(StatusCode::UNAUTHORIZED, "AccountTakedown", words)
        }
        NoAnswer::Scope => {
            let words = format!("Missing required scope \"{PROFILE_SCOPE}\"");
            xrpc(StatusCode::FORBIDDEN, "ScopeMissingError", &words)
        }
        NoAnswer::TooMany => too_many(),
        NoAnswer::NotFound if call.path.starts_with("/xrpc/") => {
            let words = "Method Not Implemented";
            xrpc(StatusCode::NOT_IMPLEMENTED, "MethodNotImplemented", words)
        }
        NoAnswer::NotFound => xrpc(StatusCode::NOT_FOUND, "NotFound", "Not Found"),
    }
}

pub(super) fn too_many() -> Response {
    let words = "Rate Limit Exceeded";
    xrpc(StatusCode::TOO_MANY_REQUESTS, "RateLimitExceeded", words)
}

pub(super) fn deactivated() -> Response {
    let words = "Account is deactivated";
    xrpc(StatusCode::UNAUTHORIZED, "AccountDeactivated", words)
}
