//! The practice Pinterest: what an app with a secret in the header may do there, and what each
//! refusal says.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser, client, send};
use crate::kit::{App, ChallengeMethod, Secret, Setup, text};

const PINTEREST: Setup = Setup {
    network: "pinterest",
    authorize: "oauth/",
    token: "v5/oauth/token",
    client_param: "client_id",
    redirect: "http://localhost:47825/callback/pinterest",
    scopes: "user_accounts:read,boards:read",
    proof: ChallengeMethod::None,
    secret: Secret::Basic,
};

const JANA: &str = "549755885175011293";
const TOM: &str = "612489549732084471";
const MILA: &str = "418271909013866524";
const ACCOUNT: &str = "v5/user_account";
const DAY: i64 = 86_400;

fn said(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json())
}

fn unauthenticated() -> (u16, Value) {
    let body = json!({"code": 2, "message": "Authentication failed.", "status": "failure"});
    (401, body)
}

fn bad_grant() -> (u16, Value) {
    let words = "The authorization grant is invalid";
    (
        400,
        json!({"status": "failure", "code": 283, "message": words}),
    )
}

async fn renewed(app: &App, given: &Value) -> Answer {
    app.refresh(&text(given, "refresh_token")).await
}

async fn account(app: &App, given: &Value) -> Answer {
    app.read(&text(given, "access_token"), ACCOUNT).await
}

