//! A screen in memory with a window manager on it.

use std::time::Duration;

use super::Desktop;
use crate::{
    Trouble,
    process::{self, Owned},
    wait,
};

const SIZE: &str = "1440x960x24";

pub struct Display {
    name: String,
    _manager: Owned,
    _server: Owned,
}

impl Display {
    pub fn start(desktop: &Desktop) -> Result<Display, Trouble> {
        let logs = desktop.logs();
        // The server picks the number itself: two sessions that start at once never collide.
        let mut server = desktop.command("Xvfb");
        server.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            SIZE,
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let (server, number) = Owned::start_and_hear("Xvfb", &mut server, &logs)?;
        let name = format!(":{number}");

        let mut manager = desktop.command("openbox");
        manager.env("DISPLAY", &name);
        let mut manager = Owned::start("openbox", &mut manager, &logs)?;
        wait::until("the window manager", Duration::from_secs(20), || {
            let mut ask = desktop.command("xprop");
            ask.env("DISPLAY", &name)
                .args(["-root", "_NET_SUPPORTING_WM_CHECK"]);
            process::output(&mut ask)
                .ok()
                .filter(|said| said.contains("window id"))
        })
        .or_else(|trouble| manager.still_runs().and(Err(trouble)))?;
        Ok(Display {
            name,
            _manager: manager,
            _server: server,
        })
    }

    /// For `DISPLAY`, such as `:99`.
    pub fn name(&self) -> &str {
        &self.name
    }
}
