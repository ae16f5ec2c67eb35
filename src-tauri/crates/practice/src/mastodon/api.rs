//! What an app may read with its token, and what the instance says about itself.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::refusal::ErrorResponse;
use super::state::{Account, State, Token};
use super::{Mastodon, apps, scopes};
use crate::call::Call;

pub(crate) fn verify_account(mastodon: &Mastodon, call: &Call) -> Response {
    let (origin, now) = (mastodon.stage.origin.as_str(), mastodon.stage.clock.now());
    respond(
        mastodon,
        mastodon.ledger.read(|state| {
            let needed = ["profile", "read", "read:accounts"];
            let (account, _) = account(state, call, now, &needed)?;
            Ok(json!({
                "id": account.id,
                "username": account.username,
                "acct": account.username,
                "display_name": account.display_name,
                "locked": false,
                "bot": false,
                "url": format!("{origin}@{}", account.username),
                "uri": format!("{origin}users/{}", account.username),
                "avatar": format!("{origin}avatars/original/missing.png"),
                "followers_count": account.followers_count,
                "following_count": account.following_count,
                "statuses_count": account.statuses_count,
                "last_status_at": "2026-11-20",
                "source": { "privacy": "public", "sensitive": false, "language": "en" },
            }))
        }),
    )
}

pub(crate) fn userinfo(mastodon: &Mastodon, call: &Call) -> Response {
    let (origin, now) = (mastodon.stage.origin.as_str(), mastodon.stage.clock.now());
    respond(
        mastodon,
        mastodon.ledger.read(|state| {
            let (account, _) = account(state, call, now, &["profile"])?;
            Ok(json!({
                "iss": origin,
                "sub": format!("{origin}users/{}", account.username),
                "name": account.display_name,
                "preferred_username": account.username,
                "profile": format!("{origin}@{}", account.username),
                "picture": format!("{origin}avatars/original/missing.png"),
            }))
        }),
    )
}

/// Any live token opens this, also one without a user.
pub(crate) fn verify_app(mastodon: &Mastodon, call: &Call) -> Response {
    let now = mastodon.stage.clock.now();
    respond(
        mastodon,
        mastodon.ledger.read(|state| {
            let token = token(state, call, now)?;
            state
                .apps
                .get(&token.client_id)
                .map(apps::show)
                .ok_or(ErrorResponse::INVALID_TOKEN)
        }),
    )
}

fn respond(mastodon: &Mastodon, answer: Result<Value, ErrorResponse>) -> Response {
    match answer {
        Ok(value) => Json(value).into_response(),
        Err(refusal) => mastodon.engine().word(refusal),
    }
}

fn token<'a>(state: &'a State, call: &Call, now: i64) -> Result<&'a Token, ErrorResponse> {
    let given = call
        .bearer()
        .or_else(|| call.param("access_token"))
        .unwrap_or_default();
    let token = state
        .tokens
        .get(given)
        .ok_or(ErrorResponse::INVALID_TOKEN)?;
    match token.expires {
        _ if token.revoked => Err(ErrorResponse::REVOKED_TOKEN),
        Some(ends) if ends <= now => Err(ErrorResponse::INVALID_TOKEN),
        Some(_) | None => Ok(token),
    }
}

fn account<'a>(
    state: &'a State,
    call: &Call,
    now: i64,
    needed: &[&str],
) -> Result<(&'a Account, &'a Token), ErrorResponse> {
    let token = token(state, call, now)?;
    // snac has no permissions.
    if state.engine.names_scopes() && !scopes::open(&token.scopes, needed) {
        return Err(ErrorResponse::OUTSIDE_SCOPES);
    }
    let account = token.account.as_deref().ok_or(ErrorResponse::NEEDS_USER)?;
    let account = state.account(account).ok_or(ErrorResponse::INVALID_TOKEN)?;
    if account.disabled {
        Err(ErrorResponse::DISABLED)
    } else {
        Ok((account, token))
    }
}

pub(crate) fn metadata(mastodon: &Mastodon, _: &Call) -> Response {
    if !mastodon.engine().has_metadata() {
        return ErrorResponse::NOT_FOUND.into_response();
    }
    let at = |path: &str| format!("{}{path}", mastodon.stage.origin);
    Json(json!({
        "issuer": at(""),
        "service_documentation": "https://docs.joinmastodon.org/",
        "authorization_endpoint": at("oauth/authorize"),
        "token_endpoint": at("oauth/token"),
        "app_registration_endpoint": at("api/v1/apps"),
        "revocation_endpoint": at("oauth/revoke"),
        "userinfo_endpoint": at("oauth/userinfo"),
        "scopes_supported": scopes::ALL,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }))
    .into_response()
}

pub(crate) fn instance(mastodon: &Mastodon, _: &Call) -> Response {
    let origin = &mastodon.stage.origin;
    let domain = format!(
        "{}:{}",
        origin.host_str().unwrap_or_default(),
        origin.port().unwrap_or_default()
    );
    Json(json!({
        "uri": domain,
        "domain": domain,
        "title": "Practice instance",
        "version": "4.5.0",
        "source_url": "https://github.com/mastodon/mastodon",
        "description": "A pretend instance on this computer",
        "languages": ["en"],
        "configuration": {
            "statuses": {
                "max_characters": 500,
                "max_media_attachments": 4,
                "characters_reserved_per_url": 23,
            },
        },
        "registrations": { "enabled": false, "approval_required": false },
    }))
    .into_response()
}
