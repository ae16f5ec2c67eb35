//! When a host is left alone that gives no answer. The caller brings time and chance.
//!
//! It has no opinion about any connection: what is held back is probed later.

use crate::watch::is_well_dated;
use crate::{Span, Timestamp, Unavailable, Verdict};

/// So many probes in a row must miss before a host is left alone: more than one bad moment of the
/// way to it takes along, whatever is under way in it.
pub const MISSES: u32 = 8;
/// How long a host is left alone at first.
const FIRST_PAUSE: Span = Span::from_minutes(1);
/// How long it is left alone at most between two tries.
const LONGEST_PAUSE: Span = Span::from_minutes(60);

/// How a host answered lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Breaker {
    misses: u32,
    pauses: u32,
    /// The longest that the host asked to wait in this run of misses.
    asked: Option<Pause>,
    shut: Option<Pause>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pause {
    at: Timestamp,
    until: Timestamp,
}

impl Breaker {
    /// How many probes may be under way at the host, of `most`: after a pause one tries it alone.
    pub fn room(&self, now: Timestamp, most: usize) -> usize {
        match self.shut {
            None => most,
            Some(_) if self.shut_until(now).is_some() => 0,
            Some(_) => most.min(1),
        }
    }

    /// Until when nothing is sent to the host.
    pub fn shut_until(&self, now: Timestamp) -> Option<Timestamp> {
        let shut = self.shut.filter(|shut| is_well_dated(shut.at, now))?;
        (now < shut.until).then_some(shut.until)
    }

    /// The breaker after a probe; `wait` is how long the network asked to wait. `chance` lies
    /// anywhere between 0 and 1000.
    pub fn after(self, at: Timestamp, verdict: Verdict, wait: Option<Span>, chance: u16) -> Self {
        match verdict {
            Verdict::Yes | Verdict::No(_) => Breaker::default(),
            Verdict::NoAnswer(
                Unavailable::Offline
                | Unavailable::Unreachable
                | Unavailable::BadCertificate
                | Unavailable::UnknownIssuer
                | Unavailable::ProxySignIn
                | Unavailable::ProxyRefused
                | Unavailable::Silent
                | Unavailable::Down,
            ) => self.missed(at, wait, chance),
            // Nobody was asked.
            Verdict::Here(_) => self,
            // The host speaks, and what it speaks of is one caller's; but a try must end the
            // pause or begin another.
            Verdict::NoAnswer(
                Unavailable::RateLimited
                | Unavailable::OutOfCredits
                | Unavailable::NotAnAnswer
                | Unavailable::Unrecognised
                | Unavailable::WrongClock,
            ) => match self.shut {
                None => self,
                Some(_) => self.missed(at, wait, chance),
            },
        }
    }

    /// The breaker after the host asked to be left alone as a whole.
    pub fn asked_to_wait(self, at: Timestamp, wait: Span) -> Breaker {
        let asked = self.asked_for(at, Some(wait));
        Breaker { asked, ..self }.shut_for(at, Span::default())
    }

    /// The breaker when it turned out that the way was missing and not the host. What the host
    /// asked for stays.
    pub fn forgiven(self, now: Timestamp) -> Breaker {
        let asked = self.asked_for(now, None).filter(|asked| asked.until > now);
        Breaker {
            asked,
            shut: asked.map(|asked| Pause { at: now, ..asked }),
            ..Breaker::default()
        }
    }

    /// Over how long the probes are to be drawn apart that were held back: as long as the last
    /// pause was, so that the host does not get them all at once when it answers again.
    pub fn backlog(&self) -> Span {
        let pause = |shut: Pause| shut.until.since(shut.at).as_millis();
        let longest = self.shut.map_or(0, pause);
        Span::from_millis(longest.clamp(0, LONGEST_PAUSE.as_millis()))
    }

