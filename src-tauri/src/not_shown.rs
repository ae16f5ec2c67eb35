//! What the window could not draw, for the log.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use protocol::NotShown;

/// So many kinds are told in a run: a window that fails in ever new ways drowns nothing else.
const MOST: usize = 32;

/// What was told in this run.
#[derive(Default)]
pub struct NotShownBefore(Mutex<BTreeSet<NotShown>>);

impl NotShownBefore {
    /// Tells the log, each kind once.
    pub fn tell(&self, what: NotShown) {
        if self.is_news(what) {
            let NotShown {
                part,
                thrown,
                line,
                column,
            } = what;
            tracing::warn!(
                ?part,
                ?thrown,
                line,
                column,
                "the window could not show this"
            );
        }
    }

    fn is_news(&self, what: NotShown) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.len() < MOST && told.insert(what)
    }
}

#[cfg(test)]
mod tests {
    use protocol::{PartCode, ThrownCode};

    use super::*;

    fn at(line: u32) -> NotShown {
        NotShown {
            part: PartCode::Card,
            thrown: ThrownCode::TypeError,
            line: Some(line),
            column: None,
        }
    }

    #[test]
    fn each_kind_is_told_once_and_no_more_of_them_than_a_log_can_bear() {
        let told = NotShownBefore::default();
        assert!(told.is_news(at(1)) && !told.is_news(at(1)));
        let news = (0..10_000).filter(|line| told.is_news(at(*line)));
        assert_eq!(news.count(), MOST - 1);
    }
}
