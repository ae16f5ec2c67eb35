//! What happens to a location is kept, with a line in its history.

use domain::LocationId;
use domain::connection::{self, Effect, Event};
use domain::pattern::Loss;
use protocol::HistoryKind;

use super::Context;
use crate::news::News;
use crate::store::line;

impl Context {
    /// Lets an event happen to a location, keeps the result and carries the effects out.
    ///
    /// Opening and ending sign-ins is done by those who cause these events; what is left is to
    /// tell a person.
    pub(crate) fn apply(&mut self, id: LocationId, event: Event) -> Vec<Effect> {
        let Some(held) = self.book.locations.get_mut(&id) else {
            return vec![];
        };
        let before = held.connection;
        let (after, effects) = connection::step(before, event);
        held.connection = after;
        let lost = effects.iter().find_map(|effect| match effect {
            Effect::Tell(cause) => Some(*cause),
            Effect::OpenSignIn(_) | Effect::EndSignIn(_) | Effect::EraseTokens => None,
        });
        if before.link_state() != after.link_state() {
            self.save_location(id);
            self.report(News::Stirred);
        }
        if let Some(cause) = lost {
            self.log(id, HistoryKind::StoppedWorking, Some(cause), None);
            let since = self.now();
            if let Some(held) = self.book.locations.get_mut(&id) {
                held.loss = Some(Loss { since, said: cause });
            }
            self.report(News::Lost(id, cause));
        }
        effects
    }

    /// Writes a location as it then is, with what else the message changes.
    pub(crate) fn save_location(&mut self, id: LocationId) {
        self.owed.probes.remove(&id);
        self.owed.locations.insert(id);
    }

    /// Writes a line into a location's history.
    pub(crate) fn log(
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
