//! The vault with the real key ring of a desktop, in each state that it can meet there.
//!
//! A journey starts the session; what the app does in it are the steps at the end, each a process
//! of its own, so that two in a row are a restart.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use domain::{
    Account, AccountId, AccountKind, Grant, GrantDates, GrantId, LinkState, Location, LocationId,
    Login, LoginId, Scopes, Secret, Timestamp, TokenKind, TokenSet,
};
use journeys::process::Owned;
use journeys::{Desktop, Parts, Trouble, again, wait};
use vault::{
    Audience, Kek, KeyState, Keychain, OsEntropy, OsKeychain, SignIn, StoredLocation, Unreadable,
    Vault,
};

const SERVICE: &str = "app.greentick.journey";
const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const TOKEN: &str = "token-that-rests";

fn session(parts: Parts) -> Desktop {
    Desktop::start(parts).unwrap()
}

/// A session in which a location was connected.
fn connected() -> Desktop {
    let desktop = session(Parts::Keyring);
    again::run(&desktop, "steps::connects_a_location").unwrap();
    desktop
}

#[test]
fn a_restart_finds_the_key_and_opens() -> Result<(), Trouble> {
    let desktop = connected();
    again::run(&desktop, "steps::opens")?;
    again::run(&desktop, "steps::opens")
}

#[test]
fn a_restart_of_the_key_ring_changes_nothing() -> Result<(), Trouble> {
    let mut desktop = connected();
    desktop.unlock_keyring()?;
    again::run(&desktop, "steps::opens")
}

#[test]
fn a_locked_key_ring_is_waited_for_and_then_opens() -> Result<(), Trouble> {
    let mut desktop = connected();
    desktop.restart_keyring_locked()?;
    again::run(&desktop, "steps::meets_a_lock_and_then_its_end")
}

#[test]
fn a_key_ring_that_is_locked_while_the_app_runs_locks_nobody_out() -> Result<(), Trouble> {
    let desktop = connected();
    again::run(&desktop, "steps::goes_on_while_the_key_ring_is_locked")
}

#[test]
fn a_deleted_key_is_not_made_anew_and_a_person_can_start_over() -> Result<(), Trouble> {
    let desktop = connected();
    desktop.delete_from_keyring(&[("service", SERVICE)])?;
    again::run(&desktop, "steps::misses_its_key")?;
    again::run(&desktop, "steps::misses_its_key")?;
    again::run(&desktop, "steps::starts_over")?;
    again::run(&desktop, "steps::opens")
}

#[test]
fn another_key_in_its_place_is_wrong_and_is_left_alone() -> Result<(), Trouble> {
    let desktop = connected();
    again::run(&desktop, "steps::meets_another_key")?;
    again::run(&desktop, "steps::meets_the_wrong_key_again")
}

#[test]
fn an_entry_that_is_no_key_is_wrong_and_is_left_alone() -> Result<(), Trouble> {
    let desktop = connected();
    again::run(&desktop, "steps::meets_an_entry_that_is_no_key")
}

#[test]
fn without_a_bus_or_a_key_ring_the_list_is_there_and_no_key_is_made() -> Result<(), Trouble> {
    for parts in [Parts::NoBus, Parts::Bus] {
        again::run(&session(parts), "steps::meets_no_key_ring_at_all")?;
    }
    let mut desktop = connected();
    desktop.stop_keyring();
    again::run(&desktop, "steps::misses_its_key_ring")?;
    desktop.unlock_keyring()?;
    again::run(&desktop, "steps::opens")
}

#[test]
fn what_the_key_ring_keeps_is_found_nowhere_in_the_store() -> Result<(), Trouble> {
    let desktop = connected();
    again::run(&desktop, "steps::leaves_no_secret_in_its_files")
}

/// A step that somebody runs by itself must not reach that person's own files and key ring.
fn only_inside() {
    assert!(again::is_inside(), "a step runs inside a journey only");
}

fn folder() -> PathBuf {
    only_inside();
    let home = std::env::var_os("HOME").unwrap();
    Path::new(&home).join("vault")
}

fn keychain() -> OsKeychain {
    only_inside();
    OsKeychain::new(SERVICE).with_deadline(Duration::from_secs(10))
}

fn open() -> Vault {
    let path = folder().join("vault.db");
    let opened = Vault::open(&path, Box::new(OsEntropy), Arc::new(keychain()));
    opened.map_err(|problem| problem.to_string()).unwrap()
}

fn token(vault: &Vault) -> Result<String, Unreadable> {
    let Login { network, host, .. } = sign_in().login;
    let audience = Audience { network, host };
    let tokens = vault.tokens(GrantId::from_bytes([1; 16]), &audience)?;
    Ok(tokens.access.expose().to_owned())
}

/// The list is there, and nothing can be opened.
fn assert_closed(vault: &mut Vault, state: KeyState) {
    assert_eq!(vault.unlock().unwrap(), state);
    assert_eq!(vault.load().unwrap().locations.len(), 1);
    let refused = token(vault).unwrap_err();
    assert!(matches!(refused, Unreadable::KeyUnavailable(why) if why == state));
}

