//! What the session bus of a free desktop answers beyond what the libraries ask it.

use std::io::ErrorKind;
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::PropertiesProxy;
use zbus::names::InterfaceName;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const FILES: &str = "org.freedesktop.FileManager1";
const FILES_PATH: &str = "/org/freedesktop/FileManager1";
const PEER: &str = "org.freedesktop.DBus.Peer";

/// Whether anything on this desktop draws tray icons. GNOME does not without an extension, and an
/// icon then stands nowhere without anybody saying so.
pub fn draws_tray_icons() -> bool {
    let host = || -> zbus::Result<bool> {
        let bus = Connection::session()?;
        let watcher = PropertiesProxy::builder(&bus)
            .destination(WATCHER)?
            .path(WATCHER_PATH)?
            .build()?;
        let interface = InterfaceName::try_from(WATCHER)?;
        let value = watcher.get(interface, "IsStatusNotifierHostRegistered")?;
        Ok(bool::try_from(value)?)
    };
    host().unwrap_or_else(|problem| {
        tracing::debug!(%problem, "nobody draws tray icons");
        false
    })
}

/// Another one has the name that starts are handed over to, and takes none.
#[derive(Debug, thiserror::Error)]
#[error(
    "it runs already and does not answer. End that program, or sign out of this computer and in \
     again, and then start it once more."
)]
pub struct Frozen;

/// Asks whoever runs already for a sign of life: a start is handed over without an end to the wait.
///
/// # Errors
///
/// There is another one, and it gives none.
pub fn see_that_no_other_hangs(identifier: &str) -> Result<(), Frozen> {
    const PATIENCE: Duration = Duration::from_secs(8);
    let name = format!("{identifier}.SingleInstance");
    let asked = || -> zbus::Result<()> {
        let bus = Builder::session()?.method_timeout(PATIENCE).build()?;
        let sign = bus.call_method(Some(name.as_str()), "/", Some(PEER), "Ping", &());
        sign.map(drop)
    };
    match asked() {
        Err(zbus::Error::InputOutput(problem)) if problem.kind() == ErrorKind::TimedOut => {
            Err(Frozen)
        }
        // Nobody is there, or there is no bus.
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Has the file manager open the folder of a file with the file selected; an error where there is
/// none that can.
pub fn show_file(path: &std::path::Path) -> zbus::Result<()> {
    let file = url::Url::from_file_path(path)
        .map_err(|()| zbus::Error::Failure("the path is not absolute".to_owned()))?;
    let bus = Connection::session()?;
    let name = Some(FILES);
    bus.call_method(
        name,
        FILES_PATH,
        name,
        "ShowItems",
        &(vec![file.as_str()], ""),
    )
    .map(drop)
}
