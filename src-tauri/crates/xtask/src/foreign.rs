//! Installs the servers that others wrote, beside what is built: there their tests look for them.

use std::path::PathBuf;

use crate::{
    app, modules, pypi,
    shell::{self, Failed},
};

/// Installs what has changed; what cannot be had keeps nothing else from being had.
pub fn install() -> Result<(), Failed> {
    let outcomes = [from_npm("pds"), from_npm("node"), from_pypi("python")];
    outcomes.into_iter().collect()
}

/// They bring a Node of their own, newer than the one that runs npm, and nothing that is compiled.
fn from_npm(name: &str) -> Result<(), Failed> {
    let (source, folder) = places(name);
    modules::install(&source, &folder, &["--ignore-scripts", "--loglevel=error"])
}

/// The list names every package with its version, so that nothing is left to be chosen.
fn from_pypi(name: &str) -> Result<(), Failed> {
    let (source, folder) = places(name);
    pypi::install(&source, &folder).map(drop)
}

fn places(name: &str) -> (PathBuf, PathBuf) {
    let source = shell::root().join("tests/foreign").join(name);
    (source, app::target().join("foreign").join(name))
}
