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

use crate::about::{
    AppCredentialsFrom, GrantServes, Pkce, Renewal, ReturnRoad, Revocation, Surface,
};
use crate::address::{fixed, on};
use crate::oauth::{self, WithChallenge};
use crate::{
    About, Access, Answer, App, Ask, Caller, Code, Dialect, Find, Fresh, Harvest, Person, Refusal,
    Registration, Request, Seen, Step,
};

/// The name under which the practice instance is known.
pub const PRACTICE_INSTANCE: &str = "mastodon.practice";

static ABOUT: About = About {
    id: "mastodon",
    name: "Mastodon",
    instances: true,
    app: AppCredentialsFrom::RunTime,
    surfaces: &[Surface::Browser, Surface::Window],
    roads: &[ReturnRoad::Loopback, ReturnRoad::DeepLink],
    pkce: Pkce::S256,
    renewal: Renewal::None,
    grant_serves: GrantServes::AllOfLogin,
    revocation: Revocation::Token,
    access_life: None,
    data_access_life: None,
    scopes: &[
        // `profile` exists since 4.3 only; `read:accounts` is known to all.
        (Use::Identify, &["read:accounts"]),
        (Use::ReadStatistics, &["read:accounts", "read:statuses"]),
        (Use::Publish, &["write:media", "write:statuses"]),
    ],
    credit_headers: &[
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ],
};

/// Mastodon.
pub(crate) struct Mastodon {
    practice: Option<Url>,
}

impl Mastodon {
    pub(crate) fn real() -> Mastodon {
        Mastodon { practice: None }
    }

    pub(crate) fn practice(origin: Url) -> Mastodon {
        Mastodon {
            practice: Some(origin),
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
        let ask = oauth::with_credentials(ask, &caller);
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

    fn authorize(&self, ask: &Ask<'_>) -> Url {
        let endpoint = on(&self.origin(ask.host), "/oauth/authorize");
        let extra: &[_] = if ask.ask_again {
            &[("force_login", "true")]
        } else {
            &[]
        };
        oauth::authorize(endpoint, ask, WithChallenge::Yes, extra)
    }

    fn sign_in(&self, caller: Caller, code: Code) -> Step<Harvest> {
        let origin = self.origin(caller.host.as_ref());
        let exchange = oauth::exchange(on(&origin, "/oauth/token"), &caller, &code)
            // The token endpoint checks the verifier against the challenge.
            .field("code_verifier", code.verifier.expose())
            .field("scope", code.scopes.joined(" "));
        Step::send(exchange, move |answer| {
            let tokens = oauth::read_tokens(&answer)?;
            let scopes = tokens.scopes.unwrap_or(code.scopes);
            let dates = GrantDates {
                issued_at: answer.at,
                access_ends: tokens.access_ends,
                refresh_ends: None,
                data_access_ends: None,
                renewable: false,
            };
            Ok(Step::send(who_is(&origin, &tokens.access), move |answer| {
                let me: Me = read(&answer)?;
                let account = me.account(caller.host.as_ref());
                let person = Person {
                    id: account.id.clone(),
                    name: account.name.clone(),
                };
                let tokens = TokenSet {
                    access: tokens.access,
                    refresh: tokens.refresh,
                };
                let fresh = Fresh {
                    tokens,
                    kind: TokenKind::User,
                    scopes,
                    dates,
                };
                let find = Find {
                    account,
                    access: Access::Granted(0),
                };
                Ok(Step::Done(Harvest {
                    person,
                    grants: vec![fresh],
                    finds: vec![find],
                }))
            }))
        })
    }

    fn look(&self, caller: Caller, tokens: TokenSet) -> Step<Seen> {
        let origin = self.origin(caller.host.as_ref());
        Step::send(who_is(&origin, &tokens.access), move |answer| {
            let account = read::<Me>(&answer)?.account(caller.host.as_ref());
            let Account { id, name, .. } = account;
            Ok(Step::Done(Seen {
                account: id,
                name,
                scopes: None,
                dates: None,
            }))
        })
    }

    fn revoke(&self, caller: Caller, tokens: TokenSet) -> Option<Step<()>> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/revoke");
        // The revocation endpoint takes the token that is to end (RFC 7009).
        let revoke = Request::post(endpoint).field("token", tokens.access.expose());
        Some(Step::send(
            oauth::with_credentials(revoke, &caller),
            |answer| {
                if !answer.ok() {
                    return Err(refused(&answer));
                }
                // An unknown token is answered with 200 too (RFC 7009), and a body may be missing;
                // but a page that speaks of something else was not written by the instance.
                let silent = answer.body.trim_ascii().is_empty();
                match silent || answer.json::<serde::de::IgnoredAny>().is_some() {
                    true => Ok(Step::Done(())),
                    false => Err(Refusal::unrecognised(&answer)),
                }
            },
        ))
    }

    fn permissions_page(&self, host: Option<&Host>) -> Url {
        on(&self.origin(host), "/oauth/authorized_applications")
    }
}

fn who_is(origin: &Url, token: &Secret) -> Request {
    Request::get(on(origin, "/api/v1/accounts/verify_credentials")).bearer(token)
}

fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> Result<T, Refusal> {
    if !answer.ok() {
        return Err(refused(answer));
    }
    answer.json().ok_or_else(|| Refusal::unrecognised(answer))
}

fn read_app(answer: &Answer) -> Result<App, Refusal> {
    let registered: Registered = read(answer)?;
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
#[path = "mastodon_tests.rs"]
pub(crate) mod tests;
