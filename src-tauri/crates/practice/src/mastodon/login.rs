//! The sign-in page of the instance.

use axum::response::{IntoResponse, Response};

use super::authorization_request::find;
use super::state::State;
use super::{COOKIE, Mastodon};
use crate::call::Call;
use crate::html::{see_other, set_cookie};
use crate::sign_in::{self, Face, SignIn};
use crate::state_file::locked;

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
            .read(|state| page(state, &ticket, Some(&ask.redirect_uri), Some(sorry))),
    }
}

/// The account's id, picked from the list or by e-mail address and password.
pub(crate) fn identify(state: &State, call: &Call) -> Result<String, &'static str> {
    let found = state
        .accounts
        .iter()
        .find(|account| sign_in::is(call, &account.id, &account.email, &account.password));
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
    let people: Vec<Face<'_>> = state
        .accounts
        .iter()
        .map(|account| Face {
            id: &account.id,
            name: &account.display_name,
            about: format!("@{}", account.username),
            email: &account.email,
            password: &account.password,
        })
        .collect();
    let form = SignIn {
        network: "Mastodon",
        heading: "Log in to this instance",
        verb: "Log in",
        action: match leads_to {
            Some(_) => "/auth/sign_in",
            None => "/oauth/authorized_applications/sign_in",
        },
        ticket,
        leads_to,
        cancel: false,
        sorry,
    };
    form.page(&people)
}
