//! Jars of sign-in cookies: a text under a name, sealed. A cookie of a network is as good as a
//! password.
//!
//! A jar has no generation: an older one put back is an older sign-in, which its network judges.

use domain::Secret;
use rusqlite::{Connection, OptionalExtension, Row};

use super::data_keys::DataKeys;
use super::pen::Pen;
use super::tokens;
use crate::seal::Context;
use crate::seal::record;
use crate::{Unreadable, Vault, WriteProblem};

pub(crate) const HOME: &str = "jars";

/// No longer jar is sealed, in bytes.
pub const LONGEST_JAR: usize = 64_000;

impl Vault {
    /// What is in a jar, or `None` where there is none.
    pub fn jar(&self, name: &str) -> Result<Option<Secret>, Unreadable> {
        let keys = self.data_keys()?;
        self.connection
            .prepare_cached(
                "SELECT key, format, nonce, body FROM seals WHERE home = ?1 AND row = ?2",
            )?
            .query_row((HOME, name.as_bytes()), |row| {
                Ok(opened(keys, row, name).ok_or(Unreadable::Damaged))
            })
            .optional()?
            .transpose()
    }
}

/// Seals a jar in place of what was in it.
pub(crate) fn put(
    connection: &Connection,
    pen: &mut Pen<'_>,
    name: &str,
    cookies: &Secret,
) -> Result<(), WriteProblem> {
    if cookies.is_empty() {
        return Err(WriteProblem::Empty);
    }
    pen.put(connection, &context(name), &record::of_secret(cookies))
}

/// Erases a jar. Needs no key.
pub(crate) fn erase(connection: &Connection, name: &str) -> rusqlite::Result<()> {
    tokens::erase_sealed(connection, HOME, name.as_bytes())
}

fn opened(keys: &DataKeys, row: &Row<'_>, name: &str) -> Option<Secret> {
    let plain = keys.open_at(row, 0, &context(name))?;
    record::to_secret(&plain).ok()
}

fn context(name: &str) -> Context<'_> {
    Context {
        home: HOME,
        row: name.as_bytes(),
        network: "",
        host: "",
        login: &[],
        account: "",
        generation: 0,
    }
}
