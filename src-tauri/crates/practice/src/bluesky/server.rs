//! The authorization server's endpoints: what they ask of an app beyond the kit. Every request is
//! pushed first, and everything is bound to one app and one key.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::client::Client;
use super::refusal::{self, INVALID_CODE, INVALID_REFRESH, bad, no_grant, oauth};
use super::rules::RULES;
use super::sample::More;
use super::{Bluesky, Pushed, TITLE, identity};
use crate::call::Call;
use crate::clock::DAY;
use crate::html::send_back;
use crate::provider::{End, Provider, State, dead_end, give_tokens, read_ask};
use crate::random;
use crate::state_file::locked;

const PUSHED_LIFE: i64 = 300;
/// How long a code challenge stays used.
const CHALLENGE_MEMORY: i64 = DAY;

type Refused = Box<Response>;

/// `POST /oauth/par`
pub(super) fn push(provider: &Provider<Bluesky>, call: &Call) -> Response {
    provider.network.answer(pushed(provider, call))
}

fn pushed(provider: &Provider<Bluesky>, call: &Call) -> Result<Response, Refused> {
    let no = |error: &str, words: &str| Err(Box::new(bad(error, words)));
    let Some(id) = call.param("client_id") else {
        return no("invalid_request", "client_id is required");
    };
    let key = provider.network.proved(call)?;
    let client = known(id)?;
    for unwanted in ["claims", "id_token_hint", "nonce", "request", "request_uri"] {
        if call.param(unwanted).is_some() {
            let words = format!("Unsupported \"{unwanted}\" parameter");
            return no("invalid_request", &words);
        }
    }
    let asked = call.param("redirect_uri").or(client.only_redirect());
    let Some(redirect) = asked else {
        return no("invalid_request", "redirect_uri is required");
    };
    if !client.allows(redirect) {
        return no(
            "invalid_request",
            &format!("Invalid redirect_uri {redirect}"),
        );
    }
    if call
        .param("response_mode")
        .is_some_and(|mode| mode != "query")
    {
        return no("invalid_request", "Unsupported response_mode");
    }
    if call.param("dpop_jkt").is_some_and(|given| given != key) {
        let words = "\"dpop_jkt\" parameters does not match the DPoP proof";
        return no("invalid_request", words);
    }
    let undeclared = call.param("scope").unwrap_or_default().split(' ');
    let undeclared = undeclared.filter(|scope| !scope.is_empty());
    if let Some(scope) = undeclared.into_iter().find(|scope| !client.declares(scope)) {
        let words = format!("Scope \"{scope}\" is not declared in the client metadata");
        return no("invalid_scope", &words);
    }
    let read = read_ask(provider, call, redirect);
    let mut ask = read.map_err(|fault| Box::new(refusal::of_request(&fault, call)))?;
    if ask.scopes.iter().all(|scope| scope != "atproto") {
        return no("invalid_scope", "The \"atproto\" scope is required");
    }
    match call.param("prompt") {
        None | Some("login" | "consent" | "select_account" | "create") => {}
        Some("none") => {
            let words = "Public clients are not allowed to use silent-sign-on";
            return no("consent_required", words);
        }
        Some(_) => return no("invalid_request", "Unsupported prompt"),
    }
    if let Some(hint) = call.param("login_hint").map(str::to_ascii_lowercase) {
        if !identity::is_did(&hint) && !identity::is_handle(&hint) {
            let words = format!("Invalid login_hint \"{hint}\"");
            return no("invalid_request", &words);
        }
        ask.set_param("login_hint", &hint);
    }
    let uri = format!("urn:ietf:params:oauth:request_uri:req-{}", random::hex(32));
    ask.set_param("dpop_jkt", &key);
    ask.set_param("request_uri", &uri);
    let pushed = Pushed {
        ask,
        client_id: id.to_owned(),
        expires: provider.now() + PUSHED_LIFE,
    };
    locked(&provider.network.pushed).insert(uri.clone(), pushed);
    let body = json!({ "request_uri": uri, "expires_in": PUSHED_LIFE });
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

fn known(client_id: &str) -> Result<Client, Refused> {
    Client::read(client_id).map_err(|(error, words)| Box::new(bad(error, &words)))
}

/// `GET /oauth/authorize`: opens what was pushed and nothing else. Until the person decides the
/// page may be loaded again.
pub(super) fn begin(provider: &Provider<Bluesky>, call: &Call) -> Response {
    let network = &provider.network;
    let Some(uri) = call.param("request_uri") else {
        return wrong("Pushed authorization requests are required");
    };
    let found = locked(&network.pushed).get(uri).cloned();
    let Some(pushed) = found else {
        return wrong("Unknown request_uri");
    };
    if call.param("client_id") != Some(pushed.client_id.as_str()) {
        return wrong("This request was initiated for another client");
    }
    let now = provider.now();
    if pushed.expires <= now {
        locked(&network.pushed).remove(uri);
        let mut params = vec![
            ("iss", network.issuer.as_str()),
            ("error", "access_denied"),
            ("error_description", "This request has expired"),
        ];
        params.extend(pushed.ask.state.as_deref().map(|state| ("state", state)));
        return send_back(&pushed.ask.redirect_uri, &params);
    }
    if let Some(held) = locked(&network.pushed).get_mut(uri) {
        held.expires = now + PUSHED_LIFE;
    }
    pushed.ask.open(provider, call)
}

pub(super) fn wrong(words: &str) -> Response {
    dead_end(TITLE, StatusCode::BAD_REQUEST, "An error occurred", words)
}

/// `POST /oauth/token`
pub(super) fn give(provider: &Provider<Bluesky>, call: &Call) -> Response {
    provider.network.answer(given(provider, call))
}

fn given(provider: &Provider<Bluesky>, call: &Call) -> Result<Response, Refused> {
    let (id, key) = caller(provider, call)?;
    let now = provider.now();
    provider
        .ledger
        .change(|state| match call.param("grant_type") {
            Some("authorization_code") => may_redeem(state, call, &id, &key, now),
            Some("refresh_token") => may_refresh(state, call, &id, &key),
            _ => Ok(()),
        })?;
    // The kit knows one app; which one this is was settled above.
    let response = give_tokens(provider, &call.with(RULES.client_param, RULES.client_id));
    if !response.status().is_success() {
        // One attempt uses a code up.
        let code = call.param("code").unwrap_or_default();
        provider.ledger.change(|state| state.codes.remove(code));
    }
    Ok(response)
}

/// Client id and key of a call to the token or revocation endpoint.
fn caller(provider: &Provider<Bluesky>, call: &Call) -> Result<(String, String), Refused> {
    let Some(id) = call.param("client_id") else {
        let words = "Client authentication failed";
        let response = oauth(StatusCode::UNAUTHORIZED, "invalid_client", words);
        return Err(Box::new(response));
    };
    let key = provider.network.proved(call)?;
    known(id)?;
    Ok((id.to_owned(), key))
}

fn may_redeem(
    state: &mut State<More>,
    call: &Call,
    id: &str,
    key: &str,
    now: i64,
) -> Result<(), Refused> {
    let value = call.param("code").unwrap_or_default();
    let Some(code) = state.codes.get(value).cloned() else {
        return Ok(());
    };
    let family = code.holder.family;
    if code.used {
        state.end(End::Revoked, |token| token.holder.family == family);
        return Err(Box::new(no_grant(INVALID_CODE)));
    }
    let refused = match state.more.bonds.get(&family) {
        Some(bond) if bond.client_id != id => no_grant("This code was issued to another client"),
        Some(bond) if bond.key != key => refusal::wrong_key_at_server(),
        Some(_) | None => {
            let used = &mut state.more.challenges;
            used.retain(|_, at| *at + CHALLENGE_MEMORY > now);
            let challenge = code.challenge.unwrap_or_default();
            match used.insert(challenge, now) {
                None => return Ok(()),
                Some(_) => no_grant("Code challenge already used"),
            }
        }
    };
    state.codes.remove(value);
    Err(Box::new(refused))
}

fn may_refresh(state: &mut State<More>, call: &Call, id: &str, key: &str) -> Result<(), Refused> {
    let value = call.param("refresh_token").unwrap_or_default();
    let Some(token) = state.tokens.get(value).cloned() else {
        return Ok(());
    };
    let holder = token.holder;
    if state.person(&holder.person).is_some_and(|p| p.suspended) {
        return Err(Box::new(no_grant(INVALID_REFRESH)));
    }
    if token.ended == Some(End::Expired) {
        return Err(Box::new(no_grant("Refresh token expired")));
    }
    let refused = match state.more.bonds.get(&holder.family) {
        Some(bond) if bond.client_id != id => no_grant("This token was issued to another client"),
        Some(bond) if bond.key != key => refusal::wrong_key_at_server(),
        Some(_) | None => return Ok(()),
    };
    // Somebody else holds the token, so the session is not safe any more.
    state.end(End::Revoked, |token| token.holder.family == holder.family);
    Err(Box::new(refused))
}

/// `POST /oauth/revoke`: any token ends its session, and what cannot be ended is no error.
pub(super) fn revoke(provider: &Provider<Bluesky>, call: &Call) -> Response {
    provider.network.answer(revoked(provider, call))
}

fn revoked(provider: &Provider<Bluesky>, call: &Call) -> Result<Response, Refused> {
    let (id, key) = caller(provider, call)?;
    let Some(value) = call.param("token") else {
        return Err(Box::new(bad("invalid_request", "token is required")));
    };
    let now = provider.now();
    provider.ledger.change(|state| {
        let Some(holder) = state.tokens.get(value).map(|token| token.holder.clone()) else {
            return;
        };
        let bond = state.more.bonds.get(&holder.family);
        if bond.is_some_and(|bond| bond.client_id != id || bond.key != key) {
            return;
        }
        state.end(End::Revoked, |token| token.holder.family == holder.family);
        let mut left = state.tokens.values();
        if !left.any(|token| token.holder.person == holder.person && token.lives(now)) {
            state.grants.remove(&holder.person);
        }
    });
    Ok(Json(json!({})).into_response())
}
