//! People and boards that exist before anybody clicks, and what the network knows of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::provider::Person;

const JANA: &str = "549755885175011293";
const TOM: &str = "612489549732084471";
const NORA: &str = "730920014772315906";
const MILA: &str = "418271909013866524";

/// More than the largest page of a listing.
const AGENCY_BOARDS: u64 = 260;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) boards: Vec<Board>,
    /// People whose account no app may read any more.
    pub(crate) shut: BTreeSet<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) business: Option<String>,
    pub(crate) followers: u64,
    pub(crate) following: u64,
    pub(crate) pins: u64,
    pub(crate) monthly_views: u64,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Board {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) secret: bool,
    pub(crate) pins: u64,
    /// The owner's apps may not read it any more.
    pub(crate) shut: bool,
    pub(crate) deleted: bool,
}

impl More {
    pub(crate) fn boards_of<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a Board> {
        self.boards
            .iter()
            .filter(move |board| board.owner == person && !board.deleted)
    }
}

pub(crate) fn fresh() -> (Vec<Person>, More) {
    let people = vec![
        person(JANA, "Jana Weiss", "harbourlane", "harbour-lane"),
        person(TOM, "Tom Reyes", "tomreyes", "studio-ost"),
        person(NORA, "Nora Lind", "noralind", "no-boards-yet"),
        person(MILA, "Mila Brandt", "milabrandt", "many-boards"),
    ];
    let accounts = [
        (JANA, Some("Harbour Lane Bakery"), [4_812, 310, 339, 16_304]),
        (TOM, None, [163, 347, 58, 0]),
        (NORA, None, [0, 0, 0, 0]),
        (
            MILA,
            Some("Brandt Social"),
            [48_210, 1_904, 20_417, 912_400],
        ),
    ];
    let accounts =
        accounts.map(|(id, business, counts)| (id.to_owned(), account(business, counts)));
    let mut boards = vec![
        board(549_755_885_175, JANA, "Breads", false),
        board(549_755_885_176, JANA, "Cakes", false),
        board(549_755_885_177, JANA, "Shop windows", false),
        board(549_755_885_178, JANA, "Next season", true),
        board(612_489_549_701, TOM, "Posters", false),
        board(612_489_549_702, TOM, "Type", false),
    ];
    for nth in 1..=AGENCY_BOARDS {
        let name = format!("Client {nth}");
        boards.push(board(418_271_909_000 + nth, MILA, &name, false));
    }
    let more = More {
        accounts: accounts.into(),
        boards,
        shut: BTreeSet::new(),
    };
    (people, more)
}

fn person(id: &str, name: &str, handle: &str, password: &str) -> Person {
    let email = format!("{handle}@practice.example");
    Person::new(id, name, handle, &email, password)
}

fn account(
    business: Option<&str>,
    [followers, following, pins, monthly_views]: [u64; 4],
) -> Account {
    Account {
        business: business.map(str::to_owned),
        followers,
        following,
        pins,
        monthly_views,
    }
}

fn board(id: u64, owner: &str, name: &str, secret: bool) -> Board {
    Board {
        id: id.to_string(),
        name: name.to_owned(),
        owner: owner.to_owned(),
        secret,
        pins: 7 + id % 31,
        shut: false,
        deleted: false,
    }
}
