//! What a person is told about a location, and when: each matter once, at the steps before an end
//! that were chosen, and never while alerts rest.
//!
//! What was told is remembered by the caller as [`Notified`]; everything else follows from how things
//! stand. An alert that had to wait is therefore simply told later, as it is by then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::health::SOON;
use crate::{Cause, ClientId, Network, Span, Timestamp, Unheard};

/// The longest step before an end: what the timeline shows.
pub const LONGEST_STEP: u16 = 90;
/// More steps than this would nag.
pub const MOST_STEPS: usize = 10;
/// Networks tell the same end a little differently from probe to probe, and a renewal while the clock
/// is a day off moves it by that day. A new approval moves what was told by more than this.
const SAME_END: Span = Span::from_minutes(36 * 60);
/// No approval moves an end by so much: a clock that was ahead did, and it will be put right.
const DATED_AHEAD: Span = Span::from_days(3 * 365);
/// An end that lies back further than this is not news: either a probe has found the loss since,
/// which is told as one, or the clock is wrong.
const STALE: Span = Span::from_days(2);
/// For so long the end that was told stands for the loss that follows from it.
const FORETOLD: Span = Span::from_days(3);

/// A clock that is wrong by more than this makes warnings wrong.
pub const CLOCK_COUNTS: Span = Span::from_days(1);

/// The days before an end at which a person is told; 0 is the end itself. Longest first, none
/// twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u16>", into = "Vec<u16>")]
pub struct Steps(Vec<u16>);

/// The days cannot be steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not steps: at most {MOST_STEPS} different numbers of days up to {LONGEST_STEP}")]
pub struct StepsProblem;

impl Steps {
    /// The days, longest first.
    pub fn days(&self) -> &[u16] {
        &self.0
    }

    /// The step that a person stands at: the shortest one whose day has come.
    fn reached(&self, left: Span, life: Span) -> Option<u16> {
        let come = |days: &u16| left <= Span::from_days((*days).into());
        let days = self.0.iter().copied().filter(come);
        days.filter(|days| fits(*days, life)).min()
    }
}

/// Whether a step is no longer than makes sense for an approval of this life: one of two weeks is
/// not called for from its first day on, as with the icon; a longer step that somebody chose still
/// has to lie in the second half.
fn fits(days: u16, life: Span) -> bool {
    let step = Span::from_days(days.into());
    let part = if step > SOON { 2 } else { 4 };
    days == 0 || step.as_millis() <= life.as_millis() / part
}

impl Default for Steps {
    fn default() -> Self {
        Steps(vec![14, 7, 3, 1, 0])
    }
}

impl TryFrom<Vec<u16>> for Steps {
    type Error = StepsProblem;

    fn try_from(mut days: Vec<u16>) -> Result<Self, StepsProblem> {
        days.sort_unstable_by(|one, other| other.cmp(one));
        days.dedup();
        let longest = days.first().copied().unwrap_or(0);
        if days.len() > MOST_STEPS || longest > LONGEST_STEP {
            return Err(StepsProblem);
        }
        Ok(Steps(days))
    }
}

impl From<Steps> for Vec<u16> {
    fn from(steps: Steps) -> Self {
        steps.0
    }
}

/// When alerts are told, as the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// The steps where nothing more special is chosen.
    pub steps: Steps,
    /// Steps for locations of a network.
    pub by_network: BTreeMap<Network, Steps>,
    /// Steps for locations of a client; they count before those of the network.
    pub by_client: BTreeMap<ClientId, Steps>,
    /// The hours of the day in which nothing is told.
    pub quiet: Option<Quiet>,
    /// Until when nothing is told at all.
    pub pause: Option<Pause>,
}

/// Quiet hours, in minutes of the local day: from the first one to before the second one, over
/// midnight where the second one is smaller. Two equal ones are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The first quiet minute.
    pub from: u16,
    /// The first minute after them.
    pub to: u16,
}

/// Until when nothing is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// Until then.
    Until(Timestamp),
    /// Until a person goes on.
    UntilResumed,
}

impl Quiet {
    /// The minutes of a day.
    pub const DAY: u16 = 24 * 60;

