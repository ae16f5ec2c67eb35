use domain::alert::{Pause, Quiet, Steps};
use domain::{Account, AccountKind};
use proptest::prelude::*;

use super::*;
use crate::{Kind, Odds, SetUp};

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

fn network(name: &str) -> Network {
    name.parse().unwrap()
}

fn steps(days: &[u16]) -> Steps {
    Steps::try_from(days.to_vec()).unwrap()
}

fn client_id(number: u8) -> ClientId {
    ClientId::from_bytes([number; 16])
}

fn client(number: u8, name: &str) -> Client {
    Client {
        id: client_id(number),
        name: name.to_owned(),
    }
}

fn app(of: &str, id: &str, secret: Option<&str>) -> SetUpApp {
    SetUpApp {
        network: network(of),
        client_id: id.to_owned(),
        client_secret: secret.map(|secret| Secret::new(secret.to_owned())),
    }
}

fn account(id: &str) -> Account {
    Account {
        id: AccountId(id.to_owned()),
        kind: AccountKind::Page,
        name: format!("Page {id}"),
        handle: None,
    }
}

fn location(of: &str, id: &str, client: Option<&str>) -> SetUpLocation {
    SetUpLocation {
        network: network(of),
        host: None,
        account: account(id),
        client: client.map(str::to_owned),
    }
}

fn at(host: &str, id: &str) -> SetUpLocation {
    SetUpLocation {
        host: Some(Host::parse(host).unwrap()),
        ..location("fedi", id, None)
    }
}

fn empty() -> SetUp {
    SetUp {
        kind: Kind::SetUp,
        practice: false,
        made_at: NOW,
        apps: vec![],
        clients: vec![],
        locations: vec![],
        alerts: None,
    }
}

/// A computer of its own. `pages` and `reels` share a developer app that has a secret, `talk` has one
/// that may have none, `fedi` has servers and wants no app.
#[derive(Clone)]
struct Computer {
    networks: BTreeMap<Network, NetworkHere>,
    apps: BTreeMap<Network, AppHere>,
    clients: Vec<Client>,
    locations: Vec<Location>,
    policy: Policy,
    drawn: u8,
}

impl Computer {
    fn new() -> Computer {
        let plain = |kept_as: &str, secret| NetworkHere {
            has_servers: false,
            app: Some(AppNeeded {
                kept_as: network(kept_as),
                secret,
            }),
        };
        let fedi = NetworkHere {
            has_servers: true,
            app: None,
        };
        Computer {
            networks: BTreeMap::from([
                (network("pages"), plain("pages", AppSecret::Needed)),
                (network("reels"), plain("pages", AppSecret::Needed)),
                (network("talk"), plain("talk", AppSecret::Optional)),
                (network("fedi"), fedi),
            ]),
            apps: BTreeMap::new(),
            clients: vec![],
            locations: vec![],
            policy: Policy::default(),
            drawn: 100,
        }
    }

    fn plan(&mut self, set_up: &SetUp, take: &Take) -> Plan {
        let here = Here {
            networks: &self.networks,
            apps: &self.apps,
            clients: self.clients.iter().collect(),
            locations: self.locations.iter().collect(),
            policy: &self.policy,
            now: NOW,
        };
        let file = Opened {
            set_up: set_up.clone(),
            odd: Odds::default(),
        };
        let drawn = &mut self.drawn;
        merge(&here, &file, take, &mut || {
            *drawn = drawn.wrapping_add(1);
            [*drawn; 16]
        })
    }

    /// Keeps what the plan says.
    fn import(&mut self, set_up: &SetUp, take: &Take) -> Report {
        let plan = self.plan(set_up, take);
        for app in plan.apps {
            let here = AppHere {
                client_id: app.client_id,
                client_secret: app.client_secret,
            };
            self.apps.insert(app.network, here);
        }
        self.clients.extend(plan.clients);
        self.locations.extend(plan.locations);
        self.policy = plan.policy.unwrap_or(self.policy.clone());
        plan.report
    }
}

