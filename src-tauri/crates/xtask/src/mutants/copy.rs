//! A copy of the checkout in which a guard may be missing, with a build of its own.

use std::{
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
}

impl Copy {
    /// Of what is there now, committed or not. What did not change since the last copy keeps its
    /// age, so that only what did is built anew.
    pub fn of_checkout() -> Result<Copy, Failed> {
        // The app is built with the pages in it.
        ui::build()?;
        let copy = Copy {
            folder: app::target().join("mutants"),
        };
        let listed = shell::output(shell::at_root("git").args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        let files: Vec<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
        copy.bring(&files)
            .map_err(|error| Failed::new(format!("the checkout could not be copied: {error}")))?;
        Ok(copy)
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
        remove_what_is_gone(&to, &to, files)?;
        for file in files {
            // Listed, but removed and not committed yet.
            if from.join(file).is_file() {
                copy_changed(&from.join(file), &to.join(file))?;
            }
        }
        copy_folder(&from.join("ui/dist"), &to.join("ui/dist"))?;
        link_modules(&from.join("ui/node_modules"), &to.join("ui/node_modules"))
    }
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

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &to)?,
            false => copy_changed(&entry.path(), &to)?,
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
