//! Runs the Rust tests of a ring, with nextest if it is there and without it if not.

use std::{path::PathBuf, process::Command, time::Duration};

use serde_json::Value;

use crate::{
    app::{self, Profile},
    shell::{self, Failed},
};

const LIMIT: Duration = Duration::from_secs(25 * 60);

/// Which test programs belong to a ring.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    /// Those of every package but the journeys.
    Crates,
    /// The journeys, without those against foreign servers.
    Journeys,
    /// The journeys in `tests/tests/foreign*.rs`.
    Foreign,
}

impl Tests {
    /// In nextest's language.
    fn filter(self) -> &'static str {
        match self {
            Tests::Crates => "not package(journeys)",
            Tests::Journeys => "package(journeys) and not binary(/^foreign/)",
            Tests::Foreign => "package(journeys) and binary(/^foreign/)",
        }
    }

    fn has(self, package: &str, program: &str) -> bool {
        let foreign = program.starts_with("foreign");
        match self {
            Tests::Crates => package != "journeys",
            Tests::Journeys => package == "journeys" && !foreign,
            Tests::Foreign => package == "journeys" && foreign,
        }
    }

    /// Journeys get a desktop of their own, so that one which forgets to start its own can
    /// still not reach the tester's.
    fn command(self, program: Command) -> Command {
        if self == Tests::Crates || !cfg!(target_os = "linux") {
            return program;
        }
        let mut session = app::built(Profile::Dev, "session");
        session
            .arg("full")
            .arg(program.get_program())
            .args(program.get_args());
        session.current_dir(program.get_current_dir().unwrap_or(&shell::root()));
        session
    }
}

/// Runs them all, also after a failure.
pub fn run(tests: Tests) -> Result<(), Failed> {
    if shell::answers("cargo", &["nextest", "--version"]) {
        let mut nextest = shell::cargo();
        nextest
            .args(["nextest", "run"])
            .args(app::SELECTION)
            .args(["--no-fail-fast", "-E"]);
        nextest.arg(tests.filter());
        return shell::run_within(LIMIT, &mut tests.command(nextest));
    }
    let mut failed = Vec::new();
    let programs = built_programs(tests)?;
    if programs.is_empty() {
        return Err(Failed::new("there is no test in this ring"));
    }
    for (program, folder) in programs {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let Err(why) = shell::run_within(LIMIT, &mut tests.command(command)) {
            failed.push(why.to_string());
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failed::new(failed.join("\n")))
    }
}

/// The ring's test programs, each with the folder of its package.
fn built_programs(tests: Tests) -> Result<Vec<(PathBuf, PathBuf)>, Failed> {
    let mut build = shell::cargo();
    build
        .arg("test")
        .args(app::SELECTION)
        .args(["--no-run", "--message-format=json"]);
    let said = shell::output(&mut build)?;
    Ok(said
        .lines()
        .filter_map(|line| program(tests, &serde_json::from_str(line).ok()?))
        .collect())
}

/// The program with a library's own tests.
pub fn unit_tests(library: &str) -> Result<PathBuf, Failed> {
    built_program(Tests::Crates, library, &["--lib"])
}

/// The program with the journeys of this name.
pub fn journeys(name: &str) -> Result<PathBuf, Failed> {
    built_program(Tests::Journeys, name, &["--test", name])
}

fn built_program(tests: Tests, name: &str, target: &[&str]) -> Result<PathBuf, Failed> {
    let mut build = shell::cargo();
    build.arg("test").args(app::SELECTION).args(target);
    build.args(["--no-run", "--message-format=json"]);
    let said = shell::output(&mut build)?;
    let found = said.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let named = message.pointer("/target/name").and_then(Value::as_str) == Some(name);
        named.then(|| program(tests, &message)).flatten()
    });
    let none = || Failed::new(format!("{name} has no tests of its own"));
    found.map(|(program, _)| program).ok_or_else(none)
}

/// One line of what Cargo says while it builds.
fn program(tests: Tests, message: &Value) -> Option<(PathBuf, PathBuf)> {
    let text = |path: &str| message.pointer(path).and_then(Value::as_str);
    let folder = PathBuf::from(text("/manifest_path")?).parent()?.to_owned();
    let package = if folder.ends_with("tests") {
        "journeys"
    } else {
        "another"
    };
    let is_test = message.pointer("/profile/test") == Some(&Value::Bool(true));
    (is_test && tests.has(package, text("/target/name")?))
        .then_some((PathBuf::from(text("/executable")?), folder))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_test_program_is_in_exactly_one_ring() {
        let message = |folder: &str, name: &str, test: bool| {
            json!({
                "manifest_path": format!("/checkout/{folder}/Cargo.toml"),
                "target": { "name": name },
                "profile": { "test": test },
                "executable": "/target/debug/deps/x",
            })
        };
        let rings = |message: &Value| {
            [Tests::Crates, Tests::Journeys, Tests::Foreign]
                .map(|tests| program(tests, message).is_some())
        };
        assert_eq!(
            rings(&message("crates/vault", "vault", true)),
            [true, false, false]
        );
        assert_eq!(
            rings(&message("tests", "harness", true)),
            [false, true, false]
        );
        assert_eq!(
            rings(&message("tests", "foreign_mastodon", true)),
            [false, false, true]
        );
        assert_eq!(
            rings(&message("tests", "tour", false)),
            [false, false, false]
        );
    }
}
