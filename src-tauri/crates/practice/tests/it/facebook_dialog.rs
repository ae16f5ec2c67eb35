//! The Facebook dialog: what it refuses, what it asks, how it sends the browser back.

use crate::browser::{Browser, address};
use crate::facebook_app::{ACME, App, BAKERY, JANA, NORTHWIND, SCOPES};
use crate::kit::standing;

#[tokio::test]
async fn a_wrong_question_ends_on_a_page_and_never_reaches_a_callback() {
    let app = App::start().await;
    let elsewhere = format!("{}?x=1", app.redirect);
    let questions: &[(&str, &str, &str)] = &[
        ("redirect_uri", "http://127.0.0.1:9/cb", "URL Blocked"),
        ("redirect_uri", "http://localhost:9/cb", "URL Blocked"),
        ("redirect_uri", &elsewhere, "URL Blocked"),
        ("redirect_uri", "", "URL Blocked"),
        ("client_id", "1", "Invalid App ID"),
        ("state", "", "Missing state"),
        ("scope", "pages_show_list,be_evil", "Invalid Scopes"),
        ("response_type", "token", "Unsupported response_type"),
        ("auth_type", "whatever", "Invalid auth_type"),
        ("display", "hologram", "Invalid display"),
    ];
    for (name, value, title) in questions {
        let answer = Browser::new().get(app.dialog(&[(name, value)])).await;
        assert_eq!(answer.status, 400, "{name}={value}");
        assert!(
            answer.text.contains(&format!("<h1>{title}</h1>")),
            "{}",
            answer.text
        );
        assert!(answer.went_nowhere());
    }
    let old = app.dialog(&[]).as_str().replace("/v25.0/", "/v20.0/");
    let answer = Browser::new().get(old.parse().unwrap()).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn a_callback_that_is_registered_letter_for_letter_is_accepted() {
    let mut config = standing();
    config.redirects.insert(
        "facebook".into(),
        vec!["https://relay.example/cb?a=1".into()],
    );
    let app = App::on(practice::Practice::start(config).await.unwrap());
    for address in [
        "https://relay.example/cb?a=1",
        "https://www.facebook.com/connect/login_success.html",
        &app.redirect,
    ] {
        let answer = Browser::new()
            .get(app.dialog(&[("redirect_uri", address)]))
            .await;
        assert_eq!(answer.status, 200);
    }
    let near = app.dialog(&[("redirect_uri", "https://relay.example/cb?a=1&b=2")]);
    assert_eq!(Browser::new().get(near).await.status, 400);
}

#[tokio::test]
async fn approving_sends_back_a_code_with_the_state_and_the_second_time_passes_by_itself() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let sign_in = browser.get(app.dialog(&[])).await;
    assert!(sign_in.shows("login"));
    let consent = app.sign_in(&mut browser, &sign_in, JANA).await;
    assert!(consent.text.contains("Continue as Jana Weiss"));
    assert!(consent.text.contains("Harbour Lane Bakery") && !consent.text.contains("Studio Ost"));
    let scopes: Vec<&str> = SCOPES.split(',').collect();
    let back = app
        .consent(&mut browser, &consent, &[BAKERY], &scopes)
        .await;
    assert!(back.location().as_str().starts_with(&app.redirect));
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    assert!(back.sent_back("code").is_some());

    let again = browser.get(app.dialog(&[("state", "other")])).await;
    assert_eq!(again.sent_back("state").as_deref(), Some("other"));
    assert!(again.sent_back("code").is_some());
    assert!(
        !Browser::new()
            .get(app.dialog(&[]))
            .await
            .text
            .contains("code=")
    );
}

#[tokio::test]
async fn a_new_scope_or_an_auth_type_shows_a_page_again() {
    let app = App::start().await;
    let mut browser = Browser::new();
    app.code(&mut browser, JANA, &[BAKERY]).await;
    let more = format!("{SCOPES},pages_manage_posts");
    assert!(
        browser
            .get(app.dialog(&[("scope", &more)]))
            .await
            .shows("approve")
    );
    assert!(
        browser
            .get(app.dialog(&[("auth_type", "rerequest")]))
            .await
            .shows("approve")
    );
    assert!(
        browser
            .get(app.dialog(&[("auth_type", "reauthorize")]))
            .await
            .shows("approve")
    );
    let again = browser
        .get(app.dialog(&[("auth_type", "reauthenticate")]))
        .await;
    assert!(again.shows("login"));
    assert!(
        app.sign_in(&mut browser, &again, JANA)
            .await
            .shows("approve")
    );
}

