//! People and videos that exist before anybody clicks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::DAY;
use crate::provider::Person;

const JANA: &str = "afd97af1-b87b-48b9-ac98-410aghda5344";
const TOM: &str = "c41e07d2-5f30-4e6a-9b1c-72d0aa915e08";
const NORA: &str = "e90b6c53-1d84-47f5-8a2e-0c35b7f4d161";
const MILA: &str = "f2267a90-8c3e-4b17-b6d4-5590e1c8a7f3";

/// More than two pages of a listing.
const AGENCY_VIDEOS: u64 = 45;
/// When the newest video was made; one a day before it.
const NEWEST: i64 = 1_790_000_000;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    pub(crate) accounts: BTreeMap<String, Account>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) union_id: String,
    pub(crate) followers: u64,
    pub(crate) following: u64,
    pub(crate) likes: u64,
    pub(crate) videos: Vec<Video>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Video {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Unix seconds.
    pub(crate) made: i64,
    pub(crate) views: u64,
}

pub(crate) fn fresh() -> (Vec<Person>, More) {
    let sample = [
        (
            JANA,
            "Jana Weiss",
            "harbourlane",
            "harbour-lane",
            [12_409, 88, 204_118, 12],
        ),
        (
            TOM,
            "Tom Reyes",
            "studio_ost",
            "studio-ost",
            [3_310, 140, 41_090, 5],
        ),
        (NORA, "Nora Lind", "noralind", "nothing-yet", [0, 0, 0, 0]),
        (
            MILA,
            "Mila Brandt",
            "milabrandt",
            "many-videos",
            [90_211, 412, 1_800_400, AGENCY_VIDEOS],
        ),
    ];
    let mut more = More::default();
    let people = sample.map(|(id, name, handle, password, counts)| {
        more.accounts
            .insert(id.to_owned(), account(id, handle, counts));
        let email = format!("{handle}@practice.example");
        Person::new(id, name, handle, &email, password)
    });
    (people.into(), more)
}

fn account(id: &str, handle: &str, [followers, following, likes, videos]: [u64; 4]) -> Account {
    let mut made = NEWEST;
    let mut all = Vec::new();
    for nth in 0..videos {
        let number = 7_080_213_458_555_737_986 - nth * 104_729;
        all.push(Video {
            id: number.to_string(),
            title: format!("{handle} no. {}", videos - nth),
            made,
            views: 900 + 137 * nth,
        });
        made -= DAY;
    }
    Account {
        union_id: id.chars().rev().collect(),
        followers,
        following,
        likes,
        videos: all,
    }
}
