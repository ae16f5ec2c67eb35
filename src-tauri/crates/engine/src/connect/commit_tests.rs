use domain::Connection::At;
use networks::{ProviderError, SignInResult};
use protocol::{EventKind, SignInFailureCode, SignInRequest, StageView};
use vault::{Audience, Storage};

use super::*;
use crate::book::Removing;
use crate::connect::Message;
use crate::connect::room::{Room, harvest, verifications};
use crate::rig::{Asked, grant_id};

fn access(room: &Room, page: LocationId) -> Option<String> {
    let location = room.rig.stored(page)?.location;
    let audience = Audience {
        network: location.network,
        host: None,
    };
    let tokens = room.rig.rows.tokens(location.grant?, &audience).ok()?;
    Some(tokens.access.expose().to_owned())
}

/// A sign-in for a page, of which tokens were brought and are tried.
async fn tried(room: &mut Room, page: LocationId, brought: SignInResult) -> AttemptId {
    let id = room.away(page).await;
    room.brings(id, brought).await;
    room.rig.facts();
    room.rig.news();
    id
}

#[tokio::test]
async fn a_proven_token_is_kept_before_anybody_hears_of_a_green_icon() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    let brought = harvest("person 1", &["account 1"]);
    let id = tried(&mut room, page, brought).await;
    room.rig.desktop.asked();
    let proven = verifications("person 1", &["account 1"]);
    room.receive(Message::Verified(id, proven)).await;
    let kept = access(&room, page);
    assert_eq!(kept.as_deref(), Some("new access of account 1"));
    assert_eq!(room.rig.history(page), ["reconnected"]);
    assert_eq!(room.rig.held(page).connection, At(LinkState::Linked));
    assert_eq!(room.rig.desktop.asked(), [Asked::Closed(id)]);
    assert!(matches!(room.rig.news()[..], [News::Stirred]));
    // The same once more says nothing new.
    room.rig.facts();
    let again = verifications("person 1", &["account 1"]);
    room.receive(Message::Verified(id, again)).await;
    assert_eq!(room.rig.history(page).len(), 1);
    assert!(room.rig.facts().is_empty());
}

#[tokio::test]
async fn what_the_disk_does_not_take_turns_nothing_green() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    let brought = harvest("person 1", &["account 1"]);
    let id = tried(&mut room, page, brought).await;
    room.rig.rows.fail_next_writes(1);
    let proven = verifications("person 1", &["account 1"]);
    room.receive(Message::Verified(id, proven)).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::CannotAsk));
    assert_eq!(access(&room, page).as_deref(), Some("access 1"));
    let held = room.rig.held(page);
    assert_eq!(held.connection, At(LinkState::Linked));
    assert_eq!(held.location.grant, Some(grant_id(1)));
}

#[tokio::test]
async fn of_a_set_up_that_could_not_be_kept_no_half_stays_in_the_list() {
    let mut room = Room::new().await;
    let id = room.away_to_add("facebook").await;
    room.brings(id, harvest("person 1", &["a", "b"])).await;
    room.rig.save().await;
    let accounts = vec![domain::AccountId("a".to_owned())];
    let pick = SignInRequest::Pick {
        attempt: id,
        accounts,
    };
    room.answer(pick).await.unwrap();
    room.rig.rows.fail_next_writes(1);
    let proven = verifications("person 1", &["a"]);
    room.receive(Message::Verified(id, proven)).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::CannotAsk));
    assert_eq!(room.rig.cx.book.locations.values().count(), 0);
    assert!(room.rig.rows.load().unwrap().locations.is_empty());
    let removed = |fact: &EventKind| matches!(fact, EventKind::LocationRemoved(_));
    assert!(room.rig.facts().iter().any(removed));
}

#[tokio::test]
async fn one_consent_heals_what_it_brought_a_token_for() {
    let mut room = Room::new().await;
    let (one, two) = (
        room.rig.connected(1, 1, "facebook"),
        room.rig.connected(2, 2, "facebook"),
    );
    let all = ["account 1", "account 2"];
    let id = tried(&mut room, one, harvest("person 1", &all)).await;
    let held = room.rig.cx.book.locations.get_mut(&two).unwrap();
    held.connection = At(LinkState::NeedsYou(domain::Cause::Expired));
    room.receive(Message::Verified(id, verifications("person 1", &all)))
        .await;
    for (page, kept) in [(one, all[0]), (two, all[1])] {
        let new = format!("new access of {kept}");
        assert_eq!(access(&room, page), Some(new));
        assert_eq!(room.rig.stored(page).unwrap().link_state, LinkState::Linked);
    }
}

