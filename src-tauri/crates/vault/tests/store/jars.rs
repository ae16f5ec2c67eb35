//! Jars of sign-in cookies: sealed, apart from each other, and gone when they are forgotten.

use vault::{Change, LONGEST_JAR, Storage, Unreadable, WriteProblem};

use crate::test_vault::{NOW, Place, TestVault, over_both, put_jar};

over_both!(
    a_jar_is_there_after_a_restart_and_no_other_has_its_cookies,
    a_forgotten_jar_leaves_nothing_behind_even_without_the_key,
    what_may_be_put_into_a_jar_fits_and_more_is_refused,
    without_the_key_a_jar_is_neither_read_nor_written,
);

const COOKIE: &str = "session=as-good-as-a-password";

fn fill(vault: &mut dyn Storage, name: &str, cookies: &str) {
    put_jar(vault, name, cookies).unwrap();
}

fn cookies(vault: &dyn Storage, name: &str) -> Option<String> {
    let jar = vault.jar(name).unwrap();
    jar.map(|cookies| cookies.expose().to_owned())
}

fn a_jar_is_there_after_a_restart_and_no_other_has_its_cookies(desk: &impl Place) {
    fill(&mut desk.unlocked(), "one", "old");
    fill(&mut desk.unlocked(), "one", COOKIE);
    assert_eq!(cookies(&desk.unlocked(), "one").as_deref(), Some(COOKIE));
    assert_eq!(cookies(&desk.unlocked(), "two"), None);
}

#[test]
fn no_cookie_is_in_any_file_in_clear() {
    let desk = TestVault::new();
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
    let desk = TestVault::new();
    fill(&mut desk.unlocked(), "one", COOKIE);
    let moved = "UPDATE seals SET row = CAST('two' AS BLOB) WHERE home = 'jars'";
    assert_eq!(desk.editor().execute(moved, []).unwrap(), 1);
    let vault = desk.unlocked();
    assert!(matches!(vault.jar("two"), Err(Unreadable::Damaged)));
    assert!(matches!(vault.jar("one"), Ok(None)));
}

fn a_forgotten_jar_leaves_nothing_behind_even_without_the_key(desk: &impl Place) {
    fill(&mut desk.unlocked(), "one", COOKIE);
    fill(&mut desk.unlocked(), "two", COOKIE);
    let forget = Change::JarGone("one".to_owned());
    desk.open().commit(&[forget]).unwrap();
    let vault = desk.unlocked();
    assert_eq!(cookies(&vault, "one"), None);
    assert_eq!(cookies(&vault, "two").as_deref(), Some(COOKIE));
}

#[test]
fn starting_over_keeps_no_jar() {
    let desk = TestVault::new();
    fill(&mut desk.unlocked(), "one", COOKIE);
    desk.keychain.replace(None);
    let mut vault = desk.open();
    vault.start_over(NOW).unwrap();
    assert_eq!(cookies(&vault, "one"), None);
    let kept = "SELECT count(*) FROM kept_seals";
    let kept: i64 = desk.editor().query_row(kept, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
}

fn what_may_be_put_into_a_jar_fits_and_more_is_refused(desk: &impl Place) {
    let mut vault = desk.unlocked();
    fill(&mut vault, "one", &"c".repeat(LONGEST_JAR));
    let more = put_jar(&mut vault, "one", &"c".repeat(LONGEST_JAR + 2_000));
    assert!(matches!(more, Err(WriteProblem::TooLong)));
    let none = put_jar(&mut vault, "one", "");
    assert!(matches!(none, Err(WriteProblem::Empty)));
    assert_eq!(cookies(&vault, "one").map(|c| c.len()), Some(LONGEST_JAR));
}

fn without_the_key_a_jar_is_neither_read_nor_written(desk: &impl Place) {
    fill(&mut desk.unlocked(), "one", COOKIE);
    let mut vault = desk.open();
    assert!(matches!(
        vault.jar("one"),
        Err(Unreadable::KeyUnavailable(_))
    ));
    let put = put_jar(&mut vault, "one", COOKIE);
    assert!(matches!(put, Err(WriteProblem::KeyUnavailable(_))));
}
