use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    Account, AccountId, Cause, Connection, GrantDates, HealthContext, LinkState, LoginId, Probe,
    Span, Timestamp, Trouble, Verdict, judge,
};

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

/// A location with what it hangs on.
#[derive(Debug, Clone)]
struct One {
    location: Location,
    login: Option<Login>,
    health: Health,
}

impl One {
    fn with(mut self, kind: AccountKind, name: &str, handle: Option<&str>) -> One {
        self.location.account = Some(Account {
            id: AccountId("1".to_owned()),
            kind,
            name: name.to_owned(),
            handle: handle.map(str::to_owned),
        });
        self
    }

    fn at(mut self, network: &str) -> One {
        self.location.network = network.parse().unwrap();
        self
    }

    fn being(self, health: Health) -> One {
        One { health, ..self }
    }

    fn fix(&self) -> Option<Fix> {
        view(self).fix()
    }
}

fn around(key_at_hand: bool, entry_is_ours: bool) -> HealthContext {
    HealthContext {
        now: NOW,
        key_at_hand,
        tokens_readable: true,
        entry_is_ours,
    }
}

fn link_state(link_state: LinkState) -> Health {
    judge(&Connection::At(link_state), None, None, around(true, true))
}

fn lost(cause: Cause) -> Health {
    link_state(LinkState::NeedsYou(cause))
}

fn soon() -> Health {
    let dates = GrantDates {
        issued_at: NOW.plus(Span::from_days(-80)),
        access_ends: Some(NOW.plus(Span::from_days(1))),
        refresh_ends: None,
        data_access_ends: None,
        renewable: false,
    };
    let linked = Connection::At(LinkState::Linked);
    judge(&linked, None, Some(&dates), around(true, true))
}

fn with_probe(verdict: Verdict) -> Health {
    let probe = Probe::new(NOW, verdict);
    let linked = Connection::At(LinkState::Linked);
    judge(&linked, Some(&probe), None, around(true, true))
}

fn number(id: u16) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&id.to_be_bytes());
    bytes
}

/// A page of a person that was lost.
fn page(id: u16, person: u8) -> One {
    let network: Network = "facebook".parse().unwrap();
    let login = Login {
        id: LoginId::from_bytes([person; 16]),
        network: network.clone(),
        host: None,
        account: AccountId(person.to_string()),
        name: format!("Person {person}"),
    };
    let location = Location {
        id: LocationId::from_bytes(number(id)),
        network,
        host: None,
        account: None,
        client: None,
        login: Some(login.id),
        grant: None,
        added_at: NOW,
    };
    One {
        location,
        login: Some(login),
        health: lost(Cause::PasswordChanged),
    }
    .with(AccountKind::Page, &format!("Page {id}"), None)
}

fn view(one: &One) -> Fixable<'_> {
    Fixable {
        location: &one.location,
        login: one.login.as_ref(),
        health: one.health,
    }
}

fn steps(all: &[One]) -> Vec<FixStep> {
    plan(all.iter().map(view))
}

/// The locations of each step, by their numbers.
fn planned(all: &[One]) -> Vec<Vec<u16>> {
    let number = |id: &LocationId| u16::from_be_bytes([id.as_bytes()[0], id.as_bytes()[1]]);
    steps(all)
        .iter()
        .map(|step| step.locations.iter().map(number).collect())
        .collect()
}

#[test]
fn nothing_needs_no_step() {
    assert_eq!(steps(&[]), vec![]);
    assert_eq!(
        steps(&[page(1, 1).being(link_state(LinkState::Linked))]),
        vec![]
    );
}

#[test]
fn one_step_for_each_login_what_heals_most_first_what_ends_soon_last() {
    let all = [
        page(5, 3).being(soon()),
        page(4, 2).at("mastodon"),
        page(1, 1),
        page(2, 1),
        page(3, 1),
        page(6, 4).being(link_state(LinkState::Linked)),
    ];
    assert_eq!(planned(&all), [vec![1, 2, 3], vec![4], vec![5]]);
}

#[test]
fn many_that_end_soon_come_after_one_that_is_lost() {
    let all = [
        page(1, 1).being(soon()),
        page(2, 1).being(soon()),
        page(3, 2),
    ];
    assert_eq!(planned(&all), [vec![3], vec![1, 2]]);
}

#[test]
fn one_that_is_lost_makes_its_login_urgent() {
    let all = [
        page(1, 1).being(soon()),
        page(2, 1),
        page(3, 2),
        page(4, 3).being(soon()),
    ];
    assert_eq!(planned(&all), [vec![1, 2], vec![3], vec![4]]);
}

#[test]
fn a_login_is_one_step_also_where_a_page_of_it_works() {
    let works = page(1, 1).being(link_state(LinkState::Linked));
    assert_eq!(planned(&[works, page(2, 1), page(3, 1)]), [vec![2, 3]]);
}

#[test]
fn what_hangs_on_no_login_is_a_step_of_its_own() {
    let alone = |id| One {
        login: None,
        ..page(id, 1)
    };
    assert_eq!(planned(&[alone(1), alone(2)]), [vec![1], vec![2]]);
}

#[test]
fn people_of_one_name_are_two_steps() {
    let mut namesake = page(2, 2);
    let mut jana = page(1, 1);
    for one in [&mut jana, &mut namesake] {
        one.login.as_mut().unwrap().name = "Jana Weiss".to_owned();
    }
    assert_eq!(planned(&[jana, namesake]), [vec![1], vec![2]]);
}