#[tokio::test]
async fn a_page_that_a_new_consent_left_out_is_told_and_looked_at() {
    let mut room = Room::new().await;
    let one = room.rig.connected(1, 1, "facebook");
    let two = room.rig.connected(2, 2, "facebook");
    let login = room.rig.held(one).location.login;
    let held = room.rig.cx.book.locations.get_mut(&two).unwrap();
    held.location.login = login;
    let brought = harvest("person 1", &["account 1"]);
    let id = tried(&mut room, one, brought).await;
    let proven = verifications("person 1", &["account 1"]);
    room.receive(Message::Verified(id, proven)).await;
    let StageView::Succeeded { lost_locations, .. } = room.stage(id) else {
        panic!("nobody is told");
    };
    assert_eq!(lost_locations, [two]);
    let news = room.rig.news();
    assert!(
        news.iter()
            .any(|news| matches!(news, News::Check(lost) if *lost == [two]))
    );
    // Where not all was listed it means nothing.
    let brought = harvest("person 1", &["account 1"]);
    let id = tried(&mut room, one, brought).await;
    let part = Verifications {
        is_whole: false,
        ..verifications("person 1", &["account 1"])
    };
    room.receive(Message::Verified(id, part)).await;
    assert!(!room.is_under_way(id));
    let news = room.rig.news();
    assert!(!news.iter().any(|news| matches!(news, News::Check(_))));
}

#[tokio::test]
async fn one_bad_token_of_two_keeps_the_other_from_nothing() {
    let mut room = Room::new().await;
    let (one, two) = (
        room.rig.connected(1, 1, "facebook"),
        room.rig.connected(2, 1, "facebook"),
    );
    let all = ["account 1", "account 2"];
    let id = tried(&mut room, one, harvest("person 1", &all)).await;
    let mut proven = verifications("person 1", &all);
    proven.verifications[1].result = Err(ProviderError::No(domain::Cause::Unknown));
    room.receive(Message::Verified(id, proven)).await;
    assert_eq!(
        access(&room, one).as_deref(),
        Some("new access of account 1")
    );
    // What was meant is the one that counts.
    let id = tried(&mut room, two, harvest("person 1", &all)).await;
    let mut proven = verifications("person 1", &all);
    proven.verifications[1].result = Err(ProviderError::No(domain::Cause::Unknown));
    room.receive(Message::Verified(id, proven)).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::Refused));
}

#[tokio::test]
async fn who_was_to_be_removed_still_is_when_a_sibling_is_connected_anew() {
    let mut room = Room::new().await;
    let (one, two) = (
        room.rig.connected(1, 1, "facebook"),
        room.rig.connected(2, 1, "facebook"),
    );
    let held = room.rig.cx.book.locations.get_mut(&two).unwrap();
    held.removing = Some(Removing::UnderWay);
    let all = ["account 1", "account 2"];
    let id = tried(&mut room, one, harvest("person 1", &all)).await;
    room.receive(Message::Verified(id, verifications("person 1", &all)))
        .await;
    assert_eq!(room.rig.held(two).removing, Some(Removing::UnderWay));
}

#[test]
fn a_proven_token_ends_another_sign_in_of_the_same_location_and_no_more() {
    let (ours, other) = (
        AttemptId::from_bytes([1; 16]),
        AttemptId::from_bytes([2; 16]),
    );
    let away = |attempt| connection::Connection::Authorizing {
        attempt,
        came_from: LinkState::NeedsYou(domain::Cause::Expired),
    };
    let green = connection::Connection::At(LinkState::Linked);
    assert_eq!(linked(away(ours), ours), (green, vec![]));
    assert_eq!(linked(away(other), ours), (green, vec![other]));
    let rest = connection::Connection::At(LinkState::Unfinished);
    assert_eq!(linked(rest, ours), (green, vec![]));
}

#[test]
fn gains_and_losses_are_told_only_against_what_was_held() {
    let had = [(Use::Publish, true), (Use::ReadStatistics, false)];
    let has = [(Use::Publish, false), (Use::ReadStatistics, true)];
    assert_eq!(
        difference(&had, &has),
        (vec![Use::Publish], vec![Use::ReadStatistics])
    );
    assert_eq!(difference(&[], &has), (vec![], vec![]));
}
