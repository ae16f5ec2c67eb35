//! The shapes of the Graph API's answers, and how they are read.

use std::collections::BTreeSet;

use domain::{AccountKind, Cause, GrantDates, Scopes, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::refusal::{at_exchange, meaning, refused};
use crate::described::Described;
use crate::lenient::{self, Id, List};
use crate::{Answer, ProviderError, oauth};

pub(super) fn read_tokens(answer: &Answer) -> Result<oauth::Tokens, ProviderError> {
    let refused = |answer| at_exchange(refused(answer));
    if !answer.ok() {
        return Err(refused(answer));
    }
    oauth::read_tokens(answer).map_err(|_| refused(answer))
}

/// What `debug_token` tells of a token.
pub(crate) fn inspected(answer: &Answer) -> Result<Inspection, ProviderError> {
    let Inspected { data } = answer.read(refused)?;
    let error = data.error.as_ref();
    match error.and_then(|error| Some((error.code?, error))) {
        Some((code, error)) => {
            let text = error.message.as_deref().unwrap_or_default();
            Err(meaning(code, error.subcode, text).unwrap_or(ProviderError::No(Cause::Unknown)))
        }
        None if data.is_valid == Some(false) => Err(ProviderError::No(Cause::Unknown)),
        // It is called neither, and nothing is told of it.
        None if data.is_valid.is_none() && data.scopes.is_none() => Err(refused(answer)),
        None => Ok(data),
    }
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: Id,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) name: Option<String>,
}

impl Named {
    pub(super) fn described(self, kind: AccountKind) -> Described {
        Described {
            id: Some(self.id),
            kind,
            name: self.name,
            handle: None,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Business {
    pub(super) id: Id,
}

/// A page, with the Instagram account behind it where that was asked for.
#[derive(Deserialize)]
pub(crate) struct Page {
    pub(crate) id: Id,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) access_token: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional")]
    pub(super) tasks: Option<List<String>>,
    pub(crate) instagram_business_account: Option<Linked>,
}

/// An Instagram account that is linked to a page.
#[derive(Deserialize, Clone)]
pub(crate) struct Linked {
    id: Id,
    #[serde(default, deserialize_with = "lenient::text")]
    username: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
}

impl Linked {
    pub(crate) fn described(self) -> Described {
        let kind = AccountKind::BusinessAccount;
        Described::by_user_name(Some(self.id), kind, self.username, self.name)
    }
}

#[derive(Deserialize)]
struct Inspected {
    data: Inspection,
}

/// The facts of a token.
#[derive(Deserialize)]
pub(crate) struct Inspection {
    #[serde(default, deserialize_with = "lenient::flag")]
    is_valid: Option<bool>,
    #[serde(default, deserialize_with = "lenient::scopes")]
    scopes: Option<Scopes>,
    #[serde(default)]
    granular_scopes: Value,
    #[serde(default, deserialize_with = "lenient::moment")]
    issued_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::moment")]
    expires_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::moment")]
    data_access_expires_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::optional")]
    error: Option<InspectionError>,
}

#[derive(Deserialize)]
struct InspectionError {
    #[serde(default, deserialize_with = "lenient::number")]
    code: Option<i64>,
    #[serde(default, deserialize_with = "lenient::number")]
    subcode: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text")]
    message: Option<String>,
}

impl Inspection {
    /// What is granted, where it is told.
    pub(crate) fn scopes(&self) -> Option<&Scopes> {
        self.scopes.as_ref()
    }

    /// When the token ends; since `now` where it is not told since when.
    pub(crate) fn dates(&self, now: Timestamp) -> GrantDates {
        GrantDates {
            issued_at: self.issued_at.unwrap_or(now),
            access_ends: self.expires_at,
            refresh_ends: None,
            data_access_ends: self.data_access_expires_at,
            renewable: false,
        }
    }

    /// Whether the person ticked a page, where that is told: a permission without a list of
    /// targets is one for all of them.
    pub(super) fn ticked(&self, page: &Id) -> Option<bool> {
        let mut granted = self.granular();
        let lists = granted.find(|granted| granted["scope"] == "pages_show_list")?;
        match &lists["target_ids"] {
            Value::Array(_) => Some(targets(lists).any(|target| target == *page)),
            Value::Null => Some(true),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
        }
    }

    /// The pages that are named as ticked, for whatever may be done with pages.
    pub(super) fn named(&self) -> BTreeSet<Id> {
        let of_pages = self.granular().filter(|granted| {
            let scope = granted["scope"].as_str();
            scope.is_some_and(|scope| scope.starts_with("pages_"))
        });
        of_pages.flat_map(targets).collect()
    }

    fn granular(&self) -> impl Iterator<Item = &Value> {
        self.granular_scopes.as_array().into_iter().flatten()
    }
}

fn targets(granted: &Value) -> impl Iterator<Item = Id> {
    let targets = granted["target_ids"].as_array().into_iter().flatten();
    targets.filter_map(|target| Id::deserialize(target).ok())
}
