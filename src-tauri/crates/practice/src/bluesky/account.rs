//! The PDS: the session of an account, and profiles.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::limits::counted;
use super::refusal::{self, xrpc};
use super::sample::More;
use super::{Bluesky, identity};
use crate::call::Call;
use crate::clock::iso_8601;
use crate::provider::{Bearer, Network, NoAnswer, Person, Provider, State};

const CREATED: i64 = 1_731_600_000;
/// Scopes that let an app ask for profiles in the person's name.
const PROFILE_SCOPES: [&str; 3] = [
    "transition:generic",
    "include:app.bsky.authViewAll",
    "include:app.bsky.authFullApp",
];

/// `GET /xrpc/com.atproto.server.getSession`
pub(super) fn session(
    provider: &Provider<Bluesky>,
    _: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    let person = &bearer.person;
    let (document, deactivated, inactive) = provider.ledger.read(|state| {
        (
            identity::document(&provider.network, state, &person.id),
            state.more.deactivated.contains(&person.id),
            state.more.inactive.contains(&person.id),
        )
    });
    if deactivated {
        return Ok(refusal::deactivated());
    }
    let mut body = json!({
        "handle": person.handle,
        "did": person.id,
        "didDoc": document,
        "active": !inactive,
    });
    if inactive {
        body["status"] = json!("deactivated");
    }
    if bearer.has("transition:email") || bearer.has("account:email") {
        body["email"] = json!(person.email);
        body["emailConfirmed"] = json!(true);
        body["emailAuthFactor"] = json!(false);
    }
    Ok(Json(body).into_response())
}

/// `GET /xrpc/app.bsky.actor.getProfile`: public, but a token that comes along must be in order.
pub(super) fn profile(provider: &Provider<Bluesky>, call: &Call) -> Response {
    if call.headers.contains_key(header::AUTHORIZATION)
        && let Err(refused) = may_ask(provider, call)
    {
        return counted(provider, *refused);
    }
    let actor = call.param("actor").unwrap_or_default();
    counted(
        provider,
        provider.ledger.read(|state| profile_of(state, actor)),
    )
}

fn may_ask(provider: &Provider<Bluesky>, call: &Call) -> Result<(), Box<Response>> {
    if let Some(refused) = provider.network.unproved(provider, call) {
        return Err(Box::new(refused));
    }
    let no = |fault: NoAnswer| Box::new(refusal::of_call(&fault, call));
    let bearer = provider
        .bearer(provider.network.token_of(call))
        .map_err(no)?;
    let person = &bearer.person;
    if person.suspended {
        return Err(no(NoAnswer::Suspended));
    }
    if person.rate_limited {
        return Err(no(NoAnswer::TooMany));
    }
    if provider
        .ledger
        .read(|state| state.more.deactivated.contains(&person.id))
    {
        return Err(Box::new(refusal::deactivated()));
    }
    match PROFILE_SCOPES.iter().any(|scope| bearer.has(scope)) {
        true => Ok(()),
        false => Err(no(NoAnswer::Scope)),
    }
}

fn profile_of(state: &State<More>, actor: &str) -> Response {
    let bad = |error: &str, words: &str| xrpc(StatusCode::BAD_REQUEST, error, words);
    let did = match identity::is_did(actor) {
        true => Some(actor.to_owned()),
        false => identity::resolve(state, actor),
    };
    let Some(person) = did.and_then(|did| state.person(&did)) else {
        return bad("InvalidRequest", "Profile not found");
    };
    let more = &state.more;
    if person.suspended {
        return bad("AccountTakedown", "Account has been suspended");
    }
    if more.deactivated.contains(&person.id) || more.inactive.contains(&person.id) {
        return bad("AccountDeactivated", "Account is deactivated");
    }
    Json(described(more, person)).into_response()
}

fn described(more: &More, person: &Person) -> serde_json::Value {
    let [followers, follows, posts] = more.counts.get(&person.id).copied().unwrap_or_default();
    let handle = match more.moved.contains_key(&person.handle) {
        true => "handle.invalid",
        false => person.handle.as_str(),
    };
    json!({
        "did": person.id,
        "handle": handle,
        "displayName": person.name,
        "followersCount": followers,
        "followsCount": follows,
        "postsCount": posts,
        "createdAt": iso_8601(CREATED),
        "indexedAt": iso_8601(CREATED),
        "labels": [],
    })
}
