use domain::{Connection, LinkState};
use protocol::{EventKind, SignInFailureCode, SignInReply, SignInRequest, StageView};

use super::*;
use crate::CannotOpen;
use crate::book::Removing;
use crate::connect::room::Room;
use crate::rig::{Asked, client, location_id, network};

#[test]
fn a_handle_is_read_however_it_was_copied() {
    for typed in [
        "jana.example",
        "@jana.example",
        " Jana.Example. ",
        "at://jana.example",
        "AT://jana.example/",
        "https://bsky.app/profile/jana.example",
        "https://bsky.app/profile/jana.example/post/3k?x#y",
        "bsky.app/profile/jana.example",
        "\u{202a}@jana.example\u{202c}",
        "\u{2068}jana\u{ff0e}example\u{2069}\u{feff}",
    ] {
        let read = handle(Some(typed.to_owned()));
        assert_eq!(read.ok().as_deref(), Some("jana.example"), "{typed:?}");
    }
    for typed in [
        "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
        "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k",
        "https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz",
    ] {
        let read = handle(Some(typed.to_owned()));
        let did = Some("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
        assert_eq!(read.ok().as_deref(), did, "{typed}");
    }
    for typed in [
        "",
        "jana@mastodon.example",
        "@jana@mastodon.example",
        "http://bsky.app/profile/jana.example",
        "https://other.example/profile/jana.example",
        "at://localhost",
        "https://bsky.app/profile/",
    ] {
        assert!(handle(Some(typed.to_owned())).is_err(), "{typed}");
    }
}

fn connected(room: &mut Room, number: u8, network: &str) -> LocationId {
    let page = room.rig.connected(number, number, network);
    room.rig.facts();
    page
}

#[tokio::test]
async fn a_click_is_answered_when_the_page_is_before_the_person() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let mut asker = room.connect(page).await;
    assert_eq!(room.reply_of(&mut asker), None);
    assert!(room.rig.desktop.asked().is_empty());
    room.next().await;
    assert_eq!(room.reply_of(&mut asker), Some(Ok(())));
    let id = room.newest();
    assert_eq!(room.rig.desktop.asked(), [Asked::Window(id)]);
    assert_eq!(room.stage(id), StageView::Waiting);
    // It works on while its person is away.
    assert_eq!(
        room.rig.held(page).connection.link_state(),
        LinkState::Linked
    );
}

#[tokio::test]
async fn of_two_clicks_on_one_location_the_second_counts() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let mut first = room.connect(page).await;
    let older = room.newest();
    room.connect(page).await;
    assert!(!room.is_under_way(older));
    let ended = |fact: &EventKind| matches!(fact, EventKind::AttemptEnded(id) if *id == older);
    assert!(room.rig.facts().iter().any(ended));
    assert_eq!(room.rig.desktop.asked(), [Asked::Closed(older)]);
    room.next().await;
    room.next().await;
    // Who clicked first is answered too, and one window opened.
    assert_eq!(room.reply_of(&mut first), Some(Ok(())));
    let newer = room.newest();
    assert_eq!(room.rig.desktop.asked(), [Asked::Window(newer)]);
    assert_eq!(room.connect.attempts.len(), 1);
    assert_eq!(room.rig.held(page).connection.attempt(), Some(newer));
}

#[tokio::test]
async fn sign_ins_for_others_go_on_beside_a_new_one() {
    let mut room = Room::new().await;
    let (one, other) = (
        connected(&mut room, 1, "facebook"),
        connected(&mut room, 2, "facebook"),
    );
    let for_one = room.away(one).await;
    let for_other = room.away(other).await;
    let to_add = room.away_to_add("facebook").await;
    let elsewhere = room.away_to_add("x").await;
    for id in [for_one, for_other, to_add, elsewhere] {
        assert!(room.is_under_way(id));
    }
    // Who adds at the same place begins anew.
    room.add("facebook").await;
    assert!(!room.is_under_way(to_add));
    for id in [for_one, for_other, elsewhere] {
        assert!(room.is_under_way(id));
    }
}

