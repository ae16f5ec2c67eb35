//! What a file brings to what is here. Nothing that is here is changed unless a person decided so, and
//! nothing is taken away.

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::Policy;
use domain::{
    AccountId, AppSecret, Client, ClientId, Host, Location, LocationId, Network, Secret, Timestamp,
};

use crate::contents::{Opened, SetUpAlerts, SetUpApp, SetUpLocation};
use crate::report::{AppOutcome, Oddity, Odds, Part, Report, SettingsOutcome};

/// What is here.
pub struct Here<'a> {
    /// The networks that this version knows.
    pub networks: &'a BTreeMap<Network, NetworkHere>,
    /// The developer apps, by the network that each is kept for. One that cannot be read is none.
    pub apps: &'a BTreeMap<Network, AppHere>,
    /// The clients.
    pub clients: Vec<&'a Client>,
    /// The locations.
    pub locations: Vec<&'a Location>,
    /// When alerts are told.
    pub policy: &'a Policy,
    /// What time it is.
    pub now: Timestamp,
}

/// What is always true of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkHere {
    /// Whether each account lives on a server that must be named.
    pub has_servers: bool,
    /// The developer app that it wants.
    pub app: Option<AppNeeded>,
}

/// A developer app that a network wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppNeeded {
    /// For which network it is kept: two can share one.
    pub kept_as: Network,
    /// Whether it has a secret.
    pub secret: AppSecret,
}

/// A developer app that is here.
#[derive(Clone, PartialEq, Eq)]
pub struct AppHere {
    /// Its public name at the network.
    pub client_id: String,
    /// Its secret, where it has one.
    pub client_secret: Option<Secret>,
}

/// Where a person decided for the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Take {
    /// The networks whose developer apps are replaced.
    pub apps: BTreeSet<Network>,
    /// Whether the settings of alerts are.
    pub alerts: bool,
}

/// What is to be kept, all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Developer apps, in place of any others of the same network.
    pub apps: Vec<SetUpApp>,
    /// New clients.
    pub clients: Vec<Client>,
    /// New locations, connected to nothing yet.
    pub locations: Vec<Location>,
    /// When alerts are told from then on, where that changes.
    pub policy: Option<Policy>,
    /// What of it is new, and what is not.
    pub report: Report,
}

/// Works out what is to be kept. New identities are drawn by `draw`.
pub fn merge(
    here: &Here<'_>,
    file: &Opened,
    take: &Take,
    draw: &mut dyn FnMut() -> [u8; 16],
) -> Plan {
    let mut report = Report {
        odd: file.odd.clone(),
        ..Report::default()
    };
    let apps = merge_apps(here, &file.set_up.apps, take, &mut report);
    let mut known = Known::of(&here.clients);
    let named = file.set_up.clients.iter().map(String::as_str);
    // A client that only a location names is one too.
    let of_locations = file.set_up.locations.iter();
    let of_locations = of_locations.filter_map(|location| location.client.as_deref());
    for name in named.chain(of_locations) {
        known.add(name, draw);
    }
    report.clients.added = known.new.len();
    report.clients.already_here = known.met.len();
    let locations = merge_locations(here, &file.set_up.locations, &known, &mut report, draw);
    let alerts = file.set_up.alerts.as_ref();
    let policy =
        alerts.and_then(|alerts| merge_alerts(here, alerts, &known, take.alerts, &mut report));
    Plan {
        apps,
        clients: known.new,
        locations,
        policy,
        report,
    }
}

/// Clients by what their names read as.
struct Known {
    ids: BTreeMap<String, ClientId>,
    new: Vec<Client>,
    /// Those of the file that were here.
    met: BTreeSet<ClientId>,
    here: BTreeSet<ClientId>,
}

impl Known {
    fn of(clients: &[&Client]) -> Known {
        let ids = clients
            .iter()
            .map(|one| (Client::reads_as(&one.name), one.id));
        Known {
            ids: ids.collect(),
            new: vec![],
            met: BTreeSet::new(),
            here: clients.iter().map(|one| one.id).collect(),
        }
    }

    fn add(&mut self, name: &str, draw: &mut dyn FnMut() -> [u8; 16]) {
        let reads_as = Client::reads_as(name);
        if let Some(id) = self.ids.get(&reads_as) {
            if self.here.contains(id) {
                self.met.insert(*id);
            }
            return;
        }
        let id = ClientId::from_bytes(draw());
        self.ids.insert(reads_as, id);
        self.new.push(Client {
            id,
            name: name.to_owned(),
        });
    }

    fn find(&self, name: &str) -> Option<ClientId> {
        self.ids.get(&Client::reads_as(name)).copied()
    }
}

fn merge_apps(
    here: &Here<'_>,
    apps: &[SetUpApp],
    take: &Take,
    report: &mut Report,
) -> Vec<SetUpApp> {
    let mut kept = vec![];
    for app in apps {
        let needed = match wanted(here, app) {
            Ok(needed) => needed,
            Err(why) => {
                let name = app.network.to_string();
                report.odd.add(Part::Apps, Some(name), why);
                continue;
            }
        };
        // Of two for one network, the first counts.
        if report.apps.contains_key(&needed.kept_as) {
            continue;
        }
        let mut outcome = compared(here.apps.get(&needed.kept_as), app);
        let differs = matches!(
            outcome,
            AppOutcome::AnotherId { .. } | AppOutcome::AnotherSecret
        );
        if differs && take.apps.contains(&needed.kept_as) {
            outcome = AppOutcome::Replaced;
        }
        if matches!(outcome, AppOutcome::Added | AppOutcome::Replaced) {
            kept.push(SetUpApp {
                network: needed.kept_as.clone(),
                ..app.clone()
            });
        }
        report.apps.insert(needed.kept_as.clone(), outcome);
    }
    kept
}

