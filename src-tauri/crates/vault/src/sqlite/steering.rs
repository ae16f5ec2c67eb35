//! What stands in clear and steers: at which server a token is used, for which account, and what an
//! answer is held against.
//!
//! Each such row has a seal of its own, which opens beside these very columns and no others. Names,
//! clients, the last probe and settings have none: they are shown, and send nothing anywhere.

use std::collections::{HashMap, HashSet};

use domain::{Grant, GrantId, Location, LocationId, Login, LoginId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use super::data_keys::DataKeys;
use super::pen::Pen;
use super::registered::{REGISTERED, Registered};
use super::rows::{self, to_json};
use crate::seal::Context;
use crate::{Unreadable, Vault, WriteProblem};

pub(crate) const LOCATIONS: &str = "locations";
pub(crate) const LOGINS: &str = "logins";
pub(crate) const GRANTS: &str = "grants";

/// A seal, its own columns from the third on.
const SELECT: &str =
    "SELECT home, row, key, format, nonce, body FROM seals WHERE home = ?1 AND row = ?2";
/// What is longer than any seal is none, and is not even read.
const SELECT_ALL: &str = "SELECT home, row, key, format, nonce, body FROM seals
     WHERE home IN ('locations', 'logins', 'grants') AND length(row) <= 64
       AND length(key) <= 64 AND length(nonce) <= 64 AND length(body) <= 1024";

/// What somebody has read of the store in clear, and acts on.
#[derive(Debug, Default)]
pub struct Known {
    /// Locations.
    pub locations: Vec<Location>,
    /// Logins.
    pub logins: Vec<Login>,
}

/// What of it is as it was written here.
#[derive(Debug, Default)]
pub struct Vouched {
    /// Locations whose network, server, account, login and grant are.
    pub locations: HashSet<LocationId>,
    /// Logins whose network, server and account are.
    pub logins: HashSet<LoginId>,
    /// Grants as they stand in the store now, those alone that are.
    pub grants: Vec<Grant>,
}

impl Vault {
    /// Tells what of the rows that were read in clear, and of the grants as they stand now, nobody
    /// but this app has written. A location that was disconnected since is as it was written.
    pub fn vouch(&self, known: &Known) -> Result<Vouched, Unreadable> {
        let keys = self.data_keys()?;
        let moment = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
        let grants = all_grants(&moment)?;
        if !keys.rows_are_sealed() {
            return Ok(Vouched {
                locations: known.locations.iter().map(|one| one.id).collect(),
                logins: known.logins.iter().map(|one| one.id).collect(),
                grants: grants.into_values().collect(),
            });
        }
        let locations: HashMap<_, _> = known.locations.iter().map(|one| (one.id, one)).collect();
        let logins: HashMap<_, _> = known.logins.iter().map(|one| (one.id, one)).collect();
        let mut vouched = Vouched::default();
        let mut plain = Zeroizing::new(vec![]);
        let mut statement = moment.prepare_cached(SELECT_ALL)?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            match rows::text(row, 0) {
                Some(LOCATIONS) => {
                    let known = rows::id(row, 1).and_then(|id| locations.get(&id));
                    vouched.locations.extend(
                        known
                            .filter(|one| of_location(keys, row, one, &mut plain))
                            .map(|one| one.id),
                    );
                }
                Some(LOGINS) => {
                    let known = rows::id(row, 1).and_then(|id| logins.get(&id));
                    vouched.logins.extend(
                        known
                            .filter(|one| of_login(keys, row, one, &mut plain))
                            .map(|one| one.id),
                    );
                }
                Some(GRANTS) => {
                    let known = rows::id(row, 1).and_then(|id| grants.get(&id));
                    vouched.grants.extend(
                        known
                            .filter(|one| of_grant(keys, row, one, &mut plain))
                            .cloned(),
                    );
                }
                Some(_) | None => {}
            }
        }
        Ok(vouched)
    }

    /// A grant as it stands now. One that somebody else changed is damaged.
    pub fn grant(&self, id: GrantId) -> Result<Option<Grant>, Unreadable> {
        let keys = self.data_keys()?;
        let moment = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
        let grant = moment
            .prepare_cached(&format!("SELECT {} FROM grants WHERE id = ?1", rows::GRANT))?
            .query_row([id.as_bytes()], |row| Ok(rows::grant(row)))
            .optional()?;
        let Some(grant) = grant else {
            return Ok(None);
        };
        let grant = grant.ok_or(Unreadable::Damaged)?;
        let sealed = has_seal(&moment, GRANTS, id.as_bytes(), |row| {
            of_grant(keys, row, &grant, &mut Zeroizing::new(vec![]))
        })?;
        match sealed || !keys.rows_are_sealed() {
            true => Ok(Some(grant)),
            false => Err(Unreadable::Damaged),
        }
    }
}

