//! 8: what several locations lose together is one event: judged by its pattern, told once, and
//! called probable where the network did not say it.

use domain::{Cause, Icon};
use engine::{Notice, NoticeAbout};
use journeys::stage::{Stage, TestResult};
use protocol::{HistoryKind, LocationRequest, StateCode};
use serde_json::json;

use crate::people::{BAKERY, NORTHWIND, STUDIO, green, jana, later, lost, settle, tom};

const PAGES: [&str; 3] = [BAKERY, NORTHWIND, STUDIO];

/// Two pages of Jana's and one of Tom's.
async fn two_people() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    stage.add_pages(&mut tom(), &[STUDIO]).await?;
    Ok(stage)
}

/// What was told, if it was told with one notice.
async fn one_notice(stage: &Stage) -> TestResult<Notice> {
    settle(stage).await?;
    let [notice] = &stage.shell.notices()[..] else {
        panic!("one notice was expected: {:?}", stage.shell.notices());
    };
    Ok(notice.clone())
}

async fn is_probably_reset(stage: &Stage, name: &str) -> TestResult {
    let health = stage.location(name).await?.health;
    assert!(lost(&health, Cause::BlanketReset), "{name}: {health:?}");
    assert!(health.probably, "{name}");
    Ok(())
}

#[tokio::test]
async fn a_reset_of_everybody_is_one_notice_and_probably_a_reset() -> TestResult {
    let mut stage = two_people().await?;
    let trouble = stage
        .control
        .trouble("facebook", "blanket_reset", json!({}));
    trouble.await?;
    stage.look().await?;
    let NoticeAbout::ManyStoppedWorking {
        locations,
        person,
        cause,
        probable,
        ..
    } = one_notice(&stage).await?.about
    else {
        panic!("many were expected");
    };
    assert_eq!((locations.len(), person, probable), (3, None, true));
    assert_eq!(cause, domain::Cause::BlanketReset);
    for name in PAGES {
        is_probably_reset(&stage, name).await?;
        let lines = stage.history(name).await?;
        let losses = lines
            .iter()
            .filter(|line| line.what == HistoryKind::StoppedWorking);
        assert_eq!(losses.count(), 1, "{name}");
    }

    let mut stage = stage.restart().await?;
    stage.look().await?;
    for name in PAGES {
        is_probably_reset(&stage, name).await?;
    }
    settle(&stage).await?;
    assert!(stage.shell.notices().is_empty(), "it was told before");
    Ok(())
}

#[tokio::test]
async fn one_look_at_one_page_finds_the_reset_of_all() -> TestResult {
    let stage = two_people().await?;
    let trouble = stage
        .control
        .trouble("facebook", "blanket_reset", json!({}));
    trouble.await?;
    let bakery = stage.location(BAKERY).await?.id;
    // Looks of the same minute would not be repeated.
    stage.pass(3600).await?;
    let locations = vec![bakery];
    stage.ask(LocationRequest::Check { locations }).await?;
    // The page is asked about again, then the others are, and each of them again.
    for seconds in [40, 40, 40, 320] {
        later(&stage, seconds).await?;
    }
    for name in PAGES {
        is_probably_reset(&stage, name).await?;
    }
    one_notice(&stage).await?;
    Ok(())
}

#[tokio::test]
async fn after_a_reset_who_signs_in_anew_leaves_the_others_with_the_same_cause() -> TestResult {
    let mut stage = two_people().await?;
    let trouble = stage
        .control
        .trouble("facebook", "blanket_reset", json!({}));
    trouble.await?;
    stage.look().await?;
    let studio = stage.location(STUDIO).await?.id;
    let card = stage.begin_connecting(&studio).await?;
    let approves = &mut tom().ticking(&[STUDIO]);
    stage.approve(&card, approves).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(STUDIO).await?.health));
    stage.look().await?;
    is_probably_reset(&stage, BAKERY).await?;
    is_probably_reset(&stage, NORTHWIND).await?;
    Ok(())
}

#[tokio::test]
async fn one_persons_password_is_one_notice_with_the_persons_name() -> TestResult {
    let mut stage = two_people().await?;
    let aim = json!({ "person": "Jana Weiss" });
    let trouble = stage.control.trouble("facebook", "password_changed", aim);
    trouble.await?;
    stage.look().await?;
    let NoticeAbout::ManyStoppedWorking {
        locations,
        person,
        cause,
        probable,
        ..
    } = one_notice(&stage).await?.about
    else {
        panic!("many were expected");
    };
    assert_eq!(locations.len(), 2);
    assert_eq!(person.as_deref(), Some("Jana Weiss"));
    assert_eq!((cause, probable), (domain::Cause::PasswordChanged, false));
    for name in [BAKERY, NORTHWIND] {
        let health = stage.location(name).await?.health;
        assert!(
            lost(&health, Cause::PasswordChanged) && !health.probably,
            "{health:?}"
        );
    }
    assert!(green(&stage.location(STUDIO).await?.health));
    Ok(())
}

#[tokio::test]
async fn one_pages_role_is_its_own_loss() -> TestResult {
    let mut stage = two_people().await?;
    let aim = json!({ "person": "Jana Weiss", "page": NORTHWIND });
    let trouble = stage.control.trouble("facebook", "role_removed", aim);
    trouble.await?;
    stage.look().await?;
    let gone = stage.location(NORTHWIND).await?;
    let NoticeAbout::StoppedWorking {
        location,
        cause,
        probable,
        ..
    } = one_notice(&stage).await?.about
    else {
        panic!("one was expected");
    };
    assert_eq!(location, gone.id);
    assert_eq!((cause, probable), (domain::Cause::AccessLost, false));
    assert!(lost(&gone.health, Cause::AccessLost) && !gone.health.probably);
    for name in [BAKERY, STUDIO] {
        assert!(green(&stage.location(name).await?.health), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn what_works_again_before_it_is_told_is_not_told() -> TestResult {
    let mut stage = two_people().await?;
    let aim = json!({ "person": "Jana Weiss" });
    let trouble = stage.control.trouble("facebook", "checkpoint", aim);
    trouble.await?;
    stage.look().await?;
    assert!(!green(&stage.location(BAKERY).await?.health));
    stage.control.calm().await?;
    stage.look().await?;
    for name in [BAKERY, NORTHWIND] {
        stage.until_location(name, |one| green(&one.health)).await?;
    }
    settle(&stage).await?;
    assert!(stage.shell.notices().is_empty());
    Ok(())
}

#[tokio::test]
async fn an_outage_notifies_nobody_and_turns_nothing_red() -> TestResult {
    let mut stage = two_people().await?;
    stage
        .control
        .trouble("facebook", "outage", json!({}))
        .await?;
    stage.look().await?;
    settle(&stage).await?;
    for name in PAGES {
        let health = stage.location(name).await?.health;
        assert_eq!(health.icon, Icon::Cloud, "{name}");
        assert_eq!(health.state, StateCode::CannotCheck, "{name}");
    }
    assert!(stage.shell.notices().is_empty());
    Ok(())
}
