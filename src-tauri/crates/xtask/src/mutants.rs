//! `cargo xtask proof mutants`: each guard is switched off once, in a copy, and the tests that hold
//! it are run there. One that nobody misses has no test. `--sample` draws a few of them.

mod answers;
mod border;
mod computer;
mod copy;
mod sample;
mod store;
mod strangers;
mod way;

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    app, machine,
    shell::{self, Failed},
};
use copy::Copy;
pub use sample::Draw;

/// So long the tests of one guard may take. Each has limits of its own, and ends by itself.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Something that keeps a promise, and how it is switched off.
pub struct Guard {
    /// What it is called; `proof mutants NAME` plays those whose names hold this.
    pub name: &'static str,
    /// What it promises.
    pub promise: &'static str,
    /// Where it stands, from the top of the checkout.
    pub file: &'static str,
    /// As it is written. There is only one such place in the file.
    pub on: &'static str,
    /// As it is written when it is off.
    pub off: &'static str,
    /// Who misses it.
    pub missed_by: Tests,
}

/// The tests that hold a guard.
#[derive(Clone, Copy)]
pub enum Tests {
    /// Those of a crate itself whose names hold this.
    Crate(&'static str, &'static str),
    /// Those of a test program of a crate.
    Program(&'static str, &'static str, &'static str),
    /// Those of a program of the journeys, without the app's window.
    Stage(&'static str, &'static str),
    /// The same with the real app.
    App(&'static str, &'static str),
    /// Those of a file of the window's tests.
    Window(&'static str, &'static str),
}

/// What came of switching a guard off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Missed,
    Survived,
    /// Not a single test was run, or what is left does not build: nothing is known of the guard.
    Void(&'static str),
}

impl Outcome {
    fn says(self) -> &'static str {
        match self {
            Outcome::Missed => "missed",
            Outcome::Survived => "SURVIVED",
            Outcome::Void(why) => why,
        }
    }
}

fn all() -> impl Iterator<Item = &'static Guard> {
    let tables = [
        computer::GUARDS,
        border::GUARDS,
        strangers::GUARDS,
        answers::GUARDS,
        way::GUARDS,
        store::GUARDS,
    ];
    tables.into_iter().flatten()
}

/// Plays all of them, those that are named, or a few that are drawn.
pub fn play(words: &[&str]) -> Result<(), Failed> {
    if let Some((&"--sample", rest)) = words.split_first() {
        let draw = Draw::read(rest);
        let draw = draw.ok_or_else(|| Failed::new("proof mutants --sample [N] [--seed S]"))?;
        app::build_beside_pages()?;
        return play_sample(draw);
    }
    let wanted =
        |guard: &&Guard| words.is_empty() || words.iter().any(|word| guard.name.contains(word));
    let guards: Vec<&Guard> = all().filter(wanted).collect();
    if guards.is_empty() {
        return Err(Failed::new("there is no guard of that name"));
    }
    machine::ensure(&[machine::BUILD, machine::DESKTOP])?;
    let copy = Copy::of_checkout()?;
    report("mutants", &switched_off_in_turn(&copy, guards)?)
}

/// Plays a few that are drawn, with what is built already.
pub fn play_sample(draw: Draw) -> Result<(), Failed> {
    println!(
        "{} guards are drawn with the seed {}",
        draw.count, draw.seed
    );
    let guards = draw.from(all());
    let crates = guards.iter().flat_map(|guard| match guard.missed_by {
        Tests::Crate(package, _) => vec![package],
        Tests::Program(package, program, _) => vec![package, program],
        Tests::Stage(..) | Tests::App(..) | Tests::Window(..) => vec![],
    });
    let copy = Copy::with_what_is_built(&crates.collect::<Vec<_>>())?;
    report("mutants-sample", &switched_off_in_turn(&copy, guards)?)
}

fn switched_off_in_turn(
    copy: &Copy,
    guards: Vec<&'static Guard>,
) -> Result<Vec<(&'static Guard, Outcome)>, Failed> {
    let mut played = vec![];
    for guard in guards {
        println!("\n=== {}: {}", guard.name, guard.promise);
        let started = Instant::now();
        let outcome = switched_off(copy, guard)?;
        println!(
            "--- {}: {}, {} s",
            guard.name,
            outcome.says(),
            started.elapsed().as_secs()
        );
        played.push((guard, outcome));
    }
    Ok(played)
}

/// Switches one off, runs its tests, and switches it on again.
fn switched_off(copy: &Copy, guard: &Guard) -> Result<Outcome, Failed> {
    let path = copy.tree().join(guard.file);
    let text = fs::read_to_string(&path)
        .map_err(|error| Failed::new(format!("{}: {error}", guard.file)))?;
    if text.matches(guard.on).count() != 1 {
        return Ok(Outcome::Void("not found, or more than once"));
    }
    let write = |text: &str| {
        fs::write(&path, text).map_err(|error| Failed::new(format!("{}: {error}", guard.file)))
    };
    write(&text.replace(guard.on, guard.off))?;
    let outcome = played(copy, guard.missed_by);
    write(&text)?;
    outcome
}

