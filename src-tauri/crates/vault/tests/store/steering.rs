//! Somebody who edits what stands in clear: nothing comes out for another server, account or person
//! than was written here, whatever they put where.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Grant, GrantId, Host, Location, LocationId, Login, LoginId, Secret};
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::json;
use vault::{
    AppCredentials, Audience, Change, Kek, KeyState, Keychain, Known, Renewal, Storage, Unreadable,
    Vault, Vouched,
};

use crate::test_vault::{
    NOW, Place, TestVault, audience, dates, grant_id, location, location_id, login, over_both,
    put_app, put_client, put_facts, put_jar, put_location, remove_location, set_setting, sign_in,
    tokens, unlink,
};

over_both!(
    tokens_come_out_for_one_server_alone_and_only_with_the_key,
    where_a_location_leads_is_bound_by_a_sign_in_and_not_by_a_mere_write,
);

fn app() -> AppCredentials {
    AppCredentials {
        network: audience().network,
        host: audience().host,
        client_id: "client id".to_owned(),
        client_secret: Some(Secret::new("app secret".to_owned())),
        extra: json!({ "issuer": "https://social.example" }),
    }
}

/// Two sign-ins, an app, a client, and something of everything that a file can hold.
fn filled() -> TestVault {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    put_client(&mut vault, &crate::test_vault::client());
    for number in [1, 2] {
        let mut sign_in = sign_in(number);
        sign_in.locations[0].location.client = Some(crate::test_vault::client().id);
        vault.link(&sign_in).unwrap();
    }
    put_app(&mut vault, &app()).unwrap();
    set_setting(&mut vault, "theme", Some(json!("dark")));
    put_jar(&mut vault, "jar", "a cookie").unwrap();
    let until = NOW.plus(domain::Span::from_days(1));
    let lease = vault.lease(grant_id(2), NOW, until).unwrap();
    vault.record_sent(&lease, NOW).unwrap();
    vault.save_answer(&lease, b"an answer".to_vec()).unwrap();
    desk
}

/// Where a location leads, of whom it is, and what it is connected by.
type Target = (
    String,
    Option<String>,
    String,
    Option<LoginId>,
    Option<GrantId>,
);

/// All that comes out of a store and steers.
#[derive(Debug, PartialEq, Eq)]
struct Steering {
    locations: BTreeMap<LocationId, Target>,
    logins: BTreeMap<LoginId, (String, Option<String>, String)>,
    grants: BTreeMap<GrantId, String>,
    tokens: BTreeSet<(LocationId, String)>,
    app: Option<String>,
}

fn host(host: Option<&Host>) -> Option<String> {
    host.map(Host::to_string)
}

fn place(location: &Location) -> Target {
    (
        location.network.to_string(),
        host(location.host.as_ref()),
        format!(
            "{:?}",
            location.account.as_ref().map(|one| (&one.id, one.kind))
        ),
        location.login,
        location.grant,
    )
}

fn facts(grant: &Grant) -> String {
    let Grant {
        id,
        login,
        kind,
        scopes,
        dates,
        generation,
    } = grant;
    format!("{id} {login} {kind:?} {scopes:?} {dates:?} {generation}")
}

fn vouched(vault: &dyn Storage) -> (Vec<Location>, Vec<Login>, Vouched) {
    let all = vault.load().unwrap();
    let known = Known {
        locations: all.locations.into_iter().map(|one| one.location).collect(),
        logins: all.logins,
    };
    let vouched = vault.vouch(&known).unwrap();
    (known.locations, known.logins, vouched)
}

fn steering(vault: &Vault) -> Steering {
    let (locations, logins, vouched) = vouched(vault);
    let locations: Vec<Location> = locations
        .into_iter()
        .filter(|one| vouched.locations.contains(&one.id))
        .collect();
    let tokens = locations.iter().filter_map(|one| {
        let audience = Audience {
            network: one.network.clone(),
            host: one.host.clone(),
        };
        let tokens = vault.tokens(one.grant?, &audience).ok()?;
        Some((one.id, tokens.access.expose().to_owned()))
    });
    let app = vault.app(&audience().network, audience().host.as_ref());
    let app = app.ok().flatten().map(|app| {
        let secret = app.client_secret.map(|secret| secret.expose().to_owned());
        format!("{} {secret:?} {}", app.client_id, app.extra)
    });
    Steering {
        tokens: tokens.collect(),
        locations: locations.iter().map(|one| (one.id, place(one))).collect(),
        logins: logins
            .iter()
            .filter(|one| vouched.logins.contains(&one.id))
            .map(|one| {
                (
                    one.id,
                    (
                        one.network.to_string(),
                        host(one.host.as_ref()),
                        one.account.0.clone(),
                    ),
                )
            })
            .collect(),
        grants: vouched
            .grants
            .iter()
            .map(|one| (one.id, facts(one)))
            .collect(),
        app,
    }
}

