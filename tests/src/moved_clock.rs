//! The computer's clock as the programs of a session read it, moved at will (libfaketime).
//!
//! How long something takes is not moved along, as it is not when a clock is put right.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{Desktop, Trouble};

const LIBRARY: &str = "faketime/libfaketimeMT.so.1";
/// In Debian's folder for libraries of each kind of machine, and in those of others.
const LIBRARIES: [&str; 2] = ["/usr/lib", "/usr/lib64"];

/// A clock that shows more or less than it is.
pub struct MovedClock {
    file: PathBuf,
    ahead: i64,
}

impl MovedClock {
    /// Programs of the session that start from now on go by it.
    pub fn worn_by(desktop: &mut Desktop) -> Result<MovedClock, Trouble> {
        let clock = MovedClock {
            file: desktop.files().join("clock"),
            ahead: 0,
        };
        clock.show()?;
        desktop.wear("LD_PRELOAD", library()?);
        desktop.wear("FAKETIME_TIMESTAMP_FILE", &clock.file);
        for (name, value) in [
            ("FAKETIME_CACHE_DURATION", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("DONT_FAKE_MONOTONIC", "1"),
            ("FAKETIME_DISABLE_SHM", "1"),
            ("NO_FAKE_STAT", "1"),
        ] {
            desktop.wear(name, value);
        }
        Ok(clock)
    }

    /// By how many seconds it is ahead.
    pub fn ahead(&self) -> i64 {
        self.ahead
    }

    /// Puts it so many seconds ahead of the truth; programs notice within two seconds.
    pub fn set(&mut self, ahead: i64) -> Result<(), Trouble> {
        self.ahead = ahead;
        self.show()
    }

    /// What it shows, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        i64::try_from(millis).unwrap_or(i64::MAX) + self.ahead * 1000
    }

    fn show(&self) -> Result<(), Trouble> {
        // Replaced in one step: half a number would be another time.
        let beside = self.file.with_extension("new");
        fs::write(&beside, format!("{:+}\n", self.ahead))
            .and_then(|()| fs::rename(&beside, &self.file))
            .map_err(Trouble::io("a moved clock"))
    }
}

fn library() -> Result<PathBuf, Trouble> {
    let folders = LIBRARIES.iter().flat_map(|folder| {
        let inside = fs::read_dir(folder).into_iter().flatten().flatten();
        let inside = inside.map(|entry| entry.path());
        inside.chain([Path::new(folder).to_owned()])
    });
    let mut found = folders.map(|folder| folder.join(LIBRARY));
    found
        .find(|library| library.exists())
        .ok_or_else(|| Trouble::Missing {
            program: "libfaketime".to_owned(),
        })
}
