//! The year: a heap of what comes next in true time, and the engine's own decisions about it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::alert::Policy;
use domain::host_queues::HostQueues;
use domain::pattern::{DeveloperApp, Watched};
use domain::watch::{LONGEST_WAIT, OFFLINE_PACE, wait};
use domain::{AttemptId, LocationId, Timestamp};

use crate::begin::START;
use crate::dice::Dice;
use crate::faults::{Faults, YEAR};
use crate::held::{Held, Page};
use crate::nets::{HOUR, Net};
use crate::tally::Tally;

/// How often it is seen to what is to be told. The engine does so at least every quarter hour; what
/// is due does not change with how often one looks.
pub const TELL: i64 = 6 * HOUR;
/// How long what happens now has time to settle.
pub const SETTLE: i64 = 20_000;
/// How long a round of looks takes.
const ROUND: i64 = 1_000;
pub const ATTEMPT: AttemptId = AttemptId::from_bytes([7; 16]);

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Next {
    Revocation(usize),
    Clock(usize),
    Ring(u64),
    Settle(usize),
    /// A renewal of a generation is asked for once more.
    Renew(usize, u64),
    Tell,
    /// A person signs in anew, if nobody did since.
    SignIn(usize, u32),
}

pub struct Person {
    pub held: Vec<usize>,
    /// How often the person signed in.
    pub times: u32,
    /// Whether a sign-in is planned.
    pub plans: bool,
}

pub struct Host {
    pub app: DeveloperApp,
    pub pages: Vec<usize>,
    pub watched: Vec<Watched>,
    /// Whether a timer is set for its losses.
    pub settles: bool,
    pub stirred: bool,
    pub reset: Option<i64>,
    /// When it refused everybody last by mistake.
    pub mistaken_at: i64,
}

pub struct Play {
    pub nets: Vec<Net>,
    pub hosts: Vec<Host>,
    pub people: Vec<Person>,
    pub held: Vec<Held>,
    pub pages: Vec<Page>,
    pub faults: Faults,
    pub dice: Dice,
    /// Chance of its own, so that nothing else moves with it.
    pub mistakes: Dice,
    pub policy: Policy,
    pub now: i64,
    /// How far the computer's clock is ahead of the truth.
    pub clock_ahead: i64,
    pub clock_changed: i64,
    pub clock_moved: bool,
    pub offline: bool,
    pub expected: Timestamp,
    pub rings: u64,
    pub count: u64,
    pub next: BinaryHeap<Reverse<(i64, u64, Next)>>,
    pub agenda: HostQueues,
    pub tally: Tally,
}

impl Play {
    pub fn wall(&self) -> Timestamp {
        Timestamp::from_millis(START + self.now + self.clock_ahead)
    }

    pub fn later(&mut self, at: i64, what: Next) {
        self.count += 1;
        self.next.push(Reverse((at, self.count, what)));
    }

    /// Makes a look at a page due when its rhythm says so.
    pub fn schedule(&mut self, page: usize) {
        let wall = self.wall();
        let one = &self.pages[page];
        let chance = domain::watch::chance(one.id);
        let due = one.rhythm.due(wall, chance);
        let due = due.unwrap_or_else(|| one.rhythm.due_since(wall, chance));
        let host = self.hosts[self.held[one.held].host].app.clone();
        self.agenda.place(one.id, host, due, wall);
    }

    /// A look, or the renewal that it waits for, has ended.
    pub fn came_back(&mut self, page: usize) {
        self.agenda.back(self.pages[page].id);
        self.schedule(page);
    }

    pub fn schedule_all(&mut self) {
        for page in 0..self.pages.len() {
            self.schedule(page);
        }
    }

    /// Lives through the year.
    pub fn run(mut self) -> Tally {
        self.schedule_all();
        for number in 0..self.faults.revocations.len() {
            self.later(self.faults.revocations[number].0, Next::Revocation(number));
        }
        for number in 0..self.faults.clock.len() {
            self.later(self.faults.clock[number].0, Next::Clock(number));
        }
        self.later(0, Next::Ring(0));
        self.later(1, Next::Tell);
        while let Some(Reverse((at, _, what))) = self.next.pop() {
            if at >= YEAR {
                break;
            }
            self.now = at.max(self.now);
            let is_the_worlds = matches!(what, Next::Revocation(_) | Next::Clock(_));
            match self.faults.sleeps_until(self.now) {
                Some(end) if !is_the_worlds => self.later(end, what),
                Some(_) | None => self.happen(what),
            }
        }
        self.tally
    }

    fn happen(&mut self, what: Next) {
        match what {
            Next::Revocation(number) => self.revoke(number),
            Next::Clock(number) => {
                self.clock_ahead = self.faults.clock[number].1;
                (self.clock_changed, self.clock_moved) = (self.now, true);
                self.tally.mark("clock", self.now, number, self.clock_ahead);
            }
            Next::Ring(number) if number == self.rings => self.ring(),
            Next::Ring(_) => {}
            Next::Settle(host) => self.settle(host),
            Next::Renew(held, generation) => self.renew_again(held, generation),
            Next::Tell => {
                self.tell_all();
                self.later(self.now + TELL, Next::Tell);
            }
            Next::SignIn(person, times) => self.sign_in(person, times),
        }
    }

    fn ring(&mut self) {
        let wall = self.wall();
        if domain::watch::slept(self.expected, wall) {
            for page in &mut self.pages {
                let last = page.rhythm.last;
                page.rhythm.last = last.filter(|probe| domain::watch::is_fresh(probe, wall));
            }
            self.clock_moved = true;
        }
        if std::mem::take(&mut self.clock_moved) {
            self.schedule_all();
        }
        self.watch();
    }

    /// One round of looks, and when the timer rings next.
    pub fn watch(&mut self) {
        let wall = self.wall();
        let looks = match self.offline {
            true => self.agenda.next_probe().into_iter().collect(),
            false => self.agenda.due(wall),
        };
        for id in &looks {
            let page = number_of(*id);
            self.agenda.left(*id);
            if self.probe(page) {
                self.came_back(page);
            }
        }
        let next = match (self.offline, looks.is_empty()) {
            (true, _) => wall.plus(OFFLINE_PACE),
            (false, true) => self.agenda.next(wall).unwrap_or(wall.plus(LONGEST_WAIT)),
            (false, false) => return self.ring_after(domain::Span::from_millis(ROUND)),
        };
        self.ring_after(wait(wall, next));
    }

    pub fn ring_after(&mut self, wait: domain::Span) {
        self.rings += 1;
        self.expected = self.wall().plus(wait);
        self.later(self.now + wait.as_millis(), Next::Ring(self.rings));
    }
}

fn number_of(id: LocationId) -> usize {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&id.as_bytes()[8..]);
    usize::try_from(u64::from_be_bytes(bytes)).unwrap_or(0)
}
