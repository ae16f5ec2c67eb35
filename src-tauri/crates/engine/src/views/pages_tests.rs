use std::collections::BTreeMap;

use domain::ties::LoginHeld;
use domain::{
    AccountId, Cause, Grant, GrantDates, GrantId, LinkState, Login, LoginId, Network, Scopes, Span,
    TokenKind, Verdict,
};

use super::super::summary::{NOW, held, state};
use super::*;
use crate::book::Removing;

fn id(number: u8) -> LocationId {
    LocationId::from_bytes([number; 16])
}

fn lost(number: u8) -> LocationRecord {
    let cause = Cause::Expired;
    held(number, LinkState::NeedsYou(cause), Verdict::No(cause))
}

fn works(number: u8) -> LocationRecord {
    held(number, LinkState::Linked, Verdict::Yes)
}

/// A location on its way off the list.
fn removing(one: LocationRecord) -> LocationRecord {
    LocationRecord {
        removing: Some(Removing::UnderWay),
        ..one
    }
}

fn of(mut one: LocationRecord, login: u8, network: &str) -> LocationRecord {
    one.location.login = Some(LoginId::from_bytes([login; 16]));
    one.location.network = network.parse().unwrap();
    one
}

fn logins(all: &[(u8, &str, &str)]) -> BTreeMap<LoginId, Login> {
    let login = |(number, person, network): &(u8, &str, &str)| Login {
        id: LoginId::from_bytes([*number; 16]),
        network: network.parse().unwrap(),
        host: None,
        account: AccountId((*person).to_owned()),
        name: (*person).to_owned(),
    };
    all.iter()
        .map(login)
        .map(|login| (login.id, login))
        .collect()
}

/// An approval that ends after so many days, and that nothing renews.
fn grant(number: u8, days: i64) -> (GrantId, Grant) {
    let id = GrantId::from_bytes([number; 16]);
    let dates = GrantDates {
        issued_at: NOW,
        access_ends: Some(NOW.plus(Span::from_days(days))),
        refresh_ends: None,
        data_access_ends: None,
        renewable: false,
    };
    let grant = Grant {
        id,
        login: LoginId::from_bytes([1; 16]),
        kind: TokenKind::User,
        scopes: Scopes::default(),
        dates,
        generation: 1,
    };
    (id, grant)
}

fn planned(state: &State, named: Option<Vec<LocationId>>) -> Vec<Vec<LocationId>> {
    let steps = state.plan_fix(named, NOW).into_iter();
    steps.map(|step| step.locations).collect()
}

#[test]
fn all_that_need_a_person_are_planned_when_none_are_named() {
    let state = state(vec![lost(1), works(2), lost(3), removing(lost(4))]);
    assert_eq!(planned(&state, None), [[id(1)], [id(3)]]);
    assert_eq!(planned(&state, Some(vec![])), Vec::<Vec<LocationId>>::new());
}

#[test]
fn of_those_that_are_named_each_is_planned_once_and_what_is_gone_is_not() {
    let mut state = state(vec![
        of(lost(1), 1, "facebook"),
        of(lost(2), 1, "facebook"),
        works(3),
    ]);
    state.logins = logins(&[(1, "Jana", "facebook")]);
    let named = [2, 9, 1, 3, 2].map(id).to_vec();
    assert_eq!(planned(&state, Some(named)), [[id(2), id(1)]]);
}

#[test]
fn what_is_told_of_one_location_is_what_the_plan_says_of_it() {
    let mut state = state(vec![of(lost(1), 1, "facebook"), works(2)]);
    state.logins = logins(&[(1, "Jana", "facebook")]);
    let networks = Registry::real();
    let fix = |number| {
        let held = state.locations.get(&id(number)).unwrap();
        state.view(held, &networks, NOW).fix
    };
    let step = state.plan_fix(None, NOW).remove(0);
    assert_eq!(fix(1).map(|fix| fix.step), Some(step.key));
    assert_eq!(fix(2), None);
}

#[test]
fn networks_that_share_an_app_are_held_by_one() {
    let mut state = state(vec![
        of(works(1), 1, "facebook"),
        of(lost(2), 2, "instagramviafacebook"),
        of(works(3), 3, "mastodon"),
        of(held(4, LinkState::Unlinked, Verdict::Yes), 1, "facebook"),
        removing(of(works(5), 1, "facebook")),
    ]);
    state.logins = logins(&[
        (1, "Jana", "facebook"),
        (2, "Jana", "instagramviafacebook"),
        (3, "Tom", "mastodon"),
    ]);
    let held = state.holders(&Registry::real(), NOW);
    let apps: Vec<_> = held
        .iter()
        .map(|one| (one.app.clone(), one.locations))
        .collect();
    assert_eq!(apps, [("facebook".parse().ok(), 2), (None, 1)]);
    let broken = |one: &LoginHeld| one.broken;
    assert_eq!(
        held[0].logins.iter().map(broken).collect::<Vec<_>>(),
        [0, 1]
    );
}

#[test]
fn a_date_is_ahead_while_its_connection_works() {
    let mut state = state(vec![
        of(works(1), 1, "facebook"),
        of(works(2), 1, "facebook"),
        of(lost(3), 1, "facebook"),
        removing(works(4)),
        works(5),
    ]);
    state.logins = logins(&[(1, "Jana", "facebook")]);
    state.grants = [(1, 3), (2, 3), (3, 3), (4, 3), (5, 9)]
        .map(|(number, days)| grant(number, days))
        .into();
    let starts = (0..=5).map(|day| NOW.plus(Span::from_days(day))).collect();
    let all = state.timeline(&Days::new(starts, 0).unwrap());
    let entries: Vec<_> = all
        .entries
        .into_iter()
        .map(|one| (one.day, one.locations))
        .collect();
    assert_eq!(entries, [(3, vec![id(1), id(2)])]);
    assert_eq!(all.next.map(|next| next.locations), Some(vec![id(5)]));
}

#[test]
fn what_a_consent_decides_over_stays_ticked_at_all_networks_of_its_app() {
    let mut state = state(vec![
        of(works(1), 1, "facebook"),
        of(works(2), 1, "facebook"),
        of(works(3), 2, "instagramviafacebook"),
        of(works(4), 3, "facebook"),
        removing(of(works(5), 1, "facebook")),
    ]);
    state.logins = logins(&[
        (1, "Jana", "facebook"),
        (2, "Jana", "instagramviafacebook"),
        (3, "Tom", "facebook"),
    ]);
    let networks = Registry::real();
    let ticked = |network: &str, location: Option<u8>| {
        let network: Network = network.parse().unwrap();
        state.stays_ticked(&network, location.map(id), &networks)
    };
    assert_eq!(ticked("facebook", Some(2)), [2, 1, 3].map(id));
    assert_eq!(ticked("facebook", Some(4)), []);
    assert_eq!(ticked("facebook", None), [1, 2, 3, 4].map(id));
    assert_eq!(ticked("mastodon", None), []);
    let unheard: Network = "unheardof".parse().unwrap();
    assert_eq!(ticked(unheard.as_str(), None), []);
}
