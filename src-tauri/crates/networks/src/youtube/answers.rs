//! The shapes of Google's answers, and how they are read.

use domain::{Account, AccountId, AccountKind, Cause, Scopes};
use serde::Deserialize;

use super::refusal::{is_unknown_token, refused, says_no_channel};
use crate::{Answer, Person, Refusal};

/// Whom to name where Google names nobody: it does so only for scopes that are not asked for.
const SOMEBODY: &str = "Google";

/// The channel of an answer; `None` where Google plainly says that the account has none.
pub(super) fn channel(answer: &Answer) -> Result<Option<Account>, Refusal> {
    if says_no_channel(answer) {
        return Ok(None);
    }
    let list: Channels = answer.read(refused)?;
    match list.items.into_iter().next() {
        Some(channel) if !channel.id.is_empty() => Ok(Some(channel.account())),
        // An empty object is no list of channels.
        None if list.kind == "youtube#channelListResponse" && list.page_info.total_results == 0 => {
            Ok(None)
        }
        Some(_) | None => Err(Refusal::unrecognised(answer)),
    }
}

/// The scopes of a token, where Google tells them. Only a plain no to the token is a no; whatever
/// else came is left to the call that follows.
pub(super) fn inspected(answer: &Answer) -> Result<Option<Scopes>, Refusal> {
    if is_unknown_token(answer) {
        return Err(Refusal::No(Cause::Unknown));
    }
    let told = answer.ok().then(|| answer.json::<Inspection>()).flatten();
    Ok(told
        .and_then(|told| told.scope)
        .map(|list| Scopes::parse(&list)))
}

/// Who approved, as far as the inspection of a token tells.
pub(super) fn person(answer: Option<&Answer>) -> Person {
    let told = answer.filter(|answer| answer.ok()).and_then(Answer::json);
    let told: Inspection = told.unwrap_or_default();
    Person {
        id: AccountId(told.sub.unwrap_or_default()),
        name: told
            .email
            .filter(|email| !email.is_empty())
            .unwrap_or_else(|| SOMEBODY.to_owned()),
    }
}

#[derive(Deserialize, Default)]
struct Inspection {
    sub: Option<String>,
    email: Option<String>,
    scope: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Channels {
    kind: String,
    #[serde(default)]
    items: Vec<Channel>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    total_results: u64,
}

#[derive(Deserialize)]
struct Channel {
    id: String,
    snippet: Snippet,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snippet {
    #[serde(default)]
    title: String,
    custom_url: Option<String>,
}

impl Channel {
    fn account(self) -> Account {
        let handle = self.snippet.custom_url;
        let handle = handle.filter(|handle| handle.starts_with('@'));
        let title = Some(self.snippet.title).filter(|title| !title.trim().is_empty());
        let name = title
            .or_else(|| handle.clone())
            .unwrap_or_else(|| self.id.clone());
        Account {
            id: AccountId(self.id),
            kind: AccountKind::Channel,
            name,
            handle,
        }
    }
}
