//! The rows, and what holds among them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Weak;

use domain::alert::{Notified, Silence};
use domain::{
    AccountId, AccountKind, Client, Grant, GrantId, Host, LinkState, Location, LocationId, Login,
    LoginId, Network, Secret, Timestamp, TokenSet, shortened,
};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::seal::key::KeyId;
use crate::seal::{fits, record};
use crate::{
    Activity, App, AppCredentials, Audience, Known, SignIn, Snapshot, StoreProblem, StoredLocation,
    Unreadable, Vouched, WriteProblem,
};

/// What is sealed, as it is before that.
pub(super) type Record = Zeroizing<Vec<u8>>;

/// All of it, in the order in which it came.
#[derive(Clone, Default)]
pub(super) struct Tables {
    pub clients: Vec<Client>,
    pub logins: Vec<Login>,
    pub grants: Vec<Grant>,
    pub locations: Vec<StoredLocation>,
    /// Where each location led when it was written by a door that binds it.
    pub bound: BTreeMap<LocationId, Bound>,
    pub apps: Vec<(App, Option<Record>)>,
    pub settings: BTreeMap<String, Value>,
    pub activity: Vec<Activity>,
    pub told: BTreeMap<LocationId, Notified>,
    pub rests: BTreeMap<LocationId, Silence>,
    pub tokens: BTreeMap<GrantId, Record>,
    pub jars: BTreeMap<String, Record>,
    pub intents: BTreeMap<GrantId, Intent>,
    /// How many leases there were.
    pub leases: u128,
    /// The key under which it is sealed, once there is one.
    pub kek: Option<KeyId>,
}

/// What is written of a renewal that is not over.
#[derive(Clone)]
pub(super) struct Intent {
    pub lease: [u8; 16],
    pub holder: Weak<()>,
    pub generation: u64,
    /// `None` where the holder stepped back.
    pub until: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    /// What came back, and for which generation.
    pub answer: Option<(u64, Record)>,
}

/// Where a location leads.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bound {
    network: Network,
    host: Option<Host>,
    account: Option<(AccountId, AccountKind)>,
    login: Option<LoginId>,
    grant: Option<GrantId>,
}

impl Bound {
    pub fn of(location: &Location) -> Bound {
        let account = location.account.as_ref();
        Bound {
            network: location.network.clone(),
            host: location.host.clone(),
            account: account.map(|account| (account.id.clone(), account.kind)),
            login: location.login,
            grant: location.grant,
        }
    }

    /// A location that was disconnected since holds no grant, whatever it was connected by.
    fn is_still(&self, location: &Location) -> bool {
        let grant = location.grant.or(self.grant);
        *self
            == Bound {
                grant,
                ..Bound::of(location)
            }
    }
}

impl Tables {
    pub fn load(&self) -> Snapshot {
        Snapshot {
            clients: self.clients.clone(),
            logins: self.logins.clone(),
            locations: self.locations.clone(),
            grants: self.grants.clone(),
            apps: self.apps.iter().map(|(app, _)| app.clone()).collect(),
            told: self.told.clone(),
            rests: self.rests.clone(),
            settings: self.settings.clone(),
            unreadable: 0,
        }
    }

    pub fn location(&mut self, id: LocationId) -> Option<&mut StoredLocation> {
        let mut all = self.locations.iter_mut();
        all.find(|one| one.location.id == id)
    }

