//! Room for what comes back, before anything is sent for it.
//!
//! Commits go into SQLite's write-ahead log. Where that is long enough already, a commit needs
//! nothing more of the disk: it is written over what stands there. So the log is made long enough
//! by writing an answer of the longest kind and taking it back, which leaves its length. No other
//! program can take that room, as it could what a file beside the store gave free.

use std::fs;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::seal::LONGEST;
use crate::{StoreProblem, Vault, place};

/// A page of the store with what the log puts before it.
const FRAME: u64 = 4096 + 24;
const LOG_HEADER: u64 = 32;
/// What an answer of the longest kind takes, and what its row and its commit touch.
const ANSWER: u64 = LONGEST as u64 / 4096 + 8;
/// For what else is written in the meantime.
const SPARE: u64 = 32;
/// So many at once have room of their own; more than that are not asked at the same moment.
const AT_ONCE: u64 = 32;

impl Vault {
    /// Makes sure that the disk has room for the answers that are waited for, and for one more.
    /// That room stays with the store until it is used or the store is closed.
    pub fn secure_room(&mut self) -> Result<(), StoreProblem> {
        self.in_place()?;
        let awaited = awaited(&self.connection)?;
        self.secure(awaited.saturating_add(1))
    }

    /// The same for the answers that are waited for, where there are any.
    pub(crate) fn secure_room_again(&mut self) -> Result<(), StoreProblem> {
        match awaited(&self.connection)? {
            0 => Ok(()),
            awaited => self.secure(awaited),
        }
    }

    fn secure(&mut self, answers: u64) -> Result<(), StoreProblem> {
        let answers = answers.min(AT_ONCE);
        let wanted = answers * ANSWER + SPARE;
        if self.free_frames()? >= wanted {
            return Ok(());
        }
        let trial = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        // As many bytes as fill that many pages.
        let bytes = i64::try_from(wanted * 4096).unwrap_or(i64::MAX);
        trial.execute(
            "INSERT INTO seals (home, row, key, format, nonce, body)
             VALUES ('room', x'', x'', 0, x'', zeroblob(?1))",
            [bytes],
        )?;
        trial.cache_flush()?;
        trial.rollback()?;
        Ok(())
    }

    /// How many pages can be committed without more room on the disk.
    fn free_frames(&self) -> Result<u64, StoreProblem> {
        let used = self
            .connection
            .query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| {
                row.get::<_, i64>(1)
            })?;
        let log = fs::metadata(place::with_suffix(&self.path, "-wal"));
        let length = log.map_or(0, |log| log.len());
        let frames = length.saturating_sub(LOG_HEADER) / FRAME;
        Ok(frames.saturating_sub(u64::try_from(used).unwrap_or(0)))
    }
}

/// Renewals that were sent and whose answer is not kept yet.
fn awaited(connection: &Connection) -> rusqlite::Result<u64> {
    connection
        .prepare_cached(
            "SELECT count(*) FROM renewals LEFT JOIN answers USING (\"grant\")
             WHERE sent_at IS NOT NULL AND until > 0 AND answers.\"grant\" IS NULL",
        )?
        .query_row([], |row| row.get::<_, i64>(0))
        .map(|count| u64::try_from(count).unwrap_or(0))
}
