use vault::{Audience, Storage};

use super::*;
use crate::connect::room::{Room, harvest, verifications};
use crate::news::News;
use crate::rig::grant_id;

async fn disconnect(room: &mut Room, id: LocationId) -> Result<(), Failure> {
    let cx = &mut room.rig.cx;
    room.connect.disconnect(cx, id).await.map(drop)
}

/// Whether the store still has tokens of a grant.
fn has_tokens(room: &Room, grant: u8, name: &str) -> bool {
    let audience = Audience {
        network: crate::rig::network(name),
        host: None,
    };
    room.rig.rows.tokens(grant_id(grant), &audience).is_ok()
}

fn says(room: &mut Room, what: fn(&EventKind) -> bool) -> bool {
    room.rig.facts().iter().any(what)
}

fn failed(fact: &EventKind) -> bool {
    matches!(fact, EventKind::RevokeFailed(_))
}

#[tokio::test]
async fn it_is_erased_here_once_the_network_took_it_back() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    room.rig.script.answer(200, "{}");
    room.rig.script.answer(200, "{}");
    disconnect(&mut room, page).await.unwrap();
    assert!(room.rig.held(page).leaving && has_tokens(&room, 1, "x"));
    room.next().await;
    let sent = room.rig.script.sent();
    assert_eq!(sent, ["Post https://api.x.com/2/oauth2/revoke"; 2]);
    let held = room.rig.held(page);
    assert!(!held.leaving && held.location.grant.is_none());
    assert!(!has_tokens(&room, 1, "x") && room.rig.cx.book.grants.is_empty());
    assert_eq!(room.rig.history(page), ["disconnected"]);
    assert!(!says(&mut room, failed));
    // A second click has nothing to do.
    assert_eq!(disconnect(&mut room, page).await, Ok(()));
    assert!(room.rig.script.sent().is_empty());
    assert_eq!(room.rig.history(page).len(), 1);
}

#[tokio::test]
async fn a_network_that_does_not_answer_keeps_nobody_connected_and_is_told_of() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    room.rig.script.hiccup(domain::Unavailable::Offline);
    disconnect(&mut room, page).await.unwrap();
    room.next().await;
    assert!(!has_tokens(&room, 1, "x"));
    assert_eq!(room.rig.history(page), ["disconnected_here_only"]);
    assert!(says(&mut room, failed));
}

#[tokio::test]
async fn what_others_live_from_is_not_taken_back_at_the_network() {
    let mut room = Room::new().await;
    let (one, other) = (
        room.rig.connected(1, 1, "linkedin"),
        room.rig.connected(2, 1, "linkedin"),
    );
    disconnect(&mut room, one).await.unwrap();
    assert!(room.rig.script.sent().is_empty());
    assert_eq!(room.rig.held(one).location.grant, None);
    assert_eq!(
        room.rig.stored(one).unwrap().link_state,
        LinkState::Unlinked
    );
    assert!(has_tokens(&room, 1, "linkedin"));
    assert_eq!(room.rig.held(other).location.grant, Some(grant_id(1)));
    assert_eq!(room.rig.history(one), ["disconnected"]);
}

#[tokio::test]
async fn where_only_the_person_can_take_it_back_nothing_is_sent_and_nothing_failed() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    disconnect(&mut room, page).await.unwrap();
    assert!(room.rig.script.sent().is_empty() && !has_tokens(&room, 1, "facebook"));
    assert_eq!(room.rig.history(page), ["disconnected_here_only"]);
    assert!(!says(&mut room, failed));
}

#[tokio::test]
async fn a_whole_account_is_taken_back_only_with_the_last_that_may_hang_on_it() {
    let mut room = Room::new().await;
    let (one, last) = (
        room.rig.connected(1, 1, "youtube"),
        room.rig.connected(2, 2, "youtube"),
    );
    disconnect(&mut room, one).await.unwrap();
    assert!(room.rig.script.sent().is_empty());
    assert_eq!(room.rig.history(one), ["disconnected_here_only"]);
    room.rig.script.answer(200, "{}");
    disconnect(&mut room, last).await.unwrap();
    room.next().await;
    assert_eq!(room.rig.script.sent().len(), 1);
    assert_eq!(room.rig.history(last), ["disconnected"]);
}

#[tokio::test]
async fn nothing_is_sent_where_somebody_else_pointed_it() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    room.rig.cx.book.changed.insert(page);
    disconnect(&mut room, page).await.unwrap();
    assert!(room.rig.script.sent().is_empty() && !has_tokens(&room, 1, "x"));
}

