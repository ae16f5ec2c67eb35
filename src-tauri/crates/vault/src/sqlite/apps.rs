//! Credentials of developer apps: what the user registered, or what an instance gave at run time.

use domain::{Host, Network, Secret};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value;

use super::pen::Pen;
use super::registered::{CLEAR, HOME, REGISTERED, Registered, row_of, secret_context};
use super::{rows, steering, tokens};
use crate::seal::record;
use crate::{AppCredentials, Unreadable, Vault, WriteProblem};

pub(crate) const COLUMNS: &str = "network, host, client_id, has_secret, extra";

/// With what is sealed of it.
const SELECT: &str = "SELECT network, host, client_id, has_secret, extra, generation, key, format,
        nonce, body
     FROM apps LEFT JOIN seals ON home = ?3 AND row = ?4
     WHERE network = ?1 AND host = ?2";

/// What is in clear of an app's credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// The network.
    pub network: Network,
    /// The instance, where the network has instances.
    pub host: Option<Host>,
    /// The app's public name at the network.
    pub client_id: String,
    /// Whether it has a secret.
    pub has_secret: bool,
    /// What else the dialect wants to know, such as the registered addresses. No secrets.
    pub extra: Value,
}

impl Vault {
    /// An app's credentials, or `None` where there are none.
    pub fn app(
        &self,
        network: &Network,
        host: Option<&Host>,
    ) -> Result<Option<AppCredentials>, Unreadable> {
        let mut statement = self.connection.prepare_cached(SELECT)?;
        let (network, host) = (network.as_str(), host_text(host));
        let keys = self.data_keys()?;
        if keys.rows_are_sealed() && !self.is_as_registered(network, host)? {
            return Err(Unreadable::Damaged);
        }
        let mut found = statement.query((network, host, HOME, row_of(network, host)))?;
        let Some(row) = found.next()? else {
            return Ok(None);
        };
        let App {
            network,
            host,
            client_id,
            has_secret,
            extra,
        } = app(row).ok_or(Unreadable::Damaged)?;
        let client_secret = if has_secret {
            Some(self.secret(row)?)
        } else {
            None
        };
        Ok(Some(AppCredentials {
            network,
            host,
            client_id,
            client_secret,
            extra,
        }))
    }

    /// Whether an app is as this app registered it, or is not there at all.
    fn is_as_registered(&self, network: &str, host: &str) -> Result<bool, Unreadable> {
        let keys = self.data_keys()?;
        let sql = format!("SELECT {REGISTERED} FROM apps WHERE network = ?1 AND host = ?2");
        let read = self
            .connection
            .prepare_cached(&sql)?
            .query_row((network, host), |row| Ok(Registered::read(row)))
            .optional()?;
        let Some(read) = read else {
            return Ok(true);
        };
        let Some(registered) = read else {
            return Ok(false);
        };
        let (row, facts) = (row_of(network, host), registered.facts());
        let context = registered.context(&row, &facts);
        let opens = |seal: &Row<'_>| keys.open_at(seal, 2, &context).is_some();
        Ok(steering::has_seal(&self.connection, CLEAR, &row, opens)?)
    }

    fn secret(&self, row: &Row<'_>) -> Result<Secret, Unreadable> {
        let keys = self.data_keys()?;
        let opened = || {
            let (network, host) = (rows::text(row, 0)?, rows::text(row, 1)?);
            let bound = row_of(network, host);
            let client_id = rows::text(row, 2)?;
            let context = secret_context(&bound, network, host, client_id, rows::get(row, 5)?);
            let plain = keys.open_at(row, 6, &context)?;
            record::to_secret(&plain).ok()
        };
        opened().ok_or(Unreadable::Damaged)
    }
}

/// Stores an app's credentials in place of any others of the same network and instance.
pub(crate) fn put(
    connection: &Connection,
    pen: &mut Pen<'_>,
    app: &AppCredentials,
) -> Result<(), WriteProblem> {
    let extra = app.extra.to_string();
    let (network, host) = (app.network.as_str(), host_text(app.host.as_ref()));
    let secret = app.client_secret.as_ref();
    let generation: i64 = connection.query_row(
        "INSERT INTO apps (network, host, client_id, has_secret, extra, generation)
         VALUES (?1, ?2, ?3, ?4, ?5, 1)
         ON CONFLICT (network, host) DO UPDATE SET
             client_id = excluded.client_id, has_secret = excluded.has_secret,
             extra = excluded.extra, generation = generation + 1
         RETURNING generation",
        (network, host, &app.client_id, secret.is_some(), &extra),
        |row| row.get(0),
    )?;
    let row = row_of(network, host);
    let registered = Registered {
        network: network.to_owned(),
        host: host.to_owned(),
        client_id: app.client_id.clone(),
        has_secret: secret.is_some(),
        extra,
        generation,
    };
    registered.seal(connection, pen)?;
    let Some(secret) = secret else {
        tokens::erase_sealed(connection, HOME, &row)?;
        return Ok(());
    };
    if secret.is_empty() {
        return Err(WriteProblem::Empty);
    }
    let context = secret_context(&row, network, host, &app.client_id, generation);
    pen.put(connection, &context, &record::of_secret(secret))
}

/// Erases an app's credentials.
pub(crate) fn erase(
    connection: &Connection,
    network: &Network,
    host: Option<&Host>,
) -> rusqlite::Result<()> {
    let (network, host) = (network.as_str(), host_text(host));
    tokens::erase_sealed(connection, HOME, &row_of(network, host))?;
    tokens::erase_sealed(connection, CLEAR, &row_of(network, host))?;
    let sql = "DELETE FROM apps WHERE network = ?1 AND host = ?2";
    connection.execute(sql, (network, host)).map(drop)
}

pub(crate) fn app(row: &Row<'_>) -> Option<App> {
    let host = match rows::text(row, 1)? {
        "" => None,
        host => Some(Host::read_back(host).ok()?),
    };
    Some(App {
        network: rows::text(row, 0)?.parse().ok()?,
        host,
        client_id: rows::get(row, 2)?,
        has_secret: rows::get(row, 3)?,
        extra: rows::json(row, 4)?,
    })
}

fn host_text(host: Option<&Host>) -> &str {
    host.map_or("", Host::as_str)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rusqlite::StatementStatus;

    use super::*;
    use crate::{Change, MemoryKeychain, OsEntropy};

    #[test]
    fn a_kept_statement_is_worded_once_whatever_is_bound_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, keychain) = (
            folder.path().join("one.db"),
            Arc::new(MemoryKeychain::new()),
        );
        let mut vault = Vault::open(&path, Box::new(OsEntropy), keychain).unwrap();
        vault.unlock().unwrap();
        let network: Network = "mastodon".parse().unwrap();
        for name in ["a.example", "b.example", "c.example"] {
            let host = Some(Host::parse(name).unwrap());
            let app = AppCredentials {
                network: network.clone(),
                host: host.clone(),
                client_id: name.to_owned(),
                client_secret: Some(Secret::new("a secret".to_owned())),
                extra: Value::Null,
            };
            vault.commit(&[Change::App(Box::new(app))]).unwrap();
            assert!(vault.app(&network, host.as_ref()).unwrap().is_some());
        }
        let statement = vault.connection.prepare_cached(SELECT).unwrap();
        let count = |what| statement.get_status(what);
        assert_eq!(
            (
                count(StatementStatus::Run),
                count(StatementStatus::RePrepare)
            ),
            (3, 0)
        );
    }
}
