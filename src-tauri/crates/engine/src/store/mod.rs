//! The vault, spoken to from a thread that may block.

mod alerts;
mod answers;
mod apps;
mod history;
mod load;
mod opening;
mod renewing;
#[cfg(test)]
pub(crate) mod tests;
mod trouble;
mod unkept;

pub(crate) use alerts::ALERTS;
pub(crate) use answers::{brings_tokens, pack};
pub(crate) use apps::{KeptApp, ProbeInputs};
pub(crate) use history::line;
pub(crate) use opening::Opened;
pub(crate) use renewing::renewal;
pub(crate) use trouble::{not_begun_anew, not_kept, not_stored, unreadable, unwritten};
pub(crate) use unkept::{RETRY, Retried, Unkept};

use std::sync::{Arc, Mutex, PoisonError};

use domain::{
    Grant, GrantId, Host, LinkState, Location, LocationId, Login, Network, Probe, Secret, TokenSet,
};
use protocol::{RedirectPreference, Theme};
use serde_json::{Value, json};
use vault::{
    Activity, Audience, Change, SignIn, Storage, StoreProblem, StoredLocation, Unreadable,
    Whereabouts, WriteProblem,
};

use crate::Jar;

const THEME: &str = "theme";
const RETURN_BY: &str = "return_by";
const WELCOMED: &str = "welcomed";

/// The vault behind a lock that only blocking threads take.
#[derive(Clone)]
pub(crate) struct Store {
    vault: Arc<Mutex<Box<dyn Storage>>>,
    /// What renewals brought and could not be written.
    pub(crate) held: unkept::UnwrittenRenewals,
    keychain: &'static str,
    whereabouts: Whereabouts,
}

/// What a successful sign-in writes, in one step.
#[derive(Clone)]
pub(crate) struct SignInCommit {
    pub login: Login,
    pub grants: Vec<(Grant, TokenSet)>,
    pub locations: Vec<(Location, Probe)>,
    /// What their histories say of it.
    pub lines: Vec<Activity>,
}

impl Store {
    pub fn new(vault: Box<dyn Storage>) -> Store {
        let keychain = vault.keychain().name();
        let whereabouts = vault.whereabouts();
        Store {
            whereabouts,
            vault: Arc::new(Mutex::new(vault)),
            held: unkept::UnwrittenRenewals::default(),
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
        F: FnOnce(&mut dyn Storage) -> T + Send + 'static,
    {
        let vault = self.vault.clone();
        let work = move || {
            let mut vault = vault.lock().unwrap_or_else(PoisonError::into_inner);
            work(vault.as_mut())
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => result,
            Err(ended) => match ended.try_into_panic() {
                Ok(reason) => std::panic::resume_unwind(reason),
                Err(_) => panic!("the runtime shuts down"),
            },
        }
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
        self.run(|vault| vault.secure_room()).await
    }

    /// Does what the vault could not do together with a write.
    pub async fn catch_up(&self) -> Result<(), StoreProblem> {
        self.run(|vault| vault.catch_up()).await
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
    pub async fn link(&self, link: SignInCommit) -> Result<Vec<Grant>, WriteProblem> {
        let stored = |(location, probe): (Location, Probe)| StoredLocation {
            location,
            link_state: LinkState::Linked,
            probe: Some(probe),
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
    pub async fn commit(&self, changes: Vec<Change>) -> Result<(), WriteProblem> {
        self.run(move |vault| vault.commit(&changes)).await
    }

    /// Writes the end of a connection, together with what its history says of it.
    pub async fn unlink(
        &self,
        location: LocationId,
        line: Option<Activity>,
    ) -> Result<(), WriteProblem> {
        let unlinked = [Change::Unlinked(location)].into_iter();
        self.commit(unlinked.chain(line.map(Change::Line)).collect())
            .await
    }

    pub async fn remove_location(&self, location: LocationId) -> Result<(), WriteProblem> {
        self.commit(vec![Change::LocationGone(location)]).await
    }

    pub async fn jar(&self, jar: &Jar) -> Result<Option<Secret>, Unreadable> {
        let name = jar.name().to_owned();
        self.run(move |vault| vault.jar(&name)).await
    }

    pub async fn put_jar(&self, jar: &Jar, cookies: Secret) -> Result<(), WriteProblem> {
        self.commit(vec![Change::Jar(jar.name().to_owned(), cookies)])
            .await
    }

    pub async fn forget_jar(&self, jar: &Jar) -> Result<(), WriteProblem> {
        self.commit(vec![Change::JarGone(jar.name().to_owned())])
            .await
    }

    pub async fn set_theme(&self, theme: Theme) -> Result<(), WriteProblem> {
        self.set(THEME, json!(theme)).await
    }

    pub async fn set_return_by(&self, by: RedirectPreference) -> Result<(), WriteProblem> {
        self.set(RETURN_BY, json!(by)).await
    }

    pub(crate) async fn set(&self, key: &str, value: Value) -> Result<(), WriteProblem> {
        self.commit(vec![Change::Setting(key.to_owned(), Some(value))])
            .await
    }

    pub async fn set_welcomed(&self) -> Result<(), WriteProblem> {
        self.set(WELCOMED, json!(true)).await
    }
}
