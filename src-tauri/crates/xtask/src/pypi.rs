//! Python's packages, installed exactly as a list names them, and only when it has changed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::shell::{self, Failed};

const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Installs into `folder` what is listed in `source`, and gives the Python that has it.
pub fn install(source: &Path, folder: &Path) -> Result<PathBuf, Failed> {
    let failed = |path: &Path, error| Failed::new(format!("{}: {error}", path.display()));
    let list = source.join("requirements.txt");
    let wanted = fs::read_to_string(&list).map_err(|error| failed(&list, error))?;
    let version = shell::output(Command::new("python3").arg("--version"))?;
    let python = folder.join("bin/python");
    let stamp = folder.join("installed-for");
    // Packages of one Python are of no use to another.
    let installed_for = version + &wanted;
    if fs::read_to_string(&stamp).is_ok_and(|there| there == installed_for) {
        return Ok(python);
    }
    let mut surroundings = Command::new("python3");
    surroundings.args(["-m", "venv", "--clear"]).arg(folder);
    shell::run_within(LIMIT, &mut surroundings)?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet"]);
    install.args(["--disable-pip-version-check", "--no-deps"]);
    // Nothing is compiled. One of them asks for a newer Python than Debian's, and needs none.
    install.args(["--only-binary=:all:", "--ignore-requires-python"]);
    install.arg("--requirement").arg(&list);
    shell::run_within(LIMIT, &mut install)?;
    fs::write(&stamp, installed_for).map_err(|error| failed(&stamp, error))?;
    Ok(python)
}
