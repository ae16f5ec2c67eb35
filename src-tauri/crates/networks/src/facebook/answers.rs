//! The shapes of the Graph API's answers, and how they are read.

use domain::{Cause, GrantDates, Scopes, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::refusal::{at_sign_in, meaning, refused};
use crate::{Answer, Refusal, oauth};

pub(super) fn read_tokens(answer: &Answer) -> Result<oauth::Tokens, Refusal> {
    let refused = |answer| at_sign_in(refused(answer));
    if !answer.ok() {
        return Err(refused(answer));
    }
    oauth::read_tokens(answer).map_err(|_| refused(answer))
}

/// What `debug_token` tells of a token.
pub(crate) fn inspected(answer: &Answer) -> Result<Inspection, Refusal> {
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

/// A list that may come over several answers.
#[derive(Deserialize)]
pub(super) struct Listed<T> {
    pub(super) data: Vec<T>,
    paging: Option<Paging>,
}

impl<T> Listed<T> {
    /// What is listed, and the cursor of the next answer.
    pub(super) fn parts(self) -> (Vec<T>, Option<String>) {
        (self.data, self.paging.and_then(Paging::after))
    }
}

#[derive(Deserialize)]
pub(super) struct Business {
    pub(super) id: String,
}

/// A page, with the Instagram account behind it where that was asked for.
#[derive(Deserialize)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(super) access_token: Option<String>,
    pub(super) tasks: Option<Vec<String>>,
    pub(crate) instagram_business_account: Option<Linked>,
}

/// An Instagram account that is linked to a page.
#[derive(Deserialize)]
pub(crate) struct Linked {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) name: Option<String>,
}

#[derive(Deserialize)]
struct Paging {
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
    fn after(self) -> Option<String> {
        self.next?;
        self.cursors?.after.filter(|after| !after.is_empty())
    }
}

#[derive(Deserialize)]
struct Inspected {
    data: Inspection,
}

/// The facts of a token.
#[derive(Deserialize)]
pub(crate) struct Inspection {
    is_valid: bool,
    scopes: Option<Vec<String>>,
    // Read by hand: a strange shape here must not cost the rest.
    #[serde(default)]
    granular_scopes: Value,
    #[serde(default)]
    issued_at: i64,
    #[serde(default)]
    expires_at: i64,
    #[serde(default)]
    data_access_expires_at: i64,
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
    /// What is granted, where it is told.
    pub(crate) fn scopes(&self) -> Option<Scopes> {
        self.scopes.as_ref().map(Scopes::new)
    }

    /// When the token ends; since `now` where it is not told since when.
    pub(crate) fn dates(&self, now: Timestamp) -> GrantDates {
        let told = |secs: i64| (secs > 0).then(|| Timestamp::from_secs(secs));
        GrantDates {
            issued_at: told(self.issued_at).unwrap_or(now),
            access_ends: told(self.expires_at),
            refresh_ends: None,
            data_access_ends: told(self.data_access_expires_at),
            renewable: false,
        }
    }

    /// Whether the person ticked a page, where that is told: a permission without a list of
    /// targets is one for all of them.
    pub(super) fn ticked(&self, page: &str) -> Option<bool> {
        let mut granted = self.granular_scopes.as_array()?.iter();
        let lists = granted.find(|granted| granted["scope"] == "pages_show_list")?;
        match &lists["target_ids"] {
            Value::Array(targets) => Some(targets.iter().any(|target| target == page)),
            Value::Null => Some(true),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
        }
    }
}
