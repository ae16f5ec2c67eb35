//! X (API v2).
//!
//! Words: an *account* is a location, and who approves is the account itself. A *native* app is a
//! public client: it has no secret and is known by PKCE alone; a *web* or *automated* app has one.
//! A refresh token works once, and only `offline.access` brings one. Calls are paid for one by one,
//! so that a probe asks for one object and for nothing more of it.
//! <https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code>,
//! <https://docs.x.com/x-api/fundamentals/response-codes-and-errors>; checked 2026-11-24.

mod refusal;

use domain::{
    AccountId, AccountKind, Costs, Host, Secret, SetUpEffort, Span, TokenKind, TokenSet, Use,
};
use serde::Deserialize;
use url::Url;

use self::refusal::{code_refused, grant_refused, refused};
use crate::address::{fixed, on};
use crate::described::Described;
use crate::lenient::{self, Id};
use crate::{
    About, AccountsPerGrant, Answer, AppCredentialsFrom, AppSecret, AuthorizationRequest,
    CallContext, CodeExchange, CreditHeaders, CreditOf, Dialect, GrantScope, NewGrant,
    OAuthOptions, Pkce, ProbeResult, ProviderError, RedirectMethod, Redirects, RefreshedTokens,
    Renewal, Request, ResetAs, Revocation, SecretPlace, SignInPage, SignInResult, Step, Surface,
    oauth,
};

static ABOUT: About = About {
    id: "x",
    name: "X",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://console.x.com/",
        secret: AppSecret::Optional,
    },
    set_up: Some(SetUpEffort {
        minutes: 5,
        costs: Costs::ByUse,
        review: None,
    }),
    surfaces: &[Surface::Browser, Surface::Window],
    roads: &[
        RedirectMethod::LoopbackAt {
            host: "127.0.0.1",
            port: 47823,
        },
        RedirectMethod::DeepLink,
    ],
    probe_names_app: false,
    redirects: Redirects::OfRoads,
    pkce: Pkce::S256,
    wording: OAuthOptions {
        client_id: "client_id",
        separator: " ",
        secret: SecretPlace::Basic,
    },
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::OneLocation,
    brings: AccountsPerGrant::One,
    revocation: Revocation::Token,
    access_life: Some(Span::from_secs(7_200)),
    data_access_life: None,
    scopes: &[
        // X wants both to say who somebody is; without the third a connection ends in two hours.
        (
            Use::Identify,
            &["offline.access", "tweet.read", "users.read"],
        ),
        (Use::ReadStatistics, &["tweet.read", "users.read"]),
        (
            Use::Publish,
            &["media.write", "tweet.read", "tweet.write", "users.read"],
        ),
    ],
    credit_headers: &[
        CreditHeaders::Counted {
            of: CreditOf::Account,
            limit: "x-rate-limit-limit",
            remaining: "x-rate-limit-remaining",
            reset: "x-rate-limit-reset",
            reset_as: ResetAs::EpochSeconds,
        },
        CreditHeaders::Counted {
            of: CreditOf::Account,
            limit: "x-user-limit-24hour-limit",
            remaining: "x-user-limit-24hour-remaining",
            reset: "x-user-limit-24hour-reset",
            reset_as: ResetAs::EpochSeconds,
        },
        CreditHeaders::Counted {
            of: CreditOf::App,
            limit: "x-app-limit-24hour-limit",
            remaining: "x-app-limit-24hour-remaining",
            reset: "x-app-limit-24hour-reset",
            reset_as: ResetAs::EpochSeconds,
        },
    ],
};

/// X.
pub(crate) struct X {
    web: Url,
    api: Url,
}

impl X {
    pub(crate) fn real() -> X {
        X {
            web: fixed("https://x.com/"),
            api: fixed("https://api.x.com/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> X {
        let origin = origin(ABOUT.id);
        X {
            web: origin.clone(),
            api: origin,
        }
    }

    fn token_endpoint(&self) -> Url {
        on(&self.api, "/2/oauth2/token")
    }
}

impl Dialect for X {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = on(&self.web, "/i/oauth2/authorize");
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, &[]);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let exchange = oauth::exchange(&ABOUT, self.token_endpoint(), &caller, &code);
        let api = self.api.clone();
        Step::send(exchange, move |answer| {
            if !answer.ok() {
                return Err(code_refused(&answer));
            }
            let tokens = oauth::read_tokens(&answer)?;
            let fresh = NewGrant {
                tokens: tokens.set(),
                kind: TokenKind::User,
                dates: tokens.dates(answer.at),
                scopes: tokens.scopes.unwrap_or(code.scopes),
            };
            Ok(Step::send(
                who_is(&api, &fresh.tokens.access),
                move |answer| {
                    let account = User::read(&answer)?.account(&answer)?;
                    Ok(Step::Done(SignInResult::of_one(account, fresh)))
                },
            ))
        })
    }

    /// X has no free call that tells; this one is paid for once a day and account.
    fn probe(
        &self,
        _caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        Step::send(who_is(&self.api, &tokens.access), move |answer| {
            Ok(Step::Done(ProbeResult {
                credits: ABOUT.credits(&answer),
                ..User::read(&answer)?.seen(&account, &answer)?
            }))
        })
    }

    fn renew(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        oauth::renew(
            &ABOUT,
            self.token_endpoint(),
            &caller,
            tokens,
            |answer| match answer.ok() {
                true => oauth::read_tokens(answer),
                false => Err(grant_refused(answer)),
            },
        )
    }

    /// Each of the two tokens is taken back by itself; the one that lives longer goes first.
    fn revoke(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<()>> {
        let endpoint = on(&self.api, "/2/oauth2/revoke");
        let end = |token| oauth::revoke(&ABOUT, endpoint.clone(), &caller, token, refused);
        let access = end(&tokens.access);
        Some(match &tokens.refresh {
            Some(refresh) => end(refresh).then(|()| access),
            None => access,
        })
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        on(&self.web, "/settings/connected_apps")
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

fn who_is(api: &Url, token: &Secret) -> Request {
    Request::get(on(api, "/2/users/me")).bearer(token)
}

#[derive(Deserialize)]
struct Me {
    data: User,
}

#[derive(Deserialize)]
struct User {
    id: Id,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    username: Option<String>,
}

impl User {
    fn read(answer: &Answer) -> Result<Described, ProviderError> {
        let Me { data } = answer.read(refused)?;
        let (id, kind) = (Some(data.id), AccountKind::Account);
        Ok(Described::by_user_name(id, kind, data.username, data.name))
    }
}

#[cfg(test)]
mod tests;
