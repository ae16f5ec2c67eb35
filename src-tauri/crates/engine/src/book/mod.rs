//! Everything the engine's task owns, and what others see of it.

mod locations;

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::Rest;
use domain::pattern::{Judgement, Loss};
use domain::{
    Account, AttemptId, Circumstances, Client, ClientId, Connection, Credit, Grant, GrantId,
    Health, Host, Location, LocationId, Login, LoginId, Look, Need, Network, Rhythm, Secret,
    Settled, Span, Timestamp, Trouble, Use, Verdict, ahead, judge,
};
use networks::{App, AppSecret, AsksFor, Caller, Dialect, Registry, Revocation, Surface};
use serde::{Deserialize, Serialize};
use vault::KeyState;

use crate::alerts::Alerts;
use crate::connect::attempt::Attempt;
use crate::connect::prepare::redirects_to_enter;
use crate::removing::Removing;
use crate::said_of_clock::SaidOfClock;
use crate::watch::patterns::Patterns;
use crate::{Between, Reach, ReturnBy, Snapshot};
use locations::Locations;

/// What the task owns.
pub(crate) struct State {
    pub sequence: u64,
    pub locations: Locations,
    pub logins: BTreeMap<LoginId, Login>,
    pub grants: BTreeMap<GrantId, Grant>,
    pub clients: BTreeMap<ClientId, Client>,
    /// Client ids of the apps that the user registered.
    pub apps: BTreeMap<Network, String>,
    pub attempts: BTreeMap<AttemptId, Attempt>,
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
    /// Grants whose renewal an earlier run sent and never saw answered, with the generation that it
    /// was to replace.
    pub interrupted: BTreeMap<GrantId, u64>,
    /// Grants of which an earlier run, or this one, sent a renewal and did not keep the answer, with
    /// the generation that it was to replace.
    pub cut_off: BTreeMap<GrantId, u64>,
    /// Grants whose renewed tokens are nowhere but in memory.
    pub not_kept: BTreeSet<GrantId>,
    /// Whether the store's file was removed or replaced.
    pub store_moved: bool,
    /// Grants that were renewed because a look said no, with the generation that this gave: a no
    /// to that one is believed.
    pub doubted: BTreeMap<GrantId, u64>,
    /// Grants to which the network said no once, with the generation that it was said to: only a
    /// second no is believed.
    pub noes: BTreeMap<GrantId, u64>,
    /// Locations that are being looked at.
    pub looking: BTreeSet<LocationId>,
    /// Whether this computer has no way to the networks.
    pub offline: bool,
    /// What stands between it and them.
    pub between: Option<Between>,
    /// What the networks say of this computer's clock.
    pub clock: SaidOfClock,
    /// Which losses belong together, and which were told.
    pub patterns: Patterns,
    /// What a person is told.
    pub alerts: Alerts,
    pub theme: String,
    pub return_by: ReturnBy,
}

/// A location and what is held for it.
#[derive(Clone)]
pub(crate) struct Held {
    pub location: Location,
    pub connection: Connection,
    pub look: Option<Look>,
    /// When the next look is due.
    pub rhythm: Rhythm,
    /// When a look last said yes.
    pub seen_at: Option<Timestamp>,
    /// What the network lets the token still do, as of the last look.
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
}

/// A location as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLocation {
    /// The location.
    pub location: Location,
    /// What the icon shows.
    pub health: Health,
    /// The sign-in that is under way for it.
    pub attempt: Option<AttemptId>,
    /// The person whose approval it hangs on.
    pub login: Option<Login>,
    /// What the connection can do.
    pub uses: Vec<(Use, bool)>,
    /// When the network last accepted the token.
    pub checked_at: Option<Timestamp>,
    /// When the network gave the token.
    pub connected_at: Option<Timestamp>,
    /// What the network lets the token still do.
    pub credits: Vec<Credit>,
    /// The next date on which it needs a person.
    pub need: Option<Need>,
    /// Whether a person silenced its alerts.
    pub rest: Option<Rest>,
    /// Whether the network said no, and is asked again before that is believed or told.
    pub asks_again: bool,
    /// Since when it has been lost, where it is and that is known.
    pub lost_since: Option<Timestamp>,
    /// Whether it is on its way out.
    pub leaving: Option<Leaving>,
}

/// What a person asked for that is not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// To disconnect it: the network is being told.
    Disconnecting,
    /// To take it off the list, which can be taken back at first.
    Removing,
}

