//! What a probe of the network said about a connection.

use serde::{Deserialize, Serialize};

use crate::{Cause, Span, Timestamp, Trouble, Unavailable};

/// One probe and what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// When it was done.
    pub at: Timestamp,
    /// What it said.
    pub verdict: Verdict,
    /// The looks without an answer that it ends a row of, itself included.
    pub unanswered: Option<Unanswered>,
}

/// What a probe said. Only [`Verdict::No`] can turn an icon red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "said", content = "why")]
pub enum Verdict {
    /// The token works for this location.
    Yes,
    /// The network refused, and the refusal was recognised.
    No(Cause),
    /// Nothing that could be called an answer came back.
    NoAnswer(Unavailable),
    /// Nobody was asked: this computer could not.
    Here(Trouble),
}

/// A row of probes that brought no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// When the first of them was.
    pub since: Timestamp,
    /// For how long it was asked in vain: a computer that slept or had no way asked nobody.
    pub lasted: Span,
    /// What the network itself refused in words that nobody knows, where it did.
    pub unrecognised: Option<Unrecognised>,
}

/// Refusals in words that nobody knows, with no answer of another kind between them than none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unrecognised {
    /// How many.
    pub looks: u32,
    /// For how long, up to the last of them.
    pub lasted: Span,
}

/// How long a location has been without an answer, in the steps at which a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Unheard {
    /// For some days.
    Days,
    /// The network itself refused all that time, in words that nobody knows: the sign-in is
    /// probably not accepted any more.
    Refused,
    /// For so long that the server has perhaps shut down.
    Weeks,
}

/// Between two probes no more than this was spent asking: they are hours apart at most while a
/// computer is awake.
pub(crate) const LONGEST_GAP: Span = Span::from_minutes(12 * 60);
/// After so long without an answer a person is told.
pub const SOME_DAYS: Span = Span::from_days(2);
/// After so long a server has perhaps shut down.
pub const SOME_WEEKS: Span = Span::from_days(14);
/// After so long a refusal in unknown words is taken for what it probably is. A fault of a
/// server is mended within a working day; a token that is dead stays so.
pub const REFUSED_LONG: Span = Span::from_minutes(36 * 60);
/// So many of them are needed for that.
const REFUSED_OFTEN: u32 = 4;

impl Probe {
    /// A probe, and what it said.
    pub fn new(at: Timestamp, verdict: Verdict) -> Probe {
        Probe {
            at,
            verdict,
            unanswered: None,
        }
        .following(None)
    }

    /// The same, after the probe before it.
    #[must_use]
    pub fn following(self, before: Option<Probe>) -> Probe {
        // A clock that was put back has not unmade what was told of the row.
        let row = before.and_then(|before| before.unanswered);
        let row = row.map(|row| Unanswered {
            since: row.since.min(self.at),
            ..row
        });
        let since = before.map_or(Span::default(), |before| self.at.since(before.at));
        let passed = since.clamp(Span::default(), LONGEST_GAP);
        let went_on = |lasted: Span| Span::from_millis(lasted.as_millis() + passed.as_millis());
        let longer = |row: Unanswered| Unanswered {
            // What was raised for the whole host was so up to then, and not up to its last probe.
            lasted: match since < Span::default() {
                true => row.lasted,
                false => went_on(row.lasted)
                    .min(self.at.since(row.since))
                    .max(row.lasted),
            },
            ..row
        };
        let unanswered = match self.verdict {
            Verdict::Yes | Verdict::No(_) => None,
            // There was no way to ask: the row waits.
            Verdict::NoAnswer(Unavailable::Offline) => {
                Some(row.unwrap_or(Unanswered::from(self.at)))
            }
            Verdict::NoAnswer(hiccup) => {
                let row = row.map_or(Unanswered::from(self.at), longer);
                let counted = |refused: Option<Unrecognised>| match refused {
                    None => Unrecognised {
                        looks: 1,
                        lasted: Span::default(),
                    },
                    Some(refused) => Unrecognised {
                        looks: refused.looks.saturating_add(1),
                        lasted: went_on(refused.lasted),
                    },
                };
                Some(Unanswered {
                    // Of a server that is out of order nobody knows what it would refuse.
                    unrecognised: match hiccup == Unavailable::Unrecognised {
                        true => Some(counted(row.unrecognised)),
                        false => row.unrecognised,
                    },
                    ..row
                })
            }
            Verdict::Here(_) => Some(row.map_or(Unanswered::from(self.at), longer)),
        };
        Probe { unanswered, ..self }
    }

