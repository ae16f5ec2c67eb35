//! The system's browser, and whether one opened.

use std::thread;
use std::time::Duration;

use engine::{CannotOpen, Opening};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::addresses::Admitted;

/// An opener that still runs after so long has a browser before it: it may live as long as that
/// does, and then ends however it ends.
const OPENS_WITHIN: Duration = Duration::from_secs(20);

/// Opens an address. The opener is waited for to its end, beside.
pub fn open(address: Admitted) -> Opening {
    let (ended, end) = oneshot::channel();
    let waits = thread::Builder::new().name("browser".to_owned());
    let started = waits.spawn(move || {
        // Nobody asks any more after so long.
        let _ = ended.send(open_and_wait(&address));
    });
    Box::pin(async move {
        started.map_err(|problem| CannotOpen(problem.to_string()))?;
        match timeout(OPENS_WITHIN, end).await {
            Ok(Ok(opened)) => opened,
            Ok(Err(_)) => Err(CannotOpen("the opener's end is not known".to_owned())),
            Err(_) => Ok(()),
        }
    })
}

/// The library does not look how the opener ends on these systems, since it may live on for long.
#[cfg(all(unix, not(target_os = "macos")))]
fn open_and_wait(address: &Admitted) -> Result<(), CannotOpen> {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    // What a person chose for the terminal, or Windows around us: the library's to know.
    let is_within_windows = || {
        let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        kernel.to_ascii_lowercase().contains("microsoft")
    };
    if std::env::var_os("BROWSER").is_some() || is_within_windows() {
        return by_library(address);
    }
    let mut opener = Command::new("xdg-open");
    opener
        .arg(address.as_str())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    match opener.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(CannotOpen(format!("xdg-open: {status}"))),
        // It is not installed; the library has one of its own.
        Err(_) => by_library(address),
    }
}

#[cfg(any(target_os = "macos", windows))]
fn open_and_wait(address: &Admitted) -> Result<(), CannotOpen> {
    by_library(address)
}

fn by_library(address: &Admitted) -> Result<(), CannotOpen> {
    opener::open_browser(address.as_str()).map_err(|problem| CannotOpen(problem.to_string()))
}
