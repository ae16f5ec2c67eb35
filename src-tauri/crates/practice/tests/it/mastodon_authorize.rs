//! Registration and authorization at Mastodon, by Doorkeeper's rules.

use serde_json::json;

use crate::browser::{Browser, client, get, post_json, send};
use crate::mastodon_app::{ALICE, App, BOB, OOB, REDIRECT, SCOPES, WITH_PORT, refused};

#[tokio::test]
async fn registration_takes_a_list_or_lines_and_refuses_in_the_servers_words() {
    let app = App::start().await;
    let apps = app.url("api/v1/apps");
    let lines = format!("{REDIRECT}\n{OOB}");
    let form = [
        ("client_name", "A"),
        ("redirect_uris", lines.as_str()),
        ("scopes", "read write"),
    ];
    let made = send(client().post(apps.clone()).form(&form)).await.json();
    assert_eq!(made["redirect_uris"], json!([REDIRECT, OOB]));
    assert_eq!(made["redirect_uri"], lines);
    assert_eq!(made["scopes"], json!(["read", "write"]));
    assert_eq!(made["client_secret_expires_at"], 0);

    let refusals = [
        (
            json!({"client_name": "A", "redirect_uris": "callback"}),
            "Validation failed: Redirect URI must be an absolute URI.",
        ),
        (
            json!({"client_name": "A", "redirect_uris": "javascript:alert(1)"}),
            "Validation failed: Redirect URI is forbidden by the server.",
        ),
        (
            json!({"client_name": "A", "redirect_uris": REDIRECT, "scopes": "read nonsense"}),
            "Validation failed: Scopes doesn't match configured on the server.",
        ),
        (
            json!({"redirect_uris": REDIRECT}),
            "Validation failed: Application name can't be blank",
        ),
    ];
    for (body, words) in refusals {
        assert_eq!(
            refused(&post_json(apps.clone(), body).await),
            (422, words.to_owned())
        );
    }
}

#[tokio::test]
async fn a_wrong_client_or_callback_ends_on_a_page_and_is_never_sent_anywhere() {
    let app = App::start().await;
    let questions = [
        ("client_id", "nobody", 401),
        ("redirect_uri", "http://127.0.0.1:49152/other", 400),
        ("redirect_uri", "http://localhost:49152/callback", 400),
        ("redirect_uri", "https://evil.example/callback", 400),
        ("redirect_uri", "", 400),
    ];
    for (name, value, status) in questions {
        let answer = Browser::new().get(app.authorize(&[(name, value)])).await;
        assert_eq!(answer.status, status, "{name}={value}");
        assert!(answer.went_nowhere());
    }
}

#[tokio::test]
async fn a_wrong_question_from_a_known_callback_is_told_to_the_app() {
    let app = App::start().await;
    let questions = [
        ("response_type", "", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
        ("scope", "write", "invalid_scope"),
        ("scope", "nonsense", "invalid_scope"),
        (
            "code_challenge_method",
            "plain",
            "invalid_code_challenge_method",
        ),
        ("code_challenge_method", "", "invalid_code_challenge_method"),
    ];
    for (name, value, error) in questions {
        let answer = Browser::new().get(app.authorize(&[(name, value)])).await;
        assert!(answer.location().as_str().starts_with(WITH_PORT));
        assert_eq!(
            answer.sent_back("error").as_deref(),
            Some(error),
            "{name}={value}"
        );
        assert_eq!(answer.sent_back("state").as_deref(), Some("st4te"));
    }
}

#[tokio::test]
async fn approving_sends_a_code_denying_says_so() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login"));
    let page = app.sign_in(&mut browser, &page, ALICE).await;
    assert!(page.shows("approve") && page.shows("deny"));
    assert!(page.text.contains("@alice") && page.text.contains("read:statuses"));
    let denied = app.decide(&mut browser, &page, "deny").await;
    assert_eq!(denied.sent_back("error").as_deref(), Some("access_denied"));

    let page = browser.get(app.authorize(&[])).await;
    let back = app.decide(&mut browser, &page, "approve").await;
    assert!(back.sent_back("code").is_some());
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    assert!(browser.cookies().contains_key("practice_mastodon_session"));
}

#[tokio::test]
async fn the_page_is_skipped_only_for_the_same_person_and_scopes_and_without_force_login() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let code = app.code(&mut browser, ALICE, app.authorize(&[])).await;
    app.token_call(&[("code", &code)]).await;
    assert!(
        browser
            .get(app.authorize(&[]))
            .await
            .sent_back("code")
            .is_some()
    );
    assert!(
        browser
            .get(app.authorize(&[("scope", "profile")]))
            .await
            .shows("approve")
    );
    let forced = browser.get(app.authorize(&[("force_login", "true")])).await;
    assert!(forced.shows("login"));
    let page = app.sign_in(&mut browser, &forced, BOB).await;
    assert!(page.shows("approve") && page.text.contains("@bob"));
}

#[tokio::test]
async fn out_of_band_shows_the_code_to_copy() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[("redirect_uri", OOB)])).await;
    let page = app.sign_in(&mut browser, &page, ALICE).await;
    let ticket = page.ticket();
    let form = [("ticket", ticket.as_str()), ("action", "approve")];
    let shown = browser.submit(app.url("oauth/authorize"), &form).await;
    let code = shown
        .text
        .split("id=code class=code>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let given = app
        .token_call(&[("code", code), ("redirect_uri", OOB)])
        .await;
    assert_eq!(given.json()["scope"], SCOPES);
}

#[tokio::test]
async fn the_metadata_names_what_is_there() {
    let app = App::start().await;
    let said = get(app.url(".well-known/oauth-authorization-server"))
        .await
        .json();
    assert_eq!(said["issuer"], app.practice.mastodon().as_str());
    assert_eq!(said["token_endpoint"], app.url("oauth/token").as_str());
    assert_eq!(said["code_challenge_methods_supported"], json!(["S256"]));
    assert!(
        said["scopes_supported"]
            .as_array()
            .unwrap()
            .contains(&json!("profile"))
    );
}
