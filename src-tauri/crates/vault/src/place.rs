//! The file on the disk and who may read it: directory 0700, file 0600, nothing but a plain file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use domain::Timestamp;

use crate::OpenProblem;

/// What stands where the store should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    AFile,
}

/// Makes the directory if it is missing, closes it to others, and looks what is there.
pub(crate) fn look(path: &Path) -> Result<Found, OpenProblem> {
    let directory = directory(path);
    if !directory.exists() {
        make_private_directory(directory).map_err(OpenProblem::disk)?;
    }
    close_directory(directory)?;
    for beside in ["-wal", "-shm"].map(|suffix| with_suffix(path, suffix)) {
        plain(&beside)?;
    }
    let found = plain(path)?;
    if found == Found::AFile {
        close_file(path)?;
    }
    Ok(found)
}

/// A path beside the store, on the same disk.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Gives a finished store its name, unless one is there already; says whether it did.
///
/// A store is built under another name, so that a file under the real name is always complete
/// and an empty one is never taken for a new one.
pub(crate) fn give_name(built: &Path, path: &Path) -> Result<bool, OpenProblem> {
    let named = match fs::hard_link(built, path) {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
        // A file system without links: rename, unless the name was taken in the meantime.
        Err(_) if !path.exists() => {
            fs::rename(built, path).map_err(OpenProblem::disk)?;
            return Ok(true);
        }
        Err(_) => false,
    };
    fs::remove_file(built).map_err(OpenProblem::disk)?;
    keep_names(directory(path));
    Ok(named)
}

/// Makes an empty file that only this user can read.
pub(crate) fn make_private_file(path: &Path) -> Result<(), OpenProblem> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(OpenProblem::disk)
}

/// Moves a store that cannot be opened out of the way, together with what belongs to it.
pub(crate) fn set_aside(path: &Path, now: Timestamp) -> io::Result<PathBuf> {
    let base = with_suffix(path, &format!(".corrupt-{}", now.as_secs()));
    let aside = (0..100)
        .map(|number| match number {
            0 => base.clone(),
            number => with_suffix(&base, &format!(".{number}")),
        })
        .find(|aside| fs::symlink_metadata(aside).is_err())
        .ok_or(io::ErrorKind::AlreadyExists)?;
    fs::rename(path, &aside)?;
    for suffix in ["-wal", "-shm"] {
        match fs::rename(with_suffix(path, suffix), with_suffix(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    keep_names(directory(path));
    Ok(aside)
}

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn plain(path: &Path) -> Result<Found, OpenProblem> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Found::AFile),
        Ok(_) => Err(OpenProblem::NotAFile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(OpenProblem::disk(error)),
    }
}

/// Makes a new name survive a power cut. Where a directory cannot be synced, nothing is lost but
/// this extra.
fn keep_names(directory: &Path) {
    let _ = fs::File::open(directory).and_then(|directory| directory.sync_all());
}

#[cfg(unix)]
fn make_private_directory(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(directory)
}

#[cfg(unix)]
fn close_directory(directory: &Path) -> Result<(), OpenProblem> {
    const STICKY: u32 = 0o1000;
    match mode(directory)? {
        // A directory for everybody, such as /tmp, is not ours to close.
        mode if mode & STICKY != 0 => Err(OpenProblem::Exposed),
        mode if mode & 0o077 != 0 => set_mode(directory, 0o700),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn close_file(path: &Path) -> Result<(), OpenProblem> {
    match mode(path)? {
        mode if mode & 0o077 != 0 => set_mode(path, 0o600),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Result<u32, OpenProblem> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path).map_err(OpenProblem::disk)?;
    Ok(metadata.permissions().mode())
}

/// Fails where the path belongs to somebody else.
#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> Result<(), OpenProblem> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|_| OpenProblem::Exposed)
}

// On Windows the user's profile folder is closed to other users by its access list.
#[cfg(not(unix))]
fn make_private_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(not(unix))]
fn close_directory(_: &Path) -> Result<(), OpenProblem> {
    Ok(())
}

#[cfg(not(unix))]
fn close_file(_: &Path) -> Result<(), OpenProblem> {
    Ok(())
}
