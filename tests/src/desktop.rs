//! A private desktop session: its own home, bus, key ring, screen, notices and tray.
//!
//! Nothing in it can reach the session of the person who runs the tests, and nothing in it is
//! left running when it is dropped, also after a panic.

mod bus;
mod display;
mod home;
mod keyring;
mod lxqt;
mod notice_servers;
mod other_keyrings;
mod panel;
mod sweep;

use std::{
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub use self::notice_servers::NoticeServer;
use self::{bus::Bus, display::Display, home::Home, panel::Panel};
pub(crate) use self::{home::make_executable, panel::Place};
use crate::{
    Trouble,
    process::{self, Owned},
};

/// How much of a desktop a journey needs; each holds what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parts {
    /// A home and nothing else: what the app meets on a machine without D-Bus.
    NoBus,
    /// A bus on which nobody answers: no Secret Service, no notices.
    Bus,
    /// An unlocked key ring.
    Keyring,
    /// A screen with a window manager, and a program that shows notices.
    NoPanel,
    /// A panel that draws tray icons.
    Full,
}

/// A running session.
pub struct Desktop {
    worn: Vec<(String, OsString)>,
    panel: Option<Panel>,
    notices: Option<Owned>,
    prompter: Option<Owned>,
    keyring: Option<Owned>,
    display: Option<Display>,
    bus: Option<Bus>,
    // Last, because the others' folders are in it.
    home: Home,
}

impl Desktop {
    pub fn start(parts: Parts) -> Result<Desktop, Trouble> {
        let home = Home::make()?;
        let mut desktop = Desktop {
            worn: Vec::new(),
            panel: None,
            notices: None,
            prompter: None,
            keyring: None,
            display: None,
            bus: None,
            home,
        };
        if parts >= Parts::Bus {
            desktop.bus = Some(Bus::start(&desktop, &desktop.home)?);
        }
        if parts >= Parts::Keyring {
            desktop.keyring = Some(keyring::start(&desktop, true)?);
        }
        if parts >= Parts::NoPanel {
            desktop.display = Some(Display::start(&desktop)?);
            desktop.notices = Some(desktop.start_notices()?);
        }
        if parts >= Parts::Full {
            desktop.start_panel()?;
        }
        Ok(desktop)
    }

