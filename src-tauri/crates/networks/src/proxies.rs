//! Over which proxy a request goes: the one of the environment or the system, else the one that the
//! desktop's settings name. It is asked for anew each time, since a computer is carried from one
//! network to another.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::time::timeout;
use url::Url;

/// The proxy that the desktop's settings name for an address, with the name and the password that
/// stand there. May wait for the desktop.
pub type DesktopProxy = dyn Fn(&Url) -> Option<Url> + Send + Sync;

/// A desktop that does not say it in this time has not changed it.
const SAID_WITHIN: Duration = Duration::from_secs(3);

/// What the library that sends can speak with.
const SPOKEN: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// The proxies of one run.
pub(crate) struct Proxies {
    desktop: Arc<DesktopProxy>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// By whom they are for.
    of_host: HashMap<String, Option<Url>>,
    names: BTreeSet<String>,
    /// What was logged last.
    told: Option<Option<Found>>,
}

/// A proxy without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    place: String,
    set_in: &'static str,
}

impl Proxies {
    pub fn new(desktop: Arc<DesktopProxy>) -> Proxies {
        Proxies {
            desktop,
            known: Mutex::default(),
        }
    }

    /// Finds out which one is set for an address at this time.
    pub async fn look_up(&self, url: &Url) {
        let (desktop, address) = (self.desktop.clone(), url.clone());
        let looking = tokio::task::spawn_blocking(move || look_up(&*desktop, &address));
        let Ok(Ok(found)) = timeout(SAID_WITHIN, looking).await else {
            return;
        };
        let told = found.as_ref().map(|(proxy, set_in)| Found {
            place: place(proxy),
            set_in,
        });
        let mut known = self.known();
        if let Some((proxy, _)) = &found {
            known
                .names
                .extend(proxy.host_str().map(str::to_ascii_lowercase));
        }
        let proxy = found.map(|(proxy, _)| proxy);
        known.of_host.insert(url.authority().to_owned(), proxy);
        if known.told.as_ref() != Some(&told) {
            match &told {
                Some(Found { place, set_in }) => {
                    tracing::info!(proxy = place, set_in, "the networks are reached by a proxy");
                }
                None => tracing::info!("the networks are reached without a proxy"),
            }
            known.told = Some(told);
        }
    }

    /// The one that was found for an address.
    pub fn of(&self, url: &Url) -> Option<Url> {
        self.known().of_host.get(url.authority())?.clone()
    }

    /// The one that was used last, as a person knows it: its name and port.
    pub fn name(&self) -> Option<String> {
        let known = self.known();
        let told = known.told.clone().flatten()?;
        Some(told.place)
    }

    /// Whether a name is that of a proxy, which may be in this house.
    pub fn is_one(&self, name: &str) -> bool {
        self.known().names.contains(&name.to_ascii_lowercase())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn look_up(desktop: &DesktopProxy, url: &Url) -> Option<(Url, &'static str)> {
    let of_system = of_system(url).map(|proxy| (proxy, "environment or system"));
    let found = of_system.or_else(|| Some((desktop(url)?, "desktop")))?;
    let spoken = SPOKEN.contains(&found.0.scheme());
    spoken.then_some(found)
}

/// The environment's, and on macOS and Windows the system's.
fn of_system(url: &Url) -> Option<Url> {
    // What else stands in the address is nobody's business here.
    let origin = url.origin().ascii_serialization().parse().ok()?;
    let found = Matcher::from_system().intercept(&origin)?;
    let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
    let (name, password) = credentials(&found).unwrap_or_default();
    let taken = proxy.set_username(&name);
    let taken = taken.and_then(|()| {
        proxy.set_password(
            Some(&password)
                .filter(|p| !p.is_empty())
                .map(String::as_str),
        )
    });
    taken.is_ok().then_some(proxy)
}

fn credentials(found: &Intercept) -> Option<(String, String)> {
    if let Some((name, password)) = found.raw_auth() {
        return Some((name.to_owned(), password.to_owned()));
    }
    let said = found.basic_auth()?.to_str().ok()?;
    let said = STANDARD.decode(said.strip_prefix("Basic ")?).ok()?;
    let said = String::from_utf8(said).ok()?;
    let (name, password) = said.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

/// Name and port, and never the password.
fn place(proxy: &Url) -> String {
    let host = proxy.host_str().unwrap_or_default();
    match proxy.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[tokio::test]
    async fn what_the_desktop_names_is_used_and_its_password_told_to_nobody() {
        let desktop = |of: &Url| {
            let corporate = of.host_str() == Some("social.example");
            corporate.then(|| url("http://mila:geheim@Proxy.corp:3128"))
        };
        let proxies = Proxies::new(Arc::new(desktop));
        let address = url("https://social.example/api?token=1");
        assert_eq!(proxies.of(&address), None, "nobody asked yet");
        proxies.look_up(&address).await;
        let proxy = proxies.of(&address).unwrap();
        assert_eq!(proxy.password(), Some("geheim"));
        assert_eq!(proxies.name().as_deref(), Some("proxy.corp:3128"));
        // It may be in this house, and nobody else may.
        assert!(proxies.is_one("proxy.corp") && !proxies.is_one("social.example"));
        proxies.look_up(&url("https://other.example/")).await;
        assert_eq!(proxies.of(&url("https://other.example/")), None);
        assert_eq!(proxies.name(), None);
    }

    #[tokio::test]
    async fn a_proxy_of_a_kind_that_cannot_be_spoken_with_is_none() {
        let desktop = |_: &Url| Some(url("quic://proxy.corp:1"));
        let proxies = Proxies::new(Arc::new(desktop));
        let address = url("https://social.example/");
        proxies.look_up(&address).await;
        assert_eq!(proxies.of(&address), None);
    }
}
