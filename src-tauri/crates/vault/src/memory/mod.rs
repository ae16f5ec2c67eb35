//! A store in memory, for tests: as strict as the one in SQLite, and gone with its last handle.

mod changes;
mod key;
mod renewals;
mod storage;
mod tables;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{KeyState, Keychain, StoreProblem, Unreadable};
use tables::Tables;

/// What a process has open of rows in memory.
///
/// Nothing is enciphered: what is sealed elsewhere is closed here by the state of the key alone.
pub struct MemoryStore {
    rows: Arc<Mutex<Rows>>,
    keychain: Arc<dyn Keychain>,
    key: Result<(), KeyState>,
    /// Leases of this process end with it.
    alive: Arc<()>,
}

#[derive(Default)]
struct Rows {
    tables: Tables,
    /// So many writes find the disk full.
    failing: usize,
}

impl MemoryStore {
    /// An empty store; its key is not asked for yet.
    pub fn new(keychain: Arc<dyn Keychain>) -> MemoryStore {
        MemoryStore {
            rows: Arc::default(),
            keychain,
            key: Err(KeyState::Locked),
            alive: Arc::default(),
        }
    }

    /// The same rows as another process opens them, or this one after a restart: its key is not asked
    /// for yet, and its leases are its own.
    pub fn open_again(&self) -> MemoryStore {
        MemoryStore {
            rows: Arc::clone(&self.rows),
            ..MemoryStore::new(Arc::clone(&self.keychain))
        }
    }

    /// The next writes, of whatever process, find the disk full and change nothing; securing room is
    /// one of them. With 0 there is room again.
    pub fn fail_next_writes(&self, count: usize) {
        self.rows().failing = count;
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, read: impl FnOnce(&Tables) -> T) -> T {
        read(&self.rows().tables)
    }

    /// What is sealed, which needs the key.
    fn open<T>(
        &self,
        read: impl FnOnce(&Tables) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        self.key.map_err(Unreadable::KeyUnavailable)?;
        self.read(read)
    }

    /// Runs writes as one step: all of them, or none.
    fn write<T, P: From<StoreProblem>>(
        &self,
        writes: impl FnOnce(&mut Tables) -> Result<T, P>,
    ) -> Result<T, P> {
        let mut rows = self.rows();
        let mut after = rows.tables.clone();
        let done = writes(&mut after)?;
        if let Some(left) = rows.failing.checked_sub(1) {
            rows.failing = left;
            return Err(StoreProblem::Full.into());
        }
        rows.tables = after;
        Ok(done)
    }
}
