//! Writes of locations.

use domain::{GrantId, Id, LinkState, LocationId, Probe};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::rows::{self, to_json};
use super::{steering, tokens};
use crate::{StoreProblem, StoredLocation};

/// Disconnects a location; its tokens are erased when no other location uses them.
pub(crate) fn unlink(connection: &Connection, location: LocationId) -> Result<(), StoreProblem> {
    let held = grant_of(connection, location)?;
    let changed = connection
        .prepare_cached(
            "UPDATE locations
             SET settled = ?2, \"grant\" = NULL, looked_at = NULL, verdict = NULL,
                 unanswered = NULL
             WHERE id = ?1",
        )?
        .execute((location.as_bytes(), to_json(&LinkState::Unlinked)))?;
    exactly_one(changed)?;
    erase(connection, held)
}

/// Removes a location from the list; its activity stays.
pub(crate) fn remove(connection: &Connection, location: LocationId) -> Result<(), StoreProblem> {
    let held = grant_of(connection, location)?;
    let removed =
        connection.execute("DELETE FROM locations WHERE id = ?1", [location.as_bytes()])?;
    exactly_one(removed)?;
    tokens::erase_sealed(connection, steering::LOCATIONS, location.as_bytes())?;
    erase(connection, held)?;
    connection.execute(
        "DELETE FROM logins
         WHERE NOT EXISTS (SELECT 1 FROM grants WHERE login = logins.id)
           AND NOT EXISTS (SELECT 1 FROM locations WHERE login = logins.id)",
        [],
    )?;
    connection.execute(
        "DELETE FROM seals WHERE home = ?1
           AND NOT EXISTS (SELECT 1 FROM logins WHERE id = seals.row)",
        [steering::LOGINS],
    )?;
    Ok(())
}

pub(crate) fn is_known(connection: &Connection, location: LocationId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM locations WHERE id = ?1)")?
        .query_row([location.as_bytes()], |row| row.get(0))
}

/// Adds or changes a location. A grant that served it before and serves none now is erased.
pub(crate) fn put(connection: &Connection, stored: &StoredLocation) -> Result<(), StoreProblem> {
    let before = grant_of(connection, stored.location.id)?;
    let values = rows::location_values(stored);
    let mut update = connection.prepare_cached(PUT_WITH_SAME_LINKS)?;
    if update.execute(params_from_iter(&values))? == 0 {
        insert(connection, &values)?;
    }
    erase(
        connection,
        before.filter(|grant| Some(*grant) != stored.location.grant),
    )
}

/// Without a change of what other tables are asked by, which would write three indexes anew.
const PUT_WITH_SAME_LINKS: &str = "UPDATE locations SET
         network = ?2, host = ?3, account = ?4, account_kind = ?5, account_name = ?6,
         account_handle = ?7, added_at = ?11, settled = ?12, looked_at = ?13, verdict = ?14,
         unanswered = ?15
     WHERE id = ?1 AND client IS ?8 AND login IS ?9 AND \"grant\" IS ?10";

fn insert(connection: &Connection, values: &[Value]) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO locations ({}) VALUES
             (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT (id) DO UPDATE SET
             network = excluded.network, host = excluded.host, account = excluded.account,
             account_kind = excluded.account_kind, account_name = excluded.account_name,
             account_handle = excluded.account_handle, client = excluded.client,
             login = excluded.login, \"grant\" = excluded.\"grant\",
             added_at = excluded.added_at, settled = excluded.settled,
             looked_at = excluded.looked_at, verdict = excluded.verdict,
             unanswered = excluded.unanswered",
        rows::LOCATION
    );
    let mut insert = connection.prepare_cached(&sql)?;
    insert.execute(params_from_iter(values)).map(drop)
}

/// Writes when a location was probed and what that said.
pub(crate) fn put_probe(
    connection: &Connection,
    location: LocationId,
    probe: &Probe,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "UPDATE locations SET looked_at = ?2, verdict = ?3, unanswered = ?4
         WHERE id = ?1 AND \"grant\" IS NOT NULL",
    )?;
    let verdict = to_json(&probe.verdict);
    let at = probe.at.as_millis();
    statement.execute((location.as_bytes(), at, verdict, unanswered(Some(probe))))?;
    Ok(())
}

fn unanswered(probe: Option<&Probe>) -> Option<String> {
    probe?.unanswered.map(|row| to_json(&row))
}

/// Erases what served a location, unless it serves another.
fn erase(connection: &Connection, held: Option<GrantId>) -> Result<(), StoreProblem> {
    held.map_or(Ok(()), |grant| tokens::erase_if_unused(connection, grant))
}

fn grant_of(
    connection: &Connection,
    location: LocationId,
) -> Result<Option<GrantId>, StoreProblem> {
    let grant: Option<Option<[u8; 16]>> = connection
        .prepare_cached("SELECT \"grant\" FROM locations WHERE id = ?1")?
        .query_row([location.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(grant.flatten().map(Id::from_bytes))
}

pub(crate) fn exactly_one(changed: usize) -> Result<(), StoreProblem> {
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreProblem::Dangling)
    }
}