/// Whether a row has a seal, and one that opens there.
pub(crate) fn has_seal(
    connection: &Connection,
    home: &str,
    row: &[u8],
    opens: impl FnOnce(&Row<'_>) -> bool,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(SELECT)?
        .query_row((home, row), |seal| Ok(opens(seal)))
        .optional()
        .map(Option::unwrap_or_default)
}

/// Whether a grant and its login are as this app wrote them.
pub(crate) fn are_ours(
    connection: &Connection,
    keys: &DataKeys,
    grant: &Grant,
    login: &Login,
) -> rusqlite::Result<bool> {
    let grants = has_seal(connection, GRANTS, grant.id.as_bytes(), |row| {
        of_grant(keys, row, grant, &mut Zeroizing::new(vec![]))
    });
    let logins = has_seal(connection, LOGINS, login.id.as_bytes(), |row| {
        of_login(keys, row, login, &mut Zeroizing::new(vec![]))
    });
    Ok(!keys.rows_are_sealed() || (grants? && logins?))
}

fn of_location(
    keys: &DataKeys,
    row: &Row<'_>,
    location: &Location,
    plain: &mut Zeroizing<Vec<u8>>,
) -> bool {
    let account = account_of(location);
    let opens = keys.open_at_into(row, 2, &location_context(location, &account), plain);
    // The columns of a disconnected location hold no grant, whatever it was connected by.
    let grant = location.grant.as_ref().map(|id| id.as_bytes().as_slice());
    opens.is_some() && grant.is_none_or(|grant| grant == plain.as_slice())
}

fn of_login(keys: &DataKeys, row: &Row<'_>, login: &Login, plain: &mut Zeroizing<Vec<u8>>) -> bool {
    let context = login_context(login);
    keys.open_at_into(row, 2, &context, plain).is_some()
}

fn of_grant(keys: &DataKeys, row: &Row<'_>, grant: &Grant, plain: &mut Zeroizing<Vec<u8>>) -> bool {
    let facts = facts_of(grant);
    let context = grant_context(grant, &facts);
    keys.open_at_into(row, 2, &context, plain).is_some()
}

fn all_grants(connection: &Connection) -> rusqlite::Result<HashMap<GrantId, Grant>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {} FROM grants", rows::GRANT))?;
    let mut found = statement.query([])?;
    let mut all = HashMap::new();
    while let Some(row) = found.next()? {
        all.extend(rows::grant(row).map(|grant| (grant.id, grant)));
    }
    Ok(all)
}

impl Pen<'_> {
    pub(crate) fn seal_location(
        &mut self,
        connection: &Connection,
        location: &Location,
    ) -> Result<(), WriteProblem> {
        let account = account_of(location);
        let grant = location.grant.as_ref().map(|id| id.as_bytes().as_slice());
        let context = location_context(location, &account);
        self.put(connection, &context, grant.unwrap_or_default())
    }

    pub(crate) fn seal_login(
        &mut self,
        connection: &Connection,
        login: &Login,
    ) -> Result<(), WriteProblem> {
        self.put(connection, &login_context(login), &[])
    }

    pub(crate) fn seal_grant(
        &mut self,
        connection: &Connection,
        grant: &Grant,
    ) -> Result<(), WriteProblem> {
        let facts = facts_of(grant);
        self.put(connection, &grant_context(grant, &facts), &[])
    }

    /// Seals every row as it stands: of a store whose rows have no seals yet.
    pub(crate) fn seal_all(&mut self, connection: &Connection) -> Result<(), WriteProblem> {
        for location in all(connection, rows::LOCATION, "locations", rows::location)? {
            self.seal_location(connection, &location.location)?;
        }
        for login in all(connection, rows::LOGIN, "logins", rows::login)? {
            self.seal_login(connection, &login)?;
        }
        for grant in all_grants(connection)?.values() {
            self.seal_grant(connection, grant)?;
        }
        for app in all(connection, REGISTERED, "apps", Registered::read)? {
            app.seal(connection, self)?;
        }
        Ok(())
    }
}

/// Rows that cannot be read are left out, and stay without a seal.
fn all<T>(
    connection: &Connection,
    columns: &str,
    table: &str,
    read: impl Fn(&Row<'_>) -> Option<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement = connection.prepare(&format!("SELECT {columns} FROM {table}"))?;
    let found = statement.query_map([], |row| Ok(read(row)))?;
    found.filter_map(Result::transpose).collect()
}

/// The account in a form that tells none from one without a name.
fn account_of(location: &Location) -> String {
    let account = location.account.as_ref();
    to_json(&account.map(|account| (&account.id.0, account.kind)))
}

fn location_context<'a>(location: &'a Location, account: &'a str) -> Context<'a> {
    Context {
        home: LOCATIONS,
        row: location.id.as_bytes(),
        network: location.network.as_str(),
        host: location.host.as_ref().map_or("", |host| host.as_str()),
        login: location.login.as_ref().map_or(&[], |id| id.as_bytes()),
        account,
        generation: 0,
    }
}

fn login_context(login: &Login) -> Context<'_> {
    Context {
        home: LOGINS,
        row: login.id.as_bytes(),
        network: login.network.as_str(),
        host: login.host.as_ref().map_or("", |host| host.as_str()),
        login: &[],
        account: &login.account.0,
        generation: 0,
    }
}

fn facts_of(grant: &Grant) -> String {
    let dates = &grant.dates;
    let end = |end: Option<domain::Timestamp>| end.map(|end| end.as_millis());
    to_json(&(
        &grant.kind,
        &grant.scopes,
        dates.issued_at.as_millis(),
        end(dates.access_ends),
        end(dates.refresh_ends),
        end(dates.data_access_ends),
        dates.renewable,
    ))
}

fn grant_context<'a>(grant: &'a Grant, facts: &'a str) -> Context<'a> {
    Context {
        home: GRANTS,
        row: grant.id.as_bytes(),
        network: "",
        host: "",
        login: grant.login.as_bytes(),
        account: facts,
        generation: grant.generation,
    }
}
