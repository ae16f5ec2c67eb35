//! X's ways to say no, and what each means. It never says why a token died: a changed password, a
//! removed app and a refresh token that was spent twice look the same.
//! <https://docs.x.com/x-api/fundamentals/response-codes-and-errors>.

use domain::{Cause, Hiccup, Span, Timestamp};
use serde::Deserialize;

use crate::{Answer, Refusal, oauth};

/// A refresh token that is spent or was ended; no official page names the text.
const TOKEN_REFUSED: &str = "Value passed for the token was invalid.";
/// Said of a missing scope, and of posts that are no look's business.
const NOT_PERMITTED: &str = "You are not permitted to perform this action.";
/// The farthest reset that is believed.
const FARTHEST: Span = Span::from_days(40);

/// What an answer of the API means that is no success.
pub(super) fn refused(answer: &Answer) -> Refusal {
    let meant = match answer.status {
        400..500 => of_problem(answer).or_else(|| of_number(answer)),
        // Whatever it says beside data, or while it is out of order, is no opinion about a token.
        _ => None,
    };
    match meant.unwrap_or_else(|| Refusal::unrecognised(answer)) {
        Refusal::AskLater(hiccup, wait) => {
            Refusal::AskLater(hiccup, wait.or_else(|| reset(answer)))
        }
        refusal @ (Refusal::No(_)
        | Refusal::StartAnew
        | Refusal::AppRefused
        | Refusal::ScopeRefused
        | Refusal::Here(_)) => refusal,
    }
}

/// What the token endpoint means by refusing a code.
pub(super) fn code_refused(answer: &Answer) -> Refusal {
    // No official page tells its texts apart: the code, its verifier and its address are all worth
    // nothing after it.
    match is_invalid_request(answer) {
        true => Refusal::StartAnew,
        false => oauth::refusal(answer).unwrap_or_else(|| refused(answer)),
    }
}

/// What the token endpoint means by refusing a refresh token.
pub(super) fn grant_refused(answer: &Answer) -> Refusal {
    match oauth::refusal(answer) {
        Some(Refusal::StartAnew) => Refusal::No(Cause::Unknown),
        Some(refusal) => refusal,
        None if says(answer, TOKEN_REFUSED) => Refusal::No(Cause::Unknown),
        None => Refusal::unrecognised(answer),
    }
}

fn is_invalid_request(answer: &Answer) -> bool {
    let problem = answer.json::<TokenProblem>();
    answer.status == 400 && problem.is_some_and(|no| no.error == "invalid_request")
}

fn says(answer: &Answer, text: &str) -> bool {
    answer.status == 400
        && answer
            .json::<TokenProblem>()
            .is_some_and(|no| no.error == "invalid_request" && no.error_description == text)
}

/// The refusals that are told by a type. Its address is at either of X's hosts.
fn of_problem(answer: &Answer) -> Option<Refusal> {
    let problem: Problem = answer.json()?;
    let kind = problem.kind.rsplit('/').next().unwrap_or_default();
    let text = problem.detail.as_deref();
    match (answer.status, kind) {
        (401, "about:blank") if problem.title == "Unauthorized" => {
            Some(Refusal::No(Cause::Unknown))
        }
        (403, "about:blank") if text == Some(NOT_PERMITTED) => {
            Some(Refusal::No(Cause::PermissionMissing))
        }
        (403, "oauth1-permissions") => Some(Refusal::No(Cause::PermissionMissing)),
        (403, "client-forbidden") if problem.reason.as_deref() == Some("client-not-enrolled") => {
            Some(Refusal::AppRefused)
        }
        (_, "credits" | "usage-capped") => Some(Hiccup::OutOfCredits.into()),
        _ => None,
    }
}

/// The refusals that are told by a number, as X had them before.
fn of_number(answer: &Answer) -> Option<Refusal> {
    let Numbered { errors } = answer.json()?;
    errors.iter().find_map(|error| match error.code {
        64 | 326 => Some(Refusal::No(Cause::AttentionNeeded)),
        89 => Some(Refusal::No(Cause::Unknown)),
        88 | 185 => Some(Hiccup::RateLimited.into()),
        220 => Some(Refusal::No(Cause::PermissionMissing)),
        99 | 261 | 415 => Some(Refusal::AppRefused),
        // 32 is said in outages too, 135 and 215 of a request that was worded badly, 187 of a post.
        _ => None,
    })
}

/// How long until a limit is full again: X has no `Retry-After`.
fn reset(answer: &Answer) -> Option<Span> {
    let at = answer.header("x-rate-limit-reset")?.trim().parse().ok()?;
    let wait = Timestamp::from_secs(at).since(answer.at);
    (answer.status == 429 && wait > Span::default() && wait <= FARTHEST).then_some(wait)
}

#[derive(Deserialize)]
struct Problem {
    title: String,
    #[serde(rename = "type")]
    kind: String,
    detail: Option<String>,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Numbered {
    errors: Vec<Number>,
}

#[derive(Deserialize)]
struct Number {
    code: i64,
}

#[derive(Deserialize)]
struct TokenProblem {
    error: String,
    error_description: String,
}
