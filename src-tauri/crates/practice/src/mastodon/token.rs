//! `oauth/token` and `oauth/revoke`, with Doorkeeper's order of checks.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::engine::Engine;
use super::refusal::ErrorResponse;
use super::state::{App, State, Token};
use super::{Mastodon, scopes};
use crate::call::Call;

pub(crate) fn give(mastodon: &Mastodon, call: &Call) -> Response {
    let now = mastodon.stage.clock.now();
    match mastodon.ledger.change(|state| answer(state, call, now)) {
        Ok(token) => {
            let shown = Json(show(&token, mastodon.engine()));
            ([(header::CACHE_CONTROL, "no-store")], shown).into_response()
        }
        Err(refusal) => mastodon.engine().word(refusal),
    }
}

fn show(token: &Token, engine: Engine) -> Value {
    let mut shown = json!({
        "access_token": token.value,
        "token_type": "Bearer",
        "created_at": token.created_at,
    });
    if engine.names_scopes() {
        shown["scope"] = token.scopes.join(" ").into();
    }
    if let (Some(refresh), Some(life)) = (&token.refresh, engine.token_life()) {
        shown["refresh_token"] = refresh.as_str().into();
        shown["expires_in"] = life.into();
    }
    shown
}

fn answer(state: &mut State, call: &Call, now: i64) -> Result<Token, ErrorResponse> {
    match call.param("grant_type") {
        None => Err(ErrorResponse::missing("grant_type")),
        Some("authorization_code") => {
            let client_id = client(state, call)?.client_id.clone();
            redeem(state, call, &client_id, now)
        }
        Some("refresh_token") if state.engine.token_life().is_some() => {
            let client_id = client(state, call)?.client_id.clone();
            renew(state, call, &client_id, now)
        }
        // snac wants to know where to lead back to, whatever is asked for.
        Some("client_credentials") if state.engine == Engine::Snac => {
            Err(ErrorResponse::missing("redirect_uri"))
        }
        Some("client_credentials") => {
            let app = client(state, call)?.clone();
            let scopes = scopes::parse(call.param("scope"))
                .filter(|asked| scopes::within(asked, &app.scopes))
                .ok_or_else(ErrorResponse::invalid_scope)?;
            Ok(state.token_for(&app.client_id, None, &scopes, now))
        }
        Some(_) => Err(ErrorResponse::unsupported_grant_type()),
    }
}

/// By parameters or by HTTP Basic.
fn client<'a>(state: &'a State, call: &Call) -> Result<&'a App, ErrorResponse> {
    let basic = call
        .authorization("Basic")
        .and_then(|pair| STANDARD.decode(pair).ok())
        .and_then(|pair| String::from_utf8(pair).ok());
    let (id, secret) = match basic.as_deref().and_then(|pair| pair.split_once(':')) {
        Some(pair) => pair,
        None => (
            call.param("client_id").unwrap_or_default(),
            call.param("client_secret").unwrap_or_default(),
        ),
    };
    let app = state.apps.get(id).filter(|app| app.client_secret == secret);
    app.ok_or_else(ErrorResponse::invalid_client)
}

fn redeem(
    state: &mut State,
    call: &Call,
    client_id: &str,
    now: i64,
) -> Result<Token, ErrorResponse> {
    let value = call
        .param("code")
        .ok_or_else(|| ErrorResponse::missing("code"))?;
    let redirect_uri = call
        .param("redirect_uri")
        .ok_or_else(|| ErrorResponse::missing("redirect_uri"))?;
    let engine = state.engine;
    let code = state
        .codes
        .get_mut(value)
        .ok_or_else(ErrorResponse::invalid_grant)?;
    let verifier = call.param("code_verifier");
    if code.code_challenge.is_some() && verifier.is_none() {
        return Err(ErrorResponse::missing("code_verifier"));
    }
    let good = !code.used
        && code.expires > now
        && code.client_id == client_id
        && engine.same_redirect(redirect_uri, &code.redirect_uri)
        && code.code_challenge == verifier.map(challenge);
    if !good {
        return Err(ErrorResponse::invalid_grant());
    }
    code.used = true;
    let (account, scopes) = (code.account.clone(), code.scopes.clone());
    if !engine.gives(&scopes) {
        return Err(ErrorResponse::invalid_scope());
    }
    Ok(state.token_for(client_id, Some(&account), &scopes, now))
}

/// A refresh token is spent for a new pair.
fn renew(
    state: &mut State,
    call: &Call,
    client_id: &str,
    now: i64,
) -> Result<Token, ErrorResponse> {
    let given = call.param("refresh_token");
    let spent = state.tokens.values_mut().find(|token| {
        !token.revoked && token.client_id == client_id && token.refresh.as_deref() == given
    });
    let spent = spent.filter(|_| given.is_some());
    let spent = spent.ok_or_else(ErrorResponse::invalid_grant)?;
    spent.revoked = true;
    let (account, scopes) = (spent.account.clone(), spent.scopes.clone());
    Ok(state.token_for(client_id, account.as_deref(), &scopes, now))
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

pub(crate) fn revoke(mastodon: &Mastodon, call: &Call) -> Response {
    if !mastodon.engine().revokes() {
        return ErrorResponse::NOT_FOUND.into_response();
    }
    let revoked = mastodon.ledger.change(|state| {
        let app = client(state, call).map_err(|_| ErrorResponse::not_your_token())?;
        let client_id = app.client_id.clone();
        let value = call.param("token").unwrap_or_default();
        match state.tokens.get_mut(value) {
            Some(token) if token.client_id != client_id => Err(ErrorResponse::not_your_token()),
            Some(token) => {
                token.revoked = true;
                if state.engine.forgets_apps() {
                    state.apps.remove(&client_id);
                }
                Ok(())
            }
            None => Ok(()),
        }
    });
    match revoked {
        Ok(()) => Json(json!({})).into_response(),
        Err(refusal) => mastodon.engine().word(refusal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_rfc_7636_appendix_b() {
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
