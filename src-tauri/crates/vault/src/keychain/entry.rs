//! The keychain of macOS and of Windows.

use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use super::KeychainProblem;

#[cfg(target_os = "macos")]
pub const NAME: &str = "Keychain";
#[cfg(not(target_os = "macos"))]
pub const NAME: &str = "Credential Manager";

/// There is nothing to be kept between two calls.
pub struct Native;

type Answer<T> = Result<T, KeychainProblem>;

impl Native {
    pub fn connect() -> Answer<Native> {
        Ok(Native)
    }

    pub fn read(&self, service: &str, user: &str) -> Answer<Option<Zeroizing<Vec<u8>>>> {
        quietly(|| read_secret(service, user))
    }

    pub fn write(&self, service: &str, user: &str, text: &[u8]) -> Answer<()> {
        quietly(|| entry(service, user)?.set_secret(text))
    }

    pub fn delete(&self, service: &str, user: &str) -> Answer<()> {
        quietly(|| match entry(service, user)?.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            result => result,
        })
    }

    /// Whoever reads what is locked is asked by the system.
    pub fn open(&self, service: &str, user: &str) -> Answer<()> {
        read_secret(service, user)
            .map(drop)
            .map_err(|error| problem(&error))
    }
}

#[cfg(target_os = "macos")]
fn entry(service: &str, user: &str) -> Result<Entry, Error> {
    keyring::Entry::new(service, user).map(|entry| entry.inner)
}

/// One that stays on this computer, as the store does: else it would follow its user to others.
#[cfg(not(target_os = "macos"))]
fn entry(service: &str, user: &str) -> Result<Entry, Error> {
    if keyring::Entry::store_status().is_err() {
        return Err(Error::NoDefaultStore);
    }
    let here = [("persistence", "Local")].into();
    Entry::new_with_modifiers(service, user, &here)
}

fn read_secret(service: &str, user: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    match entry(service, user)?.get_secret() {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Does something, and lets the system ask nobody for it.
#[cfg(target_os = "macos")]
fn quietly<T>(deed: impl FnOnce() -> Result<T, Error>) -> Answer<T> {
    use security_framework::os::macos::keychain::SecKeychain;

    let _quiet = SecKeychain::disable_user_interaction().map_err(|_| KeychainProblem::NoBackend)?;
    deed().map_err(|error| problem(&error))
}

/// Windows never asks for it.
#[cfg(not(target_os = "macos"))]
fn quietly<T>(deed: impl FnOnce() -> Result<T, Error>) -> Answer<T> {
    deed().map_err(|error| problem(&error))
}

#[allow(clippy::wildcard_enum_match_arm, reason = "the enumeration may grow")]
fn problem(error: &Error) -> KeychainProblem {
    match error {
        Error::NoStorageAccess(_) => KeychainProblem::Locked,
        // So fails on macOS what it would have to ask the person about.
        Error::PlatformFailure(_) if cfg!(target_os = "macos") => KeychainProblem::Locked,
        Error::Ambiguous(_) => KeychainProblem::Ambiguous,
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeychainProblem::Malformed,
        _ => KeychainProblem::NoBackend,
    }
}
