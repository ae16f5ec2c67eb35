//! What a person must know at a network's own page: as whom to sign in, and what to leave ticked there.
//! The page itself cannot say it, and its window may cover whoever could.

use networks::Registry;

use super::attempt::Attempt;
use crate::Expected;
use crate::book::State;

impl State {
    /// What the person must know who is led to the network's page.
    pub(crate) fn expected_at(&self, attempt: &Attempt, networks: &Registry) -> Expected {
        let asked = attempt.location.and_then(|id| self.locations.get(&id));
        let login = asked.and_then(|held| self.login_behind(held));
        Expected {
            person: login.map(|login| login.name.clone()),
            stays_ticked: self.names_that_stay_ticked(attempt, networks),
        }
    }

    /// What stays ticked, by name; of another network with that.
    fn names_that_stay_ticked(&self, attempt: &Attempt, networks: &Registry) -> Vec<String> {
        let name = |id| {
            let held = self.locations.get(&id)?;
            let name = held.location.account.as_ref()?.name.clone();
            let about = networks.get(&held.location.network)?.about();
            let elsewhere = held.location.network != attempt.network;
            Some(if elsewhere {
                format!("{name} ({})", about.name)
            } else {
                name
            })
        };
        let ticked = self.stays_ticked(&attempt.network, attempt.location, networks);
        ticked.into_iter().filter_map(name).collect()
    }
}
