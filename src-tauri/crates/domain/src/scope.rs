//! What a grant allows, in the network's words, and what the product does with it, in ours.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Scopes by their names at the network.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scopes(BTreeSet<String>);

/// What Greentick does with a token, each only when it was asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Find out who signed in and what they can manage.
    Identify,
    /// Read figures of a location and of its content.
    ReadStatistics,
    /// Publish posts.
    Publish,
    /// Publish paid activations.
    Promote,
}

impl Scopes {
    /// Scopes from their names; doubles and empty names vanish.
    pub fn new<I: IntoIterator<Item = S>, S: Into<String>>(names: I) -> Self {
        Self(
            names
                .into_iter()
                .map(Into::into)
                .filter(|name| !name.is_empty())
                .collect(),
        )
    }

    /// Reads the list of a token answer, separated by spaces or commas.
    pub fn parse(list: &str) -> Self {
        Self::new(list.split([' ', ',', '\n']))
    }

    /// Names in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether a scope is there.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// What is here and not in `other`.
    pub fn without(&self, other: &Scopes) -> Scopes {
        Self(self.0.difference(&other.0).cloned().collect())
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: &Scopes) {
        self.0.extend(other.0.iter().cloned());
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names in a row with `separator` between them.
    pub fn joined(&self, separator: &str) -> String {
        self.iter().collect::<Vec<_>>().join(separator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_separators_of_the_networks_are_read() {
        let scopes = Scopes::parse("pages_show_list,read_insights read:accounts");
        assert_eq!(
            scopes.joined(" "),
            "pages_show_list read:accounts read_insights"
        );
    }

    #[test]
    fn what_is_missing_is_the_needed_without_the_granted() {
        let needed = Scopes::new(["a", "b"]);
        assert_eq!(needed.without(&Scopes::parse("b c")), Scopes::new(["a"]));
    }
}
