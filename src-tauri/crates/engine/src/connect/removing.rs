//! Taking a location off the list. What is connected is disconnected with it, its history goes, and
//! none of that comes back, so a person has some seconds to think again: until then nothing is done
//! but that it is not shown any more. Whoever ends the app in between wants it done.

use std::time::Duration;

use domain::{LinkState, LocationId};
use protocol::{EventKind, Failure, Reply};

use super::{Connect, Message};
use crate::book::{AtNetwork, Removing};
use crate::context::Context;
use crate::mailbox::ReplySender;
use crate::news::News;
use crate::store::not_stored;

/// How long a removal can be taken back.
pub(crate) const SECOND_THOUGHTS: Duration = Duration::from_secs(10);

/// How long the end of the app waits for networks that are being told of a disconnect.
pub(crate) const FAREWELL: Duration = Duration::from_secs(3);

impl Connect {
    /// Takes a location off the list, whatever it holds.
    pub(crate) fn remove(&mut self, cx: &mut Context, id: LocationId) -> Result<Reply, Failure> {
        let held = cx.book.locations.get(&id).ok_or(Failure::Gone)?;
        if held.removing.is_some() {
            return Ok(Reply::DONE);
        }
        self.end_all_of(cx, id);
        let number = cx.book.sequence;
        // An unfinished set-up may have ended with its sign-in.
        if let Some(held) = cx.book.locations.get_mut(&id) {
            held.removing = Some(Removing::Asked(number));
            cx.emit_location(id);
            self.mail.spawn(async move {
                tokio::time::sleep(SECOND_THOUGHTS).await;
                Message::Remove(id, number)
            });
        }
        Ok(Reply::DONE)
    }

    /// Keeps a location after all.
    pub(crate) fn undo_remove(
        &mut self,
        cx: &mut Context,
        id: LocationId,
    ) -> Result<Reply, Failure> {
        let held = cx.book.locations.get_mut(&id);
        let asked = held.filter(|held| matches!(held.removing, Some(Removing::Asked(_))));
        asked.ok_or(Failure::Gone)?.removing = None;
        cx.report(News::WatchOn);
        cx.emit_location(id);
        Ok(Reply::DONE)
    }

    /// Nobody thought again.
    pub(crate) async fn removal_is_due(&mut self, cx: &mut Context, id: LocationId, number: u64) {
        let held = cx.book.locations.get_mut(&id);
        let Some(held) = held.filter(|held| held.removing == Some(Removing::Asked(number))) else {
            return;
        };
        held.removing = Some(Removing::UnderWay);
        self.go_on_removing(cx, id).await;
    }

    pub(crate) async fn go_on_removing(&mut self, cx: &mut Context, id: LocationId) {
        let Some(held) = cx.book.locations.get(&id) else {
            return;
        };
        let done = match held.connection.link_state() {
            LinkState::Unlinked => self.strike(cx, id).await,
            LinkState::Unfinished | LinkState::Linked | LinkState::NeedsYou(_) => {
                self.disconnect(cx, id).await.map(drop)
            }
        };
        if done.is_err() {
            self.stays(cx, id);
        }
    }

    /// Takes it off the list, with its history. It holds no sign-in any more.
    pub(crate) async fn strike(&mut self, cx: &mut Context, id: LocationId) -> Result<(), Failure> {
        cx.store.remove_location(id).await.map_err(|problem| {
            tracing::error!(%problem, "a location could not be removed");
            not_stored(problem)
        })?;
        cx.book.locations.remove(&id);
        cx.report(News::Stirred);
        cx.emit(EventKind::LocationRemoved(id));
        Ok(())
    }

    /// It could not be removed, which nobody may take for granted.
    pub(crate) fn stays(&mut self, cx: &mut Context, id: LocationId) {
        let held = cx.book.locations.get_mut(&id);
        let Some(held) = held.filter(|held| held.removing.is_some()) else {
            return;
        };
        held.removing = None;
        held.leaving = false;
        cx.emit_location(id);
        cx.emit(EventKind::RemoveFailed(id));
    }

    /// The app is about to end: what a person asked for is done now.
    pub(crate) async fn remove_what_was_asked(&mut self, cx: &mut Context) {
        let held = cx.book.locations.values();
        let asked = held.filter_map(|held| match held.removing {
            Some(Removing::Asked(number)) => Some((held.location.id, number)),
            Some(Removing::UnderWay) | None => None,
        });
        for (id, number) in asked.collect::<Vec<_>>() {
            self.removal_is_due(cx, id, number).await;
        }
    }

    /// Who waits for the end is answered when all is done, or when networks took too long to hear
    /// of it.
    pub(crate) fn take_leave(&mut self, cx: &mut Context, asker: ReplySender) {
        self.farewell = Some(asker);
        self.mail.spawn(async {
            tokio::time::sleep(FAREWELL).await;
            Message::FarewellIsOver
        });
        self.answer_farewell(cx);
    }

    /// The networks that did not answer in time are not waited for: their sign-ins are erased here.
    pub(crate) async fn farewell_is_over(&mut self, cx: &mut Context) {
        let held = cx.book.locations.values();
        let leaving = held.filter(|held| held.leaving);
        for id in leaving.map(|held| held.location.id).collect::<Vec<_>>() {
            // The log says what could not be erased, and it is there at the next start.
            let _ = self.erase(cx, id, AtNetwork::CouldNotTell).await;
        }
        cx.save_at_last().await;
        self.answer_farewell(cx);
    }

    /// Lets whoever ends the app go on once nothing is on its way out any more.
    pub(crate) fn answer_farewell(&mut self, cx: &mut Context) {
        let mut held = cx.book.locations.values();
        if held.any(|held| held.leaving) {
            return;
        }
        if let Some(asker) = self.farewell.take() {
            cx.reply(asker, Ok(Reply::DONE));
        }
    }
}

#[cfg(test)]
#[path = "removing_tests.rs"]
mod tests;
