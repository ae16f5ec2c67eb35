//! The only place that sends. It keeps time, caps sizes, follows no redirect and lets no name lead
//! into this computer or this house.
//!
//! Many servers close a kept connection after some seconds, and may do so just when the next
//! request arrives: nobody knows then whether it was carried out. What only reads goes over
//! connections that are kept for a moment, and is asked once more over a new one when that happens
//! (RFC 9112 section 9.3.1). Whatever changes something at the server, and every renewal, has a new
//! connection to itself and is never repeated.

mod clients;
mod host;
mod refused;

pub use clients::NoTransport;

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use domain::{Span, Timestamp, Unavailable};
use reqwest::Client;
use url::Url;

use crate::guard::{Guard, Names, by_system};
use crate::issuer::UnknownIssuer;
use crate::oauth_options::{Dated, worded};
use crate::proxies::{DesktopProxy, Proxies};
use crate::skew::{Moment, Skew};
use crate::unavailable::{broke_off, hiccup};
use crate::{Answer, Method, Request};
use clients::{Clients, KEPT};
use host::Host;
use refused::{asks_for_nonce, refuses_proof};

/// Sends one request.
pub trait Transport: Send + Sync + 'static {
    /// Sends it and waits for the whole answer. Whatever is not an answer is a hiccup.
    fn send(&self, request: Request) -> Sending<'_>;

    /// How far this computer's clock is ahead of the servers', as most of them agree that answered
    /// within the last day; negative where it is behind. `None` where they do not agree, or too few
    /// were heard. A difference of some seconds is one of the way.
    fn clock_off(&self) -> Option<Span> {
        None
    }

    /// The name of what stands in the way where a hiccup lies between this computer and the
    /// networks: the proxy that is used, or who issued the certificate.
    fn between(&self, _hiccup: Unavailable) -> Option<String> {
        None
    }
}

/// An answer on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Answer, Unavailable>> + Send + 'a>>;

/// Which networks a transport may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Realm {
    /// Public servers by https.
    Real,
    /// The practice networks on this computer, and nothing else.
    Practice,
}

const LARGEST_BODY: usize = 1024 * 1024;

/// Sends over HTTP.
pub struct HttpTransport {
    realm: Realm,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Keeps its connections for a moment.
    keeping: Client,
    /// Makes a connection for each request, and sends none again by itself.
    fresh: Client,
    hosts: Mutex<HashMap<String, Host>>,
    skew: Mutex<Skew>,
    /// On the way to the practice networks is none.
    proxies: Option<Arc<Proxies>>,
    /// It stands where strangers name servers.
    guard: Option<Arc<Guard>>,
    unknown_issuer: Arc<UnknownIssuer>,
}

/// An answer, and how the request was sent that it answers.
struct Exchanged {
    answer: Answer,
    /// Whether it brought another nonce than was sent.
    new_nonce: bool,
    /// By how much the proof was dated back.
    dated_back: Span,
}

/// Why no answer came.
struct Missing {
    hiccup: Unavailable,
    /// Whether the connection broke before anything of it came.
    broke_off: bool,
}

impl From<Unavailable> for Missing {
    fn from(hiccup: Unavailable) -> Missing {
        Missing {
            hiccup,
            broke_off: false,
        }
    }
}

impl HttpTransport {
    /// A transport for one realm, by the system's clock.
    pub fn new(realm: Realm) -> Result<HttpTransport, NoTransport> {
        HttpTransport::with_clock(realm, system_time)
    }

