//! Keys, their identities, and the text under which the keychain keeps the topmost one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::entropy::{Entropy, NoEntropy};

/// Says which key sealed a value, so that the right one is picked and never guessed.
pub type KeyId = [u8; 16];

/// 32 secret bytes. No `Debug`, wiped when dropped.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn draw(entropy: &mut dyn Entropy) -> Result<Key, NoEntropy> {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(&mut bytes[..])?;
        Ok(Key(bytes))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Key> {
        let mut key = Zeroizing::new([0; 32]);
        (bytes.len() == key.len()).then(|| key.copy_from_slice(bytes))?;
        Some(Key(key))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The key-encryption key: lives in the OS keychain and wraps the keys that seal values.
#[derive(Clone)]
pub struct Kek {
    pub(crate) id: KeyId,
    pub(crate) key: Key,
}

/// What the keychain holds under our name is not a key of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key of this app")]
pub struct NotAKey;

const FORMAT: u8 = 1;
const LENGTH: usize = 1 + 16 + 32;

impl Kek {
    /// A fresh key with a fresh identity.
    pub fn draw(entropy: &mut dyn Entropy) -> Result<Kek, NoEntropy> {
        let id = crate::entropy::draw(entropy)?;
        let key = Key::draw(entropy)?;
        Ok(Kek { id, key })
    }

    /// The identity, which is no secret.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The text for the keychain. Text, because KWallet keeps nothing but UTF-8.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        bytes[0] = FORMAT;
        bytes[1..17].copy_from_slice(&self.id);
        bytes[17..].copy_from_slice(self.key.bytes());
        Zeroizing::new(STANDARD.encode(&bytes[..]))
    }

    /// Reads the text back; anything but exactly that text is refused.
    pub fn from_text(text: &[u8]) -> Result<Kek, NotAKey> {
        // One byte of room more than needed, as the decoder estimates in steps of three.
        let mut bytes = Zeroizing::new([0; LENGTH + 2]);
        if text.len() != LENGTH.div_ceil(3) * 4 {
            return Err(NotAKey);
        }
        let length = STANDARD.decode_slice(text, &mut bytes[..]);
        if length != Ok(LENGTH) || bytes[0] != FORMAT {
            return Err(NotAKey);
        }
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[1..17]);
        let key = Key::from_slice(&bytes[17..LENGTH]).ok_or(NotAKey)?;
        Ok(Kek { id, key })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::OsEntropy;

    fn text_of(length: usize) -> String {
        let mut bytes = vec![7; length];
        bytes[0] = FORMAT;
        STANDARD.encode(bytes)
    }

    #[test]
    fn the_text_reads_back() {
        let kek = Kek::draw(&mut OsEntropy).unwrap();
        let again = Kek::from_text(kek.to_text().as_bytes()).ok().unwrap();
        assert_eq!(kek.id, again.id);
        assert_eq!(kek.key.bytes(), again.key.bytes());
    }

    #[test]
    fn a_key_of_31_or_33_bytes_is_refused() {
        assert!(Kek::from_text(text_of(LENGTH).as_bytes()).is_ok());
        for length in [LENGTH - 1, LENGTH + 1] {
            assert!(Kek::from_text(text_of(length).as_bytes()).is_err());
        }
    }

    #[test]
    fn plain_text_ten_kilobytes_and_nothing_are_refused() {
        for text in ["hunter2", &"A".repeat(10_000), ""] {
            assert!(Kek::from_text(text.as_bytes()).is_err());
        }
    }

    proptest! {
        #[test]
        fn other_bytes_are_refused_without_a_panic(bytes: Vec<u8>) {
            prop_assert!(Kek::from_text(&bytes).is_err());
        }
    }
}
