//! The store and its key: what is open, and in what state the key is.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::data_keys::DataKeys;
use super::open;
use super::pen::Pen;
use crate::holder::Holder;
use crate::{
    Entropy, KeyState, Keychain, KeychainProblem, OpenProblem, StoreProblem, Unreadable,
    Whereabouts, WriteProblem, place,
};

impl From<KeychainProblem> for KeyState {
    fn from(problem: KeychainProblem) -> Self {
        match problem {
            KeychainProblem::NoBackend => KeyState::NoBackend,
            KeychainProblem::NotSetUp => KeyState::NotSetUp,
            KeychainProblem::Declined => KeyState::Declined,
            KeychainProblem::Locked => KeyState::Locked,
            KeychainProblem::Ambiguous => KeyState::Ambiguous,
            KeychainProblem::Malformed => KeyState::WrongKey,
        }
    }
}

/// Where everything rests that survives a restart.
///
/// A changed, moved or swapped value is noticed when it is opened, and so is an older value put
/// back into its row, jars excepted. A whole file put back, or a row together with its
/// generation, is consistent in itself: that is noticed only by the networks, when they refuse
/// what was replaced since.
pub struct Vault {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) whereabouts: Whereabouts,
    /// Announced with the first lease.
    pub(crate) holder: Option<Holder>,
    pub(crate) entropy: Box<dyn Entropy>,
    pub(crate) keychain: Arc<dyn Keychain>,
    pub(crate) keys: Result<DataKeys, KeyState>,
    pub(crate) moved_away: Vec<PathBuf>,
    /// Whether something was erased that the log still holds.
    pub(crate) log_holds_erased: bool,
}

impl Vault {
    /// Opens or makes the store. Needs no key: the list can always be read. The directory
    /// belongs to this app alone and is closed to other users.
    pub fn open(
        path: &Path,
        mut entropy: Box<dyn Entropy>,
        keychain: Arc<dyn Keychain>,
    ) -> Result<Vault, OpenProblem> {
        let opened = open::open(path, entropy.as_mut())?;
        Ok(Vault {
            connection: opened.connection,
            moved_away: opened.moved_away,
            path: path.to_owned(),
            whereabouts: Whereabouts::of(path),
            holder: None,
            entropy,
            keychain,
            keys: Err(KeyState::Locked),
            log_holds_erased: false,
        })
    }

    /// Moves a file that cannot be opened out of the way, when a person asked for it; says where
    /// it is now. `day` stands in its new name, such as `2026-11-29`.
    pub fn set_aside(path: &Path, day: &str) -> io::Result<PathBuf> {
        place::set_aside(path, day)
    }

    /// Closes a store that is open to other users, when a person asked for it. Says what is in
    /// the way where that cannot be.
    pub fn mend_rights(path: &Path) -> Result<(), OpenProblem> {
        place::mend_rights(path)
    }

    /// What lay in the way of the store when it was opened and is none of it: where it is now. It
    /// stays there until a person deletes it.
    pub fn moved_away(&self) -> &[PathBuf] {
        &self.moved_away
    }

    /// Whether sealed values can be opened now; [`KeyState::Locked`] until the first
    /// [`Vault::unlock`].
    pub fn key_state(&self) -> KeyState {
        self.keys.as_ref().err().copied().unwrap_or(KeyState::Open)
    }

    /// What sealed values are read with.
    pub(crate) fn data_keys(&self) -> Result<&DataKeys, Unreadable> {
        let keys = self.keys.as_ref();
        keys.map_err(|state| Unreadable::KeyUnavailable(*state))
    }

    /// The store, and what is sealed with.
    pub(crate) fn writing(&mut self) -> Result<(&mut Connection, Pen<'_>), WriteProblem> {
        let keys = self.keys.as_ref();
        let keys = keys.map_err(|state| WriteProblem::KeyUnavailable(*state))?;
        let entropy = self.entropy.as_mut();
        Ok((&mut self.connection, Pen { keys, entropy }))
    }

    /// The keychain in use.
    pub fn keychain(&self) -> Arc<dyn Keychain> {
        Arc::clone(&self.keychain)
    }

    /// Tells whether the open file is still the one that lies there.
    pub fn whereabouts(&self) -> Whereabouts {
        self.whereabouts.clone()
    }

    /// Refuses what must be kept where nothing is.
    pub(crate) fn in_place(&self) -> Result<(), StoreProblem> {
        match self.whereabouts.moved() {
            true => Err(StoreProblem::Moved),
            false => Ok(()),
        }
    }

    /// Empties the log, so that what was erased is not found there either. Where that cannot be
    /// now, [`Vault::catch_up`] does it: the erasing itself is done.
    pub(crate) fn empty_log(&mut self) {
        self.log_holds_erased = true;
        // Whoever asks is told of what was erased, and not of what is left to do.
        let _ = self.catch_up();
    }

    /// Does what could not be done together with a write: while the disk was full, or another
    /// process read.
    pub fn catch_up(&mut self) -> Result<(), StoreProblem> {
        if !self.log_holds_erased {
            return Ok(());
        }
        let busy: bool =
            self.connection
                .pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |row| row.get(0))?;
        self.log_holds_erased = busy;
        // With the log went the room that was in it.
        self.secure_room_again()
    }
}

/// Runs writes as one durable step: all of them, or none.
pub(crate) fn write<T, P: From<rusqlite::Error>>(
    connection: &mut Connection,
    writes: impl FnOnce(&Transaction<'_>) -> Result<T, P>,
) -> Result<T, P> {
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    let done = writes(&transaction)?;
    transaction.commit()?;
    Ok(done)
}
