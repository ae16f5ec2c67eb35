//! Instagram accounts that come with pages, and pages that only a portfolio shows.

use serde_json::{Value, json};

use crate::browser::{Browser, get};
use crate::facebook_app::{ACME, App, BAKERY, JANA, NORTHWIND, proof, refused};

const AGENCY: &str = "10223907415528836";
const HARBOUR: &str = "17841405309211844";
const ALL: &str = "pages_show_list,business_management,pages_read_engagement,instagram_basic,\
    instagram_manage_insights,instagram_content_publish";

async fn token(app: &App, person: &str, pages: &[&str], scopes: &str) -> String {
    let mut browser = Browser::new();
    let page = browser.get(app.dialog(&[("scope", scopes)])).await;
    let page = app.sign_in(&mut browser, &page, person).await;
    let ticked: Vec<&str> = scopes.split(',').collect();
    let back = app.consent(&mut browser, &page, pages, &ticked).await;
    let code = back.sent_back("code").unwrap();
    let params = [("code", code.as_str()), ("redirect_uri", &app.redirect)];
    let given = app.exchange(&params).await.json();
    given["access_token"].as_str().unwrap().to_owned()
}

fn data(answer: &Value) -> &Vec<Value> {
    answer["data"].as_array().unwrap()
}

#[tokio::test]
async fn a_linked_account_comes_with_its_page_as_far_as_it_is_asked_for() {
    let app = App::start().await;
    let user = token(&app, JANA, &[BAKERY, NORTHWIND, ACME], ALL).await;
    let plain = ("fields", "id,instagram_business_account");
    let listed = app.graph(&user, "me/accounts", &[plain]).await.json();
    assert_eq!(
        data(&listed)[0]["instagram_business_account"],
        json!({"id": HARBOUR})
    );
    assert!(data(&listed)[2].get("instagram_business_account").is_none());
    let nested = (
        "fields",
        "id,name,access_token,tasks,instagram_business_account{id,username,name,\
         profile_picture_url,followers_count}",
    );
    let listed = app.graph(&user, "me/accounts", &[nested]).await.json();
    let account = &data(&listed)[0]["instagram_business_account"];
    assert_eq!(account["username"], "harbourlane");
    assert_eq!(account["followers_count"], 6_240);
    let without = "pages_show_list,pages_read_engagement";
    let other = App::start().await;
    let user = token(&other, JANA, &[BAKERY], without).await;
    let listed = other.graph(&user, "me/accounts", &[plain]).await.json();
    assert_eq!(data(&listed)[0], json!({"id": BAKERY}));
    let read = other.graph(&user, HARBOUR, &[]).await;
    assert_eq!(refused(&read), (10, None));
}

#[tokio::test]
async fn an_account_is_read_with_its_pages_token_or_the_persons() {
    let app = App::start().await;
    let user = token(&app, JANA, &[BAKERY, NORTHWIND], ALL).await;
    let (bakery, northwind) = (
        app.page_token(&user, BAKERY).await,
        app.page_token(&user, NORTHWIND).await,
    );
    let fields = (
        "fields",
        "username,followers_count,follows_count,media_count",
    );
    for token in [&user, &bakery] {
        let seen = app.graph(token, HARBOUR, &[fields]).await.json();
        let expected = json!({"id": HARBOUR, "username": "harbourlane",
            "followers_count": 6_240, "follows_count": 318, "media_count": 412});
        assert_eq!(seen, expected);
    }
    let answer = app.graph(&bakery, HARBOUR, &[fields]).await;
    let usage: Value = serde_json::from_str(answer.header("x-business-use-case-usage")).unwrap();
    assert_eq!(usage[HARBOUR][0]["type"], "instagram");
    let foreign = app.graph(&northwind, HARBOUR, &[fields]).await;
    assert_eq!(refused(&foreign), (100, Some(33)));
    let wrong = app.graph(&bakery, HARBOUR, &[("fields", "nonsense")]).await;
    assert_eq!(refused(&wrong), (100, None));
    let media = format!("{HARBOUR}/media");
    let media = app.graph(&bakery, &media, &[("limit", "500")]).await.json();
    assert_eq!(data(&media).len(), 100);
    assert!(media["paging"]["next"].is_string());
    let limit = format!("{HARBOUR}/content_publishing_limit");
    let limit = app.graph(&bakery, &limit, &[("fields", "config")]).await;
    assert_eq!(data(&limit.json())[0]["config"]["quota_duration"], 86_400);
    let figures = format!("{HARBOUR}/insights");
    let asked = [("metric", "reach"), ("period", "day")];
    let figures = app.graph(&bakery, &figures, &asked).await.json();
    assert_eq!(data(&figures)[0]["name"], "reach");
    let granular = &app.debug(&user).await["granular_scopes"];
    let basic = granular.as_array().unwrap().iter();
    let basic = basic
        .clone()
        .find(|entry| entry["scope"] == "instagram_basic");
    let ids = json!([HARBOUR, "17841408836201745"]);
    assert_eq!(basic.unwrap()["target_ids"], ids);
}

