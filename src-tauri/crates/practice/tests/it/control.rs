//! The control page, its JSON twin, and what may reach them.

use practice::Practice;
use serde_json::json;

use crate::browser::{Browser, address, client, get, post_json, send};
use crate::facebook_app::{self, BAKERY, JANA};
use crate::kit::standing;
use crate::mastodon_app::{self, ALICE};

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let practice = Practice::start(standing()).await.unwrap();
    let url = practice.control().join("api/trouble").unwrap();
    for trouble in [
        json!({"network": "myspace", "kind": "outage"}),
        json!({"network": "facebook", "kind": "rain"}),
        json!({"network": "facebook", "kind": "password_changed"}),
        json!({"network": "facebook", "kind": "checkpoint", "person": "Nobody"}),
        json!({"network": "facebook", "kind": "expired", "page": "No such page"}),
        json!({"network": "facebook", "kind": "page_deleted"}),
        json!({"network": "mastodon", "kind": "login_disabled"}),
        json!({"network": "facebook", "kind": "expired", "presence": "typo"}),
        json!({"network": "facebook", "kind": "slow", "seconds": "soon"}),
    ] {
        let answer = post_json(url.clone(), trouble.clone()).await;
        assert_eq!(answer.status, 422, "{trouble}");
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test]
async fn the_request_log_counts_and_names_but_keeps_no_secret() {
    let app = facebook_app::App::start().await;
    let token = app.long_token(JANA, &[BAKERY]).await;
    app.graph(&token, "me", &[]).await;
    let seen = get(app.practice.control().join("api/requests").unwrap()).await;
    assert_eq!(seen.json()["counts"]["facebook GET /v25.0/me"], 1);
    assert_eq!(
        seen.json()["counts"]["facebook GET /v25.0/oauth/access_token"],
        2
    );
    let secrets = get(app.practice.control().join("api/secrets").unwrap())
        .await
        .json();
    for secret in secrets["secrets"].as_array().unwrap() {
        assert!(
            !seen.text.contains(secret["value"].as_str().unwrap()),
            "{secret}"
        );
    }
}

#[tokio::test]
async fn every_secret_that_was_issued_can_be_looked_up() {
    let facebook = facebook_app::App::start().await;
    let mut browser = Browser::new();
    let code = facebook.code(&mut browser, JANA, &[BAKERY]).await;
    let user = facebook.long_token(JANA, &[BAKERY]).await;
    let page = facebook.page_token(&user, BAKERY).await;
    let secret = facebook.secret.clone();
    let cookie = browser.cookies().values().next().unwrap().clone();
    let mastodon = mastodon_app::App::on(facebook.practice).await;
    let toot = mastodon.token(ALICE).await;
    let known = get(mastodon.practice.control().join("api/secrets").unwrap())
        .await
        .json();
    let known: Vec<&str> = known["secrets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["value"].as_str().unwrap())
        .collect();
    for issued in [
        &code,
        &user,
        &page,
        &secret,
        &cookie,
        &mastodon.secret,
        &toot,
    ] {
        assert!(known.contains(&issued.as_str()), "{issued}");
    }
}

#[tokio::test]
async fn the_state_shows_who_is_connected_and_what_is_wrong() {
    let app = facebook_app::App::start().await;
    let user = app.long_token(JANA, &[BAKERY]).await;
    app.page_token(&user, BAKERY).await;
    app.trouble(json!({"kind": "role_removed", "person": JANA, "page": BAKERY}))
        .await;
    app.trouble(json!({"kind": "outage"})).await;
    let state = get(app.practice.control().join("api/state").unwrap())
        .await
        .json();
    let facebook = &state["networks"]["facebook"];
    assert_eq!(facebook["weather"]["outage"], true);
    let jana = &facebook["people"][0];
    assert_eq!(
        (&jana["authorized"], &jana["live_tokens"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(jana["pages"][0]["troubles"], json!(["role removed"]));
    assert_eq!(jana["pages"][0]["live_tokens"], 0);
}

#[tokio::test]
async fn the_page_causes_trouble_and_puts_it_right_with_plain_forms() {
    let app = mastodon_app::App::start().await;
    let token = app.token(ALICE).await;
    let control = app.practice.control();
    let mut browser = Browser::new();
    let form = [
        ("network", "mastodon"),
        ("person", ALICE),
        ("kind", "login_disabled"),
    ];
    let page = browser
        .submit(control.join("trouble").unwrap(), &form)
        .await;
    assert!(page.text.contains("login disabled"));
    assert_eq!(app.me(&token).await.status, 403);
    let page = browser.submit(control.join("calm").unwrap(), &[]).await;
    assert!(!page.text.contains("login disabled"));
    assert_eq!(app.me(&token).await.status, 200);
}

#[tokio::test]
async fn the_control_page_answers_only_to_its_own_address() {
    let practice = Practice::start(standing()).await.unwrap();
    let url = address(&practice.control(), "api/secrets", &[]);
    let rebound = send(client().get(url.clone()).header("host", "evil.example")).await;
    assert_eq!(rebound.status, 403);
    let calm = practice.control().join("api/calm").unwrap();
    let crossed = client().post(calm).header("origin", "https://evil.example");
    assert_eq!(send(crossed).await.status, 403);
    let own = practice.control().to_string();
    let own = client()
        .get(url)
        .header("origin", own.trim_end_matches('/'));
    assert_eq!(send(own).await.status, 200);
}
