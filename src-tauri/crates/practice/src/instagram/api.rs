//! What a token of Instagram's own login opens: the account, its media, its publishing limit, its
//! figures; and the two shapes in which Meta documents some of these answers.

use axum::Json;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::Instagram;
use super::sample::TOM;
use crate::call::Call;
use crate::clock::DAY;
use crate::meta::{Account, ErrorResponse, PagingLink, fields};
use crate::provider::{Bearer, Granted, NoAnswer, Provider};

/// 4800 calls a day for each of ten impressions.
const CALLS_A_DAY: u64 = 48_000;
const USAGE: HeaderName = HeaderName::from_static("x-business-use-case-usage");

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

/// Meta documents the code's answer and `/me` both plain and as a list of one. Whoever reads only
/// one shape fails with some account here, so one account of the sample gets the other shape.
fn wrapped(person: &str) -> bool {
    person == TOM
}

/// The account's other id, which only this app sees.
fn scoped_id(person: &str) -> String {
    let professional: u64 = person.parse().unwrap_or_default();
    (professional - 17_841_400_000_000_000 + 10_200_000_000_000_000).to_string()
}

/// A number beyond what a double can hold, as at the network.
pub(super) fn token_answer(granted: &Granted) -> Value {
    let (token, holder) = (&granted.access.value, &granted.access.holder);
    match wrapped(&holder.person) {
        true => json!({ "data": [{
            "access_token": token,
            "user_id": scoped_id(&holder.person),
            "permissions": holder.scopes.join(","),
        }] }),
        false => json!({
            "access_token": token,
            "user_id": holder.person.parse::<u64>().unwrap_or_default(),
            "permissions": holder.scopes,
        }),
    }
}

fn answer(
    provider: &Provider<Instagram>,
    call: &Call,
    bearer: &Bearer,
    show: impl FnOnce(&Account) -> Result<Value, ErrorResponse>,
) -> Result<Response, NoAnswer> {
    let (id, person) = (call.piece("id"), &bearer.person.id);
    let own = id == "me" || id == person || *id == scoped_id(person);
    let shown = provider
        .ledger
        .read(|state| match state.more.account(person) {
            Some(account) if own => show(account),
            Some(_) | None => Err(ErrorResponse::no_object(id)),
        });
    Ok(match shown {
        Ok(value) => Json(value).into_response(),
        Err(refusal) => refusal.into_response(),
    })
}

pub(super) fn profile(
    provider: &Provider<Instagram>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    answer(provider, call, bearer, |account| {
        let mut shown = Map::new();
        for field in fields(call.param("fields").unwrap_or("id")) {
            let value = match field {
                "id" => json!(scoped_id(&account.id)),
                "user_id" => json!(account.id),
                "account_type" if account.id == TOM => json!("MEDIA_CREATOR"),
                "account_type" => json!("BUSINESS"),
                other => account
                    .field(other)
                    .ok_or_else(|| ErrorResponse::no_field(other, "IGUser").by_instagram())?,
            };
            shown.insert(field.to_owned(), value);
        }
        shown.insert("id".to_owned(), json!(scoped_id(&account.id)));
        Ok(match wrapped(&account.id) {
            true => json!({ "data": [shown] }),
            false => Value::Object(shown),
        })
    })
}

pub(super) fn media(
    provider: &Provider<Instagram>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    answer(provider, call, bearer, |account| {
        let path = format!("{}/{}/media", call.piece("version"), scoped_id(&account.id));
        let link = PagingLink {
            origin: provider.stage.origin.as_str(),
            path: &path,
            token: &bearer.token.value,
        };
        account.media(call, &link)
    })
}

pub(super) fn publishing_limit(
    provider: &Provider<Instagram>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    answer(provider, call, bearer, |account| {
        account.publishing_limit(call)
    })
}

pub(super) fn insights(
    provider: &Provider<Instagram>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    let now = bearer.now;
    answer(provider, call, bearer, |account| {
        account.insights(call, METRICS, now)
    })
}

/// Every call counts against the account, with this app, for a day.
pub(super) fn tell_usage(
    provider: &Provider<Instagram>,
    bearer: Option<&Bearer>,
    answer: &mut Response,
) {
    let Some(bearer) = bearer else { return };
    let limited = bearer.person.rate_limited;
    let calls = provider.count(&bearer.person.id, DAY);
    let (used, wait) = match limited {
        true => (100, 5),
        false => ((calls * 100).div_ceil(CALLS_A_DAY).min(100), 0),
    };
    let usage = json!({ &bearer.person.id: [{
        "type": "instagram",
        "call_count": used,
        "total_cputime": used,
        "total_time": used,
        "estimated_time_to_regain_access": wait,
    }] });
    if let Ok(value) = HeaderValue::from_str(&usage.to_string()) {
        answer.headers_mut().insert(USAGE, value);
    }
}
