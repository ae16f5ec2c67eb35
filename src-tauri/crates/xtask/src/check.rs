//! `cargo xtask check`: what needs no running app to be judged.

use crate::{
    arrows, licences, locked, machine,
    metadata::Metadata,
    pinned, places,
    shell::{self, Failed},
    types, ui,
};

type Judge = fn() -> Result<(), Failed>;

const CHECKS: [(&str, Judge); 10] = [
    ("format", || {
        shell::run(shell::cargo().args(["fmt", "--all", "--check"]))
    }),
    ("arrows", || {
        none("forbidden arrows", arrows::forbidden(&Metadata::read()?))
    }),
    ("networks", || none("places of networks", places::wrong()?)),
    ("lock files", || {
        none("in the lock files", locked::refused()?)
    }),
    ("actions", || none("actions not pinned", pinned::loose()?)),
    ("licences", || {
        none(
            "licences not allowed",
            licences::refused(&Metadata::read()?),
        )
    }),
    ("advisories", advisories),
    ("pages", || ui::install().and_then(|()| ui::script("check"))),
    ("generated types", types::check),
    ("lints", lints),
];

/// Runs every check, or those whose names are given; one that fails hides no other.
pub fn check(words: &[&str]) -> Result<(), Failed> {
    machine::ensure(&[machine::BUILD])?;
    let wanted = CHECKS
        .iter()
        .filter(|(name, _)| words.is_empty() || words.contains(name));
    let mut passed = 0;
    let mut failed = Vec::new();
    for (name, judge) in wanted {
        println!("\n=== {name}");
        match judge() {
            Ok(()) => passed += 1,
            Err(why) => {
                println!("{why}");
                failed.push(*name);
            }
        }
    }
    println!("\n{passed} passed, {} failed", failed.len());
    match (passed, failed.as_slice()) {
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
fn advisories() -> Result<(), Failed> {
    if !shell::answers("cargo", &["deny", "--version"]) {
        println!("cargo-deny is not installed: advisories are not looked up here");
        return Ok(());
    }
    // The database is fetched by whoever keeps the machine, not by a check.
    shell::run(shell::cargo().args(["deny", "check", "--disable-fetch"]))
}

fn none(what: &str, found: Vec<String>) -> Result<(), Failed> {
    if found.is_empty() {
        Ok(())
    } else {
        Err(Failed::new(format!("{what}:\n  {}", found.join("\n  "))))
    }
}
