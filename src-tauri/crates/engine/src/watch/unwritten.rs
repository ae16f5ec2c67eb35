//! Looks that changed nothing but the time of the last look, written together.
//!
//! Each write waits for the disk, and a look at everything would wait as often as there are
//! locations. What such a look found is in the store already, all but its time; and a time that is
//! lost with a crash costs one look more after the next start. Whatever changed the state of a
//! connection is written with the message that changed it.

use std::time::Duration;

use domain::LocationId;
use vault::Change;

use crate::task::{Mail, Task};

/// How long such a look waits for others.
const WAIT: Duration = Duration::from_secs(3);
/// How many are written together at most.
const TOGETHER: usize = 1024;

impl Task {
    /// Writes the time of a look soon.
    pub(crate) async fn keep_later(&mut self, id: LocationId) {
        if self.unwritten.is_empty() {
            self.beside(async {
                tokio::time::sleep(WAIT).await;
                Mail::WriteLooks
            });
        }
        self.unwritten.insert(id);
        if self.unwritten.len() >= TOGETHER {
            self.write_looks().await;
        }
    }

    /// Writes them now.
    pub(crate) async fn write_looks(&mut self) {
        let looked = |id: &LocationId| {
            let look = self.state.locations.get(id)?.look?;
            Some(Change::Look(*id, look))
        };
        let ids = std::mem::take(&mut self.unwritten);
        let looks: Vec<Change> = ids.iter().filter_map(looked).collect();
        if looks.is_empty() {
            return;
        }
        if let Err(problem) = self.store.commit(looks).await {
            tracing::warn!(%problem, "the times of some looks could not be kept");
            self.owed.locations.extend(ids);
            self.wait_for_room();
        }
    }
}
