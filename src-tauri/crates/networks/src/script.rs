//! A transport that answers from a script and keeps what it was asked. For tests.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use domain::{Timestamp, Unavailable};

use crate::{Answer, ProviderError, Request, Sending, Step, Transport, converse};

type Came = Result<Answer, Unavailable>;

#[derive(Default)]
pub(crate) struct Script {
    answers: Mutex<VecDeque<Came>>,
    asked: Mutex<Vec<Request>>,
    /// Whether nothing comes once all was said; else nobody may ask then.
    ends_in_silence: bool,
}

impl Script {
    pub(crate) fn new<I: IntoIterator<Item = Answer>>(answers: I) -> Script {
        Script::of(answers.into_iter().map(Ok))
    }

    pub(crate) fn of<I: IntoIterator<Item = Came>>(answers: I) -> Script {
        Script {
            answers: Mutex::new(answers.into_iter().collect()),
            asked: Mutex::default(),
            ends_in_silence: false,
        }
    }

    /// Lets whoever asks on hear nothing.
    pub(crate) fn then_silence(self) -> Script {
        Script {
            ends_in_silence: true,
            ..self
        }
    }

    /// Carries a conversation out and tells what was asked.
    pub(crate) fn play<T>(self, step: Step<T>) -> (Result<T, ProviderError>, Vec<Request>) {
        let poll = {
            let conversation = pin!(converse(&self, step));
            conversation.poll(&mut Context::from_waker(Waker::noop()))
        };
        let Poll::Ready(result) = poll else {
            panic!("a script never waits")
        };
        (result, self.asked.into_inner().unwrap())
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> Sending<'_> {
        let asked = format!("{:?} {}", request.method, request.url);
        self.asked.lock().unwrap().push(request);
        let came = self.answers.lock().unwrap().pop_front();
        let came = came.or(self.ends_in_silence.then_some(Err(Unavailable::Silent)));
        Box::pin(async move { came.unwrap_or_else(|| panic!("no answer is left for {asked}")) })
    }
}

/// An answer without headers, at second 1,000.
pub(crate) fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        headers: vec![],
        body: body.into(),
        at: Timestamp::from_secs(1_000),
    }
}

/// The value of a parameter or field; `None` where it is missing or stands there twice.
pub(crate) fn value<'a>(
    pairs: &'a [(&'static str, domain::Secret)],
    name: &str,
) -> Option<&'a str> {
    let mut found = pairs.iter().filter(|(known, _)| *known == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Some(value.expose()),
        _ => None,
    }
}
