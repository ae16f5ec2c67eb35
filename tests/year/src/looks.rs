//! Looks and renewals, and what follows from them, in the order in which the engine does it.

use domain::connection::{Effect, Event, step};
use domain::pattern::{Loss, Whose, judge_losses};
use domain::{Cause, Hiccup, Look, Siblings, Span, Verdict};
use networks::Renewal;

use crate::nets::{HOUR, Said};
use crate::play::{Next, Play, SETTLE};
use crate::tells::NOTICED;

/// How long a loss waits at most while its siblings are still being asked.
const SETTLE_AT_MOST: i64 = 120_000;

impl Play {
    /// Looks with the token that is held; one that is about to end is renewed first.
    pub fn look(&mut self, page: usize) {
        let held = self.pages[page].held;
        let (wall, net) = (self.wall(), &self.nets[self.held[held].net]);
        if !net
            .dialect
            .about()
            .renewal_is_due(&self.held[held].dates, wall)
        {
            return self.look_now(page);
        }
        match self.renew(held) {
            Said::Yes => self.look_now(page),
            said @ (Said::No(_) | Said::Later(..)) => self.not_renewed(page, held, said),
        }
    }

    fn not_renewed(&mut self, page: usize, held: usize, said: Said) {
        match said {
            Said::Yes => {}
            // The access token still lives and has the second word.
            Said::No(_) if self.held[held].has_second_word(self.wall()) => {
                self.held[held].denied = Some(self.held[held].generation);
                self.look_now(page);
            }
            Said::No(cause) => {
                // It was asked twice.
                self.held[held].denied = Some(self.held[held].generation);
                for page in self.held[held].pages.clone() {
                    self.conclude(page, Verdict::No(cause), None);
                    self.schedule(page);
                }
            }
            Said::Later(..) if self.held[held].speaks(self.wall()) => self.look_now(page),
            Said::Later(hiccup, wait) => {
                self.held[held].denied = None;
                self.conclude(page, Verdict::NoAnswer(hiccup), wait);
            }
        }
    }

    fn look_now(&mut self, page: usize) {
        let held = self.pages[page].held;
        let said = self.ask(page, held);
        if let Said::No(_) = said
            && self.held[held].doubts(&self.nets[self.held[held].net])
        {
            self.held[held].denied = Some(self.held[held].generation);
            return match self.renew(held) {
                Said::Yes => {
                    self.held[held].doubted = Some(self.held[held].generation);
                    self.look_now(page);
                }
                said @ (Said::No(_) | Said::Later(..)) => self.not_renewed(page, held, said),
            };
        }
        let (verdict, wait) = match said {
            Said::Yes => (Verdict::Yes, None),
            Said::No(cause) => (Verdict::No(cause), None),
            Said::Later(hiccup, wait) => (Verdict::NoAnswer(hiccup), wait),
        };
        if verdict == Verdict::Yes {
            let (wall, net) = (self.wall(), &self.nets[self.held[held].net]);
            (self.held[held].denied, self.held[held].doubted) = (None, None);
            if net.lives.own_dates {
                let issued_at = self.held[held].dates.issued_at;
                self.held[held].date(net, crate::begin::START, self.now, wall, true);
                self.held[held].dates.issued_at = issued_at;
            }
        }
        self.conclude(page, verdict, wait);
        self.heard(page, verdict);
    }

    /// The network's answer to a look.
    fn ask(&mut self, page: usize, held: usize) -> Said {
        let host = self.held[held].host;
        let hour = self.now / HOUR;
        let many = self.hosts[host].pages.len();
        self.tally.asked(host, hour, many, false);
        self.tally.mark("look", self.now, page, 0);
        let one = &mut self.pages[page];
        if one.seen.hour != hour {
            (one.seen.hour, one.seen.looks, one.seen.renewals) = (hour, 0, 0);
        }
        one.seen.looks += 1;
        self.tally.most_looks = self.tally.most_looks.max(one.seen.looks);
        if let Some((hiccup, wait)) = self.faults.weather(host, self.now, false) {
            return Said::Later(hiccup, wait);
        }
        match self.held[held].truth.looked_at(self.now) {
            Said::Yes if self.pages[page].is_taken => Said::No(Cause::AccessLost),
            said @ (Said::Yes | Said::No(_) | Said::Later(..)) => said,
        }
    }

