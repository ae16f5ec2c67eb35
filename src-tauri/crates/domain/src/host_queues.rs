//! Who is probed next at each host. A slow host has a line of its own, and the others go on.

use std::collections::{BTreeMap, BTreeSet};

use crate::pattern::DeveloperApp;
use crate::probe::LONGEST_GAP;
use crate::watch::{chance, is_well_dated};
use crate::{Breaker, LocationId, Span, Timestamp, Unavailable, Verdict};

/// How many probes are under way at one host. The transport sends four at once, and their answers
/// can come together: as many more are made ready meanwhile, so that it never waits for them.
pub const AT_ONE_HOST: usize = 8;
/// How many probes of the watch are under way at all hosts together.
const AT_ALL: usize = 128;
/// While another host answered this shortly ago, there is a way to the networks.
const THERE_IS_A_WAY: Span = Span::from_secs(30);

/// All lines. A host is what a developer app is kept for: a network, or an instance of one.
#[derive(Default)]
pub struct HostQueues {
    numbers: BTreeMap<DeveloperApp, usize>,
    lines: Vec<Line>,
    places: BTreeMap<LocationId, Place>,
    away: usize,
    /// Which line has the first word next, so that the last ones get a turn too.
    turn: usize,
}

/// Where a location stands.
struct Place {
    line: usize,
    /// When it is due, while it waits for that.
    due: Option<Timestamp>,
    /// Whether it is being probed or renewed.
    away: bool,
}

#[derive(Default)]
struct Line {
    waiting: BTreeSet<(Timestamp, LocationId)>,
    away: usize,
    breaker: Breaker,
    backlog: Option<Backlog>,
    answered_at: Option<Timestamp>,
    unreachable_at: Option<Timestamp>,
    /// Whether it was found out of reach while others answered, and nothing else came since.
    apart: bool,
    /// When it was asked in vain last, and for how long it has been by then.
    silent: Option<(Timestamp, Span)>,
}

/// After an outage: what was due then is probed piece by piece.
#[derive(Clone, Copy)]
struct Backlog {
    since: Timestamp,
    over: Span,
}

impl HostQueues {
    /// Puts a location in its line.
    pub fn place(&mut self, id: LocationId, host: DeveloperApp, due: Timestamp, now: Timestamp) {
        let away = self.places.get(&id).is_some_and(|place| place.away);
        self.drop(id);
        let line = *self.numbers.entry(host).or_insert(self.lines.len());
        if line == self.lines.len() {
            self.lines.push(Line::default());
        }
        let due = (!away).then(|| self.lines[line].put(id, due, now));
        self.places.insert(id, Place { line, due, away });
        if away {
            self.lines[line].away += 1;
            self.away += 1;
        }
    }

    /// Takes a location off.
    pub fn drop(&mut self, id: LocationId) {
        if let Some(place) = self.places.remove(&id) {
            let line = &mut self.lines[place.line];
            place.due.map(|due| line.waiting.remove(&(due, id)));
            line.away -= usize::from(place.away);
            self.away -= usize::from(place.away);
        }
    }

    /// A location is being asked about.
    pub fn left(&mut self, id: LocationId) {
        let Some(place) = self.places.get_mut(&id).filter(|place| !place.away) else {
            return;
        };
        let line = &mut self.lines[place.line];
        let due = place.due.take();
        due.map(|due| line.waiting.remove(&(due, id)));
        place.away = true;
        line.away += 1;
        self.away += 1;
    }

    /// It is not any more. It stands in no line until it is placed anew.
    pub fn back(&mut self, id: LocationId) {
        let Some(place) = self.places.get_mut(&id).filter(|place| place.away) else {
            return;
        };
        place.away = false;
        self.lines[place.line].away -= 1;
        self.away -= 1;
    }

    /// How many are being asked about.
    pub fn away(&self) -> usize {
        self.away
    }

    /// Whether a location is being asked about.
    pub fn is_away(&self, id: LocationId) -> bool {
        self.places.get(&id).is_some_and(|place| place.away)
    }

    /// Whether nothing is sent to the host of a location.
    pub fn is_shut(&self, id: LocationId, now: Timestamp) -> bool {
        let line = self.places.get(&id).map(|place| &self.lines[place.line]);
        line.is_some_and(|line| line.breaker.shut_until(now).is_some())
    }

