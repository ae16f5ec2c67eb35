//! Members and organizations that exist before anybody clicks, and what the network knows of them.

use serde::{Deserialize, Serialize};

use crate::provider::Person;

pub(crate) const ADMINISTRATOR: &str = "ADMINISTRATOR";
const CONTENT_ADMINISTRATOR: &str = "CONTENT_ADMINISTRATOR";
const ANALYST: &str = "ANALYST";

const JANA: &str = "2qXA08EGmj";
const TOM: &str = "Kd7wPz31Vb";
const NORA: &str = "yU5hRn92Qc";
const MILA: &str = "b4TfLs86Xe";

const HARBOUR: u64 = 71_048_291;
const NORTHWIND: u64 = 18_340_772;
const ACME: u64 = 10_295_441;
const STUDIO: u64 = 96_551_203;

/// More than one page of a listing, whatever its size.
const AGENCY_ADMINISTERS: u64 = 60;
const AGENCY_WRITES_FOR: u64 = 6;
const CLIENTS: &[&str] = &["Amber", "Birch", "Canal", "Cedar", "Copper", "Garden"];
const TRADES: &[&str] = &[
    "Bakery", "Books", "Cycles", "Dental", "Flowers", "Gym", "Hotel", "Kitchen", "Optics",
    "Studio", "Works",
];

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct More {
    pub(crate) organizations: Vec<Organization>,
    pub(crate) roles: Vec<Role>,
    /// LinkedIn approved the app for refresh tokens, which ordinary apps do not get.
    pub(crate) refresh_allowed: bool,
    /// The API versions that were current until now are retired.
    pub(crate) version_retired: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Organization {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) vanity: String,
    pub(crate) followers: u64,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) person: String,
    pub(crate) organization: u64,
    pub(crate) role: String,
    pub(crate) removed: bool,
}

impl More {
    /// The roles a member has now.
    pub(crate) fn roles_of<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a Role> {
        self.roles
            .iter()
            .filter(move |role| role.person == person && !role.removed)
    }

    pub(crate) fn organization(&self, id: u64) -> Option<&Organization> {
        self.organizations.iter().find(|known| known.id == id)
    }
}

pub(crate) fn fresh() -> (Vec<Person>, More) {
    let people = vec![
        person(JANA, "Jana Weiss", "jana", "harbour-lane"),
        person(TOM, "Tom Reyes", "tom", "studio-ost"),
        person(NORA, "Nora Lind", "nora", "no-pages-yet"),
        person(MILA, "Mila Brandt", "mila", "many-pages"),
    ];
    let mut more = More {
        organizations: vec![
            organization(HARBOUR, "Harbour Lane Bakery", 1_204),
            organization(NORTHWIND, "Northwind Logistics", 18_340),
            organization(ACME, "Acme Coffee", 2_965),
            organization(STUDIO, "Studio Ost", 611),
        ],
        roles: vec![
            role(JANA, HARBOUR, ADMINISTRATOR),
            role(JANA, NORTHWIND, CONTENT_ADMINISTRATOR),
            role(JANA, ACME, ANALYST),
            role(TOM, NORTHWIND, ADMINISTRATOR),
            role(TOM, STUDIO, ADMINISTRATOR),
        ],
        ..More::default()
    };
    let names = CLIENTS
        .iter()
        .flat_map(|client| TRADES.iter().map(move |trade| format!("{client} {trade}")));
    for (nth, name) in (0..AGENCY_ADMINISTERS + AGENCY_WRITES_FOR).zip(names) {
        let id = 30_000_000 + 37_913 * (nth + 1);
        more.organizations
            .push(organization(id, &name, 100 + 13 * nth));
        let held = match nth < AGENCY_ADMINISTERS {
            true => ADMINISTRATOR,
            false => CONTENT_ADMINISTRATOR,
        };
        more.roles.push(role(MILA, id, held));
    }
    (people, more)
}

fn person(id: &str, name: &str, handle: &str, password: &str) -> Person {
    let email = format!("{handle}@practice.example");
    Person::new(id, name, handle, &email, password)
}

fn organization(id: u64, name: &str, followers: u64) -> Organization {
    Organization {
        id,
        name: name.to_owned(),
        // Without hyphens, or it would hold a password of the sample and look like a leak.
        vanity: name.replace(' ', "").to_lowercase(),
        followers,
    }
}

fn role(person: &str, organization: u64, role: &str) -> Role {
    Role {
        person: person.to_owned(),
        organization,
        role: role.to_owned(),
        removed: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agency_administers_sixty_and_writes_for_six() {
        let (_, more) = fresh();
        let of = |held: &str| more.roles_of(MILA).filter(|role| role.role == held).count();
        assert_eq!((of(ADMINISTRATOR), of(CONTENT_ADMINISTRATOR)), (60, 6));
        assert_eq!(more.roles_of(NORA).count(), 0);
        let ids: std::collections::BTreeSet<_> = more.organizations.iter().map(|o| o.id).collect();
        assert_eq!(ids.len(), more.organizations.len());
    }
}
