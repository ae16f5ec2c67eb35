//! What X and LinkedIn do not use of the kit, tried with a network that exists only here.

use std::sync::{Arc, Once};

use axum::http::StatusCode;
use reqwest::redirect::Policy;
use reqwest::{Client as Http, Response as Answer};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::clock::Clock;
use crate::conditions::Conditions;
use crate::state_file::{StateFile, Storage};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

const RULES: Rules = Rules {
    name: "sampler",
    title: "Sampler",
    client_id: "sampler-app",
    client_param: "client_key",
    client: Client::SecretByBasic(|| "s3cret".to_owned()),
    paths: Paths {
        authorize: "/auth/",
        token: "/token/",
        revoke: Some("/revoke/"),
        connected: "/apps",
    },
    scopes: Scopes {
        separator: ',',
        known: &[("basic", "see you"), ("post", "post"), ("stats", "count")],
        untick: true,
        always: &["basic"],
    },
    pkce: Pkce::RequiredHex,
    redirects: Redirects {
        same: Same::WildcardPort,
        ignore_query: false,
        registered: &["/callback/sampler", "http://127.0.0.1:*/callback/sampler"],
        fragment: "#_",
    },
    consent: Consent {
        heading: "Connect",
        approve: "Yes",
        cancel: "No",
        other: false,
        cancel_at_login: false,
        remembers: true,
    },
    code: Mint {
        value: || crate::random::hex(20),
        life: 60,
    },
    access: Mint {
        value: || crate::random::hex(20),
        life: 60,
    },
    refresh: Refresh::Rotates {
        value: || crate::random::hex(20),
        life: Some(1_000),
        rolls: false,
        grace: 10,
        reuse_ends_all: false,
    },
    endings: Endings {
        password_change: false,
        secret_change: false,
        revoke_ends_all: true,
        revoke_needs_client: false,
    },
    kinds: &[],
};

struct Sampler;

fn no(status: StatusCode, fault: &dyn std::fmt::Debug) -> Response {
    (status, format!("{fault:?}")).into_response()
}

impl Network for Sampler {
    type More = ();

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, ()) {
        let person = Person::new("1", "Ida", "ida", "ida@practice.example", "pass");
        (vec![person], ())
    }

    fn routes(&self) -> Vec<Route<Sampler>> {
        vec![Route::get("/me", &["basic"], |_, _, bearer| {
            let choice = bearer.token.holder.choice.clone();
            Ok(choice.unwrap_or_default().into_response())
        })]
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        no(StatusCode::BAD_REQUEST, &fault)
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        no(StatusCode::BAD_REQUEST, fault)
    }

    fn no_answer(&self, fault: &NoAnswer, _: &Call) -> Response {
        no(StatusCode::UNAUTHORIZED, fault)
    }

    fn outage(&self, _: &str) -> Response {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }

    fn forces(&self, ask: &AuthorizationRequest) -> Force {
        match ask.param("force") {
            Some("consent") => Force::Consent,
            Some("account") => Force::Account,
            _ => Force::Nothing,
        }
    }

    fn choices(&self, _: &State<()>, _: &Person) -> Vec<Choice> {
        let one = |id: &str| Choice {
            id: id.to_owned(),
            name: id.to_owned(),
            detail: String::new(),
        };
        vec![one("c1"), one("c2")]
    }

    fn callback(&self, holder: &Holder) -> Vec<(&'static str, String)> {
        vec![("scopes", holder.scopes.join(","))]
    }
}

struct Place {
    http: Http,
    origin: Url,
    clock: Arc<Clock>,
    cookie: String,
}

impl Place {
    async fn start() -> Place {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let origin = Url::parse(&format!("http://{address}/")).unwrap();
        let shelf = Storage::open(None).unwrap();
        let clock = Arc::new(Clock::open_standing(&shelf).unwrap());
        let stage = Stage {
            name: "sampler",
            origin: origin.clone(),
            clock: Arc::clone(&clock),
            weather: StateFile::open(&shelf, "weather", Conditions::default).unwrap(),
            shelf,
            requests: Arc::default(),
            extra_redirects: Vec::new(),
        };
        let routes = open(stage, Sampler).unwrap().routes();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let http = Http::builder().no_proxy().redirect(Policy::none());
        let mut place = Place {
            http: http.build().unwrap(),
            origin,
            clock,
            cookie: String::new(),
        };
        let form = [("person", "1"), ("action", "login")];
        let answer = place.post("session/login", &form).await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        place.cookie = cookie.split(';').next().unwrap().to_owned();
        place
    }

