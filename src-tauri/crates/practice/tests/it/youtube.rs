//! The practice YouTube: Google's sign-in for a desktop app and the one channel that a token is.

use serde_json::{Value, json};

use crate::browser::{Browser, client, get, send};
use crate::kit::{App, ChallengeMethod, Secret, Setup, VERIFIER, refused, text};

pub const YOUTUBE: Setup = Setup {
    network: "youtube",
    authorize: "o/oauth2/v2/auth",
    token: "token",
    client_param: "client_id",
    redirect: "http://127.0.0.1:53682/callback/youtube",
    scopes: "openid email https://www.googleapis.com/auth/youtube.readonly",
    proof: ChallengeMethod::S256,
    secret: Secret::InBody,
};

pub const JANA: &str = "104857392018465720193";
pub const TOM: &str = "112930475618320547842";
const NORA: &str = "118019364720583311369";
const MILA: &str = "108832047195631206458";
const BAKERY: &str = "UC8bHarbourLaneBakery0Qw";
const PERSONAL: &str = "UCjW5harbourWeissJana01a";
const READONLY: &str = "https://www.googleapis.com/auth/youtube.readonly";
pub const MINE: &str = "youtube/v3/channels?part=snippet,contentDetails,statistics&mine=true";
pub const OFFLINE: &[(&str, &str)] = &[
    ("access_type", "offline"),
    ("prompt", "select_account consent"),
];

/// What a desktop app gets that asks in the usual way.
pub async fn tokens(app: &App, person: &str) -> Value {
    let url = app.authorize(OFFLINE);
    let code = app.code(&mut Browser::new(), person, url).await;
    let given = app.redeem(&code, &[]).await;
    assert_eq!(given.status, 200, "{}", given.text);
    given.json()
}

#[tokio::test]
async fn a_person_picks_one_of_their_channels_and_the_token_is_that_one() {
    let app = App::start(YOUTUBE).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(OFFLINE)).await;
    assert!(page.shows("login") && page.text.contains("no channel"));
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve") && page.shows("cancel") && page.shows("other"));
    assert!(page.text.contains("@harbourlanebakery, Brand Account"));
    let chosen = [("choice", BAKERY), ("scope", READONLY)];
    let back = app.press(&mut browser, &page, "approve", &chosen).await;
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    let code = back.sent_back("code").unwrap();
    let given = app.redeem(&code, &[]).await.json();
    assert_eq!(given["token_type"], "Bearer");
    assert_eq!(given["expires_in"], 3_599);
    assert!(text(&given, "refresh_token").starts_with("1//0"));
    assert_eq!(text(&given, "id_token").split('.').count(), 3);
    let scope = format!("openid https://www.googleapis.com/auth/userinfo.email {READONLY}");
    assert_eq!(given["scope"], scope);
    let answer = app.read(&text(&given, "access_token"), MINE).await.json();
    let picture = app.url(&format!("ytc/{BAKERY}=s88")).to_string();
    assert_eq!(
        answer,
        json!({
            "kind": "youtube#channelListResponse",
            "pageInfo": {"totalResults": 1, "resultsPerPage": 5},
            "items": [{
                "kind": "youtube#channel",
                "id": BAKERY,
                "snippet": {
                    "title": "Harbour Lane Bakery",
                    "customUrl": "@harbourlanebakery",
                    "thumbnails": {"default": {"url": picture, "width": 88, "height": 88}},
                },
                "contentDetails": {"relatedPlaylists": {"uploads": "UU8bHarbourLaneBakery0Qw"}},
                "statistics": {
                    "viewCount": "3904112",
                    "subscriberCount": "48200",
                    "hiddenSubscriberCount": false,
                    "videoCount": "187",
                },
            }],
        })
    );
    let nothing = app.press(&mut browser, &page, "approve", &chosen).await;
    assert!(nothing.went_nowhere() && nothing.status == 400);
}

#[tokio::test]
async fn without_a_channel_the_list_has_no_items() {
    let app = App::start(YOUTUBE).await;
    let given = tokens(&app, NORA).await;
    let answer = app.read(&text(&given, "access_token"), MINE).await;
    assert_eq!(
        answer.json(),
        json!({
            "kind": "youtube#channelListResponse",
            "pageInfo": {"totalResults": 0, "resultsPerPage": 5},
        })
    );
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(OFFLINE)).await;
    let page = app.sign_in(&mut browser, &page, MILA).await;
    assert_eq!(page.text.matches("name=choice").count(), 60);
}

