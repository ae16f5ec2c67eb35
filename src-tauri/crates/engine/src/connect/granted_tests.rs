use domain::Connection::At;
use domain::{AccountKind, Cause, Span, Trouble, Unavailable};
use networks::{DiscoveredAccount, Person};
use protocol::{SignInFailureCode, SignInRequest, StageView};
use vault::{Audience, Storage};

use super::*;
use crate::connect::room::{Room, account, harvest, verifications};

#[test]
fn only_a_recognised_no_is_told_as_one() {
    for (refusal, said) in [
        (
            ProviderError::AskLater(Unavailable::Down, None),
            Why::NoAnswer(Unavailable::Down),
        ),
        (ProviderError::AppRefused, Why::AppRefused),
        (ProviderError::No(Cause::AppBroken), Why::AppRefused),
        (
            ProviderError::No(Cause::PermissionMissing),
            Why::No(Cause::PermissionMissing),
        ),
        (ProviderError::StartAnew, Why::Refused(None)),
        (ProviderError::ScopeRefused, Why::ScopeRefused),
        (ProviderError::IssuerMismatch, Why::IssuerMismatch),
        (
            ProviderError::Here(Trouble::DiskFull),
            Why::Here(Trouble::DiskFull),
        ),
    ] {
        assert_eq!(why(refusal), said, "{refusal:?}");
    }
}

#[test]
fn who_came_is_named_by_handle_where_the_account_is_the_person() {
    let find = |id: &str, handle: Option<&str>| DiscoveredAccount {
        account: Account {
            id: AccountId(id.into()),
            kind: AccountKind::Account,
            name: "Acme Coffee".into(),
            handle: handle.map(str::to_owned),
        },
        access: Access::Granted(0),
    };
    let came = |finds| {
        came(&SignInResult {
            person: Person {
                id: AccountId("1".into()),
                name: "Jana Weiss".into(),
            },
            grants: vec![],
            finds,
            unread: 0,
            incomplete: false,
        })
    };
    assert_eq!(
        came(vec![find("1", Some("@acme@x.example"))]),
        "@acme@x.example"
    );
    assert_eq!(came(vec![find("1", None)]), "Acme Coffee");
    assert_eq!(came(vec![find("2", None)]), "Jana Weiss");
    assert_eq!(came(vec![]), "Jana Weiss");
}

/// A sign-in for a page of Facebook that works, whose person is at the network.
async fn away() -> (Room, LocationId, AttemptId) {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "facebook");
    let id = room.away(page).await;
    room.rig.facts();
    (room, page, id)
}

fn access(room: &Room, page: LocationId) -> Option<String> {
    let location = room.rig.stored(page)?.location;
    let audience = Audience {
        network: location.network,
        host: None,
    };
    let tokens = room.rig.rows.tokens(location.grant?, &audience).ok()?;
    Some(tokens.access.expose().to_owned())
}

fn pick(attempt: AttemptId, accounts: &[&str]) -> SignInRequest {
    let accounts = accounts.iter().map(|id| AccountId((*id).to_owned()));
    SignInRequest::Pick {
        attempt,
        accounts: accounts.collect(),
    }
}

#[tokio::test]
async fn another_account_that_came_back_changes_nothing_of_the_one_that_was_meant() {
    let (mut room, page, id) = away().await;
    let before = room.rig.stored(page);
    room.brings(id, harvest("somebody", &["another"])).await;
    let StageView::WrongAccount { expected, got, .. } = room.stage(id) else {
        panic!("it was taken for the same");
    };
    assert_eq!((&*expected, &*got), ("Page 1 (Person 1)", "somebody"));
    assert_eq!(room.rig.held(page).connection, At(LinkState::Linked));
    assert_eq!(room.rig.stored(page), before);
    assert_eq!(access(&room, page).as_deref(), Some("access 1"));
    // Kept as a new one, it stands beside it.
    let add = SignInRequest::AddAsNew { attempt: id };
    assert_eq!(room.answer(add).await, Ok(()));
    assert!(room.connect.attempts[&id].is_picking());
    assert_eq!(room.answer(pick(id, &["another"])).await, Ok(()));
    let proven = Message::Verified(id, verifications("somebody", &["another"]));
    room.receive(proven).await;
    assert_eq!(room.rig.stored(page), before);
    assert_eq!(room.rig.rows.load().unwrap().locations.len(), 2);
    let add = SignInRequest::AddAsNew { attempt: id };
    assert_eq!(room.answer(add).await, Err(Failure::Gone));
}