    fn covers(self, minute: u16) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

impl Policy {
    /// The steps of a location.
    pub fn steps_of(&self, network: &Network, client: Option<ClientId>) -> &Steps {
        let of_client = client.and_then(|client| self.by_client.get(&client));
        let special = of_client.or_else(|| self.by_network.get(network));
        special.unwrap_or(&self.steps)
    }

    /// Whether nothing is told now. `minute` is the one of the local day.
    pub fn rests(&self, now: Timestamp, minute: u16) -> bool {
        self.paused(now).is_some() || self.quiet.is_some_and(|quiet| quiet.covers(minute))
    }

    /// The pause, while it lasts.
    pub fn paused(&self, now: Timestamp) -> Option<Pause> {
        self.pause.filter(|pause| match pause {
            Pause::Until(until) => *until > now,
            Pause::UntilResumed => true,
        })
    }
}

/// How a person silenced one location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nothing is told until then, and afterwards once more what is the matter by then.
    Until(Timestamp),
    /// Nothing is told any more.
    Muted,
}

/// What concerns a person about a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// It works, and a person is needed by then.
    Ends {
        /// When the approval ends.
        by: Timestamp,
        /// When it was given.
        approved_at: Timestamp,
    },
    /// It was lost.
    Lost {
        /// When.
        since: Timestamp,
        /// Why.
        cause: Cause,
    },
}

/// What a person was told about a location.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notified {
    /// About the end of what serves it.
    pub ends: Option<NotifiedEnd>,
    /// About its loss.
    pub lost: Option<NotifiedLoss>,
    /// About the time in which nothing was heard of it.
    pub unheard: Option<NotifiedUnheard>,
}

/// That nothing was heard of a location, as a person was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifiedUnheard {
    /// The longest time that was told.
    pub unheard: Unheard,
    /// When it was told.
    pub at: Timestamp,
    /// The key of the notice.
    pub key: String,
    /// Whether the notice stood on the screen. What was told and not shown is shown yet.
    pub shown: bool,
}

/// An end that a person was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifiedEnd {
    /// The end.
    pub by: Timestamp,
    /// The shortest step at which it was told.
    pub step: u16,
    /// When it was told.
    pub at: Timestamp,
    /// The key of the notice.
    pub key: String,
    /// Whether the notice stood on the screen. What was told and not shown is shown yet.
    pub shown: bool,
}

/// A loss that a person was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifiedLoss {
    /// When it was told.
    pub at: Timestamp,
    /// The key of the notice.
    pub key: String,
    /// Whether the notice stood on the screen. What was told and not shown is shown yet.
    pub shown: bool,
}

/// What is to be told now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Nothing.
    Nothing,
    /// It ends, and this step was reached.
    Ends {
        /// When.
        by: Timestamp,
        /// The step.
        step: u16,
    },
    /// It was lost.
    Lost,
    /// It was lost as was told before: nobody is called again.
    LostAsForetold,
    /// Nothing was heard of it for so long.
    Unheard(Unheard),
}

impl News {
    /// Whether it follows from the date alone, and is wrong where that is.
    pub fn hangs_on_the_date(self) -> bool {
        match self {
            News::Ends { .. } => true,
            News::Nothing | News::Lost | News::LostAsForetold | News::Unheard(_) => false,
        }
    }
}

impl Notified {
    /// What is to be told now about a location.
    pub fn news(&self, concern: Option<Concern>, steps: &Steps, now: Timestamp) -> News {
        match concern {
            None => News::Nothing,
            Some(Concern::Lost { .. }) if self.lost.is_some() => News::Nothing,
            Some(Concern::Lost { since, cause }) if self.foretold(since, cause) => {
                News::LostAsForetold
            }
            Some(Concern::Lost { .. }) => News::Lost,
            Some(Concern::Ends { by, approved_at }) => {
                let left = by.since(now);
                let stale = now.since(by) > STALE;
                let known = self.ends.as_ref().filter(|told| told.is_about(by));
                // Approved under a clock that was ahead: how long it lives is not known.
                let life = match approved_at > now {
                    true => Span::from_days(i64::from(LONGEST_STEP) * 4),
                    false => by.since(approved_at),
                };
                let step = steps.reached(left, life);
                match step.filter(|step| known.is_none_or(|told| *step < told.step)) {
                    Some(step) if !stale => News::Ends { by, step },
                    Some(_) | None => News::Nothing,
                }
            }
        }
    }

