//! What the task tells everybody: facts with their numbers, and the summary.

use domain::{AttemptId, Hiccup, LocationId, Network, Verdict};
use protocol::{BetweenView, Event, Fact};

use super::Task;
use crate::connect::attempt::Attempt;

impl Task {
    /// Numbers a fact and tells it to everybody.
    pub(crate) fn tell(&mut self, fact: Fact) {
        self.state.sequence += 1;
        // It fails only when nobody listens.
        let _ = self.events.send(Event {
            sequence: self.state.sequence,
            fact,
        });
    }

    pub(crate) fn tell_location(&mut self, id: LocationId) {
        if let Some(held) = self.state.locations.get(&id) {
            let view = self.state.view(held, &self.networks, self.now());
            self.tell(Fact::LocationChanged(Box::new(view)));
        }
    }

    pub(crate) fn tell_attempt(&mut self, id: AttemptId) {
        if let Some(attempt) = self.state.attempts.get(&id).map(Attempt::view) {
            self.tell(Fact::AttemptChanged(Box::new(attempt)));
        }
    }

    pub(crate) fn tell_network(&mut self, network: &Network) {
        let dialect = self.networks.get(network);
        if let Some(network) = dialect.and_then(|dialect| self.state.network(&*dialect)) {
            self.tell(Fact::NetworkChanged(Box::new(network)));
        }
    }

    pub(crate) fn tell_vault(&mut self) {
        let vault = self.state.vault(self.store.keychain());
        self.tell(Fact::VaultChanged(vault));
    }

    /// One fact for an outage and one for its end, however many locations it is about.
    pub(super) fn tell_reach(&mut self) {
        self.state.clock.agree(self.transport.clock_off());
        self.state.between = self.what_is_between();
        let now = self.state.reach();
        if now != self.reach {
            self.reach = now.clone();
            self.tell(Fact::ReachChanged(now));
        }
    }

    /// What stands between this computer and its networks, by what was found last.
    fn what_is_between(&self) -> Option<BetweenView> {
        let looks = self.state.locations.values().filter_map(|held| held.look);
        let hiccup = looks.filter_map(|look| match look.verdict {
            Verdict::NoAnswer(hiccup) if hiccup.is_on_the_way() => Some((look.at, hiccup)),
            Verdict::NoAnswer(_) | Verdict::Yes | Verdict::No(_) | Verdict::Here(_) => None,
        });
        let (_, hiccup) = hiccup.max()?;
        let by = self.between(hiccup);
        Some(BetweenView { hiccup, by })
    }

    /// The name of what stands in the way.
    pub(crate) fn between(&self, hiccup: Hiccup) -> Option<String> {
        self.transport.between(hiccup)
    }

    pub(super) fn tell_summary(&self) {
        let practice = self.practice.is_some();
        let tally = &self.tally;
        let mut now = tally.summary(&self.state, &self.networks, self.now(), practice);
        now.cannot_keep = self.cannot_keep();
        self.summary.send_if_modified(|known| {
            let differs = *known != now;
            *known = now;
            differs
        });
    }
}
