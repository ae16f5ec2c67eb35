//! Looks that changed nothing but the time of the last look, written together.
//!
//! Each write waits for the disk, and a look at everything would wait as often as there are
//! locations. What such a look found is in the store already, all but its time; and a time that is
//! lost with a crash costs one look more after the next start. Whatever changed the state of a
//! connection is written with the message that changed it.

use std::time::Duration;

use domain::LocationId;
use vault::Change;

use super::{Message, Watch};
use crate::context::Context;

/// How long such a look waits for others.
const WAIT: Duration = Duration::from_secs(3);
/// How many are written together at most.
const TOGETHER: usize = 1024;

impl Watch {
    /// Writes the time of a look soon.
    pub(crate) async fn keep_later(&mut self, cx: &mut Context, id: LocationId) {
        if cx.owed.looks.is_empty() {
            self.mail.spawn(async {
                tokio::time::sleep(WAIT).await;
                Message::WriteLooks
            });
        }
        cx.owed.looks.insert(id);
        if cx.owed.looks.len() >= TOGETHER {
            self.write_looks(cx).await;
        }
    }

    /// Writes them now.
    pub(crate) async fn write_looks(&mut self, cx: &mut Context) {
        let looked = |id: &LocationId| {
            let look = cx.book.locations.get(id)?.look?;
            Some(Change::Probe(*id, look))
        };
        let ids = std::mem::take(&mut cx.owed.looks);
        let looks: Vec<Change> = ids.iter().filter_map(looked).collect();
        if looks.is_empty() {
            return;
        }
        if let Err(problem) = cx.store.commit(looks).await {
            tracing::warn!(%problem, "the times of some looks could not be kept");
            cx.owed.locations.extend(ids);
            cx.wait_for_room();
        }
    }
}

#[cfg(test)]
#[path = "unwritten_tests.rs"]
mod tests;
