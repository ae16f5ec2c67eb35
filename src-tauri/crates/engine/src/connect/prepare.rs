//! What a sign-in needs before its page can be opened: an app that the network knows, and a way
//! back.

use std::sync::Arc;

use domain::{Host, Network, Timestamp, Trouble, Unavailable};
use networks::{
    AppCredentialsFrom, AuthorizationRequest, CallContext, Dialect, ProviderError, RedirectMethod,
    SignInPage, Transport, converse,
};
use protocol::{RedirectPreference, TakenPort};
use tokio::sync::oneshot;
use url::Url;

use super::listeners::{Listeners, Listening};
use super::loopback_page::Heard;
use crate::redirects::{Word, callback_path, deep_link};
use crate::store::{KeptApp, Store, unreadable, unwritten};

/// What a sign-in needs before its page can be opened.
pub(crate) struct Prepared {
    pub page: SignInPage,
    /// What was asked for at the page, with the address that it leads back to.
    pub asked: AuthorizationRequest,
    pub loopback: Option<Listening>,
    /// The server at which it is: another one than was typed, where accounts live elsewhere.
    pub host: Option<Host>,
}

/// What is to be prepared, and with what.
pub(crate) struct Preparing {
    pub dialect: Arc<dyn Dialect>,
    pub transport: Arc<dyn Transport>,
    pub store: Store,
    pub listeners: Listeners,
    pub network: Network,
    pub host: Option<Host>,
    /// Whether it is for a location that lives there: who is at home on another server is another
    /// account, whatever its number is.
    pub lives_there: bool,
    pub return_by: RedirectPreference,
    /// Ends the path that a registration gets of its own.
    pub word: Word,
    pub now: Timestamp,
}

/// Why a sign-in cannot start.
pub(crate) enum Unprepared {
    AppNeeded,
    AppRefused,
    /// Nothing that could be read came back.
    NoAnswer(Unavailable),
    /// What was typed is no instance; its accounts may live on one.
    NotHere,
    NoAccount,
    /// It does not know the permissions that are asked for.
    ServerTooOld,
    /// It speaks for another server.
    IssuerMismatch,
    /// This computer could not go on.
    Here(Trouble),
    NoWayBack,
    PortTaken(TakenPort),
}

impl Preparing {
    /// Brings all together. `ask` words what is asked for once the way back is known; `arrived` is
    /// called with what comes back over this computer.
    pub async fn run(
        self,
        ask: impl FnOnce(Url) -> AuthorizationRequest + Send,
        arrived: impl Arrived,
    ) -> Result<Prepared, Unprepared> {
        if self.dialect.about().app == AppCredentialsFrom::RunTime {
            return self.at_instance(ask, arrived).await;
        }
        // What the network gives cannot be asked for again: there must be a place for it.
        let room = self.store.secure_room().await;
        room.map_err(|problem| Unprepared::Here(unwritten(&problem)))?;
        let (network, host) = (self.network.clone(), self.host.clone());
        let kept = self.store.app_of(&*self.dialect, network, host).await;
        let kept = kept.map_err(|problem| Unprepared::Here(unreadable(&problem)))?;
        let kept = kept.ok_or(Unprepared::AppNeeded)?;
        let way = way_back(
            &*self.dialect,
            &self.listeners,
            RedirectOptions {
                return_by: self.return_by,
                port: None,
                word: None,
            },
            arrived,
        );
        let (redirect_uri, loopback) = way.await?;
        let asked = ask(redirect_uri);
        let page = self.find_page(&kept, &asked).await?;
        Ok(Prepared {
            page,
            asked,
            loopback,
            host: self.host,
        })
    }

    /// The sign-in page of an app.
    pub(super) async fn find_page(
        &self,
        kept: &KeptApp,
        asked: &AuthorizationRequest,
    ) -> Result<SignInPage, Unprepared> {
        let caller = CallContext {
            app: kept.app.clone(),
            host: self.host.clone(),
            now: self.now,
        };
        let step = self.dialect.authorize(caller, asked.clone());
        let page = converse(&*self.transport, step).await;
        page.map_err(|refusal| match refusal {
            ProviderError::AskLater(hiccup, _) => Unprepared::NoAnswer(hiccup),
            ProviderError::NotOffered => Unprepared::NotHere,
            ProviderError::No(_) | ProviderError::StartAnew => Unprepared::NoAccount,
            ProviderError::AppRefused => Unprepared::AppRefused,
            ProviderError::ScopeRefused => Unprepared::ServerTooOld,
            ProviderError::IssuerMismatch => Unprepared::IssuerMismatch,
            ProviderError::Here(trouble) => Unprepared::Here(trouble),
        })
    }
}

