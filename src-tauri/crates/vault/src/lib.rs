//! Where secrets rest: one SQLite file, with everything in clear that the list needs and every
//! secret sealed under a key that the operating system's keychain holds.
//!
//! Synchronous; the caller brings the thread, the time and the randomness.
#![warn(missing_docs)]

mod alerts;
mod answers;
mod apps;
mod backup;
mod clients;
mod data_keys;
mod entropy;
mod facts;
mod grants;
mod holder;
mod jars;
mod journal;
mod key;
mod keychain;
mod leftovers;
mod load;
mod locations;
mod open;
mod pen;
mod place;
mod problem;
mod record;
mod renewals;
mod room;
mod rows;
mod schema;
mod seal;
mod steering;
mod tokens;
mod unlock;
mod vault;
#[cfg(test)]
mod vectors;
mod whereabouts;

pub use apps::{App, AppCredentials};
pub use entropy::{Entropy, NoEntropy, OsEntropy};
pub use grants::{Renewal, SignIn};
pub use jars::LONGEST_JAR;
pub use journal::Activity;
pub use key::{Kek, KeyId, NotAKey};
pub use keychain::{Keychain, KeychainProblem, MemoryKeychain, OsKeychain};
pub use load::{Snapshot, StoredLocation};
pub use locations::Erased;
pub use open::{OpenProblem, Part};
pub use problem::{StoreProblem, Unreadable, Unwritten};
pub use renewals::{Interrupted, Lease, NotLeased};
pub use steering::{Known, Vouched};
pub use tokens::Audience;
pub use unlock::{KEPT, StartOverProblem};
pub use vault::{KeyState, Vault};
pub use whereabouts::Whereabouts;