    /// Renews a grant, as far as the network does.
    fn renew(&mut self, held: usize) -> Said {
        let (host, wall, now) = (self.held[held].host, self.wall(), self.now);
        let hour = now / HOUR;
        self.tally
            .asked(host, hour, self.hosts[host].pages.len(), true);
        let first = self.held[held].pages[0];
        let seen = &mut self.pages[first].seen;
        if seen.hour != hour {
            (seen.hour, seen.looks, seen.renewals) = (hour, 0, 0);
        }
        seen.renewals += 1;
        self.tally.most_renewals = self.tally.most_renewals.max(seen.renewals);
        if let Some((hiccup, wait)) = self.faults.weather(host, now, true) {
            return Said::Later(hiccup, wait);
        }
        let net = &self.nets[self.held[held].net];
        if let Err(cause) = self.held[held].truth.renews(net, now) {
            return Said::No(cause);
        }
        let one = &mut self.held[held];
        let before = one.truth.end(&net.lives);
        one.truth.renew(&net.lives, now);
        one.date(net, crate::begin::START, now, wall, true);
        one.generation += 1;
        one.denied = None;
        let moved = |end: i64| before.is_some_and(|before| end - before > 12 * HOUR);
        let is_later = one.truth.end(&net.lives).is_some_and(moved);
        let pages = one.pages.clone();
        self.tally.mark("renewal", now, held, 0);
        for page in pages {
            self.let_go(page);
            if is_later {
                self.pages[page].seen.step = None;
            }
        }
        Said::Yes
    }

    /// Takes a verdict in.
    fn conclude(&mut self, page: usize, verdict: Verdict, wait: Option<i64>) {
        let look = Look::new(self.wall(), verdict);
        let one = &self.held[self.pages[page].held];
        let asked_twice = [one.denied, one.doubted].contains(&Some(one.generation));
        let wait = wait.map(Span::from_millis);
        self.pages[page].looked(look, wait);
        if asked_twice && matches!(verdict, Verdict::No(_)) {
            let one = &mut self.pages[page];
            one.rhythm = one.rhythm.said_no_before();
        }
        let chance = u16::try_from(self.dice.below(1001)).unwrap_or(0);
        let id = self.pages[page].id;
        self.agenda.heard(id, look.at, verdict, wait, chance);
        match verdict {
            Verdict::Yes => {
                let was_lost = !self.pages[page].is_linked();
                self.happen_to(page, Event::LookedYes);
                if was_lost {
                    self.pages[page].loss = None;
                    self.works_again(page);
                }
            }
            Verdict::No(cause) => {
                let one = &self.pages[page];
                if one.rhythm.is_refused() || !one.is_linked() {
                    self.happen_to(page, Event::LookedNo(cause));
                }
            }
            Verdict::NoAnswer(_) | Verdict::Here(_) => {}
        }
    }

    fn happen_to(&mut self, page: usize, event: Event) {
        let (after, effects) = step(self.pages[page].connection, event);
        self.pages[page].connection = after;
        for effect in effects {
            if let Effect::Tell(cause) = effect {
                self.stopped_working(page, cause);
            }
        }
    }

