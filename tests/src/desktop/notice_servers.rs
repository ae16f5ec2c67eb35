//! Programs that show notices, beside dunst. Both of these take a notice down after some seconds,
//! unless it says that it must stand.

use std::process::Command;
use std::time::Duration;

use super::Desktop;
use crate::{
    Trouble,
    process::{self, Owned},
    wait,
};

/// Longer than the app holds a notice back for others that belong to it.
const LIMIT: Duration = Duration::from_secs(40);

/// No notice with buttons is lower than this.
const LOWEST: i32 = 110;

/// A program that shows notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeServer {
    /// Of LXQt.
    Lxqt,
    /// Of MATE.
    Mate,
}

impl NoticeServer {
    fn program(self) -> &'static str {
        match self {
            NoticeServer::Lxqt => "lxqt-notificationd",
            NoticeServer::Mate => "/usr/lib/mate-notification-daemon/mate-notification-daemon",
        }
    }

    /// What its windows are called.
    fn class(self) -> &'static str {
        match self {
            NoticeServer::Lxqt => "lxqt-notificationd",
            NoticeServer::Mate => "mate-notification-daemon",
        }
    }

    /// Where it draws the last of three buttons in a window of this size.
    fn last_button(self, width: i32, height: i32) -> (i32, i32) {
        match self {
            NoticeServer::Lxqt => (216, height - 33),
            NoticeServer::Mate => (width - 64, height - 27),
        }
    }

    pub(super) fn start(self, desktop: &Desktop) -> Result<Owned, Trouble> {
        let mut program = desktop.command(self.program());
        Owned::start(self.class(), &mut program, &desktop.logs())
    }

    /// Waits until it shows nothing.
    pub fn until_empty(self, desktop: &Desktop) -> Result<(), Trouble> {
        wait::until(
            &format!("the end of the notices of {self:?}"),
            LIMIT,
            || self.windows(desktop).is_empty().then_some(()),
        )
    }

    /// Waits until it shows one notice alone, and gives where: left, top, width, height.
    pub fn until_one(self, desktop: &Desktop) -> Result<[i32; 4], Trouble> {
        wait::until(&format!("one notice of {self:?}"), LIMIT, || {
            let windows = self.windows(desktop);
            let [window] = &windows[..] else {
                return None;
            };
            let ask = ["getwindowgeometry", "--shell", window];
            let said = process::output(&mut xdotool(desktop, &ask)).ok()?;
            let place = ["X=", "Y=", "WIDTH=", "HEIGHT="].map(|name| {
                let value = said.lines().find_map(|line| line.strip_prefix(name));
                value.and_then(|value| value.parse::<i32>().ok())
            });
            let [Some(x), Some(y), Some(width), Some(height)] = place else {
                return None;
            };
            // One of them draws all notices into one window, each of about this height.
            (height < 2 * LOWEST).then_some([x, y, width, height])
        })
    }

    /// Presses the last of the three buttons of the only notice, with the mouse.
    pub fn press_last(self, desktop: &Desktop) -> Result<(), Trouble> {
        let [left, top, width, height] = self.until_one(desktop)?;
        let (x, y) = self.last_button(width, height);
        let (x, y) = ((left + x).to_string(), (top + y).to_string());
        process::output(&mut xdotool(desktop, &["mousemove", "--sync", &x, &y]))?;
        process::output(&mut xdotool(desktop, &["click", "1"])).map(drop)
    }

    fn windows(self, desktop: &Desktop) -> Vec<String> {
        let mut search = xdotool(
            desktop,
            &["search", "--onlyvisible", "--class", self.class()],
        );
        // It fails where nothing is found.
        let found = process::output(&mut search).unwrap_or_default();
        found.lines().map(str::to_owned).collect()
    }
}

fn xdotool(desktop: &Desktop, arguments: &[&str]) -> Command {
    let mut command = desktop.command("xdotool");
    command.args(arguments);
    command
}
