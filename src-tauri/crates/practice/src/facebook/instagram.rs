//! Instagram accounts that are linked to pages, seen with Facebook's tokens: as a field of the page,
//! and as an object of their own.

use serde_json::{Map, Value, json};

use super::reach::acts_for;
use super::refusal::ErrorResponse;
use super::state::{Account, Page, State, Token};
use crate::call::Call;
use crate::meta::{PagingLink, fields};

const BASIC: &str = "instagram_basic";
const PUBLISH: &str = "instagram_content_publish";
const INSIGHTS: &str = "instagram_manage_insights";

const METRICS: &[&str] = &[
    "reach",
    "follower_count",
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "replies",
    "accounts_engaged",
    "total_interactions",
];

/// [I] Without the permission the field is silently absent, as it is when nothing is linked.
pub(crate) fn of_page<'a>(state: &State, token: &Token, page: &'a Page) -> Option<&'a Account> {
    let account = linked(page)?;
    let may = has(state, token, BASIC) && sees(state, token, page);
    (may && account.professional).then_some(account)
}

pub(crate) fn show(account: &Account, asked: &str) -> Result<Value, ErrorResponse> {
    let mut shown = Map::new();
    for field in fields(asked) {
        let value = match field {
            "id" => json!(account.id),
            other => account
                .field(other)
                .ok_or_else(|| ErrorResponse::no_field(other, "IGUser"))?,
        };
        shown.insert(field.to_owned(), value);
    }
    shown.insert("id".to_owned(), json!(account.id));
    Ok(Value::Object(shown))
}

/// `{ig-user-id}` and what hangs on it; none if no page that this token sees has such an account.
pub(crate) fn answer(
    state: &State,
    call: &Call,
    token: &Token,
    origin: &str,
    now: i64,
) -> Option<Result<Value, ErrorResponse>> {
    let id = call.piece("node");
    let mut pages = state.pages.iter();
    let page = pages.find(|page| linked(page).is_some_and(|account| account.id == id))?;
    let account = linked(page)?;
    if page.deleted || !sees(state, token, page) {
        return None;
    }
    let permitted = |permission| match has(state, token, permission) {
        true => Ok(()),
        false => Err(ErrorResponse::no_permission()),
    };
    if !account.professional {
        return Some(Err(ErrorResponse::not_professional()));
    }
    let edge = call.piece("edge");
    let path = format!("{}/{id}/{edge}", call.piece("version"));
    let link = PagingLink {
        origin,
        path: &path,
        token: &token.value,
    };
    Some(match edge {
        "" => permitted(BASIC).and_then(|()| show(account, call.param("fields").unwrap_or("id"))),
        "media" => permitted(BASIC).and_then(|()| account.media(call, &link)),
        "insights" => permitted(INSIGHTS).and_then(|()| account.insights(call, METRICS, now)),
        "content_publishing_limit" => {
            permitted(PUBLISH).and_then(|()| account.publishing_limit(call))
        }
        other => Err(ErrorResponse::no_field(other, "IGUser")),
    })
}

pub(crate) fn names_account(state: &State, id: &str) -> bool {
    let mut linked = state.pages.iter().filter_map(linked);
    linked.any(|account| account.id == id)
}

fn linked(page: &Page) -> Option<&Account> {
    page.instagram.as_ref().filter(|_| !page.unlinked)
}

fn sees(state: &State, token: &Token, page: &Page) -> bool {
    match &token.page {
        Some(own) => *own == page.id,
        None => acts_for(state, &token.person, page),
    }
}

fn has(state: &State, token: &Token, permission: &str) -> bool {
    let grant = state.grants.get(&token.person);
    grant.is_some_and(|grant| grant.has(permission))
}
