//! What a file brings, what is here already, and what could not be read.

use std::collections::BTreeMap;

use domain::Network;

/// So many odd rows are named; the rest is counted.
const MOST_NAMED: usize = 50;

/// What a merge does, or did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Of developer apps, by network.
    pub apps: BTreeMap<Network, AppOutcome>,
    /// Of clients.
    pub clients: Count,
    /// Of locations, by network.
    pub locations: BTreeMap<Network, LocationCount>,
    /// Of when alerts are told; `None` where the file says nothing of it.
    pub alerts: Option<SettingsOutcome>,
    /// What could not be read.
    pub odd: Odds,
}

/// What becomes of a developer app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppOutcome {
    /// There was none here.
    Added,
    /// The same one is here.
    AlreadyHere,
    /// Another one is here, and stays until a person decides.
    AnotherId {
        /// Its public name.
        here: String,
        /// The public name of the one in the file.
        file: String,
    },
    /// The same one is here with another secret, which stays until a person decides.
    AnotherSecret,
    /// A person decided for the one in the file.
    Replaced,
}

/// What becomes of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsOutcome {
    /// Nobody had chosen anything here.
    Added,
    /// The same is chosen here.
    AlreadyHere,
    /// Something else is chosen here, and stays until a person decides.
    Differs,
    /// A person decided for those of the file. What only is here stays.
    Replaced,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Were not here.
    pub added: usize,
    /// Were here.
    pub already_here: usize,
}

/// How many locations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LocationCount {
    /// Were not here.
    pub added: usize,
    /// Were here, and belong where the file says.
    pub already_here: usize,
    /// Were here, belong to another client than in the file, and stay there.
    pub with_another_client: usize,
}

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Odds {
    /// How much.
    pub count: usize,
    /// The first of it.
    pub first: Vec<Odd>,
}

/// Something that could not be read. The rest of the file was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// What it is.
    pub part: Part,
    /// What it calls itself, where that can be told. Text of strangers.
    pub name: Option<String>,
    /// What is odd about it.
    pub why: Oddity,
}

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Developer apps.
    Apps,
    /// Clients.
    Clients,
    /// Locations.
    Locations,
    /// When alerts are told.
    Alerts,
}

/// What is odd about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// It is not of the shape that it should have.
    Shape,
    /// This version does not know its network.
    UnknownNetwork,
    /// Its name cannot be one.
    Name,
    /// Its server cannot be one, or is missing, or should not be there.
    Server,
    /// Its credentials cannot be any, or the network wants none.
    Credentials,
}

impl Odds {
    pub(crate) fn add(&mut self, part: Part, name: Option<String>, why: Oddity) {
        self.count += 1;
        if self.first.len() < MOST_NAMED {
            self.first.push(Odd { part, name, why });
        }
    }
}
