//! A vault in a folder of its own or in memory, with things to put into it.

use std::path::PathBuf;
use std::sync::Arc;

use domain::alert::{Notified, Silence};
use domain::{
    Account, AccountId, AccountKind, Client, ClientId, Grant, GrantDates, GrantId, LinkState,
    Location, LocationId, Login, LoginId, Probe, Scopes, Secret, Timestamp, TokenKind, TokenSet,
    Verdict,
};
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;
use vault::{
    Activity, AppCredentials, Audience, Change, KeyState, MemoryKeychain, MemoryStore, OsEntropy,
    SignIn, Storage, StoredLocation, Vault, WriteProblem,
};

pub const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

/// Where a store lies, to be opened by several processes, and once more after a restart.
pub trait Place {
    type Store: Storage;

    fn new() -> Self;
    fn keychain(&self) -> &MemoryKeychain;
    /// Opened, the keychain not asked yet.
    fn open(&self) -> Self::Store;

    fn unlocked(&self) -> Self::Store {
        let mut store = self.open();
        assert_eq!(store.unlock().unwrap(), KeyState::Open);
        store
    }
}

/// Each of these tests over SQLite and over memory.
macro_rules! over_both {
    ($($test:ident),* $(,)?) => {
        mod in_sqlite {
            $(#[test]
            fn $test() {
                super::$test(&<crate::test_vault::TestVault as crate::test_vault::Place>::new());
            })*
        }

        mod in_memory {
            $(#[test]
            fn $test() {
                super::$test(&<crate::test_vault::InMemory as crate::test_vault::Place>::new());
            })*
        }
    };
}
pub(crate) use over_both;

pub struct InMemory {
    keychain: Arc<MemoryKeychain>,
    store: MemoryStore,
}

impl Place for InMemory {
    type Store = MemoryStore;

    fn new() -> InMemory {
        let keychain = Arc::new(MemoryKeychain::new());
        InMemory {
            store: MemoryStore::new(keychain.clone()),
            keychain,
        }
    }

    fn keychain(&self) -> &MemoryKeychain {
        &self.keychain
    }

    fn open(&self) -> MemoryStore {
        self.store.open_again()
    }
}

impl Place for TestVault {
    type Store = Vault;

    fn new() -> TestVault {
        TestVault::new()
    }

    fn keychain(&self) -> &MemoryKeychain {
        &self.keychain
    }

    fn open(&self) -> Vault {
        TestVault::open(self)
    }
}

pub struct TestVault {
    pub folder: TempDir,
    pub keychain: Arc<MemoryKeychain>,
}