    /// What is due and has room, at each host what waited longest. None of it stands in a line any
    /// more.
    pub fn due(&mut self, now: Timestamp) -> Vec<LocationId> {
        let mut due = vec![];
        let mut room = AT_ALL.saturating_sub(self.away);
        let lines = self.lines.len();
        let mut first = None;
        for number in (self.turn..lines).chain(0..self.turn.min(lines)) {
            let line = &mut self.lines[number];
            let mut here = line.room(now).min(room);
            room -= here;
            while here > 0
                && let Some((at, id)) = line.waiting.first().copied().filter(|one| one.0 <= now)
            {
                line.waiting.remove(&(at, id));
                if let Some(place) = self.places.get_mut(&id) {
                    place.due = None;
                }
                due.push(id);
                here -= 1;
            }
            room += here;
            if room == 0 && first.is_none() {
                first = Some(number + 1);
            }
        }
        self.turn = first.unwrap_or(0) % lines.max(1);
        due
    }

    /// When the next probe can be made, as far as no answer is waited for.
    pub fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let next = |line: &Line| {
            let (first, _) = line.waiting.first()?;
            match line.breaker.shut_until(now) {
                Some(until) => Some(until.max(*first)),
                None => (line.room(now) > 0).then_some(*first),
            }
        };
        self.lines.iter().filter_map(next).min()
    }

    /// The one probe that tells whether there is a way again, whatever patience hides it: at a host
    /// that was not found unreachable, else at the one that was so longest ago.
    pub fn next_probe(&mut self) -> Option<LocationId> {
        let first = |line: &Line| line.waiting.first().copied();
        let waiting = self.lines.iter();
        let waiting = waiting.filter_map(|line| Some((line.unreachable_at, first(line)?)));
        waiting.min().map(|(_, (_, id))| id)
    }

    /// Takes in how the host of a location answered.
    pub fn record_answer(
        &mut self,
        id: LocationId,
        at: Timestamp,
        verdict: Verdict,
        wait: Option<Span>,
        chance: u16,
    ) {
        let Some(place) = self.places.get(&id) else {
            return;
        };
        let line = &mut self.lines[place.line];
        let before = line.breaker;
        line.breaker = before.after(at, verdict, wait, chance);
        line.miss(at, verdict);
        match verdict {
            Verdict::NoAnswer(Unavailable::Offline) | Verdict::Here(_) => {}
            Verdict::NoAnswer(_) | Verdict::Yes | Verdict::No(_) => {
                line.apart = verdict == Verdict::NoAnswer(Unavailable::Unreachable);
            }
        }
        if shows_a_way(verdict) {
            line.answered_at = Some(at);
            line.unreachable_at = None;
        }
        match verdict {
            Verdict::Yes | Verdict::No(_) => {
                if before.backlog() > Span::default() {
                    let over = before.backlog();
                    let moved = line.draw_apart(Backlog { since: at, over });
                    for (due, id) in moved {
                        if let Some(place) = self.places.get_mut(&id) {
                            place.due = Some(due);
                        }
                    }
                }
            }
            Verdict::NoAnswer(Unavailable::Offline | Unavailable::Unreachable) => {
                line.unreachable_at = Some(at);
            }
            Verdict::NoAnswer(_) | Verdict::Here(_) => {}
        }
    }

    /// Whether the host of a location was found out of reach while others answered: that it still is
    /// says nothing about the way.
    pub fn is_apart(&self, id: LocationId) -> bool {
        let line = self.places.get(&id).map(|place| &self.lines[place.line]);
        line.is_some_and(|line| line.apart)
    }

    /// For how long the host of a location was asked in vain, by all that live there.
    pub fn silent_for(&self, id: LocationId) -> Span {
        let line = self.places.get(&id).map(|place| &self.lines[place.line]);
        let silent = line.and_then(|line| line.silent);
        silent.map_or(Span::default(), |(_, lasted)| lasted)
    }

    /// The host of a location asked to be left alone as a whole.
    pub fn asked_to_wait(&mut self, id: LocationId, at: Timestamp, wait: Span) {
        if let Some(place) = self.places.get(&id) {
            let line = &mut self.lines[place.line];
            line.breaker = line.breaker.asked_to_wait(at, wait);
        }
    }

    /// Whether a host other than a location's own answered just now: then it is that host which
    /// cannot be reached, and not the computer which has no way.
    pub fn others_answer(&self, id: LocationId, now: Timestamp) -> bool {
        let own = self.places.get(&id).map(|place| place.line);
        let just_now = |at: &Timestamp| now.since(*at) <= THERE_IS_A_WAY && is_well_dated(*at, now);
        let answers = |line: &Line| line.answered_at.as_ref().is_some_and(just_now);
        let mut others = self.lines.iter().enumerate();
        others.any(|(number, line)| Some(number) != own && answers(line))
    }

    /// Nobody is to wait for a turn after an outage any more.
    pub fn hurry(&mut self) {
        for line in &mut self.lines {
            line.backlog = None;
        }
    }

    /// The way was missing, and not the hosts.
    pub fn forgive(&mut self, now: Timestamp) {
        for line in &mut self.lines {
            line.breaker = line.breaker.forgiven(now);
            line.unreachable_at = None;
        }
    }
}

