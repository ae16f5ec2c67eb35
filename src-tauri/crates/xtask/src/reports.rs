//! `cargo xtask tour`, `bench` and `proof`: build, then run the journeys' program of that name.
//!
//! The programs write `target/report` themselves; each says in its own help what it can do.

use crate::{
    app::{self, Profile},
    machine,
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
    let (profile, rest) = Profile::from_words(words);
    needs_linux("proof")?;
    machine::ensure(&[machine::BUILD, machine::DESKTOP])?;
    app::build(profile)?;
    shell::run(app::built(profile, "proof").args(rest))
}

fn needs_linux(command: &str) -> Result<(), Failed> {
    if cfg!(target_os = "linux") {
        return Ok(());
    }
    Err(Failed::new(format!(
        "{command} needs the desktop of the journeys, which is Linux's"
    )))
}
