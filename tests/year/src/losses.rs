//! What follows from a loss, in the order in which the engine does it.

use domain::pattern::{Loss, Whose, judge_losses};
use domain::{Cause, Siblings, Span, Verdict};
use networks::Renewal;

use crate::nets::DAY;
use crate::play::{Next, Play, SETTLE};
use crate::tells::NOTICED;

/// How long a loss waits at most while its siblings are still being asked.
const SETTLE_AT_MOST: i64 = 120_000;
/// How long it waits at most for the look that confirms it.
const CONFIRM_AT_MOST: i64 = 30 * 60_000;

/// Before the end of a token that could have been extended a network is asked for at least so long.
const ASKED: i64 = 20 * DAY;

impl Play {
    pub fn stopped_working(&mut self, page: usize, said: Cause) {
        let since = self.wall();
        let of = &self.held[self.pages[page].held];
        let (net, host, person) = (&self.nets[of.net], of.host, of.person);
        self.tally.reds += 1;
        let is_lost = self.is_lost(page);
        // By a clock that is ahead the access token has no second word any more.
        let is_hurried = (self.clock_ahead != 0 || !of.well_dated)
            && net.lives.renewable
            && of.truth.renews(net, self.now).is_err();
        self.tally.false_reds += u64::from(!is_lost && !is_hurried);
        self.tally.hurried_reds += u64::from(!is_lost && is_hurried);
        let ran_out = of.truth.dead.is_none() && !self.pages[page].is_taken;
        let end = of.truth.access_ends.unwrap_or(self.now);
        let could_be_asked = self.faults.clear_time(host, end - ASKED, end) > ASKED / 10;
        let avoidable = ran_out && net.renewal() == Renewal::Extend && could_be_asked;
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
            let said_no = one
                .probe
                .is_some_and(|probe| matches!(probe.verdict, Verdict::No(_)));
            *other != page
                && one.is_linked()
                && !said_no
                && wanted.ask(same, one.probe, one.rhythm.not_before)
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

    pub fn let_go(&mut self, page: usize) {
        let one = &self.pages[page];
        let concern = one.concern(&self.held[one.held].dates);
        self.pages[page].told.let_go(concern);
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
        let unconfirmed = |page: &usize| {
            let one = &self.pages[*page];
            one.waits_since.is_some() && one.rhythm.asks_again()
        };
        let is_open = longest < CONFIRM_AT_MOST && pages.iter().any(unconfirmed);
        self.hosts[host].settles = is_open || asked && longest < SETTLE_AT_MOST;
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
