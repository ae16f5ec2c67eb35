//! Each kind of Facebook trouble has its code, hits whom it is aimed at, and spares the others.

use serde_json::{Value, json};

use crate::browser::{Browser, address, get, post_json};
use crate::facebook_app::{ACME, App, BAKERY, JANA, refused};

struct Connected {
    app: App,
    user: String,
    bakery: String,
    acme: String,
}

async fn connected() -> Connected {
    let app = App::start().await;
    let user = app.long_token(JANA, &[BAKERY, ACME]).await;
    let bakery = app.page_token(&user, BAKERY).await;
    let acme = app.page_token(&user, ACME).await;
    Connected {
        app,
        user,
        bakery,
        acme,
    }
}

impl Connected {
    async fn bakery_says(&self) -> (u64, Option<u64>) {
        refused(&self.app.graph(&self.bakery, "me", &[]).await)
    }

    async fn works(&self, token: &str) -> bool {
        self.app.graph(token, "me", &[]).await.status == 200
    }

    async fn calm(&self) {
        let url = self.app.practice.control().join("api/calm").unwrap();
        assert_eq!(post_json(url, json!({})).await.status, 200);
    }
}

#[tokio::test]
async fn trouble_of_a_person_has_its_code_and_hits_all_their_tokens() {
    let cases = [
        ("expired", 463),
        ("logged_out", 467),
        ("password_changed", 460),
        ("app_removed", 458),
        ("checkpoint", 459),
        ("blocking_checkpoint", 490),
        ("unconfirmed", 464),
        ("data_access_lapsed", 493),
    ];
    for (kind, subcode) in cases {
        let it = connected().await;
        it.app
            .trouble(json!({"kind": kind, "person": "jana weiss"}))
            .await;
        assert_eq!(it.bakery_says().await, (190, Some(subcode)), "{kind}");
        assert!(
            !it.works(&it.user).await && !it.works(&it.acme).await,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn trouble_of_a_page_leaves_the_other_page_alone() {
    let cases = [
        ("expired", (190, Some(463))),
        ("session_replaced", (190, None)),
        ("role_removed", (190, None)),
        ("role_removed_by_number", (190, Some(492))),
        ("page_deleted", (190, None)),
        ("permission_removed", (200, None)),
        ("rate_limited", (80001, None)),
    ];
    for (kind, said) in cases {
        let it = connected().await;
        let trouble = json!({"kind": kind, "person": JANA, "page": "Harbour Lane Bakery"});
        it.app.trouble(trouble).await;
        assert_eq!(it.bakery_says().await, said, "{kind}");
        assert!(
            it.works(&it.acme).await && it.works(&it.user).await,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn a_lost_role_also_leaves_the_list_and_comes_back_when_all_is_calm() {
    let it = connected().await;
    it.app
        .trouble(json!({"kind": "role_removed", "person": JANA, "page": BAKERY}))
        .await;
    let listed = it.app.graph(&it.user, "me/accounts", &[]).await.json();
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        refused(&it.app.graph(&it.user, BAKERY, &[]).await),
        (100, Some(33))
    );
    it.calm().await;
    assert!(it.works(&it.bakery).await);
}

#[tokio::test]
async fn a_dead_token_stays_dead_when_all_is_calm() {
    let it = connected().await;
    it.app
        .trouble(json!({"kind": "password_changed", "person": JANA}))
        .await;
    it.calm().await;
    assert_eq!(it.bakery_says().await, (190, Some(460)));
}

#[tokio::test]
async fn a_blanket_reset_hits_everybody_and_the_same_secret_connects_again() {
    let it = connected().await;
    let tom = it.app.long_token("10220418357769213", &[]).await;
    it.app.trouble(json!({"kind": "blanket_reset"})).await;
    assert_eq!(it.bakery_says().await, (190, Some(460)));
    assert!(!it.works(&tom).await);
    let again = it.app.long_token(JANA, &[BAKERY]).await;
    assert!(it.works(&again).await);
}

#[tokio::test]
async fn after_a_new_app_secret_the_old_one_opens_nothing() {
    let mut it = connected().await;
    it.app.trouble(json!({"kind": "secret_changed"})).await;
    assert_eq!(
        it.bakery_says().await,
        (100, None),
        "the proof is of the old secret"
    );
    let code = it.app.code(&mut Browser::new(), JANA, &[BAKERY]).await;
    let redirect = it.app.redirect.clone();
    let usual = [("code", code.as_str()), ("redirect_uri", redirect.as_str())];
    assert_eq!(refused(&it.app.exchange(&usual).await), (1, None));
    it.app.secret = it.app.practice.facebook_app().1;
    assert_eq!(it.app.exchange(&usual).await.status, 200);
}

#[tokio::test]
async fn a_deleted_app_is_told_as_such() {
    let it = connected().await;
    it.app.trouble(json!({"kind": "app_deleted"})).await;
    let answer = it.app.graph(&it.bakery, "me", &[]).await;
    assert!(answer.text.contains("Error validating application."));
    assert_eq!(it.app.debug(&it.bakery).await, Value::Null);
}

#[tokio::test]
async fn without_any_page_permission_no_page_can_be_impersonated() {
    let it = connected().await;
    it.app
        .trouble(json!({"kind": "permission_removed", "person": JANA}))
        .await;
    let answer = it.app.graph(&it.bakery, "me", &[]).await;
    assert!(
        answer
            .text
            .contains("must be granted before impersonating a user's page.")
    );
    assert!(it.works(&it.user).await);
}

#[tokio::test]
async fn a_checkpoint_is_passed_at_the_browser_and_the_token_lives_again() {
    let it = connected().await;
    it.app
        .trouble(json!({"kind": "checkpoint", "person": JANA}))
        .await;
    let mut browser = Browser::new();
    let page = browser.get(it.app.dialog(&[])).await;
    let page = it.app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("confirm"));
    let ticket = page.ticket();
    let form = [("ticket", ticket.as_str()), ("action", "confirm")];
    let confirm = it
        .app
        .practice
        .facebook()
        .join("dialog/checkpoint")
        .unwrap();
    let back = browser.submit(confirm, &form).await;
    assert!(back.sent_back("code").is_some());
    assert!(it.works(&it.bakery).await);
}

#[tokio::test]
async fn data_access_lapses_after_ninety_days_and_an_approval_brings_it_back() {
    let it = connected().await;
    it.app.later(91 * 86_400).await;
    assert_eq!(it.bakery_says().await, (190, Some(493)));
    let seen = it.app.debug(&it.bakery).await;
    assert_eq!(seen["is_valid"], true, "the token itself is still good");

    let mut browser = Browser::new();
    let page = browser.get(it.app.dialog(&[])).await;
    let page = it.app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve"), "it does not pass by itself");
    it.app
        .consent(&mut browser, &page, &[BAKERY], &["pages_show_list"])
        .await;
    assert!(it.works(&it.bakery).await);
}

#[tokio::test]
async fn limits_have_a_code_for_app_person_and_page_and_say_so_in_the_headers() {
    let it = connected().await;
    it.app
        .trouble(json!({"kind": "rate_limited", "person": JANA}))
        .await;
    assert_eq!(it.bakery_says().await, (17, Some(2446079)));
    it.app.trouble(json!({"kind": "rate_limited"})).await;
    let answer = it.app.graph(&it.user, "me", &[]).await;
    assert_eq!(refused(&answer), (4, None));
    assert!(answer.header("x-app-usage").contains("\"call_count\":100"));
    it.app
        .trouble(json!({"kind": "rate_limited", "page": BAKERY}))
        .await;
    let answer = it.app.graph(&it.bakery, "me", &[]).await;
    assert!(
        answer
            .header("x-business-use-case-usage")
            .contains("\"call_count\":100")
    );
}

#[tokio::test]
async fn an_outage_is_a_503_in_the_networks_words() {
    let it = connected().await;
    it.app.trouble(json!({"kind": "outage"})).await;
    let answer = it.app.graph(&it.bakery, "me", &[]).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json()["error"]["is_transient"], true);
    let page = get(it.app.dialog(&[])).await;
    assert_eq!(
        (page.status.as_u16(), page.text.contains("<h1>Sorry")),
        (503, true)
    );
    it.calm().await;
    assert!(it.works(&it.bakery).await);
}

#[tokio::test]
async fn a_changed_password_ends_the_session_and_the_old_password() {
    let app = App::start().await;
    let mut browser = Browser::new();
    app.code(&mut browser, JANA, &[BAKERY]).await;
    app.trouble(json!({"kind": "password_changed", "person": JANA}))
        .await;
    let page = browser.get(app.dialog(&[])).await;
    assert!(page.shows("login"));
    let ticket = page.ticket();
    let form = [
        ("ticket", ticket.as_str()),
        ("action", "password"),
        ("email", "jana@practice.example"),
        ("password", "harbour-lane"),
    ];
    let login = app.practice.facebook().join("dialog/login").unwrap();
    assert!(
        browser
            .submit(login, &form)
            .await
            .text
            .contains("is not right")
    );
}

#[tokio::test]
async fn another_identity_at_the_browser_approves_as_that_person() {
    let app = App::start().await;
    let mut browser = Browser::new();
    app.code(&mut browser, JANA, &[BAKERY]).await;
    app.trouble(json!({"kind": "change_identity", "person": "Tom Reyes"}))
        .await;
    let page = browser.get(app.dialog(&[])).await;
    assert!(page.text.contains("Continue as Tom Reyes"));
    assert!(
        Browser::new()
            .get(app.dialog(&[]))
            .await
            .text
            .contains("Continue as Tom Reyes")
    );
    app.trouble(json!({"kind": "sign_out"})).await;
    assert!(browser.get(app.dialog(&[])).await.shows("login"));
}

#[tokio::test]
async fn a_captive_portal_answers_everything_with_a_page_and_a_lying_clock_shows_in_date() {
    let it = connected().await;
    let before = it.app.graph(&it.bakery, "me", &[]).await;
    it.app
        .trouble(json!({"kind": "lying_clock", "seconds": 315_360_000}))
        .await;
    let after = it.app.graph(&it.bakery, "me", &[]).await;
    let year = |answer: &crate::browser::Answer| -> i32 {
        answer
            .header("date")
            .split(' ')
            .nth(3)
            .unwrap()
            .parse()
            .unwrap()
    };
    assert!(year(&after) - year(&before) >= 9);
    it.app.trouble(json!({"kind": "captive_portal"})).await;
    let portal = get(address(&it.app.practice.facebook(), "v25.0/me", &[])).await;
    assert_eq!(portal.status, 200);
    assert!(portal.header("content-type").starts_with("text/html"));
    assert!(portal.text.contains("Wi-Fi"));
}
