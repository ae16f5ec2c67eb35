//! The words that the shell itself shows: notices, tray and titles. The list window has its own.

mod unheard;

use domain::alert::Pause;
use domain::{Because, Cause, Icon};
use engine::NoticeAbout;
use engine::Summary;

use crate::plain_text::one_line;
use crate::world;

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
}

pub const RECONNECT: &str = "Reconnect";
pub const LATER: &str = "Remind me tomorrow";
pub const CHECK_NOW: &str = "Check now";
pub const OPEN: &str = "Open Greentick";
pub const QUIT: &str = "Quit Greentick";
pub const PAUSE: &str = "Pause alerts";
pub const PAUSE_HOUR: &str = "For an hour";
pub const PAUSE_DAY: &str = "For a day";
pub const PAUSE_OPEN: &str = "Until I resume them";
pub const STARTING: &str = "Starting";
pub const RESUME: &str = "Resume alerts";

/// What a notice says.
pub fn notice(about: &NoticeAbout) -> NoticeWords {
    match about {
        NoticeAbout::StoppedWorking {
            name,
            network,
            cause,
            probable,
            ..
        } => NoticeWords {
            title: format!("{} stopped working", location(name, network)),
            body: supposed(*cause, *probable),
        },
        NoticeAbout::ManyStoppedWorking {
            locations,
            person,
            network,
            cause,
            probable,
        } => NoticeWords {
            title: format!("{} stopped working", many(locations.len(), person, network)),
            body: supposed(*cause, *probable),
        },
        NoticeAbout::SignInEnds {
            locations,
            name,
            person,
            network,
            because,
            days,
        } => NoticeWords {
            title: match locations.len() {
                1 => format!("{} {}", location(name, network), needs_you(*days, true)),
                count => format!(
                    "{} {}",
                    many(count, person, network),
                    needs_you(*days, false)
                ),
            },
            body: ends(*because, *days).to_owned(),
        },
        NoticeAbout::Unheard {
            locations,
            name,
            network,
            host,
            unheard,
            hiccup,
        } => {
            let server = one_line(host.as_deref().unwrap_or(network), NAME);
            let who = match locations.len() {
                1 => location(name, network),
                count => many(count, &None, network),
            };
            NoticeWords {
                title: format!("{who} {}", unheard::since(*unheard, locations.len() == 1)),
                body: unheard::because(&server, *unheard, *hiccup),
            }
        }
        NoticeAbout::NotKeptYet {
            locations,
            name,
            network,
        } => NoticeWords {
            title: "Cannot write to the disk".to_owned(),
            body: format!(
                "Free some space, or the renewed sign-in of {} is lost. Greentick tries again \
                 every few seconds.",
                match locations.len() {
                    1 => location(name, network),
                    count => many(count, &None, network),
                }
            ),
        },
        NoticeAbout::CannotWrite => NoticeWords {
            title: "Cannot write to the disk".to_owned(),
            body: "Free some space: until then nothing new is kept, and warnings wait. \
                   Greentick goes on by itself."
                .to_owned(),
        },
        NoticeAbout::ManySignInsEnd {
            locations,
            sign_ins,
            days,
        } => NoticeWords {
            title: format!("{sign_ins} sign-ins need you, the first {}", when(*days)),
            body: format!(
                "{} locations hang on them. The timeline shows each day.",
                locations.len()
            ),
        },
    }
}

/// Whether one or several need a person, and when.
fn needs_you(days: u16, one: bool) -> String {
    let (need, have) = if one {
        ("needs", "has")
    } else {
        ("need", "have")
    };
    match days {
        0 => format!("{have} reached the end of the sign-in"),
        _ => format!("{need} you {}", when(days)),
    }
}

fn when(days: u16) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "within a day".to_owned(),
        days => format!("in {days} days"),
    }
}

fn ends(because: Because, days: u16) -> &'static str {
    match (because, days) {
        (Because::SignInEnds, 0) => "The sign-in ends now. Reconnect to go on.",
        (Because::SignInEnds, _) => {
            "The sign-in ends then. Reconnect before, and nothing is interrupted."
        }
        (Because::DataAccessEnds, 0) => "The access to data ends now. Reconnect to go on.",
        (Because::DataAccessEnds, _) => {
            "The access to data ends then. Reconnect before, and nothing is interrupted."
        }
    }
}

/// What is said once where the desktop draws no tray icons.
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
        Pause::Until(at) => world::local(at),
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
    let state = match (summary.needing.len(), summary.worst) {
        (1, _) => "1 location needs you".to_owned(),
        (2.., _) => format!("{} locations need you", summary.needing.len()),
        (0, Icon::Cloud) => "Some locations can't be checked right now".to_owned(),
        (0, _) if connected == 0 => "Nothing connected yet".to_owned(),
        (0, _) => format!("{connected} connected"),
    };
    match summary.practice {
        true => in_practice(&state),
        false => state,
    }
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

/// The title of a sign-in window. The origin comes first: it must not be cut off.
pub fn sign_in_title(origin: &str, network: &str) -> String {
    format!("{origin} — {} sign-in", one_line(network, NAME))
}

