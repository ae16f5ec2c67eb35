//! Identities of our own records: 16 random bytes, written as 32 hexadecimal digits.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An identity of a record of kind `T`.
///
/// The bytes come from the caller's source of randomness; nothing here makes them up.
pub struct Id<T>([u8; 16], PhantomData<fn() -> T>);

/// Names the kinds of record that have an identity.
pub mod kind {
    /// A run of the sign-in.
    pub enum Attempt {}
    /// A brand or customer.
    pub enum Client {}
    /// What one approval gave.
    pub enum Grant {}
    /// A page, profile, channel or account.
    pub enum Location {}
    /// A person at a network.
    pub enum Login {}
}

/// Identity of one run of the sign-in.
pub type AttemptId = Id<kind::Attempt>;
/// Identity of a brand or customer.
pub type ClientId = Id<kind::Client>;
/// Identity of what one approval gave.
pub type GrantId = Id<kind::Grant>;
/// Identity of a page, profile, channel or account that the user manages.
pub type LocationId = Id<kind::Location>;
/// Identity of a person who approved at a network.
pub type LoginId = Id<kind::Login>;

/// The text is not an identity: 32 lower-case hexadecimal digits are wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identity: 32 lower-case hexadecimal digits are wanted")]
pub struct IdProblem;

impl<T> Id<T> {
    /// An identity from bytes that the caller drew at random or read back.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes, PhantomData)
    }

    /// The bytes, for storage.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T> FromStr for Id<T> {
    type Err = IdProblem;

    fn from_str(text: &str) -> Result<Self, IdProblem> {
        let digits = text.as_bytes();
        if digits.len() != 32 {
            return Err(IdProblem);
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self::from_bytes(bytes))
    }
}

fn digit(character: u8) -> Result<u8, IdProblem> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        _ => Err(IdProblem),
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_reads_back(bytes: [u8; 16]) {
            let id = LocationId::from_bytes(bytes);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn other_text_is_refused(text in "\\PC{0,40}") {
            let plain = text.len() == 32
                && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            prop_assert_eq!(text.parse::<LocationId>().is_ok(), plain);
        }
    }
}
