//! What is kept for a while only is forgotten in time, and not before.

use std::path::Path;
use std::time::Duration;

use journeys::stage::{Set, Stage, TestResult};
use journeys::{Trouble, wait};
use rusqlite::Connection;

use crate::people::{ALICE, alice};

const DAY: i64 = 86_400;
const LIMIT: Duration = Duration::from_secs(20);

/// Writes a line into the history of all, so many days before the networks' and our now.
fn write_line(set: &Set, days_ago: i64, name: &str) -> TestResult {
    let database = Connection::open(set.database()).map_err(Trouble::because)?;
    let sql = "INSERT INTO activity (at, location, kind, detail)
               SELECT (unixepoch() + ?1) * 1000, NULL, ?2, 'null'";
    let at = set.ahead - days_ago * DAY;
    let written = database.execute(sql, (at, name));
    written.map_err(Trouble::because).map(drop)
}

fn kinds(database: &Path) -> TestResult<Vec<String>> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let database = Connection::open(database)?;
        let mut lines = database.prepare("SELECT kind FROM activity WHERE location IS NULL")?;
        lines.query_map([], |row| row.get(0))?.collect()
    };
    read().map_err(Trouble::because)
}

async fn until_left(stage: &Stage, left: &[&str]) -> TestResult {
    wait::until_async("the history", LIMIT, async || {
        match kinds(&stage.database())? {
            found if found == left => Ok(()),
            found => Err(Trouble::unexpected(format!("{found:?}"))),
        }
    })
    .await
}

#[tokio::test]
async fn history_older_than_a_year_is_forgotten_once_a_day_and_across_restarts() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_account(&mut alice()).await?;
    let mut set = stage.leave().await?;
    write_line(&set, 366, "of the day before")?;
    write_line(&set, 363, "of the day after")?;
    // The first start looked already: a day has to go by.
    let stage = set.enter().await?;
    assert_eq!(kinds(&stage.database())?.len(), 2);
    set = stage.leave().await?;
    set.pass(DAY).await?;
    let stage = set.enter().await?;
    until_left(&stage, &["of the day after"]).await?;
    let history = stage.history(ALICE).await?;
    assert!(!history.is_empty(), "what is young stays");
    set = stage.leave().await?;
    set.pass(2 * DAY).await?;
    let stage = set.enter().await?;
    until_left(&stage, &[]).await
}
