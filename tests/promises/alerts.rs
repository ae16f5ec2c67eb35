//! 7 and 8: a person is told in good time, once, when they want to hear it, and no longer than it
//! is true.

use std::time::Duration;

use domain::{Cause, Span};
use engine::NoticeAbout;
use journeys::stage::{Person, Stage, TestResult};
use protocol::{AlertRequest, AlertsChoice, EventKind, LocationRequest, QuietHours, StepsOf};
use serde_json::json;

use crate::networks::ports;
use crate::people::{BAKERY, NORTHWIND, green, jana, lost, settle};

const DAY: i64 = 86_400;
/// How long an ordinary LinkedIn app's sign-in lasts.
const LIFE: i64 = 60;

/// Jana's bakery at LinkedIn, whose sign-in ends in sixty days.
pub async fn sixty_days() -> TestResult<Stage> {
    let mut stage = Stage::set().await?;
    let mut person = Person::named("Jana Weiss");
    stage.add("linkedin", None, &mut person, &[BAKERY]).await?;
    settle(&stage).await?;
    Ok(stage)
}

/// Lets days pass, and the watch notice that they did.
pub async fn pass_days(stage: &Stage, days: i64) -> TestResult {
    stage.pass(days * DAY).await?;
    noticed(stage).await
}

/// Lets the watch's timer ring, and what it finds settle.
async fn noticed(stage: &Stage) -> TestResult {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(16 * 60)).await;
    tokio::time::resume();
    settle(stage).await
}

/// The days that the notices told so far named.
pub fn days_told(stage: &Stage) -> Vec<u16> {
    let notices = stage.shell.notices().into_iter();
    notices
        .map(|notice| match notice.about {
            NoticeAbout::SignInEnds { days, .. } | NoticeAbout::ManySignInsEnd { days, .. } => days,
            NoticeAbout::StoppedWorking { .. }
            | NoticeAbout::ManyStoppedWorking { .. }
            | NoticeAbout::NotKeptYet { .. }
            | NoticeAbout::CannotWrite
            | NoticeAbout::WrongClock { .. }
            | NoticeAbout::KeychainClosed { .. }
            | NoticeAbout::StoreMoved
            | NoticeAbout::Unheard { .. } => 999,
        })
        .collect()
}

pub async fn choice(stage: &Stage) -> TestResult<AlertsChoice> {
    Ok(stage.snapshot().await?.alerts.choice)
}

/// The minute of the day at the stage.
async fn minute(stage: &Stage) -> TestResult<u16> {
    let bakery = stage.location(BAKERY).await?;
    let now = bakery.checked_at.expect("it was just looked at");
    Ok(u16::try_from(now / 60_000 % 1440).unwrap_or(0))
}

#[tokio::test]
async fn every_step_is_told_once_and_the_next_takes_its_place() -> TestResult {
    let _ports = ports().await;
    let stage = sixty_days().await?;
    assert!(stage.shell.notices().is_empty());
    pass_days(&stage, 45).await?;
    assert!(stage.shell.notices().is_empty(), "15 days are left");
    for (passed, told) in [(2, 1), (1, 1), (6, 2), (4, 3), (1, 4)] {
        pass_days(&stage, passed).await?;
        let days = days_told(&stage);
        assert_eq!(days.len(), told, "{days:?}");
        assert_eq!(stage.shell.standing().len(), 1);
    }
    assert_eq!(days_told(&stage), [13, 6, 2, 1]);

    let stage = stage.leave().await?.enter().await?;
    noticed(&stage).await?;
    assert!(stage.shell.notices().is_empty(), "it was told before");
    pass_days(&stage, 1).await?;
    noticed(&stage).await?;
    let [notice] = &stage.shell.notices()[..] else {
        panic!("one notice was expected: {:?}", stage.shell.notices());
    };
    // The end itself, which stands for the loss that follows.
    assert_eq!(days_told(&stage), [0], "{notice:?}");
    let mut stage = stage;
    stage.look().await?;
    let gone = stage.location(BAKERY).await?.health;
    assert!(lost(&gone, Cause::Expired), "{gone:?}");
    settle(&stage).await?;
    assert_eq!(stage.shell.notices().len(), 1, "nobody is called again");
    Ok(())
}

