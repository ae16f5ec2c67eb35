//! The disk fills up: what is sent has a place for its answer, what has none is named, nothing is
//! told as the network's doing, and what waited is told when there is room.

use std::sync::Arc;
use std::time::Duration;

use domain::{Cause, Icon, Trouble};
use engine::NoticeAbout;
use journeys::bad_disk::Fault;
use journeys::stage::{Held, Person, Scene, Stage, TestResult, network_named};
use protocol::{Failure, HistoryKind, LocationRequest, SignInRequest};
use vault::MemoryKeychain;

use crate::people::{BAKERY, green, jana, settle, tom};

const JANA: &str = "@harbourlane";
const RENEWALS: &str = "x POST /2/oauth2/token";
const ASKED_ANEW: &str = "/2/oauth2/token";
/// Less than the five minutes before the end of two hours in which X's tokens are renewed.
const NEARLY_OVER: i64 = 7_000;

async fn on_a_disk() -> TestResult<Stage> {
    Stage::with(Scene {
        keychain: Arc::new(MemoryKeychain::new()),
        bad_disk: true,
        ..Scene::default()
    })
    .await
}

/// A sign-in at a network that takes each refresh token once, and is due.
async fn due() -> TestResult<Stage> {
    let mut stage = on_a_disk().await?;
    stage
        .add("x", None, &mut Person::named("Jana Weiss"), &[])
        .await?;
    // The room that the sign-in secured goes with the start that it was for.
    let stage = stage.leave().await?.enter().await?;
    stage.pass(NEARLY_OVER).await?;
    Ok(stage)
}

async fn check(stage: &Stage) -> TestResult {
    stage
        .ask(LocationRequest::Check { locations: vec![] })
        .await
        .map(drop)
}

/// Its renewal is on the way.
async fn sent() -> TestResult<(Stage, Held)> {
    let stage = due().await?;
    let mut held = stage.line.hold(ASKED_ANEW, 0);
    check(&stage).await?;
    held.sent().await?;
    Ok((stage, held))
}

