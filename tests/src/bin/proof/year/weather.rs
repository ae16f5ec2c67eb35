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

/// When the instance refuses in words that nobody knows, and when it is gone.
pub const STRANGE: (i64, i64) = (100 * DAY, 190 * DAY);
const GONE: (i64, i64) = (330 * DAY, 350 * DAY);
/// The network of which one server can be gone.
pub const INSTANCE: &str = "mastodon";

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
    Revoked(usize, &'static str),
    /// A person loses one of several pages.
    Role(usize),
    /// The network ends all tokens of the app.
    Reset(&'static str),
    /// Access tokens end before their time; refresh tokens live on.
    Shortened(usize),
    /// A network refuses one request that it would accept.
    Mistake(&'static str),
    /// The instance refuses in words that nobody knows, or no longer does.
    Strange(bool),
    /// The instance is gone while others answer, or is back.
    Gone(bool),
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

/// A path that is asked at each look, with the status and the words of a no by mistake.
pub struct Words {
    pub path: &'static str,
    pub status: u16,
    pub body: &'static str,
}

/// Networks that say no by mistake, each with a path that no other network has.
pub const MISTAKES: [(&str, Words); 5] = [
    (
        INSTANCE,
        Words {
            path: "/api/v1/accounts/verify_credentials",
            status: 401,
            body: r#"{"error":"The access token is invalid"}"#,
        },
    ),
    (
        "x",
        Words {
            path: "/2/users/me",
            status: 401,
            body: r#"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#,
        },
    ),
    (
        "youtube",
        Words {
            path: "/youtube/v3/channels",
            status: 401,
            body: r#"{"error":{"code":401,"errors":[{"reason":"authError"}],"status":"UNAUTHENTICATED"}}"#,
        },
    ),
    (
        "pinterest",
        Words {
            path: "/v5/user_account",
            status: 401,
            body: r#"{"code":2,"message":"Authentication failed."}"#,
        },
    ),
    (
        "tiktok",
        Words {
            path: "/v2/user/info/",
            status: 401,
            body: r#"{"data":{},"error":{"code":"access_token_invalid","message":"","log_id":"1"}}"#,
        },
    ),
];

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
        faults.of_words(&mut Dice(!seed));
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
                    self.events.push((at, Event::Revoked(nth, kind)));
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

    fn of_words(&mut self, dice: &mut Dice) {
        for (host, _) in MISTAKES {
            let mut at = 0;
            while at < 365 * DAY {
                at += 2 * DAY + number(dice, 10 * DAY);
                self.events.push((at, Event::Mistake(host)));
            }
        }
        for (from, to, event) in [
            (STRANGE.0, STRANGE.1, Event::Strange as fn(bool) -> Event),
            (GONE.0, GONE.1, Event::Gone),
        ] {
            self.events.push((from, event(true)));
            self.events.push((to, event(false)));
        }
        let (network, (from, to)) = (Some(INSTANCE), GONE);
        self.hindrances.push(Hindrance { network, from, to });
        for (nth, login) in CAST.iter().enumerate() {
            if login.network == INSTANCE {
                let at = STRANGE.0 + 20 * DAY + number(dice, 20 * DAY);
                self.events.push((at, Event::Revoked(nth, "token_revoked")));
            }
        }
    }

    /// Whether a network refuses in words that nobody knows, or did a moment ago.
    pub fn is_strange(&self, host: &str, now: i64) -> bool {
        host == INSTANCE && (STRANGE.0..STRANGE.1 + 2 * DAY).contains(&now)
    }

    /// Whether anything was in the way of asking a network in some time.
    pub fn hindered(&self, host: &str, since: i64, now: i64) -> bool {
        let hit = |one: &Hindrance| {
            one.network.is_none_or(|network| network == host) && one.from < now && since < one.to
        };
        self.hindrances.iter().any(hit)
    }
}
