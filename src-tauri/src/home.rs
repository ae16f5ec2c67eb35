//! Where a run keeps its files. Practice and real never share a folder.

use std::io;
use std::path::{Path, PathBuf};

/// The identifier of the real app; folders, the keychain entry and the single instance carry it.
const IDENTIFIER: &str = "app.greentick";

/// Moves the data folder, for tests and demonstrations; only heeded in practice mode.
const HOME_VARIABLE: &str = "GREENTICK_HOME";

/// The data folder of this run.
#[derive(Debug, Clone)]
pub struct Home(PathBuf);

/// This system names no folder for the data of programs.
#[derive(Debug, thiserror::Error)]
#[error("this system names no folder for the data of programs")]
pub struct NoHome;

/// The identifier of this run.
pub fn identifier(practice: bool) -> String {
    if practice {
        format!("{IDENTIFIER}.practice")
    } else {
        IDENTIFIER.to_owned()
    }
}

impl Home {
    /// Finds the folder and creates it, closed to other users of the computer. One that cannot be
    /// used is said on standard error, and by whoever opens the store in it.
    pub fn open(practice: bool) -> Result<Home, NoHome> {
        let moved = std::env::var_os(HOME_VARIABLE).filter(|folder| !folder.is_empty());
        let folder = match moved {
            Some(folder) if practice => PathBuf::from(folder),
            // Tokens are sealed with a key of this computer: they must not roam to another.
            _ => dirs::data_local_dir()
                .ok_or(NoHome)?
                .join(identifier(practice)),
        };
        Ok(Home::at(folder))
    }

    fn at(folder: PathBuf) -> Home {
        if let Err(problem) = private_folder(&folder) {
            let folder = folder.display();
            eprintln!("greentick: cannot use the data folder {folder}: {problem}");
        }
        Home(folder)
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.0.join("greentick.db")
    }

    /// What the practice networks remember.
    pub fn practice_state(&self) -> PathBuf {
        self.0.join("practice-networks.json")
    }

    /// The log.
    pub fn log(&self) -> PathBuf {
        self.0.join("greentick.log")
    }

    /// What the engine of the list window keeps.
    pub fn window(&self) -> PathBuf {
        self.0.join("window")
    }

    /// What the engine of the sign-in windows keeps, which is nothing of what they show.
    pub fn sign_ins(&self) -> PathBuf {
        self.0.join("sign-ins")
    }

    /// The pictures that a panel reads.
    pub fn tray(&self) -> PathBuf {
        self.0.join("tray")
    }

    /// Which notices stand on the screen.
    pub fn standing_notices(&self) -> PathBuf {
        self.0.join("standing-notices")
    }

    /// There once the person was told that this desktop draws no tray icons.
    pub fn told_about_missing_tray(&self) -> PathBuf {
        self.0.join("told-about-missing-tray")
    }

    /// There once the person was told that a closed window keeps the watch running.
    pub fn told_about_tray(&self) -> PathBuf {
        self.0.join("told-about-tray")
    }
}

/// Creates a folder that only this user may enter. One for everybody, such as `/tmp`, is left as it
/// is: a person has to say that it is to be closed.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        const STICKY: u32 = 0o1000;
        const OTHERS: u32 = 0o077;
        let mode = std::fs::metadata(folder)?.permissions().mode();
        // Where nothing is too wide nothing is changed: a disk may be read-only, a folder another's.
        if mode & STICKY == 0 && mode & OTHERS != 0 {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_and_real_have_different_identities() {
        assert_ne!(identifier(true), identifier(false));
    }

    #[cfg(unix)]
    #[test]
    fn other_users_cannot_enter_the_data_folder() {
        use std::os::unix::fs::PermissionsExt;
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("a/b");
        std::fs::create_dir_all(&folder).unwrap();
        for (before, after) in [(0o755, 0o700), (0o1777, 0o1777)] {
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(before)).unwrap();
            Home::at(folder.clone());
            let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, after);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_leaves_the_app_to_say_so() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let home = Home::at(file.path().join("x"));
        assert_eq!(home.folder(), file.path().join("x"));
    }
}