#[tokio::test]
async fn without_the_key_it_is_erased_here_and_said_that_the_network_does_not_know() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    room.rig.cx.book.key = KeyState::Locked;
    disconnect(&mut room, page).await.unwrap();
    assert!(room.rig.script.sent().is_empty() && !has_tokens(&room, 1, "x"));
    assert!(says(&mut room, failed));
}

#[tokio::test]
async fn what_cannot_be_erased_here_is_not_revoked_there() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    room.rig.rows.fail_next_writes(1);
    assert_eq!(disconnect(&mut room, page).await, Err(Failure::DiskFull));
    let held = room.rig.held(page);
    assert!(!held.leaving && held.location.grant.is_some());
    assert!(room.rig.script.sent().is_empty() && has_tokens(&room, 1, "x"));
    assert!(room.rig.history(page).is_empty());
}

#[tokio::test]
async fn what_was_revoked_and_could_not_be_erased_is_owed() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    disconnect(&mut room, page).await.unwrap();
    room.rig.rows.fail_next_writes(1);
    let generation = room.rig.cx.book.grants[&grant_id(1)].generation;
    let over = Message::Revoked(page, grant_id(1), generation, AtNetwork::Over);
    room.receive(over).await;
    assert!(room.rig.held(page).leaving);
    let owed = room.rig.cx.owed.erasures.get(&page);
    assert_eq!(owed, Some(&AtNetwork::Over));
    let news = room.rig.news();
    assert!(news.iter().any(|news| matches!(news, News::WaitForRoom)));
    // As soon as there is room, it is erased without another word to the network.
    room.rig.script.sent();
    let cx = &mut room.rig.cx;
    room.connect.erase_at_last(cx, page, AtNetwork::Over).await;
    assert!(!has_tokens(&room, 1, "x"));
    assert_eq!(room.rig.history(page), ["disconnected"]);
}

#[tokio::test]
async fn who_connected_anew_before_the_network_answered_keeps_that() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    let held = room.rig.cx.book.locations.get_mut(&page).unwrap();
    held.leaving = true;
    let id = room.away(page).await;
    room.brings(id, harvest("person 1", &["account 1"])).await;
    let proven = verifications("person 1", &["account 1"]);
    room.receive(Message::Verified(id, proven)).await;
    let generation = room.rig.cx.book.grants[&grant_id(1)].generation;
    let late = Message::Revoked(page, grant_id(1), generation, AtNetwork::Over);
    room.receive(late).await;
    assert!(has_tokens(&room, 1, "facebook"));
    assert_eq!(room.rig.history(page), ["reconnected"]);
}

#[tokio::test]
async fn an_answer_about_an_older_grant_or_a_location_that_is_gone_erases_nothing() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    let held = room.rig.cx.book.locations.get_mut(&page).unwrap();
    held.leaving = true;
    for (id, grant) in [(page, 9), (crate::rig::location_id(9), 1)] {
        let other = Message::Revoked(id, grant_id(grant), 0, AtNetwork::Over);
        room.receive(other).await;
    }
    assert!(has_tokens(&room, 1, "x") && room.rig.held(page).leaving);
}

#[tokio::test]
async fn tokens_that_a_renewal_brought_meanwhile_are_taken_back_too() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    disconnect(&mut room, page).await.unwrap();
    for _ in 0..4 {
        room.rig.script.answer(200, "{}");
    }
    let grant = room.rig.cx.book.grants.get_mut(&grant_id(1)).unwrap();
    grant.generation += 1;
    room.next().await;
    assert!(room.rig.held(page).leaving && has_tokens(&room, 1, "x"));
    room.next().await;
    assert_eq!(room.rig.script.sent().len(), 4);
    assert!(!has_tokens(&room, 1, "x"));
    assert_eq!(room.rig.history(page).len(), 1);
}

#[test]
fn only_what_the_network_said_is_over_counts_as_over() {
    use domain::{Cause, Unavailable};
    for (told, there) in [
        (Ok(()), AtNetwork::Over),
        (Err(ProviderError::No(Cause::Unknown)), AtNetwork::Over),
        (Err(ProviderError::NotOffered), AtNetwork::ServerCannot),
        (
            Err(ProviderError::AskLater(Unavailable::Down, None)),
            AtNetwork::CouldNotTell,
        ),
        (Err(ProviderError::AppRefused), AtNetwork::CouldNotTell),
    ] {
        assert_eq!(at_network(told), there);
    }
}
