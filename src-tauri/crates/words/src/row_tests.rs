use domain::{
    AccountKind, Cause, Icon, LocationId, LoginId, NextStep, Trouble, Unavailable, Unheard,
};
use protocol::{HealthView, LoginView, StateCode};

use super::*;
use crate::catalogue::{say, say_at};
use crate::{Clock, ties};

const NOW: Timestamp = Timestamp::from_secs(1_795_500_000);

const STATES: [StateCode; 12] = [
    StateCode::NotConnected,
    StateCode::SetUpUnfinished,
    StateCode::WaitingForYou,
    StateCode::Connected,
    StateCode::NeedsYouSoon,
    StateCode::NeedsYou,
    StateCode::CannotCheck,
    StateCode::ProbablyRefused,
    StateCode::CannotAsk,
    StateCode::KeyUnavailable,
    StateCode::TokensUnreadable,
    StateCode::EntryChanged,
];

fn clock() -> Clock {
    Clock {
        now: NOW,
        local: |at| chrono::DateTime::from_timestamp(at.as_secs(), 0).map(|at| at.naive_utc()),
    }
}

fn location(state: StateCode) -> LocationView {
    LocationView {
        id: LocationId::from_bytes([1; 16]),
        network: "x".parse().expect("a network"),
        host: None,
        name: Some("Acme".to_owned()),
        handle: None,
        kind: Some(AccountKind::Page),
        client: None,
        health: HealthView {
            icon: Icon::Tick,
            state,
            cause: None,
            probably: false,
            hiccup: None,
            trouble: None,
            unheard: None,
            unheard_since: None,
            until: None,
            renews: false,
            next: NextStep::None,
        },
        attempt: None,
        login: None,
        uses: vec![],
        checked_at: None,
        connected_at: None,
        credits: vec![],
        needs_human_by: None,
        because: None,
        alerts_muted: false,
        alerts_snoozed_until: None,
        asks_again: false,
        lost_since: None,
        fix: None,
        leaving: None,
    }
}

const AROUND: Around<'_> = Around {
    network: "Netz",
    keychain: "the keychain",
    attempt: None,
    heals: None,
};

fn of_jana(state: StateCode, cause: Cause) -> LocationView {
    let mut lost = location(state);
    lost.health.cause = Some(cause);
    lost.login = Some(LoginView {
        id: LoginId::from_bytes([2; 16]),
        name: "Jana".to_owned(),
        person: "jana".to_owned(),
    });
    lost
}

fn worded(location: &LocationView, around: &Around) -> [String; 3] {
    let Said {
        title,
        detail,
        full,
    } = row(location, around);
    let full = full.map(|full| say_at(full, clock()));
    [
        say_at(title, clock()),
        say_at(detail, clock()),
        full.unwrap_or_default(),
    ]
}

#[test]
fn what_works_says_until_when_or_when_it_was_seen() {
    let mut works = location(StateCode::Connected);
    works.checked_at = Some(NOW.as_millis() - 3 * 60_000);
    let said = worded(&works, &AROUND);
    assert_eq!(said, ["Connected", "Checked 3 minutes ago", ""]);
    works.health.until = Some(NOW.as_millis() + 5 * 86_400_000);
    let [_, detail, _] = worded(&works, &AROUND);
    assert_eq!(detail, "Good until 29 Nov, then Netz asks");
    works.health.state = StateCode::NeedsYouSoon;
    let said = worded(&works, &AROUND);
    assert_eq!(
        said[..2],
        ["Reconnect by 29 Nov", "Netz ends this sign-in in 5 days"]
    );
}

#[test]
fn a_loss_says_its_cause_and_whose_it_is() {
    let lost = of_jana(StateCode::NeedsYou, Cause::PasswordChanged);
    let [title, detail, full] = worded(&lost, &AROUND);
    assert_eq!(title, "Password changed");
    assert_eq!(detail, "Netz ended the sign-in");
    assert_eq!(
        full,
        "Netz ended this connection because Jana changed the password or signed out everywhere."
    );
    let parts = ties::broken(3_usize);
    let heals = Around {
        heals: Some((3, &parts)),
        ..AROUND
    };
    let [_, detail, _] = worded(&lost, &heals);
    assert_eq!(detail, "One sign-in by Jana fixes 3 (3 broken)");
}

