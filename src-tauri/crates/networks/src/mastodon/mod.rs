//! Mastodon and what speaks its API (GoToSocial, Pleroma, Hollo, …).
//!
//! Words: an *instance* is a server that anyone can run, so every answer is a stranger's. Apps are
//! registered at run time at each instance; one token speaks for one account and has no end.
//! <https://docs.joinmastodon.org/methods/oauth/>, <https://docs.joinmastodon.org/methods/apps/>,
//! and Doorkeeper, the OAuth engine inside; checked 2026-11-22.

use domain::{
    Account, AccountId, AccountKind, Cause, GrantDates, Hiccup, Host, Secret, TokenKind, TokenSet,
    Use,
};
use serde::Deserialize;
use url::Url;

use crate::address::{fixed, on};
use crate::{
    About, Answer, App, AppCredentialsFrom, Ask, AsksFor, Brings, Caller, Code, CreditHeaders,
    CreditOf, Dialect, Fresh, GrantServes, Harvest, Pkce, Redirects, Refusal, Registration,
    Renewal, Request, ResetAs, ReturnRoad, Revocation, Seen, SignInPage, Step, Surface, Wording,
    oauth,
};

/// The name under which the practice instance is known.
pub const PRACTICE_INSTANCE: &str = "mastodon.practice";

static ABOUT: About = About {
    id: "mastodon",
    name: "Mastodon",
    asks_for: Some(AsksFor::Instance),
    app: AppCredentialsFrom::RunTime,
    surfaces: &[Surface::Browser, Surface::Window],
    roads: &[ReturnRoad::Loopback, ReturnRoad::DeepLink],
    look_names_app: false,
    redirects: Redirects::Unregistered,
    pkce: Pkce::S256,
    wording: Wording::STANDARD,
    renewal: Renewal::None,
    grant_serves: GrantServes::AllOfLogin,
    brings: Brings::One,
    revocation: Revocation::Token,
    access_life: None,
    data_access_life: None,
    scopes: &[
        // `profile` exists since 4.3 only; `read:accounts` is known to all.
        (Use::Identify, &["read:accounts"]),
        (Use::ReadStatistics, &["read:accounts", "read:statuses"]),
        (Use::Publish, &["write:media", "write:statuses"]),
    ],
    credit_headers: &[CreditHeaders::Counted {
        of: CreditOf::Account,
        limit: "x-ratelimit-limit",
        remaining: "x-ratelimit-remaining",
        reset: "x-ratelimit-reset",
        reset_as: ResetAs::Iso8601,
    }],
};

/// Mastodon.
pub(crate) struct Mastodon {
    practice: Option<Url>,
}

impl Mastodon {
    pub(crate) fn real() -> Mastodon {
        Mastodon { practice: None }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Mastodon {
        Mastodon {
            practice: Some(origin(ABOUT.id)),
        }
    }

    /// The origin of an instance. A practice run knows one instance; others lead nowhere.
    fn origin(&self, host: Option<&Host>) -> Url {
        match (&self.practice, host.map(Host::as_str)) {
            (Some(origin), Some(PRACTICE_INSTANCE)) => origin.clone(),
            (Some(_), _) | (None, None) => fixed("https://instance.invalid/"),
            (None, Some(name)) => fixed(&format!("https://{name}/")),
        }
    }
}

impl Dialect for Mastodon {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn register(&self, host: &Host, redirects: &[Url]) -> Option<Step<Registration>> {
        let origin = self.origin(Some(host));
        let listed: Vec<&str> = redirects.iter().map(Url::as_str).collect();
        let register = Request::post(on(&origin, "/api/v1/apps"))
            .field("client_name", "Greentick")
            .field("redirect_uris", listed.join("\n"))
            .field("scopes", ABOUT.asked_scopes().joined(" "));
        let discover = Request::get(on(&origin, "/.well-known/oauth-authorization-server"));
        Some(Step::attempt(discover, move |answer| {
            // Servers before 4.3 have no such page; they name no issuer either.
            let metadata = answer.and_then(|answer| answer.json::<Metadata>());
            Ok(Step::send(register, move |answer| {
                let app = read_app(&answer)?;
                Ok(Step::Done(Registration {
                    app,
                    issuer: metadata.and_then(Metadata::promised),
                }))
            }))
        }))
    }

    fn recognise(&self, caller: Caller) -> Option<Step<()>> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/token");
        // A token of the app alone, which opens nothing and is dropped; a look at the app itself
        // would need one too.
        let ask = Request::post(endpoint)
            .field("grant_type", "client_credentials")
            .field("scope", "read:accounts");
        let ask = oauth::with_credentials(&ABOUT, ask, &caller);
        Some(Step::send(ask, |answer| {
            match answer
                .json::<Refused>()
                .as_ref()
                .map(|no| no.error.as_str())
            {
                Some("invalid_client") if !answer.ok() => Err(Refusal::AppRefused),
                Some(_) | None => Ok(Step::Done(())),
            }
        }))
    }

