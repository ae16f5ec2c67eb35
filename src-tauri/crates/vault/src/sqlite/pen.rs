//! Writes sealed values.

use rusqlite::Connection;

use super::data_keys::DataKeys;
use crate::seal::key::KeyId;
use crate::seal::{Context, Sealed};
use crate::{Entropy, KeyState, WriteProblem};

/// What a value is sealed with.
pub(crate) struct Pen<'a> {
    pub(crate) keys: &'a DataKeys,
    pub(crate) entropy: &'a mut dyn Entropy,
}

impl Pen<'_> {
    /// Seals a record for its row, in place of any other.
    pub(crate) fn put(
        &mut self,
        connection: &Connection,
        context: &Context<'_>,
        record: &[u8],
    ) -> Result<(), WriteProblem> {
        let (key, sealed) = self.seal(context, record)?;
        connection
            .prepare_cached(
                // In its place: a row that is replaced would move, and its index with it.
                "INSERT INTO seals (home, row, key, format, nonce, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (home, row) DO UPDATE SET
                     key = excluded.key, format = excluded.format,
                     nonce = excluded.nonce, body = excluded.body",
            )?
            .execute((
                context.home,
                context.row,
                key,
                sealed.format,
                sealed.nonce,
                sealed.body,
            ))?;
        Ok(())
    }

    /// Seals a record with the present key, and names it.
    pub(crate) fn seal(
        &mut self,
        context: &Context<'_>,
        record: &[u8],
    ) -> Result<(KeyId, Sealed), WriteProblem> {
        let key = self.keys.current();
        let key = key.ok_or(WriteProblem::KeyUnavailable(KeyState::Damaged))?;
        Ok((*key.key_id(), key.seal(record, context, self.entropy)?))
    }
}
