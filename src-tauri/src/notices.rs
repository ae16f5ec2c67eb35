//! Desktop notices, on a thread of their own: the notification server may be slow, or gone.

use std::collections::{BTreeSet, HashMap};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use domain::LocationId;
use engine::{Notice, NoticeAbout};
use notify_rust::{Notification, NotificationHandle, NotificationResponse};
use tauri::{AppHandle, Manager};
use wire::Request;

use crate::home::Home;
use crate::locations;
use crate::plain_text::escaped;
use crate::running::Awaited;
use crate::standing::{ServerLife, Standing};
use crate::words::{self, NoticeWords};

/// The buttons' names on the bus; `default` is the click on the notice itself.
const RECONNECT: &str = "reconnect";
const LATER: &str = "later";
const CLICK: &str = "default";
/// How long a notice is put off by its button.
const LATER_HOURS: u32 = 24;
/// How long the end of the app waits for its notices to leave the screen.
const PARTING: Duration = Duration::from_secs(1);

/// Hands notices to the thread that shows them.
#[derive(Clone)]
pub struct Notices(Sender<Errand>);

enum Errand {
    Show(Notice),
    Withdraw(String),
    Say(NoticeWords),
    Answered {
        key: String,
        id: u32,
        answer: Answer,
    },
    Clear(Sender<()>),
}

/// What a person did with a notice.
enum Answer {
    Clicked,
    Button(String),
    Closed,
}

impl Notices {
    /// Starts the thread, which first of all takes off what a run that crashed left.
    pub fn start(app: AppHandle, practice: bool) -> std::io::Result<Notices> {
        let (sender, errands) = channel();
        let notices = Notices(sender.clone());
        let standing = Standing::recall(app.state::<Home>().standing_notices());
        let desk = NoticeDesk {
            app,
            practice,
            sender,
            shown: HashMap::new(),
            standing,
        };
        thread::Builder::new()
            .name("notices".to_owned())
            .spawn(move || desk.work(errands))?;
        Ok(notices)
    }

    /// Shows a notice, or replaces the one under its key.
    pub fn show(&self, notice: Notice) {
        self.hand_over(Errand::Show(notice));
    }

    /// Takes the notice under a key off the screen.
    pub fn withdraw(&self, key: &str) {
        self.hand_over(Errand::Withdraw(key.to_owned()));
    }

    /// Shows something that concerns no location.
    pub fn say(&self, words: NoticeWords) {
        self.hand_over(Errand::Say(words));
    }

    /// Takes all notices about locations off the screen before the app ends: nobody is left to hear
    /// their buttons.
    pub fn clear(&self) {
        let (sender, done) = channel();
        self.hand_over(Errand::Clear(sender));
        // A server that hangs does not keep the app from ending.
        let _ = done.recv_timeout(PARTING);
    }

    fn hand_over(&self, errand: Errand) {
        if self.0.send(errand).is_err() {
            tracing::error!("notices are not shown any more");
        }
    }
}

/// Lives on the thread.
struct NoticeDesk {
    app: AppHandle,
    practice: bool,
    sender: Sender<Errand>,
    /// The notices that are on the screen, by key.
    shown: HashMap<String, OnScreen>,
    /// The same for the next run, should this one crash.
    standing: Standing,
}

struct OnScreen {
    /// The server's number, where it has numbers.
    id: u32,
    about: NoticeAbout,
}

impl NoticeDesk {
    fn work(mut self, errands: Receiver<Errand>) {
        for id in self.standing.take_left(server().as_ref()) {
            close(id);
        }
        for errand in errands {
            match errand {
                Errand::Show(notice) => self.show(notice),
                Errand::Withdraw(key) => self.withdraw(&key),
                Errand::Say(words) => {
                    if let Some(handle) = put_up(&mut self.worded(words)) {
                        listen(handle, |_| ());
                    }
                }
                Errand::Answered { key, id, answer } => self.answered(&key, id, &answer),
                Errand::Clear(done) => {
                    let keys: Vec<String> = self.shown.keys().cloned().collect();
                    for key in keys {
                        self.withdraw(&key);
                    }
                    // Whoever asked may have lost patience.
                    let _ = done.send(());
                }
            }
        }
    }

    fn show(&mut self, notice: Notice) {
        let older = self.shown.get(&notice.key).map(|shown| shown.id);
        if !notice.is_news && older.is_none() {
            return;
        }
        let mut notification = self.worded(words::notice(&notice.about));
        if has("actions") {
            notification.action(CLICK, words::OPEN);
            if one_sign_in_helps(&notice.about) {
                notification.action(RECONNECT, words::RECONNECT);
            }
            if can_wait(&notice.about) {
                notification.action(LATER, words::LATER);
            }
        }
        if let Some(id) = older {
            notification.id(id);
        }
        // Asked before: should the server change in between, the number counts as the old one's, and
        // no other app's notice is ever taken for it.
        let life = server();
        let Some(handle) = put_up(&mut notification) else {
            return;
        };
        let Some(id) = number(&handle) else {
            let (app, about) = (self.app.clone(), notice.about);
            return listen(handle, move |response| obey(&app, &about, &read(response)));
        };
        if let Some(life) = life {
            self.standing.note(id, life);
        }
        let about = notice.about;
        self.shown
            .insert(notice.key.clone(), OnScreen { id, about });
        if older == Some(id) {
            // The one who listens for the older notice hears the answer to this one as well.
            return;
        }
        let (sender, key) = (self.sender.clone(), notice.key);
        listen(handle, move |response| {
            let answer = read(response);
            // Without the thread nobody is left to act.
            let _ = sender.send(Errand::Answered { key, id, answer });
        });
    }

