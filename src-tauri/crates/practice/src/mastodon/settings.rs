//! The page where an account's owner sees the authorized apps and revokes them.

use axum::response::{IntoResponse, Response};

use super::state::State;
use super::{COOKIE, Mastodon, login};
use crate::call::Call;
use crate::html::{Page, escape, see_other, set_cookie};

const HERE: &str = "/oauth/authorized_applications";

pub(crate) fn show(mastodon: &Mastodon, call: &Call) -> Response {
    mastodon.ledger.read(|state| {
        let signed_in = state.sessions.person(call.cookie(COOKIE));
        let Some(account) = signed_in.and_then(|id| state.account(id)) else {
            return login::page(state, "", None, None);
        };
        let apps = authorized(state, &account.id);
        let body = format!(
            "<h1>Your authorized applications</h1><p class=dim>Logged in as @{}</p>{}",
            escape(&account.username),
            if apps.is_empty() {
                "<p>No app may use your account.</p>"
            } else {
                &apps
            },
        );
        Page::new("Mastodon", "Authorized applications", body).into_response()
    })
}

fn authorized(state: &State, account: &str) -> String {
    let has_token = |client_id: &str| {
        state.tokens.values().any(|token| {
            !token.revoked
                && token.client_id == client_id
                && token.account.as_deref() == Some(account)
        })
    };
    let apps = state.apps.values().filter(|app| has_token(&app.client_id));
    apps.map(|app| {
        format!(
            "<div class=card><h1>{}</h1><p class=dim>{}</p>\
             <form method=post action=\"{HERE}\">\
             <div class=actions><button id=\"revoke-{}\" class=bad name=client_id value=\"{}\">\
             Revoke</button></div></form></div>",
            escape(&app.name),
            escape(&app.scopes.join(" ")),
            app.id,
            escape(&app.client_id),
        )
    })
    .collect()
}

pub(crate) fn revoke(mastodon: &Mastodon, call: &Call) -> Response {
    mastodon.ledger.change(|state| {
        let account = state
            .sessions
            .person(call.cookie(COOKIE))
            .map(str::to_owned);
        let app = call.param("client_id").unwrap_or_default();
        if account.is_some() {
            state.revoke(|token| token.account == account && token.client_id == app);
        }
    });
    see_other(HERE)
}

pub(crate) fn sign_in(mastodon: &Mastodon, call: &Call) -> Response {
    mastodon
        .ledger
        .change(|state| match login::identify(state, call) {
            Ok(account) => {
                let cookie = state.sign_in(&account);
                ([set_cookie(COOKIE, &cookie)], see_other(HERE)).into_response()
            }
            Err(sorry) => login::page(state, "", None, Some(sorry)),
        })
}
