//! What is left of a store whose process was killed, and what somebody made of it since: either the
//! whole of it is read, or a state from before, or it is refused; never a mixture.

use std::fs;
use std::sync::Arc;

use vault::Vault;

use crate::test_vault::{TestVault, access, sign_in};

/// The files of a process that was killed with this many sign-ins in its log, beside a database that
/// knows of none of them. The vault keeps the one that they are of open.
fn killed(count: u8) -> (TestVault, TestVault, Vault) {
    let desk = TestVault::new();
    drop(desk.unlocked());
    let mut vault = desk.unlocked();
    for number in 1..=count {
        vault.link(&sign_in(number)).unwrap();
    }
    let copy = TestVault {
        keychain: Arc::clone(&desk.keychain),
        ..TestVault::new()
    };
    let folder = copy.path().parent().unwrap().to_owned();
    fs::create_dir(&folder).unwrap();
    for file in fs::read_dir(desk.path().parent().unwrap()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
    (copy, desk, vault)
}

/// How many of the sign-ins are there, each with its own tokens; `None` where it is refused.
fn whole(desk: &TestVault) -> Option<usize> {
    let mut vault = desk.try_open().ok()?;
    if vault.unlock().ok()? != vault::KeyState::Open {
        return None;
    }
    let grants = vault.load().unwrap().grants.len();
    assert_eq!(vault.readable().unwrap().len(), grants, "a mixture");
    let read = (1..=u8::MAX).map_while(|number| access(&vault, number));
    let ours = read
        .zip(1..)
        .all(|(read, number)| read == format!("access-{number}"));
    assert!(ours);
    Some(grants)
}

#[test]
fn what_was_killed_is_read_whole() {
    let (copy, _desk, _vault) = killed(3);
    assert_eq!(whole(&copy), Some(3));
}

#[test]
fn without_its_log_it_is_as_it_was_before_that() {
    let (copy, _desk, _vault) = killed(3);
    // Without one, the file itself would hold what is looked for.
    let _ = fs::remove_file(copy.path().with_file_name("vault.db-wal"));
    assert_eq!(whole(&copy), Some(0));
}

#[test]
fn an_index_of_garbage_costs_nothing() {
    for garbage in [&b""[..], b"garbage", &[0xff; 32 * 1024], &[0; 70_000]] {
        let (copy, _desk, _vault) = killed(3);
        fs::write(copy.path().with_file_name("vault.db-shm"), garbage).unwrap();
        assert_eq!(whole(&copy), Some(3));
    }
}

#[test]
fn a_log_that_was_cut_or_changed_anywhere_is_read_up_to_there() {
    let (first, _desk, _vault) = killed(3);
    let log = fs::read(first.path().with_file_name("vault.db-wal")).unwrap();
    let changed = |at: usize| {
        let mut log = log.clone();
        log[at] ^= 0x10;
        log
    };
    // Each frame has a page and its head of 24 bytes.
    let frames = (32..log.len()).step_by(4096 + 24);
    for at in frames.chain([0, log.len() / 2, log.len() - 1]) {
        for log in [log[..at].to_vec(), changed(at)] {
            let copy = TestVault {
                keychain: Arc::clone(&first.keychain),
                ..TestVault::new()
            };
            let folder = copy.path().parent().unwrap().to_owned();
            fs::create_dir(&folder).unwrap();
            fs::copy(first.path(), copy.path()).unwrap();
            fs::write(folder.join("vault.db-wal"), log).unwrap();
            assert!(whole(&copy).is_none_or(|read| read <= 3), "at {at}");
        }
    }
}