#[test]
fn an_empty_computer_takes_all_of_it() {
    let mut here = Computer::new();
    let set_up = SetUp {
        apps: vec![app("pages", "1", Some("s")), app("talk", "2", None)],
        clients: vec!["Acme".to_owned(), "Bo".to_owned()],
        locations: vec![location("pages", "7", Some("acme")), at("a.example", "8")],
        alerts: Some(SetUpAlerts {
            steps: steps(&[30]),
            by_client: BTreeMap::from([("BO".to_owned(), steps(&[2]))]),
            ..SetUpAlerts::default()
        }),
        ..empty()
    };
    let report = here.import(&set_up, &Take::default());
    assert_eq!(report.apps[&network("pages")], AppOutcome::Added);
    assert_eq!((report.clients.added, report.odd.count), (2, 0));
    assert_eq!(report.locations[&network("fedi")].added, 1);
    assert_eq!(report.alerts, Some(SettingsOutcome::Added));
    let [page, other] = &here.locations[..] else {
        panic!("two locations");
    };
    assert_eq!(page.client, Some(here.clients[0].id));
    assert_eq!((page.login, page.grant, page.added_at), (None, None, NOW));
    assert_eq!(page.account, Some(account("7")));
    assert_eq!((other.client, other.host.is_some()), (None, true));
    assert_eq!(here.policy.by_client[&here.clients[1].id], steps(&[2]));
}

#[test]
fn another_app_stays_until_a_person_decides() {
    let mut here = Computer::new();
    here.import(
        &SetUp {
            apps: vec![app("pages", "ours", Some("s")), app("talk", "2", None)],
            ..empty()
        },
        &Take::default(),
    );
    let file = SetUp {
        // Two networks share it, and the file names the other one.
        apps: vec![
            app("reels", "theirs", Some("t")),
            app("talk", "2", Some("new")),
        ],
        ..empty()
    };
    let report = here.clone().import(&file, &Take::default());
    let another = AppOutcome::AnotherId {
        here: "ours".to_owned(),
        file: "theirs".to_owned(),
    };
    assert_eq!(report.apps[&network("pages")], another);
    assert_eq!(report.apps[&network("talk")], AppOutcome::AnotherSecret);
    let plan = here.plan(&file, &Take::default());
    assert!(plan.apps.is_empty());

    let take = Take {
        apps: BTreeSet::from([network("pages")]),
        alerts: false,
    };
    let report = here.import(&file, &take);
    assert_eq!(report.apps[&network("pages")], AppOutcome::Replaced);
    assert_eq!(report.apps[&network("talk")], AppOutcome::AnotherSecret);
    assert_eq!(here.apps[&network("pages")].client_id, "theirs");
    assert!(here.apps[&network("talk")].client_secret.is_none());
    let again = here.import(&file, &take);
    assert_eq!(again.apps[&network("pages")], AppOutcome::AlreadyHere);
}

#[test]
fn an_app_that_cannot_be_one_is_told() {
    let mut here = Computer::new();
    let file = SetUp {
        apps: vec![
            app("pages", "1", None),
            app("fedi", "2", Some("s")),
            app("unheard", "3", Some("s")),
            app("pages", "4", Some("s")),
            app("reels", "5", Some("s")),
        ],
        ..empty()
    };
    let report = here.import(&file, &Take::default());
    let why: Vec<Oddity> = report.odd.first.iter().map(|odd| odd.why).collect();
    assert_eq!(
        why,
        [
            Oddity::Credentials,
            Oddity::Credentials,
            Oddity::UnknownNetwork
        ]
    );
    // Of two for one, the first counts.
    assert_eq!(here.apps[&network("pages")].client_id, "4");
}

#[test]
fn a_location_that_is_here_stays_as_it_is() {
    let mut here = Computer::new();
    here.clients = vec![client(1, "Acme"), client(2, "Bo")];
    let mut held = here.plan(
        &SetUp {
            locations: vec![
                location("pages", "1", Some("Acme")),
                location("pages", "2", Some("Acme")),
                location("pages", "3", None),
                at("a.example", "1"),
            ],
            ..empty()
        },
        &Take::default(),
    );
    held.locations[0].account.as_mut().unwrap().name = "As the network says".to_owned();
    here.locations = held.locations;
    let before = here.locations.clone();
    let file = SetUp {
        locations: vec![
            location("pages", "1", Some("ACME")),
            location("pages", "2", Some("Bo")),
            location("pages", "3", Some("Bo")),
            location("pages", "1", None),
            location("reels", "1", None),
            at("b.example", "1"),
            at("a.example", "1"),
        ],
        ..empty()
    };
    let report = here.import(&file, &Take::default());
    let pages = report.locations[&network("pages")];
    assert_eq!((pages.already_here, pages.with_another_client), (1, 2));
    assert_eq!(report.locations[&network("reels")].added, 1);
    let fedi = report.locations[&network("fedi")];
    assert_eq!((fedi.added, fedi.already_here), (1, 1));
    assert_eq!(here.locations[..4], before);
    assert_eq!(here.locations.len(), 6);
}

