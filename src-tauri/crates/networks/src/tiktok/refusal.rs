//! TikTok's ways to say no, and what each means. The words decide, not the status: some errors
//! come with 200. <https://developers.tiktok.com/doc/oauth-error-handling>,
//! <https://developers.tiktok.com/doc/tiktok-api-v2-error-handling>.

use domain::{Cause, Hiccup};
use serde::Deserialize;

use crate::{Answer, Refusal, oauth};

/// What the end of a refresh token means: TikTok tells the reason to web servers only.
pub(super) const ENDED: Refusal = Refusal::No(Cause::Unknown);

/// Reads the token endpoint's answer; `ended` is what the end of a code, or of a grant, means.
pub(super) fn read_tokens(answer: &Answer, ended: Refusal) -> Result<oauth::Tokens, Refusal> {
    match of_oauth(answer, ended) {
        Some(refusal) => Err(refusal),
        None => oauth::read_tokens(answer),
    }
}

/// Whether a token was taken back. A body may be missing; a page that speaks of something else was
/// not written by TikTok.
pub(super) fn taken_back(answer: &Answer) -> Result<(), Refusal> {
    if let Some(refusal) = of_oauth(answer, ENDED).or_else(|| of_api(answer)) {
        return Err(refusal);
    }
    let silent = answer.body.trim_ascii().is_empty();
    let says_nothing_wrong = || {
        let said = answer.json::<Said>();
        said.is_some_and(|said| said.error.is_none_or(|error| error.code == "ok"))
    };
    match answer.ok() && (silent || says_nothing_wrong()) {
        true => Ok(()),
        false => Err(Refusal::unrecognised(answer)),
    }
}

/// What an answer of the API that is no success means.
pub(super) fn refused(answer: &Answer) -> Refusal {
    of_api(answer).unwrap_or_else(|| Refusal::unrecognised(answer))
}

/// The refusal table of the OAuth endpoints.
fn of_oauth(answer: &Answer, ended: Refusal) -> Option<Refusal> {
    if !is_opinion(answer) {
        return None;
    }
    let no: OAuthRefused = answer.json()?;
    match (no.error.as_str(), no.error_description.as_str()) {
        ("invalid_grant", _) => Some(ended),
        ("invalid_client" | "unauthorized_client" | "invalid_scope", _)
        | ("invalid_request", "Redirect_uri is not matched with the uri when requesting code.") => {
            Some(Refusal::AppRefused)
        }
        ("invalid_request", "Code verifier or code challenge is invalid.") => {
            Some(Refusal::StartAnew)
        }
        ("server_error" | "temporarily_unavailable", _) => {
            Some(Refusal::AskLater(Hiccup::Down, answer.retry_after()))
        }
        _ => None,
    }
}

/// The refusal table of the API.
fn of_api(answer: &Answer) -> Option<Refusal> {
    if !is_opinion(answer) {
        return None;
    }
    let no = |cause| Some(Refusal::No(cause));
    let later = |hiccup| Some(Refusal::AskLater(hiccup, answer.retry_after()));
    match answer.json::<Said>()?.error?.code.as_str() {
        // The same for ended and revoked.
        "access_token_invalid" => no(Cause::Unknown),
        "scope_not_authorized" | "scope_permission_missed" => no(Cause::PermissionMissing),
        "spam_risk_user_banned_from_posting" => no(Cause::AttentionNeeded),
        "rate_limit_exceeded"
        | "spam_risk_too_many_posts"
        | "spam_risk_too_many_pending_share"
        | "reached_active_user_cap" => later(Hiccup::RateLimited),
        "internal_error" => later(Hiccup::Down),
        _ => None,
    }
}

/// A server that is out of order has no opinion about a token, and a redirect is none of TikTok's.
fn is_opinion(answer: &Answer) -> bool {
    matches!(answer.status, 200..=299 | 400..=499)
}

#[derive(Deserialize)]
struct OAuthRefused {
    error: String,
    #[serde(default)]
    error_description: String,
}

#[derive(Deserialize)]
struct Said {
    error: Option<ApiError>,
}

#[derive(Deserialize)]
struct ApiError {
    code: String,
}
