//! `oauth/authorize`: Doorkeeper's checks, the page that asks, and the way back. A request with a
//! wrong client or callback address ends here and is never sent anywhere.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::authorization_request::{AuthorizationRequest, dead_end, find};
use super::engine::Engine;
use super::refusal::ErrorResponse;
use super::state::{Account, App, AuthorizationCode, CODE_LIFE, State};
use super::{COOKIE, Mastodon, login, redirects, scopes};
use crate::call::Call;
use crate::html::{Page, escape, see_other, send_back};
use crate::random;
use crate::state_file::locked;

pub(crate) fn begin(mastodon: &Mastodon, call: &Call) -> Response {
    let client = call.param("client_id").unwrap_or_default();
    let Some(app) = mastodon
        .ledger
        .read(|state| state.apps.get(client).cloned())
    else {
        let words = ErrorResponse::invalid_client()
            .description
            .unwrap_or_default();
        let known = mastodon.engine().knows_no_client();
        return known.unwrap_or_else(|| dead_end(StatusCode::UNAUTHORIZED, &words));
    };
    let engine = mastodon.engine();
    let redirect_uri = call.param("redirect_uri").unwrap_or_default();
    if !app
        .redirect_uris
        .iter()
        .any(|known| engine.same_redirect(redirect_uri, known))
    {
        // It leads back even so, without a word of why.
        if engine == Engine::GoToSocial {
            let state = call.param("state").map(|state| ("state", state));
            let params: Vec<_> = [("error", "server_error")]
                .into_iter()
                .chain(state)
                .collect();
            return send_back(redirect_uri, &params);
        }
        return dead_end(
            StatusCode::BAD_REQUEST,
            "The redirect uri included is not valid.",
        );
    }
    match read(call, &app, redirect_uri) {
        Err(refusal) => refuse(redirect_uri, call.param("state"), &refusal),
        Ok(ask) => {
            let ticket = random::url_safe(43);
            locked(&mastodon.asks).insert(ticket.clone(), ask.clone());
            proceed(mastodon, &ticket, &ask, call.cookie(COOKIE))
        }
    }
}

fn read(call: &Call, app: &App, redirect_uri: &str) -> Result<AuthorizationRequest, ErrorResponse> {
    match call.param("response_type") {
        None => return Err(ErrorResponse::missing("response_type")),
        Some("code") => {}
        Some(_) => return Err(ErrorResponse::unsupported_response_type()),
    }
    let scopes = scopes::parse(call.param("scope"))
        .filter(|asked| scopes::within(asked, &app.scopes))
        .ok_or_else(ErrorResponse::invalid_scope)?;
    let code_challenge = call.param("code_challenge").map(str::to_owned);
    let method = call.param("code_challenge_method");
    if (code_challenge.is_some() || method.is_some()) && method != Some("S256") {
        return Err(ErrorResponse::invalid_challenge_method());
    }
    if method.is_some() && code_challenge.is_none() {
        return Err(ErrorResponse::missing("code_challenge"));
    }
    Ok(AuthorizationRequest {
        client_id: app.client_id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        scopes,
        state: call.param("state").map(str::to_owned),
        code_challenge,
        force_login: matches!(call.param("force_login"), Some("true" | "1" | "t")),
        signed_in: false,
    })
}

pub(crate) fn resume(mastodon: &Mastodon, call: &Call) -> Response {
    match find(mastodon, call) {
        Ok((ticket, ask)) => proceed(mastodon, &ticket, &ask, call.cookie(COOKIE)),
        Err(stale) => *stale,
    }
}

fn proceed(
    mastodon: &Mastodon,
    ticket: &str,
    ask: &AuthorizationRequest,
    cookie: Option<&str>,
) -> Response {
    let now = mastodon.stage.clock.now();
    mastodon.ledger.change(|state| {
        let signed_in = state
            .sessions
            .person(cookie)
            .and_then(|id| state.account(id))
            .cloned();
        let Some(account) = signed_in.filter(|_| !ask.force_login || ask.signed_in) else {
            return login::page(state, ticket, Some(&ask.redirect_uri), None);
        };
        if account.disabled {
            return login::page(
                state,
                ticket,
                Some(&ask.redirect_uri),
                Some(login::DISABLED),
            );
        }
        let again = state
            .same_token(&ask.client_id, Some(&account.id), &ask.scopes)
            .is_some();
        if again && !ask.force_login {
            return approve(mastodon, state, ticket, ask, &account.id, now);
        }
        match state.apps.get(&ask.client_id) {
            Some(app) => consent(app, ticket, ask, &account),
            None => dead_end(
                StatusCode::UNAUTHORIZED,
                "This app is not registered any more.",
            ),
        }
    })
}