fn location(name: &str, network: &str) -> String {
    let network = one_line(network, NAME);
    match one_line(name, NAME) {
        name if name.is_empty() => network,
        name => format!("{name} ({network})"),
    }
}

fn many(count: usize, person: &Option<String>, network: &str) -> String {
    let network = one_line(network, NAME);
    match person.as_deref().map(|name| one_line(name, NAME)) {
        Some(name) if !name.is_empty() => format!("{count} locations of {name} ({network})"),
        Some(_) | None => format!("{count} locations ({network})"),
    }
}

/// What is only inferred says so.
fn supposed(cause: Cause, probable: bool) -> String {
    let said = because(cause);
    if !probable {
        return said.to_owned();
    }
    let mut letters = said.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    let rest = letters.as_str();
    format!(
        "Probably: {}{rest}",
        first.map_or(String::new(), String::from)
    )
}

fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::Expired => "The sign-in reached its end. Reconnect to go on.",
        Cause::PasswordChanged => "The password was changed. Reconnect to go on.",
        Cause::AccessLost => "The person who connected it has no access to it any more.",
        Cause::PermissionRemoved => "The permission was removed at the network.",
        Cause::BlanketReset => "The network ended all connections at once. Reconnect to go on.",
        Cause::AttentionNeeded => "The network wants you to do something on its own site first.",
        Cause::PermissionMissing => "A permission that Greentick needs was not given.",
        Cause::DataAccessLapsed => "The network gives no data until you sign in again.",
        Cause::AppBroken => "The developer app does not work any more. Check its credentials.",
        Cause::NotKept => {
            "It was renewed, and this computer did not keep the new sign-in. Reconnect to go on."
        }
        Cause::Unknown => "The network refuses the connection and does not say why.",
    }
}

#[cfg(test)]
mod tests {
    use domain::LocationId;
    use engine::Needing;

    use super::*;

    fn summary(worst: Icon, connected: usize, needing: usize) -> Summary {
        let one = |n| Needing {
            location: LocationId::from_bytes([n; 16]),
            name: format!("Page {n}"),
            network: "Facebook".to_owned(),
            icon: Icon::BrokenLink,
        };
        Summary {
            worst,
            connected,
            needing: (0..needing).map(|n| one(n as u8)).collect(),
            paused: None,
            practice: false,
        }
    }

    #[test]
    fn the_first_line_counts_those_in_need_before_all_else() {
        assert_eq!(
            state(&summary(Icon::BrokenLink, 9, 1)),
            "1 location needs you"
        );
        assert_eq!(state(&summary(Icon::Clock, 9, 3)), "3 locations need you");
        assert_eq!(state(&summary(Icon::Tick, 9, 0)), "9 connected");
        assert_eq!(state(&summary(Icon::Tick, 0, 0)), "Nothing connected yet");
    }

    #[test]
    fn a_silent_network_does_not_call_a_person() {
        let state = state(&summary(Icon::Cloud, 3, 0));
        assert!(!state.contains("need"), "{state}");
    }

    #[test]
    fn practice_is_said_in_the_tray() {
        let mut summary = summary(Icon::Tick, 1, 0);
        summary.practice = true;
        assert!(state(&summary).starts_with("Practice"));
    }

    #[test]
    fn a_notice_names_the_location_the_network_and_the_cause() {
        let about = NoticeAbout::StoppedWorking {
            location: LocationId::from_bytes([1; 16]),
            name: "Harbour\nLane\u{202e}".to_owned(),
            network: "Facebook".to_owned(),
            cause: Cause::PasswordChanged,
            probable: false,
        };
        let words = notice(&about);
        assert_eq!(words.title, "Harbour Lane (Facebook) stopped working");
        assert!(words.body.contains("password"));
    }

    #[test]
    fn practice_is_said_in_the_title_of_a_notice_and_the_real_one_is_as_it_was() {
        let words = still_watching(true).in_practice();
        assert_eq!(words.title, "Practice: Greentick keeps watching");
        assert_eq!(words.body, still_watching(true).body);
    }

    #[test]
    fn a_notice_about_many_names_their_number_and_says_what_is_only_probable() {
        let about = |person: Option<&str>, probable| NoticeAbout::ManyStoppedWorking {
            locations: vec![
                LocationId::from_bytes([1; 16]),
                LocationId::from_bytes([2; 16]),
            ],
            person: person.map(str::to_owned),
            network: "Facebook".to_owned(),
            cause: Cause::BlanketReset,
            probable,
        };
        let all = notice(&about(None, true));
        assert_eq!(all.title, "2 locations (Facebook) stopped working");
        assert!(
            all.body.starts_with("Probably: the network ended"),
            "{}",
            all.body
        );
        let hers = notice(&about(Some("Jana Weiss"), false));
        assert_eq!(
            hers.title,
            "2 locations of Jana Weiss (Facebook) stopped working"
        );
        assert!(hers.body.starts_with("The network ended"), "{}", hers.body);
    }

    #[test]
    fn every_cause_has_words_of_its_own() {
        let mut words: Vec<_> = Cause::ALL.into_iter().map(because).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Cause::ALL.len());
    }
}
