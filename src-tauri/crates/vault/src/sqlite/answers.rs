//! What came back for a renewal: sealed as it came, before anybody reads it. A process that ends
//! in between has lost nothing, and the next one reads it without asking the network again.
//!
//! It is bound to the grant, its generation and the lease under which it was asked for, and ends
//! together with the intent: with the new tokens, or when the right to renew is given back.

use domain::GrantId;
use rusqlite::{Connection, OptionalExtension, Row};
use zeroize::Zeroizing;

use super::data_keys::DataKeys;
use super::rows;
use super::vault::write;
use crate::seal::Context;
use crate::{Lease, StoreProblem, Unreadable, Vault, WriteProblem};

const HOME: &str = "answers";

/// A sealed answer together with all that it is bound to.
const SELECT: &str = "SELECT key, format, nonce, body, lease, network, host, logins.id, account
     FROM answers
     JOIN grants ON grants.id = answers.\"grant\"
     JOIN logins ON logins.id = grants.login
     WHERE answers.\"grant\" = ?1 AND answers.generation = ?2";

impl Vault {
    /// Seals what came back, for as long as the lease is held. The plain text is wiped.
    pub fn save_answer(&mut self, lease: &Lease, answer: Vec<u8>) -> Result<(), WriteProblem> {
        let answer = Zeroizing::new(answer);
        let (connection, mut pen) = self.writing()?;
        write(connection, |transaction| {
            let owner = owner(transaction, lease.grant)?.ok_or(WriteProblem::Gone)?;
            let row = row_of(lease.grant, &lease.id);
            let (key, sealed) = pen.seal(&owner.context(&row, lease.generation), &answer)?;
            let kept = transaction
                .prepare_cached(
                    "INSERT INTO answers (\"grant\", lease, generation, key, format, nonce, body)
                     SELECT \"grant\", lease, generation, ?4, ?5, ?6, ?7 FROM renewals
                     WHERE \"grant\" = ?1 AND lease = ?2 AND generation = ?3
                     ON CONFLICT (\"grant\") DO UPDATE SET
                         lease = excluded.lease, generation = excluded.generation,
                         key = excluded.key, format = excluded.format,
                         nonce = excluded.nonce, body = excluded.body",
                )?
                .execute((
                    lease.grant.as_bytes(),
                    lease.id,
                    i64::try_from(lease.generation).unwrap_or(i64::MAX),
                    key,
                    sealed.format,
                    sealed.nonce,
                    sealed.body,
                ))?;
            match kept {
                1 => Ok(()),
                _ => Err(WriteProblem::Gone),
            }
        })
    }

    /// What came back for the generation that a lease is for, whoever asked for it.
    pub fn answer(&self, lease: &Lease) -> Result<Option<Zeroizing<Vec<u8>>>, Unreadable> {
        let keys = self.data_keys()?;
        let generation = i64::try_from(lease.generation).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(SELECT)?
            .query_row((lease.grant.as_bytes(), generation), |row| {
                Ok(opened(keys, row, lease).ok_or(Unreadable::Damaged))
            })
            .optional()?
            .transpose()
    }

    /// Erases what came back, once it is known that no tokens are in it. Needs no key.
    pub fn drop_answer(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        self.connection
            .prepare_cached("DELETE FROM answers WHERE \"grant\" = ?1")?
            .execute([lease.grant.as_bytes()])?;
        Ok(())
    }
}

fn opened(keys: &DataKeys, row: &Row<'_>, lease: &Lease) -> Option<Zeroizing<Vec<u8>>> {
    let asked_under: [u8; 16] = rows::get(row, 4)?;
    let owner = read_owner(row, 5)?;
    let bound = row_of(lease.grant, &asked_under);
    keys.open_at(row, 0, &owner.context(&bound, lease.generation))
}

/// Whose renewal it is, in the network's words.
struct Owner {
    network: String,
    host: Option<String>,
    login: [u8; 16],
    account: String,
}

impl Owner {
    fn context<'a>(&'a self, row: &'a [u8], generation: u64) -> Context<'a> {
        Context {
            home: HOME,
            row,
            network: &self.network,
            host: self.host.as_deref().unwrap_or_default(),
            login: &self.login,
            account: &self.account,
            generation,
        }
    }
}

fn owner(connection: &Connection, grant: GrantId) -> rusqlite::Result<Option<Owner>> {
    let found = connection
        .prepare_cached(
            "SELECT network, host, logins.id, account FROM grants
             JOIN logins ON logins.id = grants.login WHERE grants.id = ?1",
        )?
        .query_row([grant.as_bytes()], |row| Ok(read_owner(row, 0)))
        .optional()?;
    Ok(found.flatten())
}

fn read_owner(row: &Row<'_>, first: usize) -> Option<Owner> {
    Some(Owner {
        network: rows::get(row, first)?,
        host: rows::get(row, first + 1)?,
        login: rows::get(row, first + 2)?,
        account: rows::get(row, first + 3)?,
    })
}

/// The grant and the lease, both of a fixed length.
fn row_of(grant: GrantId, lease: &[u8; 16]) -> Vec<u8> {
    [grant.as_bytes().as_slice(), lease].concat()
}
