//! The faults of the computer that Greentick runs on: what a person sees of each, what is kept, and
//! the tests that hold it. `docs/faults.md` is written from here, by `proof faults --write`.

mod rows;

use std::fmt::Write;
use std::path::PathBuf;

use crate::held::{Held, checkout, told};

pub use rows::ROWS;

/// A fault that a computer has.
pub struct Row {
    /// Which of the fifteen that were found by trying it belongs to.
    pub number: u8,
    /// What happens.
    pub fault: &'static str,
    /// What a person sees of it.
    pub seen: &'static str,
    /// What is not lost.
    pub kept: &'static str,
    /// The tests that hold it; none: it is not held yet.
    pub held_by: &'static [Held],
}

/// Where the table is read by people.
pub fn document() -> PathBuf {
    checkout().join("docs/faults.md")
}

/// The table as it stands there.
pub fn written() -> String {
    let mut text = "\
# Faults of the computer

What happens on the computer that Greentick runs on, what a person sees of it, and what is kept. Each
line is held by tests; most of them run the real app. `cargo xtask proof faults` runs those and writes
this file with `--write`; it is not edited by hand.

| | fault | what a person sees | nothing lost | held by |
|--:|---|---|---|---|
"
    .to_owned();
    for row in ROWS {
        let held = match row.held_by {
            [] => "nothing yet".to_owned(),
            held => told(held),
        };
        let Row {
            number,
            fault,
            seen,
            kept,
            ..
        } = row;
        // Writing into a text does not fail.
        let _ = writeln!(text, "| {number} | {fault} | {seen} | {kept} | {held} |");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    #[test]
    fn every_number_has_a_row_and_every_test_of_a_row_exists() {
        let numbers: BTreeSet<u8> = ROWS.iter().map(|row| row.number).collect();
        assert_eq!(numbers, (1..=15).collect());
        for held in ROWS.iter().flat_map(|row| row.held_by) {
            assert!(held.exists(), "{} holds no {}", held.file, held.test);
        }
    }

    /// Modules about faults of the window, which is no computer's.
    const OF_THE_WINDOW: [&str; 1] = ["sign_in_window"];

    #[test]
    fn no_module_of_faults_is_left_out() {
        let main = fs::read_to_string(checkout().join("tests/faults/main.rs")).unwrap();
        let modules = main.lines().filter_map(|line| line.strip_prefix("mod "));
        let modules = modules.filter_map(|line| line.strip_suffix(';'));
        for module in modules.filter(|module| !OF_THE_WINDOW.contains(module)) {
            let mut held = ROWS.iter().flat_map(|row| row.held_by);
            let inside = |held: &Held| held.file.starts_with(&format!("tests/faults/{module}"));
            assert!(held.any(inside), "{module}");
        }
    }

    #[test]
    fn the_document_is_the_table() {
        let there = fs::read_to_string(document()).unwrap_or_default();
        assert!(there == written(), "run `cargo xtask proof faults --write`");
    }
}
