//! The practice TikTok: what a desktop app may do there, and what each refusal says.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::browser::{Answer, Browser, client, get, send};
use crate::kit::{App, ChallengeMethod, Secret, Setup, VERIFIER, refused, text};

const TIKTOK: Setup = Setup {
    network: "tiktok",
    authorize: "v2/auth/authorize/",
    token: "v2/oauth/token/",
    client_param: "client_key",
    redirect: "http://127.0.0.1:49217/callback/tiktok",
    scopes: "user.info.basic,user.info.profile,user.info.stats,video.list",
    proof: ChallengeMethod::Hex,
    secret: Secret::InBody,
};

const JANA: &str = "afd97af1-b87b-48b9-ac98-410aghda5344";
const TOM: &str = "c41e07d2-5f30-4e6a-9b1c-72d0aa915e08";
const NORA: &str = "e90b6c53-1d84-47f5-8a2e-0c35b7f4d161";
const MILA: &str = "f2267a90-8c3e-4b17-b6d4-5590e1c8a7f3";
const DAY: i64 = 86_400;
const INFO: &str = "v2/user/info/?fields=open_id,display_name,username,follower_count,video_count";
const BASIC: &str = "v2/user/info/?fields=open_id,display_name";
const REVOKE: &str = "v2/oauth/revoke/";
const PKCE_WORDS: &str = "Code verifier or code challenge is invalid.";

/// Status, code and message of the API's envelope.
fn said(answer: &Answer) -> (u16, String, String) {
    let error = &answer.json()["error"];
    assert_eq!(text(error, "log_id").len(), 34);
    (
        answer.status.as_u16(),
        text(error, "code"),
        text(error, "message"),
    )
}

fn invalid() -> (u16, String, String) {
    let words = "The access token is invalid or not found in the request.";
    (401, "access_token_invalid".to_owned(), words.to_owned())
}

fn bad_grant(answer: &Answer) -> bool {
    assert_eq!(text(&answer.json(), "log_id").len(), 34);
    let (status, error, words) = refused(answer);
    status == 400 && error == "invalid_grant" && words.starts_with("The provided authorization")
}

async fn renewed(app: &App, given: &Value) -> Answer {
    app.refresh(&text(given, "refresh_token")).await
}

async fn info(app: &App, given: &Value) -> Answer {
    app.read(&text(given, "access_token"), BASIC).await
}

async fn videos(app: &App, token: &str, fields: &str, body: Value) -> Answer {
    let request = client()
        .post(app.url(&format!("v2/video/list/{fields}")))
        .bearer_auth(token)
        .header("content-type", "application/json; charset=UTF-8");
    send(request.body(body.to_string())).await
}

#[tokio::test]
async fn a_person_signs_in_and_the_token_reads_their_account() {
    let app = App::start(TIKTOK).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login") && page.text.contains("@noralind, no videos"));
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve") && page.shows("cancel") && page.shows("other"));
    let chosen = [("scope", "user.info.profile"), ("scope", "user.info.stats")];
    let back = app.press(&mut browser, &page, "approve", &chosen).await;
    let granted = "user.info.basic,user.info.profile,user.info.stats";
    assert_eq!(back.sent_back("scopes").as_deref(), Some(granted));
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    let code = back.sent_back("code").unwrap();
    assert!(code.contains("%2B*3!"), "{code}");
    let given = app.redeem(&code, &[]).await.json();
    assert_eq!(given["token_type"], "Bearer");
    assert_eq!(given["open_id"], JANA);
    assert_eq!(given["scope"], granted);
    assert_eq!(given["expires_in"], 7_200);
    assert_eq!(given["refresh_expires_in"], 180 * DAY);
    let token = text(&given, "access_token");
    let answer = app.read(&token, INFO).await;
    assert_eq!(said(&answer), (200, "ok".to_owned(), String::new()));
    assert_eq!(
        answer.json()["data"],
        json!({"user": {
            "open_id": JANA,
            "display_name": "Jana Weiss",
            "username": "harbourlane",
            "follower_count": 12_409,
            "video_count": 12,
        }})
    );
    let list = videos(&app, &token, "?fields=id", json!({})).await;
    let words = "The user did not authorize the scope required for completing this request.";
    assert_eq!(
        said(&list),
        (401, "scope_not_authorized".into(), words.into())
    );

    let less = app.authorize(&[("scope", "user.info.basic")]);
    assert!(browser.get(less.clone()).await.sent_back("code").is_some());
    assert!(browser.get(app.authorize(&[])).await.shows("approve"));
    let forced = [("scope", "user.info.basic"), ("disable_auto_auth", "1")];
    assert!(browser.get(app.authorize(&forced)).await.shows("approve"));
}

