//! Runs the tests of the table of faults in the real app, and prints it with what came of each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use journeys::Trouble;
use journeys::fault_table::{self, Held, ROWS, Row};

use crate::Outcome;

/// As many at once as the processors of a small machine can draw windows for.
const AT_ONCE: &str = "--test-threads=2";

/// With the test program of `tests/faults`; with `--write` the document is written as well, with
/// `--list` nothing is run.
pub fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let has = |word: &str| words.iter().any(|one| one == word);
    if has("--write") {
        let text = fault_table::written();
        fs::write(fault_table::document(), text).map_err(Trouble::io("the document"))?;
    }
    let came = match (has("--list"), words.first()) {
        (true, _) => BTreeMap::new(),
        (false, Some(program)) => run(Path::new(program))?,
        (false, None) => return Err(Trouble::unexpected("the test program is not named")),
    };
    let mut tally = Tally::default();
    let mut table = String::new();
    for row in ROWS {
        table.push_str(&tally.line(row, &came));
    }
    eprint!("{table}");
    Ok(Outcome {
        figure: tally.figure(has("--list")),
        ok: tally.failed == 0 && tally.bare == 0,
        seed: 0,
    })
}

/// What came of each test, by its name.
fn run(program: &Path) -> Result<BTreeMap<String, bool>, Trouble> {
    let all = ROWS.iter().flat_map(|row| row.held_by);
    let names: Vec<String> = all.filter_map(Held::of_faults).collect();
    let mut tests = Command::new(program);
    tests.args(["--exact", AT_ONCE]).args(&names);
    tests.stdin(Stdio::null()).stderr(Stdio::inherit());
    let ended = tests.output().map_err(Trouble::io("the tests"))?;
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    let outcomes = said.lines().filter_map(outcome);
    let came: BTreeMap<String, bool> = outcomes.collect();
    if came.values().any(|well| !well) {
        eprintln!("{said}");
    }
    Ok(came)
}

/// A line such as `test keyring::a_name ... ok`.
fn outcome(line: &str) -> Option<(String, bool)> {
    let (name, came) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let well = came.starts_with("ok");
    (well || came.starts_with("FAILED")).then(|| (name.to_owned(), well))
}

#[derive(Default)]
struct Tally {
    rows: u64,
    well: u64,
    failed: u64,
    /// Tests that run in the ring of their own crate or page.
    elsewhere: u64,
    /// Rows that nothing holds.
    bare: u64,
}

impl Tally {
    fn line(&mut self, row: &Row, came: &BTreeMap<String, bool>) -> String {
        self.rows += 1;
        self.bare += u64::from(row.held_by.is_empty());
        let mut text = format!(
            "{:>2} {}: {} / {}\n",
            row.number, row.fault, row.seen, row.kept
        );
        for held in row.held_by {
            let name = held.of_faults();
            let word = match name.as_ref().map(|name| came.get(name)) {
                None => "holds in its ring",
                Some(Some(true)) => "ok",
                Some(Some(false)) => "FAILED",
                Some(None) => "not run",
            };
            match word {
                "ok" => self.well += 1,
                "holds in its ring" => self.elsewhere += 1,
                _ => self.failed += u64::from(!came.is_empty()),
            }
            text.push_str(&format!("      {word}: {}\n", held.test.replace('_', " ")));
        }
        text
    }

    fn figure(&self, only_listed: bool) -> String {
        let Tally {
            rows,
            well,
            failed,
            elsewhere,
            bare,
        } = self;
        if only_listed {
            return format!("{rows} faults of the computer; {bare} are held by no test");
        }
        format!(
            "{rows} faults of the computer; in the real app {well} tests hold them and {failed} do \
             not, {elsewhere} more stand in other rings; {bare} faults are held by no test"
        )
    }
}