#[tokio::test]
async fn a_page_that_was_not_ticked_is_told_from_one_that_was_not_listed() {
    let (mut room, page, id) = away().await;
    room.brings(id, harvest("person 1", &["another"])).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::PageNotGranted));
    let id = room.away(page).await;
    let part = SignInResult {
        incomplete: true,
        ..harvest("person 1", &["another"])
    };
    room.brings(id, part).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::NoAnswer));
    assert_eq!(room.rig.held(page).connection, At(LinkState::Linked));
}

#[tokio::test]
async fn an_approval_that_brought_nothing_says_so_unless_something_could_not_be_read() {
    let mut room = Room::new().await;
    let id = room.away_to_add("facebook").await;
    room.brings(id, harvest("person 1", &[])).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::NothingToConnect));
    let id = room.away_to_add("facebook").await;
    let unread = SignInResult {
        unread: 1,
        ..harvest("person 1", &[])
    };
    room.brings(id, unread).await;
    assert!(room.connect.attempts[&id].is_picking());
}

#[tokio::test]
async fn tokens_that_come_when_nobody_waits_for_them_are_dropped() {
    let (mut room, page, id) = away().await;
    // Nobody approved yet.
    let early = harvest("person 1", &["account 1"]);
    room.receive(Message::Harvested(id, Ok(early))).await;
    assert_eq!(room.stage(id), StageView::Waiting);
    let early = verifications("person 1", &["account 1"]);
    room.receive(Message::Verified(id, early)).await;
    assert_eq!(access(&room, page).as_deref(), Some("access 1"));
    // Cancelled while they were fetched.
    room.approve(id).await;
    let cancel = SignInRequest::CancelSignIn { attempt: id };
    assert_eq!(room.answer(cancel).await, Ok(()));
    let late = verifications("person 1", &["account 1"]);
    room.receive(Message::Verified(id, late)).await;
    assert_eq!(access(&room, page).as_deref(), Some("access 1"));
    room.rig.save().await;
    assert!(room.rig.history(page).is_empty());
}

#[tokio::test]
async fn only_what_was_offered_can_be_picked_and_only_once() {
    let mut room = Room::new().await;
    let id = room.away_to_add("facebook").await;
    let mut granted = harvest("person 1", &["a", "b"]);
    granted.finds.push(DiscoveredAccount {
        account: account("small"),
        access: Access::NotGranted(domain::NotGranted::RoleTooSmall),
    });
    room.brings(id, granted).await;
    for none in [&[][..], &["small"], &["elsewhere"], &["a", "small"]] {
        let refused = room.answer(pick(id, none)).await;
        assert_eq!(refused, Err(Failure::Malformed), "{none:?}");
        assert!(room.connect.attempts[&id].is_picking(), "{none:?}");
    }
    assert_eq!(room.answer(pick(id, &["a"])).await, Ok(()));
    assert_eq!(room.answer(pick(id, &["b"])).await, Err(Failure::Gone));
}

#[tokio::test]
async fn an_unfinished_set_up_stands_in_the_list_and_becomes_the_first_that_is_picked() {
    let mut room = Room::new().await;
    let id = room.away_to_add("facebook").await;
    room.brings(id, harvest("person 1", &["a", "b"])).await;
    room.rig.save().await;
    let draft = room.connect.attempts[&id].location.unwrap();
    let held = room.rig.held(draft);
    assert_eq!(held.connection, At(LinkState::Unfinished));
    assert_eq!(held.picking, Some(id));
    assert_eq!(room.rig.stored(draft).unwrap().location.account, None);
    room.answer(pick(id, &["a", "b"])).await.unwrap();
    let proven = Message::Verified(id, verifications("person 1", &["a", "b"]));
    room.receive(proven).await;
    let stored = room.rig.rows.load().unwrap().locations;
    assert_eq!(stored.len(), 2);
    assert_eq!(
        room.rig.stored(draft).unwrap().location.account,
        Some(account("a"))
    );
    assert!(stored.iter().all(|one| one.link_state == LinkState::Linked));
    assert!(!room.is_under_way(id));
}