#[tokio::test]
async fn fields_need_their_scopes_and_have_to_be_known() {
    let app = App::start(TIKTOK).await;
    let url = app.authorize(&[("scope", "user.info.basic")]);
    let code = app.code(&mut Browser::new(), NORA, url).await;
    let token = text(&app.redeem(&code, &[]).await.json(), "access_token");
    assert_eq!(app.read(&token, BASIC).await.status, 200);
    for (path, code, words) in [
        (
            INFO,
            "scope_permission_missed",
            "Access token is invalid, some fields need additional scopes.",
        ),
        (
            "v2/user/info/",
            "invalid_params",
            "Fields is required, please provide fields in the request",
        ),
        (
            "v2/user/info/?fields=open_id,nickname",
            "invalid_params",
            "Invalid field(s): nickname",
        ),
    ] {
        let answer = app.read(&token, path).await;
        assert_eq!(said(&answer), (400, code.to_owned(), words.to_owned()));
    }
}

#[tokio::test]
async fn videos_come_in_pages_from_the_newest() {
    let app = App::start(TIKTOK).await;
    let token = app.access(MILA).await;
    let fields = "?fields=id,title,create_time,view_count,share_url";
    let (mut seen, mut cursor) = (Vec::new(), json!(0));
    for (size, more) in [(20, true), (20, true), (5, false)] {
        let asked = json!({"cursor": cursor, "max_count": 20});
        let data = videos(&app, &token, fields, asked).await.json()["data"].clone();
        let page = data["videos"].as_array().unwrap().clone();
        assert_eq!((page.len(), &data["has_more"]), (size, &json!(more)));
        seen.extend(
            page.iter()
                .map(|video| video["create_time"].as_i64().unwrap()),
        );
        cursor = data["cursor"].clone();
    }
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "{seen:?}");
    assert_eq!(seen.len(), 45);
    let usual = videos(&app, &token, fields, json!({})).await.json();
    assert_eq!(usual["data"]["videos"].as_array().unwrap().len(), 10);
    for (fields, body) in [
        (fields, json!({"max_count": 21})),
        ("", json!({"max_count": 5})),
        ("?fields=secrets", json!({})),
    ] {
        let (status, code, _) = said(&videos(&app, &token, fields, body).await);
        assert_eq!((status, code.as_str()), (400, "invalid_params"));
    }
}

