//! What an onlooker counts who knows the truth, and the trace of all that happened.

use std::collections::BTreeMap;

/// What was found. What is promised to be zero comes first.
#[derive(Default, Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub false_reds: u64,
    /// Reds of tokens that could have been extended in time.
    pub avoidable_reds: u64,
    pub not_noticed: u64,
    pub told_twice: u64,
    pub told_early: u64,
    pub not_told: u64,
    pub losses_told_twice: u64,
    pub losses_not_told: u64,
    /// Losses told of what worked.
    pub told_falsely: u64,
    /// Told as silent before the network had been silent for so long.
    pub unheard_early: u64,
    pub unheard_late: u64,
    pub unheard_twice: u64,
    /// Told as probably not accepted any more, and it was.
    pub refused_falsely: u64,
    /// Refused in unknown words, and nobody was told.
    pub missed: u64,
    pub found_late: u64,

    /// Reds before the access token's end, for a wrong clock, of what nothing could have saved.
    pub hurried_reds: u64,
    /// Steps told once more because a wrong clock had dated the end that was told.
    pub told_again: u64,
    /// Noes by mistake, and how many of them came together with others.
    pub mistakes: u64,
    pub mistakes_together: u64,
    /// Losses that the network tells in words that nobody knows.
    pub refused: u64,
    pub told_refused: u64,
    /// What was told of networks that are silent for days, and for weeks.
    pub told_days: u64,
    pub told_weeks: u64,
    /// The longest that a location was asked in vain before a person was told, in milliseconds.
    pub longest_grey: i64,
    /// Requests that a network refused for the clock.
    pub clock_refusals: u64,
    pub looks: u64,
    pub renewals: u64,
    pub reds: u64,
    pub steps: u64,
    pub losses: u64,
    pub foretold: u64,
    pub sign_ins: u64,
    pub resets: u64,
    pub resets_seen: u64,
    /// The most looks and renewals of one location, or one approval, in one hour.
    pub most_looks: u32,
    pub most_renewals: u32,
    /// The most looks and renewals of a host in one hour, in percent of its locations.
    pub busiest: u64,
    pub busiest_renewals: u64,
    pub trace: u64,
    hours: BTreeMap<usize, (i64, u64, u64)>,
}

impl Tally {
    pub fn new() -> Tally {
        Tally {
            trace: 0xcbf2_9ce4_8422_2325,
            ..Tally::default()
        }
    }

    /// Puts something into the trace (FNV-1a).
    pub fn mark(&mut self, what: &str, now: i64, who: usize, more: i64) {
        let who = u64::try_from(who).unwrap_or(0).to_le_bytes();
        let times = now.to_le_bytes().into_iter().chain(more.to_le_bytes());
        for byte in what.bytes().chain(times).chain(who) {
            self.trace = (self.trace ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// A request to a host of so many locations.
    pub fn asked(&mut self, host: usize, hour: i64, locations: usize, renewal: bool) {
        let of = self.hours.entry(host).or_insert((hour, 0, 0));
        if of.0 != hour {
            *of = (hour, 0, 0);
        }
        of.1 += u64::from(!renewal);
        of.2 += u64::from(renewal);
        // A single location would make any retry look like a storm.
        let locations = u64::try_from(locations.max(10)).unwrap_or(10);
        self.busiest = self.busiest.max(of.1 * 100 / locations);
        self.busiest_renewals = self.busiest_renewals.max(of.2 * 100 / locations);
        self.looks += u64::from(!renewal);
        self.renewals += u64::from(renewal);
    }

    pub fn broken(&self) -> u64 {
        self.false_reds
            + self.avoidable_reds
            + self.not_noticed
            + self.told_twice
            + self.told_early
            + self.not_told
            + self.losses_told_twice
            + self.losses_not_told
            + self.told_falsely
            + self.unheard_early
            + self.unheard_late
            + self.unheard_twice
            + self.refused_falsely
            + self.missed
            + self.found_late
    }
}
