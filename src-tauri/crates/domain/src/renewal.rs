//! How a grant stands with its renewals: one standing, one function that moves it.
//!
//! A refresh token is spent once, and no single no ends a connection: networks refuse by mistake, and
//! servers that copy from each other may not know yet of a token that they gave. The diagram in
//! `docs/renewal.md` is held to [`step`] by a test below.

use crate::{Cause, Trouble, Verdict};

/// How one generation of a grant's tokens stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RenewalStanding {
    generation: u64,
    sent: Sent,
    /// It came by a renewal, and no probe said yes to it since.
    is_untried: bool,
    /// The network said no to it once.
    is_refused: bool,
}

/// What is known of a renewal that was sent for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Sent {
    /// None was, or it was answered and its answer kept.
    #[default]
    Settled,
    /// An earlier run sent one and never saw it answered: a new one goes first, whatever the access
    /// token is still good for.
    Unanswered,
    /// One was answered, or may have been, and this computer did not keep what it brought.
    AnswerLost,
}

/// What happens to a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalEvent {
    /// An earlier run sent a renewal and never saw it answered.
    Interrupted,
    /// A renewal brought this generation.
    Renewed(u64),
    /// The network said no once, while the access token still lives.
    RefusedOnce(Cause),
    /// The network said no twice, some time apart, or once more after a probe heard a no.
    Refused(Cause),
    /// Nobody answered, or this computer could not ask.
    NotAsked {
        /// Why.
        verdict: Verdict,
        /// Whether the access token has not ended by its own date.
        access_lives: bool,
    },
    /// What it brought could not be kept, and never will be.
    Lost(Trouble),
    /// A probe said yes.
    ProbedYes,
    /// A probe said no.
    ProbedNo,
}

/// What follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalEffect {
    /// Whoever asked for the renewal is probed with the token that is held.
    Probe,
    /// Whoever asked hears this.
    Tell(Verdict),
    /// All that the grant serves hear this.
    TellAll(Verdict),
}

impl RenewalStanding {
    /// One of which nothing is known.
    pub fn of(generation: u64) -> RenewalStanding {
        RenewalStanding {
            generation,
            ..RenewalStanding::default()
        }
    }

    /// The same for this generation: what is known of another says nothing about it.
    #[must_use]
    pub fn at(self, generation: u64) -> RenewalStanding {
        match self.generation == generation {
            true => self,
            false => RenewalStanding::of(generation),
        }
    }

    /// Whether a renewal goes before any probe.
    pub fn renews_first(self) -> bool {
        self.sent == Sent::Unanswered
    }

    /// Whether the network said no to it once.
    pub fn is_refused(self) -> bool {
        self.is_refused
    }

    /// Whether a no that a probe hears may be one to the access token alone, so that a renewal has
    /// the next word. `asks_again` where the location was refused some time ago and is asked again:
    /// the renewal that was refused then can have been so by mistake.
    pub fn doubts_a_no(self, asks_again: bool) -> bool {
        !self.is_untried && (asks_again || !self.is_refused)
    }

    /// Whether something speaks against its access token.
    fn is_doubted(self) -> bool {
        self.is_untried || self.is_refused
    }

    /// Of a no that explains nothing: the network said yes once, and this computer did not keep it.
    fn cause(self, said: Cause) -> Cause {
        match (self.sent, said) {
            (Sent::Unanswered | Sent::AnswerLost, Cause::Unknown | Cause::Expired) => {
                Cause::NotKept
            }
            (Sent::Settled | Sent::Unanswered | Sent::AnswerLost, said) => said,
        }
    }

    /// It is not unanswered any more; whether it was carried out is not known.
    fn answered(self) -> RenewalStanding {
        let sent = match self.sent {
            Sent::Settled => Sent::Settled,
            Sent::Unanswered | Sent::AnswerLost => Sent::AnswerLost,
        };
        RenewalStanding { sent, ..self }
    }
}

