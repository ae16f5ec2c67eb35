//! Each kind of Mastodon trouble has its words and spares the other account.

use serde_json::json;

use crate::browser::{Browser, fresh_client, post_json};
use crate::mastodon_app::{ALICE, App, BOB, refused};

#[tokio::test]
async fn each_kind_of_trouble_has_its_words_and_spares_the_other_account() {
    let cases = [
        ("token_revoked", 401, "The access token was revoked"),
        ("password_reset", 401, "The access token was revoked"),
        ("login_disabled", 403, "Your login is currently disabled"),
        ("rate_limited", 429, "Too many requests"),
    ];
    let app = App::start().await;
    for (kind, status, words) in cases {
        let (alice, bob) = (app.token(ALICE).await, app.token(BOB).await);
        app.trouble(json!({"kind": kind, "person": "@alice"})).await;
        assert_eq!(
            refused(&app.me(&alice).await),
            (status, words.to_owned()),
            "{kind}"
        );
        assert_eq!(app.me(&bob).await.status, 200, "{kind}");
        post_json(app.practice.control().join("api/calm").unwrap(), json!({})).await;
    }
}

#[tokio::test]
async fn a_forgotten_app_has_to_register_again() {
    let app = App::start().await;
    let token = app.token(ALICE).await;
    app.trouble(json!({"kind": "app_forgotten"})).await;
    assert_eq!(refused(&app.me(&token).await).0, 401);
    let client = app.token_call(&[("code", "x")]).await;
    assert_eq!(refused(&client), (401, "invalid_client".into()));
    let again = App::on(app.practice).await;
    let token = again.token(ALICE).await;
    assert_eq!(again.me(&token).await.status, 200);
}

#[tokio::test]
async fn an_instance_that_is_gone_cuts_old_and_new_connections_and_can_come_back() {
    let app = App::start().await;
    let token = app.token(ALICE).await;
    let kept_open = fresh_client();
    let ask = async |client: &reqwest::Client| {
        let url = app.url("api/v1/accounts/verify_credentials");
        client
            .get(url)
            .bearer_auth(&token)
            .send()
            .await
            .map(|answer| answer.status().as_u16())
    };
    assert_eq!(ask(&kept_open).await.unwrap(), 200);
    app.trouble(json!({"kind": "gone"})).await;
    assert!(ask(&kept_open).await.is_err());
    assert!(ask(&fresh_client()).await.is_err());
    post_json(app.practice.control().join("api/calm").unwrap(), json!({})).await;
    assert_eq!(ask(&kept_open).await.unwrap(), 200);
}

#[tokio::test]
async fn an_outage_is_a_503_and_kills_no_token() {
    let app = App::start().await;
    let token = app.token(ALICE).await;
    app.trouble(json!({"kind": "outage"})).await;
    assert_eq!(refused(&app.me(&token).await).0, 503);
    let calm = json!({"network": "mastodon"});
    post_json(app.practice.control().join("api/calm").unwrap(), calm).await;
    assert_eq!(app.me(&token).await.status, 200);
}

#[tokio::test]
async fn a_slow_instance_outlasts_a_callers_patience() {
    let app = App::start().await;
    app.trouble(json!({"kind": "slow", "seconds": 3_600})).await;
    let patience = std::time::Duration::from_millis(50);
    let asked = fresh_client()
        .get(app.url("api/v2/instance"))
        .timeout(patience)
        .send()
        .await;
    assert!(asked.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_disabled_login_cannot_sign_in_either() {
    let app = App::start().await;
    app.trouble(json!({"kind": "login_disabled", "person": "bob"}))
        .await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, BOB).await;
    assert!(page.text.contains("Your login is currently disabled."));
    assert!(browser.cookies().is_empty());
}

#[tokio::test]
async fn revoking_on_the_page_of_authorized_apps_is_noticed() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let code = app.code(&mut browser, ALICE, app.authorize(&[])).await;
    let given = app.token_call(&[("code", &code)]).await.json();
    let token = given["access_token"].as_str().unwrap();
    let page = browser.get(app.url("oauth/authorized_applications")).await;
    assert!(page.text.contains("Greentick"));
    let form = [("client_id", app.id.as_str())];
    let page = browser
        .submit(app.url("oauth/authorized_applications"), &form)
        .await;
    assert!(page.text.contains("No app may use your account."));
    let words = "The access token was revoked".to_owned();
    assert_eq!(refused(&app.me(token).await), (401, words));
}

#[tokio::test]
async fn another_identity_at_the_browser_is_asked_as_that_account() {
    let app = App::start().await;
    app.trouble(json!({"kind": "change_identity", "person": "bob"}))
        .await;
    let page = Browser::new().get(app.authorize(&[])).await;
    assert!(page.shows("approve") && page.text.contains("@bob"));
}
