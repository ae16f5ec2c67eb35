//! Desktop notices, on a thread of their own: the notification server may be slow, or gone.

mod board;
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod elsewhere;
#[cfg(all(unix, not(target_os = "macos")))]
mod freedesktop;
mod standing;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use ::words::{notices, say};
use domain::LocationId;
use engine::{Notice, NoticeAbout, Receipt};

use self::board::{Answer, Board, Posting, Sheet, Shown};
#[cfg(not(all(unix, not(target_os = "macos"))))]
use self::elsewhere::Desktop;
#[cfg(all(unix, not(target_os = "macos")))]
use self::freedesktop::Desktop;
use self::standing::{ServerLife, Standing};
use crate::words::{self, NoticeWords, not_watching};

/// The buttons' names; the click on the notice itself comes first.
const OPEN: &str = "open";
const RECONNECT: &str = "reconnect";
const KEYCHAIN: &str = "keychain";
const LATER: &str = "later";
/// How long the end of the app waits for its notices to leave the screen.
const PARTING: Duration = Duration::from_secs(1);
/// How often what could not be shown is tried again, should nobody say that a server came.
const PACE: Duration = Duration::from_secs(60);

/// Hands notices to the thread that shows them.
#[derive(Clone)]
pub struct Notices {
    errands: Sender<Errand>,
    /// The marks of what was said in this run, whether it could be remembered or not.
    hints: Arc<Mutex<BTreeSet<PathBuf>>>,
}

enum Errand {
    Post {
        key: String,
        posting: Posting<Matter>,
        is_news: bool,
    },
    Withdraw(String),
    /// A server may have come or gone.
    #[cfg(all(unix, not(target_os = "macos")))]
    LookAgain,
    Answered {
        life: ServerLife,
        id: u32,
        answer: Answer,
    },
    Clear(Sender<()>),
}

/// What a person wants of a notice.
#[derive(Debug, PartialEq, Eq)]
pub enum NoticeAction {
    /// The list window.
    App,
    /// A location in the list window.
    Location(LocationId),
    /// The sign-in of a location.
    Reconnect(LocationId),
    /// To be told of these again later.
    Later(Vec<LocationId>),
    /// The keychain opened.
    Keychain,
}

/// What a notice is about.
enum Matter {
    Locations(NoticeAbout),
    App,
}

impl Notices {
    /// Starts the thread, which first of all takes off what a run that crashed left, as the file
    /// `standing` tells. What a person wants of a notice is carried out by `carry_out`.
    ///
    /// # Errors
    ///
    /// The system gives no thread.
    pub fn start(
        standing: PathBuf,
        practice: bool,
        carry_out: impl Fn(NoticeAction) + Send + 'static,
    ) -> std::io::Result<Notices> {
        let (errands, letters) = channel();
        let standing = Standing::recall(standing);
        let desktop = Desktop::new(errands.clone());
        let thread = NotificationThread {
            carry_out,
            practice,
        };
        thread::Builder::new()
            .name("notices".to_owned())
            .spawn(move || thread.work(Board::new(desktop, standing), &letters))?;
        Ok(Notices {
            errands,
            hints: Arc::default(),
        })
    }

    /// Shows a notice, or replaces the one under its key.
    pub fn show(&self, notice: Notice, receipt: Receipt) {
        let about = notice.about;
        let mut buttons = vec![(OPEN, say(notices::open()))];
        if one_sign_in_helps(&about) {
            buttons.push((RECONNECT, say(notices::reconnect())));
        }
        if let NoticeAbout::KeychainClosed { key } = &about
            && let Some(text) = not_watching::opens(*key)
        {
            buttons.push((KEYCHAIN, text));
        }
        if can_wait(&about) {
            buttons.push((LATER, say(notices::later())));
        }
        let sheet = Sheet {
            words: words::notice(&about),
            buttons,
            insists: true,
        };
        let shown = Some(Box::new(move || receipt.shown()) as _);
        self.post(
            notice.key,
            notice.is_news,
            sheet,
            Matter::Locations(about),
            shown,
        );
    }

