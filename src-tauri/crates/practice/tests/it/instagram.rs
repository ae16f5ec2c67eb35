//! The practice Instagram with its own login: what a professional account may give an app, and what
//! each refusal says.

use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::facebook_app::refused;
use crate::kit::{App, ChallengeMethod, Secret, Setup, text};
use crate::meta_app::{HOUR, Meta, Words};

const INSTAGRAM: Setup = Setup {
    network: "instagram",
    authorize: "oauth/authorize",
    token: "oauth/access_token",
    client_param: "client_id",
    redirect: "/callback/instagram",
    scopes: "instagram_business_basic,instagram_business_content_publish",
    proof: ChallengeMethod::None,
    secret: Secret::InBody,
};
const WORDS: Words = Words {
    exchange: "ig_exchange_token",
    renew: "ig_refresh_token",
    me: "v25.0/me?fields=user_id,username",
};

const JANA: &str = "17841405309211844";
const TOM: &str = "17841402873645190";
const NORA: &str = "17841461234509876";
const MILA: &str = "17841400218364577";

async fn start() -> Meta {
    Meta {
        app: App::start(INSTAGRAM).await,
        words: WORDS,
    }
}

fn flat(words: &str) -> Value {
    json!({"error_type": "OAuthException", "code": 400, "error_message": words})
}

