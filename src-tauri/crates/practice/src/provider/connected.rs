//! The page where a person sees the connected apps and removes them.

use axum::response::{IntoResponse, Response};

use super::faults::End;
use super::state::State;
use super::{Network, Provider, login};
use crate::call::Call;
use crate::html::{Page, escape, see_other};

const TITLE: &str = "Connected apps";

pub(crate) fn show<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    provider.ledger.read(|state| {
        let Some(person) = provider.signed_in(state, call) else {
            return login::page(provider, state, "", None, None);
        };
        let body = format!(
            "<h1>{TITLE}</h1><p class=dim>Signed in as {}</p>{}",
            escape(&person.name),
            card(provider, state, &person.id),
        );
        Page::new(provider.network.rules().title, TITLE, body).into_response()
    })
}

fn card<N: Network>(provider: &Provider<N>, state: &State<N::More>, person: &str) -> String {
    let Some(grant) = state.grants.get(person) else {
        return "<p>No app is connected to your account.</p>".to_owned();
    };
    let known = provider.network.rules().scopes.known.iter();
    let given: String = known
        .filter(|(name, _)| grant.scopes.iter().any(|scope| scope == name))
        .map(|(_, words)| format!("<p class=dim>{}</p>", escape(words)))
        .collect();
    format!(
        "<div class=card><h1>{}</h1>{given}<form method=post action=\"/session/remove\">\
         <div class=actions><button id=remove class=bad name=action value=remove autofocus>Remove\
         </button></div></form></div>",
        escape(&state.app.name),
    )
}

pub(crate) fn remove<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    provider.ledger.change(|state| {
        if let Some(person) = provider.signed_in(state, call) {
            state.end_of(&person.id, End::AppRemoved);
            state.date_ends(provider.now());
        }
    });
    see_other(provider.network.rules().paths.connected)
}
