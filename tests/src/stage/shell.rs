//! A desktop that opens nothing and remembers what it was asked to open.

use std::collections::{BTreeMap, BTreeSet};
use std::future::ready;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::AttemptId;
use engine::{CannotOpen, CannotSave, Jar, Notice, Opening, Receipt, Shell, SignInWindow};
use url::Url;

/// What the engine asked of the desktop.
#[derive(Default)]
pub struct Recorder(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    windows: Vec<SignInWindow>,
    open: BTreeSet<AttemptId>,
    browser: Vec<Url>,
    notices: Vec<Notice>,
    standing: BTreeMap<String, Notice>,
    emptied: Vec<Jar>,
    files: Vec<(String, Vec<u8>)>,
    came_forward: usize,
    broken: bool,
    shows_nothing: bool,
    receipts: Vec<Receipt>,
}

impl Recorder {
    /// Every sign-in window that was opened, the newest last.
    pub fn windows(&self) -> Vec<SignInWindow> {
        self.seen().windows.clone()
    }

    /// The sign-in windows that stand open.
    pub fn open_windows(&self) -> BTreeSet<AttemptId> {
        self.seen().open.clone()
    }

    /// Every address that was opened in the browser, the newest last.
    pub fn browser(&self) -> Vec<Url> {
        self.seen().browser.clone()
    }

    /// Every notice that called a person.
    pub fn notices(&self) -> Vec<Notice> {
        self.seen().notices.clone()
    }

    /// The notices that stand on the screen, by key.
    pub fn standing(&self) -> BTreeMap<String, Notice> {
        self.seen().standing.clone()
    }

    /// The jars that were emptied.
    pub fn emptied(&self) -> Vec<Jar> {
        self.seen().emptied.clone()
    }

    /// Every file that was saved, with its name, the newest last.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.seen().files.clone()
    }

    /// How often the list window was brought to the front.
    pub fn came_forward(&self) -> usize {
        self.seen().came_forward
    }

    /// From now on nothing can be opened or saved.
    pub fn break_down(&self) {
        self.seen().broken = true;
    }

    /// Nobody shows notices any more, or somebody does again: all that wait, then.
    pub fn shows_notices(&self, shows: bool) {
        let mut seen = self.seen();
        seen.shows_nothing = !shows;
        if shows {
            seen.receipts.drain(..).for_each(Receipt::shown);
        }
    }

    /// A person closed a sign-in window; whoever asks for it must tell the engine too.
    pub(super) fn closed_by_person(&self, attempt: AttemptId) -> bool {
        self.seen().open.remove(&attempt)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn may_open(&self) -> Result<MutexGuard<'_, Seen>, CannotOpen> {
        let seen = self.seen();
        match seen.broken {
            true => Err(CannotOpen("the desktop is broken".to_owned())),
            false => Ok(seen),
        }
    }
}

impl Shell for Recorder {
    fn open_sign_in_window(&self, window: SignInWindow) -> Result<(), CannotOpen> {
        let mut seen = self.may_open()?;
        seen.open.insert(window.attempt);
        seen.windows.push(window);
        Ok(())
    }

    fn raise_sign_in_window(&self, attempt: AttemptId) -> bool {
        self.seen().open.contains(&attempt)
    }

    fn close_sign_in_window(&self, attempt: AttemptId) {
        self.seen().open.remove(&attempt);
    }

    fn open_in_browser(&self, url: &Url) -> Result<Opening, CannotOpen> {
        let opened = self
            .may_open()
            .map(|mut seen| seen.browser.push(url.clone()));
        Ok(Box::pin(ready(opened)))
    }

    fn forget_sign_ins(&self, jar: &Jar) -> Result<(), CannotOpen> {
        self.may_open()?.emptied.push(jar.clone());
        Ok(())
    }

    fn save_file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, CannotSave> {
        let mut seen = self.seen();
        if seen.broken {
            return Err(CannotSave("the desktop is broken".to_owned()));
        }
        seen.files.push((name.to_owned(), bytes.to_owned()));
        Ok(PathBuf::from("/home/somebody/Downloads").join(name))
    }

    fn show_notice(&self, notice: Notice, receipt: Receipt) {
        let mut seen = self.seen();
        let key = notice.key.clone();
        if notice.is_news {
            seen.notices.push(notice.clone());
            seen.standing.insert(key, notice);
        } else if let Some(standing) = seen.standing.get_mut(&key) {
            *standing = notice;
        }
        match seen.shows_nothing {
            true => seen.receipts.push(receipt),
            false => receipt.shown(),
        }
    }

    fn withdraw_notice(&self, key: &str) {
        self.seen().standing.remove(key);
    }

    fn come_forward(&self) {
        self.seen().came_forward += 1;
    }
}