/// A network as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkState {
    /// The network.
    pub network: Network,
    /// Its name as people write it.
    pub name: &'static str,
    /// What people must name before they can sign in.
    pub asks_for: Option<AsksFor>,
    /// The console where the user registers an app, where one is needed.
    pub console: Option<&'static str>,
    /// Whether that app has a secret.
    pub secret: Option<AppSecret>,
    /// Whether a token that was made at the network by hand can be added.
    pub takes_tokens: bool,
    /// Whether the app can take a sign-in back at the network.
    pub revokes: bool,
    /// Under which network the user's app is kept, where one is needed: two can share one.
    pub app_kept_as: Option<&'static str>,
    /// Whether each consent decides anew over all pages of the person.
    pub decides_anew: bool,
    /// The client id of the user's own app.
    pub client_id: Option<String>,
    /// The addresses to register for that app.
    pub redirect_uris: Vec<String>,
    /// Where people sign in, best first.
    pub surfaces: &'static [Surface],
}

/// What can happen with a location; written into its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// Connected for the first time, or after a disconnect.
    Connected,
    /// Connected anew.
    Reconnected,
    /// Disconnected here and at the network.
    Disconnected,
    /// Disconnected here; the network could not be told.
    DisconnectedHereOnly,
    /// Stopped working.
    StoppedWorking,
    /// Works again.
    WorksAgain,
    /// A sign-in ended without success.
    SignInFailed,
    /// It belongs to another client since, or to none.
    Moved,
    /// It goes by another handle since.
    Renamed,
}

/// Something that happened with a location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
    /// Why, where there is a cause.
    pub cause: Option<domain::Cause>,
    /// Whom it concerns; after a move the client, after a change of the handle the old one.
    pub who: Option<String>,
}

impl Held {
    pub fn new(location: Location, settled: Settled, look: Option<Look>) -> Held {
        let seen_at = look
            .filter(|look| look.verdict == Verdict::Yes)
            .map(|look| look.at);
        let rhythm = Rhythm {
            last: look,
            ..Rhythm::default()
        };
        Held {
            location,
            connection: Connection::At(settled),
            look,
            // What an earlier run told of was confirmed there, or is told now.
            rhythm: match settled {
                Settled::NeedsYou(_) => rhythm.confirmed(),
                Settled::Unlinked | Settled::Unfinished | Settled::Linked => rhythm,
            },
            seen_at,
            credits: vec![],
            leaving: false,
            removing: None,
            loss: None,
            judged: None,
        }
    }

