//! The commands of this repository: `cargo xtask help`.

// A command line speaks on standard output.
#![allow(clippy::print_stdout)]

mod app;
mod app_folder;
mod arrows;
mod background;
mod callers;
mod check;
mod circles;
mod differences;
mod foreign;
mod fuzz;
mod glossary;
mod help;
mod installer;
mod licences;
mod locked;
mod machine;
mod metadata;
mod modules;
mod mutants;
mod named;
mod package;
mod pinned;
mod places;
mod platforms;
mod pypi;
mod reports;
mod ring;
mod rings;
mod run;
mod rust_words;
mod shell;
mod sizes;
mod systems;
mod types;
mod ui;
mod windows;
mod wine;

use std::process::ExitCode;

use shell::Failed;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (command, rest) = words
        .split_first()
        .map_or(("help", &[][..]), |(first, rest)| (first, rest));
    match command_named(command, rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("xtask {command}: {failed}");
            ExitCode::FAILURE
        }
    }
}

fn command_named(command: &str, rest: &[&str]) -> Result<(), Failed> {
    match command {
        "run" => run::run(rest),
        "test" => rings::test(rest),
        "check" => check::check(rest),
        "tour" => reports::tour(rest),
        "bench" => reports::bench(rest),
        "proof" => reports::proof(rest),
        "package" => package::package(rest),
        "help" | "--help" | "-h" => help::help(rest),
        other => Err(Failed::new(format!(
            "no such command {other:?}; see `cargo xtask help`"
        ))),
    }
}