/// How far the clock leaps.
const LEAP: i64 = (LIFE - 1) * DAY + DAY / 2;

/// What the last days of a sign-in are told like, from its approval on.
async fn all_steps_are_told(stage: &Stage, before: &[u16]) -> TestResult {
    for days in [47, 6, 4, 2] {
        pass_days(stage, days).await?;
    }
    assert_eq!(days_told(stage), [before, &[13, 7, 3, 1]].concat());
    Ok(())
}

#[tokio::test]
async fn a_clock_that_was_ahead_for_a_moment_swallows_no_later_step() -> TestResult {
    let _ports = ports().await;
    let stage = sixty_days().await?;
    stage.clock_leaps(LEAP);
    noticed(&stage).await?;
    assert_eq!(days_told(&stage), [1]);
    stage.clock_leaps(-LEAP);
    noticed(&stage).await?;
    assert!(stage.shell.standing().is_empty(), "it was not true");
    all_steps_are_told(&stage, &[1]).await
}

#[tokio::test]
async fn a_clock_that_is_days_off_is_told_in_place_of_a_false_warning() -> TestResult {
    let _ports = ports().await;
    let mut stage = sixty_days().await?;
    let clocks = |stage: &Stage| -> Vec<i64> {
        let notices = stage.shell.notices().into_iter();
        let days = |off: Span| (off.as_millis() as f64 / 86_400_000.0).round() as i64;
        let off = notices.map(|notice| {
            let NoticeAbout::WrongClock { off } = notice.about else {
                panic!("a false warning: {:?}", notice.about);
            };
            days(off)
        });
        off.collect()
    };
    stage.clock_goes_wrong(LEAP - DAY / 2);
    noticed(&stage).await?;
    noticed(&stage).await?;
    assert_eq!(clocks(&stage), [LIFE - 1]);
    stage.clock_goes_wrong(0);
    noticed(&stage).await?;
    stage.look().await?;
    stage.look().await?;
    noticed(&stage).await?;
    assert!(stage.shell.standing().is_empty(), "it is right");

    // One that is behind would let the day come unheard.
    stage.clock_goes_wrong(-3 * DAY);
    noticed(&stage).await?;
    stage.look().await?;
    stage.look().await?;
    noticed(&stage).await?;
    assert_eq!(clocks(&stage), [LIFE - 1, -3]);
    stage.clock_goes_wrong(0);
    noticed(&stage).await?;
    all_steps_are_told(&stage, &[999, 999]).await
}

#[tokio::test]
async fn a_clock_that_was_put_right_is_not_called_wrong_for_long() -> TestResult {
    let _ports = ports().await;
    let mut stage = sixty_days().await?;
    stage.clock_goes_wrong(-3 * DAY);
    stage.look().await?;
    stage.look().await?;
    noticed(&stage).await?;
    let told = |stage: &Stage| {
        let standing = stage.shell.standing().into_values();
        standing
            .filter(|notice| matches!(notice.about, NoticeAbout::WrongClock { .. }))
            .count()
    };
    assert_eq!(told(&stage), 1);

    // Nothing else is due, and nobody asks.
    stage.clock_goes_wrong(0);
    within_a_minute(&stage).await?;
    assert_eq!(told(&stage), 0, "it is right");
    Ok(())
}

