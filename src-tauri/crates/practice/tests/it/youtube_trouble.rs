//! What ends or stops a connection to the practice YouTube, and in which words.

use reqwest::Method;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser, call, client, send};
use crate::kit::{App, refused, text};
use crate::youtube::{JANA, MINE, OFFLINE, TOM, YOUTUBE, tokens};

const DAY: i64 = 86_400;

fn dead() -> (u16, String, String) {
    let words = "Token has been expired or revoked.";
    (400, "invalid_grant".to_owned(), words.to_owned())
}

fn forgotten() -> (u16, String, String) {
    (400, "invalid_grant".to_owned(), "Bad Request".to_owned())
}

fn reason(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    let reason = text(&body["error"]["errors"][0], "reason");
    (answer.status.as_u16(), reason)
}

async fn renewed(app: &App, given: &Value) -> Answer {
    app.refresh(&text(given, "refresh_token")).await
}

async fn mine(app: &App, given: &Value) -> Answer {
    app.read(&text(given, "access_token"), MINE).await
}

#[tokio::test]
async fn an_ended_or_missing_access_token_is_a_401_in_googles_words() {
    let app = App::start(YOUTUBE).await;
    let given = tokens(&app, JANA).await;
    app.later(3_600).await;
    let see = "Expected OAuth 2 access token, login cookie or other valid authentication \
               credential. See \
               https://developers.google.com/identity/sign-in/web/devconsole-project.";
    let answer = mine(&app, &given).await;
    assert_eq!(answer.status, 401);
    let challenge = "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"";
    assert_eq!(answer.header("www-authenticate"), challenge);
    assert_eq!(
        answer.json(),
        json!({"error": {
            "code": 401,
            "message": format!("Request had invalid authentication credentials. {see}"),
            "errors": [{
                "message": "Invalid Credentials",
                "domain": "global",
                "reason": "authError",
                "location": "Authorization",
                "locationType": "header",
            }],
            "status": "UNAUTHENTICATED",
        }})
    );
    let answer = send(client().get(app.url(MINE))).await;
    assert_eq!(reason(&answer), (401, "required".to_owned()));
    let details = &answer.json()["error"]["details"][0];
    assert_eq!(details["reason"], "CREDENTIALS_MISSING");

    let again = renewed(&app, &given).await;
    let again = again.json();
    assert!(again["refresh_token"].is_null());
    assert_eq!(again["scope"], given["scope"]);
    assert_eq!(mine(&app, &again).await.status, 200);
    assert_eq!(renewed(&app, &given).await.status, 200);
    assert_eq!(refused(&app.refresh("1//0none").await), forgotten());
}

#[tokio::test]
async fn a_refresh_token_lives_by_use_and_is_forgotten_after_its_end() {
    let app = App::start(YOUTUBE).await;
    let (used, unused) = (tokens(&app, JANA).await, tokens(&app, JANA).await);
    app.later(100 * DAY).await;
    assert_eq!(renewed(&app, &used).await.status, 200);
    app.later(83 * DAY).await;
    assert_eq!(refused(&renewed(&app, &unused).await), dead());
    assert_eq!(renewed(&app, &used).await.status, 200);
    app.later(DAY / 2).await;
    assert_eq!(refused(&renewed(&app, &unused).await), forgotten());
    app.trouble(json!({"kind": "app_removed", "person": JANA}))
        .await;
    assert_eq!(refused(&renewed(&app, &used).await), dead());
    app.later(DAY / 2).await;
    assert_eq!(refused(&renewed(&app, &used).await), forgotten());
}

#[tokio::test]
async fn a_project_in_testing_gives_seven_days_used_or_not() {
    let app = App::start(YOUTUBE).await;
    let before = tokens(&app, JANA).await;
    app.trouble(json!({"kind": "testing_mode"})).await;
    let after = tokens(&app, TOM).await;
    let mut browser = Browser::new();
    let who = app.authorize(&[OFFLINE[0], OFFLINE[1], ("scope", "openid email")]);
    let code = app.code(&mut browser, TOM, who).await;
    let identity = app.redeem(&code, &[]).await.json();
    app.later(6 * DAY).await;
    for given in [&before, &after, &identity] {
        assert_eq!(renewed(&app, given).await.status, 200);
    }
    app.later(DAY).await;
    assert_eq!(refused(&renewed(&app, &before).await), dead());
    assert_eq!(refused(&renewed(&app, &after).await), dead());
    assert_eq!(renewed(&app, &identity).await.status, 200);
    app.calm().await;
    let given = tokens(&app, JANA).await;
    app.later(8 * DAY).await;
    assert_eq!(renewed(&app, &given).await.status, 200);
}

