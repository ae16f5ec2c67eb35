//! 8: what ends a connection is noticed, named and told; what is no refusal never turns an icon
//! red.

use domain::{Cause, Icon, NextStep, Unavailable};
use engine::NoticeAbout;
use journeys::stage::{Person, Stage, TestResult};
use protocol::{HistoryKind, LocationRequest, SignInRequest, StateCode};
use serde_json::{Value, json};

use crate::people::{ALICE, BAKERY, NORTHWIND, alice, green, jana, lost, settle};

/// Causes a trouble, looks, and expects the cause to be named, told once and written down.
async fn named(
    stage: &mut Stage,
    place: (&str, &str),
    kind: &str,
    aim: Value,
    cause: Cause,
) -> TestResult {
    let (network, name) = place;
    let before = stage.shell.notices().len();
    stage.control.trouble(network, kind, aim).await?;
    stage.look().await?;
    let health = stage.location(name).await?.health;
    assert!(lost(&health, cause), "{kind}: {health:?}");
    let next = if cause == Cause::AppBroken {
        NextStep::FixApp
    } else {
        NextStep::Reconnect
    };
    assert_eq!(health.next, next, "{kind}");

    stage.look().await?;
    settle(stage).await?;
    let notices = stage.shell.notices();
    assert_eq!(notices.len(), before + 1, "{kind} is told once");
    let NoticeAbout::StoppedWorking {
        name: told,
        cause: why,
        probable,
        ..
    } = &notices[before].about
    else {
        panic!("{kind} is about one");
    };
    assert!(!probable, "{kind}");
    assert_eq!(*why, cause, "{kind}");
    assert!(!told.is_empty());
    let latest = stage.history(name).await?.remove(0);
    assert_eq!(
        (latest.what, latest.cause),
        (HistoryKind::StoppedWorking, Some(cause)),
        "{kind}"
    );
    Ok(())
}

#[tokio::test]
async fn every_end_of_a_page_is_named_and_a_new_sign_in_mends_it() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    let person = || json!({ "person": "Jana Weiss" });
    let page = || json!({ "person": "Jana Weiss", "page": BAKERY });
    for (kind, aim, cause) in [
        ("password_changed", person(), Cause::PasswordChanged),
        ("logged_out", person(), Cause::Unknown),
        ("role_removed", page(), Cause::AccessLost),
        ("role_removed_by_number", page(), Cause::AccessLost),
        ("page_deleted", json!({ "page": BAKERY }), Cause::AccessLost),
        ("app_removed", person(), Cause::PermissionRemoved),
        ("permission_removed", page(), Cause::PermissionMissing),
        ("checkpoint", person(), Cause::AttentionNeeded),
        ("blocking_checkpoint", person(), Cause::AttentionNeeded),
        ("unconfirmed", person(), Cause::AttentionNeeded),
        ("expired", person(), Cause::Expired),
        ("data_access_lapsed", person(), Cause::DataAccessLapsed),
        ("session_replaced", person(), Cause::PasswordChanged),
        ("secret_changed", json!({}), Cause::AppBroken),
        ("app_deleted", json!({}), Cause::AppBroken),
    ] {
        named(&mut stage, ("facebook", BAKERY), kind, aim, cause).await?;
        stage.control.calm().await?;
        // Anew from the start: whoever unticked a page ticks it again.
        let card = stage.begin_connecting(&location).await?;
        let attempt = card.attempt;
        stage.ask(SignInRequest::TryAgain { attempt }).await?;
        let card = stage.card_of(&location).await?;
        stage.approve(&card, &mut jana().ticking(&[BAKERY])).await?;
        stage.over(&card).await?;
        assert!(green(&stage.location(BAKERY).await?.health), "{kind}");
    }
    Ok(())
}

