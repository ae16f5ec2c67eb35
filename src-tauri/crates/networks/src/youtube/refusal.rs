//! Google's ways to say no, and what each means. Codes decide; Google changes the text of a dead
//! refresh token after half a day. <https://developers.google.com/youtube/v3/docs/errors>,
//! <https://developers.google.com/identity/protocols/oauth2#expiration>.

use domain::{Cause, Hiccup};
use serde::Deserialize;

use crate::{Answer, Refusal, oauth};

/// Reads the token endpoint's answer; `ended` says what the end of a code, or of a grant, means.
pub(super) fn read_tokens(
    answer: &Answer,
    ended: fn(Cause) -> Refusal,
) -> Result<oauth::Tokens, Refusal> {
    match of_token_endpoint(answer, ended) {
        Some(refusal) => Err(refusal),
        None => oauth::read_tokens(answer),
    }
}

/// The refusal table of the token endpoint.
fn of_token_endpoint(answer: &Answer, ended: fn(Cause) -> Refusal) -> Option<Refusal> {
    if !(400..500).contains(&answer.status) {
        return None;
    }
    let no: TokenRefused = answer.json()?;
    let subtype = no.error_subtype.as_deref();
    let text = no.error_description.as_deref();
    match (no.error.as_str(), subtype) {
        // The administrator forbade the app: a new sign-in is refused as well.
        ("admin_policy_enforced", _) | ("invalid_grant", Some("admin_policy_enforced")) => {
            Some(Refusal::No(Cause::AttentionNeeded))
        }
        // The organisation lets a sign-in live for so many hours only.
        ("invalid_grant", Some("invalid_rapt")) => Some(ended(Cause::Expired)),
        ("invalid_grant", _) => Some(ended(Cause::Unknown)),
        (
            "invalid_client"
            | "deleted_client"
            | "unauthorized_client"
            | "redirect_uri_mismatch"
            | "org_internal",
            _,
        ) => Some(Refusal::AppRefused),
        ("invalid_request", _) if text == Some("client_secret is missing.") => {
            Some(Refusal::AppRefused)
        }
        _ => None,
    }
}

/// Whether the revocation endpoint says that there is nothing left to end.
pub(super) fn is_over(answer: &Answer) -> bool {
    let told = answer.json::<TokenRefused>();
    answer.status == 400 && told.is_some_and(|no| no.error == "invalid_token")
}

/// Whether the inspection of a token plainly says that it is none.
pub(super) fn is_unknown_token(answer: &Answer) -> bool {
    // The text is taken from clients' reports; another one leaves the decision to the next call.
    const TEXT: &str = "Invalid Value";
    let told = || answer.json::<TokenRefused>();
    answer.status == 400
        && told().is_some_and(|no| {
            no.error == "invalid_token" && no.error_description.as_deref() == Some(TEXT)
        })
}

/// What an answer of the API that is no success means.
pub(super) fn refused(answer: &Answer) -> Refusal {
    let reasons = reasons(answer);
    let known = reasons.iter();
    known
        .filter_map(|reason| meaning(answer, reason))
        .next()
        .unwrap_or_else(|| Refusal::unrecognised(answer))
}

/// Whether the API says that the account never had a channel.
pub(super) fn says_no_channel(answer: &Answer) -> bool {
    let signup = |reason: &String| reason == "youtubeSignupRequired";
    matches!(answer.status, 401 | 403) && reasons(answer).iter().any(signup)
}

/// The refusal table of the API.
fn meaning(answer: &Answer, reason: &str) -> Option<Refusal> {
    let no = |cause| Some(Refusal::No(cause));
    match (answer.status, reason) {
        (401, "authError") => no(Cause::Unknown),
        (403, "insufficientPermissions" | "ACCESS_TOKEN_SCOPE_INSUFFICIENT") => {
            no(Cause::PermissionMissing)
        }
        (401 | 403, "authenticatedUserAccountClosed" | "authenticatedUserAccountSuspended") => {
            no(Cause::AttentionNeeded)
        }
        (
            401 | 403,
            "accountDelegationForbidden" | "authenticatedUserNotChannel" | "channelForbidden",
        ) => no(Cause::AccessLost),
        (403, "accessNotConfigured" | "SERVICE_DISABLED") => Some(Refusal::AppRefused),
        // The quota belongs to the project: no state of a connection.
        (400 | 403 | 429, "quotaExceeded" | "rateLimitExceeded" | "uploadLimitExceeded") => {
            Some(Refusal::AskLater(Hiccup::RateLimited, answer.retry_after()))
        }
        _ => None,
    }
}

fn reasons(answer: &Answer) -> Vec<String> {
    let Some(Refused { error }) = answer.json() else {
        return vec![];
    };
    let told = error.errors.into_iter().chain(error.details);
    told.filter_map(|item| item.reason).collect()
}

#[derive(Deserialize)]
struct TokenRefused {
    error: String,
    error_subtype: Option<String>,
    error_description: Option<String>,
}

#[derive(Deserialize)]
struct Refused {
    error: ApiError,
}

#[derive(Deserialize)]
struct ApiError {
    #[serde(default)]
    errors: Vec<Item>,
    #[serde(default)]
    details: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    reason: Option<String>,
}
