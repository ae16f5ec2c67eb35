//! The words that the shell itself shows: notices, tray and titles. The list window has its own.

pub mod not_watching;
mod notice;
mod unheard;

pub use notice::notice;

use domain::Icon;
use domain::alert::Pause;
use engine::{CannotKeep, KeyState, Summary};

use crate::plain_text::one_line;
use crate::platform;

/// Room for a name in a notice or a menu.
const NAME: usize = 60;

/// The two texts of a notice. Nothing in them is marked up.
#[derive(Debug, PartialEq, Eq)]
pub struct NoticeWords {
    pub title: String,
    pub body: String,
}

impl NoticeWords {
    /// The same of a practice run. The title says so, because not every server shows the body.
    pub fn in_practice(self) -> NoticeWords {
        NoticeWords {
            title: in_practice(&self.title),
            ..self
        }
    }

    /// Both in the title, for servers that show no body.
    #[cfg(any(test, all(unix, not(target_os = "macos"))))]
    pub fn in_one_line(&self) -> String {
        let body: Vec<&str> = self.body.lines().collect();
        format!("{}: {}", self.title, body.join(" "))
    }
}

pub const RECONNECT: &str = "Reconnect";
pub const LATER: &str = "Later";
pub const CHECK_NOW: &str = "Check now";
pub const OPEN: &str = "Open Greentick";
/// The same on a button, where some servers cut after a few letters.
pub const SHOW: &str = "Open";
pub const QUIT: &str = "Quit Greentick";
pub const PAUSE: &str = "Pause alerts";
pub const PAUSE_HOUR: &str = "For an hour";
pub const PAUSE_DAY: &str = "For a day";
pub const PAUSE_OPEN: &str = "Until I resume them";
pub const STARTING: &str = "Starting";
pub const CANNOT_START: &str = "Greentick cannot start";
pub const CANNOT_SHOW: &str = "Greentick cannot show its window";
pub const RESUME: &str = "Resume alerts";

/// Why there is no window, what goes on without one, and what helps. What is called a runtime in the
/// problem is nothing that a person knows.
pub fn no_window(problem: &str, in_tray: bool) -> String {
    let watches = match in_tray {
        true => "It goes on watching in the tray.",
        false => "It goes on watching, unseen.",
    };
    let helps = match cfg!(windows) {
        true => {
            "\n\nIts windows need Microsoft's WebView2, a part of Windows 11. For Windows 10 it is at \
             go.microsoft.com/fwlink/p/?LinkId=2124703."
        }
        false => "",
    };
    format!("{watches} The system says: {problem}.{helps}")
}

/// A log that does not fit the store was found beside it.
pub fn log_set_aside(name: &str) -> NoticeWords {
    NoticeWords {
        title: "A file was put aside at the start".to_owned(),
        body: format!(
            "It lay beside Greentick’s own and did not fit it. What was written last may be \
             missing: look whether everything is as you left it. It is kept as {name}."
        ),
    }
}

/// What is said once where the desktop draws no tray icons.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn no_tray() -> NoticeWords {
    NoticeWords {
        title: "This desktop shows no tray icons".to_owned(),
        body: "Greentick keeps watching without one and tells you when you are needed. Start it \
               again to see it. On GNOME the AppIndicator extension shows the icon."
            .to_owned(),
    }
}

/// The tray's line while alerts are paused.
pub fn paused(pause: Pause) -> String {
    let until = match pause {
        Pause::UntilResumed => None,
        Pause::Until(at) => platform::local(at),
    };
    match until {
        Some(until) => format!("Alerts paused until {}", until.format("%a %H:%M")),
        None => "Alerts paused".to_owned(),
    }
}

/// What is said when the list window is closed for the first time.
pub fn still_watching(has_icon: bool) -> NoticeWords {
    let body = match has_icon {
        true => {
            "Closing the window does not quit. The tray icon shows the state; open it again \
             there, or by starting Greentick."
        }
        false => "Closing the window does not quit. Start Greentick again to see it.",
    };
    NoticeWords {
        title: "Greentick keeps watching".to_owned(),
        body: body.to_owned(),
    }
}

