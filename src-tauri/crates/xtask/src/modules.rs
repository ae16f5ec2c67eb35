//! Node's packages, installed exactly as a lock file names them, and only when it has changed.

use std::{fs, path::Path, time::Duration};

use crate::shell::{self, Failed};

const LIMIT: Duration = Duration::from_secs(10 * 60);
/// What `npm ci` reads; the copy beside the modules says for which of it they were installed.
const INPUTS: [&str; 2] = ["package.json", "package-lock.json"];
const INSTALLED_FOR: &str = "node_modules/.installed-for";

/// Installs into `folder` what is described in `source`, which may be the same.
pub fn install(source: &Path, folder: &Path, options: &[&str]) -> Result<(), Failed> {
    let failed = |path: &Path, error| Failed::new(format!("{}: {error}", path.display()));
    let mut wanted = Vec::new();
    for name in INPUTS {
        let path = source.join(name);
        let read = fs::read(&path).map_err(|error| failed(&path, error))?;
        if source != folder {
            fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
            fs::write(folder.join(name), &read).map_err(|error| failed(folder, error))?;
        }
        wanted.extend(read);
    }
    let stamp = folder.join(INSTALLED_FOR);
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let mut install = shell::npm();
    install
        .current_dir(folder)
        .args(["ci", "--no-audit", "--no-fund"])
        .args(options);
    // Debian's browser is used; nothing is fetched from elsewhere.
    install.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    shell::run_within(LIMIT, &mut install)?;
    fs::write(&stamp, wanted).map_err(|error| failed(&stamp, error))
}
