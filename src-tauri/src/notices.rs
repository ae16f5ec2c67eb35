//! Desktop notices, on a thread of their own: the notification server may be slow, or gone.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use domain::LocationId;
use engine::{Notice, NoticeAbout};
use notify_rust::{Notification, NotificationHandle, NotificationResponse};
use tauri::AppHandle;

use crate::locations;
use crate::plain_text::escaped;
use crate::words::{self, NoticeWords};

/// The button's name on the bus; `default` is the click on the notice itself.
const RECONNECT: &str = "reconnect";
const CLICK: &str = "default";

/// Hands notices to the thread that shows them.
#[derive(Clone)]
pub struct Notices(Sender<Errand>);

enum Errand {
    Show(Notice),
    Say(NoticeWords),
    Over { key: String, id: u32 },
}

impl Notices {
    /// Starts the thread.
    pub fn start(app: AppHandle) -> std::io::Result<Notices> {
        let (sender, errands) = channel();
        let notices = Notices(sender.clone());
        let desk = NoticeDesk {
            app,
            sender,
            shown: HashMap::new(),
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

    /// Shows something that concerns no location.
    pub fn say(&self, words: NoticeWords) {
        self.hand_over(Errand::Say(words));
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
    sender: Sender<Errand>,
    /// The server's numbers of the notices that are on the screen, by key.
    shown: HashMap<String, u32>,
}

impl NoticeDesk {
    fn work(mut self, errands: Receiver<Errand>) {
        for errand in errands {
            match errand {
                Errand::Show(notice) => self.show(notice),
                Errand::Say(words) => {
                    if let Some(handle) = put_up(&mut plain(&words)) {
                        listen(handle, |_| ());
                    }
                }
                Errand::Over { key, id } => {
                    if self.shown.get(&key) == Some(&id) {
                        self.shown.remove(&key);
                    }
                }
            }
        }
    }

    fn show(&mut self, notice: Notice) {
        let Some((location, one_sign_in_helps)) = concerned(&notice.about) else {
            return;
        };
        let mut notification = plain(&words::notice(&notice.about));
        notification.action(CLICK, words::OPEN);
        if one_sign_in_helps {
            notification.action(RECONNECT, words::RECONNECT);
        }
        let older = self.shown.get(&notice.key).copied();
        if let Some(id) = older {
            notification.id(id);
        }
        let Some(handle) = put_up(&mut notification) else {
            return;
        };
        let (app, sender, key) = (self.app.clone(), self.sender.clone(), notice.key);
        let id = number(&handle);
        if let Some(id) = id {
            self.shown.insert(key.clone(), id);
        }
        if older.is_some() && older == id {
            // The one who listens for the older notice hears the answer to this one as well.
            return;
        }
        listen(handle, move |response| {
            answer(&app, location, response);
            if let Some(id) = id {
                // Without the thread there is no list to be kept.
                let _ = sender.send(Errand::Over { key, id });
            }
        });
    }
}

/// The location that a click shows, and whether its sign-in brings everything back that the notice
/// is about. What several people lost needs each of them.
fn concerned(about: &NoticeAbout) -> Option<(LocationId, bool)> {
    match about {
        NoticeAbout::StoppedWorking { location, .. } => Some((*location, true)),
        NoticeAbout::ManyStoppedWorking {
            locations, person, ..
        } => Some((*locations.first()?, person.is_some())),
    }
}

fn plain(words: &NoticeWords) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Greentick")
        .summary(&words.title)
        .body(&if reads_markup() {
            escaped(&words.body)
        } else {
            words.body.clone()
        });
    #[cfg(all(unix, not(target_os = "macos")))]
    notification
        .icon("greentick")
        .hint(notify_rust::Hint::DesktopEntry("Greentick".to_owned()));
    #[cfg(windows)]
    notification.app_id("app.greentick");
    notification
}

/// Only the body can be marked up, and only some servers read it; the others would show the
/// escapes.
#[cfg(all(unix, not(target_os = "macos")))]
fn reads_markup() -> bool {
    notify_rust::get_capabilities()
        .is_ok_and(|known| known.iter().any(|capability| capability == "body-markup"))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn reads_markup() -> bool {
    false
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

/// Elsewhere the system replaces nothing by number.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn number(_: &NotificationHandle) -> Option<u32> {
    None
}

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

fn answer(app: &AppHandle, location: LocationId, response: &NotificationResponse) {
    match response {
        NotificationResponse::Default => locations::show(app, location),
        NotificationResponse::Action(name) if name == RECONNECT => {
            locations::reconnect(app, location);
        }
        NotificationResponse::Action(_)
        | NotificationResponse::Reply(_)
        | NotificationResponse::Closed(_) => {}
    }
}
