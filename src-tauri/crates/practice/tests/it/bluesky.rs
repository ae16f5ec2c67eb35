//! The practice Bluesky: signing in, and how tokens live and end.

use serde_json::json;

use crate::bluesky_app::{App, JANA, REDIRECT, SESSION, TOM};
use crate::browser::Browser;
use crate::kit::{refused, text};

fn no_grant(words: &str) -> (u16, String, String) {
    (400, "invalid_grant".to_owned(), words.to_owned())
}

#[tokio::test]
async fn a_handle_leads_to_the_server_where_a_pushed_request_becomes_a_session() {
    let app = App::start().await;
    let found = app
        .fetch("xrpc/com.atproto.identity.resolveHandle?handle=jana.practice")
        .await;
    assert_eq!(found.json(), json!({ "did": JANA }));
    let document = app.fetch(&format!("/{JANA}")).await.json();
    assert_eq!(document["alsoKnownAs"], json!(["at://jana.practice"]));
    let endpoint = &document["service"][0]["serviceEndpoint"];
    assert_eq!(*endpoint, json!(app.issuer()));
    let resource = app.fetch(".well-known/oauth-protected-resource").await;
    let servers = &resource.json()["authorization_servers"];
    assert_eq!(*servers, json!([app.issuer()]));
    let metadata = app.fetch(".well-known/oauth-authorization-server").await;
    let metadata = metadata.json();
    assert_eq!(metadata["issuer"], json!(app.issuer()));
    assert_eq!(metadata["require_pushed_authorization_requests"], true);

    let pushed = app.push(&[("login_hint", "jana.practice")]).await;
    assert_eq!(pushed.status, 201);
    assert_eq!(pushed.json()["expires_in"], 300);
    let uri = text(&pushed.json(), "request_uri");
    assert!(uri.starts_with("urn:ietf:params:oauth:request_uri:req-"));
    let mut browser = Browser::new();
    let page = browser.get(app.opens(&app.kit.id, &uri)).await;
    assert!(page.shows("login") && page.shows("cancel"));
    let page = app.kit.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve") && page.shows("cancel") && page.shows("other"));
    let back = app.kit.press(&mut browser, &page, "approve", &[]).await;
    assert!(back.location().as_str().starts_with(REDIRECT));
    assert_eq!(back.sent_back("iss"), Some(app.issuer()));
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    let given = app.redeem(&back.sent_back("code").unwrap(), &[]).await;
    assert_eq!(given.header("cache-control"), "no-store");
    let given = given.json();
    assert_eq!(given["token_type"], "DPoP");
    assert_eq!(given["expires_in"], 3600);
    assert_eq!(given["scope"], "atproto transition:generic");
    assert_eq!(given["sub"], JANA);
    let session = app.read(&text(&given, "access_token"), SESSION).await;
    assert_eq!(session.header("ratelimit-limit"), "3000");
    assert_eq!(session.header("ratelimit-policy"), "3000;w=300");
    let session = session.json();
    assert_eq!(
        (&session["did"], &session["active"]),
        (&json!(JANA), &json!(true))
    );
    assert_eq!(session["handle"], "jana.practice");
    assert_eq!(session["didDoc"], document);
    assert!(session["email"].is_null());
    assert_eq!(
        app.retries.get(),
        1,
        "a nonce serves both servers for a while"
    );
}

#[tokio::test]
async fn saying_no_goes_back_with_the_issuer_on_both_pages() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[]).await).await;
    let form = [("ticket", &*page.ticket()), ("action", "cancel")];
    let back = browser.post(app.kit.url("session/login"), &form).await;
    let page = browser.get(app.authorize(&[]).await).await;
    let page = app.kit.sign_in(&mut browser, &page, JANA).await;
    let again = app.kit.press(&mut browser, &page, "cancel", &[]).await;
    for back in [back, again] {
        assert_eq!(back.sent_back("error").as_deref(), Some("access_denied"));
        assert_eq!(back.sent_back("iss"), Some(app.issuer()));
        assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
        assert_eq!(back.sent_back("code"), None);
    }
}

#[tokio::test]
async fn a_public_client_is_approved_anew_each_time_and_a_hint_says_by_whom() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let url = app.authorize(&[]).await;
    app.kit.code(&mut browser, JANA, url).await;
    let page = browser
        .get(app.authorize(&[("login_hint", JANA)]).await)
        .await;
    assert!(page.shows("approve"));
    let page = browser
        .get(app.authorize(&[("prompt", "login")]).await)
        .await;
    assert!(page.shows("login"));
    let page = browser
        .get(app.authorize(&[("login_hint", TOM)]).await)
        .await;
    assert!(page.shows("login"));
    let checked = format!("value=\"{TOM}\" checked");
    assert!(page.text.contains(&checked), "{}", page.text);
    let page = app.kit.sign_in(&mut browser, &page, TOM).await;
    assert!(page.shows("approve") && page.text.contains("@tom.practice"));
}

#[tokio::test]
async fn a_code_wants_its_verifier_and_redirect_and_one_attempt_uses_it_up() {
    let app = App::start().await;
    let other = "http://localhost?redirect_uri=http://127.0.0.1/callback/bluesky\
                 &scope=atproto+transition:generic";
    for (name, value, words) in [
        ("code_verifier", "", "code_verifier is required"),
        ("code_verifier", &*"x".repeat(64), "Invalid code_verifier"),
        (
            "redirect_uri",
            "http://127.0.0.1:50124/callback/bluesky",
            "The redirect_uri parameter must match the one used in the authorization request",
        ),
        ("client_id", other, "This code was issued to another client"),
    ] {
        let code = app.code(JANA).await;
        let spoilt = app.redeem(&code, &[(name, value)]).await;
        assert_eq!(refused(&spoilt), no_grant(words));
        let late = app.redeem(&code, &[]).await;
        assert_eq!(refused(&late), no_grant("Invalid code"), "{name}");
    }
    let code = app.code(JANA).await;
    app.kit.later(300).await;
    let late = app.redeem(&code, &[]).await;
    assert_eq!(refused(&late), no_grant("This code has expired"));
}

