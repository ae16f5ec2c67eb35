//! The shapes of TikTok's answers, and how they are read.

use domain::{Account, AccountId, AccountKind, Hiccup};
use serde::Deserialize;

use super::refusal::refused;
use crate::{Answer, Refusal};

/// The account that a token answer names.
pub(super) fn opened(answer: &Answer) -> Result<AccountId, Refusal> {
    let opened: Opened = answer.read(Refusal::unrecognised)?;
    match opened.open_id.is_empty() {
        true => Err(Hiccup::NotAnAnswer.into()),
        false => Ok(AccountId(opened.open_id)),
    }
}

#[derive(Deserialize)]
struct Opened {
    open_id: String,
}

#[derive(Deserialize)]
struct Answered {
    data: Data,
    error: Told,
}

#[derive(Deserialize)]
struct Data {
    user: User,
}

#[derive(Deserialize)]
struct Told {
    code: String,
}

#[derive(Deserialize)]
pub(super) struct User {
    open_id: String,
    display_name: Option<String>,
    username: Option<String>,
}

impl User {
    /// Every answer of the API carries an `error`; `ok` is the word for none.
    pub(super) fn read(answer: &Answer) -> Result<User, Refusal> {
        let Answered { data, error } = answer.read(refused)?;
        match error.code == "ok" && !data.user.open_id.is_empty() {
            true => Ok(data.user),
            false => Err(refused(answer)),
        }
    }

    pub(super) fn account(self) -> Account {
        let told = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let username = told(self.username);
        let name = told(self.display_name).or_else(|| username.clone());
        Account {
            name: name.unwrap_or_else(|| self.open_id.clone()),
            handle: username.map(|username| format!("@{username}")),
            id: AccountId(self.open_id),
            kind: AccountKind::Account,
        }
    }
}
