//! The list of networks.

use std::sync::Arc;

use domain::Network;
use url::Url;

use crate::Dialect;

// A network is added by its folder, these two lines and its place in the list below.
#[path = "bluesky/mod.rs"]
mod bluesky;
#[path = "facebook/mod.rs"]
mod facebook;
#[path = "instagram/mod.rs"]
mod instagram;
#[path = "instagramviafacebook/mod.rs"]
mod instagramviafacebook;
#[path = "linkedin/mod.rs"]
mod linkedin;
#[path = "mastodon/mod.rs"]
mod mastodon;
#[path = "pinterest/mod.rs"]
mod pinterest;
#[path = "threads/mod.rs"]
mod threads;
#[path = "tiktok/mod.rs"]
mod tiktok;
#[path = "x/mod.rs"]
mod x;
#[path = "youtube/mod.rs"]
mod youtube;

pub use mastodon::PRACTICE_INSTANCE;

macro_rules! networks {
    ($($module:ident::$name:ident),+ $(,)?) => {
        /// The real networks.
        pub fn real() -> Registry {
            Registry::of(vec![$(Arc::new($module::$name::real())),+])
        }

        /// The practice networks, each at the origin that `origin` tells for its short name.
        pub fn practice(origin: impl Fn(&str) -> Url) -> Registry {
            Registry::of(vec![$(Arc::new($module::$name::practice(&origin))),+])
        }
    };
}

/// The networks of this run: either all real or all practice.
#[derive(Clone)]
pub struct Registry(Arc<[(Network, Arc<dyn Dialect>)]>);

impl Registry {
    // In the order in which they are offered.
    networks![
        facebook::Facebook,
        instagram::Instagram,
        instagramviafacebook::InstagramViaFacebook,
        threads::Threads,
        x::X,
        linkedin::LinkedIn,
        youtube::YouTube,
        pinterest::Pinterest,
        tiktok::TikTok,
        mastodon::Mastodon,
        bluesky::Bluesky,
    ];

    /// The networks of these dialects, in this order. A dialect whose short name is none is left
    /// out.
    pub fn of(dialects: Vec<Arc<dyn Dialect>>) -> Registry {
        let named = dialects.into_iter().filter_map(|dialect| {
            let network = dialect.about().id.parse().ok()?;
            Some((network, dialect))
        });
        Registry(named.collect())
    }

    /// Bluesky alone, with a directory and a resolver of one's own, and with `server` as the one
    /// server that accounts live on, also without https. For tests before a server that is run on
    /// this computer.
    pub fn bluesky_at(directory: Url, resolver: Url, server: Url) -> Registry {
        let bluesky = bluesky::Bluesky::at(directory, resolver, server);
        Registry::of(vec![Arc::new(bluesky)])
    }

    /// The dialect of a network.
    pub fn get(&self, network: &Network) -> Option<Arc<dyn Dialect>> {
        self.0
            .iter()
            .find(|(known, _)| known == network)
            .map(|(_, dialect)| dialect.clone())
    }

    /// All networks in the order in which they are offered.
    pub fn iter(&self) -> impl Iterator<Item = (&Network, &Arc<dyn Dialect>)> {
        self.0.iter().map(|(network, dialect)| (network, dialect))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_has_a_short_name_of_its_own() {
        let practice = Registry::practice(|_| crate::address::fixed("http://127.0.0.1:9"));
        for registry in [Registry::real(), practice] {
            let mut names: Vec<_> = registry
                .iter()
                .map(|(network, _)| network.clone())
                .collect();
            let all = names.len();
            assert!(all > 1);
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all);
        }
    }
}
