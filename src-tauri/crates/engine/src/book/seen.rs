//! What others see of the book: locations, networks, histories and all at once.

use domain::alert::Rest;
use domain::{
    AttemptId, Credit, Health, Location, LocationId, Login, Need, Network, Settled, Timestamp, Use,
};
use networks::{AppSecret, AsksFor, Dialect, Registry, Revocation, Surface};
use serde::{Deserialize, Serialize};

use super::{Held, State, takes_tokens};
use crate::connect::attempt::Attempt;
use crate::connect::prepare::redirects_to_enter;
use crate::{Reach, Snapshot};

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

impl State {
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

    fn picking_for(&self, location: LocationId) -> Option<AttemptId> {
        let mut attempts = self.attempts.values();
        let picking = attempts.find(|a| a.location == Some(location) && a.is_picking());
        picking.map(|attempt| attempt.id)
    }
}
