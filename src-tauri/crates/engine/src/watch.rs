//! The watch: who is looked at when nobody asks. One timer waits for the next look that is due;
//! it goes by the wall clock, because a computer sleeps and clocks are put right.

use std::time::Duration;

use domain::{Hiccup, LocationId, Settled, Span, Timestamp, Verdict};
use vault::KeyState;

use crate::task::{Mail, Task};

/// How many looks of the watch are under way at most: a list that was not looked at for weeks is
/// caught up with piece by piece.
const AT_ONCE: usize = 48;
/// How long the timer waits at most. A sleep or a changed clock is noticed that late.
const LONGEST_WAIT: Span = Span::from_minutes(15);
/// How long it waits at least, so that no clock can make it spin.
const SHORTEST_WAIT: Span = Span::from_secs(5);
/// A timer that is this much late slept with the computer.
const SLEPT: Span = Span::from_minutes(5);
/// After a sleep, what was looked at before that is looked at again.
const FRESH: Span = Span::from_minutes(60);
/// How often the way to the networks is tried while there is none: with one look, not with all.
const OFFLINE_PACE: Span = Span::from_minutes(2);

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
        let late = |expected: Timestamp| now.since(expected) > SLEPT;
        if self.expected.is_some_and(late) {
            for held in self.state.locations.values_mut() {
                let fresh = |look: &domain::Look| now.since(look.at) <= FRESH;
                held.rhythm.last = held.rhythm.last.filter(fresh);
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
        let mut next = now.plus(LONGEST_WAIT);
        let (mut due, mut later): (Vec<LocationId>, Vec<LocationId>) = (vec![], vec![]);
        for held in self.state.locations.values() {
            let settled = held.connection.settled();
            let watched = matches!(settled, Settled::Linked | Settled::NeedsYou(_))
                && held.location.grant.is_some();
            if !watched || self.state.looking.contains(&held.location.id) {
                continue;
            }
            match held.rhythm.due(now, chance(held.location.id)) {
                None => due.push(held.location.id),
                Some(at) => {
                    next = next.min(at);
                    later.push(held.location.id);
                }
            }
        }
        if self.state.offline {
            due = probe(&due, &later);
            next = now.plus(OFFLINE_PACE);
        }
        let room = AT_ONCE.saturating_sub(self.state.looking.len());
        for id in due.into_iter().take(room) {
            self.look(id);
        }
        self.wake_at(now, next);
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
        let wait = at.since(now).clamp(SHORTEST_WAIT, LONGEST_WAIT);
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

/// The one look that tells whether the way is back: at what is due, else at anything, so that no
/// patience of a location's own hides it.
fn probe(due: &[LocationId], later: &[LocationId]) -> Vec<LocationId> {
    due.iter().chain(later).take(1).copied().collect()
}

/// A number between 0 and 1000 that stays with a location: looks are drawn apart by it.
fn chance(id: LocationId) -> u16 {
    let [high, low, ..] = *id.as_bytes();
    u16::from_be_bytes([high, low]) % 1001
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_way_one_look_tries_it_and_never_none_while_something_is_watched() {
        let id = |number| LocationId::from_bytes([number; 16]);
        assert_eq!(probe(&[id(1), id(2)], &[id(3)]), [id(1)]);
        assert_eq!(probe(&[], &[id(3), id(4)]), [id(3)]);
        assert_eq!(probe(&[], &[]), []);
    }
}