async fn tokens_for(app: &App, scope: &str) -> String {
    let url = app.authorize(&[("scope", scope)]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    text(&app.redeem(&code, &[]).await.json(), "access_token")
}

#[tokio::test]
async fn a_person_signs_in_and_the_token_reads_their_account() {
    let app = App::start(PINTEREST).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login") && page.text.contains("@noralind, no boards"));
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve") && page.shows("cancel") && page.shows("other"));
    let back = app.press(&mut browser, &page, "approve", &[]).await;
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    let code = back.sent_back("code").unwrap();
    let given = app.redeem(&code, &[]).await.json();
    assert_eq!(given["response_type"], "authorization_code");
    assert_eq!(given["token_type"], "bearer");
    assert_eq!(given["expires_in"], 30 * DAY);
    assert_eq!(given["refresh_token_expires_in"], 60 * DAY);
    assert!(given["refresh_token_expires_at"].as_i64().unwrap() > 1_700_000_000);
    assert_eq!(given["scope"], "user_accounts:read boards:read");
    assert!(text(&given, "access_token").starts_with("pina_"));
    assert!(text(&given, "refresh_token").starts_with("pinr."));
    let answer = account(&app, &given).await;
    let who = answer.json();
    assert_eq!(who["id"], JANA);
    assert_eq!(who["account_type"], "BUSINESS");
    assert_eq!(who["username"], "harbourlane");
    assert_eq!(who["business_name"], "Harbour Lane Bakery");
    assert_eq!(who["follower_count"], 4_812);
    assert_eq!(who["board_count"], 4);
    let limit = answer.header("x-ratelimit-limit");
    assert_eq!(
        limit,
        "100, 100;w=1;name=\"safety_net_app_id_user_id\", \
         1000;w=60;name=\"org_read_app_id_user_id\""
    );
    assert_eq!(answer.header("x-ratelimit-remaining"), "99");
    assert_eq!(answer.header("x-ratelimit-reset"), "1");
    assert_eq!(answer.header("x-pinterest-rid").len(), 16);
    assert!(browser.get(app.authorize(&[])).await.shows("approve"));
}

#[tokio::test]
async fn cancelling_leads_back_and_a_wrong_callback_leads_nowhere() {
    let app = App::start(PINTEREST).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let back = app.press(&mut browser, &page, "cancel", &[]).await;
    assert_eq!(
        back.location().as_str(),
        "http://localhost:47825/callback/pinterest?error=access_denied&state=st4te"
    );
    for (name, value) in [
        ("redirect_uri", "http://localhost:47825/callback/pinterest/"),
        ("redirect_uri", "http://127.0.0.1:47825/callback/pinterest"),
        ("redirect_uri", "http://localhost:47826/callback/pinterest"),
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", ""),
        ("client_id", "1"),
        ("response_type", "token"),
        ("scope", "user_accounts:read boards:read"),
        ("scope", ""),
    ] {
        let answer = Browser::new().get(app.authorize(&[(name, value)])).await;
        assert!(answer.went_nowhere(), "{name}={value}");
        assert_eq!(answer.status, 400, "{name}={value}");
    }
}

#[tokio::test]
async fn a_code_wants_the_header_and_its_redirect_and_works_once() {
    let app = App::start(PINTEREST).await;
    let url = app.authorize(&[]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    let redirect = app.redirect();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", redirect.as_str()),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
    ];
    let in_body = client().post(app.url(PINTEREST.token)).form(&form);
    assert_eq!(said(&send(in_body).await), unauthenticated());
    let wrong = STANDARD.encode(format!("{}:wrong", app.id));
    let wrong = client()
        .post(app.url(PINTEREST.token))
        .header("authorization", format!("Basic {wrong}"));
    assert_eq!(said(&send(wrong.form(&form)).await), unauthenticated());
    for (name, value) in [
        ("redirect_uri", "http://localhost:47825/"),
        ("code", "none"),
    ] {
        let answer = app.redeem(&code, &[(name, value)]).await;
        assert_eq!(said(&answer), bad_grant(), "{name}");
    }
    for (name, words) in [
        ("grant_type", "Parameter 'grant_type' is required."),
        ("code", "Parameter 'code' is required."),
    ] {
        let answer = app.redeem(&code, &[(name, "")]).await;
        assert_eq!(said(&answer), (400, json!({"code": 1, "message": words})));
    }
    assert_eq!(app.redeem(&code, &[]).await.status, 200);
    assert_eq!(said(&app.redeem(&code, &[]).await), bad_grant());
    let url = app.authorize(&[]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    app.later(600).await;
    assert_eq!(said(&app.redeem(&code, &[]).await), bad_grant());
}

#[tokio::test]
async fn refresh_tokens_go_on_for_as_long_as_they_are_used() {
    let app = App::start(PINTEREST).await;
    let mut given = app.tokens(JANA).await;
    for _ in 0..3 {
        app.later(59 * DAY).await;
        assert_eq!(said(&account(&app, &given).await), unauthenticated());
        let next = renewed(&app, &given).await;
        assert_eq!(next.status, 200);
        assert_eq!(said(&renewed(&app, &given).await), bad_grant());
        given = next.json();
        assert_eq!(given["response_type"], "refresh_token");
        assert_eq!(given["refresh_token_expires_in"], 60 * DAY);
        assert_eq!(account(&app, &given).await.status, 200);
    }
    app.later(60 * DAY).await;
    assert_eq!(said(&renewed(&app, &given).await), bad_grant());
}

#[tokio::test]
async fn boards_come_in_pages_and_secret_ones_with_their_scope() {
    let app = App::start(PINTEREST).await;
    let token = app.access(MILA).await;
    let (mut seen, mut next) = (Vec::new(), String::new());
    for size in [250, 10] {
        let path = format!("v5/boards?page_size=250&privacy=ALL{next}");
        let page = app.read(&token, &path).await.json();
        let items = page["items"].as_array().unwrap().clone();
        assert_eq!(items.len(), size);
        seen.extend(items.iter().map(|board| text(board, "id")));
        next = match page["bookmark"].as_str() {
            Some(mark) => format!("&bookmark={mark}"),
            None => String::new(),
        };
    }
    assert!(next.is_empty());
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 260);
    let first = app.read(&token, "v5/boards").await.json();
    assert_eq!(first["items"].as_array().unwrap().len(), 25);
    for wrong in [
        "page_size=251",
        "page_size=0",
        "bookmark=25",
        "privacy=MINE",
    ] {
        let answer = app.read(&token, &format!("v5/boards?{wrong}")).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["code"]),
            (400, &json!(1)),
            "{wrong}"
        );
    }
    let names = async |token: &str, privacy: &str| {
        let path = format!("v5/boards?privacy={privacy}");
        let page = app.read(token, &path).await.json();
        page["items"].as_array().unwrap().len()
    };
    let public = tokens_for(&app, "boards:read").await;
    assert_eq!(names(&public, "ALL").await, 3);
    let secret = tokens_for(&app, "boards:read,boards:read_secret").await;
    assert_eq!(names(&secret, "ALL").await, 4);
    assert_eq!(names(&secret, "SECRET").await, 1);
    let one = app.read(&secret, "v5/boards/549755885178").await.json();
    assert_eq!(one["privacy"], "SECRET");
    let hidden = app.read(&public, "v5/boards/549755885178").await;
    let none = (404, json!({"code": 40, "message": "Board not found."}));
    assert_eq!(said(&hidden), none);
}

#[tokio::test]
async fn what_ends_tokens_is_one_401_and_one_400_and_spares_others() {
    let app = App::start(PINTEREST).await;
    for (kind, refresh_lives) in [
        ("expired", true),
        ("refresh_expired", false),
        ("password_changed", false),
        ("app_removed", false),
    ] {
        let (jana, tom) = (app.tokens(JANA).await, app.tokens(TOM).await);
        app.trouble(json!({"kind": kind, "person": "Jana Weiss"}))
            .await;
        assert_eq!(
            said(&account(&app, &jana).await),
            unauthenticated(),
            "{kind}"
        );
        let again = renewed(&app, &jana).await;
        match refresh_lives {
            true => assert_eq!(again.status, 200, "{kind}"),
            false => assert_eq!(said(&again), bad_grant(), "{kind}"),
        }
        assert_eq!(account(&app, &tom).await.status, 200, "{kind}");
    }
    let answer = send(client().get(app.url(ACCOUNT))).await;
    assert_eq!(said(&answer), unauthenticated());
    assert_eq!(answer.header("x-ratelimit-limit"), "");
}

