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

    fn has(self, program: &Program) -> bool {
        let journeys = program.folder.ends_with("tests");
        let foreign = program.name.starts_with("foreign");
        match self {
            Tests::Crates => !journeys,
            Tests::Journeys => journeys && !foreign,
            Tests::Foreign => journeys && foreign,
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
    let programs = built_programs(tests)?;
    if programs.is_empty() {
        return Err(Failed::new("there is no test in this ring"));
    }
    let outcomes = programs.into_iter().map(|program| {
        let mut command = Command::new(program.file);
        command.current_dir(program.folder);
        shell::run_within(LIMIT, &mut tests.command(command)).map_err(|why| why.to_string())
    });
    shell::all_of(outcomes)
}

/// The ring's test programs.
fn built_programs(tests: Tests) -> Result<Vec<Program>, Failed> {
    let mut programs = all_programs(&[])?;
    programs.retain(|program| tests.has(program));
    Ok(programs)
}

/// The program with a library's own tests.
pub fn unit_tests(library: &str) -> Result<PathBuf, Failed> {
    built_program(Tests::Crates, library, &["--lib"]).map(|program| program.file)
}

/// The program with the journeys of this name, as `ROOT=PROGRAM`.
pub fn journeys(name: &str) -> Result<String, Failed> {
    built_program(Tests::Journeys, name, &["--test", name]).map(|program| program.word())
}

/// The programs of all tests but those against foreign servers, as `ROOT=PROGRAM`.
pub fn crates_and_journeys() -> Result<Vec<String>, Failed> {
    let mut programs = all_programs(&[])?;
    programs.retain(|program| !Tests::Foreign.has(program));
    Ok(programs.iter().map(Program::word).collect())
}

fn built_program(tests: Tests, name: &str, target: &[&str]) -> Result<Program, Failed> {
    let mut programs = all_programs(target)?.into_iter();
    let found = programs.find(|program| program.name == name && tests.has(program));
    found.ok_or_else(|| Failed::new(format!("{name} has no tests of its own")))
}

/// Builds test programs: those of these targets, or all.
fn all_programs(target: &[&str]) -> Result<Vec<Program>, Failed> {
    let mut build = shell::cargo();
    build.arg("test").args(app::SELECTION).args(target);
    programs(build.arg("--no-run"))
}

/// The test programs among what this command of Cargo's builds.
pub fn programs(build: &mut Command) -> Result<Vec<Program>, Failed> {
    let said = shell::output(build.arg("--message-format=json-render-diagnostics"))?;
    Ok(said
        .lines()
        .filter_map(|line| Program::read(&serde_json::from_str(line).ok()?))
        .collect())
}

/// A test program that Cargo has built.
pub struct Program {
    name: String,
    /// The file that its source begins with.
    root: PathBuf,
    pub file: PathBuf,
    /// The folder of its package.
    pub folder: PathBuf,
}

impl Program {
    /// One line of what Cargo says while it builds.
    fn read(message: &Value) -> Option<Program> {
        let text = |path: &str| message.pointer(path).and_then(Value::as_str);
        let is_test = message.pointer("/profile/test") == Some(&Value::Bool(true));
        let program = Program {
            name: text("/target/name")?.to_owned(),
            root: PathBuf::from(text("/target/src_path")?),
            file: PathBuf::from(text("/executable")?),
            folder: PathBuf::from(text("/manifest_path")?).parent()?.to_owned(),
        };
        is_test.then_some(program)
    }

    /// Whether it is called so.
    pub fn is(&self, name: &str) -> bool {
        self.name == name
    }

    fn word(&self) -> String {
        format!("{}={}", self.root.display(), self.file.display())
    }
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
                "target": { "name": name, "src_path": "/checkout/x.rs" },
                "profile": { "test": test },
                "executable": "/target/debug/deps/x",
            })
        };
        let rings = |message: &Value| {
            let program = Program::read(message);
            [Tests::Crates, Tests::Journeys, Tests::Foreign]
                .map(|tests| program.as_ref().is_some_and(|program| tests.has(program)))
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
