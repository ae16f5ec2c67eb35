//! Writes of clients, and of which locations belong to them.

use domain::{Client, ClientId, LocationId};
use serde_json::Value;

use super::locations::exactly_one;
use super::vault::write;
use super::{jars, journal};
use crate::{StoreProblem, Vault};

impl Vault {
    /// Adds or renames a client.
    pub fn put_client(&mut self, client: &Client) -> Result<(), StoreProblem> {
        self.connection
            .prepare_cached(
                "INSERT INTO clients (id, name) VALUES (?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            )?
            .execute((client.id.as_bytes(), &client.name))?;
        Ok(())
    }

    /// Lets locations belong to a client, or to none: all of them, or nothing changes. The client
    /// and each location must be there.
    pub fn set_client(
        &mut self,
        locations: &[LocationId],
        client: Option<ClientId>,
    ) -> Result<(), StoreProblem> {
        write(&mut self.connection, |transaction| {
            let mut statement =
                transaction.prepare_cached("UPDATE locations SET client = ?2 WHERE id = ?1")?;
            for location in locations {
                let client = client.map(|client| *client.as_bytes());
                exactly_one(statement.execute((location.as_bytes(), client))?)?;
            }
            Ok(())
        })
    }

    /// Removes a client in one durable step: its locations stay, without one; its jar is erased;
    /// and a setting takes the value that no longer names it. Needs no key.
    pub fn remove_client(
        &mut self,
        client: ClientId,
        jar: &str,
        (key, value): (&str, &Value),
    ) -> Result<(), StoreProblem> {
        write(&mut self.connection, |transaction| {
            // The schema lets go of the locations.
            let sql = "DELETE FROM clients WHERE id = ?1";
            transaction.execute(sql, [client.as_bytes()])?;
            jars::erase(transaction, jar)?;
            journal::put_setting(transaction, key, Some(value))
        })?;
        self.empty_log();
        Ok(())
    }
}
