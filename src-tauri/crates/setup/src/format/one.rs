//! The first format. Every name in it is frozen.

use std::collections::BTreeMap;
use std::io::{self, Write};

use domain::alert::{Quiet, Steps};
use domain::{
    Account, AccountId, AccountKind, Client, Host, Network, Secret, Timestamp, shortened,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::rows::{Named, Rows};
use super::{FORMAT, LARGEST_TEXT, MOST_APPS, MOST_CLIENTS, MOST_LOCATIONS, NotRead, TooLarge};
use crate::contents::{Kind, Opened, SetUp, SetUpAlerts, SetUpApp, SetUpLocation};
use crate::report::{Oddity, Odds, Part};
use crate::text::{is_plain, line};

/// No network's client id or secret is longer.
const LONGEST_CREDENTIAL: usize = 512;
/// So many networks and clients have days of their own at most.
const MOST_STEPS: usize = MOST_CLIENTS;

#[derive(Serialize)]
struct Written<'a> {
    greentick: &'static str,
    format: u64,
    practice: bool,
    made_at: i64,
    apps: Vec<WrittenApp<'a>>,
    clients: &'a [String],
    locations: Vec<LocationRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alerts: Option<WrittenAlerts<'a>>,
}

#[derive(Serialize)]
struct WrittenApp<'a> {
    network: &'a Network,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
}

#[derive(Serialize)]
struct LocationRow<'a> {
    network: &'a Network,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'a Host>,
    id: &'a str,
    kind: AccountKind,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    handle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<&'a str>,
}

#[derive(Serialize)]
struct WrittenAlerts<'a> {
    steps: &'a Steps,
    by_network: &'a BTreeMap<Network, Steps>,
    by_client: &'a BTreeMap<String, Steps>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quiet: Option<Quiet>,
}

/// The text of it, in a buffer of its length: one that grows by itself would leave unwiped copies of
/// what is secret behind.
pub(super) fn write(set_up: &SetUp) -> Result<Zeroizing<Vec<u8>>, TooLarge> {
    let apps = set_up.apps.iter().map(|app| WrittenApp {
        network: &app.network,
        client_id: &app.client_id,
        // It goes into the text that is sealed, and nowhere else.
        client_secret: app.client_secret.as_ref().map(Secret::expose),
    });
    let locations = set_up.locations.iter().map(|location| LocationRow {
        network: &location.network,
        server: location.host.as_ref(),
        id: &location.account.id.0,
        kind: location.account.kind,
        name: &location.account.name,
        handle: location.account.handle.as_deref(),
        client: location.client.as_deref(),
    });
    let written = Written {
        greentick: super::name(set_up.kind),
        format: FORMAT,
        practice: set_up.practice,
        made_at: set_up.made_at.as_millis(),
        apps: apps.collect(),
        clients: &set_up.clients,
        locations: locations.collect(),
        alerts: set_up.alerts.as_ref().map(|alerts| WrittenAlerts {
            steps: &alerts.steps,
            by_network: &alerts.by_network,
            by_client: &alerts.by_client,
            quiet: alerts.quiet,
        }),
    };
    let mut length = Counted(0);
    serde_json::to_writer(&mut length, &written).expect("plain rows, counted");
    if length.0 > LARGEST_TEXT {
        return Err(TooLarge);
    }
    let mut text = Zeroizing::new(Vec::with_capacity(length.0));
    serde_json::to_writer(&mut *text, &written).expect("plain rows, into memory");
    Ok(text)
}

/// Counts what is written, and keeps none of it.
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Deserialize)]
struct Read<'a> {
    #[serde(default)]
    practice: bool,
    #[serde(default)]
    made_at: i64,
    #[serde(borrow, default)]
    apps: Option<&'a RawValue>,
    #[serde(borrow, default)]
    clients: Option<&'a RawValue>,
    #[serde(borrow, default)]
    locations: Option<&'a RawValue>,
    #[serde(borrow, default)]
    alerts: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct AppRow {
    network: Network,
    client_id: String,
    client_secret: Option<Secret>,
}

#[derive(Deserialize)]
struct ReadLocation {
    network: Network,
    server: Option<String>,
    id: String,
    kind: AccountKind,
    name: String,
    handle: Option<String>,
    client: Option<String>,
}

#[derive(Deserialize)]
struct ReadAlerts<'a> {
    steps: Steps,
    #[serde(borrow, default)]
    by_network: BTreeMap<String, &'a RawValue>,
    #[serde(borrow, default)]
    by_client: BTreeMap<String, &'a RawValue>,
    quiet: Option<Quiet>,
}

