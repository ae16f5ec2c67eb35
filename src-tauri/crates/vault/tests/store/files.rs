//! The file itself: what is refused, what stays untouched, and who may read it.

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use vault::{KeyState, MemoryKeychain, OpenProblem, Vault};

use crate::test_vault::{TestVault, access, grant_id, sign_in};

const DAY: &str = "2026-11-29";

/// A closed store with rows on several pages.
fn filled() -> TestVault {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    for number in 1..=30 {
        vault.link(&sign_in(number)).unwrap();
    }
    drop(vault);
    desk
}

fn problem(desk: &TestVault) -> OpenProblem {
    desk.try_open().err().unwrap()
}

fn with_file(bytes: &[u8]) -> TestVault {
    let desk = TestVault::new();
    fs::create_dir(desk.path().parent().unwrap()).unwrap();
    fs::write(desk.path(), bytes).unwrap();
    desk
}

/// Opens, or says a typed no and leaves the file alone. Says which.
fn opens_or_leaves_alone(desk: &TestVault) -> bool {
    let before = fs::read(desk.path()).unwrap();
    match desk.try_open() {
        Ok(vault) => {
            vault.load().unwrap();
            true
        }
        Err(_) => {
            assert_eq!(fs::read(desk.path()).unwrap(), before);
            false
        }
    }
}

#[test]
fn a_closed_store_is_one_file() {
    let desk = filled();
    let names: Vec<_> = fs::read_dir(desk.path().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["vault.db"]);
}

#[cfg(unix)]
#[test]
fn others_can_read_neither_the_folder_nor_any_file() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let desk = filled();
    let folder = desk.path().parent().unwrap().to_owned();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o666)).unwrap();
    let vault = desk.unlocked();
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 3, "database, log and index");
    assert!(files.iter().all(|file| mode(file) == 0o600));
    drop(vault);
}

#[cfg(unix)]
#[test]
fn a_folder_for_everybody_is_refused_until_a_person_has_it_closed() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let desk = filled();
    let folder = desk.path().parent().unwrap().to_owned();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o1777)).unwrap();
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(
        problem(&desk),
        OpenProblem::Exposed(vault::Part::Folder)
    ));
    assert_eq!(mode(&folder), 0o1777, "nobody said so yet");
    Vault::mend_rights(&desk.path()).unwrap();
    assert_eq!((mode(&folder), mode(&desk.path())), (0o700, 0o600));
    assert_eq!(access(&desk.unlocked(), 7).unwrap(), "access-7");
}

#[cfg(unix)]
#[test]
fn rights_of_a_store_that_is_not_there_cannot_be_mended() {
    let desk = TestVault::new();
    assert!(matches!(
        Vault::mend_rights(&desk.path()),
        Err(OpenProblem::Disk(_))
    ));
}

#[cfg(unix)]
#[test]
fn a_link_a_pipe_and_a_folder_in_its_place_are_refused() {
    let desk = filled();
    let link = TestVault::new();
    fs::create_dir(link.path().parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(desk.path(), link.path()).unwrap();
    assert!(matches!(problem(&link), OpenProblem::NotAFile));
    fs::remove_file(link.path()).unwrap();
    std::os::unix::fs::symlink("/dev/zero", link.path()).unwrap();
    assert!(matches!(problem(&link), OpenProblem::NotAFile));
    fs::remove_file(link.path()).unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(link.path())
        .status()
        .unwrap();
    assert!(pipe.success());
    assert!(matches!(problem(&link), OpenProblem::NotAFile));
    fs::remove_file(link.path()).unwrap();
    fs::create_dir(link.path()).unwrap();
    assert!(matches!(problem(&link), OpenProblem::NotAFile));
}

#[test]
fn an_empty_file_and_a_text_are_no_database_and_stay_as_they_are() {
    for bytes in [&b""[..], b"not a database", &[0; 8192]] {
        let desk = with_file(bytes);
        assert!(matches!(problem(&desk), OpenProblem::NotADatabase));
        assert_eq!(fs::read(desk.path()).unwrap(), bytes);
    }
}

#[test]
fn a_database_of_another_program_stays_as_it_is() {
    let desk = with_file(b"");
    fs::remove_file(desk.path()).unwrap();
    desk.editor()
        .execute_batch("CREATE TABLE theirs (a)")
        .unwrap();
    let before = fs::read(desk.path()).unwrap();
    assert!(matches!(problem(&desk), OpenProblem::Foreign));
    assert_eq!(fs::read(desk.path()).unwrap(), before);
}

#[test]
fn a_newer_store_is_refused() {
    let desk = filled();
    desk.editor()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(
        problem(&desk),
        OpenProblem::Newer { found: 99, .. }
    ));
}

