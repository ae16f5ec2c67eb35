//! Instances are typed by people and run by strangers.

use domain::{Cause, HostProblem, Unavailable};
use journeys::stage::{Person, Stage, TestResult, connect, network_named};
use protocol::{Failure, ServerProblem, SignInFailureCode, SignInRequest};
use serde_json::json;

use crate::people::{ALICE, BOB, INSTANCE, alice, bob, green, lost};

const REGISTER: &str = "mastodon POST /api/v1/apps";
const JANA: &str = "jana.practice";
const METADATA: &str = "/.well-known/oauth-authorization-server";

fn add(host: Option<&str>) -> SignInRequest {
    SignInRequest::AddLocation {
        network: network_named("mastodon"),
        host: host.map(str::to_owned),
        client: None,
    }
}

#[tokio::test]
async fn a_name_that_cannot_be_an_instance_is_refused_with_its_reason() -> TestResult {
    use HostProblem::*;
    let stage = Stage::set().await?;
    for (typed, problem) in [
        (None, Empty),
        (Some("  "), Empty),
        (Some("localhost"), Private),
        (Some("printer.local"), Private),
        (Some("127.0.0.1"), Address),
        (Some("2130706433"), Address),
        (Some("[::1]"), Address),
        (Some("mastodon.practice:22"), NotOnlyAHost),
        (Some("http://mastodon.practice"), NotOnlyAHost),
        (Some("https://good.example@evil.example"), NotOnlyAHost),
        (Some("mastodon"), NotAName),
        (Some("m\u{430}stodon.social"), LookAlike),
    ] {
        let refused = stage.refusal(add(typed)).await?;
        assert_eq!(refused, Failure::from(problem), "{typed:?}");
    }
    let refused = stage.refusal(add(Some("elsewhere.example"))).await?;
    assert_eq!(refused, Failure::from(ServerProblem::NoInstance));
    let long = format!("{}.example", "a".repeat(300));
    let refused = stage.refusal(add(Some(&long))).await?;
    assert_eq!(refused, Failure::from(TooLong));
    let seen = stage.snapshot().await?;
    assert!(seen.attempts.is_empty() && seen.locations.is_empty());
    assert_eq!(stage.control.requests().await?, 0);
    assert!(stage.shell.browser().is_empty());
    Ok(())
}

#[tokio::test]
async fn an_instance_as_people_write_it_is_understood() -> TestResult {
    for typed in [
        "https://mastodon.practice/",
        " Mastodon.Practice ",
        "@alice@mastodon.practice",
    ] {
        let mut stage = Stage::set().await?;
        let card = stage.begin_adding("mastodon", Some(typed)).await?;
        assert_eq!(card.page.path(), "/oauth/authorize", "{typed}");
    }
    Ok(())
}

#[tokio::test]
async fn a_network_without_instances_takes_none_and_an_unknown_network_is_refused() -> TestResult {
    let stage = Stage::set().await?;
    for (network, host) in [("facebook", Some(INSTANCE)), ("myspace", None)] {
        let refused = stage
            .refusal(SignInRequest::AddLocation {
                network: network_named(network),
                host: host.map(str::to_owned),
                client: None,
            })
            .await?;
        assert_eq!(refused, Failure::Malformed, "{network}");
    }
    Ok(())
}

#[tokio::test]
async fn where_no_instance_answers_nothing_changes() -> TestResult {
    let stage = Stage::set().await?;
    for trouble in ["outage", "captive_portal", "gone"] {
        stage
            .control
            .trouble("mastodon", trouble, json!({}))
            .await?;
        let refused = stage.refusal(add(Some(INSTANCE))).await?;
        let wanted = match trouble {
            "outage" => Failure::NoAnswer {
                hiccup: Unavailable::Down,
                by: None,
            },
            _ => Failure::from(ServerProblem::NoInstance),
        };
        assert_eq!(refused, wanted, "{trouble}");
        stage.control.calm().await?;
        assert!(stage.snapshot().await?.attempts.is_empty());
    }
    assert!(stage.shell.browser().is_empty());
    Ok(())
}

