use std::collections::BTreeMap;

use domain::alert::{Quiet, Steps};
use domain::{Account, AccountId, AccountKind, LONGEST_NAME, Network, Timestamp};
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;
use crate::report::{Oddity, Odds, Part};
use crate::{Kind, MOST_APPS, MOST_CLIENTS, MOST_LOCATIONS, SetUpAlerts, SetUpApp, SetUpLocation};

const PASSPHRASE: &str = "an old song about the sea";

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn network(name: &str) -> Network {
    name.parse().unwrap()
}

fn steps(days: &[u16]) -> Steps {
    Steps::try_from(days.to_vec()).unwrap()
}

fn nothing() -> SetUp {
    SetUp {
        kind: Kind::SetUp,
        practice: false,
        made_at: Timestamp::from_secs(1_800_000_000),
        apps: vec![],
        clients: vec![],
        locations: vec![],
        alerts: None,
    }
}

fn location(number: usize) -> SetUpLocation {
    SetUpLocation {
        network: network("pinterest"),
        host: None,
        account: Account {
            id: AccountId(format!("{:015}", 100_000_000_000_000_usize + number)),
            kind: AccountKind::Profile,
            name: format!("Acme Coffee Roasters, branch {number}"),
            handle: Some(format!("@acme.branch.{number}")),
        },
        client: Some(format!("Client {}", number % 500)),
    }
}

/// What the frozen file holds.
fn frozen() -> SetUp {
    let account = |id: &str, kind, name: &str, handle: Option<&str>| Account {
        id: AccountId(id.to_owned()),
        kind,
        name: name.to_owned(),
        handle: handle.map(str::to_owned),
    };
    let harbour = "مقهى الميناء".to_owned();
    SetUp {
        apps: vec![
            SetUpApp {
                network: network("pinterest"),
                client_id: "1500001".to_owned(),
                client_secret: Some(secret("5\"\\-not-a-real-one")),
            },
            SetUpApp {
                network: network("x"),
                client_id: "eFg-public".to_owned(),
                client_secret: None,
            },
        ],
        clients: vec!["Acme Coffee".to_owned(), harbour.clone()],
        locations: vec![
            SetUpLocation {
                network: network("pinterest"),
                host: None,
                account: account(
                    "549755885175",
                    AccountKind::Profile,
                    "Acme Coffee 👩\u{200d}🍳",
                    Some("@acme"),
                ),
                client: Some("Acme Coffee".to_owned()),
            },
            SetUpLocation {
                network: network("mastodon"),
                host: Some("social.example".parse_host()),
                account: account("109372", AccountKind::Account, "Harbour", None),
                client: Some(harbour),
            },
            SetUpLocation {
                network: network("x"),
                host: None,
                account: account("17", AccountKind::Account, "Nobody's", None),
                client: None,
            },
        ],
        alerts: Some(SetUpAlerts {
            steps: steps(&[30, 7, 1, 0]),
            by_network: BTreeMap::from([(network("x"), steps(&[3]))]),
            by_client: BTreeMap::from([("Acme Coffee".to_owned(), steps(&[14, 0]))]),
            quiet: Some(Quiet {
                from: 1320,
                to: 420,
            }),
        }),
        ..nothing()
    }
}

trait ParseHost {
    fn parse_host(&self) -> domain::Host;
}

impl ParseHost for str {
    fn parse_host(&self) -> domain::Host {
        domain::Host::parse(self).unwrap()
    }
}

fn chance() -> Chance {
    Chance {
        file_key: Zeroizing::new([3; 16]),
        salt: [4; 16],
        nonce: [5; 16],
    }
}

/// Sealed with so little work that tests can seal much.
fn sealed(text: &str) -> Vec<u8> {
    let passphrase = Passphrase::typed(&secret(PASSPHRASE)).unwrap();
    age::seal(text.as_bytes(), &passphrase, Work::little(), &chance())
}

fn written(set_up: &SetUp) -> Result<Vec<u8>, TooLarge> {
    let passphrase = Passphrase::chosen(&secret(PASSPHRASE)).unwrap();
    write_with(set_up, &passphrase, Work::little(), &chance())
}

fn opened(file: &[u8]) -> Result<Opened, FileProblem> {
    read(file, &secret(PASSPHRASE))
}

/// What a file holds that is read, and what of it is odd.
fn held(file: &[u8]) -> Opened {
    opened(file).unwrap_or_else(|problem| panic!("{problem}"))
}

