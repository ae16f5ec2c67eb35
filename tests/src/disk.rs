//! A disk so small that a journey can fill it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Trouble;

/// A disk that holds one folder; taken away when this is dropped.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Puts one of so many megabytes in the folder's place, which needs the rights to mount: root's
    /// own, or those of a sudo that asks nothing, as on a build server.
    pub fn at(folder: &Path, megabytes: u32) -> Result<SmallDisk, Trouble> {
        fs::create_dir_all(folder).map_err(Trouble::io(folder.display().to_string()))?;
        let size = format!("size={megabytes}m,mode=0700");
        let mount = ["mount", "-t", "tmpfs", "-o", &size, "tmpfs"];
        match as_root(&mount, folder) {
            true => Ok(SmallDisk {
                folder: folder.to_owned(),
            }),
            false => Err(Trouble::unexpected(
                "this needs a small file system and may not mount one: run it as root, or with \
                 sudo that asks for no password",
            )),
        }
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
        as_root(&["umount", "--lazy"], &self.folder);
    }
}

/// Whether it was done, by root's own rights or by sudo's.
fn as_root(words: &[&str], folder: &Path) -> bool {
    let done = |words: &[&str]| {
        let mut command = Command::new(words[0]);
        let status = command.args(&words[1..]).arg(folder).status();
        status.is_ok_and(|status| status.success())
    };
    done(words) || done(&[&["sudo", "-n"], words].concat())
}
