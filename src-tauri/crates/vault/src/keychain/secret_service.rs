//! The Secret Service of a free desktop: GNOME Keyring, KWallet, KeePassXC. `keyring` itself is not
//! used here: its searches ask a person to unlock what they find.

use std::collections::HashMap;

use secret_service::blocking::{Collection, Item, SecretService};
use secret_service::{EncryptionType, Error};
use zbus::zvariant::OwnedObjectPath;
use zeroize::Zeroizing;

use super::KeychainProblem;

pub const NAME: &str = "Secret Service";
const LABEL: &str = "Greentick";
/// The collection that programs use unless a person tells them otherwise.
const DEFAULT: &str = "default";
/// What people see when it is made; libsecret gives it the same name.
const DEFAULT_LABEL: &str = "Default keyring";
const TEXT: &str = "text/plain";
const IS_LOCKED: &str = "org.freedesktop.Secret.Error.IsLocked";
/// A locked collection, and then an entry in it to which each program is let in by itself.
const QUESTIONS: usize = 2;

/// A conversation with the service. What a person allowed counts for this one conversation, and
/// it ends with the service.
pub struct Native(SecretService<'static>);

type Answer<T> = Result<T, KeychainProblem>;
type Path = OwnedObjectPath;

impl Native {
    pub fn connect() -> Answer<Native> {
        // Others may listen on the bus: what goes over it is sealed.
        let bus = SecretService::connect(EncryptionType::Dh);
        bus.map(Native).map_err(problem)
    }

    /// What is stored under these names.
    pub fn read(&self, service: &str, user: &str) -> Answer<Option<Zeroizing<Vec<u8>>>> {
        let Some(path) = self.find(service, user)? else {
            // What is locked need not say that it holds something.
            return self.collection().map(|_| None);
        };
        let secret = self.item(path)?.get_secret().map_err(problem)?;
        match secret.is_empty() {
            // So KWallet answers while it is still opening what it calls unlocked.
            true => Err(KeychainProblem::Locked),
            false => Ok(Some(Zeroizing::new(secret))),
        }
    }

    pub fn write(&self, service: &str, user: &str, text: &[u8]) -> Answer<()> {
        if let Some(path) = self.find(service, user)? {
            return self.item(path)?.set_secret(text, TEXT).map_err(problem);
        }
        let names = names(service, user);
        let collection = self.collection()?;
        let made = collection.create_item(LABEL, names, text, true, TEXT);
        made.map(drop).map_err(problem)
    }

    pub fn delete(&self, service: &str, user: &str) -> Answer<()> {
        match self.find(service, user)? {
            Some(path) => self.item(path)?.delete().map_err(problem),
            None => self.collection().map(drop),
        }
    }

    /// Asks the person about everything that is in the way.
    pub fn open(&self, service: &str, user: &str) -> Answer<()> {
        for _ in 0..QUESTIONS {
            let found = self.search(service, user)?;
            if let Some((path, _)) = found.iter().find(|(_, locked)| *locked) {
                self.item(path.clone())?.unlock().map_err(problem)?;
                continue;
            }
            // What is wanted is open. Where new entries would go does not matter: KWallet that has
            // just started knows no such place at first, and would ask for another wallet.
            if !found.is_empty() {
                return Ok(());
            }
            match self.collection() {
                Ok(_) => return Ok(()),
                Err(KeychainProblem::Locked) => {
                    let collection = self.0.get_default_collection().map_err(problem)?;
                    collection.unlock().map_err(problem)?;
                }
                Err(KeychainProblem::NotSetUp) => self.set_up()?,
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn set_up(&self) -> Answer<()> {
        match self.0.create_collection(DEFAULT_LABEL, DEFAULT) {
            Ok(_) => Ok(()),
            Err(Error::Prompt) => Err(KeychainProblem::Declined),
            Err(error) => Err(problem(error)),
        }
    }

    /// The one entry of these names, where it can be read.
    fn find(&self, service: &str, user: &str) -> Answer<Option<Path>> {
        let mut found = self.search(service, user)?;
        match (found.pop(), found.is_empty()) {
            (None, _) => Ok(None),
            (Some((_, true)), true) => Err(KeychainProblem::Locked),
            (Some((path, false)), true) => Ok(Some(path)),
            (Some(_), false) => Err(KeychainProblem::Ambiguous),
        }
    }

    /// The entries of these names, and whether each is locked. Asked collection by collection: a
    /// search in all at once lets KeePassXC ask the person to unlock them first.
    fn search(&self, service: &str, user: &str) -> Answer<Vec<(Path, bool)>> {
        let mut all = vec![];
        for collection in self.0.get_all_collections().map_err(problem)? {
            let found = collection.search_items(names(service, user));
            for item in found.map_err(problem)? {
                let locked = item.is_locked().map_err(problem)?;
                all.push((item.item_path.clone(), locked));
            }
        }
        Ok(all)
    }

    fn item(&self, path: Path) -> Answer<Item<'_>> {
        self.0.get_item_by_path(path).map_err(problem)
    }

    /// Where new entries go, if that is open.
    fn collection(&self) -> Answer<Collection<'_>> {
        let collection = match self.0.get_default_collection() {
            Err(Error::NoResult) => return Err(KeychainProblem::NotSetUp),
            found => found.map_err(problem)?,
        };
        match collection.is_locked().map_err(problem)? {
            true => Err(KeychainProblem::Locked),
            false => Ok(collection),
        }
    }
}

/// The attributes that `keyring` gives an entry: what it stored is found.
fn names<'a>(service: &'a str, user: &'a str) -> HashMap<&'a str, &'a str> {
    HashMap::from([("service", service), ("username", user)])
}

#[allow(clippy::wildcard_enum_match_arm, reason = "the enumeration may grow")]
fn problem(error: Error) -> KeychainProblem {
    match error {
        Error::Locked | Error::Prompt | Error::PromptDisconnected => KeychainProblem::Locked,
        Error::Zbus(zbus::Error::MethodError(name, ..)) if name.as_str() == IS_LOCKED => {
            KeychainProblem::Locked
        }
        _ => KeychainProblem::NoBackend,
    }
}
