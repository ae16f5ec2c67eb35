//! Writes changes as one durable step.

use rusqlite::Transaction;

use super::pen::Pen;
use super::vault::write;
use super::{alerts, data_keys, facts, journal, locations};
use crate::{Change, Entropy, KeyState, StoredLocation, Unwritten, Vault};

impl Vault {
    /// Writes all of it, or nothing.
    pub fn commit(&mut self, changes: &[Change]) -> Result<(), Unwritten> {
        let (keys, entropy) = (&self.keys, self.entropy.as_mut());
        write(&mut self.connection, |transaction| {
            for change in changes {
                put(transaction, keys, entropy, change)?;
            }
            Ok(())
        })
    }
}

fn put(
    transaction: &Transaction<'_>,
    keys: &Result<data_keys::DataKeys, KeyState>,
    entropy: &mut dyn Entropy,
    change: &Change,
) -> Result<(), Unwritten> {
    match change {
        Change::Location(stored) => put_location(transaction, keys, entropy, stored)?,
        Change::Look(location, look) => locations::put_look(transaction, *location, look)?,
        Change::Facts(grant) => {
            let keys = keys.as_ref();
            let keys = keys.map_err(|state| Unwritten::KeyUnavailable(*state))?;
            facts::put(transaction, &mut Pen { keys, entropy }, grant)?;
        }
        Change::Line(line) => journal::note(transaction, line)?,
        Change::Told(location, told) => alerts::put_told(transaction, *location, told)?,
    }
    Ok(())
}

fn put_location(
    transaction: &Transaction<'_>,
    keys: &Result<data_keys::DataKeys, KeyState>,
    entropy: &mut dyn Entropy,
    stored: &StoredLocation,
) -> Result<(), Unwritten> {
    let is_new = !locations::is_known(transaction, stored.location.id)?;
    locations::put(transaction, stored)?;
    match keys {
        Ok(keys) if is_new => Pen { keys, entropy }.seal_location(transaction, &stored.location),
        Err(state) if is_new && data_keys::any(transaction)? => {
            Err(Unwritten::KeyUnavailable(*state))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}