/// Whether a probe shows that there is a way to the networks: something came that only the network
/// can have said.
fn shows_a_way(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Yes | Verdict::No(_) => true,
        Verdict::NoAnswer(hiccup) => match hiccup {
            Unavailable::Down
            | Unavailable::RateLimited
            | Unavailable::OutOfCredits
            | Unavailable::Unrecognised
            | Unavailable::WrongClock => true,
            Unavailable::Offline
            | Unavailable::Unreachable
            | Unavailable::BadCertificate
            | Unavailable::UnknownIssuer
            | Unavailable::ProxySignIn
            | Unavailable::ProxyRefused
            | Unavailable::Silent
            | Unavailable::NotAnAnswer => false,
        },
        Verdict::Here(_) => false,
    }
}

impl Line {
    /// Counts for how long it is asked in vain. Without a way it is not asked.
    fn miss(&mut self, at: Timestamp, verdict: Verdict) {
        self.silent = match verdict {
            Verdict::Yes | Verdict::No(_) => None,
            Verdict::Here(_) => self.silent,
            Verdict::NoAnswer(hiccup) => {
                let (before, lasted) = self.silent.unwrap_or((at, Span::default()));
                let passed = at.since(before).clamp(Span::default(), LONGEST_GAP);
                let went_on = Span::from_millis(lasted.as_millis() + passed.as_millis());
                Some((
                    at,
                    if hiccup == Unavailable::Offline {
                        lasted
                    } else {
                        went_on
                    },
                ))
            }
        };
    }

    fn room(&self, now: Timestamp) -> usize {
        let room = self.breaker.room(now, AT_ONE_HOST);
        room.saturating_sub(self.away)
    }

    fn put(&mut self, id: LocationId, due: Timestamp, now: Timestamp) -> Timestamp {
        // One that a clock made which was ahead would hold everything back until then.
        let backlog = self.backlog.filter(|one| is_well_dated(one.since, now));
        let due = match backlog {
            Some(backlog) if due <= backlog.since => backlog.turn_of(id),
            Some(_) | None => due,
        };
        self.waiting.insert((due, id));
        due
    }

    /// Gives what is due a turn each; says when.
    fn draw_apart(&mut self, backlog: Backlog) -> BTreeSet<(Timestamp, LocationId)> {
        self.backlog = Some(backlog);
        let due = |one: &(Timestamp, LocationId)| one.0 <= backlog.since;
        let held_back: Vec<_> = self.waiting.iter().copied().take_while(due).collect();
        let turn = |(_, id): &(Timestamp, LocationId)| (backlog.turn_of(*id), *id);
        let moved: BTreeSet<_> = held_back.iter().map(turn).collect();
        for one in &held_back {
            self.waiting.remove(one);
        }
        self.waiting.extend(&moved);
        moved
    }
}

impl Backlog {
    fn turn_of(&self, id: LocationId) -> Timestamp {
        let part = self.over.as_millis() / 1000 * i64::from(chance(id));
        self.since.plus(Span::from_millis(part))
    }
}

#[cfg(test)]
#[path = "host_queues_tests.rs"]
mod tests;
