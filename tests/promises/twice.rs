//! A refused renewal alone turns nothing red: the network must say no twice, some time apart, and
//! a token that works has the last word.

use std::time::Duration;

use journeys::Trouble;
use journeys::stage::{Person, Stage, TestResult};
use protocol::{HistoryKind, LocationRequest};
use serde_json::json;

use crate::networks::{Ports, ports};
use crate::people::{BAKERY, green, settle};

const RENEWALS: &str = "youtube POST /token";
/// Less than the five minutes before the end of an hour in which YouTube's tokens are renewed.
const NEARLY_OVER: i64 = 3_400;
/// Past that end.
const OVER: i64 = 3_700;

/// What the API and the token endpoint say to a token that is dead.
const LOOKS: &str = "/youtube/v3/channels";
const REFUSED_LOOK: &str = r#"{"error":{"code":401,"message":"Invalid Credentials","errors":[{"message":"Invalid Credentials","domain":"global","reason":"authError"}],"status":"UNAUTHENTICATED"}}"#;
const TOKENS: &str = "/token";
const REFUSED_RENEWAL: &str = r#"{"error":"invalid_grant","error_description":"Bad Request"}"#;

/// A connected channel, and how often its network was asked for a renewal before.
async fn connected() -> TestResult<(Ports, Stage, u64)> {
    let ports = ports().await;
    let mut stage = Stage::set().await?;
    let mut person = Person::named("Jana Weiss").choosing(BAKERY);
    stage.add("youtube", None, &mut person, &[]).await?;
    let before = stage.control.asked(RENEWALS).await?;
    Ok((ports, stage, before))
}

/// A channel whose owner's employer forbids every renewal, and lets go on what goes on.
async fn forbidden() -> TestResult<(Ports, Stage, u64)> {
    let (ports, stage, before) = connected().await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage
        .control
        .trouble("youtube", "admin_policy_enforced", aim)
        .await?;
    Ok((ports, stage, before))
}

/// Checks, and waits until the network was asked so often for a renewal and has answered.
async fn checked(stage: &Stage, asked: u64) -> TestResult {
    stage
        .ask(LocationRequest::Check { locations: vec![] })
        .await?;
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if stage.control.asked(RENEWALS).await? >= asked {
            tokio::time::sleep(Duration::from_millis(150)).await;
            return Ok(());
        }
    }
    Err(Trouble::unexpected("the network was not asked"))
}

/// Checks, and waits for a look that finds it working.
async fn checked_green(stage: &mut Stage, asked: u64) -> TestResult {
    let seen = stage.location(BAKERY).await?.checked_at;
    checked(stage, asked).await?;
    let kept = stage
        .until_location(BAKERY, |one| one.checked_at > seen)
        .await?;
    assert!(green(&kept.health), "{:?}", kept.health);
    Ok(())
}

#[tokio::test]
async fn a_refused_renewal_changes_nothing_while_the_token_works() -> TestResult {
    let (_ports, mut stage, before) = forbidden().await?;
    stage.pass(NEARLY_OVER).await?;
    checked_green(&mut stage, before + 1).await?;
    settle(&stage).await?;
    assert!(stage.shell.notices().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_token_that_ended_is_asked_for_twice_and_no_check_shortens_the_time_between() -> TestResult
{
    let (_ports, mut stage, before) = forbidden().await?;
    stage.pass(OVER).await?;
    checked(&stage, before + 1).await?;
    for _ in 0..3 {
        checked(&stage, before + 1).await?;
        let health = stage.location(BAKERY).await?.health;
        assert!(green(&health), "{health:?}");
        assert!(stage.shell.notices().is_empty());
    }
    assert_eq!(stage.control.asked(RENEWALS).await?, before + 1);
    settle(&stage).await?;
    let lost = stage.until_location(BAKERY, |one| !green(&one.health));
    assert!(lost.await?.health.cause.is_some());
    assert_eq!(stage.control.asked(RENEWALS).await?, before + 2);
    // It is told when a third no confirms it.
    stage.look().await?;
    settle(&stage).await?;
    assert_eq!(stage.shell.notices().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_no_that_is_taken_back_in_between_is_never_told() -> TestResult {
    let (_ports, mut stage, before) = forbidden().await?;
    stage.pass(OVER).await?;
    let seen = stage.location(BAKERY).await?.checked_at;
    checked(&stage, before + 1).await?;
    stage.control.calm().await?;
    settle(&stage).await?;
    let kept = stage
        .until_location(BAKERY, |one| one.checked_at > seen)
        .await?;
    assert!(green(&kept.health), "{:?}", kept.health);
    assert!(stage.shell.notices().is_empty());
    let history = stage.history(BAKERY).await?;
    assert!(
        history
            .iter()
            .all(|line| line.what != HistoryKind::StoppedWorking)
    );
    Ok(())
}

#[tokio::test]
async fn a_renewed_token_that_ends_before_its_time_is_renewed_again() -> TestResult {
    let (_ports, mut stage, before) = connected().await?;
    stage.pass(OVER).await?;
    checked_green(&mut stage, before + 1).await?;
    stage.pass(60).await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage.control.trouble("youtube", "expired", aim).await?;
    checked_green(&mut stage, before + 2).await?;
    settle(&stage).await?;
    assert!(stage.shell.notices().is_empty());
    Ok(())
}

/// Looks once, which must leave a no that waits for another; the next looks find none.
async fn was_a_mistake(stage: &mut Stage) -> TestResult {
    stage
        .ask(LocationRequest::Check { locations: vec![] })
        .await?;
    let unsure = stage.until_location(BAKERY, |one| one.asks_again || !green(&one.health));
    let unsure = unsure.await?;
    assert!(green(&unsure.health), "{:?}", unsure.health);
    stage.look().await?;
    let kept = stage.location(BAKERY).await?;
    assert!(!kept.asks_again && green(&kept.health), "{:?}", kept.health);
    settle(stage).await?;
    assert!(stage.shell.notices().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_single_no_to_a_token_that_was_just_renewed_turns_nothing_red() -> TestResult {
    let (_ports, mut stage, before) = connected().await?;
    stage.pass(OVER).await?;
    stage.line.instead_for(1, LOOKS, 401, &[], REFUSED_LOOK);
    was_a_mistake(&mut stage).await?;
    assert_eq!(stage.control.asked(RENEWALS).await?, before + 1);
    Ok(())
}

#[tokio::test]
async fn noes_to_a_look_and_to_its_renewal_within_a_moment_are_one() -> TestResult {
    let (_ports, mut stage, _) = connected().await?;
    stage.line.instead_for(1, LOOKS, 401, &[], REFUSED_LOOK);
    stage.line.instead_for(1, TOKENS, 400, &[], REFUSED_RENEWAL);
    was_a_mistake(&mut stage).await
}

#[tokio::test]
async fn a_renewal_that_was_refused_by_mistake_is_asked_for_again() -> TestResult {
    let (_ports, mut stage, before) = connected().await?;
    stage.pass(60).await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage.control.trouble("youtube", "expired", aim).await?;
    stage.line.instead_for(1, TOKENS, 400, &[], REFUSED_RENEWAL);
    was_a_mistake(&mut stage).await?;
    assert_eq!(stage.control.asked(RENEWALS).await?, before + 1);
    Ok(())
}
