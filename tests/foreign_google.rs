//! What the YouTube dialect asks, held against Google's own description of its API, which Google
//! ships inside its client for Python.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Mutex;

use domain::{AccountId, Secret, Timestamp, TokenSet};
use networks::oauth::one_time_text;
use networks::{
    Answer, App, CallContext, CodeExchange, Dialect, Method, Registry, Request, Sending, Transport,
    converse,
};
use serde_json::Value;
use url::Url;

const TOKENS: &str = r#"{"access_token":"ya29.a","expires_in":3599,"refresh_token":"1//0a",
    "scope":"https://www.googleapis.com/auth/youtube.readonly","token_type":"Bearer"}"#;
const INSPECTED: &str = r#"{"aud":"a","scope":"https://www.googleapis.com/auth/youtube.readonly",
    "expires_in":"3412"}"#;
const CHANNEL: &str = r#"{"kind":"youtube#channelListResponse",
    "pageInfo":{"totalResults":1,"resultsPerPage":5},
    "items":[{"id":"UCa","snippet":{"title":"Acme Coffee","customUrl":"@acme"}}]}"#;

/// Answers by path, and keeps what was asked.
#[derive(Default)]
struct Pretend(Mutex<Vec<Request>>);

impl Transport for Pretend {
    fn send(&self, request: Request) -> Sending<'_> {
        let body = match request.url.path() {
            "/token" => TOKENS,
            "/tokeninfo" => INSPECTED,
            path if path.ends_with("/channels") => CHANNEL,
            _ => "{}",
        };
        self.0.lock().unwrap().push(request);
        let answer = Answer {
            status: 200,
            headers: vec![],
            body: body.into(),
            at: Timestamp::from_secs(1_000),
        };
        Box::pin(async move { Ok(answer) })
    }
}

/// A description from Google's package, which the ring installed.
fn described(name: &str) -> Value {
    let lib = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../foreign/python/lib");
    let mut pythons = std::fs::read_dir(&lib).expect("`cargo xtask test foreign` installs it");
    let python = pythons.next().unwrap().unwrap().path();
    let file = python
        .join("site-packages/googleapiclient/discovery_cache/documents")
        .join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn caller() -> CallContext {
    CallContext {
        app: App {
            id: "id".into(),
            secret: Some(Secret::new("secret".into())),
        },
        host: None,
        now: Timestamp::from_secs(1_000),
    }
}

/// Everything that a sign-in and a look ask.
async fn asked(dialect: &dyn Dialect) -> Vec<Request> {
    let pretend = Pretend::default();
    let code = CodeExchange {
        code: Secret::new("4/0a".into()),
        redirect_uri: Url::parse("http://127.0.0.1:5/callback/youtube").unwrap(),
        verifier: one_time_text(&[7; 32]),
        scopes: dialect.about().asked_scopes(),
        binding: None,
    };
    let harvest = converse(&pretend, dialect.sign_in(caller(), code)).await;
    assert_eq!(harvest.ok().unwrap().finds.len(), 1);
    let tokens = TokenSet {
        access: Secret::new("ya29.a".into()),
        refresh: Some(Secret::new("1//0a".into())),
        binding: None,
    };
    let look = dialect.probe(caller(), tokens, AccountId("UCa".into()));
    assert_eq!(converse(&pretend, look).await.unwrap().account.0, "UCa");
    pretend.0.into_inner().unwrap()
}

#[tokio::test]
async fn every_call_is_one_that_google_describes() {
    let youtube = described("youtube.v3");
    let list = &youtube["resources"]["channels"]["methods"]["list"];
    let path = format!(
        "/{}{}",
        youtube["servicePath"].as_str().unwrap(),
        list["path"].as_str().unwrap()
    );
    let dialect = Registry::real().get(&"youtube".parse().unwrap()).unwrap();
    let asked = asked(&*dialect).await;
    let calls: Vec<_> = asked
        .iter()
        .filter(|request| request.url.path().starts_with("/youtube/"))
        .collect();
    assert_eq!(calls.len(), 2, "one at the sign-in, one at the look");
    for call in calls {
        assert_eq!(call.url.path(), path);
        assert_eq!(Some(call.method.name()), list["httpMethod"].as_str());
        assert_eq!(call.method, Method::Get);
        for (name, _) in &call.query {
            let known = list["parameters"].get(*name);
            assert!(known.is_some(), "channels.list knows no {name}");
        }
        let given: BTreeSet<&str> = call.query.iter().map(|(name, _)| *name).collect();
        let all = list["parameters"].as_object().unwrap();
        for (name, parameter) in all {
            let needed = parameter["required"] == true;
            assert!(!needed || given.contains(name.as_str()), "{name} is needed");
        }
    }
}

#[test]
fn every_permission_is_one_that_google_describes() {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for api in ["youtube.v3", "youtubeAnalytics.v2"] {
        let described = described(api);
        let scopes = described["auth"]["oauth2"]["scopes"].as_object().unwrap();
        known.extend(scopes.keys().cloned());
    }
    let dialect = Registry::real().get(&"youtube".parse().unwrap()).unwrap();
    for scope in dialect.about().asked_scopes().iter() {
        assert!(known.contains(scope), "{scope}");
    }
    let list = &described("youtube.v3")["resources"]["channels"]["methods"]["list"];
    let opens: Vec<&str> = list["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let asked = dialect.about().asked_scopes();
    assert!(opens.iter().any(|scope| asked.contains(scope)));
}

#[test]
fn what_is_read_of_an_answer_is_described() {
    let schemas = &described("youtube.v3")["schemas"];
    for (schema, fields) in [
        ("ChannelListResponse", &["kind", "items", "pageInfo"][..]),
        ("Channel", &["id", "snippet"]),
        ("ChannelSnippet", &["title", "customUrl"]),
        ("PageInfo", &["totalResults"]),
    ] {
        for field in fields {
            let known = schemas[schema]["properties"].get(*field);
            assert!(known.is_some(), "{schema}.{field}");
        }
    }
}