#[tokio::test]
async fn the_hundred_and_first_refresh_token_ends_the_oldest() {
    let app = App::start(YOUTUBE).await;
    let first = tokens(&app, JANA).await;
    app.later(1).await;
    let mut browser = Browser::new();
    let url = app.authorize(&[OFFLINE[0], ("prompt", "consent")]);
    let code = app.code(&mut browser, JANA, url.clone()).await;
    let second = app.redeem(&code, &[]).await.json();
    app.later(1).await;
    for _ in 0..98 {
        let code = app.code(&mut browser, JANA, url.clone()).await;
        app.redeem(&code, &[]).await;
    }
    assert_eq!(renewed(&app, &first).await.status, 200);
    let code = app.code(&mut browser, JANA, url).await;
    let last = app.redeem(&code, &[]).await.json();
    assert_eq!(refused(&renewed(&app, &first).await), dead());
    for given in [second, last] {
        assert_eq!(renewed(&app, &given).await.status, 200);
    }
}

#[tokio::test]
async fn what_ends_tokens_spares_others_and_a_new_password_ends_nothing() {
    let app = App::start(YOUTUBE).await;
    for (kind, access_lives, refresh_lives) in [
        ("expired", false, true),
        ("refresh_expired", false, false),
        ("password_changed", true, true),
        ("app_removed", false, false),
    ] {
        let (jana, tom) = (tokens(&app, JANA).await, tokens(&app, TOM).await);
        app.trouble(json!({"kind": kind, "person": "Jana Weiss"}))
            .await;
        let read = mine(&app, &jana).await;
        assert_eq!(read.status == 200, access_lives, "{kind}");
        let again = renewed(&app, &jana).await;
        match refresh_lives {
            true => assert_eq!(again.status, 200, "{kind}"),
            false => assert_eq!(refused(&again), dead(), "{kind}"),
        }
        assert_eq!(mine(&app, &tom).await.status, 200, "{kind}");
        assert_eq!(renewed(&app, &tom).await.status, 200, "{kind}");
    }
}

#[tokio::test]
async fn an_employer_demands_a_new_sign_in_or_forbids_the_app() {
    let app = App::start(YOUTUBE).await;
    let given = tokens(&app, JANA).await;
    app.trouble(json!({"kind": "reauth_required", "person": JANA}))
        .await;
    let answer = renewed(&app, &given).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json(),
        json!({
            "error": "invalid_grant",
            "error_description": "reauth related error (invalid_rapt)",
            "error_uri": "https://support.google.com/a/answer/9368756",
            "error_subtype": "invalid_rapt",
        })
    );
    assert_eq!(mine(&app, &given).await.status, 200);
    let given = tokens(&app, JANA).await;
    assert_eq!(renewed(&app, &given).await.status, 200);

    app.trouble(json!({"kind": "admin_policy_enforced", "person": JANA}))
        .await;
    let (status, error, _) = refused(&renewed(&app, &given).await);
    assert_eq!((status, error.as_str()), (400, "admin_policy_enforced"));
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.status == 400 && page.text.contains("Error 400: admin_policy_enforced"));
    app.calm().await;
    assert_eq!(renewed(&app, &given).await.status, 200);
}