#[test]
fn a_foreign_trigger_view_table_index_or_column_is_refused() {
    for sql in [
        "CREATE TRIGGER t AFTER INSERT ON seals BEGIN DELETE FROM grants; END",
        "CREATE VIEW v AS SELECT * FROM grants",
        "ALTER TABLE logins RENAME TO l; CREATE VIEW logins AS SELECT * FROM l",
        "CREATE TABLE more (a)",
        "CREATE INDEX i ON logins (upper(name))",
        "ALTER TABLE logins ADD COLUMN big TEXT AS (printf('%.*c', 100000000, 'x'))",
        "DROP TABLE kept_seals",
    ] {
        let desk = filled();
        desk.editor().execute_batch(sql).unwrap();
        let before = fs::read(desk.path()).unwrap();
        assert!(
            matches!(problem(&desk), OpenProblem::StrangeSchema),
            "{sql}"
        );
        assert_eq!(fs::read(desk.path()).unwrap(), before);
    }
}

#[test]
fn a_file_cut_at_any_page_is_refused_and_left_as_it_is() {
    let whole = fs::read(filled().path()).unwrap();
    for length in (0..whole.len()).step_by(4096) {
        let desk = with_file(&whole[..length]);
        assert!(!opens_or_leaves_alone(&desk), "cut to {length} bytes");
    }
}

#[test]
fn a_file_cut_within_its_last_page_is_refused_and_left_as_it_is() {
    let whole = fs::read(filled().path()).unwrap();
    for missing in [1, 93, 4095] {
        let desk = with_file(&whole[..whole.len() - missing]);
        assert!(!opens_or_leaves_alone(&desk), "{missing} bytes are missing");
    }
}

#[test]
fn a_store_that_is_set_aside_is_kept_and_a_new_one_takes_its_place() {
    let desk = with_file(b"not a database");
    let aside = Vault::set_aside(&desk.path(), DAY).unwrap();
    let name = aside.file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(name, "vault.db.set-aside-2026-11-29");
    assert_eq!(fs::read(&aside).unwrap(), b"not a database");
    assert_eq!(desk.open().unlock().unwrap(), KeyState::Open);
    assert_ne!(Vault::set_aside(&desk.path(), DAY).unwrap(), aside);
    assert_eq!(fs::read(&aside).unwrap(), b"not a database");
}

#[test]
fn what_lies_beside_a_store_goes_aside_with_it_and_nothing_of_it_reaches_the_new_one() {
    let desk = filled();
    let vault = desk.unlocked();
    let sibling = |path: &Path, suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::path::PathBuf::from(name)
    };
    // The log of a process that was killed, beside a file that is no database any more.
    let log = fs::read(sibling(&desk.path(), "-wal")).unwrap();
    let killed = with_file(b"not a database");
    fs::write(sibling(&killed.path(), "-wal"), &log).unwrap();
    fs::write(sibling(&killed.path(), "-shm"), b"index").unwrap();
    drop(vault);
    let aside = Vault::set_aside(&killed.path(), DAY).unwrap();
    assert_eq!(fs::read(sibling(&aside, "-wal")).unwrap(), log);
    assert_eq!(fs::read(sibling(&aside, "-shm")).unwrap(), b"index");
    assert!(killed.open().load().unwrap().locations.is_empty());

    // A name counts as taken also where only a log has it.
    fs::remove_file(&aside).unwrap();
    assert_ne!(Vault::set_aside(&killed.path(), DAY).unwrap(), aside);
    assert_eq!(fs::read(sibling(&aside, "-wal")).unwrap(), log);
}

#[cfg(unix)]
#[test]
fn a_folder_and_a_link_in_its_place_go_aside_and_what_the_link_names_stays() {
    let target = with_file(b"somebody else's");
    let desk = TestVault::new();
    fs::create_dir_all(desk.path().join("inside")).unwrap();
    Vault::set_aside(&desk.path(), DAY).unwrap();
    std::os::unix::fs::symlink(target.path(), desk.path()).unwrap();
    let aside = Vault::set_aside(&desk.path(), DAY).unwrap();
    assert!(fs::symlink_metadata(aside).unwrap().is_symlink());
    assert_eq!(fs::read(target.path()).unwrap(), b"somebody else's");
    assert_eq!(desk.open().unlock().unwrap(), KeyState::Open);
}