    /// Takes in what is told at this time, by the notice of this key; whether it stands on the screen
    /// already, or needs no place there.
    pub fn remember(&mut self, news: News, at: Timestamp, key: String, shown: bool) {
        match news {
            News::Nothing => {}
            News::Ends { by, step } => {
                self.ends = Some(NotifiedEnd {
                    by,
                    step,
                    at,
                    key,
                    shown,
                });
            }
            News::Lost | News::LostAsForetold => self.lost = Some(NotifiedLoss { at, key, shown }),
            News::Unheard(unheard) => {
                self.unheard = Some(NotifiedUnheard {
                    unheard,
                    at,
                    key,
                    shown,
                });
            }
        }
    }

    /// Whether a person is to be told now that nothing is heard of a location: once for each of the
    /// times that are told.
    pub fn news_of_silence(&self, unheard: Option<Unheard>) -> Option<Unheard> {
        let told = self.unheard.as_ref().map(|told| told.unheard);
        unheard.filter(|unheard| told.is_none_or(|told| told < *unheard))
    }

    /// Forgets that nothing was heard of a location of which something was heard again. Gives
    /// whether something was forgotten.
    pub fn let_go_of_silence(&mut self, unheard: Option<Unheard>) -> bool {
        unheard.is_none() && self.unheard.take().is_some()
    }

    /// Forgets what is over: what is lost later, or ends later, is news again. Gives whether
    /// something was forgotten.
    pub fn let_go(&mut self, concern: Option<Concern>) -> bool {
        let before = self.clone();
        match concern {
            None => (self.ends, self.lost) = (None, None),
            // The end that was told may stand for this loss.
            Some(Concern::Lost { .. }) => {}
            Some(Concern::Ends { by, .. }) => {
                self.lost = None;
                let ahead = |told: &NotifiedEnd| by.since(told.by) > DATED_AHEAD;
                self.ends.take_if(|told| !told.is_about(by) && !ahead(told));
            }
        }
        *self != before
    }

    /// Forgets what was told in what is the future now: the clock was ahead, and was put right. An
    /// end is told again when it is near, a loss is one by any clock. Gives whether something changed.
    pub fn forget_the_future(&mut self, now: Timestamp) -> bool {
        let ahead = |at: Timestamp| at.since(now) > CLOCK_COUNTS;
        let before = self.clone();
        self.ends.take_if(|told| ahead(told.at));
        self.unheard.take_if(|told| ahead(told.at));
        if let Some(lost) = self.lost.as_mut().filter(|told| ahead(told.at)) {
            lost.at = now;
        }
        *self != before
    }

    /// The notice under a key stands on the screen. Gives whether that was not known.
    pub fn was_shown(&mut self, key: &str) -> bool {
        let before = self.clone();
        if let Some(ends) = self.ends.as_mut().filter(|told| told.key == key) {
            ends.shown = true;
        }
        if let Some(lost) = self.lost.as_mut().filter(|told| told.key == key) {
            lost.shown = true;
        }
        if let Some(unheard) = self.unheard.as_mut().filter(|told| told.key == key) {
            unheard.shown = true;
        }
        *self != before
    }

    fn foretold(&self, since: Timestamp, cause: Cause) -> bool {
        let ended = matches!(cause, Cause::Expired | Cause::DataAccessLapsed);
        let told_last =
            |told: &NotifiedEnd| told.step == 0 && told.shown && since.since(told.at) <= FORETOLD;
        ended && self.ends.as_ref().is_some_and(told_last)
    }
}

impl NotifiedEnd {
    /// Whether this is the end that was told, and not a later one that a renewal brought.
    pub fn is_about(&self, by: Timestamp) -> bool {
        by.since(self.by).as_millis().saturating_abs() <= SAME_END.as_millis()
    }
}

#[cfg(test)]
#[path = "alert_tests.rs"]
mod tests;
