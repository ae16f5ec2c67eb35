//! What a file is sealed with.

use domain::Secret;
use unicode_normalization::UnicodeNormalization;

/// What a person types to seal or to open a file: the same on every keyboard, and without the space
/// that comes along when it is copied out of a message.
#[derive(Clone)]
pub struct Passphrase(Secret);

/// Why a text is no passphrase to seal with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseProblem {
    /// Fewer than [`Passphrase::SHORTEST`] signs: a file can be tried for years.
    #[error("too short")]
    TooShort,
    /// More than anybody types.
    #[error("too long")]
    TooLong,
}

impl Passphrase {
    /// No passphrase that a file is sealed with has fewer characters.
    pub const SHORTEST: usize = 12;
    /// None has more bytes.
    pub const LONGEST: usize = 1_000;

    /// One to seal with.
    pub fn chosen(typed: &Secret) -> Result<Passphrase, PassphraseProblem> {
        let read = Passphrase::typed(typed).ok_or(PassphraseProblem::TooLong)?;
        // Its length is looked at, nothing else.
        match read.0.expose().chars().count() < Passphrase::SHORTEST {
            true => Err(PassphraseProblem::TooShort),
            false => Ok(read),
        }
    }

    /// One to open with, which nobody can hold to how it was chosen; none that is too long.
    pub fn typed(typed: &Secret) -> Option<Passphrase> {
        // Composed anew, which needs its letters.
        let text = typed.expose().trim();
        if text.len() > Passphrase::LONGEST {
            return None;
        }
        let mut composed = String::with_capacity(4 * Passphrase::LONGEST);
        composed.extend(text.nfc());
        Some(Passphrase(Secret::new(composed)))
    }

    /// For the key that it makes.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn one_passphrase_is_the_same_however_it_comes_in() {
        let bytes = |text: &str| Passphrase::typed(&secret(text)).unwrap().bytes().to_vec();
        assert_eq!(
            bytes("Mu\u{308}ller am Meer\r\n"),
            bytes(" M\u{fc}ller am Meer")
        );
        assert_ne!(bytes("m\u{fc}ller am meer"), bytes("M\u{fc}ller am Meer"));
        assert_ne!(bytes("one  two"), bytes("one two"));
    }

    #[test]
    fn only_who_seals_is_held_to_a_length() {
        let chosen = |text: &str| Passphrase::chosen(&secret(text)).err();
        assert_eq!(chosen("short word"), Some(PassphraseProblem::TooShort));
        assert_eq!(
            chosen(" \n short word \t "),
            Some(PassphraseProblem::TooShort)
        );
        assert_eq!(chosen("öööööööööööö"), None);
        assert!(Passphrase::typed(&secret("short word")).is_some());
        let long = "x".repeat(Passphrase::LONGEST + 1);
        assert_eq!(chosen(&long), Some(PassphraseProblem::TooLong));
        assert!(Passphrase::typed(&secret(&long)).is_none());
        assert!(Passphrase::typed(&secret(&long[1..])).is_some());
    }
}