/// Lets something happen to a standing.
pub fn step(
    standing: RenewalStanding,
    event: RenewalEvent,
) -> (RenewalStanding, Option<RenewalEffect>) {
    match event {
        RenewalEvent::Interrupted => (
            RenewalStanding {
                sent: Sent::Unanswered,
                ..standing
            },
            None,
        ),
        RenewalEvent::Renewed(generation) => (
            RenewalStanding {
                is_untried: true,
                ..RenewalStanding::of(generation)
            },
            Some(RenewalEffect::Probe),
        ),
        // A probe heard a no meanwhile.
        RenewalEvent::RefusedOnce(cause) if standing.is_refused => {
            step(standing, RenewalEvent::Refused(cause))
        }
        RenewalEvent::RefusedOnce(_) => (
            RenewalStanding {
                is_refused: true,
                ..standing.answered()
            },
            Some(RenewalEffect::Probe),
        ),
        RenewalEvent::Refused(cause) => {
            let told = Verdict::No(standing.cause(cause));
            (standing.answered(), Some(RenewalEffect::TellAll(told)))
        }
        RenewalEvent::NotAsked { access_lives, .. } if access_lives && !standing.is_doubted() => {
            (standing, Some(RenewalEffect::Probe))
        }
        // Whoever said no before the renewal is asked anew, and a renewal after that.
        RenewalEvent::NotAsked { verdict, .. } => (
            RenewalStanding {
                is_refused: false,
                ..standing
            },
            Some(RenewalEffect::Tell(verdict)),
        ),
        RenewalEvent::Lost(trouble) => {
            let sent = match standing.sent {
                Sent::Unanswered => Sent::Unanswered,
                Sent::Settled | Sent::AnswerLost => Sent::AnswerLost,
            };
            let told = RenewalEffect::Tell(Verdict::Here(trouble));
            (RenewalStanding { sent, ..standing }, Some(told))
        }
        // What was accepted once can be refused again for another reason.
        RenewalEvent::ProbedYes => (
            RenewalStanding {
                is_untried: false,
                is_refused: false,
                ..standing
            },
            None,
        ),
        RenewalEvent::ProbedNo => (
            RenewalStanding {
                is_refused: true,
                ..standing
            },
            None,
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::Unavailable;

    const DOWN: Verdict = Verdict::NoAnswer(Unavailable::Down);

    fn events() -> Vec<(&'static str, RenewalEvent)> {
        let not_asked = |access_lives| RenewalEvent::NotAsked {
            verdict: DOWN,
            access_lives,
        };
        vec![
            ("Interrupted", RenewalEvent::Interrupted),
            ("Renewed", RenewalEvent::Renewed(2)),
            ("RefusedOnce", RenewalEvent::RefusedOnce(Cause::Expired)),
            ("Refused", RenewalEvent::Refused(Cause::Expired)),
            ("NotAsked", not_asked(false)),
            ("NotAsked, access lives", not_asked(true)),
            ("Lost", RenewalEvent::Lost(Trouble::DiskFull)),
            ("ProbedYes", RenewalEvent::ProbedYes),
            ("ProbedNo", RenewalEvent::ProbedNo),
        ]
    }

    /// What speaks against the tokens, and what is known of a renewal that was sent for them: neither
    /// changes what happens to the other.
    fn names(standing: RenewalStanding) -> [&'static str; 2] {
        let against = match (standing.is_untried, standing.is_refused) {
            (false, false) => "Trusted",
            (false, true) => "Refused",
            (true, false) => "Untried",
            (true, true) => "Untried_Refused",
        };
        let sent = match standing.sent {
            Sent::Settled => "Settled",
            Sent::Unanswered => "Unanswered",
            Sent::AnswerLost => "AnswerLost",
        };
        [against, sent]
    }

    /// Each change that can come about, as a line of a diagram.
    fn arrows() -> BTreeSet<String> {
        let mut arrows = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut next = vec![RenewalStanding::of(1)];
        while let Some(start) = next.pop() {
            if !seen.insert(names(start)) {
                continue;
            }
            for (event_name, event) in events() {
                let (end, _) = step(start, event);
                next.push(end);
                for (from, to) in names(start).into_iter().zip(names(end)) {
                    if from != to {
                        arrows.insert(format!("{from} --> {to}: {event_name}"));
                    }
                }
            }
        }
        arrows
    }

    #[test]
    fn the_diagram_shows_just_what_step_does() {
        let page = include_str!("../../../../docs/renewal.md");
        let lines = page.lines().filter(|line| line.contains("-->"));
        let drawn: BTreeSet<String> = lines.map(|line| line.trim().to_owned()).collect();
        let done = arrows();
        let missing: Vec<_> = done.difference(&drawn).collect();
        let extra: Vec<_> = drawn.difference(&done).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "docs/renewal.md\nlacks {missing:#?}\nshows what cannot happen {extra:#?}"
        );
    }

    proptest! {
        /// `Refused` is two noes by itself; a lone one is never told.
        #[test]
        fn one_no_ends_nothing(chosen in prop::collection::vec(0usize..9, 1..30)) {
            let mut standing = RenewalStanding::of(1);
            let mut refusals = 0;
            for which in chosen {
                let (_, event) = events()[which];
                refusals += match event {
                    RenewalEvent::RefusedOnce(_) | RenewalEvent::ProbedNo => 1,
                    RenewalEvent::Refused(_) => 2,
                    RenewalEvent::Interrupted
                    | RenewalEvent::Renewed(_)
                    | RenewalEvent::NotAsked { .. }
                    | RenewalEvent::Lost(_)
                    | RenewalEvent::ProbedYes => 0,
                };
                let (after, effect) = step(standing, event);
                if let Some(RenewalEffect::TellAll(Verdict::No(_))) = effect {
                    prop_assert!(refusals >= 2, "{event:?} after {standing:?}");
                }
                if matches!(event, RenewalEvent::Renewed(_) | RenewalEvent::ProbedYes) {
                    refusals = 0;
                    prop_assert!(!after.is_refused());
                }
                standing = after;
            }
        }

        #[test]
        fn what_is_known_of_one_generation_says_nothing_about_the_next(
            chosen in prop::collection::vec(0usize..9, 0..20)
        ) {
            let mut standing = RenewalStanding::of(1);
            for which in chosen {
                standing = step(standing, events()[which].1).0;
            }
            prop_assert_eq!(standing.at(77), RenewalStanding::of(77));
            prop_assert_eq!(standing.at(standing.generation), standing);
        }
    }

    fn after(events: &[RenewalEvent]) -> RenewalStanding {
        let start = RenewalStanding::of(1);
        events
            .iter()
            .fold(start, |standing, event| step(standing, *event).0)
    }

    #[test]
    fn a_renewal_that_was_cut_off_goes_first_until_the_network_answers() {
        let cut_off = after(&[RenewalEvent::Interrupted]);
        assert!(cut_off.renews_first());
        let asked = RenewalEvent::NotAsked {
            verdict: DOWN,
            access_lives: true,
        };
        assert!(step(cut_off, asked).0.renews_first());
        let refused = after(&[
            RenewalEvent::Interrupted,
            RenewalEvent::RefusedOnce(Cause::Expired),
        ]);
        assert!(!refused.renews_first());
    }

    #[test]
    fn an_unexplained_no_after_a_lost_answer_is_this_computers_doing() {
        for lost in [
            RenewalEvent::Interrupted,
            RenewalEvent::Lost(Trouble::NotStored),
        ] {
            for (said, told) in [
                (Cause::Expired, Cause::NotKept),
                (Cause::Unknown, Cause::NotKept),
                (Cause::AppBroken, Cause::AppBroken),
            ] {
                let (_, effect) = step(after(&[lost]), RenewalEvent::Refused(said));
                assert_eq!(effect, Some(RenewalEffect::TellAll(Verdict::No(told))));
            }
        }
        let (_, effect) = step(after(&[]), RenewalEvent::Refused(Cause::Expired));
        let told = Verdict::No(Cause::Expired);
        assert_eq!(effect, Some(RenewalEffect::TellAll(told)));
    }

    #[test]
    fn a_probes_no_is_believed_after_a_renewal_and_doubted_before() {
        assert!(after(&[]).doubts_a_no(false));
        let refused = after(&[RenewalEvent::ProbedNo]);
        assert!(!refused.doubts_a_no(false) && refused.doubts_a_no(true));
        let renewed = after(&[RenewalEvent::ProbedNo, RenewalEvent::Renewed(1)]);
        assert!(!renewed.doubts_a_no(false) && !renewed.doubts_a_no(true));
        let works = after(&[RenewalEvent::Renewed(1), RenewalEvent::ProbedYes]);
        assert!(works.doubts_a_no(false));
    }

    #[test]
    fn without_an_answer_a_living_token_speaks_unless_something_speaks_against_it() {
        let asked = |access_lives| RenewalEvent::NotAsked {
            verdict: DOWN,
            access_lives,
        };
        let effect = |events: &[RenewalEvent], lives| step(after(events), asked(lives)).1;
        assert_eq!(effect(&[], true), Some(RenewalEffect::Probe));
        assert_eq!(effect(&[], false), Some(RenewalEffect::Tell(DOWN)));
        for against in [RenewalEvent::ProbedNo, RenewalEvent::Renewed(1)] {
            assert_eq!(effect(&[against], true), Some(RenewalEffect::Tell(DOWN)));
        }
    }
}
