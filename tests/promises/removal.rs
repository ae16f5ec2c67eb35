//! Taking a location off the list, whatever it holds: disconnected and gone with its history after
//! some seconds, and until then as it was. Nothing of it is done unheard.

use domain::LocationId;
use journeys::stage::{Stage, TestResult};
use protocol::{EventKind, Leaving, LocationRequest, LocationView};
use serde_json::json;

use crate::people::{ALICE, BAKERY, NORTHWIND, alice, green, jana, red};

fn leaves(one: &LocationView) -> bool {
    one.leaving == Some(Leaving::Removing)
}

async fn remove(stage: &mut Stage, name: &str) -> TestResult<LocationId> {
    let location = stage.location(name).await?.id;
    let request = LocationRequest::Remove { location };
    stage.ask(request).await?;
    stage.until_location(name, leaves).await?;
    Ok(location)
}

async fn until_gone(stage: &mut Stage, location: &LocationId) -> TestResult {
    stage
        .until("the location to be gone", |all| {
            let mut all = all.locations.iter();
            all.all(|one| one.id != *location).then_some(())
        })
        .await
}

#[tokio::test]
async fn what_is_connected_is_disconnected_at_the_network_and_gone_with_its_history() -> TestResult
{
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let location = remove(&mut stage, ALICE).await?;
    // Nothing is done yet.
    assert_eq!(stage.control.live_tokens("mastodon", "@alice").await?, 1);
    assert_eq!(stage.history(ALICE).await?.len(), 1);
    until_gone(&mut stage, &location).await?;
    assert_eq!(stage.control.live_tokens("mastodon", "@alice").await?, 0);
    let history = LocationRequest::History { location };
    assert_eq!(stage.refusal(history).await?, protocol::Failure::Gone);
    let stage = stage.restart().await?;
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn who_thinks_again_has_everything_as_it_was() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let location = remove(&mut stage, ALICE).await?;
    let undo = LocationRequest::UndoRemove { location };
    stage.ask(undo).await?;
    let stays = |one: &LocationView| one.leaving.is_none() && green(&one.health);
    stage.until_location(ALICE, stays).await?;
    // Asked anew, it is the new one's time that counts: the first is over before.
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    remove(&mut stage, ALICE).await?;
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    let undo = LocationRequest::UndoRemove { location };
    stage.ask(undo).await?;
    stage.until_location(ALICE, stays).await?;
    stage.look().await?;
    assert!(green(&stage.location(ALICE).await?.health));
    assert_eq!(stage.control.live_tokens("mastodon", "@alice").await?, 1);
    assert_eq!(stage.history(ALICE).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_end_of_the_app_does_what_was_asked_for() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    remove(&mut stage, ALICE).await?;
    stage.handle.take_leave().await.ok();
    assert_eq!(stage.control.live_tokens("mastodon", "@alice").await?, 0);
    let stage = stage.restart().await?;
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_end_of_the_app_waits_for_no_silent_network_and_still_erases_here() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let held = stage.line.hold("/oauth/revoke", 0);
    let location = stage.location(ALICE).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.handle.take_leave().await.ok();
    assert!(red(&stage.location(ALICE).await?.health));
    held.go()?;
    let stage = stage.restart().await?;
    assert!(red(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn what_the_network_was_not_told_is_said_before_the_location_is_gone() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    stage
        .control
        .trouble("mastodon", "outage", json!({}))
        .await?;
    let location = remove(&mut stage, ALICE).await?;
    until_gone(&mut stage, &location).await?;
    let facts = stage.facts()?;
    let said = facts
        .iter()
        .position(|fact| matches!(fact, EventKind::RevokeFailed(one) if *one == location));
    let gone = facts
        .iter()
        .position(|fact| matches!(fact, EventKind::LocationRemoved(one) if *one == location));
    assert!(said.is_some() && said < gone, "{said:?} {gone:?}");
    Ok(())
}

#[tokio::test]
async fn the_other_pages_of_the_sign_in_stay_and_its_consent_brings_nothing_back() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let location = remove(&mut stage, BAKERY).await?;
    let other = stage.location(NORTHWIND).await?.id;
    let card = stage.begin_connecting(&other).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.over(&card).await?;
    until_gone(&mut stage, &location).await?;
    assert!(green(&stage.location(NORTHWIND).await?.health));
    Ok(())
}
