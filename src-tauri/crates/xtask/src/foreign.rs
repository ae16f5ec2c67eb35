//! Installs the servers that others wrote, beside what is built: there their tests look for them.

use std::{fs, process::Command, time::Duration};

use crate::{
    app, modules,
    shell::{self, Failed},
};

const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Installs what has changed; what cannot be had keeps nothing else from being had.
pub fn install() -> Result<(), Failed> {
    let outcomes = [from_npm("pds"), from_npm("node"), from_pypi("python")];
    outcomes.into_iter().collect()
}

/// They bring a Node of their own, newer than the one that runs npm, and nothing that is compiled.
fn from_npm(name: &str) -> Result<(), Failed> {
    let source = shell::root().join("tests/foreign").join(name);
    let folder = app::target().join("foreign").join(name);
    modules::install(&source, &folder, &["--ignore-scripts", "--loglevel=error"])
}

/// The list names every package with its version, so that nothing is left to be chosen.
fn from_pypi(name: &str) -> Result<(), Failed> {
    let source = shell::root().join("tests/foreign").join(name);
    let list = source.join("requirements.txt");
    let wanted = fs::read_to_string(&list)
        .map_err(|error| Failed::new(format!("{}: {error}", list.display())))?;
    let python = shell::output(Command::new("python3").arg("--version"))?;
    let folder = app::target().join("foreign").join(name);
    let stamp = folder.join("installed-for");
    // Packages of one Python are of no use to another.
    let installed_for = python + &wanted;
    if fs::read_to_string(&stamp).is_ok_and(|there| there == installed_for) {
        return Ok(());
    }
    let mut surroundings = Command::new("python3");
    surroundings.args(["-m", "venv", "--clear"]).arg(&folder);
    shell::run_within(LIMIT, &mut surroundings)?;
    let mut install = Command::new(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet"]);
    install.args(["--disable-pip-version-check", "--no-deps"]);
    // Nothing is compiled. One of them asks for a newer Python than Debian's, and needs none.
    install.args(["--only-binary=:all:", "--ignore-requires-python"]);
    install.arg("--requirement").arg(&list);
    shell::run_within(LIMIT, &mut install)?;
    fs::write(&stamp, installed_for)
        .map_err(|error| Failed::new(format!("{}: {error}", stamp.display())))
}
