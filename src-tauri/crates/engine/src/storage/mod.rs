//! The store's file was removed or replaced while it is open: what is written goes nowhere, and the
//! window would show green ticks for what the next start does not know.

mod tidy;

use std::time::Duration;

use domain::Timestamp;
use protocol::{Failure, Reply};

use crate::context::Context;
use crate::export::{exported, moment};
use crate::mailbox::Sender;

/// How often it is looked for.
const PACE: Duration = Duration::from_secs(45);
/// How often it is tried to write what could not be written.
const RETRY: Duration = Duration::from_secs(15);

/// What comes back to this room.
pub(crate) enum Message {
    /// It is time to look where the file is.
    WatchStore,
    /// It is time to forget what is old.
    TidyUp,
    /// It is time to write what could not be written.
    CatchUp,
}

/// Sees to the store: that it is where it was, and that it is tidy.
pub(crate) struct Storage {
    mail: Sender<Message>,
    /// Whether it is about to be tried again to write.
    waits: bool,
}

impl Storage {
    pub fn new(mail: Sender<Message>) -> Storage {
        Storage { mail, waits: false }
    }

    /// What could not be written is tried again soon.
    pub(crate) fn try_again_soon(&mut self) {
        if !std::mem::replace(&mut self.waits, true) {
            self.mail.spawn(async {
                tokio::time::sleep(RETRY).await;
                Message::CatchUp
            });
        }
    }

    /// It is tried now.
    pub(crate) fn tries(&mut self) {
        self.waits = false;
    }

    /// Looks whether the file is where it was, and again in a while.
    pub(crate) fn watch_store(&mut self, cx: &mut Context) {
        cx.see_store();
        self.mail.spawn(async {
            tokio::time::sleep(PACE).await;
            Message::WatchStore
        });
    }
}

/// Writes the open store out beside where it was.
pub(crate) async fn save_copy(cx: &Context) -> Result<Reply, Failure> {
    let day = day(cx.now());
    let saved = cx.store.run(move |vault| vault.save_copy(&day)).await;
    saved.map(exported).map_err(|problem| {
        tracing::error!(%problem, "a copy of the store could not be written");
        Failure::NotSaved
    })
}

fn day(at: Timestamp) -> String {
    moment(at).map_or_else(|| "undated".to_owned(), |at| at.date_naive().to_string())
}

#[cfg(test)]
mod tests;
