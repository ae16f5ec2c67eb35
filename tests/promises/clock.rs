//! A computer whose clock is wrong: it is told, by how much where that is known, and nothing breaks
//! by it.

use domain::Unavailable;
use journeys::stage::{Person, Stage, TestResult};
use serde_json::json;

use crate::people::{ALICE, BAKERY, alice, green, jana};

const JANA: &str = "@jana.practice";
/// What a look asks.
const SESSION: &str = "/xrpc/com.atproto.server.getSession";
const HOUR: i64 = 3_600;

/// Proves in her browser that she is `@jana.practice`.
async fn add_bluesky(stage: &mut Stage) -> TestResult {
    let mut person = Person::named("Jana Weiss").choosing(JANA);
    stage.add("bluesky", Some(JANA), &mut person, &[]).await
}

/// Waits until so many minutes are told, or that nothing is wrong.
async fn clock_told(stage: &mut Stage, minutes: Option<i32>) -> TestResult {
    let told = format!("the clock is off by {minutes:?}");
    stage
        .until(&told, |seen| {
            let reach = &seen.reach;
            let right = reach.clock_off_minutes == minutes;
            (right && reach.clock_is_wrong == minutes.is_some()).then_some(())
        })
        .await
}

#[tokio::test]
async fn a_wrong_clock_is_told_and_what_it_signs_is_accepted_all_the_same() -> TestResult {
    for minutes in [12, -12] {
        let mut stage = Stage::set().await?;
        stage.clock_goes_wrong(i64::from(minutes) * 60);
        add_bluesky(&mut stage).await?;
        assert!(green(&stage.location(JANA).await?.health), "{minutes}");
        clock_told(&mut stage, Some(minutes)).await?;
        // Its access token lives for an hour.
        stage.pass(2 * HOUR).await?;
        stage.look().await?;
        assert!(green(&stage.location(JANA).await?.health), "{minutes}");
        clock_told(&mut stage, Some(minutes)).await?;

        stage.clock_goes_wrong(0);
        stage.look().await?;
        assert!(green(&stage.location(JANA).await?.health), "{minutes}");
        clock_told(&mut stage, None).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_clock_that_is_right_is_not_told_however_much_time_passes() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    add_bluesky(&mut stage).await?;
    for _ in 0..3 {
        stage.pass(30 * HOUR).await?;
        stage.look().await?;
        clock_told(&mut stage, None).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_network_whose_own_clock_is_wrong_accuses_nobody_that_another_speaks_for() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    for seconds in [12 * 60, -400 * 24 * HOUR] {
        let aim = json!({ "seconds": seconds });
        stage
            .control
            .trouble("mastodon", "lying_clock", aim)
            .await?;
        for _ in 0..3 {
            stage.look().await?;
            assert!(green(&stage.location(ALICE).await?.health));
            clock_told(&mut stage, None).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_network_that_refuses_for_the_time_is_believed_where_no_other_contradicts() -> TestResult
{
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    add_bluesky(&mut stage).await?;
    stage.line.nothing(SESSION, Unavailable::WrongClock);
    stage.look().await?;
    let health = stage.location(JANA).await?.health;
    assert_eq!(health.hiccup, Some(Unavailable::WrongClock));
    assert!(green(&stage.location(ALICE).await?.health));
    clock_told(&mut stage, None).await?;

    // Since the clock was set nobody has told the time.
    stage
        .line
        .nothing("/verify_credentials", Unavailable::Silent);
    stage.clock_goes_wrong(12 * 60);
    stage.look().await?;
    stage
        .until("a clock that is wrong", |seen| {
            let reach = &seen.reach;
            (reach.clock_is_wrong && reach.clock_off_minutes.is_none()).then_some(())
        })
        .await?;
    stage.line.plain();
    stage.clock_goes_wrong(0);
    stage.look().await?;
    assert!(green(&stage.location(JANA).await?.health));
    clock_told(&mut stage, None).await
}
