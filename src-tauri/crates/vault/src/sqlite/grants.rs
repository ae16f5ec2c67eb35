//! Writes of a sign-in and of a renewal, each one durable step.

use domain::{Grant, GrantDates, GrantId, Login, Scopes, Secret, TokenSet};
use rusqlite::{Connection, OptionalExtension};

use super::rows::{self, to_json};
use super::vault::write;
use super::{journal, locations, steering, tokens};
use crate::{Activity, StoreProblem, StoredLocation, Unreadable, Vault, WriteProblem};

/// What a successful sign-in brought.
pub struct SignIn {
    /// The person who approved.
    pub login: Login,
    /// What the network gave. Generations are counted here, whatever stands in them.
    pub grants: Vec<(Grant, TokenSet)>,
    /// The locations that it serves, with their connection and probe.
    pub locations: Vec<StoredLocation>,
    /// What the activity says of it.
    pub lines: Vec<Activity>,
}

/// What a renewal brought.
pub struct Renewal {
    /// The new tokens; without a refresh token, or with an empty one, the stored one stays.
    pub tokens: TokenSet,
    /// When the new tokens end.
    pub dates: GrantDates,
    /// The scopes, where the network named them; otherwise they stay.
    pub scopes: Option<Scopes>,
}

impl Vault {
    /// Stores a sign-in: the login, its grants in place of older ones, and its locations. A grant
    /// that served one of them before and serves none now is erased. Returns the grants as stored.
    pub fn link(&mut self, sign_in: &SignIn) -> Result<Vec<Grant>, WriteProblem> {
        self.in_place()?;
        let (connection, mut pen) = self.writing()?;
        write(connection, |transaction| {
            let login = &sign_in.login;
            put_login(transaction, login)?;
            pen.seal_login(transaction, login)?;
            let mut stored = vec![];
            for (grant, tokens) in &sign_in.grants {
                let generation = generation(transaction, grant.id)?.unwrap_or(0) + 1;
                let login_id = login.id;
                let grant = Grant {
                    generation,
                    login: login_id,
                    ..grant.clone()
                };
                put_grant(transaction, &grant)?;
                pen.seal_grant(transaction, &grant)?;
                tokens::put(transaction, &mut pen, (&grant, login), tokens)?;
                forget_renewal(transaction, grant.id)?;
                stored.push(grant);
            }
            for location in &sign_in.locations {
                locations::put(transaction, location)?;
                pen.seal_location(transaction, &location.location)?;
            }
            for line in &sign_in.lines {
                journal::append(transaction, line)?;
            }
            Ok(stored)
        })
    }

    /// Stores renewed tokens, if the grant is still of the generation that was renewed. Returns
    /// the grant as stored.
    pub fn renew(
        &mut self,
        grant: GrantId,
        renewal: &Renewal,
        expected_generation: u64,
    ) -> Result<Grant, WriteProblem> {
        let (connection, mut pen) = self.writing()?;
        write(connection, |transaction| {
            let (stored, login) = get(transaction, grant)?.ok_or(WriteProblem::Gone)?;
            if stored.generation != expected_generation {
                let generation = stored.generation;
                return Err(WriteProblem::Moved { generation });
            }
            // What somebody wrote beside the tokens must not be sealed together with new ones.
            if !steering::are_ours(transaction, pen.keys, &stored, &login)? {
                return Err(WriteProblem::Damaged);
            }
            let mut new = renewal.tokens.clone();
            if new.refresh.as_ref().is_none_or(Secret::is_empty) {
                new.refresh = match tokens::read(transaction, pen.keys, grant) {
                    Ok(old) => old.refresh,
                    Err(Unreadable::Missing) => None,
                    Err(Unreadable::Store(problem)) => return Err(problem.into()),
                    Err(Unreadable::Damaged | Unreadable::KeyUnavailable(_)) => {
                        return Err(WriteProblem::Damaged);
                    }
                };
            }
            let renewed = Grant {
                generation: stored.generation + 1,
                dates: renewal.dates,
                scopes: renewal.scopes.clone().unwrap_or(stored.scopes),
                ..stored
            };
            put_grant(transaction, &renewed)?;
            pen.seal_grant(transaction, &renewed)?;
            tokens::put(transaction, &mut pen, (&renewed, &login), &new)?;
            forget_renewal(transaction, grant)?;
            Ok(renewed)
        })
    }
}

