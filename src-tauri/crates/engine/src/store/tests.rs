//! The store over memory: what is written together, and what a full disk leaves as it was.

use std::sync::Arc;

use domain::{
    Account, AccountId, AccountKind, Grant, GrantDates, GrantId, LinkState, Location, LocationId,
    Login, LoginId, Probe, Scopes, Secret, Timestamp, TokenKind, TokenSet, Verdict,
};
use protocol::{HistoryKind, Theme};
use vault::{KeyState, MemoryKeychain, MemoryStore, Storage, StoreProblem, WriteProblem};

use super::{SignInCommit, Store, line};

pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
pub(crate) const LOCATION: LocationId = LocationId::from_bytes([1; 16]);
pub(crate) const GRANT: GrantId = GrantId::from_bytes([2; 16]);

/// A store with its key, and a hand on its rows.
pub(crate) fn in_memory() -> (Store, MemoryStore) {
    let rows = MemoryStore::new(Arc::new(MemoryKeychain::new()));
    let mut opened = rows.open_again();
    assert_eq!(opened.unlock().unwrap(), KeyState::Open);
    (Store::new(Box::new(opened)), rows)
}

pub(crate) fn tokens(access: &str) -> TokenSet {
    TokenSet {
        access: Secret::new(access.to_owned()),
        refresh: Some(Secret::new("a refresh token".to_owned())),
        binding: None,
    }
}

pub(crate) fn dates() -> GrantDates {
    GrantDates {
        issued_at: NOW,
        access_ends: None,
        refresh_ends: None,
        data_access_ends: None,
        renewable: true,
    }
}

/// A sign-in with one location.
pub(crate) fn link() -> SignInCommit {
    let login = Login {
        id: LoginId::from_bytes([3; 16]),
        network: "somewhere".parse().unwrap(),
        host: None,
        account: AccountId("alice".to_owned()),
        name: "Alice".to_owned(),
    };
    let grant = Grant {
        id: GRANT,
        login: login.id,
        kind: TokenKind::Page,
        scopes: Scopes::default(),
        dates: dates(),
        generation: 0,
    };
    let location = Location {
        id: LOCATION,
        network: login.network.clone(),
        host: None,
        account: Some(Account {
            id: login.account.clone(),
            kind: AccountKind::Account,
            name: "Alice".to_owned(),
            handle: None,
        }),
        client: None,
        login: Some(login.id),
        grant: Some(GRANT),
        added_at: NOW,
    };
    SignInCommit {
        login,
        grants: vec![(grant, tokens("first"))],
        locations: vec![(location, Probe::new(NOW, Verdict::Yes))],
        lines: vec![],
    }
}

fn is_full(written: Result<(), WriteProblem>) -> bool {
    matches!(written, Err(WriteProblem::Store(StoreProblem::Full)))
}

#[tokio::test]
async fn a_disconnect_is_one_step_with_its_line_of_history() {
    let (store, rows) = in_memory();
    store.link(link()).await.unwrap();
    let line = line(NOW, LOCATION, HistoryKind::Disconnected, None, None);
    rows.fail_next_writes(1);
    assert!(is_full(store.unlink(LOCATION, Some(line.clone())).await));
    assert_eq!(
        rows.load().unwrap().locations[0].link_state,
        LinkState::Linked
    );
    assert_eq!(store.history(LOCATION).await.unwrap().len(), 0);
    store.unlink(LOCATION, Some(line)).await.unwrap();
    let left = rows.load().unwrap();
    assert_eq!(left.locations[0].link_state, LinkState::Unlinked);
    assert!(left.grants.is_empty());
    let history = store.history(LOCATION).await.unwrap();
    assert_eq!(history[0].what, HistoryKind::Disconnected);
}

#[tokio::test]
async fn what_was_chosen_is_there_at_the_next_start() {
    let (store, rows) = in_memory();
    rows.fail_next_writes(1);
    assert!(is_full(store.set_theme(Theme::Dark).await));
    assert_eq!(store.load().await.unwrap().theme, Theme::default());
    store.set_theme(Theme::Dark).await.unwrap();
    let next = Store::new(Box::new(rows.open_again()));
    assert_eq!(next.load().await.unwrap().theme, Theme::Dark);
}