pub(crate) type WayBack = (Url, Option<Listening>);

/// What is wished of a way back.
#[derive(Clone, Copy)]
pub(crate) struct RedirectOptions<'a> {
    pub return_by: RedirectPreference,
    /// A port that is known already, taken where that is free.
    pub port: Option<u16>,
    pub word: Option<&'a Word>,
}

/// Is told each address that came back over this computer, and says what became of it.
pub(crate) trait Arrived:
    Fn(String) -> oneshot::Receiver<Heard> + Clone + Send + Sync + 'static
{
}

impl<F: Fn(String) -> oneshot::Receiver<Heard> + Clone + Send + Sync + 'static> Arrived for F {}

/// The address that the network leads back to, and the listener behind it: the chosen kind of road
/// where the network has it, else whatever it has.
pub(crate) async fn way_back(
    dialect: &dyn Dialect,
    listeners: &Listeners,
    options: RedirectOptions<'_>,
    arrived: impl Arrived,
) -> Result<WayBack, Unprepared> {
    let about = dialect.about();
    let link = || {
        about
            .roads
            .contains(&RedirectMethod::DeepLink)
            .then(|| deep_link(about.id, options.word))
            .flatten()
    };
    if about.roads.contains(&RedirectMethod::OwnPage) {
        return dialect
            .own_page()
            .map(|page| (page, None))
            .ok_or(Unprepared::NoWayBack);
    }
    if let (RedirectPreference::DeepLink, Some(link)) = (options.return_by, link()) {
        return Ok((link, None));
    }
    let path = callback_path(about.id, options.word);
    let listener = about.roads.iter().find_map(|road| match *road {
        RedirectMethod::Loopback => Some(None),
        RedirectMethod::LoopbackAt { host, port } => Some(Some((host, port))),
        RedirectMethod::OwnPage | RedirectMethod::DeepLink => None,
    });
    let opened = match listener {
        Some(Some(place)) => Some(listeners.at(place, &path, arrived).await),
        Some(None) => Some(listeners.somewhere(options.port, &path, arrived).await),
        None => None,
    };
    match (opened, link()) {
        (Some(Ok(loopback)), _) => Ok((loopback.redirect_uri().clone(), Some(loopback))),
        (Some(Err(_)), Some(link)) => {
            tracing::info!("the app's own link is used");
            Ok((link, None))
        }
        (Some(Err(taken)), _) => Err(Unprepared::PortTaken(taken)),
        (None, Some(link)) => Ok((link, None)),
        (None, _) => Err(Unprepared::NoWayBack),
    }
}

#[cfg(test)]
mod tests {
    use networks::Registry;

    use super::*;
    use crate::redirects::SCHEME;

    #[tokio::test]
    async fn the_way_back_is_the_chosen_one_where_the_network_leaves_a_choice() {
        let networks = Registry::real();
        let unheard = |_| oneshot::channel().1;
        let lead = async |network: &str, by| {
            let dialect = networks.get(&network.parse().unwrap()).unwrap();
            let word = Word::from_random(&[7; 8]);
            let options = RedirectOptions {
                return_by: by,
                port: None,
                word: Some(&word),
            };
            let way = way_back(&*dialect, &Listeners::default(), options, unheard).await;
            let (address, listener) = way.ok().unwrap();
            let path = address.path().to_owned();
            (address.scheme().to_owned(), path, listener.is_some())
        };
        let path = || "/callback/mastodon/0707070707070707".to_owned();
        let loopback = ("http".to_owned(), path(), true);
        let link = (SCHEME.to_owned(), path(), false);
        let page = "/connect/login_success.html".to_owned();
        let own_page = ("https".to_owned(), page, false);
        assert_eq!(
            lead("mastodon", RedirectPreference::Loopback).await,
            loopback
        );
        assert_eq!(lead("mastodon", RedirectPreference::DeepLink).await, link);
        for by in [RedirectPreference::Loopback, RedirectPreference::DeepLink] {
            assert_eq!(lead("facebook", by).await, own_page);
        }
    }
}
