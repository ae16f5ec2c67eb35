//! A location as others see it.

use domain::alert::Silence;
use domain::{Credit, LinkState, Timestamp, Use};
use networks::Registry;
use protocol::{CreditView, Leaving, LocationView, LoginView, UseView};

use super::health::health;
use crate::book::{LocationRecord, State};

impl State {
    pub fn view(&self, held: &LocationRecord, networks: &Registry, now: Timestamp) -> LocationView {
        let location = &held.location;
        let account = location.account.as_ref();
        let grant = location.grant.and_then(|id| self.grants.get(&id));
        let linked = held.connection.link_state() != LinkState::Unlinked;
        let lost = matches!(held.connection.link_state(), LinkState::NeedsYou(_));
        let login = self.login_behind(held);
        let stands = self.health(held, now);
        let need = self.need(held);
        let (alerts_muted, alerts_snoozed_until) = resting(self.rests.get(&location.id).copied());
        LocationView {
            id: location.id,
            network: location.network.clone(),
            host: location.host.clone().map(String::from),
            name: account.map(|account| account.name.clone()),
            handle: account.and_then(|account| account.handle.clone()),
            kind: account.map(|account| account.kind),
            client: location.client,
            health: health(stands),
            attempt: held.connection.attempt().or(held.picking),
            login: login.map(|login| LoginView {
                id: login.id,
                name: login.name.clone(),
                person: login.account.0.clone(),
            }),
            uses: self
                .uses(held, networks)
                .into_iter()
                .map(|(what, granted)| UseView { what, granted })
                .collect(),
            checked_at: held.seen_at.filter(|_| linked).map(Timestamp::as_millis),
            connected_at: grant.map(|grant| grant.dates.issued_at.as_millis()),
            credits: match linked {
                true => held.credits.iter().map(credit).collect(),
                false => vec![],
            },
            needs_human_by: need.map(|need| need.by.as_millis()),
            because: need.map(|need| need.because),
            alerts_muted,
            alerts_snoozed_until,
            asks_again: linked && held.rhythm.asks_again(),
            lost_since: held
                .loss
                .filter(|_| lost)
                .map(|loss| loss.since.as_millis()),
            fix: self.fixable(held, stands).fix(),
            leaving: match held.removing {
                Some(_) => Some(Leaving::Removing),
                None => held.leaving.then_some(Leaving::Disconnecting),
            },
        }
    }

    /// What its connection can do.
    pub fn uses(&self, held: &LocationRecord, networks: &Registry) -> Vec<(Use, bool)> {
        let grant = held.location.grant.and_then(|id| self.grants.get(&id));
        let granted = grant.zip(networks.get(&held.location.network));
        granted.map_or_else(Vec::new, |(grant, dialect)| {
            dialect.about().uses(&grant.scopes)
        })
    }
}

/// Whether a location is muted, and until when it is snoozed.
fn resting(rest: Option<Silence>) -> (bool, Option<i64>) {
    match rest {
        None => (false, None),
        Some(Silence::Muted) => (true, None),
        Some(Silence::Until(until)) => (false, Some(until.as_millis())),
    }
}

fn credit(credit: &Credit) -> CreditView {
    CreditView {
        of: credit.of,
        used_percent: credit.used_percent,
        full_again_at: credit.full_again_at.map(Timestamp::as_millis),
    }
}
