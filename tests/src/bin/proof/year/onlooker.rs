//! An onlooker who knows the truth from the networks, and compares with it what the app shows and
//! tells.

use std::collections::BTreeSet;

use domain::{Cause, LocationId};
use engine::{Notice, NoticeAbout};
use journeys::Trouble;
use protocol::{LocationView, Snapshot, StateCode};

use super::cast::CAST;
use super::silences::{Silence, Silences};
use super::truth::Truth;
use super::weather::{DAY, Faults, HOUR};

/// The steps of the default, as the help of the app names them.
const STEPS: [i64; 5] = [0, 1, 3, 7, 14];
/// What was lost longer ago than this, without anything in the way, is noticed.
const NOTICED: i64 = 26 * HOUR;
/// Notices are read so seldom, and wait for the end of the night.
const TOLD: i64 = 13 * HOUR;
const EARLY: i64 = HOUR;

/// What was found. What is promised to be nothing comes first.
#[derive(Default)]
pub struct Found {
    pub false_reds: u64,
    pub not_noticed: u64,
    pub without_cause: u64,
    pub steps_twice: u64,
    pub steps_early: u64,
    pub steps_missing: u64,
    pub losses_twice: u64,
    pub losses_missing: u64,
    /// Steps told once more because a wrong clock had dated the end.
    pub steps_again: u64,
    pub reds: u64,
    pub steps: u64,
    pub losses: u64,
    pub notices: u64,
    /// Of what nothing was heard.
    pub silences: Silences,
    /// What was found, in words.
    pub words: Vec<String>,
}

impl Found {
    pub fn broken(&self) -> u64 {
        self.false_reds
            + self.not_noticed
            + self.without_cause
            + self.steps_twice
            + self.steps_early
            + self.steps_missing
            + self.losses_twice
            + self.losses_missing
            + self.silences.broken()
    }
}

/// A location, as the onlooker remembers it.
pub struct Watched {
    pub id: LocationId,
    pub login: usize,
    pub name: String,
    /// When its person signed in last.
    approved: i64,
    /// Since when the truth is as it is.
    pub usable: (bool, i64),
    /// What was told of the time in which nothing is heard of it.
    pub silence: Silence,
    pub red: Option<i64>,
    /// Steps told of the present end.
    steps: BTreeSet<i64>,
    missed: BTreeSet<i64>,
    loss_told: bool,
    /// Whether the clock was wrong while its present end was dated.
    misdated: bool,
    blamed: bool,
    /// What happened to it, for a second run to be compared with.
    pub facts: Vec<(i64, String)>,
}

pub struct Onlooker {
    pub watched: Vec<Watched>,
    pub found: Found,
}

impl Onlooker {
    pub fn of(seen: &Snapshot, logins: &[(usize, Vec<LocationId>)]) -> Onlooker {
        let mut watched = vec![];
        for (login, ids) in logins {
            for id in ids {
                let location = seen.locations.iter().find(|one| one.id == *id);
                let name = location.and_then(|one| one.name.clone());
                watched.push(Watched {
                    id: *id,
                    login: *login,
                    name: name.unwrap_or_default(),
                    approved: 0,
                    usable: (true, 0),
                    silence: Silence::default(),
                    red: None,
                    steps: BTreeSet::new(),
                    missed: BTreeSet::new(),
                    loss_told: false,
                    misdated: false,
                    blamed: false,
                    facts: vec![],
                });
            }
        }
        Onlooker {
            watched,
            found: Found::default(),
        }
    }

    /// The locations of a sign-in.
    pub fn of_login(&self, login: usize) -> impl Iterator<Item = &Watched> {
        self.watched.iter().filter(move |one| one.login == login)
    }

    /// The computer's clock went wrong or was put right.
    pub fn clock_moved(&mut self) {
        for one in &mut self.watched {
            one.misdated = true;
        }
    }

    /// A person signed in anew.
    pub fn signed_in(&mut self, login: usize, now: i64, clock_is_right: bool) {
        let all = self.watched.iter_mut().filter(|one| one.login == login);
        for one in all {
            one.approved = now;
            one.steps.clear();
            one.missed.clear();
            one.misdated = !clock_is_right;
        }
    }