fn sign_in() -> SignIn {
    let login = Login {
        id: LoginId::from_bytes([1; 16]),
        network: "mastodon".parse().unwrap(),
        host: Some("social.example".to_owned().try_into().unwrap()),
        account: AccountId("1".to_owned()),
        name: "Alice".to_owned(),
    };
    let grant = Grant {
        id: GrantId::from_bytes([1; 16]),
        login: login.id,
        kind: TokenKind::User,
        scopes: Scopes::new(["read:accounts"]),
        dates: GrantDates {
            issued_at: NOW,
            access_ends: None,
            refresh_ends: None,
            data_access_ends: None,
            renewable: false,
        },
        generation: 0,
    };
    let location = Location {
        id: LocationId::from_bytes([1; 16]),
        network: login.network.clone(),
        host: login.host.clone(),
        account: Some(Account {
            id: login.account.clone(),
            kind: AccountKind::Account,
            name: "Alice".to_owned(),
            handle: None,
        }),
        client: None,
        login: Some(login.id),
        grant: Some(grant.id),
        added_at: NOW,
    };
    let tokens = TokenSet {
        access: Secret::new(TOKEN.to_owned()),
        refresh: None,
        binding: None,
    };
    let stored = StoredLocation {
        location,
        link_state: LinkState::Linked,
        probe: None,
    };
    SignIn {
        login,
        grants: vec![(grant, tokens)],
        locations: vec![stored],
        lines: vec![],
    }
}

/// The person types the password that the key ring asks for.
fn unlock_as_the_person() -> Owned {
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon
        .args([
            "--replace",
            "--foreground",
            "--unlock",
            "--components=secrets",
        ])
        .stdin(Stdio::piped());
    let mut owned = Owned::start("gnome-keyring-again", &mut daemon, &folder()).unwrap();
    let mut stdin = owned.take_stdin().unwrap();
    stdin.write_all(b"journey").unwrap();
    owned
}

fn lock() {
    let mut lock = Command::new("gdbus");
    lock.args(["call", "--session", "--dest", "org.freedesktop.secrets"])
        .args(["--object-path", "/org/freedesktop/secrets"])
        .args(["--method", "org.freedesktop.Secret.Service.Lock"])
        .arg("[objectpath '/org/freedesktop/secrets/aliases/default']");
    journeys::process::output(&mut lock).unwrap();
}

/// What the app does, inside a session.
mod steps {
    use super::*;

    #[test]
    #[ignore = "a step of a journey"]
    fn connects_a_location() {
        let mut vault = open();
        assert!(!vault.was_sealed().unwrap());
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        vault.link(&sign_in()).unwrap();
        assert!(keychain().read().unwrap_or_default().is_some());
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn opens() {
        let mut vault = open();
        assert!(vault.was_sealed().unwrap());
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        assert_eq!(token(&vault).unwrap(), TOKEN);
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn meets_a_lock_and_then_its_end() {
        let mut vault = open();
        assert_closed(&mut vault, KeyState::Locked);
        let _daemon = unlock_as_the_person();
        wait::until("an open vault", Duration::from_secs(30), || {
            (vault.unlock().ok()? == KeyState::Open).then_some(())
        })
        .unwrap();
        assert_eq!(token(&vault).unwrap(), TOKEN);
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn goes_on_while_the_key_ring_is_locked() {
        let mut vault = open();
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        lock();
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        assert_eq!(token(&vault).unwrap(), TOKEN);
        assert_closed(&mut open(), KeyState::Locked);
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn misses_its_key() {
        assert_closed(&mut open(), KeyState::NoKey);
        assert!(keychain().read().ok().unwrap().is_none());
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn starts_over() {
        let mut vault = open();
        vault.start_over(NOW).unwrap();
        assert_eq!(vault.key_state(), KeyState::Open);
        assert_eq!(vault.load().unwrap().locations.len(), 1);
        assert!(matches!(token(&vault), Err(Unreadable::Missing)));
        vault.link(&sign_in()).unwrap();
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn meets_another_key() {
        let other = Kek::draw(&mut OsEntropy).unwrap();
        keychain().write(&other).unwrap();
        assert_closed(&mut open(), KeyState::WrongKey);
        let there = keychain().read().ok().unwrap().unwrap();
        assert!(there.to_text() == other.to_text());
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn meets_the_wrong_key_again() {
        assert_closed(&mut open(), KeyState::WrongKey);
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn meets_an_entry_that_is_no_key() {
        let put = format!(
            "printf hunter2 | secret-tool store --label=Greentick service {SERVICE} username key"
        );
        keychain().delete().unwrap();
        journeys::process::output(Command::new("bash").args(["-c", &put])).unwrap();
        assert_closed(&mut open(), KeyState::WrongKey);
        let read = format!("secret-tool lookup service {SERVICE} username key");
        let there = journeys::process::output(Command::new("bash").args(["-c", &read]));
        assert_eq!(there.unwrap(), "hunter2");
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn meets_no_key_ring_at_all() {
        let mut vault = open();
        assert_eq!(vault.unlock().unwrap(), KeyState::NoBackend);
        assert!(!vault.was_sealed().unwrap());
        assert!(vault.load().unwrap().locations.is_empty());
        assert!(vault.link(&sign_in()).is_err());
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn misses_its_key_ring() {
        assert_closed(&mut open(), KeyState::NoBackend);
    }

    #[test]
    #[ignore = "a step of a journey"]
    fn leaves_no_secret_in_its_files() {
        let mut vault = open();
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        let key = keychain().read().ok().unwrap().unwrap().to_text();
        let mut seen = 0;
        for entry in std::fs::read_dir(folder()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let holds = |text: &str| {
                bytes
                    .windows(text.len())
                    .any(|part| part == text.as_bytes())
            };
            assert!(!holds(TOKEN) && !holds(&key));
            seen += usize::from(holds("Alice"));
        }
        assert!(seen > 0, "the list's own names were not found either");
    }
}
