//! X's ways to say no, and what each means. It never says why a token died: a changed password, a
//! removed app and a refresh token that was spent twice look the same. Types and numbers decide; a
//! text decides where X has none.
//! <https://docs.x.com/x-api/fundamentals/response-codes-and-errors>.

use domain::{Cause, Unavailable};

use super::ABOUT;
use crate::credits::patient;
use crate::envelope::{Envelope, says};
use crate::{Answer, ProviderError, oauth};

/// A refresh token that is spent or was ended; no official page names the text.
const TOKEN_REFUSED: &str = "value passed for the token";

/// What an answer of the API means that is no success.
pub(super) fn refused(answer: &Answer) -> ProviderError {
    let refusal = recognised(answer).unwrap_or_else(|| ProviderError::by_challenge(answer));
    patient(ABOUT.credit_headers, refusal, answer)
}

/// What the API says in the words of its tables.
fn recognised(answer: &Answer) -> Option<ProviderError> {
    let problem = Envelope::of(answer);
    match answer.status {
        // Errors beside data are about a part of it; alone they are the answer.
        200..300 => {
            let problem = problem.filter(|all| !all.has("data"))?;
            let told = problem.list("errors").iter().find_map(of_account);
            told.or_else(|| of_numbers(answer.status, &problem))
        }
        400..500 => match problem {
            Some(problem) => {
                of_problem(answer.status, &problem).or_else(|| of_numbers(answer.status, &problem))
            }
            None => numbers_of_xml(answer).find_map(|number| of_number(answer.status, number)),
        },
        // Whatever it says while it is out of order is no opinion about a token.
        _ => None,
    }
}

/// What the token endpoint means by refusing a code.
pub(super) fn code_refused(answer: &Answer) -> ProviderError {
    // No official page tells its texts apart: the code, its verifier and its address are all worth
    // nothing after it.
    match token_problem(answer) {
        Some((kind, _)) if answer.status == 400 && kind == "invalid_request" => {
            ProviderError::StartAnew
        }
        Some(_) | None => oauth::refusal(answer).unwrap_or_else(|| of_app_or_account(answer)),
    }
}

/// What the token endpoint means by refusing a refresh token.
pub(super) fn grant_refused(answer: &Answer) -> ProviderError {
    match (oauth::refusal(answer), token_problem(answer)) {
        (Some(ProviderError::StartAnew), _) => ProviderError::No(Cause::Unknown),
        (Some(ProviderError::ScopeRefused), _) => ProviderError::No(Cause::PermissionMissing),
        (Some(refusal), _) => refusal,
        (None, Some((kind, text)))
            if answer.status == 400
                && kind == "invalid_request"
                && text.contains(TOKEN_REFUSED) =>
        {
            ProviderError::No(Cause::Unknown)
        }
        (None, _) => of_app_or_account(answer),
    }
}

/// What the API's words mean at the token endpoint, where no access token is judged.
fn of_app_or_account(answer: &Answer) -> ProviderError {
    match refused(answer) {
        ProviderError::No(Cause::Unknown | Cause::PermissionMissing | Cause::AccessLost) => {
            ProviderError::unrecognised(answer)
        }
        refusal @ (ProviderError::No(_)
        | ProviderError::AskLater(..)
        | ProviderError::StartAnew
        | ProviderError::AppRefused
        | ProviderError::ScopeRefused
        | ProviderError::NotOffered
        | ProviderError::IssuerMismatch
        | ProviderError::Here(_)) => refusal,
    }
}

fn token_problem(answer: &Answer) -> Option<(String, String)> {
    let problem = Envelope::of(answer)?;
    Some((
        problem.word("error").to_owned(),
        problem.text("error_description"),
    ))
}

