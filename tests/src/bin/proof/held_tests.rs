//! Runs the tests that the rows of a table name, and says what came of each.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use journeys::Trouble;
use journeys::held::{Held, checkout};

/// As many at once as the processors of a small machine can draw windows for.
const AT_ONCE: &str = "--test-threads=2";

/// A test program, and the file that its source begins with.
struct Program {
    root: PathBuf,
    file: PathBuf,
}

/// What came of the tests that could be run here; those of other rings have none.
pub struct Came(BTreeMap<Held, bool>, BTreeSet<Held>);

/// Runs all of these that stand in one of the programs, which are named as `ROOT=PROGRAM`. With
/// `--list` none is run.
pub fn run(words: &[String], all: impl Iterator<Item = Held>) -> Result<Option<Came>, Trouble> {
    if words.iter().any(|word| word == "--list") {
        return Ok(None);
    }
    let programs: Vec<Program> = words
        .iter()
        .filter_map(|word| Program::named(word))
        .collect();
    if programs.is_empty() {
        return Err(Trouble::unexpected("no test program is named"));
    }
    let all: BTreeSet<Held> = all.collect();
    let mut came = Came(BTreeMap::new(), BTreeSet::new());
    for program in &programs {
        let here = all.iter().filter(|held| held.stands_in(&program.root));
        let here: Vec<Held> = here.copied().collect();
        came.1.extend(&here);
        for (held, well) in program.play(&here)? {
            *came.0.entry(held).or_insert(true) &= well;
        }
    }
    Ok(Some(came))
}

impl Program {
    fn named(word: &str) -> Option<Program> {
        let (root, file) = word.split_once('=')?;
        Some(Program {
            root: root.into(),
            file: file.into(),
        })
    }

    /// What came of each of these that this program has.
    fn play(&self, held: &[Held]) -> Result<Vec<(Held, bool)>, Trouble> {
        let mut names = vec![];
        if !held.is_empty() {
            let listed = said(Command::new(&self.file).arg("--list"))?;
            let tests = listed
                .lines()
                .filter_map(|line| line.strip_suffix(": test"));
            names.extend(
                tests
                    .filter(|name| self.one(name, held).is_some())
                    .map(str::to_owned),
            );
        }
        if names.is_empty() {
            return Ok(vec![]);
        }
        let said = said(self.command()?.args(["--exact", AT_ONCE]).args(&names))?;
        let outcomes: Vec<_> = said.lines().filter_map(outcome).collect();
        if outcomes.iter().any(|(_, well)| !well) {
            eprintln!("{said}");
        }
        let outcomes = outcomes.into_iter();
        Ok(outcomes
            .filter_map(|(name, well)| Some((self.one(name, held)?, well)))
            .collect())
    }

    /// The one of these that the program calls so. Of several of the same name the modules of their
    /// files tell which.
    fn one(&self, called: &str, held: &[Held]) -> Option<Held> {
        let (modules, name) = called.rsplit_once("::").unwrap_or(("", called));
        let modules: Vec<&str> = modules.split("::").collect();
        let folder = self.root.parent()?;
        let fits = |held: &&Held| {
            let file = checkout().join(held.file).with_extension("");
            let words = file.strip_prefix(folder).ok().into_iter().flatten();
            let mut words = words.filter_map(|word| word.to_str());
            words.all(|word| {
                let word = word.strip_suffix("_tests").unwrap_or(word);
                ["lib", "main", "mod"].contains(&word) || modules.contains(&word)
            })
        };
        let mut same = held.iter().filter(|held| held.test == name);
        let only = same.clone().count() == 1;
        same.find(|held| only || fits(held)).copied()
    }

    /// Where Cargo runs it. Journeys get a desktop of their own, so that one which forgets to start
    /// its own can still not reach the tester's.
    fn command(&self) -> Result<Command, Trouble> {
        let journeys = checkout().join("tests");
        let mut folders = self.root.ancestors().skip(1);
        let folder = folders.find(|folder| folder.join("Cargo.toml").is_file());
        let mut command = match self.root.starts_with(&journeys) {
            false => Command::new(&self.file),
            true => {
                let here = env::current_exe().map_err(Trouble::io("this program"))?;
                let mut session = Command::new(here.with_file_name("session"));
                session.arg("full").arg(&self.file);
                session
            }
        };
        command.current_dir(folder.unwrap_or(Path::new(".")));
        Ok(command)
    }
}

fn said(command: &mut Command) -> Result<String, Trouble> {
    command.stdin(Stdio::null()).stderr(Stdio::inherit());
    let ended = command.output().map_err(Trouble::io("the tests"))?;
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}

/// A line such as `test keyring::a_name ... ok`.
fn outcome(line: &str) -> Option<(&str, bool)> {
    let (name, came) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let well = came.starts_with("ok");
    (well || came.starts_with("FAILED")).then_some((name, well))
}

/// Counts what came of the tests of a table.
#[derive(Default)]
pub struct Tally {
    pub well: u64,
    pub failed: u64,
    /// Tests that run in the ring of their own crate or page.
    pub elsewhere: u64,
}

impl Tally {
    /// A line for each of these.
    pub fn lines(&mut self, held: &[Held], came: Option<&Came>) -> String {
        let each = held.iter().map(|held| {
            let word = self.word(held, came);
            format!("      {word}: {}\n", held.test.replace('_', " "))
        });
        each.collect()
    }

    fn word(&mut self, held: &Held, came: Option<&Came>) -> &'static str {
        let Some(Came(outcomes, here)) = came else {
            return "not run";
        };
        let (count, word) = match (outcomes.get(held), here.contains(held)) {
            (Some(true), _) => (&mut self.well, "ok"),
            (Some(false), _) => (&mut self.failed, "FAILED"),
            (None, true) => (&mut self.failed, "not run"),
            (None, false) => (&mut self.elsewhere, "holds in its ring"),
        };
        *count += 1;
        word
    }
}