    /// A command that will run inside this session.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        self.home.dress(&mut command);
        // Without an address, libraries would look for the tester's own bus.
        command.env("DBUS_SESSION_BUS_ADDRESS", self.bus_address());
        if let Some(display) = &self.display {
            command.env("DISPLAY", display.name());
        }
        command.envs(self.worn.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Programs that start from now on find this in their environment, the app behind a driver too.
    pub fn wear(&mut self, name: &str, value: impl Into<OsString>) {
        self.worn.push((name.to_owned(), value.into()));
    }

    /// The session's home folder.
    pub fn home(&self) -> PathBuf {
        self.home.path()
    }

    /// Where the app keeps its data in this session (`GREENTICK_HOME`).
    pub fn app_folder(&self) -> PathBuf {
        self.home.path().join("greentick")
    }

    /// Everything that programs of this session can have written, for searches.
    pub fn files(&self) -> &Path {
        self.home.root()
    }

    /// Copies what the programs of this session wrote into this folder, for whoever reads it later.
    pub fn keep_logs(&self, folder: &Path) {
        let _ = fs::create_dir_all(folder);
        let app = self.app_folder().join("greentick.log");
        let logs = fs::read_dir(self.logs());
        let logs = logs.into_iter().flatten().flatten().map(|log| log.path());
        for log in logs.chain([app]) {
            if let Some(name) = log.file_name() {
                let _ = fs::copy(&log, folder.join(name));
            }
        }
    }

    /// Where the programs' own output goes, one file a program.
    pub fn logs(&self) -> PathBuf {
        self.home.logs()
    }

    /// The folder of `.desktop` files, and the one of `mimeapps.list`.
    pub(crate) fn applications(&self) -> (PathBuf, PathBuf) {
        (self.home.data().join("applications"), self.home.config())
    }

    /// What finds this session's processes after it has ended; see [`Desktop::running`].
    pub fn name(&self) -> String {
        self.home.name()
    }

    /// Processes of the named session that are there now.
    pub fn running(name: &str) -> Vec<u32> {
        sweep::members(name).into_iter().collect()
    }

    /// Processes of this session whose program has this name, as the system cuts it: after fifteen
    /// characters.
    pub fn processes(&self, name: &str) -> Vec<u32> {
        let mut all = Desktop::running(&self.name());
        all.retain(|pid| {
            let program = fs::read_to_string(format!("/proc/{pid}/comm"));
            program.is_ok_and(|program| program.trim_end() == name)
        });
        all
    }

    pub(crate) fn bus_address(&self) -> &str {
        self.bus.as_ref().map_or("disabled:", Bus::address)
    }

    /// What a person at the notices' menu looks for.
    pub(crate) fn notice_choice(&self) -> PathBuf {
        self.home.root().join("choice")
    }

    pub(crate) fn panel(&self) -> Result<&Panel, Trouble> {
        let panel = self.panel.as_ref();
        panel.ok_or_else(|| Trouble::unexpected("this desktop has no panel"))
    }

    /// Ends the program that shows notices, and with it all that are shown, and starts it again.
    pub fn restart_notices(&mut self) -> Result<(), Trouble> {
        self.stop_notices();
        self.notices = Some(self.start_notices()?);
        Ok(())
    }

    /// Another program shows notices from now on.
    pub fn change_notices(&mut self, server: NoticeServer) -> Result<(), Trouble> {
        self.stop_notices();
        self.notices = Some(server.start(self)?);
        self.wait_for_name("org.freedesktop.Notifications")
    }

    /// Nobody shows notices any more.
    pub fn stop_notices(&mut self) {
        self.notices = None;
    }

    /// The panel goes away, and with it whoever draws tray icons.
    pub fn stop_panel(&mut self) {
        self.panel = None;
    }

    /// A panel comes, as after a crash of the desktop's shell.
    pub fn start_panel(&mut self) -> Result<(), Trouble> {
        let address = self.bus.as_ref().map(Bus::address);
        self.panel = address.map(Panel::start).transpose()?;
        Ok(())
    }

    fn start_notices(&self) -> Result<Owned, Trouble> {
        let chooser = self.home.root().join("choose");
        let settings = self.home.root().join("dunstrc");
        let choice = self.notice_choice();
        let choose = format!("#!/bin/sh\nexec grep -m1 -F -f '{}'\n", choice.display());
        fs::write(&chooser, choose).map_err(Trouble::io("the notices' menu"))?;
        make_executable(&chooser)?;
        // A notice that goes was taken away. Until then it stands below the window and shows no
        // age, so that pictures come to rest.
        let said = format!(
            "[global]\ndmenu = {}\norigin = bottom-right\noffset = 10x10\n\
             show_age_threshold = -1\nhistory_length = 500\n[urgency_normal]\ntimeout = 0\n",
            chooser.display()
        );
        fs::write(&settings, said).map_err(Trouble::io("the notices' settings"))?;
        let mut dunst = self.command("dunst");
        dunst.arg("-config").arg(settings);
        let owned = Owned::start("dunst", &mut dunst, &self.logs())?;
        self.wait_for_name("org.freedesktop.Notifications")?;
        Ok(owned)
    }

    /// Blocks until somebody owns the name on this session's bus.
    fn wait_for_name(&self, name: &str) -> Result<(), Trouble> {
        let mut wait = self.command("gdbus");
        wait.args(["wait", "--session", "--timeout", "20", name]);
        process::output(&mut wait).map(drop)
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        sweep::end_all(&self.home.name());
    }
}
