//! What is told, what a person does about it, and whether the truth agrees.

use domain::alert::News;
use domain::connection::{Event, step};
use domain::{PollSchedule, Probe, Unheard, Verdict};

use crate::begin::START;
use crate::faults::{Revocation, minute_of_day};
use crate::held::Seen;
use crate::nets::{DAY, HOUR, MINUTE, Truth};
use crate::play::{ATTEMPT, Next, Play, TELL};

/// The steps of the default, as the help of the app names them: the oracle's own.
const STEPS: [u16; 5] = [0, 1, 3, 7, 14];
/// What was lost longer ago than this, without anything that kept it from being asked, is noticed.
pub const NOTICED: i64 = 26 * HOUR;

impl Play {
    /// Whether alerts may be told now.
    pub fn can_tell(&self) -> bool {
        let wall = self.wall();
        let minute = minute_of_day(wall.as_millis(), self.now);
        !self.policy.rests(wall, minute)
    }

    pub fn tell_all(&mut self) {
        for host in 0..self.hosts.len() {
            self.judge(host);
        }
        if !self.can_tell() {
            return;
        }
        self.share_silence();
        for page in 0..self.pages.len() {
            self.tell(page);
            if !self.offline {
                self.compare(page);
            }
        }
    }

    pub fn tell(&mut self, page: usize) {
        let wall = self.wall();
        let one = &self.pages[page];
        if one.waits_since.is_some() {
            return;
        }
        let held = &self.held[one.held];
        let concern = one.concern(&held.dates);
        let network = &self.hosts[held.host].app.network;
        let news = one
            .told
            .news(concern, self.policy.steps_of(network, None), wall);
        let unheard = || one.told.news_of_silence(one.unheard());
        let news = match news {
            News::Nothing => unheard().map_or(News::Nothing, News::Unheard),
            News::Ends { .. } | News::Lost | News::LostAsForetold | News::Unheard(_) => news,
        };
        // Without a way nothing can be mended now. That one server has been out of reach for weeks
        // is no matter of the way.
        if self.offline && news != News::Unheard(Unheard::Weeks) {
            return;
        }
        let person = held.person;
        match news {
            News::Nothing => return,
            News::Unheard(unheard) => self.tell_unheard(page, unheard),
            News::Ends { step, .. } => {
                self.judge_step(page, step);
                self.tally.steps += 1;
                self.tally.mark("ends", self.now, page, i64::from(step));
            }
            News::Lost | News::LostAsForetold => {
                let is_sure = held.well_dated && self.clock_ahead == 0;
                self.tally.told_falsely += u64::from(is_sure && !self.is_lost(page));
                let seen = &mut self.pages[page].seen;
                seen.loss_told += 1;
                self.tally.losses_told_twice += u64::from(seen.loss_told > 1);
                self.tally.losses += u64::from(news == News::Lost);
                self.tally.foretold += u64::from(news == News::LostAsForetold);
                self.tally.mark("lost", self.now, page, 0);
            }
        }
        let told = &mut self.pages[page].told;
        told.remember(news, wall, String::new(), true);
        let wants = match news {
            News::Lost | News::LostAsForetold | News::Unheard(Unheard::Refused) => true,
            News::Ends { .. } => self.dice.below(100) < 35,
            News::Nothing | News::Unheard(Unheard::Days | Unheard::Weeks) => false,
        };
        if wants && !std::mem::replace(&mut self.people[person].plans, true) {
            let wait = i64::try_from(1 + self.dice.below(60)).unwrap_or(1) * HOUR;
            let times = self.people[person].times;
            self.later(self.now + wait, Next::SignIn(person, times));
        }
    }

    /// Whether a step that is told now is right by the truth.
    fn judge_step(&mut self, page: usize, step: u16) {
        let held = &self.held[self.pages[page].held];
        let known = self.pages[page].seen.step;
        let again = known.is_some_and(|known| step >= known);
        let end = held.truth.end(&self.nets[held.net].lives);
        let early = end.is_none_or(|end| end - self.now > i64::from(step) * DAY + MINUTE);
        let is_sure = held.well_dated && self.clock_ahead == 0;
        let is_known = held.well_dated && !self.pages[page].seen.is_misdated;
        self.tally.told_twice += u64::from(again && is_known);
        self.tally.told_again += u64::from(again && !is_known);
        self.tally.told_early += u64::from(early && is_sure);
        self.pages[page].seen.is_misdated |= !is_sure;
        self.pages[page].seen.step = Some(known.map_or(step, |known| known.min(step)));
    }

