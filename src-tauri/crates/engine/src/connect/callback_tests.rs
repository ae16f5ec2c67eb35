use domain::LocationId;
use protocol::{SignInFailureCode, SignInRequest, StageView};

use super::*;
use crate::connect::room::Room;
use crate::rig::Asked;

/// Two sign-ins whose people are at the network, in windows of their own.
async fn two_away() -> (Room, [LocationId; 2], [AttemptId; 2]) {
    let mut room = Room::new().await;
    let one = room.rig.connected(1, 1, "facebook");
    let other = room.rig.connected(2, 2, "facebook");
    let away = [room.away(one).await, room.away(other).await];
    (room, [one, other], away)
}

#[tokio::test]
async fn an_answer_moves_its_own_sign_in_on_and_no_other() {
    let (mut room, _, [one, other]) = two_away().await;
    let address = room.address(other, "code=a");
    let heard = room
        .comes_back(CallbackChannel::Window(other), address)
        .await;
    assert_eq!(heard, Heard::GoesOn);
    assert_eq!(room.stage(other), StageView::Finishing);
    assert_eq!(room.stage(one), StageView::Waiting);
}

#[tokio::test]
async fn a_code_is_spent_once_however_often_it_comes() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    let id = room.away(page).await;
    let address = room.address(id, "code=a");
    let first = room
        .comes_back(CallbackChannel::DeepLink, address.clone())
        .await;
    assert_eq!(first, Heard::GoesOn);
    let again = room
        .comes_back(CallbackChannel::DeepLink, address.clone())
        .await;
    assert_eq!(again, Heard::NotOurs);
    let loopback = room
        .comes_back(CallbackChannel::Loopback, address.clone())
        .await;
    assert_eq!(loopback, Heard::NotOurs);
    let pasted = SignInRequest::PasteAddress {
        attempt: id,
        address,
    };
    assert_eq!(room.answer(pasted).await, Err(Failure::BadAddress));
    // That a browser opened, and what the code brought.
    room.next().await;
    room.next().await;
    let sent = room.rig.script.sent();
    assert_eq!(sent, ["Post https://api.x.com/2/oauth2/token"]);
}

#[tokio::test]
async fn what_nobody_waits_for_changes_nothing() {
    let (mut room, [page, _], [id, other]) = two_away().await;
    let good = room.address(id, "code=a");
    let state = room.journey(id).state.expose().to_owned();
    let own_page = room.journey(id).redirect_uri.clone();
    for (channel, address) in [
        (CallbackChannel::Window(other), good.clone()),
        (CallbackChannel::Window(id), good.replace(&state, "forged")),
        (CallbackChannel::Window(id), good.replace("https", "http")),
        (
            CallbackChannel::Window(id),
            good.replace("login_success", "login"),
        ),
        (
            CallbackChannel::Window(id),
            format!("{good}&iss=https://evil.example"),
        ),
        (CallbackChannel::Window(id), format!("{good}&code=b")),
        (
            CallbackChannel::Window(id),
            format!("{good}&error=access_denied"),
        ),
        (CallbackChannel::Window(id), format!("{own_page}?code=a")),
        (CallbackChannel::Window(id), "no address".to_owned()),
        (
            CallbackChannel::Window(id),
            format!("{good}{}", "a".repeat(LONGEST_ADDRESS)),
        ),
    ] {
        let heard = room.comes_back(channel, address.clone()).await;
        assert_eq!(heard, Heard::NotOurs, "{address}");
        assert_eq!(room.stage(id), StageView::Waiting, "{address}");
        assert_eq!(room.stage(other), StageView::Waiting, "{address}");
    }
    assert!(room.rig.script.sent().is_empty());
    // The genuine one still counts.
    assert_eq!(
        room.comes_back(CallbackChannel::Window(id), good).await,
        Heard::GoesOn
    );
    assert_eq!(room.rig.held(page).connection.attempt(), Some(id));
}

