use domain::{Trouble, Unavailable};
use protocol::{AppVerdictCode, StageView};
use tokio::sync::oneshot;

use super::*;
use crate::connect::Message;
use crate::connect::room::Room;
use crate::rig::network;

/// A trial at X, whose person said yes.
async fn approved() -> (Room, AttemptId) {
    let mut room = Room::new().await;
    let (asker, _) = oneshot::channel();
    let cx = &mut room.rig.cx;
    room.connect.try_sign_in(cx, network("x"), asker);
    room.next().await;
    let id = room.newest();
    room.approve_by_link(id).await;
    (room, id)
}

#[tokio::test]
async fn only_where_a_code_hangs_on_a_challenge_can_that_be_tried() {
    let mut room = Room::new().await;
    for name in ["facebook", "nowhere"] {
        let (asker, mut hears) = oneshot::channel();
        let cx = &mut room.rig.cx;
        room.connect.try_sign_in(cx, network(name), asker);
        assert_eq!(room.reply_of(&mut hears), Some(Err(Failure::Malformed)));
    }
    assert!(room.connect.views().is_empty());
}

#[tokio::test]
async fn a_trial_connects_nothing_whatever_it_brought() {
    let (mut room, id) = approved().await;
    let tokens = r#"{"token_type":"bearer","expires_in":7200,"access_token":"a"}"#;
    room.rig.script.answer(200, tokens);
    room.rig
        .script
        .answer(200, r#"{"data":{"id":"7","name":"Jana"}}"#);
    // That a browser opened, and what the code brought.
    room.next().await;
    room.next().await;
    let showed = AppVerdictCode::Wrong;
    assert_eq!(room.stage(id), StageView::Tried { showed });
    assert_eq!(room.rig.cx.book.locations.values().count(), 0);
    assert!(room.rig.cx.book.grants.is_empty());
    // What it brought is taken back.
    let revoked = |sent: &String| sent.ends_with("/2/oauth2/revoke");
    while !room.rig.script.sent().iter().any(revoked) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_a_network_makes_of_a_code_without_its_verifier_is_the_verdict() {
    for (refusal, showed) in [
        (ProviderError::StartAnew, AppVerdictCode::Fine),
        (
            ProviderError::AskLater(Unavailable::Down, None),
            AppVerdictCode::NoAnswer,
        ),
        (
            ProviderError::Here(Trouble::NoApp),
            AppVerdictCode::NotToldYet,
        ),
    ] {
        let (mut room, id) = approved().await;
        room.receive(Message::Harvested(id, Err(refusal))).await;
        assert_eq!(room.stage(id), StageView::Tried { showed });
        // The same once more changes nothing.
        let again = Err(ProviderError::AppRefused);
        room.receive(Message::Harvested(id, again)).await;
        assert_eq!(room.stage(id), StageView::Tried { showed });
    }
}
