//! `cargo xtask check`: what needs no running app to be judged.

use crate::{
    arrows, callers, circles, differences, glossary, licences, locked, machine,
    metadata::Metadata,
    named, pinned, places, platforms,
    shell::{self, Failed},
    sizes, types, ui,
};

/// What a check came to that did not fail.
pub enum Verdict {
    Passed,
    /// Why nothing was judged here.
    NotRun(&'static str),
}

type Judge = fn() -> Result<Verdict, Failed>;

const CHECKS: [(&str, Judge); 17] = [
    ("format", || {
        passed(shell::run(shell::cargo().args(["fmt", "--all", "--check"])))
    }),
    ("arrows", || {
        none("forbidden arrows", arrows::forbidden(&Metadata::read()?))
    }),
    ("circles", || none("circles", circles::wrong()?)),
    ("networks", || none("places of networks", places::wrong()?)),
    ("systems", || {
        none("the list of what differs by system", differences::wrong()?)
    }),
    ("named files", || {
        none("files that pages name", named::missing()?)
    }),
    ("sizes", || none("files that are too long", sizes::wrong()?)),
    ("callers", || {
        none("functions and their callers", callers::wrong()?)
    }),
    ("glossary", || {
        none("words of the glossary", glossary::wrong()?)
    }),
    ("lock files", || {
        none("in the lock files", locked::refused()?)
    }),
    ("actions", || none("actions not pinned", pinned::loose()?)),
    ("licences", || {
        none(
            "licences not allowed",
            licences::refused(&Metadata::read()?)?,
        )
    }),
    ("advisories", advisories),
    ("pages", || {
        ui::install()?;
        passed(ui::script("check"))
    }),
    ("generated types", || passed(types::check())),
    ("lints", || passed(lints())),
    ("platforms", platforms::check),
];

/// Runs every check, or those whose names are given; one that fails hides no other.
pub fn check(words: &[&str]) -> Result<(), Failed> {
    machine::ensure(&[machine::BUILD])?;
    let wanted = CHECKS.iter().filter(|(name, _)| match words {
        [] => true,
        named => named.contains(name),
    });
    let (mut passed, mut not_run, mut failed) = (0, Vec::new(), Vec::new());
    for (name, judge) in wanted {
        println!("\n=== {name}");
        match judge() {
            Ok(Verdict::Passed) => passed += 1,
            Ok(Verdict::NotRun(why)) => {
                println!("Not run: {why}");
                not_run.push(*name);
            }
            Err(why) => {
                println!("{why}");
                failed.push(*name);
            }
        }
    }
    println!("\n{passed} passed, {} failed", failed.len());
    if !not_run.is_empty() {
        println!("Not run here: {}", not_run.join(", "));
    }
    match (passed + not_run.len(), failed.as_slice()) {
        (0, []) => Err(Failed::new(format!("no such check: {}", words.join(" ")))),
        (_, []) => Ok(()),
        (_, names) => Err(Failed::new(names.join(", "))),
    }
}

fn lints() -> Result<(), Failed> {
    // The app embeds the pages when it is compiled, also for lints.
    ui::build()?;
    let mut clippy = shell::cargo();
    clippy.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]);
    shell::run(&mut clippy)
}

/// With `cargo deny` where it is installed; our own gate on the lock files runs everywhere.
fn advisories() -> Result<Verdict, Failed> {
    if !shell::answers("cargo", &["deny", "--version"]) {
        return Ok(Verdict::NotRun("cargo-deny is not installed"));
    }
    // The database is fetched by whoever keeps the machine, not by a check.
    passed(shell::run(shell::cargo().args([
        "deny",
        "check",
        "--disable-fetch",
    ])))
}

fn passed(outcome: Result<(), Failed>) -> Result<Verdict, Failed> {
    outcome.map(|()| Verdict::Passed)
}

fn none(what: &str, found: Vec<String>) -> Result<Verdict, Failed> {
    if found.is_empty() {
        Ok(Verdict::Passed)
    } else {
        Err(Failed::new(format!("{what}:\n  {}", found.join("\n  "))))
    }
}
