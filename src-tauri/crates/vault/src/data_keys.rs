//! The keys that seal values: made, wrapped by the keychain's key, and opened again.

use rusqlite::Connection;

use crate::entropy::{Entropy, draw};
use crate::key::{Kek, Key, KeyId};
use crate::seal::{Context, FORMAT, Sealed, SealedRef, Sealer};
use crate::{KeyState, NoEntropy, StartOverProblem};

/// Opens under the keychain's key if that is the right one, which tells a wrong key from a
/// damaged value.
const CANARY: &[u8] = b"greentick canary";

/// The data keys of this store, open.
pub(crate) struct DataKeys(Vec<Sealer>);

impl DataKeys {
    /// The key that sealed a value.
    pub(crate) fn of(&self, id: &[u8]) -> Option<&Sealer> {
        self.0.iter().find(|sealer| sealer.key_id() == id)
    }

    /// The key that seals from now on.
    pub(crate) fn current(&self) -> Option<&Sealer> {
        self.0.last()
    }
}

/// Whether the store was ever sealed.
pub(crate) fn any(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM data_keys) OR EXISTS (SELECT 1 FROM seals)";
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
    while let Some(row) = rows.next()? {
        let id: KeyId = row.get(0)?;
        let (format, canary_nonce, canary_body) = (row.get(1)?, row.get_ref(4)?, row.get_ref(5)?);
        let wrapped = SealedRef {
            format,
            nonce: row.get_ref(2)?.as_blob()?,
            body: row.get_ref(3)?.as_blob()?,
        };
        let canary = SealedRef {
            format,
            nonce: canary_nonce.as_blob()?,
            body: canary_body.as_blob()?,
        };
        seen = true;
        right |= wrapper.open(canary, &context("canary", &id)).is_ok();
        let key = wrapper.open(wrapped, &context("data_keys", &id)).ok();
        keys.extend(key.and_then(|key| Some(Sealer::new(id, &Key::from_slice(&key)?))));
    }
    Ok(if !keys.is_empty() {
        Ok(DataKeys(keys))
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
    Ok(DataKeys(vec![Sealer::new(id, &key)]))
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
