//! The rate limit that all calls of the PDS share.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::{Bluesky, refusal};
use crate::provider::Provider;

/// For each address that calls, and all that call here have the same one.
const CALLS: u64 = 3_000;
const WINDOW: i64 = 300;
const ONE_CALLER: &str = "address";

/// Counts a call that was answered so, and says how many are left.
pub(super) fn counted(provider: &Provider<Bluesky>, mut answer: Response) -> Response {
    let used = provider.count(ONE_CALLER, WINDOW);
    let over = used > CALLS || provider.ledger.read(|state| state.rate_limited);
    let refused = answer.status() == StatusCode::TOO_MANY_REQUESTS;
    if over && !refused {
        answer = refusal::too_many();
    }
    let left = match over || refused {
        true => 0,
        false => CALLS - used,
    };
    let reset = (provider.now() / WINDOW + 1) * WINDOW;
    for (name, value) in [
        ("ratelimit-limit", CALLS.to_string()),
        ("ratelimit-remaining", left.to_string()),
        ("ratelimit-reset", reset.to_string()),
        ("ratelimit-policy", format!("{CALLS};w={WINDOW}")),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    provider.network.with_nonce(answer)
}
