use domain::{Cause, LocationId, Span};
use engine::{Needing, NoticeAbout};

use super::notice::because;
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
        key: Some(KeyState::Open),
        cannot_keep: None,
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
fn what_would_be_lost_is_said_before_all_else() {
    let mut summary = summary(Icon::BrokenLink, 9, 2);
    summary.cannot_keep = Some(CannotKeep::StoreMoved);
    assert_eq!(
        state(&summary),
        "Nothing new is kept: its file was removed or replaced"
    );
    summary.cannot_keep = Some(CannotKeep::Disk);
    assert_eq!(
        state(&summary),
        "Nothing new is kept: the disk takes no writes"
    );
}

#[test]
fn a_silent_network_does_not_call_a_person() {
    let state = state(&summary(Icon::Cloud, 3, 0));
    assert!(!state.contains("need"), "{state}");
}

#[test]
fn without_the_key_nothing_is_watched_whatever_was_known_before() {
    let mut summary = summary(Icon::BrokenLink, 9, 1);
    summary.key = Some(KeyState::Locked);
    assert_eq!(state(&summary), "Not watching: keychain locked");
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
    assert_eq!(words.title, "Stopped working");
    assert_eq!(
        words.body,
        "Harbour Lane (Facebook)\nThe password was changed. Reconnect to go on."
    );
    assert_eq!(
        words.in_one_line(),
        "Stopped working: Harbour Lane (Facebook) The password was changed. Reconnect to go on."
    );
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
    assert_eq!(all.title, "2 locations stopped working");
    let begins = "Facebook\nProbably: the network ended";
    assert!(all.body.starts_with(begins), "{}", all.body);
    let hers = notice(&about(Some("Jana Weiss"), false));
    assert_eq!(hers.title, all.title);
    let begins = "Jana Weiss (Facebook)\nThe network ended";
    assert!(hers.body.starts_with(begins), "{}", hers.body);
}

#[test]
fn a_wrong_clock_is_named_with_its_side() {
    let title = |hours: i64| {
        let off = Span::from_minutes(hours * 60);
        notice(&NoticeAbout::WrongClock { off }).title
    };
    assert_eq!(
        title(59 * 24 + 11),
        "This computer's clock is 59 days ahead"
    );
    assert_eq!(title(-25), "This computer's clock is a day behind");
}

#[test]
fn every_cause_has_words_of_its_own() {
    let mut words: Vec<_> = Cause::ALL
        .into_iter()
        .map(|cause| say(because(cause)))
        .collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Cause::ALL.len());
}

#[test]
fn whoever_gets_no_window_hears_what_goes_on_and_why() {
    let said = no_window("no web engine", true);
    assert!(said.starts_with("It goes on watching in the tray."));
    assert!(said.contains("no web engine."), "{said}");
    assert_eq!(said.contains("WebView2"), cfg!(windows));
    assert!(!no_window("no web engine", false).contains("tray"));
}
