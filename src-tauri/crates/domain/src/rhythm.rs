//! When a connection is looked at next. The caller brings time and chance.

use crate::watch::is_well_dated;
use crate::{Look, Span, Timestamp, Verdict};

/// How often a connection is looked at that gives answers.
pub const PACE: Span = Span::from_days(1);
/// How far looks of the same minute are drawn apart, so that they do not come together again.
const SPREAD: Span = Span::from_minutes(90);
/// How soon after a first missed answer it is tried again.
const FIRST_RETRY: Span = Span::from_minutes(2);
/// How long tries are apart at most while no answer comes.
const LAST_RETRY: Span = Span::from_minutes(4 * 60);

/// How the looks at a connection went lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rhythm {
    /// The last look.
    pub last: Option<Look>,
    /// How many looks in a row gave no answer.
    pub misses: u32,
    /// The network asked to wait until then.
    pub not_before: Option<Timestamp>,
}

impl Rhythm {
    /// When the next look is due; `None` where it is due at once. `chance` lies anywhere between
    /// 0 and 1000 and stays the same for the same connection and look.
    pub fn due(&self, now: Timestamp, chance: u16) -> Option<Timestamp> {
        let last = self.last?;
        let next = self.next_after(last, chance);
        (is_well_dated(last.at, now) && next > now).then_some(next)
    }

    /// Since when a look is due that is due at once: what waited longest comes first.
    pub fn due_since(&self, now: Timestamp, chance: u16) -> Timestamp {
        let next = self.last.map(|last| self.next_after(last, chance));
        next.unwrap_or_default().min(now)
    }

    fn next_after(&self, last: Look, chance: u16) -> Timestamp {
        let chance = i64::from(chance.min(1000));
        let part = |span: Span| Span::from_millis(span.as_millis() / 1000 * chance);
        let next = match last.verdict {
            Verdict::Yes | Verdict::No(_) => last.at.plus(PACE).plus(part(SPREAD)),
            Verdict::NoAnswer(_) => {
                let doublings = self.misses.saturating_sub(1).min(16);
                let wait = FIRST_RETRY.as_millis().saturating_mul(1 << doublings);
                let half = Span::from_millis(wait.min(LAST_RETRY.as_millis()) / 2);
                last.at.plus(half).plus(part(half))
            }
        };
        next.max(self.not_before.unwrap_or(next))
    }

    /// The rhythm after a look. `wait` is how long the network asked to wait.
    pub fn after(self, look: Look, wait: Option<Span>) -> Rhythm {
        let misses = match look.verdict {
            Verdict::Yes | Verdict::No(_) => 0,
            Verdict::NoAnswer(_) => self.misses.saturating_add(1),
        };
        Rhythm {
            last: Some(look),
            misses,
            not_before: wait.map(|wait| look.at.plus(wait)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Cause, Hiccup};

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn look(verdict: Verdict) -> Look {
        Look { at: NOW, verdict }
    }

    fn missed(times: u32) -> Rhythm {
        let miss = look(Verdict::NoAnswer(Hiccup::Down));
        (0..times).fold(Rhythm::default(), |rhythm, _| rhythm.after(miss, None))
    }

    #[test]
    fn what_was_never_looked_at_is_due_at_once() {
        assert_eq!(Rhythm::default().due(NOW, 0), None);
    }

    #[test]
    fn an_answer_of_either_kind_is_good_for_a_day() {
        for verdict in [Verdict::Yes, Verdict::No(Cause::Expired)] {
            let rhythm = missed(3).after(look(verdict), None);
            assert_eq!(rhythm.misses, 0);
            assert_eq!(rhythm.due(NOW, 0), Some(NOW.plus(PACE)));
            assert_eq!(rhythm.due(NOW.plus(Span::from_days(2)), 0), None);
        }
    }

    #[test]
    fn tries_without_an_answer_come_ever_less_often_but_never_stop() {
        let mut before = Span::default();
        for misses in 1..40 {
            let wait = missed(misses).due(NOW, 1000).unwrap().since(NOW);
            assert!(wait >= before && wait <= LAST_RETRY, "{misses}: {wait:?}");
            before = wait;
        }
        assert_eq!(before, LAST_RETRY);
    }

    #[test]
    fn what_the_network_asks_to_wait_counts_more() {
        let hour = Span::from_minutes(60);
        let limited = look(Verdict::NoAnswer(Hiccup::RateLimited));
        let rhythm = Rhythm::default().after(limited, Some(hour));
        assert_eq!(rhythm.due(NOW, 0), Some(NOW.plus(hour)));
    }

    #[test]
    fn a_clock_that_went_back_stops_no_look() {
        let rhythm = Rhythm::default().after(look(Verdict::Yes), None);
        let before = Timestamp::from_secs(NOW.as_secs() - 86_400 * 365);
        assert_eq!(rhythm.due(before, 0), None);
    }

    proptest! {
        #[test]
        fn a_due_look_lies_ahead_and_within_reason(
            misses in 0u32..60, chance in 0u16..=1000, passed in 0i64..10_000_000
        ) {
            let now = NOW.plus(Span::from_secs(passed));
            if let Some(next) = missed(misses).due(now, chance) {
                prop_assert!(next > now);
                prop_assert!(next.since(NOW) <= Span::from_days(2));
            }
        }
    }
}
