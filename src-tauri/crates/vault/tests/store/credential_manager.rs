//! The vault with Windows' own Credential Manager, in each state that it can meet there.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use keyring_core::{Entry, Error};
use vault::{
    Kek, KeyState, Keychain, KeychainProblem, OsEntropy, OsKeychain, StartOverProblem, Vault,
};

use crate::test_vault::{NOW, TestVault, access, sign_in};

/// What Windows keeps in one entry at most, in bytes.
const LARGEST: usize = 5 * 512;

/// A name of its own, whose entry is gone when the test is over.
struct Name(String);

impl Name {
    fn new() -> Name {
        static NTH: AtomicU32 = AtomicU32::new(0);
        let (process, nth) = (std::process::id(), NTH.fetch_add(1, Ordering::Relaxed));
        Name(format!("app.greentick.test.{process}.{nth}"))
    }

    fn keychain(&self) -> OsKeychain {
        OsKeychain::new(&self.0)
    }

    /// The entry as a person sees it who opens the Credential Manager.
    fn entry(&self) -> Entry {
        // Whoever asks first says where entries are kept.
        let _ = self.keychain().read();
        Entry::new(&self.0, "key").unwrap()
    }

    fn open(&self, desk: &TestVault) -> Vault {
        let keychain = Arc::new(self.keychain());
        let opened = Vault::open(&desk.path(), Box::new(OsEntropy), keychain);
        opened.map_err(|problem| problem.to_string()).unwrap()
    }

    fn unlocked(&self, desk: &TestVault) -> Vault {
        let mut vault = self.open(desk);
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        vault
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        let _ = self.keychain().delete();
    }
}

fn draw() -> Kek {
    Kek::draw(&mut OsEntropy).unwrap()
}

fn text(kek: Result<Option<Kek>, KeychainProblem>) -> Option<String> {
    kek.unwrap().map(|kek| kek.to_text().to_string())
}

#[test]
fn a_key_is_written_read_changed_and_deleted() {
    let name = Name::new();
    let keychain = name.keychain();
    assert_eq!(keychain.name(), "Credential Manager");
    assert_eq!(text(keychain.read()), None);
    for kek in [draw(), draw()] {
        keychain.write(&kek).unwrap();
        let written = Some(kek.to_text().to_string());
        assert_eq!(text(keychain.read()), written);
        assert_eq!(text(name.keychain().read()), written, "another run");
    }
    for _ in 0..2 {
        keychain.delete().unwrap();
        assert_eq!(text(keychain.read()), None);
    }
}

#[test]
fn two_names_keep_two_keys() {
    let (practice, real) = (Name::new(), Name::new());
    let keys = [draw(), draw()];
    practice.keychain().write(&keys[0]).unwrap();
    real.keychain().write(&keys[1]).unwrap();
    let read = [&practice, &real].map(|name| text(name.keychain().read()));
    assert_eq!(read, keys.map(|kek| Some(kek.to_text().to_string())));
    practice.keychain().delete().unwrap();
    assert!(text(real.keychain().read()).is_some());
}

/// Else it would follow the person to each computer of their company, without the store.
#[test]
fn the_key_stays_on_this_computer() {
    let name = Name::new();
    name.keychain().write(&draw()).unwrap();
    let attributes = name.entry().get_attributes().unwrap();
    assert_eq!(attributes["persistence"], "Local");
}

#[test]
fn what_another_program_put_there_up_to_the_size_limit_is_no_key_and_gives_way_to_one() {
    let name = Name::new();
    let entry = name.entry();
    for length in [1, 67, 68, 69, LARGEST] {
        entry.set_secret(&vec![b'A'; length]).unwrap();
        let read = name.keychain().read();
        assert_eq!(read.err(), Some(KeychainProblem::Malformed), "{length}");
    }
    let refused = entry.set_secret(&vec![b'A'; LARGEST + 1]);
    assert!(matches!(refused, Err(Error::TooLong(..))));
    let kek = draw();
    name.keychain().write(&kek).unwrap();
    let written = Some(kek.to_text().to_string());
    assert_eq!(text(name.keychain().read()), written);
}

#[test]
fn a_restart_finds_the_key_and_opens() {
    let (name, desk) = (Name::new(), TestVault::new());
    name.unlocked(&desk).link(&sign_in(1)).unwrap();
    let vault = name.unlocked(&desk);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
}

#[test]
fn a_key_that_the_person_removed_is_not_made_anew_and_they_can_start_over() {
    let (name, desk) = (Name::new(), TestVault::new());
    let mut vault = name.unlocked(&desk);
    vault.link(&sign_in(1)).unwrap();
    let early = vault.start_over(NOW);
    assert!(matches!(early, Err(StartOverProblem::NotNeeded)));
    name.entry().delete_credential().unwrap();
    assert_eq!(access(&vault, 1).unwrap(), "access-1", "until it ends");
    drop(vault);
    for _ in 0..2 {
        let mut vault = name.open(&desk);
        assert_eq!(vault.unlock().unwrap(), KeyState::NoKey);
        assert_eq!(vault.load().unwrap().locations.len(), 1);
        assert_eq!(text(name.keychain().read()), None);
    }
    let mut vault = name.open(&desk);
    vault.unlock().unwrap();
    vault.start_over(NOW).unwrap();
    vault.link(&sign_in(2)).unwrap();
    drop(vault);
    assert_eq!(access(&name.unlocked(&desk), 2).unwrap(), "access-2");
}

const INSIDE: &str = "GREENTICK_TEST_NAME";

#[test]
fn another_process_opens_the_same_store_with_the_same_key() {
    let (name, desk) = (Name::new(), TestVault::new());
    name.unlocked(&desk).link(&sign_in(1)).unwrap();
    let mut other = Command::new(std::env::current_exe().unwrap());
    other
        .args(["--exact", "--include-ignored", "--nocapture"])
        .arg("credential_manager::as_another_process")
        .env(INSIDE, &name.0)
        .current_dir(desk.path().parent().unwrap())
        .stdin(Stdio::null());
    let said = other.output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout);
    assert!(said.contains("1 passed"), "{said}");
    let vault = name.unlocked(&desk);
    assert_eq!(access(&vault, 2).unwrap(), "access-2");
}

/// Begun by the test before, in the folder of its store.
#[test]
#[ignore = "a step of another test"]
fn as_another_process() {
    let keychain = OsKeychain::new(&std::env::var(INSIDE).unwrap());
    let store = std::env::current_dir().unwrap().join("vault.db");
    let opened = Vault::open(&store, Box::new(OsEntropy), Arc::new(keychain));
    let mut vault = opened.map_err(|problem| problem.to_string()).unwrap();
    assert_eq!(vault.unlock().unwrap(), KeyState::Open);
    assert_eq!(access(&vault, 1).unwrap(), "access-1");
    vault.link(&sign_in(2)).unwrap();
}

/// Begun by the walk of the app under Wine, whose store was made elsewhere.
#[test]
#[ignore = "a step of the app's walk"]
fn a_key_from_elsewhere_is_put_there() {
    let keychain = OsKeychain::new(&std::env::var(INSIDE).unwrap());
    let key = std::env::var("GREENTICK_TEST_KEY").unwrap();
    keychain
        .write(&Kek::from_text(key.as_bytes()).unwrap())
        .unwrap();
    assert_eq!(text(keychain.read()), Some(key));
}
