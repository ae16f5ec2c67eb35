//! How an app is registered: what its seals are bound to, and the seal of what is in clear of it.

use rusqlite::{Connection, Row};

use super::pen::Pen;
use super::rows::{self, to_json};
use crate::WriteProblem;
use crate::seal::Context;

pub(crate) const HOME: &str = "app_secrets";
/// Where what is in clear of an app is sealed.
pub(crate) const CLEAR: &str = "apps";

/// The columns of an app that say how one speaks to its network, and against what answers are held.
pub(crate) struct Registered {
    pub(super) network: String,
    pub(super) host: String,
    pub(super) client_id: String,
    pub(super) has_secret: bool,
    pub(super) extra: String,
    pub(super) generation: i64,
}

/// The columns of [`Registered`].
pub(crate) const REGISTERED: &str = "network, host, client_id, has_secret, extra, generation";

impl Registered {
    pub(crate) fn read(row: &Row<'_>) -> Option<Registered> {
        Some(Registered {
            network: rows::get(row, 0)?,
            host: rows::get(row, 1)?,
            client_id: rows::get(row, 2)?,
            has_secret: rows::get(row, 3)?,
            extra: rows::get(row, 4)?,
            generation: rows::get(row, 5)?,
        })
    }

    pub(crate) fn seal(
        &self,
        connection: &Connection,
        pen: &mut Pen<'_>,
    ) -> Result<(), WriteProblem> {
        let (row, facts) = (row_of(&self.network, &self.host), self.facts());
        pen.put(connection, &self.context(&row, &facts), &[])
    }

    pub(super) fn facts(&self) -> String {
        to_json(&(&self.client_id, self.has_secret, &self.extra))
    }

    pub(super) fn context<'a>(&'a self, row: &'a [u8], facts: &'a str) -> Context<'a> {
        Context {
            home: CLEAR,
            ..secret_context(row, &self.network, &self.host, facts, self.generation)
        }
    }
}

/// A network's name has no slash, so two apps never share a row.
pub(super) fn row_of(network: &str, host: &str) -> Vec<u8> {
    format!("{network}/{host}").into_bytes()
}

/// What the secret of an app is bound to.
pub(super) fn secret_context<'a>(
    row: &'a [u8],
    network: &'a str,
    host: &'a str,
    client_id: &'a str,
    generation: i64,
) -> Context<'a> {
    Context {
        home: HOME,
        row,
        network,
        host,
        login: &[],
        account: client_id,
        generation: generation.unsigned_abs(),
    }
}
