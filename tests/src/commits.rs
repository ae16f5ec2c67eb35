//! How many durable steps a store was written in, read from its log as SQLite documents it
//! (<https://www.sqlite.org/fileformat2.html#the_write_ahead_log>).

use std::path::{Path, PathBuf};

use crate::Trouble;

const HEADER: usize = 32;
const FRAME: usize = 24;

/// The log of a store.
pub fn log_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The commits that lie in the log of a store. The count goes on until the log is emptied, which
/// happens as something is erased and after some thousand pages.
pub fn in_log_of(database: &Path) -> Result<usize, Trouble> {
    let log = std::fs::read(log_of(database)).map_err(Trouble::because)?;
    let word = |at: usize| {
        let bytes = log.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let page = word(8).ok_or_else(|| Trouble::unexpected("a log without a header"))?;
    let frame = FRAME + usize::try_from(page).map_err(Trouble::because)?;
    let salts = (word(16), word(20));
    // What follows the last frame of this log is left of an older one, with other salts.
    let frames = (0..)
        .map(|nth| HEADER + nth * frame)
        .take_while(|at| word(*at).is_some() && (word(at + 8), word(at + 12)) == salts);
    // The last frame of a step says how many pages the store has then.
    Ok(frames.filter(|at| word(at + 4) != Some(0)).count())
}
