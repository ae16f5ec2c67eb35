//! Warnings against a clock that may be wrong: before a person is warned of what follows from the
//! time alone, the dates of the last answers are asked.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::alert::CLOCK_COUNTS;
use domain::{LocationId, Span, Timestamp};
use tokio::time::Instant;

use super::{Alerts, Message};
use crate::NoticeAbout;
use crate::context::Context;
use crate::news::News;

/// The key of the notice.
const CLOCK: &str = "clock";
/// For so long a warning waits for answers that tell the time. Where none come it is told all the
/// same: most clocks are right.
const ASK_AT_MOST: Duration = Duration::from_secs(120);
/// Who was asked for the time has told it by then, mostly.
const ANSWERED: Duration = Duration::from_secs(5);
/// So many are asked for the time at once.
const ASKED_AT_ONCE: usize = 2;

/// What is remembered about it.
#[derive(Default)]
pub(super) struct AgainstTheClock {
    /// Since when warnings wait for answers that tell the time.
    waits_since: Option<Instant>,
    /// Whether a person was told that it is wrong.
    is_told: bool,
    /// Whether some are being asked if it still is.
    is_doubted: bool,
}

/// What the dates of the last answers say of this computer's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// It is good enough for warnings, as far as is known.
    Trusted,
    /// It was set, or the computer slept, or the app has just started: nobody told the time since.
    Unknown,
    /// It is wrong by so much; ahead where that is positive.
    Wrong(Span),
}

impl Alerts {
    /// What is known of the clock. It does not stay unknown for long.
    pub(super) fn against_the_clock(&mut self, cx: &mut Context) -> Clock {
        let agreed = cx.transport.clock_off();
        let counts = |off: &Span| off.as_millis().abs() >= CLOCK_COUNTS.as_millis();
        let remembered = &mut self.clock;
        if let Some(off) = agreed {
            remembered.waits_since = None;
            return match counts(&off) {
                true => Clock::Wrong(off),
                false => Clock::Trusted,
            };
        }
        if cx.book.offline {
            // Whoever could be asked is out of reach, and no end is told meanwhile.
            remembered.waits_since = None;
            return Clock::Unknown;
        }
        let since = remembered.waits_since.get_or_insert_with(Instant::now);
        match since.elapsed() < ASK_AT_MOST {
            true => Clock::Unknown,
            false => Clock::Trusted,
        }
    }

    /// Has some probed, whose answers tell the time. A network that is the only one is believed
    /// once it has told the same twice.
    pub(super) fn ask_the_time(&mut self, cx: &mut Context, ids: BTreeSet<LocationId>) {
        let idle = |id: &LocationId| !cx.book.probing.contains(id);
        let asked: Vec<LocationId> = ids.into_iter().filter(idle).take(ASKED_AT_ONCE).collect();
        for id in asked {
            cx.report(News::CheckLocation(id));
        }
        cx.report(News::NotifySoon);
    }

    /// Once the clock was set nobody has told the time, and what was told of it may be no longer so:
    /// some are asked until it is known.
    pub(crate) fn doubt_the_told_clock(&mut self, cx: &mut Context) {
        if !self.clock.is_told || self.clock.is_doubted {
            return;
        }
        let clock = self.against_the_clock(cx);
        self.tell_the_clock(cx, clock);
        if clock == Clock::Unknown && !cx.book.offline {
            let anybody = cx.agenda.next_probe().into_iter().collect();
            self.ask_the_time(cx, anybody);
            self.clock.is_doubted = true;
            self.mail.spawn(async {
                tokio::time::sleep(ANSWERED).await;
                Message::DoubtClock
            });
        }
    }

    /// Those that were asked have answered, or will not.
    pub(crate) fn doubt_the_clock_again(&mut self, cx: &mut Context) {
        self.clock.is_doubted = false;
        self.doubt_the_told_clock(cx);
    }

    /// Tells a person, once, that the clock is wrong by more than warnings can bear, and takes that
    /// off the screen when it is right.
    pub(super) fn tell_the_clock(&mut self, cx: &mut Context, clock: Clock) {
        match clock {
            Clock::Wrong(off) if !self.clock.is_told => {
                self.clock.is_told = true;
                cx.announce(CLOCK, NoticeAbout::WrongClock { off });
            }
            Clock::Wrong(_) | Clock::Unknown => {}
            Clock::Trusted if self.clock.is_told => {
                self.clock.is_told = false;
                cx.shell.withdraw_notice(CLOCK);
            }
            Clock::Trusted => {}
        }
    }

    /// Forgets what was told in what is the future now.
    pub(super) fn forget_the_future(&mut self, cx: &mut Context, now: Timestamp) {
        let mut changed = vec![];
        for (id, told) in &mut self.told {
            if told.forget_the_future(now) {
                changed.push(*id);
            }
        }
        self.stirred |= !changed.is_empty();
        self.save_notified(cx, changed);
    }
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
