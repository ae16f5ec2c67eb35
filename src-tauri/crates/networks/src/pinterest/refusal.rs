//! Pinterest's ways to say no, and what each means. The status alone says little: 401 is also a
//! missing permission; and one number has several texts, of the app, the account and the token.
//! <https://github.com/pinterest/api-description>.

use domain::{Cause, Unavailable};

use crate::credits::patient;
use crate::envelope::{Envelope, says};
use crate::{Answer, ProviderError, oauth};

use super::ABOUT;

/// What the end of a refresh token means: Pinterest has one number for all reasons.
pub(super) const ENDED: ProviderError = ProviderError::No(Cause::Unknown);

/// "Not authorized to access the user account." Pinterest's description has it for an account on
/// which the person has no role; tables of others count it among missing permissions.
const NOT_OF_THIS_PERSON: Cause = Cause::AccessLost;

/// Reads the token endpoint's answer; `ended` is what the end of a code, or of a grant, means.
pub(super) fn read_tokens(
    answer: &Answer,
    ended: ProviderError,
) -> Result<oauth::Tokens, ProviderError> {
    match of_token_endpoint(answer, ended) {
        Some(refusal) => Err(refusal),
        None => oauth::read_tokens(answer),
    }
}

/// The refusal table of the token endpoint, where the app itself speaks.
fn of_token_endpoint(answer: &Answer, ended: ProviderError) -> Option<ProviderError> {
    let said = Said::read(answer)?;
    let meant = said.by_text().or(match (answer.status, said.code) {
        (400..=499, 283) => Some(ended),
        (401, 2) => Some(ProviderError::AppRefused),
        // Its number changes; the text names the refresh token.
        (400 | 401, _)
            if said.says(&["refresh token", "token you provided"])
                && said.says(&["invalid", "not valid", "revoked", "not found"]) =>
        {
            Some(ended)
        }
        (400..=499, _) if said.error == "invalid_grant" => Some(ended),
        _ => None,
    })?;
    Some(waiting(meant, answer))
}

/// What an answer of the API that is no success means: the refusal table.
pub(super) fn refused(answer: &Answer) -> ProviderError {
    let no = |cause| Some(ProviderError::No(cause));
    let meant = Said::read(answer).and_then(|said| {
        said.by_text().or_else(|| match (answer.status, said.code) {
            // The same for ended, revoked and malformed.
            (401, 2) => no(Cause::Unknown),
            (401, 0) if said.says(&["authentication failed"]) => no(Cause::Unknown),
            // An older interface has the number of permissions for it.
            (401, 3) if said.says(&["authorization failed"]) => no(Cause::Unknown),
            (401 | 403, 3 | 7 | 29) => no(Cause::PermissionMissing),
            (403, _) if said.says(&["forbidden scope"]) => no(Cause::PermissionMissing),
            (403, 403) if said.says(&["not authorized"]) => no(NOT_OF_THIS_PERSON),
            // Disapproved, under review, and no business account any more.
            (403, 2_625 | 2_626 | 654) => no(Cause::AttentionNeeded),
            (404, _) if said.says(&["user not found", "account not found"]) => {
                no(Cause::AccessLost)
            }
            _ => None,
        })
    });
    let refusal = meant.unwrap_or_else(|| ProviderError::by_challenge(answer));
    waiting(refusal, answer)
}

/// The same, with the wait that the answer tells.
fn waiting(refusal: ProviderError, answer: &Answer) -> ProviderError {
    patient(ABOUT.credit_headers, refusal, answer)
}

/// An error as Pinterest words it.
struct Said {
    /// Its number; 0 where none is told.
    code: i64,
    /// The word of the standard, which stands there in place of a number at times.
    error: String,
    text: String,
}

impl Said {
    /// `None` where nothing is refused, a server is out of order, or something before it speaks:
    /// Pinterest has a text and either a number or a word, and its own status is a word too.
    fn read(answer: &Answer) -> Option<Said> {
        let said = Envelope::of(answer).filter(|_| (400..500).contains(&answer.status))?;
        let (error, message) = (said.word("error"), said.text("message"));
        match (error.is_empty(), message.is_empty()) {
            (true, false) if said.number("status").is_none() => Some(Said {
                code: said.number("code").unwrap_or_default(),
                error: String::new(),
                // What is wrong with the app stands in the second.
                text: message + " " + &said.text("data"),
            }),
            (false, true) => Some(Said {
                code: 0,
                error: error.to_owned(),
                text: String::new(),
            }),
            (true, _) | (false, false) => None,
        }
    }

    fn says(&self, parts: &[&str]) -> bool {
        says(&self.text, parts)
    }

    /// What a text names that comes with numbers of other meanings.
    fn by_text(&self) -> Option<ProviderError> {
        const BRAKES: [&str; 4] = [
            "rate limit",
            "combat spam",
            "block actions",
            "too many requests",
        ];
        const APP: [&str; 9] = [
            "consumer type",
            "app is deactivated",
            "application is deactivated",
            "invalid application",
            "your application does not have access",
            "trial access",
            "app is suspended",
            "app has been",
            "invalid client",
        ];
        const SUSPENDED: [&str; 3] = [
            "account has been suspended",
            "account is suspended",
            "user is suspended",
        ];
        const ACCOUNT: [&str; 5] = [
            "user is deactivated",
            "account is deactivated",
            "account has been deactivated",
            "reactivate your account",
            "must have a business account",
        ];
        let names_end = self.says(&["expired"]) && !self.says(&["invalid", "not valid", "revoked"]);
        if matches!(self.code, 8 | 9) || self.says(&BRAKES) {
            Some(Unavailable::RateLimited.into())
        } else if self.says(&APP) {
            Some(ProviderError::AppRefused)
        } else if self.says(&SUSPENDED) {
            Some(ProviderError::No(Cause::Suspended))
        } else if self.says(&ACCOUNT) {
            Some(ProviderError::No(Cause::AttentionNeeded))
        } else if names_end && self.says(&["session", "token"]) {
            Some(ProviderError::No(Cause::Expired))
        } else {
            None
        }
    }
}
