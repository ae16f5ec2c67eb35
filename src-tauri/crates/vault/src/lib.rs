//! Where secrets rest: one SQLite file, with everything in clear that the list needs and every
//! secret sealed under a key that the operating system's keychain holds.
//!
//! Synchronous; the caller brings the thread, the time and the randomness.
#![warn(missing_docs)]

mod changes;
mod entropy;
mod holder;
mod keychain;
#[cfg(feature = "memory")]
mod memory;
mod place;
mod problem;
mod seal;
mod sqlite;
mod storage;
mod unlock;
mod whereabouts;

pub use changes::{Activity, AppCredentials, Change, StoredLocation};
pub use domain::KeyState;
pub use entropy::{Entropy, NoEntropy, OsEntropy};
pub use keychain::{Keychain, KeychainProblem, MemoryKeychain, OsKeychain};
#[cfg(feature = "memory")]
pub use memory::MemoryStore;
pub use problem::{OpenProblem, Part, StartOverProblem, StoreProblem, Unreadable, WriteProblem};
pub use seal::key::{Kek, KeyId, NotAKey};
pub use sqlite::apps::App;
pub use sqlite::grants::{Renewal, SignIn};
pub use sqlite::jars::LONGEST_JAR;
pub use sqlite::journal::KEPT;
pub use sqlite::load::Snapshot;
pub use sqlite::renewals::{Interrupted, Lease, NotLeased};
pub use sqlite::steering::{Known, Vouched};
pub use sqlite::tokens::Audience;
pub use sqlite::vault::Vault;
pub use storage::Storage;
pub use whereabouts::Whereabouts;
