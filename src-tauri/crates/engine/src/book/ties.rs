//! What hangs on what: locations on logins, and logins on developer apps.

use std::collections::BTreeMap;

use domain::ties::{Place, Tie, stays_ticked};
use domain::{LinkState, LocationId, Login, Network};
use networks::Registry;

use super::{LocationRecord, State};

/// What each network does with developer apps and consents: under which one the user's app is kept,
/// and whether a consent decides anew.
pub(crate) struct Places(BTreeMap<Network, (Option<Network>, bool)>);

impl Places {
    pub fn of(networks: &Registry) -> Places {
        let places = networks.iter().map(|(network, dialect)| {
            let about = dialect.about();
            let kept_as = about.app.user().map(|_| about.app_kept_as());
            let app = kept_as.and_then(|kept_as| kept_as.parse().ok());
            (network.clone(), (app, about.decides_anew()))
        });
        Places(places.collect())
    }

    fn place<'a>(&'a self, network: &'a Network) -> Place<'a> {
        let known = self.0.get(network);
        Place {
            network,
            app: known.and_then(|(app, _)| app.as_ref()),
            decides_anew: known.is_some_and(|(_, decides_anew)| *decides_anew),
        }
    }
}

impl State {
    /// The login that a location hangs on, where it is connected or was until it was lost.
    pub fn login_behind(&self, held: &LocationRecord) -> Option<&Login> {
        let linked = held.connection.link_state() != LinkState::Unlinked;
        let login = held.location.login.filter(|_| linked)?;
        self.logins.get(&login)
    }

    /// A location that is on the list, and not on its way off it.
    pub fn listed(&self, id: LocationId) -> Option<&LocationRecord> {
        let held = self.locations.get(&id);
        held.filter(|held| held.removing.is_none())
    }

    /// All that are on the list.
    pub fn all_listed(&self) -> impl Iterator<Item = &LocationRecord> {
        let all = self.locations.values();
        all.filter(|held| held.removing.is_none())
    }

    /// What a location hangs on.
    pub fn tie<'a>(&'a self, held: &'a LocationRecord, places: &'a Places) -> Tie<'a> {
        Tie {
            location: &held.location,
            login: self.login_behind(held),
            place: places.place(&held.location.network),
        }
    }

    /// What a sign-in at a network must leave ticked there; the location that it is for comes first.
    pub fn stays_ticked(
        &self,
        network: &Network,
        location: Option<LocationId>,
        networks: &Registry,
    ) -> Vec<LocationId> {
        let places = Places::of(networks);
        let asked = location.and_then(|id| self.listed(id));
        let asked = asked.map(|held| self.tie(held, &places));
        let all = self.all_listed().map(|held| self.tie(held, &places));
        stays_ticked(places.place(network), asked, all)
    }
}
