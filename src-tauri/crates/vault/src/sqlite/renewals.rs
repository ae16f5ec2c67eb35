//! Who renews a grant now, among all processes, and what was sent before a crash.
//!
//! A lease is taken, the intent to send is written down, then what came back, and [`Vault::renew`]
//! ends it all together with the new tokens.

use domain::{GrantId, Span, Timestamp};
use rusqlite::OptionalExtension;

use super::vault::write;
use super::{grants, rows};
use crate::entropy::draw;
use crate::holder::{self, Holder, HolderId, NOBODY};
use crate::{NoEntropy, StoreProblem, Vault};

/// A lease that would last this much longer than one taken now was dated by a clock that was
/// ahead, and put right since.
pub(crate) const CLOCKS_DIFFER: Span = Span::from_minutes(5);

/// The right to renew a grant, for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The grant.
    pub grant: GrantId,
    /// The generation that is to be renewed.
    pub generation: u64,
    /// An earlier holder sent its request then and never told what came back: the refresh token
    /// may be used up.
    pub interrupted: Option<Timestamp>,
    pub(crate) id: [u8; 16],
}

/// A renewal whose request was sent, and whose tokens never came into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted {
    /// The grant.
    pub grant: GrantId,
    /// When the request was sent.
    pub sent_at: Timestamp,
    /// Whether what came back is kept: then nothing is lost.
    pub answered: bool,
}

fn holder_of(lease: &[u8; 16]) -> HolderId {
    let mut id = NOBODY;
    id.copy_from_slice(&lease[..NOBODY.len()]);
    id
}

/// Why there is no lease.
#[derive(Debug, thiserror::Error)]
pub enum NotLeased {
    /// Somebody else renews it.
    #[error("somebody else renews it")]
    Taken {
        /// Until then, unless released earlier.
        until: Timestamp,
    },
    /// The grant is gone, or the lease went to somebody else.
    #[error("there is nothing to hold")]
    Gone,
    /// The system gave no random bytes.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The store itself.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

impl From<rusqlite::Error> for NotLeased {
    fn from(error: rusqlite::Error) -> Self {
        NotLeased::Store(error.into())
    }
}

impl Vault {
    /// Takes the right to renew a grant, unless a process that lives holds it.
    pub fn lease(
        &mut self,
        grant: GrantId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lease, NotLeased> {
        self.in_place()?;
        let id = self.new_lease()?;
        let latest = until.plus(CLOCKS_DIFFER);
        let path = &self.path;
        write(&mut self.connection, |transaction| {
            let generation = grants::generation(transaction, grant)?.ok_or(NotLeased::Gone)?;
            let held = transaction
                .prepare_cached("SELECT until, sent_at, lease FROM renewals WHERE \"grant\" = ?1")?
                .query_row([grant.as_bytes()], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()?;
            let held: Option<(i64, Option<i64>, [u8; 16])> = held;
            let holds = |(until, _, lease): &(i64, Option<i64>, [u8; 16])| {
                let (until, dated_ahead) = (*until, *until > latest.as_millis());
                until > now.as_millis() && !dated_ahead && holder::lives(path, holder_of(lease))
            };
            if let Some((until, ..)) = held.filter(holds) {
                let until = Timestamp::from_millis(until);
                return Err(NotLeased::Taken { until });
            }
            transaction
                .prepare_cached(
                    "INSERT INTO renewals (\"grant\", lease, generation, until)
                     VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (\"grant\") DO UPDATE SET
                         lease = excluded.lease, generation = excluded.generation,
                         until = excluded.until",
                )?
                .execute((
                    grant.as_bytes(),
                    id,
                    i64::try_from(generation).unwrap_or(i64::MAX),
                    until.as_millis(),
                ))?;
            let interrupted = held
                .and_then(|(_, sent_at, _)| sent_at)
                .map(Timestamp::from_millis);
            Ok(Lease {
                grant,
                generation,
                interrupted,
                id,
            })
        })
    }

    fn new_lease(&mut self) -> Result<[u8; 16], NoEntropy> {
        if self.holder.is_none() {
            self.holder = Holder::announce(&self.path, self.entropy.as_mut()).ok();
        }
        let mut id: [u8; 16] = draw(self.entropy.as_mut())?;
        let holder = self.holder.as_ref().map_or(NOBODY, |holder| holder.id);
        id[..holder.len()].copy_from_slice(&holder);
        Ok(id)
    }

    /// Writes down, before it happens, that the request is sent, once there is room for what
    /// comes back.
    pub fn record_sent(&mut self, lease: &Lease, now: Timestamp) -> Result<(), NotLeased> {
        self.secure_room()?;
        let noted = self
            .connection
            .prepare_cached("UPDATE renewals SET sent_at = ?3 WHERE \"grant\" = ?1 AND lease = ?2")?
            .execute((lease.grant.as_bytes(), lease.id, now.as_millis()))?;
        if noted == 1 {
            Ok(())
        } else {
            Err(NotLeased::Gone)
        }
    }

    /// Gives the right back after an answer that changed nothing; only its holder can.
    pub fn release(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        self.connection
            .prepare_cached("DELETE FROM renewals WHERE \"grant\" = ?1 AND lease = ?2")?
            .execute((lease.grant.as_bytes(), lease.id))?;
        Ok(())
    }

    /// Lets others have the right at once, and leaves what is written of the renewal: it is not
    /// over.
    pub fn step_back(&mut self, lease: &Lease) -> Result<(), StoreProblem> {
        self.connection
            .prepare_cached("UPDATE renewals SET until = 0 WHERE \"grant\" = ?1 AND lease = ?2")?
            .execute((lease.grant.as_bytes(), lease.id))?;
        Ok(())
    }

    /// Renewals that were sent and never came to their end; asked at the start.
    pub fn interrupted_renewals(&self) -> Result<Vec<Interrupted>, StoreProblem> {
        let mut statement = self.connection.prepare_cached(
            "SELECT renewals.\"grant\", sent_at, answers.\"grant\" IS NOT NULL
             FROM renewals LEFT JOIN answers ON answers.\"grant\" = renewals.\"grant\"
             WHERE sent_at IS NOT NULL",
        )?;
        let mut found = statement.query([])?;
        let mut interrupted = vec![];
        while let Some(row) = found.next()? {
            let read = || {
                Some(Interrupted {
                    grant: rows::id(row, 0)?,
                    sent_at: Timestamp::from_millis(rows::get(row, 1)?),
                    answered: rows::get(row, 2)?,
                })
            };
            interrupted.extend(read());
        }
        Ok(interrupted)
    }
}