/// The app that its network wants, if it is one.
fn wanted<'a>(here: &'a Here<'_>, app: &SetUpApp) -> Result<&'a AppNeeded, Oddity> {
    let network = here.networks.get(&app.network);
    let network = network.ok_or(Oddity::UnknownNetwork)?;
    let needed = network.app.as_ref().ok_or(Oddity::Credentials)?;
    match (needed.secret, &app.client_secret) {
        (AppSecret::Needed, None) => Err(Oddity::Credentials),
        (AppSecret::Needed, Some(_)) | (AppSecret::Optional, _) => Ok(needed),
    }
}

fn compared(here: Option<&AppHere>, file: &SetUpApp) -> AppOutcome {
    match here {
        None => AppOutcome::Added,
        Some(here) if here.client_id != file.client_id => AppOutcome::AnotherId {
            here: here.client_id.clone(),
            file: file.client_id.clone(),
        },
        Some(here) if here.client_secret != file.client_secret => AppOutcome::AnotherSecret,
        Some(_) => AppOutcome::AlreadyHere,
    }
}

/// What makes two locations one.
type Address<'a> = (&'a Network, Option<&'a Host>, &'a AccountId);

fn merge_locations(
    here: &Here<'_>,
    locations: &[SetUpLocation],
    clients: &Known,
    report: &mut Report,
    draw: &mut dyn FnMut() -> [u8; 16],
) -> Vec<Location> {
    let placed = here.locations.iter().filter_map(|location| {
        let account = location.account.as_ref()?;
        let address: Address = (&location.network, location.host.as_ref(), &account.id);
        Some((address, location.client))
    });
    let placed: BTreeMap<Address, Option<ClientId>> = placed.collect();
    let mut seen = BTreeSet::new();
    let mut new = vec![];
    for location in locations {
        if let Err(why) = lives(here, location) {
            odd_location(&mut report.odd, location, why);
            continue;
        }
        let address: Address = (
            &location.network,
            location.host.as_ref(),
            &location.account.id,
        );
        if !seen.insert(address) {
            continue;
        }
        let client = location
            .client
            .as_deref()
            .and_then(|name| clients.find(name));
        let counted = report
            .locations
            .entry(location.network.clone())
            .or_default();
        match placed.get(&address) {
            Some(belongs) if client.is_none() || *belongs == client => counted.already_here += 1,
            Some(_) => counted.with_another_client += 1,
            None => {
                counted.added += 1;
                new.push(Location {
                    id: LocationId::from_bytes(draw()),
                    network: location.network.clone(),
                    host: location.host.clone(),
                    account: Some(location.account.clone()),
                    client,
                    login: None,
                    grant: None,
                    added_at: here.now,
                });
            }
        }
    }
    new
}

/// Whether its network is known, and has servers or has none as the location has it.
fn lives(here: &Here<'_>, location: &SetUpLocation) -> Result<(), Oddity> {
    let network = here.networks.get(&location.network);
    let network = network.ok_or(Oddity::UnknownNetwork)?;
    match network.has_servers == location.host.is_some() {
        true => Ok(()),
        false => Err(Oddity::Server),
    }
}

fn odd_location(odd: &mut Odds, location: &SetUpLocation, why: Oddity) {
    odd.add(Part::Locations, Some(location.account.name.clone()), why);
}

fn merge_alerts(
    here: &Here<'_>,
    alerts: &SetUpAlerts,
    clients: &Known,
    take: bool,
    report: &mut Report,
) -> Option<Policy> {
    let mut then = Policy {
        steps: alerts.steps.clone(),
        quiet: alerts.quiet,
        ..here.policy.clone()
    };
    for (network, steps) in &alerts.by_network {
        if here.networks.contains_key(network) {
            then.by_network.insert(network.clone(), steps.clone());
        } else {
            let name = Some(network.to_string());
            report.odd.add(Part::Alerts, name, Oddity::UnknownNetwork);
        }
    }
    for (name, steps) in &alerts.by_client {
        match clients.find(name) {
            Some(client) => drop(then.by_client.insert(client, steps.clone())),
            None => report
                .odd
                .add(Part::Alerts, Some(name.clone()), Oddity::Name),
        }
    }
    let chosen_here = Policy {
        pause: None,
        ..here.policy.clone()
    };
    let outcome = match () {
        () if then == *here.policy => SettingsOutcome::AlreadyHere,
        () if chosen_here == Policy::default() => SettingsOutcome::Added,
        () if take => SettingsOutcome::Replaced,
        () => SettingsOutcome::Differs,
    };
    report.alerts = Some(outcome);
    match outcome {
        SettingsOutcome::Added | SettingsOutcome::Replaced => Some(then),
        SettingsOutcome::AlreadyHere | SettingsOutcome::Differs => None,
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