#[tokio::test]
async fn a_refresh_token_comes_offline_and_with_consent_only() {
    let app = App::start(YOUTUBE).await;
    let mut browser = Browser::new();
    for (asked, comes) in [
        (&[("access_type", "online")][..], false),
        (&[("access_type", "offline")], false),
        (&[("access_type", "offline"), ("prompt", "consent")], true),
        (&[("prompt", "consent")], false),
    ] {
        let code = app.code(&mut browser, JANA, app.authorize(asked)).await;
        let given = app.redeem(&code, &[]).await.json();
        assert_eq!(given["refresh_token"].is_string(), comes, "{asked:?}");
    }
    let first = app.authorize(&[("access_type", "offline")]);
    let code = app.code(&mut Browser::new(), TOM, first).await;
    let given = app.redeem(&code, &[]).await.json();
    assert!(given["refresh_token"].is_string());
}

#[tokio::test]
async fn a_browser_that_approved_passes_unless_the_app_prompts() {
    let app = App::start(YOUTUBE).await;
    let mut browser = Browser::new();
    app.code(&mut browser, JANA, app.authorize(OFFLINE)).await;
    let passed = browser.get(app.authorize(&[])).await;
    assert!(passed.sent_back("code").is_some());
    let consent = browser.get(app.authorize(&[("prompt", "consent")])).await;
    assert!(consent.shows("approve"));
    let account = [("prompt", "select_account")];
    assert!(browser.get(app.authorize(&account)).await.shows("login"));
}

#[tokio::test]
async fn unticked_scopes_are_missing_from_the_answer_and_at_the_api() {
    let app = App::start(YOUTUBE).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(OFFLINE)).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert_eq!(page.text.matches(" checked disabled>").count(), 2);
    let chosen = [("choice", PERSONAL)];
    let back = app.press(&mut browser, &page, "approve", &chosen).await;
    let code = back.sent_back("code").unwrap();
    let given = app.redeem(&code, &[]).await.json();
    let left = "openid https://www.googleapis.com/auth/userinfo.email";
    assert_eq!(given["scope"], left);
    let token = text(&given, "access_token");
    let answer = app.read(&token, MINE).await;
    assert_eq!(answer.status, 403);
    assert_eq!(
        answer.json(),
        json!({"error": {
            "code": 403,
            "message": "Request had insufficient authentication scopes.",
            "errors": [{
                "message": "Insufficient Permission",
                "domain": "global",
                "reason": "insufficientPermissions",
            }],
            "status": "PERMISSION_DENIED",
            "details": [{
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                "domain": "googleapis.com",
                "metadata": {
                    "service": "youtube.googleapis.com",
                    "method": "youtube.api.v3.V3DataChannelService.List",
                },
            }],
        }})
    );
    let who = app.read(&token, "v1/userinfo").await.json();
    assert_eq!(
        who,
        json!({"sub": JANA, "email": "jana@practice.example", "email_verified": true})
    );
}

#[tokio::test]
async fn cancelling_leads_back_and_every_other_refusal_stays_on_a_page() {
    let app = App::start(YOUTUBE).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(OFFLINE)).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let back = app.press(&mut browser, &page, "cancel", &[]).await;
    assert_eq!(
        back.location().as_str(),
        "http://127.0.0.1:53682/callback/youtube?error=access_denied&state=st4te"
    );
    for (name, value, status, error) in [
        ("client_id", "nobody", 401, "invalid_client"),
        (
            "redirect_uri",
            "app.greentick:/callback",
            400,
            "redirect_uri_mismatch",
        ),
        (
            "redirect_uri",
            "urn:ietf:wg:oauth:2.0:oob",
            400,
            "redirect_uri_mismatch",
        ),
        (
            "redirect_uri",
            "http://localhost:53682/",
            400,
            "redirect_uri_mismatch",
        ),
        (
            "redirect_uri",
            "https://evil.example/",
            400,
            "redirect_uri_mismatch",
        ),
        ("redirect_uri", "", 400, "redirect_uri_mismatch"),
        ("response_type", "", 400, "invalid_request"),
        ("response_type", "token", 400, "unsupported_response_type"),
        ("scope", "everything", 400, "invalid_scope"),
        ("code_challenge", "short", 400, "invalid_request"),
        ("code_challenge_method", "plain", 400, "invalid_request"),
    ] {
        let answer = Browser::new().get(app.authorize(&[(name, value)])).await;
        assert!(answer.went_nowhere(), "{name}={value}");
        assert_eq!(answer.status, status, "{name}={value}");
        let said = format!("Error {status}: {error}");
        assert!(
            answer.text.contains(&said),
            "{name}={value}: {}",
            answer.text
        );
    }
    let web_view = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, \
                    like Gecko)";
    let request = client()
        .get(app.authorize(&[]))
        .header("user-agent", web_view);
    let answer = send(request).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("disallowed_useragent"));
}

