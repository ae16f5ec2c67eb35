//! Whose token it is, apart from YouTube: the identity token, `tokeninfo`, `userinfo`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::YouTube;
use super::refusal::oauth;
use super::rules::{EMAIL, OPENID, PROFILE, RULES};
use super::sample::known_as;
use crate::call::Call;
use crate::provider::{Bearer, Granted, Holder, NoAnswer, Provider, Token, TokenKind};

/// [I] Not in the sheet: the short names come back in their long form.
pub(super) fn long_name(scope: &str) -> &str {
    match scope {
        "email" => EMAIL,
        "profile" => PROFILE,
        other => other,
    }
}

pub(super) fn scope(holder: &Holder) -> String {
    let names: Vec<&str> = holder.scopes.iter().map(|name| long_name(name)).collect();
    names.join(" ")
}

fn has(holder: &Holder, wanted: &str) -> bool {
    holder.scopes.iter().any(|name| long_name(name) == wanted)
}

/// [I] The same subject whichever channel was picked. The signature is nobody's: an app that got
/// the token from the token endpoint itself has no need to check it.
pub(super) fn id_token(granted: &Granted) -> Option<String> {
    let access = &granted.access;
    if !has(&access.holder, OPENID) {
        return None;
    }
    let mut claims = json!({
        "iss": "https://accounts.google.com",
        "azp": RULES.client_id,
        "aud": RULES.client_id,
        "iat": granted.now,
        "exp": access.expires,
    });
    add_person(&mut claims, &access.holder, &json!(true));
    let header = json!({ "alg": "RS256", "kid": "practice", "typ": "JWT" });
    let parts = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let signature = URL_SAFE_NO_PAD.encode(Sha256::digest(&access.value));
    Some(format!("{}.{signature}", parts.join(".")))
}

fn add_person(claims: &mut Value, holder: &Holder, verified: &Value) {
    let (name, email) = known_as(&holder.person);
    claims["sub"] = json!(holder.person);
    if has(holder, EMAIL) {
        claims["email"] = json!(email);
        claims["email_verified"] = verified.clone();
    }
    if has(holder, PROFILE) {
        let (given, family) = name.split_once(' ').unwrap_or((&name, ""));
        claims["name"] = json!(name);
        claims["given_name"] = json!(given);
        claims["family_name"] = json!(family);
    }
}

pub(super) fn userinfo(_: &Provider<YouTube>, _: &Call, by: &Bearer) -> Result<Response, NoAnswer> {
    let mut claims = json!({});
    add_person(&mut claims, &by.token.holder, &json!(true));
    Ok(Json(claims).into_response())
}

pub(super) fn tokeninfo(provider: &Provider<YouTube>, call: &Call) -> Response {
    let now = provider.now();
    provider.ledger.read(|state| {
        let given = call.param("access_token").unwrap_or_default();
        let known = state
            .tokens
            .get(given)
            .filter(|token| token.kind == TokenKind::Access && token.lives(now));
        let Some(token) = known else {
            let status = StatusCode::BAD_REQUEST;
            return oauth(status, "invalid_token", "Invalid Value");
        };
        let offline = state.tokens.values().any(|other| {
            other.kind == TokenKind::Refresh && other.holder.family == token.holder.family
        });
        Json(info(token, offline, now)).into_response()
    })
}

fn info(token: &Token, offline: bool, now: i64) -> Value {
    let holder = &token.holder;
    let mut claims = json!({
        "azp": RULES.client_id,
        "aud": RULES.client_id,
        "scope": scope(holder),
        "exp": token.expires.unwrap_or_default().to_string(),
        "expires_in": token.remaining(now).unwrap_or_default().to_string(),
        "access_type": if offline { "offline" } else { "online" },
    });
    if has(holder, OPENID) || has(holder, EMAIL) {
        claims["sub"] = json!(holder.person);
    }
    if has(holder, EMAIL) {
        claims["email"] = json!(known_as(&holder.person).1);
        claims["email_verified"] = json!("true");
    }
    claims
}