    /// Takes in notices that called a person; gives the sign-ins they are about, and whether
    /// something was lost.
    pub fn told(&mut self, notice: &Notice, faults: &Faults, now: i64) -> Vec<(usize, bool)> {
        self.found.notices += 1;
        let (ids, lost) = about(&notice.about);
        if let NoticeAbout::Unheard { unheard, .. } = notice.about {
            return self.silence_told(&ids, unheard, faults, now);
        }
        let mut logins = vec![];
        let mut is_news = false;
        for id in &ids {
            let Some(nth) = self.watched.iter().position(|one| one.id == *id) else {
                continue;
            };
            logins.push((self.watched[nth].login, lost));
            if lost {
                let one = &mut self.watched[nth];
                is_news |= !one.loss_told;
                if !std::mem::replace(&mut one.loss_told, true) {
                    self.found.losses += 1;
                    one.facts.push((now / DAY, "loss told".to_owned()));
                }
            } else {
                self.step_told(nth, now);
            }
        }
        if lost && !is_news {
            self.found.losses_twice += 1;
            self.say(now, format!("told twice: {notice:?}"));
        }
        logins
    }

    fn step_told(&mut self, nth: usize, now: i64) {
        let one = &mut self.watched[nth];
        let login = &CAST[one.login];
        self.found.steps += 1;
        let life = login.life().map(|days| days * DAY);
        let left = life.map(|life| one.approved + life - now);
        let reached = left.and_then(|left| {
            let come = |step: &i64| left <= step * DAY + EARLY;
            STEPS.into_iter().find(come)
        });
        let again = reached.is_some_and(|step| one.steps.iter().any(|told| *told <= step));
        let who = format!("{} {} {}", login.network, login.person, one.name);
        one.facts.push((now / DAY, format!("step {reached:?}")));
        one.steps.extend(reached);
        let misdated = one.misdated;
        if again && misdated {
            self.found.steps_again += 1;
        } else if again {
            self.found.steps_twice += 1;
            self.say(now, format!("{who}: step {reached:?} twice"));
        } else if reached.is_none() && !misdated {
            self.found.steps_early += 1;
            self.say(now, format!("{who}: a step, and {left:?} s are left"));
        }
    }

    /// What stands on the screen was told as well, without calling anybody.
    pub fn stands(&mut self, notice: &Notice) {
        let (ids, lost) = about(&notice.about);
        if lost {
            let all = self.watched.iter_mut();
            all.filter(|one| ids.contains(&one.id))
                .for_each(|one| one.loss_told = true);
        }
    }

    /// Compares what the app shows with the truth.
    pub fn look(
        &mut self,
        seen: &Snapshot,
        truth: &Truth,
        (faults, red): (&Faults, &BTreeSet<LocationId>),
        now: i64,
    ) -> Result<(), Trouble> {
        for nth in 0..self.watched.len() {
            let one = &self.watched[nth];
            let found = seen.locations.iter().find(|shown| shown.id == one.id);
            let shown = found.ok_or_else(|| Trouble::unexpected("a location is gone"))?;
            let usable = truth.is_usable(&CAST[one.login], &one.name)?;
            let was_red = red.contains(&self.watched[nth].id);
            self.compare(nth, shown, (usable, was_red), faults, now);
            self.compare_silence(nth, shown, faults, now);
        }
        Ok(())
    }

