//! What a notice says of what happened.

use domain::{Cause, ExpiryKind, Span};
use engine::NoticeAbout;

use super::{NAME, NoticeWords, location, not_watching, unheard};
use crate::plain_text::one_line;

/// What a notice says. Some servers cut the title after one line: what happened stands there, and
/// names stand in the body.
pub fn notice(about: &NoticeAbout) -> NoticeWords {
    match about {
        NoticeAbout::StoppedWorking {
            name,
            network,
            cause,
            probable,
            ..
        } => NoticeWords {
            title: "Stopped working".to_owned(),
            body: of(&location(name, network), &supposed(*cause, *probable)),
        },
        NoticeAbout::ManyStoppedWorking {
            locations,
            person,
            network,
            cause,
            probable,
        } => NoticeWords {
            title: format!("{} locations stopped working", locations.len()),
            body: of(&theirs(person, network), &supposed(*cause, *probable)),
        },
        NoticeAbout::SignInEnds {
            locations,
            name,
            person,
            network,
            because,
            days,
        } => {
            let said = ends(*because, *days);
            match locations.len() {
                1 => NoticeWords {
                    title: format!("Needs you {}", when(*days)),
                    body: of(&location(name, network), said),
                },
                count => NoticeWords {
                    title: format!("{count} locations need you {}", when(*days)),
                    body: of(&theirs(person, network), said),
                },
            }
        }
        NoticeAbout::Unheard {
            locations,
            name,
            network,
            host,
            unheard,
            hiccup,
        } => {
            let server = one_line(host.as_deref().unwrap_or(network), NAME);
            let said = unheard::because(&server, *unheard, *hiccup);
            match locations.len() {
                1 => NoticeWords {
                    title: unheard::of_one(*unheard).to_owned(),
                    body: of(&location(name, network), &said),
                },
                count => NoticeWords {
                    title: unheard::of_many(count, *unheard),
                    body: of(&theirs(&None, network), &said),
                },
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
                    count => format!("{count} locations ({})", one_line(network, NAME)),
                }
            ),
        },
        NoticeAbout::StoreMoved => NoticeWords {
            title: "Nothing is kept any more".to_owned(),
            body: "Greentick’s file was removed or replaced while it runs. Open Greentick to save \
                   a copy of what it shows, then start it again."
                .to_owned(),
        },
        NoticeAbout::CannotWrite => NoticeWords {
            title: "Cannot write to the disk".to_owned(),
            body: "Free some space: until then nothing new is kept, and warnings wait. \
                   Greentick goes on by itself."
                .to_owned(),
        },
        NoticeAbout::WrongClock { off } => wrong_clock(*off),
        NoticeAbout::KeychainClosed { key } => not_watching::keychain_notice(*key),
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

fn wrong_clock(off: Span) -> NoticeWords {
    const DAY: i64 = Span::from_days(1).as_millis();
    let days = (off.as_millis().abs() + DAY / 2) / DAY;
    let days = match days {
        0 | 1 => "a day".to_owned(),
        days => format!("{days} days"),
    };
    let side = match off < Span::default() {
        true => "behind",
        false => "ahead",
    };
    NoticeWords {
        title: format!("This computer's clock is {days} {side}"),
        body: "Nothing can be told in good time. Set date and time.".to_owned(),
    }
}

/// Whose matter it is, and what is said of it.
fn of(whose: &str, said: &str) -> String {
    format!("{whose}\n{said}")
}

fn when(days: u16) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "within a day".to_owned(),
        days => format!("in {days} days"),
    }
}

fn ends(because: ExpiryKind, days: u16) -> &'static str {
    match (because, days) {
        (ExpiryKind::SignInEnds, 0) => "The sign-in ends now. Reconnect to go on.",
        (ExpiryKind::SignInEnds, _) => {
            "The sign-in ends then. Reconnect before, and nothing is interrupted."
        }
        (ExpiryKind::DataAccessEnds, 0) => "The access to data ends now. Reconnect to go on.",
        (ExpiryKind::DataAccessEnds, _) => {
            "The access to data ends then. Reconnect before, and nothing is interrupted."
        }
    }
}

/// Several locations: the person on whom they hang, and the network.
fn theirs(person: &Option<String>, network: &str) -> String {
    location(person.as_deref().unwrap_or_default(), network)
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

pub(super) fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::Expired => "The sign-in reached its end. Reconnect to go on.",
        Cause::PasswordChanged => "The password was changed. Reconnect to go on.",
        Cause::AccessLost => "The person who connected it has no access to it any more.",
        Cause::PermissionRemoved => "The permission was removed at the network.",
        Cause::BlanketReset => "The network ended all connections at once. Reconnect to go on.",
        Cause::AttentionNeeded => "The network wants you to do something on its own site first.",
        Cause::Suspended => {
            "The account is suspended. Its network says on its own site what helps."
        }
        Cause::PermissionMissing => "A permission that Greentick needs was not given.",
        Cause::DataAccessLapsed => "The network gives no data until you sign in again.",
        Cause::AppBroken => "The developer app does not work any more. Check its credentials.",
        Cause::NotKept => {
            "It was renewed, and this computer did not keep the new sign-in. Reconnect to go on."
        }
        Cause::Unknown => "The network refuses the connection and does not say why.",
    }
}
