//! Pinterest accounts (API v5).
//!
//! Words: an *account* is a location, of a person (`PINNER`) or of a business; *boards* belong to
//! it and have no tokens of their own. Each renewal brings a new pair and another 60 days
//! ("continuous refresh"). Tokens of people cannot be taken back by an app.
//! <https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/>,
//! <https://developers.pinterest.com/docs/api/v5/user_account-get>,
//! <https://github.com/pinterest/api-description>; checked 2026-11-24.

mod answers;
mod refusal;

use domain::{
    AccountId, Costs, GrantDates, Host, Review, ReviewBefore, ReviewTakes, Scopes, Secret,
    SetUpEffort, Span, TokenKind, TokenSet, Use,
};
use url::Url;

use self::answers::User;
use self::refusal::{read_tokens, refused};
use crate::address::{fixed, on};
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, CreditHeaders, CreditOf, Dialect, GrantScope, NewGrant, OAuthOptions, Pkce,
    ProbeResult, ProviderError, RedirectMethod, Redirects, RefreshedTokens, Renewal, Request,
    ResetAs, Revocation, SecretPlace, SignInPage, SignInResult, Step, Surface, oauth,
};

/// How long a token lives that was made at the console. A guess: neither the console nor the API
/// tells an app, and one that lives longer is only warned of too early.
const CONSOLE_TOKEN_LIVES: Span = Span::from_secs(24 * 3_600);
/// What is known of such a token once it named its account. Its other scopes are seen at
/// Pinterest's token debugger alone.
const CONSOLE_TOKEN_ALLOWS: [&str; 1] = ["user_accounts:read"];

static ABOUT: About = About {
    id: "pinterest",
    name: "Pinterest",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://developers.pinterest.com/apps/",
        secret: AppSecret::Needed,
    },
    set_up: Some(SetUpEffort {
        minutes: 10,
        costs: Costs::Nothing,
        review: Some(Review {
            before: ReviewBefore::Anybody,
            takes: Some(ReviewTakes::Days),
        }),
    }),
    surfaces: &[Surface::Browser, Surface::Window],
    roads: &[RedirectMethod::LoopbackAt {
        host: "localhost",
        port: 47_825,
    }],
    probe_names_app: false,
    redirects: Redirects::OfRoads,
    pkce: Pkce::None,
    wording: OAuthOptions {
        client_id: "client_id",
        separator: ",",
        secret: SecretPlace::Basic,
    },
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::OneLocation,
    brings: AccountsPerGrant::One,
    revocation: Revocation::OnlyByPerson,
    access_life: Some(Span::from_days(30)),
    data_access_life: None,
    scopes: &[
        (Use::Identify, &["user_accounts:read"]),
        (
            Use::ReadStatistics,
            &["boards:read", "pins:read", "user_accounts:read"],
        ),
        // A pin is published with all four, the reading ones too.
        (
            Use::Publish,
            &["boards:read", "boards:write", "pins:read", "pins:write"],
        ),
    ],
    credit_headers: &[CreditHeaders::Counted {
        of: CreditOf::Account,
        limit: "x-ratelimit-limit",
        remaining: "x-ratelimit-remaining",
        reset: "x-ratelimit-reset",
        reset_as: ResetAs::SecondsFromNow,
    }],
};

/// Pinterest accounts.
pub(crate) struct Pinterest {
    site: Url,
    api: Url,
}

impl Pinterest {
    pub(crate) fn real() -> Pinterest {
        Pinterest {
            site: fixed("https://www.pinterest.com/"),
            api: fixed("https://api.pinterest.com/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Pinterest {
        let origin = origin(ABOUT.id);
        Pinterest {
            site: origin.clone(),
            api: origin,
        }
    }
}

impl Dialect for Pinterest {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        // Pinterest has no word for asking anew: who wants another account logs out there first.
        let url = oauth::authorize(&ABOUT, on(&self.site, "/oauth/"), &caller, &ask, &[]);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let exchange = oauth::exchange(&ABOUT, on(&self.api, "/v5/oauth/token"), &caller, &code)
            // Apps made before 2025-09-25 get a refresh token that lives on only where they ask.
            .field("continuous_refresh", "true");
        let api = self.api.clone();
        Step::send(exchange, move |answer| {
            let tokens = read_tokens(&answer, ProviderError::StartAnew)?;
            let fresh = NewGrant {
                tokens: tokens.set(),
                kind: TokenKind::User,
                scopes: tokens.scopes.clone().unwrap_or(code.scopes),
                dates: tokens.dates(answer.at),
            };
            Ok(whose(&api, fresh))
        })
    }

    fn import_token(&self, caller: CallContext, token: Secret) -> Option<Step<SignInResult>> {
        let fresh = NewGrant {
            tokens: TokenSet {
                access: token,
                refresh: None,
                binding: None,
            },
            kind: TokenKind::User,
            scopes: Scopes::new(CONSOLE_TOKEN_ALLOWS),
            dates: GrantDates {
                issued_at: caller.now,
                access_ends: Some(caller.now.plus(CONSOLE_TOKEN_LIVES)),
                refresh_ends: None,
                data_access_ends: None,
                renewable: false,
            },
        };
        Some(whose(&self.api, fresh))
    }

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
        let endpoint = on(&self.api, "/v5/oauth/token");
        oauth::renew(&ABOUT, endpoint, &caller, tokens, |answer| {
            read_tokens(answer, refusal::ENDED)
        })
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        on(&self.site, "/settings/security")
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

fn who_is(api: &Url, token: &Secret) -> Request {
    Request::get(on(api, "/v5/user_account")).bearer(token)
}

/// The account that a token speaks for is who approved.
fn whose(api: &Url, fresh: NewGrant) -> Step<SignInResult> {
    Step::send(who_is(api, &fresh.tokens.access), move |answer| {
        let account = User::read(&answer)?.account(&answer)?;
        Ok(Step::Done(SignInResult::of_one(account, fresh)))
    })
}

#[cfg(test)]
mod tests;