#[test]
fn a_new_store_after_a_lost_one_uses_the_key_that_is_there() {
    let desk = filled();
    let copy = fs::read(desk.path()).unwrap();
    fs::remove_file(desk.path()).unwrap();
    desk.unlocked().link(&sign_in(1)).unwrap();
    fs::write(desk.path(), copy).unwrap();
    assert_eq!(access(&desk.unlocked(), 7).unwrap(), "access-7");
}

#[test]
fn a_process_that_dies_while_it_writes_leaves_the_state_before() {
    let desk = filled();
    let vault = desk.unlocked();
    let editor = desk.editor();
    editor
        .execute_batch("BEGIN IMMEDIATE; DROP TABLE seals; DELETE FROM locations;")
        .unwrap();
    let copy = TestVault {
        keychain: Arc::clone(&desk.keychain),
        ..with_file(&fs::read(desk.path()).unwrap())
    };
    let log = |desk: &TestVault| desk.path().with_file_name("vault.db-wal");
    fs::copy(log(&desk), log(&copy)).unwrap();
    let survived = copy.unlocked();
    assert!(survived.moved_away().is_empty(), "its own log is read");
    assert_eq!(survived.load().unwrap().locations.len(), 30);
    assert_eq!(survived.readable().unwrap().len(), 30);
    drop(vault);
}

#[test]
fn the_log_of_another_store_is_not_mixed_in_silently() {
    let (one, two) = (filled(), filled());
    let mut open = two.unlocked();
    open.link(&sign_in(99)).unwrap();
    let log = |desk: &TestVault| desk.path().with_file_name("vault.db-wal");
    fs::copy(log(&two), log(&one)).unwrap();
    // To refuse it would be as good.
    if let Ok(mut vault) = one.try_open() {
        vault.unlock().unwrap();
        let shown = vault.load().unwrap().grants.len();
        let readable = vault.readable().unwrap_or_default();
        assert!(readable.len() < shown, "what came with the log is told");
        assert!(!readable.contains(&grant_id(99)));
    }
}

fn sibling(desk: &TestVault, suffix: &str) -> std::path::PathBuf {
    desk.path().with_file_name(format!("vault.db{suffix}"))
}

/// The rollback journal of another database that was interrupted.
fn hot_journal() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch(
            "CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(100000));
             PRAGMA cache_size = 1; BEGIN; UPDATE t SET a = zeroblob(200000);",
        )
        .unwrap();
    let journal = fs::read(folder.path().join("other.db-journal")).unwrap();
    assert!(journal.first().is_some_and(|&byte| byte != 0), "a hot one");
    journal
}

/// The log of a database of another program that was killed.
fn foreign_log() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(100000));",
        )
        .unwrap();
    fs::read(folder.path().join("other.db-wal")).unwrap()
}

