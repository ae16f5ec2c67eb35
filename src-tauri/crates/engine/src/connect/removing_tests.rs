use tokio::sync::oneshot;

use super::*;
use crate::book::LocationRecord;
use crate::connect::room::{ReplyReceiver, Room};
use crate::rig::{Asked, location_id};

fn remove(room: &mut Room, id: LocationId) -> Result<(), Failure> {
    let cx = &mut room.rig.cx;
    room.connect.remove(cx, id).map(drop)
}

fn undo(room: &mut Room, id: LocationId) -> Result<(), Failure> {
    let cx = &mut room.rig.cx;
    room.connect.undo_remove(cx, id).map(drop)
}

/// Somebody ends the app.
async fn leave(room: &mut Room) -> ReplyReceiver {
    let (asker, hears) = oneshot::channel();
    let cx = &mut room.rig.cx;
    room.connect.remove_what_was_asked(cx).await;
    room.connect.take_leave(cx, asker);
    hears
}

fn is_there(room: &Room, id: LocationId) -> bool {
    room.rig.cx.book.locations.contains_key(&id)
}

#[tokio::test(start_paused = true)]
async fn nothing_is_done_while_a_person_may_think_again() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    let before = room.rig.stored(page);
    let asked_at = tokio::time::Instant::now();
    assert_eq!(remove(&mut room, page), Ok(()));
    assert_eq!(room.rig.stored(page), before);
    assert!(room.rig.held(page).location.grant.is_some());
    room.next().await;
    assert!(asked_at.elapsed() >= SECOND_THOUGHTS);
    assert!(!is_there(&room, page) && room.rig.stored(page).is_none());
    let removed = |fact: &EventKind| matches!(fact, EventKind::LocationRemoved(id) if *id == page);
    assert!(room.rig.facts().iter().any(removed));
    assert_eq!(undo(&mut room, page), Err(Failure::Gone));
    assert_eq!(remove(&mut room, page), Err(Failure::Gone));
}

#[tokio::test(start_paused = true)]
async fn a_second_thought_holds_against_the_first_and_starts_its_own_ten_seconds() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    remove(&mut room, page).unwrap();
    tokio::time::advance(SECOND_THOUGHTS / 2).await;
    room.rig.news();
    assert_eq!(undo(&mut room, page), Ok(()));
    assert!(matches!(room.rig.news()[..], [News::WatchOn]));
    assert_eq!(undo(&mut room, page), Err(Failure::Gone));
    remove(&mut room, page).unwrap();
    // The ten seconds of the first are over.
    room.next().await;
    assert!(is_there(&room, page));
    assert_eq!(undo(&mut room, page), Ok(()));
    room.next().await;
    assert!(is_there(&room, page) && room.rig.stored(page).is_some());
}

#[tokio::test(start_paused = true)]
async fn removing_twice_is_one_removal() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    remove(&mut room, page).unwrap();
    let first = room.rig.held(page).removing;
    room.rig.facts();
    assert_eq!(remove(&mut room, page), Ok(()));
    assert_eq!(room.rig.held(page).removing, first);
    assert!(room.rig.facts().is_empty());
    // One click takes it all back.
    undo(&mut room, page).unwrap();
    room.next().await;
    assert!(is_there(&room, page));
}

#[tokio::test]
async fn a_sign_in_ends_with_the_location_that_it_was_for() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    let id = room.away(page).await;
    room.rig.desktop.asked();
    remove(&mut room, page).unwrap();
    assert!(!room.is_under_way(id));
    assert_eq!(room.rig.desktop.asked(), [Asked::Closed(id)]);
}

#[tokio::test]
async fn what_cannot_be_removed_stays_and_a_person_hears_of_it() {
    let failed = |fact: &EventKind| matches!(fact, EventKind::RemoveFailed(_));
    for name in ["facebook", "x"] {
        let mut room = Room::new().await;
        let page = room.rig.connected(1, 1, name);
        for link_state in [LinkState::Linked, LinkState::Unlinked] {
            let held = room.rig.cx.book.locations.get_mut(&page).unwrap();
            held.connection = domain::Connection::At(link_state);
            remove(&mut room, page).unwrap();
            room.rig.rows.fail_next_writes(1);
            let cx = &mut room.rig.cx;
            room.connect.remove_what_was_asked(cx).await;
            let held = room.rig.held(page);
            assert!(held.removing.is_none() && !held.leaving, "{name}");
            assert!(room.rig.stored(page).is_some(), "{name}");
            assert!(room.rig.facts().iter().any(failed), "{name}");
        }
    }
}

