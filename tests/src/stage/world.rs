//! Time and chance of a stage.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::Timestamp;
use tokio::time::Instant;

const DAY_SECS: i64 = 86_400;

/// The computer's clock. It goes on with tokio's, so that a journey that moves that one moves both.
pub struct WallClock {
    started: Instant,
    began: Timestamp,
    /// How far a journey moved it on.
    ahead_secs: AtomicI64,
    /// How far it goes wrong.
    wrong_secs: AtomicI64,
    /// How far the local day is ahead of the one in Greenwich.
    east_minutes: AtomicI64,
}

impl Default for WallClock {
    fn default() -> WallClock {
        WallClock::new()
    }
}

impl WallClock {
    /// The computer's time.
    pub fn new() -> WallClock {
        WallClock {
            started: Instant::now(),
            began: system_time(),
            ahead_secs: AtomicI64::new(0),
            wrong_secs: AtomicI64::new(0),
            east_minutes: AtomicI64::new(0),
        }
    }

    /// The next midnight, so that the same things happen at the same hours of the day.
    pub fn from_midnight() -> WallClock {
        let now = WallClock::new();
        let left = DAY_SECS - now.began.as_secs().rem_euclid(DAY_SECS);
        now.pass(left);
        now
    }

    /// How far it was moved on, in seconds.
    pub fn ahead(&self) -> i64 {
        self.ahead_secs.load(Ordering::Relaxed)
    }

    /// Lets time pass at once.
    pub fn pass(&self, seconds: i64) {
        self.ahead_secs.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Puts it wrong by so much, or right with 0. Nobody else's time is moved by that.
    pub fn go_wrong(&self, seconds: i64) {
        self.wrong_secs.store(seconds, Ordering::Relaxed);
    }

    /// The time by which this computer dates what it sends. The networks date their answers by the
    /// system's clock, also where a journey has moved time on.
    pub fn on_the_way(&self) -> Timestamp {
        system_time().plus(self.wrong())
    }

    fn wrong(&self) -> domain::Span {
        domain::Span::from_secs(self.wrong_secs.load(Ordering::Relaxed))
    }

    /// Moves the local day, as summer time does.
    pub fn move_day(&self, minutes: i64) {
        self.east_minutes.store(minutes, Ordering::Relaxed);
    }

    /// The time by which the networks go.
    pub fn truth(&self) -> Timestamp {
        let passed = domain::Span::from_millis(millis(self.started.elapsed()));
        let ahead = domain::Span::from_secs(self.ahead_secs.load(Ordering::Relaxed));
        self.began.plus(passed).plus(ahead)
    }
}

impl engine::Clock for WallClock {
    fn now(&self) -> Timestamp {
        self.truth().plus(self.wrong())
    }

    /// A journey lives in Greenwich, unless it says otherwise.
    fn minute_of_day(&self, at: Timestamp) -> u16 {
        let minute = at.as_secs().div_euclid(60) + self.east_minutes.load(Ordering::Relaxed);
        u16::try_from(minute.rem_euclid(1_440)).unwrap_or(0)
    }
}

fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Timestamp::from_millis(since.map_or(0, millis))
}

fn millis(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// The system's source of randomness.
pub struct Chance;

impl engine::Entropy for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(problem) = vault::Entropy::fill(&mut vault::OsEntropy, bytes) {
            panic!("no journey without chance: {problem}");
        }
    }
}

/// Chance that a seed foretells, so that a year can be lived again.
pub struct Foretold(Mutex<year::Dice>);

impl Foretold {
    pub fn by(seed: u64) -> Foretold {
        Foretold(Mutex::new(year::Dice(seed)))
    }
}

impl engine::Entropy for Foretold {
    fn fill(&self, bytes: &mut [u8]) {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for byte in bytes {
            *byte = u8::try_from(dice.below(256)).unwrap_or(0);
        }
    }
}
