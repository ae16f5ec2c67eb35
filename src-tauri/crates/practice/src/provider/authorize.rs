//! The authorize endpoint: the checks, the pages, the way back. A request with a wrong client or
//! callback address ends here and is never sent anywhere.

use axum::response::IntoResponse;
use axum::response::Response;

use super::faults::{NoCode, NoEntry};
use super::state::Person;
use super::{Desk, Force, Network, approval, login, pages};
use crate::call::Call;
use crate::html::send_back_marked;
use crate::ledger::locked;
use crate::random;

/// A request for approval while it is open in some window.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<String>,
    /// Somebody signed in for this request, which answers a forced sign-in.
    pub(crate) signed_in: bool,
    params: Vec<(String, String)>,
}

impl Ask {
    /// A parameter of the authorize request, for those that only some networks know.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// Keeps something with the request, as if it had been a parameter.
    pub(crate) fn note(&mut self, name: &str, value: &str) {
        self.params.retain(|(key, _)| key != name);
        self.params.push((name.to_owned(), value.to_owned()));
    }

    /// Shows the pages for a request whose app and callback address are known to be right.
    pub(crate) fn open<N: Network>(self, desk: &Desk<N>, call: &Call) -> Response {
        let ticket = random::url_safe(43);
        locked(&desk.asks).insert(ticket.clone(), self.clone());
        proceed(desk, &ticket, &self, call)
    }

    pub(super) fn names<N: Network>(&self, network: &N, person: &Person) -> bool {
        let hint = network.hint(self);
        hint.is_some_and(|hint| hint == person.id || hint == person.handle)
    }
}

/// How the app learns that there is no code.
pub(crate) enum Told {
    /// By parameters of the callback; `state` is added.
    Back(Vec<(&'static str, String)>),
    /// Not at all; the person sees this page.
    Here(Response),
}

impl Told {
    pub(crate) fn back(error: &'static str, description: &str) -> Told {
        let mut params = vec![("error", error.to_owned())];
        if !description.is_empty() {
            params.push(("error_description", description.to_owned()));
        }
        Told::Back(params)
    }

    pub(super) fn by_rfc_6749(fault: &NoCode) -> Told {
        match fault {
            NoCode::Missing(name) => {
                Told::back("invalid_request", &format!("Missing parameter: {name}"))
            }
            NoCode::ResponseType => Told::back("unsupported_response_type", ""),
            NoCode::Scope(scope) => Told::back("invalid_scope", &format!("Unknown scope: {scope}")),
            NoCode::Challenge => Told::back("invalid_request", "The code challenge is invalid"),
            NoCode::Cancelled { .. } => Told::back("access_denied", ""),
        }
    }
}

pub(crate) fn begin<N: Network>(desk: &Desk<N>, call: &Call) -> Response {
    let rules = desk.network.rules();
    if let Some(response) = desk.network.turns_away(call) {
        return response;
    }
    if call.param(rules.client_param) != Some(rules.client_id) {
        return desk.network.no_entry(NoEntry::UnknownClient);
    }
    if desk.ledger.look(|state| state.app.deleted) {
        return desk.network.no_entry(NoEntry::AppDeleted);
    }
    let redirect = call.param("redirect_uri").unwrap_or_default();
    let (origin, extra) = (&desk.stage.origin, &desk.stage.extra_redirects);
    if !rules.redirects.accept(redirect, origin, extra) {
        return desk.network.no_entry(NoEntry::Redirect);
    }
    match read(desk, call, redirect) {
        Err(fault) => refuse(desk, redirect, call.param("state"), &fault),
        Ok(ask) => ask.open(desk, call),
    }
}

/// The parameters of a request whose callback address is known to be right.
pub(crate) fn read<N: Network>(desk: &Desk<N>, call: &Call, redirect: &str) -> Result<Ask, NoCode> {
    let rules = desk.network.rules();
    match call.param("response_type") {
        None => return Err(NoCode::Missing("response_type")),
        Some("code") => {}
        Some(_) => return Err(NoCode::ResponseType),
    }
    let mut scopes: Vec<String> = Vec::new();
    let asked = call.param("scope").ok_or(NoCode::Missing("scope"))?;
    for scope in asked
        .split(|letter| desk.network.parts_scopes(letter))
        .filter(|s| !s.is_empty())
    {
        if rules.scopes.known.iter().all(|(known, _)| *known != scope) {
            return Err(NoCode::Scope(scope.to_owned()));
        }
        if scopes.iter().all(|known| known != scope) {
            scopes.push(scope.to_owned());
        }
    }
    Ok(Ask {
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

pub(crate) fn resume<N: Network>(desk: &Desk<N>, call: &Call) -> Response {
    match find(desk, call) {
        Ok((ticket, ask)) => proceed(desk, &ticket, &ask, call),
        Err(over) => *over,
    }
}

pub(super) fn find<N: Network>(
    desk: &Desk<N>,
    call: &Call,
) -> Result<(String, Ask), Box<Response>> {
    let ticket = call.param("ticket").unwrap_or_default();
    let ask = locked(&desk.asks).get(ticket).cloned();
    ask.map(|ask| (ticket.to_owned(), ask))
        .ok_or_else(|| Box::new(desk.network.no_entry(NoEntry::Over)))
}

fn proceed<N: Network>(desk: &Desk<N>, ticket: &str, ask: &Ask, call: &Call) -> Response {
    let network = &desk.network;
    let forced = network.forces(ask);
    desk.ledger.change(|state| {
        let here = desk.signed_in(state, call);
        let stays = |person: &Person| {
            let hinted = network.hint(ask).is_none() || ask.names(network, person);
            ask.signed_in || (hinted && forced != Force::Account)
        };
        let Some(person) = here.filter(stays) else {
            return login::page(desk, state, ticket, Some(ask), None);
        };
        if person.suspended {
            let sorry = network.suspended_words();
            return login::page(desk, state, ticket, Some(ask), Some(sorry));
        }
        if person.checkpoint {
            return pages::checkpoint(desk, ticket, ask, &person);
        }
        if let Some(why) = network.unfit(state, &person) {
            return pages::unfit(desk, ticket, ask, &person, why);
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
                approval::give(desk, state, ticket, ask, &person, scopes, choice)
            }
            None => pages::consent(desk, state, ticket, ask, &person),
        }
    })
}

pub(super) fn cancel<N: Network>(
    desk: &Desk<N>,
    ticket: &str,
    ask: &Ask,
    signed_in: bool,
) -> Response {
    locked(&desk.asks).remove(ticket);
    desk.network.over(ask);
    let fault = NoCode::Cancelled { signed_in };
    refuse(desk, &ask.redirect_uri, ask.state.as_deref(), &fault)
}

fn refuse<N: Network>(
    desk: &Desk<N>,
    redirect: &str,
    state: Option<&str>,
    fault: &NoCode,
) -> Response {
    match desk.network.no_code(fault) {
        Told::Back(params) => back(desk, redirect, params, state),
        Told::Here(page) => page.into_response(),
    }
}

pub(super) fn back<N: Network>(
    desk: &Desk<N>,
    redirect: &str,
    params: Vec<(&'static str, String)>,
    state: Option<&str>,
) -> Response {
    let mut pairs: Vec<(&str, &str)> = params.iter().map(|(k, v)| (*k, v.as_str())).collect();
    pairs.extend(state.map(|state| ("state", state)));
    send_back_marked(redirect, &pairs, desk.network.rules().redirects.fragment)
}
