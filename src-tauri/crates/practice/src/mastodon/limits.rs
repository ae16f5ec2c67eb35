//! The rate limit: 300 calls in five minutes for each token, told in `X-RateLimit-*` headers whose
//! reset is a time of day, not a number of seconds.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::refusal::ErrorResponse;
use super::{Handler, Mastodon};
use crate::call::Call;
use crate::clock::iso_8601;
use crate::state_file::locked;

const CALLS: u64 = 300;
const WINDOW: i64 = 300;

#[derive(Default)]
pub(crate) struct Limits {
    window: i64,
    calls: BTreeMap<String, u64>,
}

impl Mastodon {
    pub(crate) fn within_limits(&self, call: &Call, handler: Handler) -> Response {
        let now = self.stage.clock.now();
        let token = call.bearer().unwrap_or_default();
        let forced = self.ledger.read(|state| {
            let account = state
                .tokens
                .get(token)
                .and_then(|token| token.account.as_deref());
            let account = account.and_then(|id| state.account(id));
            state.rate_limited || account.is_some_and(|account| account.rate_limited)
        });
        let left = if forced {
            None
        } else {
            self.take_one(token, now)
        };
        let mut response = match left {
            Some(_) => handler(self, call),
            None => ErrorResponse::TOO_MANY.into_response(),
        };
        let reset = iso_8601((now / WINDOW + 1) * WINDOW);
        set(&mut response, "x-ratelimit-limit", &CALLS.to_string());
        set(
            &mut response,
            "x-ratelimit-remaining",
            &left.unwrap_or(0).to_string(),
        );
        set(&mut response, "x-ratelimit-reset", &reset);
        response
    }

    /// What is left after this call. All that has no token comes from this one computer, where the
    /// limit by address would mean nothing; so it is told, and not held.
    fn take_one(&self, token: &str, now: i64) -> Option<u64> {
        if token.is_empty() {
            return Some(CALLS - 1);
        }
        let mut limits = locked(&self.limits);
        if limits.window != now / WINDOW {
            limits.window = now / WINDOW;
            limits.calls.clear();
        }
        let calls = limits.calls.entry(token.to_owned()).or_default();
        *calls += 1;
        CALLS.checked_sub(*calls)
    }
}

fn set(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
}
