//! The operating system's keychain, asked with a deadline.
//!
//! A locked keychain may ask the person and block for as long as the question stands, so every
//! call runs on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use super::{Keychain, KeychainProblem};
use crate::Kek;

const USER: &str = "key";
const DEADLINE: Duration = Duration::from_secs(20);

/// Secret Service, Keychain or Credential Manager.
#[derive(Debug)]
pub struct OsKeychain {
    service: String,
    deadline: Duration,
    asking: Arc<AtomicBool>,
}

impl OsKeychain {
    /// The entry of this service name; real and practice data use different names.
    pub fn new(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            deadline: DEADLINE,
            asking: Arc::default(),
        }
    }

    /// Waits for the person as long as this and no longer.
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Runs `ask` on its own thread. While an earlier question still stands no second one is
    /// asked, so that no heap of windows waits for the person.
    fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, KeychainProblem> {
        if self.asking.swap(true, Ordering::AcqRel) {
            return Err(KeychainProblem::Locked);
        }
        let (answer, answered) = mpsc::sync_channel(1);
        let (service, asking) = (self.service.clone(), Done(Arc::clone(&self.asking)));
        let thread = thread::Builder::new().name("keychain".to_owned());
        let started = thread.spawn(move || {
            let result = entry(&service).and_then(ask);
            drop(asking);
            // Nobody listens any more when the deadline is over.
            let _ = answer.send(result);
        });
        if started.is_err() {
            return Err(KeychainProblem::NoBackend);
        }
        match answered.recv_timeout(self.deadline) {
            Ok(result) => result.map_err(|error| problem(&error)),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(KeychainProblem::Locked),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(KeychainProblem::NoBackend),
        }
    }
}

/// Tells, also after a panic, that the question no longer stands.
struct Done(Arc<AtomicBool>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Keychain for OsKeychain {
    fn read(&self) -> Result<Option<Kek>, KeychainProblem> {
        let text = self.ask(|entry| match entry.get_secret() {
            Ok(text) => Ok(Some(Zeroizing::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })?;
        text.map(|text| Kek::from_text(&text))
            .transpose()
            .map_err(|_| KeychainProblem::Malformed)
    }

    fn write(&self, kek: &Kek) -> Result<(), KeychainProblem> {
        let text = kek.to_text();
        self.ask(move |entry| entry.set_secret(text.as_bytes()))
    }

    fn delete(&self) -> Result<(), KeychainProblem> {
        self.ask(|entry| match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            result => result,
        })
    }

    fn name(&self) -> &'static str {
        if cfg!(target_os = "macos") {
            "Keychain"
        } else if cfg!(target_os = "windows") {
            "Credential Manager"
        } else {
            "Secret Service"
        }
    }
}

/// The entry, by a fresh connection: keyring's own is made once per process, and would stay
/// broken when the keychain is started or restarted later.
#[cfg(all(unix, not(target_os = "macos")))]
fn entry(service: &str) -> Result<Entry, Error> {
    use std::collections::HashMap;

    use keyring_core::api::CredentialStoreApi;

    let store = zbus_secret_service_keyring_store::Store::new()?;
    let label = HashMap::from([("label", "Greentick")]);
    let inner = store.build(service, USER, Some(&label))?;
    Ok(Entry { inner })
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn entry(service: &str) -> Result<Entry, Error> {
    Entry::new(service, USER)
}

#[allow(clippy::wildcard_enum_match_arm, reason = "the enumeration may grow")]
fn problem(error: &Error) -> KeychainProblem {
    match error {
        Error::NoStorageAccess(_) => KeychainProblem::Locked,
        Error::Ambiguous(_) => KeychainProblem::Ambiguous,
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeychainProblem::Malformed,
        _ => KeychainProblem::NoBackend,
    }
}
