//! A copy of the checkout in which a guard may be missing, with a build of its own.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    app,
    shell::{self, Failed},
    ui,
};

pub struct Copy {
    folder: PathBuf,
    is_seeded: bool,
}

impl Copy {
    /// Of what is there now, committed or not. What did not change since the last copy keeps its
    /// age, so that only what did is built anew.
    pub fn of_checkout() -> Result<Copy, Failed> {
        // The app is built with the pages in it.
        ui::build()?;
        let copy = Copy {
            folder: app::target().join("mutants"),
            is_seeded: false,
        };
        copy.bring_checkout()?;
        Ok(copy)
    }

    /// Of what is there now, with all that was built of it: nothing is built in it but what a guard
    /// that is off changes in these crates. What is built stands by the ages of the sources, which come along, and
    /// so each such copy is begun anew.
    pub fn with_what_is_built(crates: &[&str]) -> Result<Copy, Failed> {
        let copy = Copy {
            folder: app::target().join("mutants-sample"),
            is_seeded: true,
        };
        match fs::remove_dir_all(&copy.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(not_copied(&error));
            }
            _ => {}
        }
        copy.bring_checkout()?;
        copy.seed(crates).map_err(|error| not_copied(&error))?;
        Ok(copy)
    }

    /// Whether what was built of the whole workspace came along. Cargo takes it up for the very
    /// same selection alone.
    pub fn is_seeded(&self) -> bool {
        self.is_seeded
    }

    fn bring_checkout(&self) -> Result<(), Failed> {
        let listed = shell::output(shell::at_root("git").args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        let files: Vec<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
        self.bring(&files).map_err(|error| not_copied(&error))
    }

    fn seed(&self, crates: &[&str]) -> io::Result<()> {
        let (from, to) = (app::target().join("debug"), self.folder.join("build/debug"));
        for name in [".fingerprint", "build", "deps"] {
            seed_folder(&from.join(name), &to.join(name))?;
        }
        // What is known of their parts: without it a crate is compiled as a whole.
        let (from, to) = (from.join("incremental"), to.join("incremental"));
        for entry in fs::read_dir(&from)? {
            let name = entry?.file_name();
            let of = name.to_str().and_then(|name| name.rsplit_once('-'));
            if of.is_some_and(|(of, _)| crates.contains(&of)) {
                seed_folder(&from.join(&name), &to.join(&name))?;
            }
        }
        Ok(())
    }

    pub fn tree(&self) -> PathBuf {
        self.folder.join("tree")
    }

    /// Cargo at the top of the copy.
    pub fn cargo(&self, words: &[&str]) -> Command {
        let mut cargo = self.inside(Command::new(shell::cargo().get_program()));
        cargo.args(words);
        cargo
    }

    /// A program, run at the top of the copy, that builds where the copy does.
    pub fn inside(&self, mut program: Command) -> Command {
        program.current_dir(self.tree());
        program.env("CARGO_TARGET_DIR", self.folder.join("build"));
        program
    }

    /// The runner of the window's tools.
    pub fn npx(&self) -> Command {
        let mut npx = Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" });
        npx.current_dir(self.tree().join("ui"));
        // What it says is read.
        npx.env("NO_COLOR", "1");
        npx
    }

    /// A program that was built in the copy.
    pub fn built(&self, name: &str) -> PathBuf {
        self.folder.join("build/debug").join(name)
    }

    fn bring(&self, files: &[&str]) -> io::Result<()> {
        let (from, to) = (shell::root(), self.tree());
        let put: Put = match self.is_seeded {
            true => copy_with_age,
            false => copy_changed,
        };
        remove_what_is_gone(&to, &to, files)?;
        for file in files {
            // Listed, but removed and not committed yet.
            if from.join(file).is_file() {
                put(&from.join(file), &to.join(file))?;
            }
        }
        copy_folder(&from.join("ui/dist"), &to.join("ui/dist"), put)?;
        link_modules(&from.join("ui/node_modules"), &to.join("ui/node_modules"))
    }
}

fn not_copied(error: &io::Error) -> Failed {
    Failed::new(format!("the checkout could not be copied: {error}"))
}

/// What compilers made is put in place anew whenever it is made again, and can be shared until then.
/// The rest is written into, and is little.
fn seed_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            seed_folder(&from, &to)?;
            continue;
        }
        let made = matches!(
            from.extension().and_then(OsStr::to_str),
            Some("rlib" | "rmeta" | "so")
        ) || (from.extension().is_none()
            && from.parent().is_some_and(|at| at.ends_with("deps")));
        if !made || fs::hard_link(&from, &to).is_err() {
            copy_with_age(&from, &to)?;
        }
    }
    Ok(())
}

/// Copies one file, of which the first may stand in a folder that is not there yet.
type Put = fn(&Path, &Path) -> io::Result<()>;

fn copy_with_age(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)?;
    let age = fs::metadata(from)?.modified()?;
    fs::File::options().append(true).open(to)?.set_modified(age)
}

/// Files of an earlier copy that the checkout no longer has. What is built beside them stays.
fn remove_what_is_gone(top: &Path, folder: &Path, files: &[&str]) -> io::Result<()> {
    const KEPT: [&str; 2] = ["dist", "node_modules"];
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if !KEPT.iter().any(|name| entry.file_name() == *name) {
                remove_what_is_gone(top, &path, files)?;
            }
            continue;
        }
        let name = path.strip_prefix(top).unwrap_or(&path);
        if !files.iter().any(|file| Path::new(file) == name) && !entry.file_type()?.is_symlink() {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path, put: Put) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &to, put)?,
            false => put(&entry.path(), &to)?,
        }
    }
    Ok(())
}

fn copy_changed(from: &Path, to: &Path) -> io::Result<()> {
    let wanted = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop)
}

#[cfg(unix)]
fn link_modules(from: &Path, to: &Path) -> io::Result<()> {
    match std::os::unix::fs::symlink(from, to) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

#[cfg(not(unix))]
fn link_modules(_from: &Path, _to: &Path) -> io::Result<()> {
    Ok(())
}
