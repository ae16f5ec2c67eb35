//! A person with an account at the server, who answers its pages as a browser would: they are a
//! script over an interface of their own, which is spoken here.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use journeys::Trouble;
use journeys::stage::TestResult;
use reqwest::header::{LOCATION, SET_COOKIE};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use url::Url;

const PASSWORD: &str = "correct horse battery";
const LIMIT: Duration = Duration::from_secs(20);

/// What a person says when asked for approval.
pub enum Answers {
    Yes,
    No,
}

pub struct Person {
    pub handle: String,
    pub did: String,
    origin: Url,
    session: String,
}

impl Person {
    /// Makes an account.
    pub async fn with_account(origin: &Url, name: &str) -> TestResult<Person> {
        let handle = format!("{name}.test");
        let account = json!({
            "handle": handle, "email": format!("{name}@example.com"), "password": PASSWORD,
        });
        let place = method(origin, "com.atproto.server.createAccount");
        let made = json_of(post(&client()?, place, Some(&account))).await?;
        Ok(Person {
            handle,
            did: text(&made, "did")?,
            origin: origin.clone(),
            session: text(&made, "accessJwt")?,
        })
    }

    /// Does something with the account without the app.
    pub async fn does(&self, what: &str, with: Option<Value>) -> TestResult {
        let request = post(&client()?, method(&self.origin, what), with.as_ref());
        went_well(request.bearer_auth(&self.session)).await?;
        Ok(())
    }

    /// Signs in at the page and answers it; tells where the browser is led.
    pub async fn answers(&self, page: &Url, answers: Answers) -> TestResult<Url> {
        let browser = Browser {
            client: client()?,
            origin: self.origin.clone(),
            page: page.clone(),
            cookies: Mutex::default(),
        };
        browser.opens(page, "none").await?;
        let next = match answers {
            Answers::No => browser.asks("reject", &json!({}), None).await?,
            Answers::Yes => {
                let who = json!({
                    "locale": "en", "username": self.handle, "password": PASSWORD,
                    "remember": false,
                });
                let known = browser.asks("sign-in", &who, None).await?;
                let token = text(&known, "ephemeralToken")?;
                let consent = json!({ "did": self.did });
                browser.asks("consent", &consent, Some(&token)).await?
            }
        };
        let next = Url::parse(&text(&next, "url")?).map_err(Trouble::because)?;
        let led = browser.opens(&next, "same-origin").await?;
        let to = led.headers().get(LOCATION);
        let to = to.and_then(|to| to.to_str().ok());
        let nowhere = || Trouble::unexpected(format!("led nowhere: {}", led.status()));
        Url::parse(to.ok_or_else(nowhere)?).map_err(Trouble::because)
    }
}

/// Does what only the one who runs the server can.
pub async fn administer(origin: &Url, what: &str, with: Value) -> TestResult {
    let request = post(&client()?, method(origin, what), Some(&with));
    went_well(request.basic_auth("admin", Some("admin"))).await?;
    Ok(())
}

/// A browser as far as the server's pages can tell.
struct Browser {
    client: reqwest::Client,
    origin: Url,
    page: Url,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    async fn opens(&self, page: &Url, from: &str) -> TestResult<Response> {
        let request = self
            .client
            .request(Method::GET, page.clone())
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
            .header("sec-fetch-site", from);
        let request = match from {
            "none" => request,
            _ => request.header("referer", self.page.as_str()),
        };
        self.sent(request).await
    }

    /// What the page's script asks.
    async fn asks(&self, what: &str, with: &Value, token: Option<&str>) -> TestResult<Value> {
        let path = format!("/@atproto/oauth-provider/~api/{what}");
        let place = self.origin.join(&path).map_err(Trouble::because)?;
        let mut request = post(&self.client, place, Some(with))
            .header("sec-fetch-mode", "same-origin")
            .header("sec-fetch-dest", "empty")
            .header("sec-fetch-site", "same-origin")
            .header("origin", self.origin.origin().ascii_serialization())
            .header("referer", self.page.as_str())
            .header("x-csrf-token", self.cookie("csrf-token"));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        read(self.sent(request).await?).await
    }

    async fn sent(&self, request: RequestBuilder) -> TestResult<Response> {
        let kept = self.cookies.lock().unwrap().clone();
        let pairs: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header("user-agent", "Mozilla/5.0")
            .header("accept-language", "en")
            .header("cookie", pairs.join("; "));
        let response = request.send().await.map_err(Trouble::because)?;
        for set in response.headers().get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap_or_default().split(';').next();
            if let Some((name, value)) = pair.unwrap_or_default().split_once('=') {
                let mut cookies = self.cookies.lock().unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(response)
    }

    fn cookie(&self, name: &str) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.get(name).cloned().unwrap_or_default()
    }
}

fn client() -> TestResult<reqwest::Client> {
    // Fails only when one was installed before, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .resolve("localhost", ([127, 0, 0, 1], 0).into())
        .timeout(LIMIT)
        .build()
        .map_err(Trouble::because)
}

fn method(origin: &Url, name: &str) -> Url {
    let mut place = origin.clone();
    place.set_path(&format!("/xrpc/{name}"));
    place
}

fn post(client: &reqwest::Client, place: Url, with: Option<&Value>) -> RequestBuilder {
    let request = client.post(place);
    match with {
        Some(with) => request
            .header("content-type", "application/json")
            .body(with.to_string()),
        None => request,
    }
}

async fn json_of(request: RequestBuilder) -> TestResult<Value> {
    read(request.send().await.map_err(Trouble::because)?).await
}

async fn went_well(request: RequestBuilder) -> TestResult {
    let response = request.send().await.map_err(Trouble::because)?;
    let status = response.status();
    let said = response.text().await.map_err(Trouble::because)?;
    match status.is_success() {
        true => Ok(()),
        false => Err(Trouble::unexpected(format!("{status}: {said}"))),
    }
}

async fn read(response: Response) -> TestResult<Value> {
    let status = response.status();
    let said = response.text().await.map_err(Trouble::because)?;
    let wrong = || Trouble::unexpected(format!("{status}: {said}"));
    match status.is_success() {
        true => serde_json::from_str(&said).map_err(|_| wrong()),
        false => Err(wrong()),
    }
}

fn text(from: &Value, name: &str) -> TestResult<String> {
    let missing = || Trouble::unexpected(format!("no {name} in {from}"));
    from[name].as_str().map(str::to_owned).ok_or_else(missing)
}
