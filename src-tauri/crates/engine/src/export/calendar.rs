//! A calendar file (RFC 5545), written by hand: it takes four rules and no more. A content line ends
//! with CRLF, is folded before it grows longer than 75 octets, text has its marks escaped, and an
//! entry keeps its identity.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{ExpiryKind, LocationId, LoginId};

use super::{Due, words};

/// How long before the date a calendar calls: a week and a day.
const CALLS: [&str; 2] = ["-P7D", "-P1D"];

/// The most octets of a line, without its end.
const LONGEST: usize = 75;

/// Who is healed by one sign-in.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Healed {
    Login(LoginId),
    Alone(LocationId),
}

/// One entry for each sign-in that is needed.
///
/// What ends has a time of day, which a calendar shows in its reader's zone; as a whole day it
/// could be shown a day late.
pub(super) fn write(due: &[Due], now: DateTime<Utc>) -> String {
    let mut entries: BTreeMap<(NaiveDate, Healed), Vec<&Due>> = BTreeMap::new();
    for one in due {
        let alone = Healed::Alone(one.location);
        let healed = one.login.map_or(alone, Healed::Login);
        entries
            .entry((one.at.date_naive(), healed))
            .or_default()
            .push(one);
    }
    let mut file = File::default();
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", words::PRODUCT);
    file.line("CALSCALE", "GREGORIAN");
    for all in entries.values() {
        file.entry(all, now);
    }
    file.line("END", "VCALENDAR");
    file.0
}

#[derive(Default)]
struct File(String);

impl File {
    fn entry(&mut self, all: &[&Due], now: DateTime<Utc>) {
        // A location that joins later must not give the entry another identity.
        let oldest = all.iter().min_by_key(|due| (due.added_at, due.location));
        let (Some(soonest), Some(oldest)) = (all.first(), oldest) else {
            return;
        };
        let summary = words::summary(all, soonest);
        let identity = identity(oldest.location, soonest.need.because);
        self.line("BEGIN", "VEVENT");
        self.line("UID", &identity);
        self.line("DTSTAMP", &utc(now));
        self.line("DTSTART", &utc(soonest.at));
        self.text("SUMMARY", &summary);
        self.text("DESCRIPTION", &words::description(all, soonest));
        // Nobody is busy because a sign-in ends.
        self.line("TRANSP", "TRANSPARENT");
        for before in CALLS {
            self.line("BEGIN", "VALARM");
            self.line("ACTION", "DISPLAY");
            self.line("TRIGGER", before);
            self.text("DESCRIPTION", &summary);
            self.line("END", "VALARM");
        }
        self.line("END", "VEVENT");
    }

    /// A line whose value is text for people.
    fn text(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c => escaped.push(c),
            }
        }
        self.line(name, &escaped);
    }

    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if length + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// The same for the same location and cause, so that a later file moves the entry of an earlier