    /// The same in light of how long its host was asked in vain, by whomever: a host that is left
    /// alone is asked about one location after the other, and the probes of each lie far apart.
    #[must_use]
    pub fn at_silent_host(self, silent: Span, now: Timestamp) -> Probe {
        let raised = |row: Unanswered| Unanswered {
            lasted: row.lasted.max(silent.min(now.since(row.since))),
            ..row
        };
        match self.verdict {
            Verdict::NoAnswer(_) => Probe {
                unanswered: self.unanswered.map(raised),
                ..self
            },
            Verdict::Yes | Verdict::No(_) | Verdict::Here(_) => self,
        }
    }

    /// How long there has been no answer, where it is so long that a person is told.
    pub fn unheard(&self) -> Option<Unheard> {
        let row = self.unanswered?;
        let refused = row
            .unrecognised
            .is_some_and(|one| one.looks >= REFUSED_OFTEN && one.lasted >= REFUSED_LONG);
        if refused {
            Some(Unheard::Refused)
        } else if row.lasted >= SOME_WEEKS {
            Some(Unheard::Weeks)
        } else {
            (row.lasted >= SOME_DAYS).then_some(Unheard::Days)
        }
    }
}

impl Unanswered {
    fn from(since: Timestamp) -> Unanswered {
        Unanswered {
            since,
            lasted: Span::default(),
            unrecognised: None,
        }
    }
}

