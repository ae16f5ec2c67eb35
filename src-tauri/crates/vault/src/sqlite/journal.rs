//! Settings, and the activity: what was done with which location, and when.

use domain::{Id, LocationId, Span, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value;

use super::rows;
use super::vault::write;
use crate::{Activity, StoreProblem, Vault};

/// How long ciphertext without a key is kept, should the key be found again.
pub const KEPT: Span = Span::from_days(30);

impl Vault {
    /// A setting; one that cannot be read counts as not set.
    pub fn setting(&self, key: &str) -> Result<Option<Value>, StoreProblem> {
        let value = self
            .connection
            .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
            .query_row([key], |row| Ok(rows::json(row, 0)))
            .optional()?;
        Ok(value.flatten())
    }

    /// The latest lines of activity, the newest first; of one location, or of all.
    pub fn activity(
        &self,
        location: Option<LocationId>,
        limit: usize,
    ) -> Result<Vec<Activity>, StoreProblem> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let lines: Vec<Option<Activity>> = match location {
            Some(location) => self
                .connection
                .prepare_cached(
                    "SELECT at, location, kind, detail FROM activity WHERE location = ?1
                     ORDER BY at DESC, id DESC LIMIT ?2",
                )?
                .query_map((location.as_bytes(), limit), |row| Ok(line(row)))?
                .collect::<Result<_, _>>()?,
            None => self
                .connection
                .prepare_cached(
                    "SELECT at, location, kind, detail FROM activity
                     ORDER BY at DESC, id DESC LIMIT ?1",
                )?
                .query_map([limit], |row| Ok(line(row)))?
                .collect::<Result<_, _>>()?,
        };
        Ok(lines.into_iter().flatten().collect())
    }

    /// Forgets activity older than `keep`, and ciphertext that was kept apart long enough. Of each
    /// location on the list the newest line stays, however old it is.
    pub fn tidy(&mut self, now: Timestamp, keep: Span) -> Result<(), StoreProblem> {
        let before = |span: Span| now.as_millis().saturating_sub(span.as_millis());
        write(&mut self.connection, |transaction| {
            transaction.execute(
                "DELETE FROM activity WHERE at < ?1 AND id NOT IN (
                     SELECT (SELECT id FROM activity WHERE location = locations.id
                             ORDER BY at DESC, id DESC LIMIT 1)
                     FROM locations
                     WHERE EXISTS (SELECT 1 FROM activity WHERE location = locations.id))",
                [before(keep)],
            )?;
            for table in ["kept_seals", "kept_data_keys"] {
                let sql = format!("DELETE FROM {table} WHERE kept_at < ?1");
                transaction.execute(&sql, [before(KEPT)])?;
            }
            Ok::<_, rusqlite::Error>(())
        })?;
        self.empty_log();
        Ok(())
    }
}

pub(crate) fn append(connection: &Connection, line: &Activity) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO activity (at, location, kind, detail) VALUES (?1, ?2, ?3, ?4)",
    )?;
    statement.execute((
        line.at.as_millis(),
        line.location.map(|location| *location.as_bytes()),
        &line.kind,
        line.detail.to_string(),
    ))?;
    Ok(())
}

/// Stores a setting; `None` removes it.
pub(crate) fn put_setting(
    connection: &Connection,
    key: &str,
    value: Option<&Value>,
) -> rusqlite::Result<()> {
    match value {
        Some(value) => connection.execute(
            "INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)",
            (key, value.to_string()),
        )?,
        None => connection.execute("DELETE FROM settings WHERE key = ?1", [key])?,
    };
    Ok(())
}

fn line(row: &Row<'_>) -> Option<Activity> {
    Some(Activity {
        at: Timestamp::from_millis(rows::get(row, 0)?),
        location: rows::get::<Option<[u8; 16]>>(row, 1)?.map(Id::from_bytes),
        kind: rows::get(row, 2)?,
        detail: rows::json(row, 3)?,
    })
}
