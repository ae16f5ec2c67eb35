//! Who holds leases: a file beside the store that a process keeps locked for as long as it lives.
//!
//! The system lets go of the lock however the process ends, so that the leases of one that crashed
//! are free at once. A refresh token that it had spent may work again for some seconds only.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::entropy::{Entropy, draw};
use crate::place;

const NAME: &str = ".holder-";
const UNFINISHED: &str = ".holder.new-";

/// Identity of a holder; the first half of its leases' ids.
pub(crate) type HolderId = [u8; 8];

/// Where nothing can be locked: such leases last until their end.
pub(crate) const NOBODY: HolderId = [0; 8];

/// A living process that may hold leases.
pub(crate) struct Holder {
    pub(crate) id: HolderId,
    path: PathBuf,
    _locked: File,
}

impl Holder {
    /// Announces this process, and forgets those that ended without a farewell.
    pub(crate) fn announce(store: &Path, entropy: &mut dyn Entropy) -> io::Result<Holder> {
        forget_the_dead(store);
        let id: HolderId = draw(entropy).map_err(io::Error::other)?;
        // Locked before it has its name: under that name an unlocked file is a dead process.
        let unfinished = place::with_suffix(store, &format!("{UNFINISHED}{}", hex(id)));
        place::make_private_file(&unfinished).map_err(io::Error::other)?;
        let path = path_of(store, id);
        let locked = File::options().write(true).open(&unfinished);
        let locked = locked.and_then(|file| {
            file.try_lock().map_err(io::Error::from)?;
            fs::rename(&unfinished, &path)?;
            Ok(file)
        });
        match locked {
            Ok(file) => Ok(Holder {
                id,
                path,
                _locked: file,
            }),
            Err(error) => {
                // What was begun is of no use; the error that is reported matters more.
                let _ = fs::remove_file(&unfinished);
                Err(error)
            }
        }
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // A file that stays is known as a dead process's by its lock.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether the holder of a lease still runs; taken for granted where that cannot be told.
pub(crate) fn lives(store: &Path, id: HolderId) -> bool {
    id == NOBODY || is_locked(&path_of(store, id))
}

fn is_locked(path: &Path) -> bool {
    match File::options().write(true).open(path) {
        Err(error) => error.kind() != io::ErrorKind::NotFound,
        Ok(file) => match file.try_lock() {
            Ok(()) => false,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
        },
    }
}

fn forget_the_dead(store: &Path) {
    let (Some(folder), Some(name)) = (store.parent(), store.file_name()) else {
        return;
    };
    let begins = format!("{}{NAME}", name.to_string_lossy());
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    for file in files {
        let named = file.file_name().to_string_lossy().starts_with(&begins);
        if named && !is_locked(&file.path()) {
            // Another process may be faster.
            let _ = fs::remove_file(file.path());
        }
    }
}

fn path_of(store: &Path, id: HolderId) -> PathBuf {
    place::with_suffix(store, &format!("{NAME}{}", hex(id)))
}

fn hex(id: HolderId) -> String {
    format!("{:016x}", u64::from_be_bytes(id))
}
