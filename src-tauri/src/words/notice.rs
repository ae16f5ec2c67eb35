//! What a notice says of what happened.

use ::words::{Message, notices, say};
use domain::{Cause, ExpiryKind, Span};
use engine::NoticeAbout;

use super::{NAME, NoticeWords, location, not_watching, unheard};
use crate::plain_text::one_line;

/// What a notice says.
pub fn notice(about: &NoticeAbout) -> NoticeWords {
    match about {
        NoticeAbout::StoppedWorking {
            name,
            network,
            cause,
            probable,
            ..
        } => NoticeWords::new(
            notices::stopped(),
            of(location(name, network), supposed(*cause, *probable)),
        ),
        NoticeAbout::ManyStoppedWorking {
            locations,
            person,
            network,
            cause,
            probable,
        } => NoticeWords::new(
            notices::many_stopped(locations.len()),
            of(theirs(person, network), supposed(*cause, *probable)),
        ),
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
                1 => NoticeWords::new(notices::ends(*days), of(location(name, network), said)),
                count => NoticeWords::new(
                    notices::many_end(count, *days),
                    of(theirs(person, network), said),
                ),
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
                1 => NoticeWords::new(unheard::of_one(*unheard), of(location(name, network), said)),
                count => NoticeWords::new(
                    unheard::of_many(count, *unheard),
                    of(theirs(&None, network), said),
                ),
            }
        }
        NoticeAbout::NotKeptYet {
            locations,
            name,
            network,
        } => {
            let whose = match locations.len() {
                1 => location(name, network),
                count => say(notices::many_at(count, one_line(network, NAME))),
            };
            NoticeWords::new(notices::cannot_write(), notices::not_kept_yet(whose))
        }
        NoticeAbout::StoreMoved => {
            NoticeWords::new(notices::store_moved(), notices::store_moved_text())
        }
        NoticeAbout::CannotWrite => {
            NoticeWords::new(notices::cannot_write(), notices::cannot_write_text())
        }
        NoticeAbout::WrongClock { off } => wrong_clock(*off),
        NoticeAbout::KeychainClosed { key } => not_watching::keychain_notice(*key),
        NoticeAbout::ManySignInsEnd {
            locations,
            sign_ins,
            days,
        } => NoticeWords::new(
            notices::sign_ins_end(*sign_ins, *days),
            notices::sign_ins_end_text(locations.len()),
        ),
    }
}

fn wrong_clock(off: Span) -> NoticeWords {
    const DAY: i64 = Span::from_days(1).as_millis();
    let days = ((off.as_millis().abs() + DAY / 2) / DAY).max(1);
    let title = match off < Span::default() {
        true => notices::clock_behind(days),
        false => notices::clock_ahead(days),
    };
    NoticeWords::new(title, notices::clock_text())
}

/// Whose matter it is, and what is said of it.
fn of(whose: String, said: Message) -> Message {
    notices::of(said, whose)
}

fn ends(because: ExpiryKind, days: u16) -> Message {
    match because {
        ExpiryKind::SignInEnds => notices::sign_in_ends(days),
        ExpiryKind::DataAccessEnds => notices::data_access_ends(days),
    }
}

/// Several locations: the person on whom they hang, and the network.
fn theirs(person: &Option<String>, network: &str) -> String {
    location(person.as_deref().unwrap_or_default(), network)
}

/// What is only inferred says so.
fn supposed(cause: Cause, probable: bool) -> Message {
    match probable {
        true => notices::probably(because(cause)),
        false => because(cause),
    }
}

pub(super) fn because(cause: Cause) -> Message {
    match cause {
        Cause::Expired => notices::expired(),
        Cause::PasswordChanged => notices::password_changed(),
        Cause::AccessLost => notices::access_lost(),
        Cause::PermissionRemoved => notices::permission_removed(),
        Cause::BlanketReset => notices::blanket_reset(),
        Cause::AttentionNeeded => notices::attention_needed(),
        Cause::Suspended => notices::suspended(),
        Cause::PermissionMissing => notices::permission_missing(),
        Cause::DataAccessLapsed => notices::data_access_lapsed(),
        Cause::AppBroken => notices::app_broken(),
        Cause::NotKept => notices::not_kept(),
        Cause::Unknown => notices::unknown(),
    }
}
