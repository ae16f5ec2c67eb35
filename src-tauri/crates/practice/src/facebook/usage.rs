//! How much of the rate limits is used up, and the headers that say so.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde_json::json;

use super::Facebook;
use crate::clock::{DAY, HOUR};
use crate::state_file::locked;

/// 200 calls an hour for each of the app's 250 daily users.
const APP_CALLS_AN_HOUR: u64 = 50_000;
/// 4800 calls a day for each of a page's ten engaged users.
const PAGE_CALLS_A_DAY: u64 = 48_000;

const APP_USAGE: HeaderName = HeaderName::from_static("x-app-usage");
const BUSINESS_USAGE: HeaderName = HeaderName::from_static("x-business-use-case-usage");

#[derive(Default)]
pub(crate) struct Usage {
    hour: i64,
    calls: u64,
    day: i64,
    page_calls: BTreeMap<String, u64>,
}

impl Usage {
    fn count(&mut self, page: Option<&str>, now: i64) -> (u64, u64) {
        if self.hour != now / HOUR {
            (self.hour, self.calls) = (now / HOUR, 0);
        }
        if self.day != now / DAY {
            self.day = now / DAY;
            self.page_calls.clear();
        }
        let Some(page) = page else {
            self.calls += 1;
            return (percent(self.calls, APP_CALLS_AN_HOUR), 0);
        };
        let of_page = self.page_calls.entry(page.to_owned()).or_default();
        *of_page += 1;
        (
            percent(self.calls, APP_CALLS_AN_HOUR),
            percent(*of_page, PAGE_CALLS_A_DAY),
        )
    }
}

fn percent(part: u64, whole: u64) -> u64 {
    (part * 100).div_ceil(whole).min(100)
}

impl Facebook {
    /// A call with a page token counts against the page, or against the Instagram account that it
    /// is about; any other against the app.
    pub(crate) fn count_call(
        &self,
        mut response: Response,
        page: Option<&str>,
        account: Option<&str>,
        now: i64,
    ) -> Response {
        let (mut of_app, mut of_page) = locked(&self.usage).count(page.and(account).or(page), now);
        let mut wait = 0;
        self.ledger.read(|state| {
            if state.throttled.app {
                of_app = 100;
            }
            if page.is_some_and(|page| state.throttled.pages.contains(page)) {
                (of_page, wait) = (100, 5);
            }
        });
        let app = json!({ "call_count": of_app, "total_time": of_app, "total_cputime": of_app });
        set(&mut response, APP_USAGE, &app.to_string());
        if let Some(page) = page {
            let (of, kind) = match account {
                Some(account) => (account, "instagram"),
                None => (page, "pages"),
            };
            let business = json!({ of: [{
                "type": kind,
                "call_count": of_page,
                "total_cputime": of_page,
                "total_time": of_page,
                "estimated_time_to_regain_access": wait,
            }] });
            set(&mut response, BUSINESS_USAGE, &business.to_string());
        }
        response
    }
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