#[tokio::test]
async fn a_no_at_the_network_is_no_failure_that_the_history_tells_of() {
    let (mut room, [cancelled, refused], [one, other]) = two_away().await;
    let no = room.address(one, "error=access_denied");
    let heard = room.comes_back(CallbackChannel::Window(one), no).await;
    assert_eq!(heard, Heard::Cancelled("Facebook"));
    assert_eq!(room.failure(one), Some(SignInFailureCode::Cancelled));
    let odd = room.address(other, "error_code=1349126");
    let heard = room.comes_back(CallbackChannel::Window(other), odd).await;
    assert_eq!(heard, Heard::Refused("Facebook"));
    assert!(matches!(
        room.stage(other),
        StageView::Failed {
            failure: SignInFailureCode::Refused,
            number: Some(1_349_126),
            ..
        }
    ));
    room.rig.save().await;
    assert!(room.rig.history(cancelled).is_empty());
    assert_eq!(room.rig.history(refused), ["sign_in_failed"]);
}

#[tokio::test]
async fn a_part_of_an_address_may_be_pasted_again_as_a_whole() {
    let (mut room, _, [id, other]) = two_away().await;
    let whole = room.address(id, "code=a");
    let paste = |attempt, address: &str| SignInRequest::PasteAddress {
        attempt,
        address: address.to_owned(),
    };
    let part = whole.replace("&code=a", "");
    for (attempt, address) in [(id, &*part), (id, "hello"), (other, &whole)] {
        let refused = room.answer(paste(attempt, address)).await;
        assert_eq!(refused, Err(Failure::BadAddress), "{address}");
    }
    assert_eq!(room.stage(id), StageView::Waiting);
    let spaced = format!(" {whole}\n");
    assert_eq!(room.answer(paste(id, &spaced)).await, Ok(()));
    assert_eq!(room.stage(id), StageView::Finishing);
    let gone = AttemptId::from_bytes([9; 16]);
    let gone = room.answer(paste(gone, &whole)).await;
    assert_eq!(gone, Err(Failure::Gone));
}

#[tokio::test]
async fn an_answer_that_comes_after_somebody_disconnected_connects_nothing() {
    let (mut room, [page, _], [id, _]) = two_away().await;
    let address = room.address(id, "code=a");
    let cx = &mut room.rig.cx;
    assert!(room.connect.disconnect(cx, page).await.is_ok());
    let heard = room.comes_back(CallbackChannel::Window(id), address).await;
    assert_eq!(heard, Heard::NotOurs);
    assert!(!room.is_under_way(id) && room.rig.script.sent().is_empty());
    assert_eq!(room.rig.held(page).location.grant, None);
}

#[tokio::test]
async fn who_comes_back_from_the_browser_finds_the_app_before_it() {
    let mut room = Room::new().await;
    let page = room.rig.connected(1, 1, "x");
    let id = room.away(page).await;
    room.rig.desktop.asked();
    room.approve_by_link(id).await;
    let asked = room.rig.desktop.asked();
    assert_eq!(asked, [Asked::Closed(id), Asked::Forward]);
}

#[test]
fn an_address_leads_back_only_if_scheme_host_port_and_path_agree() {
    let redirect = Url::parse("http://127.0.0.1:4711/callback/mastodon").unwrap();
    for (address, same) in [
        ("http://127.0.0.1:4711/callback/mastodon?code=1", true),
        ("http://127.0.0.1:4711/callback/mastodon#x", true),
        ("http://127.0.0.1:4712/callback/mastodon?code=1", false),
        ("http://localhost:4711/callback/mastodon?code=1", false),
        ("https://127.0.0.1:4711/callback/mastodon?code=1", false),
        ("http://127.0.0.1:4711/callback/mastodon/?code=1", false),
        ("http://user@127.0.0.1:4711/callback/mastodon?code=1", false),
    ] {
        assert_eq!(
            leads_to(&Url::parse(address).unwrap(), &redirect),
            same,
            "{address}"
        );
    }
}

#[test]
fn the_apps_own_link_has_the_same_path() {
    let redirect = Url::parse("http://127.0.0.1:4711/callback/mastodon/1f").unwrap();
    for (address, same) in [
        ("app.greentick:/callback/mastodon/1f?code=1", true),
        ("app.greentick:/callback/mastodon/1e?code=1", false),
        ("app.greentick:/callback/mastodon?code=1", false),
        ("app.greentick://callback/mastodon/1f?code=1", false),
        ("app.greentick://evil.example/callback/mastodon/1f", false),
        ("app.other:/callback/mastodon/1f?code=1", false),
    ] {
        let address = Url::parse(address).unwrap();
        assert_eq!(is_link_of(&address, &redirect), same, "{address}");
    }
}
