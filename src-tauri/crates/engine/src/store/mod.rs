//! The vault, spoken to from a thread that may block.

mod apps;
mod history;
mod opening;
mod renewing;
mod trouble;

pub(crate) use apps::{KeptApp, Wanted};
pub(crate) use history::line;
use history::recall_losses;
pub(crate) use opening::Opened;
pub(crate) use renewing::renewal;
pub(crate) use trouble::{not_begun_anew, not_kept, not_stored, unreadable, unwritten};

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{
    Client, Grant, GrantId, Host, Location, LocationId, Login, Look, Network, Secret, Settled,
    TokenSet,
};
use protocol::{ReturnBy, Theme};
use serde_json::json;
use vault::{
    Activity, Audience, Change, SignIn, StoreProblem, StoredLocation, Unreadable, Unwritten, Vault,
    Whereabouts,
};

use crate::Jar;
use crate::alerts::{self, Alerts};
use crate::book::Held;
use crate::renewal::unkept;

const THEME: &str = "theme";
const RETURN_BY: &str = "return_by";
const WELCOMED: &str = "welcomed";
/// The vault behind a lock that only blocking threads take.
#[derive(Clone)]
pub(crate) struct Store {
    vault: Arc<Mutex<Vault>>,
    /// What renewals brought and could not be written.
    pub(crate) held: unkept::Held,
    keychain: &'static str,
    whereabouts: Whereabouts,
}

/// What a successful sign-in writes, in one step.
#[derive(Clone)]
pub(crate) struct Link {
    pub login: Login,
    pub grants: Vec<(Grant, TokenSet)>,
    pub locations: Vec<(Location, Look)>,
    /// What their histories say of it.
    pub lines: Vec<Activity>,
}

/// What the list needs, without any key.
pub(crate) struct Loaded {
    pub clients: Vec<Client>,
    pub logins: Vec<Login>,
    pub locations: Vec<Held>,
    pub grants: Vec<Grant>,
    pub apps: BTreeMap<Network, String>,
    pub theme: Theme,
    pub return_by: ReturnBy,
    pub welcomed: bool,
    pub alerts: Alerts,
}

impl Store {
    pub fn new(vault: Vault) -> Store {
        let keychain = vault.keychain_name();
        let whereabouts = vault.whereabouts();
        Store {
            whereabouts,
            vault: Arc::new(Mutex::new(vault)),
            held: unkept::Held::default(),
            keychain,
        }
    }

    /// Whether the file was removed or replaced.
    pub fn moved(&self) -> bool {
        self.whereabouts.moved()
    }

    /// What people call the keychain.
    pub fn keychain(&self) -> &'static str {
        self.keychain
    }

    #[expect(
        clippy::panic,
        reason = "a panic of the vault goes on where it was called from"
    )]
    pub(crate) async fn run<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut Vault) -> T + Send + 'static,
    {
        let vault = self.vault.clone();
        let work = move || work(&mut vault.lock().unwrap_or_else(PoisonError::into_inner));
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => result,
            Err(ended) => match ended.try_into_panic() {
                Ok(reason) => std::panic::resume_unwind(reason),
                Err(_) => panic!("the runtime shuts down"),
            },
        }
    }

    pub async fn load(&self) -> Result<Loaded, StoreProblem> {
        self.run(|vault| {
            let all = vault.load()?;
            if all.unreadable > 0 {
                tracing::warn!(rows = all.unreadable, "rows of the list could not be read");
            }
            let setting = |key| all.settings.get(key).cloned();
            let apps = all.apps.into_iter().filter(|app| app.host.is_none());
            let held = |one: StoredLocation| Held::new(one.location, one.settled, one.look);
            let mut locations: Vec<Held> = all.locations.into_iter().map(held).collect();
            recall_losses(vault, &mut locations)?;
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
                alerts: alerts::recall(vault)?,
            })
        })
        .await
    }

    /// The tokens of a grant, for the one server at which they are to be used.
    pub async fn tokens(
        &self,
        grant: GrantId,
        network: Network,
        host: Option<Host>,
    ) -> Result<TokenSet, Unreadable> {
        let audience = Audience { network, host };
        self.run(move |vault| vault.tokens(grant, &audience)).await
    }

    /// Makes sure that there is room for what a sign-in will bring.
    pub async fn secure_room(&self) -> Result<(), StoreProblem> {
        self.run(Vault::secure_room).await
    }

    /// Does what the vault could not do together with a write.
    pub async fn catch_up(&self) -> Result<(), StoreProblem> {
        self.run(Vault::catch_up).await
    }

    /// A grant as it stands in the store now, if nobody else changed it.
    pub async fn grant(&self, id: GrantId) -> Option<Grant> {
        let read = self.run(move |vault| vault.grant(id)).await;
        read.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "a grant could not be read");
            None
        })
    }

    /// Writes a sign-in; the grants come back with the generations that were counted.
    pub async fn link(&self, link: Link) -> Result<Vec<Grant>, Unwritten> {
        let stored = |(location, look): (Location, Look)| StoredLocation {
            location,
            settled: Settled::Linked,
            look: Some(look),
        };
        let sign_in = SignIn {
            login: link.login,
            grants: link.grants,
            locations: link.locations.into_iter().map(stored).collect(),
            lines: link.lines,
        };
        self.run(move |vault| vault.link(&sign_in)).await
    }

    /// Writes all of it, or nothing, in one durable step.
    pub async fn commit(&self, changes: Vec<Change>) -> Result<(), Unwritten> {
        self.run(move |vault| vault.commit(&changes)).await
    }

    pub async fn unlink(&self, location: LocationId) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.unlink(location))
            .await
            .map(drop)
    }

    pub async fn remove_location(&self, location: LocationId) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.remove_location(location))
            .await
            .map(drop)
    }

    pub async fn jar(&self, jar: &Jar) -> Result<Option<Secret>, Unreadable> {
        let name = jar.name().to_owned();
        self.run(move |vault| vault.jar(&name)).await
    }

    pub async fn put_jar(&self, jar: &Jar, cookies: Secret) -> Result<(), Unwritten> {
        let name = jar.name().to_owned();
        self.run(move |vault| vault.put_jar(&name, &cookies)).await
    }

    pub async fn forget_jar(&self, jar: &Jar) -> Result<(), StoreProblem> {
        let name = jar.name().to_owned();
        self.run(move |vault| vault.forget_jar(&name)).await
    }

    pub async fn set_theme(&self, theme: Theme) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.set_setting(THEME, Some(&json!(theme))))
            .await
    }

    pub async fn set_return_by(&self, by: ReturnBy) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.set_setting(RETURN_BY, Some(&json!(by))))
            .await
    }

    pub async fn set_welcomed(&self) -> Result<(), StoreProblem> {
        self.run(|vault| vault.set_setting(WELCOMED, Some(&json!(true))))
            .await
    }
}
