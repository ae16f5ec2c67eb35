//! The only place that sends. It keeps time, caps sizes, follows no redirect and lets no name lead
//! into this computer or this house.

use std::collections::HashMap;
use std::future::Future;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::{Hiccup, Secret, Timestamp};
use reqwest::redirect::Policy;
use tokio::sync::Semaphore;
use url::Url;

use crate::dpop::{self, Claims};
use crate::guard::PublicOnly;
use crate::{Answer, Method, Request};

/// Sends one request.
pub trait Transport: Send + Sync + 'static {
    /// Sends it and waits for the whole answer. Whatever is not an answer is a hiccup.
    fn send(&self, request: Request) -> Sending<'_>;
}

/// An answer on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Answer, Hiccup>> + Send + 'a>>;

/// Which networks a transport may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Realm {
    /// Public servers by https.
    Real,
    /// The practice networks on this computer, and nothing else.
    Practice,
}

const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(30);
const LARGEST_BODY: usize = 1024 * 1024;
const AT_ONCE_PER_HOST: usize = 4;

/// Sends over HTTP.
pub struct HttpTransport {
    realm: Realm,
    client: reqwest::Client,
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
    /// The nonce that each server last asked for (RFC 9449 section 8).
    nonces: Mutex<HashMap<String, String>>,
}

/// The system's certificates or name service cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("no connection can be made from this computer: {0}")]
pub struct NoTransport(#[from] reqwest::Error);

impl HttpTransport {
    /// A transport for one realm.
    pub fn new(realm: Realm) -> Result<HttpTransport, NoTransport> {
        // Fails only when one was installed before, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder()
            .user_agent(concat!("Greentick/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .referer(false);
        let client = match realm {
            Realm::Real => builder.https_only(true).dns_resolver(Arc::new(PublicOnly)),
            // No certificate is of use on the way to this computer, and its name is not looked up.
            Realm::Practice => builder
                .no_proxy()
                .tls_certs_only([])
                .resolve("localhost", (Ipv4Addr::LOCALHOST, 0).into()),
        }
        .build()?;
        Ok(HttpTransport {
            realm,
            client,
            hosts: Mutex::default(),
            nonces: Mutex::default(),
        })
    }

    fn may_reach(&self, url: &Url) -> bool {
        match (self.realm, url.host()) {
            (Realm::Real, Some(url::Host::Domain(_))) => {
                url.scheme() == "https" && url.port().is_none()
            }
            (Realm::Practice, Some(url::Host::Ipv4(ip))) => ip.is_loopback(),
            // A server may call itself so, and sign in under no other name.
            (Realm::Practice, Some(url::Host::Domain(name))) => name == "localhost",
            (Realm::Real | Realm::Practice, _) => false,
        }
    }

    fn place_in_line(&self, url: &Url) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let line = || Arc::new(Semaphore::new(AT_ONCE_PER_HOST));
        hosts
            .entry(url.authority().to_owned())
            .or_insert_with(line)
            .clone()
    }

    async fn exchange(&self, request: Request) -> Result<Answer, Hiccup> {
        let (answer, sent) = self.once(&request).await?;
        let proven = request.proof_key.is_some();
        let noted = proven && self.note_nonce(&request.url, &answer, sent.as_deref());
        // A request that was refused for its nonce alone was not carried out.
        match noted && asks_for_nonce(&answer) {
            true => Ok(self.once(&request).await?.0),
            false => Ok(answer),
        }
    }

    /// Keeps the nonce of an answer; whether it is another one than was sent. Of several requests
    /// under way each is told the new one, and only the first of them brings it here.
    fn note_nonce(&self, url: &Url, answer: &Answer, sent: Option<&str>) -> bool {
        let Some(nonce) = answer.header("dpop-nonce") else {
            return false;
        };
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.insert(url.authority().to_owned(), nonce.to_owned());
        sent != Some(nonce)
    }

    /// The answer, and the nonce that was sent.
    async fn once(&self, request: &Request) -> Result<(Answer, Option<String>), Hiccup> {
        if !self.may_reach(&request.url) {
            return Err(Hiccup::Silent);
        }
        let line = self.place_in_line(&request.url);
        let _place = line.acquire().await.map_err(|_| Hiccup::Silent)?;
        let nonce = self.nonce_for(request);
        let worded = self.worded(request, nonce.as_deref())?;
        let mut response = worded.send().await.map_err(hiccup)?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(hiccup)? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(Hiccup::NotAnAnswer);
            }
            body.extend_from_slice(&chunk);
        }
        let answer = Answer {
            status,
            headers,
            body,
            at: now(),
        };
        Ok((answer, nonce))
    }

    fn nonce_for(&self, request: &Request) -> Option<String> {
        request.proof_key.as_ref()?;
        let nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.get(request.url.authority()).cloned()
    }

    fn worded(
        &self,
        request: &Request,
        nonce: Option<&str>,
    ) -> Result<reqwest::RequestBuilder, Hiccup> {
        let mut url = request.url.clone();
        if !request.query.is_empty() {
            // The address goes to the network alone; it is never logged.
            let pairs = request
                .query
                .iter()
                .map(|(name, value)| (name, value.expose()));
            url.query_pairs_mut().extend_pairs(pairs);
        }
        let worded = match request.method {
            Method::Get => self.client.get(url),
            Method::Delete => self.client.delete(url),
            Method::Post => {
                let fields: Vec<_> = request
                    .form
                    .iter()
                    .map(|(name, value)| (name, value.expose()))
                    .collect();
                self.client.post(url).form(&fields)
            }
        };
        let worded = worded
            .header("accept", "application/json")
            .header("accept-language", "en");
        let worded = request
            .headers
            .iter()
            .fold(worded, |worded, (name, value)| worded.header(*name, *value));
        // The network that gave the token, or the secret, is its one receiver.
        let worded = match (&request.bearer, &request.basic) {
            (Some(token), _) if request.proof_key.is_some() => {
                worded.header("authorization", format!("DPoP {}", token.expose()))
            }
            (Some(token), _) => worded.bearer_auth(token.expose()),
            (None, Some((id, secret))) => worded.basic_auth(id, Some(secret.expose())),
            (None, None) => worded,
        };
        match &request.proof_key {
            Some(key) => Ok(worded.header("dpop", proof(request, key, nonce)?)),
            None => Ok(worded),
        }
    }
}

