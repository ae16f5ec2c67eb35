//! What a sign-in needs before its page can be opened: an app that the network knows, and a way
//! back.

use std::sync::Arc;

use domain::{Host, Network, Timestamp};
use networks::{Caller, Dialect, Refusal, Registration, ReturnRoad, Transport, converse};
use url::Url;

use crate::ReturnBy;
use crate::loopback::Loopback;
use crate::store::{KeptApp, Store};

/// The scheme of the app's own links (RFC 8252 section 7.1).
pub(crate) const SCHEME: &str = "app.greentick";

/// What a sign-in needs before its page can be opened.
pub(crate) struct Prepared {
    pub app: KeptApp,
    pub redirect_uri: Url,
    pub loopback: Option<Loopback>,
}

/// What is to be prepared, and with what.
pub(crate) struct Preparing {
    pub dialect: Arc<dyn Dialect>,
    pub transport: Arc<dyn Transport>,
    pub store: Store,
    pub network: Network,
    pub host: Option<Host>,
    pub return_by: ReturnBy,
    pub now: Timestamp,
}

/// Why a sign-in cannot start.
pub(crate) enum Unprepared {
    AppNeeded,
    AppRefused,
    NoInstance,
    VaultClosed,
    NoWayBack,
}

impl Preparing {
    /// Brings both together. `arrived` is called with what comes back over this computer.
    pub async fn run(
        self,
        arrived: impl Fn(String) + Send + Sync + 'static,
    ) -> Result<Prepared, Unprepared> {
        let app = self.credentials().await?;
        let (redirect_uri, loopback) = way_back(&*self.dialect, self.return_by, arrived).await?;
        Ok(Prepared {
            app,
            redirect_uri,
            loopback,
        })
    }

    /// The app's credentials: kept ones, or a fresh registration where that is done at run time.
    async fn credentials(&self) -> Result<KeptApp, Unprepared> {
        let kept = self.store.app(self.network.clone(), self.host.clone());
        if let Some(app) = kept.await.map_err(|_| Unprepared::VaultClosed)?
            && !self.is_forgotten(&app).await
        {
            return Ok(app);
        }
        let host = self.host.clone().ok_or(Unprepared::AppNeeded)?;
        let redirects = registered_redirects(&*self.dialect);
        let step = self.dialect.register(&host, &redirects);
        let step = step.ok_or(Unprepared::AppNeeded)?;
        let registered = converse(&*self.transport, step).await;
        let Registration { app, issuer } = registered.map_err(|refusal| match refusal {
            Refusal::AskLater(..) => Unprepared::NoInstance,
            Refusal::No(_) | Refusal::StartAnew | Refusal::AppRefused => Unprepared::AppRefused,
        })?;
        let kept = KeptApp { app, issuer };
        let network = self.network.clone();
        let stored = self.store.put_app(network, Some(host), kept.clone()).await;
        stored.map_err(|_| Unprepared::VaultClosed)?;
        Ok(kept)
    }

    /// Whether an instance says that it does not know a registration any more. A person would be
    /// shown a page that leads nowhere. Any other answer, or none, is left to the sign-in itself.
    async fn is_forgotten(&self, kept: &KeptApp) -> bool {
        let caller = Caller {
            app: kept.app.clone(),
            host: self.host.clone(),
            now: self.now,
        };
        match self.dialect.recognise(caller) {
            Some(step) => converse(&*self.transport, step).await == Err(Refusal::AppRefused),
            None => false,
        }
    }
}

/// Every address that a run-time registration must allow. The port of a loopback address may vary
/// at the time of the request (RFC 8252 section 7.3).
fn registered_redirects(dialect: &dyn Dialect) -> Vec<Url> {
    let about = dialect.about();
    let address = |road: &ReturnRoad| match road {
        ReturnRoad::OwnPage => dialect.own_page(),
        ReturnRoad::Loopback => {
            Url::parse(&format!("http://127.0.0.1{}", callback_path(about.id))).ok()
        }
        ReturnRoad::DeepLink => deep_link(about.id),
    };
    about.roads.iter().filter_map(address).collect()
}

fn callback_path(network: &str) -> String {
    format!("/callback/{network}")
}

pub(crate) fn deep_link(network: &str) -> Option<Url> {
    Url::parse(&format!("{SCHEME}:{}", callback_path(network))).ok()
}

/// The address that the network leads back to, and the listener behind it.
async fn way_back(
    dialect: &dyn Dialect,
    return_by: ReturnBy,
    arrived: impl Fn(String) + Send + Sync + 'static,
) -> Result<(Url, Option<Loopback>), Unprepared> {
    let about = dialect.about();
    if about.roads.contains(&ReturnRoad::OwnPage) {
        return dialect
            .own_page()
            .map(|page| (page, None))
            .ok_or(Unprepared::NoWayBack);
    }
    if return_by == ReturnBy::Loopback && about.roads.contains(&ReturnRoad::Loopback) {
        match Loopback::open(&callback_path(about.id), arrived).await {
            Ok(loopback) => return Ok((loopback.redirect_uri().clone(), Some(loopback))),
            Err(problem) => tracing::warn!(%problem, "no listener; the app's own link is used"),
        }
    }
    if about.roads.contains(&ReturnRoad::DeepLink) {
        return deep_link(about.id)
            .map(|link| (link, None))
            .ok_or(Unprepared::NoWayBack);
    }
    Err(Unprepared::NoWayBack)
}

#[cfg(test)]
mod tests {
    use networks::Registry;

    use super::*;

    #[test]
    fn a_registration_allows_every_road_that_the_network_may_lead_back_by() {
        let networks = Registry::real();
        let mastodon = networks.get(&"mastodon".parse().unwrap()).unwrap();
        let redirects = registered_redirects(&*mastodon);
        let texts: Vec<&str> = redirects.iter().map(Url::as_str).collect();
        assert_eq!(
            texts,
            [
                "http://127.0.0.1/callback/mastodon",
                "app.greentick:/callback/mastodon"
            ]
        );
    }

    #[tokio::test]
    async fn the_way_back_is_the_chosen_one_where_the_network_leaves_a_choice() {
        let networks = Registry::real();
        let lead = async |network: &str, by| {
            let dialect = networks.get(&network.parse().unwrap()).unwrap();
            let (address, listener) = way_back(&*dialect, by, drop).await.ok().unwrap();
            (address.scheme().to_owned(), listener.is_some())
        };
        let loopback = ("http".to_owned(), true);
        let link = (SCHEME.to_owned(), false);
        let own_page = ("https".to_owned(), false);
        assert_eq!(lead("mastodon", ReturnBy::Loopback).await, loopback);
        assert_eq!(lead("mastodon", ReturnBy::DeepLink).await, link);
        for by in [ReturnBy::Loopback, ReturnBy::DeepLink] {
            assert_eq!(lead("facebook", by).await, own_page);
        }
    }
}
