//! What lies under the names that SQLite gives to the parts of our store and is none of them: it is
//! moved to a name of its own, never deleted, so that it neither hinders nor is read into the store.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::OpenProblem;
use crate::place::{self, Found};

/// Moves away what cannot belong to the store as it was found; says where to.
///
/// A file that another process uses is left alone: it is only beside a store that is there.
pub(crate) fn clear(path: &Path, found: &Found) -> Result<Vec<PathBuf>, OpenProblem> {
    let mut moved = vec![];
    for suffix in place::BESIDE {
        let beside = place::with_suffix(path, suffix);
        let Ok(metadata) = fs::symlink_metadata(&beside) else {
            continue;
        };
        let strange = match found {
            _ if !metadata.is_file() => true,
            // Whoever opens a store has given it its name before: looked at last, nobody has.
            Found::Nothing => !path.exists(),
            Found::AFile => suffix == "-journal" && is_none_of_ours(path, &beside)?,
        };
        if strange {
            moved.push(move_away(&beside)?);
        }
    }
    Ok(moved)
}

/// Moves away a log that does not fit the store, with the index of it.
pub(crate) fn move_log_away(path: &Path) -> Result<Vec<PathBuf>, OpenProblem> {
    let parts = ["-wal", "-shm"].map(|suffix| place::with_suffix(path, suffix));
    let there = parts
        .iter()
        .filter(|part| fs::symlink_metadata(part).is_ok());
    there.map(|part| move_away(part)).collect()
}

/// A store in WAL mode has no rollback journal. One in another mode, which only another program can
/// have put it into, is not whole without what its journal begins with.
fn is_none_of_ours(path: &Path, journal: &Path) -> Result<bool, OpenProblem> {
    let first = |path: &Path, length| {
        let mut bytes = vec![];
        let read = fs::File::open(path).and_then(|file| file.take(length).read_to_end(&mut bytes));
        read.map(|_| bytes).map_err(OpenProblem::disk)
    };
    let header = first(path, 20)?;
    match header.get(18..) == Some(&[2, 2]) {
        true => Ok(true),
        // A journal that was done with begins with zeros, or is empty.
        false if first(journal, 1)?.iter().all(|&byte| byte == 0) => Ok(false),
        false => Err(OpenProblem::Damaged),
    }
}

fn move_away(beside: &Path) -> Result<PathBuf, OpenProblem> {
    let aside = place::free_name(beside, ".set-aside")?;
    match fs::rename(beside, &aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(OpenProblem::disk(error)),
        _ => Ok(aside),
    }
}
