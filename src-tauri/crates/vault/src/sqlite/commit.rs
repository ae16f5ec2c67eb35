//! Writes changes as one durable step.

use rusqlite::Transaction;

use super::pen::Pen;
use super::vault::write;
use super::{alerts, apps, clients, data_keys, facts, jars, journal, locations};
use crate::{Change, Entropy, KeyState, StoredLocation, Vault, WriteProblem};

impl Vault {
    /// Writes all of it, or nothing.
    pub fn commit(&mut self, changes: &[Change]) -> Result<(), WriteProblem> {
        let (keys, entropy) = (&self.keys, self.entropy.as_mut());
        write(&mut self.connection, |transaction| {
            for change in changes {
                put(transaction, keys, entropy, change)?;
            }
            Ok::<_, WriteProblem>(())
        })?;
        if changes.iter().any(erases) {
            self.empty_log();
        }
        Ok(())
    }
}

fn put(
    transaction: &Transaction<'_>,
    keys: &Result<data_keys::DataKeys, KeyState>,
    entropy: &mut dyn Entropy,
    change: &Change,
) -> Result<(), WriteProblem> {
    match change {
        Change::Client(client) => clients::put(transaction, client)?,
        Change::ClientGone(client) => clients::remove(transaction, *client)?,
        Change::Location(stored) => put_location(transaction, keys, entropy, stored)?,
        Change::Belongs(location, client) => clients::set_of(transaction, *location, *client)?,
        Change::Probe(location, probe) => locations::put_probe(transaction, *location, probe)?,
        Change::Unlinked(location) => locations::unlink(transaction, *location)?,
        Change::LocationGone(location) => locations::remove(transaction, *location)?,
        Change::Facts(grant) => facts::put(transaction, &mut pen(keys, entropy)?, grant)?,
        Change::App(app) => apps::put(transaction, &mut pen(keys, entropy)?, app)?,
        Change::AppGone(network, host) => apps::erase(transaction, network, host.as_ref())?,
        Change::Jar(name, cookies) => {
            jars::put(transaction, &mut pen(keys, entropy)?, name, cookies)?;
        }
        Change::JarGone(name) => jars::erase(transaction, name)?,
        Change::Line(line) => journal::append(transaction, line)?,
        Change::Notified(location, told) => alerts::put_notified(transaction, *location, told)?,
        Change::Silence(location, rest) => alerts::put_rest(transaction, *location, *rest)?,
        Change::Setting(key, value) => journal::put_setting(transaction, key, value.as_ref())?,
    }
    Ok(())
}

fn pen<'a>(
    keys: &'a Result<data_keys::DataKeys, KeyState>,
    entropy: &'a mut dyn Entropy,
) -> Result<Pen<'a>, WriteProblem> {
    let keys = keys.as_ref();
    let keys = keys.map_err(|state| WriteProblem::KeyUnavailable(*state))?;
    Ok(Pen { keys, entropy })
}

/// Whether it takes something secret away, which must not be found in the log either.
fn erases(change: &Change) -> bool {
    match change {
        Change::Unlinked(_)
        | Change::LocationGone(_)
        | Change::AppGone(..)
        | Change::JarGone(_) => true,
        Change::Client(_)
        | Change::ClientGone(_)
        | Change::Location(_)
        | Change::Belongs(..)
        | Change::Probe(..)
        | Change::Facts(_)
        | Change::App(_)
        | Change::Jar(..)
        | Change::Line(_)
        | Change::Notified(..)
        | Change::Silence(..)
        | Change::Setting(..) => false,
    }
}

fn put_location(
    transaction: &Transaction<'_>,
    keys: &Result<data_keys::DataKeys, KeyState>,
    entropy: &mut dyn Entropy,
    stored: &StoredLocation,
) -> Result<(), WriteProblem> {
    let is_new = !locations::is_known(transaction, stored.location.id)?;
    locations::put(transaction, stored)?;
    match keys {
        Ok(keys) if is_new => Pen { keys, entropy }.seal_location(transaction, &stored.location),
        Err(state) if is_new && data_keys::any(transaction)? => {
            Err(WriteProblem::KeyUnavailable(*state))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}
