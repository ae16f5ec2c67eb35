//! Other programs that offer the Secret Service: KeePassXC and KWallet, with a person at their
//! windows.

use std::{fs, io::Write, process::Stdio, time::Duration};

use super::Desktop;
use crate::{
    Trouble,
    process::Owned,
    screen::{Screen, XWindow},
    wait,
};

const PASSWORD: &str = "journey";
const LIMIT: Duration = Duration::from_secs(20);
const KWALLET: &str = "KDE Wallet Service";
/// The Secret Service offers what is in this group, which is the database's only one.
const DATABASE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile><Meta><DatabaseName>Journey</DatabaseName><CustomData><Item>
<Key>FDO_SECRETS_EXPOSED_GROUP</Key><Value>{01234567-89ab-cdef-0123-456789abcdef}</Value>
</Item></CustomData></Meta><Root><Group><UUID>ASNFZ4mrze8BI0VniavN7w==</UUID><Name>Root</Name>
</Group><DeletedObjects/></Root></KeePassFile>"#;
const SETTINGS: &str = "[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\n\
    [GUI]\nCheckForUpdates=false\n[FdoSecrets]\nEnabled=true\nShowNotification=false\n";

impl Desktop {
    /// KeePassXC in the key ring's place, with a database that is open or locked. Each program must
    /// be let in by the person, as its settings are at first.
    pub fn start_keepassxc(&mut self, open: bool) -> Result<(), Trouble> {
        self.stop_keyring();
        let settings = self.home().join("keepassxc.ini");
        let database = self.home().join("journey.kdbx");
        if !database.exists() {
            fs::write(&settings, SETTINGS).map_err(Trouble::io("KeePassXC's settings"))?;
            self.make_database(&database)?;
        }
        let mut keepassxc = self.command("keepassxc");
        keepassxc.arg("--config").arg(settings);
        if open {
            keepassxc.arg("--pw-stdin").stdin(Stdio::piped());
        }
        keepassxc.arg(database);
        let mut owned = Owned::start("keepassxc", &mut keepassxc, &self.logs())?;
        type_in(&mut owned, &format!("{PASSWORD}\n"))?;
        self.keyring = Some(owned);
        self.wait_for_name("org.freedesktop.secrets")?;
        let is_there = || {
            let windows = Screen::of(self).windows().ok()?;
            let locked = windows.iter().any(|one| one.title.contains("[Locked]"));
            let there = windows.iter().any(|one| one.title.contains("KeePassXC"));
            (there && locked != open).then_some(())
        };
        wait::until("KeePassXC with its database", LIMIT, is_there)
    }

    fn make_database(&self, database: &std::path::Path) -> Result<(), Trouble> {
        let text = self.home().join("journey.xml");
        fs::write(&text, DATABASE).map_err(Trouble::io("a database's text"))?;
        let mut import = self.command("keepassxc-cli");
        import.args(["import", "-p"]).arg(text).arg(database);
        import.stdin(Stdio::piped());
        let mut owned = Owned::start("keepassxc-cli", &mut import, &self.logs())?;
        type_in(&mut owned, &format!("{PASSWORD}\n{PASSWORD}\n"))?;
        owned.finish(LIMIT).map(drop)
    }

    /// The person lets Greentick at its entry.
    pub fn person_allows_in_keepassxc(&self) -> Result<(), Trouble> {
        self.person_types_at("Access Request", &[])
    }

    /// The person types the password that KeePassXC asks for.
    pub fn person_unlocks_keepassxc(&self) -> Result<(), Trouble> {
        self.person_types_at("Unlock Database", &[PASSWORD])
    }

    /// KWallet in the key ring's place; at first without a wallet, later with a closed one.
    pub fn start_kwallet(&mut self) -> Result<(), Trouble> {
        let settings = self.home().join(".config/kwalletrc");
        if settings.exists() {
            self.close_wallets();
        }
        self.stop_keyring();
        // Not the wizard that makes a wallet of its own.
        fs::write(settings, "[Wallet]\nFirst Use=false\nEnabled=true\n")
            .map_err(Trouble::io("KWallet's settings"))?;
        let mut kwallet = self.command("kwalletd5");
        self.keyring = Some(Owned::start("kwalletd5", &mut kwallet, &self.logs())?);
        self.wait_for_name("org.freedesktop.secrets")
    }

    /// As a session does that ends: KWallet writes what it holds only after some seconds, and when a
    /// wallet is closed.
    fn close_wallets(&self) {
        let mut close = self.command("gdbus");
        close.args(["call", "--session", "--dest", "org.kde.kwalletd5"]);
        close.args(["--object-path", "/modules/kwalletd5"]);
        close.args(["--method", "org.kde.KWallet.closeAllWallets"]);
        // Whatever came of it, the next start shows.
        let _ = close.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }

    /// The person makes a wallet when they are asked to: an encrypted file, with a password.
    pub fn person_sets_kwallet_up(&self) -> Result<(), Trouble> {
        let screen = Screen::of(self);
        let kind = self.question(KWALLET)?;
        screen.focus(&kind)?;
        screen.press(&["Tab", "Tab", "Tab", "space", "alt+f"])?;
        screen.window_gone_by_id(&kind)?;
        self.person_types_at(KWALLET, &[PASSWORD, PASSWORD])
    }

    /// The person opens the wallet when they are asked to.
    pub fn person_unlocks_kwallet(&self) -> Result<(), Trouble> {
        self.person_types_at(KWALLET, &[PASSWORD])
    }

    /// Whether one of these programs asks something.
    pub fn is_asked_in(&self, title: &str) -> Result<bool, Trouble> {
        let windows = Screen::of(self).windows()?;
        Ok(windows.iter().any(|one| one.title.contains(title)))
    }

    fn person_types_at(&self, title: &str, fields: &[&str]) -> Result<(), Trouble> {
        let screen = Screen::of(self);
        let window = self.question(title)?;
        screen.focus(&window)?;
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                screen.press(&["Tab"])?;
            }
            screen.type_text(field)?;
        }
        screen.press(&["Return"])?;
        screen.window_gone_by_id(&window)
    }

    fn question(&self, title: &str) -> Result<XWindow, Trouble> {
        Screen::of(self).window(title)
    }
}

fn type_in(owned: &mut Owned, text: &str) -> Result<(), Trouble> {
    match owned.take_stdin() {
        Some(mut stdin) => stdin
            .write_all(text.as_bytes())
            .map_err(Trouble::io("a password")),
        None => Ok(()),
    }
}
