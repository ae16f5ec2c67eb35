//! The watch: who is probed when nobody asks. One timer waits for the next probe that is due;
//! it goes by the wall clock, because a computer sleeps and clocks are put right.

use std::time::Duration;

use domain::watch::{LONGEST_WAIT, OFFLINE_PACE, chance, is_fresh, slept, wait};
use domain::{LinkState, LocationId, Span, Timestamp, Unavailable, Verdict};
use vault::KeyState;

use super::{Message, Watch};
use crate::book::LocationRecord;
use crate::context::Context;
use crate::news::News;

/// Probes of the same moment met the same way to the networks.
const A_MOMENT: Span = Span::from_secs(5);

impl Watch {
    /// Probes everything, piece by piece.
    pub(crate) fn watch_anew(&mut self, cx: &mut Context) {
        for held in cx.book.locations.values_mut() {
            held.rhythm.last = None;
        }
        self.due = true;
    }

    /// The timer rang, in time or after a sleep.
    pub(crate) fn woke(&mut self, cx: &mut Context) {
        let now = cx.now();
        self.timer = None;
        if let Some(expected) = self.expected.take() {
            if slept(expected, now) {
                for held in cx.book.locations.values_mut() {
                    held.rhythm.last = held.rhythm.last.filter(|probe| is_fresh(probe, now));
                }
            } else if slept(now, expected) {
                // A timer that is as much early has seen the clock put back.
                cx.book.locations.touch_all();
            }
        }
        self.due = true;
        if cx.book.offline {
            self.probe_the_way(cx);
        }
        cx.report(News::NotifySoon);
    }

    /// Puts a location where it belongs as it now is.
    pub(crate) fn put_on_agenda(&mut self, cx: &mut Context, id: LocationId) {
        let held = cx.book.locations.get(&id);
        let watched = held.filter(|held| {
            let link_state = held.connection.link_state();
            let readable =
                |grant| !cx.book.unreadable.contains(&grant) && !cx.book.changed.contains(&id);
            // What cannot be asked about must not be the one probe that tries the way.
            matches!(link_state, LinkState::Linked | LinkState::NeedsYou(_))
                && held.location.grant.is_some_and(readable)
                && !held.leaving
                && held.removing.is_none()
        });
        match watched {
            Some(held) => {
                let now = cx.now();
                let due = held.rhythm.due(now, chance(id));
                let due = due.unwrap_or_else(|| held.rhythm.due_since(now, chance(id)));
                let host = cx.app_behind(held);
                cx.agenda.place(id, host, due, now);
            }
            None => {
                cx.agenda.drop(id);
                cx.book.clock.forget(id);
            }
        }
    }

    /// Goes on with the watch if something happened that lets it. Without a way to the networks the
    /// timer has the next word.
    pub(crate) fn watch_on(&mut self, cx: &mut Context) {
        if cx.book.key != KeyState::Open || !std::mem::take(&mut self.due) {
            return;
        }
        let now = cx.now();
        if cx.book.offline {
            return self.wake_at(now, now.plus(OFFLINE_PACE));
        }
        for id in cx.agenda.due(now) {
            // What cannot be asked about stands in no line until something changes about it.
            self.check_location(cx, id);
        }
        let next = cx.agenda.next(now).unwrap_or(now.plus(LONGEST_WAIT));
        self.wake_at(now, next);
    }

    /// Tries whether the way to the networks is back.
    fn probe_the_way(&mut self, cx: &mut Context) {
        if cx.book.key != KeyState::Open || cx.agenda.away() > 0 {
            return;
        }
        if let Some(id) = cx.agenda.next_probe() {
            self.check_location(cx, id);
        }
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
        let post = self.mail.clone();
        let timer = tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            post.send(Message::Woke);
        });
        self.timer = Some(timer.abort_handle());
    }

    /// Takes in what a probe says about its host and about the way to the networks; when that is
    /// back, everything that could not be asked is due.
    pub(crate) fn record_answer(
        &mut self,
        cx: &mut Context,
        id: LocationId,
        verdict: Verdict,
        wait: Option<Span>,
    ) {
        // Nobody was asked.
        if matches!(verdict, Verdict::Here(_)) {
            return;
        }
        let now = cx.now();
        let chance = u16::from_be_bytes(cx.random()) % 1001;
        cx.agenda.record_answer(id, now, verdict, wait, chance);
        cx.book.clock.record(id, verdict);
        if let (Verdict::NoAnswer(Unavailable::RateLimited), Some(wait)) = (verdict, wait)
            && self.is_limited_as_a_whole(cx, id)
        {
            cx.agenda.asked_to_wait(id, now, wait);
        }
        let was_offline = cx.book.offline;
        // One host that cannot be reached while others answer is in trouble of its own.
        cx.book.offline = verdict == Verdict::NoAnswer(Unavailable::Offline)
            && (was_offline || !cx.agenda.others_answer(id, now));
        if was_offline && !cx.book.offline {
            cx.agenda.forgive(now);
            let missed: Vec<LocationId> = cx
                .book
                .locations
                .values()
                // What was asked just now waits for its turn: with one host out of reach and another
                // out of order the way seems to come and go.
                .filter(|held| {
                    let missed = held
                        .probe
                        .filter(|probe| now.since(probe.at) >= OFFLINE_PACE);
                    let missed = missed.map(|probe| probe.verdict);
                    missed == Some(Verdict::NoAnswer(Unavailable::Offline))
                })
                .map(|held| held.location.id)
                .collect();
            for id in missed {
                if let Some(held) = cx.book.locations.get_mut(&id) {
                    held.rhythm.last = None;
                }
            }
            self.tell_missed_apart(cx);
        }
    }

    /// What found no way in the moment before another host answered: it is that host.
    fn tell_missed_apart(&mut self, cx: &mut Context) {
        let now = cx.now();
        let missed = Some(Verdict::NoAnswer(Unavailable::Offline));
        let just_now = |held: &&LocationRecord| {
            let probe = held.probe.filter(|probe| now.since(probe.at) <= A_MOMENT);
            probe.map(|probe| probe.verdict) == missed
        };
        let all = cx.book.locations.values().filter(just_now);
        let all: Vec<LocationId> = all.map(|held| held.location.id).collect();
        for id in all {
            if let Some(held) = cx.book.locations.get_mut(&id)
                && let Some(probe) = held.probe.as_mut()
            {
                probe.verdict = Verdict::NoAnswer(Unavailable::Unreachable);
            }
            cx.emit_location(id);
        }
    }

    /// Whether the network counts calls for the app alone: then a limit is everybody's.
    fn is_limited_as_a_whole(&self, cx: &Context, id: LocationId) -> bool {
        let held = cx.book.locations.get(&id);
        let dialect = held.and_then(|held| cx.networks.get(&held.location.network));
        dialect.is_some_and(|dialect| dialect.about().limits_the_app_alone())
    }
}

#[cfg(test)]
#[path = "timer_tests.rs"]
mod tests;