#[tokio::test]
async fn cancelling_leads_back_and_a_wrong_callback_leads_nowhere() {
    let app = App::start(TIKTOK).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let back = app.press(&mut browser, &page, "cancel", &[]).await;
    assert_eq!(back.sent_back("error").as_deref(), Some("access_denied"));
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    for (name, value, named) in [
        (
            "redirect_uri",
            "http://localhost:49217/callback/tiktok",
            "redirect_uri",
        ),
        (
            "redirect_uri",
            "http://127.0.0.1:49217/callback/tiktok/",
            "redirect_uri",
        ),
        (
            "redirect_uri",
            "http://127.0.0.1/callback/tiktok",
            "redirect_uri",
        ),
        (
            "redirect_uri",
            "app.greentick:/callback/tiktok",
            "redirect_uri",
        ),
        ("redirect_uri", "", "redirect_uri"),
        ("client_key", "nobody", "client_key"),
        ("code_challenge", "", "code_challenge"),
        ("code_challenge_method", "plain", "code_challenge_method"),
        ("scope", "user.info.basic,everything", "scope"),
        ("response_type", "token", "response_type"),
    ] {
        let answer = Browser::new().get(app.authorize(&[(name, value)])).await;
        assert!(answer.went_nowhere(), "{name}={value}");
        assert!(answer.text.contains(named), "{name}={value}");
    }
    let other = ("redirect_uri", "http://127.0.0.1:1024/callback/tiktok");
    let url = app.authorize(&[other]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    assert_eq!(app.redeem(&code, &[other]).await.json()["open_id"], JANA);
}

#[tokio::test]
async fn the_usual_challenge_fails_at_the_token_endpoint_and_under_200() {
    let app = App::start(TIKTOK).await;
    let usual = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let url = app.authorize(&[("code_challenge", &usual)]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    let answer = app.redeem(&code, &[]).await;
    let words = (200, "invalid_request".to_owned(), PKCE_WORDS.to_owned());
    assert_eq!(refused(&answer), words);
}

#[tokio::test]
async fn a_code_wants_the_secret_its_verifier_and_its_redirect_and_works_once() {
    let app = App::start(TIKTOK).await;
    let url = app.authorize(&[]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    let redirect = "Redirect_uri is not matched with the uri when requesting code.";
    let malformed = "The request parameters are malformed.";
    for (name, value, words) in [
        ("code_verifier", "", PKCE_WORDS),
        ("code_verifier", "wrong", PKCE_WORDS),
        (
            "redirect_uri",
            "http://127.0.0.1:1/callback/tiktok",
            redirect,
        ),
        ("code", "", malformed),
        ("grant_type", "", malformed),
    ] {
        let answer = app.redeem(&code, &[(name, value)]).await;
        let expected = (200, "invalid_request".to_owned(), words.to_owned());
        assert_eq!(refused(&answer), expected, "{name}={value}");
    }
    for (name, value) in [
        ("client_secret", ""),
        ("client_secret", "x"),
        ("client_key", "x"),
    ] {
        let (status, error, _) = refused(&app.redeem(&code, &[(name, value)]).await);
        assert_eq!(
            (status, error.as_str()),
            (401, "invalid_client"),
            "{name}={value}"
        );
    }
    assert!(text(&app.redeem(&code, &[]).await.json(), "refresh_token").starts_with("rft."));
    assert!(bad_grant(&app.redeem(&code, &[]).await));
    let url = app.authorize(&[]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    app.later(600).await;
    assert!(bad_grant(&app.redeem(&code, &[]).await));
    let body = json!({"client_key": app.id, "client_secret": app.secret, "code": code});
    let request = client()
        .post(app.url(TIKTOK.token))
        .header("content-type", "application/json");
    let (_, error, words) = refused(&send(request.body(body.to_string())).await);
    assert_eq!(error, "invalid_request");
    assert!(words.contains("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn a_refresh_token_is_replaced_each_time_and_its_life_is_in_the_answer() {
    let app = App::start(TIKTOK).await;
    let first = app.tokens(JANA).await;
    app.later(7_200).await;
    assert_eq!(said(&info(&app, &first).await), invalid());
    app.later(170 * DAY).await;
    let second = renewed(&app, &first).await.json();
    assert_eq!(second["open_id"], JANA);
    assert_eq!(second["refresh_expires_in"], 180 * DAY);
    assert_eq!(info(&app, &second).await.status, 200);
    assert!(bad_grant(&renewed(&app, &first).await));
    app.later(170 * DAY).await;
    let third = renewed(&app, &second).await.json();
    app.later(180 * DAY).await;
    assert!(bad_grant(&renewed(&app, &third).await));
}

#[tokio::test]
async fn what_ends_tokens_spares_others_and_a_new_password_ends_nothing() {
    let app = App::start(TIKTOK).await;
    for (kind, access_lives, refresh_lives) in [
        ("expired", false, true),
        ("refresh_expired", false, false),
        ("password_changed", true, true),
        ("app_removed", false, false),
        ("account_suspended", false, false),
    ] {
        let (jana, tom) = (app.tokens(JANA).await, app.tokens(TOM).await);
        app.trouble(json!({"kind": kind, "person": "Jana Weiss"}))
            .await;
        let read = info(&app, &jana).await;
        match access_lives {
            true => assert_eq!(read.status, 200, "{kind}"),
            false => assert_eq!(said(&read), invalid(), "{kind}"),
        }
        let again = renewed(&app, &jana).await;
        match refresh_lives {
            true => assert_eq!(again.status, 200, "{kind}"),
            false => assert!(bad_grant(&again), "{kind}"),
        }
        assert_eq!(info(&app, &tom).await.status, 200, "{kind}");
    }
    assert_eq!(said(&send(client().get(app.url(BASIC))).await), invalid());
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("login") && page.text.contains("banned"));
}

#[tokio::test]
async fn trouble_of_pace_permission_or_network_kills_no_token() {
    let app = App::start(TIKTOK).await;
    let given = app.tokens(JANA).await;
    for trouble in [
        json!({"kind": "rate_limited"}),
        json!({"kind": "rate_limited", "person": JANA}),
    ] {
        app.trouble(trouble).await;
        let (status, code, _) = said(&info(&app, &given).await);
        assert_eq!((status, code.as_str()), (429, "rate_limit_exceeded"));
        app.calm().await;
        assert_eq!(info(&app, &given).await.status, 200);
    }
    app.trouble(json!({"kind": "outage"})).await;
    let (status, code, _) = said(&info(&app, &given).await);
    assert_eq!((status, code.as_str()), (503, "internal_error"));
    let (status, error, _) = refused(&renewed(&app, &given).await);
    assert_eq!((status, error.as_str()), (503, "temporarily_unavailable"));
    app.calm().await;
    app.trouble(json!({"kind": "permission_removed", "person": JANA}))
        .await;
    assert_eq!(info(&app, &given).await.status, 200);
    let answer = app.read(&text(&given, "access_token"), INFO).await;
    assert_eq!(said(&answer).1, "scope_permission_missed");
    assert_eq!(
        renewed(&app, &given).await.json()["scope"],
        "user.info.basic"
    );
}

#[tokio::test]
async fn the_601st_call_in_a_minute_is_too_many() {
    let app = App::start(TIKTOK).await;
    let token = app.access(JANA).await;
    let state = get(app.practice.control().join("api/state").unwrap()).await;
    app.later(60 - state.json()["now"].as_i64().unwrap() % 60)
        .await;
    for _ in 0..600 {
        assert_eq!(app.read(&token, BASIC).await.status, 200);
    }
    assert_eq!(app.read(&token, BASIC).await.status, 429);
    app.later(60).await;
    assert_eq!(app.read(&token, BASIC).await.status, 200);
}

#[tokio::test]
async fn trouble_of_the_app_hits_everybody() {
    let mut app = App::start(TIKTOK).await;
    let (jana, tom) = (app.tokens(JANA).await, app.tokens(TOM).await);
    app.trouble(json!({"kind": "secret_changed"})).await;
    assert_eq!(refused(&renewed(&app, &jana).await).1, "invalid_client");
    app.secret = app.practice.developer_app("tiktok").unwrap().1;
    let jana = renewed(&app, &jana).await.json();
    app.trouble(json!({"kind": "blanket_reset"})).await;
    for given in [&jana, &tom] {
        assert_eq!(said(&info(&app, given).await), invalid());
        assert!(bad_grant(&renewed(&app, given).await));
    }
    app.trouble(json!({"kind": "app_deleted"})).await;
    let page = Browser::new().get(app.authorize(&[])).await;
    assert!(page.went_nowhere() && page.status == 400);
    assert_eq!(refused(&renewed(&app, &jana).await).1, "invalid_client");
}

#[tokio::test]
async fn the_app_or_the_person_ends_the_connection() {
    let app = App::start(TIKTOK).await;
    let given = app.tokens(JANA).await;
    let (access, refresh) = (text(&given, "access_token"), text(&given, "refresh_token"));
    let wrong = app.token_call(REVOKE, &[("token", refresh.as_str())]).await;
    assert!(bad_grant(&wrong));
    let done = app.token_call(REVOKE, &[("token", access.as_str())]).await;
    assert_eq!((done.status.as_u16(), done.json()), (200, json!({})));
    assert_eq!(said(&info(&app, &given).await), invalid());
    assert!(bad_grant(&renewed(&app, &given).await));
    assert!(bad_grant(
        &app.token_call(REVOKE, &[("token", access.as_str())]).await
    ));

    let mut browser = Browser::new();
    let code = app.code(&mut browser, JANA, app.authorize(&[])).await;
    let given = app.redeem(&code, &[]).await.json();
    let page = browser.get(app.url("setting/apps-and-services")).await;
    assert!(page.text.contains("Greentick") && page.shows("remove"));
    browser.submit(app.url("session/remove"), &[]).await;
    assert_eq!(said(&info(&app, &given).await), invalid());
    assert!(browser.get(app.authorize(&[])).await.shows("approve"));
}
