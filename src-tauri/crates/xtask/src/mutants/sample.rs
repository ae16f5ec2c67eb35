//! A few of the guards, drawn anew each day: what a run of the tests has time for.

use std::time::{SystemTime, UNIX_EPOCH};

use super::{Guard, Tests};

/// So many are played where nobody says how many.
const USUAL: usize = 3;

/// The crate on which none is built: a change to any other has most of the workspace built anew.
const LAST: &str = "greentick";

/// How many are drawn, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    pub count: usize,
    pub seed: u64,
}

impl Draw {
    /// The usual number of today.
    pub fn of_today() -> Draw {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Draw {
            count: USUAL,
            seed: since.map_or(0, |since| since.as_secs() / (24 * 60 * 60)),
        }
    }

    /// From what follows `--sample`: how many, and `--seed` with a number.
    pub fn read(words: &[&str]) -> Option<Draw> {
        let today = Draw::of_today();
        let (count, rest) = match words {
            [] | ["--seed", ..] => (today.count, words),
            [count, rest @ ..] => (count.parse().ok().filter(|count| *count > 0)?, rest),
        };
        let seed = match rest {
            [] => today.seed,
            ["--seed", seed] => seed.parse().ok()?,
            _ => return None,
        };
        Some(Draw { count, seed })
    }

    /// Draws from those that are cheap to play.
    pub fn from(self, all: impl Iterator<Item = &'static Guard>) -> Vec<&'static Guard> {
        let mut left: Vec<_> = all.filter(|guard| is_cheap(guard.missed_by)).collect();
        let mut chance = self.seed;
        let mut drawn = vec![];
        while drawn.len() < self.count && !left.is_empty() {
            let at = usize::try_from(next(&mut chance)).unwrap_or_default() % left.len();
            drawn.push(left.swap_remove(at));
        }
        drawn
    }
}

/// Whether its tests are built from little, and need no desktop.
fn is_cheap(tests: Tests) -> bool {
    match tests {
        Tests::Crate(package, _) => package == LAST,
        Tests::Program(..) => true,
        Tests::Stage(..) | Tests::App(..) | Tests::Window(..) => false,
    }
}

/// Neighbouring seeds draw differently (splitmix64).
fn next(chance: &mut u64) -> u64 {
    *chance = chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*chance ^ (*chance >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::mutants::all;

    #[test]
    fn in_a_month_every_cheap_guard_is_drawn_and_none_twice_a_day() {
        let mut seen = BTreeSet::new();
        for seed in 20_000..20_030 {
            let drawn = Draw { count: 3, seed }.from(all());
            let names: BTreeSet<_> = drawn.iter().map(|guard| guard.name).collect();
            assert_eq!(names.len(), 3, "{seed}");
            seen.extend(names);
        }
        let cheap = all().filter(|guard| is_cheap(guard.missed_by));
        assert_eq!(seen, cheap.map(|guard| guard.name).collect());
    }

    #[test]
    fn no_more_are_drawn_than_there_are() {
        let count = all().filter(|guard| is_cheap(guard.missed_by)).count();
        let drawn = Draw {
            count: 1000,
            seed: 1,
        }
        .from(all());
        assert_eq!(drawn.len(), count);
    }

    #[test]
    fn what_follows_is_a_number_and_a_seed() {
        let today = Draw::of_today();
        let of = |count, seed| Some(Draw { count, seed });
        assert_eq!(Draw::read(&[]), Some(today));
        assert_eq!(Draw::read(&["5"]), of(5, today.seed));
        assert_eq!(Draw::read(&["5", "--seed", "7"]), of(5, 7));
        assert_eq!(Draw::read(&["--seed", "7"]), of(USUAL, 7));
        for odd in [&["0"][..], &["x"], &["5", "7"], &["5", "--seed"], &["-1"]] {
            assert_eq!(Draw::read(odd), None, "{odd:?}");
        }
    }
}
