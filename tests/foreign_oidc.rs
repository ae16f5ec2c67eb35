//! The engine and its listener before oidc-provider, a certified OAuth server: what no network of
//! ours shapes is judged by code that is not ours.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "foreign/plain.rs"]
mod plain;

use std::sync::Arc;

use domain::{AccountId, Cause, TokenSet, Use};
use journeys::foreign::Foreign;
use journeys::stage::{Form, Move, Page, Person, Stage, TestResult, network_named};
use networks::oauth::Challenge;
use networks::{About, CallContext, Dialect, ProviderError, converse};
use protocol::{
    AppCheck, AppRequest, AppVerdictCode, LocationRequest, SignInFailureCode, StageView,
};

use plain::{Attempt, PLAIN, Plain, SECRET, Site};
use plain::{approve, connect, disconnected, enter_app, lost, tried, until, works};

const SCOPES: &[(Use, &[&str])] = &[
    (Use::Identify, &["openid", "profile"]),
    (Use::Publish, &["offline_access", "post"]),
];

static STANDARD: About = plain::standard(SCOPES);
static WITHOUT_CHALLENGE: About = plain::without_challenge(SCOPES);
static BY_HEADER: About = plain::by_header(SCOPES);

const fn site(about: &'static About) -> Site {
    Site {
        about,
        sign_in: "/auth",
        token: "/token",
        revoke: "/token/revocation",
        me: "/me",
        // Without it no refresh token is given.
        extra: &[("prompt", "consent")],
        named: ("sub", "name"),
    }
}

static SITE: Site = site(&STANDARD);
static CARELESS: Site = site(&WITHOUT_CHALLENGE);
static SECRETIVE: Site = site(&BY_HEADER);

async fn set(site: &'static Site) -> TestResult<(Foreign, Arc<Plain>, Stage)> {
    let server = Foreign::node("oidc.mjs")?;
    let plain = Plain::at(&server, site);
    let stage = plain::stage(&plain, "desk", "").await?;
    Ok((server, plain, stage))
}

/// Any name and password are right.
fn yes(forms: &[Form]) -> Option<Move> {
    let form = forms.first()?.clone();
    Some(Move::Send(form.fill("login", "jana").fill("password", "x")))
}

/// Signs in, and says no to what is asked.
fn no(forms: &[Form]) -> Option<Move> {
    let form = forms.first()?;
    let consent = form.fields.iter().any(|field| field.value == "consent");
    match consent {
        true => Some(Move::Follow(format!("{}/abort", form.action))),
        false => yes(forms),
    }
}

fn browser() -> Person {
    Person::named("jana")
}

async fn probe(
    stage: &Stage,
    plain: &Plain,
    caller: CallContext,
    tokens: &TokenSet,
) -> Option<ProviderError> {
    let step = plain.probe(caller, tokens.clone(), AccountId(String::new()));
    converse(&*stage.line, step).await.err()
}

async fn renew(
    stage: &Stage,
    plain: &Plain,
    caller: CallContext,
    tokens: &TokenSet,
) -> Option<ProviderError> {
    let step = plain.renew(caller, tokens.clone()).unwrap();
    converse(&*stage.line, step).await.err()
}

/// An access token lives an hour; shortly before its end a look renews it, and then it speaks.
async fn almost_an_hour(stage: &mut Stage) -> TestResult {
    stage.pass(3_600 - 60).await?;
    stage.look().await?;
    stage.look().await
}

#[tokio::test]
async fn a_sign_in_renews_itself_and_is_taken_back() -> TestResult {
    let (_server, plain, mut stage) = set(&SITE).await?;
    let connected = connect(&mut stage, &mut browser(), yes).await?;
    assert_eq!(connected.name.as_deref(), Some("Person jana"));
    assert!(connected.health.renews);
    assert!(connected.uses.iter().all(|one| one.granted));

    stage.look().await?;
    let first = plain.stolen();
    almost_an_hour(&mut stage).await?;
    until(&mut stage, works).await?;
    let second = plain.stolen();
    assert!(first.access != second.access);
    assert!(first.refresh != second.refresh, "replaced");

    let location = connected.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    until(&mut stage, disconnected).await?;
    let caller = Attempt::of(&plain, "desk", None).caller();
    let gone = Some(ProviderError::No(Cause::Unknown));
    assert_eq!(probe(&stage, &plain, caller.clone(), &second).await, gone);
    assert_eq!(renew(&stage, &plain, caller, &second).await, gone);
    Ok(())
}

#[tokio::test]
async fn a_refresh_token_that_is_used_again_ends_all_and_the_app_says_so() -> TestResult {
    let (_server, plain, mut stage) = set(&SITE).await?;
    let connected = connect(&mut stage, &mut browser(), yes).await?;
    stage.look().await?;
    let spent = plain.stolen();
    almost_an_hour(&mut stage).await?;
    until(&mut stage, works).await?;

    // Somebody has a copy of what the app held an hour ago.
    let caller = Attempt::of(&plain, "desk", None).caller();
    let refused = renew(&stage, &plain, caller, &spent).await;
    assert_eq!(refused, Some(ProviderError::No(Cause::Unknown)));

    stage.look().await?;
    let gone = until(&mut stage, lost).await?;
    assert_eq!(gone.id, connected.id);
    let card = stage.begin_connecting(&gone.id).await?;
    approve(&stage, &card, &mut browser(), yes).await?;
    let again = until(&mut stage, works).await?;
    assert_eq!(again.id, connected.id);
    Ok(())
}