#[tokio::test]
async fn trouble_of_account_channel_or_quota_is_a_403_and_kills_no_token() {
    let app = App::start(YOUTUBE).await;
    let url = app.authorize(OFFLINE);
    let mut browser = Browser::new();
    let page = browser.get(url).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let bakery = "UC8bHarbourLaneBakery0Qw";
    let scope = "https://www.googleapis.com/auth/youtube.readonly";
    let chosen = [("choice", bakery), ("scope", scope)];
    let back = app.press(&mut browser, &page, "approve", &chosen).await;
    let code = back.sent_back("code").unwrap();
    let given = app.redeem(&code, &[]).await.json();
    for (trouble, said) in [
        (
            json!({"kind": "account_suspended", "person": JANA}),
            "authenticatedUserAccountSuspended",
        ),
        (
            json!({"kind": "account_closed", "person": JANA}),
            "authenticatedUserAccountClosed",
        ),
        (
            json!({"kind": "rate_limited", "person": JANA}),
            "rateLimitExceeded",
        ),
        (json!({"kind": "rate_limited"}), "quotaExceeded"),
        (json!({"kind": "not_enrolled"}), "accessNotConfigured"),
        (
            json!({"kind": "role_removed", "person": JANA}),
            "channelForbidden",
        ),
        (
            json!({"kind": "role_removed", "person": JANA, "page": bakery}),
            "channelForbidden",
        ),
    ] {
        app.trouble(trouble.clone()).await;
        let answer = mine(&app, &given).await;
        assert_eq!(reason(&answer), (403, said.to_owned()), "{trouble}");
        assert_eq!(renewed(&app, &given).await.status, 200, "{trouble}");
        if said == "channelForbidden" {
            let page = browser.get(app.authorize(&[])).await;
            assert!(page.shows("approve") && !page.text.contains(bakery));
        }
        app.calm().await;
        assert_eq!(mine(&app, &given).await.status, 200, "{trouble}");
    }
    let quota = json!({"kind": "rate_limited"});
    app.trouble(quota).await;
    let words = "The request cannot be completed because you have exceeded your <a \
                 href=\"/youtube/v3/getting-started#quota\">quota</a>.";
    assert_eq!(mine(&app, &given).await.json()["error"]["message"], words);
    app.calm().await;
    app.trouble(json!({"kind": "page_deleted", "page": "Harbour Lane Bakery"}))
        .await;
    let answer = mine(&app, &given).await;
    assert!(answer.status == 200 && answer.json()["items"].is_null());
    app.calm().await;
    app.trouble(json!({"kind": "permission_removed", "person": JANA}))
        .await;
    let short = (403, "insufficientPermissions".to_owned());
    assert_eq!(reason(&mine(&app, &given).await), short);
    let again = renewed(&app, &given).await.json();
    let left = "openid https://www.googleapis.com/auth/userinfo.email";
    assert_eq!(again["scope"], left);
    app.trouble(json!({"kind": "outage"})).await;
    assert_eq!(
        reason(&mine(&app, &given).await),
        (503, "backendError".to_owned())
    );
    assert_eq!(renewed(&app, &given).await.status, 503);
}

#[tokio::test]
async fn trouble_of_the_app_hits_everybody() {
    let mut app = App::start(YOUTUBE).await;
    let (jana, tom) = (tokens(&app, JANA).await, tokens(&app, TOM).await);
    app.trouble(json!({"kind": "secret_changed"})).await;
    let denied = (401, "invalid_client".to_owned(), "Unauthorized".to_owned());
    assert_eq!(refused(&renewed(&app, &jana).await), denied);
    app.secret = app.practice.developer_app("youtube").unwrap().1;
    assert_eq!(renewed(&app, &jana).await.status, 200);
    app.trouble(json!({"kind": "blanket_reset"})).await;
    for given in [&jana, &tom] {
        assert_eq!(mine(&app, given).await.status, 401);
        assert_eq!(refused(&renewed(&app, given).await), dead());
    }
    app.trouble(json!({"kind": "app_deleted"})).await;
    let page = Browser::new().get(app.authorize(&[])).await;
    assert!(page.went_nowhere() && page.text.contains("Error 401: deleted_client"));
    let (status, error, _) = refused(&renewed(&app, &jana).await);
    assert_eq!((status, error.as_str()), (401, "deleted_client"));
}

#[tokio::test]
async fn revoking_one_token_ends_all_of_the_person_and_needs_no_secret() {
    let app = App::start(YOUTUBE).await;
    let (one, other) = (tokens(&app, JANA).await, tokens(&app, JANA).await);
    let url = app.url("revoke");
    assert_eq!(call(Method::GET, url.clone()).await.status, 404);
    let token = text(&one, "refresh_token");
    let request = || {
        client()
            .post(url.clone())
            .form(&[("token", token.as_str())])
    };
    let answer = send(request()).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({})));
    for given in [&one, &other] {
        assert_eq!(mine(&app, given).await.status, 401);
        assert_eq!(refused(&renewed(&app, given).await), dead());
    }
    let (status, error, _) = refused(&send(request()).await);
    assert_eq!((status, error.as_str()), (400, "invalid_token"));
}

#[tokio::test]
async fn people_remove_the_app_on_their_own_page() {
    let app = App::start(YOUTUBE).await;
    let mut browser = Browser::new();
    let url = app.authorize(OFFLINE);
    let code = app.code(&mut browser, JANA, url).await;
    let given = app.redeem(&code, &[]).await.json();
    let page = browser.get(app.url("connections")).await;
    assert!(page.text.contains("Greentick") && page.shows("remove"));
    let page = browser.submit(app.url("session/remove"), &[]).await;
    assert!(page.text.contains("No app is connected"));
    assert_eq!(refused(&renewed(&app, &given).await), dead());
    assert!(browser.get(app.authorize(&[])).await.shows("approve"));
}
