//! What happens to a location is kept, with a line in its history.

use domain::LocationId;
use domain::connection::{self, Effect, Event};
use protocol::HistoryKind;
use vault::Activity;

use super::Task;
use crate::book::Held;
use crate::store::line;

impl Task {
    /// Lets an event happen to a location, keeps the result and carries the effects out.
    ///
    /// Opening and ending sign-ins is done by those who cause these events; what is left is to
    /// tell a person.
    pub(crate) async fn happen(&mut self, id: LocationId, event: Event) -> Vec<Effect> {
        let Some(held) = self.state.locations.get_mut(&id) else {
            return vec![];
        };
        let before = held.connection;
        let (after, effects) = connection::step(before, event);
        held.connection = after;
        let lost = effects.iter().find_map(|effect| match effect {
            Effect::Tell(cause) => Some(*cause),
            Effect::OpenSignIn(_) | Effect::EndSignIn(_) | Effect::EraseTokens => None,
        });
        let stopped = lost.map(|cause| {
            let what = HistoryKind::StoppedWorking;
            line(self.now(), id, what, Some(cause), None)
        });
        if before.settled() != after.settled() {
            self.keep_and_note(id, stopped.into_iter().collect()).await;
            self.state.patterns.stir();
        }
        if let Some(cause) = lost {
            self.stopped_working(id, cause);
        }
        effects
    }

    /// Writes a location as it now is.
    pub(crate) async fn keep(&mut self, id: LocationId) {
        self.keep_and_note(id, vec![]).await;
    }

    /// The same with lines of its history, in one step.
    async fn keep_and_note(&mut self, id: LocationId, lines: Vec<Activity>) {
        self.unwritten.remove(&id);
        let Some(Held {
            location,
            connection,
            look,
            ..
        }) = self.state.locations.get(&id).cloned()
        else {
            return;
        };
        let kept = self
            .store
            .put_location(location, connection.settled(), look, lines.clone())
            .await;
        if let Err(problem) = kept {
            tracing::error!(%problem, "a location could not be kept");
            lines.into_iter().for_each(|line| self.owed.line(line));
            self.owed.locations.insert(id);
            self.wait_for_room();
        }
    }

    /// Writes a line into a location's history.
    pub(crate) async fn note(
        &mut self,
        location: LocationId,
        what: HistoryKind,
        cause: Option<domain::Cause>,
        who: Option<String>,
    ) {
        let line = line(self.now(), location, what, cause, who);
        if let Err(problem) = self.store.put_lines(vec![line.clone()]).await {
            tracing::warn!(%problem, "a line of the history could not be kept");
            self.owed.line(line);
            self.wait_for_room();
        }
    }
}
