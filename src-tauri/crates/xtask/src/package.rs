//! `cargo xtask package`: bundles for this system.

use crate::{
    machine,
    shell::{self, Failed},
    ui,
};

/// Words go to the bundler, such as `--bundles deb`.
pub fn package(words: &[&str]) -> Result<(), Failed> {
    machine::ensure(&[machine::BUILD])?;
    ui::install()?;
    let mut bundler = shell::at_root(if cfg!(windows) { "npx.cmd" } else { "npx" });
    bundler.args(["--no-install", "--prefix", "ui", "tauri", "build"]);
    if cfg!(target_os = "linux") && words.is_empty() {
        // The other Linux bundles fetch tools while they are made.
        bundler.args(["--bundles", "deb"]);
    }
    shell::run(bundler.args(words))
}
