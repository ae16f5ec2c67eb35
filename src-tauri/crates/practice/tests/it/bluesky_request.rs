//! The practice Bluesky: what it holds against a request before anybody sees a page.

use crate::bluesky_app::{App, JANA, REDIRECT};
use crate::browser::Browser;
use crate::kit::{refused, text};

#[tokio::test]
async fn a_request_that_is_wrong_is_refused_when_it_is_pushed() {
    let app = App::start().await;
    let s256 = "atproto requires use of \"S256\" code_challenge_method";
    for (name, value, error, words) in [
        ("client_id", "", "invalid_request", "client_id is required"),
        (
            "client_id",
            "https://app.example.com/metadata.json",
            "invalid_client_metadata",
            "Unable to obtain client metadata",
        ),
        (
            "client_id",
            "http://localhost?redirect_uri=https://evil.example/",
            "invalid_redirect_uri",
            "Invalid loopback redirect URI \"https://evil.example/\"",
        ),
        (
            "redirect_uri",
            "https://evil.example/",
            "invalid_request",
            "Invalid redirect_uri https://evil.example/",
        ),
        (
            "redirect_uri",
            "http://localhost:50123/callback/bluesky",
            "invalid_request",
            "Invalid redirect_uri http://localhost:50123/callback/bluesky",
        ),
        (
            "code_challenge",
            "",
            "invalid_request",
            "Use of PKCE is required",
        ),
        ("code_challenge", "short", "invalid_request", s256),
        ("code_challenge_method", "", "invalid_request", s256),
        ("code_challenge_method", "plain", "invalid_request", s256),
        (
            "scope",
            "",
            "invalid_scope",
            "The \"atproto\" scope is required",
        ),
        (
            "scope",
            "transition:generic",
            "invalid_scope",
            "The \"atproto\" scope is required",
        ),
        (
            "scope",
            "atproto transition:email",
            "invalid_scope",
            "Scope \"transition:email\" is not declared in the client metadata",
        ),
        (
            "response_type",
            "token",
            "unsupported_response_type",
            "Unsupported response_type \"token\"",
        ),
        (
            "prompt",
            "none",
            "consent_required",
            "Public clients are not allowed to use silent-sign-on",
        ),
        (
            "login_hint",
            "jana",
            "invalid_request",
            "Invalid login_hint \"jana\"",
        ),
        (
            "request_uri",
            "urn:x",
            "invalid_request",
            "Unsupported \"request_uri\" parameter",
        ),
        (
            "dpop_jkt",
            "other",
            "invalid_request",
            "\"dpop_jkt\" parameters does not match the DPoP proof",
        ),
    ] {
        let answer = app.push(&[(name, value)]).await;
        let expected = (400, error.to_owned(), words.to_owned());
        assert_eq!(refused(&answer), expected, "{name}={value}");
    }
    let any_port = ("redirect_uri", "http://127.0.0.1:1/callback/bluesky");
    assert_eq!(app.push(&[any_port]).await.status, 201);
    assert_eq!(app.fetch("oauth/par").await.status, 405);
}

#[tokio::test]
async fn the_authorize_page_opens_what_was_pushed_and_nothing_else() {
    let app = App::start().await;
    let direct = app.kit.authorize(&[]);
    let unknown = app.opens(&app.kit.id, "urn:ietf:params:oauth:request_uri:req-0");
    let pushed = app.push(&[]).await;
    let uri = text(&pushed.json(), "request_uri");
    let stranger = app.opens("http://localhost", &uri);
    for (url, words) in [
        (direct, "Pushed authorization requests are required"),
        (unknown, "Unknown request_uri"),
        (stranger, "This request was initiated for another client"),
    ] {
        let answer = Browser::new().get(url).await;
        assert!(answer.went_nowhere() && answer.status == 400, "{words}");
        assert!(answer.text.contains(words), "{}", answer.text);
    }
    let url = app.opens(&app.kit.id, &uri);
    let mut browser = Browser::new();
    for _ in 0..2 {
        assert!(browser.get(url.clone()).await.shows("login"));
    }
    app.kit.code(&mut browser, JANA, url.clone()).await;
    let again = browser.get(url).await;
    assert!(again.went_nowhere() && again.text.contains("Unknown request_uri"));

    let late = app.authorize(&[]).await;
    app.kit.later(300).await;
    let back = browser.get(late).await;
    assert!(back.location().as_str().starts_with(REDIRECT));
    assert_eq!(back.sent_back("error").as_deref(), Some("access_denied"));
    assert_eq!(back.sent_back("iss"), Some(app.issuer()));
}
