use super::*;
use crate::{AccountId, Timestamp};

/// A location with what it hangs on.
struct One {
    location: Location,
    login: Option<Login>,
    icon: Icon,
    app: Option<Network>,
    decides_anew: bool,
}

fn network(name: &str) -> Network {
    name.parse().unwrap()
}

fn location(id: u16, place: &str) -> LocationId {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&id.to_be_bytes());
    bytes[2..2 + place.len().min(14)].copy_from_slice(&place.as_bytes()[..place.len().min(14)]);
    LocationId::from_bytes(bytes)
}

/// A location of a person at a network that needs an app of its own.
fn of(person: &str, id: u16, place: &str) -> One {
    let mut login = [0; 16];
    for (byte, from) in login.iter_mut().zip(format!("{person}{place}").bytes()) {
        *byte = from;
    }
    let login = Login {
        id: LoginId::from_bytes(login),
        network: network(place),
        host: None,
        account: AccountId(person.to_owned()),
        name: person.to_owned(),
    };
    One {
        location: Location {
            id: location(id, place),
            network: network(place),
            host: None,
            account: None,
            client: None,
            login: Some(login.id),
            grant: None,
            added_at: Timestamp::default(),
        },
        login: Some(login),
        icon: Icon::Tick,
        app: Some(network(place)),
        decides_anew: true,
    }
}

impl One {
    fn kept_as(self, app: Option<&str>) -> One {
        One {
            app: app.map(network),
            ..self
        }
    }

    fn being(self, icon: Icon) -> One {
        One { icon, ..self }
    }

    fn alone(self) -> One {
        One {
            login: None,
            ..self
        }
    }

    fn place(&self) -> Place<'_> {
        Place {
            network: &self.location.network,
            app: self.app.as_ref(),
            decides_anew: self.decides_anew,
        }
    }

    fn tie(&self) -> Tie<'_> {
        Tie {
            location: &self.location,
            login: self.login.as_ref(),
            place: self.place(),
        }
    }
}

fn held(all: &[One]) -> Vec<AppHeld> {
    holders(all.iter().map(|one| (one.tie(), one.icon)))
}

/// Each app with the person of each login and how many hang on it.
fn counted(all: &[One]) -> Vec<(Option<String>, u32, Vec<u32>)> {
    let counts = |held: AppHeld| {
        let logins = held.logins.iter().map(|login| login.locations).collect();
        (held.app.map(String::from), held.locations, logins)
    };
    held(all).into_iter().map(counts).collect()
}

#[test]
fn nothing_is_held_by_nobody() {
    assert_eq!(held(&[]), vec![]);
    assert_eq!(held(&[of("Jana", 1, "facebook").alone()]), vec![]);
}

#[test]
fn two_networks_that_share_an_app_hang_on_one_and_what_needs_none_stands_last() {
    let all = [
        of("@tom", 4, "mastodon").kept_as(None),
        of("@tom", 5, "mastodon").kept_as(None),
        of("@tom", 6, "mastodon").kept_as(None),
        of("@tom", 7, "mastodon").kept_as(None),
        of("Uma", 8, "unheardof").kept_as(None),
        of("Ida", 3, "instagramviafb").kept_as(Some("facebook")),
        of("Jana", 1, "facebook").being(Icon::BrokenLink),
        of("Jana", 2, "facebook").being(Icon::BrokenLink),
        of("Jana", 9, "facebook").alone(),
    ];
    assert_eq!(
        counted(&all),
        [
            (Some("facebook".to_owned()), 3, vec![2, 1]),
            (None, 5, vec![4, 1]),
        ]
    );
    let [jana, ida] = &held(&all)[0].logins[..] else {
        panic!("two logins were expected");
    };
    assert_eq!((jana.broken, jana.soon), (2, 0));
    assert_eq!((ida.broken, ida.network.as_str()), (0, "instagramviafb"));
}

#[test]
fn the_app_that_carries_most_comes_first() {
    let all = [
        of("Jana", 1, "facebook"),
        of("Tom", 2, "threads"),
        of("Tom", 3, "threads"),
    ];
    let apps: Vec<_> = counted(&all).into_iter().map(|(app, ..)| app).collect();
    assert_eq!(
        apps,
        [Some("threads".to_owned()), Some("facebook".to_owned())]
    );
}

#[test]
fn what_ends_soon_is_counted_beside_what_is_broken_and_a_sign_in_that_is_under_way_is_neither() {
    let all = [
        of("Jana", 1, "facebook").being(Icon::Clock),
        of("Jana", 2, "facebook").being(Icon::BrokenLink),
        of("Jana", 3, "facebook").being(Icon::Ring),
        of("Jana", 4, "facebook").being(Icon::Cloud),
    ];
    let login = &held(&all)[0].logins[0];
    assert_eq!((login.locations, login.broken, login.soon), (4, 1, 1));
}

