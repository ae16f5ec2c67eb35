//! Whether the open files are still those that lie where they were opened: a store that was removed
//! or replaced while it is open goes on as if nothing had happened, and is kept nowhere.

use std::path::{Path, PathBuf};

use crate::place;

/// What identifies a file however it is called, where there is one.
type Identity = Option<(u64, u64)>;

/// The store, and what SQLite keeps beside it, as they lay when the store was opened. That of a store
/// without a file never moves.
#[derive(Clone, Default)]
pub struct Whereabouts(Vec<(PathBuf, Identity)>);

impl Whereabouts {
    /// Of a store that was just opened and read.
    pub(crate) fn of(store: &Path) -> Whereabouts {
        let files = place::with_what_lies_beside(store).into_iter();
        Whereabouts(files.map(|path| (path.clone(), identity(&path))).collect())
    }

    /// Whether one of them was removed, or another lies in its place. Asks the file system only.
    pub fn moved(&self) -> bool {
        let mut files = self.0.iter();
        files.any(|(path, was)| was.is_some() && identity(path) != *was)
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Identity {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::symlink_metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

/// Windows neither removes nor replaces a file that SQLite holds open.
#[cfg(not(unix))]
fn identity(_: &Path) -> Identity {
    None
}
