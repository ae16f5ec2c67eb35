//! The practice LinkedIn: what an app with a secret may do there, and what each refusal says.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser, client, get, send};
use crate::kit::{App, ChallengeMethod, Secret, Setup, VERIFIER, refused, text};

pub const LINKEDIN: Setup = Setup {
    network: "linkedin",
    authorize: "oauth/v2/authorization",
    token: "oauth/v2/accessToken",
    client_param: "client_id",
    redirect: "http://localhost:47824/callback/linkedin",
    scopes: "openid profile rw_organization_admin w_organization_social",
    proof: ChallengeMethod::None,
    secret: Secret::InBody,
};

pub const JANA: &str = "2qXA08EGmj";
const TOM: &str = "Kd7wPz31Vb";
const NORA: &str = "yU5hRn92Qc";
const MILA: &str = "b4TfLs86Xe";
const HARBOUR: &str = "71048291";
const DAY: i64 = 86_400;

const USERINFO: &str = "v2/userinfo";
const ACLS: &str = "rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED";
const BAD_CODE: &str = "Unable to retrieve access token: appid/redirect uri/code verifier does not \
    match authorization code. Or authorization code expired. Or external member binding exists";
const BAD_REFRESH: &str =
    "The provided authorization grant or refresh token is invalid, expired or revoked.";

async fn rest(app: &App, token: &str, path: &str) -> Answer {
    let request = client()
        .get(app.url(path))
        .bearer_auth(token)
        .header("linkedin-version", "202608")
        .header("x-restli-protocol-version", "2.0.0");
    send(request).await
}

async fn introspect(app: &App, token: &str) -> Value {
    let form = [("token", token)];
    let answer = app.token_call("oauth/v2/introspectToken", &form).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn revoked() -> (u16, Value) {
    let body = json!({
        "status": 401,
        "serviceErrorCode": 65601,
        "code": "REVOKED_ACCESS_TOKEN",
        "message": "The token used in the request has been revoked by the user",
    });
    (401, body)
}

fn said(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn a_member_signs_in_and_an_ordinary_app_gets_no_refresh_token() {
    let app = App::start(LINKEDIN).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    assert!(page.shows("login") && page.text.contains("no Pages"));
    let page = app.sign_in(&mut browser, &page, JANA).await;
    assert!(page.shows("approve") && page.shows("cancel"));
    let back = app.press(&mut browser, &page, "approve", &[]).await;
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));
    let given = app
        .redeem(&back.sent_back("code").unwrap(), &[])
        .await
        .json();
    assert_eq!(given["expires_in"], 5_184_000);
    let scope = "openid,profile,rw_organization_admin,w_organization_social";
    assert_eq!(given["scope"], scope);
    assert!(given["refresh_token"].is_null());
    let me = app.read(&text(&given, "access_token"), USERINFO).await;
    assert_eq!(me.json()["sub"], JANA);
    assert_eq!(me.json()["given_name"], "Jana");
    assert!(me.json()["email"].is_null());

    let again = browser.get(app.authorize(&[])).await;
    assert!(again.sent_back("code").is_some());
    let more = app.authorize(&[("scope", "openid profile email")]);
    assert!(browser.get(more).await.shows("approve"));
}

#[tokio::test]
async fn cancelling_says_at_which_page() {
    let app = App::start(LINKEDIN).await;
    let mut browser = Browser::new();
    let page = browser.get(app.authorize(&[])).await;
    let ticket = page.ticket();
    let form = [("ticket", ticket.as_str()), ("action", "cancel")];
    let back = browser.post(app.url("session/login"), &form).await;
    assert_eq!(
        back.sent_back("error").as_deref(),
        Some("user_cancelled_login")
    );
    assert_eq!(back.sent_back("state").as_deref(), Some("st4te"));

    let page = browser.get(app.authorize(&[])).await;
    let page = app.sign_in(&mut browser, &page, JANA).await;
    let back = app.press(&mut browser, &page, "cancel", &[]).await;
    assert_eq!(
        back.sent_back("error").as_deref(),
        Some("user_cancelled_authorize")
    );
}

