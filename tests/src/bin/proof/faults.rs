//! Runs the tests of the table of faults in the real app, and prints it with what came of each.

use std::fs;

use journeys::Trouble;
use journeys::fault_table::{self, ROWS};

use crate::Outcome;
use crate::held_tests::{self, Tally};

/// With the test program of `tests/faults`; with `--write` the document is written as well, with
/// `--list` nothing is run.
pub fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    if words.iter().any(|word| word == "--write") {
        let text = fault_table::written();
        fs::write(fault_table::document(), text).map_err(Trouble::io("the document"))?;
    }
    let all = ROWS.iter().flat_map(|row| row.held_by).copied();
    let came = held_tests::run(words, all)?;
    let mut tally = Tally::default();
    let mut table = String::new();
    for row in ROWS {
        let lines = tally.lines(row.held_by, came.as_ref());
        let (number, fault, seen, kept) = (row.number, row.fault, row.seen, row.kept);
        table.push_str(&format!("{number:>2} {fault}: {seen} / {kept}\n{lines}"));
    }
    eprint!("{table}");
    let bare = ROWS.iter().filter(|row| row.held_by.is_empty()).count();
    let Tally {
        well,
        failed,
        elsewhere,
    } = tally;
    let rows = ROWS.len();
    let figure = match came {
        None => format!("{rows} faults of the computer; {bare} are held by no test"),
        Some(_) => format!(
            "{rows} faults of the computer; in the real app {well} tests hold them and {failed} do \
             not, {elsewhere} more stand in other rings; {bare} faults are held by no test"
        ),
    };
    Ok(Outcome {
        figure,
        ok: failed == 0 && bare == 0,
        seed: 0,
    })
}
