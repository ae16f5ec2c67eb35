//! Where a network wants the user's own developer app, nothing starts without it, and a wrong one
//! breaks nothing.

use domain::Secret;
use journeys::stage::{Scene, Stage, TestResult, network_named};
use protocol::{AppField, AppRequest, Failure, SignInFailureCode, SignInRequest};

use crate::people::{BAKERY, green, jana};

const EMPTY: fn() -> Scene = || Scene {
    app_entered: false,
    ..Scene::default()
};

fn save(id: &str, secret: &str) -> AppRequest {
    AppRequest::SaveApp {
        network: network_named("facebook"),
        client_id: id.to_owned(),
        client_secret: Secret::new(secret.to_owned()),
    }
}

fn add_facebook() -> SignInRequest {
    SignInRequest::AddLocation {
        network: network_named("facebook"),
        host: None,
        client: None,
    }
}

async fn shown_id(stage: &Stage) -> TestResult<Option<String>> {
    let seen = stage.snapshot().await?;
    let facebook = seen.networks.into_iter().find(|one| one.id == "facebook");
    let facebook = facebook.expect("Facebook is offered");
    assert!(facebook.needs_app && facebook.console.is_some());
    Ok(facebook.client_id)
}

#[tokio::test]
async fn without_an_app_nothing_is_opened() -> TestResult {
    let stage = Stage::with(EMPTY()).await?;
    let refused = stage.refusal(add_facebook()).await?;
    assert_eq!(refused, Failure::AppNeeded);
    assert!(stage.snapshot().await?.attempts.is_empty());
    assert!(stage.shell.windows().is_empty());
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_credentials_is_refused_and_nothing_is_kept() -> TestResult {
    let stage = Stage::with(EMPTY()).await?;
    let long = "1".repeat(513);
    for (id, secret, field) in [
        ("", "s3cret", AppField::ClientId),
        ("   ", "s3cret", AppField::ClientId),
        ("12 34", "s3cret", AppField::ClientId),
        ("12\u{200b}34", "s3cret", AppField::ClientId),
        (&*long, "s3cret", AppField::ClientId),
        ("1234", "", AppField::ClientSecret),
        ("1234", "two words", AppField::ClientSecret),
        ("1234", &*long, AppField::ClientSecret),
    ] {
        let refused = stage.refusal(save(id, secret)).await?;
        assert_eq!(refused, Failure::BadApp { field }, "{id:.20} {secret:.20}");
    }
    assert_eq!(shown_id(&stage).await?, None);
    let refused = stage
        .refusal(AppRequest::SaveApp {
            network: network_named("mastodon"),
            client_id: "1".to_owned(),
            client_secret: Secret::new("s".to_owned()),
        })
        .await?;
    assert_eq!(
        refused,
        Failure::Malformed,
        "Mastodon's is made at run time"
    );
    Ok(())
}

#[tokio::test]
async fn credentials_are_kept_without_the_blanks_around_them_until_they_are_forgotten() -> TestResult
{
    let stage = Stage::with(EMPTY()).await?;
    let (id, secret) = stage.facebook_app();
    stage
        .ask(save(&format!(" {id}\n"), &format!("\t{secret} ")))
        .await?;
    let mut stage = stage.restart().await?;
    assert_eq!(shown_id(&stage).await?.as_deref(), Some(&*id));
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    assert!(green(&stage.location(BAKERY).await?.health));

    let network = network_named("facebook");
    stage.ask(AppRequest::ForgetApp { network }).await?;
    assert_eq!(shown_id(&stage).await?, None);
    assert_eq!(stage.refusal(add_facebook()).await?, Failure::AppNeeded);
    Ok(())
}

#[tokio::test]
async fn with_a_wrong_secret_the_sign_in_fails_and_everything_is_as_it_was() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let before = stage.location(BAKERY).await?;
    let (id, secret) = stage.facebook_app();
    stage
        .ask(save(&id, "0123456789abcdef0123456789abcdef"))
        .await?;
    let card = stage.begin_connecting(&before.id).await?;
    stage.approve(&card, &mut jana()).await?;
    let failure = stage.failure(&card).await?;
    assert_eq!(failure, SignInFailureCode::AppRefused);
    assert_eq!(stage.location(BAKERY).await?, before);

    stage.ask(save(&id, &secret)).await?;
    let card = stage.begin_connecting(&before.id).await?;
    stage.approve(&card, &mut jana()).await?;
    stage.over(&card).await?;
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn an_app_that_facebook_does_not_know_leads_nowhere_and_can_be_cancelled() -> TestResult {
    let mut stage = Stage::with(EMPTY()).await?;
    stage.ask(save("1", "s3cret")).await?;
    let card = stage.begin_adding("facebook", None).await?;
    let words = jana().opens(&card.page).await?.words();
    assert!(words.contains("app ID"), "{words}");
    stage.close_window(&card)?;
    stage.over(&card).await
}
