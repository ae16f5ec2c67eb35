//! The kit: OAuth 2 written once, for networks that differ in words, lives and rules. A network is
//! a [`Rules`] (data) and a [`Network`] (its words, its API), and nothing of the flow.
//!
//! # A network in one file
//!
//! 1. A unit struct and a `const RULES: Rules` with every difference from the fact sheet.
//! 2. `impl Network` for it. Must say: [`Network::fresh`] (the sample) and the four ways to say no,
//!    in the network's own words: [`no_entry`](Network::no_entry) (a page),
//!    [`no_token`](Network::no_token), [`no_answer`](Network::no_answer),
//!    [`outage`](Network::outage). [`no_code`](Network::no_code) and
//!    [`token_answer`](Network::token_answer) follow RFC 6749 unless said otherwise.
//! 3. [`Network::routes`]: each [`Route`] of the API with the scopes that open it. The kit checks
//!    the token before the handler runs; [`Route::open`] is for what needs none.
//! 4. `pub(crate) fn open(stage) { provider::open(stage, TheStruct) }`, the `mod` line in `lib.rs`
//!    and the line in `dialect.rs`.
//!
//! What is kept beyond people and tokens (pages, boards) is [`Network::More`]; `()` where nothing.
//! Kinds of trouble are those of [`kinds`] that the rules list; the network's own ones go to
//! [`Network::cause`]. Handlers that read or change state use [`Provider::ledger`].
//!
//! Passwords of the sample are searched for as leaks, so no name or address may contain one.
//!
//! Forms of all pages post to `/session/login`, `/session/consent` and `/session/checkpoint`, the
//! page of connected apps to `/session/remove`.

mod admission;
mod approval;
mod authorization_request;
mod authorize;
mod callback;
mod connected;
mod faults;
pub(crate) mod kinds;
mod login;
mod pages;
mod pkce;
mod redirects;
mod routes;
mod rules;
mod running;
mod state;
#[cfg(test)]
mod tests;
mod token;

use std::io;
use std::sync::Arc;

use axum::Json;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::call::Call;
use crate::dialect::{Dialect, PageView, Stage};
use crate::trouble::{Trouble, Unheard};

pub(crate) use admission::Bearer;
pub(crate) use authorization_request::AuthorizationRequest;
pub(crate) use authorize::read as read_ask;
pub(crate) use callback::ErrorDelivery;
pub(crate) use faults::{
    ClientFault, CodeFault, End, NoAnswer, NoCode, NoEntry, NoToken, RefreshFault,
};
pub(crate) use pages::{Choice, dead_end};
pub(crate) use rules::{
    Client, Consent, Endings, Mint, Paths, Pkce, Redirects, Refresh, Rules, Same, Scopes,
};
pub(crate) use running::Provider;
pub(crate) use state::{Holder, Person, State, Token, TokenKind};
pub(crate) use token::{Granted, give as give_tokens};

pub(crate) fn open<N: Network>(stage: Stage, network: N) -> io::Result<Arc<dyn Dialect>> {
    Ok(Arc::new(Provider::open(stage, network)?))
}