/// The token that lives on answers the look meanwhile.
async fn until_renewed(stage: &Stage, times: u64) -> TestResult {
    for _ in 0..200 {
        if stage.control.asked(RENEWALS).await? >= times {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(stage.control.asked(RENEWALS).await?, times);
    Ok(())
}

async fn until_green(stage: &mut Stage, name: &str) -> TestResult {
    let seen = |one: &protocol::LocationView| green(&one.health);
    stage.until_location(name, seen).await.map(drop)
}

async fn until_at_risk(stage: &mut Stage) -> TestResult {
    let not_kept = Some(Trouble::NotKeptYet);
    let at_risk = |one: &protocol::LocationView| one.health.trouble == not_kept;
    stage.until_location(JANA, at_risk).await.map(drop)
}

#[tokio::test]
async fn an_answer_has_its_place_before_it_is_asked_for() -> TestResult {
    let (mut stage, held) = sent().await?;
    let before = stage.location(JANA).await?.checked_at;
    stage.disk().fails(Fault::Full);
    held.goes_through().await?;
    let seen = stage
        .until_location(JANA, |one| one.checked_at > before)
        .await?;
    assert!(green(&seen.health), "{:?}", seen.health);
    assert_eq!(stage.shell.notices(), []);
    // The new tokens are on the disk, and not in memory alone.
    let mut stage = stage.restart().await?;
    stage.disk().recovers();
    stage.look().await?;
    until_green(&mut stage, JANA).await
}

#[tokio::test]
async fn without_a_place_for_the_answer_nothing_is_asked_and_room_lets_it_go_on() -> TestResult {
    // Where only new room is refused, what the log of the store has left may be place enough.
    for fault in [Fault::FullThroughout, Fault::Broken] {
        let mut stage = on_a_disk().await?;
        let mut jana = Person::named("Jana Weiss");
        stage.add("x", None, &mut jana, &[]).await?;
        // The room that the sign-in secured goes with the start that it was for.
        let mut stage = stage.leave().await?.enter().await?;
        stage.pass(NEARLY_OVER).await?;
        let before = stage.control.asked(RENEWALS).await?;
        stage.disk().fails(fault);
        stage.look_once().await?;
        let health = stage.location(JANA).await?.health;
        let named = match fault {
            Fault::Full | Fault::FullThroughout => Trouble::DiskFull,
            Fault::Broken => Trouble::NotStored,
        };
        assert_eq!(health.trouble, Some(named), "{fault:?}: {health:?}");
        assert_eq!(health.icon, Icon::Cloud);
        assert_eq!(stage.control.asked(RENEWALS).await?, before, "{fault:?}");
        stage.disk().recovers();
        settle(&stage).await?;
        until_green(&mut stage, JANA).await?;
        check(&stage).await?;
        until_renewed(&stage, before + 1).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_that_the_disk_does_not_take_waits_in_memory_and_a_person_hears_of_it()
-> TestResult {
    for fault in [Fault::FullThroughout, Fault::Broken] {
        let (mut stage, held) = sent().await?;
        stage.disk().fails(fault);
        held.goes_through().await?;
        until_at_risk(&mut stage).await?;
        let standing = stage.shell.standing();
        let about = standing.get("disk").map(|notice| &notice.about);
        assert!(
            matches!(about, Some(NoticeAbout::NotKeptYet { locations, .. }) if locations.len() == 1),
            "{about:?}"
        );
        let renewals = stage.control.asked(RENEWALS).await?;
        stage.disk().recovers();
        settle(&stage).await?;
        until_green(&mut stage, JANA).await?;
        assert!(!stage.shell.standing().contains_key("disk"));
        assert_eq!(stage.control.asked(RENEWALS).await?, renewals, "{fault:?}");
        let mut stage = stage.restart().await?;
        stage.look().await?;
        until_green(&mut stage, JANA).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_waits_in_memory_is_written_as_the_app_ends() -> TestResult {
    let (mut stage, held) = sent().await?;
    stage.disk().fails(Fault::FullThroughout);
    held.goes_through().await?;
    until_at_risk(&mut stage).await?;
    stage.disk().recovers();
    stage.handle.take_leave().await.ok();
    let renewals = stage.control.asked(RENEWALS).await?;
    let mut stage = stage.leave().await?.enter().await?;
    stage.look().await?;
    until_green(&mut stage, JANA).await?;
    assert_eq!(stage.control.asked(RENEWALS).await?, renewals);
    Ok(())
}

#[tokio::test]
async fn a_sign_in_that_was_lost_with_the_app_is_not_told_as_the_networks_doing() -> TestResult {
    let (mut stage, held) = sent().await?;
    stage.disk().fails(Fault::FullThroughout);
    held.goes_through().await?;
    until_at_risk(&mut stage).await?;
    let set = stage.leave().await?;
    let mut stage = set.enter().await?;
    stage.disk().recovers();
    stage.look().await?;
    let lost = stage
        .until_location(JANA, |one| one.health.icon == Icon::BrokenLink)
        .await?;
    assert_eq!(lost.health.cause, Some(Cause::NotKept));
    Ok(())
}

#[tokio::test]
async fn a_new_sign_in_on_a_full_disk_names_it_before_anybody_approves() -> TestResult {
    let mut stage = on_a_disk().await?;
    let add = || SignInRequest::AddLocation {
        network: network_named("facebook"),
        host: None,
        client: None,
    };
    for (fault, failure) in [
        (Fault::Full, Failure::DiskFull),
        (Fault::FullThroughout, Failure::DiskFull),
        (Fault::Broken, Failure::NotStored),
    ] {
        stage.disk().fails(fault);
        let refused = stage.refusal(add()).await?;
        stage.disk().recovers();
        assert_eq!(refused, failure, "{fault:?}");
        let seen = stage.snapshot().await?;
        assert!(seen.locations.is_empty() && seen.attempts.is_empty());
    }
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    until_green(&mut stage, BAKERY).await
}

#[tokio::test]
async fn a_disk_that_fills_up_during_a_sign_in_leaves_no_half_of_it() -> TestResult {
    let mut stage = on_a_disk().await?;
    let card = stage.begin_adding("facebook", None).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.offer(&card).await?;
    stage.disk().fails(Fault::FullThroughout);
    stage.pick(&card, &[BAKERY]).await?;
    let failed = stage.failure_in_full(&card).await?;
    assert_eq!(failed.trouble, Some(Trouble::DiskFull));
    assert!(stage.snapshot().await?.locations.is_empty());
    stage.disk().recovers();
    let mut stage = stage.restart().await?;
    assert!(stage.snapshot().await?.locations.is_empty());
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    until_green(&mut stage, BAKERY).await
}

#[tokio::test]
async fn what_could_not_be_told_for_want_of_room_is_told_within_a_minute_of_it() -> TestResult {
    let mut stage = on_a_disk().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    stage.add_pages(&mut tom(), &["Studio Ost"]).await?;
    stage.disk().fails(Fault::FullThroughout);
    stage
        .control
        .trouble("facebook", "expired", serde_json::json!({ "page": BAKERY }))
        .await?;
    stage.look().await?;
    settle(&stage).await?;
    let [only] = &stage.shell.notices()[..] else {
        return Err(journeys::Trouble::unexpected(format!(
            "{:?}",
            stage.shell.notices()
        )));
    };
    assert_eq!(only.about, NoticeAbout::CannotWrite);
    stage.disk().recovers();
    let a_minute = std::time::Duration::from_secs(20);
    for _ in 0..3 {
        tokio::time::pause();
        tokio::time::advance(a_minute).await;
        tokio::time::resume();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        stage.snapshot().await?;
    }
    let told = |stage: &Stage| {
        let notices = stage.shell.notices().into_iter();
        notices
            .filter(|notice| matches!(&notice.about, NoticeAbout::StoppedWorking { name, .. } if name == BAKERY))
            .count()
    };
    assert_eq!(told(&stage), 1);
    assert!(!stage.shell.standing().contains_key("disk"));
    let stopped = |lines: Vec<protocol::HistoryEntryView>| {
        let mut lines = lines.into_iter();
        lines.any(|line| line.what == HistoryKind::StoppedWorking)
    };
    assert!(stopped(stage.history(BAKERY).await?));
    // What was found meanwhile is known to the next start, and told no second time.
    let stage = stage.restart().await?;
    assert_eq!(stage.location(BAKERY).await?.health.icon, Icon::BrokenLink);
    settle(&stage).await?;
    assert_eq!(told(&stage), 0);
    assert!(stopped(stage.history(BAKERY).await?));
    Ok(())
}
