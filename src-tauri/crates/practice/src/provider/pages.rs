//! The pages a person sees on the way to an approval, and the ones where the way ends.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::authorization_request::AuthorizationRequest;
use super::state::{Person, State};
use super::{Network, Provider};
use crate::call::Call;
use crate::html::{Page, escape};

/// One of several things that an approval is for, such as a channel.
#[derive(Clone)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) detail: String,
}

pub(super) fn consent<N: Network>(
    provider: &Provider<N>,
    state: &State<N::More>,
    ticket: &str,
    ask: &AuthorizationRequest,
    person: &Person,
) -> Response {
    let rules = provider.network.rules();
    let (app, name) = (escape(&state.app.name), escape(&person.name));
    let before = state
        .grants
        .get(&person.id)
        .and_then(|grant| grant.choice.as_deref());
    let other = match rules.consent.other {
        true => format!(
            "<button id=other class=plain name=action value=other>Not {name}? Use another \
             account</button>"
        ),
        false => String::new(),
    };
    let body = format!(
        "<h1>{}</h1><p>{app} would like to use the account of <b>{name}</b> \
         (<span id=who>@{}</span>).</p>\
         <form method=post action=\"/session/consent\">\
         <input type=hidden name=ticket value=\"{}\">{}<h2>{app} may</h2>\
         <ul class=choices>{}</ul><div class=actions>\
         <button id=approve class=main name=action value=approve autofocus>{}</button>\
         <button id=cancel name=action value=cancel>{}</button>{other}</div></form>",
        escape(rules.consent.heading),
        escape(&person.handle),
        escape(ticket),
        one_of(&provider.network.choices(state, person), before),
        scopes(provider, ask),
        escape(rules.consent.approve),
        escape(rules.consent.cancel),
    );
    Page::new(rules.title, rules.consent.heading, body)
        .leading_to(&ask.redirect_uri)
        .into_response()
}

fn one_of(choices: &[Choice], before: Option<&str>) -> String {
    if choices.is_empty() {
        return String::new();
    }
    let known = choices.iter().position(|c| Some(c.id.as_str()) == before);
    let list: String = choices
        .iter()
        .enumerate()
        .map(|(nth, choice)| {
            format!(
                "<li><label><input type=radio name=choice value=\"{}\"{}><span>{}<small>{}</small>\
                 </span></label></li>",
                escape(&choice.id),
                if nth == known.unwrap_or(0) {
                    " checked"
                } else {
                    ""
                },
                escape(&choice.name),
                escape(&choice.detail),
            )
        })
        .collect();
    format!("<h2>Continue as</h2><ul class=choices id=choices>{list}</ul>")
}

fn scopes<N: Network>(provider: &Provider<N>, ask: &AuthorizationRequest) -> String {
    let rules = &provider.network.rules().scopes;
    let known = rules.known.iter();
    known
        .filter(|(name, _)| ask.scopes.iter().any(|asked| asked == name))
        .map(|(name, words)| match rules.untick {
            false => format!("<li><label><span>{}</span></label></li>", escape(words)),
            true => format!(
                "<li><label><input type=checkbox name=scope value=\"{}\" checked{}><span>{}\
                 </span></label></li>",
                escape(name),
                if rules.always.contains(name) {
                    " disabled"
                } else {
                    ""
                },
                escape(words),
            ),
        })
        .collect()
}

pub(super) fn checkpoint<N: Network>(
    provider: &Provider<N>,
    ticket: &str,
    ask: &AuthorizationRequest,
    person: &Person,
) -> Response {
    let body = format!(
        "<h1>{}, please confirm that it's you</h1>\
         <p>We noticed something unusual, so apps cannot use your account until you confirm.</p>\
         <form method=post action=\"/session/checkpoint\">\
         <input type=hidden name=ticket value=\"{}\"><div class=actions>\
         <button id=confirm class=main name=action value=confirm autofocus>It's me, continue\
         </button><button id=cancel name=action value=cancel>Cancel</button></div></form>",
        escape(&person.name),
        escape(ticket),
    );
    Page::new(provider.network.rules().title, "Confirm it's you", body)
        .leading_to(&ask.redirect_uri)
        .into_response()
}

pub(super) fn unfit<N: Network>(
    provider: &Provider<N>,
    ticket: &str,
    ask: &AuthorizationRequest,
    person: &Person,
    why: &str,
) -> Response {
    let body = format!(
        "<h1>This account cannot be connected</h1><p><b>{}</b>: {}</p>\
         <form method=post action=\"/session/consent\">\
         <input type=hidden name=ticket value=\"{}\"><div class=actions>\
         <button id=other class=main name=action value=other autofocus>Use another account\
         </button><button id=cancel name=action value=cancel>Cancel</button></div></form>",
        escape(&person.name),
        escape(why),
        escape(ticket),
    );
    let title = "This account cannot be connected";
    Page::new(provider.network.rules().title, title, body)
        .leading_to(&ask.redirect_uri)
        .into_response()
}

/// Stands in for the page that a network with https callbacks only would lead to.
pub(super) fn taken_over<N: Network>(provider: &Provider<N>, _: &Call) -> Response {
    let body = "<h1>Done here</h1><p>The app takes over now. You can close this window.</p>";
    let rules = provider.network.rules();
    Page::new(rules.title, "Done here", body.to_owned()).into_response()
}

/// A page without a way on.
pub(crate) fn dead_end(network: &str, status: StatusCode, title: &str, words: &str) -> Response {
    let body = format!("<h1>{}</h1><p>{}</p>", escape(title), escape(words));
    Page::new(network, title, body)
        .status(status)
        .into_response()
}
