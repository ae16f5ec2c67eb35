//! What the person decides on the consent page, and the code that comes of it.

use axum::response::Response;

use super::authorization_request::AuthorizationRequest;
use super::state::{AuthorizationCode, Grant, Holder, Person, State};
use super::{Network, Provider, callback, login, pages};
use crate::call::Call;
use crate::random;
use crate::state_file::locked;

pub(crate) fn decide<N: Network>(desk: &Provider<N>, call: &Call) -> Response {
    let (ticket, ask) = match desk.find(call) {
        Ok(found) => found,
        Err(over) => return *over,
    };
    match call.param("action") {
        Some("approve") => {}
        Some("other") => {
            return desk.ledger.change(|state| {
                state.sessions.end(call.cookie(&desk.cookie()));
                login::page(desk, state, &ticket, Some(&ask), None)
            });
        }
        _ => return callback::cancel(desk, &ticket, &ask, true),
    }
    desk.ledger.change(|state| {
        let Some(person) = desk.signed_in(state, call) else {
            return login::page(desk, state, &ticket, Some(&ask), None);
        };
        if let Some(why) = desk.network.unfit(state, &person) {
            return pages::unfit(desk, &ticket, &ask, &person, why);
        }
        if let Some(page) = desk.network.bars(state, &person) {
            return page;
        }
        let choices = desk.network.choices(state, &person);
        let choice = choices
            .iter()
            .find(|choice| call.param("choice") == Some(choice.id.as_str()))
            .map(|choice| choice.id.clone());
        if choice.is_none() && !choices.is_empty() {
            return pages::consent(desk, state, &ticket, &ask, &person);
        }
        let rules = &desk.network.rules().scopes;
        let ticked: Vec<&str> = call.all("scope").collect();
        let kept = |scope: &&String| {
            let scope = scope.as_str();
            !rules.untick || rules.always.contains(&scope) || ticked.contains(&scope)
        };
        let scopes = ask.scopes.iter().filter(kept).cloned().collect();
        give(desk, state, &ticket, &ask, &person, scopes, choice)
    })
}

pub(super) fn give<N: Network>(
    desk: &Provider<N>,
    state: &mut State<N::More>,
    ticket: &str,
    ask: &AuthorizationRequest,
    person: &Person,
    scopes: Vec<String>,
    choice: Option<String>,
) -> Response {
    locked(&desk.asks).remove(ticket);
    desk.network.over(ask);
    let (rules, now) = (desk.network.rules(), desk.now());
    let again = state.grants.contains_key(&person.id);
    let grant = Grant {
        scopes: scopes.clone(),
        choice: choice.clone(),
        at: now,
    };
    let wants_refresh = desk.network.wants_refresh(state, ask, again);
    state.grants.insert(person.id.clone(), grant);
    let holder = Holder {
        person: person.id.clone(),
        scopes,
        choice,
        family: random::hex(16),
    };
    desk.network.on_approval(state, ask, &holder);
    let mut params = desk.network.callback(&holder);
    let code = AuthorizationCode {
        holder,
        redirect_uri: ask.redirect_uri.clone(),
        challenge: ask.challenge.clone(),
        wants_refresh,
        expires: now + rules.code.life,
        used: false,
    };
    params.insert(0, ("code", state.issue_code(&rules.code, code)));
    callback::back(desk, &ask.redirect_uri, params, ask.state.as_deref())
}
