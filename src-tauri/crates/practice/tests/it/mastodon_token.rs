//! Mastodon's token endpoint, account API, rate limit and revocation.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::browser::{Browser, client, send};
use crate::mastodon_app::{ALICE, App, BOB, SCOPES, refused};

const INVALID_GRANT: &str = "The provided authorization grant is invalid, expired, revoked, does \
    not match the redirection URI used in the authorization request, or was issued to another \
    client.";

#[tokio::test]
async fn a_code_needs_its_verifier_its_redirect_and_its_client_and_works_once() {
    let app = App::start().await;
    let other = App::start().await;
    let code = app
        .code(&mut Browser::new(), ALICE, app.authorize(&[]))
        .await;
    let code = ("code", code.as_str());

    let missing = app.token_call(&[code, ("code_verifier", "")]).await;
    assert_eq!(refused(&missing), (400, "invalid_request".into()));
    let words = "Missing required parameter: code_verifier.";
    assert_eq!(missing.json()["error_description"], words);
    let wrong = app
        .token_call(&[code, ("code_verifier", &"x".repeat(43))])
        .await;
    assert_eq!(refused(&wrong), (400, "invalid_grant".into()));
    assert_eq!(wrong.json()["error_description"], INVALID_GRANT);
    let elsewhere = app
        .token_call(&[code, ("redirect_uri", "http://127.0.0.1:1/other")])
        .await;
    assert_eq!(refused(&elsewhere), (400, "invalid_grant".into()));
    let secret = app.token_call(&[code, ("client_secret", "x")]).await;
    assert_eq!(refused(&secret), (401, "invalid_client".into()));
    let stranger = other.token_call(&[code]).await;
    assert_eq!(refused(&stranger), (400, "invalid_grant".into()));

    let given = app.token_call(&[code]).await.json();
    assert_eq!(
        (&given["token_type"], &given["scope"]),
        (&"Bearer".into(), &SCOPES.into())
    );
    assert!(given["created_at"].is_i64() && given["expires_in"].is_null());
    let again = app.token_call(&[code]).await;
    assert_eq!(refused(&again), (400, "invalid_grant".into()));
}

#[tokio::test]
async fn another_app_of_the_same_instance_cannot_redeem_the_code() {
    let app = App::start().await;
    let code = app
        .code(&mut Browser::new(), ALICE, app.authorize(&[]))
        .await;
    let other = App::on(app.practice).await;
    assert_ne!(other.id, app.id);
    let stolen = other.token_call(&[("code", &code)]).await;
    assert_eq!(refused(&stolen), (400, "invalid_grant".into()));
}

#[tokio::test]
async fn a_code_without_a_challenge_takes_no_verifier() {
    let app = App::start().await;
    let plain = app.authorize(&[("code_challenge", ""), ("code_challenge_method", "")]);
    let code = app.code(&mut Browser::new(), ALICE, plain).await;
    let with = app.token_call(&[("code", &code)]).await;
    assert_eq!(refused(&with), (400, "invalid_grant".into()));
    let without = app
        .token_call(&[("code", &code), ("code_verifier", "")])
        .await;
    assert_eq!(without.status, 200);
}

#[tokio::test]
async fn missing_parameters_and_other_grant_types_are_named() {
    let app = App::start().await;
    for (change, error) in [
        (("grant_type", ""), "invalid_request"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("grant_type", "refresh_token"), "unsupported_grant_type"),
        (("code", ""), "invalid_request"),
    ] {
        assert_eq!(
            refused(&app.token_call(&[change]).await),
            (400, error.into())
        );
    }
    let scope = [("grant_type", "client_credentials"), ("scope", "write")];
    assert_eq!(
        refused(&app.token_call(&scope).await),
        (400, "invalid_scope".into())
    );
}

#[tokio::test]
async fn the_same_person_app_and_scopes_get_the_same_token_again() {
    let app = App::start().await;
    let (one, two) = (app.token(ALICE).await, app.token(ALICE).await);
    assert_eq!(one, two);
    assert_ne!(one, app.token(BOB).await);
}

