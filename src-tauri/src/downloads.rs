//! Saves files where people look for what programs made for them.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

/// After so many files of one name something else is wrong.
const MOST: u32 = 1000;

/// Saves a new file in the folder of downloads and says where it is.
pub fn save(name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    save_in(&folder()?, name, bytes)
}

fn folder() -> io::Result<PathBuf> {
    // A Linux desktop without named folders has none for downloads either.
    let folder = dirs::download_dir().or_else(|| Some(dirs::home_dir()?.join("Downloads")));
    folder.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no folder for downloads"))
}

/// What is there already stays: "list.csv" becomes "list (2).csv".
fn save_in(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = Path::new(name);
    let [Component::Normal(_)] = name.components().collect::<Vec<_>>()[..] else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a name"));
    };
    fs::create_dir_all(folder)?;
    for number in 1..=MOST {
        let path = folder.join(numbered(name, number));
        // Fails where anything of that name stands, a link too, so that nothing is followed.
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all());
                // Half a file would look like a whole one.
                if written.is_err() {
                    let _ = fs::remove_file(&path);
                }
                return written.map(|()| path);
            }
            Err(problem) if problem.kind() == io::ErrorKind::AlreadyExists => {}
            Err(problem) => return Err(problem),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn numbered(name: &Path, number: u32) -> PathBuf {
    if number == 1 {
        return name.to_owned();
    }
    let mut numbered = name.file_stem().unwrap_or_default().to_owned();
    numbered.push(format!(" ({number})"));
    if let Some(ending) = name.extension() {
        numbered.push(".");
        numbered.push(ending);
    }
    numbered.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_already_stays() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("Downloads");
        let first = save_in(&folder, "list.csv", b"one").unwrap();
        let second = save_in(&folder, "list.csv", b"two").unwrap();
        assert_eq!(first, folder.join("list.csv"));
        assert_eq!(second, folder.join("list (2).csv"));
        assert_eq!(fs::read_to_string(first).unwrap(), "one");
        assert_eq!(fs::read_to_string(second).unwrap(), "two");
    }

    #[test]
    fn nothing_is_written_beside_the_folder() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("Downloads");
        for name in ["../list.csv", "/tmp/list.csv", "a/b", "..", ""] {
            assert!(save_in(&folder, name, b"one").is_err(), "{name}");
        }
        assert!(!parent.path().join("list.csv").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let parent = tempfile::tempdir().unwrap();
        let elsewhere = parent.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, parent.path().join("list.csv")).unwrap();
        let saved = save_in(parent.path(), "list.csv", b"one").unwrap();
        assert_eq!(saved, parent.path().join("list (2).csv"));
        assert!(!elsewhere.exists());
    }
}
