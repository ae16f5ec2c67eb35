//! The key, and whether what is sealed can be opened.

use domain::KeyState;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be asked about the key.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum KeyRequest {
    /// Try again to open the keychain.
    OpenKeychain,
    /// Give up the old key: the list stays, every location must be reconnected.
    StartOver,
}

/// The state of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VaultView {
    /// What is the matter.
    pub state: KeyState,
    /// The name of the keychain on this system.
    pub keychain: String,
    /// How many locations have sealed tokens that are damaged.
    pub damaged: u32,
}
