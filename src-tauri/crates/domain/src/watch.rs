//! The watch, as far as it is arithmetic: when its one timer rings, and who is looked at then. It
//! goes by the wall clock, because a computer sleeps and clocks are put right.

use crate::{LocationId, Look, Span, Timestamp};

/// How many looks of the watch are under way at most: a list that was not looked at for weeks is
/// caught up with piece by piece.
pub const AT_ONCE: usize = 48;
/// How long the timer waits at most. A sleep or a changed clock is noticed that late.
pub const LONGEST_WAIT: Span = Span::from_minutes(15);
/// How long it waits at least, so that no clock can make it spin.
const SHORTEST_WAIT: Span = Span::from_secs(5);
/// A timer that is this much late slept with the computer.
const SLEPT: Span = Span::from_minutes(5);
/// After a sleep, what was looked at before that is looked at again.
const FRESH: Span = Span::from_minutes(60);
/// How often the way to the networks is tried while there is none: with one look, not with all.
pub const OFFLINE_PACE: Span = Span::from_minutes(2);

/// What the watch does now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who is looked at.
    pub looks: Vec<LocationId>,
    /// How long the timer waits for what comes next.
    pub wait: Span,
}

/// What the watch does now. `watched` is everybody that can be looked at and is not being looked
/// at, with the time at which that is due, `None` where it is due at once; `under_way` is how many
/// looks there are already.
pub fn plan(
    watched: impl IntoIterator<Item = (LocationId, Option<Timestamp>)>,
    now: Timestamp,
    offline: bool,
    under_way: usize,
) -> Plan {
    let mut next = now.plus(LONGEST_WAIT);
    let (mut due, mut later): (Vec<LocationId>, Vec<LocationId>) = (vec![], vec![]);
    for (id, at) in watched {
        match at {
            None => due.push(id),
            Some(at) => {
                next = next.min(at);
                later.push(id);
            }
        }
    }
    if offline {
        due = probe(&due, &later);
        next = now.plus(OFFLINE_PACE);
    }
    due.truncate(AT_ONCE.saturating_sub(under_way));
    Plan {
        looks: due,
        wait: wait(now, next),
    }
}

/// How long the timer waits for `at`.
pub fn wait(now: Timestamp, at: Timestamp) -> Span {
    at.since(now).clamp(SHORTEST_WAIT, LONGEST_WAIT)
}

/// Whether a timer that was to ring at `expected` slept with the computer.
pub fn slept(expected: Timestamp, now: Timestamp) -> bool {
    now.since(expected) > SLEPT
}

/// Whether a look counts after a sleep.
pub fn is_fresh(look: &Look, now: Timestamp) -> bool {
    now.since(look.at) <= FRESH
}

/// A number between 0 and 1000 that stays with a location: looks are drawn apart by it.
pub fn chance(id: LocationId) -> u16 {
    let [high, low, ..] = *id.as_bytes();
    u16::from_be_bytes([high, low]) % 1001
}

/// The one look that tells whether the way is back: at what is due, else at anything, so that no
/// patience of a location's own hides it.
fn probe(due: &[LocationId], later: &[LocationId]) -> Vec<LocationId> {
    due.iter().chain(later).take(1).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn id(number: u8) -> LocationId {
        LocationId::from_bytes([number; 16])
    }

    #[test]
    fn without_a_way_one_look_tries_it_and_never_none_while_something_is_watched() {
        let hour = Some(NOW.plus(Span::from_minutes(60)));
        let offline = |watched: Vec<_>| plan(watched, NOW, true, 0);
        let both = offline(vec![(id(3), hour), (id(1), None), (id(2), None)]);
        assert_eq!((both.looks, both.wait), (vec![id(1)], OFFLINE_PACE));
        assert_eq!(
            offline(vec![(id(3), hour), (id(4), hour)]).looks,
            vec![id(3)]
        );
        assert_eq!(offline(vec![]).looks, vec![]);
    }

    #[test]
    fn a_long_list_is_caught_up_with_piece_by_piece() {
        let all = || (0..200).map(|number| (id(number), None));
        assert_eq!(plan(all(), NOW, false, 0).looks.len(), AT_ONCE);
        assert_eq!(plan(all(), NOW, false, AT_ONCE - 1).looks.len(), 1);
        assert_eq!(plan(all(), NOW, false, AT_ONCE + 1).looks.len(), 0);
    }

    #[test]
    fn no_date_makes_the_timer_spin_or_stop() {
        for days in [-4000, -1, 0, 1, 4000] {
            let at = Some(NOW.plus(Span::from_days(days)));
            let wait = plan([(id(1), at)], NOW, false, 0).wait;
            assert!(wait >= SHORTEST_WAIT && wait <= LONGEST_WAIT, "{days}");
        }
    }

    #[test]
    fn a_timer_that_is_a_little_late_did_not_sleep() {
        assert!(!slept(NOW, NOW.plus(Span::from_minutes(5))));
        assert!(slept(NOW, NOW.plus(Span::from_minutes(6))));
        assert!(!slept(NOW, NOW.plus(Span::from_days(-1))));
    }
}
