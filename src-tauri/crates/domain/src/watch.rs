//! The watch's one timer: when it rings, and what its lateness says. It goes by the wall clock,
//! because a computer sleeps and clocks are put right.

use crate::{LocationId, Probe, Span, Timestamp};

/// What is dated further ahead than this was dated by a wrong clock.
const CLOCKS_DIFFER: Span = Span::from_minutes(5);

/// How long the timer waits at most. A sleep or a changed clock is noticed that late.
pub const LONGEST_WAIT: Span = Span::from_minutes(15);
/// How long it waits at least, so that no clock can make it spin.
const SHORTEST_WAIT: Span = Span::from_secs(5);
/// A timer that is this much late slept with the computer.
const SLEPT: Span = Span::from_minutes(5);
/// After a sleep, what was probed before that is probed again.
const FRESH: Span = Span::from_minutes(60);
/// How often the way to the networks is tried while there is none: with one probe, not with all.
pub const OFFLINE_PACE: Span = Span::from_minutes(2);

/// How long the timer waits for `at`.
pub fn wait(now: Timestamp, at: Timestamp) -> Span {
    at.since(now).clamp(SHORTEST_WAIT, LONGEST_WAIT)
}

/// Whether a timer that was to ring at `expected` slept with the computer.
pub fn slept(expected: Timestamp, now: Timestamp) -> bool {
    now.since(expected) > SLEPT
}

/// Whether the clock that dated something was right, as far as today's can tell.
pub(crate) fn is_well_dated(at: Timestamp, now: Timestamp) -> bool {
    at.since(now) <= CLOCKS_DIFFER
}

/// Whether a probe counts after a sleep.
pub fn is_fresh(probe: &Probe, now: Timestamp) -> bool {
    now.since(probe.at) <= FRESH
}

/// A number between 0 and 1000 that stays with a location: looks are drawn apart by it.
pub fn chance(id: LocationId) -> u16 {
    let [high, low, ..] = *id.as_bytes();
    u16::from_be_bytes([high, low]) % 1001
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    #[test]
    fn no_date_makes_the_timer_spin_or_stop() {
        for days in [-4000, -1, 0, 1, 4000] {
            let wait = wait(NOW, NOW.plus(Span::from_days(days)));
            assert!(wait >= SHORTEST_WAIT && wait <= LONGEST_WAIT, "{days}");
        }
    }

    #[test]
    fn a_date_may_lie_a_little_ahead() {
        assert!(is_well_dated(NOW.plus(Span::from_minutes(5)), NOW));
        assert!(!is_well_dated(NOW.plus(Span::from_minutes(6)), NOW));
        assert!(is_well_dated(NOW.plus(Span::from_days(-4000)), NOW));
    }

    #[test]
    fn a_timer_that_is_a_little_late_did_not_sleep() {
        assert!(!slept(NOW, NOW.plus(Span::from_minutes(5))));
        assert!(slept(NOW, NOW.plus(Span::from_minutes(6))));
        assert!(!slept(NOW, NOW.plus(Span::from_days(-1))));
    }
}
