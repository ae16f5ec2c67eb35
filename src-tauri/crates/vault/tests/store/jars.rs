//! Jars of sign-in cookies: sealed, apart from each other, and gone when they are forgotten.

use domain::Secret;
use vault::{LONGEST_JAR, Unreadable, Unwritten, Vault};

use crate::desk::{Desk, NOW};

const COOKIE: &str = "session=as-good-as-a-password";

fn fill(vault: &mut Vault, name: &str, cookies: &str) {
    let cookies = Secret::new(cookies.to_owned());
    vault.put_jar(name, &cookies).unwrap();
}

fn cookies(vault: &Vault, name: &str) -> Option<String> {
    let jar = vault.jar(name).unwrap();
    jar.map(|cookies| cookies.expose().to_owned())
}

#[test]
fn a_jar_is_there_after_a_restart_and_no_other_has_its_cookies() {
    let desk = Desk::new();
    fill(&mut desk.unlocked(), "one", "old");
    fill(&mut desk.unlocked(), "one", COOKIE);
    assert_eq!(cookies(&desk.unlocked(), "one").as_deref(), Some(COOKIE));
    assert_eq!(cookies(&desk.unlocked(), "two"), None);
}

#[test]
fn no_cookie_is_in_any_file_in_clear() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    fill(&mut vault, "one", COOKIE);
    for entry in std::fs::read_dir(desk.path().parent().unwrap()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let found = bytes
            .windows(COOKIE.len())
            .any(|part| part == COOKIE.as_bytes());
        assert!(!found);
    }
}

#[test]
fn a_jar_moved_under_another_name_does_not_open() {
    let desk = Desk::new();
    fill(&mut desk.unlocked(), "one", COOKIE);
    let moved = "UPDATE seals SET row = CAST('two' AS BLOB) WHERE home = 'jars'";
    assert_eq!(desk.editor().execute(moved, []).unwrap(), 1);
    let vault = desk.unlocked();
    assert!(matches!(vault.jar("two"), Err(Unreadable::Damaged)));
    assert!(matches!(vault.jar("one"), Ok(None)));
}

#[test]
fn a_forgotten_jar_leaves_nothing_behind_even_without_the_key() {
    let desk = Desk::new();
    fill(&mut desk.unlocked(), "one", COOKIE);
    fill(&mut desk.unlocked(), "two", COOKIE);
    desk.open().forget_jar("one").unwrap();
    let vault = desk.unlocked();
    assert_eq!(cookies(&vault, "one"), None);
    assert_eq!(cookies(&vault, "two").as_deref(), Some(COOKIE));
}

#[test]
fn starting_over_keeps_no_jar() {
    let desk = Desk::new();
    fill(&mut desk.unlocked(), "one", COOKIE);
    desk.keychain.replace(None);
    let mut vault = desk.open();
    vault.start_over(NOW).unwrap();
    assert_eq!(cookies(&vault, "one"), None);
    let kept = "SELECT count(*) FROM kept_seals";
    let kept: i64 = desk.editor().query_row(kept, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
}

#[test]
fn what_may_be_put_into_a_jar_fits_and_more_is_refused() {
    let desk = Desk::new();
    let mut vault = desk.unlocked();
    fill(&mut vault, "one", &"c".repeat(LONGEST_JAR));
    let more = Secret::new("c".repeat(LONGEST_JAR + 2_000));
    assert!(matches!(
        vault.put_jar("one", &more),
        Err(Unwritten::TooLong)
    ));
    assert_eq!(cookies(&vault, "one").map(|c| c.len()), Some(LONGEST_JAR));
}

#[test]
fn without_the_key_a_jar_is_neither_read_nor_written() {
    let desk = Desk::new();
    fill(&mut desk.unlocked(), "one", COOKIE);
    let mut vault = desk.open();
    assert!(matches!(
        vault.jar("one"),
        Err(Unreadable::KeyUnavailable(_))
    ));
    let put = vault.put_jar("one", &Secret::new(COOKIE.to_owned()));
    assert!(matches!(put, Err(Unwritten::KeyUnavailable(_))));
}
