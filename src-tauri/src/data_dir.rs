//! Where a run keeps its files. Practice and real never share a folder.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::passing::Passing;
use crate::private_folder::private_folder;

/// The identifier of the real app; folders, the keychain entry and the single instance carry it.
const IDENTIFIER: &str = "app.greentick";

/// Moves the data folder, for tests and demonstrations; only heeded in practice mode.
const HOME_VARIABLE: &str = "GREENTICK_HOME";

/// What kind of run this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// With the networks themselves.
    Real,
    /// With the practice networks.
    Practice,
    /// With the practice networks and a sample, of which nothing is left.
    Sample,
}

/// The folders of this run.
#[derive(Debug, Clone)]
pub struct DataDir {
    data: PathBuf,
    /// Where nothing of it is left after the run.
    passing: Option<Arc<Passing>>,
    /// Where the system's engines of windows and tray keep theirs: in the data folder, unless they
    /// could not write there, or not understand its name.
    engines: PathBuf,
}

/// This system names no folder for the data of programs.
#[derive(Debug, thiserror::Error)]
#[error("this system names no folder for the data of programs")]
pub struct NoDataDir;

impl Kind {
    /// The identifier of such a run.
    pub fn identifier(self) -> String {
        match self {
            Kind::Real => IDENTIFIER.to_owned(),
            Kind::Practice => format!("{IDENTIFIER}.practice"),
            Kind::Sample => format!("{IDENTIFIER}.sample"),
        }
    }

    /// Whether its networks are those of practice.
    pub fn is_practice(self) -> bool {
        match self {
            Kind::Real => false,
            Kind::Practice | Kind::Sample => true,
        }
    }
}

impl DataDir {
    /// Finds the folder and creates it, closed to other users of the computer. One that cannot be
    /// used is said on standard error, and by whoever opens the store in it.
    pub fn open(kind: Kind) -> Result<DataDir, NoDataDir> {
        if kind == Kind::Sample {
            return Ok(DataDir::of_sample());
        }
        let moved = std::env::var_os(HOME_VARIABLE).filter(|folder| !folder.is_empty());
        let folder = match moved {
            Some(folder) if kind.is_practice() => PathBuf::from(folder),
            // Tokens are sealed with a key of this computer: they must not roam to another.
            _ => dirs::data_local_dir()
                .ok_or(NoDataDir)?
                .join(kind.identifier()),
        };
        Ok(DataDir::at(folder, &kind.identifier()))
    }

    fn of_sample() -> DataDir {
        let folder = sample_folder();
        let passing = Passing::take(&folder);
        if let Err(problem) = &passing {
            eprintln!(
                "greentick: cannot use the folder {}: {problem}",
                folder.display()
            );
        }
        DataDir {
            passing: passing.ok().map(Arc::new),
            ..DataDir::at(folder, &Kind::Sample.identifier())
        }
    }

    /// Removes what a run of the sample left that ended without a good-bye.
    pub fn clear_sample() {
        Passing::clear(&sample_folder());
    }

    /// Removes the folder, where nothing of this run is to be left.
    pub fn leave_nothing(&self) {
        if let Some(passing) = &self.passing {
            passing.end();
        }
    }

    fn at(data: PathBuf, identifier: &str) -> DataDir {
        let usable = private_folder(&data).and_then(|()| takes_a_file(&data));
        if let Err(problem) = &usable {
            let folder = data.display();
            eprintln!("greentick: cannot use the data folder {folder}: {problem}");
        }
        let engines = match usable {
            Ok(()) if data.to_str().is_some() => data.clone(),
            _ => elsewhere(identifier),
        };
        DataDir {
            data,
            passing: None,
            engines,
        }
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.data
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.data.join("greentick.db")
    }

    /// What the practice networks remember.
    pub fn practice_state(&self) -> PathBuf {
        self.data.join("practice-networks.json")
    }

    /// The log.
    pub fn log(&self) -> PathBuf {
        self.data.join("greentick.log")
    }

    /// What the engine of the list window keeps.
    pub fn window(&self) -> PathBuf {
        self.engines.join("window")
    }

    /// What the engine of the sign-in windows keeps, which is nothing of what they show.
    pub fn sign_ins(&self) -> PathBuf {
        self.engines.join("sign-ins")
    }

    /// How the list window looks.
    pub fn look(&self) -> PathBuf {
        self.data.join("look.json")
    }

    /// The pictures that a panel reads.
    pub fn tray(&self) -> PathBuf {
        self.engines.join("tray")
    }

    /// Which notices stand on the screen.
    pub fn standing_notices(&self) -> PathBuf {
        self.data.join("standing-notices")
    }

    /// There once the person was told that this desktop draws no tray icons.
    pub fn told_about_missing_tray(&self) -> PathBuf {
        self.data.join("told-about-missing-tray")
    }

    /// There once the person was told that a closed window keeps the watch running.
    pub fn told_about_tray(&self) -> PathBuf {
        self.data.join("told-about-tray")
    }
}

/// Whether something as large as a row can be written there.
fn takes_a_file(folder: &Path) -> io::Result<()> {
    let trial = folder.join(format!(".trial-{}", std::process::id()));
    let written = std::fs::write(&trial, [0; 4096]);
    let removed = std::fs::remove_file(&trial);
    written.and(removed)
}

/// A place of this user for what need not outlive the session.
fn of_the_session() -> PathBuf {
    dirs::runtime_dir()
        .or_else(dirs::cache_dir)
        .unwrap_or_else(std::env::temp_dir)
}

fn sample_folder() -> PathBuf {
    of_the_session().join(Kind::Sample.identifier())
}

/// A folder of this user that need not outlive the session.
fn elsewhere(identifier: &str) -> PathBuf {
    let folder = of_the_session().join(identifier);
    if let Err(problem) = private_folder(&folder) {
        let folder = folder.display();
        eprintln!("greentick: cannot use the folder {folder}: {problem}");
    }
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_and_real_have_different_identities() {
        let all = [Kind::Real, Kind::Practice, Kind::Sample].map(Kind::identifier);
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
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
            DataDir::at(folder.clone(), "app.greentick.test");
            let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, after);
        }
    }

    #[test]
    fn a_folder_that_can_be_used_holds_everything_and_no_trial_stays() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = DataDir::at(folder.path().to_owned(), "app.greentick.test");
        assert!(data_dir.tray().starts_with(folder.path()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_cannot_be_made_leaves_the_app_to_say_so() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let data_dir = DataDir::at(file.path().join("x"), "app.greentick.test");
        assert_eq!(data_dir.folder(), file.path().join("x"));
        assert!(!data_dir.window().starts_with(file.path()));
    }
}
