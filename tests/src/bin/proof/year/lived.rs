//! The real engine, vault, transport and dialects live through the year of the practice networks,
//! on time that leaps from timer to timer.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::Arc;
use std::time::Duration;

use journeys::Trouble;
use journeys::stage::{Pace, Scene, Seen, Stage};
use protocol::{
    AlertRequest, EventKind, QuietHours, RedirectPreference, SettingRequest, StateCode,
};
use serde_json::json;
use year::Dice;

use super::cast::CAST;
use super::line::{self, Manners};
use super::onlooker::{Found, Onlooker, Watched};
use super::sign_ins;
use super::truth::Truth;
use super::weather::{self, Event, Faults, HOUR, INSTANCE};

/// How often notices are read.
const SLICE: i64 = 3 * HOUR;

/// What came of the year.
pub struct Lived {
    pub found: Found,
    pub seen: Seen,
    pub locations: usize,
    pub sign_ins: u64,
    pub ends: u64,
    pub restarts: u64,
    /// Noes that waited for another, counted once a day for each location.
    pub doubted: u64,
    /// The most requests of a network in one hour for each of its locations.
    pub busiest: u64,
    /// All that happened to each location, day by day.
    pub trace: u64,
}

struct Life {
    stage: Stage,
    pace: Arc<Pace>,
    began: i64,
    dice: Dice,
    faults: Faults,
    onlooker: Onlooker,
    /// The sign-ins that nobody mends.
    given_up: Vec<bool>,
    planned: Vec<bool>,
    next: BinaryHeap<Reverse<(i64, u64, usize)>>,
    events: Vec<Event>,
    manners: Manners,
    doubted: u64,
    /// Notices and facts of this run that were read.
    read: usize,
    facts_read: usize,
    clock_is_right: bool,
    sign_ins: u64,
    ends: u64,
    restarts: u64,
}

/// Lives through so many days.
pub async fn live(seed: u64, days: i64) -> Result<Lived, Trouble> {
    let pace = Arc::new(Pace::by(seed));
    let scene = Scene {
        in_memory: true,
        pace: Some(pace.clone()),
        ..Scene::default()
    };
    let mut stage = Stage::with(scene).await?;
    stage.keep_up();
    // Not by registered ports, where that is possible: a test may be listening there.
    let return_by = RedirectPreference::DeepLink;
    stage.ask(SettingRequest::SetReturnBy { return_by }).await?;
    let mut logins = vec![];
    for (nth, login) in CAST.iter().enumerate() {
        logins.push((nth, sign_ins::add(&mut stage, login).await?));
    }
    let mut choice = stage.snapshot().await?.alerts.choice;
    choice.quiet = Some(QuietHours {
        from: 22 * 60,
        to: 7 * 60,
    });
    stage.ask(AlertRequest::SetAlerts { choice }).await?;
    let onlooker = Onlooker::of(&stage.snapshot().await?, &logins);
    let mut dice = Dice(seed ^ 0x5eed);
    let given_up = CAST.iter().map(|_| dice.below(100) < 10).collect();
    let mut life = Life {
        began: pace.clock.truth().as_secs(),
        stage,
        pace,
        dice,
        faults: Faults::draw(seed, days),
        onlooker,
        given_up,
        planned: vec![false; CAST.len()],
        next: BinaryHeap::new(),
        events: vec![],
        manners: Manners::default(),
        doubted: 0,
        read: 0,
        facts_read: 0,
        clock_is_right: true,
        sign_ins: 0,
        ends: 0,
        restarts: 0,
    };
    for (at, event) in life.faults.events.clone() {
        life.later(at, event);
    }
    tokio::time::pause();
    while let Some(Reverse((at, _, nth))) = life.next.pop() {
        life.wait(at).await;
        tokio::time::resume();
        life = life.happen(nth).await?;
        tokio::time::pause();
    }
    tokio::time::resume();
    Ok(life.over())
}

impl Life {
    fn now(&self) -> i64 {
        self.pace.clock.truth().as_secs() - self.began
    }

    fn later(&mut self, at: i64, event: Event) {
        let nth = self.events.len();
        self.events.push(event);
        let order = u64::try_from(nth).unwrap_or(u64::MAX);
        self.next.push(Reverse((at, order, nth)));
    }

    /// Lets the engine live until then, and reads what it tells.
    async fn wait(&mut self, until: i64) {
        loop {
            let left = until - self.now();
            if left <= 0 {
                return;
            }
            let slice = u64::try_from(left.min(SLICE)).unwrap_or(1);
            tokio::time::sleep(Duration::from_secs(slice)).await;
            self.read_notices();
        }
    }

    fn read_notices(&mut self) {
        let now = self.now();
        let notices = self.stage.shell.notices();
        for notice in &notices[self.read..] {
            for (login, lost) in self.onlooker.told(notice, &self.faults, now) {
                let minds = lost || self.dice.below(100) < 35;
                if minds && !self.given_up[login] && !self.planned[login] {
                    self.planned[login] = true;
                    let hours = i64::try_from(1 + self.dice.below(60)).unwrap_or(1);
                    self.later(now + hours * HOUR, Event::SignIn(login));
                }
            }
        }
        self.read = notices.len();
        for notice in self.stage.shell.standing().values() {
            self.onlooker.stands(notice);
        }
    }