#[test]
fn people_of_one_name_are_two_logins_and_equals_are_in_the_order_of_their_names() {
    let mut namesake = of("Jane", 3, "facebook");
    namesake.login.as_mut().unwrap().name = "Ida".to_owned();
    let all = [
        of("Tom", 2, "facebook"),
        namesake,
        of("Ida", 1, "facebook"),
        of("Tom", 4, "facebook"),
    ];
    assert_eq!(
        counted(&all),
        [(Some("facebook".to_owned()), 4, vec![2, 1, 1])]
    );
    let reversed: Vec<One> = all.into_iter().rev().collect();
    assert_eq!(counted(&reversed)[0].2, [2, 1, 1]);
    let logins = |all: &[One]| held(all)[0].logins.clone();
    let in_order = [
        of("Tom", 1, "facebook"),
        of("Ida", 2, "facebook"),
        of("Uma", 3, "facebook"),
    ];
    let ids = |one: &One| one.login.as_ref().unwrap().id;
    let found: Vec<LoginId> = logins(&in_order).iter().map(|held| held.login).collect();
    assert_eq!(found, [&in_order[1], &in_order[0], &in_order[2]].map(ids));
}

#[test]
fn ten_thousand_are_counted() {
    let people = ["Jana", "Tom", "Ida", "Uma"];
    let all: Vec<One> = (0..10_000)
        .map(|id| of(people[usize::from(id) % 4], id, "facebook"))
        .collect();
    assert_eq!(
        counted(&all),
        [(Some("facebook".to_owned()), 10_000, vec![2_500; 4])]
    );
}

fn ticked(at: &One, asked: Option<&One>, all: &[&One]) -> Vec<LocationId> {
    stays_ticked(
        at.place(),
        asked.map(One::tie),
        all.iter().map(|one| one.tie()),
    )
}

fn ids(all: &[&One]) -> Vec<LocationId> {
    all.iter().map(|one| one.location.id).collect()
}

#[test]
fn the_others_of_the_person_stay_ticked_after_the_one_that_is_asked_for() {
    let [a, b, c] = [1, 2, 3].map(|id| of("jana", id, "facebook"));
    let toms = of("tom", 4, "facebook");
    let all = [&a, &b, &c, &toms];
    assert_eq!(ticked(&b, Some(&b), &all), ids(&[&b, &a, &c]));
}

#[test]
fn when_something_is_added_everything_of_the_network_is_at_stake() {
    let (a, toms) = (of("jana", 1, "facebook"), of("tom", 2, "facebook"));
    assert_eq!(ticked(&a, None, &[&a, &toms]), ids(&[&a, &toms]));
    assert_eq!(ticked(&a, None, &[]), []);
}

#[test]
fn one_persons_at_a_network_that_shares_the_app_stay_ticked_too() {
    let a = of("jana", 1, "facebook");
    let photos = of("jana", 2, "instagramviafb").kept_as(Some("facebook"));
    let toms = of("tom", 3, "instagramviafb").kept_as(Some("facebook"));
    let threads = of("jana", 4, "threads");
    let all = [&a, &photos, &toms, &threads];
    assert_eq!(ticked(&a, Some(&a), &all), ids(&[&a, &photos]));
    assert_eq!(ticked(&photos, Some(&photos), &all), ids(&[&photos, &a]));
    assert_eq!(ticked(&a, None, &all), ids(&[&a, &photos, &toms]));
}

#[test]
fn networks_that_need_no_app_do_not_share_one() {
    let a = of("jana", 1, "facebook").kept_as(None);
    let other = of("jana", 2, "threads").kept_as(None);
    assert_eq!(ticked(&a, None, &[&a, &other]), ids(&[&a]));
}

#[test]
fn nothing_is_at_stake_where_a_consent_decides_over_one_account() {
    let one = |id| One {
        decides_anew: false,
        ..of("jana", id, "mastodon")
    };
    let (a, b) = (one(1), one(2));
    assert_eq!(ticked(&a, Some(&a), &[&a, &b]), []);
    // Nor over a page of one that shares the app and decides over one account.
    let page = of("jana", 3, "facebook");
    let single = one(4).kept_as(Some("facebook"));
    assert_eq!(ticked(&page, Some(&page), &[&page, &single]), []);
}

#[test]
fn nothing_is_said_of_what_is_alone_with_its_login_or_hangs_on_none() {
    let (a, toms) = (of("jana", 1, "facebook"), of("tom", 2, "facebook"));
    assert_eq!(ticked(&a, Some(&a), &[&a, &toms]), []);
    let gone = of("jana", 3, "facebook").alone();
    assert_eq!(ticked(&gone, Some(&gone), &[&gone, &a, &toms]), []);
    assert_eq!(ticked(&a, Some(&a), &[&a, &gone]), []);
}
