//! What the session's notice program shows, and a person's click on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fs, thread};

use serde::Deserialize;
use zbus::blocking::MessageIterator;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::MonitoringProxy;
use zbus::zvariant::OwnedValue;

use crate::{Desktop, Trouble, process, wait};

/// A notice that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub app: String,
    pub summary: String,
    pub body: String,
}

/// How the notice program draws the notices that are gone, as Pango marks it up, oldest first.
pub fn drawn(desktop: &Desktop) -> Result<Vec<String>, Trouble> {
    let entries = history(desktop)?.into_iter();
    Ok(entries.map(|entry| entry.message.data).collect())
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

/// Shows a notice as another app does.
pub fn show(desktop: &Desktop, app: &str, summary: &str, body: &str) -> Result<(), Trouble> {
    const SERVER: &str = "org.freedesktop.Notifications";
    let mut call = desktop.command("gdbus");
    call.args(["call", "--session", "--dest", SERVER])
        .args(["--object-path", "/org/freedesktop/Notifications"])
        .args(["--method", "org.freedesktop.Notifications.Notify"])
        .args([app, "0", "", summary, body, "[]", "{}", "0"]);
    process::output(&mut call).map(drop)
}

/// Clicks the uppermost notice: its default action runs.
pub fn click(desktop: &Desktop) -> Result<(), Trouble> {
    process::output(desktop.command("dunstctl").arg("action")).map(drop)
}

/// Presses a button of a notice, as its menu offers it.
pub fn press(desktop: &Desktop, button: &str) -> Result<(), Trouble> {
    let choice = desktop.notice_choice();
    fs::write(choice, format!("#{button} (")).map_err(Trouble::io("a choice"))?;
    process::output(desktop.command("dunstctl").arg("context")).map(drop)
}

/// Hears what programs ask the notice program to show.
pub struct Ear(Arc<Mutex<Vec<Notice>>>);

impl Ear {
    /// Hears from now on.
    pub fn at(desktop: &Desktop) -> Result<Ear, Trouble> {
        let start = || {
            let bus = Builder::address(desktop.bus_address())?.build()?;
            let rule = "interface='org.freedesktop.Notifications',member='Notify'";
            MonitoringProxy::new(&bus)?.become_monitor(&[rule.try_into()?], 0)?;
            zbus::Result::Ok(bus)
        };
        let bus = start().map_err(Trouble::because)?;
        let heard = Arc::<Mutex<Vec<Notice>>>::default();
        let ear = Ear(heard.clone());
        // Ends with the session's bus.
        thread::spawn(move || {
            for message in MessageIterator::from(bus).flatten() {
                let Ok(asked) = message.body().deserialize::<Asked>() else {
                    continue;
                };
                let (app, _, _, summary, body, ..) = asked;
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.push(Notice { app, summary, body });
            }
        });
        Ok(ear)
    }

    /// What was asked for so far, oldest first.
    pub fn heard(&self) -> Vec<Notice> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits for a notice whose summary begins so, heard before or not.
    pub fn until(&self, summary: &str) -> Result<Notice, Trouble> {
        let found = wait::until(&format!("the notice {summary:?}"), LIMIT, || {
            let mut heard = self.heard().into_iter();
            heard.find(|notice| notice.summary.starts_with(summary))
        });
        found.map_err(|trouble| {
            Trouble::unexpected(format!("{trouble}; heard was {:?}", self.heard()))
        })
    }
}

/// Program, number of the one to replace, icon, summary, body, buttons, hints, how long.
type Asked = (
    String,
    u32,
    String,
    String,
    String,
    Vec<String>,
    HashMap<String, OwnedValue>,
    i32,
);

/// Closes every notice and gives all that were shown in this session, oldest first.
pub fn close_and_read(desktop: &Desktop) -> Result<Vec<Notice>, Trouble> {
    process::output(desktop.command("dunstctl").arg("close-all"))?;
    until_shown(desktop, 0)?;
    let entries = history(desktop)?.into_iter();
    Ok(entries
        .map(|entry| Notice {
            app: entry.appname.data,
            summary: entry.summary.data,
            body: entry.body.data,
        })
        .collect())
}

fn history(desktop: &Desktop) -> Result<Vec<Entry>, Trouble> {
    let said = process::output(desktop.command("dunstctl").arg("history"))?;
    let history: History = serde_json::from_str(&said).map_err(|_| odd(&said))?;
    let mut entries: Vec<Entry> = history.data.into_iter().flatten().collect();
    // It gives the newest first.
    entries.reverse();
    Ok(entries)
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
    message: Field,
}

#[derive(Deserialize)]
struct Field {
    data: String,
}