fn played(copy: &Copy, tests: Tests) -> Result<Outcome, Failed> {
    let (mut run, counts): (Command, fn(&str) -> bool) = match tests {
        Tests::Crate(package, names) => {
            let what = match copy.is_seeded() {
                true => [&["test"], app::SELECTION, &["--lib"]].concat(),
                false => vec!["test", "--package", package, "--lib", "--bins"],
            };
            if !builds(copy, &what) {
                return Ok(Outcome::Void("does not build"));
            }
            (with(copy.cargo(&what), &["--", names]), ran_some)
        }
        Tests::Program(package, program, names) => {
            let what = match copy.is_seeded() {
                true => [&["test"], app::SELECTION, &["--test", program]].concat(),
                false => vec!["test", "--package", package, "--test", program],
            };
            if !builds(copy, &what) {
                return Ok(Outcome::Void("does not build"));
            }
            (with(copy.cargo(&what), &["--", names]), ran_some)
        }
        Tests::Stage(program, names) | Tests::App(program, names) => {
            let what = [&["test"], app::SELECTION, &["--test", program]].concat();
            let bins: &[&str] = match tests {
                Tests::App(..) => &["--bins"],
                Tests::Crate(..) | Tests::Program(..) | Tests::Stage(..) | Tests::Window(..) => {
                    &["--bin", "session"]
                }
            };
            let bins = [&["build"], app::SELECTION, bins].concat();
            if !passes(copy.cargo(&bins)) || !builds(copy, &what) {
                return Ok(Outcome::Void("does not build"));
            }
            let mut session = Command::new(copy.built("session"));
            let cargo = copy.cargo(&what);
            session
                .arg("full")
                .arg(cargo.get_program())
                .args(cargo.get_args());
            (with(copy.inside(session), &["--", names]), ran_some)
        }
        Tests::Window(file, names) => (
            with(copy.npx(), &["vitest", "run", file, "-t", names]),
            vitest_ran_some,
        ),
    };
    let (passed, said) = shell::said_within(LIMIT, &mut run)?;
    Ok(match passed {
        None => Outcome::Void("its tests do not end"),
        Some(_) if !counts(&said) => Outcome::Void("no test was run"),
        Some(true) => Outcome::Survived,
        Some(false) => Outcome::Missed,
    })
}

fn with(mut command: Command, words: &[&str]) -> Command {
    command.args(words);
    command
}

fn passes(mut command: Command) -> bool {
    shell::run(&mut command).is_ok()
}

fn builds(copy: &Copy, what: &[&str]) -> bool {
    passes(with(copy.cargo(what), &["--no-run"]))
}

/// Whether Rust's test programs ran any test, by what they said.
fn ran_some(said: &str) -> bool {
    let started = said
        .lines()
        .filter_map(|line| line.strip_prefix("running "));
    let counts = started.filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok());
    counts.sum::<usize>() > 0
}

/// The same of the window's.
fn vitest_ran_some(said: &str) -> bool {
    let mut tests = said
        .lines()
        .filter(|line| line.trim_start().starts_with("Tests "));
    tests.any(|line| line.contains(" passed") || line.contains(" failed"))
}

/// Prints the table, keeps it for the report, and fails where a guard was not missed.
fn report(name: &str, played: &[(&Guard, Outcome)]) -> Result<(), Failed> {
    let rows: Vec<_> = played
        .iter()
        .map(|(guard, outcome)| {
            println!("{:<10} {}: {}", outcome.says(), guard.name, guard.promise);
            json!({ "name": guard.name, "promise": guard.promise, "place": guard.file, "outcome": outcome.says() })
        })
        .collect();
    let report = app::target().join("report");
    let kept = fs::create_dir_all(&report).and_then(|()| {
        let text = serde_json::to_string_pretty(&rows).unwrap_or_default();
        fs::write(report.join(name).with_extension("json"), text)
    });
    kept.map_err(|error| Failed::new(format!("the report was not written: {error}")))?;
    let wrong: Vec<_> = played
        .iter()
        .filter(|(_, outcome)| *outcome != Outcome::Missed)
        .collect();
    println!(
        "{} guards, {} missed by their tests",
        played.len(),
        played.len() - wrong.len()
    );
    if wrong.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = wrong
        .iter()
        .map(|(guard, outcome)| format!("{}: {}", guard.name, outcome.says()))
        .collect();
    Err(Failed::new(names.join("; ")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_guard_stands_once_where_the_table_says_and_no_two_are_called_alike() {
        let mut names = BTreeSet::new();
        for guard in all() {
            let text = fs::read_to_string(shell::root().join(guard.file)).unwrap_or_default();
            let name = guard.name;
            assert_eq!(text.matches(guard.on).count(), 1, "{name}: {}", guard.file);
            assert_ne!(guard.on, guard.off, "{name}");
            assert!(names.insert(name), "{name} is there twice");
        }
    }

    #[test]
    fn a_run_without_a_test_is_told_from_one_with_some() {
        assert!(ran_some("running 0 tests\nrunning 2 tests\n"));
        assert!(!ran_some("running 0 tests\n\nrunning 0 tests\n"));
        assert!(vitest_ran_some("      Tests  1 failed | 3 skipped (4)"));
        assert!(!vitest_ran_some("      Tests  4 skipped (4)"));
    }
}
