//! Probes that changed nothing but the time of the last probe, written together.
//!
//! Each write waits for the disk, and a probe of everything would wait as often as there are
//! locations. What such a probe found is in the store already, all but its time; and a time that is
//! lost with a crash costs one probe more after the next start. Whatever changed the state of a
//! connection is written with the message that changed it.

use std::time::Duration;

use domain::LocationId;
use vault::Change;

use super::{Message, Watch};
use crate::context::Context;

/// How long such a probe waits for others.
const WAIT: Duration = Duration::from_secs(3);
/// How many are written together at most.
const TOGETHER: usize = 1024;

impl Watch {
    /// Writes the time of a probe soon.
    pub(crate) async fn save_later(&mut self, cx: &mut Context, id: LocationId) {
        if cx.owed.probes.is_empty() {
            self.mail.spawn(async {
                tokio::time::sleep(WAIT).await;
                Message::WriteProbes
            });
        }
        cx.owed.probes.insert(id);
        if cx.owed.probes.len() >= TOGETHER {
            self.write_probes(cx).await;
        }
    }

    /// Writes them now.
    pub(crate) async fn write_probes(&mut self, cx: &mut Context) {
        let looked = |id: &LocationId| {
            let probe = cx.book.locations.get(id)?.probe?;
            Some(Change::Probe(*id, probe))
        };
        let ids = std::mem::take(&mut cx.owed.probes);
        let probes: Vec<Change> = ids.iter().filter_map(looked).collect();
        if probes.is_empty() {
            return;
        }
        if let Err(problem) = cx.store.commit(probes).await {
            tracing::warn!(%problem, "the times of some looks could not be kept");
            cx.owed.locations.extend(ids);
            cx.wait_for_room();
        }
    }
}

#[cfg(test)]
#[path = "dirty_probes_tests.rs"]
mod tests;
