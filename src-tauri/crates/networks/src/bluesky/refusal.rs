//! The network's ways to say no, and what each means. Many programs serve it, and they agree on the
//! names of the standard (RFC 6750, RFC 9449) and on little else: some put the name into the
//! challenge and a sentence of their own into the body, some the sentence in place of the name.

use domain::{Cause, Unavailable};

use crate::challenge::objection;
use crate::credits::patient;
use crate::envelope::{Envelope, says};
use crate::{Answer, ProviderError, oauth};

use super::ABOUT;

/// A session that is there no more, and of which no reason is told. Most often the person removed
/// the app on the account's page; a server that took the account down, or that caught a refresh
/// token being used twice, says the same afterwards.
const GONE: Cause = Cause::PermissionRemoved;
/// How a server says that a proof was dated by a clock that is not its own.
const OF_CLOCK: [&str; 5] = [
    "\"iat\"",
    "too old",
    "in the future",
    "in the past",
    "timestamp",
];

/// What an answer of the account's own server means that is no success.
pub(super) fn refused(answer: &Answer) -> ProviderError {
    let meant = Said::read(answer).and_then(|said| {
        let of_token = || said.of_token(answer.status);
        said.of_proof()
            .or_else(|| said.of_account())
            .or_else(of_token)
    });
    waiting(
        meant.unwrap_or_else(|| ProviderError::by_challenge(answer)),
        answer,
    )
}

/// What an answer of the authorization server means that is no success.
pub(super) fn refused_by_server(answer: &Answer) -> ProviderError {
    let meant = Said::read(answer).and_then(|said| {
        let of_app = || said.of_app();
        said.of_proof()
            .or_else(|| said.of_account())
            .or_else(of_app)
    });
    let meant = meant.or_else(|| oauth::refusal(answer));
    waiting(
        meant.unwrap_or_else(|| ProviderError::unrecognised(answer)),
        answer,
    )
}

/// What the end of a session looks like when its refresh token is spent.
pub(super) fn ended(answer: &Answer) -> ProviderError {
    let of_session = Said::read(answer).and_then(|said| said.of_session());
    match of_session.unwrap_or_else(|| refused_by_server(answer)) {
        // What was allowed once is not asked for again: the server no longer takes the app.
        ProviderError::ScopeRefused => ProviderError::AppRefused,
        refusal @ (ProviderError::No(_)
        | ProviderError::AskLater(..)
        | ProviderError::StartAnew
        | ProviderError::AppRefused
        | ProviderError::NotOffered
        | ProviderError::IssuerMismatch
        | ProviderError::Here(_)) => refusal,
    }
}

/// What a server says of an account that it tells about all the same, by the name of its state.
pub(super) fn of_state(status: &str) -> Option<ProviderError> {
    match status {
        "takendown" | "suspended" => Some(ProviderError::No(Cause::Suspended)),
        "deactivated" => Some(ProviderError::No(Cause::AttentionNeeded)),
        "deleted" | "migrated" => Some(ProviderError::No(Cause::AccessLost)),
        _ => None,
    }
}

/// The same, with the wait that the answer tells.
fn waiting(refusal: ProviderError, answer: &Answer) -> ProviderError {
    patient(ABOUT.credit_headers, refusal, answer)
}

/// An error of either server.
struct Said {
    /// Its name in the body; empty where a sentence stands there.
    error: String,
    /// Its name in the challenge.
    challenge: String,
    /// All that is said in sentences, in small letters.
    text: String,
}

impl Said {
    /// `None` where the body is not the network's own, or a server is out of order.
    fn read(answer: &Answer) -> Option<Said> {
        let body = Envelope::of(answer).filter(|_| (400..500).contains(&answer.status))?;
        let error = body.word("error");
        let (name, sentence) = match error.contains(' ') {
            true => ("", error.to_lowercase()),
            false => (error, String::new()),
        };
        if error.is_empty() {
            return None;
        }
        let told = objection(answer);
        let (challenge, aside) = told.map_or_else(Default::default, |told| {
            (told.error, told.description.to_lowercase())
        });
        let texts = [
            sentence,
            body.text("message"),
            body.text("error_description"),
            aside,
        ];
        Some(Said {
            error: name.to_owned(),
            challenge,
            text: texts.join(" "),
        })
    }

    fn says(&self, parts: &[&str]) -> bool {
        says(&self.text, parts)
    }

