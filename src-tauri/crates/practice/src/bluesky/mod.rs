//! The practice Bluesky, all of it at one origin: the PLC directory, handles, one PDS and its
//! authorization server. Requests are pushed, every call is proved with a key (DPoP), sessions of
//! an app like ours end after two weeks. One token is one account; there are no pages.

mod account;
mod client;
mod dpop;
mod identity;
mod limits;
mod refusal;
mod rules;
mod sample;
mod server;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use crate::call::Call;
use crate::dialect::{Dialect, Stage};
use crate::provider::{
    self, AuthorizationRequest, Bearer, End, ErrorDelivery, Force, Granted, Holder, Network,
    NoAnswer, NoCode, NoEntry, NoToken, Person, Provider, Route, Rules, State, Token, TokenKind,
    dead_end,
};
use crate::state_file::locked;
use crate::trouble::{Trouble, Unheard};
use dpop::Proofs;
use rules::RULES;
use sample::{Bond, More};

pub(crate) const NAME: &str = "bluesky";
const TITLE: &str = "Bluesky";

struct Bluesky {
    /// The origin as these documents write it: without the slash at the end.
    issuer: String,
    proofs: Proofs,
    /// Requests that an app pushed and nobody has decided on, by `request_uri`.
    pushed: Mutex<BTreeMap<String, Pushed>>,
}

#[derive(Clone)]
struct Pushed {
    ask: AuthorizationRequest,
    client_id: String,
    expires: i64,
}

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    let issuer = stage.origin.origin().ascii_serialization();
    let network = Bluesky {
        proofs: Proofs::new(Arc::clone(&stage.clock), &issuer),
        pushed: Mutex::default(),
        issuer,
    };
    provider::open(stage, network)
}

impl Bluesky {
    /// The thumbprint of the key that an app signed a call to the authorization server with.
    fn proved(&self, call: &Call) -> Result<String, Box<Response>> {
        let proved = self.proofs.check(call, None);
        proved.map_err(|fault| Box::new(refusal::of_proof_at_server(&fault)))
    }

    /// At the PDS the proof is looked at before the token, and the token's key before the rest.
    fn unproved(&self, provider: &Provider<Bluesky>, call: &Call) -> Option<Response> {
        let token = self.token_of(call)?;
        let refused = match self.proofs.check(call, Some(token)) {
            Err(fault) => refusal::of_proof_at_pds(&fault),
            Ok(key) => {
                let stranger = provider.ledger.read(|state| {
                    let family = &state.tokens.get(token)?.holder.family;
                    Some(state.more.bonds.get(family)?.key != key)
                });
                if stranger != Some(true) {
                    return None;
                }
                refusal::invalid_token(refusal::WRONG_KEY)
            }
        };
        Some(refused)
    }

    fn with_nonce(&self, mut response: Response) -> Response {
        if let Ok(nonce) = HeaderValue::from_str(&self.proofs.nonce()) {
            response.headers_mut().insert("dpop-nonce", nonce);
        }
        response
    }

    /// As the authorization server answers apps.
    fn answer(&self, answer: Result<Response, Box<Response>>) -> Response {
        let mut response = answer.unwrap_or_else(|refused| *refused);
        let kept_nowhere = HeaderValue::from_static("no-store");
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, kept_nowhere);
        self.with_nonce(response)
    }
}

