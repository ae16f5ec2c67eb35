//! Looks and renewals, in the order in which the engine does them.

use domain::connection::{Effect, Event, step};
use domain::watch::OFFLINE_PACE;
use domain::{Cause, Probe, Span, Unavailable, Verdict};

use crate::nets::{HOUR, Said};
use crate::play::{Next, Play};

/// How long after a no a renewal is asked for once more, where nothing else can tell whether it was
/// one.
const AGAIN: i64 = 10_000;

const UNKNOWN_WORDS: Said = Said::Later(Unavailable::Unrecognised, None);

impl Play {
    /// Looks with the token that is held; one that is about to end is renewed first. Gives whether
    /// it is over.
    pub fn probe(&mut self, page: usize) -> bool {
        let held = self.pages[page].held;
        let (wall, net) = (self.wall(), &self.nets[self.held[held].net]);
        let one = &mut self.held[held];
        if let Some(waiting) = &mut one.renewing {
            waiting.push(page);
            return false;
        }
        if !net.dialect.about().renewal_is_due(&one.dates, wall) {
            self.look_now(page);
            return true;
        }
        let said = self.renew(held);
        let one = &mut self.held[held];
        if matches!(said, Said::No(_)) && !one.said_no() && !one.access_lives(wall) {
            one.renewing = Some(vec![page]);
            let generation = one.generation;
            self.later(self.now + AGAIN, Next::Renew(held, generation));
            return false;
        }
        self.renewed(&[page], held, said);
        true
    }

    /// A renewal that was refused is asked for once more, unless a person signed in meanwhile.
    pub fn renew_again(&mut self, held: usize, generation: u64) {
        let pages = self.held[held].renewing.take().unwrap_or_default();
        let said = match self.held[held].generation == generation {
            true => self.renew(held),
            false => Said::Yes,
        };
        self.renewed(&pages, held, said);
        for page in pages {
            self.came_back(page);
        }
    }

    /// What came of a renewal for those that waited for it.
    fn renewed(&mut self, pages: &[usize], held: usize, said: Said) {
        let wall = self.wall();
        let one = &mut self.held[held];
        match said {
            Said::Yes => {
                one.doubted = Some(one.generation);
                pages.iter().for_each(|page| self.look_now(*page));
            }
            // The access token still lives and has the second word.
            Said::No(_) if one.has_second_word(wall) => {
                one.denied = Some(one.generation);
                pages.iter().for_each(|page| self.look_now(*page));
            }
            Said::No(cause) => {
                let asked_twice = !one.said_no();
                for page in one.pages.clone() {
                    self.conclude(page, Verdict::No(cause), None, asked_twice);
                    self.schedule(page);
                }
            }
            Said::Later(..) if one.speaks(wall) => {
                pages.iter().for_each(|page| self.look_now(*page));
            }
            Said::Later(hiccup, wait) => {
                one.denied = None;
                for page in pages {
                    self.conclude(*page, Verdict::NoAnswer(hiccup), wait, false);
                }
            }
        }
    }

