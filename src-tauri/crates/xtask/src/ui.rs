//! Installs what the window's pages need, and builds them into `ui/dist`.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    modules,
    shell::{self, Failed},
};

/// Folders in which builds and tests write.
const OUTPUTS: [&str; 5] = [
    "dist",
    "node_modules",
    "test-results",
    "coverage",
    ".svelte-kit",
];

/// Words of the pages lie with those of the desktop.
const WORDS: &str = "src-tauri/crates/words";

pub fn install() -> Result<(), Failed> {
    modules::install(&folder(), &folder(), &[])
}

/// Builds the pages unless they are newer than everything they are made of: new pages mean that
/// the app is linked anew.
pub fn build() -> Result<(), Failed> {
    install()?;
    let ui = folder();
    let built = modified(&ui.join("dist/index.html"));
    let sources = [ui, shell::root().join(WORDS)];
    let newest = sources
        .iter()
        .filter_map(|folder| newest_source(folder))
        .max();
    if built.is_some_and(|built| newest.is_none_or(|source| source < built)) {
        return Ok(());
    }
    script("build")
}

pub fn script(name: &str) -> Result<(), Failed> {
    shell::run(shell::npm().args(["run", "--silent", name]))
}

fn folder() -> PathBuf {
    shell::root().join("ui")
}

fn newest_source(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    entries
        .filter(|entry| !OUTPUTS.iter().any(|output| entry.file_name() == *output))
        .filter_map(|entry| {
            let path = entry.path();
            if path.is_dir() {
                newest_source(&path)
            } else {
                modified(&path)
            }
        })
        .max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}
