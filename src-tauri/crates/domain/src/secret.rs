//! A text that must not be seen: no `Debug`, no `Display`, no `Serialize`, wiped when dropped.

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A token, a client secret, a code or a verifier.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller keeps no other copy.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself. Each use says in a comment why it must see it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it; an empty token is never a token.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a person pastes comes in with a message; none goes out with one.
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Secret::new)
    }
}

impl PartialEq for Secret {
    /// Compares in time that depends on the lengths only.
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.0.as_bytes());
        ours.len() == theirs.len()
            && ours
                .iter()
                .zip(theirs)
                .fold(0, |differs, (a, b)| differs | (a ^ b))
                == 0
    }
}

impl Eq for Secret {}
