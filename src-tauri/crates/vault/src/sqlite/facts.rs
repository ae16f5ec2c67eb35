//! What a probe taught about a grant, written without touching its tokens.

use domain::Grant;
use rusqlite::Transaction;

use super::pen::Pen;
use super::rows::to_json;
use crate::WriteProblem;

/// Stores the scopes and dates of a grant, if it is still of this generation.
pub(crate) fn put(
    transaction: &Transaction<'_>,
    pen: &mut Pen<'_>,
    grant: &Grant,
) -> Result<(), WriteProblem> {
    let dates = &grant.dates;
    let mut update = transaction.prepare_cached(
        "UPDATE grants SET scopes = ?3, issued_at = ?4, access_ends = ?5,
             refresh_ends = ?6, data_access_ends = ?7, renewable = ?8
         WHERE id = ?1 AND generation = ?2",
    )?;
    let changed = update.execute((
        grant.id.as_bytes(),
        i64::try_from(grant.generation).unwrap_or(i64::MAX),
        to_json(&grant.scopes),
        dates.issued_at.as_millis(),
        dates.access_ends.map(|end| end.as_millis()),
        dates.refresh_ends.map(|end| end.as_millis()),
        dates.data_access_ends.map(|end| end.as_millis()),
        dates.renewable,
    ))?;
    match changed {
        0 => Ok(()),
        _ => pen.seal_grant(transaction, grant),
    }
}
