//! Which notices stand on the screen, in a file: a run that crashed leaves them there with buttons
//! that nobody hears, and the next one takes them off. The file holds numbers, never what is said.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{fs, io};

use crate::replace::replace;

/// One life of a notification server, as a word without spaces. A number means a notice only within
/// it: the next life counts from the start, and would take another app's notice for ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerLife(String);

impl ServerLife {
    /// Nobody gets the name of a bus a second time while that bus lives, and no bus the id of another.
    pub fn new(bus_id: &str, unique_name: &str) -> ServerLife {
        ServerLife(format!("{bus_id}/{unique_name}"))
    }
}

/// The notices that stand, by the server's number.
pub struct Standing {
    path: PathBuf,
    notices: BTreeMap<u32, ServerLife>,
}

impl Standing {
    /// What the run before left in the file. What cannot be read is as if nothing stood.
    pub fn recall(path: PathBuf) -> Standing {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(problem) => {
                if problem.kind() != io::ErrorKind::NotFound {
                    tracing::warn!(%problem, "which notices stand cannot be read");
                }
                String::new()
            }
        };
        let notices = text.lines().filter_map(read).collect();
        Standing { path, notices }
    }

    /// Gives the numbers that still mean a notice in this life of the server, and forgets all.
    pub fn take_left(&mut self, now: Option<&ServerLife>) -> Vec<u32> {
        if self.notices.is_empty() {
            return Vec::new();
        }
        let left = std::mem::take(&mut self.notices);
        self.keep();
        let still = |(id, life)| (Some(&life) == now).then_some(id);
        left.into_iter().filter_map(still).collect()
    }

    /// A notice was shown.
    pub fn note(&mut self, id: u32, life: ServerLife) {
        if self.notices.get(&id) != Some(&life) {
            self.notices.insert(id, life);
            self.keep();
        }
    }

    /// A notice is gone.
    pub fn forget(&mut self, id: u32) {
        if self.notices.remove(&id).is_some() {
            self.keep();
        }
    }

    /// The server ended, and all notices with it.
    pub fn forget_all(&mut self) {
        if !self.notices.is_empty() {
            self.notices.clear();
            self.keep();
        }
    }

    fn keep(&self) {
        let lines = self.notices.iter();
        let text: String = lines
            .map(|(id, ServerLife(life))| format!("{life} {id}\n"))
            .collect();
        // A half-written number would be another notice's. A power cut ends the server as well.
        if let Err(problem) = replace(&self.path, text.as_bytes()) {
            tracing::warn!(%problem, "which notices stand cannot be kept");
        }
    }
}

fn read(line: &str) -> Option<(u32, ServerLife)> {
    let (life, id) = line.split_once(' ')?;
    Some((id.parse().ok()?, ServerLife(life.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(name: &str) -> ServerLife {
        ServerLife::new("6a1f", name)
    }

    #[test]
    fn the_next_run_gets_what_stood_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("standing-notices");
        let mut before = Standing::recall(path.clone());
        for id in [3, 4, 5] {
            before.note(id, life(":1.7"));
        }
        before.forget(4);
        let mut next = Standing::recall(path.clone());
        assert_eq!(next.take_left(Some(&life(":1.7"))), [3, 5]);
        assert!(Standing::recall(path).notices.is_empty());
    }

    #[test]
    fn numbers_of_another_life_of_the_server_mean_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("standing-notices");
        let gone = [
            Some(life(":1.8")),
            Some(ServerLife::new("77c0", ":1.7")),
            None,
        ];
        for now in gone {
            let mut before = Standing::recall(path.clone());
            before.note(3, life(":1.7"));
            let mut next = Standing::recall(path.clone());
            assert!(next.take_left(now.as_ref()).is_empty(), "{now:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_names_no_notice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("standing-notices");
        fs::write(
            &path,
            "6a1f/:1.7 3x\n6a1f/:1.7\n\n6a1f/:1.7 -3\n6a1f/:1.7 9\n",
        )
        .unwrap();
        let mut standing = Standing::recall(path);
        assert_eq!(standing.take_left(Some(&life(":1.7"))), [9]);
    }
}
