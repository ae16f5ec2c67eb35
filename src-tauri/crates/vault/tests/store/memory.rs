//! What the store in memory does beyond every store: it can be told that the disk is full.

use domain::Span;
use vault::{Change, NotLeased, Storage, StoreProblem, WriteProblem};

use crate::test_vault::{InMemory, NOW, Place, access, client, grant_id, put_client, sign_in};

#[test]
fn a_write_that_finds_the_disk_full_changes_nothing_and_the_next_one_is_written() {
    let place = InMemory::new();
    let mut store = place.unlocked();
    store.link(&sign_in(1)).unwrap();
    store.fail_next_writes(2);
    let new = [Change::Client(client())];
    let refused = store.commit(&new);
    assert!(matches!(
        refused,
        Err(WriteProblem::Store(StoreProblem::Full))
    ));
    let refused = place.open().lease(grant_id(1), NOW, NOW);
    assert!(matches!(refused, Err(NotLeased::Store(StoreProblem::Full))));
    assert!(store.load().unwrap().clients.is_empty());
    assert_eq!(access(&store, 1).unwrap(), "access-1");
    store.commit(&new).unwrap();
    assert_eq!(store.load().unwrap().clients, [client()]);
}

#[test]
fn there_is_no_room_for_an_answer_until_there_is_room_again() {
    let mut store = InMemory::new().unlocked();
    store.link(&sign_in(1)).unwrap();
    let until = NOW.plus(Span::from_secs(60));
    let lease = store.lease(grant_id(1), NOW, until).unwrap();
    store.fail_next_writes(usize::MAX);
    assert!(matches!(store.secure_room(), Err(StoreProblem::Full)));
    assert!(store.record_sent(&lease, NOW).is_err());
    assert!(store.interrupted_renewals().unwrap().is_empty());
    store.fail_next_writes(0);
    store.record_sent(&lease, NOW).unwrap();
    put_client(&mut store, &client());
    assert_eq!(store.interrupted_renewals().unwrap().len(), 1);
}
