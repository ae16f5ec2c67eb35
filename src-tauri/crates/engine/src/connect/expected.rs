//! What a person must know at a network's own page: as whom to sign in, and what to leave ticked there.
//! The page itself cannot say it, and its window may cover whoever could.

use networks::Registry;

use super::attempt::Attempt;
use crate::Expected;
use crate::book::{Held, State};

impl State {
    /// What the person must know who is led to the network's page.
    pub(crate) fn expected_at(&self, attempt: &Attempt, networks: &Registry) -> Expected {
        let asked = attempt.location.and_then(|id| self.locations.get(&id));
        let login = asked.and_then(|held| self.login_behind(held));
        Expected {
            person: login.map(|login| login.name.clone()),
            stays_ticked: self.stays_ticked(attempt, asked, networks),
        }
    }

    fn stays_ticked(
        &self,
        attempt: &Attempt,
        asked: Option<&Held>,
        networks: &Registry,
    ) -> Vec<String> {
        let Some(here) = networks.get(&attempt.network).map(|d| d.about()) else {
            return vec![];
        };
        if !here.decides_anew() {
            return vec![];
        }
        let person = asked.map(|held| self.login_behind(held).map(|login| &login.account));
        // One person's consents at networks that share a developer app are one.
        let is_decided_over = |held: &&Held| {
            let about = networks.get(&held.location.network).map(|d| d.about());
            let login = self.login_behind(held);
            about.is_some_and(|about| {
                about.decides_anew() && about.app_kept_as() == here.app_kept_as()
            }) && login
                .is_some_and(|login| person.is_none_or(|person| person == Some(&login.account)))
                && Some(held.location.id) != attempt.location
        };
        let mut others = self.locations.values().filter(is_decided_over).peekable();
        if asked.is_some() && others.peek().is_none() {
            return vec![];
        }
        let name = |held: &Held| {
            let name = held.location.account.as_ref()?.name.clone();
            let about = networks.get(&held.location.network)?.about();
            let elsewhere = held.location.network != attempt.network;
            Some(if elsewhere {
                format!("{name} ({})", about.name)
            } else {
                name
            })
        };
        asked.into_iter().chain(others).filter_map(name).collect()
    }

    /// The login that a location hangs on, where it is connected or was until it was lost.
    fn login_behind(&self, held: &Held) -> Option<&domain::Login> {
        let linked = held.connection.settled() != domain::Settled::Unlinked;
        let login = held.location.login.filter(|_| linked)?;
        self.logins.get(&login)
    }
}
