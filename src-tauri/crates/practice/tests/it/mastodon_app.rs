//! What an app does with the practice Mastodon, for the tests beside this file.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use practice::Practice;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::browser::{Answer, Browser, address, client, post_json, send};
use crate::kit::standing;

pub const REDIRECT: &str = "http://127.0.0.1/callback";
pub const WITH_PORT: &str = "http://127.0.0.1:49152/callback";
pub const OOB: &str = "urn:ietf:wg:oauth:2.0:oob";
pub const SCOPES: &str = "profile read:accounts read:statuses";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const ALICE: &str = "109283746519283746";
pub const BOB: &str = "109312847561029384";

pub struct App {
    pub practice: Practice,
    pub id: String,
    pub secret: String,
}

impl App {
    pub async fn start() -> App {
        App::on(Practice::start(standing()).await.unwrap()).await
    }

    pub async fn on(practice: Practice) -> App {
        let body = json!({
            "client_name": "Greentick",
            "redirect_uris": [REDIRECT, "app.greentick:/callback/mastodon", OOB],
            "scopes": SCOPES,
        });
        let answer = post_json(practice.mastodon().join("api/v1/apps").unwrap(), body).await;
        let app = answer.json();
        let text = |name: &str| app[name].as_str().unwrap().to_owned();
        App {
            id: text("client_id"),
            secret: text("client_secret"),
            practice,
        }
    }

    pub fn url(&self, path: &str) -> Url {
        self.practice.mastodon().join(path).unwrap()
    }

    /// A parameter given here replaces the usual one, an empty one drops it.
    pub fn authorize(&self, changes: &[(&str, &str)]) -> Url {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let usual = [
            ("response_type", "code"),
            ("client_id", self.id.as_str()),
            ("redirect_uri", WITH_PORT),
            ("scope", SCOPES),
            ("state", "st4te"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual
            .iter()
            .filter(|(name, _)| changes.iter().all(|(change, _)| change != name));
        let added = changes.iter().filter(|(_, value)| !value.is_empty());
        let params: Vec<(&str, &str)> = kept.chain(added).copied().collect();
        address(&self.practice.mastodon(), "oauth/authorize", &params)
    }

    pub async fn sign_in(&self, browser: &mut Browser, page: &Answer, account: &str) -> Answer {
        let ticket = page.ticket();
        let form = [
            ("ticket", ticket.as_str()),
            ("person", account),
            ("action", "login"),
        ];
        browser.submit(self.url("auth/sign_in"), &form).await
    }

    pub async fn decide(&self, browser: &mut Browser, page: &Answer, action: &str) -> Answer {
        let ticket = page.ticket();
        let form = [("ticket", ticket.as_str()), ("action", action)];
        browser.post(self.url("oauth/authorize"), &form).await
    }

    pub async fn code(&self, browser: &mut Browser, account: &str, url: Url) -> String {
        let page = browser.get(url).await;
        let page = self.sign_in(browser, &page, account).await;
        let back = match page.shows("approve") {
            true => self.decide(browser, &page, "approve").await,
            false => page,
        };
        back.sent_back("code").unwrap()
    }

    pub async fn token_call(&self, changes: &[(&str, &str)]) -> Answer {
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", self.id.as_str()),
            ("client_secret", &self.secret),
            ("redirect_uri", WITH_PORT),
            ("code_verifier", VERIFIER),
        ];
        let kept = usual
            .iter()
            .filter(|(name, _)| changes.iter().all(|(change, _)| change != name));
        let added = changes.iter().filter(|(_, value)| !value.is_empty());
        let form: Vec<&(&str, &str)> = kept.chain(added).collect();
        send(client().post(self.url("oauth/token")).form(&form)).await
    }

    pub async fn token(&self, account: &str) -> String {
        let code = self
            .code(&mut Browser::new(), account, self.authorize(&[]))
            .await;
        let given = self.token_call(&[("code", &code)]).await.json();
        given["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn read(&self, token: &str, path: &str) -> Answer {
        send(client().get(self.url(path)).bearer_auth(token)).await
    }

    pub async fn me(&self, token: &str) -> Answer {
        self.read(token, "api/v1/accounts/verify_credentials").await
    }

    pub async fn trouble(&self, mut trouble: Value) {
        trouble["network"] = json!("mastodon");
        let url = self.practice.control().join("api/trouble").unwrap();
        let answer = post_json(url, trouble).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

/// Status and `error` of a refusal.
pub fn refused(answer: &Answer) -> (u16, String) {
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    (answer.status.as_u16(), error)
}