#[tokio::test]
async fn a_good_token_may_be_refused_and_not_only_with_403() {
    let app = App::start(PINTEREST).await;
    let given = app.tokens(JANA).await;
    let token = text(&given, "access_token");
    let breads = "v5/boards/549755885175";
    let no_account = json!({"code": 403, "message": "Not authorized to access the user account."});
    let permitted = "You are not permitted to access that resource.";
    for (trouble, path, status, body) in [
        (
            json!({"kind": "account_suspended", "person": JANA}),
            ACCOUNT,
            403,
            no_account.clone(),
        ),
        (
            json!({"kind": "role_removed", "person": JANA}),
            ACCOUNT,
            403,
            no_account,
        ),
        (
            json!({"kind": "checkpoint", "person": JANA}),
            ACCOUNT,
            403,
            json!({"code": 2626, "message":
                "We are reviewing your account. Please try again later."}),
        ),
        (
            json!({"kind": "role_removed", "person": JANA, "page": "Breads"}),
            breads,
            401,
            json!({"code": 7, "message": "Not authorized to access board or Pin."}),
        ),
        (
            json!({"kind": "page_deleted", "page": "549755885175"}),
            breads,
            404,
            json!({"code": 40, "message": "Board not found."}),
        ),
        (
            json!({"kind": "rate_limited", "person": JANA}),
            ACCOUNT,
            429,
            json!({"code": 8, "message": "You have exceeded your rate limit. Try again later."}),
        ),
    ] {
        app.trouble(trouble.clone()).await;
        assert_eq!(
            said(&app.read(&token, path).await),
            (status, body),
            "{trouble}"
        );
        app.calm().await;
        assert_eq!(app.read(&token, path).await.status, 200, "{trouble}");
    }
    let catalogs = app.read(&token, "v5/catalogs").await;
    assert_eq!(
        said(&catalogs),
        (401, json!({"code": 29, "message": permitted}))
    );
    app.trouble(json!({"kind": "rate_limited"})).await;
    let answer = app.read(&token, ACCOUNT).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("x-ratelimit-remaining"), "0");
    app.calm().await;
    let removed = json!({
        "kind": "permission_removed", "person": JANA, "permission": "boards:read",
    });
    app.trouble(removed).await;
    let answer = app.read(&token, "v5/boards").await;
    assert_eq!(
        said(&answer),
        (403, json!({"code": 29, "message": permitted}))
    );
    assert_eq!(account(&app, &given).await.status, 200);
    let again = renewed(&app, &given).await.json();
    assert_eq!(again["scope"], "user_accounts:read");
    app.trouble(json!({"kind": "outage"})).await;
    assert_eq!(account(&app, &given).await.status, 503);
}

#[tokio::test]
async fn trouble_of_the_app_hits_everybody() {
    let mut app = App::start(PINTEREST).await;
    let (jana, tom) = (app.tokens(JANA).await, app.tokens(TOM).await);
    app.trouble(json!({"kind": "secret_changed"})).await;
    assert_eq!(said(&renewed(&app, &jana).await), unauthenticated());
    app.secret = app.practice.developer_app("pinterest").unwrap().1;
    assert_eq!(account(&app, &jana).await.status, 200);
    app.trouble(json!({"kind": "blanket_reset"})).await;
    for given in [&jana, &tom] {
        assert_eq!(said(&account(&app, given).await), unauthenticated());
        assert_eq!(said(&renewed(&app, given).await), bad_grant());
    }
    app.trouble(json!({"kind": "app_deleted"})).await;
    let page = Browser::new().get(app.authorize(&[])).await;
    assert!(page.went_nowhere() && page.status == 400);
    assert_eq!(said(&renewed(&app, &jana).await), unauthenticated());
}

#[tokio::test]
async fn only_the_person_can_end_the_connection() {
    let app = App::start(PINTEREST).await;
    let mut browser = Browser::new();
    let code = app.code(&mut browser, JANA, app.authorize(&[])).await;
    let given = app.redeem(&code, &[]).await.json();
    let token = text(&given, "access_token");
    let form = [
        ("token", token.as_str()),
        ("token_type_hint", "access_token"),
    ];
    let answer = app.token_call("v5/oauth/token/revoke", &form).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["code"]),
        (403, &json!(29))
    );
    assert_eq!(account(&app, &given).await.status, 200);
    let page = browser.get(app.url("settings/security")).await;
    assert!(page.text.contains("Greentick") && page.shows("remove"));
    browser.submit(app.url("session/remove"), &[]).await;
    assert_eq!(said(&account(&app, &given).await), unauthenticated());
    assert_eq!(said(&renewed(&app, &given).await), bad_grant());
}
