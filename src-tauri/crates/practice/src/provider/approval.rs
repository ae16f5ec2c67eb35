//! What the person decides on the consent page, and the code that comes of it.

use axum::response::Response;

use super::authorization_request::AuthorizationRequest;
use super::state::{AuthorizationCode, Grant, Holder, Person, State};
use super::{Network, Provider, callback, login, pages};
use crate::call::Call;
use crate::random;
use crate::state_file::locked;

pub(crate) fn decide<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    let (ticket, ask) = match provider.find(call) {
        Ok(found) => found,
        Err(over) => return *over,
    };
    match call.param("action") {
        Some("approve") => {}
        Some("other") => {
            return provider.ledger.change(|state| {
                state.sessions.end(call.cookie(&provider.cookie()));
                login::page(provider, state, &ticket, Some(&ask), None)
            });
        }
        _ => return callback::cancel(provider, &ticket, &ask, true),
    }
    provider.ledger.change(|state| {
        let Some(person) = provider.signed_in(state, call) else {
            return login::page(provider, state, &ticket, Some(&ask), None);
        };
        if let Some(why) = provider.network.unfit(state, &person) {
            return pages::unfit(provider, &ticket, &ask, &person, why);
        }
        if let Some(page) = provider.network.bars(state, &person) {
            return page;
        }
        let choices = provider.network.choices(state, &person);
        let choice = choices
            .iter()
            .find(|choice| call.param("choice") == Some(choice.id.as_str()))
            .map(|choice| choice.id.clone());
        if choice.is_none() && !choices.is_empty() {
            return pages::consent(provider, state, &ticket, &ask, &person);
        }
        let rules = &provider.network.rules().scopes;
        let ticked: Vec<&str> = call.all("scope").collect();
        let kept = |scope: &&String| {
            let scope = scope.as_str();
            !rules.untick || rules.always.contains(&scope) || ticked.contains(&scope)
        };
        let scopes = ask.scopes.iter().filter(kept).cloned().collect();
        give(provider, state, &ticket, &ask, &person, scopes, choice)
    })
}

pub(super) fn give<N: Network>(
    provider: &Provider<N>,
    state: &mut State<N::More>,
    ticket: &str,
    ask: &AuthorizationRequest,
    person: &Person,
    scopes: Vec<String>,
    choice: Option<String>,
) -> Response {
    locked(&provider.asks).remove(ticket);
    provider.network.over(ask);
    let (rules, now) = (provider.network.rules(), provider.now());
    let again = state.grants.contains_key(&person.id);
    let grant = Grant {
        scopes: scopes.clone(),
        choice: choice.clone(),
        at: now,
    };
    let wants_refresh = provider.network.wants_refresh(state, ask, again);
    state.grants.insert(person.id.clone(), grant);
    let holder = Holder {
        person: person.id.clone(),
        scopes,
        choice,
        family: random::hex(16),
    };
    provider.network.on_approval(state, ask, &holder);
    let mut params = provider.network.callback(&holder);
    let code = AuthorizationCode {
        holder,
        redirect_uri: ask.redirect_uri.clone(),
        challenge: ask.challenge.clone(),
        wants_refresh,
        expires: now + rules.code.life,
        used: false,
    };
    params.insert(0, ("code", state.issue_code(&rules.code, code)));
    callback::back(provider, &ask.redirect_uri, params, ask.state.as_deref())
}
