//! A reconnect cannot make things worse: the same identity or nothing, a look before the tick, and
//! one consent for all of a login.

use domain::{Cause, Use};
use journeys::stage::{Card, Stage, TestResult};
use protocol::{LocationRequest, SignInFailureCode, SignInRequest};
use serde_json::json;

use crate::networks::ports;
use crate::people::{
    ALICE, BAKERY, BOB, NORTHWIND, STUDIO, alice, bob, green, jana, lost, red, tom,
};

/// A click on a location and the network's question, also where it would let pass unasked.
async fn asked_again(stage: &mut Stage, name: &str) -> TestResult<Card> {
    let location = stage.location(name).await?.id;
    let attempt = stage.begin_connecting(&location).await?.attempt;
    stage.ask(SignInRequest::TryAgain { attempt }).await?;
    stage.card_of(&location).await
}

#[tokio::test]
async fn another_account_is_refused_with_both_names_and_nothing_is_written() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let before = stage.location(ALICE).await?;
    let card = stage.begin_connecting(&before.id).await?;
    stage.approve(&card, &mut bob()).await?;
    let (expected, got, can_add) = stage.wrong_account(&card).await?;
    assert_eq!((&*expected, &*got, can_add), (ALICE, BOB, true));

    stage
        .ask(SignInRequest::CancelSignIn {
            attempt: card.attempt,
        })
        .await?;
    assert_eq!(stage.location(ALICE).await?, before);
    let mut stage = stage.restart().await?;
    stage.look().await?;
    assert_eq!(stage.snapshot().await?.locations.len(), 1);
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn the_one_who_came_can_be_added_as_new() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let before = stage.location(ALICE).await?;
    let card = stage.begin_connecting(&before.id).await?;
    stage.approve(&card, &mut bob()).await?;
    stage.wrong_account(&card).await?;
    let attempt = card.attempt;
    stage.ask(SignInRequest::AddAsNew { attempt }).await?;
    stage.over(&card).await?;
    assert_eq!(stage.location(ALICE).await?, before);
    assert!(green(&stage.location(BOB).await?.health));
    Ok(())
}

#[tokio::test]
async fn a_page_of_somebody_else_is_refused_and_trying_again_brings_the_chooser() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let before = stage.location(BAKERY).await?;
    let card = stage.begin_connecting(&before.id).await?;
    let mut browser = tom();
    stage.approve(&card, &mut browser).await?;
    let (expected, got, can_add) = stage.wrong_account(&card).await?;
    assert_eq!(expected, "Harbour Lane Bakery (Jana Weiss)");
    assert_eq!((&*got, can_add), ("Tom Reyes", true));

    let attempt = card.attempt;
    stage.ask(SignInRequest::TryAgain { attempt }).await?;
    let card = stage.card_of(&before.id).await?;
    let mut browser = browser.becomes("Jana Weiss");
    stage.approve(&card, &mut browser).await?;
    stage.over(&card).await?;
    assert!(
        browser.pressed().contains(&"other".to_owned()),
        "{:?}",
        browser.pressed()
    );
    let after = stage.location(BAKERY).await?;
    assert!(green(&after.health));
    assert_eq!(
        after.login.map(|login| login.name).as_deref(),
        Some("Jana Weiss")
    );
    Ok(())
}

#[tokio::test]
async fn what_was_disconnected_is_still_the_same_account() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let location = stage.location(ALICE).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(ALICE, |one| red(&one.health)).await?;
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut bob()).await?;
    let (expected, got, _) = stage.wrong_account(&card).await?;
    assert_eq!((&*expected, &*got), (ALICE, BOB));
    Ok(())
}

#[tokio::test]
async fn a_new_token_that_passes_no_look_replaces_nothing() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let before = stage.location(BAKERY).await?;
    let card = stage.begin_connecting(&before.id).await?;
    // The first asks who approved, the second is the look with the new token.
    let mut held = stage.line.hold("/me", 1);
    stage.approve(&card, &mut jana()).await?;
    held.sent().await?;
    let aim = json!({ "person": "Jana Weiss", "page": BAKERY });
    stage
        .control
        .trouble("facebook", "role_removed", aim)
        .await?;
    held.go()?;
    let failed = stage.failure_in_full(&card).await?;
    assert_eq!(failed.failure, SignInFailureCode::Refused);
    assert_eq!(failed.cause, Some(Cause::AccessLost));
    assert_eq!(stage.location(BAKERY).await?, before);

    stage.control.calm().await?;
    let mut stage = stage.restart().await?;
    stage.look().await?;
    let after = stage.location(BAKERY).await?;
    assert!(green(&after.health), "the old token still works");
    assert_eq!(after.connected_at, before.connected_at);
    Ok(())
}