    fn missed(self, at: Timestamp, wait: Option<Span>, chance: u16) -> Breaker {
        let asked = self.asked_for(at, wait);
        let misses = self.misses.saturating_add(1);
        let counted = Breaker {
            misses,
            asked,
            ..self
        };
        // What was under way when the host was shut says nothing new, except how long to wait.
        if self.shut_until(at).is_some() {
            return counted.shut_for(at, Span::default());
        }
        if self.shut.is_none() && misses < MISSES {
            return counted;
        }
        let doublings = self.pauses.min(16);
        let pause = FIRST_PAUSE.as_millis().saturating_mul(1 << doublings);
        let half = pause.min(LONGEST_PAUSE.as_millis()) / 2;
        let chance = i64::from(chance.min(1000));
        let paused = Breaker {
            pauses: self.pauses.saturating_add(1),
            shut: None,
            ..counted
        };
        paused.shut_for(at, Span::from_millis(half + half / 1000 * chance))
    }

    /// What the host asked for, with what it asks for now.
    fn asked_for(&self, at: Timestamp, wait: Option<Span>) -> Option<Pause> {
        let before = self.asked.filter(|asked| is_well_dated(asked.at, at));
        let now = wait.map(|wait| Pause {
            at,
            until: at.plus(wait),
        });
        now.into_iter().chain(before).max_by_key(|one| one.until)
    }