impl Network for Bluesky {
    type More = More;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        sample::fresh()
    }

    fn routes(&self) -> Vec<Route<Bluesky>> {
        let get = |path, handler| Route::open(Method::GET, path, handler);
        vec![
            Route::open(Method::POST, "/oauth/par", server::push),
            Route::get("/xrpc/com.atproto.server.getSession", &[], account::session),
            get("/xrpc/app.bsky.actor.getProfile", account::profile),
            get(
                "/xrpc/com.atproto.identity.resolveHandle",
                identity::resolve_handle,
            ),
            get("/.well-known/atproto-did", identity::well_known_did),
            get(
                "/.well-known/oauth-protected-resource",
                identity::protected_resource,
            ),
            get(
                "/.well-known/oauth-authorization-server",
                identity::authorization_server,
            ),
            get("/oauth/jwks", identity::keys),
            get("/{did}", identity::directory),
        ]
    }

    fn begin(&self, provider: &Provider<Bluesky>, call: &Call) -> Response {
        server::begin(provider, call)
    }

    fn give(&self, provider: &Provider<Bluesky>, call: &Call) -> Response {
        server::give(provider, call)
    }

    fn revoke(&self, provider: &Provider<Bluesky>, call: &Call) -> Response {
        server::revoke(provider, call)
    }

    fn no_entry(&self, _: NoEntry) -> Response {
        server::wrong("This request is over. Go back to the app and start again.")
    }

    fn no_code(&self, _: &NoCode) -> ErrorDelivery {
        ErrorDelivery::Back(vec![
            ("iss", self.issuer.clone()),
            ("error", "access_denied".to_owned()),
            (
                "error_description",
                "The user rejected the request".to_owned(),
            ),
        ])
    }

    fn callback(&self, _: &Holder) -> Vec<(&'static str, String)> {
        vec![("iss", self.issuer.clone())]
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault)
    }

    fn no_answer(&self, fault: &NoAnswer, call: &Call) -> Response {
        self.with_nonce(refusal::of_call(fault, call))
    }

    fn outage(&self, path: &str) -> Response {
        let (status, words) = (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable");
        match path == RULES.paths.authorize || path == RULES.paths.connected {
            true => dead_end(TITLE, status, words, ""),
            false => refusal::xrpc(status, "ServiceUnavailable", words),
        }
    }

    fn token_answer(&self, granted: &Granted) -> Value {
        let mut answer = granted.by_rfc_6749(&RULES);
        answer["token_type"] = json!("DPoP");
        answer["sub"] = json!(granted.access.holder.person);
        answer
    }

    fn token_of<'a>(&self, call: &'a Call) -> Option<&'a str> {
        call.authorization("DPoP")
    }

    fn precheck(&self, provider: &Provider<Bluesky>, call: &Call) -> Option<Response> {
        let refused = self.unproved(provider, call);
        refused.map(|refused| limits::counted(provider, refused))
    }

    fn dress(
        &self,
        provider: &Provider<Bluesky>,
        _: &Call,
        _: Option<&Bearer>,
        answer: &mut Response,
    ) {
        let undressed = std::mem::take(answer);
        *answer = limits::counted(provider, undressed);
    }

    fn forces(&self, ask: &AuthorizationRequest) -> Force {
        match ask.param("prompt") {
            Some("login" | "select_account") => Force::Account,
            _ => Force::Nothing,
        }
    }

    fn hint<'a>(&self, ask: &'a AuthorizationRequest) -> Option<&'a str> {
        ask.param("login_hint")
    }

    fn over(&self, ask: &AuthorizationRequest) {
        let uri = ask.param("request_uri").unwrap_or_default();
        locked(&self.pushed).remove(uri);
    }

    fn on_approval(&self, state: &mut State<More>, ask: &AuthorizationRequest, holder: &Holder) {
        let kept = |name| ask.param(name).unwrap_or_default().to_owned();
        let bond = Bond {
            client_id: kept("client_id"),
            key: kept("dpop_jkt"),
        };
        state.more.bonds.insert(holder.family.clone(), bond);
    }

    /// A session has one access token, so a new one takes the place of the last.
    fn on_issue(&self, state: &mut State<More>, granted: &Granted) {
        let new = &granted.access;
        state.end(End::Replaced, |old: &Token| {
            let same = old.holder.family == new.holder.family && old.value != new.value;
            same && old.kind == TokenKind::Access
        });
    }

    fn suspended_words(&self) -> &'static str {
        "This account has been taken down."
    }

    fn cause(
        &self,
        state: &mut State<More>,
        trouble: &Trouble,
        person: Option<&str>,
    ) -> Result<usize, Unheard> {
        let person = person.ok_or_else(|| Unheard::needs("person"))?;
        match trouble.kind.as_str() {
            "account_deactivated" => {
                state.more.deactivated.insert(person.to_owned());
            }
            "account_inactive" => {
                state.more.inactive.insert(person.to_owned());
            }
            "handle_moved" => {
                let handle = state.person(person).map(|person| person.handle.clone());
                let handle = handle.ok_or_else(|| Unheard::nobody(person))?;
                state.more.moved.insert(handle, identity::new_did());
            }
            _ => return Err(Unheard::kind(trouble)),
        }
        Ok(1)
    }

    fn calm(&self, state: &mut State<More>) {
        state.more.deactivated.clear();
        state.more.inactive.clear();
        state.more.moved.clear();
    }

    fn troubles(&self, state: &State<More>) -> Vec<String> {
        let more = &state.more;
        let name = |did: &String| state.person(did).map_or(did.clone(), |p| p.handle.clone());
        let down = more
            .deactivated
            .iter()
            .map(|did| name(did) + " deactivated");
        let still = more.inactive.iter().map(|did| name(did) + " inactive");
        let moved = more.moved.keys().map(|handle| format!("{handle} moved"));
        down.chain(still).chain(moved).collect()
    }
}
