//! What the dialog shows: the consent page, and the page the official desktop road ends on.

use axum::response::{IntoResponse, Response};

use super::Facebook;
use super::authorization_request::AuthorizationRequest;
use super::permissions;
use super::state::{Grant, Person, State};
use crate::call::Call;
use crate::html::{Page, escape};

pub(crate) fn consent(
    state: &State,
    ticket: &str,
    ask: &AuthorizationRequest,
    person: &Person,
) -> Response {
    let (app, name) = (escape(&state.app.name), escape(&person.name));
    let body = format!(
        "<h1>Connect {app} to your account?</h1>\
         <form method=post action=\"/dialog/consent\">\
         <input type=hidden name=ticket value=\"{}\">{}\
         <h2>{app} may</h2><ul class=choices>{}</ul>\
         <div class=actions>\
         <button id=approve class=main name=action value=approve autofocus>Continue as {name}\
         </button><button id=cancel name=action value=cancel>Cancel</button>\
         <button id=other class=plain name=action value=other>Not {name}? Use another account\
         </button></div></form>",
        escape(ticket),
        page_choices(state, ask, person),
        permission_choices(ask),
    );
    Page::new("Facebook", "Connect an app", body)
        .leading_to(&ask.redirect_uri)
        .into_response()
}

fn page_choices(state: &State, ask: &AuthorizationRequest, person: &Person) -> String {
    if !ask
        .scopes
        .iter()
        .any(|scope| permissions::is_about_pages(scope))
    {
        return String::new();
    }
    let before: Option<&Grant> = state.grants.get(&person.id).filter(|g| !g.pages.is_empty());
    let choices: String = state
        .pages_of(&person.id)
        .map(|page| {
            let ticked = before.is_none_or(|grant| grant.pages.contains(&page.id));
            choice("page", &page.id, &page.name, &page.category, ticked)
        })
        .collect();
    match choices.is_empty() {
        true => "<h2>Pages</h2><p>You don't manage any Pages.</p>".to_owned(),
        false => format!("<h2>Pages</h2><ul class=choices id=pages>{choices}</ul>"),
    }
}

fn permission_choices(ask: &AuthorizationRequest) -> String {
    let asked = ask.scopes.iter();
    asked
        .map(|scope| {
            let words = permissions::words(scope);
            if scope == permissions::ALWAYS {
                return format!(
                    "<li><label><input type=checkbox checked disabled><span>{}<small>always\
                     </small></span></label></li>",
                    escape(words)
                );
            }
            choice("scope", scope, words, scope, true)
        })
        .collect()
}

fn choice(name: &str, value: &str, words: &str, detail: &str, ticked: bool) -> String {
    format!(
        "<li><label><input type=checkbox name={name} value=\"{}\"{}><span>{}<small>{}</small>\
         </span></label></li>",
        escape(value),
        if ticked { " checked" } else { "" },
        escape(words),
        escape(detail),
    )
}

pub(crate) fn success(_: &Facebook, _: &Call) -> Response {
    let body = "<h1>Success</h1><p>You can close this window now.</p>".to_owned();
    Page::new("Facebook", "Success", body).into_response()
}
