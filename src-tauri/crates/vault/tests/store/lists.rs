//! What is written is there after a restart, and what is erased is gone.

use std::collections::BTreeMap;

use domain::{LinkState, Scopes, Secret, Span};
use serde_json::json;
use vault::{
    Activity, AppCredentials, Change, Storage, StoreProblem, StoredLocation, Unreadable,
    WriteProblem,
};

use crate::test_vault::{
    self, NOW, Place, TestVault, access, append, audience, grant_id, location, location_id,
    over_both, put_app, put_client, put_jar, put_location, put_probes, remove_location,
    set_setting, sign_in, tokens, unlink,
};

over_both!(
    all_of_it_is_there_after_a_restart,
    a_new_sign_in_replaces_the_tokens_and_counts_the_generation,
    a_grant_that_a_sign_in_put_out_of_use_is_erased,
    a_sign_in_of_another_person_under_a_known_login_changes_nothing,
    an_empty_access_token_stores_nothing_of_the_sign_in,
    unlinking_erases_the_tokens_with_their_last_location,
    removing_the_last_location_forgets_the_login_and_keeps_the_activity,
    the_times_of_looks_are_written_where_there_is_something_that_was_looked_at,
    for_how_long_nothing_was_heard_stays_with_the_look,
    a_location_of_a_grant_that_is_not_there_is_refused,
    a_new_location_or_an_app_needs_the_key_and_a_known_location_does_not,
    an_app_without_a_secret_is_kept_and_forgotten,
    old_activity_is_forgotten_and_the_newest_comes_first,
    the_newest_line_of_a_location_on_the_list_outlives_its_days,
    a_removed_setting_is_not_set,
    scopes_read_back_whatever_stands_in_them,
    of_what_changes_together_all_is_written_or_nothing,
);

fn app(secret: Option<&str>) -> AppCredentials {
    AppCredentials {
        network: "mastodon".parse().unwrap(),
        host: Some(domain::Host::parse("social.example").unwrap()),
        client_id: "client id".to_owned(),
        client_secret: secret.map(|secret| Secret::new(secret.to_owned())),
        extra: json!({ "redirects": ["app.greentick:/callback"] }),
    }
}

fn all_of_it_is_there_after_a_restart(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let mut stored = location(1);
    stored.location.client = Some(test_vault::client().id);
    put_client(&mut vault, &test_vault::client());
    vault.link(&sign_in(1)).unwrap();
    put_location(&mut vault, &stored).unwrap();
    put_app(&mut vault, &app(Some("app secret"))).unwrap();
    set_setting(&mut vault, "language", Some(json!("de")));
    drop(vault);

    let vault = desk.unlocked();
    let snapshot = vault.load().unwrap();
    assert_eq!(snapshot.clients, [test_vault::client()]);
    assert_eq!(snapshot.logins, [test_vault::login(1)]);
    assert_eq!(snapshot.locations, [stored]);
    let expected = domain::Grant {
        generation: 1,
        ..test_vault::grant(1)
    };
    assert_eq!(snapshot.grants, [expected]);
    assert!(snapshot.apps[0].has_secret);
    assert_eq!(
        snapshot.settings,
        BTreeMap::from([("language".to_owned(), json!("de"))])
    );
    assert_eq!(snapshot.unreadable, 0);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
    let app = vault.app(&snapshot.apps[0].network, snapshot.apps[0].host.as_ref());
    assert_eq!(
        app.unwrap().unwrap().client_secret.unwrap().expose(),
        "app secret"
    );
}

