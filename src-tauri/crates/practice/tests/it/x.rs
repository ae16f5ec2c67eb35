//! The practice X: what a native app may do there, and what each refusal says.

use serde_json::json;

use crate::browser::{Browser, client, get, send};
use crate::kit::{App, ChallengeMethod, Secret, Setup, refused, standing, text};

const X: Setup = Setup {
    network: "x",
    authorize: "i/oauth2/authorize",
    token: "2/oauth2/token",
    client_param: "client_id",
    redirect: "http://127.0.0.1:47823/callback/x",
    scopes: "tweet.read users.read offline.access",
    proof: ChallengeMethod::S256,
    secret: Secret::None,
};

const JANA: &str = "1374920583716204545";
const TOM: &str = "1290475618320547842";
const ME: &str = "2/users/me?user.fields=public_metrics,verified";
const BAD_CODE: &str = "Value passed for the authorization code was invalid.";
const BAD_TOKEN: &str = "Value passed for the token was invalid.";

#[tokio::test]
async fn a_public_client_signs_in_and_reads_whose_account_it_is() {
    let app = App::start(X).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login") && !page.shows("cancel"));
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve") && page.shows("cancel") && page.shows("other"));
    assert!(page.text.contains("@harbourlane"));
    let back = app.press(&mut browser, &page, "approve", &[]).await;
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    let given = app.redeem(&back.sent_back("code").unwrap(), &[]).await;
    assert_eq!(given.header("cache-control"), "no-store");
    let given = given.json();
    assert_eq!(given["token_type"], "bearer");
    assert_eq!(given["expires_in"], 7200);
    assert_eq!(given["scope"], X.scopes);
    let me = app.read(&text(&given, "access_token"), ME).await;
    let data = &me.json()["data"];
    assert_eq!(data["id"], JANA);
    assert_eq!(data["username"], "harbourlane");
    assert_eq!(data["public_metrics"]["followers_count"], 4_812);
    assert_eq!(me.header("x-rate-limit-limit"), "75");
    assert_eq!(me.header("x-rate-limit-remaining"), "74");
    assert!(me.header("x-rate-limit-reset").parse::<i64>().unwrap() > 1_700_000_000);
}

