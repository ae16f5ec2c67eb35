//! Who is connected, what can happen to them, and what their networks hold to be true.

use std::collections::BTreeMap;

use journeys::Trouble;
use journeys::control::Control;
use journeys::scene::{BAKERY, JANA, NORTHWIND, STUDIO, TOM};
use serde_json::{Value, json};

/// A location of the list.
#[derive(Debug)]
pub struct Place {
    pub network: &'static str,
    /// As people write it.
    pub network_name: &'static str,
    pub person: &'static str,
    pub name: &'static str,
}

const fn page(person: &'static str, name: &'static str) -> Place {
    Place {
        network: "facebook",
        network_name: "Facebook",
        person,
        name,
    }
}

/// The one whose refresh token is new after each use.
pub const ROTATES: Place = Place {
    network: "x",
    network_name: "X",
    person: JANA,
    name: JANA,
};

pub const PLACES: [Place; 4] = [
    page(JANA, BAKERY),
    page(JANA, NORTHWIND),
    page(TOM, STUDIO),
    ROTATES,
];

/// What happens at a network.
#[derive(Clone, Copy, Debug)]
pub enum NetworkEvent {
    /// Only a person can help.
    Loss(&'static Place),
    /// The access of [`ROTATES`] ends, and is to be renewed.
    Renewal,
}

impl NetworkEvent {
    pub fn concerns(self, place: &Place) -> bool {
        match self {
            NetworkEvent::Renewal => place.network == ROTATES.network,
            NetworkEvent::Loss(lost) => lost.network == place.network && lost.name == place.name,
        }
    }

    pub async fn happens(self, control: &Control) -> Result<(), Trouble> {
        let (place, kind) = match self {
            NetworkEvent::Renewal => (&ROTATES, "expired"),
            NetworkEvent::Loss(place) if place.network == ROTATES.network => (place, "app_removed"),
            NetworkEvent::Loss(place) => (place, "expired"),
        };
        let mut aim = json!({ "person": place.person });
        if place.network == "facebook" {
            aim["page"] = place.name.into();
        }
        control.trouble(place.network, kind, aim).await
    }
}

/// Whether each location's network would still take what it gave out.
pub async fn truth(control: &Control) -> Result<BTreeMap<&'static str, bool>, Trouble> {
    let seen = control.get("api/state").await?;
    let works = |place: &Place| {
        let people = seen["networks"][place.network]["people"].as_array()?;
        let person = named(people, place.person)?;
        let holder = match place.network {
            "facebook" => named(person["pages"].as_array()?, place.name)?,
            _ => person,
        };
        Some(holder["live_tokens"].as_u64()? > 0)
    };
    let found = PLACES.iter().map(|place| {
        let missing = || Trouble::unexpected(format!("the networks know no {}", place.name));
        Ok((place.name, works(place).ok_or_else(missing)?))
    });
    found.collect()
}

fn named<'a>(all: &'a [Value], name: &str) -> Option<&'a Value> {
    all.iter().find(|one| one["name"] == name)
}
