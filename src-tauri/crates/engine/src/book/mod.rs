//! Everything the engine's task owns.

mod locations;
mod removing;
mod renewals;
mod ties;

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{Policy, Silence};
use domain::pattern::{Judgement, Loss};
use domain::renewal::RenewalStanding;
use domain::{
    Account, AttemptId, Client, ClientId, Connection, Credit, Deadline, Grant, GrantId, Health,
    HealthContext, Host, LinkState, Location, LocationId, Login, LoginId, Network, PollSchedule,
    Probe, Secret, Span, Timestamp, Trouble, Verdict, ahead, judge,
};
use networks::{App, CallContext, Dialect};
use protocol::{BetweenView, RedirectPreference, Theme};
use tokio::time::Instant;
use vault::KeyState;

use crate::said_of_clock::SaidOfClock;
use locations::Locations;
pub(crate) use removing::{AtNetwork, Removing};
pub(crate) use ties::Places;

/// What the task owns.
pub(crate) struct State {
    pub sequence: u64,
    pub locations: Locations,
    pub logins: BTreeMap<LoginId, Login>,
    pub grants: BTreeMap<GrantId, Grant>,
    pub clients: BTreeMap<ClientId, Client>,
    /// Client ids of the apps that the user registered.
    pub apps: BTreeMap<Network, String>,
    pub key: KeyState,
    /// Since when it is known that the key is at hand, or that it is not; `None` until the keychain
    /// has answered.
    pub key_known_since: Option<Timestamp>,
    /// Grants whose sealed tokens are damaged.
    pub unreadable: BTreeSet<GrantId>,
    /// Locations that lead where this app did not write them to lead: somebody else edited the file.
    pub changed: BTreeSet<LocationId>,
    /// Grants that are being renewed, and the locations that wait for it.
    pub renewing: BTreeMap<GrantId, BTreeSet<LocationId>>,
    /// How grants stand with their renewals.
    pub renewals: BTreeMap<GrantId, RenewalStanding>,
    /// Grants whose renewed tokens are nowhere but in memory.
    pub not_kept: BTreeSet<GrantId>,
    /// Whether the store's file was removed or replaced.
    pub store_moved: bool,
    /// Locations that are being probed.
    pub probing: BTreeSet<LocationId>,
    /// Whether this computer has no way to the networks.
    pub offline: bool,
    /// What stands between it and them.
    pub between: Option<BetweenView>,
    /// What the networks say of this computer's clock.
    pub clock: SaidOfClock,
    /// Losses that wait for others before they are told, and since when.
    pub pending_losses: BTreeMap<LocationId, Instant>,
    /// When alerts are told.
    pub policy: Policy,
    /// What a person silenced.
    pub rests: BTreeMap<LocationId, Silence>,
    pub theme: Theme,
    pub return_by: RedirectPreference,
    /// Whether the welcome was seen.
    pub welcomed: bool,
}

/// A location and what is held for it.
#[derive(Clone)]
pub(crate) struct LocationRecord {
    pub location: Location,
    pub connection: Connection,
    pub probe: Option<Probe>,
    /// When the next probe is due.
    pub rhythm: PollSchedule,
    /// When a probe last said yes.
    pub seen_at: Option<Timestamp>,
    /// What the network lets the token still do, as of the last probe.
    pub credits: Vec<Credit>,
    /// Whether it was disconnected here and the network is being told. A sign-in that is faster
    /// holds it anew.
    pub leaving: bool,
    /// Whether it is on its way off the list.
    pub removing: Option<Removing>,
    /// When and why it was last lost; stays after a new sign-in mended it.
    pub loss: Option<Loss>,
    /// What that loss is judged to be, next to others.
    pub judged: Option<Judgement>,
    /// The sign-in that offers accounts to pick from, of which it becomes one.
    pub picking: Option<AttemptId>,
}

impl LocationRecord {
    pub fn new(location: Location, link_state: LinkState, probe: Option<Probe>) -> LocationRecord {
        let seen_at = probe
            .filter(|probe| probe.verdict == Verdict::Yes)
            .map(|probe| probe.at);
        let rhythm = PollSchedule {
            last: probe,
            ..PollSchedule::default()
        };
        LocationRecord {
            location,
            connection: Connection::At(link_state),
            probe,
            // What an earlier run told of was confirmed there, or is told now.
            rhythm: match link_state {
                LinkState::NeedsYou(_) => rhythm.confirmed(),
                LinkState::Unlinked | LinkState::Unfinished | LinkState::Linked => rhythm,
            },
            seen_at,
            credits: vec![],
            leaving: false,
            removing: None,
            loss: None,
            judged: None,
            picking: None,
        }
    }

