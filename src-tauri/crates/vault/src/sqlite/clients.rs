//! Writes of clients, and of which locations belong to them.

use domain::{Client, ClientId, LocationId};
use rusqlite::Connection;

use super::locations::exactly_one;
use crate::StoreProblem;

/// Adds or renames a client.
pub(crate) fn put(connection: &Connection, client: &Client) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO clients (id, name) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        )?
        .execute((client.id.as_bytes(), &client.name))
        .map(drop)
}

/// Lets a location belong to a client, or to none.
pub(crate) fn set_of(
    connection: &Connection,
    location: LocationId,
    client: Option<ClientId>,
) -> Result<(), StoreProblem> {
    let client = client.map(|client| *client.as_bytes());
    let changed = connection
        .prepare_cached("UPDATE locations SET client = ?2 WHERE id = ?1")?
        .execute((location.as_bytes(), client))?;
    exactly_one(changed)
}

/// Removes a client. The schema lets go of its locations.
pub(crate) fn remove(connection: &Connection, client: ClientId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM clients WHERE id = ?1";
    connection.execute(sql, [client.as_bytes()]).map(drop)
}
