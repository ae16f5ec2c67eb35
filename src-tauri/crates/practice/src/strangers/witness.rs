//! What went where it must not: the secrets of others that came to a stranger, and what a stranger
//! made that came to others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{MARK, Role};
use crate::dialect::Dialect;
use crate::state_file::locked;

/// A secret that is shorter says nothing where it is found.
const SHORTEST: usize = 8;
const LONGEST_BODY: usize = 4 << 20;

#[derive(Default)]
pub(crate) struct Witness {
    others: OnceLock<Vec<Arc<dyn Dialect>>>,
    seen: Mutex<Sightings>,
}

#[derive(Default)]
struct Sightings {
    requests: u64,
    /// How often each answer was given, by `role: trick`.
    tricks: BTreeMap<String, u64>,
    /// Where something was asked for, by `role path`.
    places: BTreeMap<String, u64>,
    /// Secrets of others that came to a stranger: whose, of what kind, where.
    leaked: BTreeSet<String>,
    /// Requests to others that held what a stranger made.
    marked: BTreeSet<String>,
}

impl Witness {
    /// Whose secrets are looked for.
    pub(crate) fn of(&self, others: &[Arc<dyn Dialect>]) {
        // Set once, as everything starts.
        let _ = self.others.set(others.to_vec());
    }

    pub(super) fn played(&self, role: Role, trick: &str, path: &str) {
        let name = role.name();
        let mut seen = locked(&self.seen);
        seen.requests += 1;
        *seen.tricks.entry(format!("{name}: {trick}")).or_default() += 1;
        *seen.places.entry(format!("{name} {path}")).or_default() += 1;
    }

    /// Looks for secrets of others in a request to a stranger.
    pub(super) fn looks_through(&self, role: Role, request: &[u8]) {
        let said = spelled_out(request);
        for other in self.others.get().into_iter().flatten() {
            let whose = other.stage().name;
            for secret in other.secrets() {
                if secret.value.len() >= SHORTEST && said.contains(&secret.value) {
                    let what = format!("{whose}: {} came to {}", secret.kind, role.name());
                    locked(&self.seen).leaked.insert(what);
                }
            }
        }
    }

    /// What was seen so far, as the control page tells it.
    pub(crate) fn report(&self) -> Value {
        let seen = locked(&self.seen);
        json!({
            "requests": seen.requests,
            "tricks": seen.tricks,
            "places": seen.places,
            "leaked": seen.leaked,
            "marked": seen.marked,
        })
    }
}

impl Role {
    pub(super) fn name(self) -> &'static str {
        match self {
            Role::Mastodon => super::MASTODON,
            Role::Pds => super::PDS,
        }
    }
}

/// Looks for what a stranger made in every request to another network.
pub(crate) async fn pass(
    State((network, witness)): State<(&'static str, Arc<Witness>)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, LONGEST_BODY).await {
        Ok(body) => body,
        Err(error) => {
            return (axum::http::StatusCode::PAYLOAD_TOO_LARGE, error.to_string()).into_response();
        }
    };
    let head = format!("{:?} {:?}\n", parts.uri, parts.headers);
    if spelled_out(&[head.as_bytes(), &body].concat()).contains(MARK) {
        let what = format!("{network} {} {}", parts.method, parts.uri.path());
        locked(&witness.seen).marked.insert(what);
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// A request with what stands in it in other writings: form and query decoded, and credentials.
fn spelled_out(request: &[u8]) -> String {
    let text = String::from_utf8_lossy(request);
    let decoded = form_urlencoded::parse(request).map(|(name, value)| format!("{name}={value}"));
    let decoded: Vec<String> = decoded.collect();
    let basic =
        text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "+/=".contains(letter)));
    let basic: Vec<String> = basic
        .filter(|word| word.len() >= SHORTEST)
        .filter_map(|word| String::from_utf8(STANDARD.decode(word).ok()?).ok())
        .collect();
    [
        &text,
        decoded.join("\n").as_str(),
        basic.join("\n").as_str(),
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_writing() {
        let basic = STANDARD.encode("id:se/cr+et-value");
        for request in [
            "GET /?token=se/cr+et-value HTTP/1.1".to_owned(),
            "POST / HTTP/1.1\r\n\r\na=1&token=se%2Fcr%2Bet-value".to_owned(),
            format!("GET / HTTP/1.1\r\nAuthorization: Basic {basic}\r\n"),
        ] {
            let said = spelled_out(request.as_bytes());
            assert!(said.contains("se/cr+et-value"), "{request}");
        }
        assert!(!spelled_out(b"GET / HTTP/1.1").contains("se/cr+et-value"));
    }
}