pub(super) fn read(kind: Kind, text: &str) -> Result<Opened, NotRead> {
    let whole: Read = serde_json::from_str(text).map_err(|_| NotRead::Damaged)?;
    let mut odd = Odds::default();
    let apps = list::<MOST_APPS, _>(whole.apps, Part::Apps, &mut odd, app)?;
    let clients = list::<MOST_CLIENTS, _>(whole.clients, Part::Clients, &mut odd, client)?;
    let locations =
        list::<MOST_LOCATIONS, _>(whole.locations, Part::Locations, &mut odd, location)?;
    let alerts = whole.alerts.map(|row| alerts(row, &mut odd)).transpose()?;
    let set_up = SetUp {
        kind,
        practice: whole.practice,
        made_at: Timestamp::from_millis(whole.made_at),
        apps,
        clients,
        locations,
        alerts: alerts.flatten(),
    };
    Ok(Opened { set_up, odd })
}

/// The rows of a list that can be read.
fn list<const MOST: usize, T>(
    list: Option<&RawValue>,
    part: Part,
    odd: &mut Odds,
    read: impl Fn(&RawValue) -> Result<T, Oddity>,
) -> Result<Vec<T>, NotRead> {
    let Some(list) = list else {
        return Ok(vec![]);
    };
    let Ok(list) = serde_json::from_str::<Rows<'_, MOST>>(list.get()) else {
        odd.add(part, None, Oddity::Shape);
        return Ok(vec![]);
    };
    if list.more {
        return Err(NotRead::TooMuch);
    }
    let read = list.rows.into_iter().filter_map(|row| match read(row) {
        Ok(read) => Some(read),
        Err(why) => {
            odd.add(part, Named::of(row), why);
            None
        }
    });
    Ok(read.collect())
}

fn app(row: &RawValue) -> Result<SetUpApp, Oddity> {
    let row: AppRow = shaped(row)?;
    // Their length and their characters are looked at, nothing else.
    let secret = row.client_secret.as_ref().map(Secret::expose);
    if !is_credential(&row.client_id) || secret.is_some_and(|secret| !is_credential(secret)) {
        return Err(Oddity::Credentials);
    }
    Ok(SetUpApp {
        network: row.network,
        client_id: row.client_id,
        client_secret: row.client_secret,
    })
}

fn is_credential(text: &str) -> bool {
    let length = (1..=LONGEST_CREDENTIAL).contains(&text.len());
    length && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn client(row: &RawValue) -> Result<String, Oddity> {
    let name: String = shaped(row)?;
    Client::read_name(&name).map_err(|_| Oddity::Name)
}

fn location(row: &RawValue) -> Result<SetUpLocation, Oddity> {
    let row: ReadLocation = shaped(row)?;
    let id = AccountId(row.id);
    if id.is_too_long() || !is_plain(&id.0) {
        return Err(Oddity::Shape);
    }
    let server = row.server.as_deref().map(Host::parse).transpose();
    let client = row.client.as_deref().map(Client::read_name).transpose();
    Ok(SetUpLocation {
        network: row.network,
        host: server.map_err(|_| Oddity::Server)?,
        account: Account {
            // A row has to be called something.
            name: line(&row.name).unwrap_or_else(|| shortened(id.0.clone())),
            id,
            kind: row.kind,
            handle: row.handle.as_deref().and_then(line),
        },
        // Where it belongs is less than that it is there.
        client: client.unwrap_or_default(),
    })
}

fn alerts(row: &RawValue, odd: &mut Odds) -> Result<Option<SetUpAlerts>, NotRead> {
    let Ok(row) = shaped::<ReadAlerts>(row) else {
        odd.add(Part::Alerts, None, Oddity::Shape);
        return Ok(None);
    };
    if row.by_network.len() > MOST_STEPS || row.by_client.len() > MOST_STEPS {
        return Err(NotRead::TooMuch);
    }
    let of_a_day = |quiet: &Quiet| quiet.from < Quiet::DAY && quiet.to < Quiet::DAY;
    if row.quiet.is_some_and(|quiet| !of_a_day(&quiet)) {
        odd.add(Part::Alerts, None, Oddity::Shape);
    }
    let mut read = SetUpAlerts {
        steps: row.steps,
        quiet: row.quiet.filter(of_a_day),
        ..SetUpAlerts::default()
    };
    for (name, steps) in row.by_network {
        match (name.parse::<Network>(), shaped(steps)) {
            (Ok(network), Ok(steps)) => drop(read.by_network.insert(network, steps)),
            (Err(_), _) | (_, Err(_)) => odd.add(Part::Alerts, line(&name), Oddity::Shape),
        }
    }
    for (name, steps) in row.by_client {
        match (Client::read_name(&name), shaped(steps)) {
            (Ok(client), Ok(steps)) => drop(read.by_client.insert(client, steps)),
            (Err(_), _) => odd.add(Part::Alerts, line(&name), Oddity::Name),
            (_, Err(_)) => odd.add(Part::Alerts, line(&name), Oddity::Shape),
        }
    }
    Ok(Some(read))
}

fn shaped<'a, T: Deserialize<'a>>(row: &'a RawValue) -> Result<T, Oddity> {
    serde_json::from_str(row.get()).map_err(|_| Oddity::Shape)
}
