//! When a connection is probed next. The caller brings time and chance.

use crate::watch::is_well_dated;
use crate::{Probe, Span, Timestamp, Verdict};

/// How often a connection is probed that gives answers.
pub const PACE: Span = Span::from_days(1);
/// How far probes of the same minute are drawn apart, so that they do not come together again.
const SPREAD: Span = Span::from_minutes(90);
/// How soon after a first no it is asked again whether it was one, at most.
const SECOND: Span = Span::from_secs(30);
/// How soon after a second no it is asked once more, at most.
const THIRD: Span = Span::from_minutes(5);
/// So many in a row make a no that nobody needs to ask about again.
const CONFIRMED: u32 = 3;
/// How soon it is tried again at most while a no waits for another that confirms it.
const UNCONFIRMED: Span = Span::from_minutes(60);
/// How soon after a first missed answer it is tried again.
const FIRST_RETRY: Span = Span::from_minutes(2);
/// How long tries are apart at most while no answer comes.
const LAST_RETRY: Span = Span::from_minutes(4 * 60);

/// How the probes of a connection went lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PollSchedule {
    /// The last probe.
    pub last: Option<Probe>,
    /// How many probes in a row gave no answer.
    pub misses: u32,
    /// How many probes in a row said no, not counting those without an answer.
    pub refusals: u32,
    /// The network asked to wait until then.
    pub not_before: Option<Timestamp>,
}

impl PollSchedule {
    /// When the next probe is due; `None` where it is due at once. `chance` lies anywhere between
    /// 0 and 1000 and stays the same for the same connection and probe.
    pub fn due(&self, now: Timestamp, chance: u16) -> Option<Timestamp> {
        let last = self.last?;
        let next = self.next_after(last, chance);
        (is_well_dated(last.at, now) && next > now).then_some(next)
    }

    /// Since when a probe is due that is due at once: what waited longest comes first.
    pub fn due_since(&self, now: Timestamp, chance: u16) -> Timestamp {
        let next = self.last.map(|last| self.next_after(last, chance));
        next.unwrap_or_default().min(now)
    }

    fn next_after(&self, last: Probe, chance: u16) -> Timestamp {
        let chance = i64::from(chance.min(1000));
        let part = |span: Span| Span::from_millis(span.as_millis() / 1000 * chance);
        let next = match last.verdict {
            Verdict::No(_) if self.refusals < CONFIRMED => {
                let most = if self.refusals > 1 { THIRD } else { SECOND };
                let least = Span::from_millis(most.as_millis() / 3);
                let rest = Span::from_millis(most.as_millis() - least.as_millis());
                last.at.plus(least).plus(part(rest))
            }
            Verdict::Yes | Verdict::No(_) => last.at.plus(PACE).plus(part(SPREAD)),
            Verdict::NoAnswer(_) | Verdict::Here(_) => {
                let doublings = self.misses.saturating_sub(1).min(16);
                let wait = FIRST_RETRY.as_millis().saturating_mul(1 << doublings);
                let longest = if self.asks_again() {
                    UNCONFIRMED
                } else {
                    LAST_RETRY
                };
                let half = Span::from_millis(wait.min(longest.as_millis()) / 2);
                last.at.plus(half).plus(part(half))
            }
        };
        next.max(self.not_before.unwrap_or(next))
    }

    /// The rhythm after a probe. `wait` is how long the network asked to wait.
    pub fn after(self, probe: Probe, wait: Option<Span>) -> PollSchedule {
        let (misses, refusals) = match probe.verdict {
            Verdict::Yes => (0, 0),
            Verdict::No(_) => (0, self.refusals.saturating_add(1)),
            Verdict::NoAnswer(_) | Verdict::Here(_) => {
                (self.misses.saturating_add(1), self.refusals)
            }
        };
        PollSchedule {
            last: Some(probe),
            misses,
            refusals,
            not_before: wait.map(|wait| probe.at.plus(wait)),
        }
    }

    /// The same, where the network said no before to what was asked in another way.
    #[must_use]
    pub fn said_no_before(self) -> PollSchedule {
        PollSchedule {
            refusals: self.refusals.max(2),
            ..self
        }
    }

    /// The same, where a no was confirmed before this run.
    #[must_use]
    pub fn confirmed(self) -> PollSchedule {
        PollSchedule {
            refusals: CONFIRMED,
            ..self
        }
    }

    /// Whether a no was said often enough to be believed: networks say one by mistake.
    pub fn is_refused(&self) -> bool {
        self.refusals > 1
    }

    /// Whether a no waits for another probe that confirms it, or finds that it was none.
    pub fn asks_again(&self) -> bool {
        (1..CONFIRMED).contains(&self.refusals)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Cause, Unavailable};

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn probe(verdict: Verdict) -> Probe {
        Probe::new(NOW, verdict)
    }

    fn missed(times: u32) -> PollSchedule {
        let miss = probe(Verdict::NoAnswer(Unavailable::Down));
        (0..times).fold(PollSchedule::default(), |rhythm, _| {
            rhythm.after(miss, None)
        })
    }

    #[test]
    fn what_was_never_looked_at_is_due_at_once() {
        assert_eq!(PollSchedule::default().due(NOW, 0), None);
    }

    #[test]
    fn an_answer_of_either_kind_is_good_for_a_day() {
        for verdict in [Verdict::Yes, Verdict::No(Cause::Expired)] {
            let rhythm = missed(3).confirmed().after(probe(verdict), None);
            assert_eq!(rhythm.misses, 0);
            assert_eq!(rhythm.due(NOW, 0), Some(NOW.plus(PACE)));
            assert_eq!(rhythm.due(NOW.plus(Span::from_days(2)), 0), None);
        }
    }

    #[test]
    fn a_first_no_is_asked_about_again_within_moments_and_a_second_within_minutes() {
        let no = |rhythm: PollSchedule| rhythm.after(probe(Verdict::No(Cause::Expired)), None);
        let first = no(PollSchedule::default());
        let wait = |rhythm: PollSchedule, chance| rhythm.due(NOW, chance).unwrap().since(NOW);
        assert_eq!(wait(first, 0), Span::from_secs(10));
        assert_eq!(wait(first, 1000), Span::from_secs(30));
        assert!(!first.is_refused() && first.asks_again());
        let second = no(first);
        assert!(wait(second, 0) >= Span::from_secs(60));
        assert!(wait(second, 1000) <= Span::from_minutes(5));
        assert!(second.is_refused() && second.asks_again());
        let third = no(second);
        assert!(third.is_refused() && !third.asks_again());
        assert!(wait(third, 0) >= PACE);
        let yes = second.after(probe(Verdict::Yes), None);
        assert!(!yes.is_refused() && !yes.asks_again());
    }

    #[test]
    fn a_no_that_nothing_confirmed_is_asked_about_within_the_hour() {
        let miss = probe(Verdict::NoAnswer(Unavailable::Down));
        let second = PollSchedule::default().said_no_before();
        let missed = (0..30).fold(second, |rhythm, _| rhythm.after(miss, None));
        assert!(missed.is_refused());
        assert!(missed.due(NOW, 1000).unwrap().since(NOW) <= Span::from_minutes(60));
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
        let limited = probe(Verdict::NoAnswer(Unavailable::RateLimited));
        let rhythm = PollSchedule::default().after(limited, Some(hour));
        assert_eq!(rhythm.due(NOW, 0), Some(NOW.plus(hour)));
    }

    #[test]
    fn a_clock_that_went_back_stops_no_look() {
        let rhythm = PollSchedule::default().after(probe(Verdict::Yes), None);
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
