//! The practice YouTube: Google's sign-in for desktop apps with its choice of one channel, refresh
//! tokens that never change, and the channel listing. One token is one channel.

mod channels;
mod identity;
mod policy;
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
use crate::dialect::{Dialect, PageView, Stage};
use crate::provider::{
    self, AuthorizationRequest, Bearer, Choice, ErrorDelivery, Force, Granted, Network, NoAnswer,
    NoCode, NoEntry, NoToken, Person, Provider, Route, Rules, State, TokenKind,
};
use crate::trouble::{Trouble, Unheard};
use refusal::blocked;
use rules::{EMAIL, OPENID, PROFILE, RULES};
use sample::{Channel, More};

pub(crate) const NAME: &str = "youtube";
const TITLE: &str = "YouTube";

struct YouTube;

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    provider::open(stage, YouTube)
}

impl Network for YouTube {
    type More = More;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        sample::fresh()
    }

    fn routes(&self) -> Vec<Route<YouTube>> {
        let identity = &[OPENID, "email", "profile", EMAIL, PROFILE];
        vec![
            Route::get("/youtube/v3/channels", channels::SCOPES, channels::list),
            Route::get("/v1/userinfo", identity, identity::userinfo),
            Route::open(Method::GET, "/tokeninfo", identity::tokeninfo),
            Route::open(Method::POST, "/tokeninfo", identity::tokeninfo),
            Route::open(Method::GET, "/revoke", |_, _| {
                StatusCode::NOT_FOUND.into_response()
            }),
        ]
    }

    /// [I] How Google knows a web view inside an app; some it cannot know.
    fn turns_away(&self, call: &Call) -> Option<Response> {
        let agent = call.headers.get(header::USER_AGENT)?.to_str().ok()?;
        let embedded = agent.contains("; wv)")
            || (agent.contains("AppleWebKit/") && !agent.contains("Safari/"));
        let words = "This browser or app may not be secure. Use a browser of your system.";
        embedded.then(|| blocked(StatusCode::FORBIDDEN, "disallowed_useragent", words))
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        let (bad, denied) = (StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED);
        match fault {
            NoEntry::UnknownClient => {
                blocked(denied, "invalid_client", "The OAuth client was not found.")
            }
            NoEntry::AppDeleted => {
                blocked(denied, "deleted_client", "The OAuth client was deleted.")
            }
            NoEntry::Redirect => {
                let words = "This app's request is invalid.";
                blocked(bad, "redirect_uri_mismatch", words)
            }
            NoEntry::Over => {
                let words = "This request is over. Go back to the app and start again.";
                blocked(bad, "invalid_request", words)
            }
        }
    }

    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        let (error, words) = match fault {
            NoCode::Cancelled { .. } => return ErrorDelivery::back("access_denied", ""),
            NoCode::Missing(name) => (
                "invalid_request",
                format!("Required parameter is missing: {name}."),
            ),
            NoCode::ResponseType => (
                "unsupported_response_type",
                "The response type is not supported.".to_owned(),
            ),
            NoCode::Scope(scope) => (
                "invalid_scope",
                format!("Some requested scopes were invalid: {scope}."),
            ),
            NoCode::Challenge => (
                "invalid_request",
                "The code challenge is not valid.".to_owned(),
            ),
        };
        ErrorDelivery::Here(blocked(StatusCode::BAD_REQUEST, error, &words))
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault)
    }

    fn no_answer(&self, fault: &NoAnswer, _: &Call) -> Response {
        refusal::of_call(fault)
    }

    fn outage(&self, path: &str) -> Response {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let words = "The service is currently unavailable.";
        match path {
            _ if path.starts_with("/youtube/") => {
                refusal::api(status, words, "global", "backendError")
            }
            "/token" | "/revoke" | "/tokeninfo" | "/v1/userinfo" => {
                refusal::oauth(status, "internal_failure", words)
            }
            _ => blocked(status, "internal_failure", words),
        }
    }

    fn bars(&self, state: &State<More>, person: &Person) -> Option<Response> {
        let words = "Your institution's admin needs to review Greentick.";
        let barred = state.more.restricted.contains(&person.id);
        barred.then(|| blocked(StatusCode::BAD_REQUEST, "admin_policy_enforced", words))
    }

    fn token_precheck(&self, state: &mut State<More>, call: &Call, now: i64) -> Option<Response> {
        policy::of_refresh(state, call, now)
    }

    fn token_answer(&self, granted: &Granted) -> Value {
        let mut answer = json!({
            "access_token": granted.access.value,
            // A second less than the hour, as the real one answers.
            "expires_in": granted.expires_in() - 1,
            "scope": identity::scope(&granted.access.holder),
            "token_type": "Bearer",
        });
        if let Some(refresh) = &granted.refresh {
            answer["refresh_token"] = json!(refresh.value);
        }
        if let Some(token) = identity::id_token(granted) {
            answer["id_token"] = json!(token);
        }
        answer
    }

    /// [I] The text of the second answer.
    fn revoked(&self, was_live: bool) -> Response {
        match was_live {
            true => Json(json!({})).into_response(),
            false => {
                let words = "Token expired or revoked";
                refusal::oauth(StatusCode::BAD_REQUEST, "invalid_token", words)
            }
        }
    }

    /// Quota is the app's, pace is the person's.
    fn dress(
        &self,
        provider: &Provider<YouTube>,
        _: &Call,
        by: Option<&Bearer>,
        answer: &mut Response,
    ) {
        let too_fast = by.is_some_and(|by| by.person.rate_limited && !by.person.suspended);
        if too_fast && !provider.ledger.read(|state| state.rate_limited) {
            let words = "The request cannot be completed because requests come too fast.";
            *answer = refusal::forbidden(words, "usageLimits", "rateLimitExceeded");
        }
    }

    /// [I] "First" is the person's first for this app, whichever channel they pick.
    fn wants_refresh(&self, _: &State<More>, ask: &AuthorizationRequest, again: bool) -> bool {
        let offline = ask.param("access_type") == Some("offline");
        offline && (!again || prompts(ask).any(|word| word == "consent"))
    }

    fn forces(&self, ask: &AuthorizationRequest) -> Force {
        if prompts(ask).any(|word| word == "select_account") {
            Force::Account
        } else if prompts(ask).any(|word| word == "consent") {
            Force::Consent
        } else {
            Force::Nothing
        }
    }

    fn choices(&self, state: &State<More>, person: &Person) -> Vec<Choice> {
        let offered = state.more.channels_of(&person.id);
        offered
            .map(|channel| Choice {
                id: channel.id.clone(),
                name: channel.title.clone(),
                detail: match channel.brand {
                    true => format!("@{}, Brand Account", channel.handle),
                    false => format!("@{}", channel.handle),
                },
            })
            .collect()
    }

    fn on_issue(&self, state: &mut State<More>, granted: &Granted) {
        policy::on_issue(state, granted);
        if let Some(token) = identity::id_token(granted) {
            state.record("identity token", &token);
        }
    }

    fn about(&self, state: &State<More>, person: &Person) -> String {
        let offered = state.more.channels_of(&person.id);
        let titles: Vec<&str> = offered.map(|channel| channel.title.as_str()).collect();
        match titles.len() {
            0 => "no channel".to_owned(),
            1..=4 => titles.join(", "),
            many => format!("{many} channels"),
        }
    }

    fn suspended_words(&self) -> &'static str {
        "Your account has been disabled."
    }

    fn pages(&self, state: &State<More>, person: &Person) -> Vec<PageView> {
        // Those that outlive the hour.
        let live = |channel: &Channel| {
            let held = state.tokens.values().filter(|token| {
                token.kind == TokenKind::Refresh
                    && token.holder.person == person.id
                    && token.holder.choice.as_ref() == Some(&channel.id)
                    && token.ended.is_none()
            });
            held.count()
        };
        let all = state.more.channels.iter();
        all.filter(|channel| channel.is_of(&person.id))
            .map(|channel| PageView {
                id: channel.id.clone(),
                name: channel.title.clone(),
                live_tokens: live(channel),
                troubles: words(&[
                    (channel.deleted, "deleted"),
                    (channel.lost(&person.id), "role removed"),
                ]),
            })
            .collect()
    }

    fn cause(
        &self,
        state: &mut State<More>,
        trouble: &Trouble,
        person: Option<&str>,
    ) -> Result<usize, Unheard> {
        policy::cause(state, trouble, person)
    }

    fn calm(&self, state: &mut State<More>) {
        policy::calm(&mut state.more);
    }

    fn troubles(&self, state: &State<More>) -> Vec<String> {
        words(&[
            (state.more.testing, "project in Testing"),
            (state.more.api_off, "API switched off"),
            (!state.more.closed.is_empty(), "somebody's account closed"),
            (!state.more.restricted.is_empty(), "an employer forbids"),
            (!state.more.reauth.is_empty(), "a new sign-in demanded"),
        ])
    }
}

fn prompts(ask: &AuthorizationRequest) -> impl Iterator<Item = &str> {
    ask.param("prompt").unwrap_or_default().split(' ')
}

fn words(all: &[(bool, &str)]) -> Vec<String> {
    let true_ones = all.iter().filter(|(is, _)| *is);
    true_ones.map(|(_, word)| (*word).to_owned()).collect()
}