    /// Takes the notice under a key off the screen.
    pub fn withdraw(&self, key: &str) {
        self.hand_over(Errand::Withdraw(key.to_owned()));
    }

    /// Shows something that concerns the whole app, until it is withdrawn.
    pub fn say(&self, key: &str, words: NoticeWords) {
        self.post(
            key.to_owned(),
            true,
            app_sheet(words, true),
            Matter::App,
            None,
        );
    }

    /// Says something that a person needs to hear but once. The file is there once it was shown.
    pub fn say_once(&self, mark: PathBuf, words: NoticeWords) {
        let mut hints = self.hints.lock().unwrap_or_else(PoisonError::into_inner);
        if mark.exists() || !hints.insert(mark.clone()) {
            return;
        }
        let key = mark.display().to_string();
        let shown = move || {
            if let Err(problem) = std::fs::write(&mark, "") {
                tracing::warn!(%problem, "cannot remember what was said");
            }
        };
        let sheet = app_sheet(words, false);
        self.post(key, true, sheet, Matter::App, Some(Box::new(shown)));
    }

    /// Takes all notices off the screen before the app ends: nobody is left to hear their buttons.
    pub fn clear(&self) {
        let (sender, done) = channel();
        self.hand_over(Errand::Clear(sender));
        // A server that hangs does not keep the app from ending.
        let _ = done.recv_timeout(PARTING);
    }

    fn post(&self, key: String, is_news: bool, sheet: Sheet, about: Matter, shown: Shown) {
        let posting = Posting {
            sheet,
            about,
            shown,
        };
        self.hand_over(Errand::Post {
            key,
            posting,
            is_news,
        });
    }

    fn hand_over(&self, errand: Errand) {
        if self.errands.send(errand).is_err() {
            tracing::error!("notices are not shown any more");
        }
    }
}

fn app_sheet(words: NoticeWords, insists: bool) -> Sheet {
    Sheet {
        words,
        buttons: vec![(OPEN, say(notices::open()))],
        insists,
    }
}

/// Lives on the thread.
struct NotificationThread<F> {
    carry_out: F,
    practice: bool,
}

