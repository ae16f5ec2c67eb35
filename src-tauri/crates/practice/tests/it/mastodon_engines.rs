//! Other programs that speak Mastodon's API, each with its own manners.

use serde_json::json;

use crate::browser::{Answer, Browser, client, send};
use crate::mastodon_app::{ALICE, App, REDIRECT, SCOPES, WITH_PORT};

async fn running(engine: &str) -> App {
    let app = App::start().await;
    app.trouble(json!({ "kind": format!("engine_{engine}") }))
        .await;
    app
}

/// What the token answer says of a code for this address and these permissions.
async fn given(app: &App, redirect: &str, scopes: &str) -> Answer {
    let page = app.authorize(&[("redirect_uri", redirect), ("scope", scopes)]);
    let code = app.code(&mut Browser::new(), ALICE, page).await;
    app.token_call(&[("code", &code), ("redirect_uri", redirect)])
        .await
}

async fn token(app: &App) -> String {
    let given = given(app, REDIRECT, SCOPES).await.json();
    given["access_token"].as_str().unwrap().to_owned()
}

async fn revoke(app: &App, token: &str) -> Answer {
    let form = [
        ("client_id", app.id.as_str()),
        ("client_secret", &app.secret),
        ("token", token),
    ];
    send(client().post(app.url("oauth/revoke")).form(&form)).await
}

#[tokio::test]
async fn a_removed_token_is_refused_in_each_engines_words() {
    let german = r#"{"error":"Der Zugriffs-Token wurde widerrufen"}"#;
    for (engine, status, body) in [
        ("mastodon_in_german", 401, german),
        (
            "gotosocial",
            401,
            r#"{"error":"Unauthorized: token not supplied"}"#,
        ),
        ("snac", 422, ""),
        ("pleroma", 403, r#"{"error":"Invalid credentials."}"#),
    ] {
        let app = running(engine).await;
        let token = token(&app).await;
        assert_eq!(app.me(&token).await.status, 200, "{engine}");
        app.trouble(json!({ "kind": "token_revoked", "person": "@alice" }))
            .await;
        let dead = app.me(&token).await;
        assert_eq!(
            (dead.status.as_u16(), dead.text.as_str()),
            (status, body),
            "{engine}"
        );
    }
    let app = running("takahe").await;
    let dead = app.me("made-up").await;
    assert_eq!(
        (dead.status.as_u16(), dead.text.as_str()),
        (400, "Invalid Bearer token")
    );
}

#[tokio::test]
async fn the_callback_address_is_compared_as_a_text_where_an_engine_does_so() {
    for (engine, leads_on) in [
        ("mastodon", true),
        ("mastodon_in_german", true),
        ("snac", true),
        ("takahe", false),
        ("pleroma", false),
        ("gotosocial", false),
    ] {
        let app = running(engine).await;
        let asked = app.authorize(&[("redirect_uri", WITH_PORT)]);
        let page = Browser::new().get(asked).await;
        assert_eq!(page.status == 200, leads_on, "{engine}");
        if engine == "gotosocial" {
            assert_eq!(page.sent_back("error").as_deref(), Some("server_error"));
        }
    }
}

#[tokio::test]
async fn takahe_gives_no_token_with_finer_permissions_than_it_knows() {
    let app = running("takahe").await;
    let refused = given(&app, REDIRECT, "read:accounts").await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json()["error"], "invalid_scope");
}

#[tokio::test]
async fn snac_deletes_an_app_with_its_token_and_says_so_with_nothing() {
    let app = running("snac").await;
    let token = token(&app).await;
    assert_eq!(revoke(&app, &token).await.status, 200);
    let page = Browser::new().get(app.authorize(&[])).await;
    assert_eq!((page.status.as_u16(), page.text.as_str()), (400, ""));
    let exchange = app.token_call(&[("code", "x")]).await;
    assert_eq!(
        (exchange.status.as_u16(), exchange.text.as_str()),
        (401, "")
    );
    let own = app
        .token_call(&[("grant_type", "client_credentials"), ("redirect_uri", "")])
        .await;
    assert_eq!((own.status.as_u16(), own.text.as_str()), (400, ""));
}

#[tokio::test]
async fn an_engine_without_revocation_has_no_such_place() {
    let app = running("gotosocial").await;
    let token = token(&app).await;
    assert_eq!(revoke(&app, &token).await.status, 404);
    assert_eq!(app.me(&token).await.status, 200);
}

#[tokio::test]
async fn a_token_of_pleroma_ends_and_its_refresh_token_serves_once() {
    let app = running("pleroma").await;
    let first = given(&app, REDIRECT, SCOPES).await.json();
    assert_eq!(first["expires_in"], 5_184_000);
    let renew = async |refresh: &str| {
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        app.token_call(&form).await
    };
    let refresh = first["refresh_token"].as_str().unwrap();
    let second = renew(refresh).await.json();
    assert_eq!(
        app.me(second["access_token"].as_str().unwrap())
            .await
            .status,
        200
    );
    assert_eq!(
        app.me(first["access_token"].as_str().unwrap()).await.status,
        403
    );
    let again = renew(refresh).await;
    assert_eq!(
        (again.status.as_u16(), again.json()["error"].as_str()),
        (400, Some("Invalid credentials"))
    );
}