impl Steering {
    /// Whether nothing of it differs from the other: less may come out, and nothing else.
    fn is_part_of(&self, whole: &Steering) -> bool {
        let disconnected = |(network, host, account, login, _): &Target| {
            (network.clone(), host.clone(), account.clone(), *login, None)
        };
        // A location that somebody wrote to be disconnected is no more than that.
        let known = |id: &LocationId, place: &Target| {
            let original = whole.locations.get(id);
            original.is_some_and(|one| place == one || *place == disconnected(one))
        };
        self.locations.iter().all(|(id, place)| known(id, place))
            && self
                .logins
                .iter()
                .all(|(id, one)| whole.logins.get(id) == Some(one))
            && self
                .grants
                .iter()
                .all(|(id, one)| whole.grants.get(id) == Some(one))
            && self.tokens.is_subset(&whole.tokens)
            && (self.app.is_none() || self.app == whole.app)
    }
}

/// The columns that steer: an edit of one of them is noticed. All others are shown, or count.
const NOTICED: [&str; 34] = [
    "apps.client_id",
    "apps.extra",
    "apps.generation",
    "apps.has_secret",
    "apps.host",
    "apps.network",
    "grants.access_ends",
    "grants.data_access_ends",
    "grants.generation",
    "grants.id",
    "grants.issued_at",
    "grants.kind",
    "grants.login",
    "grants.refresh_ends",
    "grants.renewable",
    "grants.scopes",
    "locations.account",
    "locations.account_kind",
    "locations.grant",
    "locations.host",
    "locations.id",
    "locations.login",
    "locations.network",
    "logins.account",
    "logins.host",
    "logins.id",
    "logins.network",
    "seals.body",
    "seals.format",
    "seals.home",
    "seals.key",
    "seals.nonce",
    "seals.row",
    "data_keys.id",
];

/// Everything that a column can hold: what the other rows hold there, and strange values.
fn others(editor: &Connection, table: &str, column: &str) -> Vec<Value> {
    let sql = format!("SELECT DISTINCT \"{column}\" FROM \"{table}\"");
    let mut statement = editor.prepare(&sql).unwrap();
    let there = statement.query_map([], |row| row.get(0)).unwrap();
    let mut all: Vec<Value> = there.map(Result::unwrap).collect();
    let text = |text: &str| Value::Text(text.to_owned());
    all.extend([
        Value::Null,
        Value::Integer(0),
        Value::Integer(1),
        Value::Integer(i64::MAX),
        text("facebook"),
        text("evil.example"),
        text("person-9"),
        text("{}"),
        text("null"),
        text("\"user\""),
        text("{\"issuer\":null}"),
        text("[\"read\",\"write\",\"admin\"]"),
        Value::Blob(vec![1; 16]),
        Value::Blob(vec![9; 16]),
        Value::Blob(vec![0; 80]),
    ]);
    all
}

fn columns(editor: &Connection) -> Vec<(String, String)> {
    let sql = "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
               WHERE m.type = 'table' ORDER BY m.name, c.name";
    let mut statement = editor.prepare(sql).unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    found.unwrap().map(Result::unwrap).collect()
}

