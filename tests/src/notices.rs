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

/// Shows a notice as another app does, until a person takes it away.
pub fn show(desktop: &Desktop, app: &str, summary: &str, body: &str) -> Result<(), Trouble> {
    show_for(desktop, [app, summary, body], "0").map(drop)
}

/// The same for as long as the notice program shows what says nothing about that. Gives its number.
pub fn show_for_a_while(
    desktop: &Desktop,
    app: &str,
    summary: &str,
    body: &str,
) -> Result<u32, Trouble> {
    show_for(desktop, [app, summary, body], "-1")
}

fn show_for(desktop: &Desktop, said: [&str; 3], milliseconds: &str) -> Result<u32, Trouble> {
    const SERVER: &str = "org.freedesktop.Notifications";
    let [app, summary, body] = said;
    let mut call = desktop.command("gdbus");
    call.args(["call", "--session", "--dest", SERVER])
        .args(["--object-path", "/org/freedesktop/Notifications"])
        .args(["--method", "org.freedesktop.Notifications.Notify", "--"])
        .args([app, "0", "", summary, body, "[]", "{}", milliseconds]);
    let answer = process::output(&mut call)?;
    let number = answer.trim().strip_prefix("(uint32 ");
    let number = number.and_then(|number| number.strip_suffix(",)")?.parse().ok());
    number.ok_or_else(|| Trouble::unexpected(format!("no number in {answer:?}")))
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

/// Hears what programs ask the notice program to show, and what it says went.
pub struct Ear {
    asked: Arc<Mutex<Vec<Notice>>>,
    gone: Arc<Mutex<Vec<u32>>>,
}

impl Ear {
    /// Hears from now on.
    pub fn at(desktop: &Desktop) -> Result<Ear, Trouble> {
        let start = || {
            let bus = Builder::address(desktop.bus_address())?.build()?;
            let of =
                |member| format!("interface='org.freedesktop.Notifications',member='{member}'");
            let (asks, goes) = (of("Notify"), of("NotificationClosed"));
            let rules = [asks.as_str().try_into()?, goes.as_str().try_into()?];
            MonitoringProxy::new(&bus)?.become_monitor(&rules, 0)?;
            zbus::Result::Ok(bus)
        };
        let bus = start().map_err(Trouble::because)?;
        let ear = Ear {
            asked: Arc::default(),
            gone: Arc::default(),
        };
        let (asked, gone) = (ear.asked.clone(), ear.gone.clone());
        // Ends with the session's bus.
        thread::spawn(move || {
            for message in MessageIterator::from(bus).flatten() {
                let body = message.body();
                if let Ok((app, _, _, summary, body, ..)) = body.deserialize::<Asked>() {
                    let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
                    asked.push(Notice { app, summary, body });
                } else if let Ok((id, _why)) = body.deserialize::<(u32, u32)>() {
                    gone.lock().unwrap_or_else(PoisonError::into_inner).push(id);
                }
            }
        });
        Ok(ear)
    }

    /// Waits until the notice program says that a notice went.
    pub fn until_gone(&self, id: u32) -> Result<(), Trouble> {
        wait::until(&format!("the end of notice {id}"), LIMIT, || {
            let gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
            gone.contains(&id).then_some(())
        })
    }

    /// What was asked for so far, oldest first.
    pub fn heard(&self) -> Vec<Notice> {
        self.asked
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
