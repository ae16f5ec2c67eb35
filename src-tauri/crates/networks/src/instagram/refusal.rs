//! Instagram's ways to say no: those of the Graph API, some of its own, and a flat envelope at the
//! endpoint that exchanges codes.

use domain::{Cause, Hiccup};
use serde::Deserialize;

use crate::registry::facebook;
use crate::{Answer, Refusal};

/// Part of a message without a number of its own: the account was made a personal one.
const NOT_PROFESSIONAL: &str = "the user is not an instagram business";
/// Instagram or Threads restricted the account, or an action of it, until its owner acts there.
const RESTRICTED: [i64; 3] = [2_207_050, 2_207_051, 4_279_013];
/// What the flat envelope says of a code that is over. The first was recorded; the others are the
/// words of Instagram's older interface and of the Graph API, and are expected here too.
const CODE_IS_OVER: [&str; 3] = [
    "Invalid authorization code",
    "Matching code was not found or was already used",
    "authorization code has",
];
/// What the flat envelope says of an app or an address that is wrong. The first was recorded.
const APP_IS_WRONG: [&str; 5] = [
    "redirect_uri is identical",
    "Invalid platform app",
    "Invalid redirect_uri",
    "Invalid client_id",
    "client secret",
];

/// What an answer of Instagram or Threads that is no success means.
pub(crate) fn refused(answer: &Answer) -> Refusal {
    match answer.json::<Flat>() {
        Some(flat) => flat
            .meaning()
            .filter(|_| answer.status < 300 || (400..500).contains(&answer.status))
            .unwrap_or_else(|| Refusal::unrecognised(answer)),
        None => facebook::refused_by(meaning, answer),
    }
}

/// The refusal table: what is not the Graph API's own.
fn meaning(code: i64, subcode: Option<i64>, message: &str) -> Option<Refusal> {
    match (code, subcode) {
        // The posts of the day are used up.
        (9, Some(2_207_042)) => Some(Refusal::AskLater(Hiccup::RateLimited, None)),
        (_, Some(subcode)) if RESTRICTED.contains(&subcode) => {
            Some(Refusal::No(Cause::AttentionNeeded))
        }
        _ if message.to_ascii_lowercase().contains(NOT_PROFESSIONAL) => {
            Some(Refusal::No(Cause::AttentionNeeded))
        }
        _ => facebook::meaning(code, subcode, message),
    }
}

/// How `oauth/access_token` words a refusal.
#[derive(Deserialize)]
struct Flat {
    #[serde(rename = "error_type")]
    _kind: String,
    error_message: String,
}

impl Flat {
    fn meaning(&self) -> Option<Refusal> {
        let says = |parts: &[&str]| parts.iter().any(|part| self.error_message.contains(part));
        if says(&CODE_IS_OVER) {
            Some(Refusal::StartAnew)
        } else if says(&APP_IS_WRONG) {
            Some(Refusal::AppRefused)
        } else {
            None
        }
    }
}
