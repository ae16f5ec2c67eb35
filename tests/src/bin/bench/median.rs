//! The middle of many rounds, which a neighbour's burst of work does not move.

use std::time::{Duration, Instant};

/// The median in the unit of which this many make a second.
pub fn median(rounds: &mut [Duration], per_second: f64) -> f64 {
    rounds.sort_unstable();
    let middle = rounds.get(rounds.len() / 2).copied().unwrap_or_default();
    middle.as_secs_f64() * per_second
}

/// The middle of some numbers.
pub fn of(all: &mut [f64]) -> f64 {
    all.sort_unstable_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

pub const MILLIS: f64 = 1e3;
pub const MICROS: f64 = 1e6;

/// How long it took, and what came of it.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let done = work();
    (began.elapsed(), done)
}
