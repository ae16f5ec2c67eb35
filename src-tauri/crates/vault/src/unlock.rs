//! Brings the key and the store together. A key is made once, for a store that never had one;
//! after that only a person who says so gets a new one.

use domain::Timestamp;
use rusqlite::{Transaction, TransactionBehavior};

use crate::sqlite::pen::Pen;
use crate::sqlite::vault::write;
use crate::sqlite::{data_keys, registered, tokens};
use crate::{
    Entropy, Kek, KeyState, Keychain, KeychainProblem, NoEntropy, StartOverProblem, StoreProblem,
    Vault, WriteProblem,
};

impl Vault {
    /// Asks the keychain for the key, at most once per run with success. Nobody is asked for a
    /// password: that does [`Keychain::open`].
    pub fn unlock(&mut self) -> Result<KeyState, StoreProblem> {
        if self.keys.is_ok() {
            return Ok(KeyState::Open);
        }
        if !data_keys::any(&self.connection)? {
            self.keys = self.first_key()?;
            return Ok(self.key_state());
        }
        let answer = self.keychain.read();
        self.unlock_with(answer)
    }

    /// Takes an answer of [`Vault::keychain`] that was fetched elsewhere, so that others can use
    /// the store while the keychain is slow. Never makes a key.
    pub fn unlock_with(
        &mut self,
        answer: Result<Option<Kek>, KeychainProblem>,
    ) -> Result<KeyState, StoreProblem> {
        if self.keys.is_err() {
            self.keys = match answer {
                Ok(Some(kek)) => {
                    let opened = data_keys::open(&self.connection, &kek)?;
                    opened.map(|keys| self.with_row_seals(keys, &kek))
                }
                Ok(None) => Err(KeyState::NoKey),
                Err(problem) => Err(problem.into()),
            };
        }
        Ok(self.key_state())
    }

    /// Seals the rows of a file that an earlier version wrote, once. Where that cannot be written now
    /// they stay as they were read ever since, and the next start tries again.
    fn with_row_seals(&mut self, keys: data_keys::DataKeys, kek: &Kek) -> data_keys::DataKeys {
        if keys.rows_are_sealed() {
            return keys;
        }
        let entropy = self.entropy.as_mut();
        let sealed = write(&mut self.connection, |transaction| {
            let mut pen = Pen {
                keys: &keys,
                entropy,
            };
            pen.seal_all(transaction)?;
            data_keys::note_row_seals(transaction, kek, &keys, pen.entropy)
        });
        let sealed: Result<(), WriteProblem> = sealed;
        if sealed.is_ok() {
            keys.with_row_seals()
        } else {
            keys
        }
    }

    /// Whether the store was ever sealed; one that was not gets its key by [`Vault::unlock`].
    pub fn was_sealed(&self) -> Result<bool, StoreProblem> {
        Ok(data_keys::any(&self.connection)?)
    }

    /// Makes the first key while no other process can, so that two first starts cannot each
    /// leave a key in the keychain.
    fn first_key(&mut self) -> Result<Result<data_keys::DataKeys, KeyState>, StoreProblem> {
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let found = match self.keychain.read() {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem.into())),
        };
        if data_keys::any(&transaction)? {
            return Ok(match found {
                // Another process was first, of this version.
                Some(kek) => data_keys::open(&transaction, &kek)?,
                None => Err(KeyState::NoKey),
            });
        }
        let entropy = self.entropy.as_mut();
        let made = proven(self.keychain.as_ref(), found, entropy)
            .and_then(|kek| new_keys(&transaction, &kek, entropy));
        match made {
            Ok(keys) => {
                transaction.commit()?;
                Ok(Ok(keys))
            }
            Err(problem) => without_first_key(problem).map(Err),
        }
    }

    /// A person gave up on the old key: makes a new one. The list and all that is in clear stay;
    /// what was sealed is kept apart for [`KEPT`](crate::KEPT), jars and answers excepted, and every location asks
    /// for a new sign-in.
    pub fn start_over(&mut self, now: Timestamp) -> Result<(), StartOverProblem> {
        if self.unlock()? == KeyState::Open {
            return Err(StartOverProblem::NotNeeded);
        }
        let entropy = self.entropy.as_mut();
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let found = to_start_over_with(self.keychain.as_ref())?;
        keep_apart(&transaction, now)?;
        let kek = proven(self.keychain.as_ref(), found, entropy)?;
        let keys = new_keys(&transaction, &kek, entropy)?;
        transaction.commit()?;
        self.keys = Ok(keys);
        Ok(())
    }
}

