//! The key and what it opens: asking the keychain, and trying with the key what is sealed and what is
//! known in clear.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Grant, GrantId, Location, LocationId, Timestamp};
use vault::{KeyState, KeychainProblem, Known, StartOverProblem, Storage, Unreadable};

use super::Store;

/// What came of asking for the key.
pub(crate) struct Opened {
    pub key: KeyState,
    /// Grants whose sealed tokens are damaged.
    pub unreadable: BTreeSet<GrantId>,
    /// Locations that lead where this app did not write them to lead.
    pub changed: BTreeSet<LocationId>,
    /// The others of the grants, as they stand now.
    pub grants: Vec<Grant>,
    /// Grants whose renewal an earlier run sent and never saw answered.
    pub interrupted: BTreeSet<GrantId>,
}

impl Store {
    /// Lets a person open the keychain. Nobody waits for the store meanwhile.
    pub async fn open_keychain(&self) -> Result<(), KeychainProblem> {
        let keychain = self.run(|vault| vault.keychain()).await;
        let asked = tokio::task::spawn_blocking(move || keychain.open()).await;
        asked.unwrap_or(Err(KeychainProblem::NoBackend))
    }

    /// Opens the key, and tries with it every sealed token set and what is known in clear. The
    /// keychain may be slow; meanwhile others can use the store.
    pub async fn unlock(&self, known: Known) -> Opened {
        let question = self.run(|vault| match vault.was_sealed() {
            Ok(true) if vault.key_state() != KeyState::Open => Some(vault.keychain()),
            // The first key is made while no other process can.
            Ok(_) | Err(_) => None,
        });
        let answer = match question.await {
            Some(keychain) => tokio::task::spawn_blocking(move || keychain.read())
                .await
                .ok(),
            None => None,
        };
        self.run(move |vault| {
            let opened = match answer {
                Some(answer) => vault.unlock_with(answer),
                None => vault.unlock(),
            };
            match opened {
                Ok(_) => opened_now(vault, &known),
                Err(problem) => {
                    tracing::error!(%problem, "the vault could not be read");
                    Opened::closed(vault.key_state())
                }
            }
        })
        .await
    }

    /// Tries once more what is known in clear, such as after a sign-in that healed some of it.
    pub async fn try_again(&self, known: Known) -> Opened {
        self.run(move |vault| opened_now(vault, &known)).await
    }

    pub async fn start_over(
        &self,
        now: Timestamp,
        known: Known,
    ) -> Result<Opened, StartOverProblem> {
        self.run(move |vault| {
            vault.start_over(now)?;
            Ok(opened_now(vault, &known))
        })
        .await
    }
}

/// Grants whose renewal was sent and never answered.
fn interrupted_renewals(vault: &dyn Storage) -> BTreeSet<GrantId> {
    let found = vault.interrupted_renewals().unwrap_or_else(|problem| {
        tracing::warn!(%problem, "interrupted renewals are not known");
        vec![]
    });
    found.into_iter().map(|one| one.grant).collect()
}

/// What is damaged or was changed by somebody else, as far as the key that is at hand can tell.
fn opened_now(vault: &dyn Storage, known: &Known) -> Opened {
    let key = vault.key_state();
    let read = || Ok((vault.readable()?, vault.vouch(known)?, vault.load()?));
    let read: Result<_, Unreadable> = read();
    let (readable, vouched, all) = match read {
        Ok(read) => read,
        // What cannot be told apart is not used: it is asked for again in a while.
        Err(problem) if key == KeyState::Open => {
            tracing::error!(%problem, "the seals could not be read");
            return Opened::closed(KeyState::Locked);
        }
        Err(_) => return Opened::closed(key),
    };
    let grants: BTreeMap<GrantId, Grant> = vouched
        .grants
        .into_iter()
        .filter(|grant| readable.contains(&grant.id))
        .map(|grant| (grant.id, grant))
        .collect();
    let stored = all.grants.iter().map(|grant| grant.id);
    let is_ours = |one: &Location| {
        let login = one.login.is_none_or(|id| vouched.logins.contains(&id));
        login && vouched.locations.contains(&one.id)
    };
    Opened {
        key,
        unreadable: stored.filter(|id| !grants.contains_key(id)).collect(),
        changed: known
            .locations
            .iter()
            .filter(|one| !is_ours(one))
            .map(|one| one.id)
            .collect(),
        grants: grants.into_values().collect(),
        interrupted: interrupted_renewals(vault),
    }
}

impl Opened {
    /// Of what is not open nothing is known.
    fn closed(key: KeyState) -> Opened {
        Opened {
            key,
            unreadable: BTreeSet::new(),
            changed: BTreeSet::new(),
            grants: vec![],
            interrupted: BTreeSet::new(),
        }
    }
}
