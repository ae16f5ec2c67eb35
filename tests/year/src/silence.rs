//! What no network says in words: noes by mistake, refusals that nobody can read, and time in which
//! nothing is heard. What is told of it is compared with the truth.

use domain::{Cause, Unavailable, Unheard, Verdict};

use crate::begin::START;
use crate::nets::{DAY, HOUR, MINUTE};
use crate::play::Play;

/// Of so many good answers one is a no by mistake.
const MISTAKES: u64 = 1000;
/// A mistake lasts no longer than this, and comes alone for a while.
const MOMENT: i64 = 1000;
const ALONE: i64 = 30 * MINUTE;
/// After so long a person is told that nothing is heard, as the help of the app says.
const SOME_DAYS: i64 = 2 * DAY;
const SOME_WEEKS: i64 = 14 * DAY;
/// How much later it is told at the most: looks are hours apart, a host that is left alone is asked
/// about few of those that live there, and a person sleeps.
const LATE: i64 = 2 * DAY;
/// By then a refusal in unknown words is found, where nothing else kept the host from being asked.
const FOUND: i64 = 48 * HOUR;
/// By then a person was told of it.
const TOLD: i64 = 3 * DAY;

impl Play {
    /// What comes back from a host instead of an answer, if anything does.
    pub fn weather(&mut self, host: usize, renewal: bool) -> Option<(Unavailable, Option<i64>)> {
        let weather = self.faults.weather(host, self.now, renewal);
        let minds = self.clock_ahead != 0 && self.faults.minds_clock[host];
        let weather = weather.or(minds.then_some((Unavailable::WrongClock, None)));
        let is_clock = matches!(weather, Some((Unavailable::WrongClock, _)));
        self.tally.clock_refusals += u64::from(is_clock);
        weather
    }

    /// Whether the network refuses by mistake what it would accept: one request, or all of this
    /// approval or of the whole host within the same second.
    pub fn is_mistaken(&mut self, held: usize) -> bool {
        let (now, host) = (self.now, self.held[held].host);
        let lately = now - self.held[held].mistaken_at;
        let of_host = now - self.hosts[host].mistaken_at < MOMENT && lately >= ALONE;
        if of_host || lately < MOMENT && self.held[held].mistakes_last {
            self.tally.mistakes_together += 1;
        } else if lately < ALONE || self.mistakes.below(MISTAKES) > 0 {
            return false;
        }
        if lately >= ALONE {
            let kind = self.mistakes.below(3);
            self.held[held].mistaken_at = now;
            self.held[held].mistakes_last = kind > 0;
            if kind > 1 && !of_host {
                self.hosts[host].mistaken_at = now;
            }
        }
        self.tally.mistakes += 1;
        true
    }

    /// What it says then.
    pub fn says_by_mistake(&mut self, held: usize) -> Cause {
        let said = self.nets[self.held[held].net].lives.says;
        let all = [said, Cause::Expired, Cause::AccessLost];
        all[usize::try_from(self.mistakes.below(3)).unwrap_or(0)]
    }

    /// Whether a location is lost whatever the app does.
    pub fn is_lost(&self, page: usize) -> bool {
        let one = &self.pages[page];
        let held = &self.held[one.held];
        one.is_taken || held.truth.is_lost(&self.nets[held.net], self.now)
    }

    /// Remembers since when nothing is heard of a location.
    pub fn see_silence(&mut self, page: usize, verdict: Verdict) {
        let (now, is_lost) = (self.now, self.is_lost(page));
        let seen = &mut self.pages[page].seen;
        match verdict {
            Verdict::Yes | Verdict::No(_) => {
                (seen.missed_since, seen.refused_since) = (None, None);
                (seen.unheard, seen.blamed) = (None, false);
            }
            Verdict::NoAnswer(hiccup) => {
                seen.missed_since.get_or_insert(now);
                if is_lost && hiccup == Unavailable::Unrecognised && seen.refused_since.is_none() {
                    seen.refused_since = Some(now);
                    self.tally.refused += 1;
                }
            }
            Verdict::Here(_) => {}
        }
    }

    /// What is silent for one is silent for all that live there.
    pub fn share_silence(&mut self) {
        let wall = self.wall();
        for page in &mut self.pages {
            let silent = self.agenda.silent_for(page.id);
            page.probe = page.probe.map(|probe| probe.at_silent_host(silent, wall));
        }
    }

    /// Whether it is right by the truth that a person is told now.
    pub fn tell_unheard(&mut self, page: usize, unheard: Unheard) {
        let is_lost = self.is_lost(page);
        let one = &mut self.pages[page];
        // Dated by a clock that was wrong, an access token ends unseen, and no word says so.
        let held = &self.held[one.held];
        let ends = held.dates.access_ends.zip(held.truth.access_ends);
        let is_misdated = ends.is_some_and(|(known, ends)| known.as_millis() - START - ends > DAY);
        let since = one.seen.missed_since.unwrap_or(self.now);
        let is_early =
            |span: i64| self.now - since < span && self.faults.clock_changed(self.now) <= since;
        match unheard {
            Unheard::Days => {
                self.tally.told_days += 1;
                self.tally.unheard_early += u64::from(is_early(SOME_DAYS));
            }
            Unheard::Weeks => {
                self.tally.told_weeks += 1;
                self.tally.unheard_early += u64::from(is_early(SOME_WEEKS));
            }
            Unheard::Refused => {
                self.tally.told_refused += 1;
                self.tally.refused_falsely += u64::from(!is_lost && !is_misdated);
            }
        }
        let twice = one.seen.unheard >= Some(unheard);
        self.tally.unheard_twice += u64::from(twice);
        one.seen.unheard = Some(unheard);
        self.tally
            .mark("unheard", self.now, page, i64::from(is_lost));
    }

    /// Whether everything that must have been told of the silence by now was.
    pub fn compare_silence(&mut self, page: usize) {
        let one = &self.pages[page];
        let (now, host) = (self.now, self.held[one.held].host);
        let Some(missed) = one.seen.missed_since else {
            return;
        };
        let faults = &self.faults;
        let silent = faults.asking_time(missed, now);
        if one.seen.unheard.is_none() {
            self.tally.longest_grey = self.tally.longest_grey.max(silent);
        }
        let next = match one.seen.unheard {
            None => Some(SOME_DAYS),
            Some(Unheard::Days) => Some(SOME_WEEKS),
            Some(Unheard::Refused | Unheard::Weeks) => None,
        };
        let late = next.is_some_and(|next| silent > next + LATE);
        let refused = one
            .seen
            .refused_since
            .filter(|_| one.seen.unheard != Some(Unheard::Refused));
        let missed = refused.is_some_and(|since| faults.clear_time(host, since, now) > TOLD);
        let found_late = refused.is_some_and(|since| {
            one.unheard() != Some(Unheard::Refused)
                && now - since > FOUND
                && !faults.was_hindered(host, since, now)
        });
        if !one.seen.blamed && (late || missed || found_late) {
            self.tally.unheard_late += u64::from(late);
            self.tally.missed += u64::from(missed);
            self.tally.found_late += u64::from(found_late);
            self.pages[page].seen.blamed = true;
        }
    }
}
