//! Who is at the browser: the sign-in page, and the page of an account that needs attention.

use axum::response::{IntoResponse, Response};

use super::dialog::{cancel, find};
use super::state::{Person, State};
use super::{COOKIE, Facebook};
use crate::call::Call;
use crate::html::{Page, escape, see_other, set_cookie};
use crate::ledger::locked;

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
        None => facebook.ledger.look(|state| {
            let sorry = "The e-mail address or the password is not right.";
            page(state, &ticket, Some(&ask.redirect_uri), Some(sorry))
        }),
    }
}

/// Picked from the sample, or by e-mail address and password.
pub(crate) fn identify<'a>(state: &'a State, call: &Call) -> Option<&'a Person> {
    match call.param("action") {
        Some("password") => state.people.iter().find(|person| {
            call.param("email")
                .is_some_and(|email| person.email.eq_ignore_ascii_case(email))
                && call.param("password") == Some(person.password.as_str())
        }),
        _ => state.person(call.param("person")?),
    }
}

pub(crate) fn page(
    state: &State,
    ticket: &str,
    leads_to: Option<&str>,
    sorry: Option<&str>,
) -> Response {
    let action = if leads_to.is_some() {
        "/dialog/login"
    } else {
        "/settings/login"
    };
    let sorry = sorry.map(|words| format!("<p class=error role=alert>{}</p>", escape(words)));
    let people: String = state
        .people
        .iter()
        .enumerate()
        .map(|(nth, person)| {
            format!(
                "<li><label><input type=radio name=person value=\"{}\"{}><span>{}\
                 <small>{}</small></span></label></li>",
                escape(&person.id),
                if nth == 0 { " checked" } else { "" },
                escape(&person.name),
                escape(&about(state, person)),
            )
        })
        .collect();
    let cancel = match leads_to {
        Some(_) => "<button id=cancel name=action value=cancel>Cancel</button>",
        None => "",
    };
    let ticket = escape(ticket);
    let hints: String = state
        .people
        .iter()
        .map(|p| {
            format!(
                "<p class=dim>{} · <code>{}</code></p>",
                escape(&p.email),
                escape(&p.password)
            )
        })
        .collect();
    let body = format!(
        "<h1>Who is signing in?</h1>{}<form method=post action=\"{action}\">\
         <input type=hidden name=ticket value=\"{ticket}\"><ul class=\"choices people\">{people}</ul>\
         <div class=actions><button id=login class=main name=action value=login autofocus>Sign in\
         </button>{cancel}</div></form>\
         <details><summary>Sign in with e-mail address and password</summary>\
         <form method=post action=\"{action}\">\
         <input type=hidden name=ticket value=\"{ticket}\">\
         <p><label>E-mail address<input type=email id=email name=email autocomplete=off></label></p>\
         <p><label>Password<input type=password id=password name=password autocomplete=off></label>\
         </p><div class=actions><button id=login-password name=action value=password>Sign in\
         </button></div></form>{hints}</details>",
        sorry.unwrap_or_default(),
    );
    let page = Page::new("Facebook", "Sign in", body);
    match leads_to {
        Some(address) => page.leading_to(address).into_response(),
        None => page.into_response(),
    }
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