#[tokio::test]
async fn a_code_is_worth_nothing_without_what_answers_its_challenge() -> TestResult {
    let (_server, plain, mut stage) = set(&SITE).await?;
    let attempt = Attempt::of(&plain, "desk", None);
    let code = attempt.code(&stage, &plain, yes).await?;
    let mut stolen = code.clone();
    stolen.verifier = Challenge::from_random(&[9; 32]).verifier().clone();
    let step = plain.sign_in(attempt.caller(), stolen);
    let refused = converse(&*stage.line, step).await.err();
    assert_eq!(refused, Some(ProviderError::StartAnew));
    let step = plain.sign_in(attempt.caller(), code);
    assert!(converse(&*stage.line, step).await.is_ok());

    // The user can have the same tried.
    let network = network_named(PLAIN);
    stage.ask(AppRequest::TrySignIn { network }).await?;
    let card = stage.card_of_new(PLAIN).await?;
    approve(&stage, &card, &mut browser(), yes).await?;
    let showed = stage
        .until("the verdict", |seen| {
            let StageView::Tried { showed } = seen.attempts.first()?.stage else {
                return None;
            };
            Some(showed)
        })
        .await?;
    assert_eq!(showed, AppVerdictCode::Fine);
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_sign_in_without_a_challenge_is_refused() -> TestResult {
    let (_server, _, mut stage) = set(&CARELESS).await?;
    let card = stage.begin_adding(PLAIN, None).await?;
    approve(&stage, &card, &mut browser(), yes).await?;
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::Refused);
    assert!(stage.snapshot().await?.locations.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_address_that_is_not_registered_is_never_led_to() -> TestResult {
    let (_server, _, mut stage) = set(&SITE).await?;
    let fine = tried(&stage, AppCheck::Redirect).await?;
    assert_eq!(fine, AppVerdictCode::NotToldYet);
    let fine = tried(&stage, AppCheck::Credentials).await?;
    assert_eq!(fine, AppVerdictCode::Fine);

    enter_app(&stage, "elsewhere", "").await?;
    let wrong = tried(&stage, AppCheck::Redirect).await?;
    assert_eq!(wrong, AppVerdictCode::Wrong);
    let card = stage.begin_adding(PLAIN, None).await?;
    let page = browser().opens(&card.page).await?;
    assert!(matches!(page, Page::Shown { .. }), "{page:?}");
    assert!(page.words().contains("redirect_uri"), "{}", page.words());
    let attempts = stage.snapshot().await?.attempts;
    assert_eq!(attempts[0].stage, StageView::Waiting);
    Ok(())
}

#[tokio::test]
async fn a_person_who_says_no_has_cancelled() -> TestResult {
    let (_server, _, mut stage) = set(&SITE).await?;
    let card = stage.begin_adding(PLAIN, None).await?;
    let mut person = browser();
    approve(&stage, &card, &mut person, no).await?;
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::Cancelled);
    assert!(stage.snapshot().await?.locations.is_empty());
    connect(&mut stage, &mut person, yes).await?;
    Ok(())
}

#[tokio::test]
async fn a_code_that_is_used_again_ends_what_it_brought() -> TestResult {
    let (_server, plain, mut stage) = set(&SITE).await?;
    let attempt = Attempt::of(&plain, "desk", None);
    let code = attempt.code(&stage, &plain, yes).await?;
    let step = plain.sign_in(attempt.caller(), code.clone());
    let harvest = converse(&*stage.line, step).await.ok().unwrap();
    let tokens = &harvest.grants[0].tokens;
    let caller = attempt.caller();
    assert_eq!(probe(&stage, &plain, caller.clone(), tokens).await, None);
    let step = plain.sign_in(attempt.caller(), code);
    let refused = converse(&*stage.line, step).await.err();
    assert_eq!(refused, Some(ProviderError::StartAnew));
    let gone = probe(&stage, &plain, caller, tokens).await;
    assert_eq!(gone, Some(ProviderError::No(Cause::Unknown)));

    // The engine spends each code once, however often the browser comes back with it.
    let card = stage.begin_adding(PLAIN, None).await?;
    let back = approve(&stage, &card, &mut browser(), yes).await?;
    let _ = stage.bring_back(&card, &back).await;
    stage.over(&card).await?;
    stage.look().await?;
    until(&mut stage, works).await?;
    Ok(())
}

#[tokio::test]
async fn a_secret_in_the_header_is_worded_as_the_standard_says() -> TestResult {
    let (_server, _, mut stage) = set(&SECRETIVE).await?;
    enter_app(&stage, "basic", "another-secret").await?;
    let wrong = tried(&stage, AppCheck::Credentials).await?;
    assert_eq!(wrong, AppVerdictCode::Wrong);
    let card = stage.begin_adding(PLAIN, None).await?;
    approve(&stage, &card, &mut browser(), yes).await?;
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::AppRefused);

    enter_app(&stage, "basic", SECRET).await?;
    let fine = tried(&stage, AppCheck::Credentials).await?;
    assert_eq!(fine, AppVerdictCode::Fine);
    let connected = connect(&mut stage, &mut browser(), yes).await?;
    almost_an_hour(&mut stage).await?;
    until(&mut stage, works).await?;
    let location = connected.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    until(&mut stage, disconnected).await?;
    Ok(())
}
