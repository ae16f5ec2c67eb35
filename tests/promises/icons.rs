//! 1: every location shows its status icon.

use domain::{Cause, Icon, NextStep};
use journeys::stage::{Stage, TestResult};
use protocol::{LocationRequest, StateCode};
use serde_json::json;

use crate::people::{ACME, ALICE, BAKERY, NORTHWIND, alice, green, jana, lost, red};

#[tokio::test]
async fn every_location_shows_whether_it_is_connected_or_not() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    stage.add_account(&mut alice()).await?;
    for name in [BAKERY, NORTHWIND, ALICE] {
        assert!(green(&stage.location(name).await?.health), "{name}");
    }

    let location = stage.location(ALICE).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(ALICE, |one| red(&one.health)).await?;
    let aim = json!({ "person": "Jana Weiss", "page": NORTHWIND });
    stage
        .control
        .trouble("facebook", "role_removed", aim)
        .await?;
    stage.look().await?;

    let gone = stage.location(NORTHWIND).await?.health;
    assert!(lost(&gone, Cause::AccessLost), "{gone:?}");
    assert_eq!(gone.next, NextStep::Reconnect);
    assert!(green(&stage.location(BAKERY).await?.health));
    assert!(red(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn while_a_person_is_away_the_icon_is_a_ring() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&location).await?;
    let away = stage.location(BAKERY).await?;
    assert_eq!(away.health.icon, Icon::Ring);
    assert_eq!(away.health.state, StateCode::WaitingForYou);
    assert_eq!(away.attempt, Some(card.attempt));
    Ok(())
}

#[tokio::test]
async fn a_page_shows_what_it_can_do_and_on_whose_login_it_hangs() -> TestResult {
    let mut stage = Stage::set().await?;
    let mut jana = jana().declining("pages_manage_posts");
    stage.add_pages(&mut jana, &[BAKERY, NORTHWIND]).await?;
    let bakery = stage.location(BAKERY).await?;
    let granted = bakery
        .uses
        .iter()
        .filter(|one| one.granted)
        .map(|one| one.what);
    assert_eq!(
        granted.collect::<Vec<_>>(),
        [domain::Use::Identify, domain::Use::ReadStatistics]
    );
    let login = bakery.login.expect("a connected page hangs on a login");
    assert_eq!(login.name, "Jana Weiss");
    let other = stage.location(NORTHWIND).await?.login;
    assert_eq!(other.expect("the other page").id, login.id);
    assert!(bakery.checked_at.is_some() && bakery.connected_at.is_some());
    assert!(bakery.health.until.is_some(), "the data access has an end");
    assert!(stage.location(ACME).await.is_err(), "it was not picked");
    Ok(())
}