    pub fn grant(&self, id: GrantId) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.id == id)
    }

    pub fn has_location(&self, id: LocationId) -> bool {
        self.locations.iter().any(|one| one.location.id == id)
    }

    /// Whether the store was ever sealed. Nothing that steers is written before.
    pub fn was_sealed(&self) -> bool {
        let is_empty = self.locations.is_empty() && self.logins.is_empty();
        self.kek.is_some() || !is_empty || !self.grants.is_empty() || !self.apps.is_empty()
    }

    pub fn link(&mut self, sign_in: &SignIn) -> Result<Vec<Grant>, WriteProblem> {
        let login = &sign_in.login;
        self.put_login(login)?;
        let mut stored = vec![];
        for (grant, tokens) in &sign_in.grants {
            let before = self.grant(grant.id).map_or(0, |known| known.generation);
            let grant = Grant {
                generation: before + 1,
                login: login.id,
                ..grant.clone()
            };
            self.put_tokens(&grant, tokens)?;
            self.intents.remove(&grant.id);
            stored.push(grant);
        }
        for location in &sign_in.locations {
            self.put_location(location)?;
            let bound = Bound::of(&location.location);
            self.bound.insert(location.location.id, bound);
        }
        self.activity.extend(sign_in.lines.iter().cloned());
        Ok(stored)
    }

    fn put_login(&mut self, login: &Login) -> Result<(), StoreProblem> {
        let kept = Login {
            name: shortened(login.name.clone()),
            ..login.clone()
        };
        match self.logins.iter_mut().find(|known| known.id == login.id) {
            Some(known) if !is_same(known, login) => return Err(StoreProblem::AnotherIdentity),
            Some(known) => *known = kept,
            None => self.logins.push(kept),
        }
        Ok(())
    }

    /// A grant in its present generation, with its tokens in place of any others.
    pub fn put_tokens(&mut self, grant: &Grant, tokens: &TokenSet) -> Result<(), WriteProblem> {
        if tokens.access.is_empty() {
            return Err(WriteProblem::Empty);
        }
        let record = to_seal(record::of_tokens(tokens))?;
        match self.grants.iter_mut().find(|known| known.id == grant.id) {
            Some(known) => *known = grant.clone(),
            None => self.grants.push(grant.clone()),
        }
        self.tokens.insert(grant.id, record);
        Ok(())
    }

    /// Adds or changes a location. A grant that served it before and serves none now is erased.
    pub fn put_location(&mut self, stored: &StoredLocation) -> Result<(), StoreProblem> {
        let mut stored = stored.clone();
        let location = &mut stored.location;
        location.account = location.account.take().map(|one| one.within_bounds());
        let (id, grant) = (location.id, location.grant);
        let known = |is_known: bool| is_known.then_some(()).ok_or(StoreProblem::Dangling);
        let clients = &self.clients;
        let belongs = |client| clients.iter().any(|one| one.id == client);
        known(location.client.is_none_or(belongs))?;
        let signed_in = |login| self.logins.iter().any(|one| one.id == login);
        known(location.login.is_none_or(signed_in))?;
        known(grant.is_none_or(|grant| self.grant(grant).is_some()))?;
        let before = match self.location(id) {
            Some(one) => std::mem::replace(one, stored).location.grant,
            None => {
                self.locations.push(stored);
                None
            }
        };
        self.erase_if_unused(before.filter(|before| Some(*before) != grant));
        Ok(())
    }

    /// Erases what served a location, unless it serves another.
    pub fn erase_if_unused(&mut self, grant: Option<GrantId>) {
        let mut used = self.locations.iter().map(|one| one.location.grant);
        if let Some(id) = grant.filter(|_| !used.any(|used| used == grant)) {
            self.tokens.remove(&id);
            self.intents.remove(&id);
            self.grants.retain(|grant| grant.id != id);
        }
    }

    pub fn unlink(&mut self, id: LocationId) -> Result<(), StoreProblem> {
        let one = self.location(id).ok_or(StoreProblem::Dangling)?;
        (one.link_state, one.probe) = (LinkState::Unlinked, None);
        let held = one.location.grant.take();
        self.erase_if_unused(held);
        Ok(())
    }

    pub fn remove(&mut self, id: LocationId) -> Result<(), StoreProblem> {
        let one = self.location(id).ok_or(StoreProblem::Dangling)?;
        let held = one.location.grant;
        self.locations.retain(|one| one.location.id != id);
        self.bound.remove(&id);
        self.told.remove(&id);
        self.rests.remove(&id);
        self.erase_if_unused(held);
        let grants = self.grants.iter().map(|grant| grant.login);
        let locations = self.locations.iter().filter_map(|one| one.location.login);
        let used: BTreeSet<LoginId> = grants.chain(locations).collect();
        self.logins.retain(|login| used.contains(&login.id));
        Ok(())
    }

    fn record_of(&self, grant: GrantId, audience: &Audience) -> Result<&Record, Unreadable> {
        let grant = self.grant(grant).ok_or(Unreadable::Missing)?;
        let login = self.logins.iter().find(|login| login.id == grant.login);
        let theirs =
            |login: &&Login| (&login.network, &login.host) == (&audience.network, &audience.host);
        login.filter(theirs).ok_or(Unreadable::Damaged)?;
        self.tokens.get(&grant.id).ok_or(Unreadable::Missing)
    }

    pub fn tokens(&self, grant: GrantId, audience: &Audience) -> Result<TokenSet, Unreadable> {
        let record = self.record_of(grant, audience)?;
        record::to_tokens(record).map_err(|_| Unreadable::Damaged)
    }

    pub fn access_tokens(
        &self,
        grant: GrantId,
        audience: &Audience,
    ) -> Result<TokenSet, Unreadable> {
        let record = self.record_of(grant, audience)?;
        record::to_access(record).map_err(|_| Unreadable::Damaged)
    }

    pub fn app(
        &self,
        network: &Network,
        host: Option<&Host>,
    ) -> Result<Option<AppCredentials>, Unreadable> {
        let found = self.apps.iter().find(|(app, _)| is_of(app, network, host));
        let Some((app, secret)) = found else {
            return Ok(None);
        };
        let client_secret = match (app.has_secret, secret) {
            (false, _) => None,
            // A new start took it away.
            (true, None) => return Err(Unreadable::Damaged),
            (true, Some(secret)) => Some(to_secret(secret)?),
        };
        Ok(Some(AppCredentials {
            network: app.network.clone(),
            host: app.host.clone(),
            client_id: app.client_id.clone(),
            client_secret,
            extra: app.extra.clone(),
        }))
    }

    pub fn jar(&self, name: &str) -> Result<Option<Secret>, Unreadable> {
        self.jars.get(name).map(to_secret).transpose()
    }

    pub fn readable(&self) -> HashSet<GrantId> {
        self.tokens.keys().copied().collect()
    }

    /// Nobody else writes here, so that a row is not ours only where a door did not bind it.
    pub fn vouch(&self, known: &Known) -> Vouched {
        let is_ours = |one: &&Location| {
            let bound = self.bound.get(&one.id);
            bound.is_some_and(|bound| bound.is_still(one))
        };
        let is_known = |one: &&Login| {
            self.logins
                .iter()
                .any(|kept| kept.id == one.id && is_same(kept, one))
        };
        Vouched {
            locations: known
                .locations
                .iter()
                .filter(is_ours)
                .map(|one| one.id)
                .collect(),
            logins: known
                .logins
                .iter()
                .filter(is_known)
                .map(|one| one.id)
                .collect(),
            grants: self.grants.clone(),
        }
    }
}

/// Whether a login is of the same person, on the same network and instance.
fn is_same(one: &Login, other: &Login) -> bool {
    (&one.network, &one.host, &one.account) == (&other.network, &other.host, &other.account)
}

pub(super) fn is_of(app: &App, network: &Network, host: Option<&Host>) -> bool {
    (&app.network, app.host.as_ref()) == (network, host)
}

/// What is short enough to be sealed.
pub(super) fn to_seal(record: Record) -> Result<Record, WriteProblem> {
    match fits(&record) {
        true => Ok(record),
        false => Err(WriteProblem::TooLong),
    }
}

/// A single secret.
pub(super) fn secret_to_seal(secret: &Secret) -> Result<Record, WriteProblem> {
    match secret.is_empty() {
        true => Err(WriteProblem::Empty),
        false => to_seal(record::of_secret(secret)),
    }
}

fn to_secret(record: &Record) -> Result<Secret, Unreadable> {
    record::to_secret(record).map_err(|_| Unreadable::Damaged)
}
