//! A keychain for processes without a session bus: the key in a file beside the proof's own files.

use std::fs;
use std::io;
use std::path::PathBuf;

use vault::{Kek, Keychain, KeychainProblem};

/// Where the key rests.
pub struct KeyFile(pub PathBuf);

impl Keychain for KeyFile {
    fn read(&self) -> Result<Option<Kek>, KeychainProblem> {
        match fs::read(&self.0) {
            Ok(text) => {
                let kek = Kek::from_text(&text);
                kek.map(Some).map_err(|_| KeychainProblem::Malformed)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(_) => Err(KeychainProblem::NoBackend),
        }
    }

    fn write(&self, kek: &Kek) -> Result<(), KeychainProblem> {
        let written = fs::write(&self.0, kek.to_text().as_bytes());
        written.map_err(|_| KeychainProblem::NoBackend)
    }

    fn delete(&self) -> Result<(), KeychainProblem> {
        fs::remove_file(&self.0).map_err(|_| KeychainProblem::NoBackend)
    }

    /// A file is always open.
    fn open(&self) -> Result<(), KeychainProblem> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "a file"
    }
}
