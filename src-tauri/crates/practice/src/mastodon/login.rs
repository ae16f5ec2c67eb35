//! The sign-in page of the instance.

use axum::response::{IntoResponse, Response};

use super::authorize::find;
use super::state::{Account, State};
use super::{COOKIE, Mastodon};
use crate::call::Call;
use crate::html::{Page, escape, see_other, set_cookie};
use crate::ledger::locked;

pub(crate) const DISABLED: &str = "Your login is currently disabled.";
pub(crate) const WRONG: &str = "Invalid e-mail address or password.";

pub(crate) fn answer(mastodon: &Mastodon, call: &Call) -> Response {
    let (ticket, ask) = match find(mastodon, call) {
        Ok(found) => found,
        Err(stale) => return *stale,
    };
    let signed_in = mastodon.ledger.change(|state| {
        let account = identify(state, call)?;
        Ok(state.sign_in(&account))
    });
    match signed_in {
        Ok(cookie) => {
            if let Some(ask) = locked(&mastodon.asks).get_mut(&ticket) {
                ask.signed_in = true;
            }
            let next = see_other(&format!("/oauth/authorize/continue?ticket={ticket}"));
            ([set_cookie(COOKIE, &cookie)], next).into_response()
        }
        Err(sorry) => mastodon
            .ledger
            .look(|state| page(state, &ticket, Some(&ask.redirect_uri), Some(sorry))),
    }
}

/// The account's id, picked from the list or by e-mail address and password.
pub(crate) fn identify(state: &State, call: &Call) -> Result<String, &'static str> {
    let right = |account: &&Account| {
        call.param("email")
            .is_some_and(|email| account.email.eq_ignore_ascii_case(email))
            && call.param("password") == Some(account.password.as_str())
    };
    let found = match call.param("action") {
        Some("password") => state.accounts.iter().find(right),
        _ => call.param("person").and_then(|id| state.account(id)),
    };
    match found {
        None => Err(WRONG),
        Some(account) if account.disabled => Err(DISABLED),
        Some(account) => Ok(account.id.clone()),
    }
}

pub(crate) fn page(
    state: &State,
    ticket: &str,
    leads_to: Option<&str>,
    sorry: Option<&str>,
) -> Response {
    let action = match leads_to {
        Some(_) => "/auth/sign_in",
        None => "/oauth/authorized_applications/sign_in",
    };
    let sorry = sorry.map(|words| format!("<p class=error role=alert>{}</p>", escape(words)));
    let ticket = escape(ticket);
    let (mut choices, mut hints) = (String::new(), String::new());
    for (nth, account) in state.accounts.iter().enumerate() {
        choices += &format!(
            "<li><label><input type=radio name=person value=\"{}\"{}><span>{}<small>@{}</small>\
             </span></label></li>",
            escape(&account.id),
            if nth == 0 { " checked" } else { "" },
            escape(&account.display_name),
            escape(&account.username),
        );
        hints += &format!(
            "<p class=dim>{} · <code>{}</code></p>",
            escape(&account.email),
            escape(&account.password)
        );
    }
    let body = format!(
        "<h1>Log in to this instance</h1>{}<form method=post action=\"{action}\">\
         <input type=hidden name=ticket value=\"{ticket}\"><ul class=\"choices people\">{choices}</ul>\
         <div class=actions><button id=login class=main name=action value=login autofocus>Log in\
         </button></div></form>\
         <details><summary>Log in with e-mail address and password</summary>\
         <form method=post action=\"{action}\">\
         <input type=hidden name=ticket value=\"{ticket}\">\
         <p><label>E-mail address<input type=email id=email name=email autocomplete=off></label></p>\
         <p><label>Password<input type=password id=password name=password autocomplete=off></label>\
         </p><div class=actions><button id=login-password name=action value=password>Log in\
         </button></div></form>{hints}</details>",
        sorry.unwrap_or_default(),
    );
    let page = Page::new("Mastodon", "Log in", body);
    match leads_to {
        Some(address) => page.leading_to(address).into_response(),
        None => page.into_response(),
    }
}
