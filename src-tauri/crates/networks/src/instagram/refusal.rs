//! Instagram's ways to say no, which Threads has too: those of the Graph API, and some of its own.

use domain::{Cause, Unavailable};

use crate::registry::facebook;
use crate::{Answer, ProviderError};

/// Part of a message without a number of its own: the account was made a personal one.
const NOT_PROFESSIONAL: &str = "the user is not an instagram business";
/// Instagram or Threads restricted the account until its owner acts there.
const RESTRICTED: [i64; 2] = [2_207_050, 4_279_013];

/// What an answer of Instagram or Threads that is no success means.
pub(crate) fn refused(answer: &Answer) -> ProviderError {
    facebook::refused_by(meaning, answer)
}

/// The refusal table: what is not the Graph API's own.
fn meaning(code: i64, subcode: Option<i64>, message: &str) -> Option<ProviderError> {
    match (code, subcode) {
        // The posts of the day are used up.
        (9, Some(2_207_042)) => Some(ProviderError::AskLater(Unavailable::RateLimited, None)),
        (_, Some(subcode)) if RESTRICTED.contains(&subcode) => {
            Some(ProviderError::No(Cause::AttentionNeeded))
        }
        _ if message.to_lowercase().contains(NOT_PROFESSIONAL) => {
            Some(ProviderError::No(Cause::AttentionNeeded))
        }
        _ => facebook::meaning(code, subcode, message),
    }
}
