//! The practice Threads: what a profile may give an app, and what each refusal says.

use serde_json::{Value, json};

use crate::browser::{Browser, address, get};
use crate::facebook_app::refused;
use crate::kit::{App, ChallengeMethod, Secret, Setup, text};
use crate::meta_app::{DAY, HOUR, Meta, Words};

const THREADS: Setup = Setup {
    network: "threads",
    authorize: "oauth/authorize",
    token: "oauth/access_token",
    client_param: "client_id",
    redirect: "/callback/threads",
    scopes: "threads_basic,threads_manage_insights",
    proof: ChallengeMethod::None,
    secret: Secret::InBody,
};
const WORDS: Words = Words {
    exchange: "th_exchange_token",
    renew: "th_refresh_token",
    me: "v1.0/me?fields=id,username",
};

const JANA: &str = "9556174083926518";
const TOM: &str = "9612840375519826";
const NORA: &str = "9487350162284937";
const MILA: &str = "9735021864407193";

async fn start() -> Meta {
    Meta {
        app: App::start(THREADS).await,
        words: WORDS,
    }
}

async fn inspect(meta: &Meta, caller: &str, token: &str) -> Value {
    let params = [("access_token", caller), ("input_token", token)];
    get(address(&meta.app.origin(), "v1.0/debug_token", &params))
        .await
        .json()
}

#[tokio::test]
async fn a_profile_signs_in_and_is_read_with_and_without_the_version() {
    let meta = start().await;
    let app = &meta.app;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login"));
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let back = app.press(&mut browser, &page, "approve", &[]).await;
    assert_eq!(back.location().fragment(), Some("_"));
    let given = app
        .redeem(&back.sent_back("code").unwrap(), &[])
        .await
        .json();
    assert_eq!(given["user_id"], 9_556_174_083_926_518_u64);
    assert_eq!(given.as_object().unwrap().len(), 2);
    let token = text(&given, "access_token");
    assert!(token.starts_with("THAA"));
    let fields = "me?fields=id,username,name,threads_profile_picture_url,threads_biography,\
        is_verified";
    let me = meta.read(&token, fields).await.json();
    assert_eq!(me["id"], JANA);
    assert_eq!(me["username"], "harbourlane");
    assert_eq!(me["is_verified"], false);
    assert_eq!(
        meta.read(&token, &format!("v1.0/{fields}")).await.json(),
        me
    );
    assert!(
        browser
            .get(app.authorize(&[]))
            .await
            .sent_back("code")
            .is_some()
    );

    let back = meta.cancelled(NORA).await;
    assert_eq!(
        back.sent_back("error_reason").as_deref(),
        Some("user_denied")
    );
}

#[tokio::test]
async fn wrong_questions_end_on_a_page() {
    let meta = start().await;
    for (name, value) in [
        ("redirect_uri", "https://localhost/callback/threads"),
        ("redirect_uri", ""),
        ("client_id", "1"),
        ("scope", "threads_manage_insights"),
        ("scope", "threads_basic,be_evil"),
        ("response_type", "token"),
    ] {
        let url = meta.app.authorize(&[(name, value)]);
        let answer = Browser::new().get(url).await;
        assert!(
            answer.went_nowhere() && answer.status == 400,
            "{name}={value}"
        );
    }
}

#[tokio::test]
async fn a_code_wants_its_secret_and_its_redirect_and_works_once_within_the_hour() {
    let meta = start().await;
    let app = &meta.app;
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    for (name, value, said) in [
        ("client_secret", "x", (1, None)),
        ("client_secret", "", (100, None)),
        ("client_id", "1", (190, None)),
        (
            "redirect_uri",
            "https://localhost/callback/threads",
            (100, None),
        ),
        ("code", "none", (100, None)),
        ("grant_type", "refresh_token", (100, None)),
    ] {
        let answer = app.redeem(&code, &[(name, value)]).await;
        assert_eq!(answer.status, 400);
        assert_eq!(refused(&answer), said, "{name}={value}");
    }
    assert_eq!(app.redeem(&code, &[]).await.status, 200);
    let again = app.redeem(&code, &[]).await;
    assert_eq!(refused(&again), (100, Some(36_009)));
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    app.later(HOUR).await;
    assert_eq!(refused(&app.redeem(&code, &[]).await), (100, Some(36_007)));
}

#[tokio::test]
async fn an_hour_then_sixty_days_then_sixty_more() {
    start().await.lives_as_documented(JANA, 5_184_000).await;
}

#[tokio::test]
async fn a_private_profiles_approval_lasts_ninety_days_whatever_is_refreshed() {
    let meta = start().await;
    let (private, open) = (meta.long(TOM).await, meta.long(JANA).await);
    meta.app.later(50 * DAY).await;
    let private = text(&meta.renew(&private).await.json(), "access_token");
    let open = text(&meta.renew(&open).await.json(), "access_token");
    meta.app.later(40 * DAY).await;
    assert_eq!(refused(&meta.me(&private).await), (190, Some(493)));
    assert_eq!(refused(&meta.renew(&private).await), (190, Some(493)));
    assert_eq!(meta.me(&open).await.status, 200);
    let anew = meta.long(TOM).await;
    assert_eq!(meta.me(&anew).await.status, 200);
}

