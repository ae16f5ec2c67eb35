//! The tables, how an older file becomes a newer one, and whether a file has exactly our tables.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::OpenProblem;

/// Marks the file as ours ("Grnt").
pub(crate) const APPLICATION_ID: i32 = 0x4772_6e74;

/// One step per version; a released step never changes.
const MIGRATIONS: [&str; 6] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_alerts.sql"),
    include_str!("migrations/0003_answers.sql"),
    include_str!("migrations/0004_unanswered.sql"),
    include_str!("migrations/0005_shown.sql"),
    include_str!("migrations/0006_row_seals.sql"),
];

/// The version that this program writes.
pub(crate) const VERSION: i32 = MIGRATIONS.len() as i32;

/// Brings the tables up to date, each step whole or not at all.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    apply(connection, &MIGRATIONS)
}

fn apply(connection: &mut Connection, migrations: &[&str]) -> rusqlite::Result<()> {
    for (step, sql) in (1..).zip(migrations) {
        let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
        if version(&transaction)? < step {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", step)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Refuses a file whose tables are not exactly those of its version: no trigger, view or column
/// that somebody else put there is ever run.
pub(crate) fn check(connection: &Connection) -> Result<(), OpenProblem> {
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(OpenProblem::Foreign);
    }
    let found = version(connection)?;
    if found > VERSION {
        return Err(OpenProblem::Newer {
            found,
            known: VERSION,
        });
    }
    let steps = usize::try_from(found)
        .ok()
        .and_then(|found| MIGRATIONS.get(..found))
        .filter(|steps| !steps.is_empty())
        .ok_or(OpenProblem::StrangeSchema)?;
    let mut model = Connection::open_in_memory()?;
    apply(&mut model, steps)?;
    if parts(connection)? == parts(&model)? {
        Ok(())
    } else {
        Err(OpenProblem::StrangeSchema)
    }
}

type Part = (String, String, String, Option<String>);

fn parts(connection: &Connection) -> rusqlite::Result<Vec<Part>> {
    connection
        .prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY type, name")?
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_midway_leaves_the_version_before_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let before = parts(&connection).unwrap();
        let broken = "CREATE TABLE half (a TEXT) STRICT; DROP TABLE clients; SELECT nothing;";
        let steps = [MIGRATIONS.as_slice(), &[broken]].concat();
        assert!(apply(&mut connection, &steps).is_err());
        assert_eq!(version(&connection).unwrap(), VERSION);
        assert_eq!(parts(&connection).unwrap(), before);
    }

    /// Each version, cut off behind each of its statements.
    #[test]
    fn a_migration_that_ends_anywhere_leaves_the_version_before_and_goes_on_later() {
        for (before, sql) in MIGRATIONS.iter().enumerate() {
            let ends = sql.match_indices(';').map(|(end, _)| end + 1);
            for end in ends.chain([0]) {
                let cut = format!("{}\nSELECT nothing;", &sql[..end]);
                let mut connection = Connection::open_in_memory().unwrap();
                apply(&mut connection, &MIGRATIONS[..before]).unwrap();
                let there = parts(&connection).unwrap();
                let steps = [&MIGRATIONS[..before], &[cut.as_str()]].concat();
                assert!(apply(&mut connection, &steps).is_err());
                let at = usize::try_from(version(&connection).unwrap());
                assert_eq!((at, parts(&connection).unwrap()), (Ok(before), there));
                migrate(&mut connection).unwrap();
                assert!(check(&connection).is_ok(), "{before}, cut at {end}");
            }
        }
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        assert!(check(&connection).is_ok());
    }
}
