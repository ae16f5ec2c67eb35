//! LinkedIn's ways to say no, and what each means. Numbers decide; a text decides only where
//! LinkedIn gives no number. <https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling>.

use domain::{Cause, Hiccup, Span};
use serde::Deserialize;

use crate::{Answer, Refusal, oauth};

/// How the token endpoint refuses a code that is spent, too old or of another address; it does not
/// tell which, and no official page has the text.
const CODE_REFUSED: &str = "Unable to retrieve access token";
/// How the token endpoint refuses a refresh token that ended; no official page has the text.
const GRANT_REFUSED: &str =
    "The provided authorization grant or refresh token is invalid, expired or revoked.";
/// How a post is refused of an organization that the member may not post for.
const NOT_THE_AUTHOR: &str = "Data Processing Exception while processing fields [/author]";
const DAY: i64 = 24 * 60 * 60;

/// What an answer of the API means that is no success.
pub(super) fn refused(answer: &Answer) -> Refusal {
    let unrecognised = Refusal::unrecognised(answer);
    let Some(problem) = answer.json::<Problem>() else {
        return unrecognised;
    };
    match (answer.status, problem.service_error_code) {
        (400 | 403 | 422, _) if problem.message.contains(NOT_THE_AUTHOR) => {
            Refusal::No(Cause::AccessLost)
        }
        (401, Some(65_600)) => Refusal::No(Cause::Unknown),
        // Said as well after a changed password, and when a newer approval replaced the token.
        (401, Some(65_601)) => Refusal::No(Cause::PermissionRemoved),
        (401, Some(65_602)) => Refusal::No(Cause::Expired),
        (403, Some(100)) => Refusal::No(Cause::PermissionMissing),
        (429, Some(101)) => {
            Refusal::AskLater(Hiccup::RateLimited, Some(until_the_quota_is_full(answer)))
        }
        // A version that ended (426) and a forgotten header are about the app's own words.
        _ => unrecognised,
    }
}

/// What the token endpoint means by refusing a code.
pub(super) fn code_refused(answer: &Answer) -> Refusal {
    let meant = match token_problem(answer) {
        Some((kind, text)) if kind == "invalid_request" && text.starts_with(CODE_REFUSED) => {
            Some(Refusal::StartAnew)
        }
        Some((kind, _)) if kind == "invalid_redirect_uri" || kind == "invalid_client_id" => {
            Some(Refusal::AppRefused)
        }
        Some(_) | None => oauth::refusal(answer),
    };
    meant.unwrap_or_else(|| refused(answer))
}

/// What the token endpoint means by refusing a refresh token.
pub(super) fn grant_refused(answer: &Answer) -> Refusal {
    let ended = match token_problem(answer) {
        Some((kind, text)) => kind == "invalid_request" && text == GRANT_REFUSED,
        None => false,
    };
    match oauth::refusal(answer) {
        Some(Refusal::StartAnew) => Refusal::No(Cause::Unknown),
        Some(refusal) => refusal,
        None if ended => Refusal::No(Cause::Unknown),
        None => Refusal::unrecognised(answer),
    }
}

fn token_problem(answer: &Answer) -> Option<(String, String)> {
    let problem = || answer.json::<TokenProblem>();
    let problem = (400..500).contains(&answer.status).then(problem)??;
    Some((problem.error, problem.error_description))
}

/// Quotas are full again at midnight UTC; no header tells.
fn until_the_quota_is_full(answer: &Answer) -> Span {
    let midnight = || Span::from_secs(DAY - answer.at.as_secs().rem_euclid(DAY));
    answer.retry_after().unwrap_or_else(midnight)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Problem {
    service_error_code: Option<i64>,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct TokenProblem {
    error: String,
    #[serde(default)]
    error_description: String,
}