    fn at(&self, path: &str) -> Url {
        self.origin.join(path).unwrap()
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.http.post(self.at(path)).form(form);
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    async fn ask(&self, redirect: &str, force: &str) -> Answer {
        let digest = Sha256::digest(VERIFIER);
        let challenge: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut url = self.at("auth/");
        url.query_pairs_mut().extend_pairs([
            ("client_key", "sampler-app"),
            ("response_type", "code"),
            ("redirect_uri", redirect),
            ("scope", "basic,post,stats"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("force", force),
        ]);
        let request = self.http.get(url).header("cookie", &self.cookie);
        request.send().await.unwrap()
    }

    async fn approve(&self, page: Answer, chosen: &[(&str, &str)]) -> Answer {
        let page = page.text().await.unwrap();
        let (_, rest) = page.split_once("name=ticket value=\"").unwrap();
        let ticket = rest.split('"').next().unwrap();
        let mut form = vec![("ticket", ticket), ("action", "approve")];
        form.extend(chosen);
        self.post("session/consent", &form).await
    }

    async fn token(&self, form: &[(&str, &str)]) -> (u16, Value) {
        let request = self.http.post(self.at("token/"));
        let request = request.header("authorization", "Basic c2FtcGxlci1hcHA6czNjcmV0");
        let answer = request.form(form).send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(json!(text)))
    }

    async fn redeem(&self, redirect: &str, back: &Answer) -> (u16, Value) {
        let code = sent_back(back, "code");
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", redirect),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    async fn refresh(&self, given: &Value) -> (u16, Value) {
        let token = given["refresh_token"].as_str().unwrap();
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.token(&form).await
    }

    async fn me(&self, given: &Value) -> (u16, String) {
        let token = given["access_token"].as_str().unwrap();
        let request = self.http.get(self.at("me")).bearer_auth(token);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

fn location(answer: &Answer) -> Url {
    Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
}

fn sent_back(answer: &Answer, name: &str) -> String {
    let url = location(answer);
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.unwrap().1.into_owned()
}

const LOOPBACK: &str = "http://127.0.0.1:5/callback/sampler";

#[tokio::test]
async fn a_person_chooses_one_of_several_and_unticks_a_scope() {
    let place = Place::start().await;
    let page = place.ask(LOOPBACK, "").await;
    let back = place
        .approve(page, &[("choice", "c2"), ("scope", "stats")])
        .await;
    assert_eq!(sent_back(&back, "scopes"), "basic,stats");
    assert_eq!(location(&back).fragment(), Some("_"));
    let (status, given) = place.redeem(LOOPBACK, &back).await;
    assert_eq!(
        (status, &given["scope"]),
        (200, &json!("basic,stats")),
        "{given}"
    );
    assert_eq!(place.me(&given).await, (200, "c2".to_owned()));

    let page = place.ask(LOOPBACK, "consent").await;
    let unchosen = place.approve(page, &[("choice", "c3")]).await;
    assert_eq!(unchosen.status(), 200);
}

#[tokio::test]
async fn who_approved_the_same_passes_unless_the_app_forces_a_page() {
    let place = Place::start().await;
    let all = [("choice", "c1"), ("scope", "post"), ("scope", "stats")];
    let page = place.ask(LOOPBACK, "").await;
    place.approve(page, &all).await;
    assert_eq!(place.ask(LOOPBACK, "").await.status(), 302);
    let page = place.ask(LOOPBACK, "consent").await.text().await.unwrap();
    assert!(page.contains("id=approve "));
    let page = place.ask(LOOPBACK, "account").await.text().await.unwrap();
    assert!(page.contains("id=login "));
}

#[tokio::test]
async fn a_callback_may_be_a_page_of_the_network_itself() {
    let place = Place::start().await;
    let own = place.at("callback/sampler");
    let page = place.ask(own.as_str(), "").await;
    let back = place.approve(page, &[("choice", "c1")]).await;
    let next = location(&back);
    assert_eq!(next.path(), "/callback/sampler");
    let shown = place.http.get(next).send().await.unwrap();
    assert!(shown.text().await.unwrap().contains("The app takes over"));
    assert_eq!(place.redeem(own.as_str(), &back).await.0, 200);
}

#[tokio::test]
async fn a_replaced_refresh_token_works_through_its_grace_and_the_first_life_goes_on() {
    let place = Place::start().await;
    let page = place.ask(LOOPBACK, "").await;
    let back = place.approve(page, &[("choice", "c1")]).await;
    let first = place.redeem(LOOPBACK, &back).await.1;
    let second = place.refresh(&first).await.1;
    place.clock.advance(4);
    assert_eq!(place.refresh(&first).await.0, 200);
    place.clock.advance(6);
    let late = place.refresh(&first).await;
    assert_eq!(late, (400, json!("Refresh(Reused)")));
    let third = place.refresh(&second).await.1;
    place.clock.advance(990);
    let ended = place.refresh(&third).await;
    assert_eq!(ended, (400, json!("Refresh(Ended(Expired))")));
}

#[tokio::test]
async fn revoking_one_token_may_end_the_whole_approval_and_need_no_client() {
    let place = Place::start().await;
    let page = place.ask(LOOPBACK, "").await;
    let back = place.approve(page, &[("choice", "c1")]).await;
    let given = place.redeem(LOOPBACK, &back).await.1;
    let token = given["access_token"].as_str().unwrap();
    let answer = place.post("revoke/", &[("token", token)]).await;
    assert_eq!(answer.status(), 200);
    let ended = place.me(&given).await;
    assert_eq!(ended, (401, "Ended(Revoked)".to_owned()));
    assert_eq!(place.refresh(&given).await.0, 400);
    let page = place.ask(LOOPBACK, "").await.text().await.unwrap();
    assert!(page.contains("id=approve "));
}
