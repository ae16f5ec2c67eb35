//! Who is who: handles, DIDs and their documents, and the two documents that lead from a PDS to its
//! authorization server.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::limits::counted;
use super::refusal::xrpc;
use super::rules::RULES;
use super::sample::More;
use super::{Bluesky, dpop};
use crate::call::Call;
use crate::provider::{NoAnswer, Provider, State};
use crate::random;

const SUFFIX: &str = ".practice";
const DID_PLC: &str = "did:plc:";

/// `GET /{did}` of the PLC directory.
pub(super) fn directory(provider: &Provider<Bluesky>, call: &Call) -> Response {
    let did = call.piece("did");
    if !did.starts_with("did:") {
        return super::refusal::of_call(&NoAnswer::NotFound, call);
    }
    match provider
        .ledger
        .read(|state| document(&provider.network, state, did))
    {
        Some(document) => {
            let kind = [(header::CONTENT_TYPE, "application/did+ld+json")];
            (kind, document.to_string()).into_response()
        }
        None => {
            let body = json!({ "message": format!("DID not registered: {did}") });
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
    }
}

/// A document goes on claiming a handle that has moved away: nobody tells it.
pub(super) fn document(network: &Bluesky, state: &State<More>, did: &str) -> Option<Value> {
    let own = state.person(did).map(|person| person.handle.as_str());
    let moved = || {
        let mut moved = state.more.moved.iter();
        moved.find_map(|(handle, owner)| (owner == did).then_some(handle.as_str()))
    };
    let handle = own.or_else(moved)?;
    Some(json!({
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/suites/secp256k1-2019/v1",
        ],
        "id": did,
        "alsoKnownAs": [format!("at://{handle}")],
        "verificationMethod": [{
            "id": format!("{did}#atproto"),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": "zQ3shXjHeiBuRCKmM36cuYnm7YEMzhGnCmCyW92sRJ9pribSF",
        }],
        "service": [{
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": network.issuer,
        }],
    }))
}

/// Whom a handle names now.
pub(super) fn resolve(state: &State<More>, handle: &str) -> Option<String> {
    let handle = handle.to_ascii_lowercase();
    let moved = state.more.moved.get(&handle).cloned();
    let own = || {
        let mut people = state.people.iter();
        people.find(|person| person.handle == handle)
    };
    moved.or_else(|| own().map(|person| person.id.clone()))
}

/// `GET /xrpc/com.atproto.identity.resolveHandle`
pub(super) fn resolve_handle(provider: &Provider<Bluesky>, call: &Call) -> Response {
    let handle = call.param("handle").unwrap_or_default();
    let bad = |words: &str| xrpc(StatusCode::BAD_REQUEST, "InvalidRequest", words);
    let answer = match provider.ledger.read(|state| resolve(state, handle)) {
        Some(did) => Json(json!({ "did": did })).into_response(),
        None if is_handle(handle) => bad("Unable to resolve handle"),
        None => bad("Error: handle must be a valid handle"),
    };
    counted(provider, answer)
}

/// `GET /.well-known/atproto-did` of the handle in the `Host` header. Nothing resolves these names
/// to this computer, so the handle may be in the query as well.
pub(super) fn well_known_did(provider: &Provider<Bluesky>, call: &Call) -> Response {
    let host = call.headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let handle = match host.ends_with(SUFFIX) {
        true => host,
        false => call.param("handle").unwrap_or_default(),
    };
    match provider.ledger.read(|state| resolve(state, handle)) {
        Some(did) => did.into_response(),
        None => (StatusCode::NOT_FOUND, "User not found").into_response(),
    }
}

pub(super) fn protected_resource(provider: &Provider<Bluesky>, _: &Call) -> Response {
    let issuer = &provider.network.issuer;
    Json(json!({
        "resource": issuer,
        "authorization_servers": [issuer],
        "scopes_supported": [],
        "bearer_methods_supported": ["header"],
        "resource_documentation": "https://atproto.com",
    }))
    .into_response()
}

pub(super) fn authorization_server(provider: &Provider<Bluesky>, _: &Call) -> Response {
    let issuer = &provider.network.issuer;
    let (at, paths) = (|path: &str| format!("{issuer}{path}"), &RULES.paths);
    Json(json!({
        "issuer": issuer,
        "scopes_supported": [
            "atproto", "transition:email", "transition:generic", "transition:chat.bsky",
        ],
        "subject_types_supported": ["public"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "ui_locales_supported": ["en-US"],
        "authorization_response_iss_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": true,
        "require_request_uri_registration": true,
        "jwks_uri": at("/oauth/jwks"),
        "authorization_endpoint": at(paths.authorize),
        "token_endpoint": at(paths.token),
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint": paths.revoke.map(at),
        "pushed_authorization_request_endpoint": at("/oauth/par"),
        "require_pushed_authorization_requests": true,
        "dpop_signing_alg_values_supported": [dpop::ALGORITHM],
        "client_id_metadata_document_supported": true,
        "prompt_values_supported": ["none", "login", "consent", "select_account", "create"],
        "protected_resources": [issuer],
    }))
    .into_response()
}

/// Nobody but the server itself reads its access tokens.
pub(super) fn keys(_: &Provider<Bluesky>, _: &Call) -> Response {
    Json(json!({ "keys": [] })).into_response()
}

pub(super) fn is_did(text: &str) -> bool {
    let base32 = |byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
    let plc = text.strip_prefix(DID_PLC);
    plc.is_some_and(|letters| letters.len() == 24 && letters.bytes().all(base32))
}

pub(super) fn is_handle(text: &str) -> bool {
    let label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let edges = !label.starts_with('-') && !label.ends_with('-');
        (1..=63).contains(&label.len()) && edges && label.bytes().all(inner)
    };
    text.contains('.') && text.len() <= 253 && text.split('.').all(label)
}

/// Of somebody who was not here before.
pub(super) fn new_did() -> String {
    let letter = |byte: u8| match byte {
        b'0'..=b'9' => char::from(b'g' + (byte - b'0')),
        other => char::from(other),
    };
    let letters: String = random::hex(24).bytes().map(letter).collect();
    format!("{DID_PLC}{letters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_a_did_or_a_handle() {
        assert!(is_did(&new_did()) && !is_did("did:web:a.practice"));
        assert!(is_handle("jana.practice") && is_handle("a-b.example.com"));
        for wrong in [
            "jana",
            "@jana.practice",
            "jana..practice",
            "-a.b",
            "a b.c",
            "",
        ] {
            assert!(!is_handle(wrong), "{wrong}");
        }
    }
}
