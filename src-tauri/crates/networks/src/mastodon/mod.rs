//! Mastodon and what speaks its API (GoToSocial, Pleroma, snac, Takahē, Pixelfed, …).
//!
//! Words: an *instance* is a server that anyone can run, so every answer is a stranger's; the
//! program that it runs is its *engine*. Apps are registered at run time at each instance; one token
//! speaks for one account. Mastodon's has no end; some engines' ends and is renewed.
//! <https://docs.joinmastodon.org/methods/oauth/>, <https://docs.joinmastodon.org/methods/apps/>,
//! and Doorkeeper, the OAuth engine inside; checked 2026-11-22.

mod elsewhere;
mod reading;
mod refusals;
mod second;
mod words;

use domain::{Account, AccountId, Host, Scopes, Secret, TokenKind, TokenSet, Use};
use url::Url;

use self::reading::Metadata;
use self::refusals::{ErrorBody, app_refused, exchange_refused, refused, renewal_refused};
use crate::address::{fixed, on};
use crate::{
    About, AccountsPerGrant, Answer, AppCredentialsFrom, AsksFor, AuthorizationRequest,
    CallContext, CodeExchange, CreditHeaders, CreditOf, Dialect, GrantScope, NewGrant,
    OAuthOptions, Pkce, ProbeResult, ProviderError, RedirectMethod, Redirects, RefreshedTokens,
    Registration, Renewal, Request, ResetAs, Revocation, SignInPage, SignInResult, Step, Surface,
    oauth,
};

/// The name under which the practice instance is known.
pub const PRACTICE_INSTANCE: &str = "mastodon.practice";
/// The name under which the one of somebody who means harm is known, where it runs.
const HOSTILE_INSTANCE: &str = "hostile.practice";
const HOSTILE: &str = "hostile-mastodon";

static ABOUT: About = About {
    id: "mastodon",
    name: "Mastodon",
    asks_for: Some(AsksFor::Instance),
    app: AppCredentialsFrom::RunTime,
    set_up: None,
    surfaces: &[Surface::Browser, Surface::Window],
    roads: &[RedirectMethod::Loopback, RedirectMethod::DeepLink],
    probe_names_app: false,
    redirects: Redirects::Unregistered,
    pkce: Pkce::S256,
    wording: OAuthOptions::STANDARD,
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::AllOfLogin,
    brings: AccountsPerGrant::One,
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
    practice: Option<Practice>,
}

/// Where the instances of a practice run are.
struct Practice {
    instance: Url,
    hostile: Url,
}

impl Mastodon {
    pub(crate) fn real() -> Mastodon {
        Mastodon { practice: None }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Mastodon {
        Mastodon {
            practice: Some(Practice {
                instance: origin(ABOUT.id),
                hostile: origin(HOSTILE),
            }),
        }
    }

    /// The origin of an instance. A practice run knows its own; others lead nowhere.
    fn origin(&self, host: Option<&Host>) -> Url {
        match (&self.practice, host.map(Host::as_str)) {
            (Some(practice), Some(PRACTICE_INSTANCE)) => practice.instance.clone(),
            (Some(practice), Some(HOSTILE_INSTANCE)) => practice.hostile.clone(),
            (Some(_), _) | (None, None) => fixed("https://instance.invalid/"),
            (None, Some(name)) => fixed(&format!("https://{name}/")),
        }
    }

    /// Asks an instance what it tells of itself, and goes on with that.
    fn metadata<T: 'static>(
        &self,
        host: &Host,
        next: impl FnOnce(Metadata) -> Step<T> + Send + 'static,
    ) -> Step<T> {
        let origin = self.origin(Some(host));
        let discover = Request::get(on(&origin, "/.well-known/oauth-authorization-server"));
        // The practice instance goes by its address too.
        let itself = [fixed(&format!("https://{host}/")), on(&origin, "/")];
        Step::attempt(discover, move |answer| {
            Ok(next(Metadata::read(answer, &itself)?))
        })
    }
}

