use chrono::DateTime;
use domain::Timestamp;

use super::*;
use crate::{desktop, notices, tray, unwatched};

fn clock() -> Clock {
    Clock {
        now: Timestamp::from_secs(1_795_500_000),
        local: |at| DateTime::from_timestamp(at.as_secs(), 0).map(|at| at.naive_utc()),
    }
}

#[test]
fn a_number_chooses_its_form() {
    assert_eq!(say(tray::needing(1_usize)), "1 location needs you");
    assert_eq!(say(tray::needing(30_usize)), "30 locations need you");
    assert_eq!(say(notices::ends(0_usize)), "Needs you today");
    assert_eq!(say(notices::ends(3_usize)), "Needs you in 3 days");
}

#[test]
fn a_message_may_name_another() {
    let not_watching = tray::not_watching(unwatched::full());
    assert_eq!(say(&not_watching), "Not watching: the disk is full");
    let practice = desktop::practice(not_watching);
    assert_eq!(say(practice), "Practice: Not watching: the disk is full");
}

#[test]
fn no_mark_of_direction_is_set_around_a_name() {
    let said = say(desktop::location("חנות", "X"));
    assert_eq!(said, "חנות (X)");
}

#[test]
fn a_point_in_time_is_the_readers() {
    let tuesday = Timestamp::from_secs(1_795_500_000);
    let said = say_at(tray::paused_until(tuesday), clock());
    assert_eq!(said, "Alerts paused until Tue 06:00");
    let never = Timestamp::from_millis(i64::MAX);
    let said = say_at(tray::paused_until(never), clock());
    assert_eq!(said, "Alerts paused until not told not told");
}

#[test]
fn what_is_not_in_the_catalogue_is_shown_by_its_id_and_nothing_ends() {
    assert_eq!(say(Message::new("tray-nowhere")), "tray-nowhere");
    assert_eq!(say(Message::new("tray-reconnect")), "Reconnect {$location}");
    let strange = Message::new("tray-needing").with("count", "many");
    assert_eq!(say(strange), "many locations need you");
}

#[test]
fn only_the_first_letter_is_lowered() {
    let said = say(notices::probably("Ärger at X. Once more"));
    assert_eq!(said, "Probably: ärger at X. Once more");
    assert_eq!(say(notices::probably("")), "Probably: ");
}