#[test]
fn a_location_that_can_live_nowhere_is_told() {
    let mut here = Computer::new();
    let file = SetUp {
        locations: vec![
            location("unheard", "1", None),
            location("fedi", "2", None),
            SetUpLocation {
                network: network("pages"),
                ..at("a.example", "3")
            },
            location("pages", "4", None),
        ],
        ..empty()
    };
    let report = here.import(&file, &Take::default());
    let told = report
        .odd
        .first
        .iter()
        .map(|odd| (odd.name.as_deref().unwrap(), odd.why));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("Page 1", Oddity::UnknownNetwork),
            ("Page 2", Oddity::Server),
            ("Page 3", Oddity::Server),
        ]
    );
    assert_eq!(here.locations.len(), 1);
}

#[test]
fn one_client_has_one_name_however_it_is_written() {
    let mut here = Computer::new();
    here.clients = vec![client(1, "Straße"), client(2, "Here only")];
    let file = SetUp {
        clients: ["STRASSE", "straße", "New", "NEW"]
            .map(str::to_owned)
            .to_vec(),
        locations: vec![
            location("pages", "1", Some("new")),
            location("pages", "2", Some("Late")),
        ],
        ..empty()
    };
    let report = here.import(&file, &Take::default());
    assert_eq!((report.clients.added, report.clients.already_here), (2, 1));
    let names: Vec<&str> = here.clients.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["Straße", "Here only", "New", "Late"]);
    assert_eq!(here.locations[0].client, Some(here.clients[2].id));
}

#[test]
fn what_is_chosen_for_alerts_stays_until_a_person_decides() {
    let mut here = Computer::new();
    here.clients = vec![client(1, "Acme"), client(2, "Bo")];
    here.policy = Policy {
        steps: steps(&[5]),
        by_client: BTreeMap::from([(client_id(2), steps(&[9]))]),
        pause: Some(Pause::UntilResumed),
        ..Policy::default()
    };
    let before = here.policy.clone();
    let file = SetUp {
        alerts: Some(SetUpAlerts {
            steps: steps(&[30]),
            by_network: BTreeMap::from([
                (network("pages"), steps(&[1])),
                (network("no"), steps(&[1])),
            ]),
            by_client: BTreeMap::from([
                ("ACME".to_owned(), steps(&[3])),
                ("Nobody".to_owned(), steps(&[3])),
            ]),
            quiet: Some(Quiet { from: 0, to: 60 }),
        }),
        ..empty()
    };
    let report = here.import(&file, &Take::default());
    assert_eq!(report.alerts, Some(SettingsOutcome::Differs));
    assert_eq!(report.odd.count, 2);
    assert_eq!(here.policy, before);

    let take = Take {
        alerts: true,
        ..Take::default()
    };
    let report = here.import(&file, &take);
    assert_eq!(report.alerts, Some(SettingsOutcome::Replaced));
    let by_client = BTreeMap::from([(client_id(1), steps(&[3])), (client_id(2), steps(&[9]))]);
    assert_eq!(here.policy.by_client, by_client);
    assert_eq!(here.policy.steps, steps(&[30]));
    assert_eq!(here.policy.pause, Some(Pause::UntilResumed));
    let again = here.import(&file, &Take::default());
    assert_eq!(again.alerts, Some(SettingsOutcome::AlreadyHere));
}

#[test]
fn a_pause_is_no_choice_of_steps() {
    let mut here = Computer::new();
    here.policy.pause = Some(Pause::UntilResumed);
    let file = SetUp {
        alerts: Some(SetUpAlerts {
            steps: steps(&[30]),
            ..SetUpAlerts::default()
        }),
        ..empty()
    };
    let report = here.import(&file, &Take::default());
    assert_eq!(report.alerts, Some(SettingsOutcome::Added));
    assert_eq!(here.policy.pause, Some(Pause::UntilResumed));
}

#[test]
fn a_hundred_thousand_locations_are_merged_into_as_many() {
    let mut here = Computer::new();
    let locations = (0..100_000).map(|number| {
        let client = format!("Client {}", number % 300);
        location("pages", &number.to_string(), Some(&client))
    });
    let file = SetUp {
        locations: locations.collect(),
        ..empty()
    };
    let report = here.import(&file, &Take::default());
    assert_eq!(report.locations[&network("pages")].added, 100_000);
    assert_eq!(report.clients.added, 300);
    let again = here.import(&file, &Take::default());
    assert_eq!(again.locations[&network("pages")].added, 0);
}