/// one.
fn identity(location: LocationId, because: ExpiryKind) -> String {
    let ends = match because {
        ExpiryKind::SignInEnds => "sign-in",
        ExpiryKind::DataAccessEnds => "data-access",
    };
    format!("{location}-{ends}@greentick.app")
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::Timestamp;
    use icalendar::{Calendar, CalendarComponent, Component, Event};
    use proptest::prelude::*;

    use super::super::moment;
    use super::super::tests::{due, now};
    use super::*;

    fn events(text: &str) -> Vec<Event> {
        let read: Calendar = text.parse().unwrap();
        let event = |component: &CalendarComponent| component.as_event().cloned();
        read.components.iter().filter_map(event).collect()
    }

    fn identities(text: &str) -> Vec<String> {
        let identity = |event: &Event| event.get_uid().unwrap().to_owned();
        events(text).iter().map(identity).collect()
    }

    fn of_login(number: u8, name: &str, days: i64) -> Due {
        Due {
            login: Some(LoginId::from_bytes([200; 16])),
            person: Some("Jana Weiss".to_owned()),
            ..due(number, name, days)
        }
    }

    #[test]
    fn a_date_becomes_an_entry_that_calls_a_week_and_a_day_before() {
        let text = write(&[due(1, "Acme; Coffee, \"R\\D\"", 60)], now());
        let [event] = &events(&text)[..] else {
            panic!("one entry was expected: {text}");
        };
        assert_eq!(event.property_value("DTSTART"), Some("20270123T060000Z"));
        assert_eq!(event.property_value("DTSTAMP"), Some("20261124T060000Z"));
        let summary = "Reconnect Acme; Coffee, \"R\\D\" (Facebook)";
        assert_eq!(event.get_summary(), Some(summary));
        let triggers = text
            .lines()
            .filter_map(|line| line.strip_prefix("TRIGGER:"));
        assert_eq!(triggers.collect::<Vec<_>>(), ["-P7D", "-P1D"]);
    }

    #[test]
    fn a_moment_is_written_in_full_from_the_first_to_the_last() {
        for (secs, written) in [
            (0, "19700101T000000Z"),
            (1_772_323_209, "20260301T000009Z"),
            (253_402_300_799, "99991231T235959Z"),
        ] {
            let at = moment(Timestamp::from_secs(secs)).unwrap();
            assert_eq!(utc(at), written);
        }
    }

    #[test]
    fn what_the_standard_wants_of_every_file_is_there() {
        let text = write(&[due(1, "Acme", 60), due(2, "Elbe Books", 3)], now());
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        for once in ["VERSION:2.0\r\n", "PRODID:-//Greentick//"] {
            assert_eq!(text.matches(once).count(), 1, "{text}");
        }
        for each in ["\r\nUID:", "\r\nDTSTAMP:", "\r\nDTSTART:"] {
            assert_eq!(text.matches(each).count(), 2, "{text}");
        }
        assert_eq!(text.matches("\r\nACTION:DISPLAY").count(), 4, "{text}");
    }

    #[test]
    fn one_sign_in_that_heals_several_is_one_entry() {
        let all = [
            of_login(1, "Acme", 60),
            of_login(2, "Harbour Lane", 60),
            of_login(3, "Elbe Books", 61),
            due(4, "Studio Ost", 60),
        ];
        let all = events(&write(&all, now()));
        let mut summaries: Vec<_> = all.iter().filter_map(Component::get_summary).collect();
        summaries.sort_unstable();
        assert_eq!(
            summaries,
            [
                "Reconnect Acme and 1 more (Facebook)",
                "Reconnect Elbe Books (Facebook)",
                "Reconnect Studio Ost (Facebook)",
            ]
        );
        let told = all[0].get_description().unwrap();
        assert!(told.contains("One sign-in by Jana Weiss"), "{told}");
        assert!(told.contains("- Acme\n- Harbour Lane"), "{told}");
    }

    #[test]
    fn a_later_file_gives_every_entry_the_identity_it_had() {
        let all = [of_login(2, "Acme", 60), due(4, "Studio Ost", 60)];
        let first = identities(&write(&all, now()));
        let later = now() + TimeDelta::days(3);
        assert_eq!(identities(&write(&all, later)), first);

        // Reconnected: the date moved, and a location that was added since stands beside it.
        let moved = [of_login(1, "A new page", 90), of_login(2, "Acme", 90)];
        assert_eq!(identities(&write(&moved, later)), first[..1]);
    }

    #[test]
    fn another_cause_is_another_entry() {
        let location = LocationId::from_bytes([1; 16]);
        let one = identity(location, ExpiryKind::SignInEnds);
        assert_ne!(one, identity(location, ExpiryKind::DataAccessEnds));
    }

    proptest! {
        #[test]
        fn any_name_stays_text(
            name in prop_oneof![any::<String>(), r#"[nNA\\,;:" ]{0,20}"#], client in any::<String>(),
        ) {
            let one = Due { client: Some(super::super::one_line(&client)), ..due(1, &name, 20) };
            let text = write(std::slice::from_ref(&one), now());
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{line:?} is too long");
                prop_assert!(!line.contains(|c: char| c.is_control()), "{line:?} is not plain");
            }
            let all = events(&text);
            prop_assert_eq!(all.len(), 1);
            let summary = format!("Reconnect {} (Facebook)", one.name);
            prop_assert_eq!(all[0].get_summary(), Some(&*summary));
        }
    }
}
