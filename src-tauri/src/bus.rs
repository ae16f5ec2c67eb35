//! What the session bus of a free desktop answers beyond what the libraries ask it.

use zbus::blocking::Connection;
use zbus::blocking::fdo::PropertiesProxy;
use zbus::names::InterfaceName;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const FILES: &str = "org.freedesktop.FileManager1";
const FILES_PATH: &str = "/org/freedesktop/FileManager1";

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
