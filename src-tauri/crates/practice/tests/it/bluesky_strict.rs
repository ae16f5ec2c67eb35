//! The practice Bluesky: the proof that every call needs, and what tokens are bound to.

use reqwest::Method;
use serde_json::json;

use crate::bluesky_app::{App, Draft, JANA, SESSION, jwk, new_key, sign};
use crate::browser::{self, Browser};
use crate::kit::{refused, text};

#[tokio::test]
async fn both_servers_ask_for_a_nonce_in_their_own_way_and_it_gets_old() {
    let app = App::start().await;
    let token = app.access(JANA).await;
    let (get, post) = (Method::GET, Method::POST);
    let without = |draft: &mut Draft| draft.claims["nonce"] = json!(null);
    for path in ["oauth/par", "oauth/token", "oauth/revoke"] {
        let form = [("client_id", app.kit.id.as_str())];
        let answer = app.spoilt(&post, path, None, &form, without).await;
        let words = "Authorization server requires nonce in DPoP proof";
        let expected = (400, "use_dpop_nonce".to_owned(), words.to_owned());
        assert_eq!(refused(&answer), expected, "{path}");
    }
    let answer = app.spoilt(&get, SESSION, Some(&token), &[], without).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.header("www-authenticate"),
        "DPoP error=\"use_dpop_nonce\", \
         error_description=\"Resource server requires nonce in DPoP proof\""
    );
    let fixed = app.nonce.borrow().clone();
    let old = |draft: &mut Draft| draft.claims["nonce"] = json!(fixed);
    let answer = app.spoilt(&get, SESSION, Some(&token), &[], old).await;
    assert_eq!(answer.status, 200);
    app.kit.later(180).await;
    let answer = app.spoilt(&get, SESSION, Some(&token), &[], old).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["error"], "use_dpop_nonce");
    assert_ne!(*app.nonce.borrow(), fixed);
    assert_eq!(app.read(&token, SESSION).await.status, 200);
}

#[tokio::test]
async fn the_log_tells_a_request_that_lacks_a_nonce_from_one_that_is_refused() {
    let app = App::start().await;
    let token = app.access(JANA).await;
    let (get, post) = (Method::GET, Method::POST);
    let without = |draft: &mut Draft| draft.claims["nonce"] = json!(null);
    let form = [("client_id", app.kit.id.as_str())];
    app.spoilt(&post, "oauth/token", None, &form, without).await;
    app.spoilt(&post, "oauth/token", None, &form, |_| {}).await;
    app.spoilt(&get, SESSION, Some(&token), &[], without).await;
    app.spoilt(&get, SESSION, Some("none"), &[], |_| {}).await;
    let seen = browser::get(app.kit.practice.control().join("api/requests").unwrap()).await;
    let log = seen.json()["log"].as_array().unwrap().clone();
    let last = log.iter().rev().take(4).rev();
    let told: Vec<_> = last
        .map(|line| (line["status"].clone(), line["nonce_asked"].clone()))
        .collect();
    let expected = [(400, true), (400, false), (401, true), (401, false)];
    assert_eq!(
        told,
        expected.map(|(status, asked)| (json!(status), json!(asked)))
    );
}

#[tokio::test]
async fn a_proof_is_for_one_request_by_its_own_key() {
    let app = App::start().await;
    let token = app.access(JANA).await;
    let url = app.kit.url(SESSION).to_string();
    let now = app.now().await;
    type Spoil = Box<dyn Fn(&mut Draft)>;
    let claim = |name: &'static str, value: serde_json::Value| -> Spoil {
        Box::new(move |draft: &mut Draft| draft.claims[name] = value.clone())
    };
    let head = |name: &'static str, value: serde_json::Value| -> Spoil {
        Box::new(move |draft: &mut Draft| draft.header[name] = value.clone())
    };
    let private: Spoil = Box::new(|draft| draft.header["jwk"]["d"] = json!("AA"));
    let spoils = [
        (head("typ", json!("JWT")), "typ"),
        (head("alg", json!("none")), "alg"),
        (head("alg", json!("HS256")), "alg"),
        (head("crit", json!(["b64"])), "Extension"),
        (head("jwk", json!({})), "jwk"),
        (head("jwk", jwk(&new_key())), "signature"),
        (private, "public JSON Web Key"),
        (claim("jti", json!(null)), "jti"),
        (claim("htm", json!("POST")), "htm"),
        (claim("htu", json!(format!("{url}?a=1"))), "htu"),
        (claim("htu", json!(format!("{url}#a"))), "htu"),
        (claim("htu", json!("http://evil.example/")), "htu"),
        (claim("iat", json!(null)), "iat"),
        (claim("iat", json!(now - 200)), "too far in the past"),
        (claim("iat", json!(now + 400)), "it should be in the past"),
        (claim("ath", json!(null)), "ath"),
        (claim("ath", json!("other")), "ath"),
    ];
    for (spoil, words) in spoils {
        let answer = app
            .spoilt(&Method::GET, SESSION, Some(&token), &[], spoil)
            .await;
        assert_eq!(answer.status, 401, "{words}");
        let body = answer.json();
        assert_eq!(body["error"], "invalid_dpop_proof", "{words}");
        assert!(text(&body, "message").contains(words), "{body}");
        let challenge = answer.header("www-authenticate");
        assert!(challenge.contains("error=\"invalid_dpop_proof\""));
    }
    let draft = app.draft(&Method::GET, SESSION, Some(&token)).await;
    let foreign = sign(&draft, &new_key());
    let answer = app
        .once(&Method::GET, SESSION, Some(&token), &[], &foreign)
        .await;
    assert!(answer.text.contains("signature verification failed"));
    let answer = app.once(&Method::GET, SESSION, Some(&token), &[], "").await;
    assert_eq!(answer.json()["message"], "DPoP proof required");
}