#[tokio::test]
async fn a_code_that_is_used_again_ends_the_session_it_gave() {
    let app = App::start().await;
    let code = app.code(JANA).await;
    let given = app.redeem(&code, &[]).await.json();
    let again = app.redeem(&code, &[]).await;
    assert_eq!(refused(&again), no_grant("Invalid code"));
    let token = text(&given, "access_token");
    assert_eq!(app.read(&token, SESSION).await.status, 401);
    let refresh = app.refresh(&text(&given, "refresh_token")).await;
    assert_eq!(refused(&refresh), no_grant("Invalid refresh token"));
}

#[tokio::test]
async fn an_access_token_lives_an_hour_and_until_it_is_renewed() {
    let app = App::start().await;
    let first = app.tokens(JANA).await;
    let token = text(&first, "access_token");
    app.kit.later(3_590).await;
    assert_eq!(app.read(&token, SESSION).await.status, 200);
    app.kit.later(10).await;
    let late = app.read(&token, SESSION).await;
    let words = "\"exp\" claim timestamp check failed";
    let body = json!({ "error": "invalid_token", "message": words });
    assert_eq!((late.status.as_u16(), late.json()), (401, body));
    let challenge = late.header("www-authenticate");
    assert_eq!(challenge, "DPoP algs=\"ES256\", error=\"invalid_token\"");
    let second = app.refresh(&text(&first, "refresh_token")).await.json();
    let third = app.refresh(&text(&second, "refresh_token")).await.json();
    let older = app.read(&text(&second, "access_token"), SESSION).await;
    assert_eq!(older.json()["message"], "Invalid token");
    let newest = app.read(&text(&third, "access_token"), SESSION).await;
    assert_eq!(newest.status, 200);
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_session() {
    let app = App::start().await;
    let first = text(&app.tokens(JANA).await, "refresh_token");
    let second = app.refresh(&first).await.json();
    assert_eq!(second["sub"], JANA);
    let reused = app.refresh(&first).await;
    assert_eq!(refused(&reused), no_grant("Refresh token replayed"));
    let newest = app.refresh(&text(&second, "refresh_token")).await;
    assert_eq!(refused(&newest), no_grant("Invalid refresh token"));
    let token = text(&second, "access_token");
    assert_eq!(app.read(&token, SESSION).await.status, 401);
}

/// As a server of somebody else's may have it.
#[tokio::test]
async fn a_lenient_server_takes_a_replaced_refresh_token_for_a_while() {
    let app = App::start().await;
    let trouble = json!({ "kind": "grace", "seconds": 10 });
    app.kit.trouble(trouble).await;
    let first = text(&app.tokens(JANA).await, "refresh_token");
    assert_eq!(app.refresh(&first).await.status, 200);
    app.kit.later(9).await;
    let second = app.refresh(&first).await;
    assert_eq!(second.status, 200);
    app.kit.later(1).await;
    let reused = app.refresh(&first).await;
    assert_eq!(refused(&reused), no_grant("Refresh token replayed"));
    let newest = text(&second.json(), "refresh_token");
    let newest = app.refresh(&newest).await;
    assert_eq!(refused(&newest), no_grant("Invalid refresh token"));
}

#[tokio::test]
async fn a_session_ends_after_two_weeks_however_often_it_was_renewed() {
    let app = App::start().await;
    let mut refresh = text(&app.tokens(JANA).await, "refresh_token");
    for _ in 0..13 {
        app.kit.later(86_400).await;
        refresh = text(&app.refresh(&refresh).await.json(), "refresh_token");
    }
    app.kit.later(86_400).await;
    let late = app.refresh(&refresh).await;
    assert_eq!(refused(&late), no_grant("Session expired"));
}

#[tokio::test]
async fn any_token_of_a_session_revokes_all_of_it_and_other_sessions_live_on() {
    let app = App::start().await;
    for kind in ["refresh_token", "access_token"] {
        let (kept, gone) = (app.tokens(JANA).await, app.tokens(JANA).await);
        for _ in 0..2 {
            let answer = app.revoke(&text(&gone, kind)).await;
            assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({})));
        }
        let token = text(&gone, "access_token");
        assert_eq!(app.read(&token, SESSION).await.status, 401);
        let refresh = app.refresh(&text(&gone, "refresh_token")).await;
        assert_eq!(refused(&refresh), no_grant("Invalid refresh token"));
        let token = text(&kept, "access_token");
        assert_eq!(app.read(&token, SESSION).await.status, 200);
    }
    assert_eq!(app.revoke("ref-unknown").await.status, 200);
}

#[tokio::test]
async fn people_remove_the_app_on_their_account_page() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let url = app.authorize(&[]).await;
    let code = app.kit.code(&mut browser, JANA, url).await;
    let given = app.redeem(&code, &[]).await.json();
    let page = browser.get(app.kit.url("account")).await;
    assert!(page.text.contains("Greentick") && page.shows("remove"));
    let page = browser.submit(app.kit.url("session/remove"), &[]).await;
    assert!(page.text.contains("No app is connected"));
    let answer = app.read(&text(&given, "access_token"), SESSION).await;
    assert_eq!(answer.json()["message"], "Invalid token");
    let refresh = app.refresh(&text(&given, "refresh_token")).await;
    assert_eq!(refused(&refresh), no_grant("Invalid refresh token"));
}
