//! What stands on the screen, and what waits for somebody who shows it.

use std::collections::BTreeMap;

use super::standing::{ServerLife, Standing};
use crate::words::NoticeWords;

/// Whoever shows notices on this desktop. A number means a notice only within the life of the
/// server that gave it.
pub trait Server {
    /// Whether what was shown can be changed. Elsewhere a change would be one more notice.
    const REPLACES: bool;

    /// The life of the server that is there now.
    fn now(&mut self) -> Option<ServerLife>;

    /// The same, after a server was started where the desktop can do that.
    fn wake(&mut self) -> Option<ServerLife>;

    /// Shows a notice, in place of the one with a number; nothing where the server that was found
    /// last does not show it.
    fn show(&mut self, sheet: &Sheet, replaces: Option<u32>) -> Option<u32>;

    /// Takes a notice of the server that was found last off the screen.
    fn close(&mut self, id: u32);
}

/// What a server is given to show.
pub struct Sheet {
    pub words: NoticeWords,
    /// Name and label of each button; the first is the click on the notice itself.
    pub buttons: Vec<(&'static str, String)>,
    /// Whether it is to stand until a person has seen it.
    pub insists: bool,
}

/// What a person did with a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Clicked,
    Button(String),
    Closed,
}

/// What is called once a notice stands on the screen.
pub type Shown = Option<Box<dyn FnOnce() + Send>>;

/// A notice, and what it is about.
pub struct Posting<T> {
    pub sheet: Sheet,
    pub about: T,
    pub shown: Shown,
}

struct Posted<T> {
    posting: Posting<T>,
    /// The server's number, if it was shown in this life of the server.
    id: Option<u32>,
    is_current: bool,
}

/// All notices that stand or wait, by key.
pub struct Board<S, T> {
    server: S,
    /// The life of the server that gave the numbers.
    life: Option<ServerLife>,
    posted: BTreeMap<String, Posted<T>>,
    /// The same for the next run, should this one crash.
    standing: Standing,
}

impl<S: Server, T> Board<S, T> {
    /// An empty board. First of all it takes off what a run that crashed left on the screen.
    pub fn new(mut server: S, mut standing: Standing) -> Board<S, T> {
        let life = server.now();
        for id in standing.take_left(life.as_ref()) {
            server.close(id);
        }
        Board {
            server,
            life,
            posted: BTreeMap::new(),
            standing,
        }
    }

    /// Shows a notice, or changes the one under its key. One that is no news only changes what
    /// stands or waits.
    pub fn post(&mut self, key: String, posting: Posting<T>, is_news: bool) {
        let before = self.posted.remove(&key);
        if before.is_none() && !is_news {
            return;
        }
        let id = before.as_ref().and_then(|posted| posted.id);
        let is_current = id.is_some() && !is_news && !S::REPLACES;
        self.posted.insert(
            key,
            Posted {
                posting,
                id,
                is_current,
            },
        );
        let life = self.server.wake();
        self.meet(life);
    }

    /// Takes the notice under a key off the screen.
    pub fn withdraw(&mut self, key: &str) {
        let posted = self.posted.remove(key);
        if let Some(id) = posted.and_then(|posted| posted.id) {
            self.take_down(id);
        }
    }

    /// Takes all notices off the screen.
    pub fn clear(&mut self) {
        let keys: Vec<String> = self.posted.keys().cloned().collect();
        for key in keys {
            self.withdraw(&key);
        }
    }

    /// A server came or went, or is looked for again: what stands and what waits is shown.
    pub fn look_again(&mut self) {
        let life = self.server.now();
        self.meet(life);
    }

    /// Whether something waits for a server.
    pub fn waits(&self) -> bool {
        self.posted.values().any(|posted| !posted.is_current)
    }

    /// What a notice was about that a person answered. A server of another life speaks of notices
    /// that are not ours.
    pub fn answered(&mut self, life: &ServerLife, id: u32, answer: &Answer) -> Option<T> {
        if self.life.as_ref() != Some(life) {
            return None;
        }
        let mut all = self.posted.iter();
        let (key, _) = all.find(|(_, posted)| posted.id == Some(id))?;
        let posted = self.posted.remove(&key.clone())?;
        match answer {
            Answer::Closed => self.standing.forget(id),
            // Some servers let a notice stand that was answered, and nobody hears it any more.
            Answer::Clicked | Answer::Button(_) => self.take_down(id),
        }
        Some(posted.posting.about)
    }

    fn take_down(&mut self, id: u32) {
        self.server.close(id);
        self.standing.forget(id);
    }

    /// Gives the server that is there now what it does not show yet.
    fn meet(&mut self, life: Option<ServerLife>) {
        if life != self.life {
            // With the server, its notices left the screen.
            for posted in self.posted.values_mut() {
                (posted.id, posted.is_current) = (None, false);
            }
            self.standing.forget_all();
            self.life = life;
        }
        let Some(life) = &self.life else {
            return;
        };
        for posted in self.posted.values_mut().filter(|one| !one.is_current) {
            let sheet = &posted.posting.sheet;
            let Some(id) = self.server.show(sheet, posted.id) else {
                continue;
            };
            if S::REPLACES {
                self.standing.note(id, life.clone());
            }
            (posted.id, posted.is_current) = (Some(id), true);
            if let Some(shown) = posted.posting.shown.take() {
                shown();
            }
        }
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
