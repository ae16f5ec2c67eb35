//! The sign-in form that every network's page shows: pick somebody of the sample, or write their
//! e-mail address and password, which are told below.

use axum::response::{IntoResponse, Response};

use crate::call::Call;
use crate::html::{Page, escape};

/// Somebody of the sample, as the form shows them.
pub(crate) struct Face<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) about: String,
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
}

pub(crate) struct SignIn<'a> {
    pub(crate) network: &'a str,
    pub(crate) heading: &'a str,
    /// The network's word for it, on the buttons and in the title.
    pub(crate) verb: &'a str,
    pub(crate) action: &'a str,
    pub(crate) ticket: &'a str,
    /// Where the form may end up, when an app waits for it.
    pub(crate) leads_to: Option<&'a str>,
    pub(crate) cancel: bool,
    pub(crate) sorry: Option<&'a str>,
}

impl SignIn<'_> {
    pub(crate) fn page(&self, people: &[Face<'_>]) -> Response {
        let SignIn { action, verb, .. } = self;
        let sorry = self
            .sorry
            .map(|words| format!("<p class=error role=alert>{}</p>", escape(words)));
        let (mut choices, mut hints) = (String::new(), String::new());
        for (nth, face) in people.iter().enumerate() {
            choices += &choice(face, nth == 0);
            hints += &hint(face);
        }
        let cancel = match self.cancel {
            true => "<button id=cancel name=action value=cancel>Cancel</button>",
            false => "",
        };
        let ticket = escape(self.ticket);
        let body = format!(
            "<h1>{}</h1>{}<form method=post action=\"{action}\">\
             <input type=hidden name=ticket value=\"{ticket}\">\
             <ul class=\"choices people\">{choices}</ul>\
             <div class=actions><button id=login class=main name=action value=login autofocus>\
             {verb}</button>{cancel}</div></form>\
             <details><summary>{verb} with e-mail address and password</summary>\
             <form method=post action=\"{action}\">\
             <input type=hidden name=ticket value=\"{ticket}\">\
             <p><label>E-mail address<input type=email id=email name=email autocomplete=off>\
             </label></p>\
             <p><label>Password<input type=password id=password name=password autocomplete=off>\
             </label></p><div class=actions>\
             <button id=login-password name=action value=password>{verb}</button></div></form>\
             {hints}</details>",
            escape(self.heading),
            sorry.unwrap_or_default(),
        );
        let page = Page::new(self.network, verb, body);
        match self.leads_to {
            Some(address) => page.leading_to(address).into_response(),
            None => page.into_response(),
        }
    }
}

fn choice(face: &Face<'_>, first: bool) -> String {
    format!(
        "<li><label><input type=radio name=person value=\"{}\"{}><span>{}<small>{}</small></span>\
         </label></li>",
        escape(face.id),
        if first { " checked" } else { "" },
        escape(face.name),
        escape(&face.about),
    )
}

fn hint(face: &Face<'_>) -> String {
    format!(
        "<p class=dim>{} · <code>{}</code></p>",
        escape(face.email),
        escape(face.password)
    )
}

/// Whom the form names: picked from the list, or by e-mail address and password.
pub(crate) fn is(call: &Call, id: &str, email: &str, password: &str) -> bool {
    match call.param("action") {
        Some("password") => {
            call.param("email")
                .is_some_and(|given| given.eq_ignore_ascii_case(email))
                && call.param("password") == Some(password)
        }
        _ => call.param("person") == Some(id),
    }
}