/// What draws the window ends again and again.
pub fn window_does_not_hold() -> NoticeWords {
    NoticeWords {
        title: "Greentick’s window stopped working".to_owned(),
        body: "What draws it ended several times, so the window was put away until it holds. \
               Checking and renewing go on without it."
            .to_owned(),
    }
}

/// The tray's first line.
pub fn state(summary: &Summary) -> String {
    let connected = summary.connected;
    let closed = summary.key.filter(|key| *key != KeyState::Open);
    let trouble = closed.map(not_watching::without_key);
    let trouble = trouble.or_else(|| summary.cannot_keep.map(cannot_keep));
    let state = trouble.unwrap_or_else(|| match (summary.needing.len(), summary.worst) {
        (1, _) => "1 location needs you".to_owned(),
        (2.., _) => format!("{} locations need you", summary.needing.len()),
        (0, Icon::Cloud) => "Some locations can't be checked right now".to_owned(),
        (0, _) if connected == 0 => "Nothing connected yet".to_owned(),
        (0, _) => format!("{connected} connected"),
    });
    match summary.practice {
        true => in_practice(&state),
        false => state,
    }
}

/// The tray's first line while nothing new can be kept.
fn cannot_keep(why: CannotKeep) -> String {
    let why = match why {
        CannotKeep::StoreMoved => "its file was removed or replaced",
        CannotKeep::Disk => "the disk takes no writes",
    };
    format!("Nothing new is kept: {why}")
}

/// Says of a text that these are the practice networks.
pub fn in_practice(text: &str) -> String {
    format!("Practice: {text}")
}

/// The tray's item for a location in need.
pub fn reconnect(name: &str, network: &str) -> String {
    format!("Reconnect {}", location(name, network))
}

/// The tray's line for those that have no item of their own.
pub fn and_more(count: usize) -> String {
    format!("… and {count} more")
}

/// The title of the list window.
pub fn main_title(practice: bool) -> &'static str {
    if practice {
        "Greentick (practice)"
    } else {
        "Greentick"
    }
}

/// In the strip above a sign-in page.
#[cfg(all(unix, not(target_os = "macos")))]
pub const CANCEL: &str = "Cancel";

/// As whom to sign in where.
pub fn sign_in_as(network: &str, person: Option<&str>) -> String {
    let network = one_line(network, NAME);
    match person.map(|person| one_line(person, NAME)) {
        Some(person) if !person.is_empty() => format!("{network}: sign in as {person}"),
        _ => format!("{network}: sign in"),
    }
}

/// The title of a sign-in window. Where no strip shows the origin, it comes first: it must not be
/// cut off.
pub fn sign_in_title(origin: &str, network: &str, person: Option<&str>) -> String {
    let who = sign_in_as(network, person);
    match cfg!(all(unix, not(target_os = "macos"))) {
        _ if origin.is_empty() => who,
        true => format!("{who} — {origin}"),
        false => format!("{origin} — {who}"),
    }
}

/// What a consent must leave ticked; `None` where that is nothing.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn leave_ticked(names: &[String]) -> Option<String> {
    const FEW: usize = 5;
    let shown: Vec<String> = names.iter().map(|name| one_line(name, NAME)).collect();
    let listed = match shown.get(FEW..).map_or(0, <[String]>::len) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown[..FEW].join(", ")),
    };
    match shown.len() {
        0 => None,
        1 => Some(format!(
            "Leave this ticked there, or it stops working: {listed}"
        )),
        count => Some(format!(
            "Leave these {count} ticked there; what is unticked stops working: {listed}"
        )),
    }
}

fn location(name: &str, network: &str) -> String {
    let network = one_line(network, NAME);
    match one_line(name, NAME) {
        name if name.is_empty() => network,
        name => format!("{name} ({network})"),
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
