//! What the engine begins with.

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{Notified, Policy, Silence};
use domain::{Client, Grant, LocationId, Login, Network};
use protocol::{RedirectPreference, Theme};
use vault::{KeyState, StoreProblem, StoredLocation};

use super::history::recall_losses;
use super::{RETURN_BY, Store, THEME, WELCOMED, alerts};
use crate::book::{LocationRecord, State};
use crate::said_of_clock::SaidOfClock;

/// What the list needs, without any key.
pub(crate) struct Loaded {
    pub clients: Vec<Client>,
    pub logins: Vec<Login>,
    pub locations: Vec<LocationRecord>,
    pub grants: Vec<Grant>,
    pub apps: BTreeMap<Network, String>,
    pub theme: Theme,
    pub return_by: RedirectPreference,
    pub welcomed: bool,
    pub policy: Policy,
    pub told: BTreeMap<LocationId, Notified>,
    pub rests: BTreeMap<LocationId, Silence>,
}

impl Loaded {
    /// The book that the rooms share, and what a person was told.
    pub fn into_book(self) -> (State, BTreeMap<LocationId, Notified>) {
        let book = State {
            sequence: 0,
            locations: self
                .locations
                .into_iter()
                .map(|held| (held.location.id, held))
                .collect(),
            logins: self
                .logins
                .into_iter()
                .map(|login| (login.id, login))
                .collect(),
            grants: self
                .grants
                .into_iter()
                .map(|grant| (grant.id, grant))
                .collect(),
            clients: self
                .clients
                .into_iter()
                .map(|client| (client.id, client))
                .collect(),
            apps: self.apps,
            key: KeyState::Locked,
            key_known_since: None,
            unreadable: BTreeSet::new(),
            changed: BTreeSet::new(),
            renewing: BTreeMap::new(),
            renewals: BTreeMap::new(),
            not_kept: BTreeSet::new(),
            store_moved: false,
            probing: BTreeSet::new(),
            offline: false,
            between: None,
            clock: SaidOfClock::default(),
            pending_losses: BTreeMap::new(),
            policy: self.policy,
            rests: self.rests,
            theme: self.theme,
            return_by: self.return_by,
            welcomed: self.welcomed,
        };
        (book, self.told)
    }
}

impl Store {
    pub async fn load(&self) -> Result<Loaded, StoreProblem> {
        self.run(|vault| {
            let all = vault.load()?;
            if all.unreadable > 0 {
                tracing::warn!(rows = all.unreadable, "rows of the list could not be read");
            }
            let setting = |key| all.settings.get(key).cloned();
            let apps = all.apps.into_iter().filter(|app| app.host.is_none());
            let held =
                |one: StoredLocation| LocationRecord::new(one.location, one.link_state, one.probe);
            let mut locations: Vec<LocationRecord> = all.locations.into_iter().map(held).collect();
            recall_losses(vault, &mut locations)?;
            let policy = setting(alerts::ALERTS);
            Ok(Loaded {
                clients: all.clients,
                logins: all.logins,
                locations,
                grants: all.grants,
                apps: apps.map(|app| (app.network, app.client_id)).collect(),
                theme: setting(THEME)
                    .and_then(|value| serde_json::from_value(value).ok())
                    .unwrap_or_default(),
                return_by: setting(RETURN_BY)
                    .and_then(|value| serde_json::from_value(value).ok())
                    .unwrap_or_default(),
                welcomed: setting(WELCOMED).is_some(),
                policy: alerts::policy(policy),
                told: all.told,
                rests: all.rests,
            })
        })
        .await
    }
}
