//! The Graph APIs' ways to say no, and what each means. A number that has one meaning decides; of
//! one that has many, the text decides, and the number where no text is known.
//! <https://developers.facebook.com/docs/graph-api/guides/error-handling>.

use domain::{Cause, Unavailable};

use super::envelope::Said;
use super::texts::{by_text, is_of_app};
use super::usage::USAGE;
use crate::credits::patient;
use crate::envelope::says;
use crate::{Answer, ProviderError};

/// What a code, a subcode and a message mean together; code 0 stands for none.
pub(crate) type Table = fn(i64, Option<i64>, &str) -> Option<ProviderError>;

/// What an answer that is no success means.
pub(crate) fn refused(answer: &Answer) -> ProviderError {
    refused_by(meaning, answer)
}

/// While somebody signs in, a broken app is the app whose id and secret were entered.
pub(crate) fn at_sign_in(refusal: ProviderError) -> ProviderError {
    match refusal {
        ProviderError::No(Cause::AppBroken) => ProviderError::AppRefused,
        ProviderError::No(_)
        | ProviderError::AskLater(..)
        | ProviderError::StartAnew
        | ProviderError::AppRefused
        | ProviderError::ScopeRefused
        | ProviderError::NotOffered
        | ProviderError::IssuerMismatch
        | ProviderError::Here(_) => refusal,
    }
}

/// While a code is exchanged no token and no account is judged yet: a no about one is none.
pub(crate) fn at_exchange(refusal: ProviderError) -> ProviderError {
    match at_sign_in(refusal) {
        ProviderError::No(Cause::Unknown | Cause::AccessLost) => Unavailable::Unrecognised.into(),
        other @ (ProviderError::No(_)
        | ProviderError::AskLater(..)
        | ProviderError::StartAnew
        | ProviderError::AppRefused
        | ProviderError::ScopeRefused
        | ProviderError::NotOffered
        | ProviderError::IssuerMismatch
        | ProviderError::Here(_)) => other,
    }
}

/// What an answer in one of the family's envelopes means by a network's table.
pub(crate) fn refused_by(table: Table, answer: &Answer) -> ProviderError {
    let meant = Said::read(answer).and_then(|said| {
        let meant = said.by_kind();
        let meant = meant.or_else(|| table(said.code, said.subcode, &said.text));
        // What passes by its own word has no opinion about a token.
        match (meant, said.is_transient) {
            (Some(ProviderError::AskLater(..)) | None, false) => meant,
            (Some(ProviderError::AskLater(Unavailable::RateLimited, _)), true) => meant,
            (_, true) => Some(Unavailable::Down.into()),
            (Some(refusal), false) => Some(refusal),
        }
    });
    let refusal = match (answer.status, meant) {
        // Whatever leads elsewhere is not the API's.
        (300..400, _) | (_, None) => ProviderError::unrecognised(answer),
        (_, Some(ProviderError::AskLater(hiccup, _))) => {
            ProviderError::AskLater(hiccup, answer.retry_after())
        }
        // A server that is out of order has no opinion about a token.
        (500.., Some(_)) => ProviderError::AskLater(Unavailable::Down, answer.retry_after()),
        (_, Some(refusal)) => refusal,
    };
    patient(USAGE, refusal, answer)
}

/// The refusal table.
pub(crate) fn meaning(code: i64, subcode: Option<i64>, message: &str) -> Option<ProviderError> {
    let text = message.to_lowercase();
    by_number(code, subcode)
        .or_else(|| by_text(code, &text))
        .or_else(|| by_range(code, subcode, &text))
}

/// Numbers with one meaning.
fn by_number(code: i64, subcode: Option<i64>) -> Option<ProviderError> {
    let no = |cause| Some(ProviderError::No(cause));
    // Old answers have the number of the session's end in place of the code.
    let session = match (code, subcode) {
        (190 | 102, subcode) => subcode,
        (450..=499, None | Some(0)) => Some(code),
        _ => None,
    };
    match session {
        Some(458) => return no(Cause::PermissionRemoved),
        Some(459 | 464 | 483 | 490) => return no(Cause::AttentionNeeded),
        // 460, and the older numbers for a session that Facebook ended.
        Some(456 | 457 | 460..=462 | 465 | 468) => return no(Cause::PasswordChanged),
        Some(463) => return no(Cause::Expired),
        Some(492) => return no(Cause::AccessLost),
        Some(493) => return no(Cause::DataAccessLapsed),
        // Of many meanings: 452, 466 and 467.
        Some(_) | None => {}
    }
    match (code, subcode) {
        (4 | 17 | 18 | 32 | 341 | 613 | 80_000..=80_014, _)
        // Posting too fast, or too alike, is no state of a connection.
        | (368, Some(1_390_008))
        | (_, Some(2_207_051)) => Some(Unavailable::RateLimited.into()),
        (2, _) => Some(Unavailable::Down.into()),
        // Merged into another page; no such account; no such name.
        (21 | 110 | 803, _) => no(Cause::AccessLost),
        // No such app, or one with another address.
        (101 | 191 | 1_349_048 | 1_349_168, _) => Some(ProviderError::AppRefused),
        (100, Some(33)) => no(Cause::AccessLost),
        (100, Some(36_007..=36_009)) => Some(ProviderError::StartAnew),
        (415, _) | (_, Some(1_404_120)) => no(Cause::AttentionNeeded),
        // The sign-in pages' own: nobody accepted the invitation to try the app; no such app.
        (1_349_245, _) => no(Cause::AttentionNeeded),
        (1_349_026 | 4_476_002, _) => Some(ProviderError::AppRefused),
        _ => None,
    }
}

/// What a number leaves where its text is not known.
fn by_range(code: i64, subcode: Option<i64>, text: &str) -> Option<ProviderError> {
    let no = |cause| Some(ProviderError::No(cause));
    match code {
        1 if is_of_app(text) || says(text, &["client secret", "_application,"]) => {
            Some(ProviderError::AppRefused)
        }
        1 => Some(Unavailable::Down.into()),
        190 | 102 | 450..=499 => no(Cause::Unknown),
        // About what was asked for, not about who asks.
        10 if says(text, &["not enough viewers"]) => None,
        210 => no(Cause::AccessLost),
        10 | 200..=299 => no(Cause::PermissionMissing),
        100 if subcode == Some(10) => no(Cause::PermissionMissing),
        // Without a number of its own it is the brake on those who do too much.
        368 if subcode.is_none() && says(text, &["abusive", "temporarily", "try again"]) => {
            Some(Unavailable::RateLimited.into())
        }
        368 => no(Cause::AttentionNeeded),
        _ => None,
    }
}
