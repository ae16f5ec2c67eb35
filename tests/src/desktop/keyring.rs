//! The session's key ring: the real gnome-keyring, in each state that the app can meet.

use std::{io::Write, process::Stdio};

use super::Desktop;
use crate::{
    Trouble,
    process::{self, Owned},
};

const PASSWORD: &[u8] = b"journey";

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

    /// The Secret Service goes away while the session lives on.
    pub fn stop_keyring(&mut self) {
        self.keyring = None;
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
            .write_all(PASSWORD)
            .map_err(Trouble::io("the key ring's password"))?;
    }
    desktop.wait_for_name("org.freedesktop.secrets")?;
    Ok(owned)
}
