//! The page where a person sees the connected apps and removes them.

use axum::response::{IntoResponse, Response};

use super::state::{Grant, State};
use super::{COOKIE, Facebook, login, permissions};
use crate::call::Call;
use crate::html::{Page, escape, see_other, set_cookie};

const HERE: &str = "/settings/?tab=business_tools";

pub(crate) fn show(facebook: &Facebook, call: &Call) -> Response {
    facebook.ledger.read(|state| {
        let signed_in = state
            .sessions
            .person(call.cookie(COOKIE))
            .and_then(|id| state.person(id));
        let Some(person) = signed_in else {
            return login::page(state, "", None, None);
        };
        let apps = match state.grants.get(&person.id) {
            Some(grant) => connected(state, grant),
            None => "<p>No app is connected to your account.</p>".to_owned(),
        };
        let body = format!(
            "<h1>Business integrations</h1><p class=dim>Signed in as {}</p>{apps}",
            escape(&person.name)
        );
        Page::new("Facebook", "Business integrations", body).into_response()
    })
}

fn connected(state: &State, grant: &Grant) -> String {
    let given = grant.permissions.iter().filter(|(_, given)| **given);
    let given: String = given
        .map(|(name, _)| format!("<p class=dim>{}</p>", escape(permissions::words(name))))
        .collect();
    let pages: Vec<String> = grant
        .pages
        .iter()
        .take(12)
        .filter_map(|id| state.page(id))
        .map(|page| escape(&page.name))
        .collect();
    let more = grant.pages.len().saturating_sub(pages.len());
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!(
        "<div class=card><h1>{}</h1><p>{}{more}</p>{given}\
         <form method=post action=\"/settings/remove\"><div class=actions>\
         <button id=remove class=bad name=action value=remove>Remove</button></div></form></div>",
        escape(&state.app.name),
        pages.join(", "),
    )
}

pub(crate) fn sign_in(facebook: &Facebook, call: &Call) -> Response {
    facebook.ledger.change(|state| {
        let person = login::identify(state, call).map(|person| person.id.clone());
        match person {
            Some(person) => (
                [set_cookie(COOKIE, &state.sign_in(&person))],
                see_other(HERE),
            )
                .into_response(),
            None => {
                let sorry = "The e-mail address or the password is not right.";
                login::page(state, "", None, Some(sorry))
            }
        }
    })
}

pub(crate) fn remove(facebook: &Facebook, call: &Call) -> Response {
    facebook.ledger.change(|state| {
        let person = state
            .sessions
            .person(call.cookie(COOKIE))
            .map(str::to_owned);
        if let Some(person) = person {
            state.remove_app(&person);
        }
    });
    see_other(HERE)
}