    /// A transport that goes by a clock of its own.
    pub fn with_clock(
        realm: Realm,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Result<HttpTransport, NoTransport> {
        HttpTransport::with_desktop(realm, clock, Arc::new(|_| None))
    }

    /// The same where the desktop may name a proxy.
    pub fn with_desktop(
        realm: Realm,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
        desktop: Arc<DesktopProxy>,
    ) -> Result<HttpTransport, NoTransport> {
        HttpTransport::with_names(realm, clock, desktop, Arc::new(by_system))
    }

    fn with_names(
        realm: Realm,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
        desktop: Arc<DesktopProxy>,
        names: Arc<Names>,
    ) -> Result<HttpTransport, NoTransport> {
        // Fails only when one was installed before, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unknown_issuer = Arc::<UnknownIssuer>::default();
        let proxies = match realm {
            Realm::Real => Some(Arc::new(Proxies::new(desktop))),
            Realm::Practice => None,
        };
        let guard = proxies.clone().map(|proxies| Guard::new(names, proxies));
        let guard = guard.map(Arc::new);
        let Clients { keeping, fresh } =
            Clients::new(proxies.as_ref().zip(guard.as_ref()), &unknown_issuer)?;
        Ok(HttpTransport {
            realm,
            clock: Box::new(clock),
            keeping,
            fresh,
            hosts: Mutex::default(),
            skew: Mutex::default(),
            proxies,
            guard,
            unknown_issuer,
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

    async fn exchange(&self, request: Request) -> Result<Answer, Unavailable> {
        let mut came = self.once(&request).await?;
        // A request that was refused for its proof alone was not carried out.
        if refuses_proof(&came.answer) && self.dates_anew(&request.url, came.dated_back) {
            came = self.once(&request).await?;
        }
        if came.new_nonce && asks_for_nonce(&came.answer) {
            came = self.once(&request).await?;
        }
        Ok(came.answer)
    }

    async fn once(&self, request: &Request) -> Result<Exchanged, Unavailable> {
        if !self.may_reach(&request.url) {
            return Err(Unavailable::Silent);
        }
        let line = self.with_host(&request.url, |host| host.line.clone());
        let _place = line.acquire().await.map_err(|_| Unavailable::Silent)?;
        self.may_be_led_to(&request.url).await?;
        let came = match only_reads(request) {
            true => self.over_kept(request).await,
            false => self.over(&self.fresh, request).await,
        };
        came.map_err(|missing| missing.hiccup)
    }

    /// Finds the way to a server, and whether it may be gone. Where it may not, it is as if the name
    /// led nowhere.
    async fn may_be_led_to(&self, url: &Url) -> Result<(), Unavailable> {
        let (Some(proxies), Some(guard)) = (&self.proxies, &self.guard) else {
            return Ok(());
        };
        proxies.look_up(url).await;
        let name = url.host_str().unwrap_or_default();
        let unguarded = proxies.of(url).is_some() || proxies.is_one(name);
        match unguarded && !guard.lets_pass(name).await {
            true => Err(Unavailable::Offline),
            false => Ok(()),
        }
    }

    async fn over_kept(&self, request: &Request) -> Result<Exchanged, Missing> {
        let answered_at = self.with_host(&request.url, |host| host.answered_at);
        // The pool counts from a little earlier than this does.
        let is_kept = answered_at.is_some_and(|at| at.elapsed() < 2 * KEPT);
        match self.over(&self.keeping, request).await {
            Err(missing) if is_kept && missing.broke_off => self.over(&self.fresh, request).await,
            Err(missing) => Err(missing),
            Ok(came) => {
                let now = Some(Instant::now());
                self.with_host(&request.url, |host| host.answered_at = now);
                Ok(came)
            }
        }
    }

    async fn over(&self, client: &Client, request: &Request) -> Result<Exchanged, Missing> {
        let sent = self.now();
        let url = &request.url;
        let proven = request.proof_key.is_some();
        let nonce = proven.then(|| self.with_host(url, |host| host.nonce.clone()));
        let nonce = nonce.flatten();
        let dated_back = self.skew().of(url.authority(), sent);
        let dated = Dated {
            nonce: nonce.as_deref(),
            at: sent.wall.plus(Span::from_millis(-dated_back.as_millis())),
        };
        let mut response = worded(client, request, &dated)?
            .send()
            .await
            .map_err(|error| Missing {
                broke_off: broke_off(&error),
                hiccup: self.unavailable(url, error),
            })?;
        let came = self.now();
        // Some servers put words of their own language into a header, which should be ASCII: what
        // else stands there still counts.
        let read = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), read(value.as_bytes())))
            .collect();
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers,
            body: vec![],
            at: came.wall,
        };
        while let Some(chunk) = response.chunk().await.map_err(hiccup)? {
            if answer.body.len() + chunk.len() > LARGEST_BODY {
                return Err(Unavailable::NotAnAnswer.into());
            }
            answer.body.extend_from_slice(&chunk);
        }
        answer.at = (self.clock)();
        self.skew().hear(url.authority(), &answer, sent, came);
        Ok(Exchanged {
            new_nonce: proven && self.note_nonce(url, &answer, nonce.as_deref()),
            answer,
            dated_back,
        })
    }

    /// What an error says. Where no connection is made in time it is the proxy that was waited for.
    fn unavailable(&self, url: &Url, error: reqwest::Error) -> Unavailable {
        let unconnected = error.is_connect() && error.is_timeout();
        let proxy = self.proxies.as_ref().and_then(|proxies| proxies.of(url));
        match proxy {
            Some(_) if unconnected => Unavailable::ProxyRefused,
            Some(_) | None => hiccup(error),
        }
    }

    /// Keeps the nonce of an answer; whether it is another one than was sent. Of several requests
    /// under way each is told the new one, and only the first of them brings it here.
    fn note_nonce(&self, url: &Url, answer: &Answer, sent: Option<&str>) -> bool {
        let Some(nonce) = answer.header("dpop-nonce") else {
            return false;
        };
        self.with_host(url, |host| host.nonce = Some(nonce.to_owned()));
        sent != Some(nonce)
    }

    /// A proof was refused that was dated back by so much; whether another date may be better.
    fn dates_anew(&self, url: &Url, dated_back: Span) -> bool {
        let now = self.now();
        self.skew().refused(url.authority(), dated_back, now)
    }

    fn with_host<T>(&self, url: &Url, with: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        with(hosts.entry(url.authority().to_owned()).or_default())
    }

    fn skew(&self) -> MutexGuard<'_, Skew> {
        self.skew.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Moment {
        Moment {
            wall: (self.clock)(),
            steady: Instant::now(),
        }
    }
}

/// Whether a request may be sent twice and does nothing twice.
fn only_reads(request: &Request) -> bool {
    match request.method {
        Method::Get => !request.renews,
        Method::Post | Method::Delete => false,
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }

    fn clock_off(&self) -> Option<Span> {
        let now = self.now();
        self.skew().agreed(now)
    }

    fn between(&self, hiccup: Unavailable) -> Option<String> {
        match hiccup {
            Unavailable::UnknownIssuer => self.unknown_issuer.name(),
            Unavailable::ProxySignIn | Unavailable::ProxyRefused => self.proxies.as_ref()?.name(),
            Unavailable::Offline
            | Unavailable::Unreachable
            | Unavailable::BadCertificate
            | Unavailable::Silent
            | Unavailable::Down
            | Unavailable::RateLimited
            | Unavailable::OutOfCredits
            | Unavailable::NotAnAnswer
            | Unavailable::Unrecognised
            | Unavailable::WrongClock => None,
        }
    }
}

fn system_time() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
#[path = "transport_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "transport_guard_tests.rs"]
mod guard_tests;

#[cfg(test)]
#[path = "transport_kept_tests.rs"]
mod kept_tests;

#[cfg(test)]
#[path = "transport_clock_tests.rs"]
mod clock_tests;

#[cfg(test)]
#[path = "transport_strangers_tests.rs"]
mod strangers_tests;
