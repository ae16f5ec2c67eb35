//! The Graph API: proof, fields, paging, permissions, usage headers.

use reqwest::Method;
use serde_json::json;

use crate::browser::{address, client, get, send};
use crate::facebook_app::{ACME, App, BAKERY, JANA, NORTHWIND, proof, refused};

const AGENCY: &str = "10223907415528836";

#[tokio::test]
async fn every_call_with_a_token_needs_the_right_proof() {
    let app = App::start().await;
    let token = app.long_token(JANA, &[BAKERY]).await;
    let ask = async |extra: &[(&str, &str)]| {
        let params = [&[("access_token", token.as_str())], extra].concat();
        get(address(&app.practice.facebook(), "v25.0/me", &params)).await
    };
    let missing = ask(&[]).await;
    assert_eq!(missing.json()["error"]["type"], "GraphMethodException");
    assert_eq!(
        missing.json()["error"]["message"],
        "API calls from the server require an appsecret_proof argument"
    );
    let wrong = ask(&[("appsecret_proof", &proof("not the secret", &token))]).await;
    assert_eq!(
        wrong.json()["error"]["message"],
        "Invalid appsecret_proof provided in the API argument"
    );
    let right = proof(&app.secret, &token);
    assert_eq!(ask(&[("appsecret_proof", &right)]).await.status, 200);
    assert_eq!(
        ask(&[("appsecret_proof", &right.to_uppercase())])
            .await
            .status,
        400
    );
    let of_page = app.page_token(&token, BAKERY).await;
    assert_eq!(
        ask(&[("appsecret_proof", &proof(&app.secret, &of_page))])
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_timed_proof_holds_for_five_minutes() {
    let app = App::start().await;
    let token = app.long_token(JANA, &[BAKERY]).await;
    let state = get(app.practice.control().join("api/state").unwrap())
        .await
        .json();
    let now = state["now"].as_i64().unwrap();
    for (at, status) in [(now, 200), (now - 301, 400), (now + 400, 400)] {
        let proof = proof(&app.secret, &format!("{token}|{at}"));
        let at = at.to_string();
        let params = [
            ("access_token", token.as_str()),
            ("appsecret_time", &at),
            ("appsecret_proof", &proof),
        ];
        let answer = get(address(&app.practice.facebook(), "v25.0/me", &params)).await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn a_missing_or_made_up_token_is_refused_and_a_bearer_header_serves() {
    let app = App::start().await;
    let none = get(app.practice.facebook().join("v25.0/me").unwrap()).await;
    assert_eq!(refused(&none), (2500, None));
    assert_eq!(
        refused(&app.graph("EAABgarbage", "me", &[]).await),
        (190, None)
    );

    let token = app.long_token(JANA, &[BAKERY]).await;
    let proof = proof(&app.secret, &token);
    let url = address(
        &app.practice.facebook(),
        "v25.0/me",
        &[("appsecret_proof", &proof)],
    );
    let answer = send(client().get(url).bearer_auth(&token)).await;
    assert_eq!(answer.json(), json!({ "id": JANA, "name": "Jana Weiss" }));
}

#[tokio::test]
async fn the_list_has_the_ticked_pages_with_their_tokens_and_tasks() {
    let app = App::start().await;
    let token = app.long_token(JANA, &[BAKERY, ACME]).await;
    let listed = app.graph(&token, "me/accounts", &[]).await.json();
    let pages = listed["data"].as_array().unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[1]["name"], "Acme Coffee");
    assert_eq!(pages[1]["tasks"], json!(["ANALYZE"]));
    assert!(
        pages[0]["access_token"]
            .as_str()
            .unwrap()
            .starts_with("EAAB")
    );
    assert!(pages[0]["followers_count"].is_null(), "only what was asked");
    assert!(listed["paging"]["cursors"]["after"].is_string());
    assert!(listed["paging"]["next"].is_null());
    let nora = app.long_token("10218836502917744", &[]).await;
    assert_eq!(
        app.graph(&nora, "me/accounts", &[]).await.json(),
        json!({ "data": [] })
    );
}

#[tokio::test]
async fn pages_of_a_portfolio_are_silently_absent_without_business_management() {
    let app = App::start().await;
    let token = app.long_token(JANA, &[BAKERY, NORTHWIND]).await;
    let count = async || {
        let listed = app
            .graph(&token, "me/accounts", &[("fields", "id")])
            .await
            .json();
        listed["data"].as_array().unwrap().len()
    };
    assert_eq!(count().await, 2);
    let gone = json!({"kind": "permission_removed", "person": "Jana Weiss",
        "permission": "business_management"});
    app.trouble(gone).await;
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn two_hundred_and_forty_pages_come_in_pages_whose_next_still_needs_a_proof() {
    let app = App::start().await;
    let dialog = app.practice.control().join("api/state").unwrap();
    let state = get(dialog).await.json();
    let people = state["networks"]["facebook"]["people"].as_array().unwrap();
    let agency = people.iter().find(|person| person["id"] == AGENCY).unwrap();
    let ids: Vec<&str> = agency["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["id"].as_str().unwrap())
        .collect();
    let token = app.long_token(AGENCY, &ids).await;

    let fields = ("fields", "id,access_token");
    let first = app
        .graph(&token, "me/accounts", &[fields, ("limit", "500")])
        .await
        .json();
    assert_eq!(
        first["data"].as_array().unwrap().len(),
        100,
        "the limit has a ceiling"
    );
    let bare = get(first["paging"]["next"].as_str().unwrap().parse().unwrap()).await;
    assert_eq!(refused(&bare), (100, None));

    let (mut seen, mut next) = (Vec::new(), first);
    loop {
        seen.extend(
            next["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["id"].clone()),
        );
        let Some(link) = next["paging"]["next"].as_str() else {
            break;
        };
        let link = format!("{link}&appsecret_proof={}", proof(&app.secret, &token));
        next = get(link.parse().unwrap()).await.json();
    }
    assert_eq!(seen, ids);
    let bad = app
        .graph(&token, "me/accounts", &[("after", "bm9wZQ==")])
        .await;
    assert_eq!(refused(&bad), (100, None));
}

#[tokio::test]
async fn fields_are_given_as_asked_and_an_unknown_one_is_refused() {
    let app = App::start().await;
    let user = app.long_token(JANA, &[BAKERY]).await;
    let page = app.page_token(&user, BAKERY).await;
    let fields = (
        "fields",
        "id,name,fan_count,followers_count,link,picture.type(large)",
    );
    let seen = app.graph(&page, BAKERY, &[fields]).await.json();
    assert_eq!(
        (&seen["fan_count"], &seen["followers_count"]),
        (&json!(4812), &json!(5107))
    );
    assert_eq!(
        refused(&app.graph(&page, "me", &[("fields", "nonsense")]).await),
        (100, None)
    );
    assert_eq!(
        refused(&app.graph(&page, "me/accounts", &[]).await),
        (100, None)
    );
    assert_eq!(
        app.graph(&user, "me", &[("fields", "id,email")])
            .await
            .json(),
        json!({"id": JANA})
    );
}

#[tokio::test]
async fn a_page_that_is_not_theirs_does_not_exist_for_them() {
    let app = App::start().await;
    let user = app.long_token(JANA, &[BAKERY]).await;
    let page = app.page_token(&user, BAKERY).await;
    for (token, id) in [
        (&user, "115590283746127"),
        (&user, ACME),
        (&page, ACME),
        (&user, "1"),
    ] {
        let answer = app.graph(token, id, &[]).await;
        assert_eq!(answer.json()["error"]["type"], "GraphMethodException");
        assert_eq!(refused(&answer), (100, Some(33)));
    }
}

#[tokio::test]
async fn an_unknown_version_or_path_is_refused() {
    let app = App::start().await;
    for path in ["v20.0/me", "v99.0/me", "me", "v25.0/a/b/c/d"] {
        let answer = get(app.practice.facebook().join(path).unwrap()).await;
        assert_eq!(refused(&answer), (2500, None), "{path}");
    }
}

#[tokio::test]
async fn permissions_are_listed_taken_back_one_by_one_and_all_at_once() {
    let app = App::start().await;
    let token = app.long_token(JANA, &[BAKERY]).await;
    let page = app.page_token(&token, BAKERY).await;
    let one = "me/permissions/pages_read_engagement";
    let done = app.graph_as(Method::DELETE, &token, one, &[]).await;
    assert_eq!(done.json(), json!({ "success": true }));
    let listed = app.graph(&token, "me/permissions", &[]).await.json();
    let declined = json!({"permission": "pages_read_engagement", "status": "declined"});
    assert!(listed["data"].as_array().unwrap().contains(&declined));
    assert_eq!(
        refused(&app.graph(&page, "me", &[("fields", "fan_count")]).await),
        (10, None)
    );

    let of_page = app
        .graph_as(Method::DELETE, &page, "me/permissions", &[])
        .await;
    assert_eq!(refused(&of_page), (100, None));
    let all = app
        .graph_as(Method::DELETE, &token, &format!("{JANA}/permissions"), &[])
        .await;
    assert_eq!(all.json(), json!({ "success": true }));
    for token in [&token, &page] {
        assert_eq!(
            refused(&app.graph(token, "me", &[]).await),
            (190, Some(458))
        );
    }
}

#[tokio::test]
async fn usage_is_told_of_the_app_and_of_the_page() {
    let app = App::start().await;
    let user = app.long_token(JANA, &[BAKERY]).await;
    let page = app.page_token(&user, BAKERY).await;
    let answer = app.graph(&page, "me", &[]).await;
    let of_app: serde_json::Value = serde_json::from_str(answer.header("x-app-usage")).unwrap();
    assert!(of_app["call_count"].is_u64() && of_app["total_cputime"].is_u64());
    let of_page = answer.header("x-business-use-case-usage");
    let of_page: serde_json::Value = serde_json::from_str(of_page).unwrap();
    assert_eq!(of_page[BAKERY][0]["type"], "pages");
    assert_eq!(of_page[BAKERY][0]["estimated_time_to_regain_access"], 0);
}
