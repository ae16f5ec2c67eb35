//! The practice Bluesky: what each kind of trouble ends in, and who is who.

use serde_json::json;

use crate::bluesky_app::{App, JANA, SESSION, TOM};
use crate::browser::{Browser, client, send};
use crate::kit::{refused, text};

const PROFILE: &str = "xrpc/app.bsky.actor.getProfile?actor=jana.practice";

#[tokio::test]
async fn what_ends_tokens_says_so_and_spares_the_other_account() {
    let app = App::start().await;
    let exp = "\"exp\" claim timestamp check failed";
    for (kind, message, words) in [
        ("expired", Some(exp), None),
        ("refresh_expired", Some(exp), Some("Refresh token expired")),
        (
            "app_removed",
            Some("Invalid token"),
            Some("Invalid refresh token"),
        ),
        ("password_changed", None, None),
    ] {
        let (jana, tom) = (app.tokens(JANA).await, app.access(TOM).await);
        let trouble = json!({ "kind": kind, "person": "jana.practice" });
        app.kit.trouble(trouble).await;
        let answer = app.read(&text(&jana, "access_token"), SESSION).await;
        match message {
            None => assert_eq!(answer.status, 200, "{kind}"),
            Some(message) => {
                let body = json!({ "error": "invalid_token", "message": message });
                assert_eq!(
                    (answer.status.as_u16(), answer.json()),
                    (401, body),
                    "{kind}"
                );
            }
        }
        let refreshed = app.refresh(&text(&jana, "refresh_token")).await;
        match words {
            None => assert_eq!(refreshed.status, 200, "{kind}"),
            Some(words) => {
                let dead = (400, "invalid_grant".to_owned(), words.to_owned());
                assert_eq!(refused(&refreshed), dead, "{kind}");
            }
        }
        assert_eq!(app.read(&tom, SESSION).await.status, 200, "{kind}");
    }
}

#[tokio::test]
async fn a_blanket_reset_ends_everybodys_sessions() {
    let app = App::start().await;
    let (jana, tom) = (app.tokens(JANA).await, app.tokens(TOM).await);
    app.kit.trouble(json!({ "kind": "blanket_reset" })).await;
    for given in [jana, tom] {
        let answer = app.read(&text(&given, "access_token"), SESSION).await;
        assert_eq!(answer.json()["message"], "Invalid token");
        let refreshed = app.refresh(&text(&given, "refresh_token")).await;
        let words = "Invalid refresh token".to_owned();
        assert_eq!(
            refused(&refreshed),
            (400, "invalid_grant".to_owned(), words)
        );
    }
}

#[tokio::test]
async fn trouble_of_the_account_kills_no_token() {
    let app = App::start().await;
    let token = app.access(JANA).await;
    for (kind, status, error, message, public) in [
        (
            "account_suspended",
            401,
            "AccountTakedown",
            "Account has been taken down",
            Some("AccountTakedown"),
        ),
        (
            "account_deactivated",
            401,
            "AccountDeactivated",
            "Account is deactivated",
            Some("AccountDeactivated"),
        ),
        (
            "rate_limited",
            429,
            "RateLimitExceeded",
            "Rate Limit Exceeded",
            None,
        ),
    ] {
        app.kit
            .trouble(json!({ "kind": kind, "person": JANA }))
            .await;
        for path in [SESSION, PROFILE] {
            let answer = app.read(&token, path).await;
            let body = json!({ "error": error, "message": message });
            assert_eq!(
                (answer.status.as_u16(), answer.json()),
                (status, body),
                "{path}"
            );
        }
        let profile = app.fetch(PROFILE).await;
        assert_eq!(profile.json()["error"].as_str(), public, "{kind}");
        app.kit.calm().await;
        assert_eq!(app.read(&token, SESSION).await.status, 200, "{kind}");
    }
}

#[tokio::test]
async fn a_session_may_say_itself_that_the_account_is_not_active() {
    let app = App::start().await;
    let token = app.access(JANA).await;
    let inactive = json!({ "kind": "account_inactive", "person": JANA });
    app.kit.trouble(inactive).await;
    let session = app.read(&token, SESSION).await;
    assert_eq!(session.status, 200);
    assert_eq!(session.json()["active"], false);
    assert_eq!(session.json()["status"], "deactivated");
}

