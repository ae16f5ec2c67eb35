//! What goes wrong in a year, drawn from the seed.

use domain::Unavailable;

use crate::dice::Dice;
use crate::nets::{DAY, HOUR, MINUTE};

pub const YEAR: i64 = 365 * DAY;
/// Thirty days in which the computer sleeps.
const LONG_SLEEP: (i64, i64) = (200 * DAY + 5 * HOUR, 230 * DAY + 5 * HOUR);
/// Of a hundred hosts, how many refuse in words that nobody knows, and how many mind a clock.
const STRANGE: u64 = 30;
const MINDS_CLOCK: u64 = 30;
/// Of a hundred servers that a person runs, how many go away for good.
const GONE: u64 = 20;
/// Where summer time begins and ends.
const SUMMER: (i64, i64) = (86 * DAY + HOUR, 303 * DAY + HOUR);

/// A time in which something is the matter.
#[derive(Clone, Copy)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

/// What is the matter with one host. One that goes away for good has no end.
#[derive(Clone, Copy)]
pub struct Outage {
    pub at: Span,
    pub hiccup: Unavailable,
    /// How long it asks to wait.
    pub wait: Option<i64>,
    /// Whether only renewals get no answer.
    pub renewals_only: bool,
}

/// What happens to people and pages.
#[derive(Clone, Copy)]
pub enum Revocation {
    /// A person changed the password, or removed the app.
    Person(usize),
    /// A person lost one page.
    Page(usize),
    /// The network ended all tokens of an app.
    Reset(usize),
}

pub struct Faults {
    /// Everywhere: no way to the networks, or a portal in between.
    pub everywhere: Vec<(Span, Unavailable)>,
    /// Of each host.
    pub outages: Vec<Vec<Outage>>,
    /// Which hosts refuse in words that nobody knows.
    pub strange: Vec<bool>,
    /// Which hosts take no request of a computer whose clock is wrong.
    pub minds_clock: Vec<bool>,
    pub sleeps: Vec<Span>,
    /// When the clock was put how far ahead of the truth; a pair of each jump and its end.
    pub clock: Vec<(i64, i64)>,
    pub revocations: Vec<(i64, Revocation)>,
}

fn some(dice: &mut Dice, times: u64, shortest: i64, longest: i64) -> Vec<Span> {
    let end = |number: i64| u64::try_from(number).unwrap_or(1);
    let draw = |dice: &mut Dice, end: u64| i64::try_from(dice.below(end)).unwrap_or(0);
    let mut all = vec![];
    for _ in 0..times {
        let from = draw(dice, end(YEAR));
        // Short ones come far more often than long ones.
        let part = draw(dice, 1000) * draw(dice, 1000) / 1000;
        let to = from + shortest + (longest - shortest) / 1000 * part;
        all.push(Span { from, to });
    }
    all.sort_by_key(|span| span.from);
    all
}

fn moment(dice: &mut Dice) -> i64 {
    let year = u64::try_from(YEAR).unwrap_or(1);
    i64::try_from(dice.below(year)).unwrap_or(0)
}

impl Faults {
    /// Of so many people and pages, at hosts of which it is known whether a person runs them.
    pub fn draw(dice: &mut Dice, hosts: &[bool], people: usize, pages: usize) -> Faults {
        let offline = some(dice, 20, 5 * MINUTE, 20 * HOUR);
        let portals = some(dice, 12, 5 * MINUTE, 4 * HOUR);
        let everywhere = offline.into_iter().map(|span| (span, Unavailable::Offline));
        let portals = portals
            .into_iter()
            .map(|span| (span, Unavailable::NotAnAnswer));
        let outages = hosts.iter().map(|small| outages(dice, *small)).collect();
        let mut sleeps = some(dice, 40, 30 * MINUTE, 16 * HOUR);
        let (from, to) = LONG_SLEEP;
        sleeps.push(Span { from, to });
        sleeps.sort_by_key(|span| span.from);
        let mut clock = vec![];
        for (day, ahead, hours) in [
            (40, -DAY, 6),
            (90, 3652 * DAY, 3),
            (140, -DAY, 20),
            (180, 3652 * DAY, 9),
            // So little that only a network notices.
            (250, 12 * MINUTE, 76),
            (300, 3652 * DAY, 1),
        ] {
            let from = day * DAY + moment(dice) % DAY;
            clock.extend([(from, ahead), (from + hours * HOUR, 0)]);
        }
        let mut revocations = vec![];
        for person in 0..people {
            if dice.below(100) < 20 {
                revocations.push((moment(dice), Revocation::Person(person)));
            }
        }
        for page in 0..pages {
            if dice.below(100) < 5 {
                revocations.push((moment(dice), Revocation::Page(page)));
            }
        }
        for host in 0..hosts.len() {
            if dice.below(100) < 50 {
                revocations.push((moment(dice), Revocation::Reset(host)));
            }
        }
        revocations.sort_by_key(|(at, _)| *at);
        let mut some_of = |part| hosts.iter().map(|_| dice.below(100) < part).collect();
        Faults {
            everywhere: everywhere.chain(portals).collect(),
            outages,
            strange: some_of(STRANGE),
            minds_clock: some_of(MINDS_CLOCK),
            sleeps,
            clock,
            revocations,
        }
    }

