//! Twelve connections over all networks, for whoever wants to see the app at work before registering
//! anything. Each is made by a real sign-in; nothing here opens a door that others have not.

use crate::practice::Practice;
use crate::{
    bluesky, facebook, instagram, linkedin, mastodon, pinterest, threads, tiktok, x, youtube,
};

/// One sign-in of the sample.
#[derive(Debug, Clone, Copy)]
pub struct SampleSignIn {
    /// The client that what is connected belongs to.
    pub client: &'static str,
    /// The network, by the app's name of it.
    pub network: &'static str,
    /// What a person types where the network has servers or handles.
    pub typed: Option<&'static str>,
    /// Who signs in, as the sign-in pages name them.
    pub person: &'static str,
    /// The page to connect, by name, where the person has several.
    pub page: Option<&'static str>,
}

const BAKERY: &str = "Harbour Lane Bakery";
const NORTHWIND: &str = "Northwind Logistics";
const ACME: &str = "Acme Coffee";
const JANA: &str = "Jana Weiss";
const TOM: &str = "Tom Reyes";

/// Instagram, reached through a login and an app of Facebook, which serves it.
const THROUGH: &str = "instagramviafacebook";

/// The sign-ins of the sample, in the order in which they are made: three clients, twelve pages.
pub const SAMPLE: [SampleSignIn; 12] = [
    of(BAKERY, facebook::NAME, JANA).page(BAKERY),
    of(NORTHWIND, linkedin::NAME, TOM).page(NORTHWIND),
    of(ACME, mastodon::NAME, "@alice").typed("mastodon.practice"),
    of(BAKERY, instagram::NAME, JANA),
    of(NORTHWIND, facebook::NAME, TOM).page(NORTHWIND),
    of(ACME, bluesky::NAME, ACME).typed("acme.practice"),
    of(BAKERY, tiktok::NAME, JANA),
    of(NORTHWIND, THROUGH, TOM).page(NORTHWIND),
    of(ACME, threads::NAME, JANA),
    of(BAKERY, pinterest::NAME, JANA),
    of(NORTHWIND, youtube::NAME, TOM).page(NORTHWIND),
    of(ACME, x::NAME, JANA),
];

const fn of(client: &'static str, network: &'static str, person: &'static str) -> SampleSignIn {
    SampleSignIn {
        client,
        network,
        typed: None,
        person,
        page: None,
    }
}

impl SampleSignIn {
    const fn page(self, page: &'static str) -> SampleSignIn {
        let page = Some(page);
        SampleSignIn { page, ..self }
    }

    const fn typed(self, typed: &'static str) -> SampleSignIn {
        let typed = Some(typed);
        SampleSignIn { typed, ..self }
    }
}

impl Practice {
    /// What the sample shows beside green ticks: one connection is broken, one ends soon.
    pub fn trouble_the_sample(&self) {
        self.let_happen(instagram::NAME, "password_changed", Some(JANA));
        self.let_happen(facebook::NAME, "aged", Some(JANA));
    }
}