fn whole(file: &[u8]) -> SetUp {
    let Opened { set_up, odd } = held(file);
    assert_eq!(odd, Odds::default());
    set_up
}

#[test]
fn a_file_of_format_1_is_read_for_ever() {
    let file = include_bytes!("../tests/vectors/format-1.age");
    assert!(whole(file) == frozen());
}

#[test]
fn what_was_written_is_read() {
    for kind in [Kind::SetUp, Kind::BackUp] {
        let set_up = SetUp { kind, ..frozen() };
        assert!(whole(&written(&set_up).unwrap()) == set_up);
    }
    let practice = SetUp {
        practice: true,
        ..nothing()
    };
    assert!(whole(&written(&practice).unwrap()) == practice);
}

#[test]
fn what_is_given_away_takes_a_second_to_try() {
    let passphrase = Passphrase::chosen(&secret(PASSPHRASE)).unwrap();
    let file = write(&frozen(), &passphrase, &chance()).unwrap();
    let head = String::from_utf8_lossy(&file[..80]);
    assert!(head.lines().nth(1).unwrap().ends_with(" 18"), "{head}");
    assert!(whole(&file) == frozen());
}

#[test]
fn nothing_of_a_file_is_readable_without_its_passphrase() {
    let file = written(&frozen()).unwrap();
    for shown in ["not-a-real-one", "Acme", "pinterest", "set_up", "1500001"] {
        let found = file
            .windows(shown.len())
            .any(|part| part == shown.as_bytes());
        assert!(!found, "{shown}");
    }
    let wrong = read(&file, &secret("another one")).err();
    assert_eq!(wrong, Some(FileProblem::WrongPassphrase));
    let endless = read(&file, &secret(&"x".repeat(1_000_000))).err();
    assert_eq!(endless, Some(FileProblem::WrongPassphrase));
}

#[test]
fn a_cut_or_changed_file_is_told_from_another_passphrase() {
    let file = written(&frozen()).unwrap();
    let rows = file.len() - 100;
    assert_eq!(opened(&file[..rows]).err(), Some(FileProblem::Damaged));
    let mut changed = file.clone();
    changed[rows] ^= 1;
    assert_eq!(opened(&changed).err(), Some(FileProblem::Damaged));
    assert_eq!(opened(&file[..40]).err(), Some(FileProblem::Damaged));
    assert_eq!(opened(b"").err(), Some(FileProblem::NotASetUpFile));
    let zip = b"PK\x03\x04 and so on";
    assert_eq!(opened(zip).err(), Some(FileProblem::NotASetUpFile));
}

