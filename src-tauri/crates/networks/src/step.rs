//! A conversation with a network as data: send this, then go on with the answer.
//!
//! A dialect builds it and never sends; [`converse`] carries it out over a transport.

use domain::{Secret, Unavailable};

use crate::{Answer, ProviderError, Request, Transport};

/// What a dialect wants next.
pub enum Step<T> {
    /// Send this request and go on with what comes back.
    Send(Box<Request>, Next<T>),
    /// The conversation is over.
    Done(T),
    /// There is nothing to ask: what is given cannot lead to an answer.
    Refused(ProviderError),
}

type Next<T> =
    Box<dyn FnOnce(Result<Answer, Unavailable>) -> Result<Step<T>, ProviderError> + Send>;

impl<T> Step<T> {
    /// Sends, and gives up when nothing comes back.
    pub fn send<F>(request: Request, next: F) -> Step<T>
    where
        F: FnOnce(Answer) -> Result<Step<T>, ProviderError> + Send + 'static,
    {
        Step::Send(Box::new(request), Box::new(|came| next(came?)))
    }

    /// Proves the possession of a key with what is sent next.
    pub(crate) fn proven_by(self, key: &Secret) -> Step<T> {
        match self {
            Step::Send(request, next) => Step::Send(Box::new(request.proven_by(key)), next),
            Step::Done(_) | Step::Refused(_) => self,
        }
    }

    /// Sends, and goes on even when nothing comes back.
    pub fn attempt<F>(request: Request, next: F) -> Step<T>
    where
        F: FnOnce(Option<Answer>) -> Result<Step<T>, ProviderError> + Send + 'static,
    {
        Step::Send(Box::new(request), Box::new(|came| next(came.ok())))
    }
}

impl<T: 'static> Step<T> {
    /// Goes on with what this conversation brings.
    pub fn then<U, F>(self, next: F) -> Step<U>
    where
        F: FnOnce(T) -> Step<U> + Send + 'static,
    {
        match self {
            Step::Done(result) => next(result),
            Step::Send(request, answered) => {
                Step::Send(request, Box::new(|came| Ok(answered(came)?.then(next))))
            }
            Step::Refused(refusal) => Step::Refused(refusal),
        }
    }
}

/// More exchanges than any sign-in needs: 20,000 pages at 100 to an answer.
const LONGEST: usize = 210;

/// Carries a conversation out. It ends after a bounded number of exchanges whatever the other
/// side answers.
pub async fn converse<T>(transport: &dyn Transport, mut step: Step<T>) -> Result<T, ProviderError> {
    for _ in 0..LONGEST {
        match step {
            Step::Done(result) => return Ok(result),
            Step::Refused(refusal) => return Err(refusal),
            Step::Send(request, next) => step = next(transport.send(*request).await)?,
        }
    }
    Err(ProviderError::AskLater(Unavailable::NotAnAnswer, None))
}
