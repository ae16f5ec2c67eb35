//! What a sign-in needs before its page can be opened: an app that the network knows, and a way
//! back.

use std::sync::Arc;

use domain::{Hiccup, Host, Network, Timestamp, Trouble};
use networks::{
    AppCredentialsFrom, Ask, Caller, Dialect, Redirects, Refusal, ReturnRoad, SignInPage,
    Transport, converse,
};
use protocol::{ReturnBy, TakenPort};
use tokio::sync::oneshot;
use url::Url;

use super::listeners::{Listeners, Listening};
use super::loopback_page::Heard;
use crate::store::{KeptApp, Store, unreadable, unwritten};

/// The scheme of the app's own links (RFC 8252 section 7.1).
pub(crate) const SCHEME: &str = "app.greentick";

/// What a sign-in needs before its page can be opened.
pub(crate) struct Prepared {
    pub page: SignInPage,
    /// What was asked for at the page, with the address that it leads back to.
    pub asked: Ask,
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
    pub return_by: ReturnBy,
    /// Ends the path that a registration gets of its own.
    pub word: Word,
    pub now: Timestamp,
}

/// Ends the path that a server leads back to, and no other does: what was brought from one server
/// to the sign-in at another comes to the wrong path (RFC 9700 section 4.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word(String);

impl Word {
    pub fn from_random(bytes: &[u8; 8]) -> Word {
        Word(format!("{:016x}", u64::from_be_bytes(*bytes)))
    }