fn consent(app: &App, ticket: &str, ask: &AuthorizationRequest, account: &Account) -> Response {
    let (app, name) = (escape(&app.name), escape(&account.username));
    let scopes: String = ask
        .scopes
        .iter()
        .map(|scope| format!("<p><code>{}</code></p>", escape(scope)))
        .collect();
    let body = format!(
        "<h1>Authorization required</h1><p>{app} would like permission to access your account \
         <b>@{name}</b>. It asks for:</p><div class=card>{scopes}</div>\
         <form method=post action=\"/oauth/authorize\">\
         <input type=hidden name=ticket value=\"{}\"><div class=actions>\
         <button id=approve class=main name=action value=approve autofocus>Authorize</button>\
         <button id=deny name=action value=deny>Deny</button></div></form>",
        escape(ticket),
    );
    Page::new("Mastodon", "Authorization required", body)
        .leading_to(&ask.redirect_uri)
        .into_response()
}

pub(crate) fn decide(mastodon: &Mastodon, call: &Call) -> Response {
    let (ticket, ask) = match find(mastodon, call) {
        Ok(found) => found,
        Err(stale) => return *stale,
    };
    let cookie = call.cookie(COOKIE);
    let account = mastodon
        .ledger
        .read(|state| state.sessions.person(cookie).map(str::to_owned));
    let Some(account) = account else {
        return proceed(mastodon, &ticket, &ask, cookie);
    };
    if call.param("action") != Some("approve") {
        locked(&mastodon.asks).remove(&ticket);
        return refuse(
            &ask.redirect_uri,
            ask.state.as_deref(),
            &ErrorResponse::access_denied(),
        );
    }
    let now = mastodon.stage.clock.now();
    mastodon
        .ledger
        .change(|state| approve(mastodon, state, &ticket, &ask, &account, now))
}

fn approve(
    mastodon: &Mastodon,
    state: &mut State,
    ticket: &str,
    ask: &AuthorizationRequest,
    account: &str,
    now: i64,
) -> Response {
    locked(&mastodon.asks).remove(ticket);
    let code = state.issue_code(AuthorizationCode {
        client_id: ask.client_id.clone(),
        account: account.to_owned(),
        redirect_uri: ask.redirect_uri.clone(),
        scopes: ask.scopes.clone(),
        code_challenge: ask.code_challenge.clone(),
        expires: now + CODE_LIFE,
        used: false,
    });
    if ask.redirect_uri == redirects::OUT_OF_BAND {
        return see_other(&format!("/oauth/authorize/native?code={code}"));
    }
    let state = ask.state.as_deref().map(|state| ("state", state));
    let params: Vec<_> = [("code", code.as_str())].into_iter().chain(state).collect();
    send_back(&ask.redirect_uri, &params)
}

pub(crate) fn show_code(_: &Mastodon, call: &Call) -> Response {
    let body = format!(
        "<h1>Copy this authorization code and paste it to the application.</h1>\
         <code id=code class=code>{}</code>",
        escape(call.param("code").unwrap_or_default())
    );
    Page::new("Mastodon", "Authorization code", body).into_response()
}

fn refuse(redirect_uri: &str, state: Option<&str>, refusal: &ErrorResponse) -> Response {
    let words = refusal.description.as_deref().unwrap_or_default();
    if redirect_uri == redirects::OUT_OF_BAND {
        return dead_end(StatusCode::BAD_REQUEST, words);
    }
    let params = [("error", refusal.error), ("error_description", words)];
    let params: Vec<_> = params
        .into_iter()
        .chain(state.map(|state| ("state", state)))
        .collect();
    send_back(redirect_uri, &params)
}
