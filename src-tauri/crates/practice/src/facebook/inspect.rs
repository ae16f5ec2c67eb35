//! `debug_token`: what the network knows about a token, asked with the app's own credentials.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::refusal::ErrorResponse;
use super::state::{Grant, State, Token};
use super::{Facebook, known_version, permissions, proof, standing};
use crate::call::Call;

pub(crate) fn debug_token(facebook: &Facebook, call: &Call) -> Response {
    let now = facebook.stage.clock.now();
    let answer = facebook.ledger.read(|state| inspect(state, call, now));
    let response = match answer {
        Ok(data) => Json(json!({ "data": data })).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    facebook.count_call(response, None, None, now)
}

fn inspect(state: &State, call: &Call, now: i64) -> Result<Value, ErrorResponse> {
    if !known_version(call.piece("version")) {
        return Err(ErrorResponse::unknown_path(&call.path));
    }
    may_inspect(state, call, now)?;
    if state.throttled.app {
        return Err(ErrorResponse::app_throttled());
    }
    let input = call
        .param("input_token")
        .ok_or_else(|| ErrorResponse::missing_parameter("input_token"))?;
    let Some(token) = state.tokens.get(input) else {
        let error = ErrorResponse::unparsable_token().nested();
        return Ok(json!({ "error": error, "is_valid": false, "scopes": [] }));
    };
    Ok(describe(state, token, now))
}

/// The app token, or the token of a person who develops the app.
fn may_inspect(state: &State, call: &Call, now: i64) -> Result<(), ErrorResponse> {
    let caller = call
        .param("access_token")
        .or_else(|| call.bearer())
        .ok_or_else(ErrorResponse::no_token)?;
    if let Some((id, secret)) = caller.split_once('|') {
        return match () {
            () if id != state.app.id => Err(ErrorResponse::invalid_app()),
            () if state.app.deleted => Err(ErrorResponse::app_deleted()),
            () if secret != state.app.secret => Err(ErrorResponse::unparsable_token()),
            () => Ok(()),
        };
    }
    let token = state
        .tokens
        .get(caller)
        .ok_or_else(ErrorResponse::unparsable_token)?;
    proof::check(call, caller, &state.app.secret, now)?;
    standing::usable(state, token, now)?;
    let developer = state
        .person(&token.person)
        .is_some_and(|person| person.developer);
    match developer && token.page.is_none() {
        true => Ok(()),
        false => Err(ErrorResponse::not_a_developer()),
    }
}

fn describe(state: &State, token: &Token, now: i64) -> Value {
    let grant = state.grants.get(&token.person);
    let scopes: Vec<&String> = grant
        .iter()
        .flat_map(|grant| &grant.permissions)
        .filter_map(|(name, given)| given.then_some(name))
        .collect();
    let mut data = json!({
        "app_id": state.app.id,
        "type": if token.page.is_some() { "PAGE" } else { "USER" },
        "application": state.app.name,
        "data_access_expires_at": grant.map_or(0, Grant::data_access_expires_at),
        "expires_at": token.expires.unwrap_or(0),
        "is_valid": true,
        "scopes": scopes,
        "granular_scopes": granular(state, &scopes, token, grant),
        "user_id": token.person,
    });
    if token.long_lived {
        data["issued_at"] = token.issued.into();
    }
    if let Some(page) = &token.page {
        data["profile_id"] = page.as_str().into();
    }
    if let Err(refusal) = standing::alive(state, token, now) {
        data["is_valid"] = false.into();
        data["error"] = refusal.nested();
    }
    data
}

fn granular(state: &State, scopes: &[&String], token: &Token, grant: Option<&Grant>) -> Vec<Value> {
    let pages = grant.map(|grant| &grant.pages);
    let pages: Vec<&String> = match &token.page {
        Some(page) => vec![page],
        None => pages.into_iter().flatten().collect(),
    };
    let accounts: Vec<&String> = pages
        .iter()
        .filter_map(|id| state.page(id)?.instagram.as_ref())
        .map(|account| &account.id)
        .collect();
    let of = |scope: &String| match () {
        () if permissions::is_about_pages(scope) => Some(&pages),
        () if permissions::is_about_instagram(scope) => Some(&accounts),
        () => None,
    };
    scopes
        .iter()
        .filter_map(|scope| Some(json!({ "scope": scope, "target_ids": of(scope)? })))
        .collect()
}
