//! `cargo xtask tour`, `bench` and `proof`: build, then run the journeys' program of that name.
//!
//! The programs write `target/report` themselves; each says in its own help what it can do.

use crate::{
    app::{self, Profile},
    fuzz, machine, mutants, ring,
    shell::{self, Failed},
};

pub fn tour(words: &[&str]) -> Result<(), Failed> {
    let (profile, rest) = Profile::from_words(words);
    needs_linux("tour")?;
    machine::ensure(&[machine::BUILD, machine::DESKTOP])?;
    app::build(profile)?;
    shell::run(app::built(profile, "tour").args(rest))
}

/// Always with the release build: figures of a debug build say nothing.
pub fn bench(words: &[&str]) -> Result<(), Failed> {
    needs_linux("bench")?;
    machine::ensure(&[machine::BUILD, machine::DESKTOP])?;
    app::build_for_bench()?;
    shell::run(app::built(Profile::Release, "bench").args(words))
}

pub fn proof(words: &[&str]) -> Result<(), Failed> {
    if let Some((&"mutants", guards)) = words.split_first() {
        return mutants::play(guards);
    }
    if let Some((&"fuzz", readers)) = words.split_first() {
        return fuzz::play(readers);
    }
    let (profile, rest) = Profile::from_words(words);
    needs_linux("proof")?;
    machine::ensure(&[machine::BUILD, machine::DESKTOP])?;
    app::build(profile)?;
    let mut proof = app::built(profile, "proof");
    match rest.split_first() {
        // The recorded answers are part of the tests of their crate, and of nothing that is shipped.
        Some((&"corpus", rest)) => {
            let answers = ring::unit_tests("networks")?;
            shell::run(proof.arg("corpus").arg(answers).args(rest))
        }
        Some((&"attacks", rest)) => {
            let tests = ring::crates_and_journeys()?;
            shell::run(proof.arg("attacks").args(tests).args(rest))
        }
        Some((&"faults", rest)) => {
            let tests = ring::journeys("faults")?;
            shell::run(proof.arg("faults").arg(tests).args(rest))
        }
        _ => shell::run(proof.args(rest)),
    }
}

fn needs_linux(command: &str) -> Result<(), Failed> {
    if cfg!(target_os = "linux") {
        return Ok(());
    }
    Err(Failed::new(format!(
        "{command} needs the desktop of the journeys, which is Linux's"
    )))
}
