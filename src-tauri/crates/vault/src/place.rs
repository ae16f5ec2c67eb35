//! The file on the disk and who may read it: directory 0700, file 0600, nothing but a plain file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::OpenProblem;
#[cfg(unix)]
use crate::Part;

/// What SQLite keeps beside the store while that is open, or after a process was killed; the last
/// one not in the mode that ours is in, and yet it would read one.
pub(crate) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What stands where the store should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    AFile,
}

/// Makes the directory if it is missing, closes it to others, and looks what is there.
pub(crate) fn inspect(path: &Path) -> Result<Found, OpenProblem> {
    make_directory(path)?;
    close_directory(directory(path))?;
    let found = plain(path)?;
    if found == Found::AFile {
        close_file(path)?;
    }
    Ok(found)
}

/// Makes the directory of the store, if it is missing.
pub(crate) fn make_directory(path: &Path) -> Result<(), OpenProblem> {
    let directory = directory(path);
    match directory.exists() {
        true => Ok(()),
        false => make_private_directory(directory).map_err(OpenProblem::disk),
    }
}

/// A path beside the store, on the same disk.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The store, and what SQLite keeps beside it.
pub(crate) fn with_what_lies_beside(path: &Path) -> [PathBuf; 4] {
    ["", BESIDE[0], BESIDE[1], BESIDE[2]].map(|suffix| with_suffix(path, suffix))
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
///
/// The log goes first: beside a new store, the log of the old one would be read into it.
pub(crate) fn set_aside(path: &Path, day: &str) -> io::Result<PathBuf> {
    let aside = free_among(path, &format!(".set-aside-{day}"))?;
    for suffix in BESIDE.into_iter().chain([""]) {
        match fs::rename(with_suffix(path, suffix), with_suffix(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    keep_names(directory(path));
    Ok(aside)
}

/// A name beside the store that nothing has.
pub(crate) fn free_name(path: &Path, suffix: &str) -> Result<PathBuf, OpenProblem> {
    free_among(path, suffix).map_err(OpenProblem::disk)
}

fn free_among(path: &Path, suffix: &str) -> io::Result<PathBuf> {
    let base = with_suffix(path, suffix);
    let is_free = |name: &PathBuf| {
        let mut names = with_what_lies_beside(name).into_iter();
        names.all(|name| fs::symlink_metadata(name).is_err())
    };
    let names = (0..100).map(|number| match number {
        0 => base.clone(),
        number => with_suffix(&base, &format!(".{number}")),
    });
    let mut free = names.filter(is_free);
    free.next().ok_or(io::ErrorKind::AlreadyExists.into())
}

/// What the system says to a write there; nothing where it lets us.
pub(crate) fn hindrance(path: &Path) -> Option<OpenProblem> {
    let is_there = |error: &io::Error| error.kind() != io::ErrorKind::NotFound;
    let file = fs::File::options().read(true).write(true).open(path);
    let refused = file.err().filter(is_there).or_else(|| {
        let trial = with_suffix(path, ".trial");
        // One that an earlier trial could not take away is as good.
        let written = fs::write(&trial, [0; 4096]);
        let removed = fs::remove_file(&trial);
        written.and(removed).err()
    });
    refused.map(OpenProblem::disk)
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

/// Closes the folder and what is in it to other users, when a person asked for it.
///
/// A file of somebody else gives way to a copy that is this user's.
#[cfg(unix)]
pub(crate) fn mend_rights(path: &Path) -> Result<(), OpenProblem> {
    set_mode(directory(path), 0o700).map_err(OpenProblem::disk)?;
    for part in with_what_lies_beside(path) {
        // What is strange beside the store is moved away when that is opened.
        let found = match plain(&part) {
            Err(OpenProblem::NotAFile) if part != path => Found::Nothing,
            found => found?,
        };
        if found == Found::AFile && set_mode(&part, 0o600).is_err() {
            own_copy(&part)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn own_copy(path: &Path) -> Result<(), OpenProblem> {
    use std::io::Write;

    let new = with_suffix(path, ".own");
    // What an earlier try left is half a copy at best.
    let _ = fs::remove_file(&new);
    make_private_file(&new)?;
    let copy = || {
        let mut to = fs::File::options().write(true).open(&new)?;
        io::copy(&mut fs::File::open(path)?, &mut to)?;
        to.flush()?;
        to.sync_all()?;
        fs::rename(&new, path)
    };
    copy().map_err(|error| {
        let _ = fs::remove_file(&new);
        OpenProblem::disk(error)
    })
}

#[cfg(unix)]
fn close_directory(directory: &Path) -> Result<(), OpenProblem> {
    const STICKY: u32 = 0o1000;
    match mode(directory)? {
        // A directory for everybody, such as /tmp, is not closed without asking.
        mode if mode & STICKY != 0 => Err(OpenProblem::Exposed(Part::Folder)),
        // That of somebody else is not for us to close, asked or not.
        mode if mode & 0o077 != 0 => set_mode(directory, 0o700).map_err(OpenProblem::disk),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn close_file(path: &Path) -> Result<(), OpenProblem> {
    match mode(path)? {
        mode if mode & 0o077 != 0 => set_mode(path, 0o600).map_err(exposed_file),
        _ => Ok(()),
    }
}

/// A file that we can read and not close is somebody else's: a copy can take its place.
#[cfg(unix)]
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "every other kind has nothing to do with whose file it is"
)]
fn exposed_file(error: io::Error) -> OpenProblem {
    match error.kind() {
        io::ErrorKind::PermissionDenied => OpenProblem::Exposed(Part::File),
        _ => OpenProblem::disk(error),
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
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
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

/// There is nothing that we would close.
#[cfg(not(unix))]
pub(crate) fn mend_rights(_: &Path) -> Result<(), OpenProblem> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;

    #[test]
    fn a_copy_takes_the_place_of_a_file_and_only_this_user_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.db");
        fs::write(&path, "theirs").unwrap();
        fs::write(with_suffix(&path, ".own"), "half of it").unwrap();
        let before = fs::metadata(&path).unwrap().ino();
        own_copy(&path).unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_ne!(after.ino(), before);
        assert_eq!(after.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_closed_is_open_to_others_only_where_it_is_somebody_elses() {
        let named = |kind: io::ErrorKind| format!("{:?}", exposed_file(kind.into()));
        assert_eq!(named(io::ErrorKind::PermissionDenied), "Exposed(File)");
        assert_eq!(named(io::ErrorKind::ReadOnlyFilesystem), "ReadOnly");
    }

    #[test]
    fn where_everything_can_be_written_nothing_is_in_the_way_and_no_trial_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.db");
        assert!(hindrance(&path).is_none());
        fs::create_dir(&path).unwrap();
        assert!(matches!(hindrance(&path), Some(OpenProblem::Disk(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