#[tokio::test]
async fn any_loopback_address_will_do() {
    let app = App::start(YOUTUBE).await;
    for redirect in [
        "http://127.0.0.1:1/",
        "http://[::1]:49152",
        "http://127.0.0.1:50123/x/y",
    ] {
        let changed = ("redirect_uri", redirect);
        let url = app.authorize(&[changed]);
        let code = app.code(&mut Browser::new(), JANA, url).await;
        assert_eq!(
            app.redeem(&code, &[changed]).await.status,
            200,
            "{redirect}"
        );
    }
}

#[tokio::test]
async fn a_code_wants_the_secret_its_verifier_and_its_redirect_and_works_once() {
    let app = App::start(YOUTUBE).await;
    let url = app.authorize(OFFLINE);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    let wrong = VERIFIER.to_lowercase();
    for (name, value, status, error, words) in [
        (
            "client_secret",
            "",
            400,
            "invalid_request",
            "client_secret is missing.",
        ),
        (
            "client_secret",
            "wrong",
            401,
            "invalid_client",
            "Unauthorized",
        ),
        (
            "client_id",
            "nobody",
            401,
            "invalid_client",
            "The OAuth client was not found.",
        ),
        (
            "code_verifier",
            "",
            400,
            "invalid_grant",
            "Missing code verifier.",
        ),
        (
            "code_verifier",
            &wrong,
            400,
            "invalid_grant",
            "Invalid code verifier.",
        ),
        (
            "redirect_uri",
            "http://127.0.0.1:53683",
            400,
            "redirect_uri_mismatch",
            "Bad Request",
        ),
        (
            "code",
            "4/none",
            400,
            "invalid_grant",
            "Malformed auth code.",
        ),
        (
            "grant_type",
            "password",
            400,
            "unsupported_grant_type",
            "Invalid grant_type",
        ),
    ] {
        let answer = app.redeem(&code, &[(name, value)]).await;
        let said = (status, error.to_owned(), words.to_owned());
        assert_eq!(refused(&answer), said, "{name}={value}");
    }
    assert_eq!(app.redeem(&code, &[]).await.status, 200);
    let bad = (400, "invalid_grant".to_owned(), "Bad Request".to_owned());
    assert_eq!(refused(&app.redeem(&code, &[]).await), bad);
    let url = app.authorize(OFFLINE);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    app.later(600).await;
    assert_eq!(refused(&app.redeem(&code, &[]).await), bad);
}

#[tokio::test]
async fn tokeninfo_tells_whose_token_it_is() {
    let app = App::start(YOUTUBE).await;
    let given = tokens(&app, JANA).await;
    let token = text(&given, "access_token");
    let known = get(app.url(&format!("tokeninfo?access_token={token}")))
        .await
        .json();
    assert_eq!(known["aud"], app.id.as_str());
    assert_eq!(known["sub"], JANA);
    assert_eq!(known["scope"], given["scope"]);
    assert_eq!(known["access_type"], "offline");
    assert_eq!(known["email_verified"], "true");
    assert!(text(&known, "expires_in").parse::<u32>().unwrap() <= 3_600);
    app.later(3_600).await;
    let form = [("access_token", token.as_str())];
    let ended = send(client().post(app.url("tokeninfo")).form(&form)).await;
    let words = (400, "invalid_token".to_owned(), "Invalid Value".to_owned());
    assert_eq!(refused(&ended), words);
}

#[tokio::test]
async fn channels_of_others_are_read_by_id_and_handle() {
    let app = App::start(YOUTUBE).await;
    let token = text(&tokens(&app, TOM).await, "access_token");
    let by_id = format!("youtube/v3/channels?part=statistics&id={BAKERY},UCnobody,{PERSONAL}");
    let found = app.read(&token, &by_id).await.json();
    assert_eq!(found["pageInfo"]["totalResults"], 2);
    assert_eq!(found["items"][0]["statistics"]["subscriberCount"], "48200");
    assert!(found["items"][0]["snippet"].is_null());
    let by_handle = "youtube/v3/channels?part=id&forHandle=@acmecoffee";
    let found = app.read(&token, by_handle).await.json();
    assert_eq!(found["items"][0]["id"], "UCxAcmeCoffee_roasters7A");
    for incomplete in [
        "youtube/v3/channels?mine=true",
        "youtube/v3/channels?part=id",
    ] {
        let answer = app.read(&token, incomplete).await;
        assert_eq!(answer.status, 400);
        let reason = &answer.json()["error"]["errors"][0]["reason"];
        assert_eq!(reason, "missingRequiredParameter");
    }
}
