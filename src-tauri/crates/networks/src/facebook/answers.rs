//! The shapes of Facebook's answers, and how they are read.

use domain::{Cause, GrantDates, Timestamp};
use serde::Deserialize;

use super::refusal::{meaning, refused};
use crate::{Answer, Refusal, oauth};

pub(super) fn read_tokens(answer: &Answer) -> Result<oauth::Tokens, Refusal> {
    if !answer.ok() {
        return Err(refused(answer));
    }
    oauth::read_tokens(answer).map_err(|_| refused(answer))
}

pub(super) fn inspected(answer: &Answer) -> Result<Inspection, Refusal> {
    let Inspected { data } = answer.read(refused)?;
    match &data.error {
        Some(error) => Err(meaning(error.code, error.subcode, &error.message)
            .unwrap_or(Refusal::No(Cause::Unknown))),
        None if !data.is_valid => Err(Refusal::No(Cause::Unknown)),
        None => Ok(data),
    }
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Pages {
    pub(super) data: Vec<Page>,
    pub(super) paging: Option<Paging>,
}

#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) access_token: Option<String>,
    pub(super) tasks: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct Paging {
    next: Option<String>,
    cursors: Option<Cursors>,
}

#[derive(Deserialize)]
struct Cursors {
    after: Option<String>,
}

impl Paging {
    /// The cursor of the next answer. `next` only tells that there is one: its address would
    /// carry the token, and a strange one would lead it astray.
    pub(super) fn after(self) -> Option<String> {
        self.next?;
        self.cursors?.after.filter(|after| !after.is_empty())
    }
}

#[derive(Deserialize)]
struct Inspected {
    data: Inspection,
}

#[derive(Deserialize)]
pub(super) struct Inspection {
    pub(super) is_valid: bool,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    #[serde(default)]
    pub(super) issued_at: i64,
    #[serde(default)]
    pub(super) expires_at: i64,
    #[serde(default)]
    pub(super) data_access_expires_at: i64,
    error: Option<InspectionError>,
}

#[derive(Deserialize)]
struct InspectionError {
    code: i64,
    subcode: Option<i64>,
    #[serde(default)]
    message: String,
}

impl Inspection {
    pub(super) fn dates(&self) -> GrantDates {
        let end = |secs: i64| (secs > 0).then(|| Timestamp::from_secs(secs));
        GrantDates {
            issued_at: Timestamp::from_secs(self.issued_at),
            access_ends: end(self.expires_at),
            refresh_ends: None,
            data_access_ends: end(self.data_access_expires_at),
            renewable: false,
        }
    }
}
