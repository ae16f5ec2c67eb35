//! The two clients of a transport, and what holds for both: how long is waited, whom they believe,
//! and that they go nowhere of themselves.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, retry};

use crate::guard::{Guard, PublicOnly};
use crate::issuer::{self, UnknownIssuer};
use crate::proxies::Proxies;

const CONNECT: Duration = Duration::from_secs(10);
pub(super) const WHOLE: Duration = Duration::from_secs(30);
/// How long a connection is kept for the next request: shorter than any server is known to keep it.
pub(super) const KEPT: Duration = Duration::from_millis(1_500);

/// The system's certificates or name service cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("no connection can be made from this computer: {0}")]
pub struct NoTransport(Box<dyn std::error::Error + Send + Sync>);

impl From<reqwest::Error> for NoTransport {
    fn from(problem: reqwest::Error) -> NoTransport {
        NoTransport(problem.into())
    }
}

impl From<rustls::Error> for NoTransport {
    fn from(problem: rustls::Error) -> NoTransport {
        NoTransport(problem.into())
    }
}

/// The clients of one transport.
pub(super) struct Clients {
    /// Keeps its connections for a moment.
    pub keeping: Client,
    /// Makes a connection for each request, and sends none again by itself.
    pub fresh: Client,
}

impl Clients {
    pub fn new(
        guarded: Option<(&Arc<Proxies>, &Arc<Guard>)>,
        unknown_issuer: &Arc<UnknownIssuer>,
    ) -> Result<Clients, NoTransport> {
        let builder = || builder(guarded, unknown_issuer);
        let fresh = builder()?.pool_max_idle_per_host(0).retry(retry::never());
        Ok(Clients {
            keeping: builder()?.pool_idle_timeout(KEPT).build()?,
            fresh: fresh.build()?,
        })
    }
}

/// Without a guard only the practice networks are reached.
fn builder(
    guarded: Option<(&Arc<Proxies>, &Arc<Guard>)>,
    unknown_issuer: &Arc<UnknownIssuer>,
) -> Result<ClientBuilder, NoTransport> {
    let builder = Client::builder()
        .user_agent(concat!("Greentick/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        .referer(false);
    Ok(match guarded {
        Some((proxies, guard)) => {
            let proxies = proxies.clone();
            builder
                .https_only(true)
                .tls_backend_preconfigured(issuer::tls(unknown_issuer.clone())?)
                .dns_resolver(Arc::new(PublicOnly(guard.clone())))
                .proxy(reqwest::Proxy::custom(move |url| proxies.of(url)))
        }
        // No certificate is of use on the way to this computer, and its name is not looked up.
        None => builder
            .no_proxy()
            .tls_certs_only([])
            .resolve("localhost", (Ipv4Addr::LOCALHOST, 0).into()),
    })
}
