//! Time and chance of a stage.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::Timestamp;
use tokio::time::Instant;

/// The computer's clock. It goes on with tokio's, so that a journey that moves that one moves both.
pub struct WallClock {
    started: Instant,
    began: Timestamp,
}

impl WallClock {
    pub fn new() -> WallClock {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        WallClock {
            started: Instant::now(),
            began: Timestamp::from_millis(since.map_or(0, millis)),
        }
    }
}

impl engine::Clock for WallClock {
    fn now(&self) -> Timestamp {
        let passed = domain::Span::from_millis(millis(self.started.elapsed()));
        self.began.plus(passed)
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
