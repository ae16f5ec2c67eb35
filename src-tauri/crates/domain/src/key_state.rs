//! Whether what is sealed can be opened.

use serde::{Deserialize, Serialize};

/// Whether sealed values can be opened, and if not, which way out there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// They can.
    Open,
    /// The keychain has no key of ours, and the store was sealed with one.
    NoKey,
    /// The keychain has a key that does not belong to this store.
    WrongKey,
    /// The keychain is locked, or was not asked yet.
    Locked,
    /// There is no keychain that works.
    NoBackend,
    /// The keychain works, and a person must set it up before it can keep a key.
    NotSetUp,
    /// A person was asked to set it up, and did not.
    Declined,
    /// The keychain has several entries of our name; a person must remove the wrong ones.
    Ambiguous,
    /// The key is right, and the data keys that it wraps are damaged.
    Damaged,
}
