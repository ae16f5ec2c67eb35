//! A disk so small that a journey can fill it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::{Desktop, Trouble, process};

/// A disk that holds one folder; taken away when this is dropped.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Puts one of so many megabytes in the folder's place, which needs the rights to mount.
    pub fn at(desktop: &Desktop, folder: &Path, megabytes: u32) -> Result<SmallDisk, Trouble> {
        fs::create_dir_all(folder).map_err(Trouble::io(folder.display().to_string()))?;
        let size = format!("size={megabytes}m,mode=0700");
        let mut mount = desktop.command("mount");
        mount
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder);
        process::output(&mut mount)?;
        Ok(SmallDisk {
            folder: folder.to_owned(),
        })
    }

    /// Takes every byte that is left.
    pub fn fill(&self) -> Result<(), Trouble> {
        let failed = || Trouble::io("the filling of a disk");
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(self.filling())
            .map_err(failed())?;
        for piece in [vec![0; 1 << 16], vec![0; 1]] {
            loop {
                match file.write(&piece) {
                    Ok(_) => {}
                    Err(problem) if problem.kind() == ErrorKind::StorageFull => break,
                    Err(problem) => return Err(failed()(problem)),
                }
            }
        }
        Ok(())
    }

    /// Gives back what [`SmallDisk::fill`] took.
    pub fn free(&self) -> Result<(), Trouble> {
        fs::remove_file(self.filling()).map_err(Trouble::io("the freeing of a disk"))
    }

    fn filling(&self) -> PathBuf {
        self.folder.join("somebody-elses-film")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a program that still ends may have files open on it.
        let mut away = std::process::Command::new("umount");
        let _ = process::output(away.arg("--lazy").arg(&self.folder));
    }
}
