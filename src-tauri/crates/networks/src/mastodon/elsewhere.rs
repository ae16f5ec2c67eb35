//! Accounts of a domain may live on another server: `@acme@company.example` on
//! `social.company.example`. The domain says so to whoever asks for the account (RFC 7033), or for
//! whom to ask (RFC 6415); a redirect says it too. None is followed: it only names the server, which
//! must then be as public a name as a typed one.

use domain::Host;
use serde::Deserialize;
use url::Url;

use crate::address::on;
use crate::{Answer, ProviderError, Request, Step};

#[derive(Deserialize)]
struct Resource {
    #[serde(default)]
    links: Vec<serde_json::Value>,
}

/// Asks for the account where one was typed, else for whom to ask.
pub(super) fn ask(origin: Url, user: Option<String>, domain: &Host) -> Step<Host> {
    let Some(user) = user else {
        return ask_host(&origin);
    };
    let account = Request::get(on(&origin, "/.well-known/webfinger"))
        .query("resource", format!("acct:{user}@{domain}"));
    Step::attempt(account, move |answer| {
        match answer.and_then(|answer| of_account(&answer)) {
            Some(host) => Ok(Step::Done(host)),
            None => Ok(ask_host(&origin)),
        }
    })
}

fn ask_host(origin: &Url) -> Step<Host> {
    let page = Request::get(on(origin, "/.well-known/host-meta"));
    Step::attempt(page, |answer| {
        let found = answer.and_then(|answer| of_host(&answer));
        found.map(Step::Done).ok_or(ProviderError::NotOffered)
    })
}

/// The server that a redirect leads to.
fn led_to(answer: &Answer) -> Option<Host> {
    let redirects = matches!(answer.status, 301 | 302 | 303 | 307 | 308);
    host_of(answer.header("location").filter(|_| redirects)?)
}

fn of_account(answer: &Answer) -> Option<Host> {
    let told = || {
        let resource = answer.ok().then(|| answer.json::<Resource>()).flatten()?;
        let is_self = |link: &&serde_json::Value| link["rel"] == "self";
        let link = resource.links.iter().find(is_self)?;
        host_of(link["href"].as_str()?)
    };
    led_to(answer).or_else(told)
}

/// The template by which accounts are asked for, in XML or JSON: it stands between two quotes.
fn of_host(answer: &Answer) -> Option<Host> {
    let told = || {
        let text = std::str::from_utf8(&answer.body)
            .ok()
            .filter(|_| answer.ok())?;
        let mut parts = text.split(['"', '\'']);
        let template = parts.find(|part| part.starts_with("https://") && part.contains("{uri}"))?;
        host_of(&template.replace("{uri}", "x"))
    };
    led_to(answer).or_else(told)
}

/// The host of a plain https address.
fn host_of(address: &str) -> Option<Host> {
    let url = Url::parse(address).ok()?;
    let plain = url.scheme() == "https" && url.port().is_none() && url.username().is_empty();
    Host::parse(url.host_str().filter(|_| plain)?).ok()
}
