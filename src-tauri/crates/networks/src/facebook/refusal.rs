//! The Graph APIs' ways to say no, and what each means. Numbers decide; a text decides only where
//! there is no number. <https://developers.facebook.com/docs/graph-api/guides/error-handling>.

use domain::{Cause, Hiccup};
use serde::Deserialize;

use crate::{Answer, Refusal};

/// What a code, a subcode and a message mean together.
pub(crate) type Table = fn(i64, Option<i64>, &str) -> Option<Refusal>;

/// What an answer that is no success means.
pub(crate) fn refused(answer: &Answer) -> Refusal {
    refused_by(meaning, answer)
}

/// While somebody signs in, a broken app is the app whose id and secret were entered.
pub(crate) fn at_sign_in(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::No(Cause::AppBroken) => Refusal::AppRefused,
        Refusal::No(_)
        | Refusal::AskLater(..)
        | Refusal::StartAnew
        | Refusal::AppRefused
        | Refusal::ScopeRefused
        | Refusal::Here(_) => refusal,
    }
}

/// What an answer in the envelope of the Graph APIs means by a network's table.
pub(crate) fn refused_by(table: Table, answer: &Answer) -> Refusal {
    let Some(Refused { error }) = answer.json() else {
        return Refusal::unrecognised(answer);
    };
    match table(error.code, error.error_subcode, &error.message) {
        Some(Refusal::AskLater(hiccup, _)) => Refusal::AskLater(hiccup, answer.retry_after()),
        // A server that is out of order has no opinion about a token.
        Some(_) if error.is_transient == Some(true) || answer.status >= 500 => {
            Refusal::AskLater(Hiccup::Down, answer.retry_after())
        }
        // Whatever leads elsewhere is not the API's.
        Some(_) if (300..400).contains(&answer.status) => Refusal::unrecognised(answer),
        Some(refusal) => refusal,
        None => Refusal::unrecognised(answer),
    }
}

/// The refusal table.
pub(crate) fn meaning(code: i64, subcode: Option<i64>, message: &str) -> Option<Refusal> {
    let says = |part: &str| message.contains(part);
    let no = |cause| Some(Refusal::No(cause));
    match (code, subcode) {
        (1, _) if says("client secret") => Some(Refusal::AppRefused),
        (1 | 2, _) => Some(Refusal::AskLater(Hiccup::Down, None)),
        (4 | 17 | 32 | 341 | 613 | 80_000..=80_014, _) => {
            Some(Refusal::AskLater(Hiccup::RateLimited, None))
        }
        (190 | 102, Some(458)) => no(Cause::PermissionRemoved),
        (190 | 102, Some(459 | 464 | 490)) => no(Cause::AttentionNeeded),
        // 460 and 467, and the older numbers for a session that Facebook ended.
        (190 | 102, Some(456 | 457 | 460..=462 | 465..=468)) => no(Cause::PasswordChanged),
        (190 | 102, Some(463)) => no(Cause::Expired),
        (190 | 102, Some(492)) => no(Cause::AccessLost),
        (190 | 102, Some(493)) => no(Cause::DataAccessLapsed),
        (190 | 102, _) if says("must be an administrator, editor, or moderator") => {
            no(Cause::AccessLost)
        }
        (190 | 102, _) if says("belongs to a Page that") => no(Cause::AccessLost),
        (190 | 102, _) if says("does not match current stored session") => {
            no(Cause::PasswordChanged)
        }
        (190 | 102, _) if says("must be granted before impersonating") => {
            no(Cause::PermissionMissing)
        }
        (190 | 102, _)
            if says("validating application") || says("Application has been deleted") =>
        {
            no(Cause::AppBroken)
        }
        (190 | 102, _) => no(Cause::Unknown),
        (10 | 200..=299, _) => no(Cause::PermissionMissing),
        (100, Some(33)) => no(Cause::AccessLost),
        (100, Some(36_007 | 36_009)) => Some(Refusal::StartAnew),
        (100, _) if says("authorization code has") => Some(Refusal::StartAnew),
        (100, _) if says("Invalid verification code format") => Some(Refusal::StartAnew),
        (100, _) if says("appsecret_proof") => no(Cause::AppBroken),
        (100, _) if says("redirect_uri is identical") => Some(Refusal::AppRefused),
        (100, _) if says("Missing permissions") => no(Cause::PermissionMissing),
        (101, _) => Some(Refusal::AppRefused),
        // Posting too fast is no state of a connection.
        (368, Some(1_390_008)) => Some(Refusal::AskLater(Hiccup::RateLimited, None)),
        (368, _) => no(Cause::AttentionNeeded),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Refused {
    error: GraphError,
}

#[derive(Deserialize)]
struct GraphError {
    code: i64,
    error_subcode: Option<i64>,
    #[serde(default)]
    message: String,
    is_transient: Option<bool>,
}