#[tokio::test]
async fn a_proof_works_once_and_at_the_server_for_no_token() {
    let app = App::start().await;
    app.push(&[]).await;
    let post = Method::POST;
    let form = [("client_id", app.kit.id.as_str()), ("token", "ref-none")];
    let same = |draft: &mut Draft| draft.claims["jti"] = json!("the same");
    let path = "oauth/revoke";
    let answer = app.spoilt(&post, path, None, &form, same).await;
    assert_eq!(answer.status, 200);
    let replayed = app.spoilt(&post, path, None, &form, same).await;
    let error = "invalid_dpop_proof".to_owned();
    let words = "DPoP proof replayed".to_owned();
    assert_eq!(refused(&replayed), (401, error.clone(), words));
    let hashed = |draft: &mut Draft| draft.claims["ath"] = json!("some");
    let answer = app.spoilt(&post, path, None, &form, hashed).await;
    let words = "DPoP \"ath\" claim not allowed".to_owned();
    assert_eq!(refused(&answer), (401, error.clone(), words));
    for path in ["oauth/par", "oauth/token", "oauth/revoke"] {
        let answer = app.once(&post, path, None, &form, "").await;
        let words = "DPoP proof required".to_owned();
        assert_eq!(refused(&answer), (401, error.clone(), words), "{path}");
    }
}

#[tokio::test]
async fn a_proof_may_be_dated_by_a_clock_that_was_not_put_forward() {
    let app = App::start().await;
    let own = app.now().await;
    app.kit.later(86_400).await;
    app.push(&[]).await;
    let form = [("client_id", app.kit.id.as_str()), ("token", "ref-none")];
    let dated = |draft: &mut Draft| draft.claims["iat"] = json!(own);
    let answer = app
        .spoilt(&Method::POST, "oauth/revoke", None, &form, dated)
        .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn what_was_given_to_one_key_is_of_no_use_to_another() {
    let mut app = App::start().await;
    let (code, given) = (app.code(JANA).await, app.tokens(JANA).await);
    let (token, refresh) = (text(&given, "access_token"), text(&given, "refresh_token"));
    let own = app.change_key(new_key());
    let binding = "Invalid DPoP key binding";
    let answer = app.read(&token, SESSION).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.header("www-authenticate"),
        "DPoP algs=\"ES256\", error=\"invalid_token\", \
         error_description=\"Invalid DPoP key binding\""
    );
    let wrong_key = (401, "invalid_token".to_owned(), binding.to_owned());
    assert_eq!(refused(&app.redeem(&code, &[]).await), wrong_key);
    assert_eq!(app.revoke(&refresh).await.status, 200);
    let own = app.change_key(own);
    assert_eq!(app.read(&token, SESSION).await.status, 200);
    let own = app.change_key(own);
    assert_eq!(refused(&app.refresh(&refresh).await), wrong_key);
    let ended = (
        400,
        "invalid_grant".to_owned(),
        "Invalid refresh token".to_owned(),
    );
    app.change_key(own);
    assert_eq!(refused(&app.refresh(&refresh).await), ended);
    assert_eq!(app.read(&token, SESSION).await.status, 401);
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_say_and_only_as_dpop() {
    let app = App::start().await;
    let id = "http://localhost?redirect_uri=http://127.0.0.1/callback/bluesky\
              &scope=atproto+transition:email";
    let narrow = [("client_id", id), ("scope", "atproto transition:email")];
    let url = app.authorize(&narrow).await;
    let code = app.kit.code(&mut Browser::new(), JANA, url).await;
    let given = app.redeem(&code, &[("client_id", id)]).await.json();
    let token = text(&given, "access_token");
    let session = app.read(&token, SESSION).await.json();
    assert_eq!(session["email"], "jana@practice.example");
    let profile = "xrpc/app.bsky.actor.getProfile?actor=tom.practice";
    let answer = app.read(&token, profile).await;
    assert_eq!(answer.status, 403);
    let words = text(&answer.json(), "message");
    assert!(words.starts_with("Missing required scope \"rpc:app.bsky.actor.getProfile"));
    let wide = app.access(JANA).await;
    let answer = app.read(&wide, profile).await;
    assert_eq!(answer.json()["followersCount"], 911);

    let answer = app.fetch(SESSION).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["error"]),
        (401, &json!("AuthMissing"))
    );
    let bearer = app.kit.read(&wide, SESSION).await;
    assert_eq!(
        (bearer.status.as_u16(), &bearer.json()["error"]),
        (400, &json!("InvalidToken"))
    );
    assert_eq!(
        app.read("eyJ.none", SESSION).await.json()["message"],
        "Invalid token"
    );
    assert_eq!(app.fetch("xrpc/com.example.nothing").await.status, 501);
}
