//! What a person was told, and which locations a person silenced.

use std::collections::BTreeMap;

use domain::alert::{Notified, NotifiedEnd, NotifiedLoss, NotifiedUnheard, Silence};
use domain::{LocationId, Timestamp};
use rusqlite::{Connection, Row, Transaction};

use super::rows;

const ENDS: &str = "ends";
const LOST: &str = "lost";
const UNHEARD: &str = "unheard";

/// What a person was told about each location.
pub(crate) fn notified(
    connection: &Connection,
) -> rusqlite::Result<BTreeMap<LocationId, Notified>> {
    let mut statement = connection.prepare_cached(
        "SELECT location, kind, ends, step, told_at, notice, unheard, shown FROM alerts",
    )?;
    let mut found = statement.query([])?;
    let mut all: BTreeMap<LocationId, Notified> = BTreeMap::new();
    while let Some(row) = found.next()? {
        if let Some(location) = rows::id(row, 0) {
            read(row, all.entry(location).or_default());
        }
    }
    Ok(all)
}

/// The locations that a person silenced.
pub(crate) fn rests(connection: &Connection) -> rusqlite::Result<BTreeMap<LocationId, Silence>> {
    let mut statement = connection.prepare_cached("SELECT location, until FROM alert_rests")?;
    let mut found = statement.query([])?;
    let mut all = BTreeMap::new();
    while let Some(row) = found.next()? {
        let until: Option<Option<i64>> = rows::get(row, 1);
        if let Some((location, until)) = rows::id(row, 0).zip(until) {
            let until = until.map(Timestamp::from_millis);
            all.insert(location, until.map_or(Silence::Muted, Silence::Until));
        }
    }
    Ok(all)
}

fn read(row: &Row<'_>, told: &mut Notified) {
    let at = rows::get(row, 4).map(Timestamp::from_millis);
    let (Some(kind), Some(at), Some(key)) = (rows::text(row, 1), at, rows::get(row, 5)) else {
        return;
    };
    let end = rows::get(row, 2).map(Timestamp::from_millis);
    // Better shown twice than never.
    let shown = rows::get(row, 7).unwrap_or(false);
    match (kind, end, rows::get(row, 3)) {
        (LOST, ..) => told.lost = Some(NotifiedLoss { at, key, shown }),
        (ENDS, Some(by), Some(step)) => {
            told.ends = Some(NotifiedEnd {
                by,
                step,
                at,
                key,
                shown,
            });
        }
        (UNHEARD, ..) => {
            let unheard = rows::json(row, 6);
            told.unheard = unheard.map(|unheard| NotifiedUnheard {
                unheard,
                at,
                key,
                shown,
            });
        }
        _ => {}
    }
}

/// Writes what a person is told about a location, in place of what was written before.
pub(crate) fn put_notified(
    transaction: &Transaction<'_>,
    location: LocationId,
    told: &Notified,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM alerts WHERE location = ?1")?
        .execute([location.as_bytes()])?;
    // A location may be gone by now: then there is nothing to remember.
    let mut insert = transaction.prepare_cached(
        "INSERT INTO alerts (location, kind, told_at, notice, shown, ends, step, unheard)
         SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM locations WHERE id = ?1",
    )?;
    let id = location.as_bytes();
    let (no_date, no_step, no_word) = (None::<i64>, None::<u16>, None::<String>);
    if let Some(told) = &told.ends {
        let (at, by) = (told.at.as_millis(), told.by.as_millis());
        let (key, shown) = (&told.key, told.shown);
        insert.execute((id, ENDS, at, key, shown, by, told.step, &no_word))?;
    }
    if let Some(told) = &told.lost {
        let (at, key, shown) = (told.at.as_millis(), &told.key, told.shown);
        insert.execute((id, LOST, at, key, shown, no_date, no_step, &no_word))?;
    }
    if let Some(told) = &told.unheard {
        let (at, key, shown) = (told.at.as_millis(), &told.key, told.shown);
        let unheard = rows::to_json(&told.unheard);
        insert.execute((id, UNHEARD, at, key, shown, no_date, no_step, unheard))?;
    }
    Ok(())
}

/// Silences a location, or lets it speak again.
pub(crate) fn put_rest(
    transaction: &Transaction<'_>,
    location: LocationId,
    rest: Option<Silence>,
) -> rusqlite::Result<()> {
    let until = match rest {
        None => {
            transaction
                .prepare_cached("DELETE FROM alert_rests WHERE location = ?1")?
                .execute([location.as_bytes()])?;
            return Ok(());
        }
        Some(Silence::Muted) => None,
        Some(Silence::Until(until)) => Some(until.as_millis()),
    };
    transaction
        .prepare_cached(
            "INSERT INTO alert_rests (location, until)
             SELECT id, ?2 FROM locations WHERE id = ?1
             ON CONFLICT (location) DO UPDATE SET until = excluded.until",
        )?
        .execute((location.as_bytes(), until))?;
    Ok(())
}
