//! The user account, and the pace that all reads share.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Pinterest, refusal};
use crate::call::Call;
use crate::provider::{Bearer, NoAnswer, Provider};
use crate::random;

/// Name, calls and seconds of the windows a read counts in, of one person in one app.
const WINDOWS: [(&str, u64, i64); 2] = [
    ("safety_net_app_id_user_id", 100, 1),
    ("org_read_app_id_user_id", 1_000, 60),
];

pub(super) fn read(
    provider: &Provider<Pinterest>,
    _: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    let person = &by.person;
    provider.ledger.read(|state| {
        let more = &state.more;
        if more.shut.contains(&person.id) {
            return Ok(refusal::no_account());
        }
        let account = more.accounts.get(&person.id).ok_or(NoAnswer::NotFound)?;
        let kind = match account.business {
            Some(_) => "BUSINESS",
            None => "PINNER",
        };
        let body = json!({
            "account_type": kind,
            "id": person.id,
            "username": person.handle,
            "business_name": account.business,
            "profile_image": format!("{}avatars/{}.jpg", provider.stage.origin, person.handle),
            "website_url": "",
            "about": "",
            "board_count": more.boards_of(&person.id).count(),
            "pin_count": account.pins,
            "follower_count": account.followers,
            "following_count": account.following,
            "monthly_views": account.monthly_views,
        });
        Ok(Json(body).into_response())
    })
}

/// The first number of each header is the tightest window's.
pub(super) fn count(
    provider: &Provider<Pinterest>,
    bearer: Option<&Bearer>,
    answer: &mut Response,
) {
    put(answer, "x-pinterest-rid", &random::hex(16));
    let Some(by) = bearer else { return };
    let refused = answer.status() == StatusCode::TOO_MANY_REQUESTS;
    let mut tightest: Option<(u64, u64, i64)> = None;
    for (name, most, window) in WINDOWS {
        let used = provider.count(&format!("{name} {}", by.person.id), window);
        let left = if refused {
            0
        } else {
            most.saturating_sub(used)
        };
        let reset = window - by.now % window;
        if tightest.is_none_or(|(_, least, _)| left < least) {
            tightest = Some((most, left, reset));
        }
        if used > most && !refused {
            *answer = refusal::too_many();
            put(answer, "x-pinterest-rid", &random::hex(16));
        }
    }
    let windows = WINDOWS.map(|(name, most, window)| format!("{most};w={window};name=\"{name}\""));
    let (most, left, reset) = tightest.unwrap_or_default();
    let limit = format!("{most}, {}", windows.join(", "));
    put(answer, "x-ratelimit-limit", &limit);
    put(answer, "x-ratelimit-remaining", &left.to_string());
    put(answer, "x-ratelimit-reset", &reset.to_string());
}

fn put(answer: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        let name = HeaderName::from_static(name);
        answer.headers_mut().insert(name, value);
    }
}