/// The refusals that are told by a type. Its address is at either of X's hosts.
fn of_problem(status: u16, problem: &Envelope) -> Option<ProviderError> {
    let no = |cause| Some(ProviderError::No(cause));
    let kind = problem.word("type").rsplit('/').next().unwrap_or_default();
    let title = problem.text("title");
    // Said of a missing scope, and of posts that are no probe's business.
    let detail = problem.text("detail");
    let is_short = detail == title || says(&detail, &["not permitted to"]);
    let is_plain = matches!(kind, "" | "about:blank");
    match (status, kind) {
        (_, "credits" | "credits-depleted" | "usage-capped" | "spend-cap") => {
            Some(Unavailable::OutOfCredits.into())
        }
        _ if says(
            &title,
            &["usagecapexceeded", "spendcapreached", "creditsdepleted"],
        ) =>
        {
            Some(Unavailable::OutOfCredits.into())
        }
        (401 | 403, "user-suspended") => no(Cause::Suspended),
        (401 | 403, "user-locked" | "user-deactivated") => no(Cause::AttentionNeeded),
        (403, "client-forbidden") => Some(ProviderError::AppRefused),
        (403, "oauth1-permissions" | "not-authorized-for-resource") => no(Cause::PermissionMissing),
        // A token of the app alone, which never speaks for an account.
        (403, "unsupported-authentication") => no(Cause::Unknown),
        (401 | 403 | 404, _) if of_account(problem).is_some() => of_account(problem),
        (401, _) if is_plain && title == "unauthorized" => no(Cause::Unknown),
        (403, _) if is_plain && title == "forbidden" && is_short => no(Cause::PermissionMissing),
        _ => None,
    }
}

/// What is said of the account itself.
fn of_account(problem: &Envelope) -> Option<ProviderError> {
    let detail = problem.text("detail");
    if says(&detail, &["is suspended", "been suspended"]) {
        Some(ProviderError::No(Cause::Suspended))
    } else if says(&detail, &["temporarily locked", "is locked"]) {
        Some(ProviderError::No(Cause::AttentionNeeded))
    } else if says(&detail, &["could not find user"]) {
        Some(ProviderError::No(Cause::AccessLost))
    } else {
        None
    }
}

fn of_numbers(status: u16, problem: &Envelope) -> Option<ProviderError> {
    let errors = problem.list("errors");
    let mut numbers = errors.iter().filter_map(|error| error.number("code"));
    numbers.find_map(|number| of_number(status, number))
}

/// The refusals that are told by a number, as X had them before.
fn of_number(status: u16, number: i64) -> Option<ProviderError> {
    let no = |cause| Some(ProviderError::No(cause));
    match (status, number) {
        (_, 63 | 64) => no(Cause::Suspended),
        // To be verified, kept from giving tokens away, locked.
        (_, 231 | 306 | 326) => no(Cause::AttentionNeeded),
        (_, 50) => no(Cause::AccessLost),
        (401, 32) | (400.., 89) => no(Cause::Unknown),
        (_, 88 | 185) => Some(Unavailable::RateLimited.into()),
        (401, 135) => Some(Unavailable::WrongClock.into()),
        (400.., 220) => no(Cause::PermissionMissing),
        (400.., 37 | 87 | 99 | 261 | 415 | 416 | 453) => Some(ProviderError::AppRefused),
        // 215 is said as well where no token came, 187 of a post, 226 of a way of working.
        _ => None,
    }
}

/// The same numbers, as some endpoints give them: `<errors><error code="32">`.
fn numbers_of_xml(answer: &Answer) -> impl Iterator<Item = i64> {
    let body = String::from_utf8_lossy(&answer.body);
    let whole = body.trim();
    let is_xml = whole.starts_with("<?xml") || whole.starts_with("<errors>");
    let told = whole.split_once("<errors>").filter(|_| is_xml);
    let told = told.and_then(|(_, told)| told.strip_suffix("</errors>"));
    let told = told.unwrap_or_default().to_owned();
    let codes: Vec<i64> = told
        .split("<error code=\"")
        .skip(1)
        .filter_map(|one| one.split('"').next()?.parse().ok())
        .collect();
    codes.into_iter()
}
