//! The file as a whole: sealed, with a passphrase.

use domain::Secret;

use crate::age::{self, Chance, NotOpened, Work};
use crate::contents::{Opened, SetUp};
use crate::format::{self, NotRead, TooLarge};
use crate::passphrase::Passphrase;

/// No file is larger: 32 MiB of rows, and what seals them.
pub const LARGEST_FILE: usize = format::LARGEST_TEXT + 64 * 1024;

/// Why a file is not read. Nothing was changed by trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// It is something else: ask for the right file.
    #[error("not a set-up file")]
    NotASetUpFile,
    /// Another passphrase sealed it: type it again. A file whose first lines were changed cannot be told
    /// from that.
    #[error("another passphrase sealed it")]
    WrongPassphrase,
    /// Something of it is missing or was changed: have it sent again.
    #[error("damaged: something is missing or was changed")]
    Damaged,
    /// A newer version of Greentick made it, or it carries what only a newer one knows: update.
    #[error("made by a newer version")]
    Newer,
    /// More than a file may hold: have it made in parts.
    #[error("too large")]
    TooLarge,
    /// To try a passphrase on it takes more of a computer than a file may ask for. None of ours does.
    #[error("asks for more work than a set-up file does")]
    TooCostly,
}

/// The file that holds it. It takes a second or so, and the memory that makes a passphrase costly to
/// guess.
pub fn write(
    set_up: &SetUp,
    passphrase: &Passphrase,
    chance: &Chance,
) -> Result<Vec<u8>, TooLarge> {
    write_with(set_up, passphrase, Work::OURS, chance)
}

fn write_with(
    set_up: &SetUp,
    passphrase: &Passphrase,
    work: Work,
    chance: &Chance,
) -> Result<Vec<u8>, TooLarge> {
    let text = format::write(set_up)?;
    Ok(age::seal(&text, passphrase, work, chance))
}

/// What a file holds. It takes as long, and half a gigabyte of memory at most beside the file.
pub fn read(file: &[u8], typed: &Secret) -> Result<Opened, FileProblem> {
    if file.len() > LARGEST_FILE {
        return Err(FileProblem::TooLarge);
    }
    let passphrase = Passphrase::typed(typed).ok_or(FileProblem::WrongPassphrase)?;
    let text = age::open(file, &passphrase).map_err(|problem| match problem {
        NotOpened::NotSealedSo => FileProblem::NotASetUpFile,
        NotOpened::Later => FileProblem::Newer,
        NotOpened::TooCostly => FileProblem::TooCostly,
        NotOpened::WrongPassphrase => FileProblem::WrongPassphrase,
        NotOpened::Damaged => FileProblem::Damaged,
    })?;
    format::read(&text).map_err(|problem| match problem {
        NotRead::NotOurs => FileProblem::NotASetUpFile,
        NotRead::Newer => FileProblem::Newer,
        NotRead::Damaged => FileProblem::Damaged,
        NotRead::TooMuch => FileProblem::TooLarge,
    })
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
