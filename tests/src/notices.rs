//! What the session's notice program shows, and a person's click on it.

use std::time::Duration;

use serde::Deserialize;

use crate::{Desktop, Trouble, process, wait};

/// A notice that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub app: String,
    pub summary: String,
    pub body: String,
}

/// Longer than the app holds a notice back for others that belong to it.
const LIMIT: Duration = Duration::from_secs(40);

/// How many notices are on the screen or wait for a place there.
pub fn shown(desktop: &Desktop) -> Result<usize, Trouble> {
    let mut total = 0;
    for kind in ["displayed", "waiting"] {
        let count = process::output(desktop.command("dunstctl").args(["count", kind]))?;
        total += count.trim().parse::<usize>().map_err(|_| odd(&count))?;
    }
    Ok(total)
}

/// Waits until this many notices are shown; none means: withdrawn.
pub fn until_shown(desktop: &Desktop, count: usize) -> Result<(), Trouble> {
    wait::until(&format!("{count} notices"), LIMIT, || {
        (shown(desktop).ok()? == count).then_some(())
    })
}

/// Clicks the uppermost notice: its default action runs.
pub fn click(desktop: &Desktop) -> Result<(), Trouble> {
    process::output(desktop.command("dunstctl").arg("action")).map(drop)
}

/// Closes every notice and gives all that were shown in this session, oldest first.
pub fn close_and_read(desktop: &Desktop) -> Result<Vec<Notice>, Trouble> {
    process::output(desktop.command("dunstctl").arg("close-all"))?;
    until_shown(desktop, 0)?;
    let said = process::output(desktop.command("dunstctl").arg("history"))?;
    let history: History = serde_json::from_str(&said).map_err(|_| odd(&said))?;
    let newest_first = history.data.into_iter().flatten();
    let mut notices: Vec<Notice> = newest_first
        .map(|entry| Notice {
            app: entry.appname.data,
            summary: entry.summary.data,
            body: entry.body.data,
        })
        .collect();
    notices.reverse();
    Ok(notices)
}

fn odd(said: &str) -> Trouble {
    Trouble::unexpected(format!("dunstctl said {said:?}"))
}

#[derive(Deserialize)]
struct History {
    data: Vec<Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    appname: Field,
    summary: Field,
    body: Field,
}

#[derive(Deserialize)]
struct Field {
    data: String,
}
