//! A folder of which nothing is left: a run holds it, clears what an earlier one left behind that was
//! killed, and removes it at its end.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::private_folder::private_folder;

/// Held by the run whose folder it is.
const HELD: &str = "held";

/// A run may end between the making of a file and the taking hold of it.
const TRIES: u32 = 5;

/// The folder of one run.
#[derive(Debug)]
pub struct Passing {
    folder: PathBuf,
    /// `None` where another run has the folder, and this one is about to be handed over to it.
    held: Mutex<Option<File>>,
}

impl Passing {
    /// Takes the folder, emptied of what an earlier run left, unless another run holds it.
    pub fn take(folder: &Path) -> io::Result<Passing> {
        let mut held = None;
        for _ in 0..TRIES {
            private_folder(folder)?;
            held = hold(folder)?;
            if held.is_none() || folder.join(HELD).exists() {
                break;
            }
        }
        if held.is_some() {
            empty(folder)?;
        }
        let folder = folder.to_owned();
        Ok(Passing {
            folder,
            held: Mutex::new(held),
        })
    }

    /// Removes the folder, where this run holds it.
    pub fn end(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            return;
        }
        let removed = std::fs::remove_dir_all(&self.folder).or_else(|_| {
            // Some systems keep what is open until it is closed, and its folder with it.
            *held = None;
            std::fs::remove_dir_all(&self.folder)
        });
        if let Err(problem) = removed {
            tracing::warn!(%problem, "the next run removes what is left of this one");
        }
    }

    /// Removes what a run left that was killed, if there is such a thing.
    pub fn clear(folder: &Path) {
        if folder.exists()
            && let Ok(left) = Passing::take(folder)
        {
            left.end();
        }
    }
}

/// Takes hold of a folder; `None` where somebody else has it.
fn hold(folder: &Path) -> io::Result<Option<File>> {
    let file = File::create(folder.join(HELD))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(problem)) => Err(problem),
    }
}

fn empty(folder: &Path) -> io::Result<()> {
    for left in std::fs::read_dir(folder)? {
        let left = left?;
        if left.file_name() == HELD {
            continue;
        }
        match left.file_type()?.is_dir() {
            true => std::fs::remove_dir_all(left.path())?,
            false => std::fs::remove_file(left.path())?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let listed = std::fs::read_dir(folder).unwrap();
        let named = listed.map(|one| one.unwrap().file_name().into_string().unwrap());
        named.collect()
    }

    #[test]
    fn nothing_is_left_of_a_run_that_ends() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("sample");
        let run = Passing::take(&folder).unwrap();
        std::fs::create_dir(folder.join("window")).unwrap();
        std::fs::write(folder.join("window/cache"), "x").unwrap();
        run.end();
        assert!(names(parent.path()).is_empty());
    }

    #[test]
    fn what_a_killed_run_left_is_removed_by_the_next_and_by_whoever_clears() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("sample");
        let left_by_a_killed_run = || {
            drop(Passing::take(&folder).unwrap());
            std::fs::write(folder.join("greentick.db"), "x").unwrap();
        };
        left_by_a_killed_run();
        let next = Passing::take(&folder).unwrap();
        assert_eq!(names(&folder), [HELD]);
        drop(next);
        left_by_a_killed_run();
        Passing::clear(&folder);
        assert!(names(parent.path()).is_empty());
        Passing::clear(&folder);
        assert!(
            names(parent.path()).is_empty(),
            "what is not there stays away"
        );
    }

    #[test]
    fn a_second_start_touches_nothing_of_the_run_that_it_meets() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("sample");
        let run = Passing::take(&folder).unwrap();
        std::fs::write(folder.join("greentick.db"), "x").unwrap();
        Passing::take(&folder).unwrap().end();
        Passing::clear(&folder);
        assert_eq!(std::fs::read(folder.join("greentick.db")).unwrap(), b"x");
        run.end();
        assert!(!folder.exists());
    }
}