#[tokio::test]
async fn what_was_revoked_and_cannot_be_erased_stays_too() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    remove(&mut room, page).unwrap();
    let cx = &mut room.rig.cx;
    room.connect.remove_what_was_asked(cx).await;
    assert_eq!(undo(&mut room, page), Err(Failure::Gone));
    room.rig.facts();
    room.rig.rows.fail_next_writes(1);
    room.next().await;
    let failed = |fact: &EventKind| matches!(fact, EventKind::RemoveFailed(_));
    assert!(room.rig.facts().iter().any(failed));
    assert_eq!(room.rig.held(page).removing, None);
    let owed = room.rig.cx.owed.erasures.get(&page);
    assert_eq!(owed, Some(&AtNetwork::CouldNotTell));
}

#[tokio::test]
async fn what_the_network_was_not_told_is_said_before_the_name_is_gone() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    remove(&mut room, page).unwrap();
    let mut left = leave(&mut room).await;
    assert_eq!(room.reply_of(&mut left), None);
    room.rig.facts();
    room.next().await;
    let facts = room.rig.facts();
    let of = |what: fn(&EventKind) -> bool| facts.iter().position(what);
    let told = of(|fact| matches!(fact, EventKind::RevokeFailed(_)));
    let removed = of(|fact| matches!(fact, EventKind::LocationRemoved(_)));
    assert!(told.is_some() && told < removed);
    assert_eq!(room.reply_of(&mut left), Some(Ok(())));
}

#[tokio::test]
async fn whoever_ends_the_app_has_done_what_they_asked_for_and_no_more() {
    let mut room = Room::new().await;
    let (gone, stays) = (
        room.rig.connected(1, 1, "facebook"),
        room.rig.connected(2, 2, "facebook"),
    );
    remove(&mut room, gone).unwrap();
    let mut left = leave(&mut room).await;
    assert_eq!(room.reply_of(&mut left), Some(Ok(())));
    assert!(room.rig.stored(gone).is_none());
    assert!(room.rig.stored(stays).is_some());
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_app_waits_three_seconds_for_a_network_and_erases_here() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    let held = room.rig.cx.book.locations.get_mut(&page).unwrap();
    held.leaving = true;
    let asked_at = tokio::time::Instant::now();
    let mut left = leave(&mut room).await;
    assert_eq!(room.reply_of(&mut left), None);
    room.next().await;
    assert!((FAREWELL..2 * FAREWELL).contains(&asked_at.elapsed()));
    assert_eq!(room.reply_of(&mut left), Some(Ok(())));
    let stored = room.rig.stored(page).unwrap();
    assert_eq!(
        (stored.link_state, stored.location.grant),
        (LinkState::Unlinked, None)
    );
    assert_eq!(room.rig.history(page), ["disconnected_here_only"]);
}

#[tokio::test]
async fn a_disk_without_room_does_not_keep_the_app_from_ending_and_loses_nothing() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    remove(&mut room, page).unwrap();
    room.rig.rows.fail_next_writes(9);
    let mut left = leave(&mut room).await;
    assert_eq!(room.reply_of(&mut left), Some(Ok(())));
    assert_eq!(room.rig.stored(page).unwrap().link_state, LinkState::Linked);
}

#[tokio::test]
async fn an_unfinished_set_up_goes_without_a_word_to_anybody() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    let mut location = room.rig.held(page).location.clone();
    location.id = location_id(9);
    (location.account, location.grant, location.login) = (None, None, None);
    let id = location.id;
    let draft = LocationRecord::new(location, LinkState::Unfinished, None);
    room.rig.cx.book.locations.insert(id, draft);
    room.rig.cx.save_location(id);
    room.rig.save().await;
    assert!(room.rig.stored(id).is_some());
    remove(&mut room, id).unwrap();
    leave(&mut room).await;
    assert!(!is_there(&room, id) && room.rig.stored(id).is_none());
    assert!(room.rig.script.sent().is_empty() && is_there(&room, page));
}
