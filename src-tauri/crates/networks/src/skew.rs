//! How far this computer's clock is from those of the servers, by the `Date` of their answers
//! (RFC 9110 section 6.6.1). A server's clock can be wrong as well: what is said of this one is
//! what most of those agree on that were heard lately.

use std::collections::VecDeque;
use std::time::Instant;

use chrono::DateTime;
use domain::{Span, Timestamp};

use crate::Answer;

/// Hosts whose clocks differ by no more than this agree.
const AGREE: Span = Span::from_secs(60);
/// A smaller difference than this is one of the way, and of a `Date` that counts whole seconds.
const FINE: Span = Span::from_secs(5);
/// An answer that took longer than this says too little about the time.
const SLOW: Span = Span::from_secs(5);
/// What was heard longer ago than this says nothing any more.
const LATELY: Span = Span::from_days(1);
/// So many hosts are remembered, those that were heard last.
const REMEMBERED: usize = 32;

/// A moment by both clocks: the one that people set, and the one that only goes on.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    pub wall: Timestamp,
    pub steady: Instant,
}

impl Moment {
    /// How long ago another moment was, by the clock that only goes on.
    fn since(self, earlier: Moment) -> Span {
        let passed = self.steady.saturating_duration_since(earlier.steady);
        Span::from_millis(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX))
    }
}

/// What a host told of the time last.
struct Heard {
    host: String,
    at: Moment,
    /// How far this computer is ahead of it.
    off: Span,
    /// Whether it has told the same before.
    again: bool,
    /// Whether it refused what was dated by its own clock.
    contradicts_itself: bool,
}

/// What the hosts told of the time.
#[derive(Default)]
pub(crate) struct Skew {
    /// Each host once, the one heard last at the end.
    heard: VecDeque<Heard>,
}

impl Skew {
    /// Takes in the date of an answer that was asked for at `sent` and began to come at `came`.
    /// One that comes from a cache, or took its time, says nothing.
    pub fn hear(&mut self, host: &str, answer: &Answer, sent: Moment, came: Moment) {
        let took = came.since(sent);
        let from_cache = answer.header("age").is_some_and(|age| age.trim() != "0");
        let Some(date) = answer.header("date").and_then(http_date) else {
            return;
        };
        if from_cache || took > SLOW {
            return;
        }
        let asked_at = sent.wall.plus(Span::from_millis(took.as_millis() / 2));
        // The second that it names has half gone by, on the average.
        let off = asked_at.since(date.plus(Span::from_millis(500)));
        let before = self.heard.iter().position(|one| one.host == host);
        let before = before.and_then(|nth| self.heard.remove(nth));
        let same = |one: &Heard| !one.is_over(came) && apart(one.off, off) <= AGREE.as_millis();
        self.heard.push_back(Heard {
            again: before.as_ref().is_some_and(same),
            contradicts_itself: before.is_some_and(|one| one.contradicts_itself),
            host: host.to_owned(),
            at: came,
            off,
        });
        if self.heard.len() > REMEMBERED {
            self.heard.pop_front();
        }
    }

    /// How far a proof for a host is to be dated back so that it is dated by the host's own clock
    /// (RFC 9449 section 11.1).
    pub fn of(&self, host: &str, now: Moment) -> Span {
        let heard = self.of_late(now).find(|one| one.host == host);
        let off = heard
            .filter(|one| !one.contradicts_itself)
            .map(|one| one.off);
        let counts = |off: &Span| off.as_millis().abs() > FINE.as_millis();
        off.filter(counts).unwrap_or_default()
    }

    /// A host refused a proof that was dated back by `off`: whether another date may be better.
    pub fn refused(&mut self, host: &str, off: Span, now: Moment) -> bool {
        if let Some(one) = self.heard.iter_mut().find(|one| one.host == host) {
            one.contradicts_itself = off != Span::default();
        }
        apart(self.of(host, now), off) > FINE.as_millis()
    }

    /// How far this computer's clock is ahead of what more than half of the hosts tell. `None`
    /// where they disagree. The only one that was heard counts once it has told it twice.
    pub fn agreed(&self, now: Moment) -> Option<Span> {
        let heard: Vec<&Heard> = self.of_late(now).collect();
        if let [only] = heard[..] {
            return only.again.then_some(only.off);
        }
        let mut offs: Vec<Span> = heard.iter().map(|one| one.off).collect();
        offs.sort_unstable();
        let median = *offs.get(offs.len() / 2)?;
        let agree = offs
            .iter()
            .filter(|off| apart(**off, median) <= AGREE.as_millis());
        (agree.count() * 2 > offs.len()).then_some(median)
    }

    fn of_late(&self, now: Moment) -> impl Iterator<Item = &Heard> {
        self.heard.iter().filter(move |one| !one.is_over(now))
    }
}

impl Heard {
    /// Whether it was told too long ago, or the clock was set since, or the computer slept: which
    /// of these cannot be told.
    fn is_over(&self, now: Moment) -> bool {
        let passed = now.since(self.at);
        let by_the_wall = now.wall.since(self.at.wall);
        passed > LATELY || apart(passed, by_the_wall) > AGREE.as_millis()
    }
}

/// How far two spans are apart, in milliseconds.
fn apart(one: Span, other: Span) -> i64 {
    one.as_millis()
        .saturating_sub(other.as_millis())
        .saturating_abs()
}

/// The time that a header names, as in `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(written: &str) -> Option<Timestamp> {
    let date = DateTime::parse_from_rfc2822(written.trim()).ok()?;
    Some(Timestamp::from_secs(date.timestamp()))
}

#[cfg(test)]
#[path = "skew_tests.rs"]
mod tests;
