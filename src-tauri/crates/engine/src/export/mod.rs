//! The dates that need a person, as a file for calendars or spreadsheets. It holds names, networks,
//! clients and dates, and nothing that opens anything.

mod calendar;
mod table;
mod words;

use std::path::PathBuf;

use chrono::{DateTime, Datelike as _, Utc};
use domain::{Deadline, LocationId, LoginId, Timestamp};
use networks::Registry;
use protocol::{ExportedFile, Failure, GeneralReply, Reply};

use crate::book::State;
use crate::context::Context;
use crate::mailbox::{ReplySender, answer};

/// For which programs a file is.
#[derive(Clone, Copy)]
pub(crate) enum FileKind {
    /// For calendars (RFC 5545).
    Calendar,
    /// For spreadsheets (RFC 4180).
    Csv,
}

/// A location and the next date on which it needs a person.
#[derive(Clone)]
struct Due {
    location: LocationId,
    added_at: Timestamp,
    need: Deadline,
    /// The date as calendars count.
    at: DateTime<Utc>,
    name: String,
    network: &'static str,
    client: Option<String>,
    /// The login that it hangs on: one sign-in moves the dates of all its locations.
    login: Option<LoginId>,
    /// The person of that login.
    person: Option<String>,
}

/// Has the desktop save the dates that need a person. The file is written beside the task, as
/// disks may be slow.
pub(crate) fn export(cx: &Context, kind: FileKind, asker: ReplySender) {
    let due = due(&cx.book, &cx.networks);
    let now = moment(cx.now()).filter(|_| !due.is_empty());
    let Some(now) = now else {
        return answer(asker, Err(Failure::Gone));
    };
    let (ending, text) = match kind {
        FileKind::Calendar => ("ics", Ok(calendar::write(&due, now))),
        FileKind::Csv => ("csv", table::write(&due)),
    };
    let name = file_name(now, cx.practice.is_some(), ending);
    let shell = cx.shell.clone();
    tokio::task::spawn_blocking(move || {
        let saved = text
            .map_err(|problem| problem.to_string())
            .and_then(|text| {
                let saved = shell.save_file(&name, text.as_bytes());
                saved.map_err(|problem| problem.to_string())
            });
        let reply = saved.map(exported).map_err(|problem| {
            tracing::warn!(%problem, "a file could not be saved");
            Failure::NotSaved
        });
        answer(asker, reply);
    });
}

/// A file that is where a person finds it.
pub(crate) fn exported(path: PathBuf) -> Reply {
    Reply::General(GeneralReply::Exported(ExportedFile {
        path: path.display().to_string(),
    }))
}

/// What needs a person, soonest first.
fn due(state: &State, networks: &Registry) -> Vec<Due> {
    let mut due: Vec<Due> = state
        .locations
        .values()
        .filter_map(|held| {
            let need = state.need(held)?;
            let location = &held.location;
            let login = location.login.and_then(|id| state.logins.get(&id));
            let client = location.client.and_then(|id| state.clients.get(&id));
            Some(Due {
                location: location.id,
                added_at: location.added_at,
                need,
                at: moment(need.by)?,
                name: one_line(&held.name()),
                network: networks.get(&location.network)?.about().name,
                client: client.map(|client| one_line(&client.name)),
                login: login.map(|login| login.id),
                person: login.map(|login| one_line(&login.name)),
            })
        })
        .collect();
    due.sort_by(|a, b| (a.at, &a.name, a.location).cmp(&(b.at, &b.name, b.location)));
    due
}

/// A time as calendars count; none for one that no calendar knows, which a network could send.
pub(crate) fn moment(at: Timestamp) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp(at.as_secs(), 0);
    at.filter(|at| (1970..=9999).contains(&at.year()))
}

/// Practice and real never mix, in the folder of downloads neither.
fn file_name(now: DateTime<Utc>, practice: bool, ending: &str) -> String {
    let practice = if practice { "practice-" } else { "" };
    format!("greentick-{practice}{}.{ending}", now.date_naive())
}

/// Text of strangers without line ends, control characters and marks that turn its direction.
fn one_line(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let plain: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !turns(*c))
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[path = "mod_tests.rs"]
mod saved;

#[cfg(test)]
mod tests {
    use domain::{ExpiryKind, Span};

    use super::*;

    pub const NOW: Timestamp = Timestamp::from_secs(1_795_500_000);

    pub fn now() -> DateTime<Utc> {
        moment(NOW).unwrap()
    }

    pub fn due(number: u8, name: &str, days: i64) -> Due {
        let by = NOW.plus(Span::from_days(days));
        Due {
            location: LocationId::from_bytes([number; 16]),
            added_at: NOW.plus(Span::from_days(-i64::from(number))),
            need: Deadline {
                by,
                because: ExpiryKind::SignInEnds,
            },
            at: moment(by).unwrap(),
            name: one_line(name),
            network: "Facebook",
            client: None,
            login: None,
            person: None,
        }
    }

    #[test]
    fn a_name_of_strangers_is_one_plain_line() {
        let name = " Acme\r\nBEGIN:VEVENT\u{202e}\u{7}\u{2028}Shop ";
        assert_eq!(one_line(name), "Acme BEGIN:VEVENT Shop");
    }

    #[test]
    fn a_date_beyond_all_calendars_is_none() {
        assert_eq!(moment(Timestamp::from_millis(i64::MAX)), None);
        assert_eq!(moment(Timestamp::from_secs(253_402_300_800)), None);
    }

    #[test]
    fn files_of_practice_are_told_apart_by_their_names() {
        assert_eq!(file_name(now(), false, "ics"), "greentick-2026-11-24.ics");
        let practice = file_name(now(), true, "csv");
        assert_eq!(practice, "greentick-practice-2026-11-24.csv");
    }
}
