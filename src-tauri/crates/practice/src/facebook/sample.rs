//! The people and pages that exist before anybody clicks: three who run pages, one with none, and
//! an agency with 240 pages, enough to need paging.

use std::collections::BTreeMap;

use super::state::{Account, App, Business, Page, Person, Role, State, Throttled};
use crate::dialect::Issued;
use crate::random;
use crate::sessions::Sessions;

const ALL_TASKS: &[&str] = &[
    "ADVERTISE",
    "ANALYZE",
    "CREATE_CONTENT",
    "MESSAGING",
    "MODERATE",
    "MANAGE",
];
const EDITOR: &[&str] = &[
    "ADVERTISE",
    "ANALYZE",
    "CREATE_CONTENT",
    "MESSAGING",
    "MODERATE",
];
const ANALYST: &[&str] = &["ANALYZE"];

const JANA: &str = "10215873946120457";
const TOM: &str = "10220418357769213";
const NORA: &str = "10218836502917744";
const AGENCY: &str = "10223907415528836";

const BAKERY: &str = "104783925561208";
const NORTHWIND: &str = "110326748190355";
const ACME: &str = "102954417836620";
const STUDIO: &str = "115590283746127";

/// Nobody of the sample works on it; only its portfolio shows it.
const DEPOT: &str = "119046620381553";

/// The agency owns a few of its portfolio's pages; the others are its clients'.
const OWNED_BELOW: usize = 20;

const CLIENT_PLACES: &[&str] = &[
    "Amber", "Birch", "Canal", "Cedar", "Copper", "Garden", "Granite", "Hazel", "Island",
    "Juniper", "Lantern", "Linden", "Maple", "Market", "Meadow", "Mill", "Orchard", "Park", "Quay",
    "River", "Saffron", "Station", "Tower", "Willow",
];
const CLIENT_TRADES: &[&str] = &[
    "Bakery", "Books", "Cycles", "Dental", "Flowers", "Gym", "Hotel", "Kitchen", "Optics", "Studio",
];