impl TestVault {
    pub fn new() -> TestVault {
        TestVault {
            folder: tempfile::tempdir().unwrap(),
            keychain: Arc::new(MemoryKeychain::new()),
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("private").join("vault.db")
    }

    pub fn try_open(&self) -> Result<Vault, vault::OpenProblem> {
        let keychain = Arc::clone(&self.keychain);
        Vault::open(&self.path(), Box::new(OsEntropy), keychain)
    }

    /// Opened, the keychain not asked yet.
    pub fn open(&self) -> Vault {
        self.try_open()
            .map_err(|problem| problem.to_string())
            .ok()
            .unwrap()
    }

    pub fn unlocked(&self) -> Vault {
        let mut vault = self.open();
        assert_eq!(vault.unlock().unwrap(), KeyState::Open);
        vault
    }

    /// The file as a stranger with a database editor sees it.
    pub fn editor(&self) -> Connection {
        let connection = Connection::open(self.path()).unwrap();
        connection
            .pragma_update(None, "foreign_keys", false)
            .unwrap();
        connection
    }
}

pub fn location_id(number: u8) -> LocationId {
    LocationId::from_bytes([number; 16])
}

pub fn grant_id(number: u8) -> GrantId {
    GrantId::from_bytes([number; 16])
}

pub fn client() -> Client {
    Client {
        id: ClientId::from_bytes([1; 16]),
        name: "Acme".to_owned(),
    }
}

pub fn login(number: u8) -> Login {
    Login {
        id: LoginId::from_bytes([number; 16]),
        network: "mastodon".parse().unwrap(),
        host: Some(domain::Host::parse("social.example").unwrap()),
        account: AccountId(format!("person-{number}")),
        name: "Bob'); DROP TABLE grants; --".to_owned(),
    }
}

pub fn dates() -> GrantDates {
    GrantDates {
        issued_at: NOW,
        access_ends: Some(NOW),
        refresh_ends: None,
        data_access_ends: None,
        renewable: true,
    }
}

pub fn grant(number: u8) -> Grant {
    Grant {
        id: grant_id(number),
        login: login(number).id,
        kind: TokenKind::Page,
        scopes: Scopes::new(["read", "write"]),
        dates: dates(),
        generation: 0,
    }
}

pub fn tokens(access: &str, refresh: Option<&str>) -> TokenSet {
    TokenSet {
        access: Secret::new(access.to_owned()),
        refresh: refresh.map(|refresh| Secret::new(refresh.to_owned())),
        binding: None,
    }
}

pub fn location(number: u8) -> StoredLocation {
    StoredLocation {
        location: Location {
            id: location_id(number),
            network: "mastodon".parse().unwrap(),
            host: Some(domain::Host::parse("social.example").unwrap()),
            account: Some(Account {
                id: AccountId(format!("page-{number}")),
                kind: AccountKind::Page,
                name: "Acme ☃".to_owned(),
                handle: Some("@acme@social.example".to_owned()),
            }),
            client: None,
            login: Some(login(number).id),
            grant: Some(grant_id(number)),
            added_at: NOW,
        },
        link_state: LinkState::Linked,
        probe: Some(Probe::new(NOW, Verdict::Yes)),
    }
}

/// A sign-in of its own login with one location.
pub fn sign_in(number: u8) -> SignIn {
    let tokens = tokens(
        &format!("access-{number}"),
        Some(&format!("refresh-{number}")),
    );
    SignIn {
        login: login(number),
        grants: vec![(grant(number), tokens)],
        locations: vec![location(number)],
        lines: vec![],
    }
}

/// Where the tokens of all these sign-ins are for.
pub fn audience() -> Audience {
    Audience {
        network: login(1).network,
        host: login(1).host,
    }
}

pub fn access(vault: &dyn Storage, number: u8) -> Option<String> {
    let tokens = vault.tokens(grant_id(number), &audience()).ok()?;
    Some(tokens.access.expose().to_owned())
}

pub fn put_location(vault: &mut dyn Storage, stored: &StoredLocation) -> Result<(), WriteProblem> {
    vault.commit(&[Change::Location(Box::new(stored.clone()))])
}

pub fn put_facts(vault: &mut dyn Storage, grant: &Grant) -> Result<(), WriteProblem> {
    vault.commit(&[Change::Facts(Box::new(grant.clone()))])
}

pub fn set_notified(
    vault: &mut dyn Storage,
    all: &[(LocationId, Notified)],
) -> Result<(), WriteProblem> {
    let changes = all.iter().cloned();
    let changes: Vec<Change> = changes
        .map(|(id, told)| Change::Notified(id, told))
        .collect();
    vault.commit(&changes)
}

pub fn append(vault: &mut dyn Storage, lines: &[Activity]) -> Result<(), WriteProblem> {
    let changes: Vec<Change> = lines.iter().cloned().map(Change::Line).collect();
    vault.commit(&changes)
}

pub fn put_probes(
    vault: &mut dyn Storage,
    probes: &[(LocationId, Probe)],
) -> Result<(), WriteProblem> {
    let changes = probes.iter().map(|(id, probe)| Change::Probe(*id, *probe));
    vault.commit(&changes.collect::<Vec<_>>())
}

pub fn put_app(vault: &mut dyn Storage, app: &AppCredentials) -> Result<(), WriteProblem> {
    vault.commit(&[Change::App(Box::new(app.clone()))])
}

pub fn put_jar(vault: &mut dyn Storage, name: &str, cookies: &str) -> Result<(), WriteProblem> {
    let cookies = Secret::new(cookies.to_owned());
    vault.commit(&[Change::Jar(name.to_owned(), cookies)])
}

pub fn put_client(vault: &mut dyn Storage, client: &Client) {
    vault.commit(&[Change::Client(client.clone())]).unwrap();
}

/// Lets locations belong to a client: all of them, or none.
pub fn set_client(
    vault: &mut dyn Storage,
    locations: &[LocationId],
    client: Option<ClientId>,
) -> Result<(), WriteProblem> {
    let all = locations.iter().map(|id| Change::Belongs(*id, client));
    vault.commit(&all.collect::<Vec<_>>())
}

pub fn set_rests(vault: &mut dyn Storage, locations: &[LocationId], rest: Option<Silence>) {
    let all = locations.iter().map(|id| Change::Silence(*id, rest));
    vault.commit(&all.collect::<Vec<_>>()).unwrap();
}

pub fn set_setting(vault: &mut dyn Storage, key: &str, value: Option<Value>) {
    vault
        .commit(&[Change::Setting(key.to_owned(), value)])
        .unwrap();
}

pub fn unlink(vault: &mut dyn Storage, location: LocationId) {
    vault.commit(&[Change::Unlinked(location)]).unwrap();
}

pub fn remove_location(vault: &mut dyn Storage, location: LocationId) {
    vault.commit(&[Change::LocationGone(location)]).unwrap();
}