    /// One that was kept; none where somebody wrote something else, of which a path could be made
    /// that leads elsewhere.
    pub fn read_back(text: &str) -> Option<Word> {
        let is_ours = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 16 && text.bytes().all(is_ours)).then(|| Word(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a sign-in cannot start.
pub(crate) enum Unprepared {
    AppNeeded,
    AppRefused,
    /// Nothing that could be read came back.
    NoAnswer(Hiccup),
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
        ask: impl FnOnce(Url) -> Ask + Send,
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
            Wish {
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
        asked: &Ask,
    ) -> Result<SignInPage, Unprepared> {
        let caller = Caller {
            app: kept.app.clone(),
            host: self.host.clone(),
            now: self.now,
        };
        let step = self.dialect.authorize(caller, asked.clone());
        let page = converse(&*self.transport, step).await;
        page.map_err(|refusal| match refusal {
            Refusal::AskLater(hiccup, _) => Unprepared::NoAnswer(hiccup),
            Refusal::NotOffered => Unprepared::NotHere,
            Refusal::No(_) | Refusal::StartAnew => Unprepared::NoAccount,
            Refusal::AppRefused => Unprepared::AppRefused,
            Refusal::ScopeRefused => Unprepared::ServerTooOld,
            Refusal::IssuerMismatch => Unprepared::IssuerMismatch,
            Refusal::Here(trouble) => Unprepared::Here(trouble),
        })
    }
}

/// Every address that a registration must allow. The port of a loopback address may vary at the
/// time of the request (RFC 8252 section 7.3).
pub(crate) fn registered_redirects(dialect: &dyn Dialect, word: Option<&Word>) -> Vec<Url> {
    let about = dialect.about();
    let path = callback_path(about.id, word);
    let address = |road: &ReturnRoad| match road {
        ReturnRoad::OwnPage => dialect.own_page(),
        ReturnRoad::Loopback => Url::parse(&format!("http://127.0.0.1{path}")).ok(),
        ReturnRoad::LoopbackAt { host, port } => {
            Url::parse(&format!("http://{host}:{port}{path}")).ok()
        }
        ReturnRoad::DeepLink => deep_link(about.id, word),
    };
    about.roads.iter().filter_map(address).collect()
}

/// The addresses that the user enters at the network's console, as they are written there.
pub(crate) fn redirects_to_enter(dialect: &dyn Dialect) -> Vec<String> {
    let about = dialect.about();
    match about.redirects {
        Redirects::Written(address) => vec![address.to_owned()],
        Redirects::OfRoads if about.app.user().is_some() => {
            let all = registered_redirects(dialect, None);
            all.into_iter().map(String::from).collect()
        }
        Redirects::OfRoads | Redirects::Unregistered => vec![],
    }
}

fn callback_path(network: &str, word: Option<&Word>) -> String {
    match word {
        Some(word) => format!("/callback/{network}/{}", word.as_str()),
        None => format!("/callback/{network}"),
    }
}

pub(crate) fn deep_link(network: &str, word: Option<&Word>) -> Option<Url> {
    Url::parse(&format!("{SCHEME}:{}", callback_path(network, word))).ok()
}

pub(crate) type WayBack = (Url, Option<Listening>);

/// What is wished of a way back.
#[derive(Clone, Copy)]
pub(crate) struct Wish<'a> {
    pub return_by: ReturnBy,
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
    wish: Wish<'_>,
    arrived: impl Arrived,
) -> Result<WayBack, Unprepared> {
    let about = dialect.about();
    let link = || {
        about
            .roads
            .contains(&ReturnRoad::DeepLink)
            .then(|| deep_link(about.id, wish.word))
            .flatten()
    };
    if about.roads.contains(&ReturnRoad::OwnPage) {
        return dialect
            .own_page()
            .map(|page| (page, None))
            .ok_or(Unprepared::NoWayBack);
    }
    if let (ReturnBy::DeepLink, Some(link)) = (wish.return_by, link()) {
        return Ok((link, None));
    }
    let path = callback_path(about.id, wish.word);
    let listener = about.roads.iter().find_map(|road| match *road {
        ReturnRoad::Loopback => Some(None),
        ReturnRoad::LoopbackAt { host, port } => Some(Some((host, port))),
        ReturnRoad::OwnPage | ReturnRoad::DeepLink => None,
    });
    let opened = match listener {
        Some(Some(place)) => Some(listeners.at(place, &path, arrived).await),
        Some(None) => Some(listeners.somewhere(wish.port, &path, arrived).await),
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

    #[test]
    fn a_registration_allows_every_road_that_the_network_may_lead_back_by() {
        let networks = Registry::real();
        let mastodon = networks.get(&"mastodon".parse().unwrap()).unwrap();
        let redirects = |word: Option<&Word>| {
            let all = registered_redirects(&*mastodon, word).into_iter();
            all.map(String::from).collect::<Vec<_>>()
        };
        assert_eq!(
            redirects(None),
            [
                "http://127.0.0.1/callback/mastodon",
                "app.greentick:/callback/mastodon"
            ]
        );
        let word = Word::from_random(&[0, 0, 0, 0, 0, 0, 1, 0xfe]);
        assert_eq!(
            redirects(Some(&word)),
            [
                "http://127.0.0.1/callback/mastodon/00000000000001fe",
                "app.greentick:/callback/mastodon/00000000000001fe"
            ]
        );
        assert_eq!(Word::read_back(word.as_str()), Some(word));
    }

    #[test]
    fn what_somebody_wrote_in_place_of_a_word_is_none() {
        for odd in [
            "",
            "00000000000001f",
            "00000000000001feb",
            "00000000000001FE",
            "@evil.example/01",
            "../../../../x/01",
            "0000000000001f\u{e9}",
        ] {
            assert_eq!(Word::read_back(odd), None, "{odd}");
        }
    }

    #[tokio::test]
    async fn the_way_back_is_the_chosen_one_where_the_network_leaves_a_choice() {
        let networks = Registry::real();
        let unheard = |_| oneshot::channel().1;
        let lead = async |network: &str, by| {
            let dialect = networks.get(&network.parse().unwrap()).unwrap();
            let word = Word::from_random(&[7; 8]);
            let wish = Wish {
                return_by: by,
                port: None,
                word: Some(&word),
            };
            let way = way_back(&*dialect, &Listeners::default(), wish, unheard).await;
            let (address, listener) = way.ok().unwrap();
            let path = address.path().to_owned();
            (address.scheme().to_owned(), path, listener.is_some())
        };
        let path = || "/callback/mastodon/0707070707070707".to_owned();
        let loopback = ("http".to_owned(), path(), true);
        let link = (SCHEME.to_owned(), path(), false);
        let page = "/connect/login_success.html".to_owned();
        let own_page = ("https".to_owned(), page, false);
        assert_eq!(lead("mastodon", ReturnBy::Loopback).await, loopback);
        assert_eq!(lead("mastodon", ReturnBy::DeepLink).await, link);
        for by in [ReturnBy::Loopback, ReturnBy::DeepLink] {
            assert_eq!(lead("facebook", by).await, own_page);
        }
    }
}
