//! `GET /2/users/me` and its rate limit.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{X, refusal};
use crate::call::Call;
use crate::provider::{Bearer, NoAnswer, Provider};

const CALLS: u64 = 75;
const WINDOW: i64 = 900;
pub(super) fn me(
    provider: &Provider<X>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    if !bearer.has("tweet.read") {
        return Err(NoAnswer::Scope);
    }
    let person = &bearer.person;
    let (broke, stranger, counts) = provider.ledger.read(|state| {
        let more = &state.more;
        let counts = more.counts.get(&person.id).copied().unwrap_or_default();
        (more.out_of_credits, more.not_enrolled, counts)
    });
    if stranger {
        return Ok((StatusCode::FORBIDDEN, Json(refusal::not_enrolled())).into_response());
    }
    if broke {
        return Ok((StatusCode::PAYMENT_REQUIRED, Json(refusal::no_credits())).into_response());
    }
    let mut data = json!({
        "id": person.id,
        "name": person.name,
        "username": person.handle,
    });
    let [followers, following, posts, lists] = counts;
    for field in call.param("user.fields").unwrap_or_default().split(',') {
        match field {
            "verified" => data[field] = json!(false),
            "profile_image_url" => {
                data[field] = json!(format!(
                    "{}profile_images/default_normal.png",
                    provider.stage.origin
                ));
            }
            "public_metrics" => {
                data[field] = json!({
                    "followers_count": followers,
                    "following_count": following,
                    "tweet_count": posts,
                    "listed_count": lists,
                });
            }
            _ => {}
        }
    }
    Ok(Json(json!({ "data": data })).into_response())
}

/// A refused token gets no rate headers.
pub(super) fn count(
    provider: &Provider<X>,
    call: &Call,
    bearer: Option<&Bearer>,
    answer: &mut Response,
) {
    let Some(bearer) = bearer else { return };
    let key = format!("{} {}", call.path, bearer.person.id);
    let mut left = CALLS.checked_sub(provider.count(&key, WINDOW));
    if answer.status() == StatusCode::TOO_MANY_REQUESTS {
        left = None;
    } else if left.is_none() {
        *answer = refusal::too_many();
    }
    let reset = (bearer.now / WINDOW + 1) * WINDOW;
    for (name, value) in [
        ("x-rate-limit-limit", CALLS.to_string()),
        ("x-rate-limit-remaining", left.unwrap_or(0).to_string()),
        ("x-rate-limit-reset", reset.to_string()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
}
