//! The engine and its listener before django-oauth-toolkit: an OAuth server that says as little as
//! the standards let it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "foreign/plain.rs"]
mod plain;

use std::sync::Arc;

use domain::{AccountId, Cause, TokenSet, Unavailable, Use};
use journeys::foreign::Foreign;
use journeys::stage::{Form, Move, Page, Person, Stage, TestResult};
use networks::oauth::Challenge;
use networks::{About, CallContext, Dialect, ProviderError, converse};
use protocol::{
    AppCheck, AppVerdictCode, HealthView, LocationRequest, SignInFailureCode, StateCode,
};

use plain::{Attempt, PLAIN, Plain, SECRET, Site};
use plain::{approve, connect, disconnected, enter_app, lost, tried, until, works};

const SCOPES: &[(Use, &[&str])] = &[(Use::Identify, &["read"]), (Use::Publish, &["write"])];

static STANDARD: About = plain::standard(SCOPES);
static WITHOUT_CHALLENGE: About = plain::without_challenge(SCOPES);
static BY_HEADER: About = plain::by_header(SCOPES);

const fn site(about: &'static About) -> Site {
    Site {
        about,
        sign_in: "/o/authorize/",
        token: "/o/token/",
        revoke: "/o/revoke_token/",
        me: "/me",
        extra: &[],
        named: ("id", "username"),
    }
}

static SITE: Site = site(&STANDARD);
static CARELESS: Site = site(&WITHOUT_CHALLENGE);
static SECRETIVE: Site = site(&BY_HEADER);

/// What an empty 403 means: a gateway may have said it, and nothing ends by it.
const NO_OPINION: Option<ProviderError> =
    Some(ProviderError::AskLater(Unavailable::NotAnAnswer, None));

async fn set(
    site: &'static Site,
    app: &str,
    secret: &str,
) -> TestResult<(Foreign, Arc<Plain>, Stage)> {
    let server = Foreign::python("toolkit.py", &[])?;
    let plain = Plain::at(&server, site);
    let stage = plain::stage(&plain, app, secret).await?;
    Ok((server, plain, stage))
}

fn yes(forms: &[Form]) -> Option<Move> {
    no(forms).map(|one| match one {
        Move::Send(form) => Move::Send(form.fill("allow", "Authorize")),
        follow => follow,
    })
}

/// Signs in, and leaves the button alone that allows.
fn no(forms: &[Form]) -> Option<Move> {
    let form = forms.first()?.clone();
    let login = form.fields.iter().any(|field| field.name == "password");
    Some(Move::Send(match login {
        true => form.fill("username", "alice").fill("password", "right"),
        false => form,
    }))
}

fn browser() -> Person {
    Person::named("alice")
}

