//! A file of whoever sent it, from the disk.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use domain::Secret;
use protocol::SetupProblem;
use setup::{FileProblem, LARGEST_FILE, Opened};

/// Reads and opens it. May wait for the disk, and takes a second or so for the passphrase.
pub(super) fn read(path: &str, passphrase: &Secret) -> Result<Box<Opened>, SetupProblem> {
    let file = bytes(Path::new(path))?;
    let opened = setup::read(&file, passphrase);
    opened.map(Box::new).map_err(|problem| {
        tracing::info!(%problem, "a set-up file was not read");
        match problem {
            FileProblem::NotASetUpFile => SetupProblem::NotASetupFile,
            FileProblem::WrongPassphrase => SetupProblem::WrongPassphrase,
            FileProblem::Damaged => SetupProblem::Damaged,
            FileProblem::Newer => SetupProblem::Newer,
            FileProblem::TooLarge => SetupProblem::TooLarge,
            FileProblem::TooCostly => SetupProblem::TooCostly,
        }
    })
}

/// What is in a file, and no more of it than a set-up file has.
fn bytes(path: &Path) -> Result<Vec<u8>, SetupProblem> {
    // A name alone would be looked for wherever the app was started.
    if !path.is_absolute() {
        return Err(SetupProblem::NotThere);
    }
    // What is no file is not opened: a pipe would wait for whoever writes into it.
    let found = fs::metadata(path).map_err(not_there)?;
    if !found.is_file() {
        return Err(SetupProblem::NotASetupFile);
    }
    let most = LARGEST_FILE as u64;
    if found.len() > most {
        return Err(SetupProblem::TooLarge);
    }
    let mut read = Vec::with_capacity(found.len() as usize);
    let file = File::open(path).map_err(not_there)?;
    file.take(most + 1)
        .read_to_end(&mut read)
        .map_err(not_there)?;
    Ok(read)
}

fn not_there(problem: io::Error) -> SetupProblem {
    tracing::info!(%problem, "a set-up file could not be read");
    SetupProblem::NotThere
}