#[test]
fn no_edit_of_any_column_makes_anything_else_come_out() {
    let desk = filled();
    let whole = steering(&desk.unlocked());
    assert_eq!((whole.locations.len(), whole.tokens.len()), (2, 2));
    assert!(whole.app.is_some());
    let good = std::fs::read(desk.path()).unwrap();
    let mut noticed = BTreeSet::new();
    // No connection may stay open: what is written goes into the file with the last of them.
    let columns = columns(&desk.editor());
    for (table, column) in columns {
        let others = others(&desk.editor(), &table, &column);
        for value in others {
            let editor = desk.editor();
            editor.pragma_update(None, "synchronous", "OFF").unwrap();
            editor
                .pragma_update(None, "ignore_check_constraints", true)
                .unwrap();
            // The first row alone, so that there is always a good one beside it.
            let sql = format!(
                "UPDATE \"{table}\" SET \"{column}\" = ?1
                 WHERE rowid = (SELECT min(rowid) FROM \"{table}\")"
            );
            // What the table's own type forbids nobody can write.
            let written = editor.execute(&sql, [&value]).unwrap_or(0);
            drop(editor);
            let mut vault = desk.open();
            let open = vault.unlock().unwrap() == KeyState::Open;
            let seen = open.then(|| steering(&vault));
            let place = format!("{table}.{column}");
            if let Some(seen) = &seen {
                assert!(seen.is_part_of(&whole), "{place} = {value:?}: {seen:?}");
            }
            if written > 0 && seen.is_none_or(|seen| seen != whole) {
                noticed.insert(place);
            }
            drop(vault);
            std::fs::write(desk.path(), &good).unwrap();
            let log = desk.path().with_file_name("vault.db-wal");
            assert!(!log.exists(), "an edit stayed in the log");
        }
    }
    let missed: Vec<_> = NOTICED
        .iter()
        .filter(|name| !noticed.contains(**name))
        .collect();
    assert!(missed.is_empty(), "nobody noticed {missed:?}");
}

#[test]
fn tokens_come_out_for_the_server_that_they_were_sealed_for_and_for_no_other() {
    let desk = filled();
    let vault = desk.unlocked();
    let ours = audience();
    let elsewhere = [
        Audience {
            network: "facebook".parse().unwrap(),
            host: None,
        },
        Audience {
            host: Some(Host::parse("evil.example").unwrap()),
            ..ours.clone()
        },
        Audience {
            host: None,
            ..ours.clone()
        },
    ];
    assert!(vault.tokens(grant_id(1), &ours).is_ok());
    for other in elsewhere {
        let refused = vault.tokens(grant_id(1), &other);
        assert!(matches!(refused, Err(Unreadable::Damaged)), "{other:?}");
        let asked = [(grant_id(1), other), (grant_id(2), ours.clone())];
        let read = vault.access_tokens(&asked).unwrap();
        assert!(matches!(read[0], Err(Unreadable::Damaged)) && read[1].is_ok());
    }
}

#[test]
fn what_this_app_writes_is_vouched_for_whatever_it_does() {
    let desk = filled();
    let mut vault = desk.unlocked();
    let all = |vault: &Vault| {
        let (locations, logins, vouched) = vouched(vault);
        assert_eq!(vouched.locations.len(), locations.len());
        assert_eq!(vouched.logins.len(), logins.len());
        assert_eq!(vouched.grants.len(), vault.load().unwrap().grants.len());
    };
    all(&vault);
    let renewal = Renewal {
        tokens: tokens("newer", None),
        dates: dates(),
        scopes: None,
    };
    let mut renewed = vault.renew(grant_id(1), &renewal, 1).unwrap();
    all(&vault);
    renewed.dates.access_ends = None;
    put_facts(&mut vault, &renewed).unwrap();
    all(&vault);
    let mut renamed = location(1);
    renamed.location.account.as_mut().unwrap().name = "Another name".to_owned();
    put_location(&mut vault, &renamed).unwrap();
    let mut draft = location(3);
    (
        draft.location.login,
        draft.location.grant,
        draft.location.account,
    ) = (None, None, None);
    put_location(&mut vault, &draft).unwrap();
    all(&vault);
    unlink(&mut vault, location_id(1));
    all(&vault);
    vault.link(&sign_in(1)).unwrap();
    all(&vault);
    remove_location(&mut vault, location_id(2));
    all(&vault);
    let forget = Change::AppGone(audience().network, audience().host);
    vault.commit(&[forget]).unwrap();
    let left = "SELECT count(*) FROM seals WHERE home IN ('locations', 'logins', 'grants', 'apps')";
    let left: i64 = desk.editor().query_row(left, [], |row| row.get(0)).unwrap();
    assert_eq!(left, 2 + 1 + 1, "what is gone keeps no seal");
}

/// Taking the seals out does not make it a file that never had any.
#[test]
fn rows_whose_seals_were_taken_out_are_not_vouched_for() {
    let desk = filled();
    let editor = desk.editor();
    editor
        .execute(
            "DELETE FROM seals WHERE home IN ('locations', 'logins', 'grants', 'apps')",
            [],
        )
        .unwrap();
    for canary in ["canary_body", "canary_nonce", "canary_body"] {
        let (_, _, vouched) = vouched(&desk.unlocked());
        assert!(vouched.locations.is_empty() && vouched.logins.is_empty());
        assert!(vouched.grants.is_empty());
        let app = desk
            .unlocked()
            .app(&audience().network, audience().host.as_ref());
        assert!(matches!(app, Err(Unreadable::Damaged)));
        let sql = format!("UPDATE data_keys SET {canary} = zeroblob(24)");
        editor.execute(&sql, []).unwrap();
    }
}

#[test]
fn a_new_sign_in_makes_a_changed_row_ours_again_and_a_mere_write_does_not() {
    let desk = filled();
    let change = "UPDATE locations SET account = 'theirs' WHERE id = ?1";
    desk.editor().execute(change, [[1; 16]]).unwrap();
    let mut vault = desk.unlocked();
    let loaded = vault.load().unwrap().locations;
    let changed = loaded
        .iter()
        .find(|one| one.location.id == location_id(1))
        .unwrap();
    put_location(&mut vault, changed).unwrap();
    assert!(!vouched(&vault).2.locations.contains(&location_id(1)));
    vault.link(&sign_in(1)).unwrap();
    assert!(vouched(&vault).2.locations.contains(&location_id(1)));
}

#[test]
fn after_a_new_start_what_stands_there_is_vouched_for_with_the_new_key() {
    let desk = filled();
    desk.keychain.replace(None);
    let mut vault = desk.open();
    vault.start_over(NOW).unwrap();
    let (locations, _, vouched) = vouched(&vault);
    assert_eq!(vouched.locations.len(), locations.len());
    assert_eq!(vouched.logins, [login(1).id, login(2).id].into());
}

/// As a released program left it.
fn older() -> TestVault {
    let desk = TestVault::new();
    let text = include_str!("../files/version_5.sql");
    let key = text.lines().find_map(|line| line.strip_prefix("-- key: "));
    let kek = Kek::from_text(key.unwrap().as_bytes()).unwrap();
    desk.keychain.replace(Some(kek));
    // Makes the folder as the app does.
    drop(desk.open());
    for name in ["vault.db", "vault.db-wal", "vault.db-shm"] {
        let _ = std::fs::remove_file(desk.path().with_file_name(name));
    }
    let editor = desk.editor();
    editor.execute_batch(text).unwrap();
    desk
}

#[test]
fn a_file_of_an_older_version_is_sealed_once_as_it_stands_and_never_again() {
    let desk = older();
    let (locations, logins, vouched_now) = vouched(&desk.unlocked());
    assert_eq!((locations.len(), logins.len()), (2, 2));
    assert_eq!(vouched_now.locations.len(), 2);
    assert_eq!(vouched_now.grants.len(), 2);
    let seen = steering(&desk.unlocked());
    assert_eq!(seen.tokens.len(), 2);
    assert_eq!(
        seen.app.unwrap(),
        "client id Some(\"app secret\") {\"redirects\":[\"app.greentick:/callback\"]}"
    );
    let editor = desk.editor();
    editor
        .execute("DELETE FROM seals WHERE home = 'locations'", [])
        .unwrap();
    assert!(vouched(&desk.unlocked()).2.locations.is_empty());
}

/// The list is there and everything works, and it is sealed as soon as that can be written.
#[test]
fn an_older_file_that_cannot_be_written_now_is_sealed_later() {
    let desk = older();
    drop(desk.open());
    let mut vault = desk.open();
    let editor = desk.editor();
    editor.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = desk.keychain.read();
    assert_eq!(vault.unlock_with(answer).unwrap(), KeyState::Open);
    assert_eq!(vouched(&vault).2.locations.len(), 2);
    assert_eq!(steering(&vault).tokens.len(), 2);
    editor.execute_batch("ROLLBACK").unwrap();
    let sealed = |editor: &Connection| -> i64 {
        let sql = "SELECT count(*) FROM seals WHERE home = 'locations'";
        editor.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(sealed(&editor), 0);
    drop(vault);
    desk.unlocked();
    assert_eq!(sealed(&editor), 2);
}

/// A row that cannot be read must not keep the others from being tried.
#[test]
fn a_row_that_is_too_long_for_a_seal_hides_no_edit() {
    for home in ["junk", "locations", "token_sets"] {
        let desk = filled();
        let editor = desk.editor();
        let junk = "INSERT INTO seals VALUES (?1, x'00', x'00', 1, x'00', zeroblob(5000000))";
        editor.execute(junk, [home]).unwrap();
        let edit = "UPDATE locations SET host = 'evil.example' WHERE id = ?1";
        editor.execute(edit, [[1; 16]]).unwrap();
        let vault = desk.unlocked();
        let (_, _, vouched) = vouched(&vault);
        assert_eq!(vouched.locations, [location_id(2)].into(), "{home}");
        assert_eq!(vault.readable().unwrap().len(), 2, "{home}");
    }
}

#[test]
fn a_store_whose_keys_were_taken_out_is_not_sealed_anew_without_a_person() {
    let desk = filled();
    let editor = desk.editor();
    let edit = "DELETE FROM data_keys; DELETE FROM seals; DELETE FROM answers;
        UPDATE locations SET host = 'evil.example'";
    editor.execute_batch(edit).unwrap();
    let mut vault = desk.open();
    assert_eq!(vault.unlock().unwrap(), KeyState::Damaged);
    assert!(vault.vouch(&Known::default()).is_err());
    let sealed: i64 = editor
        .query_row("SELECT count(*) FROM seals", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sealed, 0);
}

/// While the app runs, somebody points a grant at another login, and a renewal follows.
#[test]
fn new_tokens_are_not_sealed_for_whom_somebody_wrote_beside_them() {
    for edit in [
        "UPDATE grants SET login = x'02020202020202020202020202020202' WHERE id = ?1",
        "UPDATE grants SET scopes = '[]' WHERE id = ?1",
        "UPDATE logins SET host = 'evil.example' WHERE id = ?1",
    ] {
        let desk = filled();
        let mut vault = desk.unlocked();
        desk.editor().execute(edit, [[1; 16]]).unwrap();
        let renewal = Renewal {
            tokens: tokens("newer", Some("rotated")),
            dates: dates(),
            scopes: None,
        };
        let refused = vault.renew(grant_id(1), &renewal, 1);
        assert!(
            matches!(refused, Err(vault::WriteProblem::Damaged)),
            "{edit}"
        );
    }
}

fn tokens_come_out_for_one_server_alone_and_only_with_the_key(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let elsewhere = Audience {
        host: Some(Host::parse("evil.example").unwrap()),
        ..audience()
    };
    let of = |audience: &Audience| (grant_id(1), audience.clone());
    let asked = [of(&audience()), of(&elsewhere), (grant_id(9), audience())];
    let read = vault.access_tokens(&asked).unwrap();
    let [Ok(ours), Err(Unreadable::Damaged), Err(Unreadable::Missing)] = &read[..] else {
        panic!("other tokens came out");
    };
    assert_eq!(ours.access.expose(), "access-1");
    assert!(ours.refresh.is_none());
    assert!(matches!(
        vault.tokens(grant_id(1), &elsewhere),
        Err(Unreadable::Damaged)
    ));
    assert_eq!(vault.readable().unwrap(), [grant_id(1)].into());
    assert_eq!(vault.grant(grant_id(1)).unwrap().unwrap().generation, 1);
    assert!(vault.grant(grant_id(9)).unwrap().is_none());
    let closed = desk.open();
    assert!(closed.access_tokens(&asked).is_err() && closed.readable().is_err());
    assert!(closed.grant(grant_id(1)).is_err() && closed.vouch(&Known::default()).is_err());
}

fn where_a_location_leads_is_bound_by_a_sign_in_and_not_by_a_mere_write(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    let ours = |vault: &dyn Storage| vouched(vault).2.locations;
    let (one, two) = (location_id(1), location_id(2));
    assert_eq!(ours(&vault), [one, two].into());
    let mut renamed = location(1);
    renamed.location.account.as_mut().unwrap().name = "Another name".to_owned();
    put_location(&mut vault, &renamed).unwrap();
    unlink(&mut vault, two);
    assert_eq!(ours(&vault), [one, two].into());
    let mut led = location(1);
    led.location.account.as_mut().unwrap().id.0 = "another page".to_owned();
    put_location(&mut vault, &led).unwrap();
    assert_eq!(ours(&vault), [two].into());
    vault.link(&sign_in(1)).unwrap();
    let (_, logins, vouched) = vouched(&vault);
    assert_eq!(vouched.locations, [one, two].into());
    assert_eq!(
        vouched.logins,
        logins.iter().map(|login| login.id).collect()
    );
    assert_eq!(vouched.grants.len(), 1);
    let stranger = Known {
        locations: vec![location(3).location],
        logins: vec![login(3)],
    };
    let vouched = vault.vouch(&stranger).unwrap();
    assert!(vouched.locations.is_empty() && vouched.logins.is_empty());
}
