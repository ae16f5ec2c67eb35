//! The authorize endpoint: the checks, the pages, the way back. A request with a wrong client or
//! callback address ends here and is never sent anywhere.

use axum::response::Response;

use super::authorization_request::AuthorizationRequest;
use super::callback::refuse;
use super::faults::{NoCode, NoEntry};
use super::state::Person;
use super::{Force, Network, Provider, approval, login, pages};
use crate::call::Call;
use crate::random;
use crate::state_file::locked;

impl AuthorizationRequest {
    /// Shows the pages for a request whose app and callback address are known to be right.
    pub(crate) fn open<N: Network>(self, provider: &Provider<N>, call: &Call) -> Response {
        let ticket = random::url_safe(43);
        locked(&provider.asks).insert(ticket.clone(), self.clone());
        proceed(provider, &ticket, &self, call)
    }
}

pub(crate) fn begin<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    let rules = provider.network.rules();
    if let Some(response) = provider.network.turns_away(call) {
        return response;
    }
    if call.param(rules.client_param) != Some(rules.client_id) {
        return provider.network.no_entry(NoEntry::UnknownClient);
    }
    if provider.ledger.read(|state| state.app.deleted) {
        return provider.network.no_entry(NoEntry::AppDeleted);
    }
    let redirect = call.param("redirect_uri").unwrap_or_default();
    let (origin, extra) = (&provider.stage.origin, &provider.stage.extra_redirects);
    if !rules.redirects.accept(redirect, origin, extra) {
        return provider.network.no_entry(NoEntry::Redirect);
    }
    match read(provider, call, redirect) {
        Err(fault) => refuse(provider, redirect, call.param("state"), &fault),
        Ok(ask) => ask.open(provider, call),
    }
}

/// The parameters of a request whose callback address is known to be right.
pub(crate) fn read<N: Network>(
    provider: &Provider<N>,
    call: &Call,
    redirect: &str,
) -> Result<AuthorizationRequest, NoCode> {
    let rules = provider.network.rules();
    match call.param("response_type") {
        None => return Err(NoCode::Missing("response_type")),
        Some("code") => {}
        Some(_) => return Err(NoCode::ResponseType),
    }
    let mut scopes: Vec<String> = Vec::new();
    let asked = call.param("scope").ok_or(NoCode::Missing("scope"))?;
    for scope in asked
        .split(|letter| provider.network.parts_scopes(letter))
        .filter(|s| !s.is_empty())
    {
        if rules.scopes.known.iter().all(|(known, _)| *known != scope) {
            return Err(NoCode::Scope(scope.to_owned()));
        }
        if scopes.iter().all(|known| known != scope) {
            scopes.push(scope.to_owned());
        }
    }
    Ok(AuthorizationRequest {
        redirect_uri: redirect.to_owned(),
        scopes,
        state: call.param("state").map(str::to_owned),
        challenge: rules.pkce.read(call)?,
        signed_in: false,
        params: call
            .params()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    })
}

pub(crate) fn resume<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    match provider.find(call) {
        Ok((ticket, ask)) => proceed(provider, &ticket, &ask, call),
        Err(over) => *over,
    }
}

fn proceed<N: Network>(
    provider: &Provider<N>,
    ticket: &str,
    ask: &AuthorizationRequest,
    call: &Call,
) -> Response {
    let network = &provider.network;
    let forced = network.forces(ask);
    provider.ledger.change(|state| {
        let here = provider.signed_in(state, call);
        let stays = |person: &Person| {
            let hinted = network.hint(ask).is_none() || ask.names(network, person);
            ask.signed_in || (hinted && forced != Force::Account)
        };
        let Some(person) = here.filter(stays) else {
            return login::page(provider, state, ticket, Some(ask), None);
        };
        if person.suspended {
            let sorry = network.suspended_words();
            return login::page(provider, state, ticket, Some(ask), Some(sorry));
        }
        if person.checkpoint {
            return pages::checkpoint(provider, ticket, ask, &person);
        }
        if let Some(why) = network.unfit(state, &person) {
            return pages::unfit(provider, ticket, ask, &person, why);
        }
        if let Some(page) = network.bars(state, &person) {
            return page;
        }
        let before = state.grants.get(&person.id);
        let choices = network.choices(state, &person);
        let passes = before.filter(|grant| {
            let chosen = grant.choice.as_deref();
            network.rules().consent.remembers
                && forced == Force::Nothing
                && chosen.is_none_or(|id| choices.iter().any(|choice| choice.id == id))
                && ask.scopes.iter().all(|scope| grant.scopes.contains(scope))
        });
        match passes.map(|grant| grant.choice.clone()) {
            Some(choice) => {
                let scopes = ask.scopes.clone();
                approval::give(provider, state, ticket, ask, &person, scopes, choice)
            }
            None => pages::consent(provider, state, ticket, ask, &person),
        }
    })
}
