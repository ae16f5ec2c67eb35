//! The one secret outside the store: the key-encryption key, kept by the operating system.

mod memory;
#[cfg(not(all(unix, not(target_os = "macos"))))]
#[path = "entry.rs"]
mod native;
#[cfg(all(unix, not(target_os = "macos")))]
#[path = "secret_service.rs"]
mod native;
mod os;

pub use memory::MemoryKeychain;
pub use os::OsKeychain;

use crate::Kek;

/// A place outside the store that keeps one key. Only [`Keychain::open`] may ask a person.
pub trait Keychain: Send + Sync {
    /// The key, or `None` where none was ever stored.
    fn read(&self) -> Result<Option<Kek>, KeychainProblem>;
    /// Stores the key in place of any other.
    fn write(&self, kek: &Kek) -> Result<(), KeychainProblem>;
    /// Removes the key; without one nothing happens.
    fn delete(&self) -> Result<(), KeychainProblem>;
    /// Lets the person open it, and make it where there is none yet, by its own questions. Waits
    /// for the person for a while; what they do later, the next read finds.
    fn open(&self) -> Result<(), KeychainProblem>;
    /// What people call it.
    fn name(&self) -> &'static str;
}

/// Why the keychain gave no answer that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeychainProblem {
    /// There is no keychain, or it does not work.
    #[error("there is no keychain that works")]
    NoBackend,
    /// It works, and nothing in it can keep a key yet: let the person set it up.
    #[error("the keychain is not set up")]
    NotSetUp,
    /// The person was asked to set it up and did not want to; ask again when they say so.
    #[error("the person did not set the keychain up")]
    Declined,
    /// It is locked: the person dismissed its question, or has not answered yet.
    #[error("the keychain is locked")]
    Locked,
    /// Several entries carry our name, and none is preferred.
    #[error("the keychain holds more than one entry of this name")]
    Ambiguous,
    /// The entry of our name is not a key of ours.
    #[error("the keychain's entry is not a key of this app")]
    Malformed,
}
