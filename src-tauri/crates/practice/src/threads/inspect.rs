//! The app's own token, and `debug_token`: what the network knows about somebody's.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::rules::RULES;
use super::sample::{JANA, More, data_access_expires_at};
use super::{Threads, VERSION};
use crate::call::Call;
use crate::meta::{self, ErrorResponse};
use crate::provider::{ClientFault, NoToken, Provider, State, Token};

/// Has a role in the developer app, so their token may inspect other tokens.
const TESTER: &str = JANA;
/// [I] Whether a token may inspect itself is not documented.
const INSPECTS_ITSELF: bool = false;

/// `GET oauth/access_token`.
pub(super) fn app_token(provider: &Provider<Threads>, call: &Call) -> Response {
    let given = provider.ledger.read(|state| {
        if call.param("grant_type") != Some("client_credentials") {
            return Err(NoToken::GrantType);
        }
        let checked = state.check_client(&RULES, call);
        checked.map_err(NoToken::Client)?;
        state
            .app
            .secret
            .clone()
            .ok_or(NoToken::Client(ClientFault::Absent))
    });
    match given {
        Ok(secret) => Json(json!({
            "access_token": format!("TH|{}|{secret}", RULES.client_id),
            "token_type": "bearer",
        }))
        .into_response(),
        Err(fault) => super::refusal::of_token(&fault).into_response(),
    }
}

pub(super) fn debug_token(provider: &Provider<Threads>, call: &Call) -> Response {
    let now = provider.now();
    let version = call.piece("version");
    let answer = match version.is_empty() || version == VERSION {
        true => provider.ledger.read(|state| inspect(state, call, now)),
        false => Err(ErrorResponse::unknown_path(&call.path)),
    };
    match answer {
        Ok(data) => Json(json!({ "data": data })).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn inspect(state: &State<More>, call: &Call, now: i64) -> Result<Value, ErrorResponse> {
    let input = call.param("input_token");
    may_inspect(state, call, input, now)?;
    let input = input.ok_or_else(|| ErrorResponse::missing_parameter("input_token"))?;
    Ok(match state.tokens.get(input) {
        Some(token) => describe(state, token, now),
        None => {
            let error = ErrorResponse::unparsable_token().nested();
            json!({ "error": error, "is_valid": false, "scopes": [] })
        }
    })
}

fn may_inspect(
    state: &State<More>,
    call: &Call,
    input: Option<&str>,
    now: i64,
) -> Result<(), ErrorResponse> {
    let caller = meta::token_of(call).ok_or_else(ErrorResponse::no_token)?;
    if let Some(app) = caller.strip_prefix("TH|") {
        let secret = app.strip_prefix(RULES.client_id);
        let secret = secret.and_then(|rest| rest.strip_prefix('|'));
        return match secret {
            None => Err(ErrorResponse::invalid_app()),
            Some(_) if state.app.deleted => Err(ErrorResponse::app_deleted()),
            Some(secret) if state.app.secret.as_deref() != Some(secret) => {
                Err(ErrorResponse::unparsable_token())
            }
            Some(_) if state.rate_limited => Err(ErrorResponse::app_throttled()),
            Some(_) => Ok(()),
        };
    }
    let token = state.tokens.get(caller);
    let token = token.ok_or_else(ErrorResponse::unparsable_token)?;
    meta::standing::<Threads>(state, token, now)?;
    let itself = INSPECTS_ITSELF && input == Some(caller);
    match itself || token.holder.person == TESTER {
        true => Ok(()),
        false => Err(ErrorResponse::not_a_developer()),
    }
}

/// An account that is held or slowed down keeps a valid token.
fn describe(state: &State<More>, token: &Token, now: i64) -> Value {
    let person = &token.holder.person;
    let mut data = json!({
        "type": "USER",
        "application": state.app.name,
        "data_access_expires_at": data_access_expires_at(state, person),
        "expires_at": token.expires,
        "is_valid": true,
        "issued_at": token.issued_at,
        "scopes": token.holder.scopes,
        "user_id": person,
    });
    if token.end(now).is_some()
        && let Err(refusal) = meta::standing::<Threads>(state, token, now)
    {
        data["is_valid"] = false.into();
        data["error"] = refusal.nested();
    }
    data
}
