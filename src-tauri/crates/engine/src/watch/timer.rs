//! The watch: who is looked at when nobody asks. One timer waits for the next look that is due;
//! it goes by the wall clock, because a computer sleeps and clocks are put right.

use std::time::Duration;

use domain::watch::{LONGEST_WAIT, OFFLINE_PACE, chance, is_fresh, slept, wait};
use domain::{Hiccup, LocationId, Settled, Span, Timestamp, Verdict};
use vault::KeyState;

use crate::book::Held;
use crate::task::{Mail, Task};

/// Looks of the same moment met the same way to the networks.
const A_MOMENT: Span = Span::from_secs(5);

impl Task {
    /// Looks at everything, piece by piece.
    pub(crate) fn watch_anew(&mut self) {
        for held in self.state.locations.values_mut() {
            held.rhythm.last = None;
        }
        self.watch_due = true;
    }

    /// The timer rang, in time or after a sleep.
    pub(crate) fn woke(&mut self) {
        let now = self.now();
        self.timer = None;
        if let Some(expected) = self.expected.take() {
            if slept(expected, now) {
                for held in self.state.locations.values_mut() {
                    held.rhythm.last = held.rhythm.last.filter(|look| is_fresh(look, now));
                }
            } else if slept(now, expected) {
                // A timer that is as much early has seen the clock put back.
                self.state.locations.touch_all();
            }
        }
        self.watch_due = true;
        if self.state.offline {
            self.probe();
        }
        self.tell_soon();
    }

    /// Puts a location where it belongs as it now is.
    pub(crate) fn put_on_agenda(&mut self, id: LocationId) {
        let held = self.state.locations.get(&id);
        let watched = held.filter(|held| {
            let settled = held.connection.settled();
            let readable = |grant| {
                !self.state.unreadable.contains(&grant) && !self.state.changed.contains(&id)
            };
            // What cannot be asked about must not be the one look that tries the way.
            matches!(settled, Settled::Linked | Settled::NeedsYou(_))
                && held.location.grant.is_some_and(readable)
                && !held.leaving
                && held.removing.is_none()
        });
        match watched {
            Some(held) => {
                let now = self.now();
                let due = held.rhythm.due(now, chance(id));
                let due = due.unwrap_or_else(|| held.rhythm.due_since(now, chance(id)));
                let host = self.app_behind(held);
                self.agenda.place(id, host, due, now);
            }
            None => {
                self.agenda.drop(id);
                self.state.clock.forget(id);
            }
        }
    }

    /// Goes on with the watch if something happened that lets it. Without a way to the networks the
    /// timer has the next word.
    pub(crate) fn watch_on(&mut self) {
        if self.state.key != KeyState::Open || !std::mem::take(&mut self.watch_due) {
            return;
        }
        let now = self.now();
        if self.state.offline {
            return self.wake_at(now, now.plus(OFFLINE_PACE));
        }
        for id in self.agenda.due(now) {
            // What cannot be asked about stands in no line until something changes about it.
            self.look(id);
        }
        let next = self.agenda.next(now).unwrap_or(now.plus(LONGEST_WAIT));
        self.wake_at(now, next);
    }

    /// Tries whether the way to the networks is back.
    fn probe(&mut self) {
        if self.state.key != KeyState::Open || self.agenda.away() > 0 {
            return;
        }
        if let Some(id) = self.agenda.probe() {
            self.look(id);
        }
    }

    /// A look, or the renewal that it waits for, has ended, whatever came of it.
    pub(crate) fn came_back(&mut self, id: LocationId) {
        self.agenda.back(id);
        self.state.locations.touch(id);
        self.watch_due = true;
    }

    /// Sees to it that the one timer rings by then. One that rings earlier does no harm.
    fn wake_at(&mut self, now: Timestamp, at: Timestamp) {
        let wait = wait(now, at);
        let wanted = now.plus(wait);
        let in_time = |rings: Timestamp| rings > now && rings <= wanted;
        if self.timer.is_some() && self.expected.is_some_and(in_time) {
            return;
        }
        self.expected = Some(wanted);
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

    /// Takes in what a look says about its host and about the way to the networks; when that is
    /// back, everything that could not be asked is due.
    pub(crate) fn heard(&mut self, id: LocationId, verdict: Verdict, wait: Option<Span>) {
        // Nobody was asked.
        if matches!(verdict, Verdict::Here(_)) {
            return;
        }
        let now = self.now();
        let [high, low, ..] = self.random();
        let chance = u16::from_be_bytes([high, low]) % 1001;
        self.agenda.heard(id, now, verdict, wait, chance);
        self.state.clock.looked(id, verdict);
        if let (Verdict::NoAnswer(Hiccup::RateLimited), Some(wait)) = (verdict, wait)
            && self.is_limited_as_a_whole(id)
        {
            self.agenda.asked_to_wait(id, now, wait);
        }
        let was_offline = self.state.offline;
        // One host that cannot be reached while others answer is in trouble of its own.
        self.state.offline = verdict == Verdict::NoAnswer(Hiccup::Offline)
            && (was_offline || !self.agenda.others_answer(id, now));
        if was_offline && !self.state.offline {
            self.agenda.forgive(now);
            let missed: Vec<LocationId> = self
                .state
                .locations
                .values()
                // What was asked just now waits for its turn: with one host out of reach and another
                // out of order the way seems to come and go.
                .filter(|held| {
                    let missed = held.look.filter(|look| now.since(look.at) >= OFFLINE_PACE);
                    let missed = missed.map(|look| look.verdict);
                    missed == Some(Verdict::NoAnswer(Hiccup::Offline))
                })
                .map(|held| held.location.id)
                .collect();
            for id in missed {
                if let Some(held) = self.state.locations.get_mut(&id) {
                    held.rhythm.last = None;
                }
            }
            self.tell_missed_apart();
        }
    }

    /// What found no way in the moment before another host answered: it is that host.
    fn tell_missed_apart(&mut self) {
        let now = self.now();
        let missed = Some(Verdict::NoAnswer(Hiccup::Offline));
        let just_now = |held: &&Held| {
            let look = held.look.filter(|look| now.since(look.at) <= A_MOMENT);
            look.map(|look| look.verdict) == missed
        };
        let all = self.state.locations.values().filter(just_now);
        let all: Vec<LocationId> = all.map(|held| held.location.id).collect();
        for id in all {
            if let Some(held) = self.state.locations.get_mut(&id)
                && let Some(look) = held.look.as_mut()
            {
                look.verdict = Verdict::NoAnswer(Hiccup::Unreachable);
            }
            self.tell_location(id);
        }
    }

    /// Whether the network counts calls for the app alone: then a limit is everybody's.
    fn is_limited_as_a_whole(&self, id: LocationId) -> bool {
        let held = self.state.locations.get(&id);
        let dialect = held.and_then(|held| self.networks.get(&held.location.network));
        dialect.is_some_and(|dialect| dialect.about().limits_the_app_alone())
    }
}