#[test]
fn a_refused_developer_app_comes_before_the_sign_ins_that_would_fail_with_it() {
    let broken = lost(Cause::AppBroken);
    let all = [
        page(1, 1),
        page(2, 1),
        page(3, 1),
        page(4, 2).being(broken),
        page(5, 3).being(broken),
        page(6, 1).at("threads").being(broken),
    ];
    assert_eq!(planned(&all), [vec![4, 5], vec![6], vec![1, 2, 3]]);
    let remedies: Vec<Remedy> = steps(&all).iter().map(|step| step.remedy).collect();
    assert_eq!(remedies, [Remedy::App, Remedy::App, Remedy::SignIn]);
}

#[test]
fn the_locations_of_a_step_stay_in_the_order_in_which_they_came() {
    assert_eq!(planned(&[page(3, 1), page(1, 1), page(2, 1)]), [[3, 1, 2]]);
}

#[test]
fn steps_of_one_length_are_in_the_same_order_every_time() {
    let all = [page(1, 9), page(2, 3), page(3, 5)];
    assert_eq!(planned(&all), [vec![2], vec![3], vec![1]]);
    let [a, b, c] = all;
    assert_eq!(planned(&[c, a, b]), [vec![2], vec![3], vec![1]]);
}

#[test]
fn how_a_location_stands_follows_from_what_helps_it() {
    use FixState::{Apart, Away, Locked, Open};
    let locked = judge(
        &Connection::At(LinkState::Linked),
        None,
        None,
        around(false, true),
    );
    let changed = judge(
        &Connection::At(LinkState::Linked),
        None,
        None,
        around(true, false),
    );
    let away = Health {
        next: NextStep::Approve,
        ..link_state(LinkState::Linked)
    };
    for (health, state) in [
        (lost(Cause::Expired), Some(Open)),
        (lost(Cause::AppBroken), Some(Open)),
        (soon(), Some(Open)),
        (with_probe(Verdict::Here(Trouble::NoApp)), Some(Open)),
        (
            with_probe(Verdict::Here(Trouble::TokensUnreadable)),
            Some(Open),
        ),
        (with_probe(Verdict::Here(Trouble::DiskFull)), None),
        (with_probe(Verdict::Yes), None),
        (away, Some(Away)),
        (locked, Some(Locked)),
        (changed, Some(Apart)),
        (link_state(LinkState::Unfinished), Some(Apart)),
        // Who was disconnected on purpose is not in the queue.
        (link_state(LinkState::Unlinked), None),
    ] {
        let one = page(1, 1).being(health);
        let is_open = state == Some(Open);
        assert_eq!(one.fix().map(|fix| fix.state), state, "{health:?}");
        assert_eq!(steps(&[one]).len(), usize::from(is_open), "{health:?}");
    }
}

#[test]
fn whether_a_location_is_the_account_that_signs_in() {
    use AccountKind::{BusinessAccount, Page, Profile};
    let handle = Some("@ourbrand");
    for (kind, name, handle, is_account) in [
        (AccountKind::Account, "Person 1", handle, true),
        (AccountKind::Account, "Renamed since", None, true),
        (BusinessAccount, "Person 1", handle, true),
        (BusinessAccount, "Our Shop", handle, false),
        (Profile, "Person 1", None, false),
        (Page, "Our Brand", None, false),
    ] {
        let one = page(1, 1).with(kind, name, handle);
        let found = one.fix().map(|fix| fix.is_account);
        assert_eq!(found, Some(is_account), "{kind:?} {name}");
        let alone = One { login: None, ..one };
        assert_eq!(alone.fix().map(|fix| fix.is_account), Some(false));
    }
    let refused = page(1, 1)
        .with(AccountKind::Account, "Person 1", handle)
        .being(lost(Cause::AppBroken));
    assert_eq!(refused.fix().map(|fix| fix.is_account), Some(false));
}

#[test]
fn what_is_healed_by_one_app_and_by_one_login_is_never_one_step() {
    let app = page(1, 1).being(lost(Cause::AppBroken)).fix().unwrap();
    let login = page(1, 1).fix().unwrap();
    assert_ne!(app.step, login.step);
}

#[test]
fn ten_thousand_of_two_logins_are_two_steps() {
    let all: Vec<One> = (0..10_000)
        .map(|id| page(id, u8::from(id % 4 == 0)))
        .collect();
    let lengths: Vec<usize> = steps(&all)
        .iter()
        .map(|step| step.locations.len())
        .collect();
    assert_eq!(lengths, [7_500, 2_500]);
}

fn any_page() -> impl Strategy<Value = One> {
    (0u16..40, 0u8..5, 0usize..5).prop_map(|(id, person, what)| {
        let health = [
            lost(Cause::Expired),
            lost(Cause::AppBroken),
            soon(),
            link_state(LinkState::Linked),
            link_state(LinkState::Unlinked),
        ][what];
        page(id, person).being(health)
    })
}

proptest! {
    #[test]
    fn whatever_needs_a_person_is_in_one_step_and_nothing_else_is(
        all in prop::collection::vec(any_page(), 0..60)
    ) {
        let mut seen = BTreeSet::new();
        let all: Vec<One> = all.into_iter().filter(|one| seen.insert(one.location.id)).collect();
        let open = |one: &&One| one.fix().is_some_and(|fix| fix.state == FixState::Open);
        let wanted: BTreeSet<LocationId> = all.iter().filter(open).map(|one| one.location.id).collect();
        let found: Vec<LocationId> = steps(&all).into_iter().flat_map(|step| step.locations).collect();
        prop_assert_eq!(found.len(), wanted.len());
        prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted);
    }
}
