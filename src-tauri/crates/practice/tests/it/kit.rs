//! What an app does with a network of the kit, for the tests of each of them.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use practice::{Config, Practice};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::browser::{Answer, Browser, address, client, post_json, send};

pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Networks whose time passes only when a test lets it pass, so that none depends on how fast it runs.
pub fn standing() -> Config {
    Config {
        clock_stands: true,
        ..Config::default()
    }
}

/// How a network's client differs from the next one.
#[derive(Clone, Copy)]
pub struct Setup {
    pub network: &'static str,
    pub authorize: &'static str,
    pub token: &'static str,
    pub client_param: &'static str,
    pub redirect: &'static str,
    pub scopes: &'static str,
    pub proof: ChallengeMethod,
    pub secret: Secret,
}

#[derive(Clone, Copy, PartialEq)]
#[allow(dead_code)]
pub enum ChallengeMethod {
    None,
    S256,
    Hex,
}

#[derive(Clone, Copy, PartialEq)]
#[allow(dead_code)]
pub enum Secret {
    None,
    InBody,
    Basic,
}

pub struct App {
    pub practice: Practice,
    pub setup: Setup,
    pub id: String,
    pub secret: String,
}

impl App {
    pub async fn start(setup: Setup) -> App {
        App::on(setup, Practice::start(standing()).await.unwrap())
    }

    pub fn on(setup: Setup, practice: Practice) -> App {
        let (id, secret) = practice.developer_app(setup.network).unwrap();
        App {
            practice,
            setup,
            id,
            secret,
        }
    }

    pub fn origin(&self) -> Url {
        self.practice.origin(self.setup.network).unwrap()
    }

    pub fn url(&self, path: &str) -> Url {
        self.origin().join(path).unwrap()
    }

    pub fn redirect(&self) -> String {
        match self.setup.redirect.strip_prefix('/') {
            Some(path) => self.url(path).to_string(),
            None => self.setup.redirect.to_owned(),
        }
    }

    fn challenge(&self) -> String {
        let digest = Sha256::digest(VERIFIER);
        match self.setup.proof {
            ChallengeMethod::None => String::new(),
            ChallengeMethod::S256 => URL_SAFE_NO_PAD.encode(digest),
            ChallengeMethod::Hex => digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// A parameter given here replaces the usual one, an empty one drops it.
    pub fn authorize(&self, changes: &[(&str, &str)]) -> Url {
        let (redirect, challenge) = (self.redirect(), self.challenge());
        let method = if challenge.is_empty() { "" } else { "S256" };
        let usual = [
            ("response_type", "code"),
            (self.setup.client_param, self.id.as_str()),
            ("redirect_uri", &redirect),
            ("scope", self.setup.scopes),
            ("state", "st4te"),
            ("code_challenge", &challenge),
            ("code_challenge_method", method),
        ];
        address(
            &self.origin(),
            self.setup.authorize,
            &said(&changed(&usual, changes)),
        )
    }

    pub async fn sign_in(&self, browser: &mut Browser, page: &Answer, person: &str) -> Answer {
        let ticket = page.ticket();
        let form = [
            ("ticket", ticket.as_str()),
            ("person", person),
            ("action", "login"),
        ];
        browser.submit(self.url("session/login"), &form).await
    }

    /// Presses a button of the consent page, with what else is chosen there.
    pub async fn press(
        &self,
        browser: &mut Browser,
        page: &Answer,
        button: &str,
        chosen: &[(&str, &str)],
    ) -> Answer {
        let ticket = page.ticket();
        let mut form = vec![("ticket", ticket.as_str()), ("action", button)];
        form.extend(chosen);
        browser.post(self.url("session/consent"), &form).await
    }

    pub async fn code(&self, browser: &mut Browser, person: &str, url: Url) -> String {
        let page = browser.get(url).await;
        let page = match page.shows("login") {
            true => self.sign_in(browser, &page, person).await,
            false => page,
        };
        let ticked = page.ticked();
        let ticked: Vec<_> = ticked
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let back = match page.shows("approve") {
            true => self.press(browser, &page, "approve", &ticked).await,
            false => page,
        };
        back.sent_back("code").unwrap()
    }

    pub async fn token_call(&self, path: &str, changes: &[(&str, &str)]) -> Answer {
        let usual = match self.setup.secret {
            Secret::None => vec![(self.setup.client_param, self.id.as_str())],
            Secret::InBody => vec![
                (self.setup.client_param, self.id.as_str()),
                ("client_secret", &self.secret),
            ],
            Secret::Basic => Vec::new(),
        };
        let mut request = client()
            .post(self.url(path))
            .form(&said(&changed(&usual, changes)));
        if self.setup.secret == Secret::Basic {
            let pair = STANDARD.encode(format!("{}:{}", self.id, self.secret));
            request = request.header("authorization", format!("Basic {pair}"));
        }
        send(request).await
    }

    pub async fn redeem(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let redirect = self.redirect();
        let verifier = match self.setup.proof {
            ChallengeMethod::None => "",
            ChallengeMethod::S256 | ChallengeMethod::Hex => VERIFIER,
        };
        let usual = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &redirect),
            ("code_verifier", verifier),
        ];
        self.token_call(self.setup.token, &changed(&usual, changes))
            .await
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.token_call(self.setup.token, &form).await
    }

    /// What the token endpoint answers to a fresh approval by this person.
    pub async fn tokens(&self, person: &str) -> Value {
        let code = self
            .code(&mut Browser::new(), person, self.authorize(&[]))
            .await;
        let given = self.redeem(&code, &[]).await;
        assert_eq!(given.status, 200, "{}", given.text);
        given.json()
    }

    pub async fn access(&self, person: &str) -> String {
        text(&self.tokens(person).await, "access_token")
    }

    pub async fn read(&self, token: &str, path: &str) -> Answer {
        send(client().get(self.url(path)).bearer_auth(token)).await
    }

    pub async fn trouble(&self, mut trouble: Value) {
        trouble["network"] = json!(self.setup.network);
        let answer = self.control("api/trouble", trouble).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    pub async fn calm(&self) {
        self.control("api/calm", json!({})).await;
    }

    pub async fn later(&self, seconds: i64) {
        self.control("api/clock", json!({ "advance_seconds": seconds }))
            .await;
    }

    async fn control(&self, path: &str, body: Value) -> Answer {
        post_json(self.practice.control().join(path).unwrap(), body).await
    }
}

pub fn text(value: &Value, name: &str) -> String {
    let text = value[name].as_str();
    text.unwrap_or_else(|| panic!("no {name} in {value}"))
        .to_owned()
}

/// Status, `error` and `error_description` of a token endpoint's refusal.
pub fn refused(answer: &Answer) -> (u16, String, String) {
    let body = answer.json();
    let words = body["error_description"].as_str().unwrap_or_default();
    (
        answer.status.as_u16(),
        text(&body, "error"),
        words.to_owned(),
    )
}

pub fn changed<'a>(
    usual: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = usual
        .iter()
        .filter(|(name, _)| changes.iter().all(|(change, _)| change != name));
    kept.chain(changes).copied().collect()
}

pub fn said<'a>(params: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let said = params.iter().filter(|(_, value)| !value.is_empty());
    said.copied().collect()
}
