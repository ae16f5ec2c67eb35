//! What an app does with the practice Facebook, for the tests beside this file.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use practice::Practice;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::browser::{Answer, Browser, address, call, get, post_json};
use crate::kit::standing;

pub const SCOPES: &str = "pages_show_list,business_management,pages_read_engagement";
pub const JANA: &str = "10215873946120457";
pub const BAKERY: &str = "104783925561208";
pub const NORTHWIND: &str = "110326748190355";
pub const ACME: &str = "102954417836620";

pub struct App {
    pub practice: Practice,
    pub id: String,
    pub secret: String,
    pub redirect: String,
}

impl App {
    pub async fn start() -> App {
        App::on(Practice::start(standing()).await.unwrap())
    }

    pub fn on(practice: Practice) -> App {
        let (id, secret) = practice.facebook_app();
        let redirect = practice
            .facebook()
            .join("connect/login_success.html")
            .unwrap()
            .to_string();
        App {
            practice,
            id,
            secret,
            redirect,
        }
    }

    /// The dialog's address; a parameter given here replaces the usual one, an empty one drops it.
    pub fn dialog(&self, changes: &[(&str, &str)]) -> Url {
        let usual = [
            ("client_id", self.id.as_str()),
            ("redirect_uri", &self.redirect),
            ("state", "st4te"),
            ("response_type", "code"),
            ("scope", SCOPES),
        ];
        let kept = usual
            .iter()
            .filter(|(name, _)| changes.iter().all(|(change, _)| change != name));
        let added = changes.iter().filter(|(_, value)| !value.is_empty());
        let params: Vec<(&str, &str)> = kept.chain(added).copied().collect();
        address(&self.practice.facebook(), "v25.0/dialog/oauth", &params)
    }

    pub async fn sign_in(&self, browser: &mut Browser, page: &Answer, person: &str) -> Answer {
        let form = [
            ("ticket", page.ticket()),
            ("person", person.into()),
            ("action", "login".into()),
        ];
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        browser
            .submit(
                self.practice.facebook().join("dialog/login").unwrap(),
                &form,
            )
            .await
    }

    pub async fn consent(
        &self,
        browser: &mut Browser,
        page: &Answer,
        pages: &[&str],
        scopes: &[&str],
    ) -> Answer {
        let ticket = page.ticket();
        let mut form = vec![("ticket", ticket.as_str()), ("action", "approve")];
        form.extend(pages.iter().map(|id| ("page", *id)));
        form.extend(scopes.iter().map(|scope| ("scope", *scope)));
        browser
            .post(
                self.practice.facebook().join("dialog/consent").unwrap(),
                &form,
            )
            .await
    }

    /// From the dialog to a code, with every permission ticked where it is asked.
    pub async fn code(&self, browser: &mut Browser, person: &str, pages: &[&str]) -> String {
        let page = browser.get(self.dialog(&[])).await;
        let page = self.sign_in(browser, &page, person).await;
        let back = match page.shows("approve") {
            true => {
                let scopes: Vec<&str> = SCOPES.split(',').collect();
                self.consent(browser, &page, pages, &scopes).await
            }
            false => page,
        };
        back.sent_back("code").unwrap()
    }

    pub async fn exchange(&self, params: &[(&str, &str)]) -> Answer {
        let mut all = vec![
            ("client_id", self.id.as_str()),
            ("client_secret", &self.secret),
        ];
        all.extend(params);
        get(address(
            &self.practice.facebook(),
            "v25.0/oauth/access_token",
            &all,
        ))
        .await
    }

    pub async fn short_token(&self, person: &str, pages: &[&str]) -> String {
        let code = self.code(&mut Browser::new(), person, pages).await;
        let given = self
            .exchange(&[("code", &code), ("redirect_uri", &self.redirect)])
            .await;
        given.json()["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn long_token(&self, person: &str, pages: &[&str]) -> String {
        let short = self.short_token(person, pages).await;
        let grant = ("grant_type", "fb_exchange_token");
        let given = self
            .exchange(&[grant, ("fb_exchange_token", &short)])
            .await
            .json();
        given["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn page_token(&self, user_token: &str, page: &str) -> String {
        let answer = self
            .graph(user_token, page, &[("fields", "access_token")])
            .await
            .json();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn graph(&self, token: &str, path: &str, params: &[(&str, &str)]) -> Answer {
        self.graph_as(Method::GET, token, path, params).await
    }

    pub async fn graph_as(
        &self,
        method: Method,
        token: &str,
        path: &str,
        params: &[(&str, &str)],
    ) -> Answer {
        let proof = proof(&self.secret, token);
        let mut all = vec![("access_token", token), ("appsecret_proof", proof.as_str())];
        all.extend(params);
        call(
            method,
            address(&self.practice.facebook(), &format!("v25.0/{path}"), &all),
        )
        .await
    }

    pub async fn debug(&self, token: &str) -> Value {
        let app_token = format!("{}|{}", self.id, self.secret);
        let params = [("input_token", token), ("access_token", app_token.as_str())];
        let url = address(&self.practice.facebook(), "v25.0/debug_token", &params);
        get(url).await.json()["data"].clone()
    }

    pub async fn trouble(&self, mut trouble: Value) {
        trouble["network"] = json!("facebook");
        let url = self.practice.control().join("api/trouble").unwrap();
        let answer = post_json(url, trouble).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    pub async fn later(&self, seconds: i64) {
        let url = self.practice.control().join("api/clock").unwrap();
        assert_eq!(
            post_json(url, json!({ "advance_seconds": seconds }))
                .await
                .status,
            200
        );
    }
}

pub fn proof(secret: &str, message: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

/// Code and subcode of a refusal.
pub fn refused(answer: &Answer) -> (u64, Option<u64>) {
    let error = &answer.json()["error"];
    assert!(error["fbtrace_id"].is_string(), "{}", answer.text);
    (
        error["code"].as_u64().unwrap(),
        error["error_subcode"].as_u64(),
    )
}