    async fn happen(mut self, nth: usize) -> Result<Life, Trouble> {
        self.stage.keep_up();
        let control = self.stage.control.clone();
        match self.events[nth] {
            Event::Begins(host, kind) => control.trouble(host, kind, json!({})).await?,
            Event::Ends(host) => control.calm_at(host).await?,
            Event::Offline(offline) => self.pace.set_offline(offline),
            Event::Sleeps(seconds) => self.pace.clock.pass(seconds),
            Event::Clock(wrong) => {
                self.pace.clock.go_wrong(wrong);
                self.clock_is_right = wrong == 0;
                self.onlooker.clock_moved();
            }
            Event::Summer(is) => self.pace.clock.move_day(if is { 60 } else { 0 }),
            Event::Revoked(login, kind) => {
                let aim = json!({ "person": CAST[login].person });
                self.end_access(CAST[login].host(), kind, aim).await;
            }
            Event::Role(login) => {
                let page = self.onlooker.of_login(login).last();
                let page = page.map(|page| page.name.clone());
                let aim = json!({ "person": CAST[login].person, "page": page });
                self.end_access(CAST[login].host(), "role_removed", aim)
                    .await;
            }
            Event::Reset(host) => self.end_access(host, "blanket_reset", json!({})).await,
            Event::Shortened(login) => {
                let aim = json!({ "person": CAST[login].person });
                self.end_access(CAST[login].host(), "expired", aim).await;
            }
            // What is gone says nothing.
            Event::Mistake(INSTANCE) if self.manners.gone => {}
            Event::Mistake(host) => {
                // Those that nobody met, while the computer slept, do not add up.
                self.manners.on(&self.stage.line);
                line::mistake(&self.stage.line, host);
            }
            Event::Strange(strange) => {
                self.manners.strange = strange;
                self.manners.on(&self.stage.line);
            }
            Event::Gone(gone) => {
                self.read_notices();
                self.onlooker.instance_goes(gone, self.now());
                self.manners.gone = gone;
                self.manners.on(&self.stage.line);
            }
            Event::Restart => {
                self.read_notices();
                self.stage = self.stage.leave().await?.enter().await?;
                (self.read, self.facts_read) = (0, 0);
                self.manners.on(&self.stage.line);
                self.restarts += 1;
            }
            Event::Look => self.look().await?,
            Event::SignIn(login) => self.sign_in(login).await?,
        }
        Ok(self)
    }

    /// What ended already cannot be ended once more.
    async fn end_access(&mut self, host: &str, kind: &str, aim: serde_json::Value) {
        if self.stage.control.trouble(host, kind, aim).await.is_ok() {
            self.ends += 1;
        }
    }

    async fn look(&mut self) -> Result<(), Trouble> {
        let now = self.now();
        // What was red for a moment only was told all the same.
        let facts = self.stage.facts()?;
        let changed = facts[self.facts_read..].iter().filter_map(|fact| {
            let EventKind::LocationChanged(one) = fact else {
                return None;
            };
            Some(one)
        });
        let (mut red, mut doubted) = (BTreeSet::new(), BTreeSet::new());
        for one in changed {
            if one.health.state == StateCode::NeedsYou {
                red.insert(one.id);
            } else if one.asks_again {
                doubted.insert(one.id);
            }
        }
        self.doubted += u64::try_from(doubted.len()).unwrap_or(0);
        self.facts_read = facts.len();
        let seen = self.stage.snapshot().await?;
        self.read_notices();
        let truth = Truth(self.stage.control.get("api/state").await?);
        self.onlooker.look(&seen, &truth, (&self.faults, &red), now)
    }

    async fn sign_in(&mut self, login: usize) -> Result<(), Trouble> {
        let now = self.now();
        let host = CAST[login].host();
        if self.faults.hindered(host, now - 1, now + 1) {
            self.later(now + 6 * HOUR, Event::SignIn(login));
            return Ok(());
        }
        self.planned[login] = false;
        // What is refused by mistake is a look, and not a sign-in.
        self.manners.on(&self.stage.line);
        let first = self.onlooker.of_login(login).next();
        let Some(id) = first.map(|one| one.id) else {
            return Ok(());
        };
        sign_ins::reconnect(&mut self.stage, &CAST[login], &id).await?;
        self.sign_ins += 1;
        self.onlooker.signed_in(login, now, self.clock_is_right);
        Ok(())
    }

    fn over(self) -> Lived {
        let seen = self.pace.seen();
        let most = |host: &str| {
            let of_it = |one: &&Watched| CAST[one.login].host() == host;
            let many = self.onlooker.watched.iter().filter(of_it).count();
            let many = u64::try_from(many.max(1)).unwrap_or(1);
            let origin = self.stage.origin(host).ok()?;
            Some(seen.busiest.get(origin.authority())?.div_ceil(many))
        };
        let busiest = weather::hosts().into_iter().filter_map(most).max();
        let facts = self.onlooker.watched.iter().map(|one| {
            let facts: Vec<_> = one.facts.iter().map(|fact| format!("{fact:?}")).collect();
            format!("{} {} {}", one.login, one.name, facts.join(" "))
        });
        let mut facts: Vec<_> = facts.collect();
        facts.sort_unstable();
        Lived {
            busiest: busiest.unwrap_or(0),
            trace: trace(&facts),
            seen,
            locations: self.onlooker.watched.len(),
            found: self.onlooker.found,
            sign_ins: self.sign_ins,
            ends: self.ends,
            restarts: self.restarts,
            doubted: self.doubted,
        }
    }
}

/// FNV-1a.
fn trace(facts: &[String]) -> u64 {
    let bytes = facts.iter().flat_map(|fact| fact.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |trace, byte| {
        (trace ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
