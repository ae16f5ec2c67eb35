//! People and channels that exist before anybody clicks, and what the network knows of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::provider::Person;

const JANA: &str = "104857392018465720193";
const TOM: &str = "112930475618320547842";
const NORA: &str = "118019364720583311369";
const MILA: &str = "108832047195631206458";

const AGENCY_CHANNELS: u64 = 60;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    pub(crate) channels: Vec<Channel>,
    /// The project is external and in Testing.
    pub(crate) testing: bool,
    /// The developer switched the Data API off in the project.
    pub(crate) api_off: bool,
    /// People whose YouTube account is closed.
    pub(crate) closed: BTreeSet<String>,
    /// People whose employer forbids the app.
    pub(crate) restricted: BTreeSet<String>,
    /// Approvals whose refresh tokens wait for a new sign-in that the employer demands.
    pub(crate) reauth: BTreeSet<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) handle: String,
    /// A channel of a Brand Account has managers, one of a person only that person.
    pub(crate) brand: bool,
    pub(crate) managers: Vec<String>,
    pub(crate) lost_by: Vec<String>,
    pub(crate) deleted: bool,
    pub(crate) subscribers: u64,
    pub(crate) views: u64,
    pub(crate) videos: u64,
}

impl Channel {
    pub(crate) fn is_of(&self, person: &str) -> bool {
        self.managers.iter().any(|id| id == person)
    }

    pub(crate) fn lost(&self, person: &str) -> bool {
        self.lost_by.iter().any(|id| id == person)
    }

    fn is_called(&self, asked: &str) -> bool {
        self.id == asked
            || self.title.eq_ignore_ascii_case(asked)
            || self
                .handle
                .eq_ignore_ascii_case(asked.trim_start_matches('@'))
    }
}

impl More {
    /// What Google's chooser offers.
    pub(crate) fn channels_of<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a Channel> {
        self.channels
            .iter()
            .filter(move |c| c.is_of(person) && !c.lost(person) && !c.deleted)
    }

    pub(crate) fn channel(&self, asked: &str) -> Option<&Channel> {
        self.channels.iter().find(|known| known.is_called(asked))
    }

    pub(crate) fn channel_mut(&mut self, asked: &str) -> Option<&mut Channel> {
        self.channels.iter_mut().find(|c| c.is_called(asked))
    }
}

pub(crate) fn fresh() -> (Vec<Person>, More) {
    let brand = true;
    let mut channels = vec![
        channel(
            "UCjW5harbourWeissJana01a",
            "Jana Weiss",
            !brand,
            &[JANA],
            [214, 9_120, 11],
        ),
        channel(
            "UC8bHarbourLaneBakery0Qw",
            "Harbour Lane Bakery",
            brand,
            &[JANA],
            [48_273, 3_904_112, 187],
        ),
        channel(
            "UCr2NorthwindLogistics-g",
            "Northwind Logistics",
            brand,
            &[JANA, TOM],
            [1_236, 148_003, 42],
        ),
        channel(
            "UCxAcmeCoffee_roasters7A",
            "Acme Coffee",
            brand,
            &[JANA],
            [7_851, 611_940, 96],
        ),
        channel(
            "UCq4StudioOstFilms-w0MnA",
            "Studio Ost",
            brand,
            &[TOM],
            [90_417, 12_604_773, 318],
        ),
    ];
    for nth in 1..=AGENCY_CHANNELS {
        channels.push(channel(
            &format!("UCBrandtChannel-w00{nth:04}Q"),
            &format!("Client {nth}"),
            brand,
            &[MILA],
            [100 + 1_313 * nth, 90_000 + 7_001 * nth, 3 + nth],
        ));
    }
    let people = vec![
        person(JANA, "Jana Weiss", "jana", "harbour-lane"),
        person(TOM, "Tom Reyes", "tom", "studio-ost"),
        person(NORA, "Nora Lind", "nora", "no-channel-yet"),
        person(MILA, "Mila Brandt", "mila", "many-channels"),
    ];
    let more = More {
        channels,
        ..More::default()
    };
    (people, more)
}

/// A name and an address for tokens that tell who somebody is; neither ever changes.
pub(crate) fn known_as(person: &str) -> (String, String) {
    let (people, _) = fresh();
    let found = people.into_iter().find(|known| known.id == person);
    found.map(|p| (p.name, p.email)).unwrap_or_default()
}

fn person(id: &str, name: &str, handle: &str, password: &str) -> Person {
    let email = format!("{handle}@practice.example");
    Person::new(id, name, handle, &email, password)
}

fn channel(
    id: &str,
    title: &str,
    brand: bool,
    managers: &[&str],
    [subscribers, views, videos]: [u64; 3],
) -> Channel {
    Channel {
        id: id.to_owned(),
        title: title.to_owned(),
        handle: title.replace(' ', "").to_lowercase(),
        brand,
        managers: managers.iter().map(|&id| id.to_owned()).collect(),
        lost_by: Vec::new(),
        deleted: false,
        subscribers,
        views,
        videos,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channel_ids_look_like_channel_ids_and_differ() {
        let (_, more) = fresh();
        let ids: BTreeSet<_> = more.channels.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids.len(), more.channels.len());
        for id in ids {
            assert!(id.starts_with("UC") && id.len() == 24, "{id} {}", id.len());
        }
        assert_eq!(more.channels_of(JANA).count(), 4);
        assert_eq!(more.channels_of(NORA).count(), 0);
        assert_eq!(more.channels_of(MILA).count(), 60);
    }
}