#[tokio::test]
async fn the_deep_link_is_an_address_of_the_app_too() {
    let app = App::start(X).await;
    let redirect = ("redirect_uri", "app.greentick:/callback/x");
    let url = app.authorize(&[redirect]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    assert_eq!(app.redeem(&code, &[redirect]).await.status, 200);
}

#[tokio::test]
async fn a_test_may_register_further_callbacks() {
    let own = "http://127.0.0.1:50505/callback/x";
    let mut config = standing();
    config
        .redirects
        .insert("x".to_owned(), vec![own.to_owned()]);
    let app = App::on(X, practice::Practice::start(config).await.unwrap());
    let page = Browser::new()
        .get(app.authorize(&[("redirect_uri", own)]))
        .await;
    assert!(page.shows("login"));
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let app = App::start(X).await;
    let url = app.authorize(&[("scope", "tweet.read users.read")]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    assert!(app.redeem(&code, &[]).await.json()["refresh_token"].is_null());
}

#[tokio::test]
async fn cancelling_says_access_denied_and_nothing_else() {
    let app = App::start(X).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let back = app.press(&mut browser, &page, "cancel", &[]).await;
    assert_eq!(
        back.location().as_str(),
        "http://127.0.0.1:47823/callback/x?error=access_denied&state=st4te"
    );
}

#[tokio::test]
async fn a_callback_that_is_not_registered_to_the_letter_is_refused_in_json() {
    let app = App::start(X).await;
    for wrong in [
        "http://127.0.0.1:47824/callback/x",
        "http://localhost:47823/callback/x",
        "http://127.0.0.1:47823/callback/x/",
        "https://evil.example/callback",
        "",
    ] {
        let url = app.authorize(&[("redirect_uri", wrong)]);
        let answer = Browser::new().get(url).await;
        assert!(answer.went_nowhere(), "{wrong}");
        assert_eq!(
            answer.json(),
            json!({"errors": [{
                "code": 415,
                "message": "Callback URL not approved for this client application.",
            }]})
        );
    }
}

#[tokio::test]
async fn a_request_without_a_good_challenge_ends_on_a_page() {
    let app = App::start(X).await;
    for (name, value) in [
        ("code_challenge", ""),
        ("code_challenge", "short"),
        ("code_challenge_method", ""),
        ("code_challenge_method", "S512"),
        ("scope", "tweet.read everything"),
        ("response_type", "token"),
        ("client_id", "nobody"),
    ] {
        let answer = Browser::new().get(app.authorize(&[(name, value)])).await;
        assert!(answer.went_nowhere(), "{name}={value}");
        assert_eq!(answer.status, 400, "{name}={value}");
        assert!(answer.text.contains("Something went wrong"));
    }
}

#[tokio::test]
async fn a_code_wants_its_verifier_and_its_redirect_and_works_once() {
    let app = App::start(X).await;
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    for (name, value, words) in [
        (
            "code_verifier",
            "",
            "Missing required parameter [code_verifier].",
        ),
        (
            "code_verifier",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "Value passed for the code verifier did not match the code challenge.",
        ),
        (
            "redirect_uri",
            "app.greentick:/callback/x",
            "Value passed for the redirect uri did not match the uri of the authorization code.",
        ),
        ("code", "none", BAD_CODE),
    ] {
        let answer = app.redeem(&code, &[(name, value)]).await;
        assert_eq!(
            refused(&answer),
            (400, "invalid_request".into(), words.into())
        );
    }
    let nobody = app.redeem(&code, &[("client_id", "")]).await;
    let words = "Missing valid authorization header".to_owned();
    assert_eq!(refused(&nobody), (401, "unauthorized_client".into(), words));
    let stranger = app.redeem(&code, &[("client_id", "other")]).await;
    assert_eq!(
        refused(&stranger),
        (401, "invalid_client".into(), String::new())
    );
    assert_eq!(app.redeem(&code, &[]).await.status, 200);
    let again = app.redeem(&code, &[]).await;
    assert_eq!(
        refused(&again),
        (400, "invalid_request".into(), BAD_CODE.into())
    );
}

#[tokio::test]
async fn a_code_lives_thirty_seconds() {
    let app = App::start(X).await;
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    app.later(30).await;
    let late = app.redeem(&code, &[]).await;
    assert_eq!(
        refused(&late),
        (400, "invalid_request".into(), BAD_CODE.into())
    );
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_everything() {
    let app = App::start(X).await;
    let first = app.tokens(JANA).await;
    app.later(7_201).await;
    assert_eq!(
        app.read(&text(&first, "access_token"), ME).await.status,
        401
    );
    let second = app.refresh(&text(&first, "refresh_token")).await.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    let access = text(&second, "access_token");
    assert_eq!(app.read(&access, ME).await.status, 200);
    let third = app.refresh(&text(&second, "refresh_token")).await.json();
    let reused = app.refresh(&text(&first, "refresh_token")).await;
    let dead = (400, "invalid_request".to_owned(), BAD_TOKEN.to_owned());
    assert_eq!(refused(&reused), dead);
    let newest = app.refresh(&text(&third, "refresh_token")).await;
    assert_eq!(refused(&newest), dead);
    assert_eq!(app.read(&access, ME).await.status, 401);
}

#[tokio::test]
async fn what_ends_tokens_is_one_401_and_one_400_and_spares_the_other_account() {
    let unauthorized = json!({
        "title": "Unauthorized",
        "type": "about:blank",
        "status": 401,
        "detail": "Unauthorized",
    });
    let app = App::start(X).await;
    for (kind, refresh_lives) in [
        ("expired", true),
        ("refresh_expired", false),
        ("password_changed", false),
        ("app_removed", false),
    ] {
        let (jana, tom) = (app.tokens(JANA).await, app.access(TOM).await);
        app.trouble(json!({"kind": kind, "person": "Jana Weiss"}))
            .await;
        let answer = app.read(&text(&jana, "access_token"), ME).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()),
            (401, unauthorized.clone())
        );
        assert_eq!(answer.header("x-rate-limit-limit"), "");
        let refreshed = app.refresh(&text(&jana, "refresh_token")).await;
        assert_eq!(refreshed.status == 200, refresh_lives, "{kind}");
        if !refresh_lives {
            let dead = (400, "invalid_request".to_owned(), BAD_TOKEN.to_owned());
            assert_eq!(refused(&refreshed), dead, "{kind}");
        }
        assert_eq!(app.read(&tom, ME).await.status, 200, "{kind}");
    }
}

#[tokio::test]
async fn trouble_of_the_account_or_the_money_kills_no_token() {
    let app = App::start(X).await;
    let token = app.access(JANA).await;
    for (trouble, status, part) in [
        (
            json!({"kind": "account_suspended", "person": JANA}),
            403,
            json!({"errors": [{"code": 64, "message":
                "Your account is suspended and is not permitted to access this feature."}]}),
        ),
        (
            json!({"kind": "checkpoint", "person": JANA}),
            403,
            json!({"errors": [{
                "code": 326,
                "message": "To protect our users from spam and other malicious activity, this \
                            account is temporarily locked. Please log in to https://twitter.com \
                            to unlock your account.",
                "bounce_location": "https://twitter.com/account/access",
            }]}),
        ),
        (
            json!({"kind": "rate_limited", "person": JANA}),
            429,
            json!({"title": "Too Many Requests", "detail": "Too Many Requests",
                "type": "about:blank", "status": 429}),
        ),
        (
            json!({"kind": "out_of_credits"}),
            402,
            json!({
                "account_id": 1_243_608_864_848_629_761_u64,
                "title": "CreditsDepleted",
                "detail": "Your enrolled account [1243608864848629761] does not have any credits \
                           to fulfill this request.",
                "type": "https://api.twitter.com/2/problems/credits",
            }),
        ),
    ] {
        app.trouble(trouble.clone()).await;
        let answer = app.read(&token, ME).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()),
            (status, part),
            "{trouble}"
        );
        app.calm().await;
        assert_eq!(app.read(&token, ME).await.status, 200, "{trouble}");
    }
    app.trouble(json!({"kind": "not_enrolled"})).await;
    let answer = app.read(&token, ME).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["reason"], "client-not-enrolled");
    app.calm().await;
    app.trouble(json!({"kind": "rate_limited"})).await;
    let answer = app.read(&token, ME).await;
    assert_eq!(answer.header("x-rate-limit-remaining"), "0");
    app.calm().await;
    app.trouble(json!({"kind": "outage"})).await;
    assert_eq!(app.read(&token, ME).await.status, 503);
}

