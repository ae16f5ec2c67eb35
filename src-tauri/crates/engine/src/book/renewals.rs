//! What is known of the renewals of grants.

use domain::renewal::{RenewalEffect, RenewalEvent, RenewalStanding, step};
use domain::{GrantId, LocationId, Trouble, Verdict};
use networks::{Registry, Renewal};

use super::State;

impl State {
    /// How a grant stands with its renewals, for the tokens that it has now.
    pub(crate) fn standing(&self, id: GrantId) -> RenewalStanding {
        let known = self.renewals.get(&id).copied().unwrap_or_default();
        let today = self.grants.get(&id).map(|grant| grant.generation);
        today.map_or(known, |today| known.at(today))
    }

    /// Lets something happen to that, and says what follows.
    pub(crate) fn stands(&mut self, id: GrantId, event: RenewalEvent) -> Option<RenewalEffect> {
        let (standing, effect) = step(self.standing(id), event);
        self.renewals.insert(id, standing);
        effect
    }

    /// Whether a no that a probe of a location heard may be one to the access token alone.
    pub(crate) fn doubts(&self, networks: &Registry, location: LocationId, id: GrantId) -> bool {
        let Some(grant) = self.grants.get(&id) else {
            return false;
        };
        let login = self.logins.get(&grant.login);
        let dialect = login.and_then(|login| networks.get(&login.network));
        let held = self.locations.get(&location);
        let asks_again = held.is_some_and(|held| held.rhythm.asks_again());
        grant.dates.renewable
            && dialect.is_some_and(|dialect| dialect.about().renewal == Renewal::Rotate)
            && self.standing(id).doubts_a_no(asks_again)
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
            all.filter(move |held| held.probe.is_some_and(|probe| wanted_room(probe.verdict)));
        waiting.map(|held| held.location.id)
    }
}
