//! What goes wrong in the year, drawn from the seed.

use year::Dice;

use super::cast::{CAST, Login};

const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// Thirty days in which the computer sleeps.
const LONG_SLEEP: (i64, i64) = (200 * DAY + 5 * HOUR, 30 * DAY);
/// Where summer time begins and ends, as days after the start.
const SUMMER: (i64, i64) = (86, 303);

/// Something that happens.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A network's answers are replaced.
    Begins(&'static str, &'static str),
    Ends(&'static str),
    Offline(bool),
    /// The computer sleeps for so many seconds.
    Sleeps(i64),
    /// The computer's clock is off by so many seconds.
    Clock(i64),
    Summer(bool),
    /// What ends a person's sign-in.
    Blow(usize, &'static str),
    /// A person loses one of several pages.
    Role(usize),
    /// The network ends all tokens of the app.
    Reset(&'static str),
    /// Access tokens end before their time; refresh tokens live on.
    Shortened(usize),
    Restart,
    /// The onlooker looks around.
    Look,
    /// A person signs in anew.
    SignIn(usize),
}

/// A time in which a network could not be asked, or anything else was in the way.
#[derive(Clone, Copy)]
pub struct Hindrance {
    /// All of them where there is none.
    pub network: Option<&'static str>,
    pub from: i64,
    pub to: i64,
}

pub struct Faults {
    pub events: Vec<(i64, Event)>,
    pub hindrances: Vec<Hindrance>,
}

fn number(dice: &mut Dice, end: i64) -> i64 {
    i64::try_from(dice.below(u64::try_from(end).unwrap_or(1))).unwrap_or(0)
}

/// Short ones come far more often than long ones.
fn length(dice: &mut Dice, shortest: i64, longest: i64) -> i64 {
    let part = number(dice, 1000) * number(dice, 1000) / 1000;
    shortest + (longest - shortest) * part / 1000
}

pub fn hosts() -> Vec<&'static str> {
    let mut hosts: Vec<_> = CAST.iter().map(Login::host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}

impl Faults {
    pub fn draw(seed: u64, days: i64) -> Faults {
        let mut faults = Faults {
            events: vec![],
            hindrances: vec![],
        };
        let dice = &mut Dice(seed);
        faults.of_networks(dice);
        faults.of_the_computer(dice);
        faults.of_people(dice);
        for day in 1..days {
            faults.events.push((day * DAY, Event::Look));
        }
        faults.events.sort_by_key(|(at, _)| *at);
        faults.events.retain(|(at, _)| *at < days * DAY);
        faults
    }

    fn of_networks(&mut self, dice: &mut Dice) {
        for host in hosts() {
            let mut from = 0;
            for _ in 0..3 {
                // One after the other: the end of one lifts everything at the network.
                from += 2 * DAY + number(dice, 110 * DAY);
                let kinds = ["outage", "outage", "captive_portal", "gone", "rate_limited"];
                let kind = kinds[usize::try_from(dice.below(5)).unwrap_or(0)];
                let to = from + length(dice, 20 * MINUTE, 40 * HOUR);
                self.events.push((from, Event::Begins(host, kind)));
                self.events.push((to, Event::Ends(host)));
                let network = Some(host);
                self.hindrances.push(Hindrance { network, from, to });
                from = to;
            }
        }
    }

    fn of_the_computer(&mut self, dice: &mut Dice) {
        let hindered = |from, to| Hindrance {
            network: None,
            from,
            to,
        };
        let mut from = 0;
        while from < 400 * DAY {
            from += DAY + number(dice, 36 * DAY);
            let to = from + length(dice, 5 * MINUTE, 20 * HOUR);
            self.events.push((from, Event::Offline(true)));
            self.events.push((to, Event::Offline(false)));
            self.hindrances.push(hindered(from, to));
            from = to;
        }
        from = 0;
        while from < 400 * DAY {
            from += DAY + number(dice, 18 * DAY);
            let to = from + length(dice, 30 * MINUTE, 16 * HOUR);
            self.events.push((from, Event::Sleeps(to - from)));
            self.hindrances.push(hindered(from, to));
            from = to;
        }
        let (from, long) = LONG_SLEEP;
        self.events.push((from, Event::Sleeps(long)));
        self.hindrances.push(hindered(from, from + long));
        for (day, wrong, hours) in [
            (40, -DAY, 6),
            (95, 3652 * DAY, 3),
            (150, -DAY, 20),
            (310, 3652 * DAY, 5),
        ] {
            let from = day * DAY + number(dice, DAY);
            let to = from + hours * HOUR;
            self.events.push((from, Event::Clock(wrong)));
            self.events.push((to, Event::Clock(0)));
            self.hindrances.push(hindered(from, to));
        }
        self.events.push((SUMMER.0 * DAY, Event::Summer(true)));
        self.events.push((SUMMER.1 * DAY, Event::Summer(false)));
        for nth in 1..6 {
            let at = nth * 60 * DAY + number(dice, 30 * DAY);
            self.events.push((at, Event::Restart));
        }
    }

    fn of_people(&mut self, dice: &mut Dice) {
        let moment = |dice: &mut Dice| 3 * DAY + number(dice, 360 * DAY);
        for (nth, login) in CAST.iter().enumerate() {
            for _ in 0..2 {
                if dice.below(100) < 55 {
                    let kinds = login.ends_by();
                    let end = u64::try_from(kinds.len()).unwrap_or(1);
                    let kind = kinds[usize::try_from(dice.below(end)).unwrap_or(0)];
                    let at = moment(dice);
                    self.events.push((at, Event::Blow(nth, kind)));
                }
            }
            if login.picks > 1 {
                let at = moment(dice);
                self.events.push((at, Event::Role(nth)));
            }
            if matches!(login.network, "x" | "youtube" | "tiktok" | "bluesky") {
                let at = moment(dice);
                self.events.push((at, Event::Shortened(nth)));
            }
        }
        for host in hosts() {
            if dice.below(100) < 50 && host != "mastodon" && host != "bluesky" {
                let at = moment(dice);
                self.events.push((at, Event::Reset(host)));
            }
        }
    }

    /// Whether anything was in the way of asking a network in some time.
    pub fn hindered(&self, host: &str, since: i64, now: i64) -> bool {
        let hit = |one: &Hindrance| {
            one.network.is_none_or(|network| network == host) && one.from < now && since < one.to
        };
        self.hindrances.iter().any(hit)
    }
}
