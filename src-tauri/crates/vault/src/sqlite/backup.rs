//! A copy of the store while it is in use. Without the keychain the copy shows the list and opens
//! no token.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::{OpenProblem, Vault, place};

const PAGES: i32 = 1000;

impl Vault {
    /// Writes a complete copy to a file that must not exist yet.
    pub fn backup(&self, to: &Path) -> Result<(), OpenProblem> {
        place::make_private_file(to)?;
        let copied = self.copy(to);
        if copied.is_err() {
            // Half a copy is none; the problem that is reported matters more.
            let _ = fs::remove_file(to);
        }
        copied
    }

    /// Writes a complete copy beside the store, when a person asked for it; says where it is. `day`
    /// stands in its name, such as `2026-11-29`.
    pub fn save_copy(&self, day: &str) -> Result<PathBuf, OpenProblem> {
        place::make_directory(&self.path)?;
        let to = place::free_name(&self.path, &format!(".copy-{day}"))?;
        self.backup(&to).map(|()| to)
    }

    fn copy(&self, to: &Path) -> Result<(), OpenProblem> {
        let mut copy = Connection::open(to)?;
        Backup::new(&self.connection, &mut copy)?.run_to_completion(PAGES, Duration::ZERO, None)?;
        copy.close().map_err(|(_, error)| error.into())
    }
}
