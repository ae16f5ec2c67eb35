//! The people, each with one account, and what is kept beyond people and tokens.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::provider::Person;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    /// By the family that all tokens of one approval share.
    pub(super) bonds: BTreeMap<String, Bond>,
    /// When each code challenge was used.
    pub(super) challenges: BTreeMap<String, i64>,
    pub(super) deactivated: BTreeSet<String>,
    pub(super) inactive: BTreeSet<String>,
    /// Handles that name another DID now, which is a stranger's.
    pub(super) moved: BTreeMap<String, String>,
    /// Followers, follows, posts; by DID.
    pub(super) counts: BTreeMap<String, [u64; 3]>,
}

/// To whom tokens were given: they work for this app with this key only.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Bond {
    pub(super) client_id: String,
    /// The key's thumbprint.
    pub(super) key: String,
}

pub(super) fn fresh() -> (Vec<Person>, More) {
    let sample = [
        (
            "did:plc:jw5k2harbourlane3bakery7",
            "Jana Weiss",
            "jana",
            "kingfisher-41",
            [3_907, 288, 1_164],
        ),
        (
            "did:plc:acme2coffee4roasters6k3w",
            "Acme Coffee",
            "acme",
            "goldfinch-27",
            [12_640, 97, 2_318],
        ),
        (
            "did:plc:tr3studio5ost7reyes2vm4q",
            "Tom Reyes",
            "tom",
            "nuthatch-83",
            [911, 402, 537],
        ),
        (
            "did:plc:nl4nothing2yet6lind3xk5p",
            "Nora Lind",
            "nora",
            "wagtail-16",
            [0, 0, 0],
        ),
        (
            "did:plc:mb6many3clients5brandt2z",
            "Mila Brandt",
            "mila",
            "redstart-59",
            [51_022, 1_377, 18_906],
        ),
    ];
    let mut more = More::default();
    let people = sample.map(|(did, name, short, password, counts)| {
        more.counts.insert(did.to_owned(), counts);
        let handle = format!("{short}.practice");
        let email = format!("{short}@practice.example");
        Person::new(did, name, &handle, &email, password)
    });
    (people.into(), more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_did_is_24_letters_of_base32() {
        for person in fresh().0 {
            let letters = person.id.strip_prefix("did:plc:").unwrap();
            let base32 = |byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
            assert_eq!(letters.len(), 24, "{letters}");
            assert!(letters.bytes().all(base32), "{letters}");
        }
    }
}
