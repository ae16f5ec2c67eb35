//! Token sets: sealed under what they belong to, and opened only there.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use domain::{Grant, GrantId, Host, Login, LoginId, Network, TokenSet};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use super::data_keys::DataKeys;
use super::pen::Pen;
use super::{rows, steering};
use crate::seal::record;
use crate::seal::{Context, LONGEST};
use crate::{StoreProblem, Unreadable, Vault, WriteProblem};

pub(crate) const HOME: &str = "token_sets";

/// The sealed value of a grant together with all that it is bound to.
const SELECT: &str = "SELECT grants.id, generation, network, host, logins.id, account,
        seals.key, format, nonce, body
     FROM grants
     JOIN logins ON logins.id = grants.login
     LEFT JOIN seals ON home = 'token_sets' AND seals.row = grants.id
     WHERE grants.id = ?1";

/// All sealed token sets in the order in which they lie in the file: the plus keeps SQLite from
/// going by the index.
/// What is longer than any seal is none, and is not even read.
const SELECT_ALL: &str = "SELECT row, key, format, nonce, body FROM seals
     WHERE +home = 'token_sets' AND length(row) <= 64 AND length(key) <= 64
       AND length(nonce) <= 64 AND length(body) <= 65536 ORDER BY rowid";

/// At whose server tokens are to be used. They come out for the one that they were sealed for, and
/// are damaged for every other: where they go is not read from a column that anybody can write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// The network.
    pub network: Network,
    /// The instance, where the network has instances.
    pub host: Option<Host>,
}

impl Vault {
    /// The tokens of a grant, for one server.
    pub fn tokens(&self, grant: GrantId, audience: &Audience) -> Result<TokenSet, Unreadable> {
        let keys = self.data_keys()?;
        let mut plain = Zeroizing::new(vec![]);
        open_of(&self.connection, keys, grant, Some(audience), &mut plain)?;
        record::to_tokens(&plain).map_err(|_| Unreadable::Damaged)
    }

    /// The access tokens of several grants as they stand at one moment, each for one server, with
    /// what they are bound to and without the refresh tokens, which only a renewal needs. The file
    /// is locked and its log looked through once for all of them.
    pub fn access_tokens(
        &self,
        grants: &[(GrantId, Audience)],
    ) -> Result<Vec<Result<TokenSet, Unreadable>>, Unreadable> {
        let keys = self.data_keys()?;
        let moment = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
        let mut plain = Zeroizing::new(vec![]);
        let read = |(grant, audience): &(GrantId, Audience)| {
            open_of(&moment, keys, *grant, Some(audience), &mut plain)?;
            record::to_access(&plain).map_err(|_| Unreadable::Damaged)
        };
        Ok(grants.iter().map(read).collect())
    }

    /// The grants whose tokens open. The others are damaged, or were sealed under a lost key.
    pub fn readable(&self) -> Result<HashSet<GrantId>, Unreadable> {
        let keys = self.data_keys()?;
        let moment = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
        let (logins, grants) = (owners(&moment)?, generations(&moment)?);
        let mut statement = moment.prepare_cached(SELECT_ALL)?;
        let mut found = statement.query([])?;
        let mut readable = HashSet::with_capacity(grants.len());
        let mut plain = Zeroizing::new(Vec::with_capacity(LONGEST));
        while let Some(row) = found.next()? {
            let Some(grant) = rows::id(row, 0) else {
                continue;
            };
            let owned = grants.get(&grant).and_then(|(login, generation)| {
                let owner = logins.get(login)?;
                Some(owner.context(grant.as_bytes(), login.as_bytes(), *generation))
            });
            let opened =
                owned.is_some_and(|context| open(keys, row, 1, &context, &mut plain).is_ok());
            if opened && record::is_tokens(&plain) {
                readable.insert(grant);
            }
        }
        Ok(readable)
    }
}

/// Whose tokens are sealed, in the network's words.
struct Owner {
    network: String,
    host: Option<String>,
    account: String,
}

impl Owner {
    fn is(&self, audience: &Audience) -> bool {
        let host = audience.host.as_ref().map(|host| host.as_str());
        self.network == audience.network.as_str() && self.host.as_deref() == host
    }

    fn context<'a>(&'a self, grant: &'a [u8], login: &'a [u8], generation: u64) -> Context<'a> {
        Context {
            home: HOME,
            row: grant,
            network: &self.network,
            host: self.host.as_deref().unwrap_or_default(),
            login,
            account: &self.account,
            generation,
        }
    }
}

/// All at once: to look each up beside its tokens would take longer than opening those.
fn owners(connection: &Connection) -> rusqlite::Result<HashMap<LoginId, Owner>> {
    collect(
        connection,
        "SELECT id, network, host, account FROM logins",
        |row| {
            let owner = Owner {
                network: rows::get(row, 1)?,
                host: rows::get(row, 2)?,
                account: rows::get(row, 3)?,
            };
            Some((rows::id(row, 0)?, owner))
        },
    )
}

