//! Builds the app and everything beside it.
//!
//! Always the whole workspace: with another selection Cargo would unite the features of
//! dependencies differently and compile most of them a second time. Only `xtask` is left out:
//! Windows does not let a running program be replaced.

use std::{env, path::PathBuf, process::Command};

use crate::{
    shell::{self, Failed},
    ui,
};

/// Which packages every build and test run selects. The journeys stand on a Linux desktop, and are
/// not even compiled elsewhere.
pub const SELECTION: &[&str] = if cfg!(target_os = "linux") {
    &["--workspace", "--exclude", "xtask"]
} else {
    &["--workspace", "--exclude", "xtask", "--exclude", "journeys"]
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// Takes `--release` out of a command's words.
    pub fn from_words<'a>(words: &[&'a str]) -> (Profile, Vec<&'a str>) {
        let rest: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| *word != "--release")
            .collect();
        let profile = if rest.len() < words.len() {
            Profile::Release
        } else {
            Profile::Dev
        };
        (profile, rest)
    }

    fn folder(self) -> &'static str {
        match self {
            Profile::Dev => "debug",
            Profile::Release => "release",
        }
    }
}

/// Builds pages, app and the programs of the journeys.
pub fn build(profile: Profile) -> Result<(), Failed> {
    ui::build()?;
    let mut build = shell::cargo();
    build.arg("build").args(SELECTION).arg("--bins");
    if profile == Profile::Release {
        build.arg("--release");
    }
    shell::run(&mut build)
}

/// Builds the release with the empty app, which a start is measured against. At one go, so that
/// both stand on the very same libraries.
pub fn build_for_bench() -> Result<(), Failed> {
    ui::build()?;
    let mut build = shell::cargo();
    build.args(["build", "--release"]).args(SELECTION);
    build.args([
        "--bins",
        "--example",
        "empty",
        "--features",
        "greentick/bench",
    ]);
    shell::run(&mut build)
}

/// Builds the same together with all tests.
pub fn build_with_tests() -> Result<(), Failed> {
    ui::build()?;
    build_beside_pages()
}

/// The same with the pages as they are.
pub fn build_beside_pages() -> Result<(), Failed> {
    shell::run(
        shell::cargo()
            .arg("build")
            .args(SELECTION)
            .arg("--all-targets"),
    )
}

/// A program that [`build`] has built, run at the top of the checkout.
pub fn built(profile: Profile, name: &str) -> Command {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let mut command = Command::new(target().join(profile.folder()).join(file));
    command.current_dir(shell::root());
    command
}

/// Where Cargo builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(
        || shell::root().join("target"),
        |target| shell::root().join(target),
    )
}