    /// What comes back from a host instead of an answer, if anything does.
    pub fn weather(
        &self,
        host: usize,
        now: i64,
        renewal: bool,
    ) -> Option<(Unavailable, Option<i64>)> {
        let is_now = |span: &Span| span.from <= now && now < span.to;
        let all = self.everywhere.iter().find(|(span, _)| is_now(span));
        if let Some((_, hiccup)) = all {
            return Some((*hiccup, None));
        }
        let of_host = self.outages.get(host)?.iter();
        let mut of_host = of_host.filter(|one| is_now(&one.at) && (renewal || !one.renewals_only));
        of_host.next().map(|one| (one.hiccup, one.wait))
    }

    /// Until when the computer sleeps that sleeps now.
    pub fn sleeps_until(&self, now: i64) -> Option<i64> {
        let now_asleep = self.sleeps.iter().filter(|s| s.from <= now && now < s.to);
        now_asleep.map(|sleep| sleep.to).max()
    }

    /// From when on, after a moment, a host can be asked.
    pub fn clear_from(&self, host: usize, mut moment: i64) -> i64 {
        let all: Vec<Span> = self.hindrances(host).collect();
        while let Some(span) = all.iter().find(|s| s.from <= moment && moment < s.to) {
            moment = span.to;
        }
        moment
    }

    /// Whether anything but the network's own word kept a host from being asked since then.
    pub fn was_hindered(&self, host: usize, since: i64, now: i64) -> bool {
        self.hindrances(host)
            .any(|span| span.from < now && since < span.to)
            || self.clock.iter().any(|(at, _)| since < *at && *at < now)
    }

    /// For how long of some time a host could be asked.
    pub fn clear_time(&self, host: usize, since: i64, now: i64) -> i64 {
        left_of(self.hindrances(host), since, now)
    }

    /// For how long of some time the computer was awake and had a way, whatever a host said.
    pub fn asking_time(&self, since: i64, now: i64) -> i64 {
        let offline = self.everywhere.iter();
        let offline = offline.filter(|(_, hiccup)| *hiccup == Unavailable::Offline);
        let offline = offline.map(|(span, _)| *span);
        left_of(offline.chain(self.sleeps.iter().copied()), since, now)
    }

    /// When the clock was changed last.
    pub fn clock_changed(&self, now: i64) -> i64 {
        let changes = self.clock.iter().map(|(at, _)| *at);
        changes.filter(|at| *at <= now).max().unwrap_or(-DAY)
    }

    fn hindrances(&self, host: usize) -> impl Iterator<Item = Span> {
        let everywhere = self.everywhere.iter().map(|(span, _)| *span);
        let of_host = self.outages.get(host).into_iter().flatten();
        let minds = self.minds_clock.get(host) == Some(&true);
        let wrong = self.clock.chunks_exact(2).map(|jump| Span {
            from: jump[0].0,
            to: jump[1].0,
        });
        everywhere
            .chain(of_host.map(|one| one.at))
            .chain(self.sleeps.iter().copied())
            .chain(wrong.filter(move |_| minds))
    }
}

/// What is left of some time without some parts of it.
fn left_of(parts: impl Iterator<Item = Span>, since: i64, now: i64) -> i64 {
    let within = parts.map(|part| (part.from.max(since), part.to.min(now)));
    let mut within: Vec<(i64, i64)> = within.filter(|(from, to)| from < to).collect();
    within.sort_unstable();
    let (mut left, mut known) = (now - since, since);
    for (from, to) in within {
        left -= (to - from.max(known)).max(0);
        known = known.max(to);
    }
    left
}

fn outages(dice: &mut Dice, small: bool) -> Vec<Outage> {
    let kinds = [
        (4, Unavailable::Down, 3 * DAY, None, false),
        (2, Unavailable::Silent, 3 * DAY, None, false),
        (2, Unavailable::RateLimited, 3 * DAY, Some(HOUR), false),
        (3, Unavailable::Down, 3 * DAY, None, true),
        // While others answer.
        (2, Unavailable::Offline, DAY, None, false),
        (1, Unavailable::BadCertificate, DAY, None, false),
        // A storm of words that nobody knows, at a host whose tokens live.
        (2, Unavailable::Unrecognised, 20 * HOUR, None, false),
    ];
    let mut all = vec![];
    if small && dice.below(100) < GONE {
        let ways = [
            Unavailable::Offline,
            Unavailable::Silent,
            Unavailable::BadCertificate,
        ];
        let way = usize::try_from(dice.below(3)).unwrap_or(0);
        let from = moment(dice);
        all.push(Outage {
            at: Span { from, to: i64::MAX },
            hiccup: ways[way],
            wait: None,
            renewals_only: false,
        });
    }
    for (times, hiccup, longest, wait, renewals_only) in kinds {
        let spans = some(dice, times, 30 * MINUTE, longest).into_iter();
        all.extend(spans.map(|at| Outage {
            at,
            hiccup,
            wait,
            renewals_only,
        }));
    }
    all
}

/// The minute of the local day, an hour later in summer.
pub fn minute_of_day(wall: i64, now: i64) -> u16 {
    let summer = (SUMMER.0..SUMMER.1).contains(&now);
    let local = wall + if summer { HOUR } else { 0 };
    u16::try_from(local.rem_euclid(DAY) / MINUTE).unwrap_or(0)
}
