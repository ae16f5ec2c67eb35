//! The practice Instagram with Instagram's own login: authorize page, code, an hour's token, sixty
//! days by exchange and refresh, `/me` and what hangs on it. One token is one professional account;
//! no page is needed.

mod api;
mod refusal;
mod rules;
mod sample;

use std::io;
use std::sync::Arc;

use axum::http::Method;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::call::Call;
use crate::dialect::{Dialect, Stage};
use crate::meta::{self, ErrorResponse, Family, known_version};
use crate::provider::{
    self, AuthorizationRequest, Bearer, ErrorDelivery, Force, Granted, Network, NoAnswer, NoCode,
    NoEntry, NoToken, Person, Provider, Route, Rules, State, Token,
};
use crate::trouble::{Trouble, Unheard};
use rules::{BASIC, INSIGHTS, PUBLISH, RULES};
use sample::More;

pub(crate) const NAME: &str = "instagram";
const TITLE: &str = "Instagram";

struct Instagram;

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    provider::open(stage, Instagram)
}

impl Family for Instagram {
    const APP: &'static str = RULES.client_id;
    const EXCHANGE: &'static str = "ig_exchange_token";
    const RENEW: &'static str = "ig_refresh_token";
    const BASIC: &'static str = BASIC;
    const LONG_LIFE: i64 = 5_183_944;

    fn account_throttled() -> ErrorResponse {
        ErrorResponse::instagram_throttled()
    }

    fn beyond(state: &State<More>, token: &Token, _: i64) -> Result<(), ErrorResponse> {
        match state.more.professional(&token.holder.person) {
            true => Ok(()),
            false => Err(ErrorResponse::not_professional()),
        }
    }
}

impl Network for Instagram {
    type More = More;

    const REMOVES_ALL: bool = true;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        sample::fresh()
    }

    fn routes(&self) -> Vec<Route<Instagram>> {
        vec![
            Route::open(Method::GET, "/access_token", meta::exchange),
            Route::open(Method::GET, "/refresh_access_token", meta::renew),
            Route::get("/{version}/{id}", &[BASIC], api::profile),
            Route::get("/{version}/{id}/media", &[BASIC], api::media),
            Route::get("/{version}/{id}/insights", &[INSIGHTS], api::insights),
            Route::get(
                "/{version}/{id}/content_publishing_limit",
                &[PUBLISH],
                api::publishing_limit,
            ),
        ]
    }

    fn parts_scopes(&self, letter: char) -> bool {
        matches!(letter, ',' | ' ')
    }

    fn turns_away(&self, call: &Call) -> Option<Response> {
        let words = format!("Invalid scope: {BASIC} is required");
        meta::lacks(BASIC, call).then(|| refusal::page(&words))
    }

    fn forces(&self, ask: &AuthorizationRequest) -> Force {
        match ask.param("force_reauth") {
            Some("true" | "1") => Force::Account,
            Some(_) | None => Force::Nothing,
        }
    }

    fn about(&self, state: &State<More>, person: &Person) -> String {
        let kind = match state.more.professional(&person.id) {
            true => "professional account",
            false => "personal account",
        };
        format!("@{}, {kind}", person.handle)
    }

    fn unfit(&self, state: &State<More>, person: &Person) -> Option<&'static str> {
        let words = "This is a personal account. Switch to a professional account in the Instagram \
                     app first.";
        (!state.more.professional(&person.id)).then_some(words)
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        refusal::page(match fault {
            NoEntry::UnknownClient | NoEntry::AppDeleted => "Invalid platform app",
            NoEntry::Redirect => "Invalid redirect_uri",
            NoEntry::Over => "This request is over. Go back to the app and start again.",
        })
    }

    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        refusal::of_authorize(fault)
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault)
    }

    fn token_answer(&self, granted: &Granted) -> Value {
        api::token_answer(granted)
    }

    fn precheck(&self, _: &Provider<Instagram>, call: &Call) -> Option<Response> {
        let known = known_version(call.piece("version"));
        (!known).then(|| ErrorResponse::unknown_path(&call.path).into_response())
    }

    fn token_of<'a>(&self, call: &'a Call) -> Option<&'a str> {
        meta::token_of(call)
    }

    fn halts(&self, provider: &Provider<Instagram>, _: &Call, bearer: &Bearer) -> Option<Response> {
        meta::halts(provider, bearer)
    }

    fn no_answer(&self, fault: &NoAnswer, call: &Call) -> Response {
        meta::no_answer(fault, call)
    }

    fn refuse(&self, provider: &Provider<Instagram>, call: &Call, fault: &NoAnswer) -> Response {
        meta::refuse(provider, call, fault)
    }

    fn dress(
        &self,
        provider: &Provider<Instagram>,
        _: &Call,
        bearer: Option<&Bearer>,
        answer: &mut Response,
    ) {
        api::tell_usage(provider, bearer, answer);
    }

    fn outage(&self, path: &str) -> Response {
        meta::outage(TITLE, path)
    }

    fn cause(
        &self,
        state: &mut State<More>,
        trouble: &Trouble,
        person: Option<&str>,
    ) -> Result<usize, Unheard> {
        match trouble.kind.as_str() {
            "not_professional" => {
                let person = person.ok_or_else(|| Unheard::needs("person"))?;
                Ok(state.more.become_personal(person))
            }
            _ => meta::cause(state, trouble, person),
        }
    }

    fn calm(&self, state: &mut State<More>) {
        state.more.calm();
    }

    fn troubles(&self, state: &State<More>) -> Vec<String> {
        state.more.troubles()
    }
}
