//! The Graph API: who calls, with what token and proof, for which object. What a page or a person
//! looks like is in `accounts.rs`.

use axum::Json;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::refusal::ErrorResponse;
use super::state::{State, Token};
use super::{Facebook, accounts, businesses, instagram, known_version, proof, standing};
use crate::call::Call;

pub(crate) fn answer(facebook: &Facebook, call: &Call) -> Response {
    let now = facebook.stage.clock.now();
    let origin = facebook.stage.origin.as_str();
    let (answer, page) = facebook.ledger.change_if(|state| {
        let issued_before = state.issued.len();
        let answer = match admit(state, call, now) {
            Err((refusal, page)) => (Err(refusal), page),
            Ok(token) => (serve(state, call, &token, origin, now), token.page),
        };
        (
            answer,
            call.method == Method::DELETE || state.issued.len() > issued_before,
        )
    });
    let response = match answer {
        Ok(value) => Json(value).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    let account = facebook
        .ledger
        .read(|state| instagram::names_account(state, call.piece("node")));
    let account = account.then(|| call.piece("node"));
    facebook.count_call(response, page.as_deref(), account, now)
}

/// The caller's token, if it may be used at all; a refusal also says whose page it concerns.
fn admit(state: &State, call: &Call, now: i64) -> Result<Token, (ErrorResponse, Option<String>)> {
    let stranger = |refusal| (refusal, None);
    if !known_version(call.piece("version")) {
        return Err(stranger(ErrorResponse::unknown_path(&call.path)));
    }
    let value = call
        .param("access_token")
        .or_else(|| call.bearer())
        .ok_or_else(|| stranger(ErrorResponse::no_token()))?;
    let token = state
        .tokens
        .get(value)
        .ok_or_else(|| stranger(ErrorResponse::unparsable_token()))?;
    let owner = |refusal| (refusal, token.page.clone());
    proof::check(call, value, &state.app.secret, now).map_err(owner)?;
    throttled(state, token).map_err(owner)?;
    standing::usable(state, token, now).map_err(owner)?;
    Ok(token.clone())
}

fn throttled(state: &State, token: &Token) -> Result<(), ErrorResponse> {
    let limits = &state.throttled;
    match &token.page {
        Some(page) if limits.pages.contains(page) => Err(ErrorResponse::page_throttled()),
        Some(_) | None if limits.app => Err(ErrorResponse::app_throttled()),
        Some(_) | None if limits.people.contains(&token.person) => {
            Err(ErrorResponse::user_throttled())
        }
        Some(_) | None => Ok(()),
    }
}

fn serve(
    state: &mut State,
    call: &Call,
    token: &Token,
    origin: &str,
    now: i64,
) -> Result<Value, ErrorResponse> {
    let (node, edge, item) = (call.piece("node"), call.piece("edge"), call.piece("item"));
    let own = token.page.as_ref().unwrap_or(&token.person);
    let id = if node == "me" {
        own.clone()
    } else {
        node.to_owned()
    };
    let is_caller = id == token.person && token.page.is_none();
    if call.method == Method::GET && item.is_empty() {
        let other = instagram::answer(state, call, token, origin, now)
            .or_else(|| businesses::answer(state, call, token, origin, now));
        if let Some(answer) = other {
            return answer;
        }
    }
    match (&call.method, edge, item) {
        (&Method::GET, "", "") if is_caller => accounts::person(state, call, token),
        (&Method::GET, "", "") => accounts::page(state, call, token, &id, now),
        (&Method::GET, "accounts", "") if is_caller => {
            accounts::list(state, call, token, origin, now)
        }
        (&Method::GET, "businesses", "") if is_caller => {
            businesses::list(state, call, token, origin)
        }
        (&Method::GET, "permissions", "") if is_caller => Ok(granted(state, token)),
        (&Method::DELETE, "permissions", "") if is_caller => {
            state.remove_app(&token.person);
            Ok(json!({ "success": true }))
        }
        (&Method::DELETE, "permissions", permission) if is_caller => {
            take_back(state, token, permission)
        }
        (_, "", _) => Err(ErrorResponse::no_object(&id)),
        (_, field, _) if token.page.is_some() && state.page(&id).is_some() => {
            Err(ErrorResponse::no_field(field, "Page"))
        }
        (_, field, _) if is_caller => Err(ErrorResponse::no_field(field, "User")),
        _ => Err(ErrorResponse::no_object(&id)),
    }
}

fn granted(state: &State, token: &Token) -> Value {
    let permissions = state
        .grants
        .get(&token.person)
        .into_iter()
        .flat_map(|g| &g.permissions);
    let data: Vec<Value> = permissions
        .map(|(name, &given)| {
            json!({ "permission": name, "status": if given { "granted" } else { "declined" } })
        })
        .collect();
    json!({ "data": data })
}

fn take_back(state: &mut State, token: &Token, permission: &str) -> Result<Value, ErrorResponse> {
    let grant = state
        .grants
        .get_mut(&token.person)
        .ok_or_else(ErrorResponse::not_authorized)?;
    let given = grant.permissions.get_mut(permission);
    *given.ok_or_else(|| ErrorResponse::bad_parameter("permission"))? = false;
    Ok(json!({ "success": true }))
}
