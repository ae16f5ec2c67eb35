//! `cargo xtask package`: bundles for this system, or the installer for Windows.

use crate::{
    app_folder,
    installer::{self, Made},
    machine,
    shell::{self, Failed},
    systems::{self, System},
    ui,
};

/// Words go to the bundler, such as `--bundles deb`.
pub fn package(words: &[&str]) -> Result<(), Failed> {
    match words {
        ["windows"] => return for_windows(),
        ["macos"] => return folder_for_macos(),
        _ => {}
    }
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

fn for_windows() -> Result<(), Failed> {
    systems::needed()?;
    machine::ensure(&[machine::PLATFORMS])?;
    ui::build()?;
    shell::run(
        System::Windows
            .cargo("build")?
            .args(["--bins", "--release"]),
    )?;
    installer::make(&systems::built(System::Windows, "release"), Made::ForPeople).map(drop)
}

fn folder_for_macos() -> Result<(), Failed> {
    machine::ensure(&[machine::PLATFORMS])?;
    let folder = app_folder::make()?;
    println!("{}: not linked, no program is in it", folder.display());
    Ok(())
}