/// In what state the key is where none could be made.
pub(crate) fn without_first_key(problem: StartOverProblem) -> Result<KeyState, StoreProblem> {
    match problem {
        StartOverProblem::Store(problem) => Err(problem),
        StartOverProblem::Keychain(state) => Ok(state),
        // Without randomness there is no key to keep.
        StartOverProblem::NoEntropy(_) | StartOverProblem::NotNeeded => Ok(KeyState::NoBackend),
    }
}

/// Makes a data key and seals with it what is in clear and steers, as it stands.
fn new_keys(
    transaction: &Transaction<'_>,
    kek: &Kek,
    entropy: &mut dyn Entropy,
) -> Result<data_keys::DataKeys, StartOverProblem> {
    let keys = data_keys::make(transaction, kek, entropy)?;
    let mut pen = Pen {
        keys: &keys,
        entropy,
    };
    match pen.seal_all(transaction) {
        Ok(()) => Ok(keys),
        Err(WriteProblem::Store(problem)) => Err(problem.into()),
        // The key was just made, and what is sealed is short: only the randomness can be missing.
        Err(
            WriteProblem::NoEntropy
            | WriteProblem::KeyUnavailable(_)
            | WriteProblem::Moved { .. }
            | WriteProblem::Gone
            | WriteProblem::Damaged
            | WriteProblem::Empty
            | WriteProblem::TooLong,
        ) => Err(NoEntropy.into()),
    }
}

/// The key that is there, and serves a new start. One that is merely not this store's may be another's:
/// it is used, never overwritten.
pub(crate) fn to_start_over_with(keychain: &dyn Keychain) -> Result<Option<Kek>, StartOverProblem> {
    match keychain.read() {
        Ok(found) => Ok(found),
        Err(KeychainProblem::Malformed) => Ok(None),
        Err(problem) => Err(StartOverProblem::Keychain(problem.into())),
    }
}

/// The key that was found, or a fresh one that the keychain has given back once.
pub(crate) fn proven(
    keychain: &dyn Keychain,
    found: Option<Kek>,
    entropy: &mut dyn Entropy,
) -> Result<Kek, StartOverProblem> {
    if let Some(kek) = found {
        return Ok(kek);
    }
    let kept = keychain
        .write(&Kek::draw(entropy)?)
        .and_then(|()| keychain.read())
        .map_err(|problem| StartOverProblem::Keychain(problem.into()))?;
    // What was read back counts: only that is known to be there at the next start.
    kept.ok_or(StartOverProblem::Keychain(KeyState::NoBackend))
}

fn keep_apart(transaction: &Transaction<'_>, now: Timestamp) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO kept_data_keys
         SELECT ?1, id, kek, format, nonce, body, canary_nonce, canary_body FROM data_keys",
        [now.as_millis()],
    )?;
    transaction.execute(
        "INSERT INTO kept_seals
         SELECT ?1, home, row,
                coalesce(
                    (SELECT generation FROM grants
                     WHERE home = 'token_sets' AND grants.id = seals.row),
                    (SELECT generation FROM apps
                     WHERE home = 'app_secrets'
                       AND CAST(network || '/' || host AS BLOB) = seals.row),
                    0),
                key, format, nonce, body
         FROM seals WHERE home IN (?2, ?3)",
        (now.as_millis(), tokens::HOME, registered::HOME),
    )?;
    transaction.execute_batch("DELETE FROM data_keys; DELETE FROM seals; DELETE FROM answers;")
}
