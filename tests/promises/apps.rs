//! The user's own developer app is tried before a person has to, and a token that was made by hand
//! is looked at before anything is kept.

use domain::Secret;
use journeys::stage::{Stage, TestResult, network_named};
use protocol::{
    AppCheck, AppFindingView, AppReply, AppRequest, AppVerdictCode, Failure, Reply,
    SignInFailureCode, SignInRequest, Snapshot, StageView,
};

use crate::networks::ports;
use crate::people::{BAKERY, NORTHWIND, green, jana};

async fn try_app(stage: &Stage, network: &str) -> TestResult<Vec<AppFindingView>> {
    let network = network_named(network);
    let reply = stage.ask(AppRequest::TryApp { network }).await?;
    let Reply::App(AppReply::AppTried(findings)) = reply else {
        panic!("another reply than findings");
    };
    Ok(findings)
}

fn showed(findings: &[AppFindingView], tried: AppCheck) -> AppVerdictCode {
    let found = findings.iter().find(|one| one.tried == tried);
    found.expect("it was tried").showed
}

fn save(network: &str, id: &str, secret: &str) -> AppRequest {
    AppRequest::SaveApp {
        network: network_named(network),
        client_id: id.to_owned(),
        client_secret: Secret::new(secret.to_owned()),
    }
}

#[tokio::test]
async fn a_good_app_is_told_from_one_with_a_wrong_id_or_secret() -> TestResult {
    let stage = Stage::set().await?;
    let (id, secret) = stage.facebook_app();
    let good = try_app(&stage, "facebook").await?;
    assert_eq!(showed(&good, AppCheck::Credentials), AppVerdictCode::Fine);

    stage
        .ask(save("facebook", &id, "0123456789abcdef0123456789abcdef"))
        .await?;
    let wrong = try_app(&stage, "facebook").await?;
    assert_eq!(showed(&wrong, AppCheck::Credentials), AppVerdictCode::Wrong);

    stage.ask(save("facebook", "1", &secret)).await?;
    let unknown = try_app(&stage, "facebook").await?;
    assert_eq!(
        showed(&unknown, AppCheck::Credentials),
        AppVerdictCode::Wrong
    );
    Ok(())
}

#[tokio::test]
async fn a_sign_in_page_that_refuses_the_app_is_told() -> TestResult {
    let _ports = ports().await;
    let stage = Stage::set().await?;
    let good = try_app(&stage, "x").await?;
    assert_eq!(
        showed(&good, AppCheck::Redirect),
        AppVerdictCode::NotToldYet
    );
    stage.ask(save("x", "unknown-client", "")).await?;
    let wrong = try_app(&stage, "x").await?;
    assert_eq!(showed(&wrong, AppCheck::Redirect), AppVerdictCode::Wrong);
    Ok(())
}

#[tokio::test]
async fn permissions_that_were_left_out_are_named() -> TestResult {
    let mut stage = Stage::set().await?;
    let before = try_app(&stage, "facebook").await?;
    assert_eq!(
        showed(&before, AppCheck::Scopes),
        AppVerdictCode::NotToldYet
    );
    let mut person = jana().declining("pages_manage_posts");
    stage.add_pages(&mut person, &[BAKERY]).await?;
    let after = try_app(&stage, "facebook").await?;
    let scopes = after.iter().find(|one| one.tried == AppCheck::Scopes);
    let scopes = scopes.expect("they were tried");
    assert_eq!(scopes.showed, AppVerdictCode::Missing);
    assert_eq!(scopes.missing, ["pages_manage_posts"]);
    Ok(())
}

#[tokio::test]
async fn a_network_that_is_silent_has_no_opinion_about_an_app() -> TestResult {
    let stage = Stage::set().await?;
    stage
        .control
        .trouble("facebook", "outage", serde_json::json!({}))
        .await?;
    let found = try_app(&stage, "facebook").await?;
    assert_eq!(
        showed(&found, AppCheck::Credentials),
        AppVerdictCode::NoAnswer
    );
    Ok(())
}

