//! The shape of Pinterest's account, and how it is read.

use domain::{Account, AccountId, AccountKind, Hiccup};
use serde::Deserialize;

use super::refused;
use crate::{Answer, Refusal};

#[derive(Deserialize)]
pub(super) struct User {
    id: String,
    username: String,
    business_name: Option<String>,
    account_type: Option<String>,
}

impl User {
    pub(super) fn read(answer: &Answer) -> Result<User, Refusal> {
        let user: User = answer.read(refused)?;
        match user.id.is_empty() || user.username.is_empty() {
            true => Err(Hiccup::NotAnAnswer.into()),
            false => Ok(user),
        }
    }

    pub(super) fn account(self) -> Account {
        let kind = match self.account_type.as_deref() {
            Some("BUSINESS") => AccountKind::BusinessAccount,
            Some("PINNER") => AccountKind::Profile,
            Some(_) | None => AccountKind::Account,
        };
        let handle = format!("@{}", self.username);
        let name = self.business_name.filter(|name| !name.trim().is_empty());
        Account {
            id: AccountId(self.id),
            kind,
            name: name.unwrap_or(self.username),
            handle: Some(handle),
        }
    }
}
