//! Storing one token set for good, beside the bare commit that it needs.
//!
//! The floor rewrites the same rows with as many bytes in one transaction under the same
//! settings, and neither seals nor checks.

use std::time::Duration;

use journeys::Trouble;
use journeys::report::Measure;
use rusqlite::{Connection, TransactionBehavior};
use vault::{Renewal, Vault};

use crate::median::{MICROS, median, timed};
use crate::store::{self, Store};

const GRANTS: u32 = 1000;
const WRITES: usize = 2000;
/// Untimed at first, so that files and statements are warm.
const WARMING: usize = 100;
const GOAL: f64 = 1.2;
const FLOOR: &str = "a bare FULL commit of the same rows";
/// Two tokens of 1,000 bytes with their record, padded, and the tag.
const SEALED: usize = 2048 + 16;

#[derive(Clone, Copy)]
enum What {
    SignIn,
    Renewal,
}

pub fn measure() -> Result<Vec<Measure>, Trouble> {
    let (store, floor) = (Store::filled(GRANTS)?, Store::filled(GRANTS)?);
    let mut vault = store.unlocked()?;
    let mut bare = store::bare(&floor.path()).map_err(Trouble::because)?;
    let mut measure = |name, what| -> Result<Measure, Trouble> {
        let (mut own, mut floor) = (vec![], vec![]);
        for page in pages() {
            own.push(store_one(&mut vault, page, what)?);
            let (took, done) = timed(|| commit_bare(&mut bare, page, what));
            done.map_err(Trouble::because)?;
            floor.push(took);
        }
        let (own, floor) = (&mut own[WARMING..], &mut floor[WARMING..]);
        let (own, floor) = (median(own, MICROS), median(floor, MICROS));
        Ok(Measure::at_most(name, "µs", own, (FLOOR, floor), GOAL))
    };
    Ok(vec![
        measure("store the token set of a sign-in", What::SignIn)?,
        measure("store a renewed token set", What::Renewal)?,
    ])
}

/// In a stride, so that neighbours in time are not neighbours in the file.
fn pages() -> impl Iterator<Item = u32> {
    (0..GRANTS).cycle().step_by(7).take(WARMING + WRITES)
}

fn store_one(vault: &mut Vault, page: u32, what: What) -> Result<Duration, Trouble> {
    let grant = store::grant_id(page);
    match what {
        What::SignIn => {
            let sign_in = store::sign_in(page..page + 1)?;
            let (took, done) = timed(|| vault.link(&sign_in));
            done.map_err(Trouble::because)?;
            Ok(took)
        }
        What::Renewal => {
            let renewal = Renewal {
                tokens: store::tokens(page),
                dates: store::dates(),
                scopes: None,
            };
            let generation = generation(vault, grant)?;
            let (took, done) = timed(|| vault.renew(grant, &renewal, generation));
            done.map_err(Trouble::because)?;
            Ok(took)
        }
    }
}

fn generation(vault: &mut Vault, grant: domain::GrantId) -> Result<u64, Trouble> {
    // A renewal of no generation is refused with the one that there is, before anything is done.
    let nothing = Renewal {
        tokens: store::tokens(0),
        dates: store::dates(),
        scopes: None,
    };
    match vault.renew(grant, &nothing, 0) {
        Err(vault::WriteProblem::Moved { generation }) => Ok(generation),
        Err(problem) => Err(Trouble::because(problem)),
        Ok(_) => Err(Trouble::unexpected("a renewal of no generation")),
    }
}

fn commit_bare(bare: &mut Connection, page: u32, what: What) -> rusqlite::Result<()> {
    let grant = store::grant_id(page);
    let transaction = bare.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let change = |sql: &str, row: &[u8]| transaction.prepare_cached(sql)?.execute([row]);
    change(
        "UPDATE grants SET generation = generation + 1 WHERE id = ?1",
        grant.as_bytes(),
    )?;
    transaction
        .prepare_cached(
            "UPDATE seals SET nonce = ?2, body = ?3 WHERE home = 'token_sets' AND row = ?1",
        )?
        .execute((grant.as_bytes(), [page as u8; 24], [page as u8; SEALED]))?;
    if let What::SignIn = what {
        change(
            "UPDATE locations SET looked_at = looked_at + 1 WHERE id = ?1",
            store::location_id(page).as_bytes(),
        )?;
    }
    transaction.commit()
}
