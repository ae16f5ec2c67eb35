use proptest::prelude::*;

use super::*;
use crate::AttemptId;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const AROUND: HealthContext = HealthContext {
    now: NOW,
    key_at_hand: true,
    tokens_readable: true,
    entry_is_ours: true,
};
const LINKED: Connection = Connection::At(LinkState::Linked);

fn hiccup() -> impl Strategy<Value = Unavailable> {
    prop::sample::select(Unavailable::ALL.to_vec())
}

fn ends(data_access_ends: Option<Timestamp>) -> GrantDates {
    GrantDates {
        issued_at: NOW,
        access_ends: None,
        refresh_ends: None,
        data_access_ends,
        renewable: false,
    }
}

proptest! {
    #[test]
    fn a_failed_look_never_turns_a_working_connection_red(
        hiccup in hiccup(), key: bool, days in -400i64..400
    ) {
        let probe = Probe::new(NOW, Verdict::NoAnswer(hiccup));
        let dates = ends(Some(NOW.plus(Span::from_days(days))));
        let around = HealthContext { key_at_hand: key, ..AROUND };
        let health = judge(&LINKED, Some(&probe), Some(&dates), around);
        prop_assert_ne!(health.icon, Icon::BrokenLink);
    }

    #[test]
    fn a_person_is_called_within_the_last_fortnight_and_the_last_quarter(
        days in -30i64..400, passed in 0i64..400
    ) {
        let by = NOW.plus(Span::from_days(days));
        let issued_at = NOW.plus(Span::from_days(-passed));
        let dates = GrantDates { issued_at, ..ends(Some(by)) };
        let health = judge(&LINKED, None, Some(&dates), AROUND);
        let called = days <= 14 && (days <= 0 || days * 4 <= days + passed);
        prop_assert_eq!(health.icon == Icon::Clock, called);
    }

    #[test]
    fn nobody_is_called_on_the_day_of_an_approval(days in 1i64..400) {
        let by = NOW.plus(Span::from_days(days));
        let dates = GrantDates { issued_at: NOW, ..ends(Some(by)) };
        prop_assert_eq!(judge(&LINKED, None, Some(&dates), AROUND).icon, Icon::Tick);
    }

    #[test]
    fn a_lost_connection_stays_red_while_the_network_is_silent(hiccup in hiccup()) {
        let probe = Probe::new(NOW, Verdict::NoAnswer(hiccup));
        let lost = Connection::At(LinkState::NeedsYou(Cause::Expired));
        let health = judge(&lost, Some(&probe), None, AROUND);
        let expired = State::NeedsYou { cause: Cause::Expired, probable: false };
        prop_assert_eq!(health.state, expired);
    }
}

proptest! {
    #[test]
    fn a_row_that_names_a_date_has_the_same_date_ahead(days in -30i64..400, key: bool) {
        let dates = ends(Some(NOW.plus(Span::from_days(days))));
        let around = HealthContext { key_at_hand: key, ..AROUND };
        let ahead = ahead(&LINKED, Some(&dates), true).map(|need| need.by);
        let state = judge(&LINKED, None, Some(&dates), around).state;
        if let State::NeedsYouSoon { by } = state {
            prop_assert_eq!(ahead, Some(by));
        } else if let State::Connected { good_until, .. } = state {
            prop_assert_eq!(ahead, good_until);
        } else {
            prop_assert!(!key && ahead.is_some(), "a locked key moves no date");
        }
    }
}

#[test]
fn what_does_not_work_has_no_date_ahead() {
    let dates = ends(Some(NOW.plus(Span::from_days(60))));
    for link_state in [
        LinkState::Unlinked,
        LinkState::Unfinished,
        LinkState::NeedsYou(Cause::Expired),
    ] {
        assert_eq!(ahead(&Connection::At(link_state), Some(&dates), true), None);
    }
    assert_eq!(ahead(&LINKED, Some(&dates), false), None);
    assert_eq!(ahead(&LINKED, None, true), None);
}

#[test]
fn a_sign_in_that_is_under_way_moves_no_date() {
    let dates = ends(Some(NOW.plus(Span::from_days(60))));
    let attempt = AttemptId::from_bytes([7; 16]);
    let away = |came_from| Connection::Authorizing { attempt, came_from };
    assert!(ahead(&away(LinkState::Linked), Some(&dates), true).is_some());
    assert_eq!(ahead(&away(LinkState::Unlinked), Some(&dates), true), None);
}