/// Lets less than a minute pass for the timers, and what comes of it settle.
async fn within_a_minute(stage: &Stage) -> TestResult {
    for _ in 0..11 {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(5)).await;
        tokio::time::resume();
        tokio::time::sleep(Duration::from_millis(60)).await;
        stage.snapshot().await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_was_told_and_never_shown_is_shown_by_the_next_run_and_then_no_more() -> TestResult {
    let _ports = ports().await;
    let stage = sixty_days().await?;
    stage.shell.shows_notices(false);
    pass_days(&stage, LIFE - 10).await?;
    assert_eq!(days_told(&stage), [10]);
    noticed(&stage).await?;
    assert_eq!(days_told(&stage), [10], "it waits where notices are shown");

    let stage = stage.leave().await?.enter().await?;
    stage.shell.shows_notices(false);
    noticed(&stage).await?;
    assert_eq!(days_told(&stage), [10]);
    stage.shell.shows_notices(true);
    settle(&stage).await?;

    let stage = stage.leave().await?.enter().await?;
    noticed(&stage).await?;
    assert!(stage.shell.notices().is_empty(), "it was shown");
    Ok(())
}

/// Threads extends a token, and tells when it did; the data access ends ninety days after the
/// approval all the same.
#[tokio::test]
async fn an_extension_makes_no_approval_younger() -> TestResult {
    let mut stage = Stage::set().await?;
    let mut person = Person::named("Jana Weiss");
    stage.add("threads", None, &mut person, &[]).await?;
    let connected = stage.location("@harbourlane").await?.connected_at;
    pass_days(&stage, 40).await?;
    pass_days(&stage, 37).await?;
    assert_eq!(days_told(&stage), [13]);
    let now = stage.location("@harbourlane").await?;
    assert_eq!(now.connected_at, connected);
    Ok(())
}

#[tokio::test]
async fn a_new_sign_in_takes_the_notice_off_the_screen() -> TestResult {
    let _ports = ports().await;
    let mut stage = sixty_days().await?;
    pass_days(&stage, LIFE - 5).await?;
    let [notice] = &stage.shell.notices()[..] else {
        panic!("one notice was expected");
    };
    let NoticeAbout::SignInEnds {
        name,
        person,
        network,
        ..
    } = &notice.about
    else {
        panic!("an end was expected: {notice:?}");
    };
    let told = (&**name, person.as_deref(), &**network);
    assert_eq!(told, (BAKERY, Some("Jana Weiss"), "LinkedIn"));
    let id = stage.location(BAKERY).await?.id;
    let card = stage.begin_connecting(&id).await?;
    let mut person = Person::named("Jana Weiss").ticking(&[BAKERY]);
    stage.approve(&card, &mut person).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    assert!(stage.shell.standing().is_empty());
    pass_days(&stage, LIFE - 5).await?;
    assert_eq!(days_told(&stage), [5, 5], "the next end is news");
    Ok(())
}

#[tokio::test]
async fn in_quiet_hours_and_pauses_nothing_is_told_and_afterwards_once() -> TestResult {
    let _ports = ports().await;
    let stage = sixty_days().await?;
    let now = minute(&stage).await?;
    let around = QuietHours {
        from: (now + 1380) % 1440,
        to: (now + 180) % 1440,
    };
    let quiet = AlertsChoice {
        quiet: Some(around),
        ..choice(&stage).await?
    };
    let choice = quiet.clone();
    stage.ask(AlertRequest::SetAlerts { choice }).await?;
    pass_days(&stage, LIFE - 5).await?;
    assert!(stage.shell.notices().is_empty(), "it is quiet");
    stage.pass(4 * 3600).await?;
    stage
        .ask(AlertRequest::PauseAlerts { hours: Some(24) })
        .await?;
    noticed(&stage).await?;
    assert!(stage.shell.notices().is_empty(), "it is paused");
    let shown = stage.snapshot().await?.alerts;
    assert!(shown.paused && shown.paused_until.is_some() && shown.choice == quiet);
    stage.ask(AlertRequest::ResumeAlerts).await?;
    assert_eq!(days_told(&stage), [5]);
    noticed(&stage).await?;
    assert_eq!(days_told(&stage), [5]);
    Ok(())
}

#[tokio::test]
async fn a_pause_ends_by_itself() -> TestResult {
    let _ports = ports().await;
    let stage = sixty_days().await?;
    stage
        .ask(AlertRequest::PauseAlerts { hours: Some(48) })
        .await?;
    pass_days(&stage, 1).await?;
    pass_days(&stage, LIFE - 6).await?;
    assert_eq!(days_told(&stage), [5]);
    Ok(())
}

#[tokio::test]
async fn what_is_snoozed_is_told_once_more_and_what_is_muted_is_not() -> TestResult {
    let _ports = ports().await;
    let mut stage = sixty_days().await?;
    pass_days(&stage, LIFE - 13).await?;
    let id = stage.location(BAKERY).await?.id;
    let locations = vec![id];
    let snooze = AlertRequest::SnoozeAlerts {
        locations,
        hours: 24,
    };
    stage.ask(snooze).await?;
    assert!(stage.shell.standing().is_empty(), "it is put off");
    assert!(stage.location(BAKERY).await?.alerts_snoozed_until.is_some());
    stage = stage.leave().await?.enter().await?;
    noticed(&stage).await?;
    assert!(stage.shell.notices().is_empty());
    pass_days(&stage, 1).await?;
    assert_eq!(days_told(&stage), [12], "the same step once more");
    assert_eq!(stage.location(BAKERY).await?.alerts_snoozed_until, None);

    let locations = vec![id];
    stage.ask(AlertRequest::MuteAlerts { locations }).await?;
    assert!(stage.shell.standing().is_empty(), "it is silenced");
    pass_days(&stage, 6).await?;
    assert_eq!(days_told(&stage), [12]);
    let locations = vec![id];
    stage.ask(AlertRequest::UnmuteAlerts { locations }).await?;
    assert!(!stage.location(BAKERY).await?.alerts_muted);
    noticed(&stage).await?;
    assert_eq!(
        days_told(&stage),
        [12],
        "what passed in silence is not made up for"
    );
    pass_days(&stage, 4).await?;
    assert_eq!(days_told(&stage), [12, 2]);
    Ok(())
}

#[tokio::test]
async fn a_network_can_have_steps_of_its_own() -> TestResult {
    let _ports = ports().await;
    let mut stage = sixty_days().await?;
    let choice = AlertsChoice {
        by_network: vec![StepsOf {
            of: "linkedin".to_owned(),
            steps: vec![28],
        }],
        ..choice(&stage).await?
    };
    stage.facts()?;
    stage.ask(AlertRequest::SetAlerts { choice }).await?;
    let told = stage.facts()?.iter();
    let changed = |fact: &&EventKind| matches!(fact, EventKind::AlertsChanged(_));
    assert_eq!(told.filter(changed).count(), 1);
    pass_days(&stage, LIFE - 27).await?;
    pass_days(&stage, 20).await?;
    assert_eq!(days_told(&stage), [27]);
    Ok(())
}

#[tokio::test]
async fn a_loss_that_the_end_of_the_app_kept_from_being_told_is_told_at_the_next_start()
-> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let aim = json!({ "person": "Jana Weiss", "page": BAKERY });
    stage
        .control
        .trouble("facebook", "role_removed", aim)
        .await?;
    stage.look().await?;
    assert!(stage.shell.notices().is_empty(), "it waits for others");
    let stage = stage.restart().await?;
    settle(&stage).await?;
    let [notice] = &stage.shell.notices()[..] else {
        panic!("one notice was expected: {:?}", stage.shell.notices());
    };
    assert!(matches!(
        &notice.about,
        NoticeAbout::StoppedWorking { name, cause: Cause::AccessLost, .. } if name == BAKERY
    ));
    let stage = stage.restart().await?;
    settle(&stage).await?;
    assert!(stage.shell.notices().is_empty(), "it was told before");
    Ok(())
}