    /// Shut for so long, and never shorter than it is already or than was asked for.
    fn shut_for(self, at: Timestamp, pause: Span) -> Breaker {
        let before = self.shut.filter(|shut| is_well_dated(shut.at, at));
        let known = before.into_iter().chain(self.asked).map(|one| one.until);
        let shut = Pause {
            at: before.map_or(at, |before| before.at),
            until: known.fold(at.plus(pause), Timestamp::max),
        };
        Breaker {
            shut: Some(shut),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Cause;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
    const SILENT: Verdict = Verdict::NoAnswer(Unavailable::Silent);
    const MOST: usize = 6;

    fn shut() -> Breaker {
        let miss = |breaker: Breaker, _| breaker.after(NOW, SILENT, None, 0);
        (0..MISSES).fold(Breaker::default(), miss)
    }

    #[test]
    fn a_bad_moment_shuts_no_host() {
        let miss = |breaker: Breaker, _| breaker.after(NOW, SILENT, None, 0);
        let bad_moment = (1..MISSES).fold(Breaker::default(), miss);
        assert_eq!(bad_moment.room(NOW, MOST), MOST);
        assert_eq!(shut().room(NOW, MOST), 0);
    }

    #[test]
    fn after_a_pause_one_look_tries_it_and_an_answer_of_either_kind_opens_it() {
        let until = shut().shut_until(NOW).unwrap();
        assert_eq!(shut().room(until, MOST), 1);
        for verdict in [Verdict::Yes, Verdict::No(Cause::Expired)] {
            let opened = shut().after(until, verdict, None, 0);
            assert_eq!(opened, Breaker::default());
        }
        assert!(shut().backlog() > Span::default());
    }

    #[test]
    fn a_try_that_misses_begins_a_longer_pause_up_to_an_hour() {
        let (mut breaker, mut now, mut before) = (shut(), NOW, Span::default());
        for _ in 0..20 {
            let until = breaker.shut_until(now).unwrap();
            let pause = until.since(now);
            assert!(pause >= before && pause <= LONGEST_PAUSE);
            before = pause;
            now = until;
            breaker = breaker.after(now, SILENT, None, 0);
        }
        assert!(before.as_millis() * 2 >= LONGEST_PAUSE.as_millis());
    }

    #[test]
    fn looks_that_were_under_way_when_it_was_shut_make_no_pause_longer() {
        let later = NOW.plus(Span::from_secs(2));
        let until = shut().shut_until(NOW);
        assert_eq!(
            shut().after(later, SILENT, None, 1000).shut_until(later),
            until
        );
    }

    #[test]
    fn a_limit_of_one_caller_is_the_hosts_only_where_it_asks_for_that() {
        let limited = Verdict::NoAnswer(Unavailable::RateLimited);
        let hour = Span::from_minutes(60);
        let one = Breaker::default().after(NOW, limited, Some(hour), 0);
        assert_eq!(one.room(NOW, MOST), MOST);
        let all = one.asked_to_wait(NOW, hour);
        assert_eq!(all.shut_until(NOW), Some(NOW.plus(hour)));
        assert_eq!(all.forgiven(NOW).shut_until(NOW), Some(NOW.plus(hour)));
        assert_eq!(shut().forgiven(NOW), Breaker::default());
    }

    #[test]
    fn a_clock_that_went_back_shuts_no_host_for_long() {
        let before = Timestamp::from_secs(NOW.as_secs() - 86_400 * 365);
        assert_eq!(shut().room(before, MOST), 1);
    }

    #[test]
    fn what_a_host_asked_for_by_a_clock_that_was_ahead_is_forgotten() {
        let ahead = NOW.plus(Span::from_days(3_652));
        let limited = Verdict::NoAnswer(Unavailable::RateLimited);
        let hour = Span::from_minutes(60);
        let asked = shut().after(ahead, limited, Some(hour), 0);
        // The clock is put right, and the host is still silent.
        let until = asked.after(NOW, SILENT, None, 0).shut_until(NOW);
        assert!(until.is_some_and(|until| until <= NOW.plus(LONGEST_PAUSE)));
        assert_eq!(asked.forgiven(NOW), Breaker::default());
        // What it asks for by the right clock holds.
        let again = asked.asked_to_wait(NOW, hour);
        assert_eq!(again.shut_until(NOW), Some(NOW.plus(hour)));
    }

    fn misses(verdict: Verdict) -> bool {
        let hiccups = [Unavailable::Silent, Unavailable::Down, Unavailable::Offline];
        hiccups.map(Verdict::NoAnswer).contains(&verdict)
    }

    fn verdicts() -> impl Strategy<Value = Verdict> {
        let misses = vec![
            Unavailable::Silent,
            Unavailable::Down,
            Unavailable::Offline,
            Unavailable::NotAnAnswer,
            Unavailable::RateLimited,
        ];
        prop_oneof![
            1 => Just(Verdict::Yes),
            8 => prop::sample::select(misses).prop_map(Verdict::NoAnswer),
        ]
    }

    proptest! {
        /// A host is asked whenever there is room, by probes that take a while.
        #[test]
        fn a_host_is_never_left_alone_for_ever_and_never_asked_too_early(
            looks in prop::collection::vec(
                (verdicts(), prop::option::of(0i64..7200), 0u16..=1000, 0i64..40), 1..120
            )
        ) {
            let (mut now, mut breaker) = (NOW, Breaker::default());
            let mut asked: Option<Timestamp> = None;
            for (verdict, wait, chance, takes) in looks {
                if let Some(until) = breaker.shut_until(now) {
                    prop_assert_eq!(breaker.room(now, MOST), 0);
                    let longest = now.plus(LONGEST_PAUSE).max(asked.unwrap_or(now));
                    prop_assert!(until > now && until <= longest);
                    prop_assert!(asked.is_none_or(|asked| until >= asked));
                    now = until;
                    prop_assert_eq!(breaker.room(now, MOST), 1);
                }
                prop_assert!(breaker.room(now, MOST) >= 1);
                now = now.plus(Span::from_secs(takes));
                let wait = wait.map(Span::from_secs);
                let counts = breaker.shut.is_some() || misses(verdict);
                breaker = breaker.after(now, verdict, wait, chance);
                asked = match verdict {
                    Verdict::NoAnswer(_) if counts => wait.map(|wait| now.plus(wait)).max(asked),
                    Verdict::NoAnswer(_) => asked,
                    Verdict::Yes | Verdict::No(_) | Verdict::Here(_) => None,
                };
            }
        }

        #[test]
        fn pauses_of_two_hosts_differ_by_chance_alone(one in 0u16..=1000, other in 0u16..=1000) {
            let paused = |chance| {
                let miss = |breaker: Breaker, _| breaker.after(NOW, SILENT, None, chance);
                let breaker: Breaker = (0..MISSES).fold(Breaker::default(), miss);
                breaker.shut_until(NOW)
            };
            prop_assert_eq!(paused(one) < paused(other), one < other);
        }
    }
}
