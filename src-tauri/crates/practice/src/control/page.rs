//! The control page for people: one card per network, one form per person, no script.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{Control, api};
use crate::call::Call;
use crate::clock::{DAY, HOUR, http_date};
use crate::conditions;
use crate::dialect::{Dialect, PageView, PersonView};
use crate::html::{Page, escape, see_other};
use crate::trouble::{Aim, Kind, Unheard};

pub(crate) fn show(control: &Control, _: &Call) -> Response {
    let cards: String = control
        .networks
        .iter()
        .map(|dialect| card(&**dialect))
        .collect();
    let body = format!(
        "<div class=head><h1>Cause trouble</h1>\
         <form method=post action=\"/calm\"><button id=calm class=main>Everything back to normal\
         </button></form></div>\
         <p class=dim>Tokens that died stay dead, as they would at the real network; sign in again \
         to get new ones.</p>{}{cards}",
        clock(control),
    );
    let page = Page::new("Control page", "Cause trouble", body);
    Page { wide: true, ..page }.into_response()
}

fn clock(control: &Control) -> String {
    let leap = |seconds: i64, words: &str| {
        format!("<button name=advance_seconds value={seconds}>{words}</button>")
    };
    format!(
        "<div class=card><div class=head><b>Time at the networks</b><span class=dim>{}</span></div>\
         <div class=row><form method=post action=\"/clock\">{}{}{}{}</form></div></div>",
        http_date(control.clock.now()),
        leap(2 * HOUR, "2 hours later"),
        leap(7 * DAY, "7 days later"),
        leap(60 * DAY, "60 days later"),
        leap(91 * DAY, "91 days later"),
    )
}

fn card(dialect: &dyn Dialect) -> String {
    let stage = dialect.stage();
    let kinds = conditions::KINDS.iter().chain(dialect.kinds());
    let buttons: String = kinds
        .filter(|kind| kind.aim == Aim::Network)
        .map(button)
        .collect();
    let mut now = stage.weather.read(conditions::Conditions::words);
    now.extend(dialect.troubles());
    let people: String = dialect
        .people()
        .iter()
        .map(|who| person(stage.name, dialect.kinds(), who))
        .collect();
    format!(
        "<div class=card id=\"{name}\"><div class=head><h1>{}</h1>{}<code>{}</code></div>\
         <div class=row><form method=post action=\"/trouble\">\
         <input type=hidden name=network value=\"{name}\">{buttons}</form></div>\
         <div class=row><form method=post action=\"/calm\">\
         <input type=hidden name=network value=\"{name}\">\
         <button>Back to normal</button></form></div>{people}</div>",
        escape(dialect.title()),
        chips(&now),
        escape(stage.origin.as_str()),
        name = stage.name,
    )
}

fn person(network: &str, kinds: &[Kind], who: &PersonView) -> String {
    let mut state = Vec::new();
    if who.signed_in {
        state.push("signed in".to_owned());
    }
    if who.authorized {
        state.push("app connected".to_owned());
    }
    let tokens = who.live_tokens + who.pages.iter().map(|page| page.live_tokens).sum::<usize>();
    if tokens > 0 {
        state.push(format!("{tokens} live tokens"));
    }
    let good: String = state.iter().map(|word| chip("on", word)).collect();
    let mut bad = who.troubles.clone();
    for page in who.pages.iter().filter(|page| !page.troubles.is_empty()) {
        bad.push(format!("{}: {}", page.name, page.troubles.join(", ")));
    }
    let of = |aim: Aim| -> String {
        kinds
            .iter()
            .filter(|kind| kind.aim == aim)
            .map(button)
            .collect()
    };
    format!(
        "<div class=person><div class=head><b>{}</b>{good}{}</div>\
         <form method=post action=\"/trouble\">\
         <input type=hidden name=network value=\"{network}\">\
         <input type=hidden name=person value=\"{}\">\
         <div class=row>{}</div>{}</form></div>",
        escape(&who.name),
        chips(&bad),
        escape(&who.id),
        of(Aim::Person),
        pages(&who.pages, &of(Aim::Page)),
    )
}

fn pages(pages: &[PageView], buttons: &str) -> String {
    if pages.is_empty() {
        return String::new();
    }
    let options: String = pages
        .iter()
        .map(|page| {
            format!(
                "<option value=\"{}\">{}</option>",
                escape(&page.id),
                escape(&page.name)
            )
        })
        .collect();
    format!(
        "<div class=row><select name=page aria-label=\"Page\"><option value=\"\">all pages</option>\
         {options}</select>{buttons}</div>"
    )
}

fn button(kind: &Kind) -> String {
    format!(
        "<button name=kind value=\"{}\">{}</button>",
        kind.kind,
        escape(kind.title)
    )
}

fn chips(words: &[String]) -> String {
    words.iter().map(|word| chip("off", word)).collect()
}

fn chip(class: &str, word: &str) -> String {
    format!("<span class=\"chip {class}\">{}</span>", escape(word))
}

pub(crate) fn trouble(control: &Control, call: &Call) -> Response {
    match api::read(call).and_then(|trouble| control.cause(&trouble)) {
        Ok(_) => see_other("/"),
        Err(Unheard(words)) => {
            let body = format!(
                "<h1>That cannot be done</h1><p>{}</p><p><a href=\"/\">Back</a></p>",
                escape(&words)
            );
            Page::new("Control page", "Cause trouble", body)
                .status(StatusCode::UNPROCESSABLE_ENTITY)
                .into_response()
        }
    }
}

pub(crate) fn calm(control: &Control, call: &Call) -> Response {
    control.calm(call.param("network"));
    see_other("/")
}

pub(crate) fn advance(control: &Control, call: &Call) -> Response {
    if let Some(seconds) = call
        .param("advance_seconds")
        .and_then(|text| text.parse().ok())
    {
        control.clock.advance(seconds);
    }
    see_other("/")
}
