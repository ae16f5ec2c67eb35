//! `oauth/token` and `oauth/revoke`, with Doorkeeper's order of checks.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use super::state::{App, State, Token};
use super::{Mastodon, redirects, scopes};
use crate::call::Call;

pub(crate) fn give(mastodon: &Mastodon, call: &Call) -> Response {
    let now = mastodon.stage.clock.now();
    match mastodon.ledger.change(|state| answer(state, call, now)) {
        Ok(token) => ([(header::CACHE_CONTROL, "no-store")], Json(show(&token))).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn show(token: &Token) -> Value {
    json!({
        "access_token": token.value,
        "token_type": "Bearer",
        "scope": token.scopes.join(" "),
        "created_at": token.created_at,
    })
}

fn answer(state: &mut State, call: &Call, now: i64) -> Result<Token, Refusal> {
    match call.param("grant_type") {
        None => Err(Refusal::missing("grant_type")),
        Some("authorization_code") => {
            let client_id = client(state, call)?.client_id.clone();
            redeem(state, call, &client_id, now)
        }
        Some("client_credentials") => {
            let app = client(state, call)?.clone();
            let scopes = scopes::parse(call.param("scope"))
                .filter(|asked| scopes::within(asked, &app.scopes))
                .ok_or_else(Refusal::invalid_scope)?;
            Ok(state.token_for(&app.client_id, None, &scopes, now))
        }
        Some(_) => Err(Refusal::unsupported_grant_type()),
    }
}

/// By parameters or by HTTP Basic.
fn client<'a>(state: &'a State, call: &Call) -> Result<&'a App, Refusal> {
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
    app.ok_or_else(Refusal::invalid_client)
}

fn redeem(state: &mut State, call: &Call, client_id: &str, now: i64) -> Result<Token, Refusal> {
    let value = call.param("code").ok_or_else(|| Refusal::missing("code"))?;
    let redirect_uri = call
        .param("redirect_uri")
        .ok_or_else(|| Refusal::missing("redirect_uri"))?;
    let code = state
        .codes
        .get_mut(value)
        .ok_or_else(Refusal::invalid_grant)?;
    let verifier = call.param("code_verifier");
    if code.code_challenge.is_some() && verifier.is_none() {
        return Err(Refusal::missing("code_verifier"));
    }
    let good = !code.used
        && code.expires > now
        && code.client_id == client_id
        && redirects::same(redirect_uri, &code.redirect_uri)
        && code.code_challenge == verifier.map(challenge);
    if !good {
        return Err(Refusal::invalid_grant());
    }
    code.used = true;
    let (account, scopes) = (code.account.clone(), code.scopes.clone());
    Ok(state.token_for(client_id, Some(&account), &scopes, now))
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

pub(crate) fn revoke(mastodon: &Mastodon, call: &Call) -> Response {
    let revoked = mastodon.ledger.change(|state| {
        let app = client(state, call).map_err(|_| Refusal::not_your_token())?;
        let client_id = app.client_id.clone();
        let value = call.param("token").unwrap_or_default();
        match state.tokens.get_mut(value) {
            Some(token) if token.client_id != client_id => Err(Refusal::not_your_token()),
            Some(token) => {
                token.revoked = true;
                Ok(())
            }
            None => Ok(()),
        }
    });
    match revoked {
        Ok(()) => Json(json!({})).into_response(),
        Err(refusal) => refusal.into_response(),
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