    fn answered(&mut self, key: &str, id: u32, answer: &Answer) {
        if self.shown.get(key).is_some_and(|shown| shown.id == id)
            && let Some(shown) = self.shown.remove(key)
        {
            self.standing.forget(id);
            // Some servers let a notice stand that was answered, and nobody hears it any more.
            if !matches!(answer, Answer::Closed) {
                close(shown.id);
            }
            obey(&self.app, &shown.about, answer);
        }
    }

    fn withdraw(&mut self, key: &str) {
        if let Some(shown) = self.shown.remove(key) {
            close(shown.id);
            self.standing.forget(shown.id);
        }
    }

    /// A notice with these words and without buttons.
    fn worded(&self, words: NoticeWords) -> Notification {
        plain(&match self.practice {
            true => words.in_practice(),
            false => words,
        })
    }
}

fn obey(app: &AppHandle, about: &NoticeAbout, answer: &Answer) {
    let locations = concerned(about);
    let Some(first) = locations.first() else {
        return;
    };
    match answer {
        Answer::Clicked => locations::show(app, *first),
        Answer::Button(name) if name == RECONNECT => locations::reconnect(app, *first),
        Answer::Button(name) if name == LATER => {
            app.state::<Awaited>().ask(Request::SnoozeAlerts {
                locations: locations.iter().map(ToString::to_string).collect(),
                hours: LATER_HOURS,
            });
        }
        Answer::Button(_) | Answer::Closed => {}
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
        NoticeAbout::CannotWrite => BTreeSet::new(),
    }
}

/// Whether there is a later: what is lost with the app, or cannot even be kept, is said until it is
/// mended.
fn can_wait(about: &NoticeAbout) -> bool {
    !matches!(
        about,
        NoticeAbout::NotKeptYet { .. } | NoticeAbout::CannotWrite
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
        | NoticeAbout::CannotWrite => false,
    }
}

fn plain(words: &NoticeWords) -> Notification {
    let mut notification = Notification::new();
    // Only the body can be marked up, and servers that do not read it would show the escapes.
    let body = match has("body-markup") {
        true => escaped(&words.body),
        false => words.body.clone(),
    };
    notification
        .appname("Greentick")
        .summary(&words.title)
        .body(&body);
    #[cfg(all(unix, not(target_os = "macos")))]
    notification
        .icon("greentick")
        .hint(notify_rust::Hint::DesktopEntry("Greentick".to_owned()));
    #[cfg(windows)]
    notification.app_id("app.greentick");
    notification
}

/// Whether the server has something that not every one has.
#[cfg(all(unix, not(target_os = "macos")))]
fn has(wanted: &str) -> bool {
    notify_rust::get_capabilities()
        .is_ok_and(|known| known.iter().any(|capability| capability == wanted))
}

/// Elsewhere buttons are part of the system, and text is text.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn has(wanted: &str) -> bool {
    wanted == "actions"
}

fn put_up(notification: &mut Notification) -> Option<NotificationHandle> {
    match notification.show() {
        Ok(handle) => Some(handle),
        Err(problem) => {
            tracing::warn!(%problem, "a notice cannot be shown");
            None
        }
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn number(handle: &NotificationHandle) -> Option<u32> {
    Some(handle.id())
}

/// Elsewhere the system replaces and withdraws nothing by number.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn number(_: &NotificationHandle) -> Option<u32> {
    None
}

/// Which life of the notification server this is; none where there is no server now.
#[cfg(all(unix, not(target_os = "macos")))]
fn server() -> Option<ServerLife> {
    let server = crate::bus::notification_server();
    server
        .inspect_err(|problem| tracing::debug!(%problem, "nobody shows notices"))
        .ok()
}

/// Elsewhere notices have no numbers to be kept.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn server() -> Option<ServerLife> {
    None
}

#[cfg(all(unix, not(target_os = "macos")))]
fn close(id: u32) {
    if let Err(problem) = crate::bus::close_notice(id) {
        // It may have gone already.
        tracing::debug!(%problem, "a notice cannot be taken off the screen");
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn close(_: u32) {}

/// Waits for what a person does with a notice. Keeping the handle keeps the connection to the bus,
/// without which some desktops take the notice down at once.
fn listen(handle: NotificationHandle, then: impl FnOnce(&NotificationResponse) + Send + 'static) {
    let waiting = thread::Builder::new()
        .name("notice".to_owned())
        .spawn(move || {
            if let Err(problem) = handle.wait_for_response(then) {
                tracing::warn!(%problem, "nobody can answer a notice");
            }
        });
    if let Err(problem) = waiting {
        tracing::warn!(%problem, "nobody can answer a notice");
    }
}

fn read(response: &NotificationResponse) -> Answer {
    match response {
        NotificationResponse::Default => Answer::Clicked,
        NotificationResponse::Action(name) => Answer::Button(name.clone()),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => Answer::Closed,
    }
}