    fn compare(
        &mut self,
        nth: usize,
        shown: &LocationView,
        (usable, was_red): (bool, bool),
        faults: &Faults,
        now: i64,
    ) {
        let one = &mut self.watched[nth];
        let login = &CAST[one.login];
        let unhindered = !faults.hindered(login.host(), now - NOTICED, now);
        let was = one.usable;
        if was.0 != usable {
            one.usable = (usable, now);
            one.blamed = false;
        }
        let long = one.usable.1 < now - NOTICED && unhindered;
        let is_red = shown.health.state == StateCode::NeedsYou;
        let red_before = one.red;
        let turned = is_red && red_before.is_none();
        let who = format!("{} {} {}", login.network, login.person, one.name);
        if turned {
            one.red = Some(now);
            one.facts
                .push((now / DAY, format!("{:?}", shown.health.cause)));
            self.found.reds += 1;
        } else if !is_red && shown.health.state != StateCode::CannotCheck {
            if one.red.take().is_some() {
                one.facts.push((now / DAY, "green".to_owned()));
            }
            one.loss_told = false;
        }
        let one = &mut self.watched[nth];
        let health = &shown.health;
        let mut wrong = None;
        // Facts can be read a day late.
        let settled = one.usable.1.max(one.approved) < now - 2 * DAY;
        let for_a_moment = was_red && red_before.is_none() && settled;
        if usable && (is_red && (long || turned && was.0) || for_a_moment) {
            wrong = Some("false red");
        } else if !usable && long && !is_red && !faults.is_strange(login.host(), now) {
            wrong = Some("not noticed");
        }
        if is_red && health.cause.is_none() {
            self.found.without_cause += 1;
        }
        let ended = matches!(health.cause, Some(Cause::Expired | Cause::DataAccessLapsed));
        // The end that was told stands for the loss, whatever the network says of it later.
        one.loss_told |= is_red && ended && (one.steps.contains(&0) || one.misdated);
        let red_long = one.red.is_some_and(|since| since < now - NOTICED) && unhindered;
        if is_red && red_long && !one.loss_told && wrong.is_none() {
            wrong = Some("loss not told");
        }
        if let Some(what) = wrong.filter(|_| !std::mem::replace(&mut one.blamed, true)) {
            match what {
                "false red" => self.found.false_reds += 1,
                "not noticed" => self.found.not_noticed += 1,
                _ => self.found.losses_missing += 1,
            }
            let since = now - self.watched[nth].usable.1;
            self.say(
                now,
                format!("{who}: {what}, as it is for {since} s; {health:?}"),
            );
        }
        if !is_red && usable && unhindered {
            self.miss_steps(nth, now, &who);
        }
    }

    /// Blames steps whose time came and that nobody was told of.
    fn miss_steps(&mut self, nth: usize, now: i64, who: &str) {
        let one = &mut self.watched[nth];
        let Some(days) = CAST[one.login].life().filter(|_| !one.misdated) else {
            return;
        };
        let left = one.approved + days * DAY - now;
        let fits = |step: &i64| *step == 0 || step * 4 <= days;
        let come = |step: &i64| left <= step * DAY - TOLD;
        let want = STEPS.into_iter().filter(fits).find(come);
        let want = want.filter(|_| left > -DAY);
        let missing = want.filter(|want| one.steps.iter().all(|told| told > want));
        if let Some(step) = missing.filter(|step| one.missed.insert(*step)) {
            self.found.steps_missing += 1;
            self.say(
                now,
                format!("{who}: step {step} not told, {left} s are left"),
            );
        }
    }

    pub fn say(&mut self, now: i64, what: String) {
        let (day, hour) = (now / DAY, now % DAY / HOUR);
        self.found.words.push(format!("day {day} {hour} h: {what}"));
    }
}

/// Which locations a notice is about, and whether they were lost.
fn about(about: &NoticeAbout) -> (Vec<LocationId>, bool) {
    match about {
        NoticeAbout::StoppedWorking { location, .. } => (vec![*location], true),
        NoticeAbout::ManyStoppedWorking { locations, .. } => (locations.clone(), true),
        NoticeAbout::KeychainClosed { .. } => (vec![], false),
        NoticeAbout::SignInEnds { locations, .. }
        | NoticeAbout::Unheard { locations, .. }
        | NoticeAbout::NotKeptYet { locations, .. }
        | NoticeAbout::ManySignInsEnd { locations, .. } => (locations.clone(), false),
        NoticeAbout::CannotWrite | NoticeAbout::StoreMoved | NoticeAbout::WrongClock { .. } => {
            (vec![], false)
        }
    }
}