#[tokio::test]
async fn an_account_that_is_unlinked_or_personal_is_gone_from_the_page() {
    let app = App::start().await;
    let user = token(&app, JANA, &[BAKERY], ALL).await;
    let fields = ("fields", "instagram_business_account");
    for (kind, said) in [
        ("instagram_unlinked", (100, Some(33))),
        ("not_professional", (100, None)),
    ] {
        app.trouble(json!({"kind": kind, "page": BAKERY})).await;
        let page = app.graph(&user, BAKERY, &[fields]).await.json();
        assert_eq!(page, json!({"id": BAKERY}), "{kind}");
        let read = app.graph(&user, HARBOUR, &[]).await;
        assert_eq!(refused(&read), said, "{kind}");
        let url = app.practice.control().join("api/calm").unwrap();
        crate::browser::post_json(url, json!({})).await;
        assert_eq!(app.graph(&user, HARBOUR, &[]).await.status, 200, "{kind}");
    }
}

#[tokio::test]
async fn a_portfolio_shows_pages_that_were_not_ticked_but_no_token_for_them() {
    let app = App::start().await;
    let user = token(&app, JANA, &[BAKERY], ALL).await;
    let listed = app.graph(&user, "me/accounts", &[("fields", "id")]).await;
    assert_eq!(data(&listed.json()).len(), 1);
    let businesses = app.graph(&user, "me/businesses", &[]).await.json();
    assert_eq!(data(&businesses).len(), 1);
    assert_eq!(data(&businesses)[0]["name"], "Northwind Group");
    let group = data(&businesses)[0]["id"].as_str().unwrap().to_owned();
    let owned = format!("{group}/owned_pages");
    let fields = ("fields", "id,name,access_token");
    let pages = app.graph(&user, &owned, &[fields]).await.json();
    let names: Vec<&Value> = data(&pages).iter().map(|page| &page["name"]).collect();
    assert_eq!(names, ["Northwind Logistics", "Northwind Depot"]);
    assert!(
        data(&pages)
            .iter()
            .all(|page| page.get("access_token").is_none())
    );
    let client = app
        .graph(&user, &format!("{group}/client_pages"), &[])
        .await;
    assert_eq!(client.json(), json!({"data": []}));

    let ticked = token(&app, "10220418357769213", &[NORTHWIND], ALL).await;
    let pages = app.graph(&ticked, &owned, &[fields]).await.json();
    assert!(data(&pages)[0]["access_token"].is_string());
    assert!(data(&pages)[1].get("access_token").is_none());
}

#[tokio::test]
async fn portfolios_want_their_permission_and_are_nobody_elses() {
    let app = App::start().await;
    let few = "pages_show_list,pages_read_engagement";
    let user = token(&app, JANA, &[BAKERY], few).await;
    for path in ["me/businesses", "201883047165920/owned_pages"] {
        let answer = app.graph(&user, path, &[]).await;
        assert_eq!(answer.status, 403);
        assert_eq!(refused(&answer), (200, None));
        let words = "(#200) Requires business_management permission to manage the object";
        assert_eq!(answer.json()["error"]["message"], words);
    }
    let agency = token(&app, AGENCY, &[], ALL).await;
    let other = app.graph(&agency, "201883047165920/owned_pages", &[]).await;
    assert_eq!(refused(&other), (100, Some(33)));
}

#[tokio::test]
async fn an_agencys_client_pages_come_in_pieces() {
    let app = App::start().await;
    let user = token(&app, AGENCY, &[], ALL).await;
    let owned = app.graph(&user, "204417390582716/owned_pages", &[]).await;
    assert_eq!(data(&owned.json()).len(), 10);
    let path = "204417390582716/client_pages";
    let mut page = app.graph(&user, path, &[("fields", "id")]).await.json();
    assert_eq!(data(&page).len(), 25);
    let mut seen = data(&page).len();
    while let Some(next) = page["paging"]["next"].as_str() {
        let link = format!("{next}&appsecret_proof={}", proof(&app.secret, &user));
        page = get(link.parse().unwrap()).await.json();
        seen += data(&page).len();
    }
    assert_eq!(seen, 110);
}
