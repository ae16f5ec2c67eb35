//! What goes wrong in a year, drawn from the seed.

use domain::Hiccup;

use crate::dice::Dice;
use crate::nets::{DAY, HOUR, MINUTE};

pub const YEAR: i64 = 365 * DAY;
/// Thirty days in which the computer sleeps.
const LONG_SLEEP: (i64, i64) = (200 * DAY + 5 * HOUR, 230 * DAY + 5 * HOUR);
/// Where summer time begins and ends.
const SUMMER: (i64, i64) = (86 * DAY + HOUR, 303 * DAY + HOUR);

/// A time in which something is the matter.
#[derive(Clone, Copy)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

/// What is the matter with one host.
#[derive(Clone, Copy)]
pub struct Outage {
    pub at: Span,
    pub hiccup: Hiccup,
    /// How long it asks to wait.
    pub wait: Option<i64>,
    /// Whether only renewals get no answer.
    pub renewals_only: bool,
}

/// What happens to people and pages.
#[derive(Clone, Copy)]
pub enum Blow {
    /// A person changed the password, or removed the app.
    Person(usize),
    /// A person lost one page.
    Page(usize),
    /// The network ended all tokens of an app.
    Reset(usize),
}

pub struct Faults {
    /// Everywhere: no way to the networks, or a portal in between.
    pub everywhere: Vec<(Span, Hiccup)>,
    /// Of each host.
    pub outages: Vec<Vec<Outage>>,
    pub sleeps: Vec<Span>,
    /// When the clock was put how far ahead of the truth; a pair of each jump and its end.
    pub clock: Vec<(i64, i64)>,
    pub blows: Vec<(i64, Blow)>,
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
    pub fn draw(dice: &mut Dice, hosts: usize, people: usize, pages: usize) -> Faults {
        let offline = some(dice, 20, 5 * MINUTE, 20 * HOUR);
        let portals = some(dice, 12, 5 * MINUTE, 4 * HOUR);
        let everywhere = offline.into_iter().map(|span| (span, Hiccup::Offline));
        let portals = portals.into_iter().map(|span| (span, Hiccup::NotAnAnswer));
        let outages = (0..hosts).map(|_| outages(dice)).collect();
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
            (300, 3652 * DAY, 1),
        ] {
            let from = day * DAY + moment(dice) % DAY;
            clock.extend([(from, ahead), (from + hours * HOUR, 0)]);
        }
        let mut blows = vec![];
        for person in 0..people {
            if dice.below(100) < 20 {
                blows.push((moment(dice), Blow::Person(person)));
            }
        }
        for page in 0..pages {
            if dice.below(100) < 5 {
                blows.push((moment(dice), Blow::Page(page)));
            }
        }
        for host in 0..hosts {
            if dice.below(100) < 50 {
                blows.push((moment(dice), Blow::Reset(host)));
            }
        }
        blows.sort_by_key(|(at, _)| *at);
        Faults {
            everywhere: everywhere.chain(portals).collect(),
            outages,
            sleeps,
            clock,
            blows,
        }
    }

    /// What comes back from a host instead of an answer, if anything does.
    pub fn weather(&self, host: usize, now: i64, renewal: bool) -> Option<(Hiccup, Option<i64>)> {
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
        let everywhere = self.everywhere.iter().map(|(span, _)| span);
        let of_host = self.outages.get(host).into_iter().flatten();
        let all: Vec<&Span> = everywhere
            .chain(of_host.map(|one| &one.at))
            .chain(&self.sleeps)
            .collect();
        while let Some(span) = all.iter().find(|s| s.from <= moment && moment < s.to) {
            moment = span.to;
        }
        moment
    }

    /// Whether anything but the network's own word kept a host from being asked since then.
    pub fn was_hindered(&self, host: usize, since: i64, now: i64) -> bool {
        let hit = |span: &Span| span.from < now && since < span.to;
        let outages = self.outages.get(host).into_iter().flatten();
        self.everywhere.iter().any(|(span, _)| hit(span))
            || outages.into_iter().any(|one| hit(&one.at))
            || self.sleeps.iter().any(hit)
            || self.clock.iter().any(|(at, _)| since < *at && *at < now)
    }
}

fn outages(dice: &mut Dice) -> Vec<Outage> {
    let kinds = [
        (4, Hiccup::Down, None, false),
        (2, Hiccup::Silent, None, false),
        (2, Hiccup::RateLimited, Some(HOUR), false),
        (3, Hiccup::Down, None, true),
    ];
    let mut all = vec![];
    for (times, hiccup, wait, renewals_only) in kinds {
        let spans = some(dice, times, 30 * MINUTE, 3 * DAY).into_iter();
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
