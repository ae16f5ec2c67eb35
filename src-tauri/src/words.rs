//! What the shell itself says of what happened, in the words of the catalogue: in notices, in the tray
//! and in titles.

pub mod not_watching;
mod notice;
mod unheard;

pub use notice::notice;

use ::words::{Clock, Message, desktop, notices, say, say_at, tray};
use domain::Icon;
use domain::alert::Pause;
use engine::{CannotKeep, KeyState, Summary};

use crate::plain_text::one_line;
use crate::platform;

/// Room for a name in a notice or a menu.
const NAME: usize = 60;

/// The clock of whoever sits here.
fn clock() -> Clock {
    Clock {
        now: engine::Clock::now(&platform::SystemClock),
        local: |at| platform::local(at).map(|local| local.naive_local()),
    }
}

/// The two texts of a notice. Nothing in them is marked up.
#[derive(Debug, PartialEq, Eq)]
pub struct NoticeWords {
    pub title: String,
    pub body: String,
}

impl NoticeWords {
    fn new(title: Message, body: Message) -> NoticeWords {
        NoticeWords {
            title: say(title),
            body: say(body),
        }
    }

    /// The same of a practice run. The title says so, because not every server shows the body.
    pub fn in_practice(self) -> NoticeWords {
        NoticeWords {
            title: in_practice(self.title),
            ..self
        }
    }

    /// Both in the title, for servers that show no body.
    #[cfg(any(test, all(unix, not(target_os = "macos"))))]
    pub fn in_one_line(&self) -> String {
        let body: Vec<&str> = self.body.lines().collect();
        say(notices::in_one_line(body.join(" "), self.title.as_str()))
    }
}

/// Why there is no window, what goes on without one, and what helps. What is called a runtime in the
/// problem is nothing that a person knows.
pub fn no_window(problem: &str, in_tray: bool) -> String {
    let said = match in_tray {
        true => desktop::no_window_tray(problem),
        false => desktop::no_window(problem),
    };
    match cfg!(windows) {
        true => format!("{}\n\n{}", say(said), say(desktop::no_window_web_view())),
        false => say(said),
    }
}

/// A log that does not fit the store was found beside it.
pub fn log_set_aside(name: &str) -> NoticeWords {
    NoticeWords::new(notices::set_aside(), notices::set_aside_text(name))
}

/// What is said once where the desktop draws no tray icons.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn no_tray() -> NoticeWords {
    NoticeWords::new(notices::no_tray(), notices::no_tray_text())
}

/// The tray's line while alerts are paused.
pub fn paused(pause: Pause) -> String {
    match pause {
        Pause::Until(at) if platform::local(at).is_some() => {
            say_at(tray::paused_until(at), clock())
        }
        Pause::Until(_) | Pause::UntilResumed => say(tray::paused()),
    }
}

/// What is said when the list window is closed for the first time.
pub fn still_watching(has_icon: bool) -> NoticeWords {
    let body = match has_icon {
        true => notices::still_watching_icon(),
        false => notices::still_watching_bare(),
    };
    NoticeWords::new(notices::still_watching(), body)
}

/// What draws the window ends again and again.
pub fn window_does_not_hold() -> NoticeWords {
    NoticeWords::new(notices::window(), notices::window_text())
}

/// The tray's first line.
pub fn state(summary: &Summary) -> String {
    let closed = summary.key.filter(|key| *key != KeyState::Open);
    let trouble = closed.map(not_watching::without_key);
    let trouble = trouble.or_else(|| summary.cannot_keep.map(cannot_keep));
    let state = trouble.unwrap_or_else(|| match (summary.needing.len(), summary.worst) {
        (0, Icon::Cloud) => tray::unchecked(),
        (0, _) if summary.connected == 0 => tray::nothing_connected(),
        (0, _) => tray::connected(summary.connected),
        (count, _) => tray::needing(count),
    });
    match summary.practice {
        true => in_practice(state),
        false => say(state),
    }
}

/// The tray's first line while nothing new can be kept.
fn cannot_keep(why: CannotKeep) -> Message {
    match why {
        CannotKeep::StoreMoved => tray::not_kept_moved(),
        CannotKeep::Disk => tray::not_kept_disk(),
    }
}

/// Says of a text that these are the practice networks.
pub fn in_practice(said: impl ::words::Text) -> String {
    say(desktop::practice(said))
}

/// The tray's item for a location in need.
pub fn reconnect(name: &str, network: &str) -> String {
    say(tray::reconnect(location(name, network)))
}

/// The title of the list window.
pub fn main_title(practice: bool) -> String {
    say(match practice {
        true => desktop::title_practice(),
        false => desktop::title(),
    })
}

/// As whom to sign in where.
pub fn sign_in_as(network: &str, person: Option<&str>) -> String {
    let network = one_line(network, NAME);
    say(match person.map(|person| one_line(person, NAME)) {
        Some(person) if !person.is_empty() => desktop::sign_in_as(network, person),
        _ => desktop::sign_in(network),
    })
}

/// The title of a sign-in window. Where no strip shows the origin, it comes first: it must not be
/// cut off.
pub fn sign_in_title(origin: &str, network: &str, person: Option<&str>) -> String {
    let who = sign_in_as(network, person);
    match cfg!(all(unix, not(target_os = "macos"))) {
        _ if origin.is_empty() => who,
        true => say(desktop::sign_in_title(origin, who)),
        false => say(desktop::sign_in_title_origin_first(origin, who)),
    }
}

/// What a consent must leave ticked; `None` where that is nothing.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn leave_ticked(names: &[String]) -> Option<String> {
    const FEW: usize = 5;
    let shown: Vec<String> = names.iter().map(|name| one_line(name, NAME)).collect();
    let listed = match shown.get(FEW..).map_or(0, <[String]>::len) {
        0 => shown.join(", "),
        more => say(desktop::names_and_more(more, shown[..FEW].join(", "))),
    };
    let count = shown.len();
    (count > 0).then(|| say(desktop::leave_ticked(count, listed)))
}

/// A name of strangers with its network, or the network alone.
fn location(name: &str, network: &str) -> String {
    let network = one_line(network, NAME);
    match one_line(name, NAME) {
        name if name.is_empty() => network,
        name => say(desktop::location(name, network)),
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