#[tokio::test]
async fn a_client_may_show_itself_by_http_basic() {
    let app = App::start().await;
    let basic = STANDARD.encode(format!("{}:{}", app.id, app.secret));
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", "read:accounts"),
    ];
    let request = client().post(app.url("oauth/token")).form(&form);
    let given = send(request.header("authorization", format!("Basic {basic}"))).await;
    assert_eq!(given.json()["scope"], "read:accounts");
}

#[tokio::test]
async fn an_apps_own_token_is_no_user() {
    let app = App::start().await;
    let own = [
        ("grant_type", "client_credentials"),
        ("scope", "read:accounts"),
    ];
    let own = app.token_call(&own).await.json();
    let own = own["access_token"].as_str().unwrap();
    let words = "This method requires an authenticated user".to_owned();
    assert_eq!(refused(&app.me(own).await), (422, words));
    let seen = app.read(own, "api/v1/apps/verify_credentials").await.json();
    assert_eq!(seen["name"], "Greentick");
    assert!(seen["client_secret"].is_null());
}

#[tokio::test]
async fn credentials_are_verified_within_scopes_and_limits_are_told_as_a_time_of_day() {
    let app = App::start().await;
    let answer = app.me(&app.token(ALICE).await).await;
    assert_eq!(answer.json()["acct"], "alice");
    assert_eq!(answer.json()["display_name"], "Acme Coffee");
    assert_eq!(answer.header("x-ratelimit-limit"), "300");
    assert_eq!(answer.header("x-ratelimit-remaining"), "299");
    assert!(answer.header("x-ratelimit-reset").ends_with("Z"));

    let narrow = app.authorize(&[("scope", "read:statuses")]);
    let code = app.code(&mut Browser::new(), ALICE, narrow).await;
    let narrow = app.token_call(&[("code", &code)]).await.json();
    let narrow = narrow["access_token"].as_str().unwrap();
    let words = "This action is outside the authorized scopes".to_owned();
    assert_eq!(refused(&app.me(narrow).await), (403, words));
    let invalid = (401, "The access token is invalid".to_owned());
    assert_eq!(refused(&app.me("made-up").await), invalid);
}

#[tokio::test]
async fn the_three_hundred_and_first_call_in_a_window_is_too_many() {
    let app = App::start().await;
    let (alice, bob) = (app.token(ALICE).await, app.token(BOB).await);
    let (client, url) = (client(), app.url("api/v1/accounts/verify_credentials"));
    let mut calm = 0;
    let refusal = loop {
        let answer = send(client.get(url.clone()).bearer_auth(&alice)).await;
        if answer.status != 200 {
            break answer;
        }
        calm += 1;
        assert!(calm <= 600, "the window may turn over once");
    };
    assert!(calm >= 300);
    assert_eq!(refused(&refusal), (429, "Too many requests".into()));
    assert_eq!(refusal.header("x-ratelimit-remaining"), "0");
    assert_eq!(app.me(&bob).await.status, 200);
}

#[tokio::test]
async fn revoking_is_for_the_tokens_own_app_and_says_nothing_about_unknown_tokens() {
    let app = App::start().await;
    let token = app.token(ALICE).await;
    let revoke = async |id: &str, secret: &str, token: &str| {
        let form = [
            ("client_id", id),
            ("client_secret", secret),
            ("token", token),
        ];
        send(client().post(app.url("oauth/revoke")).form(&form)).await
    };
    let wrong = revoke(&app.id, "x", &token).await;
    assert_eq!(refused(&wrong), (403, "unauthorized_client".into()));
    assert_eq!(app.me(&token).await.status, 200);
    assert_eq!(revoke(&app.id, &app.secret, "unknown").await.status, 200);
    let done = revoke(&app.id, &app.secret, &token).await;
    assert_eq!((done.status.as_u16(), done.text.as_str()), (200, "{}"));
    let words = "The access token was revoked".to_owned();
    assert_eq!(refused(&app.me(&token).await), (401, words));
}