#[test]
fn own_trouble_is_grey_and_names_what_helps() {
    for (trouble, next) in [
        (Trouble::NoApp, NextStep::FixApp),
        (Trouble::TokensUnreadable, NextStep::Reconnect),
        (Trouble::NotStored, NextStep::Wait),
        (Trouble::DiskFull, NextStep::FreeSpace),
        (Trouble::NotKeptYet, NextStep::FreeSpace),
        (Trouble::StoreMoved, NextStep::Wait),
    ] {
        let probe = Probe::new(NOW, Verdict::Here(trouble));
        let health = judge(&LINKED, Some(&probe), None, AROUND);
        assert_eq!((health.icon, health.next), (Icon::Cloud, next));
        assert_eq!(health.state, State::CannotAsk { trouble });
    }
}

#[test]
fn what_was_refused_for_days_in_unknown_words_asks_for_a_sign_in_and_is_not_red() {
    let strange = Verdict::NoAnswer(Unavailable::Unrecognised);
    let probe = (0..12).fold(None, |before, nth| {
        let at = NOW.plus(Span::from_minutes(4 * 60 * nth));
        Some(Probe::new(at, strange).following(before))
    });
    let health = judge(&LINKED, probe.as_ref(), None, AROUND);
    assert_eq!(health.state, State::ProbablyRefused { since: NOW });
    assert_eq!(
        (health.icon, health.next),
        (Icon::Clock, NextStep::Reconnect)
    );
}

#[test]
fn a_first_no_shows_nothing_before_it_is_asked_again() {
    let probe = Probe::new(NOW, Verdict::No(Cause::Expired));
    assert_eq!(judge(&LINKED, Some(&probe), None, AROUND).icon, Icon::Tick);
}

#[test]
fn a_locked_key_is_grey_and_never_red() {
    let around = HealthContext {
        key_at_hand: false,
        ..AROUND
    };
    let health = judge(&LINKED, None, None, around);
    assert_eq!(
        (health.icon, health.next),
        (Icon::Cloud, NextStep::OpenKeychain)
    );
}

#[test]
fn what_was_approved_under_a_clock_that_was_ahead_calls_in_good_time() {
    let ahead = NOW.plus(Span::from_days(3650));
    let icon = |days| {
        let dates = GrantDates {
            issued_at: ahead,
            ..ends(Some(NOW.plus(Span::from_days(days))))
        };
        judge(&LINKED, None, Some(&dates), AROUND).icon
    };
    assert_eq!((icon(13), icon(15)), (Icon::Clock, Icon::Tick));
}

#[test]
fn damaged_tokens_ask_for_a_new_sign_in() {
    let around = HealthContext {
        tokens_readable: false,
        ..AROUND
    };
    assert_eq!(judge(&LINKED, None, None, around).next, NextStep::Reconnect);
}

#[test]
fn an_entry_that_somebody_changed_is_nothing_to_sign_in_at_whatever_it_says_of_itself() {
    let around = HealthContext {
        entry_is_ours: false,
        ..AROUND
    };
    let lost = LinkState::NeedsYou(Cause::Expired);
    for link_state in [
        LinkState::Linked,
        LinkState::Unlinked,
        LinkState::Unfinished,
        lost,
    ] {
        let seen = judge(&Connection::At(link_state), None, None, around);
        assert_eq!(
            (seen.state, seen.next),
            (State::EntryChanged, NextStep::Remove)
        );
    }
}

#[test]
fn while_a_person_is_away_the_ring_is_shown_whatever_was_before() {
    let attempt = AttemptId::from_bytes([7; 16]);
    let away = Connection::Authorizing {
        attempt,
        came_from: LinkState::Linked,
    };
    assert_eq!(judge(&away, None, None, AROUND).icon, Icon::Ring);
}

#[test]
fn the_worst_of_many_is_their_maximum() {
    let all = [
        Icon::Clock,
        Icon::Tick,
        Icon::BrokenLink,
        Icon::Cloud,
        Icon::Ring,
    ];
    assert_eq!(all.into_iter().max(), Some(Icon::BrokenLink));
}
