//! A browser as far as these pages need one: cookies, forms, redirects that are looked at and not
//! followed; and the answers as an app reads them.

use std::collections::BTreeMap;
use std::sync::Once;

use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;
use url::Url;

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> Url {
        let location = self.headers.get(LOCATION);
        let location = location.unwrap_or_else(|| panic!("no redirect but: {}", self.text));
        Url::parse(location.to_str().unwrap()).unwrap()
    }

    /// A parameter of the address the browser was sent to.
    pub fn sent_back(&self, name: &str) -> Option<String> {
        let url = self.location();
        url.query_pairs()
            .find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    }

    pub fn went_nowhere(&self) -> bool {
        !self.headers.contains_key(LOCATION)
    }

    /// The hidden ticket of the page's forms.
    pub fn ticket(&self) -> String {
        let (_, rest) = self
            .text
            .split_once("name=ticket value=\"")
            .unwrap_or_else(|| panic!("no form on this page: {}", self.text));
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// What a browser sends of the page's boxes if nobody touches them.
    pub fn ticked(&self) -> Vec<(String, String)> {
        let boxes = self.text.split("<input type=").skip(1);
        boxes
            .filter_map(|rest| {
                let (tag, _) = rest.split_once('>')?;
                let (kind, rest) = tag.split_once(" name=")?;
                let (name, rest) = rest.split_once(" value=\"")?;
                let (value, state) = rest.split_once('"')?;
                let sent = matches!(kind, "radio" | "checkbox") && state.trim() == "checked";
                sent.then(|| (name.to_owned(), value.to_owned()))
            })
            .collect()
    }

    pub fn shows(&self, id: &str) -> bool {
        self.text.contains(&format!("id={id} "))
    }
}

pub struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new() -> Browser {
        Browser {
            client: client(),
            cookies: BTreeMap::new(),
        }
    }

    pub fn cookies(&self) -> &BTreeMap<String, String> {
        &self.cookies
    }

    pub async fn get(&mut self, url: Url) -> Answer {
        let request = self.client.get(url);
        self.send(request).await
    }

    pub async fn post(&mut self, url: Url, form: &[(&str, &str)]) -> Answer {
        let request = self.client.post(url).form(form);
        self.send(request).await
    }

    /// Posts a form and goes where the 303 leads.
    pub async fn submit(&mut self, url: Url, form: &[(&str, &str)]) -> Answer {
        let answer = self.post(url.clone(), form).await;
        match answer.status {
            StatusCode::SEE_OTHER => {
                let next = url
                    .join(answer.headers[LOCATION].to_str().unwrap())
                    .unwrap();
                self.get(next).await
            }
            _ => answer,
        }
    }

    async fn send(&mut self, request: RequestBuilder) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let answer = send(request.header(COOKIE, cookies.join("; "))).await;
        for line in answer.headers.get_all(SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

/// One for each test, since a test has its own thread and runtime.
pub fn client() -> Client {
    thread_local!(static CLIENT: Client = fresh_client());
    CLIENT.with(Client::clone)
}

/// One that holds no connection yet.
pub fn fresh_client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer {
        status,
        headers,
        text: response.text().await.unwrap(),
    }
}

pub async fn call(method: Method, url: Url) -> Answer {
    send(client().request(method, url)).await
}

pub async fn get(url: Url) -> Answer {
    call(Method::GET, url).await
}

pub async fn post_json(url: Url, body: Value) -> Answer {
    let request = client()
        .post(url)
        .header("content-type", "application/json");
    send(request.body(body.to_string())).await
}

pub fn address(origin: &Url, path: &str, params: &[(&str, &str)]) -> Url {
    let mut url = origin.join(path).unwrap();
    if !params.is_empty() {
        url.query_pairs_mut().extend_pairs(params);
    }
    url
}
