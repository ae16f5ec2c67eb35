//! Retention: once a day the store forgets what is kept for a while only.
//!
//! When that was is written down, so that a day counts across restarts. It goes by the wall clock,
//! because a computer sleeps.

use std::time::Duration;

use domain::{Span, Timestamp};
use serde_json::json;
use vault::{Change, WriteProblem};

use super::{Message, Storage};
use crate::context::Context;
use crate::store::Store;

/// How long the history of a location is kept.
const HISTORY: Span = Span::from_days(365);
const DAY: Span = Span::from_days(1);
/// How often the clock is looked at.
const PACE: Duration = Duration::from_secs(60 * 60);
/// When it was done, in the settings.
const TIDIED: &str = "tidied_at";

impl Storage {
    /// Forgets what is due, and looks again in a while. Where that fails it is tried a day later.
    pub(crate) fn tidy(&self, cx: &Context) {
        let (store, now) = (cx.store.clone(), cx.now());
        self.mail.spawn(async move {
            match store.tidy(now).await {
                Ok(true) => tracing::info!("old history is forgotten"),
                Ok(false) => {}
                Err(problem) => tracing::warn!(%problem, "old history is not forgotten"),
            }
            // While it is held here the vault outlives the engine, with all that it holds.
            drop(store);
            tokio::time::sleep(PACE).await;
            Message::TidyUp
        });
    }
}

impl Store {
    /// Tidies the store unless that was done or tried within the last day; says whether it did.
    async fn tidy(&self, now: Timestamp) -> Result<bool, WriteProblem> {
        self.run(move |vault| {
            let last = vault.setting(TIDIED)?.and_then(|at| at.as_i64());
            if last.is_some_and(|last| !is_due(Timestamp::from_millis(last), now)) {
                return Ok(false);
            }
            let tidied = Change::Setting(TIDIED.to_owned(), Some(json!(now.as_millis())));
            vault.commit(&[tidied])?;
            vault.tidy(now, HISTORY)?;
            Ok(true)
        })
        .await
    }
}

/// Whether a day has gone by. A date that is still to come was written by a wrong clock.
fn is_due(last: Timestamp, now: Timestamp) -> bool {
    now.since(last) >= DAY || last > now
}

#[cfg(test)]
mod tests {
    use vault::Storage;

    use super::*;
    use crate::store::tests::{LOCATION, in_memory, link};

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    #[test]
    fn it_is_due_once_a_day_and_whenever_the_clock_was_wrong() {
        for (hours, due) in [
            (0, false),
            (23, false),
            (24, true),
            (24 * 400, true),
            (-1, true),
        ] {
            let now = NOW.plus(Span::from_minutes(hours * 60));
            assert_eq!(is_due(NOW, now), due, "{hours}");
        }
    }

    #[tokio::test]
    async fn old_lines_go_once_a_day_and_whoever_could_not_write_tries_again() {
        let (store, rows) = in_memory();
        store.link(link()).await.unwrap();
        let what = protocol::HistoryKind::Moved;
        let line = |days| {
            let at = NOW.plus(Span::from_days(days));
            Change::Line(crate::store::line(at, LOCATION, what, None, None))
        };
        store.commit(vec![line(-400), line(-1)]).await.unwrap();
        let lines = || rows.activity(None, 9).unwrap().len();
        rows.fail_next_writes(1);
        assert!(store.tidy(NOW).await.is_err());
        assert_eq!(lines(), 2);
        assert!(store.tidy(NOW).await.unwrap());
        assert_eq!(lines(), 1);
        store.commit(vec![line(-400)]).await.unwrap();
        assert!(!store.tidy(NOW.plus(Span::from_minutes(60))).await.unwrap());
        assert_eq!(lines(), 2);
        assert!(store.tidy(NOW.plus(DAY)).await.unwrap());
        assert_eq!(lines(), 1);
    }
}
