//! `oauth/access_token`: a code becomes a short-lived user token, a user token becomes a long-lived
//! one, and the app's id and secret become an app token.

use axum::Json;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::refusal::ErrorResponse;
use super::state::State;
use super::{Facebook, known_version, standing};
use crate::call::Call;

pub(crate) fn give(facebook: &Facebook, call: &Call) -> Response {
    let now = facebook.stage.clock.now();
    let given = facebook.ledger.change(|state| answer(state, call, now));
    match given {
        Ok(value) => ([(header::CACHE_CONTROL, "no-store")], Json(value)).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn answer(state: &mut State, call: &Call, now: i64) -> Result<Value, ErrorResponse> {
    if !known_version(call.piece("version")) || !matches!(call.method, Method::GET | Method::POST) {
        return Err(ErrorResponse::unknown_path(&call.path));
    }
    if call.param("client_id") != Some(state.app.id.as_str()) {
        return Err(ErrorResponse::invalid_app());
    }
    if state.app.deleted {
        return Err(ErrorResponse::app_deleted());
    }
    if call.param("client_secret") != Some(state.app.secret.as_str()) {
        return Err(ErrorResponse::wrong_secret());
    }
    match call.param("grant_type") {
        None | Some("authorization_code") => exchange_code(state, call, now),
        Some("fb_exchange_token") => extend(state, call, now),
        Some("client_credentials") => Ok(json!({
            "access_token": format!("{}|{}", state.app.id, state.app.secret),
            "token_type": "bearer",
        })),
        Some(_) => Err(ErrorResponse::bad_parameter("grant_type")),
    }
}

fn exchange_code(state: &mut State, call: &Call, now: i64) -> Result<Value, ErrorResponse> {
    let code = call
        .param("code")
        .ok_or_else(|| ErrorResponse::missing_parameter("code"))?;
    let held = state
        .codes
        .get_mut(code)
        .ok_or_else(ErrorResponse::code_unknown)?;
    if call.param("redirect_uri") != Some(held.redirect_uri.as_str()) {
        return Err(ErrorResponse::redirect_mismatch());
    }
    if held.used {
        return Err(ErrorResponse::code_used());
    }
    if held.expires <= now {
        return Err(ErrorResponse::code_expired());
    }
    held.used = true;
    let person = held.person.clone();
    if !state.grants.contains_key(&person) {
        return Err(ErrorResponse::app_removed(&state.app.id));
    }
    let token = state.issue_user_token(&person, now, false);
    Ok(bearer(&token.value, token.expires, now))
}

fn extend(state: &mut State, call: &Call, now: i64) -> Result<Value, ErrorResponse> {
    let given = call
        .param("fb_exchange_token")
        .ok_or_else(|| ErrorResponse::missing_parameter("fb_exchange_token"))?;
    let token = state
        .tokens
        .get(given)
        .cloned()
        .ok_or_else(ErrorResponse::unparsable_token)?;
    standing::alive(state, &token, now)?;
    if token.page.is_some() {
        return Err(ErrorResponse::unparsable_token());
    }
    if token.long_lived {
        return Ok(bearer(&token.value, token.expires, now));
    }
    let token = state.issue_user_token(&token.person, now, true);
    Ok(bearer(&token.value, token.expires, now))
}

fn bearer(token: &str, expires: Option<i64>, now: i64) -> Value {
    json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": expires.map(|at| at - now),
    })
}