    /// Takes a probe in; `wait` is how long the network asked to wait.
    pub fn record(&mut self, probe: Probe, wait: Option<Span>) {
        let probe = probe.following(self.probe);
        self.rhythm = self.rhythm.after(probe, wait);
        if probe.verdict == Verdict::Yes {
            self.seen_at = Some(probe.at);
        }
        self.probe = Some(probe);
    }

    /// The name people know it by.
    pub fn name(&self) -> String {
        self.location
            .account
            .as_ref()
            .map(|account| account.name.clone())
            .unwrap_or_default()
    }
}

impl State {
    /// The location that stands for an account of a network.
    pub fn find(
        &self,
        network: &Network,
        host: Option<&Host>,
        account: &domain::AccountId,
    ) -> Option<&LocationRecord> {
        self.locations.values().find(|held| {
            held.location.network == *network
                && held.location.host.as_ref() == host
                && held
                    .location
                    .account
                    .as_ref()
                    .is_some_and(|known| known.id == *account)
        })
    }

    /// The login of a person.
    pub fn login_of(
        &self,
        network: &Network,
        host: Option<&Host>,
        person: &domain::AccountId,
    ) -> Option<&Login> {
        self.logins.values().find(|login| {
            login.network == *network && login.host.as_ref() == host && login.account == *person
        })
    }

    /// The accounts of a login that were ever added here.
    pub fn accounts_of_login(&self, login: LoginId) -> Vec<Account> {
        self.locations
            .of_login(login)
            .filter_map(|held| held.location.account.clone())
            .collect()
    }

    /// What a location's icon shows.
    pub fn health(&self, held: &LocationRecord, now: Timestamp) -> Health {
        let grant = held.location.grant.and_then(|id| self.grants.get(&id));
        let around = HealthContext {
            now,
            key_at_hand: self.key == KeyState::Open,
            tokens_readable: self.readable(held),
            entry_is_ours: !self.changed.contains(&held.location.id),
        };
        let dates = grant.map(|grant| &grant.dates);
        let at_risk = grant.is_some_and(|grant| self.not_kept.contains(&grant.id));
        let at_risk = at_risk.then(|| Probe::new(now, Verdict::Here(Trouble::NotKeptYet)));
        let probe = at_risk.as_ref().or(held.probe.as_ref());
        let health = judge(&held.connection, probe, dates, around);
        let judged = held.judged.as_ref();
        judged.map_or(health, |judged| health.in_light_of(judged))
    }

    /// The next date on which a location needs a person.
    pub fn need(&self, held: &LocationRecord) -> Option<Deadline> {
        let grant = held.location.grant.and_then(|id| self.grants.get(&id));
        let dates = grant.map(|grant| &grant.dates);
        ahead(&held.connection, dates, self.readable(held))
    }

    /// Whether the sealed tokens of a location are whole, as far as that is known.
    fn readable(&self, held: &LocationRecord) -> bool {
        let grant = held.location.grant;
        let entry_is_ours = !self.changed.contains(&held.location.id);
        entry_is_ours && grant.is_some_and(|id| !self.unreadable.contains(&id))
    }

    /// What was read in clear and is acted on.
    pub fn known(&self) -> vault::Known {
        let locations = self.locations.values();
        vault::Known {
            locations: locations.map(|held| held.location.clone()).collect(),
            logins: self.logins.values().cloned().collect(),
        }
    }

    /// The client id of the app with which a network is spoken to, where the user entered one.
    pub fn app_of(&self, dialect: &dyn Dialect) -> Option<&String> {
        self.apps.get(&dialect.about().app_kept_as().parse().ok()?)
    }

    /// Whether a network wants an app that the user did not enter yet.
    pub fn lacks_app(&self, dialect: &dyn Dialect) -> bool {
        dialect.about().app.user().is_some() && self.app_of(dialect).is_none()
    }
}

/// Whether a dialect takes tokens over that were made by hand: it words what it would ask.
pub(crate) fn takes_tokens(dialect: &dyn Dialect) -> bool {
    let nobody = CallContext {
        app: App {
            id: String::new(),
            secret: None,
        },
        host: None,
        now: Timestamp::default(),
    };
    dialect
        .import_token(nobody, Secret::new(String::new()))
        .is_some()
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