#[test]
fn what_another_version_or_another_program_made_is_named() {
    for (text, problem) in [
        (r#"{"greentick":"set_up","format":2}"#, FileProblem::Newer),
        (
            r#"{"greentick":"set_up","format":99,"rows":{}}"#,
            FileProblem::Newer,
        ),
        (
            r#"{"greentick":"hand_over","format":1}"#,
            FileProblem::Newer,
        ),
        (
            r#"{"greentick":"set_up","format":0}"#,
            FileProblem::NotASetUpFile,
        ),
        (
            r#"{"greentick":"set_up","format":-1}"#,
            FileProblem::NotASetUpFile,
        ),
        (r#"{"greentick":"set_up"}"#, FileProblem::NotASetUpFile),
        (r#"{"format":1}"#, FileProblem::NotASetUpFile),
        ("a diary", FileProblem::NotASetUpFile),
        ("", FileProblem::NotASetUpFile),
        (
            r#"{"greentick":"set_up","format":1,"practice":"perhaps"}"#,
            FileProblem::Damaged,
        ),
    ] {
        assert_eq!(opened(&sealed(text)).err(), Some(problem), "{text}");
    }
    let text = "[".repeat(1_000_000);
    assert_eq!(
        opened(&sealed(&text)).err(),
        Some(FileProblem::NotASetUpFile)
    );
    let deep = format!(r#"{{"greentick":"set_up","format":1,"apps":{text}"#);
    assert!(opened(&sealed(&deep)).is_err());
}

#[test]
fn what_is_new_in_a_file_of_this_format_is_left_out() {
    let text = r#"{"greentick":"set_up","format":1,"tokens":["t"],
        "clients":["Acme"],"locations":[{"network":"x","id":"1","kind":"account","name":"A","token":"t"}]}"#;
    let read = whole(&sealed(text));
    assert_eq!(read.clients, ["Acme"]);
    assert_eq!(read.locations.len(), 1);
}

#[test]
fn one_odd_row_costs_no_other() {
    let text = r#"{"greentick":"set_up","format":1,
        "apps":[{"network":"x","client_id":"a b"},{"network":"X!","client_id":"i"},7,
            {"network":"x","client_id":"i","client_secret":""},{"network":"x","client_id":"good"}],
        "clients":["", "\u202eAcme", {"name":"Good"}, null, "Good"],
        "locations":[{"network":"x","id":"1","kind":"account","name":"Good","client":"\u202e"},
            {"network":"x","id":"2","kind":"castle","name":"Cas\u202etle"},
            {"network":"x","id":"","kind":"account","name":"B"},
            {"network":"x","id":"a\u202eb","kind":"account","name":"C"},
            {"network":"x","id":"3","kind":"account","name":"D","server":"127.0.0.1"},
            {"network":"x","id":"4","kind":"account"},
            {"id":"4"}, [], "lonely"],
        "alerts":{"steps":[7],"by_network":{"x":[91],"NO":[1],"y":[2]},
            "by_client":{"Acme":"often","\u202e":[1],"Good":[3]},"quiet":{"from":0,"to":9999}}}"#;
    let Opened { set_up, odd } = held(&sealed(text));
    let ids: Vec<&str> = set_up.apps.iter().map(|app| &*app.client_id).collect();
    assert_eq!(ids, ["good"]);
    assert_eq!(set_up.clients, ["Good"]);
    let names: Vec<&str> = set_up
        .locations
        .iter()
        .map(|one| &*one.account.name)
        .collect();
    assert_eq!(names, ["Good"]);
    assert_eq!(set_up.locations[0].client, None);
    let alerts = set_up.alerts.unwrap();
    assert_eq!(alerts.steps.days(), [7]);
    assert_eq!(alerts.by_network.len(), 1);
    assert_eq!(alerts.by_client.keys().collect::<Vec<_>>(), ["Good"]);
    assert_eq!(alerts.quiet, None);
    let of = |part| odd.first.iter().filter(move |one| one.part == part).count();
    assert_eq!(of(Part::Apps), 4);
    assert_eq!(of(Part::Clients), 4);
    assert_eq!(of(Part::Locations), 8);
    assert_eq!(of(Part::Alerts), 5);
    assert_eq!(odd.count, 21);
    let castle = odd
        .first
        .iter()
        .find(|one| one.name.as_deref() == Some("Castle"));
    assert_eq!(castle.map(|one| one.why), Some(Oddity::Shape));
    let server = odd
        .first
        .iter()
        .find(|one| one.name.as_deref() == Some("D"));
    assert_eq!(server.map(|one| one.why), Some(Oddity::Server));
}

#[test]
fn a_list_that_is_none_costs_no_other_list() {
    let text = r#"{"greentick":"set_up","format":1,"apps":{},"locations":"many","clients":["A"],"alerts":[]}"#;
    let Opened { set_up, odd } = held(&sealed(text));
    assert_eq!((set_up.clients.len(), odd.count), (1, 3));
}

#[test]
fn names_of_strangers_are_lines_that_can_be_read() {
    let name = format!("A\\u0000\\n\\u202eB{}", "e\u{301}".repeat(200_000));
    let text = format!(
        r#"{{"greentick":"set_up","format":1,"locations":[
        {{"network":"x","id":"1","kind":"account","name":"{name}","handle":"{name}"}},
        {{"network":"x","id":"2","kind":"account","name":" \u200b ","handle":"\u2066"}}]}}"#
    );
    let [long, empty] = whole(&sealed(&text)).locations.try_into().unwrap();
    assert!(long.account.name.starts_with("A B") && long.account.name.ends_with('…'));
    assert!(long.account.name.len() <= 10 * LONGEST_NAME);
    assert_eq!(long.account.handle, Some(long.account.name));
    assert_eq!((&*empty.account.name, empty.account.handle), ("2", None));
}

#[test]
fn a_hundred_thousand_locations_are_one_file_and_more_are_none() {
    let many = SetUp {
        locations: (0..MOST_LOCATIONS).map(location).collect(),
        ..nothing()
    };
    let file = written(&many).unwrap();
    assert!(file.len() < LARGEST_FILE, "{}", file.len());
    assert!(whole(&file) == many);

    let locations = (0..=MOST_LOCATIONS).map(location).collect();
    let too_many = SetUp {
        locations,
        ..nothing()
    };
    assert_eq!(written(&too_many), Err(TooLarge));
}

