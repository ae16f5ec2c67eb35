//! The shapes of Google's answers, and how they are read.

use domain::{AccountId, AccountKind, Cause, Scopes};
use serde::Deserialize;

use super::refusal::{is_unknown_token, refused, says_no_channel};
use crate::described::Described;
use crate::lenient::{self, Id, List};
use crate::{Answer, Person, ProviderError};

/// Whom to name where Google names nobody: it does so only for scopes that are not asked for.
const SOMEBODY: &str = "Google";

/// The channel of an answer; `None` where Google plainly says that the account has none.
pub(super) fn channel(answer: &Answer) -> Result<Option<Described>, ProviderError> {
    if says_no_channel(answer) {
        return Ok(None);
    }
    let list: Channels = answer.read(refused)?;
    let is_empty = list.items.unread == 0
        && list.kind.as_deref() == Some("youtube#channelListResponse")
        && list.page_info.and_then(|info| info.total_results) == Some(0);
    match list.items.items.into_iter().next() {
        Some(channel) => Ok(Some(channel.described())),
        None if is_empty => Ok(None),
        // An empty object is no list of channels.
        None => Err(ProviderError::unrecognised(answer)),
    }
}

/// The scopes of a token, where Google tells them. Only a plain no to the token is a no; whatever
/// else came is left to the call that follows.
pub(super) fn inspected(answer: &Answer) -> Result<Option<Scopes>, ProviderError> {
    if is_unknown_token(answer) {
        return Err(ProviderError::No(Cause::Unknown));
    }
    let told = answer.ok().then(|| answer.parsed::<Inspection>()).flatten();
    Ok(told.and_then(|told| told.scope))
}

/// Who approved, as far as the inspection of a token tells.
pub(super) fn person(answer: Option<&Answer>) -> Person {
    let told = answer.filter(|answer| answer.ok()).and_then(Answer::parsed);
    let told: Inspection = told.unwrap_or_default();
    Person {
        id: AccountId(told.sub.map_or_else(String::new, |Id(sub)| sub)),
        name: told.email.unwrap_or_else(|| SOMEBODY.to_owned()),
    }
}

#[derive(Deserialize, Default)]
struct Inspection {
    #[serde(default, deserialize_with = "lenient::optional")]
    sub: Option<Id>,
    #[serde(default, deserialize_with = "lenient::text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "lenient::scopes")]
    scope: Option<Scopes>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Channels {
    #[serde(default, deserialize_with = "lenient::text")]
    kind: Option<String>,
    #[serde(default)]
    items: List<Channel>,
    #[serde(default, deserialize_with = "lenient::optional")]
    page_info: Option<PageInfo>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    #[serde(default, deserialize_with = "lenient::number")]
    total_results: Option<i64>,
}

#[derive(Deserialize)]
struct Channel {
    id: Id,
    #[serde(default, deserialize_with = "lenient::optional")]
    snippet: Option<Snippet>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Snippet {
    #[serde(default, deserialize_with = "lenient::text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    custom_url: Option<String>,
}

impl Channel {
    fn described(self) -> Described {
        let Snippet { title, custom_url } = self.snippet.unwrap_or_default();
        let handle = custom_url.filter(|handle| handle.starts_with('@'));
        Described {
            id: Some(self.id),
            kind: AccountKind::Channel,
            name: title.or_else(|| handle.clone()),
            handle,
        }
    }
}
