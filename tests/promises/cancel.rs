//! 3: cancel, or close the window: the icon stays as it was and nothing else changes.

use domain::Cause;
use journeys::stage::{Card, Stage, TestResult};
use protocol::{HistoryKind, LocationRequest, LocationView, SignInFailureCode, SignInRequest};
use serde_json::json;

use crate::people::{ALICE, BAKERY, INSTANCE, NORTHWIND, alice, green, jana, lost, red};

/// A page in each state that a click can start from: green, red, and no longer working.
async fn mixed() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    stage.add_account(&mut alice()).await?;
    let location = stage.location(BAKERY).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    stage.until_location(BAKERY, |one| red(&one.health)).await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage
        .control
        .trouble("facebook", "password_changed", aim)
        .await?;
    stage.look().await?;
    let cause = Cause::PasswordChanged;
    stage
        .until_location(NORTHWIND, |one| lost(&one.health, cause))
        .await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(stage)
}

async fn list(stage: &Stage) -> TestResult<Vec<LocationView>> {
    let seen = stage.snapshot().await?;
    assert!(seen.attempts.is_empty(), "{:?}", seen.attempts);
    Ok(seen.locations)
}

/// The ways in which a person, or the world, ends a sign-in without an approval.
#[derive(Clone, Copy, Debug)]
enum Way {
    SaysNoAtTheNetwork,
    CancelsHere,
    ClosesTheWindow,
}

async fn end(stage: &mut Stage, card: &Card, way: Way, person: &str) -> TestResult {
    match way {
        Way::SaysNoAtTheNetwork => {
            let mut person = journeys::stage::Person::named(person);
            let address = person.cancels(&card.page).await?;
            stage.bring_back(card, &address).await?;
            // The app says so too, until a person puts it away.
            let failed = stage.failure_in_full(card).await?;
            assert_eq!(failed.failure, SignInFailureCode::Cancelled);
            let attempt = card.attempt;
            stage.ask(SignInRequest::CancelSignIn { attempt }).await?;
        }
        Way::CancelsHere => {
            let attempt = card.attempt;
            stage.ask(SignInRequest::CancelSignIn { attempt }).await?;
        }
        Way::ClosesTheWindow => stage.close_window(card)?,
    }
    stage.over(card).await
}

#[tokio::test]
async fn however_a_sign_in_is_broken_off_everything_is_as_it_was() -> TestResult {
    let mut stage = mixed().await?;
    let before = list(&stage).await?;
    let all = [
        Way::SaysNoAtTheNetwork,
        Way::CancelsHere,
        Way::ClosesTheWindow,
    ];
    // Alice's token works: her instance would let her pass without a question.
    for (name, ways) in [(BAKERY, &all[..]), (NORTHWIND, &all), (ALICE, &all[1..2])] {
        let location = stage.location(name).await?.id;
        for &way in ways {
            let card = stage.begin_connecting(&location).await?;
            end(&mut stage, &card, way, "Jana Weiss").await?;
            assert_eq!(list(&stage).await?, before, "{name} {way:?}");
            assert!(stage.shell.open_windows().is_empty());
        }
    }
    // A person's own no is no failure.
    let history = stage.history(BAKERY).await?;
    let failed = |one: &protocol::HistoryEntryView| one.what == HistoryKind::SignInFailed;
    assert!(!history.iter().any(failed), "{history:?}");
    let after = stage.restart().await?;
    let names = |all: &[LocationView]| -> Vec<_> {
        all.iter().map(|one| (one.id, one.connected_at)).collect()
    };
    assert_eq!(names(&list(&after).await?), names(&before));
    Ok(())
}

#[tokio::test]
async fn breaking_off_while_adding_leaves_an_empty_list_empty() -> TestResult {
    let mut stage = Stage::set().await?;
    for way in [
        Way::SaysNoAtTheNetwork,
        Way::CancelsHere,
        Way::ClosesTheWindow,
    ] {
        let card = stage.begin_adding("facebook", None).await?;
        end(&mut stage, &card, way, "Jana Weiss").await?;
        assert!(list(&stage).await?.is_empty(), "{way:?}");
    }
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    end(&mut stage, &card, Way::SaysNoAtTheNetwork, "@alice").await?;
    assert!(list(&stage).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_working_connection_keeps_working_while_a_sign_in_is_broken_off() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&location).await?;
    stage.close_window(&card)?;
    stage.over(&card).await?;
    let checked = stage.location(BAKERY).await?.checked_at;
    stage.look().await?;
    let after = stage.location(BAKERY).await?;
    assert!(
        green(&after.health) && after.checked_at > checked,
        "{after:?}"
    );
    Ok(())
}

#[tokio::test]
async fn an_app_that_dies_while_a_person_is_away_forgets_the_sign_in() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let before = stage.location(BAKERY).await?;
    let card = stage.begin_connecting(&before.id).await?;
    let late = jana().approves(&card.page).await?;

    let mut stage = stage.restart().await?;
    assert!(stage.snapshot().await?.attempts.is_empty());
    let asked = stage
        .control
        .asked("facebook POST /v25.0/oauth/access_token")
        .await?;
    stage.bring_back(&card, &late).await?;
    stage.look().await?;
    let after = stage.location(BAKERY).await?;
    assert!(green(&after.health));
    assert_eq!(after.connected_at, before.connected_at);
    let exchanged = stage
        .control
        .asked("facebook POST /v25.0/oauth/access_token")
        .await?;
    assert_eq!(exchanged, asked, "the late answer was spent");
    Ok(())
}

#[tokio::test]
async fn an_app_that_dies_while_tokens_are_fetched_is_as_it_was() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    let mut held = stage.line.hold("/accounts/verify_credentials", 0);
    stage.approve(&card, &mut alice()).await?;
    held.sent().await?;
    let stage = stage.restart().await?;
    held.go()?;
    assert!(list(&stage).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_close_that_crosses_the_answer_is_no_cancel() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    let mut held = stage.line.hold("/oauth/access_token", 0);
    stage.approve(&card, &mut jana()).await?;
    held.sent().await?;
    // The desktop reports a close that a person made in the same moment.
    stage.handle.sign_in_window_closed(card.attempt);
    held.go()?;
    stage.pick(&card, &[BAKERY]).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn a_sign_in_window_that_breaks_down_ends_the_sign_in_with_its_reason() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    let attempt = card.attempt;
    stage.handle.sign_in_window_died(attempt);
    let why = stage.failure(&card).await?;
    assert_eq!(why, SignInFailureCode::WindowDied);
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_sign_in_window_that_breaks_down_after_the_answer_is_not_missed() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("facebook", None).await?;
    let mut held = stage.line.hold("/oauth/access_token", 0);
    stage.approve(&card, &mut jana()).await?;
    held.sent().await?;
    let attempt = card.attempt;
    stage.handle.sign_in_window_died(attempt);
    held.go()?;
    stage.pick(&card, &[BAKERY]).await?;
    stage.over(&card).await
}
