//! What happens to a location is kept, with a line in its history.

use domain::LocationId;
use domain::connection::{self, Effect, Event};
use protocol::HistoryKind;

use super::Task;
use crate::store::line;

impl Task {
    /// Lets an event happen to a location, keeps the result and carries the effects out.
    ///
    /// Opening and ending sign-ins is done by those who cause these events; what is left is to
    /// tell a person.
    pub(crate) fn happen(&mut self, id: LocationId, event: Event) -> Vec<Effect> {
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
        if before.settled() != after.settled() {
            self.keep(id);
            self.state.patterns.stir();
        }
        if let Some(cause) = lost {
            self.note(id, HistoryKind::StoppedWorking, Some(cause), None);
            self.stopped_working(id, cause);
        }
        effects
    }

    /// Writes a location as it then is, with what else the message changes.
    pub(crate) fn keep(&mut self, id: LocationId) {
        self.unwritten.remove(&id);
        self.owed.locations.insert(id);
    }

    /// Writes a line into a location's history.
    pub(crate) fn note(
        &mut self,
        location: LocationId,
        what: HistoryKind,
        cause: Option<domain::Cause>,
        who: Option<String>,
    ) {
        let line = line(self.now(), location, what, cause, who);
        self.owed.line(line);
    }
}