fn said(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn a_professional_account_signs_in_and_is_read() {
    let meta = start().await;
    let app = &meta.app;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login") && page.text.contains("personal account"));
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve") && page.shows("cancel") && page.shows("other"));
    let back = app.press(&mut browser, &page, "approve", &[]).await;
    let address = back.location();
    assert!(address.as_str().starts_with(&app.redirect()));
    assert_eq!(address.fragment(), Some("_"));
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    assert!(
        browser
            .get(address)
            .await
            .text
            .contains("The app takes over")
    );

    let given = app.redeem(&back.sent_back("code").unwrap(), &[]).await;
    assert_eq!(given.json()["user_id"], 17_841_405_309_211_844_u64);
    assert!(given.json()["expires_in"].is_null());
    let scopes: Vec<&str> = INSTAGRAM.scopes.split(',').collect();
    assert_eq!(given.json()["permissions"], json!(scopes));
    let token = text(&given.json(), "access_token");
    assert!(token.starts_with("IGAA"));
    let fields = "v25.0/me?fields=user_id,username,name,account_type,profile_picture_url,\
        followers_count,follows_count,media_count";
    let me = meta.read(&token, fields).await;
    let usage: Value = serde_json::from_str(me.header("x-business-use-case-usage")).unwrap();
    assert_eq!(usage[JANA][0]["type"], "instagram");
    let me = me.json();
    assert_eq!(me["user_id"], JANA);
    assert_ne!(me["id"], JANA);
    assert_eq!(me["account_type"], "BUSINESS");
    assert_eq!(me["followers_count"], 6_240);

    let again = browser.get(app.authorize(&[])).await;
    assert!(again.sent_back("code").is_some());
    let more = [INSTAGRAM.scopes, "instagram_business_manage_insights"].join(",");
    assert!(
        browser
            .get(app.authorize(&[("scope", &more)]))
            .await
            .shows("approve")
    );
    let spaced = INSTAGRAM.scopes.replace(',', " ");
    let spaced = browser.get(app.authorize(&[("scope", &spaced)])).await;
    assert!(spaced.sent_back("code").is_some());
    let forced = browser
        .get(app.authorize(&[("force_reauth", "true")]))
        .await;
    assert!(forced.shows("login"));
}

#[tokio::test]
async fn a_creators_answers_come_in_the_other_documented_shape() {
    let meta = start().await;
    let given = meta.app.tokens(TOM).await;
    let only = &given["data"][0];
    assert_eq!(only["permissions"], INSTAGRAM.scopes);
    assert!(only["user_id"].as_str().unwrap().starts_with("1020"));
    let token = text(only, "access_token");
    let me = meta
        .read(&token, "v25.0/me?fields=user_id,account_type")
        .await
        .json();
    assert_eq!(me["data"][0]["user_id"], TOM);
    assert_eq!(me["data"][0]["account_type"], "MEDIA_CREATOR");
}

#[tokio::test]
async fn a_personal_account_gets_no_further_than_a_page() {
    let meta = start().await;
    let app = &meta.app;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, NORA).await;
    assert!(!page.shows("approve") && page.shows("other") && page.shows("cancel"));
    assert!(page.text.contains("professional account"));
    let forced = app.press(&mut browser, &page, "approve", &[]).await;
    assert!(forced.went_nowhere());
    let page = app.press(&mut browser, &forced, "other", &[]).await;
    assert!(
        app.sign_in(&mut browser, &page, JANA)
            .await
            .shows("approve")
    );

    let back = meta.cancelled(NORA).await;
    assert_eq!(back.sent_back("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn cancelling_and_wrong_questions() {
    let meta = start().await;
    let app = &meta.app;
    let back = meta.cancelled(JANA).await;
    for (name, value) in [
        ("error", "access_denied"),
        ("error_reason", "user_denied"),
        ("error_description", "The user denied your request"),
        ("state", "st4te"),
    ] {
        assert_eq!(back.sent_back(name).as_deref(), Some(value));
    }
    let slash = format!("{}/", app.redirect());
    for (name, value) in [
        ("redirect_uri", slash.as_str()),
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", "http://127.0.0.1:9/callback/instagram"),
        ("redirect_uri", ""),
        ("client_id", "1834920174563310"),
        ("scope", "business_basic"),
        ("scope", "instagram_business_content_publish"),
        ("scope", "instagram_business_basic,be_evil"),
        ("response_type", "token"),
    ] {
        let answer = Browser::new().get(app.authorize(&[(name, value)])).await;
        assert!(answer.went_nowhere(), "{name}={value}");
        assert_eq!(answer.status, 400, "{name}={value}");
    }
}

#[tokio::test]
async fn a_code_wants_its_secret_and_its_redirect_and_works_once_within_the_hour() {
    let meta = start().await;
    let app = &meta.app;
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    let mismatch = "Error validating verification code. Please make sure your redirect_uri is \
        identical to the one you used in the OAuth dialog request";
    let bad_code = "Invalid authorization code";
    for (name, value, words) in [
        ("client_secret", "x", "Error validating client secret."),
        ("client_id", "1", "Invalid platform app"),
        (
            "redirect_uri",
            "https://localhost/callback/instagram",
            mismatch,
        ),
        ("code", "none", bad_code),
        ("grant_type", "refresh_token", "Invalid grant_type"),
    ] {
        let answer = app.redeem(&code, &[(name, value)]).await;
        assert_eq!(said(&answer), (400, flat(words)), "{name}={value}");
    }
    assert_eq!(app.redeem(&code, &[]).await.status, 200);
    assert_eq!(said(&app.redeem(&code, &[]).await), (400, flat(bad_code)));
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    app.later(HOUR).await;
    assert_eq!(said(&app.redeem(&code, &[]).await), (400, flat(bad_code)));
}

#[tokio::test]
async fn an_hour_then_sixty_days_then_sixty_more() {
    start().await.lives_as_documented(JANA, 5_183_944).await;
}

#[tokio::test]
async fn media_come_page_by_page_and_some_hide_their_likes() {
    let meta = start().await;
    let token = meta.long(JANA).await;
    let first = meta.read(
        &token,
        "v25.0/me/media?fields=id,like_count,timestamp&limit=50",
    );
    let media = meta.all(first.await).await;
    assert_eq!(media.len(), 412);
    assert!(media[0]["timestamp"].as_str().unwrap().ends_with("+0000"));
    assert!(media[0]["like_count"].is_u64() && media[6]["like_count"].is_null());
    let unsaid = meta.read(&token, "v25.0/me/media").await.json();
    assert_eq!(unsaid["data"].as_array().unwrap().len(), 25);
    let many = meta.long(MILA).await;
    let many = meta.read(&many, "v25.0/me/media?limit=500").await.json();
    assert_eq!(many["data"].as_array().unwrap().len(), 100);

    let limit = meta.read(
        &token,
        "v25.0/me/content_publishing_limit?fields=config,quota_usage",
    );
    let config = json!({"quota_total": 50, "quota_duration": 86_400});
    assert_eq!(limit.await.json()["data"][0]["config"], config);
}

#[tokio::test]
async fn what_is_not_theirs_or_not_asked_for_is_refused() {
    let meta = start().await;
    let token = meta.long(JANA).await;
    for (path, said) in [
        ("v25.0/17841402873645190", (100, Some(33))),
        ("v25.0/me?fields=nonsense", (100, None)),
        ("v25.0/me/insights?metric=reach&period=day", (10, None)),
        ("v20.0/me", (2500, None)),
        ("me", (2500, None)),
        ("v25.0/me/nothing", (2500, None)),
    ] {
        assert_eq!(refused(&meta.read(&token, path).await), said, "{path}");
    }
    let field = meta.read(&token, "v25.0/me?fields=nonsense").await;
    assert_eq!(field.json()["error"]["type"], "IGApiException");
    assert_eq!(refused(&meta.me("IGAAgarbage").await), (190, None));
    let none = crate::browser::get(meta.app.url("v25.0/me")).await;
    assert_eq!(refused(&none), (2500, None));
    let header = meta.app.read(&token, "v25.0/me?fields=username").await;
    assert_eq!(header.json()["username"], "harbourlane");
}

#[tokio::test]
async fn insights_open_with_their_scope_and_one_wrong_metric_fails_all() {
    let meta = start().await;
    let scopes = [INSTAGRAM.scopes, "instagram_business_manage_insights"].join(",");
    let url = meta.app.authorize(&[("scope", &scopes)]);
    let code = meta.app.code(&mut Browser::new(), JANA, url).await;
    let token = text(&meta.app.redeem(&code, &[]).await.json(), "access_token");
    let path = "v25.0/me/insights?metric=views,likes&metric_type=total_value&period=day";
    let figures = meta.read(&token, path).await.json();
    assert_eq!(figures["data"][1]["name"], "likes");
    assert!(figures["data"][1]["total_value"]["value"].is_u64());
    let gone = "v25.0/me/insights?metric=views,impressions&period=day";
    let gone = meta.read(&token, gone).await;
    assert_eq!(refused(&gone), (100, None));
}

#[tokio::test]
async fn trouble_of_a_person_ends_or_holds_that_persons_tokens() {
    let meta = start().await;
    meta.tokens_die(JANA, TOM).await;
    meta.tokens_rest(JANA, (80_002, None)).await;
}

#[tokio::test]
async fn trouble_of_the_app_ends_everybodys() {
    start().await.app_breaks([JANA, TOM]).await;
}

#[tokio::test]
async fn an_account_that_turns_personal_is_refused_until_it_turns_back() {
    let meta = start().await;
    let token = meta.long(JANA).await;
    meta.app
        .trouble(json!({"kind": "not_professional", "person": "Jana Weiss"}))
        .await;
    for answer in [meta.me(&token).await, meta.renew(&token).await] {
        assert_eq!(refused(&answer), (100, None));
        let words = text(&answer.json()["error"], "message").to_lowercase();
        assert!(words.contains("the user is not an instagram business"));
    }
    meta.app.calm().await;
    assert_eq!(meta.me(&token).await.status, 200);
}

#[tokio::test]
async fn a_permission_that_is_gone_closes_what_it_opened_and_the_refresh() {
    let meta = start().await;
    let token = meta.long(JANA).await;
    let limit = "v25.0/me/content_publishing_limit";
    let publish = json!({"kind": "permission_removed", "person": JANA,
        "permission": "instagram_business_content_publish"});
    meta.app.trouble(publish).await;
    assert_eq!(refused(&meta.read(&token, limit).await), (10, None));
    assert_eq!(meta.me(&token).await.status, 200);
    meta.app
        .trouble(json!({"kind": "permission_removed", "person": JANA}))
        .await;
    meta.app.later(2 * 24 * HOUR).await;
    for answer in [meta.me(&token).await, meta.renew(&token).await] {
        assert_eq!(refused(&answer), (10, None));
    }
}

#[tokio::test]
async fn people_remove_the_app_themselves() {
    let meta = start().await;
    let app = &meta.app;
    let mut browser = Browser::new();
    let code = app.code(&mut browser, JANA, app.authorize(&[])).await;
    let token = text(&app.redeem(&code, &[]).await.json(), "access_token");
    assert!(
        browser
            .get(app.url("accounts/manage_access/"))
            .await
            .shows("remove")
    );
    browser.submit(app.url("session/remove"), &[]).await;
    let answer = meta.me(&token).await;
    assert_eq!(refused(&answer), (190, Some(458)));
    let words = format!(
        "Error validating access token: The user has not authorized application {}.",
        app.id
    );
    assert_eq!(answer.json()["error"]["message"], words);
    assert!(browser.get(app.authorize(&[])).await.shows("approve"));
}