#[tokio::test]
async fn threads_come_page_by_page_without_likes_and_figures_in_two_shapes() {
    let meta = start().await;
    let token = meta.long(MILA).await;
    let first = meta.read(
        &token,
        "v1.0/me/threads?fields=id,permalink,timestamp&limit=100",
    );
    assert_eq!(meta.all(first.await).await.len(), 3_140);
    let likes = meta.read(&token, "v1.0/me/threads?fields=like_count").await;
    assert_eq!(refused(&likes), (100, None));
    let path = "v1.0/me/threads_insights?metric=views,followers_count";
    let figures = meta.read(&token, path).await.json();
    assert!(figures["data"][0]["values"][1]["end_time"].is_string());
    assert_eq!(figures["data"][1]["total_value"]["value"], 18_204);
    let wrong = meta
        .read(&token, "v1.0/me/threads_insights?metric=views,fame")
        .await;
    assert_eq!(refused(&wrong), (100, None));
    let limit = meta.read(&token, "v1.0/me/threads_publishing_limit").await;
    assert_eq!(refused(&limit), (10, None));
    assert_eq!(refused(&meta.read(&token, "v2.0/me").await), (2500, None));
    let other = format!("v1.0/{JANA}");
    assert_eq!(refused(&meta.read(&token, &other).await), (100, Some(33)));
}

#[tokio::test]
async fn the_app_and_its_tester_may_inspect_tokens() {
    let meta = start().await;
    let app = &meta.app;
    let params = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", &app.secret),
    ];
    let own = get(address(&app.origin(), "oauth/access_token", &params)).await;
    let own = text(&own.json(), "access_token");
    assert_eq!(own, format!("TH|{}|{}", app.id, app.secret));
    let (jana, tom) = (meta.long(JANA).await, meta.long(TOM).await);
    for caller in [&own, &jana] {
        let data = &inspect(&meta, caller, &tom).await["data"];
        assert_eq!(data["is_valid"], true);
        assert_eq!(data["user_id"], TOM);
        assert_eq!(
            data["scopes"],
            json!(["threads_basic", "threads_manage_insights"])
        );
        let (issued, ends) = (&data["issued_at"], &data["expires_at"]);
        assert_eq!(ends.as_i64().unwrap() - issued.as_i64().unwrap(), 60 * DAY);
    }
    assert_eq!(inspect(&meta, &tom, &tom).await["error"]["code"], 100);
    app.trouble(json!({"kind": "password_changed", "person": TOM}))
        .await;
    let data = &inspect(&meta, &own, &tom).await["data"];
    assert_eq!(data["is_valid"], false);
    assert_eq!(data["error"]["subcode"], 460);
    assert_eq!(
        inspect(&meta, &own, "none").await["data"]["is_valid"],
        false
    );
    let wrong = format!("TH|{}|x", app.id);
    assert_eq!(inspect(&meta, &wrong, &jana).await["error"]["code"], 190);
}

#[tokio::test]
async fn trouble_of_a_person_ends_or_holds_that_persons_tokens() {
    let meta = start().await;
    meta.tokens_die(JANA, TOM).await;
    meta.tokens_rest(JANA, (17, Some(2_446_079))).await;
}

#[tokio::test]
async fn trouble_of_the_app_ends_everybodys() {
    start().await.app_breaks([JANA, TOM]).await;
}

#[tokio::test]
async fn permissions_and_data_access_end_and_come_back_by_approving() {
    let meta = start().await;
    let token = meta.long(JANA).await;
    meta.app
        .trouble(json!({"kind": "data_access_lapsed", "person": JANA}))
        .await;
    assert_eq!(refused(&meta.me(&token).await), (190, Some(493)));
    let mut browser = Browser::new();
    let code = meta
        .app
        .code(&mut browser, JANA, meta.app.authorize(&[]))
        .await;
    assert_eq!(meta.app.redeem(&code, &[]).await.status, 200);
    assert_eq!(meta.me(&token).await.status, 200);
    meta.app
        .trouble(json!({"kind": "permission_removed", "person": JANA}))
        .await;
    assert_eq!(refused(&meta.me(&token).await), (10, None));
    assert!(browser.get(meta.app.authorize(&[])).await.shows("approve"));

    meta.long(JANA).await;
    let page = browser
        .get(meta.app.url("settings/website_permissions"))
        .await;
    assert!(page.shows("remove"));
    browser.submit(meta.app.url("session/remove"), &[]).await;
    assert_eq!(refused(&meta.me(&token).await), (190, Some(458)));
}