#[test]
fn a_stray_journal_is_moved_away_and_the_store_opens() {
    for journal in [hot_journal(), b"a text".to_vec(), vec![]] {
        let desk = filled();
        fs::write(sibling(&desk, "-journal"), &journal).unwrap();
        let vault = desk.unlocked();
        let aside = sibling(&desk, "-journal.set-aside");
        assert_eq!(vault.moved_away(), std::slice::from_ref(&aside));
        assert!(fs::read(&aside).unwrap() == journal);
        assert_eq!(vault.readable().unwrap().len(), 30);
        assert_eq!(access(&vault, 7).unwrap(), "access-7");
        drop(vault);
        // A second one takes no name from the first.
        fs::write(sibling(&desk, "-journal"), b"second").unwrap();
        assert_ne!(desk.unlocked().moved_away(), std::slice::from_ref(&aside));
        assert!(fs::read(aside).unwrap() == journal);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_a_link_and_a_pipe_beside_the_store_are_moved_away() {
    for suffix in ["-wal", "-shm", "-journal"] {
        let aside = |desk: &TestVault| sibling(desk, &format!("{suffix}.set-aside"));
        let folder = filled();
        fs::create_dir(sibling(&folder, suffix)).unwrap();
        fs::write(sibling(&folder, suffix).join("theirs"), b"theirs").unwrap();
        assert_eq!(folder.unlocked().readable().unwrap().len(), 30, "{suffix}");
        assert_eq!(fs::read(aside(&folder).join("theirs")).unwrap(), b"theirs");

        let link = filled();
        let target = link.folder.path().join("theirs");
        fs::write(&target, b"theirs").unwrap();
        std::os::unix::fs::symlink(&target, sibling(&link, suffix)).unwrap();
        assert_eq!(link.unlocked().readable().unwrap().len(), 30, "{suffix}");
        assert!(fs::symlink_metadata(aside(&link)).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"theirs");

        let pipe = filled();
        let made = std::process::Command::new("mkfifo")
            .arg(sibling(&pipe, suffix))
            .status();
        assert!(made.unwrap().success());
        assert_eq!(pipe.unlocked().readable().unwrap().len(), 30, "{suffix}");
        assert!(fs::symlink_metadata(aside(&pipe)).is_ok());
    }
}

#[test]
fn what_lies_where_no_store_is_is_moved_away_and_not_read_into_a_new_one() {
    let killed = filled();
    let vault = killed.unlocked();
    for (suffix, bytes) in [
        ("-wal", fs::read(sibling(&killed, "-wal")).unwrap()),
        ("-wal", foreign_log()),
        ("-shm", b"index".to_vec()),
        ("-journal", hot_journal()),
    ] {
        let desk = with_file(b"");
        fs::remove_file(desk.path()).unwrap();
        fs::write(sibling(&desk, suffix), &bytes).unwrap();
        assert!(desk.unlocked().load().unwrap().locations.is_empty());
        let aside = sibling(&desk, &format!("{suffix}.set-aside"));
        assert!(fs::read(aside).unwrap() == bytes, "{suffix}");
    }
    drop(vault);
}

#[test]
fn the_log_of_another_program_is_moved_away_and_the_store_opens() {
    let (desk, log) = (filled(), foreign_log());
    fs::write(sibling(&desk, "-wal"), &log).unwrap();
    fs::write(sibling(&desk, "-shm"), b"index").unwrap();
    let vault = desk.unlocked();
    assert_eq!(vault.readable().unwrap().len(), 30);
    assert_eq!(vault.moved_away().len(), 2);
    let aside = sibling(&desk, "-wal.set-aside");
    assert!(fs::read(aside).unwrap() == log);
}

#[test]
fn beside_a_store_that_is_refused_everything_stays() {
    let desk = with_file(b"not a database");
    fs::write(sibling(&desk, "-journal"), b"theirs").unwrap();
    assert!(matches!(problem(&desk), OpenProblem::NotADatabase));
    assert_eq!(fs::read(sibling(&desk, "-journal")).unwrap(), b"theirs");
    // It goes aside with the store, when a person asked for it.
    let aside = Vault::set_aside(&desk.path(), DAY).unwrap();
    let name = format!("{}-journal", aside.display());
    assert_eq!(fs::read(name).unwrap(), b"theirs");

    // Of a store that another program put into another mode it may be a part.
    let changed = filled();
    let editor = changed.editor();
    editor
        .pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
        .unwrap();
    drop(editor);
    let journal = hot_journal();
    fs::write(sibling(&changed, "-journal"), &journal).unwrap();
    assert!(matches!(problem(&changed), OpenProblem::Damaged));
    assert!(fs::read(sibling(&changed, "-journal")).unwrap() == journal);
}

/// One filled store for all cases: its bytes and its keychain.
fn template() -> &'static (Vec<u8>, Arc<MemoryKeychain>) {
    static TEMPLATE: OnceLock<(Vec<u8>, Arc<MemoryKeychain>)> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let desk = filled();
        (fs::read(desk.path()).unwrap(), Arc::clone(&desk.keychain))
    })
}

/// So many cases, or as many as a longer run asks for.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES");
    let asked = asked.ok().and_then(|asked| asked.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_file_cut_or_changed_anywhere_never_hangs_or_panics(
        at in 0.0f64..1.0, length in 1usize..200, byte: u8, cut: bool
    ) {
        let (mut bytes, keychain) = template().clone();
        let at = (bytes.len() as f64 * at) as usize;
        if cut {
            bytes.truncate(at);
        } else {
            let end = (at + length).min(bytes.len());
            bytes[at..end].fill(byte);
        }
        let desk = TestVault { keychain, ..with_file(&bytes) };
        let opened = opens_or_leaves_alone(&desk);
        prop_assert!(!(cut && opened), "a cut file was opened");
        if opened {
            let mut vault = desk.open();
            if vault.unlock().unwrap() == KeyState::Open {
                for number in 1..=30 {
                    let read = access(&vault, number);
                    let ours = format!("access-{number}");
                    prop_assert!(read.is_none_or(|read| read == ours));
                }
            }
        }
    }
}
