//! A vault in a folder of its own, with things to put into it.

use std::path::PathBuf;
use std::sync::Arc;

use domain::alert::Told;
use domain::{
    Account, AccountId, AccountKind, Client, ClientId, Grant, GrantDates, GrantId, Location,
    LocationId, Login, LoginId, Look, Scopes, Secret, Settled, Timestamp, TokenKind, TokenSet,
    Verdict,
};
use rusqlite::Connection;
use tempfile::TempDir;
use vault::{
    Activity, Audience, Change, KeyState, MemoryKeychain, OsEntropy, SignIn, StoredLocation,
    Unwritten, Vault,
};

pub const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

pub struct Desk {
    pub folder: TempDir,
    pub keychain: Arc<MemoryKeychain>,
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
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
        settled: Settled::Linked,
        look: Some(Look::new(NOW, Verdict::Yes)),
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

pub fn access(vault: &Vault, number: u8) -> Option<String> {
    let tokens = vault.tokens(grant_id(number), &audience()).ok()?;
    Some(tokens.access.expose().to_owned())
}

pub fn put_location(vault: &mut Vault, stored: &StoredLocation) -> Result<(), Unwritten> {
    vault.commit(&[Change::Location(Box::new(stored.clone()))])
}

pub fn put_facts(vault: &mut Vault, grant: &Grant) -> Result<(), Unwritten> {
    vault.commit(&[Change::Facts(Box::new(grant.clone()))])
}

pub fn set_told(vault: &mut Vault, all: &[(LocationId, Told)]) -> Result<(), Unwritten> {
    let changes = all.iter().cloned();
    let changes: Vec<Change> = changes.map(|(id, told)| Change::Told(id, told)).collect();
    vault.commit(&changes)
}

pub fn note(vault: &mut Vault, lines: &[Activity]) -> Result<(), Unwritten> {
    let changes: Vec<Change> = lines.iter().cloned().map(Change::Line).collect();
    vault.commit(&changes)
}

pub fn put_looks(vault: &mut Vault, looks: &[(LocationId, Look)]) -> Result<(), Unwritten> {
    let changes = looks.iter().map(|(id, look)| Change::Look(*id, *look));
    vault.commit(&changes.collect::<Vec<_>>())
}
