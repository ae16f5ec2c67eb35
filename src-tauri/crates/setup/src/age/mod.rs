//! The part of the age format (<https://age-encryption.org/v1>) that a passphrase needs: one scrypt
//! recipient, and the payload behind it. What is written here opens with any program that knows age.
//!
//! Whose file it is cannot be known before it is open, so nothing in it is believed before: its
//! header has one shape, and the work that it asks for has a bound.

mod header;
mod key;
mod payload;

use zeroize::Zeroizing;

use crate::passphrase::Passphrase;
use header::Header;
pub(crate) use key::Work;

/// No header that is read here is longer.
const LONGEST_HEADER: usize = 200;

/// Why a file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOpened {
    /// It is no age file, or one that no passphrase opens.
    NotSealedSo,
    /// It is one of a later format.
    Later,
    /// It asks for more work than one of ours does.
    TooCostly,
    /// Another passphrase sealed it, or what the passphrase opens was changed.
    WrongPassphrase,
    /// Something of it is missing or was changed.
    Damaged,
}

/// What must never be used twice.
pub struct Chance {
    /// The key of the payload.
    pub file_key: Zeroizing<[u8; 16]>,
    /// Goes with the passphrase.
    pub salt: [u8; 16],
    /// Goes with the key.
    pub nonce: [u8; 16],
}

/// Seals.
pub(crate) fn seal(plain: &[u8], passphrase: &Passphrase, work: Work, chance: &Chance) -> Vec<u8> {
    let wrap_key = key::of_passphrase(passphrase, &chance.salt, work);
    let header = Header {
        salt: chance.salt,
        work,
        body: key::wrap(&wrap_key, &chance.file_key),
    };
    let head = header.write(&key::of_header(&chance.file_key));
    let mut file = Vec::with_capacity(head.len() + payload::sealed_length(plain.len()));
    file.extend_from_slice(head.as_bytes());
    payload::seal(&chance.file_key, chance.nonce, plain, &mut file);
    file
}

/// Opens what was sealed with the passphrase.
pub(crate) fn open(file: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
    let (header, checked) = Header::read(file)?;
    let wrap_key = key::of_passphrase(passphrase, &header.salt, header.work);
    let file_key = key::unwrap(&wrap_key, &header.body).ok_or(NotOpened::WrongPassphrase)?;
    if !checked.is_whole(&key::of_header(&file_key)) {
        return Err(NotOpened::Damaged);
    }
    payload::open(&file_key, checked.payload).ok_or(NotOpened::Damaged)
}

#[cfg(test)]
#[path = "../age_tests.rs"]
mod tests;