impl Dialect for Mastodon {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn register(
        &self,
        host: &Host,
        redirects: &[Url],
        scopes: &Scopes,
    ) -> Option<Step<Registration>> {
        let origin = self.origin(Some(host));
        let listed: Vec<&str> = redirects.iter().map(Url::as_str).collect();
        let (listed, scopes) = (listed.join("\n"), scopes.clone());
        Some(self.metadata(host, move |told| {
            let fits = told
                .knows
                .is_none_or(|known| scopes.without(&known).is_empty());
            let scopes = if fits { scopes } else { parents(&scopes) };
            register(&origin, listed, scopes)
        }))
    }

    fn wider_scopes(&self, scopes: &Scopes) -> Option<Scopes> {
        let wider = parents(scopes);
        (wider != *scopes).then_some(wider)
    }

    fn lives_at(&self, host: &Host, user: Option<&str>) -> Option<Step<Host>> {
        let origin = self.origin(Some(host));
        Some(elsewhere::ask(origin, user.map(str::to_owned), host))
    }

    fn recognise(&self, caller: CallContext) -> Option<Step<()>> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/token");
        // A token of the app alone, which opens nothing and is dropped; a probe of the app itself
        // would need one too.
        let ask = Request::post(endpoint)
            .field("grant_type", "client_credentials")
            .field("scope", "read");
        let ask = oauth::with_credentials(&ABOUT, ask, &caller);
        Some(Step::send(ask, |answer| {
            let told = ErrorBody::read(&answer).unwrap_or_default();
            match !answer.ok() && told.code != "unauthorized_client" && app_refused(&answer, &told)
            {
                true => Err(ProviderError::AppRefused),
                false => Ok(Step::Done(())),
            }
        }))
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/authorize");
        let extra: &[_] = if ask.ask_again {
            &[("force_login", "true")]
        } else {
            &[]
        };
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, extra);
        let page = |issuer| SignInPage {
            issuer,
            ..SignInPage::at(url)
        };
        match &caller.host {
            // Asked at each sign-in: a server may promise from one day on.
            Some(host) => self.metadata(host, |told| Step::Done(page(told.promised))),
            None => Step::Done(page(None)),
        }
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let origin = self.origin(caller.host.as_ref());
        let exchange = oauth::exchange(&ABOUT, on(&origin, "/oauth/token"), &caller, &code);
        Step::send(exchange, move |answer| {
            let tokens = read_tokens(&answer, exchange_refused)?;
            let scopes = tokens.scopes.clone().unwrap_or(code.scopes);
            let dates = tokens.dates(answer.at);
            Ok(Step::send(who_is(&origin, &tokens.access), move |answer| {
                let account = reading::account(&answer, caller.host.as_ref())?;
                let fresh = NewGrant {
                    tokens: tokens.set(),
                    kind: TokenKind::User,
                    scopes: with_children(scopes),
                    dates,
                };
                Ok(Step::Done(SignInResult::of_one(account, fresh)))
            }))
        })
    }

    fn probe(
        &self,
        caller: CallContext,
        tokens: TokenSet,
        _account: AccountId,
    ) -> Step<ProbeResult> {
        let origin = self.origin(caller.host.as_ref());
        Step::send(
            who_is(&origin, &tokens.access),
            move |answer| match reading::account(&answer, caller.host.as_ref()) {
                Ok(account) => Ok(Step::Done(seen(account, &answer))),
                Err(was) if second::is_riddle(&answer) => Ok(second::ask(origin, answer, was)),
                Err(refusal) => Err(refusal),
            },
        )
    }

    fn renew(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/token");
        let read = |answer: &Answer| {
            let mut tokens = read_tokens(answer, renewal_refused)?;
            tokens.scopes = tokens.scopes.map(with_children);
            Ok(tokens)
        };
        oauth::renew(&ABOUT, endpoint, &caller, tokens, read)
    }

    fn revoke(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<()>> {
        let endpoint = on(&self.origin(caller.host.as_ref()), "/oauth/revoke");
        // The revocation endpoint takes the token that is to end.
        let request = Request::post(endpoint).field("token", tokens.access.expose());
        let request = oauth::with_credentials(&ABOUT, request, &caller);
        Some(Step::send(request, |answer| revoked(&answer)))
    }

    fn permissions_page(&self, host: Option<&Host>) -> Url {
        on(&self.origin(host), "/oauth/authorized_applications")
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

/// Engines answer in the language of the server or of the person; those that take a wish take it
/// here before anywhere else.
fn english(request: Request) -> Request {
    request.query("lang", "en")
}

fn who_is(origin: &Url, token: &Secret) -> Request {
    english(Request::get(on(
        origin,
        "/api/v1/accounts/verify_credentials",
    )))
    .bearer(token)
}

/// Registers, and once more for the wider permissions where an instance knows no others.
fn register(origin: &Url, redirects: String, scopes: Scopes) -> Step<Registration> {
    let ask = english(Request::post(on(origin, "/api/v1/apps")))
        .field("client_name", "Greentick")
        .field("redirect_uris", redirects.as_str())
        .field("scopes", scopes.joined(" "));
    let origin = origin.clone();
    Step::send(ask, move |answer| {
        let wider = parents(&scopes);
        if scopes != wider && refuses_scopes(&answer) {
            return Ok(register(&origin, redirects, wider));
        }
        // What is no instance has no such place, or shows a page or the way to another.
        if !answer.ok() && is_elsewhere(&answer) {
            return Err(ProviderError::NotOffered);
        }
        if matches!(answer.status, 400 | 401 | 403 | 422) && ErrorBody::read(&answer).is_some() {
            return Err(ProviderError::AppRefused);
        }
        Ok(Step::Done(Registration {
            app: reading::app(&answer)?,
            scopes,
        }))
    })
}

fn refuses_scopes(answer: &Answer) -> bool {
    let told = ErrorBody::read(answer).filter(|_| (400..500).contains(&answer.status));
    told.is_some_and(|told| told.code.contains("scope"))
}

fn is_elsewhere(answer: &Answer) -> bool {
    matches!(
        answer.status,
        301 | 302 | 303 | 307 | 308 | 404 | 405 | 410 | 501
    )
}

/// The permissions that hold these and that every engine knows.
fn parents(scopes: &Scopes) -> Scopes {
    Scopes::new(scopes.iter().filter_map(|scope| scope.split(':').next()))
}

/// What was granted, and what is meant with it: a parent gives all its children.
fn with_children(granted: Scopes) -> Scopes {
    let asked = ABOUT.asked_scopes();
    let meant = asked.iter().filter(|child| {
        let parent = child.split(':').next();
        parent.is_some_and(|parent| granted.contains(parent))
    });
    Scopes::new(granted.iter().chain(meant))
}

/// A token answer. Some engines name no permissions, or an empty list of them: they gave what was
/// asked for.
fn read_tokens(
    answer: &Answer,
    refused: fn(&Answer) -> ProviderError,
) -> Result<oauth::Tokens, ProviderError> {
    if !answer.ok() {
        return Err(refused(answer));
    }
    let mut tokens = oauth::read_tokens(answer)?;
    tokens.scopes = tokens.scopes.filter(|scopes| !scopes.is_empty());
    Ok(tokens)
}

fn seen(account: Account, answer: &Answer) -> ProbeResult {
    let Account {
        id, name, handle, ..
    } = account;
    ProbeResult {
        account: id,
        name,
        handle,
        scopes: None,
        dates: None,
        credits: ABOUT.credits(answer),
    }
}

/// What the answer to a revocation means. A token that the engine does not find, or that is dead
/// already, is as good as taken back; engines without such a place say so for every token.
fn revoked(answer: &Answer) -> Result<Step<()>, ProviderError> {
    let silent = answer.body.trim_ascii().is_empty();
    let read = answer.json::<serde::de::IgnoredAny>().is_some();
    match (answer.status, refused(answer)) {
        (200..=299 | 401 | 403, _) if silent => Ok(Step::Done(())),
        (200..=299, _) if read => Ok(Step::Done(())),
        (404 | 405 | 501, _) => Err(ProviderError::NotOffered),
        (_, ProviderError::No(_)) => Ok(Step::Done(())),
        (_, refusal) => Err(refusal),
    }
}

#[cfg(test)]
mod tests;