pub(crate) fn fresh() -> State {
    let secret = random::hex(32);
    let people = vec![
        person(
            JANA,
            "Jana Weiss",
            "jana@practice.example",
            "harbour-lane",
            true,
        ),
        person(
            TOM,
            "Tom Reyes",
            "tom@practice.example",
            "studio-ost",
            false,
        ),
        person(
            NORA,
            "Nora Lind",
            "nora@practice.example",
            "no-pages-yet",
            false,
        ),
        person(
            AGENCY,
            "Mila Brandt",
            "mila@agency.example",
            "many-pages",
            false,
        ),
    ];
    let mut pages = vec![
        page(
            BAKERY,
            "Harbour Lane Bakery",
            ("2253", "Bakery"),
            4_812,
            5_107,
            false,
        ),
        page(
            NORTHWIND,
            "Northwind Logistics",
            ("2238", "Cargo & Freight Company"),
            18_340,
            19_022,
            true,
        ),
        page(
            ACME,
            "Acme Coffee",
            ("197871390225897", "Cafe"),
            2_965,
            3_118,
            false,
        ),
        page(
            STUDIO,
            "Studio Ost",
            ("139823692748565", "Graphic Designer"),
            1_204,
            1_377,
            false,
        ),
    ];
    pages.push(page(
        DEPOT,
        "Northwind Depot",
        ("2238", "Cargo & Freight Company"),
        210,
        233,
        true,
    ));
    pages[0].instagram = Some(Account::new(
        "17841405309211844",
        "harbourlane",
        "Harbour Lane Bakery",
        [6_240, 318, 412],
    ));
    pages[1].instagram = Some(Account::new(
        "17841408836201745",
        "northwind_logistics",
        "Northwind Logistics",
        [11_905, 240, 633],
    ));
    pages[3].instagram = Some(Account::new(
        "17841402873645190",
        "studio_ost",
        "Studio Ost",
        [1_893, 701, 96],
    ));
    let mut businesses = vec![
        business("201883047165920", "Northwind Group", &[JANA, TOM]),
        business("204417390582716", "Brandt Agency", &[AGENCY]),
    ];
    businesses[0].owned = vec![NORTHWIND.to_owned(), DEPOT.to_owned()];
    let mut roles = vec![
        role(JANA, BAKERY, ALL_TASKS),
        role(JANA, NORTHWIND, EDITOR),
        role(JANA, ACME, ANALYST),
        role(TOM, NORTHWIND, ALL_TASKS),
        role(TOM, STUDIO, ALL_TASKS),
    ];
    for (nth, name) in client_names().enumerate() {
        let id = (120_000_000_000_000_u64 + 37_916_533 * (nth as u64 + 1)).to_string();
        let fans = 300 + 17 * nth as u64;
        let in_portfolio = nth % 2 == 1;
        let mut client = page(
            &id,
            &name,
            ("2500", "Local Business"),
            fans,
            fans + 40,
            in_portfolio,
        );
        if nth % 3 == 0 {
            let account = (17_841_410_000_000_000 + 7_919 * (nth as u64 + 1)).to_string();
            let counts = [fans + 90, 150, 20 + nth as u64];
            client.instagram = Some(Account::new(&account, &client.username, &name, counts));
        }
        match nth {
            _ if !in_portfolio => {}
            0..OWNED_BELOW => businesses[1].owned.push(id.clone()),
            _ => businesses[1].client.push(id.clone()),
        }
        pages.push(client);
        roles.push(role(AGENCY, &id, EDITOR));
    }
    let mut issued = vec![Issued::new("app secret", &secret)];
    issued.extend(
        people
            .iter()
            .map(|person| Issued::new("password", &person.password)),
    );
    State {
        app: App {
            id: "1834920174563310".to_owned(),
            name: "Greentick".to_owned(),
            secret: secret.clone(),
            first_secret: secret,
            deleted: false,
        },
        people,
        pages,
        roles,
        businesses,
        grants: BTreeMap::new(),
        codes: BTreeMap::new(),
        tokens: BTreeMap::new(),
        derived: BTreeMap::new(),
        sessions: Sessions::default(),
        throttled: Throttled::default(),
        issued,
    }
}

fn client_names() -> impl Iterator<Item = String> {
    CLIENT_PLACES.iter().flat_map(|place| {
        CLIENT_TRADES
            .iter()
            .map(move |trade| format!("{place} {trade}"))
    })
}

fn person(id: &str, name: &str, email: &str, password: &str, developer: bool) -> Person {
    let (id, name, email) = (id.to_owned(), name.to_owned(), email.to_owned());
    Person {
        id,
        name,
        email,
        password: password.to_owned(),
        developer,
        checkpoint: None,
    }
}

fn page(
    id: &str,
    name: &str,
    (category_id, category): (&str, &str),
    fan_count: u64,
    followers_count: u64,
    in_portfolio: bool,
) -> Page {
    Page {
        id: id.to_owned(),
        name: name.to_owned(),
        username: name.replace(' ', "").to_lowercase(),
        category_id: category_id.to_owned(),
        category: category.to_owned(),
        fan_count,
        followers_count,
        in_portfolio,
        deleted: false,
        instagram: None,
        unlinked: false,
    }
}

fn business(id: &str, name: &str, people: &[&str]) -> Business {
    Business {
        id: id.to_owned(),
        name: name.to_owned(),
        people: people.iter().map(|&person| person.to_owned()).collect(),
        owned: Vec::new(),
        client: Vec::new(),
    }
}

fn role(person: &str, page: &str, tasks: &[&str]) -> Role {
    let tasks = tasks.iter().map(|&task| task.to_owned()).collect();
    Role {
        person: person.to_owned(),
        page: page.to_owned(),
        tasks,
        lost: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agency_has_240_pages_and_no_two_pages_share_an_id() {
        let state = fresh();
        assert_eq!(state.pages_of(AGENCY).count(), 240);
        let ids: std::collections::BTreeSet<_> = state.pages.iter().map(|page| &page.id).collect();
        assert_eq!(ids.len(), state.pages.len());
    }
}
