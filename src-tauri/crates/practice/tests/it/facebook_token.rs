//! Facebook's codes and tokens: exchange, extension, lifetimes, inspection.

use serde_json::json;

use crate::browser::{Browser, address, get};
use crate::facebook_app::{App, BAKERY, JANA, refused};

#[tokio::test]
async fn a_code_works_once_for_the_same_redirect_with_the_right_secret_and_in_time() {
    let app = App::start().await;
    let code = app.code(&mut Browser::new(), JANA, &[BAKERY]).await;
    let token_url = |params: &[(&str, &str)]| {
        address(&app.practice.facebook(), "v25.0/oauth/access_token", params)
    };

    let mismatch = app
        .exchange(&[("code", &code), ("redirect_uri", "https://a.example/")])
        .await;
    assert_eq!(refused(&mismatch), (100, None));
    assert!(
        mismatch
            .text
            .contains("Please make sure your redirect_uri is identical")
    );
    let bare = app.exchange(&[("code", &code)]).await;
    assert_eq!(refused(&bare), (100, None));
    let usual = [("code", code.as_str()), ("redirect_uri", &app.redirect)];
    let wrong_secret = [
        &usual[..],
        &[("client_id", &app.id), ("client_secret", "x")],
    ]
    .concat();
    assert_eq!(refused(&get(token_url(&wrong_secret)).await), (1, None));
    let wrong_app = [
        &usual[..],
        &[("client_id", "1"), ("client_secret", &app.secret)],
    ]
    .concat();
    let answer = get(token_url(&wrong_app)).await;
    assert!(
        answer
            .text
            .contains("Error validating application. Invalid application ID.")
    );

    let given = app.exchange(&usual).await;
    assert_eq!(given.json()["token_type"], "bearer");
    assert_eq!(given.json()["expires_in"], 3600);
    let used = app.exchange(&usual).await;
    assert_eq!(used.status, 400);
    assert_eq!(
        used.json()["error"]["message"],
        "This authorization code has been used."
    );
    assert_eq!(used.json()["error"]["type"], "OAuthException");
    assert_eq!(refused(&used), (100, Some(36009)));

    let late = app.code(&mut Browser::new(), JANA, &[BAKERY]).await;
    app.later(601).await;
    let late = app
        .exchange(&[("code", &late), ("redirect_uri", &app.redirect)])
        .await;
    assert_eq!(
        late.json()["error"]["message"],
        "This authorization code has expired."
    );
    assert_eq!(
        refused(
            &app.exchange(&[("code", "made-up"), ("redirect_uri", "x")])
                .await
        ),
        (100, None)
    );
}

#[tokio::test]
async fn a_short_token_can_be_extended_once_it_lives_and_not_after() {
    let app = App::start().await;
    let short = app.short_token(JANA, &[BAKERY]).await;
    let extend = ("grant_type", "fb_exchange_token");
    let long = app
        .exchange(&[extend, ("fb_exchange_token", &short)])
        .await
        .json();
    assert_eq!(long["expires_in"], 5183944);
    assert_ne!(long["access_token"], short);

    app.later(1_000).await;
    let long = long["access_token"].as_str().unwrap();
    let again = app
        .exchange(&[extend, ("fb_exchange_token", long)])
        .await
        .json();
    assert_eq!(again["access_token"], long);
    assert!(
        again["expires_in"].as_i64().unwrap() <= 5182944,
        "the end does not move"
    );

    app.later(3_600).await;
    let dead = app.exchange(&[extend, ("fb_exchange_token", &short)]).await;
    assert_eq!(refused(&dead), (190, Some(463)));
    assert!(dead.text.contains("Session has expired on "));
    let garbage = app
        .exchange(&[extend, ("fb_exchange_token", "garbage")])
        .await;
    assert_eq!(refused(&garbage), (190, None));
}

#[tokio::test]
async fn a_page_token_outlives_a_long_user_token_and_dies_with_a_short_one() {
    let app = App::start().await;
    let short = app.short_token(JANA, &[BAKERY]).await;
    let from_short = app.page_token(&short, BAKERY).await;
    let long = app.long_token(JANA, &[BAKERY]).await;
    let from_long = app.page_token(&long, BAKERY).await;
    assert_eq!(app.debug(&from_long).await["expires_at"], 0);
    assert_eq!(
        from_long,
        app.page_token(&long, BAKERY).await,
        "asked again, the same token"
    );

    app.later(3_601).await;
    assert_eq!(
        refused(&app.graph(&from_short, "me", &[]).await),
        (190, Some(463))
    );
    app.later(61 * 86_400).await;
    assert_eq!(
        refused(&app.graph(&long, "me", &[]).await),
        (190, Some(463))
    );
    assert_eq!(
        app.graph(&from_long, "me", &[]).await.json()["name"],
        "Harbour Lane Bakery"
    );
}

#[tokio::test]
async fn debug_token_tells_kind_dates_scopes_and_the_pages_that_were_ticked() {
    let app = App::start().await;
    let user = app.long_token(JANA, &[BAKERY]).await;
    let seen = app.debug(&user).await;
    assert_eq!(seen["type"], "USER");
    assert_eq!(seen["app_id"], app.id);
    assert_eq!(seen["is_valid"], true);
    assert_eq!(seen["user_id"], JANA);
    assert!(seen["issued_at"].is_i64() && seen["data_access_expires_at"].as_i64().unwrap() > 0);
    let granular = seen["granular_scopes"].as_array().unwrap();
    assert!(granular.contains(&json!({"scope": "pages_show_list", "target_ids": [BAKERY]})));

    let page = app.debug(&app.page_token(&user, BAKERY).await).await;
    assert_eq!(
        (&page["type"], &page["profile_id"]),
        (&json!("PAGE"), &json!(BAKERY))
    );

    let short = app.short_token(JANA, &[BAKERY]).await;
    assert!(app.debug(&short).await["issued_at"].is_null());
}

#[tokio::test]
async fn debug_token_answers_200_for_a_dead_token_and_names_the_reason_by_subcode() {
    let app = App::start().await;
    let token = app.long_token(JANA, &[BAKERY]).await;
    app.trouble(json!({"kind": "password_changed", "person": "Jana Weiss"}))
        .await;
    let seen = app.debug(&token).await;
    assert_eq!(seen["is_valid"], false);
    assert_eq!(seen["error"]["subcode"], 460);
    assert!(seen["error"]["error_subcode"].is_null());
    let unknown = app.debug("garbage").await;
    assert_eq!(
        (&unknown["is_valid"], &unknown["error"]["code"]),
        (&json!(false), &json!(190))
    );
}

#[tokio::test]
async fn debug_token_is_for_the_app_and_its_developers() {
    let app = App::start().await;
    let jana = app.long_token(JANA, &[BAKERY]).await;
    let tom = app.long_token("10220418357769213", &[]).await;
    let ask = async |token: &str| {
        app.graph(token, "debug_token", &[("input_token", &jana)])
            .await
    };
    assert_eq!(ask(&jana).await.status, 200);
    assert_eq!(refused(&ask(&tom).await), (100, None));
    assert_eq!(
        refused(&ask(&format!("{}|wrong", app.id)).await),
        (190, None)
    );
    let app_token = format!("{}|{}", app.id, app.secret);
    let nothing = app.graph(&app_token, "debug_token", &[]).await;
    assert_eq!(refused(&nothing), (100, None));
}