#[test]
fn a_name_of_a_megabyte_from_an_older_file_is_read_as_a_name() {
    let desk = TestVault::new();
    desk.unlocked().link(&sign_in(1)).unwrap();
    let long = "n".repeat(900_000);
    let editor = desk.editor();
    let names = "UPDATE locations SET account_name = ?1, account_handle = ?1";
    assert_eq!(editor.execute(names, [&long]).unwrap(), 1);
    editor
        .execute("UPDATE logins SET name = ?1", [&long])
        .unwrap();
    drop(editor);
    let snapshot = desk.open().load().unwrap();
    let account = snapshot.locations[0].location.account.as_ref().unwrap();
    for name in [
        Some(&account.name),
        account.handle.as_ref(),
        Some(&snapshot.logins[0].name),
    ] {
        let letters = name.map(|name| name.chars().count());
        assert_eq!(letters, Some(domain::LONGEST_NAME));
    }
}

#[test]
fn no_secret_is_in_any_file_in_clear() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    put_app(&mut vault, &app(Some("access-app"))).unwrap();
    let folder = desk.path().parent().unwrap().to_owned();
    let bytes: Vec<u8> = std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(holds("person-1"), "the control text must be found");
    assert!(!holds("access-") && !holds("refresh-"));
}

fn a_new_sign_in_replaces_the_tokens_and_counts_the_generation(desk: &impl Place) {
    let mut vault = desk.unlocked();
    assert_eq!(vault.link(&sign_in(1)).unwrap()[0].generation, 1);
    let mut again = sign_in(1);
    again.grants[0].1 = tokens("newer", None);
    assert_eq!(vault.link(&again).unwrap()[0].generation, 2);
    assert_eq!(access(&vault, 1).unwrap(), "newer");
}

fn a_grant_that_a_sign_in_put_out_of_use_is_erased(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let mut other = sign_in(2);
    other.locations[0].location.id = location_id(1);
    vault.link(&other).unwrap();
    assert!(matches!(
        vault.tokens(grant_id(1), &audience()),
        Err(Unreadable::Missing)
    ));
    assert_eq!(access(&vault, 2).unwrap(), "access-2");
}

fn a_sign_in_of_another_person_under_a_known_login_changes_nothing(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let before = vault.load().unwrap();
    let mut other = sign_in(1);
    other.login.account.0 = "somebody else".to_owned();
    let linked = vault.link(&other);
    assert!(matches!(
        linked,
        Err(WriteProblem::Store(StoreProblem::AnotherIdentity))
    ));
    assert_eq!(vault.load().unwrap().grants, before.grants);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
}

fn an_empty_access_token_stores_nothing_of_the_sign_in(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let mut empty = sign_in(1);
    empty.grants[0].1 = tokens("", None);
    assert!(matches!(vault.link(&empty), Err(WriteProblem::Empty)));
    let snapshot = vault.load().unwrap();
    assert!(snapshot.logins.is_empty() && snapshot.grants.is_empty());
}

fn unlinking_erases_the_tokens_with_their_last_location(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let mut both = sign_in(1);
    let mut second = location(2);
    second.location.login = Some(test_vault::login(1).id);
    second.location.grant = Some(grant_id(1));
    both.locations.push(second);
    vault.link(&both).unwrap();
    unlink(&mut vault, location_id(1));
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
    unlink(&mut vault, location_id(2));
    assert!(matches!(
        vault.tokens(grant_id(1), &audience()),
        Err(Unreadable::Missing)
    ));
    unlink(&mut vault, location_id(2));
    let snapshot = vault.load().unwrap();
    assert!(snapshot.grants.is_empty());
    assert!(
        snapshot
            .locations
            .iter()
            .all(|stored| stored.link_state == LinkState::Unlinked)
    );
}

#[test]
fn what_was_unlinked_leaves_no_seal() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    unlink(&mut vault, location_id(1));
    let sql = "SELECT count(*) FROM seals WHERE home IN ('token_sets', 'grants')";
    let seals: i64 = desk.editor().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(seals, 0);
}

fn removing_the_last_location_forgets_the_login_and_keeps_the_activity(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let line = Activity {
        at: NOW,
        location: Some(location_id(1)),
        kind: "published".to_owned(),
        detail: json!({ "credits": 1 }),
    };
    append(&mut vault, std::slice::from_ref(&line)).unwrap();
    remove_location(&mut vault, location_id(1));
    assert!(vault.load().unwrap().grants.is_empty());
    assert!(vault.load().unwrap().logins.is_empty());
    assert_eq!(vault.activity(Some(location_id(1)), 10).unwrap(), [line]);
}