fn put_login(connection: &Connection, login: &Login) -> Result<(), WriteProblem> {
    let sql = format!("SELECT {} FROM logins WHERE id = ?1", rows::LOGIN);
    let known = connection
        .prepare_cached(&sql)?
        .query_row([login.id.as_bytes()], |row| Ok(rows::login(row)))
        .optional()?;
    let same = |known: &Login| {
        (&known.network, &known.host, &known.account)
            == (&login.network, &login.host, &login.account)
    };
    match known {
        Some(Some(known)) if known == *login => return Ok(()),
        Some(Some(known)) if same(&known) => {}
        Some(_) => return Err(StoreProblem::AnotherIdentity.into()),
        None => {}
    }
    connection
        .prepare_cached(
            "INSERT INTO logins (id, network, host, account, name) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        )?
        .execute((
            login.id.as_bytes(),
            login.network.as_str(),
            login.host.as_ref().map(|host| host.as_str()),
            &login.account.0,
            &login.name,
        ))?;
    Ok(())
}

/// Without a change of login, which would write its index anew.
const PUT_GRANT_OF_SAME_LOGIN: &str = "UPDATE grants SET
         kind = ?3, scopes = ?4, issued_at = ?5, access_ends = ?6, refresh_ends = ?7,
         data_access_ends = ?8, renewable = ?9, generation = ?10
     WHERE id = ?1 AND login = ?2";

const PUT_GRANT: &str = "INSERT INTO grants (id, login, kind, scopes, issued_at, access_ends,
         refresh_ends, data_access_ends, renewable, generation)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
     ON CONFLICT (id) DO UPDATE SET
         login = excluded.login, kind = excluded.kind, scopes = excluded.scopes,
         issued_at = excluded.issued_at, access_ends = excluded.access_ends,
         refresh_ends = excluded.refresh_ends, data_access_ends = excluded.data_access_ends,
         renewable = excluded.renewable, generation = excluded.generation";

fn put_grant(connection: &Connection, grant: &Grant) -> Result<(), WriteProblem> {
    let dates = &grant.dates;
    let values = (
        grant.id.as_bytes(),
        grant.login.as_bytes(),
        to_json(&grant.kind),
        to_json(&grant.scopes),
        dates.issued_at.as_millis(),
        dates.access_ends.map(|end| end.as_millis()),
        dates.refresh_ends.map(|end| end.as_millis()),
        dates.data_access_ends.map(|end| end.as_millis()),
        dates.renewable,
        i64::try_from(grant.generation).unwrap_or(i64::MAX),
    );
    let mut update = connection.prepare_cached(PUT_GRANT_OF_SAME_LOGIN)?;
    if update.execute(values.clone())? == 0 {
        connection.prepare_cached(PUT_GRANT)?.execute(values)?;
    }
    Ok(())
}

/// A grant and the login it hangs on, if both can be read.
fn get(connection: &Connection, grant: GrantId) -> Result<Option<(Grant, Login)>, StoreProblem> {
    let sql = format!("SELECT {} FROM grants WHERE id = ?1", rows::GRANT);
    let found = connection
        .prepare_cached(&sql)?
        .query_row([grant.as_bytes()], |row| Ok(rows::grant(row)))
        .optional()?;
    let Some(grant) = found.flatten() else {
        return Ok(None);
    };
    let sql = format!("SELECT {} FROM logins WHERE id = ?1", rows::LOGIN);
    let login = connection
        .prepare_cached(&sql)?
        .query_row([grant.login.as_bytes()], |row| Ok(rows::login(row)))
        .optional()?;
    Ok(login.flatten().map(|login| (grant, login)))
}

pub(crate) fn generation(connection: &Connection, grant: GrantId) -> rusqlite::Result<Option<u64>> {
    let found: Option<i64> = connection
        .prepare_cached("SELECT generation FROM grants WHERE id = ?1")?
        .query_row([grant.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found.and_then(|found| u64::try_from(found).ok()))
}

fn forget_renewal(connection: &Connection, grant: GrantId) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM renewals WHERE \"grant\" = ?1")?
        .execute([grant.as_bytes()])
        .map(drop)
}