/// Plays a trial at X to its end, and tells what it showed.
async fn tried_at_x(stage: &mut Stage) -> TestResult<AppVerdictCode> {
    let network = network_named("x");
    stage.ask(AppRequest::TrySignIn { network }).await?;
    let card = stage.card_of_new("x").await?;
    stage.approve(&card, &mut jana()).await?;
    let ended = |seen: &Snapshot| {
        let one = seen.attempts.iter().find(|one| one.id == card.attempt)?;
        if let StageView::Tried { showed } = one.stage {
            Some(showed)
        } else {
            None
        }
    };
    stage.until("the trial's end", ended).await
}

#[tokio::test]
async fn a_trial_shows_that_a_code_without_its_verifier_is_worth_nothing() -> TestResult {
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    assert_eq!(tried_at_x(&mut stage).await?, AppVerdictCode::Fine);
    assert!(stage.snapshot().await?.locations.is_empty());
    let network = network_named("facebook");
    let refused = stage.refusal(AppRequest::TrySignIn { network }).await?;
    assert_eq!(refused, Failure::Malformed, "Facebook has no challenge");
    Ok(())
}

#[tokio::test]
async fn a_network_that_asks_for_no_verifier_is_found_out_by_a_trial() -> TestResult {
    const TOKEN: &str = r#"{"token_type":"bearer","expires_in":7200,"access_token":"a",
        "scope":"tweet.read users.read tweet.write media.write offline.access",
        "refresh_token":"r"}"#;
    const WHO: &str = r#"{"data":{"id":"7","name":"Jana","username":"jana"}}"#;
    let _ports = ports().await;
    let mut stage = Stage::set().await?;
    stage.line.instead("/2/oauth2/token", 200, &[], TOKEN);
    stage.line.instead("/2/users/me", 200, &[], WHO);
    assert_eq!(tried_at_x(&mut stage).await?, AppVerdictCode::Wrong);
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

fn add_token(token: &str) -> SignInRequest {
    SignInRequest::AddToken {
        network: network_named("facebook"),
        host: None,
        client: None,
        token: Secret::new(token.to_owned()),
    }
}

/// A token as an administrator makes one by hand: here, one that the network once gave out.
async fn hand_made(stage: &mut Stage) -> TestResult<String> {
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let tokens = stage.control.secrets(Some("user token")).await?;
    Ok(tokens.last().expect("a user token was given out").clone())
}

#[tokio::test]
async fn a_token_made_by_hand_is_looked_at_and_its_pages_are_offered() -> TestResult {
    let mut stage = Stage::set().await?;
    let token = hand_made(&mut stage).await?;
    stage.ask(add_token(&format!(" {token}\n"))).await?;
    let offer = stage
        .until("the picker", |seen| {
            seen.attempts.iter().find_map(|one| {
                if let StageView::Picking { offer } = &one.stage {
                    Some((one.id, offer.clone()))
                } else {
                    None
                }
            })
        })
        .await?;
    let (attempt, offer) = offer;
    assert_eq!(offer.connected[0].name, BAKERY);
    let northwind = offer.granted.iter().find(|one| one.name == NORTHWIND);
    let accounts = vec![northwind.expect("it is offered").account.clone()];
    stage.ask(SignInRequest::Pick { attempt, accounts }).await?;
    stage
        .until_location(NORTHWIND, |one| green(&one.health))
        .await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn what_is_no_token_is_refused_and_a_dead_one_connects_nothing() -> TestResult {
    let mut stage = Stage::set().await?;
    for no_token in ["", "  ", "two words", &"x".repeat(5_000)] {
        let refused = stage.refusal(add_token(no_token)).await?;
        assert_eq!(refused, Failure::BadToken, "{no_token:.20}");
    }
    stage.ask(add_token("EAAB-made-up")).await?;
    let failure = stage.first_failure().await?;
    assert_eq!(failure, SignInFailureCode::Refused);
    assert!(stage.snapshot().await?.locations.is_empty());

    let network = network_named("mastodon");
    let host = Some(networks::PRACTICE_INSTANCE.to_owned());
    let token = Secret::new("made-up".to_owned());
    let elsewhere = SignInRequest::AddToken {
        network,
        host,
        client: None,
        token,
    };
    assert_eq!(stage.refusal(elsewhere).await?, Failure::Malformed);
    Ok(())
}
