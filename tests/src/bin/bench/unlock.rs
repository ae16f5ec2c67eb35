//! Opening everything at a start: the key, then the tokens of 10,000 grants.
//!
//! The floor reads the same number of equally long blobs from an equal file and opens them, and
//! knows nothing of grants, logins, padding and records.

use std::path::Path;
use std::time::Duration;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use journeys::Trouble;
use journeys::report::Measure;
use rusqlite::{Connection, Row};

use crate::median::{MILLIS, median, timed};
use crate::store::{Store, bare};

const GRANTS: u32 = 10_000;
const ROUNDS: usize = 15;
const GOAL: f64 = 1.5;
const TAG: usize = 16;

const CLEAR: [&str; 6] = [
    "SELECT * FROM clients",
    "SELECT * FROM logins",
    "SELECT * FROM locations",
    "SELECT * FROM grants",
    "SELECT * FROM apps",
    "SELECT * FROM settings",
];

#[derive(Default)]
struct Rounds {
    opened: Vec<Duration>,
    bare_opened: Vec<Duration>,
    with_list: Vec<Duration>,
    bare_with_list: Vec<Duration>,
}

pub fn measure() -> Result<Vec<Measure>, Trouble> {
    let store = Store::filled(GRANTS)?;
    let floor = store.path().with_file_name("floor.db");
    std::fs::copy(store.path(), &floor).map_err(Trouble::io("floor.db"))?;
    let cipher = XChaCha20Poly1305::new(&[7; 32].into());
    reseal(&floor, &cipher).map_err(Trouble::because)?;
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        vault_round(&store, &mut rounds)?;
        bare_round(&floor, &cipher, &mut rounds).map_err(Trouble::because)?;
    }
    let figure = |name, ours: &mut [Duration], peer_name, peer: &mut [Duration]| {
        let (ours, peer) = (median(ours, MILLIS), median(peer, MILLIS));
        Measure::at_most(name, "ms", ours, (peer_name, peer), GOAL)
    };
    Ok(vec![
        figure(
            "unlock and open 10,000 grants",
            &mut rounds.opened,
            "raw SQLite read of the sealed values and raw XChaCha20-Poly1305",
            &mut rounds.bare_opened,
        ),
        figure(
            "the same with the whole list read",
            &mut rounds.with_list,
            "the same with a raw read of all tables in clear",
            &mut rounds.bare_with_list,
        ),
    ])
}

fn vault_round(store: &Store, rounds: &mut Rounds) -> Result<(), Trouble> {
    let mut vault = store.locked()?;
    let (opened, readable) = timed(|| {
        vault.unlock().map_err(Trouble::because)?;
        vault.readable().map_err(Trouble::because)
    });
    let (listed, snapshot) = timed(|| vault.load());
    let snapshot = snapshot.map_err(Trouble::because)?;
    all_there(readable?.len())?;
    all_there(snapshot.grants.len())?;
    all_there(snapshot.locations.len())?;
    rounds.opened.push(opened);
    rounds.with_list.push(opened + listed);
    Ok(())
}

fn bare_round(
    path: &Path,
    cipher: &XChaCha20Poly1305,
    rounds: &mut Rounds,
) -> Result<(), Box<dyn std::error::Error>> {
    let connection = bare(path)?;
    let (opened, count) = timed(|| open_all(&connection, cipher));
    let (listed, values) = timed(|| read_list(&connection));
    all_there(count?)?;
    values?;
    rounds.bare_opened.push(opened);
    rounds.bare_with_list.push(opened + listed);
    Ok(())
}

fn open_all(connection: &Connection, cipher: &XChaCha20Poly1305) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare("SELECT nonce, body FROM seals ORDER BY rowid")?;
    let mut rows = statement.query([])?;
    let (mut plain, mut opened) = (Vec::with_capacity(64 * 1024), 0);
    while let Some(row) = rows.next()? {
        opened += usize::from(open(row, cipher, &mut plain).is_some());
    }
    Ok(opened)
}

fn open(row: &Row<'_>, cipher: &XChaCha20Poly1305, plain: &mut Vec<u8>) -> Option<()> {
    let nonce: [u8; 24] = row.get_ref(0).ok()?.as_blob().ok()?.try_into().ok()?;
    let body = row.get_ref(1).ok()?.as_blob().ok()?;
    let (body, tag) = body.split_last_chunk::<TAG>()?;
    plain.clear();
    plain.extend_from_slice(body);
    let (nonce, tag) = (XNonce::from(nonce), Tag::from(*tag));
    let bytes = plain.as_mut_slice().into();
    cipher.decrypt_inout_detached(&nonce, b"", bytes, &tag).ok()
}

/// Visits every value, and keeps none.
fn read_list(connection: &Connection) -> rusqlite::Result<usize> {
    let mut seen = 0;
    for sql in CLEAR {
        let mut statement = connection.prepare(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                seen += usize::from(row.get_ref(column)? != rusqlite::types::ValueRef::Null);
            }
        }
    }
    Ok(seen)
}

/// Puts values of the same lengths in the place of the vault's, under a key that is known here.
fn reseal(path: &Path, cipher: &XChaCha20Poly1305) -> Result<(), Box<dyn std::error::Error>> {
    let mut connection = bare(path)?;
    let transaction = connection.transaction()?;
    let lengths: Vec<(i64, u32)> = transaction
        .prepare("SELECT rowid, length(body) FROM seals")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (number, length) in lengths {
        let mut nonce = [0; 24];
        nonce[..8].copy_from_slice(&number.to_be_bytes());
        let mut body = vec![b'x'; usize::try_from(length)? - TAG];
        let bytes = body.as_mut_slice().into();
        let tag = cipher
            .encrypt_inout_detached(&XNonce::from(nonce), b"", bytes)
            .map_err(|error| error.to_string())?;
        body.extend_from_slice(&tag);
        transaction
            .prepare_cached("UPDATE seals SET nonce = ?2, body = ?3 WHERE rowid = ?1")?
            .execute((number, nonce, body))?;
    }
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error.into())
}

fn all_there(count: usize) -> Result<(), Trouble> {
    if count == GRANTS as usize {
        return Ok(());
    }
    Err(Trouble::unexpected(format!("{count} grants were read")))
}