#[tokio::test]
async fn a_declined_permission_is_asked_again_only_by_rerequest() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let page = browser.get(app.dialog(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    app.consent(&mut browser, &page, &[BAKERY], &["pages_show_list"])
        .await;
    assert!(
        browser
            .get(app.dialog(&[]))
            .await
            .sent_back("code")
            .is_some()
    );
    let page = browser.get(app.dialog(&[("auth_type", "rerequest")])).await;
    assert!(page.text.contains("value=\"pages_read_engagement\""));
}

#[tokio::test]
async fn cancel_on_either_page_is_told_word_for_word() {
    let app = App::start().await;
    let origin = app.practice.facebook();
    for signed_in in [false, true] {
        let mut browser = Browser::new();
        let mut page = browser.get(app.dialog(&[])).await;
        let mut form = "dialog/login";
        if signed_in {
            page = app.sign_in(&mut browser, &page, JANA).await;
            form = "dialog/consent";
        }
        let ticket = page.ticket();
        let answer = [("ticket", ticket.as_str()), ("action", "cancel")];
        let back = browser.post(origin.join(form).unwrap(), &answer).await;
        assert_eq!(
            back.location().query(),
            Some(
                "error_reason=user_denied&error=access_denied\
                 &error_description=Permissions+error.&state=st4te"
            )
        );
        let stale = browser.post(origin.join(form).unwrap(), &answer).await;
        assert!(stale.went_nowhere());
    }
}

#[tokio::test]
async fn a_person_can_approve_only_pages_that_are_theirs() {
    let app = App::start().await;
    let studio_ost = "115590283746127";
    let token = app.long_token(JANA, &[ACME, studio_ost]).await;
    let listed = app.graph(&token, "me/accounts", &[]).await.json();
    let names: Vec<_> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["name"])
        .collect();
    assert_eq!(names, ["Acme Coffee"]);
}

#[tokio::test]
async fn email_and_password_sign_in_and_a_wrong_password_does_not() {
    let app = App::start().await;
    let login = app.practice.facebook().join("dialog/login").unwrap();
    let mut browser = Browser::new();
    let page = browser.get(app.dialog(&[])).await;
    let ticket = page.ticket();
    let with = |password| {
        [
            ("ticket", ticket.as_str()),
            ("action", "password"),
            ("email", "jana@practice.example"),
            ("password", password),
        ]
    };
    let wrong = browser.submit(login.clone(), &with("guess")).await;
    assert!(wrong.text.contains("is not right") && browser.cookies().is_empty());
    assert!(
        browser
            .submit(login, &with("harbour-lane"))
            .await
            .shows("approve")
    );
    assert!(browser.cookies().contains_key("practice_facebook_session"));
}

#[tokio::test]
async fn a_person_without_a_session_cannot_approve() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let page = browser.get(app.dialog(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let answer = app
        .consent(&mut Browser::new(), &page, &[BAKERY], &["pages_show_list"])
        .await;
    assert!(answer.went_nowhere() && answer.shows("login"));
}

#[tokio::test]
async fn every_page_says_practice_runs_no_script_and_focuses_its_main_button() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let sign_in = browser.get(app.dialog(&[])).await;
    let consent = app.sign_in(&mut browser, &sign_in, JANA).await;
    for page in [&sign_in, &consent] {
        assert!(page.text.contains("Practice network") && page.text.contains(" autofocus>"));
        assert!(!page.text.contains("<script") && !page.text.contains("src="));
        let policy = page.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"));
    }
}

#[tokio::test]
async fn removing_the_app_on_the_settings_page_ends_every_token_of_that_person() {
    let app = App::start().await;
    let mut browser = Browser::new();
    let origin = app.practice.facebook();
    let code = app.code(&mut browser, JANA, &[BAKERY, NORTHWIND]).await;
    let given = app
        .exchange(&[("code", &code), ("redirect_uri", &app.redirect)])
        .await
        .json();
    let token = given["access_token"].as_str().unwrap();
    let page_token = app.page_token(token, BAKERY).await;

    let settings = address(&origin, "settings/", &[("tab", "business_tools")]);
    let page = browser.get(settings).await;
    assert!(page.text.contains("Greentick") && page.shows("remove"));
    let after = browser
        .submit(origin.join("settings/remove").unwrap(), &[])
        .await;
    assert!(after.text.contains("No app is connected"));
    for token in [token, &page_token] {
        let answer = app.graph(token, "me", &[]).await;
        assert_eq!(crate::facebook_app::refused(&answer), (190, Some(458)));
    }
}
