//! What a sealed value is bound to: moved anywhere else, it no longer opens.

use super::key::KeyId;

const APP: &str = "app.greentick";

/// Where a value belongs. Every part stands in the row in clear, or in the row it hangs on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The kind of value, named for its table.
    pub(crate) home: &'a str,
    /// The row.
    pub(crate) row: &'a [u8],
    /// The network that the secret is for.
    pub(crate) network: &'a str,
    /// The instance, or nothing. Bound, so that no token is ever sent to another server.
    pub(crate) host: &'a str,
    /// The login that approved, or nothing.
    pub(crate) login: &'a [u8],
    /// The network's identity of the person, or nothing.
    pub(crate) account: &'a str,
    /// Counts the values that the row has had.
    pub(crate) generation: u64,
}

impl Context<'_> {
    /// All parts in a fixed order, each with its length in front, so that no two contexts can
    /// have the same bytes.
    pub(crate) fn bytes(&self, format: i64, key: &KeyId) -> Vec<u8> {
        let (format, generation) = (format.to_be_bytes(), self.generation.to_be_bytes());
        let parts: [&[u8]; 10] = [
            &format,
            APP.as_bytes(),
            self.home.as_bytes(),
            self.row,
            self.network.as_bytes(),
            self.host.as_bytes(),
            self.login,
            self.account.as_bytes(),
            key,
            &generation,
        ];
        let mut bytes = Vec::with_capacity(parts.iter().map(|part| 8 + part.len()).sum());
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }
}
