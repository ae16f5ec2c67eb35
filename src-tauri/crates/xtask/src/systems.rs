//! The two systems that a Debian machine is not, and the compiler that makes their programs there.
//!
//! They need a standard library of their own, which only a compiler of exactly its version builds.
//! Debian packages both; rustup's stays the one that everything else is built with.

use std::{path::PathBuf, process::Command};

use crate::{
    app, machine, pypi,
    shell::{self, Failed},
};

/// A path of Debian's, because `cargo` and `rustc` alone are rustup's.
const DEBIANS: &str = "/usr/bin";
/// All parts at once for checks and programs alike: with others it would be built once more.
const STANDARD_LIBRARY: &str = "build-std=std,panic_unwind,proc_macro,test";
/// The packages that are made for these systems. The journeys stand on a Linux desktop.
const SELECTION: [&str; 3] = ["--workspace", "--exclude", "journeys"];

/// What a machine must be, said where it is not.
pub const NEEDED: &str =
    "what compiles for Windows and macOS is packaged in Debian 12 on x86-64 only";

/// A system that the app is made for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum System {
    Windows,
    MacOs,
}

impl System {
    pub fn name(self) -> &'static str {
        match self {
            System::Windows => "Windows",
            System::MacOs => "macOS",
        }
    }

    /// As Rust names it.
    pub fn triple(self) -> &'static str {
        match self {
            System::Windows => "x86_64-pc-windows-gnu",
            System::MacOs => "aarch64-apple-darwin",
        }
    }

    /// Lints everything that is compiled for it, tests included, as strictly as here.
    pub fn clippy(self) -> Result<Command, Failed> {
        // Beside its own driver; through `cargo` it would be looked for among rustup's first.
        let mut clippy = self.command(shell::at_root(&debians("cargo-clippy")), "clippy")?;
        clippy.args(["--all-targets", "--keep-going", "--", "--deny", "warnings"]);
        Ok(clippy)
    }

    /// Builds the app, all tests and whatever they start, in the time that nobody else wants: what
    /// the rings beside it wait for comes first.
    pub fn programs(self) -> Result<Command, Failed> {
        let mut nice = shell::at_root("nice");
        nice.args(["-n", "19"]).arg(debians("cargo"));
        let mut build = self.without_this_one(nice, "build")?;
        build
            .args(["--lib", "--bins", "--tests"])
            // Nobody steps through them, and only the year of the engine wants the networks quick.
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .args(["--config", "profile.dev.package.practice.opt-level=0"]);
        Ok(build)
    }

    /// Does what a command of Cargo's does, with the programs and tests that are not this one.
    pub fn cargo(self, command: &str) -> Result<Command, Failed> {
        self.without_this_one(shell::at_root(&debians("cargo")), command)
    }

    fn without_this_one(self, cargo: Command, command: &str) -> Result<Command, Failed> {
        let mut cargo = self.command(cargo, command)?;
        cargo.args(["--exclude", "xtask"]);
        Ok(cargo)
    }

    fn command(self, mut cargo: Command, command: &str) -> Result<Command, Failed> {
        cargo
            .arg(command)
            .args([
                "--locked",
                "-Z",
                STANDARD_LIBRARY,
                "--target",
                self.triple(),
            ])
            .args(SELECTION)
            .env("CARGO", debians("cargo"))
            .env("RUSTC", debians("rustc"))
            // Whoever builds the standard library along asks for what only the nightly has.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", target())
            // rustup's libraries are another compiler's.
            .env_remove("LD_LIBRARY_PATH");
        match self {
            System::Windows => cargo.envs(mingw()),
            System::MacOs => cargo.envs(zig()?),
        };
        Ok(cargo)
    }
}

fn debians(name: &str) -> String {
    format!("{DEBIANS}/{name}")
}

/// Whether this machine can be made to compile for them.
pub fn can_be_compiled_for() -> bool {
    cfg!(target_arch = "x86_64") && machine::is_debian_12()
}

/// Says so where it cannot.
pub fn needed() -> Result<(), Failed> {
    match can_be_compiled_for() {
        true => Ok(()),
        false => Err(Failed::new(NEEDED)),
    }
}

/// Where the programs of a profile are.
pub fn built(system: System, profile: &str) -> PathBuf {
    target().join(system.triple()).join(profile)
}

/// Where both are built: what runs while they are built is the same, and built once.
pub fn target() -> PathBuf {
    app::target().join("platforms")
}

fn mingw() -> Vec<(String, String)> {
    let tool = |name: &str| format!("x86_64-w64-mingw32-{name}");
    let triple = System::Windows.triple().replace('-', "_");
    let linker = format!("CARGO_TARGET_{}_LINKER", triple.to_uppercase());
    vec![
        (format!("CC_{triple}"), tool("gcc")),
        (format!("CXX_{triple}"), tool("g++")),
        (format!("AR_{triple}"), tool("ar")),
        (linker, tool("gcc")),
    ]
}

fn zig() -> Result<Vec<(String, String)>, Failed> {
    let source = shell::root().join("src-tauri/crates/xtask/src/systems/zig");
    let folder = target().join("zig");
    let python = pypi::install(&source, &folder)?;
    let shown = |path: PathBuf| path.display().to_string();
    let caches = folder.join("cache");
    let triple = System::MacOs.triple().replace('-', "_");
    let compiler = shown(source.join("cc"));
    Ok(vec![
        (format!("CC_{triple}"), compiler.clone()),
        (format!("CXX_{triple}"), compiler),
        // Nothing is linked, so that an archive need be nothing but a collection.
        (format!("AR_{triple}"), "ar".to_owned()),
        ("PYTHON_WITH_ZIG".to_owned(), shown(python)),
        ("NO_C".to_owned(), shown(source.join("empty.c"))),
        ("ZIG_GLOBAL_CACHE_DIR".to_owned(), shown(caches.clone())),
        ("ZIG_LOCAL_CACHE_DIR".to_owned(), shown(caches)),
        // Else Apple's tools are asked for it.
        ("SDKROOT".to_owned(), shown(source)),
    ])
}
