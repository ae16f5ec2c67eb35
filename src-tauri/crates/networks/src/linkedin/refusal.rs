//! LinkedIn's ways to say no, and what each means. One number stands for several ends of a token,
//! and older answers have none, so that a text that names the end comes before it.
//! <https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling>.

use domain::{Cause, Span, Unavailable};

use crate::envelope::{Envelope, says};
use crate::{Answer, ProviderError, oauth};

/// How the token endpoint refuses a code that is spent, too old or of another address; it does not
/// tell which, and no official page has the text.
const CODE_REFUSED: [&str; 2] = ["unable to retrieve access token", "authorization code"];
/// How the token endpoint refuses a refresh token that ended; no official page has the text.
const GRANT_REFUSED: [&str; 2] = ["refresh token is invalid", "authorization grant is invalid"];
/// How a post is refused of an organization that the member may not post for.
const NOT_THE_AUTHOR: &str = "processing fields [/author]";
const THROTTLED: [&str; 2] = ["throttle limit", "limit for calls to this resource"];
const DAY: i64 = 24 * 60 * 60;

/// What an answer of the API means that is no success.
pub(super) fn refused(answer: &Answer) -> ProviderError {
    let problem = Envelope::of(answer).filter(|_| (400..500).contains(&answer.status));
    // Its code is a word, and beside it there is no other name for an error.
    let problem = problem.filter(|own| own.number("code").is_none() && !own.has("error"));
    let meant = problem.and_then(|problem| {
        let text = problem.text("message");
        let is_throttled =
            says(&text, &THROTTLED) || problem.number("serviceErrorCode") == Some(101);
        match answer.status {
            _ if is_throttled => {
                let wait = until_the_quota_is_full(answer);
                Some(ProviderError::AskLater(
                    Unavailable::RateLimited,
                    Some(wait),
                ))
            }
            400 | 403 | 422 if text.contains(NOT_THE_AUTHOR) => {
                Some(ProviderError::No(Cause::AccessLost))
            }
            401 => of_token(&problem, &text),
            403 => of_right(&problem, &text),
            // A version that ended (426) and a forgotten header are about the app's own words.
            _ => None,
        }
    });
    meant.unwrap_or_else(|| ProviderError::by_challenge(answer))
}

/// What is said of a token.
fn of_token(problem: &Envelope, text: &str) -> Option<ProviderError> {
    // No token came, or LinkedIn could not look at it: nothing is said of the one that is kept.
    if says(
        text,
        &["empty oauth2", "authentication scheme", "unable to verify"],
    ) {
        return None;
    }
    let by_text = [
        ("restricted", Cause::AttentionNeeded),
        ("suspended", Cause::Suspended),
        ("expired", Cause::Expired),
        ("revoked", Cause::PermissionRemoved),
        ("application is blocked", Cause::AppBroken),
        ("application has been", Cause::AppBroken),
        ("invalid access token", Cause::Unknown),
        ("invalid token", Cause::Unknown),
    ];
    // A text with two of the reasons names none.
    let mut named = by_text.iter().filter(|(part, _)| text.contains(part));
    if let (Some((_, cause)), None) = (named.next(), named.next()) {
        return Some(ProviderError::No(*cause));
    }
    let by_number = match problem.number("serviceErrorCode") {
        Some(65_600) => Some(Cause::Unknown),
        // Said as well after a changed password, and when a newer approval replaced the token.
        Some(65_601) => Some(Cause::PermissionRemoved),
        Some(65_602) => Some(Cause::Expired),
        Some(65_608) => Some(Cause::AttentionNeeded),
        _ => None,
    };
    let by_code = || match problem.word("code") {
        "REVOKED_ACCESS_TOKEN" => Some(Cause::PermissionRemoved),
        "EXPIRED_ACCESS_TOKEN" => Some(Cause::Expired),
        "RESTRICTED_MEMBER" => Some(Cause::AttentionNeeded),
        "INVALID_ACCESS_TOKEN" => Some(Cause::Unknown),
        // Of a gateway, where LinkedIn's own status does not stand beside it.
        "UNAUTHORIZED" if problem.number("status") == Some(401) => Some(Cause::Unknown),
        _ => None,
    };
    by_number.or_else(by_code).map(ProviderError::No)
}

/// What is said of what a token may do.
fn of_right(problem: &Envelope, text: &str) -> Option<ProviderError> {
    let is_denied = problem.number("serviceErrorCode") == Some(100)
        || problem.word("code") == "ACCESS_DENIED"
        || says(text, &["not enough permissions"]);
    if says(
        text,
        &[
            "have permission to the admin",
            "access to organization denied",
        ],
    ) {
        Some(ProviderError::No(Cause::AccessLost))
    } else if problem.word("code") == "RESTRICTED_MEMBER" || says(text, &["member is restricted"]) {
        Some(ProviderError::No(Cause::AttentionNeeded))
    } else {
        is_denied.then_some(ProviderError::No(Cause::PermissionMissing))
    }
}

/// What the token endpoint means by refusing a code.
pub(super) fn code_refused(answer: &Answer) -> ProviderError {
    let meant = token_problem(answer).and_then(|(kind, text)| match kind.as_str() {
        "invalid_request" | "invalid_redirect_uri" if says(&text, &CODE_REFUSED) => {
            Some(ProviderError::StartAnew)
        }
        "invalid_redirect_uri" => Some(ProviderError::AppRefused),
        "unauthorized_scope_error" => Some(ProviderError::ScopeRefused),
        kind => of_app(kind).or_else(|| oauth::refusal(answer)),
    });
    meant.unwrap_or_else(|| refused(answer))
}

/// What the token endpoint means by refusing a refresh token.
pub(super) fn grant_refused(answer: &Answer) -> ProviderError {
    let meant = token_problem(answer).and_then(|(kind, text)| match kind.as_str() {
        "invalid_grant" | "invalid_request" if says(&text, &["restricted"]) => {
            Some(ProviderError::No(Cause::AttentionNeeded))
        }
        "invalid_grant" => Some(ProviderError::No(Cause::Unknown)),
        "invalid_request" if says(&text, &GRANT_REFUSED) => Some(ProviderError::No(Cause::Unknown)),
        "invalid_scope" => Some(ProviderError::No(Cause::PermissionMissing)),
        kind => of_app(kind),
    });
    meant.unwrap_or_else(|| ProviderError::unrecognised(answer))
}

/// Errors of the app itself. LinkedIn's documents have a name of their own for the first.
fn of_app(kind: &str) -> Option<ProviderError> {
    ["invalid_client_id", "invalid_client", "unauthorized_client"]
        .contains(&kind)
        .then_some(ProviderError::AppRefused)
}

fn token_problem(answer: &Answer) -> Option<(String, String)> {
    let problem = Envelope::of(answer).filter(|_| (400..500).contains(&answer.status))?;
    Some((
        problem.word("error").to_owned(),
        problem.text("error_description"),
    ))
}

/// Quotas are full again at midnight UTC; no header tells.
fn until_the_quota_is_full(answer: &Answer) -> Span {
    let midnight = || Span::from_secs(DAY - answer.at.as_secs().rem_euclid(DAY));
    answer.retry_after().unwrap_or_else(midnight)
}
