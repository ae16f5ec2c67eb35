//! The session's key ring: the real gnome-keyring, in each state that the app can meet, and a
//! person at its questions.

use std::{fs, io::Write, process::Stdio, time::Duration};

use super::Desktop;
use crate::{
    Trouble,
    process::{self, Owned},
    screen::Screen,
    wait,
};

const PASSWORD: &str = "journey";
/// What draws its questions. A desktop's own bus starts it on demand.
const PROMPTER: &str = "/usr/libexec/gcr-prompter";
const LIMIT: Duration = Duration::from_secs(20);

impl Desktop {
    /// Locks the default collection, as a screen lock or the user would.
    pub fn lock_keyring(&self) -> Result<(), Trouble> {
        let mut lock = self.secret_service();
        lock.args(["--method", "org.freedesktop.Secret.Service.Lock"])
            .arg("[objectpath '/org/freedesktop/secrets/aliases/default']");
        process::output(&mut lock).map(drop)
    }

    /// Unlocks it again, with the password and without a dialog.
    pub fn unlock_keyring(&mut self) -> Result<(), Trouble> {
        self.stop_keyring();
        self.keyring = Some(start(self, true)?);
        Ok(())
    }

    /// A new login in which nobody has typed the password yet: the collection is locked.
    pub fn restart_keyring_locked(&mut self) -> Result<(), Trouble> {
        self.stop_keyring();
        self.keyring = Some(start(self, false)?);
        Ok(())
    }

    /// The first login of somebody whose password nobody typed: there is no collection at all.
    pub fn restart_keyring_without_collection(&mut self) -> Result<(), Trouble> {
        self.stop_keyring();
        let kept = self.home().join(".local/share/keyrings");
        fs::remove_dir_all(&kept).map_err(Trouble::io("the key rings' folder"))?;
        self.restart_keyring_locked()
    }

    /// The Secret Service goes away while the session lives on.
    pub fn stop_keyring(&mut self) {
        self.keyring = None;
    }

    /// From now on there is somebody who draws the key ring's questions.
    pub fn start_prompter(&mut self) -> Result<(), Trouble> {
        let mut prompter = self.command(PROMPTER);
        let owned = Owned::start("gcr-prompter", &mut prompter, &self.logs())?;
        self.prompter = Some(owned);
        self.wait_for_name("org.gnome.keyring.SystemPrompter")
    }

    /// Whether a question of the key ring stands on the screen.
    pub fn is_asked(&self) -> bool {
        let mut search = self.command("xdotool");
        search.args(["search", "--onlyvisible", "--class", "gcr-prompter"]);
        // It fails where it finds none.
        process::output(&mut search).is_ok_and(|found| !found.trim().is_empty())
    }

    /// The person opens the key ring when they are asked to.
    pub fn person_unlocks_keyring(&self) -> Result<(), Trouble> {
        self.person_answers(&[PASSWORD])
    }

    /// The person makes the key ring when they are asked to.
    pub fn person_sets_keyring_up(&self) -> Result<(), Trouble> {
        self.person_answers(&[PASSWORD, PASSWORD])
    }

    /// The person does not want to be asked.
    pub fn person_dismisses(&self) -> Result<(), Trouble> {
        self.until_asked(true)?;
        Screen::of(self).press(&["Escape"])?;
        self.until_asked(false)
    }

    fn person_answers(&self, fields: &[&str]) -> Result<(), Trouble> {
        self.until_asked(true)?;
        let screen = Screen::of(self);
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                screen.press(&["Tab"])?;
            }
            screen.type_text(field)?;
        }
        screen.press(&["Return"])?;
        self.until_asked(false)
    }

    /// Waits until a question of the key ring stands on the screen, or until none does.
    pub fn until_asked(&self, asked: bool) -> Result<(), Trouble> {
        let what = match asked {
            true => "the key ring's question",
            false => "the end of the key ring's question",
        };
        wait::until(what, LIMIT, || (self.is_asked() == asked).then_some(()))
    }

    /// Deletes what was stored with these attributes, as a user in the key ring's own window.
    pub fn delete_from_keyring(&self, attributes: &[(&str, &str)]) -> Result<(), Trouble> {
        let mut clear = self.command("secret-tool");
        clear
            .arg("clear")
            .args(attributes.iter().flat_map(|(name, value)| [name, value]));
        process::output(&mut clear).map(drop)
    }

    pub fn keyring_is_locked(&self) -> Result<bool, Trouble> {
        let mut ask = self.command("gdbus");
        ask.args(["call", "--session", "--dest", "org.freedesktop.secrets"])
            .args(["--object-path", "/org/freedesktop/secrets/aliases/default"])
            .args(["--method", "org.freedesktop.DBus.Properties.Get"])
            .args(["org.freedesktop.Secret.Collection", "Locked"]);
        Ok(process::output(&mut ask)?.contains("true"))
    }

    fn secret_service(&self) -> std::process::Command {
        let mut call = self.command("gdbus");
        call.args(["call", "--session", "--dest", "org.freedesktop.secrets"])
            .args(["--object-path", "/org/freedesktop/secrets"]);
        call
    }
}

pub fn start(desktop: &Desktop, unlocked: bool) -> Result<Owned, Trouble> {
    let mut daemon = desktop.command("gnome-keyring-daemon");
    daemon
        .args(["--foreground", "--components=secrets"])
        .stdin(Stdio::null());
    if unlocked {
        daemon.arg("--unlock").stdin(Stdio::piped());
    }
    let mut owned = Owned::start("gnome-keyring", &mut daemon, &desktop.logs())?;
    if let Some(mut stdin) = owned.take_stdin() {
        stdin
            .write_all(PASSWORD.as_bytes())
            .map_err(Trouble::io("the key ring's password"))?;
    }
    desktop.wait_for_name("org.freedesktop.secrets")?;
    Ok(owned)
}