#[test]
fn more_than_a_file_holds_is_neither_written_nor_read() {
    let mut heavy = nothing();
    heavy.locations.push(location(1));
    heavy.locations[0].account.name = "x".repeat(format::LARGEST_TEXT);
    assert_eq!(written(&heavy), Err(TooLarge));
    let rows = |name: &str, row: &str, count: usize| {
        let rows = vec![row; count].join(",");
        sealed(&format!(
            r#"{{"greentick":"set_up","format":1,"{name}":[{rows}]}}"#
        ))
    };
    for (name, most) in [
        ("apps", MOST_APPS),
        ("clients", MOST_CLIENTS),
        ("locations", MOST_LOCATIONS),
    ] {
        assert_eq!(
            opened(&rows(name, "0", most)).map(|read| read.odd.count),
            Ok(most)
        );
        let more = opened(&rows(name, "0", most + 1));
        assert_eq!(more.err(), Some(FileProblem::TooLarge), "{name}");
    }
    let large = format::read(&vec![b' '; format::LARGEST_TEXT + 1]);
    assert_eq!(large.err(), Some(NotRead::TooMuch));
    let larger = opened(&vec![0; LARGEST_FILE + 1]);
    assert_eq!(larger.err(), Some(FileProblem::TooLarge));
}

#[test]
fn the_odd_rows_of_a_hundred_thousand_are_counted_and_the_first_are_named() {
    let rows = vec![r#"{"name":"A"}"#; MOST_LOCATIONS].join(",");
    let text = format!(r#"{{"greentick":"set_up","format":1,"locations":[{rows}]}}"#);
    let odd = opened(&sealed(&text)).map(|read| read.odd);
    let odd = odd.unwrap_or_default();
    assert_eq!((odd.count, odd.first.len()), (MOST_LOCATIONS, 50));
}

fn any_set_up() -> impl Strategy<Value = SetUp> {
    let name = "[a-zA-Zäöü👩]{1,12}";
    let app = (
        "[a-z]{1,24}",
        "[!-~]{1,60}",
        prop::option::of("[!-~]{1,60}"),
    )
        .prop_map(|(of, id, its_secret)| SetUpApp {
            network: network(&of),
            client_id: id,
            client_secret: its_secret.as_deref().map(secret),
        });
    let kind = prop::sample::select(vec![AccountKind::Page, AccountKind::Channel]);
    let account = (
        "[0-9a-z:_]{1,40}",
        kind,
        name,
        prop::option::of("@[a-z.]{1,9}"),
    );
    let location = (
        "[a-z]{1,24}",
        any::<bool>(),
        account,
        prop::option::of(name),
    )
        .prop_map(
            |(of, has_server, (id, kind, name, handle), client)| SetUpLocation {
                network: network(&of),
                host: has_server.then(|| "a.example".parse_host()),
                account: Account {
                    id: AccountId(id),
                    kind,
                    name,
                    handle,
                },
                client,
            },
        );
    let days = prop::collection::vec(0..90_u16, 0..5).prop_map(|days| steps(&days));
    let alerts = (
        days.clone(),
        prop::collection::btree_map("[a-z]{1,9}".prop_map(|of| network(&of)), days.clone(), 0..3),
        prop::collection::btree_map(name, days, 0..3),
        prop::option::of((0..1440_u16, 0..1440_u16).prop_map(|(from, to)| Quiet { from, to })),
    )
        .prop_map(|(steps, by_network, by_client, quiet)| SetUpAlerts {
            steps,
            by_network,
            by_client,
            quiet,
        });
    (
        any::<bool>(),
        any::<i64>(),
        prop::collection::vec(app, 0..4),
        prop::collection::vec(name, 0..4),
        prop::collection::vec(location, 0..6),
        prop::option::of(alerts),
    )
        .prop_map(|(practice, at, apps, clients, locations, alerts)| SetUp {
            kind: Kind::BackUp,
            practice,
            made_at: Timestamp::from_millis(at),
            apps,
            clients,
            locations,
            alerts,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_was_set_up_is_read_as_it_was(set_up in any_set_up()) {
        prop_assert!(whole(&written(&set_up).unwrap()) == set_up);
    }

    #[test]
    fn no_text_in_a_sealed_file_panics(rows in "[\\[\\]{}\",:0-9a-z\\\\ ]{0,200}") {
        let text = format!(r#"{{"greentick":"set_up","format":1,"locations":[{rows}]}}"#);
        let _ = opened(&sealed(&text));
        let text = format!(r#"{{"greentick":"set_up","format":1,"alerts":{{{rows}}}}}"#);
        let _ = opened(&sealed(&text));
    }
}