    /// Takes a look in; `wait` is how long the network asked to wait.
    pub fn looked(&mut self, look: Look, wait: Option<Span>) {
        let look = look.following(self.look);
        self.rhythm = self.rhythm.after(look, wait);
        if look.verdict == Verdict::Yes {
            self.seen_at = Some(look.at);
        }
        self.look = Some(look);
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
    ) -> Option<&Held> {
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

    /// A location as others see it.
    pub fn view(&self, held: &Held, networks: &Registry, now: Timestamp) -> HeldLocation {
        let grant = held.location.grant.and_then(|id| self.grants.get(&id));
        let linked = held.connection.settled() != Settled::Unlinked;
        let lost = matches!(held.connection.settled(), Settled::NeedsYou(_));
        let login = held.location.login.filter(|_| linked);
        let dialect = networks.get(&held.location.network);
        HeldLocation {
            location: held.location.clone(),
            health: self.health(held, now),
            attempt: held
                .connection
                .attempt()
                .or_else(|| self.picking_for(held.location.id)),
            login: login.and_then(|id| self.logins.get(&id)).cloned(),
            uses: grant
                .zip(dialect)
                .map(|(grant, dialect)| dialect.about().uses(&grant.scopes))
                .unwrap_or_default(),
            checked_at: held.seen_at.filter(|_| linked),
            connected_at: grant.map(|grant| grant.dates.issued_at),
            credits: if linked { held.credits.clone() } else { vec![] },
            need: self.need(held),
            rest: self.alerts.rests.get(&held.location.id).copied(),
            asks_again: linked && held.rhythm.asks_again(),
            lost_since: held.loss.filter(|_| lost).map(|loss| loss.since),
            leaving: match held.removing {
                Some(_) => Some(Leaving::Removing),
                None => held.leaving.then_some(Leaving::Disconnecting),
            },
        }
    }

    /// What a location's icon shows.
    pub fn health(&self, held: &Held, now: Timestamp) -> Health {
        let grant = held.location.grant.and_then(|id| self.grants.get(&id));
        let around = Circumstances {
            now,
            key_at_hand: self.key == KeyState::Open,
            tokens_readable: self.readable(held),
            entry_is_ours: !self.changed.contains(&held.location.id),
        };
        let dates = grant.map(|grant| &grant.dates);
        let at_risk = grant.is_some_and(|grant| self.not_kept.contains(&grant.id));
        let at_risk = at_risk.then(|| Look::new(now, Verdict::Here(Trouble::NotKeptYet)));
        let look = at_risk.as_ref().or(held.look.as_ref());
        let health = judge(&held.connection, look, dates, around);
        let judged = held.judged.as_ref();
        judged.map_or(health, |judged| health.in_light_of(judged))
    }

    /// The next date on which a location needs a person.
    pub fn need(&self, held: &Held) -> Option<Need> {
        let grant = held.location.grant.and_then(|id| self.grants.get(&id));
        let dates = grant.map(|grant| &grant.dates);
        ahead(&held.connection, dates, self.readable(held))
    }

    /// Whether the sealed tokens of a location are whole, as far as that is known.
    fn readable(&self, held: &Held) -> bool {
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

    fn picking_for(&self, location: LocationId) -> Option<AttemptId> {
        let mut attempts = self.attempts.values();
        let picking = attempts.find(|a| a.location == Some(location) && a.is_picking());
        picking.map(|attempt| attempt.id)
    }

    /// The client id of the app with which a network is spoken to, where the user entered one.
    pub fn app_of(&self, dialect: &dyn Dialect) -> Option<&String> {
        self.apps.get(&dialect.about().app_kept_as().parse().ok()?)
    }

    /// Whether a network wants an app that the user did not enter yet.
    pub fn lacks_app(&self, dialect: &dyn Dialect) -> bool {
        dialect.about().app.user().is_some() && self.app_of(dialect).is_none()
    }

    /// A network as others see it.
    pub fn network(&self, dialect: &dyn Dialect) -> Option<NetworkState> {
        let about = dialect.about();
        let network: Network = about.id.parse().ok()?;
        let app = about.app.user();
        Some(NetworkState {
            name: about.name,
            asks_for: about.asks_for,
            console: app.map(|(console, _)| console),
            secret: app.map(|(_, secret)| secret),
            takes_tokens: takes_tokens(dialect),
            revokes: about.revocation != Revocation::OnlyByPerson,
            app_kept_as: app.map(|_| about.app_kept_as()),
            decides_anew: about.decides_anew(),
            client_id: self.app_of(dialect).cloned(),
            redirect_uris: redirects_to_enter(dialect),
            surfaces: about.surfaces,
            network,
        })
    }

    /// Which networks can be reached.
    pub fn reach(&self) -> Reach {
        Reach {
            offline: self.offline,
            between: self.between.clone(),
            outages: self.patterns.outages(),
            clock_off: self.clock.off(),
            clock_is_wrong: self.clock.is_wrong(),
        }
    }

    /// All there is.
    pub fn snapshot(
        &self,
        networks: &Registry,
        now: Timestamp,
        keychain: &'static str,
        practice: bool,
    ) -> Snapshot {
        let held = self.locations.values();
        Snapshot {
            sequence: self.sequence,
            practice,
            theme: self.theme.clone(),
            return_by: self.return_by,
            alerts: self.alerts.policy.clone(),
            key: self.key,
            keychain,
            damaged: self.unreadable.len(),
            networks: networks
                .iter()
                .filter_map(|(_, dialect)| self.network(&**dialect))
                .collect(),
            clients: self.clients.values().cloned().collect(),
            locations: held.map(|held| self.view(held, networks, now)).collect(),
            reach: self.reach(),
            store_moved: self.store_moved,
            attempts: self.attempts.values().map(Attempt::state).collect(),
        }
    }
}

/// Whether a dialect takes tokens over that were made by hand: it words what it would ask.
pub(crate) fn takes_tokens(dialect: &dyn Dialect) -> bool {
    let nobody = Caller {
        app: App {
            id: String::new(),
            secret: None,
        },
        host: None,
        now: Timestamp::default(),
    };
    dialect.adopt(nobody, Secret::new(String::new())).is_some()
}