#[tokio::test]
async fn where_no_sign_in_can_begin_nothing_opens_and_an_older_one_goes_on() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let id = room.away(page).await;
    room.rig.desktop.asked();
    let again = || SignInRequest::Connect {
        location: page,
        surface: None,
    };
    room.rig.cx.book.key = KeyState::Locked;
    assert_eq!(room.answer(again()).await, Err(Failure::VaultClosed));
    room.rig.cx.book.key = KeyState::Open;
    let app = room.rig.cx.book.apps.remove(&network("facebook"));
    assert_eq!(room.answer(again()).await, Err(Failure::AppNeeded));
    room.rig
        .cx
        .book
        .apps
        .insert(network("facebook"), app.unwrap());
    // Nobody is led where somebody else pointed it.
    room.rig.cx.book.changed.insert(page);
    assert_eq!(room.answer(again()).await, Err(Failure::EntryChanged));
    room.rig.cx.book.changed.clear();
    room.rig.cx.book.locations.get_mut(&page).unwrap().removing = Some(Removing::Asked(1));
    assert_eq!(room.answer(again()).await, Err(Failure::Gone));
    assert_eq!(room.stage(id), StageView::Waiting);
    assert_eq!(room.connect.attempts.len(), 1);
    assert!(room.rig.desktop.asked().is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_neither_connected_nor_added_to() {
    let mut room = Room::new().await;
    let gone = room.answer(SignInRequest::Connect {
        location: location_id(9),
        surface: None,
    });
    assert_eq!(gone.await, Err(Failure::Gone));
    let of_nobody = room.answer(SignInRequest::AddLocation {
        network: network("facebook"),
        host: None,
        client: Some(client(9, "Nobody").id),
    });
    assert_eq!(of_nobody.await, Err(Failure::Gone));
    let odd = room.answer(SignInRequest::AddLocation {
        network: network("facebook"),
        host: Some("a.example".to_owned()),
        client: None,
    });
    assert_eq!(odd.await, Err(Failure::Malformed));
    assert!(room.connect.attempts.is_empty() && room.rig.facts().is_empty());
}

#[tokio::test]
async fn without_room_on_the_disk_nobody_is_led_to_a_network() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    room.rig.rows.fail_next_writes(1);
    let mut asker = room.connect(page).await;
    room.next().await;
    assert_eq!(room.reply_of(&mut asker), Some(Err(Failure::DiskFull)));
    let id = room.newest();
    assert_eq!(room.failure(id), Some(SignInFailureCode::CannotAsk));
    assert_eq!(room.rig.desktop.asked(), [Asked::Closed(id)]);
    assert_eq!(
        room.rig.held(page).connection,
        Connection::At(LinkState::Linked)
    );
    room.rig.save().await;
    assert_eq!(room.rig.history(page), ["sign_in_failed"]);
}

#[tokio::test]
async fn who_waits_at_a_form_hears_there_what_failed_and_has_no_card_besides() {
    let mut room = Room::new().await;
    room.rig.rows.fail_next_writes(1);
    let mut asker = room.add("facebook").await;
    let id = room.newest();
    room.next().await;
    assert_eq!(room.reply_of(&mut asker), Some(Err(Failure::DiskFull)));
    assert!(!room.is_under_way(id));
    let ended = |fact: &EventKind| matches!(fact, EventKind::AttemptEnded(of) if *of == id);
    assert!(room.rig.facts().iter().any(ended));
}

#[tokio::test]
async fn a_window_that_does_not_open_fails_the_sign_in_and_holds_no_jar() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    room.rig.desktop.refuse();
    let id = room.away(page).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::CannotOpen));
    assert!(room.connect.lent.is_empty());
    assert_eq!(
        room.rig.held(page).connection,
        Connection::At(LinkState::Linked)
    );
}

#[tokio::test]
async fn who_cancels_while_it_is_prepared_sees_no_page() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let mut asker = room.connect(page).await;
    let attempt = room.newest();
    let cancelled = room.answer(SignInRequest::CancelSignIn { attempt }).await;
    assert_eq!(cancelled, Ok(()));
    room.next().await;
    assert_eq!(room.reply_of(&mut asker), Some(Ok(())));
    assert_eq!(room.rig.desktop.asked(), [Asked::Closed(attempt)]);
    assert!(room.connect.attempts.is_empty());
    room.rig.save().await;
    assert!(room.rig.history(page).is_empty());
}

