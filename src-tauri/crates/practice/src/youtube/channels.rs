//! `GET /youtube/v3/channels`: the one channel that was picked, or anybody's by id or handle.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::YouTube;
use super::refusal::{api, forbidden};
use super::rules::{FORCE_SSL, MANAGE, PARTNER, READONLY};
use super::sample::{Channel, More};
use crate::call::Call;
use crate::clock::DAY;
use crate::provider::{Bearer, NoAnswer, Provider};

pub(super) const SCOPES: &[&str] = &[READONLY, MANAGE, FORCE_SSL, PARTNER];

/// Units of the whole project in a day; a listing costs one.
const QUOTA: u64 = 10_000;
const PAGE_UNLESS_SAID: usize = 5;
const LARGEST_PAGE: usize = 50;

pub(super) fn list(
    provider: &Provider<YouTube>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    if let Some(refusal) = provider
        .ledger
        .read(|state| closed(&state.more, &by.person.id))
    {
        return Ok(refusal);
    }
    // [I] The day begins at midnight Pacific; here it does at midnight UTC.
    if provider.count("units", DAY) > QUOTA {
        return Err(NoAnswer::TooMany);
    }
    let Some(parts) = call.param("part") else {
        return Ok(missing("Required parameter: part"));
    };
    let size = call.param("maxResults").and_then(|n| n.parse().ok());
    let size: usize = size.unwrap_or(PAGE_UNLESS_SAID).clamp(1, LARGEST_PAGE);
    let found = provider.ledger.read(|state| {
        let more = &state.more;
        let open = |channel: &&Channel| !channel.deleted;
        if call.param("mine") == Some("true") {
            mine(more, by).map(|found| found.into_iter().cloned().collect())
        } else if let Some(ids) = call.param("id") {
            let ids = ids.split(',').take(LARGEST_PAGE);
            let found = ids.filter_map(|id| more.channels.iter().find(|c| c.id == id));
            Ok(found.filter(open).cloned().collect())
        } else if let Some(handle) = call.param("forHandle") {
            let handle = handle.trim_start_matches('@');
            let known = more.channels.iter();
            let found = known.filter(|c| c.handle.eq_ignore_ascii_case(handle));
            Ok(found.filter(open).cloned().collect())
        } else {
            Err(Box::new(missing(
                "No filter selected. Expected one of: mySubscribers, categoryId, id, mine, \
                 managedByMe, forUsername, forHandle",
            )))
        }
    });
    let found: Vec<Channel> = match found {
        Ok(found) => found,
        Err(refusal) => return Ok(*refusal),
    };
    let origin = provider.stage.origin.as_str();
    let items: Vec<Value> = found.iter().map(|c| show(c, parts, origin)).collect();
    let mut body = json!({
        "kind": "youtube#channelListResponse",
        "pageInfo": { "totalResults": items.len(), "resultsPerPage": size },
    });
    if !items.is_empty() {
        body["items"] = json!(items);
    }
    Ok(Json(body).into_response())
}

fn closed(more: &More, person: &str) -> Option<Response> {
    if more.api_off {
        let words = "YouTube Data API v3 has not been used in this project before or it is \
                     disabled.";
        return Some(forbidden(words, "usageLimits", "accessNotConfigured"));
    }
    let words = "The YouTube account of the authenticated user is closed.";
    let reason = "authenticatedUserAccountClosed";
    let gone = more.closed.contains(person);
    gone.then(|| forbidden(words, "youtube.common", reason))
}

/// [I] What a token says of a channel whose Brand Account its person left.
fn mine<'a>(more: &'a More, by: &Bearer) -> Result<Option<&'a Channel>, Box<Response>> {
    let picked = by.token.holder.choice.as_deref();
    let channel = picked.and_then(|id| more.channels.iter().find(|known| known.id == id));
    match channel {
        Some(channel) if channel.lost(&by.person.id) => Err(Box::new(forbidden(
            "The channel does not support the request or the request is not properly authorized.",
            "youtube.channel",
            "channelForbidden",
        ))),
        found => Ok(found.filter(|channel| !channel.deleted)),
    }
}

fn missing(words: &str) -> Response {
    let status = StatusCode::BAD_REQUEST;
    api(
        status,
        words,
        "youtube.parameter",
        "missingRequiredParameter",
    )
}

fn show(channel: &Channel, parts: &str, origin: &str) -> Value {
    let mut item = json!({ "kind": "youtube#channel", "id": channel.id });
    for part in parts.split(',') {
        match part {
            "snippet" => {
                let picture = format!("{origin}ytc/{}=s88", channel.id);
                item[part] = json!({
                    "title": channel.title,
                    "customUrl": format!("@{}", channel.handle),
                    "thumbnails": { "default": { "url": picture, "width": 88, "height": 88 } },
                });
            }
            "contentDetails" => {
                let uploads = channel.id.replacen("UC", "UU", 1);
                item[part] = json!({ "relatedPlaylists": { "uploads": uploads } });
            }
            "statistics" => {
                item[part] = json!({
                    "viewCount": channel.views.to_string(),
                    "subscriberCount": rounded(channel.subscribers).to_string(),
                    "hiddenSubscriberCount": false,
                    "videoCount": channel.videos.to_string(),
                });
            }
            _ => {}
        }
    }
    item
}

/// Down to three figures, as everybody but the owner's studio sees it.
fn rounded(subscribers: u64) -> u64 {
    let mut step = 1;
    while subscribers / step >= 1_000 {
        step *= 10;
    }
    subscribers / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscribers_have_three_figures() {
        for (exact, said) in [(999, 999), (1_236, 1_230), (48_273, 48_200), (0, 0)] {
            assert_eq!(rounded(exact), said);
        }
    }
}