impl<F: Fn(NoticeAction)> NotificationThread<F> {
    fn work(self, mut board: Board<Desktop, Matter>, errands: &Receiver<Errand>) {
        loop {
            let errand = match board.waits() {
                true => errands.recv_timeout(PACE),
                false => errands.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match errand {
                Ok(errand) => self.run(&mut board, errand),
                Err(RecvTimeoutError::Timeout) => board.look_again(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn run(&self, board: &mut Board<Desktop, Matter>, errand: Errand) {
        match errand {
            Errand::Post {
                key,
                mut posting,
                is_news,
            } => {
                if self.practice {
                    posting.sheet.words = posting.sheet.words.in_practice();
                }
                board.post(key, posting, is_news);
            }
            Errand::Withdraw(key) => board.withdraw(&key),
            #[cfg(all(unix, not(target_os = "macos")))]
            Errand::LookAgain => board.look_again(),
            Errand::Answered { life, id, answer } => {
                let matter = board.answered(&life, id, &answer);
                if let Some(wanted) = matter.and_then(|matter| wanted(&matter, &answer)) {
                    (self.carry_out)(wanted);
                }
            }
            Errand::Clear(done) => {
                board.clear();
                // Whoever asked may have lost patience.
                let _ = done.send(());
            }
        }
    }
}

/// What a person wants who answers a notice so.
fn wanted(matter: &Matter, answer: &Answer) -> Option<NoticeAction> {
    let locations = match matter {
        Matter::Locations(about) => concerned(about),
        Matter::App => BTreeSet::new(),
    };
    if matches!(answer, Answer::Button(name) if name == KEYCHAIN) {
        return Some(NoticeAction::Keychain);
    }
    let Some(first) = locations.first() else {
        return (*answer != Answer::Closed).then_some(NoticeAction::App);
    };
    match answer {
        Answer::Clicked => Some(NoticeAction::Location(*first)),
        Answer::Button(name) if name == RECONNECT => Some(NoticeAction::Reconnect(*first)),
        Answer::Button(name) if name == LATER => {
            Some(NoticeAction::Later(locations.into_iter().collect()))
        }
        Answer::Button(_) | Answer::Closed => None,
    }
}

/// The locations that a notice is about; a click shows the first.
fn concerned(about: &NoticeAbout) -> BTreeSet<LocationId> {
    match about {
        NoticeAbout::StoppedWorking { location, .. } => [*location].into(),
        NoticeAbout::ManyStoppedWorking { locations, .. }
        | NoticeAbout::SignInEnds { locations, .. }
        | NoticeAbout::Unheard { locations, .. }
        | NoticeAbout::NotKeptYet { locations, .. }
        | NoticeAbout::ManySignInsEnd { locations, .. } => locations.iter().copied().collect(),
        NoticeAbout::CannotWrite
        | NoticeAbout::StoreMoved
        | NoticeAbout::WrongClock { .. }
        | NoticeAbout::KeychainClosed { .. } => BTreeSet::new(),
    }
}

/// Whether there is a later: what is lost with the app, or is this computer's own trouble, is said
/// until it is mended.
fn can_wait(about: &NoticeAbout) -> bool {
    !matches!(
        about,
        NoticeAbout::NotKeptYet { .. }
            | NoticeAbout::CannotWrite
            | NoticeAbout::StoreMoved
            | NoticeAbout::WrongClock { .. }
            | NoticeAbout::KeychainClosed { .. }
    )
}

/// Whether the sign-in of one location brings everything back that a notice is about. What several
/// people lost needs each of them.
fn one_sign_in_helps(about: &NoticeAbout) -> bool {
    match about {
        NoticeAbout::StoppedWorking { .. } | NoticeAbout::SignInEnds { .. } => true,
        NoticeAbout::ManyStoppedWorking { person, .. } => person.is_some(),
        NoticeAbout::Unheard { unheard, .. } => *unheard == domain::Unheard::Refused,
        NoticeAbout::ManySignInsEnd { .. }
        | NoticeAbout::NotKeptYet { .. }
        | NoticeAbout::CannotWrite
        | NoticeAbout::StoreMoved
        | NoticeAbout::WrongClock { .. }
        | NoticeAbout::KeychainClosed { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn button(name: &str) -> Answer {
        Answer::Button(name.to_owned())
    }

    #[test]
    fn a_person_gets_what_the_notice_is_about() {
        let [one, other] = [1, 2].map(|nth| LocationId::from_bytes([nth; 16]));
        let about = Matter::Locations(NoticeAbout::ManyStoppedWorking {
            locations: vec![other, one],
            person: None,
            network: "Facebook".to_owned(),
            cause: domain::Cause::AccessLost,
            probable: false,
        });
        for (answer, gets) in [
            (Answer::Clicked, Some(NoticeAction::Location(one))),
            (button(RECONNECT), Some(NoticeAction::Reconnect(one))),
            (button(LATER), Some(NoticeAction::Later(vec![one, other]))),
            (Answer::Closed, None),
        ] {
            assert_eq!(wanted(&about, &answer), gets, "{answer:?}");
        }
        for (answer, gets) in [
            (Answer::Clicked, Some(NoticeAction::App)),
            (button(OPEN), Some(NoticeAction::App)),
            (button(KEYCHAIN), Some(NoticeAction::Keychain)),
            (Answer::Closed, None),
        ] {
            assert_eq!(wanted(&Matter::App, &answer), gets, "{answer:?}");
        }
    }
}
