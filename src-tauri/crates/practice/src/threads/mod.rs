//! The practice Threads: authorize page, code, an hour's token, sixty days by exchange and refresh,
//! `/me` and what hangs on it, and a look at tokens. One token is one profile. The API answers with
//! and without its one version in the path, as Meta's own collection of requests leaves it out.

mod api;
mod inspect;
mod refusal;
mod rules;
mod sample;

use std::io;
use std::sync::Arc;

use axum::http::Method;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::call::Call;
use crate::dialect::{Dialect, Stage};
use crate::meta::{self, ErrorResponse, Family};
use crate::provider::{
    self, Bearer, ErrorDelivery, Granted, Network, NoAnswer, NoCode, NoEntry, NoToken, Person,
    Provider, Route, Rules, State, Token,
};
use crate::trouble::{Trouble, Unheard};
use rules::{BASIC, INSIGHTS, PUBLISH, RULES};
use sample::More;

pub(crate) const NAME: &str = "threads";
const TITLE: &str = "Threads";
const VERSION: &str = "v1.0";

struct Threads;

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    provider::open(stage, Threads)
}

impl Family for Threads {
    const APP: &'static str = RULES.client_id;
    const EXCHANGE: &'static str = "th_exchange_token";
    const RENEW: &'static str = "th_refresh_token";
    const BASIC: &'static str = BASIC;
    const LONG_LIFE: i64 = 5_184_000;

    /// [I] No code of Threads' own is known for it.
    fn account_throttled() -> ErrorResponse {
        ErrorResponse::user_throttled()
    }

    fn beyond(state: &State<More>, token: &Token, now: i64) -> Result<(), ErrorResponse> {
        match state.more.lapsed(state, &token.holder.person, now) {
            true => Err(ErrorResponse::data_access_lapsed()),
            false => Ok(()),
        }
    }
}

impl Network for Threads {
    type More = More;

    const REMOVES_ALL: bool = true;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        sample::fresh()
    }

    fn routes(&self) -> Vec<Route<Threads>> {
        vec![
            Route::open(Method::GET, RULES.paths.token, inspect::app_token),
            Route::open(Method::GET, "/access_token", meta::exchange),
            Route::open(Method::GET, "/refresh_access_token", meta::renew),
            Route::open(Method::GET, "/debug_token", inspect::debug_token),
            Route::open(Method::GET, "/{version}/debug_token", inspect::debug_token),
            Route::get("/me", &[BASIC], api::profile),
            Route::get("/{version}/{id}", &[BASIC], api::profile),
            Route::get("/me/threads", &[BASIC], api::posts),
            Route::get("/{version}/{id}/threads", &[BASIC], api::posts),
            Route::get("/me/threads_insights", &[INSIGHTS], api::insights),
            Route::get(
                "/{version}/{id}/threads_insights",
                &[INSIGHTS],
                api::insights,
            ),
            Route::get("/me/threads_publishing_limit", &[PUBLISH], api::limit),
            Route::get(
                "/{version}/{id}/threads_publishing_limit",
                &[PUBLISH],
                api::limit,
            ),
        ]
    }

    fn turns_away(&self, call: &Call) -> Option<Response> {
        let words = format!("The scope {BASIC} is required.");
        meta::lacks(BASIC, call).then(|| refusal::page(&words))
    }

    fn about(&self, state: &State<More>, person: &Person) -> String {
        state.more.about(person)
    }

    fn unfit(&self, state: &State<More>, person: &Person) -> Option<&'static str> {
        let none = state.more.profile(&person.id).is_none();
        none.then_some("This account has no Threads profile yet.")
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        refusal::of_entry(fault)
    }

    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        refusal::of_authorize(fault)
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault).into_response()
    }

    /// The id is a number beyond what a double can hold.
    fn token_answer(&self, granted: &Granted) -> Value {
        let id: u64 = granted.access.holder.person.parse().unwrap_or_default();
        json!({ "access_token": granted.access.value, "user_id": id })
    }

    fn on_issue(&self, state: &mut State<More>, granted: &Granted) {
        state.more.engaged(&granted.access.holder.person);
    }

    fn precheck(&self, _: &Provider<Threads>, call: &Call) -> Option<Response> {
        let version = call.piece("version");
        let known = version.is_empty() || version == VERSION;
        (!known).then(|| ErrorResponse::unknown_path(&call.path).into_response())
    }

    fn token_of<'a>(&self, call: &'a Call) -> Option<&'a str> {
        meta::token_of(call)
    }

    fn halts(&self, provider: &Provider<Threads>, _: &Call, bearer: &Bearer) -> Option<Response> {
        meta::halts(provider, bearer)
    }

    fn no_answer(&self, fault: &NoAnswer, call: &Call) -> Response {
        meta::no_answer(fault, call)
    }

    fn refuse(&self, provider: &Provider<Threads>, call: &Call, fault: &NoAnswer) -> Response {
        meta::refuse(provider, call, fault)
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
            "data_access_lapsed" => {
                let approved = state.grants.keys().cloned();
                let aimed = approved.filter(|id| person.is_none_or(|person| person == id));
                let aimed: Vec<String> = aimed.collect();
                let more = &mut state.more;
                Ok(aimed.iter().filter(|id| more.lapse(id)).count())
            }
            _ => meta::cause(state, trouble, person),
        }
    }

    fn troubles(&self, state: &State<More>) -> Vec<String> {
        let lapsed = state.people.iter();
        lapsed
            .filter(|person| state.more.has_lapsed(&person.id))
            .map(|person| format!("data access of @{} lapsed", person.handle))
            .collect()
    }
}