/// A notice about many shrinks with those that were mended, without calling anybody again.
#[tokio::test]
async fn a_notice_says_what_is_still_true() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage
        .control
        .trouble("facebook", "password_changed", aim)
        .await?;
    stage.look().await?;
    settle(&stage).await?;
    let about = |stage: &Stage| {
        let standing = stage.shell.standing().into_values().next();
        standing.map(|notice| notice.about)
    };
    assert!(matches!(
        about(&stage),
        Some(NoticeAbout::ManyStoppedWorking { locations, .. }) if locations.len() == 2
    ));
    let bakery = stage.location(BAKERY).await?;
    assert!(lost(&bakery.health, domain::Cause::PasswordChanged));
    stage
        .ask(LocationRequest::Disconnect {
            location: bakery.id,
        })
        .await?;
    stage.snapshot().await?;
    assert!(matches!(
        about(&stage),
        Some(NoticeAbout::StoppedWorking { name, .. }) if name == NORTHWIND
    ));
    let northwind = stage.location(NORTHWIND).await?.id;
    stage
        .ask(LocationRequest::Disconnect {
            location: northwind,
        })
        .await?;
    stage.snapshot().await?;
    assert!(stage.shell.standing().is_empty());
    assert_eq!(stage.shell.notices().len(), 1, "a person was called once");
    Ok(())
}