#[tokio::test]
async fn who_picks_later_finds_the_set_up_again_after_the_tokens_are_gone() {
    let mut room = Room::new().await;
    let id = room.away_to_add("facebook").await;
    let later = || SignInRequest::PickLater { attempt: id };
    assert_eq!(room.answer(later()).await, Err(Failure::Gone));
    room.brings(id, harvest("person 1", &["a", "b"])).await;
    assert_eq!(room.answer(later()).await, Ok(()));
    assert!(room.connect.attempts[&id].is_picking());
    let attempt = &room.connect.attempts[&id];
    let (draft, deadline) = (attempt.location.unwrap(), attempt.deadline);
    room.receive(Message::TimeIsUp(id, deadline)).await;
    assert!(!room.is_under_way(id));
    assert_eq!(room.rig.held(draft).connection, At(LinkState::Unfinished));
    assert_eq!(room.rig.held(draft).picking, None);
    // The sign-in that resumes it offers to pick for the same entry.
    let id = room.away(draft).await;
    room.brings(id, harvest("person 1", &["a", "b"])).await;
    assert_eq!(room.connect.attempts[&id].location, Some(draft));
    assert!(room.connect.attempts[&id].is_picking());
}

#[tokio::test]
async fn who_picks_has_ten_minutes_from_then_however_the_clock_is_put() {
    for minutes in [-90, 0, 90] {
        let mut room = Room::new().await;
        let id = room.away_to_add("facebook").await;
        let at_first = room.connect.attempts[&id].deadline;
        room.rig.clock.pass(Span::from_minutes(9));
        room.brings(id, harvest("person 1", &["a", "b"])).await;
        let deadline = room.connect.attempts[&id].deadline;
        room.rig.clock.pass(Span::from_minutes(minutes));
        // The time of the click is up, and nobody had time to pick.
        room.receive(Message::TimeIsUp(id, at_first)).await;
        assert!(room.is_under_way(id), "{minutes}");
        room.receive(Message::TimeIsUp(id, deadline)).await;
        assert!(!room.is_under_way(id), "{minutes}");
    }
}

#[tokio::test]
async fn nothing_turns_green_by_a_token_that_did_not_pass_a_look() {
    let (mut room, page, id) = away().await;
    room.brings(id, harvest("person 1", &["account 1"])).await;
    let mut refused = verifications("person 1", &["account 1"]);
    refused.verifications[0].result = Err(ProviderError::No(Cause::PermissionMissing));
    room.receive(Message::Verified(id, refused)).await;
    assert!(matches!(
        room.stage(id),
        StageView::Failed {
            cause: Some(Cause::PermissionMissing),
            ..
        }
    ));
    let id = room.away(page).await;
    room.brings(id, harvest("person 1", &["account 1"])).await;
    let mut another = verifications("person 1", &["account 1"]);
    let seen = another.verifications[0].result.as_mut().unwrap();
    seen.account = AccountId("another".to_owned());
    room.receive(Message::Verified(id, another)).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::NotProven));
    assert_eq!(access(&room, page).as_deref(), Some("access 1"));
    room.rig.save().await;
    assert_eq!(room.rig.history(page), ["sign_in_failed"; 2]);
}

#[tokio::test]
async fn a_refused_permission_is_told_and_not_asked_for_ever() {
    let (mut room, page, id) = away().await;
    room.approve(id).await;
    let refused = Err(ProviderError::ScopeRefused);
    room.receive(Message::Harvested(id, refused)).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::ScopeRefused));
    assert_eq!(room.rig.held(page).connection, At(LinkState::Linked));
}

#[tokio::test]
async fn who_tries_again_is_asked_again_for_the_same_location() {
    let (mut room, page, id) = away().await;
    room.brings(id, harvest("somebody", &["another"])).await;
    let again = SignInRequest::TryAgain { attempt: id };
    room.ask(again).await;
    assert!(!room.is_under_way(id));
    let newer = &room.connect.attempts[&room.newest()];
    assert!(newer.ask_again);
    assert_eq!(newer.location, Some(page));
    let gone = SignInRequest::TryAgain { attempt: id };
    assert_eq!(room.answer(gone).await, Err(Failure::Gone));
}

#[tokio::test]
async fn a_consent_heals_what_is_lost_and_takes_nothing_that_works_from_another_person() {
    let (mut room, _, id) = away().await;
    let of_another = room.rig.connected(2, 2, "facebook");
    let all = harvest("person 1", &["account 1", "account 2"]);
    let healed = |room: &Room| {
        let attempt = &room.connect.attempts[&id];
        room.connect.healed_by(&room.rig.cx, attempt, &all).len()
    };
    assert_eq!(healed(&room), 1);
    let held = room.rig.cx.book.locations.get_mut(&of_another).unwrap();
    held.connection = At(LinkState::NeedsYou(Cause::Expired));
    assert_eq!(healed(&room), 2);
}