fn the_times_of_looks_are_written_where_there_is_something_that_was_looked_at(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    unlink(&mut vault, location_id(2));
    let mut probe = location(1).probe.unwrap();
    probe.at = probe.at.plus(domain::Span::from_days(1));
    let probes = [1, 2, 9].map(|number| (location_id(number), probe));
    put_probes(&mut vault, &probes).unwrap();
    let locations = vault.load().unwrap().locations;
    let stored: Vec<_> = locations.iter().map(|one| one.probe).collect();
    assert_eq!(stored, [Some(probe), None]);
}

fn for_how_long_nothing_was_heard_stays_with_the_look(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let stored = |vault: &dyn Storage| vault.load().unwrap().locations[0].probe;
    let hour = domain::Span::from_minutes(60);
    let refused = domain::Verdict::NoAnswer(domain::Unavailable::Unrecognised);
    let mut before = location(1).probe;
    let mut next = || {
        let at = before.unwrap().at.plus(hour);
        before = Some(domain::Probe::new(at, refused).following(before));
        before.unwrap()
    };
    next();
    let by_list = next();
    put_probes(&mut vault, &[(location_id(1), by_list)]).unwrap();
    assert_eq!(stored(&vault), Some(by_list));
    assert!(by_list.unanswered.unwrap().lasted > hour.min(domain::Span::default()));
    let whole = next();
    let mut kept = location(1);
    kept.probe = Some(whole);
    put_location(&mut vault, &kept).unwrap();
    assert_eq!(stored(&vault), Some(whole));
}

fn a_location_of_a_grant_that_is_not_there_is_refused(desk: &impl Place) {
    let mut vault = desk.unlocked();
    assert!(matches!(
        put_location(&mut vault, &location(1)),
        Err(WriteProblem::Store(StoreProblem::Dangling))
    ));
}

fn a_new_location_or_an_app_needs_the_key_and_a_known_location_does_not(desk: &impl Place) {
    desk.unlocked().link(&sign_in(1)).unwrap();
    let mut vault = desk.open();
    put_location(&mut vault, &location(1)).unwrap();
    let mut new = location(2);
    (new.location.login, new.location.grant) = (None, None);
    let refused = [
        put_location(&mut vault, &new),
        put_app(&mut vault, &app(None)),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(WriteProblem::KeyUnavailable(_))));
    }
    assert_eq!(vault.load().unwrap().locations.len(), 1);
}

fn an_app_without_a_secret_is_kept_and_forgotten(desk: &impl Place) {
    let mut vault = desk.unlocked();
    put_app(&mut vault, &app(None)).unwrap();
    let app = app(None);
    let found = vault.app(&app.network, app.host.as_ref()).unwrap().unwrap();
    assert!(found.client_secret.is_none());
    assert_eq!(found.extra, app.extra);
    let forget = Change::AppGone(app.network.clone(), app.host.clone());
    vault.commit(&[forget]).unwrap();
    assert!(
        vault
            .app(&app.network, app.host.as_ref())
            .unwrap()
            .is_none()
    );
}

#[test]
fn one_row_that_cannot_be_read_does_not_block_the_list() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    let sql = "UPDATE locations SET settled = '{\"at\":\"from the future\"}' WHERE id = ?1";
    desk.editor().execute(sql, [[1; 16]]).unwrap();
    let snapshot = vault.load().unwrap();
    assert_eq!((snapshot.locations.len(), snapshot.unreadable), (1, 1));
}

