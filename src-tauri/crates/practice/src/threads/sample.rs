//! The people of the practice Threads: three with a profile, one of them private and one with very
//! many posts, and one without.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::clock::DAY;
use crate::provider::{Person, State};

pub(super) const JANA: &str = "9556174083926518";
const TOM: &str = "9612840375519826";
const NORA: &str = "9487350162284937";
const MILA: &str = "9735021864407193";

pub(super) const DATA_ACCESS: i64 = 90 * DAY;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    profiles: BTreeMap<String, Profile>,
    /// Whose data access ended by trouble, until they approve again.
    lapsed: BTreeSet<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(super) private: bool,
    pub(super) biography: String,
    pub(super) verified: bool,
    pub(super) followers: u64,
    pub(super) posts: u64,
}

pub(super) fn fresh() -> (Vec<Person>, More) {
    let person = |id, name, handle, password| {
        let email = format!("{handle}@practice.example");
        Person::new(id, name, handle, &email, password)
    };
    let people = vec![
        person(JANA, "Jana Weiss", "harbourlane", "harbour-lane"),
        person(TOM, "Tom Reyes", "studio_ost", "studio-ost"),
        person(NORA, "Nora Lind", "noralind", "nothing-yet"),
        person(MILA, "Mila Brandt", "brandt.agency", "many-clients"),
    ];
    let profile = |biography: &str, private, verified, followers, posts| Profile {
        private,
        biography: biography.to_owned(),
        verified,
        followers,
        posts,
    };
    let profiles = [
        (
            JANA,
            profile("Bread by the water.", false, false, 2_310, 168),
        ),
        (TOM, profile("Graphic design.", true, false, 640, 31)),
        (
            MILA,
            profile("We look after shops.", false, true, 18_204, 3_140),
        ),
    ];
    let profiles = profiles.map(|(id, profile)| (id.to_owned(), profile));
    let more = More {
        profiles: profiles.into(),
        lapsed: BTreeSet::new(),
    };
    (people, more)
}

impl More {
    pub(super) fn profile(&self, person: &str) -> Option<&Profile> {
        self.profiles.get(person)
    }

    pub(super) fn about(&self, person: &Person) -> String {
        match self.profile(&person.id) {
            None => "no Threads profile".to_owned(),
            Some(profile) if profile.private => format!("@{}, private", person.handle),
            Some(_) => format!("@{}", person.handle),
        }
    }

    /// [I] The approval of a private profile is documented to last ninety days; that it ends as
    /// Facebook's data access does is a guess.
    pub(super) fn lapsed(&self, state: &State<More>, person: &str, now: i64) -> bool {
        let private = self.profile(person).is_some_and(|profile| profile.private);
        let over = data_access_expires_at(state, person) <= now;
        self.has_lapsed(person) || (private && over)
    }

    pub(super) fn has_lapsed(&self, person: &str) -> bool {
        self.lapsed.contains(person)
    }

    pub(super) fn lapse(&mut self, person: &str) -> bool {
        self.lapsed.insert(person.to_owned())
    }

    pub(super) fn engaged(&mut self, person: &str) {
        self.lapsed.remove(person);
    }
}

pub(super) fn data_access_expires_at(state: &State<More>, person: &str) -> i64 {
    let grant = state.grants.get(person);
    grant.map_or(0, |grant| grant.at + DATA_ACCESS)
}
