//! The practice TikTok: a client key and a challenge in hex, refresh tokens that rotate, the
//! envelope of API v2. One token is one account; there are no pages.

mod account;
mod refusal;
mod rules;
mod sample;

use std::io;
use std::sync::Arc;

use axum::Json;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::call::Call;
use crate::dialect::{Dialect, Stage};
use crate::provider::{
    self, AuthorizationRequest, Bearer, ErrorDelivery, Force, Granted, Holder, Network, NoAnswer,
    NoCode, NoEntry, NoToken, Person, Provider, Route, Rules, State, TokenKind, dead_end,
};
use rules::{BASIC, RULES};
use sample::More;

pub(crate) const NAME: &str = "tiktok";
const TITLE: &str = "TikTok";

struct TikTok;

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    provider::open(stage, TikTok)
}

impl Network for TikTok {
    type More = More;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        sample::fresh()
    }

    fn routes(&self) -> Vec<Route<TikTok>> {
        let list = "/v2/video/list/";
        vec![
            Route::get("/v2/user/info/", &[BASIC], account::info),
            Route::guarded(Method::POST, list, &["video.list"], account::videos),
        ]
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        went_wrong(match fault {
            NoEntry::UnknownClient | NoEntry::AppDeleted => "client_key",
            NoEntry::Redirect => "redirect_uri",
            NoEntry::Over => "This request is over. Go back to the app and start again.",
        })
    }

    /// [I] Which faults lead back is not said; those of the developer stay on a page.
    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        match fault {
            NoCode::Cancelled { .. } => {
                let words = "The user denied the authorization request.";
                ErrorDelivery::back("access_denied", words)
            }
            NoCode::Missing(name) => ErrorDelivery::Here(went_wrong(name)),
            NoCode::Challenge => ErrorDelivery::Here(went_wrong("code_challenge_method")),
            NoCode::ResponseType => ErrorDelivery::Here(went_wrong("response_type")),
            NoCode::Scope(_) => ErrorDelivery::Here(went_wrong("scope")),
        }
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault)
    }

    fn no_answer(&self, fault: &NoAnswer, _: &Call) -> Response {
        refusal::of_call(fault)
    }

    fn outage(&self, path: &str) -> Response {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let words = "Something went wrong. Please try again later.";
        if path.starts_with("/v2/oauth/") {
            refusal::oauth(status, "temporarily_unavailable", words)
        } else if path.starts_with("/v2/auth/") || !path.starts_with("/v2/") {
            dead_end(TITLE, status, "Something went wrong", words)
        } else {
            refusal::refused(status, "internal_error", words)
        }
    }

    /// [I] That a banned account renews nothing, and that only access tokens can be revoked.
    fn token_precheck(&self, state: &mut State<More>, call: &Call, _: i64) -> Option<Response> {
        let form = "application/x-www-form-urlencoded";
        let sent = call.headers.get(header::CONTENT_TYPE);
        let sent = sent.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !sent.starts_with(form) {
            let words = format!("Only `{form}` is accepted as Content-Type.");
            let status = StatusCode::BAD_REQUEST;
            return Some(refusal::oauth(status, "invalid_request", &words));
        }
        if Some(call.path.as_str()) == RULES.paths.revoke {
            let token = state.tokens.get(call.param("token")?)?;
            let wrong = token.kind == TokenKind::Refresh;
            return wrong.then(refusal::invalid_grant);
        }
        let token = state.tokens.get(call.param("refresh_token")?)?;
        let person = state.person(&token.holder.person)?;
        person.suspended.then(refusal::invalid_grant)
    }

    fn token_answer(&self, granted: &Granted) -> Value {
        let mut answer = json!({
            "access_token": granted.access.value,
            "expires_in": granted.expires_in(),
            "open_id": granted.access.holder.person,
            "scope": granted.scope(","),
            "token_type": "Bearer",
        });
        if let Some(refresh) = &granted.refresh {
            answer["refresh_token"] = json!(refresh.value);
            answer["refresh_expires_in"] = json!(refresh.remaining(granted.now));
        }
        answer
    }

    fn revoked(&self, was_live: bool) -> Response {
        match was_live {
            true => Json(json!({})).into_response(),
            false => refusal::invalid_grant(),
        }
    }

    fn dress(
        &self,
        provider: &Provider<TikTok>,
        call: &Call,
        by: Option<&Bearer>,
        answer: &mut Response,
    ) {
        account::count(provider, call, by, answer);
    }

    fn forces(&self, ask: &AuthorizationRequest) -> Force {
        match ask.param("disable_auto_auth") {
            Some("1") => Force::Consent,
            _ => Force::Nothing,
        }
    }

    fn callback(&self, holder: &Holder) -> Vec<(&'static str, String)> {
        vec![("scopes", holder.scopes.join(","))]
    }

    fn about(&self, state: &State<More>, person: &Person) -> String {
        let account = state.more.accounts.get(&person.id);
        let videos = account.map_or(0, |account| account.videos.len());
        let videos = match videos {
            0 => "no videos".to_owned(),
            some => format!("{some} videos"),
        };
        format!("@{}, {videos}", person.handle)
    }

    fn suspended_words(&self) -> &'static str {
        "Your account was banned."
    }
}

/// Names what the developer has to look at, and leads nowhere.
fn went_wrong(what: &str) -> Response {
    let words = format!(
        "We couldn't log in with TikTok. This may be due to specific app settings. If you're a \
         developer, correct the following and try again: {what}"
    );
    dead_end(
        TITLE,
        StatusCode::BAD_REQUEST,
        "Something went wrong",
        &words,
    )
}
