//! The built app, run without a driver: a second process, a deep link, a start without a window.

use std::{env, path::PathBuf, process::ExitStatus, time::Duration};

use crate::{Desktop, Trouble, process::Owned};

/// The app's program, built beside this test by the same `cargo` run.
pub fn binary() -> Result<PathBuf, Trouble> {
    let own = env::current_exe().map_err(Trouble::io("this program's own path"))?;
    let folder = own
        .ancestors()
        .skip(1)
        .find(|folder| !folder.ends_with("deps"))
        .ok_or_else(|| Trouble::unexpected("a test program without a folder"))?;
    let binary = folder.join(format!("greentick{}", env::consts::EXE_SUFFIX));
    if binary.exists() {
        Ok(binary)
    } else {
        Err(Trouble::NotBuilt(binary))
    }
}

/// A process of the app.
pub struct App {
    process: Owned,
}

impl App {
    /// Starts the app with its practice networks.
    pub fn practice(desktop: &Desktop) -> Result<App, Trouble> {
        App::start(desktop, "greentick", &["--practice"])
    }

    /// Starts a process as the system does when the user follows a link into the app.
    ///
    /// The link is the sole argument: the app recognises it only so.
    pub fn follow_link(desktop: &Desktop, link: &str) -> Result<App, Trouble> {
        App::start(desktop, "greentick-link", &[link])
    }

    pub fn start(desktop: &Desktop, name: &str, arguments: &[&str]) -> Result<App, Trouble> {
        let mut command = desktop.command(binary()?);
        command
            .args(arguments)
            .env("GREENTICK_HOME", desktop.app_folder());
        Ok(App {
            process: Owned::start(name, &mut command, &desktop.logs())?,
        })
    }

    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    pub fn log(&self) -> String {
        self.process.log()
    }

    pub fn is_running(&mut self) -> bool {
        self.process.is_running()
    }

    /// Waits for the process to end by itself, as a second process does.
    pub fn finish(&mut self) -> Result<ExitStatus, Trouble> {
        self.process.finish(Duration::from_secs(30))
    }

    /// Asks the app to end.
    pub fn stop(&mut self) {
        self.process.stop();
    }

    /// Ends the app as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill();
    }
}
