//! Why a conversation with a network did not bring what was asked for.

use domain::{Cause, Span, Trouble, Unavailable};

use crate::Answer;
use crate::challenge::{BearerError, bearer_error};

/// Why not. Named for what the caller should do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProviderError {
    /// The network said no, and the no was recognised: believe it.
    No(Cause),
    /// Nothing that could be called an answer came back: ask again later, change nothing.
    AskLater(Unavailable, Option<Span>),
    /// The code is used up, too old or not ours: start the sign-in anew.
    StartAnew,
    /// The network does not accept the app's id, secret or redirect address: mend them, or
    /// register anew where that is done at run time.
    AppRefused,
    /// The network does not know, or does not give, the permissions that were asked for: ask for
    /// others, or say that the server cannot do what is needed.
    ScopeRefused,
    /// The server has no such place: it cannot do what is asked, neither now nor later.
    NotOffered,
    /// The server's metadata name another issuer than the one that was asked (RFC 8414 section 3.3),
    /// or the grant's: send it nothing, and tell the person.
    IssuerMismatch,
    /// Nobody was asked: this computer could not. Say so; it is no word of the network's.
    Here(Trouble),
}

impl ProviderError {
    /// What an answer means that no table of a dialect knows: never a no.
    pub fn unrecognised(answer: &Answer) -> ProviderError {
        let hiccup = match answer.status {
            429 => Unavailable::RateLimited,
            402 => Unavailable::OutOfCredits,
            408 | 425 | 500..=599 => Unavailable::Down,
            400..=499 if answer.is_api_error() => Unavailable::Unrecognised,
            _ => Unavailable::NotAnAnswer,
        };
        ProviderError::AskLater(hiccup, answer.retry_after())
    }

    /// What an answer means that no table knows, to a question that a token asked: a challenge says
    /// in the words of RFC 6750 whether the token is at fault. It counts where the API itself spoke
    /// with it, in a body of its own.
    pub(crate) fn by_challenge(answer: &Answer) -> ProviderError {
        match (answer.status, bearer_error(answer)) {
            (401, Some(BearerError::InvalidToken)) if answer.is_api_error() => {
                ProviderError::No(Cause::Unknown)
            }
            (403, Some(BearerError::InsufficientScope)) if answer.is_api_error() => {
                ProviderError::No(Cause::PermissionMissing)
            }
            _ => ProviderError::unrecognised(answer),
        }
    }
}

impl Answer {
    /// The body of a success; whatever else came is for `refused` to read. Some gateways answer an
    /// error with status 200, so that a strange body goes there too.
    pub fn read<T: serde::de::DeserializeOwned>(
        &self,
        refused: fn(&Answer) -> ProviderError,
    ) -> Result<T, ProviderError> {
        match self.ok() {
            true => self.parsed().ok_or_else(|| refused(self)),
            false => Err(refused(self)),
        }
    }
}

impl From<Trouble> for ProviderError {
    fn from(trouble: Trouble) -> ProviderError {
        ProviderError::Here(trouble)
    }
}

impl From<Unavailable> for ProviderError {
    fn from(hiccup: Unavailable) -> ProviderError {
        ProviderError::AskLater(hiccup, None)
    }
}