#[tokio::test]
async fn one_consent_heals_every_page_of_the_login() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage
        .control
        .trouble("facebook", "password_changed", aim)
        .await?;
    stage.look().await?;
    let cause = Cause::PasswordChanged;
    for name in [BAKERY, NORTHWIND] {
        assert!(lost(&stage.location(name).await?.health, cause), "{name}");
    }
    let location = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.over(&card).await?;
    stage.look().await?;
    for name in [BAKERY, NORTHWIND] {
        assert!(green(&stage.location(name).await?.health), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn what_works_with_somebody_elses_approval_stays_with_them() -> TestResult {
    let login = async |stage: &Stage| -> TestResult<_> {
        Ok(stage
            .location(NORTHWIND)
            .await?
            .login
            .map(|login| login.name))
    };
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut tom(), &[NORTHWIND, STUDIO]).await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    assert_eq!(login(&stage).await?.as_deref(), Some("Tom Reyes"));

    // What Tom's approval no longer carries, Jana's may.
    let aim = json!({ "person": "Tom Reyes" });
    stage
        .control
        .trouble("facebook", "password_changed", aim)
        .await?;
    stage.look().await?;
    let location = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(NORTHWIND).await?.health));
    assert_eq!(login(&stage).await?.as_deref(), Some("Jana Weiss"));
    let studio = stage.location(STUDIO).await?.health;
    assert!(lost(&studio, Cause::PasswordChanged), "{studio:?}");
    Ok(())
}

/// Where one token serves all of a person's pages, another person's sign-in leaves it alone.
#[tokio::test]
async fn taking_a_page_back_takes_nothing_else_along() -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    stage.add("linkedin", None, &mut tom(), &[STUDIO]).await?;
    stage
        .add("linkedin", None, &mut jana(), &[NORTHWIND])
        .await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage
        .control
        .trouble("linkedin", "password_changed", aim)
        .await?;
    stage.look().await?;
    // Tom's sign-in heals it, and Jana's brings it back to her.
    for (name, mut person) in [(STUDIO, tom()), (NORTHWIND, jana())] {
        let location = stage.location(name).await?.id;
        let card = stage.begin_connecting(&location).await?;
        stage.approve(&card, &mut person).await?;
        stage.over(&card).await?;
        assert!(green(&stage.location(NORTHWIND).await?.health), "{name}");
    }
    stage.look().await?;
    for name in [STUDIO, NORTHWIND] {
        let health = stage.location(name).await?.health;
        assert!(green(&health), "{name}: {health:?}");
    }
    Ok(())
}

#[tokio::test]
async fn pages_that_the_new_approval_does_not_cover_are_reported() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let card = asked_again(&mut stage, BAKERY).await?;
    stage.approve(&card, &mut jana().ticking(&[BAKERY])).await?;
    let outcome = stage.outcome(&card).await?;
    let (bakery, northwind) = (
        stage.location(BAKERY).await?,
        stage.location(NORTHWIND).await?,
    );
    assert_eq!(outcome.connected, [bakery.id]);
    assert_eq!(outcome.lost_locations, [northwind.id]);
    assert!(green(&bakery.health));
    let cause = Cause::PermissionMissing;
    stage.look().await?;
    stage
        .until_location(NORTHWIND, |one| lost(&one.health, cause))
        .await?;
    Ok(())
}

#[tokio::test]
async fn uses_that_were_lost_or_gained_are_reported() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    for (person, lost, gained) in [
        (
            jana().declining("pages_manage_posts"),
            vec![Use::Publish],
            vec![],
        ),
        (jana(), vec![], vec![Use::Publish]),
    ] {
        let card = asked_again(&mut stage, BAKERY).await?;
        let mut person = person;
        stage.approve(&card, &mut person).await?;
        let outcome = stage.outcome(&card).await?;
        assert_eq!((outcome.lost_uses, outcome.gained_uses), (lost, gained));
        stage
            .ask(SignInRequest::CancelSignIn {
                attempt: card.attempt,
            })
            .await?;
        assert!(green(&stage.location(BAKERY).await?.health));
    }
    Ok(())
}

#[tokio::test]
async fn a_page_that_was_not_ticked_is_not_connected_by_its_neighbour() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let before = stage.location(BAKERY).await?;
    let card = asked_again(&mut stage, BAKERY).await?;
    stage
        .approve(&card, &mut jana().ticking(&[NORTHWIND]))
        .await?;
    let failure = stage.failure(&card).await?;
    assert_eq!(failure, SignInFailureCode::PageNotGranted);
    let seen = stage.snapshot().await?;
    assert_eq!(seen.locations, [before]);
    Ok(())
}
