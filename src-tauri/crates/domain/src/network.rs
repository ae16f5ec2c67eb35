//! The name of a network, as a plain word that a dialect answers to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A network's short name: lower-case letters only, such as `facebook`.
///
/// It is text and not an enumeration so that a network is added by adding its dialect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(String);

/// Not a network's name: one to 24 lower-case letters are wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a network's name: 1 to 24 lower-case letters are wanted")]
pub struct NetworkProblem;

impl Network {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<&str> for Network {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl FromStr for Network {
    type Err = NetworkProblem;

    fn from_str(text: &str) -> Result<Self, NetworkProblem> {
        let plain = (1..=24).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase());
        if plain {
            Ok(Self(text.to_owned()))
        } else {
            Err(NetworkProblem)
        }
    }
}

impl TryFrom<String> for Network {
    type Error = NetworkProblem;

    fn try_from(text: String) -> Result<Self, NetworkProblem> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> String {
        network.0
    }
}
