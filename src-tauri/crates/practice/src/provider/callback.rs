//! The way back to the app, with a code or without one.

use axum::response::{IntoResponse, Response};

use super::authorization_request::AuthorizationRequest;
use super::faults::NoCode;
use super::{Network, Provider};
use crate::html::send_back_marked;
use crate::state_file::locked;

/// How the app learns that there is no code.
pub(crate) enum ErrorDelivery {
    /// By parameters of the callback; `state` is added.
    Back(Vec<(&'static str, String)>),
    /// Not at all; the person sees this page.
    Here(Response),
}

impl ErrorDelivery {
    pub(crate) fn back(error: &'static str, description: &str) -> ErrorDelivery {
        let mut params = vec![("error", error.to_owned())];
        if !description.is_empty() {
            params.push(("error_description", description.to_owned()));
        }
        ErrorDelivery::Back(params)
    }

    pub(super) fn by_rfc_6749(fault: &NoCode) -> ErrorDelivery {
        match fault {
            NoCode::Missing(name) => {
                ErrorDelivery::back("invalid_request", &format!("Missing parameter: {name}"))
            }
            NoCode::ResponseType => ErrorDelivery::back("unsupported_response_type", ""),
            NoCode::Scope(scope) => {
                ErrorDelivery::back("invalid_scope", &format!("Unknown scope: {scope}"))
            }
            NoCode::Challenge => {
                ErrorDelivery::back("invalid_request", "The code challenge is invalid")
            }
            NoCode::Cancelled { .. } => ErrorDelivery::back("access_denied", ""),
        }
    }
}

pub(super) fn cancel<N: Network>(
    provider: &Provider<N>,
    ticket: &str,
    ask: &AuthorizationRequest,
    signed_in: bool,
) -> Response {
    locked(&provider.asks).remove(ticket);
    provider.network.over(ask);
    let fault = NoCode::Cancelled { signed_in };
    refuse(provider, &ask.redirect_uri, ask.state.as_deref(), &fault)
}

pub(super) fn refuse<N: Network>(
    provider: &Provider<N>,
    redirect: &str,
    state: Option<&str>,
    fault: &NoCode,
) -> Response {
    match provider.network.no_code(fault) {
        ErrorDelivery::Back(params) => back(provider, redirect, params, state),
        ErrorDelivery::Here(page) => page.into_response(),
    }
}

pub(super) fn back<N: Network>(
    provider: &Provider<N>,
    redirect: &str,
    params: Vec<(&'static str, String)>,
    state: Option<&str>,
) -> Response {
    let mut pairs: Vec<(&str, &str)> = params.iter().map(|(k, v)| (*k, v.as_str())).collect();
    pairs.extend(state.map(|state| ("state", state)));
    send_back_marked(
        redirect,
        &pairs,
        provider.network.rules().redirects.fragment,
    )
}
