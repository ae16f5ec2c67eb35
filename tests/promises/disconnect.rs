//! 5: a confirmed click on the green tick disconnects: the token is dead at the network where that
//! harms no sibling, and erased here in any case. Without the confirmation nothing is asked.

use domain::Cause;
use journeys::stage::{Stage, TestResult};
use protocol::{EventKind, HistoryKind, LocationRequest};
use serde_json::json;

use crate::networks::ports;
use crate::people::{ALICE, BAKERY, BOB, INSTANCE, NORTHWIND, alice, bob, green, jana, lost, red};

async fn disconnect(stage: &mut Stage, name: &str) -> TestResult {
    let location = stage.location(name).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(name, |one| red(&one.health)).await?;
    Ok(())
}

async fn latest(stage: &Stage, name: &str) -> TestResult<HistoryKind> {
    Ok(stage.history(name).await?[0].what)
}

fn said_that_the_network_knows_nothing(stage: &mut Stage) -> TestResult<bool> {
    let facts = stage.facts()?;
    Ok(facts
        .iter()
        .any(|fact| matches!(fact, EventKind::RevokeFailed(_))))
}

#[tokio::test]
async fn the_token_is_dead_at_the_network_and_the_icon_stays_red() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    stage.add_account(&mut bob()).await?;
    assert_eq!(stage.control.live_tokens("mastodon", "@alice").await?, 1);

    disconnect(&mut stage, ALICE).await?;
    assert_eq!(stage.control.live_tokens("mastodon", "@alice").await?, 0);
    assert_eq!(stage.control.live_tokens("mastodon", "@bob").await?, 1);
    assert!(!said_that_the_network_knows_nothing(&mut stage)?);
    assert_eq!(latest(&stage, ALICE).await?, HistoryKind::Disconnected);

    let mut stage = stage.restart().await?;
    stage.look().await?;
    assert!(red(&stage.location(ALICE).await?.health));
    assert!(green(&stage.location(BOB).await?.health));
    Ok(())
}

#[tokio::test]
async fn a_revoke_that_fails_is_said_and_the_token_is_erased_here_all_the_same() -> TestResult {
    for trouble in ["outage", "gone", "captive_portal"] {
        let mut stage = Stage::set().await?;
        stage.add_account(&mut alice()).await?;
        stage
            .control
            .trouble("mastodon", trouble, json!({}))
            .await?;
        disconnect(&mut stage, ALICE).await?;
        let location = stage.location(ALICE).await?;
        let id = location.id;
        stage
            .until_told("a failed revoke", |fact| {
                matches!(fact, EventKind::RevokeFailed(one) if *one == id).then_some(())
            })
            .await?;
        assert_eq!(stage.control.live_tokens("mastodon", "@alice").await?, 1);
        let what = latest(&stage, ALICE).await?;
        assert_eq!(what, HistoryKind::DisconnectedHereOnly, "{trouble}");
        assert_eq!(location.connected_at, None, "{trouble}");
        let stage = stage.restart().await?;
        assert!(red(&stage.location(ALICE).await?.health), "{trouble}");
    }
    Ok(())
}

#[tokio::test]
async fn the_other_pages_of_the_login_stay_connected() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let before = stage.control.requests().await?;
    disconnect(&mut stage, BAKERY).await?;
    // Facebook knows no way to take back one page: nothing is asked, so nothing fails.
    assert_eq!(stage.control.requests().await?, before);
    assert!(!said_that_the_network_knows_nothing(&mut stage)?);
    let what = latest(&stage, BAKERY).await?;
    assert_eq!(what, HistoryKind::DisconnectedHereOnly);

    let mut stage = stage.restart().await?;
    stage.look().await?;
    let other = stage.location(NORTHWIND).await?;
    assert!(green(&other.health));
    assert!(other.login.is_some());
    assert_eq!(stage.location(BAKERY).await?.login, None);
    Ok(())
}

#[tokio::test]
async fn a_sign_in_under_way_for_the_location_ends_with_it() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&location).await?;
    let late = jana().approves(&card.page).await?;
    disconnect(&mut stage, BAKERY).await?;
    stage.over(&card).await?;
    assert!(stage.shell.open_windows().is_empty());

    let exchanged = "facebook POST /v25.0/oauth/access_token";
    let before = stage.control.asked(exchanged).await?;
    stage.bring_back(&card, &late).await?;
    assert!(red(&stage.location(BAKERY).await?.health));
    assert_eq!(stage.control.asked(exchanged).await?, before);
    Ok(())
}

#[tokio::test]
async fn an_unfinished_set_up_is_dropped_together_with_its_picker() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.offer(&card).await?;
    let location = stage.snapshot().await?.locations.remove(0).id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.over(&card).await?;
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn who_connects_anew_while_the_network_is_told_keeps_the_new_connection() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let location = stage.location(ALICE).await?.id;
    let mut held = stage.line.hold("/oauth/revoke", 0);
    stage.ask(LocationRequest::Disconnect { location }).await?;
    held.sent().await?;
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut alice()).await?;
    stage.over(&card).await?;
    held.goes_through().await?;
    // The instance gave the same token again, and now it is revoked: that is seen, and said.
    stage.look().await?;
    let cause = Cause::PermissionRemoved;
    stage
        .until_location(ALICE, |one| lost(&one.health, cause))
        .await?;
    Ok(())
}

#[tokio::test]
async fn disconnecting_twice_is_written_down_once() -> TestResult {
    let mut stage = Stage::set().await?;
    let host = Some(INSTANCE);
    let card = stage.begin_adding("mastodon", host).await?;
    stage.approve(&card, &mut alice()).await?;
    stage.over(&card).await?;
    let location = stage.location(ALICE).await?.id;
    let held = stage.line.hold("/oauth/revoke", 0);
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(ALICE, |one| red(&one.health)).await?;
    held.go()?;
    stage.until("both answers", |_| Some(())).await?;
    let lines = stage.history(ALICE).await?;
    assert_eq!(lines.len(), 2, "{lines:?}");
    Ok(())
}

#[tokio::test]
async fn a_renewal_that_is_under_way_keeps_nothing_connected() -> TestResult {
    const NAME: &str = "Jana Weiss";
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    stage.add("x", None, &mut jana(), &[]).await?;
    let location = stage.location(NAME).await?.id;
    let mut renewal = stage.line.hold("/2/oauth2/token", 0);
    let mut revoke = stage.line.hold("/2/oauth2/revoke", 0);
    stage.pass(2 * 3_600 - 60).await?;
    stage
        .ask(LocationRequest::Check { locations: vec![] })
        .await?;
    renewal.sent().await?;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    revoke.sent().await?;

    // The network gives new tokens before it hears that the old ones are to end.
    let before = stage.facts()?.len();
    renewal.goes_through().await?;
    let mut nth = 0;
    stage
        .until_told("the renewal", |fact| {
            nth += 1;
            (nth > before && matches!(fact, EventKind::LocationChanged(_))).then_some(())
        })
        .await?;
    revoke.go()?;
    stage.until_location(NAME, |one| red(&one.health)).await?;
    assert_eq!(stage.control.live_tokens("x", NAME).await?, 0);
    assert_eq!(latest(&stage, NAME).await?, HistoryKind::Disconnected);
    Ok(())
}
