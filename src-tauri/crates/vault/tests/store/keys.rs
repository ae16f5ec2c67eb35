//! The key's states: each its own, each with its own way out, and never a silent new key.

use domain::{LinkState, Span};
use vault::{
    AppCredentials, Kek, KeyState, Keychain, KeychainProblem, OsEntropy, StartOverProblem, Storage,
    Unreadable, WriteProblem,
};

use crate::test_vault::{
    NOW, Place, TestVault, access, audience, grant_id, over_both, put_app, put_jar, sign_in,
};

over_both!(
    a_new_store_makes_its_key_once_and_reads_it_once_per_run,
    each_trouble_of_the_keychain_is_its_own_state_and_the_list_stays,
    a_missing_key_is_never_replaced_by_itself,
    another_key_of_the_right_shape_is_wrong_and_nothing_is_overwritten,
    starting_over_uses_a_key_that_may_belong_to_another_store,
    starting_over_is_refused_while_the_key_is_there_or_the_keychain_is_not,
    an_answer_fetched_elsewhere_opens_and_never_makes_a_key,
    a_new_start_keeps_the_list_and_nothing_that_was_sealed,
);

fn link(desk: &impl Place) {
    desk.unlocked().link(&sign_in(1)).unwrap();
}

fn linked() -> TestVault {
    let desk = TestVault::new();
    link(&desk);
    desk
}

fn another_key() -> Option<Kek> {
    Some(Kek::draw(&mut OsEntropy).unwrap())
}