#[tokio::test]
async fn trouble_of_the_app_ends_everybodys_tokens() {
    let app = App::start(X).await;
    for kind in ["blanket_reset", "app_deleted"] {
        let (jana, tom) = (app.access(JANA).await, app.access(TOM).await);
        app.trouble(json!({ "kind": kind })).await;
        for token in [jana, tom] {
            assert_eq!(app.read(&token, ME).await.status, 401, "{kind}");
        }
    }
    let answer = Browser::new().get(app.authorize(&[])).await;
    assert!(answer.went_nowhere() && answer.status == 400);
    let refused_call = refused(&app.refresh("any").await);
    assert_eq!(refused_call, (401, "invalid_client".into(), String::new()));
    app.calm().await;
    app.access(JANA).await;
}

#[tokio::test]
async fn the_76th_call_in_a_quarter_of_an_hour_is_too_many() {
    let app = App::start(X).await;
    let token = app.access(JANA).await;
    app.later(900 - app_second(&app).await).await;
    for _ in 0..75 {
        assert_eq!(app.read(&token, ME).await.status, 200);
    }
    assert_eq!(app.read(&token, ME).await.status, 429);
    app.later(900).await;
    assert_eq!(app.read(&token, ME).await.status, 200);
}

async fn app_second(app: &App) -> i64 {
    let state = get(app.practice.control().join("api/state").unwrap()).await;
    state.json()["now"].as_i64().unwrap() % 900
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_say() {
    let app = App::start(X).await;
    let url = app.authorize(&[("scope", "tweet.read")]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    let token = text(&app.redeem(&code, &[]).await.json(), "access_token");
    let answer = app.read(&token, ME).await;
    assert_eq!(answer.status, 403);
    let words = "You are not permitted to perform this action.";
    assert_eq!(answer.json()["detail"], words);
    assert_eq!(send(client().get(app.url(ME))).await.status, 401);
    assert_eq!(app.read(&token, "2/nothing").await.status, 404);
}

#[tokio::test]
async fn each_token_is_revoked_for_itself() {
    let app = App::start(X).await;
    let given = app.tokens(JANA).await;
    let (access, refresh) = (text(&given, "access_token"), text(&given, "refresh_token"));
    let form = [
        ("token", access.as_str()),
        ("token_type_hint", "access_token"),
    ];
    let answer = app.token_call("2/oauth2/revoke", &form).await;
    assert_eq!(answer.json(), json!({"revoked": true}));
    assert_eq!(app.read(&access, ME).await.status, 401);
    assert_eq!(app.refresh(&refresh).await.status, 200);
    let newest = [("token", refresh.as_str())];
    assert_eq!(app.token_call("2/oauth2/revoke", &newest).await.status, 200);
}

#[tokio::test]
async fn people_remove_the_app_confirm_themselves_and_switch_accounts() {
    let app = App::start(X).await;
    let mut browser = Browser::new();
    let code = app.code(&mut browser, JANA, app.authorize(&[])).await;
    let given = app.redeem(&code, &[]).await.json();
    let page = browser.get(app.url("settings/connected_apps")).await;
    assert!(page.text.contains("Greentick") && page.shows("remove"));
    let page = browser.submit(app.url("session/remove"), &[]).await;
    assert!(page.text.contains("No app is connected"));
    let token = text(&given, "access_token");
    assert_eq!(app.read(&token, ME).await.status, 401);

    app.trouble(json!({"kind": "checkpoint", "person": JANA}))
        .await;
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("confirm"));
    let ticket = page.ticket();
    let form = [("ticket", ticket.as_str()), ("action", "confirm")];
    let page = browser.submit(app.url("session/checkpoint"), &form).await;
    assert!(page.shows("approve"));

    let page = app.press(&mut browser, &page, "other", &[]).await;
    assert!(page.shows("login"));
    let page = app.sign_in(&mut browser, &page, TOM).await;
    assert!(page.shows("approve") && page.text.contains("@studio_ost"));

    app.trouble(json!({"kind": "account_suspended", "person": TOM}))
        .await;
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login") && page.text.contains("suspended"));
}