#[tokio::test]
async fn every_end_of_an_account_is_named() -> TestResult {
    for (kind, aim, cause) in [
        (
            "token_revoked",
            json!({ "person": "alice" }),
            Cause::PermissionRemoved,
        ),
        (
            "password_reset",
            json!({ "person": "alice" }),
            Cause::PermissionRemoved,
        ),
        (
            "login_disabled",
            json!({ "person": "alice" }),
            Cause::AttentionNeeded,
        ),
        ("app_forgotten", json!({}), Cause::Unknown),
    ] {
        let mut stage = Stage::set().await?;
        stage.add_account(&mut alice()).await?;
        named(&mut stage, ("mastodon", ALICE), kind, aim, cause).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_account_that_the_network_takes_back_turns_green_without_a_sign_in() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let aim = json!({ "person": "Jana Weiss" });
    let cause = Cause::AttentionNeeded;
    named(&mut stage, ("facebook", BAKERY), "checkpoint", aim, cause).await?;
    stage.control.calm().await?;
    stage.look().await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    assert_eq!(
        stage.history(BAKERY).await?[0].what,
        HistoryKind::WorksAgain
    );
    Ok(())
}

#[tokio::test]
async fn what_is_no_refusal_never_turns_an_icon_red() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    stage.add_account(&mut alice()).await?;
    for (network, name) in [("facebook", BAKERY), ("mastodon", ALICE)] {
        for (kind, hiccup) in [
            ("outage", Unavailable::Down),
            ("rate_limited", Unavailable::RateLimited),
            ("captive_portal", Unavailable::NotAnAnswer),
            ("gone", Unavailable::Silent),
        ] {
            stage.control.trouble(network, kind, json!({})).await?;
            stage.look().await?;
            let health = stage.location(name).await?.health;
            assert_eq!(health.icon, Icon::Cloud, "{network} {kind}: {health:?}");
            assert_eq!(health.state, StateCode::CannotCheck, "{network} {kind}");
            assert_eq!(health.hiccup, Some(hiccup), "{network} {kind}");
            stage.control.calm().await?;
            stage.look().await?;
            assert!(
                green(&stage.location(name).await?.health),
                "{network} {kind}"
            );
        }
    }
    settle(&stage).await?;
    assert!(stage.shell.notices().is_empty());
    Ok(())
}

#[tokio::test]
async fn what_is_lost_stays_lost_while_the_network_is_silent() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let aim = json!({ "person": "Jana Weiss" });
    let cause = Cause::PasswordChanged;
    named(
        &mut stage,
        ("facebook", BAKERY),
        "password_changed",
        aim,
        cause,
    )
    .await?;
    stage
        .control
        .trouble("facebook", "outage", json!({}))
        .await?;
    stage.look().await?;
    assert!(lost(&stage.location(BAKERY).await?.health, cause));
    let stage = stage.restart().await?;
    assert!(lost(&stage.location(BAKERY).await?.health, cause));
    Ok(())
}

/// Whatever number of locations an outage keeps from answering, it is one thing to be said.
#[tokio::test]
async fn an_outage_is_one_fact_when_it_begins_and_one_when_it_ends() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let outage = stage.control.trouble("facebook", "outage", json!({}));
    outage.await?;
    stage.facts()?;
    stage.look().await?;
    let reach = stage.snapshot().await?.reach;
    let [one] = &reach.outages[..] else {
        panic!("one outage was expected: {reach:?}");
    };
    assert_eq!((one.network.as_str(), one.locations), ("facebook", 2));
    assert!(!reach.offline && stage.shell.notices().is_empty());
    stage.control.calm().await?;
    stage.look().await?;
    assert!(stage.snapshot().await?.reach.outages.is_empty());
    let mut told = vec![];
    for fact in stage.facts()? {
        if let protocol::EventKind::ReachChanged(reach) = fact {
            told.push(reach.outages.len());
        }
    }
    assert_eq!(told, [1, 0]);
    Ok(())
}

/// A token that the network refuses, while it is out of order where tokens are renewed: nobody can
/// say yet whether it is lost, and the network is not asked over and over.
#[tokio::test]
async fn a_refusal_that_no_renewal_can_confirm_yet_is_no_storm() -> TestResult {
    const RENEWALS: &str = "/2/oauth2/token";
    const LOOKS: &str = "x GET /2/users/me";
    let mut stage = Stage::set().await?;
    let mut jana = Person::named("Jana Weiss");
    stage.add("x", None, &mut jana, &[]).await?;
    let aim = json!({ "person": "Jana Weiss" });
    stage.control.trouble("x", "app_removed", aim).await?;
    stage.line.out_of_order(Some(RENEWALS));
    let before = stage.control.asked(LOOKS).await?;
    stage
        .ask(LocationRequest::Check { locations: vec![] })
        .await?;
    let unsure = stage
        .until_location("Jana Weiss", |one| one.health.icon == Icon::Cloud)
        .await?;
    assert_eq!(unsure.health.state, StateCode::CannotCheck);
    assert_eq!(stage.control.asked(LOOKS).await? - before, 1);
    assert_eq!(stage.line.met_out_of_order(), 1);

    stage.line.out_of_order(None);
    stage.look().await?;
    stage
        .until_location("Jana Weiss", |one| one.health.icon == Icon::BrokenLink)
        .await?;
    Ok(())
}