fn any_file() -> impl Strategy<Value = SetUp> {
    let of = prop::sample::select(vec!["pages", "reels", "talk", "fedi", "unheard"]);
    let name = prop::sample::select(vec!["Acme", "ACME", "Bo", "Cafe", "Café"]);
    let secret = prop::option::of("[a-c]");
    let apps =
        (of.clone(), "[a-c]", secret).prop_map(|(of, id, secret)| app(of, &id, secret.as_deref()));
    let host = prop::option::of(prop::sample::select(vec!["a.example", "b.example"]));
    let locations = (of.clone(), host, "[a-e]", prop::option::of(name.clone())).prop_map(
        |(of, host, id, client)| SetUpLocation {
            host: host.map(|host| Host::parse(host).unwrap()),
            ..location(of, &id, client)
        },
    );
    let days = prop::collection::vec(0..5_u16, 0..3).prop_map(|days| steps(&days));
    let by_network = prop::collection::btree_map(of.prop_map(network), days.clone(), 0..3);
    let by_client =
        prop::collection::btree_map(name.clone().prop_map(str::to_owned), days.clone(), 0..3);
    let alerts =
        (days, by_network, by_client).prop_map(|(steps, by_network, by_client)| SetUpAlerts {
            steps,
            by_network,
            by_client,
            quiet: None,
        });
    (
        prop::collection::vec(apps, 0..4),
        prop::collection::vec(name.prop_map(str::to_owned), 0..4),
        prop::collection::vec(locations, 0..8),
        prop::option::of(alerts),
    )
        .prop_map(|(apps, clients, locations, alerts)| SetUp {
            apps,
            clients,
            locations,
            alerts,
            ..empty()
        })
}

fn any_take() -> impl Strategy<Value = Take> {
    let of = prop::sample::select(vec!["pages", "reels", "talk"]);
    let apps = prop::collection::btree_set(of.prop_map(network), 0..3);
    (apps, any::<bool>()).prop_map(|(apps, alerts)| Take { apps, alerts })
}

proptest! {
    /// Whatever a file says.
    #[test]
    fn nothing_that_is_here_goes_or_changes_without_a_person(
        files in prop::collection::vec(any_file(), 1..4),
        take in any_take(),
    ) {
        let mut here = Computer::new();
        for file in &files {
            let before = here.clone();
            let report = here.import(file, &take);
            prop_assert!(here.clients.starts_with(&before.clients));
            prop_assert!(here.locations.starts_with(&before.locations));
            for (of, app) in &before.apps {
                prop_assert!(here.apps[of] == *app || take.apps.contains(of));
            }
            let chosen = before.policy != Policy::default();
            prop_assert!(here.policy == before.policy || !chosen || take.alerts);
            let added: usize = report.locations.values().map(|one| one.added).sum();
            prop_assert_eq!(here.locations.len(), before.locations.len() + added);
        }
    }

    #[test]
    fn what_was_imported_once_is_here_the_next_time(file in any_file(), take in any_take()) {
        let mut here = Computer::new();
        here.import(&file, &take);
        let then = here.clone();
        let again = here.import(&file, &take);
        prop_assert!(again.apps.values().all(|one| *one == AppOutcome::AlreadyHere));
        prop_assert_eq!(again.clients.added, 0);
        prop_assert!(again.locations.values().all(|one| one.added == 0));
        prop_assert!(again.alerts.is_none_or(|one| one == SettingsOutcome::AlreadyHere));
        prop_assert!(here.locations == then.locations && here.policy == then.policy);
    }

    #[test]
    fn no_two_locations_are_one_and_no_two_clients_have_one_name(
        files in prop::collection::vec(any_file(), 1..4),
    ) {
        let mut here = Computer::new();
        for file in &files {
            here.import(file, &Take::default());
        }
        let mut addresses = BTreeSet::new();
        for location in &here.locations {
            let id = &location.account.as_ref().unwrap().id;
            prop_assert!(addresses.insert((&location.network, &location.host, id)));
        }
        let names: BTreeSet<String> = here.clients.iter().map(|one| Client::reads_as(&one.name)).collect();
        prop_assert_eq!(names.len(), here.clients.len());
    }
}