fn unsure(health: &HealthView) -> bool {
    (health.state, health.hiccup) == (StateCode::CannotCheck, Some(Unavailable::NotAnAnswer))
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
async fn a_renewal_ends_the_old_token_at_once_and_the_app_goes_on() -> TestResult {
    let (_server, plain, mut stage) = set(&SITE, "desk", "").await?;
    let connected = connect(&mut stage, &mut browser(), yes).await?;
    assert_eq!(connected.name.as_deref(), Some("alice"));
    stage.look().await?;
    let first = plain.stolen();
    almost_an_hour(&mut stage).await?;
    until(&mut stage, works).await?;
    let second = plain.stolen();
    let caller = Attempt::of(&plain, "desk", None).caller();
    assert_eq!(
        probe(&stage, &plain, caller.clone(), &first).await,
        NO_OPINION
    );
    assert_eq!(probe(&stage, &plain, caller.clone(), &second).await, None);

    // Taken back with an answer that has no body.
    let location = connected.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    until(&mut stage, disconnected).await?;
    let gone = renew(&stage, &plain, caller, &second).await;
    assert_eq!(gone, Some(ProviderError::No(Cause::Unknown)));
    let lines = stage.history("alice").await?;
    assert_eq!(lines[0].what, protocol::HistoryKind::Disconnected);
    Ok(())
}

#[tokio::test]
async fn an_empty_403_ends_nothing_and_the_next_renewal_tells() -> TestResult {
    let (_server, plain, mut stage) = set(&SITE, "desk", "").await?;
    connect(&mut stage, &mut browser(), yes).await?;
    stage.look().await?;
    let caller = Attempt::of(&plain, "desk", None).caller();
    let step = plain.revoke(caller, plain.stolen()).unwrap();
    assert_eq!(converse(&*stage.line, step).await, Ok(()));

    stage.look().await?;
    until(&mut stage, unsure).await?;
    almost_an_hour(&mut stage).await?;
    let gone = until(&mut stage, lost).await?;
    let card = stage.begin_connecting(&gone.id).await?;
    approve(&stage, &card, &mut browser(), yes).await?;
    assert_eq!(until(&mut stage, works).await?.id, gone.id);
    Ok(())
}

#[tokio::test]
async fn a_refresh_token_that_is_used_again_ends_all_and_the_app_says_so() -> TestResult {
    let (_server, plain, mut stage) = set(&SITE, "desk", "").await?;
    connect(&mut stage, &mut browser(), yes).await?;
    stage.look().await?;
    let spent = plain.stolen();
    almost_an_hour(&mut stage).await?;
    until(&mut stage, works).await?;
    let caller = Attempt::of(&plain, "desk", None).caller();
    let refused = renew(&stage, &plain, caller, &spent).await;
    assert_eq!(refused, Some(ProviderError::No(Cause::Unknown)));
    almost_an_hour(&mut stage).await?;
    until(&mut stage, lost).await?;
    Ok(())
}

#[tokio::test]
async fn a_code_needs_a_challenge_and_what_answers_it() -> TestResult {
    let (_server, plain, stage) = set(&SITE, "desk", "").await?;
    let attempt = Attempt::of(&plain, "desk", None);
    let mut stolen = attempt.code(&stage, &plain, yes).await?;
    stolen.verifier = Challenge::from_random(&[9; 32]).verifier().clone();
    let step = plain.sign_in(attempt.caller(), stolen);
    let refused = converse(&*stage.line, step).await.err();
    assert_eq!(refused, Some(ProviderError::StartAnew));

    let code = attempt.code(&stage, &plain, yes).await?;
    let step = plain.sign_in(attempt.caller(), code.clone());
    assert!(converse(&*stage.line, step).await.is_ok());
    let step = plain.sign_in(attempt.caller(), code);
    let refused = converse(&*stage.line, step).await.err();
    assert_eq!(
        refused,
        Some(ProviderError::StartAnew),
        "the same code again"
    );

    let (_server, _, mut stage) = set(&CARELESS, "desk", "").await?;
    let card = stage.begin_adding(PLAIN, None).await?;
    approve(&stage, &card, &mut browser(), yes).await?;
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::Refused);
    Ok(())
}

#[tokio::test]
async fn a_person_who_says_no_has_cancelled() -> TestResult {
    let (_server, _, mut stage) = set(&SITE, "desk", "").await?;
    let card = stage.begin_adding(PLAIN, None).await?;
    let mut person = browser();
    approve(&stage, &card, &mut person, no).await?;
    assert_eq!(stage.failure(&card).await?, SignInFailureCode::Cancelled);
    assert!(stage.snapshot().await?.locations.is_empty());
    connect(&mut stage, &mut person, yes).await?;
    Ok(())
}

#[tokio::test]
async fn an_app_that_is_not_known_is_never_led_to() -> TestResult {
    let (_server, _, mut stage) = set(&SITE, "nobody", "").await?;
    // It asks who the person is before it looks at the app.
    let showed = tried(&stage, AppCheck::Redirect).await?;
    assert_eq!(showed, AppVerdictCode::NotToldYet);
    let wrong = tried(&stage, AppCheck::Credentials).await?;
    assert_eq!(wrong, AppVerdictCode::Wrong);
    let card = stage.begin_adding(PLAIN, None).await?;
    let page = browser().walks(&card.page, yes).await;
    assert!(page.is_err(), "{page:?}");
    let page = browser().opens(&card.page).await?;
    assert!(matches!(page, Page::Shown { .. }), "{page:?}");
    Ok(())
}

#[tokio::test]
async fn a_secret_is_taken_from_the_form_and_from_the_header() -> TestResult {
    for site in [&SITE, &SECRETIVE] {
        let (_server, plain, mut stage) = set(site, "secretive", "another-secret").await?;
        let wrong = tried(&stage, AppCheck::Credentials).await?;
        assert_eq!(wrong, AppVerdictCode::Wrong);
        enter_app(&stage, "secretive", SECRET).await?;
        let fine = tried(&stage, AppCheck::Credentials).await?;
        assert_eq!(fine, AppVerdictCode::Fine, "{:?}", plain.about().wording);
        let connected = connect(&mut stage, &mut browser(), yes).await?;
        almost_an_hour(&mut stage).await?;
        until(&mut stage, works).await?;
        let location = connected.id;
        stage.ask(LocationRequest::Disconnect { location }).await?;
        until(&mut stage, disconnected).await?;
    }
    Ok(())
}
