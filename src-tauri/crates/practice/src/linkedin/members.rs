//! Who the member is, and what the network says about a token.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::rules::RULES;
use super::{LinkedIn, refusal};
use crate::call::Call;
use crate::provider::{Bearer, End, NoAnswer, Provider, TokenKind};

pub(super) fn userinfo(
    provider: &Provider<LinkedIn>,
    _: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    let person = &bearer.person;
    let (given, family) = person.name.split_once(' ').unwrap_or((&person.name, ""));
    let mut body = json!({
        "sub": person.id,
        "name": person.name,
        "given_name": given,
        "family_name": family,
        "picture": format!("{}dms/image/profile-displayphoto/0", provider.stage.origin),
        "locale": { "country": "US", "language": "en" },
    });
    if bearer.has("email") {
        body["email"] = json!(person.email);
        body["email_verified"] = json!(true);
    }
    Ok(Json(body).into_response())
}

/// Costs no quota and tells why a token ended.
pub(super) fn introspect(provider: &Provider<LinkedIn>, call: &Call) -> Response {
    let now = provider.now();
    provider.ledger.read(|state| {
        if state.check_client(&RULES, call).is_err() {
            return refusal::of_client();
        }
        let token = state.tokens.get(call.param("token").unwrap_or_default());
        let Some(token) = token else {
            return Json(json!({ "active": false })).into_response();
        };
        let status = match token.end(now) {
            None => "active",
            Some(End::Expired) => "expired",
            Some(
                End::Revoked
                | End::Replaced
                | End::PasswordChanged
                | End::AppRemoved
                | End::BlanketReset
                | End::SecretChanged
                | End::AppDeleted,
            ) => "revoked",
        };
        let authorized = state.grants.get(&token.holder.person);
        let mut body = json!({
            "active": status == "active",
            "client_id": RULES.client_id,
            "authorized_at": authorized.map_or(token.issued_at, |grant| grant.at),
            "created_at": token.issued_at,
            "status": status,
            "expires_at": token.expires,
            "auth_type": "3L",
        });
        if token.kind == TokenKind::Access {
            body["scope"] = json!(token.holder.scopes.join(","));
        }
        Json(body).into_response()
    })
}
