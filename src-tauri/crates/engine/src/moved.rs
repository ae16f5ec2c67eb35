//! The store's file was removed or replaced while it is open: what is written goes nowhere, and the
//! window would show green ticks for what the next start does not know.

use std::time::Duration;

use domain::Timestamp;
use protocol::{Fact, Failure, Reply};

use crate::export::{exported, moment};
use crate::task::{Mail, Task};

/// How often it is looked for.
const PACE: Duration = Duration::from_secs(45);

impl Task {
    /// Looks whether the file is where it was, and again in a while.
    pub(crate) fn watch_store(&mut self) {
        self.see_store();
        self.beside(async {
            tokio::time::sleep(PACE).await;
            Mail::WatchStore
        });
    }

    /// Tells when the file went away, and when it is back.
    pub(crate) fn see_store(&mut self) {
        let moved = self.store.moved();
        if moved == self.state.store_moved {
            return;
        }
        self.state.store_moved = moved;
        match moved {
            true => tracing::error!("the store was removed or replaced: nothing new is kept"),
            false => tracing::warn!("the store is where it was again"),
        }
        self.tell(Fact::StoreMoved(moved));
        self.say_disk();
        if !moved {
            self.ask_what_could_not_be_asked();
        }
    }

    /// Writes the open store out beside where it was.
    pub(crate) async fn save_copy(&self) -> Result<Reply, Failure> {
        let day = day(self.now());
        let saved = self.store.run(move |vault| vault.save_copy(&day)).await;
        saved.map(exported).map_err(|problem| {
            tracing::error!(%problem, "a copy of the store could not be written");
            Failure::NotSaved
        })
    }
}

fn day(at: Timestamp) -> String {
    moment(at).map_or_else(|| "undated".to_owned(), |at| at.date_naive().to_string())
}