    /// What is said of a proof, which is no word about the token that it goes with.
    fn of_proof(&self) -> Option<ProviderError> {
        let is_of_proof = |name: &str| matches!(name, "invalid_dpop_proof" | "use_dpop_nonce");
        if !is_of_proof(&self.error) && !is_of_proof(&self.challenge) {
            return None;
        }
        Some(match self.says(&OF_CLOCK) {
            true => Unavailable::WrongClock.into(),
            false => Unavailable::Unrecognised.into(),
        })
    }

    /// What is said of the account, by name or inside a sentence.
    fn of_account(&self) -> Option<ProviderError> {
        const STOPPED: [&str; 4] = ["takedown", "takendown", "taken down", "suspended"];
        // By the person, who can undo it.
        const LEFT: [&str; 1] = ["deactivated"];
        // Deleted, or moved to another server.
        const AWAY: [&str; 3] = [
            "account not found",
            "could not find user",
            "could not find account",
        ];
        let name = self.error.to_lowercase();
        if says(&name, &STOPPED) || self.says(&STOPPED) {
            Some(ProviderError::No(Cause::Suspended))
        } else if says(&name, &LEFT) || self.says(&LEFT) {
            Some(ProviderError::No(Cause::AttentionNeeded))
        } else if matches!(&*name, "accountnotfound" | "reponotfound") || self.says(&AWAY) {
            Some(ProviderError::No(Cause::AccessLost))
        } else {
            None
        }
    }

    /// What is said of an access token.
    fn of_token(&self, status: u16) -> Option<ProviderError> {
        let no = |cause| Some(ProviderError::No(cause));
        let says_revoked = self.says(&["revoked", "invalid token"]);
        match (status, self.error.as_str()) {
            (400 | 401 | 403, "ScopeMissingError") => no(Cause::PermissionMissing),
            (403, _) if self.says(&["missing required scope"]) => no(Cause::PermissionMissing),
            // Asked at the wrong door.
            (_, "InvalidToken") if self.says(&["meant for pds"]) => None,
            (400 | 401, "InvalidToken") if self.says(&["bad token scope", "bad token method"]) => {
                no(Cause::PermissionMissing)
            }
            (400 | 401, "ExpiredToken") if self.says(&["revoked"]) => no(GONE),
            (400 | 401, "ExpiredToken") => no(Cause::Expired),
            (400 | 401, "InvalidToken" | "invalid_token")
            | (401, "AuthRequiredError" | "AuthenticationRequired")
                if self.says(&["expired", "\"exp\" claim"]) =>
            {
                no(Cause::Expired)
            }
            (401, "invalid_token") if says_revoked => no(GONE),
            (400 | 401, "InvalidToken") => no(Cause::Unknown),
            // With a sentence or a challenge: the bare word is that of any gateway.
            (401, "invalid_token") if !self.text.trim().is_empty() => no(Cause::Unknown),
            (401, "AuthenticationFailed" | "BadJwtSignature") => no(Cause::Unknown),
            // The key beside the token is not the one that it was made for.
            (400 | 401, "") if self.says(&["jkt"]) => no(Cause::Unknown),
            _ => None,
        }
    }

    /// What the authorization server says of the app, and of what it asks for.
    fn of_app(&self) -> Option<ProviderError> {
        match self.error.as_str() {
            "invalid_client_metadata" if self.says(&["internal error"]) => {
                Some(Unavailable::Down.into())
            }
            "invalid_client_metadata" | "invalid_request" if self.says(&["scope"]) => {
                Some(ProviderError::ScopeRefused)
            }
            "invalid_scope" => Some(ProviderError::ScopeRefused),
            "invalid_client_metadata" | "invalid_redirect_uri" => Some(ProviderError::AppRefused),
            _ => None,
        }
    }

    /// What is said of a refresh token, under the name of the standard or by a sentence alone.
    fn of_session(&self) -> Option<ProviderError> {
        let is_sentence = self.error.is_empty()
            && self.says(&["session", "refresh token", "jkt", "\"client_id\""]);
        if self.error != "invalid_grant" && !is_sentence {
            return None;
        }
        let known = if self.says(&["reuse", "replay", "jkt"]) {
            Some(ProviderError::No(Cause::Unknown))
        } else if self.says(&["expired", "inactivity timeout"]) {
            Some(ProviderError::No(Cause::Expired))
        } else if self.says(&["invalid refresh token", "revoked"]) {
            Some(ProviderError::No(GONE))
        } else if self.says(&[
            "client_id",
            "issued to this client",
            "client auth",
            "not allowed",
        ]) {
            Some(ProviderError::AppRefused)
        } else {
            self.of_account()
        };
        let unknown = (self.error == "invalid_grant").then_some(ProviderError::No(Cause::Unknown));
        known.or(unknown)
    }
}