#[tokio::test]
async fn an_account_that_was_taken_down_cannot_sign_in_or_renew() {
    let app = App::start().await;
    let refresh = text(&app.tokens(JANA).await, "refresh_token");
    let down = json!({ "kind": "account_suspended", "person": JANA });
    app.kit.trouble(down).await;
    let answer = app.refresh(&refresh).await;
    let words = "Invalid refresh token".to_owned();
    assert_eq!(refused(&answer), (400, "invalid_grant".to_owned(), words));
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[]).await).await;
    let page = app.kit.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("login") && page.text.contains("taken down"));
}

#[tokio::test]
async fn too_many_calls_are_counted_in_headers_and_refused() {
    let app = App::start().await;
    let token = app.access(JANA).await;
    let left = |answer: &crate::browser::Answer| {
        let left = answer.header("ratelimit-remaining").parse::<u64>();
        left.unwrap()
    };
    let (one, two) = (app.fetch(PROFILE).await, app.fetch(PROFILE).await);
    assert!(left(&one) == left(&two) + 1 || left(&two) == 2_999);
    let reset = two.header("ratelimit-reset").parse::<i64>().unwrap();
    assert!((1..=300).contains(&(reset - app.now().await)));
    app.kit.trouble(json!({ "kind": "rate_limited" })).await;
    let resolve = "xrpc/com.atproto.identity.resolveHandle?handle=jana.practice";
    for answer in [
        app.read(&token, SESSION).await,
        app.fetch(PROFILE).await,
        app.fetch(resolve).await,
    ] {
        assert_eq!(answer.status, 429);
        assert_eq!(answer.json()["error"], "RateLimitExceeded");
        assert_eq!(answer.header("ratelimit-remaining"), "0");
        assert_eq!(answer.header("ratelimit-policy"), "3000;w=300");
    }
}

#[tokio::test]
async fn a_handle_that_moved_names_a_stranger_and_the_account_stays() {
    let app = App::start().await;
    let token = app.access(JANA).await;
    let moved = json!({ "kind": "handle_moved", "person": "Jana Weiss" });
    app.kit.trouble(moved).await;
    let found = app
        .fetch("xrpc/com.atproto.identity.resolveHandle?handle=jana.practice")
        .await;
    let stranger = text(&found.json(), "did");
    assert_ne!(stranger, JANA);
    for did in [JANA, &stranger] {
        let document = app.fetch(&format!("/{did}")).await.json();
        assert_eq!(document["alsoKnownAs"], json!(["at://jana.practice"]));
        assert_eq!(document["id"], did);
    }
    let session = app.read(&token, SESSION).await.json();
    assert_eq!(session["did"], JANA);
    let profile = format!("xrpc/app.bsky.actor.getProfile?actor={JANA}");
    assert_eq!(app.fetch(&profile).await.json()["handle"], "handle.invalid");
    app.kit.calm().await;
    let well_known = ".well-known/atproto-did?handle=jana.practice";
    assert_eq!(app.fetch(well_known).await.text, JANA);
}

#[tokio::test]
async fn a_handle_is_told_at_its_own_address_and_unknown_names_are_not_found() {
    let app = App::start().await;
    let url = app.kit.url(".well-known/atproto-did");
    let own = client().get(url).header("host", "acme.practice");
    assert_eq!(send(own).await.text, "did:plc:acme2coffee4roasters6k3w");
    let nobody = app.fetch(".well-known/atproto-did?handle=x.practice").await;
    assert_eq!(nobody.status, 404);
    let resolve = "xrpc/com.atproto.identity.resolveHandle?handle=x.practice";
    let nobody = app.fetch(resolve).await;
    let words = "Unable to resolve handle";
    let body = json!({ "error": "InvalidRequest", "message": words });
    assert_eq!((nobody.status.as_u16(), nobody.json()), (400, body));
    let nobody = app.fetch("/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa").await;
    assert_eq!(nobody.status, 404);
    assert_eq!(app.fetch("/nothing").await.status, 404);
    let nobody = app
        .fetch("xrpc/app.bsky.actor.getProfile?actor=x.practice")
        .await;
    assert_eq!(nobody.json()["message"], "Profile not found");
}

#[tokio::test]
async fn an_outage_is_a_503_everywhere() {
    let app = App::start().await;
    app.kit.trouble(json!({ "kind": "outage" })).await;
    for path in [SESSION, PROFILE, "oauth/authorize", "account", JANA] {
        let answer = app.fetch(&format!("/{path}")).await;
        assert_eq!(answer.status, 503, "{path}");
    }
}
