//! Answers that a network did not give, or gave in other words: what other servers and other days
//! bring, on a stage whose practice networks know nothing of it.

use domain::{Timestamp, Unavailable};
use networks::Answer;

/// Headers with their values.
pub type Headers<'a> = &'a [(&'a str, &'a str)];

/// What is swapped on the way, until the networks speak for themselves again.
#[derive(Default)]
pub(super) struct Swaps {
    instead: Vec<Instead>,
    rewords: Vec<Reword>,
}

/// What comes in a network's place where a path ends so.
pub(super) struct Instead {
    path_ends: &'static str,
    /// How many more times; without end where that is `None`.
    left: Option<usize>,
    came: Result<Given, Unavailable>,
}

struct Given {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

struct Reword {
    path_ends: &'static str,
    from: String,
    to: String,
}

impl Instead {
    /// An answer, without end.
    pub(super) fn answer(
        path_ends: &'static str,
        status: u16,
        headers: Headers<'_>,
        body: &str,
    ) -> Instead {
        let lower = |(name, value): &(&str, &str)| (name.to_ascii_lowercase(), (*value).to_owned());
        Instead {
            path_ends,
            left: None,
            came: Ok(Given {
                status,
                headers: headers.iter().map(lower).collect(),
                body: body.into(),
            }),
        }
    }

    /// No answer, without end.
    pub(super) fn nothing(path_ends: &'static str, hiccup: Unavailable) -> Instead {
        Instead {
            path_ends,
            left: None,
            came: Err(hiccup),
        }
    }

    /// Only so many times.
    pub(super) fn times(self, times: usize) -> Instead {
        Instead {
            left: Some(times),
            ..self
        }
    }

    fn matches(&self, path: &str) -> bool {
        self.left != Some(0) && path.ends_with(self.path_ends)
    }
}

impl Swaps {
    pub(super) fn put(&mut self, instead: Instead) {
        self.instead.push(instead);
    }

    pub(super) fn reword(&mut self, path_ends: &'static str, from: &str, to: &str) {
        self.rewords.push(Reword {
            path_ends,
            from: from.to_owned(),
            to: to.to_owned(),
        });
    }

    /// What comes for a path in the network's place. What is counted goes first, and of the rest
    /// what was put last.
    pub(super) fn come(
        &mut self,
        path: &str,
        at: Timestamp,
    ) -> Option<Result<Answer, Unavailable>> {
        let all = &mut self.instead;
        let counted = all
            .iter()
            .position(|one| one.left.is_some() && one.matches(path));
        let nth = counted.or_else(|| all.iter().rposition(|one| one.matches(path)))?;
        let instead = &mut all[nth];
        instead.left = instead.left.map(|left| left - 1);
        Some(match &instead.came {
            Ok(given) => Ok(Answer {
                status: given.status,
                headers: given.headers.clone(),
                body: given.body.clone(),
                at,
            }),
            Err(hiccup) => Err(*hiccup),
        })
    }

    /// Puts an answer into other words, in its headers and its body.
    pub(super) fn worded(&self, path: &str, mut answer: Answer) -> Answer {
        let meant = self.rewords.iter();
        for Reword { from, to, .. } in meant.filter(|one| path.ends_with(one.path_ends)) {
            for (_, value) in &mut answer.headers {
                *value = value.replace(from, to);
            }
            let body = String::from_utf8_lossy(&answer.body);
            answer.body = body.replace(from, to).into_bytes();
        }
        answer
    }
}