#[tokio::test]
async fn a_wrong_callback_is_never_sent_anywhere_and_a_query_is_ignored() {
    let app = App::start(LINKEDIN).await;
    for wrong in [
        "http://localhost:47825/callback/linkedin",
        "http://127.0.0.1:47824/callback/linkedin",
        "http://localhost:47824/callback/linkedin#a",
        "https://evil.example/",
        "",
    ] {
        let url = app.authorize(&[("redirect_uri", wrong)]);
        let answer = Browser::new().get(url).await;
        assert!(answer.went_nowhere(), "{wrong}");
        assert!(answer.text.contains("does not match the registered value"));
    }
    let redirect = "http://localhost:47824/callback/linkedin?a=1";
    let url = app.authorize(&[("redirect_uri", redirect)]);
    let page = Browser::new().get(url).await;
    assert!(page.shows("login"));
}

#[tokio::test]
async fn a_scope_the_app_does_not_have_is_told_to_the_app() {
    let app = App::start(LINKEDIN).await;
    let url = app.authorize(&[("scope", "openid r_ads")]);
    let back = Browser::new().get(url).await;
    assert_eq!(
        back.sent_back("error").as_deref(),
        Some("unauthorized_scope_error")
    );
}

#[tokio::test]
async fn a_code_wants_its_secret_and_its_redirect_and_no_verifier_and_works_once() {
    let app = App::start(LINKEDIN).await;
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    let client_failed = "Client authentication failed";
    for (name, value, status, error, words) in [
        (
            "code_verifier",
            VERIFIER,
            401,
            "invalid_client",
            client_failed,
        ),
        ("client_secret", "x", 401, "invalid_client", client_failed),
        ("client_secret", "", 401, "invalid_client", client_failed),
        (
            "redirect_uri",
            "http://localhost:47824/other",
            400,
            "invalid_redirect_uri",
            BAD_CODE,
        ),
        ("code", "none", 400, "invalid_request", BAD_CODE),
    ] {
        let answer = app.redeem(&code, &[(name, value)]).await;
        let expected = (status, error.to_owned(), words.to_owned());
        assert_eq!(refused(&answer), expected, "{name}={value}");
    }
    assert_eq!(app.redeem(&code, &[]).await.status, 200);
    let again = refused(&app.redeem(&code, &[]).await);
    let used = (400, "invalid_request".to_owned(), BAD_CODE.to_owned());
    assert_eq!(again, used);

    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    app.later(30 * 60).await;
    assert_eq!(refused(&app.redeem(&code, &[]).await), used);
}

#[tokio::test]
async fn a_member_sees_organizations_page_by_page_and_by_role() {
    let app = App::start(LINKEDIN).await;
    let token = app.access(MILA).await;
    let mut seen = Vec::new();
    for start in [0, 25, 50, 75] {
        let page = rest(&app, &token, &format!("{ACLS}&start={start}&count=25")).await;
        let page = page.json();
        assert_eq!(page["paging"]["total"], 60);
        assert_eq!(page["paging"]["start"], start);
        let elements = page["elements"].as_array().unwrap().clone();
        seen.extend(elements.into_iter().map(|e| text(&e, "organization")));
    }
    seen.dedup();
    assert_eq!(seen.len(), 60);
    let unsaid = rest(&app, &token, ACLS).await.json();
    assert_eq!(unsaid["elements"].as_array().unwrap().len(), 10);
    let others = ACLS.replace("ADMINISTRATOR", "CONTENT_ADMINISTRATOR");
    let others = rest(&app, &token, &others).await.json();
    assert_eq!(others["paging"]["total"], 6);

    let nobody = app.access(NORA).await;
    let none = rest(&app, &nobody, ACLS).await.json();
    assert_eq!(none["elements"], json!([]));
}