    /// Whether everything that must have been told or noticed by now was.
    fn compare(&mut self, page: usize) {
        let is_right = self.clock_ahead == 0 && self.now - self.clock_changed > 2 * TELL;
        let one = &self.pages[page];
        let held = &self.held[one.held];
        let net = &self.nets[held.net];
        let is_strange = self.faults.strange[held.host];
        if !one.is_linked() {
            let untold = one.waits_since.is_none() && one.seen.loss_told == 0;
            self.tally.losses_not_told += u64::from(untold);
            return;
        }
        let is_lost = self.is_lost(page);
        let since = one.seen.lost_since.filter(|_| is_lost);
        let unnoticed = since.is_some_and(|since| {
            !is_strange
                && self.now - since > NOTICED
                && !self
                    .faults
                    .was_hindered(held.host, self.now - NOTICED, self.now)
        });
        let missing = |end: i64| {
            let (left, life) = (end - self.now, end - held.approved);
            let fits = |step: &u16| *step == 0 || i64::from(*step) * DAY * 4 <= life;
            let come = |step: &u16| left <= i64::from(*step) * DAY - MINUTE;
            let want = STEPS.into_iter().filter(fits).find(come);
            let want = want.filter(|_| left > -2 * DAY + HOUR);
            want.is_some_and(|want| one.seen.step.is_none_or(|told| told > want))
        };
        let is_sure = is_right && held.well_dated && one.connection.attempt().is_none();
        let untold = is_sure && held.truth.end(&net.lives).is_some_and(missing);
        self.tally.not_told += u64::from(untold);
        self.tally.not_noticed += u64::from(unnoticed);
        self.pages[page].seen.lost_since = match is_lost {
            true => since.or(Some(self.now)),
            false => None,
        };
        self.compare_silence(page);
    }

    /// A person signs in anew; one of twenty gives up and comes back the next day.
    pub fn sign_in(&mut self, person: usize, times: u32) {
        if self.people[person].times != times {
            return;
        }
        let all = self.people[person].held.clone();
        let (wall, now) = (self.wall(), self.now);
        let host = self.held[all[0]].host;
        if self.faults.weather(host, now, true).is_some() {
            return self.later(now + 6 * HOUR, Next::SignIn(person, times));
        }
        let gives_up = self.dice.below(20) == 0;
        for held in &all {
            for page in self.held[*held].pages.clone() {
                let one = &mut self.pages[page];
                let end = match gives_up {
                    true => Event::SignInEnded(ATTEMPT),
                    false => Event::Verified(ATTEMPT),
                };
                for event in [Event::SignInAsked(ATTEMPT), end] {
                    one.connection = step(one.connection, event).0;
                }
            }
        }
        if gives_up {
            return self.later(now + DAY, Next::SignIn(person, times));
        }
        self.people[person].plans = false;
        self.people[person].times += 1;
        self.tally.sign_ins += 1;
        self.tally.mark("sign-in", now, person, 0);
        for held in all {
            let net = &self.nets[self.held[held].net];
            let one = &mut self.held[held];
            one.truth = Truth::approved(&net.lives, now);
            one.approved = now;
            one.date(net, START, now, wall, false);
            one.generation += 1;
            (one.doubted, one.denied) = (None, None);
            for page in one.pages.clone() {
                let probe = Probe::new(wall, Verdict::Yes);
                let one = &mut self.pages[page];
                (one.probe, one.seen_at) = (Some(probe), Some(wall));
                one.rhythm = PollSchedule {
                    last: Some(probe),
                    ..PollSchedule::default()
                };
                one.is_taken = false;
                one.seen = Seen::default();
                self.works_again(page);
                self.schedule(page);
            }
        }
    }

    pub fn revoke(&mut self, number: usize) {
        let (_, revocation) = self.faults.revocations[number];
        let all = match revocation {
            Revocation::Person(person) => self.people[person].held.clone(),
            Revocation::Reset(host) => {
                // Where nobody can read the refusals, none shows a reset.
                self.tally.resets += u64::from(!self.faults.strange[host]);
                self.hosts[host].reset = Some(self.faults.clear_from(host, self.now));
                let pages = self.hosts[host].pages.iter();
                pages.map(|page| self.pages[*page].held).collect()
            }
            Revocation::Page(page) => {
                self.pages[page].is_taken = true;
                vec![]
            }
        };
        for held in all {
            let says = self.nets[self.held[held].net].lives.says;
            self.held[held].truth.dead = Some(says);
        }
        self.tally.mark("revocation", self.now, number, 0);
    }
}