fn old_activity_is_forgotten_and_the_newest_comes_first(desk: &impl Place) {
    let mut vault = desk.open();
    let line = |days: i64| Activity {
        at: NOW.plus(Span::from_days(days)),
        location: None,
        kind: format!("day {days}"),
        detail: json!(null),
    };
    append(&mut vault, &[line(-100), line(-1), line(0)]).unwrap();
    vault.tidy(NOW, Span::from_days(90)).unwrap();
    assert_eq!(vault.activity(None, 10).unwrap(), [line(0), line(-1)]);
    assert_eq!(vault.activity(None, 1).unwrap(), [line(0)]);
}

fn the_newest_line_of_a_location_on_the_list_outlives_its_days(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let stored = sign_in(1);
    vault.link(&stored).unwrap();
    let listed = stored.locations[0].location.id;
    let line = |days: i64, location| Activity {
        at: NOW.plus(Span::from_days(days)),
        location: Some(location),
        kind: format!("day {days}"),
        detail: json!(null),
    };
    let gone = location_id(99);
    let lines = [line(-300, listed), line(-200, listed), line(-200, gone)];
    append(&mut vault, &lines).unwrap();
    vault.tidy(NOW, Span::from_days(90)).unwrap();
    assert_eq!(vault.activity(None, 10).unwrap(), [line(-200, listed)]);
}

fn a_removed_setting_is_not_set(desk: &impl Place) {
    let mut vault = desk.open();
    set_setting(&mut vault, "quiet", Some(json!([22, 7])));
    assert_eq!(vault.setting("quiet").unwrap(), Some(json!([22, 7])));
    set_setting(&mut vault, "quiet", None);
    assert_eq!(vault.setting("quiet").unwrap(), None);
}

fn scopes_read_back_whatever_stands_in_them(desk: &impl Place) {
    let mut vault = desk.unlocked();
    let mut odd = sign_in(1);
    odd.grants[0].0.scopes = Scopes::new(["with space", "a,b", "\"quoted\""]);
    vault.link(&odd).unwrap();
    assert_eq!(
        vault.load().unwrap().grants[0].scopes,
        odd.grants[0].0.scopes
    );
}

fn of_what_changes_together_all_is_written_or_nothing(desk: &impl Place) {
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let mut lost = location(1);
    lost.link_state = LinkState::NeedsYou(domain::Cause::Expired);
    let line = Activity {
        at: NOW,
        location: Some(location_id(1)),
        kind: "location".to_owned(),
        detail: json!({ "what": "stopped_working" }),
    };
    let loss = |stored: StoredLocation| Change::Location(Box::new(stored));
    // The second one hangs on a grant that is not there.
    let refused = [
        loss(lost.clone()),
        Change::Line(line.clone()),
        loss(location(2)),
    ];
    assert!(vault.commit(&refused).is_err());
    let link_state = |vault: &dyn Storage| vault.load().unwrap().locations[0].link_state;
    assert_eq!(link_state(&vault), LinkState::Linked);
    assert_eq!(vault.activity(None, 10).unwrap(), []);

    vault
        .commit(&[loss(lost), Change::Line(line.clone())])
        .unwrap();
    assert_eq!(
        link_state(&vault),
        LinkState::NeedsYou(domain::Cause::Expired)
    );
    assert_eq!(vault.activity(None, 10).unwrap(), [line]);
    vault.commit(&[]).unwrap();
}

#[test]
fn what_is_erased_is_not_in_the_log_either() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    vault.link(&sign_in(2)).unwrap();
    let app = app(Some("app secret"));
    put_app(&mut vault, &app).unwrap();
    put_jar(&mut vault, "jar", "a cookie").unwrap();
    let log = || std::fs::metadata(desk.path().with_file_name("vault.db-wal")).unwrap();
    for erased in [
        Change::Unlinked(location_id(1)),
        Change::LocationGone(location_id(2)),
        Change::AppGone(app.network.clone(), app.host.clone()),
        Change::JarGone("jar".to_owned()),
    ] {
        set_setting(&mut vault, "language", Some(json!("de")));
        assert!(log().len() > 0, "the control write must be found");
        vault.commit(&[erased]).unwrap();
        assert_eq!(log().len(), 0);
    }
}
