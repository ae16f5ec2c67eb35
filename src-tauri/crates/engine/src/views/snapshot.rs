//! All there is, as others see it.

use domain::Timestamp;
use networks::Registry;
use protocol::{AlertsView, AttemptView, ClientView, OutageView, ReachView, Snapshot, VaultView};

use crate::book::State;

impl State {
    pub fn snapshot(
        &self,
        networks: &Registry,
        now: Timestamp,
        keychain: &str,
        practice: bool,
        attempts: Vec<AttemptView>,
        outages: Vec<OutageView>,
    ) -> Snapshot {
        let held = self.locations.values();
        Snapshot {
            sequence: self.sequence,
            practice,
            theme: self.theme,
            return_by: self.return_by,
            welcomed: self.welcomed,
            alerts: AlertsView::from(self.policy.clone()),
            vault: self.vault(keychain),
            networks: networks
                .iter()
                .filter_map(|(_, dialect)| self.network(&**dialect))
                .collect(),
            clients: self
                .clients
                .values()
                .cloned()
                .map(ClientView::from)
                .collect(),
            locations: held.map(|held| self.view(held, networks, now)).collect(),
            reach: self.reach(outages),
            store_moved: self.store_moved,
            attempts,
        }
    }

    /// The key. `keychain` is what people call the place where it rests.
    pub fn vault(&self, keychain: &str) -> VaultView {
        VaultView {
            state: self.key,
            keychain: keychain.to_owned(),
            damaged: u32::try_from(self.unreadable.len()).unwrap_or(u32::MAX),
        }
    }

    /// Which networks can be reached.
    pub fn reach(&self, outages: Vec<OutageView>) -> ReachView {
        ReachView {
            offline: self.offline,
            between: self.between.clone(),
            outages,
            clock_off_minutes: self.clock.off().map(minutes),
            clock_is_wrong: self.clock.is_wrong(),
        }
    }
}

/// No clock is further off than this can say.
fn minutes(span: domain::Span) -> i32 {
    let minutes = span.as_millis() / domain::Span::from_minutes(1).as_millis();
    i32::try_from(minutes).unwrap_or(if minutes < 0 { i32::MIN } else { i32::MAX })
}
