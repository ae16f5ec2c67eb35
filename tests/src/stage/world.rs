//! Time and chance of a stage.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::Timestamp;
use tokio::time::Instant;

/// The computer's clock. It goes on with tokio's, so that a journey that moves that one moves both.
pub struct WallClock {
    started: Instant,
    began: Timestamp,
    /// How far a journey moved it on.
    ahead_secs: AtomicI64,
}

impl Default for WallClock {
    fn default() -> WallClock {
        WallClock::new()
    }
}

impl WallClock {
    /// The computer's time.
    pub fn new() -> WallClock {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        WallClock {
            started: Instant::now(),
            began: Timestamp::from_millis(since.map_or(0, millis)),
            ahead_secs: AtomicI64::new(0),
        }
    }

    /// How far it was moved on, in seconds.
    pub fn ahead(&self) -> i64 {
        self.ahead_secs.load(Ordering::Relaxed)
    }

    /// Lets time pass at once.
    pub fn pass(&self, seconds: i64) {
        self.ahead_secs.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl engine::Clock for WallClock {
    fn now(&self) -> Timestamp {
        let passed = domain::Span::from_millis(millis(self.started.elapsed()));
        let ahead = domain::Span::from_secs(self.ahead_secs.load(Ordering::Relaxed));
        self.began.plus(passed).plus(ahead)
    }

    /// A journey lives in Greenwich.
    fn minute_of_day(&self, at: Timestamp) -> u16 {
        u16::try_from(at.as_secs().rem_euclid(86_400) / 60).unwrap_or(0)
    }
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
