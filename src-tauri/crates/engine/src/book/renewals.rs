//! What is known of the renewals of grants.

use domain::{Grant, GrantId, LocationId, Trouble, Verdict};
use networks::{Registry, Renewal};

use super::State;

impl State {
    /// Whether an earlier run sent a renewal of this very token and never saw it answered.
    pub(crate) fn was_interrupted(&self, grant: &Grant) -> bool {
        self.interrupted.get(&grant.id) == Some(&grant.generation)
    }

    /// Whether a no that a look at a location heard may be one to the access token alone.
    pub(crate) fn doubts(
        &self,
        networks: &Registry,
        location: LocationId,
        id: GrantId,
        generation: u64,
    ) -> bool {
        let Some(grant) = self.grants.get(&id) else {
            return false;
        };
        let login = self.logins.get(&grant.login);
        let dialect = login.and_then(|login| networks.get(&login.network));
        let held = self.locations.get(&location);
        // The renewal that was refused some time ago can have been so by mistake.
        let asks_again = held.is_some_and(|held| held.rhythm.asks_again());
        grant.dates.renewable
            && dialect.is_some_and(|dialect| dialect.about().renewal == Renewal::Rotate)
            && self.doubted.get(&id) != Some(&generation)
            && (asks_again || !self.said_no(id, generation))
    }

    /// Whether the network said no to this very token before.
    pub(crate) fn said_no(&self, id: GrantId, generation: u64) -> bool {
        self.noes.get(&id) == Some(&generation)
    }

    /// Whether a renewal of this very token was sent and its answer not kept.
    pub(crate) fn was_cut_off(&self, id: GrantId, generation: Option<u64>) -> bool {
        generation.is_some() && self.cut_off.get(&id).copied() == generation
    }

    /// Whether its token would be answered with a no once more.
    pub(crate) fn is_doubted(&self, id: GrantId, generation: Option<u64>) -> bool {
        let said = [&self.doubted, &self.noes];
        generation.is_some() && said.iter().any(|said| said.get(&id).copied() == generation)
    }

    /// The locations that a grant serves.
    pub(crate) fn served_by(&self, grant: GrantId) -> Vec<LocationId> {
        let served = self.locations.served_by(grant);
        served.map(|held| held.location.id).collect()
    }

    /// Those that could not be asked about for want of room.
    pub(crate) fn waiting_for_room(&self) -> impl Iterator<Item = LocationId> {
        let wanted_room = |verdict: Verdict| match verdict {
            Verdict::Here(trouble) => match trouble {
                Trouble::DiskFull
                | Trouble::NotStored
                | Trouble::NotKeptYet
                | Trouble::StoreMoved => true,
                Trouble::NoApp | Trouble::TokensUnreadable => false,
            },
            Verdict::Yes | Verdict::No(_) | Verdict::NoAnswer(_) => false,
        };
        let all = self.locations.values();
        let waiting =
            all.filter(move |held| held.look.is_some_and(|look| wanted_room(look.verdict)));
        waiting.map(|held| held.location.id)
    }
}
