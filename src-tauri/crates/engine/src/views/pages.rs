//! What is asked for when somebody looks at it: the plan of Fix all, who holds what, the dates ahead.

use std::collections::BTreeSet;

use domain::plan::{FixStep, Fixable, plan};
use domain::ties::{AppHeld, holders};
use domain::timeline::{Dated, Days, Timeline, timeline};
use domain::{Health, LocationId, Timestamp};
use networks::Registry;

use crate::book::{LocationRecord, Places, State};

impl State {
    /// A location as Fix all sees it.
    pub(super) fn fixable<'a>(&'a self, held: &'a LocationRecord, health: Health) -> Fixable<'a> {
        Fixable {
            location: &held.location,
            login: self.login_behind(held),
            health,
        }
    }

    /// The steps that heal what needs a person: of these locations, or of all.
    pub fn plan_fix(&self, named: Option<Vec<LocationId>>, now: Timestamp) -> Vec<FixStep> {
        let mut seen = BTreeSet::new();
        let named = named.unwrap_or_else(|| self.locations.keys().copied().collect());
        let held = named
            .into_iter()
            .filter(|id| seen.insert(*id))
            .filter_map(|id| self.listed(id));
        plan(held.map(|held| self.fixable(held, self.health(held, now))))
    }

    /// Who holds what.
    pub fn holders(&self, networks: &Registry, now: Timestamp) -> Vec<AppHeld> {
        let places = Places::of(networks);
        let ties = self.all_listed().map(|held| {
            let icon = self.health(held, now).icon;
            (self.tie(held, &places), icon)
        });
        holders(ties)
    }

    /// The dates ahead.
    pub fn timeline(&self, days: &Days) -> Timeline {
        let dated = self.all_listed().filter_map(|held| {
            Some(Dated {
                location: held.location.id,
                login: self.login_behind(held).map(|login| login.id),
                need: self.need(held)?,
            })
        });
        timeline(dated, days)
    }
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