#[tokio::test]
async fn nobody_waits_longer_than_ten_minutes_for_a_person() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let id = room.away(page).await;
    let deadline = room.connect.attempts[&id].deadline;
    assert_eq!(deadline, room.rig.cx.now().plus(PATIENCE));
    room.receive(Message::TimeIsUp(id, deadline)).await;
    assert_eq!(room.failure(id), Some(SignInFailureCode::TooLate));
    assert_eq!(
        room.rig.held(page).connection,
        Connection::At(LinkState::Linked)
    );
    room.rig.save().await;
    assert_eq!(room.rig.history(page), ["sign_in_failed"]);
    // It is told once.
    room.rig.facts();
    room.receive(Message::TimeIsUp(id, deadline)).await;
    room.rig.save().await;
    assert_eq!(room.rig.history(page).len(), 1);
    assert!(room.rig.facts().is_empty());
}

#[tokio::test]
async fn a_closed_window_is_a_cancel_only_while_its_person_is_away() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let id = room.away(page).await;
    room.approve(id).await;
    room.receive(Message::WindowClosed(id)).await;
    room.receive(Message::WindowDied(id)).await;
    assert_eq!(room.stage(id), StageView::Finishing);

    let id = room.away(page).await;
    room.receive(Message::WindowClosed(id)).await;
    assert!(!room.is_under_way(id));
    assert_eq!(
        room.rig.held(page).connection,
        Connection::At(LinkState::Linked)
    );
    room.rig.save().await;
    assert!(room.rig.history(page).is_empty());
}

#[tokio::test]
async fn a_window_that_died_fails_its_sign_in_and_no_other() {
    let mut room = Room::new().await;
    let (one, other) = (
        connected(&mut room, 1, "facebook"),
        connected(&mut room, 2, "facebook"),
    );
    let (died, lives) = (room.away(one).await, room.away(other).await);
    room.receive(Message::WindowDied(died)).await;
    assert_eq!(room.failure(died), Some(SignInFailureCode::WindowDied));
    assert_eq!(room.stage(lives), StageView::Waiting);
}

#[tokio::test]
async fn where_no_browser_opens_a_person_has_the_link_and_may_try_again() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "x");
    let id = room.away(page).await;
    let none = Err(CannotOpen("none".to_owned()));
    room.receive(Message::BrowserOpened(id, none)).await;
    assert!(room.connect.attempts[&id].view().no_browser);
    let Ok(Reply::SignIn(SignInReply::SignInLink(link))) = room.connect.link(id) else {
        panic!("no link");
    };
    assert_eq!(room.rig.desktop.asked(), [Asked::Browser(link.url.clone())]);
    let again = SignInRequest::OpenSignInAgain { attempt: id };
    assert_eq!(room.answer(again).await, Ok(()));
    assert_eq!(room.rig.desktop.asked(), [Asked::Browser(link.url)]);
    room.receive(Message::BrowserOpened(id, Ok(()))).await;
    assert!(!room.connect.attempts[&id].view().no_browser);
    // Nobody needs it any more after the answer.
    room.approve_by_link(id).await;
    assert_eq!(room.connect.link(id).err(), Some(Failure::Gone));
}

#[tokio::test]
async fn whoever_starts_over_ends_every_sign_in() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let (one, other) = (room.away(page).await, room.away_to_add("facebook").await);
    room.rig.desktop.asked();
    room.connect.end_all(&mut room.rig.cx);
    assert!(room.connect.views().is_empty());
    let closed = room.rig.desktop.asked();
    assert_eq!(closed, [Asked::Closed(one), Asked::Closed(other)]);
    assert_eq!(
        room.rig.held(page).connection,
        Connection::At(LinkState::Linked)
    );
}

#[tokio::test]
async fn what_is_added_beside_a_location_that_moved_goes_where_it_now_belongs() {
    let mut room = Room::new().await;
    let page = connected(&mut room, 1, "facebook");
    let (of_it, to_add) = (room.away(page).await, room.away_to_add("facebook").await);
    let to = room.rig.with_client(9, "Acme");
    room.connect.moved(&[page], Some(to));
    assert_eq!(room.connect.attempts[&of_it].client, Some(to));
    assert_eq!(room.connect.attempts[&to_add].client, None);
    room.connect.client_removed(&mut room.rig.cx, to);
    assert_eq!(room.connect.attempts[&of_it].client, None);
}
