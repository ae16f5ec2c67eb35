//! Runs the tests of the table of attacks, and prints it with what came of each.

use std::fs;

use journeys::Trouble;
use journeys::attack_table::{self, Row, Stands};

use crate::Outcome;
use crate::held_tests::{self, Tally};

/// With the test programs of the crates and the journeys; with `--write` the section of the document
/// is written as well, with `--list` nothing is run.
pub fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    if words.iter().any(|word| word == "--write") {
        let document = attack_table::document();
        let text = fs::read_to_string(&document).map_err(Trouble::io("the document"))?;
        let text = attack_table::put_into(&text);
        let text = text.ok_or_else(|| Trouble::unexpected("the document has no such section"))?;
        fs::write(document, text).map_err(Trouble::io("the document"))?;
    }
    let came = held_tests::run(words, attack_table::rows().flat_map(Row::held_by).copied())?;
    let mut tally = Tally::default();
    let (mut rows, mut open, mut absent) = (0, 0, 0);
    let mut table = String::new();
    for row in attack_table::rows() {
        rows += 1;
        let lines = match row.stands {
            Stands::Held(held) => tally.lines(held, came.as_ref()),
            Stands::NotHere(why) => {
                absent += 1;
                format!("      does not exist here: {why}\n")
            }
            Stands::NotPromised(what) => {
                open += 1;
                format!("      not promised: {what}\n")
            }
        };
        let number = row.number_told();
        table.push_str(&format!(
            "{number:>2} {}: {}\n{lines}",
            row.attack, row.seen
        ));
    }
    eprint!("{table}");
    let Tally {
        well,
        failed,
        elsewhere,
    } = tally;
    let rest = format!("{absent} attacks do not exist here, {open} are not promised");
    let figure = match came {
        None => format!("{rows} attacks; {rest}"),
        Some(_) => format!(
            "{rows} attacks; {well} tests hold them and {failed} do not, {elsewhere} more stand in \
             other rings; {rest}"
        ),
    };
    Ok(Outcome {
        figure,
        ok: failed == 0,
        seed: 0,
    })
}