fn generations(connection: &Connection) -> rusqlite::Result<HashMap<GrantId, (LoginId, u64)>> {
    collect(
        connection,
        "SELECT id, login, generation FROM grants",
        |row| {
            let generation = u64::try_from(rows::get::<i64>(row, 2)?).ok()?;
            Some((rows::id(row, 0)?, (rows::id(row, 1)?, generation)))
        },
    )
}

/// Rows that cannot be read are left out, and with them the tokens that hang on them.
fn collect<K: Eq + Hash, V>(
    connection: &Connection,
    sql: &str,
    read: impl Fn(&Row<'_>) -> Option<(K, V)>,
) -> rusqlite::Result<HashMap<K, V>> {
    let mut statement = connection.prepare(sql)?;
    let mut found = statement.query([])?;
    let mut all = HashMap::new();
    while let Some(row) = found.next()? {
        all.extend(read(row));
    }
    Ok(all)
}

/// The tokens of a grant, for what stays here.
pub(crate) fn read(
    connection: &Connection,
    keys: &DataKeys,
    grant: GrantId,
) -> Result<TokenSet, Unreadable> {
    let mut plain = Zeroizing::new(vec![]);
    open_of(connection, keys, grant, None, &mut plain)?;
    record::to_tokens(&plain).map_err(|_| Unreadable::Damaged)
}

/// Opens the record of a grant, for one server or for what stays here.
fn open_of(
    connection: &Connection,
    keys: &DataKeys,
    grant: GrantId,
    audience: Option<&Audience>,
    plain: &mut Zeroizing<Vec<u8>>,
) -> Result<(), Unreadable> {
    let mut statement = connection.prepare_cached(SELECT)?;
    let mut found = statement.query([grant.as_bytes()])?;
    let row = found.next()?.ok_or(Unreadable::Missing)?;
    let read = || -> Option<(Owner, LoginId, u64)> {
        let owner = Owner {
            network: rows::get(row, 2)?,
            host: rows::get(row, 3)?,
            account: rows::get(row, 5)?,
        };
        let generation = u64::try_from(rows::get::<i64>(row, 1)?).ok()?;
        Some((owner, rows::id(row, 4)?, generation))
    };
    let (owner, login, generation) = read().ok_or(Unreadable::Damaged)?;
    if audience.is_some_and(|audience| !owner.is(audience)) {
        return Err(Unreadable::Damaged);
    }
    let context = owner.context(grant.as_bytes(), login.as_bytes(), generation);
    open(keys, row, 6, &context, plain)
}

/// Opens what stands in four columns: key, format, nonce and body.
fn open(
    keys: &DataKeys,
    row: &Row<'_>,
    first: usize,
    context: &Context<'_>,
    plain: &mut Zeroizing<Vec<u8>>,
) -> Result<(), Unreadable> {
    if row.get_ref(first)? == ValueRef::Null {
        return Err(Unreadable::Missing);
    }
    let opened = keys.open_at_into(row, first, context, plain);
    opened.ok_or(Unreadable::Damaged)
}

/// Seals the tokens of a grant in its present generation, in place of any others.
pub(crate) fn put(
    connection: &Connection,
    pen: &mut Pen<'_>,
    (grant, login): (&Grant, &Login),
    tokens: &TokenSet,
) -> Result<(), WriteProblem> {
    if tokens.access.is_empty() {
        return Err(WriteProblem::Empty);
    }
    let context = Context {
        home: HOME,
        row: grant.id.as_bytes(),
        network: login.network.as_str(),
        host: login.host.as_ref().map_or("", |host| host.as_str()),
        login: login.id.as_bytes(),
        account: &login.account.0,
        generation: grant.generation,
    };
    pen.put(connection, &context, &record::of_tokens(tokens))
}

/// Erases what is sealed for a row.
pub(crate) fn erase_sealed(
    connection: &Connection,
    home: &str,
    row: &[u8],
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM seals WHERE home = ?1 AND row = ?2")?
        .execute((home, row))
        .map(drop)
}

/// Erases a grant and its tokens when no location uses it any more.
pub(crate) fn erase_if_unused(connection: &Connection, grant: GrantId) -> Result<(), StoreProblem> {
    let used = connection
        .prepare_cached("SELECT 1 FROM locations WHERE \"grant\" = ?1 LIMIT 1")?
        .query_row([grant.as_bytes()], |_| Ok(()))
        .optional()?;
    if used.is_some() {
        return Ok(());
    }
    erase_sealed(connection, HOME, grant.as_bytes())?;
    erase_sealed(connection, steering::GRANTS, grant.as_bytes())?;
    connection
        .prepare_cached("DELETE FROM grants WHERE id = ?1")?
        .execute([grant.as_bytes()])?;
    Ok(())
}