    fn look_now(&mut self, page: usize) {
        let held = self.pages[page].held;
        let said = self.ask(page, held);
        if let Said::No(_) = said
            && self.held[held].doubts(
                &self.nets[self.held[held].net],
                self.pages[page].rhythm.asks_again(),
            )
        {
            self.held[held].denied = Some(self.held[held].generation);
            let said = self.renew(held);
            return self.renewed(&[page], held, said);
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
        self.conclude(page, verdict, wait, false);
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
        if let Some((hiccup, wait)) = self.weather(host, false) {
            return Said::Later(hiccup, wait);
        }
        let said = match self.held[held].truth.looked_at(self.now) {
            Said::Yes if self.pages[page].is_taken => Said::No(Cause::AccessLost),
            said @ (Said::Yes | Said::No(_) | Said::Later(..)) => said,
        };
        match said {
            Said::Yes if self.is_mistaken(held) => Said::No(self.says_by_mistake(held)),
            Said::No(_) if self.faults.strange[host] => UNKNOWN_WORDS,
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
        if let Some((hiccup, wait)) = self.weather(host, true) {
            return Said::Later(hiccup, wait);
        }
        let net = &self.nets[self.held[held].net];
        match self.held[held].truth.renews(net, now) {
            Err(_) if self.faults.strange[host] => return UNKNOWN_WORDS,
            Err(cause) => return Said::No(cause),
            Ok(()) if self.is_mistaken(held) => return Said::No(self.says_by_mistake(held)),
            Ok(()) => {}
        }
        let net = &self.nets[self.held[held].net];
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
    fn conclude(&mut self, page: usize, verdict: Verdict, wait: Option<i64>, asked_twice: bool) {
        let verdict = self.told_apart(page, verdict);
        let probe = Probe::new(self.wall(), verdict);
        let wait = wait.map(Span::from_millis);
        let one = &mut self.pages[page];
        one.record(probe, wait);
        if asked_twice && matches!(verdict, Verdict::No(_)) {
            one.rhythm = one.rhythm.said_no_before();
        }
        let unheard = one.unheard();
        one.told.let_go_of_silence(unheard);
        self.see_silence(page, verdict);
        self.record_answer(page, verdict, wait);
        match verdict {
            Verdict::Yes => {
                let was_lost = !self.pages[page].is_linked();
                self.happen_to(page, Event::ProbedYes);
                if was_lost {
                    self.pages[page].loss = None;
                    self.works_again(page);
                }
            }
            Verdict::No(cause) => {
                let one = &self.pages[page];
                if one.rhythm.is_refused() || !one.is_linked() {
                    self.happen_to(page, Event::ProbedNo(cause));
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

    /// A server that cannot be reached while others answer is in trouble of its own, and stays so
    /// when it is asked again alone.
    fn told_apart(&self, page: usize, verdict: Verdict) -> Verdict {
        if verdict != Verdict::NoAnswer(Unavailable::Offline) || self.offline {
            return verdict;
        }
        let one = &self.pages[page];
        let unreachable = Verdict::NoAnswer(Unavailable::Unreachable);
        let before = one.probe.map(|probe| probe.verdict);
        let is_known = before == Some(unreachable) || self.agenda.is_apart(one.id);
        match is_known || self.agenda.others_answer(one.id, self.wall()) {
            true => unreachable,
            false => verdict,
        }
    }

    /// What a look says about its host and about the way to the networks.
    fn record_answer(&mut self, page: usize, verdict: Verdict, wait: Option<Span>) {
        let (was_offline, wall) = (self.offline, self.wall());
        let chance = u16::try_from(self.dice.below(1001)).unwrap_or(0);
        let one = &self.pages[page];
        self.agenda
            .record_answer(one.id, wall, verdict, wait, chance);
        let about = self.nets[self.held[one.held].net].dialect.about();
        if let (Verdict::NoAnswer(Unavailable::RateLimited), Some(wait)) = (verdict, wait)
            && about.limits_the_app_alone()
        {
            self.agenda.asked_to_wait(one.id, wall, wait);
        }
        let others = self.agenda.others_answer(one.id, wall);
        self.offline =
            verdict == Verdict::NoAnswer(Unavailable::Offline) && (was_offline || !others);
        if was_offline && !self.offline {
            self.agenda.forgive(wall);
            for page in 0..self.pages.len() {
                let missed = self.pages[page].probe;
                let missed = missed.filter(|probe| wall.since(probe.at) >= OFFLINE_PACE);
                let missed = missed.map(|probe| probe.verdict);
                if missed == Some(Verdict::NoAnswer(Unavailable::Offline)) {
                    self.pages[page].rhythm.last = None;
                    self.schedule(page);
                }
            }
        }
    }
}
