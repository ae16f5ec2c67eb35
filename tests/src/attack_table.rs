//! The attacks and the bad input that Greentick meets: what must happen, what happens, and the tests
//! that hold it. A section of `docs/threat-model.md` is written from here, by `proof attacks
//! --write`.

mod callbacks;
mod links;
mod network;
mod servers;
mod storage;
mod window;

use std::fmt::Write;
use std::path::PathBuf;

use crate::held::{Held, checkout, told};

/// An attack.
pub struct Row {
    /// Its number in the catalogue that the design began with; none: we thought of it later.
    pub number: Option<u8>,
    pub attack: &'static str,
    /// What must happen.
    pub expected: &'static str,
    /// What Greentick does.
    pub seen: &'static str,
    pub stands: Stands,
}

/// How an attack stands.
pub enum Stands {
    /// These tests fail when it succeeds.
    Held(&'static [Held]),
    /// It cannot be made here, and why.
    NotHere(&'static str),
    /// What of it is not promised, and why.
    NotPromised(&'static str),
}

/// Attacks of one kind.
pub struct Group {
    pub name: &'static str,
    pub rows: &'static [Row],
}

const fn group(name: &'static str, rows: &'static [Row]) -> Group {
    Group { name, rows }
}

pub const GROUPS: [Group; 6] = [
    group("What comes back from a sign-in", callbacks::ROWS),
    group("Links, arguments, a second start", links::ROWS),
    group("The store and its key", storage::ROWS),
    group("On the way to a server", network::ROWS),
    group("What a server says", servers::ROWS),
    group("The windows and the desktop", window::ROWS),
];

const BEGINS: &str = "<!-- attacks: written by cargo xtask proof attacks --write -->\n";
const ENDS: &str = "<!-- /attacks -->";

pub fn rows() -> impl Iterator<Item = &'static Row> {
    GROUPS.iter().flat_map(|group| group.rows)
}

impl Row {
    pub fn number_told(&self) -> String {
        self.number
            .map_or("+".to_owned(), |number| number.to_string())
    }

    /// The tests that hold it; none where none does.
    pub fn held_by(&self) -> &'static [Held] {
        match self.stands {
            Stands::Held(held) => held,
            Stands::NotHere(_) | Stands::NotPromised(_) => &[],
        }
    }
}

/// Where the table is read by people.
pub fn document() -> PathBuf {
    checkout().join("docs/threat-model.md")
}

/// The document with the table as it is now; `None` where it has no place for it.
pub fn put_into(document: &str) -> Option<String> {
    let (before, rest) = document.split_once(BEGINS)?;
    let (_, after) = rest.split_once(ENDS)?;
    Some(format!("{before}{BEGINS}{}{ENDS}{after}", written()))
}

fn written() -> String {
    let mut text = String::new();
    for Group { name, rows } in &GROUPS {
        // Writing into a text does not fail.
        let _ = writeln!(text, "\n### {name}\n");
        text.push_str("| | attack | must | does | held by |\n|--:|---|---|---|---|\n");
        for row in *rows {
            let number = row.number_told();
            let Row {
                attack,
                expected,
                seen,
                ..
            } = row;
            let held = match row.stands {
                Stands::Held(held) => told(held),
                Stands::NotHere(why) => format!("*does not exist here: {why}*"),
                Stands::NotPromised(what) => format!("**not promised**: {what}"),
            };
            let _ = writeln!(
                text,
                "| {number} | {attack} | {expected} | {seen} | {held} |"
            );
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    /// The numbers that the catalogue has.
    const CASES: [std::ops::RangeInclusive<u8>; 11] = [
        1..=5,
        7..=17,
        19..=20,
        22..=23,
        25..=45,
        47..=52,
        54..=55,
        57..=60,
        62..=64,
        66..=71,
        74..=75,
    ];

    #[test]
    fn every_case_has_a_row_and_every_test_of_a_row_exists() {
        let numbers: BTreeSet<u8> = rows().filter_map(|row| row.number).collect();
        assert_eq!(numbers, CASES.into_iter().flatten().collect());
        for row in rows() {
            if let Stands::Held(held) = row.stands {
                assert!(!held.is_empty(), "nothing holds: {}", row.attack);
            }
            for held in row.held_by() {
                assert!(held.exists(), "{} holds no {}", held.file, held.test);
            }
        }
    }

    #[test]
    fn no_row_breaks_the_table_that_people_read() {
        for row in rows() {
            for cell in [row.attack, row.expected, row.seen] {
                assert!(!cell.is_empty() && !cell.contains(['|', '\n']), "{cell:?}");
            }
        }
    }

    #[test]
    fn the_document_is_the_table() {
        let there = fs::read_to_string(document()).unwrap_or_default();
        let is = put_into(&there).is_some_and(|text| text == there);
        assert!(is, "run `cargo xtask proof attacks --write`");
    }

    #[test]
    fn every_file_that_the_document_leads_to_is_there() {
        let text = fs::read_to_string(document()).unwrap();
        let folder = checkout().join("docs");
        let rests = text.split("](").skip(1);
        let led: BTreeSet<&str> = rests.filter_map(|rest| rest.split(')').next()).collect();
        assert!(led.len() > 50, "{led:?}");
        for path in led {
            assert!(folder.join(path).exists(), "{path}");
        }
    }
}