/// What a network lets a token still do, as its own headers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Whose limit it is.
    pub of: CreditOf,
    /// How much of it is used, in percent.
    pub used_percent: u8,
    /// When it is full again, where the network tells.
    pub full_again_at: Option<Timestamp>,
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CreditOf {
    /// All that the developer app does.
    App,
    /// All that is done for this account.
    Account,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    /// Probes so many hours apart, all of which say the same.
    fn row(verdict: Verdict, hours: i64, looks: usize) -> Probe {
        let hour = |nth: i64| NOW.plus(Span::from_minutes(60 * hours * nth));
        let next =
            |before: Option<Probe>, nth| Some(Probe::new(hour(nth), verdict).following(before));
        (0..).take(looks).fold(None, next).unwrap()
    }

    const DEAD: Verdict = Verdict::NoAnswer(Unavailable::Unreachable);
    const STRANGE: Verdict = Verdict::NoAnswer(Unavailable::Unrecognised);

    #[test]
    fn no_grey_lasts_in_silence() {
        for verdict in Unavailable::ALL
            .map(Verdict::NoAnswer)
            .into_iter()
            .chain(Trouble::ALL.map(Verdict::Here))
        {
            if verdict == Verdict::NoAnswer(Unavailable::Offline) {
                continue;
            }
            assert_eq!(row(verdict, 4, 9).unheard(), None, "{verdict:?}");
            assert!(row(verdict, 4, 13).unheard().is_some(), "{verdict:?}");
            assert!(
                row(verdict, 4, 85).unheard() >= Some(Unheard::Refused),
                "{verdict:?}"
            );
        }
    }

    #[test]
    fn a_server_is_named_after_two_days_and_perhaps_gone_after_two_weeks() {
        assert_eq!(row(DEAD, 4, 12).unheard(), None);
        assert_eq!(row(DEAD, 4, 13).unheard(), Some(Unheard::Days));
        assert_eq!(row(DEAD, 4, 84).unheard(), Some(Unheard::Days));
        assert_eq!(row(DEAD, 4, 85).unheard(), Some(Unheard::Weeks));
    }

    #[test]
    fn a_refusal_in_unknown_words_is_believed_only_after_days_and_several_looks() {
        assert_eq!(row(STRANGE, 4, 9).unheard(), None);
        assert_eq!(row(STRANGE, 4, 10).unheard(), Some(Unheard::Refused));
        // Three probes far apart are too few.
        assert_eq!(row(STRANGE, 30, 3).unheard(), None);
        // A moment out of order between them says nothing.
        let moment = Probe::new(
            NOW.plus(Span::from_days(1)),
            Verdict::NoAnswer(Unavailable::Down),
        );
        let moment = moment.following(Some(row(STRANGE, 4, 6)));
        let after = Probe::new(NOW.plus(Span::from_days(2)), STRANGE).following(Some(moment));
        assert_eq!(after.unanswered.unwrap().unrecognised.unwrap().looks, 7);
    }

    #[test]
    fn an_outage_after_a_storm_of_unknown_words_is_no_refusal() {
        let down = Verdict::NoAnswer(Unavailable::Down);
        let storm = row(STRANGE, 4, 6);
        let hour = |nth: i64| NOW.plus(Span::from_minutes(60 * nth));
        let next =
            |before: Probe, nth: i64| Probe::new(hour(20 + 4 * nth), down).following(Some(before));
        let after = |looks| (1..=looks).fold(storm, next);
        assert_eq!(after(6).unheard(), None);
        assert_eq!(after(7).unheard(), Some(Unheard::Days));
    }

    #[test]
    fn a_silent_host_is_silent_for_each_of_its_locations() {
        let days = Span::from_days(3);
        let first = Probe::new(NOW, DEAD);
        let later = NOW.plus(days);
        let silent = first.at_silent_host(days, later);
        assert_eq!(silent.unheard(), Some(Unheard::Days));
        let hour = NOW.plus(Span::from_minutes(60));
        assert_eq!(first.at_silent_host(days, hour).unheard(), None);
        let works = Probe::new(NOW, Verdict::Yes);
        assert_eq!(works.at_silent_host(days, later), works);
    }

    #[test]
    fn an_answer_ends_the_row() {
        for verdict in [Verdict::Yes, Verdict::No(Cause::Expired)] {
            let answered = Probe::new(NOW.plus(Span::from_days(30)), verdict);
            assert_eq!(answered.following(Some(row(DEAD, 4, 100))).unanswered, None);
        }
    }

    #[test]
    fn a_computer_that_slept_or_had_no_way_asked_nobody() {
        let weeks = NOW.plus(Span::from_days(21));
        let woke = Probe::new(weeks, DEAD).following(Some(row(DEAD, 4, 2)));
        assert_eq!(woke.unheard(), None);
        let offline = row(Verdict::NoAnswer(Unavailable::Offline), 4, 200);
        assert_eq!(offline.unheard(), None);
        assert_eq!(
            Probe::new(weeks, DEAD).following(Some(offline)).unheard(),
            None
        );
    }

    #[test]
    fn a_clock_that_was_ahead_neither_ends_the_row_nor_dates_it_ahead() {
        let ahead = NOW.plus(Span::from_days(3650));
        let wrong = Probe::new(ahead, DEAD).following(Some(row(DEAD, 4, 13)));
        let now = NOW.plus(Span::from_minutes(53 * 60));
        let right = Probe::new(now, DEAD).following(Some(wrong));
        assert_eq!(right.unheard(), Some(Unheard::Days));
        let alone = Probe::new(NOW, DEAD).following(Some(Probe::new(ahead, DEAD)));
        let row = alone.unanswered.unwrap();
        assert_eq!((row.since, row.lasted), (NOW, Span::default()));
    }
}