fn kept(desk: &TestVault) -> i64 {
    let sql = "SELECT (SELECT count(*) FROM kept_seals) + (SELECT count(*) FROM kept_data_keys)";
    desk.editor().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn a_new_store_makes_its_key_once_and_reads_it_once_per_run(desk: &impl Place) {
    let mut vault = desk.open();
    assert_eq!(vault.key_state(), KeyState::Locked);
    assert_eq!(vault.unlock().unwrap(), KeyState::Open);
    drop(vault);
    let before = desk.keychain().reads();
    let mut vault = desk.open();
    for _ in 0..3 {
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
    }
    assert_eq!(desk.keychain().reads(), before + 1);
}

fn each_trouble_of_the_keychain_is_its_own_state_and_the_list_stays(desk: &impl Place) {
    link(desk);
    for (trouble, state) in [
        (KeychainProblem::Locked, KeyState::Locked),
        (KeychainProblem::NoBackend, KeyState::NoBackend),
        (KeychainProblem::Ambiguous, KeyState::Ambiguous),
        (KeychainProblem::Malformed, KeyState::WrongKey),
    ] {
        desk.keychain().set_trouble(Some(trouble));
        let mut vault = desk.open();
        assert_eq!(vault.unlock().unwrap(), state);
        assert_eq!(vault.load().unwrap().locations.len(), 1);
        let refused =
            |read: Unreadable| matches!(read, Unreadable::KeyUnavailable(s) if s == state);
        assert!(refused(
            vault.tokens(grant_id(1), &audience()).err().unwrap()
        ));
        assert!(refused(vault.readable().unwrap_err()));
        assert!(refused(
            vault
                .access_tokens(&[(grant_id(1), audience())])
                .err()
                .unwrap()
        ));
        let link = vault.link(&sign_in(2)).unwrap_err();
        assert!(matches!(link, WriteProblem::KeyUnavailable(s) if s == state));
        desk.keychain().set_trouble(None);
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        assert_eq!(access(&vault, 1).unwrap(), "access-1");
    }
}

fn a_missing_key_is_never_replaced_by_itself(desk: &impl Place) {
    link(desk);
    desk.keychain().replace(None);
    let mut vault = desk.open();
    assert_eq!(vault.unlock().unwrap(), KeyState::NoKey);
    assert_eq!(vault.unlock().unwrap(), KeyState::NoKey);
    assert!(desk.keychain().read().ok().unwrap().is_none());
}

fn another_key_of_the_right_shape_is_wrong_and_nothing_is_overwritten(desk: &impl Place) {
    link(desk);
    let ours = desk.keychain().read().ok().unwrap();
    desk.keychain().replace(another_key());
    let mut vault = desk.open();
    assert_eq!(vault.unlock().unwrap(), KeyState::WrongKey);
    desk.keychain().replace(ours);
    assert_eq!(vault.unlock().unwrap(), KeyState::Open);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
}

#[test]
fn a_damaged_data_key_is_told_from_a_wrong_key() {
    let desk = linked();
    desk.editor()
        .execute("UPDATE data_keys SET body = zeroblob(length(body))", [])
        .unwrap();
    assert_eq!(desk.open().unlock().unwrap(), KeyState::Damaged);
    desk.editor().execute("DELETE FROM data_keys", []).unwrap();
    assert_eq!(desk.open().unlock().unwrap(), KeyState::Damaged);
}

#[test]
fn a_damaged_canary_alone_locks_nobody_out() {
    let desk = linked();
    desk.editor()
        .execute(
            "UPDATE data_keys SET canary_body = zeroblob(length(canary_body))",
            [],
        )
        .unwrap();
    assert_eq!(access(&desk.unlocked(), 1).unwrap(), "access-1");
}

#[test]
fn starting_over_keeps_the_list_and_puts_the_old_ciphertext_aside_for_thirty_days() {
    let desk = linked();
    desk.keychain.replace(None);
    let mut vault = desk.open();
    vault.start_over(NOW).unwrap();
    assert_eq!(vault.key_state(), KeyState::Open);
    let snapshot = vault.load().unwrap();
    assert_eq!((snapshot.locations.len(), snapshot.grants.len()), (1, 1));
    assert_eq!(snapshot.locations[0].link_state, LinkState::Linked);
    assert!(vault.readable().unwrap().is_empty());
    assert!(matches!(
        vault.tokens(grant_id(1), &audience()),
        Err(Unreadable::Missing)
    ));

    vault
        .tidy(NOW.plus(Span::from_days(29)), Span::from_days(90))
        .unwrap();
    assert_eq!(kept(&desk), 2);
    vault
        .tidy(NOW.plus(Span::from_days(31)), Span::from_days(90))
        .unwrap();
    assert_eq!(kept(&desk), 0);

    vault.link(&sign_in(1)).unwrap();
    drop(vault);
    assert_eq!(access(&desk.unlocked(), 1).unwrap(), "access-1");
}

fn starting_over_uses_a_key_that_may_belong_to_another_store(desk: &impl Place) {
    link(desk);
    desk.keychain().replace(another_key());
    let theirs = desk.keychain().read().ok().unwrap().unwrap();
    desk.open().start_over(NOW).unwrap();
    let now = desk.keychain().read().ok().unwrap().unwrap();
    assert!(now.to_text() == theirs.to_text());
}

fn starting_over_is_refused_while_the_key_is_there_or_the_keychain_is_not(desk: &impl Place) {
    link(desk);
    let refused = desk.unlocked().start_over(NOW).unwrap_err();
    assert!(matches!(refused, StartOverProblem::NotNeeded));
    for trouble in [
        KeychainProblem::Locked,
        KeychainProblem::NoBackend,
        KeychainProblem::Ambiguous,
    ] {
        desk.keychain().set_trouble(Some(trouble));
        let refused = desk.open().start_over(NOW).unwrap_err();
        assert!(matches!(refused, StartOverProblem::Keychain(_)));
    }
    desk.keychain().set_trouble(None);
    assert_eq!(access(&desk.unlocked(), 1).unwrap(), "access-1");
}

#[test]
fn a_copy_on_another_computer_shows_the_list_and_opens_nothing() {
    let desk = linked();
    let elsewhere = TestVault::new();
    std::fs::create_dir(elsewhere.path().parent().unwrap()).unwrap();
    desk.unlocked().backup(&elsewhere.path()).unwrap();
    let mut vault = elsewhere.open();
    assert_eq!(vault.unlock().unwrap(), KeyState::NoKey);
    assert_eq!(vault.load().unwrap().locations.len(), 1);
    assert!(desk.unlocked().backup(&elsewhere.path()).is_err());
}

#[test]
fn the_sealed_values_of_another_store_under_the_same_key_do_not_open() {
    let desk = linked();
    let mut other = TestVault::new();
    other.keychain = std::sync::Arc::clone(&desk.keychain);
    other.unlocked().link(&sign_in(1)).unwrap();
    let path = other.path().to_str().unwrap().to_owned();
    let editor = desk.editor();
    editor.execute("ATTACH ?1 AS other", [path]).unwrap();
    editor
        .execute_batch("DELETE FROM seals; INSERT INTO seals SELECT * FROM other.seals;")
        .unwrap();
    assert!(matches!(
        desk.unlocked().tokens(grant_id(1), &audience()),
        Err(Unreadable::Damaged)
    ));
}

fn an_answer_fetched_elsewhere_opens_and_never_makes_a_key<P: Place>(desk: &P) {
    link(desk);
    let mut vault = desk.open();
    assert!(vault.was_sealed().unwrap());
    let answer = vault.keychain().read();
    assert_eq!(vault.unlock_with(answer).unwrap(), KeyState::Open);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");

    let fresh = P::new();
    let mut vault = fresh.open();
    assert!(!vault.was_sealed().unwrap());
    assert_eq!(vault.unlock_with(Ok(None)).unwrap(), KeyState::NoKey);
    assert!(fresh.keychain().read().ok().unwrap().is_none());
}

fn a_new_start_keeps_the_list_and_nothing_that_was_sealed(desk: &impl Place) {
    link(desk);
    let mut vault = desk.unlocked();
    let app = AppCredentials {
        network: audience().network,
        host: audience().host,
        client_id: "client id".to_owned(),
        client_secret: Some(domain::Secret::new("app secret".to_owned())),
        extra: serde_json::Value::Null,
    };
    put_app(&mut vault, &app).unwrap();
    put_jar(&mut vault, "jar", "a cookie").unwrap();
    let before = vault.load().unwrap();
    drop(vault);
    desk.keychain().replace(None);
    let mut vault = desk.open();
    vault.start_over(NOW).unwrap();
    assert_eq!(vault.key_state(), KeyState::Open);
    let now = vault.load().unwrap();
    assert_eq!(now.locations, before.locations);
    assert_eq!((now.grants, now.apps), (before.grants, before.apps));
    assert!(vault.readable().unwrap().is_empty());
    assert!(matches!(
        vault.tokens(grant_id(1), &audience()),
        Err(Unreadable::Missing)
    ));
    assert!(matches!(
        vault.app(&app.network, app.host.as_ref()),
        Err(Unreadable::Damaged)
    ));
    assert!(vault.jar("jar").unwrap().is_none());
    vault.link(&sign_in(1)).unwrap();
    drop(vault);
    assert_eq!(access(&desk.unlocked(), 1).unwrap(), "access-1");
}