#[tokio::test]
async fn organizations_have_names_and_followers() {
    let app = App::start(LINKEDIN).await;
    let token = app.access(JANA).await;
    let list = rest(&app, &token, ACLS).await.json();
    assert_eq!(
        list["elements"],
        json!([{
            "roleAssignee": "urn:li:person:2qXA08EGmj",
            "state": "APPROVED",
            "role": "ADMINISTRATOR",
            "organization": "urn:li:organization:71048291",
        }])
    );
    let one = rest(&app, &token, &format!("rest/organizations/{HARBOUR}")).await;
    assert_eq!(one.json()["localizedName"], "Harbour Lane Bakery");
    assert_eq!(one.json()["vanityName"], "harbourlanebakery");
    let many = format!("rest/organizations?ids=List({HARBOUR},96551203,5)");
    let many = rest(&app, &token, &many).await.json();
    assert_eq!(
        many["results"][HARBOUR]["localizedName"],
        "Harbour Lane Bakery"
    );
    assert_eq!(
        many["statuses"],
        json!({HARBOUR: 200, "96551203": 403, "5": 404})
    );
    let size = format!(
        "rest/networkSizes/urn%3Ali%3Aorganization%3A{HARBOUR}?edgeType=COMPANY_FOLLOWED_BY_MEMBER"
    );
    let size = rest(&app, &token, &size).await;
    assert_eq!(size.json(), json!({"firstDegreeSize": 1_204}));
}

#[tokio::test]
async fn a_rest_call_names_a_version_that_is_alive() {
    let app = App::start(LINKEDIN).await;
    let token = app.access(JANA).await;
    let with = async |version: &str| {
        let request = client().get(app.url(ACLS)).bearer_auth(&token);
        send(request.header("linkedin-version", version)).await
    };
    let missing = app.read(&token, ACLS).await;
    assert_eq!(missing.status, 400);
    assert_eq!(missing.json()["code"], "VERSION_MISSING");
    assert_eq!(
        said(&with("202301").await),
        (
            426,
            json!({
                "message": "Requested version 202301 is not active",
                "code": "NONEXISTENT_VERSION",
                "status": 426,
            })
        )
    );
    assert_eq!(with("202513").await.status, 426);
    assert_eq!(with("202608").await.status, 200);
    app.trouble(json!({"kind": "version_retired"})).await;
    assert_eq!(with("202608").await.status, 426);
    assert_eq!(with("202609").await.status, 200);
}

#[tokio::test]
async fn introspection_tells_why_a_token_ended_and_wants_the_secret() {
    let app = App::start(LINKEDIN).await;
    let token = app.access(JANA).await;
    let live = introspect(&app, &token).await;
    assert_eq!(
        (&live["active"], &live["status"]),
        (&json!(true), &json!("active"))
    );
    assert_eq!(live["client_id"], app.id);
    assert_eq!(live["auth_type"], "3L");
    let scope = "openid,profile,rw_organization_admin,w_organization_social";
    assert_eq!(live["scope"], scope);
    assert_eq!(introspect(&app, "none").await, json!({"active": false}));
    let form = [("token", token.as_str()), ("client_secret", "x")];
    let answer = app.token_call("oauth/v2/introspectToken", &form).await;
    assert_eq!(answer.status, 401);

    app.later(60 * DAY).await;
    let ended = introspect(&app, &token).await;
    assert_eq!(
        (&ended["active"], &ended["status"]),
        (&json!(false), &json!("expired"))
    );
    let other = app.access(TOM).await;
    app.trouble(json!({"kind": "app_removed", "person": TOM}))
        .await;
    assert_eq!(introspect(&app, &other).await["status"], "revoked");
}

#[tokio::test]
async fn an_approved_app_gets_a_refresh_token_whose_life_never_starts_again() {
    let app = App::start(LINKEDIN).await;
    app.trouble(json!({"kind": "refresh_allowed"})).await;
    let given = app.tokens(JANA).await;
    assert_eq!(given["refresh_token_expires_in"], 365 * DAY);
    let refresh = text(&given, "refresh_token");
    app.later(100 * DAY).await;
    let second = app.refresh(&refresh).await.json();
    assert_eq!(second["refresh_token"], refresh.as_str());
    let left = second["refresh_token_expires_in"].as_i64().unwrap();
    assert!((265 * DAY - 60..=265 * DAY).contains(&left), "{left}");
    let access = text(&second, "access_token");
    assert_eq!(app.read(&access, USERINFO).await.status, 200);
    assert_eq!(app.refresh(&refresh).await.status, 200);
    app.later(265 * DAY).await;
    let dead = (400, "invalid_request".to_owned(), BAD_REFRESH.to_owned());
    assert_eq!(refused(&app.refresh(&refresh).await), dead);
    assert_eq!(refused(&app.refresh("none").await), dead);

    let fresh = text(&app.tokens(TOM).await, "refresh_token");
    app.trouble(json!({"kind": "refresh_expired", "person": TOM}))
        .await;
    assert_eq!(refused(&app.refresh(&fresh).await), dead);
}