#[test]
fn what_is_only_inferred_is_not_said_as_if_the_network_had_said_it() {
    let mut lost = of_jana(StateCode::NeedsYou, Cause::Expired);
    lost.health.probably = true;
    let [_, detail, full] = worded(&lost, &AROUND);
    assert_eq!(detail, "Probably: Netz asks for a new sign-in");
    assert!(full.starts_with("Probably: The sign-in at Netz"), "{full}");
}

#[test]
fn a_server_of_many_is_named_and_since_when() {
    let mut grey = location(StateCode::CannotCheck);
    grey.host = Some("social.example".to_owned());
    grey.health.hiccup = Some(Unavailable::Down);
    grey.health.unheard = Some(Unheard::Days);
    grey.health.unheard_since = Some(NOW.as_millis() - 3 * 86_400_000);
    let [title, detail, full] = worded(&grey, &AROUND);
    assert_eq!(title, "Unchecked for days");
    assert_eq!(detail, "Out of order, says social.example");
    assert!(
        full.ends_with("Greentick goes on trying. This began on 21 Nov."),
        "{full}"
    );
}

/// All that may hold of a location in a state.
fn all() -> Vec<LocationView> {
    let mut all: Vec<LocationView> = STATES.into_iter().map(location).collect();
    all.extend(Cause::ALL.map(|cause| of_jana(StateCode::NeedsYou, cause)));
    for state in [
        StateCode::CannotCheck,
        StateCode::CannotAsk,
        StateCode::ProbablyRefused,
    ] {
        for unheard in [None, Some(Unheard::Days), Some(Unheard::Weeks)] {
            let mut grey = location(state);
            grey.health.unheard = unheard;
            all.push(grey.clone());
            for hiccup in Unavailable::ALL {
                grey.health.hiccup = Some(hiccup);
                all.push(grey.clone());
            }
            grey.health.hiccup = None;
            for trouble in Trouble::ALL {
                grey.health.trouble = Some(trouble);
                all.push(grey.clone());
            }
        }
    }
    all.push(LocationView {
        leaving: Some(Leaving::Disconnecting),
        ..location(StateCode::Connected)
    });
    let doubled = |change: fn(&mut LocationView)| {
        move |all: Vec<LocationView>| {
            let mut changed = all.clone();
            changed.iter_mut().for_each(change);
            [all, changed].concat()
        }
    };
    let all = doubled(|one| one.health.until = Some(NOW.as_millis()))(all);
    let all = doubled(|one| {
        one.health.unheard_since = Some(NOW.as_millis());
        one.checked_at = Some(NOW.as_millis());
    })(all);
    let all = doubled(|one| one.health.renews = true)(all);
    let all = doubled(|one| one.health.probably = true)(all);
    doubled(|one| one.asks_again = true)(all)
}

#[test]
fn whatever_holds_of_a_location_there_are_words_for_it() {
    for location in all() {
        let all = worded(&location, &AROUND);
        for said in &all {
            let whole = !said.contains(['{', '}']) && !said.contains("not told");
            let is_id = said.contains("health-") || said.contains("unchecked-");
            assert!(whole && !is_id, "{said}: {location:?}");
        }
        let [title, detail, _] = all;
        assert!(!title.is_empty() && !detail.is_empty(), "{location:?}");
    }
}

#[test]
fn the_rules_name_facts_that_there_are() {
    let known = [
        "leaving",
        "state",
        "cause",
        "hiccup",
        "trouble",
        "unheard",
        "probably",
        "since",
        "until",
        "renews",
        "checked",
        "asks_again",
        "heals",
        "stage",
        "surface",
        "no_browser",
    ];
    for line in [&RULES.title, &RULES.detail, &RULES.full]
        .into_iter()
        .flatten()
    {
        for condition in line.when.split_whitespace() {
            let fact = condition.split('=').next().unwrap();
            assert!(known.contains(&fact), "{fact} of {}", line.when);
        }
    }
}

#[test]
fn a_sign_in_under_way_says_what_a_person_does_next() {
    let waiting = location(StateCode::WaitingForYou);
    let said = say(row(&waiting, &AROUND).detail);
    assert_eq!(said, "Approve at Netz");
}
