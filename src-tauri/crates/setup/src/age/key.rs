//! Keys: of a passphrase, and those that follow from the key of a file.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce, Tag};
use hkdf::Hkdf;
use scrypt::Params;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::passphrase::Passphrase;

/// What the salt of a passphrase begins with.
const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
const BLOCK: u32 = 8;
const AT_ONCE: u32 = 1;
const TAG: usize = 16;

/// The key of a file.
pub(super) type FileKey = Zeroizing<[u8; 16]>;
/// A key that follows from another, or from a passphrase.
pub(super) type Key = Zeroizing<[u8; 32]>;
/// The key of a file under that of a passphrase.
pub(super) type Wrapped = [u8; 32];

/// How much work it is to try one passphrase, as the binary logarithm of scrypt's N. Each step doubles
/// the time and the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work(u8);

impl Work {
    /// What age itself asks for: 256 MiB, and about a second.
    pub const OURS: Work = Work(18);
    /// Half a gigabyte, which a computer of today has to spare. A stranger's file gets no more.
    const MOST: u8 = 19;

    /// As a header names it.
    pub(super) fn named(digits: &str) -> Option<Result<Work, TooMuch>> {
        let plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0');
        if digits.is_empty() || !plain {
            return None;
        }
        let work = digits.parse().ok().filter(|work| *work <= Work::MOST);
        Some(work.map(Work).ok_or(TooMuch))
    }

    #[cfg(test)]
    pub(crate) const fn little() -> Work {
        Work(2)
    }

    pub(super) fn number(self) -> u8 {
        self.0
    }
}

/// More work than a file may ask for.
pub(super) struct TooMuch;

/// The key that a passphrase and a salt make.
pub(super) fn of_passphrase(passphrase: &Passphrase, salt: &[u8; 16], work: Work) -> Key {
    let mut salted = LABEL.to_vec();
    salted.extend_from_slice(salt);
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(work.0, BLOCK, AT_ONCE).expect("within the bounds of scrypt");
    scrypt::scrypt(passphrase.bytes(), &salted, &params, &mut *key).expect("the length of a key");
    key
}

/// The key that the header is signed with.
pub(super) fn of_header(file_key: &FileKey) -> Key {
    derived(file_key, None, b"header")
}

/// The key that the payload is sealed with.
pub(super) fn of_payload(file_key: &FileKey, nonce: &[u8; 16]) -> Key {
    derived(file_key, Some(nonce), b"payload")
}

fn derived(file_key: &FileKey, salt: Option<&[u8; 16]>, what_for: &[u8]) -> Key {
    let mut key = Zeroizing::new([0; 32]);
    let from = Hkdf::<Sha256>::new(salt.map(|salt| &salt[..]), &file_key[..]);
    from.expand(what_for, &mut *key)
        .expect("the length of a key");
    key
}

pub(super) fn wrap(key: &Key, file_key: &FileKey) -> Wrapped {
    let mut body = *file_key.clone();
    let tag = ChaCha20Poly1305::new((&**key).into())
        .encrypt_inout_detached(&Nonce::default(), &[], body.as_mut_slice().into())
        .expect("a key is short");
    let mut wrapped = [0; 32];
    wrapped[..TAG].copy_from_slice(&body);
    wrapped[TAG..].copy_from_slice(&tag);
    wrapped
}

pub(super) fn unwrap(key: &Key, wrapped: &Wrapped) -> Option<FileKey> {
    let (body, tag) = wrapped.split_last_chunk::<TAG>()?;
    let mut file_key: FileKey = Zeroizing::new(body.try_into().ok()?);
    ChaCha20Poly1305::new((&**key).into())
        .decrypt_inout_detached(
            &Nonce::default(),
            &[],
            file_key.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .ok()?;
    Some(file_key)
}
