//! Who is at the browser: the sign-in page, and the page of an account that needs attention.

use axum::response::{IntoResponse, Response};

use super::authorization_request::{cancel, find};
use super::state::{Person, State};
use super::{COOKIE, Facebook};
use crate::call::Call;
use crate::html::{Page, escape, see_other, set_cookie};
use crate::sign_in::{self, Face, SignIn};
use crate::state_file::locked;

pub(crate) fn answer(facebook: &Facebook, call: &Call) -> Response {
    let (ticket, ask) = match find(facebook, call) {
        Ok(found) => found,
        Err(stale) => return *stale,
    };
    if call.param("action") == Some("cancel") {
        return cancel(facebook, &ticket, &ask);
    }
    let cookie = facebook.ledger.change(|state| {
        let person = identify(state, call)?.id.clone();
        Some(state.sign_in(&person))
    });
    match cookie {
        Some(cookie) => {
            if let Some(ask) = locked(&facebook.asks).get_mut(&ticket) {
                ask.signed_in = true;
            }
            let next = see_other(&format!("/dialog/continue?ticket={ticket}"));
            ([set_cookie(COOKIE, &cookie)], next).into_response()
        }
        None => facebook.ledger.read(|state| {
            let sorry = "The e-mail address or the password is not right.";
            page(state, &ticket, Some(&ask.redirect_uri), Some(sorry))
        }),
    }
}

pub(crate) fn identify<'a>(state: &'a State, call: &Call) -> Option<&'a Person> {
    state
        .people
        .iter()
        .find(|person| sign_in::is(call, &person.id, &person.email, &person.password))
}

pub(crate) fn page(
    state: &State,
    ticket: &str,
    leads_to: Option<&str>,
    sorry: Option<&str>,
) -> Response {
    let people: Vec<Face<'_>> = state
        .people
        .iter()
        .map(|person| Face {
            id: &person.id,
            name: &person.name,
            about: about(state, person),
            email: &person.email,
            password: &person.password,
        })
        .collect();
    let form = SignIn {
        network: "Facebook",
        heading: "Who is signing in?",
        verb: "Sign in",
        action: match leads_to {
            Some(_) => "/dialog/login",
            None => "/settings/login",
        },
        ticket,
        leads_to,
        cancel: leads_to.is_some(),
        sorry,
    };
    form.page(&people)
}

fn about(state: &State, person: &Person) -> String {
    let pages: Vec<&str> = state
        .pages_of(&person.id)
        .map(|page| page.name.as_str())
        .collect();
    match pages.len() {
        0 => "no Pages".to_owned(),
        1..=3 => pages.join(", "),
        many => format!("{many} Pages"),
    }
}

pub(crate) fn checkpoint_page(ticket: &str, name: &str, leads_to: &str) -> Response {
    let body = format!(
        "<h1>{}, please confirm that it's you</h1>\
         <p>We noticed something unusual, so apps cannot use your account until you confirm.</p>\
         <form method=post action=\"/dialog/checkpoint\">\
         <input type=hidden name=ticket value=\"{}\"><div class=actions>\
         <button id=confirm class=main name=action value=confirm autofocus>It's me, continue\
         </button><button id=cancel name=action value=cancel>Cancel</button></div></form>",
        escape(name),
        escape(ticket),
    );
    Page::new("Facebook", "Confirm it's you", body)
        .leading_to(leads_to)
        .into_response()
}

pub(crate) fn pass_checkpoint(facebook: &Facebook, call: &Call) -> Response {
    let (ticket, ask) = match find(facebook, call) {
        Ok(found) => found,
        Err(stale) => return *stale,
    };
    if call.param("action") != Some("confirm") {
        return cancel(facebook, &ticket, &ask);
    }
    facebook.ledger.change(|state| {
        let person = state
            .sessions
            .person(call.cookie(COOKIE))
            .map(str::to_owned);
        for held in state
            .people
            .iter_mut()
            .filter(|held| Some(&held.id) == person.as_ref())
        {
            held.checkpoint = None;
        }
    });
    see_other(&format!("/dialog/continue?ticket={ticket}"))
}