fn proof(request: &Request, key: &Secret, nonce: Option<&str>) -> Result<String, Hiccup> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|_| Hiccup::Silent)?;
    let claims = Claims {
        method: request.method.name(),
        url: &request.url,
        nonce,
        token: request.bearer.as_ref(),
        id: &crate::oauth::hex(&id),
        now: now(),
    };
    dpop::proof(key, &claims).map_err(|_| Hiccup::Silent)
}

/// Whether a server refused a request for its nonce alone.
fn asks_for_nonce(answer: &Answer) -> bool {
    #[derive(serde::Deserialize)]
    struct Error {
        error: String,
    }
    let in_header = answer
        .header("www-authenticate")
        .is_some_and(|challenge| challenge.contains("use_dpop_nonce"));
    let in_body = || {
        answer
            .json::<Error>()
            .is_some_and(|body| body.error == "use_dpop_nonce")
    };
    matches!(answer.status, 400 | 401) && (in_header || in_body())
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }
}

/// A way that cannot be made at all is told apart from a network that stays silent.
fn hiccup(error: reqwest::Error) -> Hiccup {
    // `without_url`: the address may carry secrets.
    let error = error.without_url();
    tracing::debug!(
        connect = error.is_connect(),
        timeout = error.is_timeout(),
        "no answer"
    );
    // A deadline that ends in the middle of a body comes as a failure to decode it.
    if error.is_timeout() {
        Hiccup::Silent
    } else if error.is_decode() {
        Hiccup::NotAnAnswer
    } else if error.is_connect() {
        Hiccup::Offline
    } else {
        Hiccup::Silent
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
#[path = "transport_tests.rs"]
mod tests;
