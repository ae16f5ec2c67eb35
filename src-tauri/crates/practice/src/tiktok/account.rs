//! The account and its videos, by the fields that are asked for and the scopes that open them.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::TikTok;
use super::refusal::{bad_params, fine, needs_scopes, of_call};
use super::rules::BASIC;
use super::sample::{Account, Video};
use crate::call::Call;
use crate::provider::{Bearer, NoAnswer, Person, Provider};

const CALLS: u64 = 600;
/// [I] A window that slides at the real one; here it begins anew each minute.
const WINDOW: i64 = 60;
const PAGE_UNLESS_SAID: usize = 10;
const LARGEST_PAGE: usize = 20;

const PROFILE: &str = "user.info.profile";
const STATS: &str = "user.info.stats";

const USER_FIELDS: &[(&str, &str)] = &[
    ("open_id", BASIC),
    ("union_id", BASIC),
    ("avatar_url", BASIC),
    ("avatar_url_100", BASIC),
    ("avatar_large_url", BASIC),
    ("display_name", BASIC),
    ("bio_description", PROFILE),
    ("profile_deep_link", PROFILE),
    ("is_verified", PROFILE),
    ("username", PROFILE),
    ("follower_count", STATS),
    ("following_count", STATS),
    ("likes_count", STATS),
    ("video_count", STATS),
];
const VIDEO_FIELDS: &[&str] = &[
    "id",
    "title",
    "create_time",
    "share_url",
    "cover_image_url",
    "duration",
    "like_count",
    "comment_count",
    "share_count",
    "view_count",
];

pub(super) fn info(
    provider: &Provider<TikTok>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    let asked = match fields(call, |name| {
        USER_FIELDS.iter().any(|(known, _)| *known == name)
    }) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(*refusal),
    };
    let closed = USER_FIELDS
        .iter()
        .any(|(name, scope)| asked.contains(name) && !by.has(scope));
    if closed {
        return Ok(needs_scopes());
    }
    let account = account(provider, by)?;
    let origin = provider.stage.origin.as_str();
    let user: Map<String, Value> = asked
        .iter()
        .map(|&name| (name.to_owned(), about(name, &by.person, &account, origin)))
        .collect();
    Ok(fine(&json!({ "user": user })))
}

fn about(field: &str, person: &Person, account: &Account, origin: &str) -> Value {
    match field {
        "open_id" => json!(person.id),
        "union_id" => json!(account.union_id),
        "display_name" => json!(person.name),
        "bio_description" => json!(""),
        "profile_deep_link" => json!(format!("{origin}@{}", person.handle)),
        "is_verified" => json!(false),
        "username" => json!(person.handle),
        "follower_count" => json!(account.followers),
        "following_count" => json!(account.following),
        "likes_count" => json!(account.likes),
        "video_count" => json!(account.videos.len()),
        _ => json!(format!("{origin}avatar/{}.jpeg", person.handle)),
    }
}

pub(super) fn videos(
    provider: &Provider<TikTok>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    let asked = match fields(call, |name| VIDEO_FIELDS.contains(&name)) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(*refusal),
    };
    let size = match call.param("max_count").map(str::parse) {
        None => PAGE_UNLESS_SAID,
        Some(Ok(size)) if (1..=LARGEST_PAGE).contains(&size) => size,
        Some(_) => return Ok(bad_params("The max count should be between 1 and 20.")),
    };
    // Milliseconds: videos made before then come.
    let cursor: i64 = match call.param("cursor").map(str::parse) {
        None | Some(Ok(0)) => i64::MAX,
        Some(Ok(cursor)) => cursor,
        Some(Err(_)) => return Ok(bad_params("The cursor is not valid.")),
    };
    let account = account(provider, by)?;
    let older = account.videos.iter().filter(|v| v.made * 1_000 < cursor);
    let older: Vec<&Video> = older.collect();
    let page: Vec<&Video> = older.iter().copied().take(size).collect();
    let next = page.last().map_or(0, |video| video.made * 1_000);
    let origin = provider.stage.origin.as_str();
    let shown: Vec<Value> = page
        .iter()
        .map(|video| {
            let parts = asked.iter();
            let parts = parts.map(|&name| (name.to_owned(), part(name, video, by, origin)));
            Value::Object(parts.collect())
        })
        .collect();
    Ok(fine(&json!({
        "videos": shown,
        "cursor": next,
        "has_more": older.len() > page.len(),
    })))
}

fn part(field: &str, video: &Video, by: &Bearer, origin: &str) -> Value {
    match field {
        "id" => json!(video.id),
        "title" => json!(video.title),
        "create_time" => json!(video.made),
        "share_url" => json!(format!("{origin}@{}/video/{}", by.person.handle, video.id)),
        "cover_image_url" => json!(format!("{origin}cover/{}.jpeg", video.id)),
        "duration" => json!(15 + video.views % 45),
        "like_count" => json!(video.views / 11),
        "comment_count" => json!(video.views / 170),
        "share_count" => json!(video.views / 240),
        _ => json!(video.views),
    }
}

fn account(provider: &Provider<TikTok>, by: &Bearer) -> Result<Account, NoAnswer> {
    let found = provider
        .ledger
        .read(|state| state.more.accounts.get(&by.person.id).cloned());
    found.ok_or(NoAnswer::NotFound)
}

fn fields(call: &Call, known: impl Fn(&str) -> bool) -> Result<Vec<&str>, Box<Response>> {
    let asked: Vec<&str> = call
        .param("fields")
        .map(|all| all.split(',').map(str::trim).collect())
        .ok_or_else(|| {
            let words = "Fields is required, please provide fields in the request";
            Box::new(bad_params(words))
        })?;
    let unknown: Vec<&str> = asked.iter().copied().filter(|name| !known(name)).collect();
    match unknown.is_empty() {
        true => Ok(asked),
        false => {
            let words = format!("Invalid field(s): {}", unknown.join(", "));
            Err(Box::new(bad_params(&words)))
        }
    }
}

/// All of the app's calls to one address; no headers tell of it.
pub(super) fn count(
    provider: &Provider<TikTok>,
    call: &Call,
    by: Option<&Bearer>,
    answer: &mut Response,
) {
    let counted = by.is_some() && answer.status() != StatusCode::TOO_MANY_REQUESTS;
    if counted && provider.count(&call.path, WINDOW) > CALLS {
        *answer = of_call(&NoAnswer::TooMany);
    }
}