/// A server that speaks for another one could have that one's codes sent to itself (RFC 8414 section
/// 3.3).
#[tokio::test]
async fn a_server_that_says_it_is_another_one_is_refused_by_that_name() -> TestResult {
    let jana = Person::named("Jana Weiss").choosing(JANA);
    for (network, typed, account, mut person) in [
        ("mastodon", INSTANCE, ALICE, alice()),
        ("bluesky", JANA, "@jana.practice", jana),
    ] {
        let mut stage = Stage::set().await?;
        let here = stage.origin(network)?.origin().ascii_serialization();
        let lies = |stage: &Stage| {
            let issuer = |of: &str| format!("\"issuer\":\"{of}");
            let (from, to) = (issuer(&here), issuer("http://127.0.0.1:9"));
            stage.line.reword(METADATA, &from, &to);
        };
        lies(&stage);
        let wanted = Failure::from(ServerProblem::IssuerMismatch);
        let add = SignInRequest::AddLocation {
            network: network_named(network),
            host: Some(typed.to_owned()),
            client: None,
        };
        assert_eq!(stage.refusal(add).await?, wanted, "{network}");
        assert_eq!(stage.control.asked(REGISTER).await?, 0);
        assert!(stage.snapshot().await?.attempts.is_empty());

        // So it is where it comes to lie later, with an app that it knows.
        stage.line.plain();
        stage.add(network, Some(typed), &mut person, &[]).await?;
        let location = stage.location(account).await?;
        lies(&stage);
        let refused = stage.refusal(connect(&location.id)).await?;
        assert_eq!(refused, wanted, "{network}");
        let failure = stage.first_failure().await?;
        assert_eq!(failure, SignInFailureCode::IssuerMismatch, "{network}");
        assert!(green(&stage.location(account).await?.health), "{network}");
    }
    Ok(())
}

#[tokio::test]
async fn the_app_is_registered_once_for_an_instance() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    stage.add_account(&mut bob()).await?;
    let mut stage = stage.restart().await?;
    let location = stage.location(ALICE).await?.id;
    let card = stage.begin_connecting(&location).await?;
    stage.approve(&card, &mut alice()).await?;
    stage.over(&card).await?;
    // The networks' log starts anew with them.
    assert_eq!(stage.control.asked(REGISTER).await?, 0);
    assert!(green(&stage.location(BOB).await?.health));
    Ok(())
}

#[tokio::test]
async fn an_instance_that_forgot_the_app_is_introduced_to_it_anew() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    assert_eq!(stage.control.asked(REGISTER).await?, 1);
    stage
        .control
        .trouble("mastodon", "app_forgotten", json!({}))
        .await?;
    stage.look().await?;
    let gone = stage.location(ALICE).await?;
    assert!(lost(&gone.health, Cause::Unknown), "{gone:?}");

    let card = stage.begin_connecting(&gone.id).await?;
    assert_eq!(stage.control.asked(REGISTER).await?, 2);
    stage.approve(&card, &mut alice()).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(ALICE).await?.health));
    Ok(())
}

#[tokio::test]
async fn an_app_forgotten_while_a_person_is_away_is_registered_at_the_next_try() -> TestResult {
    let mut stage = Stage::set().await?;
    let card = stage.begin_adding("mastodon", Some(INSTANCE)).await?;
    let answer = alice().approves(&card.page).await?;
    stage
        .control
        .trouble("mastodon", "app_forgotten", json!({}))
        .await?;
    stage.bring_back(&card, &answer).await?;
    let failure = stage.failure(&card).await?;
    assert_eq!(failure, protocol::SignInFailureCode::AppRefused);
    stage
        .ask(SignInRequest::TryAgain {
            attempt: card.attempt,
        })
        .await?;
    let card = stage.card_of_new("mastodon").await?;
    stage.approve(&card, &mut alice()).await?;
    stage.over(&card).await?;
    assert_eq!(stage.control.asked(REGISTER).await?, 2);
    Ok(())
}