    fn stopped_working(&mut self, page: usize, said: Cause) {
        let since = self.wall();
        let of = &self.held[self.pages[page].held];
        let (net, host, person) = (&self.nets[of.net], of.host, of.person);
        self.tally.reds += 1;
        let is_lost = self.pages[page].is_taken || of.truth.is_lost(net, self.now);
        // By a clock that is ahead the access token has no second word any more.
        let is_hurried = (self.clock_ahead != 0 || !of.well_dated)
            && net.lives.renewable
            && of.truth.renews(net, self.now).is_err();
        self.tally.false_reds += u64::from(!is_lost && !is_hurried);
        self.tally.hurried_reds += u64::from(!is_lost && is_hurried);
        let ran_out = of.truth.dead.is_none() && !self.pages[page].is_taken;
        let avoidable = ran_out && net.renewal() == Renewal::Extend;
        self.tally.avoidable_reds += u64::from(avoidable);
        self.tally.mark("red", self.now, page, i64::from(is_lost));

        self.pages[page].loss = Some(Loss { since, said });
        self.pages[page].waits_since = Some(self.now);
        self.pages[page].seen.loss_told = 0;
        let pages = self.hosts[host].pages.iter();
        let losses = pages.filter_map(|page| self.pages[*page].loss.map(|loss| loss.since));
        let wanted = Siblings::of(since, said, losses);
        let asked = self.hosts[host].pages.iter().copied().filter(|other| {
            let one = &self.pages[*other];
            let same = self.held[one.held].person == person;
            *other != page && one.is_linked() && wanted.ask(same, one.look, one.rhythm.not_before)
        });
        for sibling in asked.collect::<Vec<_>>() {
            self.pages[sibling].rhythm.last = None;
            self.schedule(sibling);
        }
        self.ring_after(Span::from_millis(SETTLE / 20));
        self.hosts[host].stirred = true;
        if !std::mem::replace(&mut self.hosts[host].settles, true) {
            self.later(self.now + SETTLE, Next::Settle(host));
        }
    }

    pub fn works_again(&mut self, page: usize) {
        self.let_go(page);
        let host = self.held[self.pages[page].held].host;
        self.hosts[host].stirred = true;
        let one = &mut self.pages[page];
        (one.judged, one.waits_since) = (None, None);
    }

    fn let_go(&mut self, page: usize) {
        let one = &self.pages[page];
        let concern = one.concern(&self.held[one.held].dates);
        self.pages[page].told.let_go(concern);
    }

    /// What a look says about the way to the networks.
    fn heard(&mut self, page: usize, verdict: Verdict) {
        let (was_offline, wall) = (self.offline, self.wall());
        let others = self.agenda.others_answer(self.pages[page].id, wall);
        self.offline = verdict == Verdict::NoAnswer(Hiccup::Offline) && (was_offline || !others);
        if was_offline && !self.offline {
            self.agenda.forgive(wall);
            for page in 0..self.pages.len() {
                let missed = self.pages[page].look.map(|look| look.verdict);
                if missed == Some(Verdict::NoAnswer(Hiccup::Offline)) {
                    self.pages[page].rhythm.last = None;
                    self.schedule(page);
                }
            }
        }
    }

    /// Time is up for what was lost first; it is told unless siblings are still asked.
    pub fn settle(&mut self, host: usize) {
        self.judge(host);
        let pages = self.hosts[host].pages.clone();
        let asked = |page: &usize| {
            let one = &self.pages[*page];
            one.is_linked() && one.rhythm.last.is_none()
        };
        let asked = pages.iter().any(asked);
        let waits = pages
            .iter()
            .filter_map(|page| self.pages[*page].waits_since);
        let longest = waits.min().map_or(0, |since| self.now - since);
        self.hosts[host].settles = asked && longest < SETTLE_AT_MOST;
        if self.hosts[host].settles {
            return self.later(self.now + SETTLE, Next::Settle(host));
        }
        let told = |page: &usize| self.pages[*page].waits_since.is_some();
        let ripe: Vec<usize> = pages.iter().copied().filter(told).collect();
        for page in &ripe {
            self.pages[*page].waits_since = None;
        }
        if self.can_tell() {
            for page in ripe {
                self.tell(page);
            }
        }
    }

    pub fn judge(&mut self, host: usize) {
        if !std::mem::take(&mut self.hosts[host].stirred) {
            return;
        }
        let mut all = std::mem::take(&mut self.hosts[host].watched);
        for (page, watched) in self.hosts[host].pages.iter().zip(&mut all) {
            let one = &self.pages[*page];
            one.refresh(watched, &self.held[one.held].dates);
        }
        let mut judged = judge_losses(&all);
        self.hosts[host].watched = all;
        let is_the_apps = judged
            .values()
            .any(|one| matches!(one.whose, Whose::App(_)));
        let lately = |at: &i64| self.now - at < NOTICED;
        let is_reset = self.hosts[host].reset.filter(lately).is_some();
        if is_reset && is_the_apps {
            self.hosts[host].reset = None;
            self.tally.resets_seen += 1;
        }
        for page in self.hosts[host].pages.clone() {
            let now = judged.remove(&self.pages[page].id);
            self.pages[page].judged = now;
        }
    }
}
