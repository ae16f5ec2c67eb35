//! Everything in clear, read in one pass: what the list needs, without any key.

use std::collections::BTreeMap;
use std::path::Path;

use domain::alert::{Notified, Silence};
use domain::{Client, Grant, LocationId, Login};
use rusqlite::{Connection, Row, Transaction, TransactionBehavior};
use serde_json::Value;

use super::{alerts, apps, open, rows};
use crate::{App, OpenProblem, StoreProblem, StoredLocation, Vault};

/// All that the store holds in clear, except the activity.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Clients.
    pub clients: Vec<Client>,
    /// Logins.
    pub logins: Vec<Login>,
    /// Locations.
    pub locations: Vec<StoredLocation>,
    /// Grants.
    pub grants: Vec<Grant>,
    /// App credentials without their secrets.
    pub apps: Vec<App>,
    /// What a person was told about each location.
    pub told: BTreeMap<LocationId, Notified>,
    /// The locations that a person silenced.
    pub rests: BTreeMap<LocationId, Silence>,
    /// Settings.
    pub settings: BTreeMap<String, Value>,
    /// How many rows could not be read and are left out; they stay in the store as they are.
    pub unreadable: usize,
}

impl Vault {
    /// Reads the locations of a store that cannot be opened because nothing can be written, and
    /// changes nothing. What another process writes meanwhile may be missed.
    pub fn peek(path: &Path) -> Result<Vec<StoredLocation>, OpenProblem> {
        let connection = open::for_reading(path)?;
        let locations = Table {
            connection: &connection,
            sql: format!("SELECT {} FROM locations ORDER BY rowid", rows::LOCATION),
        };
        Ok(locations.read(rows::location, &mut 0)?)
    }

    /// Reads all that is in clear, as it was at one moment.
    pub fn load(&self) -> Result<Snapshot, StoreProblem> {
        let moment = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
        let mut unreadable = 0;
        let table = |columns, table| Table {
            connection: &moment,
            sql: format!("SELECT {columns} FROM {table} ORDER BY rowid"),
        };
        let clients = table(rows::CLIENT, "clients").read(rows::client, &mut unreadable)?;
        let logins = table(rows::LOGIN, "logins").read(rows::login, &mut unreadable)?;
        let locations = table(rows::LOCATION, "locations").read(rows::location, &mut unreadable)?;
        let grants = table(rows::GRANT, "grants").read(rows::grant, &mut unreadable)?;
        let apps = table(apps::COLUMNS, "apps").read(apps::app, &mut unreadable)?;
        let settings = table("key, value", "settings").read(setting, &mut unreadable)?;
        Ok(Snapshot {
            clients,
            logins,
            locations,
            grants,
            apps,
            told: alerts::notified(&moment)?,
            rests: alerts::rests(&moment)?,
            settings: settings.into_iter().collect(),
            unreadable,
        })
    }
}

struct Table<'a> {
    connection: &'a Connection,
    sql: String,
}

impl Table<'_> {
    fn read<T>(
        self,
        read: impl Fn(&Row<'_>) -> Option<T>,
        unreadable: &mut usize,
    ) -> rusqlite::Result<Vec<T>> {
        let mut statement = self.connection.prepare(&self.sql)?;
        let mut rows = statement.query([])?;
        let mut all = vec![];
        while let Some(row) = rows.next()? {
            match read(row) {
                Some(value) => all.push(value),
                None => *unreadable += 1,
            }
        }
        Ok(all)
    }
}

fn setting(row: &Row<'_>) -> Option<(String, Value)> {
    Some((rows::get(row, 0)?, rows::json(row, 1)?))
}
