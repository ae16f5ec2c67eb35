//! The watch: who is looked at when nobody asks. One timer waits for the next look that is due;
//! it goes by the wall clock, because a computer sleeps and clocks are put right.

use std::time::Duration;

use domain::watch::{OFFLINE_PACE, chance, is_fresh, plan, slept, wait};
use domain::{Hiccup, Settled, Timestamp, Verdict};
use vault::KeyState;

use crate::state::Held;
use crate::task::{Mail, Task};

impl Task {
    /// Looks at everything, piece by piece.
    pub(crate) fn watch_anew(&mut self) {
        for held in self.state.locations.values_mut() {
            held.rhythm.last = None;
        }
        self.watch();
    }

    /// The timer rang, in time or after a sleep.
    pub(crate) fn woke(&mut self) {
        let now = self.now();
        if self.expected.is_some_and(|expected| slept(expected, now)) {
            for held in self.state.locations.values_mut() {
                held.rhythm.last = held.rhythm.last.filter(|look| is_fresh(look, now));
            }
        }
        self.watch();
        self.tell_soon();
    }

    /// Looks at what is due, as far as there is room, and waits for what comes next.
    pub(crate) fn watch(&mut self) {
        if self.state.key != KeyState::Open {
            return;
        }
        let now = self.now();
        let all = self.state.locations.values();
        let watched = all.filter(|held| self.can_look(held));
        let watched = watched.map(|held| {
            let id = held.location.id;
            (id, held.rhythm.due(now, chance(id)))
        });
        let plan = plan(watched, now, self.state.offline, self.state.looking.len());
        for id in plan.looks {
            self.look(id);
        }
        self.wake_at(now, now.plus(plan.wait));
    }

    /// Whether the watch can look at it now. What it cannot look at would stay due for ever, and
    /// take the place of others.
    fn can_look(&self, held: &Held) -> bool {
        let settled = held.connection.settled();
        let readable = |grant| !self.state.unreadable.contains(&grant);
        matches!(settled, Settled::Linked | Settled::NeedsYou(_))
            && held.location.grant.is_some_and(readable)
            && !held.leaving
            && !self.state.looking.contains(&held.location.id)
    }

    /// A look came back. When the last of a round did, the next round begins; without a way to the
    /// networks the timer has the next word.
    pub(crate) fn go_on(&mut self) {
        if self.state.offline {
            let now = self.now();
            self.wake_at(now, now.plus(OFFLINE_PACE));
        } else if self.state.looking.is_empty() {
            self.watch();
        }
    }

    /// Arms the one timer anew.
    fn wake_at(&mut self, now: Timestamp, at: Timestamp) {
        let wait = wait(now, at);
        self.expected = Some(now.plus(wait));
        let wait = Duration::from_millis(u64::try_from(wait.as_millis()).unwrap_or(0));
        if let Some(timer) = self.timer.take() {
            timer.abort();
        }
        let post = self.postbox();
        let timer = tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            post(Mail::Woke);
        });
        self.timer = Some(timer.abort_handle());
    }

    /// Takes in what a look says about the way to the networks; when it is back, everything that
    /// could not be asked is due.
    pub(crate) fn heard(&mut self, verdict: Verdict) {
        let was_offline = self.state.offline;
        self.state.offline = verdict == Verdict::NoAnswer(Hiccup::Offline);
        if was_offline && !self.state.offline {
            for held in self.state.locations.values_mut() {
                let missed = held.look.map(|look| look.verdict);
                if missed == Some(Verdict::NoAnswer(Hiccup::Offline)) {
                    held.rhythm.last = None;
                }
            }
        }
    }
}
