//! Taking a location off the list. What is connected is disconnected with it, its history goes, and
//! none of that comes back, so a person has some seconds to think again: until then nothing is done
//! but that it is not shown any more. Whoever ends the app in between wants it done.

use std::time::Duration;

use domain::{LocationId, Settled};
use protocol::{Fact, Failure, Reply};

use crate::connect::disconnect::AtNetwork;
use crate::store::not_stored;
use crate::task::{Asker, Mail, Task};

/// How long a removal can be taken back.
pub(crate) const SECOND_THOUGHTS: Duration = Duration::from_secs(10);

/// How long the end of the app waits for networks that are being told of a disconnect.
pub(crate) const FAREWELL: Duration = Duration::from_secs(3);

/// How far a removal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removing {
    /// It can be taken back. The number tells one removal of a location from the next.
    Asked(u64),
    /// It cannot.
    UnderWay,
}

impl Task {
    /// Takes a location off the list, whatever it holds.
    pub(crate) fn remove(&mut self, id: LocationId) -> Result<Reply, Failure> {
        let held = self.state.locations.get(&id).ok_or(Failure::Gone)?;
        if held.removing.is_some() {
            return Ok(Reply::Done);
        }
        self.end_all_of(id);
        let number = self.state.sequence;
        // An unfinished set-up may have ended with its sign-in.
        if let Some(held) = self.state.locations.get_mut(&id) {
            held.removing = Some(Removing::Asked(number));
            self.tell_location(id);
            self.beside(async move {
                tokio::time::sleep(SECOND_THOUGHTS).await;
                Mail::Remove(id, number)
            });
        }
        Ok(Reply::Done)
    }

    /// Keeps a location after all.
    pub(crate) fn undo_remove(&mut self, id: LocationId) -> Result<Reply, Failure> {
        let held = self.state.locations.get_mut(&id);
        let asked = held.filter(|held| matches!(held.removing, Some(Removing::Asked(_))));
        asked.ok_or(Failure::Gone)?.removing = None;
        self.watch_due = true;
        self.tell_location(id);
        Ok(Reply::Done)
    }

    /// Nobody thought again.
    pub(crate) async fn removal_is_due(&mut self, id: LocationId, number: u64) {
        let held = self.state.locations.get_mut(&id);
        let Some(held) = held.filter(|held| held.removing == Some(Removing::Asked(number))) else {
            return;
        };
        held.removing = Some(Removing::UnderWay);
        self.go_on_removing(id).await;
    }

    pub(crate) async fn go_on_removing(&mut self, id: LocationId) {
        let Some(held) = self.state.locations.get(&id) else {
            return;
        };
        let done = match held.connection.settled() {
            Settled::Unlinked => self.strike(id).await,
            Settled::Unfinished | Settled::Linked | Settled::NeedsYou(_) => {
                self.disconnect(id).await.map(drop)
            }
        };
        if done.is_err() {
            self.stays(id);
        }
    }

    /// Takes it off the list, with its history. It holds no sign-in any more.
    pub(crate) async fn strike(&mut self, id: LocationId) -> Result<(), Failure> {
        self.store.remove_location(id).await.map_err(|problem| {
            tracing::error!(%problem, "a location could not be removed");
            not_stored(problem)
        })?;
        self.state.locations.remove(&id);
        self.state.patterns.stir();
        self.tell(Fact::LocationRemoved(id));
        Ok(())
    }

    /// It could not be removed, which nobody may take for granted.
    pub(crate) fn stays(&mut self, id: LocationId) {
        let held = self.state.locations.get_mut(&id);
        let Some(held) = held.filter(|held| held.removing.is_some()) else {
            return;
        };
        held.removing = None;
        held.leaving = false;
        self.tell_location(id);
        self.tell(Fact::RemoveFailed(id));
    }

    /// The app is about to end: what a person asked for is done now. Who waits is answered when it
    /// is, or when networks took too long to hear of it.
    pub(crate) async fn take_leave(&mut self, asker: Asker) {
        let held = self.state.locations.values();
        let asked = held.filter_map(|held| match held.removing {
            Some(Removing::Asked(number)) => Some((held.location.id, number)),
            Some(Removing::UnderWay) | None => None,
        });
        for (id, number) in asked.collect::<Vec<_>>() {
            self.removal_is_due(id, number).await;
        }
        self.write_all().await;
        self.farewell = Some(asker);
        self.beside(async {
            tokio::time::sleep(FAREWELL).await;
            Mail::FarewellIsOver
        });
        self.answer_farewell();
    }

    /// The networks that did not answer in time are not waited for: their sign-ins are erased here.
    pub(crate) async fn farewell_is_over(&mut self) {
        let held = self.state.locations.values();
        let leaving = held.filter(|held| held.leaving);
        for id in leaving.map(|held| held.location.id).collect::<Vec<_>>() {
            // The log says what could not be erased, and it is there at the next start.
            let _ = self.erase(id, AtNetwork::CouldNotTell).await;
        }
        self.save_at_last().await;
        self.answer_farewell();
    }

    /// Lets whoever ends the app go on once nothing is on its way out any more.
    pub(crate) fn answer_farewell(&mut self) {
        let mut held = self.state.locations.values();
        if held.any(|held| held.leaving) {
            return;
        }
        if let Some(asker) = self.farewell.take() {
            crate::connect::sign_in::answer(asker, Ok(Reply::Done));
        }
    }
}