/// What a network says in its own words, and what it does that others do not.
pub(crate) trait Network: Send + Sync + Sized + 'static {
    type More: Serialize + DeserializeOwned + Send + 'static;

    /// Whether a person who removes permissions removes also those that cannot be unticked.
    const REMOVES_ALL: bool = false;

    fn rules(&self) -> &'static Rules;
    fn fresh(&self) -> (Vec<Person>, Self::More);
    fn routes(&self) -> Vec<Route<Self>>;

    /// At the authorize page; never a redirect.
    fn no_entry(&self, fault: NoEntry) -> Response;
    fn no_token(&self, fault: &NoToken) -> Response;
    fn no_answer(&self, fault: &NoAnswer, call: &Call) -> Response;
    /// How it answers while it is down.
    fn outage(&self, path: &str) -> Response;

    /// The authorize endpoint. A network that asks more of an app than the kit does says so here,
    /// and in the same way at the two endpoints below.
    fn begin(&self, provider: &Provider<Self>, call: &Call) -> Response {
        authorize::begin(provider, call)
    }

    fn give(&self, provider: &Provider<Self>, call: &Call) -> Response {
        token::give(provider, call)
    }

    fn revoke(&self, provider: &Provider<Self>, call: &Call) -> Response {
        token::revoke(provider, call)
    }

    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        ErrorDelivery::by_rfc_6749(fault)
    }

    /// Does this letter stand between two scopes of an authorize request?
    fn parts_scopes(&self, letter: char) -> bool {
        letter == self.rules().scopes.separator
    }

    /// Looks at a request to the authorize page before anything else: browsers that are refused.
    fn turns_away(&self, _call: &Call) -> Option<Response> {
        None
    }

    /// The page in place of consent for somebody who may not approve, such as by their employer.
    fn bars(&self, _state: &State<Self::More>, _person: &Person) -> Option<Response> {
        None
    }

    /// Looks at a request to the token or revocation endpoint once the app is known to be itself.
    fn token_precheck(
        &self,
        _state: &mut State<Self::More>,
        _call: &Call,
        _now: i64,
    ) -> Option<Response> {
        None
    }

    fn token_answer(&self, granted: &Granted) -> Value {
        granted.by_rfc_6749(self.rules())
    }

    /// The answer of the revocation endpoint.
    fn revoked(&self, _was_live: bool) -> Response {
        Json(json!({})).into_response()
    }

    /// Looks at a request to the API before its token is looked at.
    fn precheck(&self, _provider: &Provider<Self>, _call: &Call) -> Option<Response> {
        None
    }

    /// [`Network::no_answer`] for words that need more than the fault, such as when a token ended.
    fn refuse(&self, _provider: &Provider<Self>, call: &Call, fault: &NoAnswer) -> Response {
        self.no_answer(fault, call)
    }

    /// Looks at a call whose token works, before its scopes are looked at.
    fn halts(
        &self,
        _provider: &Provider<Self>,
        _call: &Call,
        _bearer: &Bearer,
    ) -> Option<Response> {
        None
    }

    /// Where the API finds the token.
    fn token_of<'a>(&self, call: &'a Call) -> Option<&'a str> {
        call.bearer()
    }

    /// After an answer of the API, also a refusal: rate limit headers.
    fn dress(&self, _provider: &Provider<Self>, _: &Call, _: Option<&Bearer>, _: &mut Response) {}

    /// Does this approval get a refresh token? `again` is true if the person approved before.
    fn wants_refresh(
        &self,
        _state: &State<Self::More>,
        _ask: &AuthorizationRequest,
        _again: bool,
    ) -> bool {
        true
    }

    /// The request asks for a page that would otherwise be skipped.
    fn forces(&self, _ask: &AuthorizationRequest) -> Force {
        Force::Nothing
    }

    /// Whom the request names, by id or handle: offered first, and nobody else passes unasked.
    fn hint<'a>(&self, _ask: &'a AuthorizationRequest) -> Option<&'a str> {
        None
    }

    /// What the person chooses one of on the consent page, such as a channel.
    fn choices(&self, _state: &State<Self::More>, _person: &Person) -> Vec<Choice> {
        Vec::new()
    }

    /// The request ended, in approval or not.
    fn over(&self, _ask: &AuthorizationRequest) {}

    /// What the request carried and its tokens will need.
    fn on_approval(
        &self,
        _state: &mut State<Self::More>,
        _ask: &AuthorizationRequest,
        _holder: &Holder,
    ) {
    }

    /// Why this person has nothing that an app could be given; shown in place of the consent page.
    fn unfit(&self, _state: &State<Self::More>, _person: &Person) -> Option<&'static str> {
        None
    }

    /// Further parameters of a successful callback.
    fn callback(&self, _holder: &Holder) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Tokens were just given out: caps, or newer ones that replace older ones.
    fn on_issue(&self, _state: &mut State<Self::More>, _granted: &Granted) {}

    /// What the sign-in page says under a name.
    fn about(&self, _state: &State<Self::More>, person: &Person) -> String {
        format!("@{}", person.handle)
    }

    /// Why a suspended person cannot sign in.
    fn suspended_words(&self) -> &'static str {
        "Your account is suspended."
    }

    fn pages(&self, _state: &State<Self::More>, _person: &Person) -> Vec<PageView> {
        Vec::new()
    }

    /// A kind of trouble of the rules' list that the kit does not know.
    fn cause(
        &self,
        _state: &mut State<Self::More>,
        trouble: &Trouble,
        _person: Option<&str>,
    ) -> Result<usize, Unheard> {
        Err(Unheard::kind(trouble))
    }

    /// Lifts what [`Network::cause`] left, as far as it lasts.
    fn calm(&self, _state: &mut State<Self::More>) {}

    fn troubles(&self, _state: &State<Self::More>) -> Vec<String> {
        Vec::new()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    Nothing,
    /// The consent page, though the same was approved before.
    Consent,
    /// The sign-in page, though somebody is signed in.
    Account,
}

pub(crate) struct Route<N: Network> {
    method: Method,
    path: &'static str,
    /// Any one of them opens it; none needed if empty.
    scopes: &'static [&'static str],
    answer: Answer<N>,
}

enum Answer<N: Network> {
    Guarded(fn(&Provider<N>, &Call, &Bearer) -> Result<Response, NoAnswer>),
    Open(fn(&Provider<N>, &Call) -> Response),
}

impl<N: Network> Route<N> {
    pub(crate) fn get(
        path: &'static str,
        scopes: &'static [&'static str],
        handler: fn(&Provider<N>, &Call, &Bearer) -> Result<Response, NoAnswer>,
    ) -> Route<N> {
        Route::guarded(Method::GET, path, scopes, handler)
    }

    pub(crate) fn guarded(
        method: Method,
        path: &'static str,
        scopes: &'static [&'static str],
        handler: fn(&Provider<N>, &Call, &Bearer) -> Result<Response, NoAnswer>,
    ) -> Route<N> {
        Route {
            method,
            path,
            scopes,
            answer: Answer::Guarded(handler),
        }
    }

    /// Without a token, or with a check of its own.
    pub(crate) fn open(
        method: Method,
        path: &'static str,
        handler: fn(&Provider<N>, &Call) -> Response,
    ) -> Route<N> {
        Route {
            method,
            path,
            scopes: &[],
            answer: Answer::Open(handler),
        }
    }
}