    fn authorize(&self, caller: Caller, ask: Ask) -> Step<SignInPage> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/authorize");
        let extra: &[_] = if ask.ask_again {
            &[("force_login", "true")]
        } else {
            &[]
        };
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, extra);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: Caller, code: Code) -> Step<Harvest> {
        let origin = self.origin(caller.host.as_ref());
        let exchange = oauth::exchange(&ABOUT, on(&origin, "/oauth/token"), &caller, &code)
            .field("scope", code.scopes.joined(" "));
        Step::send(exchange, move |answer| {
            let tokens = oauth::read_tokens(&answer)?;
            let scopes = tokens.scopes.clone().unwrap_or(code.scopes);
            let dates = GrantDates {
                renewable: false,
                ..tokens.dates(answer.at)
            };
            Ok(Step::send(who_is(&origin, &tokens.access), move |answer| {
                let me: Me = answer.read(refused)?;
                let fresh = Fresh {
                    tokens: tokens.set(),
                    kind: TokenKind::User,
                    scopes,
                    dates,
                };
                let account = me.account(caller.host.as_ref());
                Ok(Step::Done(Harvest::of_one(account, fresh)))
            }))
        })
    }

    fn look(&self, caller: Caller, tokens: TokenSet, _account: AccountId) -> Step<Seen> {
        let origin = self.origin(caller.host.as_ref());
        Step::send(who_is(&origin, &tokens.access), move |answer| {
            let account = answer.read::<Me>(refused)?.account(caller.host.as_ref());
            let Account {
                id, name, handle, ..
            } = account;
            Ok(Step::Done(Seen {
                account: id,
                name,
                handle,
                scopes: None,
                dates: None,
                credits: ABOUT.credits(&answer),
            }))
        })
    }

    fn revoke(&self, caller: Caller, tokens: TokenSet) -> Option<Step<()>> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/revoke");
        Some(oauth::revoke(
            &ABOUT,
            endpoint,
            &caller,
            &tokens.access,
            refused,
        ))
    }

    fn permissions_page(&self, host: Option<&Host>) -> Url {
        on(&self.origin(host), "/oauth/authorized_applications")
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

fn who_is(origin: &Url, token: &Secret) -> Request {
    Request::get(on(origin, "/api/v1/accounts/verify_credentials")).bearer(token)
}

fn read_app(answer: &Answer) -> Result<App, Refusal> {
    let registered: Registered = answer.read(refused)?;
    let sane = |text: &str| (1..=512).contains(&text.len());
    if !sane(&registered.client_id) || !sane(&registered.client_secret) {
        return Err(Refusal::AskLater(Hiccup::NotAnAnswer, None));
    }
    Ok(App {
        id: registered.client_id,
        secret: Some(Secret::new(registered.client_secret)),
    })
}

/// The refusal table. Mastodon tells causes by text only; the transport asks for English.
fn refused(answer: &Answer) -> Refusal {
    let Some(Refused { error }) = answer.json() else {
        return Refusal::unrecognised(answer);
    };
    match (answer.status, error.as_str()) {
        (401, "The access token was revoked") => Refusal::No(Cause::PermissionRemoved),
        (401, "The access token expired") => Refusal::No(Cause::Expired),
        (401, "The access token is invalid") => Refusal::No(Cause::Unknown),
        (403, "This action is outside the authorized scopes") => {
            Refusal::No(Cause::PermissionMissing)
        }
        (
            403,
            "Your login is currently disabled"
            | "Your login is missing a confirmed e-mail address"
            | "Your login is currently pending approval",
        ) => Refusal::No(Cause::AttentionNeeded),
        (401, "invalid_client") | (403, "unauthorized_client") => Refusal::AppRefused,
        _ => Refusal::unrecognised(answer),
    }
}

#[derive(Deserialize)]
struct Registered {
    client_id: String,
    client_secret: String,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// The issuer, where the server promises to name it in every callback (RFC 9207). Addresses of
    /// endpoints are never taken from here: they are those of the instance that was typed.
    fn promised(self) -> Option<String> {
        self.authorization_response_iss_parameter_supported
            .then_some(self.issuer)
    }
}

#[derive(Deserialize)]
struct Me {
    id: String,
    username: String,
    #[serde(default)]
    display_name: String,
}

impl Me {
    fn account(self, host: Option<&Host>) -> Account {
        let handle = match host {
            Some(host) => format!("@{}@{host}", self.username),
            None => format!("@{}", self.username),
        };
        let name = if self.display_name.trim().is_empty() {
            self.username
        } else {
            self.display_name
        };
        Account {
            id: AccountId(self.id),
            kind: AccountKind::Account,
            name,
            handle: Some(handle),
        }
    }
}

#[derive(Deserialize)]
struct Refused {
    error: String,
}

#[cfg(test)]
mod tests;
