//! The shape of Pinterest's account, and how it is read.

use domain::AccountKind;
use serde::Deserialize;

use super::refused;
use crate::described::Described;
use crate::lenient::{self, Id};
use crate::{Answer, ProviderError};

#[derive(Deserialize)]
pub(super) struct User {
    #[serde(default, deserialize_with = "lenient::optional")]
    id: Option<Id>,
    #[serde(default, deserialize_with = "lenient::text")]
    username: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    business_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    account_type: Option<String>,
}

impl User {
    pub(super) fn read(answer: &Answer) -> Result<Described, ProviderError> {
        let user: User = answer.read(refused)?;
        if user.id.is_none() && user.username.is_none() {
            return Err(refused(answer));
        }
        let kind = match user.account_type.as_deref() {
            Some("BUSINESS") => AccountKind::BusinessAccount,
            Some("PINNER") => AccountKind::Profile,
            Some(_) | None => AccountKind::Account,
        };
        let (user_name, name) = (user.username, user.business_name);
        Ok(Described::by_user_name(user.id, kind, user_name, name))
    }
}
