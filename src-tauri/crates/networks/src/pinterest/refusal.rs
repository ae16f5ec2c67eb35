//! Pinterest's ways to say no, and what each means. The status alone says little: 401 is also a
//! missing permission. Numbers decide, as in <https://github.com/pinterest/api-description>.

use domain::{Cause, Hiccup};
use serde::Deserialize;

use crate::{Answer, Refusal, oauth};

/// What the end of a refresh token means: Pinterest has one number for all reasons.
pub(super) const ENDED: Refusal = Refusal::No(Cause::Unknown);

/// "Not authorized to access the user account." Pinterest's description has it for an account on
/// which the person has no role; tables of others count it among missing permissions.
const NOT_OF_THIS_PERSON: Cause = Cause::AccessLost;

/// Reads the token endpoint's answer; `ended` is what the end of a code, or of a grant, means.
pub(super) fn read_tokens(answer: &Answer, ended: Refusal) -> Result<oauth::Tokens, Refusal> {
    match of_token_endpoint(answer, ended) {
        Some(refusal) => Err(refusal),
        None => oauth::read_tokens(answer),
    }
}

/// The refusal table of the token endpoint, where the app itself speaks.
fn of_token_endpoint(answer: &Answer, ended: Refusal) -> Option<Refusal> {
    match (answer.status, code(answer)?) {
        (400..=499, 283) => Some(ended),
        (401, 2) => Some(Refusal::AppRefused),
        _ => None,
    }
}

/// What an answer of the API that is no success means: the refusal table.
pub(super) fn refused(answer: &Answer) -> Refusal {
    let no = |cause| Refusal::No(cause);
    match (answer.status, code(answer)) {
        // The same for ended, revoked and malformed.
        (401, Some(2)) => no(Cause::Unknown),
        (401 | 403, Some(3 | 7 | 29)) => no(Cause::PermissionMissing),
        (403, Some(403)) => no(NOT_OF_THIS_PERSON),
        // Disapproved, and under review.
        (403, Some(2_625 | 2_626)) => no(Cause::AttentionNeeded),
        (400..=499, Some(8)) => Refusal::AskLater(Hiccup::RateLimited, answer.retry_after()),
        _ => Refusal::unrecognised(answer),
    }
}

fn code(answer: &Answer) -> Option<i64> {
    answer.json::<Refused>().map(|Refused { code, .. }| code)
}

#[derive(Deserialize)]
struct Refused {
    code: i64,
    #[serde(rename = "message")]
    _message: String,
}
