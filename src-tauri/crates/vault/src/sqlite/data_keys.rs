//! The keys that seal values: made, wrapped by the keychain's key, and opened again.

use rusqlite::{Connection, Row};
use zeroize::Zeroizing;

use super::rows;
use crate::entropy::{Entropy, draw};
use crate::seal::key::{Kek, Key, KeyId};
use crate::seal::{Context, FORMAT, Sealed, SealedRef, Sealer};
use crate::{KeyState, NoEntropy, StartOverProblem, WriteProblem};

/// Opens under the keychain's key if that is the right one, which tells a wrong key from a
/// damaged value. It also says that every row that steers has a seal, so that nobody can take the
/// seals out and have the rows pass for those of an older file.
const CANARY: &[u8] = b"greentick canary, rows are sealed";
/// That of a file whose rows have no seals yet.
const CANARY_BEFORE_ROW_SEALS: &[u8] = b"greentick canary";

/// The data keys of this store, open.
pub(crate) struct DataKeys {
    keys: Vec<Sealer>,
    rows_are_sealed: bool,
}

impl DataKeys {
    /// Whether every row that steers has a seal.
    pub(crate) fn rows_are_sealed(&self) -> bool {
        self.rows_are_sealed
    }

    /// Every such row has one now.
    pub(crate) fn with_row_seals(self) -> DataKeys {
        DataKeys {
            rows_are_sealed: true,
            ..self
        }
    }

    /// The key that sealed a value.
    fn of(&self, id: &[u8]) -> Option<&Sealer> {
        self.keys.iter().find(|sealer| sealer.key_id() == id)
    }

    /// What stands in four columns from this one on: key, format, nonce and body.
    pub(crate) fn open_at(
        &self,
        row: &Row<'_>,
        first: usize,
        context: &Context<'_>,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let mut plain = Zeroizing::new(vec![]);
        self.open_at_into(row, first, context, &mut plain)?;
        Some(plain)
    }

    /// The same into a buffer that serves many.
    pub(crate) fn open_at_into(
        &self,
        row: &Row<'_>,
        first: usize,
        context: &Context<'_>,
        plain: &mut Zeroizing<Vec<u8>>,
    ) -> Option<()> {
        let sealed = SealedRef {
            format: rows::get(row, first + 1)?,
            nonce: rows::blob(row, first + 2)?,
            body: rows::blob(row, first + 3)?,
        };
        let key = self.of(rows::blob(row, first)?)?;
        key.open_into(sealed, context, plain).ok()
    }

    /// The key that seals from now on.
    pub(crate) fn current(&self) -> Option<&Sealer> {
        self.keys.last()
    }
}

/// Whether the store was ever sealed. Nothing that steers is written before: where it is there, the
/// keys were taken out, and what stands beside them is made ours by a person alone.
pub(crate) fn any(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM data_keys) OR EXISTS (SELECT 1 FROM seals)
            OR EXISTS (SELECT 1 FROM locations) OR EXISTS (SELECT 1 FROM logins)
            OR EXISTS (SELECT 1 FROM grants) OR EXISTS (SELECT 1 FROM apps)";
    connection.query_row(sql, [], |row| row.get(0))
}

/// Opens all data keys that open, or tells what is wrong.
pub(crate) fn open(
    connection: &Connection,
    kek: &Kek,
) -> rusqlite::Result<Result<DataKeys, KeyState>> {
    let wrapper = Sealer::new(kek.id, &kek.key);
    let mut statement = connection.prepare(
        "SELECT id, format, nonce, body, canary_nonce, canary_body FROM data_keys ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    let (mut keys, mut right, mut seen) = (vec![], false, false);
    let (mut has_row_seals, mut is_older) = (false, false);
    while let Some(row) = rows.next()? {
        seen = true;
        let read = || -> Option<(KeyId, SealedRef<'_>, SealedRef<'_>)> {
            let sealed = |nonce, body| {
                Some(SealedRef {
                    format: rows::get(row, 1)?,
                    nonce: rows::blob(row, nonce)?,
                    body: rows::blob(row, body)?,
                })
            };
            Some((rows::get(row, 0)?, sealed(2, 3)?, sealed(4, 5)?))
        };
        // A row that does not read back is a key that does not open.
        let Some((id, wrapped, canary)) = read() else {
            right = true;
            continue;
        };
        let canary = wrapper.open(canary, &context("canary", &id));
        right |= canary.is_ok();
        let says = |text| canary.as_ref().is_ok_and(|said| said.as_slice() == text);
        has_row_seals |= says(CANARY);
        is_older |= says(CANARY_BEFORE_ROW_SEALS);
        let key = wrapper.open(wrapped, &context("data_keys", &id)).ok();
        keys.extend(key.and_then(|key| Some(Sealer::new(id, &Key::from_slice(&key)?))));
    }
    Ok(if !keys.is_empty() {
        Ok(DataKeys {
            keys,
            // A canary that does not open says nothing, least of all that there are no seals; and
            // an older key that somebody put back beside this one's says nothing of these rows.
            rows_are_sealed: has_row_seals || !is_older,
        })
    } else if seen && !right {
        Err(KeyState::WrongKey)
    } else {
        Err(KeyState::Damaged)
    })
}

/// Makes a data key, wraps it and stores it with its canary.
pub(crate) fn make(
    connection: &Connection,
    kek: &Kek,
    entropy: &mut dyn Entropy,
) -> Result<DataKeys, StartOverProblem> {
    let id: KeyId = draw(entropy)?;
    let key = Key::draw(entropy)?;
    let (wrapped, canary) = wrap(kek, &id, &key, entropy)?;
    connection.execute(
        "INSERT INTO data_keys (id, kek, format, nonce, body, canary_nonce, canary_body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            id,
            kek.id,
            FORMAT,
            wrapped.nonce,
            wrapped.body,
            canary.nonce,
            canary.body,
        ),
    )?;
    Ok(DataKeys {
        keys: vec![Sealer::new(id, &key)],
        rows_are_sealed: true,
    })
}

/// Writes that every row that steers has its seal now.
pub(crate) fn note_row_seals(
    connection: &Connection,
    kek: &Kek,
    keys: &DataKeys,
    entropy: &mut dyn Entropy,
) -> Result<(), WriteProblem> {
    let wrapper = Sealer::new(kek.id, &kek.key);
    for key in &keys.keys {
        let id = key.key_id();
        let canary = wrapper.seal(CANARY, &context("canary", id), entropy)?;
        connection.execute(
            "UPDATE data_keys SET canary_nonce = ?2, canary_body = ?3 WHERE id = ?1",
            (id, canary.nonce, canary.body),
        )?;
    }
    Ok(())
}

fn wrap(
    kek: &Kek,
    id: &KeyId,
    key: &Key,
    entropy: &mut dyn Entropy,
) -> Result<(Sealed, Sealed), NoEntropy> {
    let wrapper = Sealer::new(kek.id, &kek.key);
    // Neither is ever too long, so that only the randomness can be missing.
    let mut seal = |plain, home| {
        let sealed = wrapper.seal(plain, &context(home, id), entropy);
        sealed.map_err(|_| NoEntropy)
    };
    Ok((seal(key.bytes(), "data_keys")?, seal(CANARY, "canary")?))
}

fn context<'a>(home: &'a str, id: &'a KeyId) -> Context<'a> {
    Context {
        home,
        row: id,
        network: "",
        host: "",
        login: &[],
        account: "",
        generation: 0,
    }
}
