//! The shapes of TikTok's answers, and how they are read.

use domain::AccountKind;
use serde::Deserialize;

use super::refusal::refused;
use crate::described::Described;
use crate::lenient::{self, Id, Wrapped};
use crate::{Answer, ProviderError};

/// The account that a token answer names, where it names one.
pub(super) fn opened(answer: &Answer) -> Option<Id> {
    let opened = answer.parsed::<Wrapped<Opened>>();
    opened.map(|Wrapped(opened)| opened.open_id)
}

#[derive(Deserialize)]
struct Opened {
    open_id: Id,
}

#[derive(Deserialize)]
struct Answered {
    data: Data,
    #[serde(default, deserialize_with = "lenient::optional")]
    error: Option<CodeBody>,
}

#[derive(Deserialize)]
struct Data {
    user: User,
}

#[derive(Deserialize)]
struct CodeBody {
    code: String,
}

#[derive(Deserialize)]
pub(super) struct User {
    #[serde(default, deserialize_with = "lenient::optional")]
    open_id: Option<Id>,
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    username: Option<String>,
}

impl User {
    /// Every answer of the API carries an `error`; `ok` is the word for none.
    pub(super) fn read(answer: &Answer) -> Result<Described, ProviderError> {
        let Answered { data, error } = answer.read(refused)?;
        if error.is_some_and(|error| error.code != "ok") {
            return Err(refused(answer));
        }
        let (user, kind) = (data.user, AccountKind::Account);
        let name = user.display_name;
        Ok(Described::by_user_name(
            user.open_id,
            kind,
            user.username,
            name,
        ))
    }
}