#[tokio::test]
async fn a_token_with_other_scopes_ends_the_one_before_and_the_same_scopes_do_not() {
    let app = App::start(LINKEDIN).await;
    let (first, second) = (app.access(JANA).await, app.access(JANA).await);
    let tom = app.access(TOM).await;
    assert_eq!(app.read(&first, USERINFO).await.status, 200);
    let url = app.authorize(&[("scope", "openid profile w_member_social")]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    let other = text(&app.redeem(&code, &[]).await.json(), "access_token");
    for old in [first, second] {
        assert_eq!(said(&app.read(&old, USERINFO).await), revoked());
    }
    assert_eq!(app.read(&other, USERINFO).await.status, 200);
    assert_eq!(app.read(&tom, USERINFO).await.status, 200);
    let denied = rest(&app, &other, ACLS).await;
    assert_eq!(denied.status, 403);
    assert_eq!(denied.json()["serviceErrorCode"], 100);
}

#[tokio::test]
async fn each_kind_of_trouble_has_its_body_and_spares_the_other_member() {
    let expired = json!({
        "status": 401,
        "serviceErrorCode": 65602,
        "code": "EXPIRED_ACCESS_TOKEN",
        "message": "The token used in the request has expired",
    });
    let limited = json!({
        "serviceErrorCode": 101,
        "message": "Resource level throttle limit for calls to this resource is reached.",
        "status": 429,
    });
    let app = App::start(LINKEDIN).await;
    for (kind, expected) in [
        ("expired", (401, expired)),
        ("password_changed", revoked()),
        ("app_removed", revoked()),
        ("rate_limited", (429, limited.clone())),
    ] {
        let (jana, tom) = (app.access(JANA).await, app.access(TOM).await);
        app.trouble(json!({"kind": kind, "person": "Jana Weiss"}))
            .await;
        assert_eq!(said(&app.read(&jana, USERINFO).await), expected, "{kind}");
        assert_eq!(app.read(&tom, USERINFO).await.status, 200, "{kind}");
        app.calm().await;
    }
    let token = app.access(TOM).await;
    app.trouble(json!({"kind": "rate_limited"})).await;
    assert_eq!(said(&app.read(&token, USERINFO).await), (429, limited));
    app.calm().await;
    app.trouble(json!({"kind": "outage"})).await;
    assert_eq!(app.read(&token, USERINFO).await.status, 503);
    app.calm().await;
    assert_eq!(app.read(&token, USERINFO).await.status, 200);
}

#[tokio::test]
async fn a_call_without_or_with_a_strange_token_has_its_own_body() {
    let app = App::start(LINKEDIN).await;
    let without = send(client().get(app.url(USERINFO))).await;
    assert_eq!(
        said(&without),
        (
            401,
            json!({
                "message": "Empty oauth2_access_token",
                "serviceErrorCode": 401,
                "status": 401,
            })
        )
    );
    let strange = app.read("AQVnone", USERINFO).await;
    assert_eq!(
        said(&strange),
        (
            401,
            json!({
                "serviceErrorCode": 65600,
                "code": "INVALID_ACCESS_TOKEN",
                "message": "Invalid access token",
                "status": 401,
            })
        )
    );
    let url = app.authorize(&[("scope", "rw_organization_admin")]);
    let code = app.code(&mut Browser::new(), JANA, url).await;
    let token = text(&app.redeem(&code, &[]).await.json(), "access_token");
    assert_eq!(
        said(&app.read(&token, USERINFO).await),
        (
            403,
            json!({
                "status": 403,
                "serviceErrorCode": 100,
                "code": "ACCESS_DENIED",
                "message": "Not enough permissions to access: userinfo.GET.NO_VERSION",
            })
        )
    );
}

#[tokio::test]
async fn a_role_can_be_lost_at_one_organization_and_the_token_lives_on() {
    let app = App::start(LINKEDIN).await;
    let token = app.access(JANA).await;
    let all = "rest/organizationAcls?q=roleAssignee";
    app.trouble(json!({
        "kind": "role_removed", "person": "Jana Weiss", "page": "Harbour Lane Bakery",
    }))
    .await;
    let left = rest(&app, &token, all).await.json();
    assert_eq!(left["paging"]["total"], 2);
    let lost = rest(&app, &token, &format!("rest/organizations/{HARBOUR}")).await;
    assert_eq!(lost.json()["code"], "ACCESS_DENIED");
    assert_eq!(app.read(&token, USERINFO).await.status, 200);
    assert_eq!(introspect(&app, &token).await["status"], "active");
    app.trouble(json!({"kind": "role_removed", "person": JANA}))
        .await;
    let left = rest(&app, &token, all).await.json();
    assert_eq!(left["paging"]["total"], 0);
    app.calm().await;
    let back = rest(&app, &token, all).await.json();
    assert_eq!(back["paging"]["total"], 3);
}

#[tokio::test]
async fn trouble_of_the_app_hits_everybody() {
    let mut app = App::start(LINKEDIN).await;
    let token = app.access(JANA).await;
    app.trouble(json!({"kind": "secret_changed"})).await;
    let code = app
        .code(&mut Browser::new(), JANA, app.authorize(&[]))
        .await;
    let old = refused(&app.redeem(&code, &[]).await);
    assert_eq!((old.0, old.1.as_str()), (401, "invalid_client"));
    app.secret = app.practice.developer_app("linkedin").unwrap().1;
    assert_eq!(app.redeem(&code, &[]).await.status, 200);
    assert_eq!(app.read(&token, USERINFO).await.status, 200);

    app.trouble(json!({"kind": "blanket_reset"})).await;
    assert_eq!(said(&app.read(&token, USERINFO).await), revoked());
    app.access(JANA).await;
    app.trouble(json!({"kind": "app_deleted"})).await;
    let page = Browser::new().get(app.authorize(&[])).await;
    assert!(page.went_nowhere() && page.status == StatusCode::BAD_REQUEST);
    assert_eq!(refused(&app.redeem("any", &[]).await).0, 401);
}

#[tokio::test]
async fn the_app_or_the_member_ends_the_connection() {
    let app = App::start(LINKEDIN).await;
    let token = app.access(JANA).await;
    let form = [("token", token.as_str())];
    let answer = app.token_call("oauth/v2/revoke", &form).await;
    assert_eq!(answer.status, 200);
    assert_eq!(said(&app.read(&token, USERINFO).await), revoked());

    let mut browser = Browser::new();
    let code = app.code(&mut browser, JANA, app.authorize(&[])).await;
    let token = text(&app.redeem(&code, &[]).await.json(), "access_token");
    let page = browser.get(app.url("psettings/permitted-services")).await;
    assert!(page.shows("remove"));
    browser.submit(app.url("session/remove"), &[]).await;
    assert_eq!(said(&app.read(&token, USERINFO).await), revoked());
    assert!(browser.get(app.authorize(&[])).await.shows("approve"));
}

#[tokio::test]
async fn every_secret_that_left_is_known_to_the_leak_search() {
    let app = App::start(LINKEDIN).await;
    app.trouble(json!({"kind": "refresh_allowed"})).await;
    let mut browser = Browser::new();
    let code = app.code(&mut browser, JANA, app.authorize(&[])).await;
    let given = app.redeem(&code, &[]).await.json();
    let cookie = browser.cookies()["practice_linkedin_session"].clone();
    let known = get(app.practice.control().join("api/secrets").unwrap()).await;
    for secret in [
        code,
        text(&given, "access_token"),
        text(&given, "refresh_token"),
        cookie,
        app.secret.clone(),
        "harbour-lane".to_owned(),
    ] {
        assert!(known.text.contains(&format!("\"{secret}\"")), "{secret}");
    }
}
