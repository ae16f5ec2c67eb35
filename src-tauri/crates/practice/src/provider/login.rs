//! Who is at the browser: the sign-in page, and the page of an account that needs attention.

use axum::response::{IntoResponse, Response};

use super::authorization_request::AuthorizationRequest;
use super::state::{Person, State};
use super::{Network, Provider, callback};
use crate::call::Call;
use crate::html::{see_other, set_cookie};
use crate::sign_in::{self, Face, SignIn};
use crate::state_file::locked;

const WRONG: &str = "The e-mail address or the password is not right.";

/// For a request of an app, or, without one, for the page of connected apps.
pub(super) fn page<N: Network>(
    provider: &Provider<N>,
    state: &State<N::More>,
    ticket: &str,
    ask: Option<&AuthorizationRequest>,
    sorry: Option<&str>,
) -> Response {
    let rules = provider.network.rules();
    let mut people: Vec<&Person> = state.people.iter().collect();
    people.sort_by_key(|person| !ask.is_some_and(|ask| ask.names(&provider.network, person)));
    let people: Vec<Face<'_>> = people
        .into_iter()
        .map(|person| Face {
            id: &person.id,
            name: &person.name,
            about: provider.network.about(state, person),
            email: &person.email,
            password: &person.password,
        })
        .collect();
    let form = SignIn {
        network: rules.title,
        heading: "Who is signing in?",
        verb: "Sign in",
        action: "/session/login",
        ticket,
        leads_to: ask.map(|ask| ask.redirect_uri.as_str()),
        cancel: ask.is_some() && rules.consent.cancel_at_login,
        sorry,
    };
    form.page(&people)
}

pub(crate) fn answer<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    let for_app = match call.param("ticket") {
        None => None,
        Some(_) => match provider.find(call) {
            Ok(found) => Some(found),
            Err(over) => return *over,
        },
    };
    if let (Some("cancel"), Some((ticket, ask))) = (call.param("action"), &for_app) {
        return callback::cancel(provider, ticket, ask, false);
    }
    let (ticket, ask) = match &for_app {
        Some((ticket, ask)) => (ticket.as_str(), Some(ask)),
        None => ("", None),
    };
    let signed_in = provider.ledger.change(|state| {
        let found = state
            .people
            .iter()
            .find(|person| sign_in::is(call, &person.id, &person.email, &person.password));
        let (sorry, person) = match found {
            None => (Some(WRONG), String::new()),
            Some(person) if person.suspended => {
                (Some(provider.network.suspended_words()), String::new())
            }
            Some(person) => (None, person.id.clone()),
        };
        match sorry {
            Some(words) => Err(Box::new(page(provider, state, ticket, ask, Some(words)))),
            None => Ok(state.sign_in(&person)),
        }
    });
    let cookie = match signed_in {
        Ok(cookie) => cookie,
        Err(again) => return *again,
    };
    let next = match ask {
        None => provider.network.rules().paths.connected.to_owned(),
        Some(_) => {
            if let Some(ask) = locked(&provider.asks).get_mut(ticket) {
                ask.signed_in = true;
            }
            format!("/session/continue?ticket={ticket}")
        }
    };
    ([set_cookie(&provider.cookie(), &cookie)], see_other(&next)).into_response()
}

pub(crate) fn pass_checkpoint<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    let (ticket, ask) = match provider.find(call) {
        Ok(found) => found,
        Err(over) => return *over,
    };
    if call.param("action") != Some("confirm") {
        return callback::cancel(provider, &ticket, &ask, true);
    }
    provider.ledger.change(|state| {
        let id = provider.signed_in(state, call).map(|person| person.id);
        if let Some(person) = id.and_then(|id| state.person_mut(&id)) {
            person.checkpoint = false;
        }
    });
    see_other(&format!("/session/continue?ticket={ticket}"))
}
