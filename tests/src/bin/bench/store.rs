//! A vault full of connected pages, and the bare database beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{
    Account, AccountId, AccountKind, Grant, GrantDates, GrantId, Host, Id, LinkState, Location,
    LocationId, Login, Probe, Scopes, Secret, Timestamp, TokenKind, TokenSet, Verdict,
};
use journeys::{Trouble, report};
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;
use vault::{KeyState, MemoryKeychain, OsEntropy, SignIn, StoredLocation, Vault};

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const PAGES_A_LOGIN: u32 = 100;
/// Together with what a record adds, the two tokens of a set make 2 KiB.
const TOKEN: usize = 1000;

/// A folder on the disk of the checkout: where `/tmp` lies in memory, a commit costs nothing.
pub struct Store {
    folder: TempDir,
    keychain: Arc<MemoryKeychain>,
}

impl Store {
    /// With this many locations, each with a grant of its own, a hundred to a login.
    pub fn filled(grants: u32) -> Result<Store, Trouble> {
        Store::filled_at(grants, 1)
    }

    /// The same at this many hosts.
    pub fn filled_at(grants: u32, hosts: u16) -> Result<Store, Trouble> {
        let near = report::folder();
        std::fs::create_dir_all(&near).map_err(Trouble::io(near.display().to_string()))?;
        let folder = tempfile::Builder::new()
            .prefix("bench-")
            .tempdir_in(&near)
            .map_err(Trouble::io(near.display().to_string()))?;
        let store = Store {
            folder,
            keychain: Arc::new(MemoryKeychain::new()),
        };
        let mut vault = store.unlocked()?;
        for first in (0..grants).step_by(PAGES_A_LOGIN as usize) {
            let pages = first..grants.min(first + PAGES_A_LOGIN);
            vault
                .link(&sign_in_at(pages, hosts)?)
                .map_err(Trouble::because)?;
        }
        Ok(store)
    }

    /// Opened, with its key still in the keychain.
    pub fn locked(&self) -> Result<Vault, Trouble> {
        let keychain = Arc::clone(&self.keychain);
        Vault::open(&self.path(), Box::new(OsEntropy), keychain).map_err(Trouble::because)
    }

    pub fn unlocked(&self) -> Result<Vault, Trouble> {
        let mut vault = self.locked()?;
        let state = vault.unlock().map_err(Trouble::because)?;
        if state == KeyState::Open {
            Ok(vault)
        } else {
            Err(Trouble::unexpected(format!("the vault is {state:?}")))
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("greentick.db")
    }
}

/// A database as the vault opens it, without the vault: the same promises to the disk.
pub fn bare(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    for (name, value) in [
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("foreign_keys", "ON"),
        ("secure_delete", "ON"),
        ("cell_size_check", "ON"),
    ] {
        connection.pragma_update(None, name, value)?;
    }
    Ok(connection)
}

/// One login with these pages.
pub fn sign_in(pages: std::ops::Range<u32>) -> Result<SignIn, Trouble> {
    sign_in_at(pages, 1)
}

fn sign_in_at(pages: std::ops::Range<u32>, hosts: u16) -> Result<SignIn, Trouble> {
    let host = host(host_number(pages.start, hosts))?;
    let login = login(pages.start / PAGES_A_LOGIN, host)?;
    let grants = pages
        .clone()
        .map(|page| (grant(page, &login), tokens(page)))
        .collect();
    let locations = pages.map(|page| location(page, &login)).collect();
    Ok(SignIn {
        login,
        grants,
        locations,
        lines: vec![],
    })
}

pub fn grant_id(page: u32) -> GrantId {
    id(1, page)
}

pub fn location_id(page: u32) -> LocationId {
    id(2, page)
}

pub fn tokens(page: u32) -> TokenSet {
    let token = |kind: char| Secret::new(format!("{kind}{page:0>width$}", width = TOKEN - 1));
    TokenSet {
        access: token('a'),
        refresh: Some(token('r')),
        binding: None,
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

/// At which of so many hosts a page is.
pub fn host_number(page: u32, hosts: u16) -> u16 {
    let number = page / PAGES_A_LOGIN % u32::from(hosts);
    u16::try_from(number).unwrap_or_default()
}

pub fn host(number: u16) -> Result<Host, Trouble> {
    Host::parse(&format!("social{number}.example")).map_err(Trouble::because)
}

fn login(number: u32, host: Host) -> Result<Login, Trouble> {
    Ok(Login {
        id: id(3, number),
        network: "mastodon".parse().map_err(Trouble::because)?,
        host: Some(host),
        account: AccountId(format!("person-{number}")),
        name: "Jana Weiss".to_owned(),
    })
}

fn grant(page: u32, login: &Login) -> Grant {
    Grant {
        id: grant_id(page),
        login: login.id,
        kind: TokenKind::Page,
        scopes: Scopes::new(["read", "write"]),
        dates: dates(),
        generation: 0,
    }
}

fn location(page: u32, login: &Login) -> StoredLocation {
    StoredLocation {
        location: Location {
            id: location_id(page),
            network: login.network.clone(),
            host: login.host.clone(),
            account: Some(Account {
                id: AccountId(format!("page-{page}")),
                kind: AccountKind::Page,
                name: format!("Branch {page}"),
                handle: Some(format!("@branch{page}@social.example")),
            }),
            client: None,
            login: Some(login.id),
            grant: Some(grant_id(page)),
            added_at: NOW,
        },
        link_state: LinkState::Linked,
        probe: Some(Probe::new(NOW, Verdict::Yes)),
    }
}

/// Spread over the whole range, as random identities are.
fn id<T>(kind: u128, number: u32) -> Id<T> {
    let spread = (u128::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    Id::from_bytes((spread ^ kind).to_be_bytes())
}
