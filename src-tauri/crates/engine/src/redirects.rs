//! The addresses that a network may lead back to.

use networks::{Dialect, RedirectMethod, Redirects};
use url::Url;

/// The scheme of the app's own links (RFC 8252 section 7.1).
pub(crate) const SCHEME: &str = "app.greentick";

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

/// Every address that a registration must allow. The port of a loopback address may vary at the
/// time of the request (RFC 8252 section 7.3).
pub(crate) fn registered_redirects(dialect: &dyn Dialect, word: Option<&Word>) -> Vec<Url> {
    let about = dialect.about();
    let path = callback_path(about.id, word);
    let address = |road: &RedirectMethod| match road {
        RedirectMethod::OwnPage => dialect.own_page(),
        RedirectMethod::Loopback => Url::parse(&format!("http://127.0.0.1{path}")).ok(),
        RedirectMethod::LoopbackAt { host, port } => {
            Url::parse(&format!("http://{host}:{port}{path}")).ok()
        }
        RedirectMethod::DeepLink => deep_link(about.id, word),
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

pub(crate) fn callback_path(network: &str, word: Option<&Word>) -> String {
    match word {
        Some(word) => format!("/callback/{network}/{}", word.as_str()),
        None => format!("/callback/{network}"),
    }
}

pub(crate) fn deep_link(network: &str, word: Option<&Word>) -> Option<Url> {
    Url::parse(&format!("{SCHEME}:{}", callback_path(network, word))).ok()
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
}
