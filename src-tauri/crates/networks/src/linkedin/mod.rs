//! LinkedIn: members and the pages of organizations (Community Management API).
//!
//! Words: a *member* is a person and has a profile; an *organization* is a page that members have
//! *roles* on. Pages have no tokens: the member's one token speaks for the profile and for every
//! page, and a new approval with other scopes ends the older one. Accounts go by their URN, under
//! which they also post. Only some apps are given refresh tokens; they keep their first end.
//!
//! The standard flow refuses PKCE. The flow that knows it (`native-pkce`) exists only for apps for
//! which LinkedIn switched it on, at another address, without `openid`; it is not spoken here.
//! <https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow>,
//! <https://learn.microsoft.com/linkedin/shared/authentication/token-introspection>,
//! <https://learn.microsoft.com/linkedin/marketing/community-management/organizations/organization-access-control-by-role>;
//! checked 2026-11-24.

mod answers;
mod refusal;
mod talk;

use domain::{
    AccountId, Costs, Host, Review, ReviewBefore, ReviewTakes, Secret, SetUpEffort, Span,
    TokenKind, TokenSet, Use,
};
use url::Url;

use self::answers::{inspected, page_number};
use self::refusal::{code_refused, grant_refused, refused};
use self::talk::{Talk, Today};
use crate::address::{fixed, on};
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, GrantScope, NewGrant, OAuthOptions, Pkce, ProbeResult, ProviderError,
    RedirectMethod, Redirects, RefreshedTokens, Renewal, Request, Revocation, SignInPage,
    SignInResult, Step, Surface, oauth,
};

/// Lives about a year; raise it together with the practice network.
const VERSION: &str = "202608";
/// What lists organizations with their names and figures; `r_organization_admin` does not name them.
const PAGES: &str = "rw_organization_admin";

static ABOUT: About = About {
    id: "linkedin",
    name: "LinkedIn",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://www.linkedin.com/developers/apps",
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
        port: 47824,
    }],
    probe_names_app: true,
    redirects: Redirects::OfRoads,
    pkce: Pkce::None,
    wording: OAuthOptions::STANDARD,
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::AllOfLogin,
    brings: AccountsPerGrant::Many,
    revocation: Revocation::Token,
    access_life: Some(Span::from_days(60)),
    data_access_life: None,
    scopes: &[
        (Use::Identify, &["openid", "profile", PAGES]),
        (Use::ReadStatistics, &["r_organization_social", PAGES]),
        (Use::Publish, &["w_member_social", "w_organization_social"]),
    ],
    // No headers tell how much is used.
    credit_headers: &[],
};

/// LinkedIn.
pub(crate) struct LinkedIn {
    www: Url,
    api: Url,
}

impl LinkedIn {
    pub(crate) fn real() -> LinkedIn {
        LinkedIn {
            www: fixed("https://www.linkedin.com/"),
            api: fixed("https://api.linkedin.com/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> LinkedIn {
        let origin = origin(ABOUT.id);
        LinkedIn {
            www: origin.clone(),
            api: origin,
        }
    }

    fn token_endpoint(&self) -> Url {
        on(&self.www, "/oauth/v2/accessToken")
    }

    /// Asks what a token is worth; this costs nothing of any quota.
    fn inspect(&self, caller: &CallContext, token: &Secret) -> Request {
        let request = Request::post(on(&self.www, "/oauth/v2/introspectToken"))
            // The token that is inspected.
            .field("token", token.expose());
        oauth::with_credentials(&ABOUT, request, caller)
    }
}

impl Dialect for LinkedIn {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = on(&self.www, "/oauth/v2/authorization");
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
            let talk = Talk {
                api,
                token: fresh.tokens.access.clone(),
                young: true,
            };
            Ok(talk.who_approved(fresh))
        })
    }

    /// A token of the token generator at LinkedIn's developer portal.
    fn import_token(&self, caller: CallContext, token: Secret) -> Option<Step<SignInResult>> {
        let inspect = self.inspect(&caller, &token);
        let api = self.api.clone();
        Some(Step::send(inspect, move |answer| {
            let facts = inspected(&answer)?.ok_or_else(|| ProviderError::unrecognised(&answer))?;
            let fresh = NewGrant {
                tokens: TokenSet {
                    access: token.clone(),
                    refresh: None,
                    binding: None,
                },
                kind: TokenKind::User,
                scopes: facts.scope.clone().unwrap_or_default(),
                dates: facts.dates(answer.at),
            };
            let young = facts.is_young(caller.now);
            Ok(Talk { api, token, young }.who_approved(fresh))
        }))
    }

    fn probe(
        &self,
        caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        let inspect = self.inspect(&caller, &tokens.access);
        let api = self.api.clone();
        Step::attempt(inspect, move |answer| {
            // Whatever the inspection leaves open, the call that follows decides.
            let facts = match &answer {
                Some(answer) => inspected(answer)?,
                None => None,
            };
            let talk = Talk {
                api,
                token: tokens.access,
                young: facts
                    .as_ref()
                    .is_some_and(|facts| facts.is_young(caller.now)),
            };
            let today = Today {
                dates: facts.as_ref().map(|facts| facts.dates(caller.now)),
                scopes: facts.and_then(|facts| facts.scope),
            };
            Ok(match page_number(&account.0) {
                Some(page) => talk.see_page(page, today),
                None => talk.see_member(account, today),
            })
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

    /// Clients take tokens back here, and no official page names it: where it fails, the person's
    /// own page is the way.
    fn revoke(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<()>> {
        let endpoint = on(&self.www, "/oauth/v2/revoke");
        let end = |token| oauth::revoke(&ABOUT, endpoint.clone(), &caller, token, refused);
        let access = end(&tokens.access);
        Some(match &tokens.refresh {
            Some(refresh) => end(refresh).then(|()| access),
            None => access,
        })
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        on(&self.www, "/psettings/permitted-services")
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

#[cfg(test)]
mod tests;
