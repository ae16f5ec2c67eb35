//! YouTube channels (Google's OAuth for desktop apps, YouTube Data API v3).
//!
//! Words: a *channel* is a location. In Google's own list the person picks an account or one of
//! its brand accounts, and the approval speaks for that one channel; no call lists the others. An
//! access token lives an hour, the refresh token has no end of its own and is not replaced.
//! Calls cost *units* of a quota that the whole project shares.
//! <https://developers.google.com/identity/protocols/oauth2/native-app>,
//! <https://developers.google.com/youtube/v3/docs/channels/list>,
//! <https://developers.google.com/youtube/v3/docs/errors>; checked 2026-11-24.

mod answers;
mod refusal;

use domain::{AccountId, Cause, Costs, Host, Secret, SetUpEffort, Span, TokenKind, TokenSet, Use};
use url::Url;

use self::answers::{channel, inspected, person};
use self::refusal::{is_over, read_tokens, refused};
use crate::address::{fixed, on};
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, GrantScope, NewGrant, OAuthOptions, Pkce, ProbeResult, ProviderError,
    RedirectMethod, Redirects, RefreshedTokens, Renewal, Request, Revocation, SignInPage,
    SignInResult, Step, Surface, oauth,
};

/// Without `consent` a second approval brings no refresh token; without `select_account` Google
/// passes over its list, and another channel cannot be chosen.
const PROMPT: &str = "consent select_account";

static ABOUT: About = About {
    id: "youtube",
    name: "YouTube",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://console.cloud.google.com/auth/clients",
        // Google's guide calls it optional; its token endpoint answers "client_secret is missing."
        secret: AppSecret::Needed,
    },
    set_up: Some(SetUpEffort {
        minutes: 10,
        costs: Costs::Nothing,
        review: None,
    }),
    surfaces: &[Surface::Browser],
    roads: &[RedirectMethod::Loopback],
    probe_names_app: false,
    redirects: Redirects::Unregistered,
    pkce: Pkce::S256,
    wording: OAuthOptions::STANDARD,
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::OneLocation,
    brings: AccountsPerGrant::One,
    // Which channels hang on the same Google account, Google does not tell.
    revocation: Revocation::WholeAccount,
    access_life: Some(Span::from_secs(3_600)),
    data_access_life: None,
    scopes: &[
        (
            Use::Identify,
            &["https://www.googleapis.com/auth/youtube.readonly"],
        ),
        (
            Use::ReadStatistics,
            &[
                "https://www.googleapis.com/auth/youtube.readonly",
                "https://www.googleapis.com/auth/yt-analytics.readonly",
            ],
        ),
        (
            Use::Publish,
            &["https://www.googleapis.com/auth/youtube.upload"],
        ),
    ],
    credit_headers: &[],
};

/// YouTube channels.
pub(crate) struct YouTube {
    accounts: Url,
    oauth: Url,
    api: Url,
    my_account: Url,
}

impl YouTube {
    pub(crate) fn real() -> YouTube {
        YouTube {
            accounts: fixed("https://accounts.google.com/"),
            oauth: fixed("https://oauth2.googleapis.com/"),
            api: fixed("https://www.googleapis.com/"),
            my_account: fixed("https://myaccount.google.com/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> YouTube {
        let origin = origin(ABOUT.id);
        YouTube {
            accounts: origin.clone(),
            oauth: origin.clone(),
            api: origin.clone(),
            my_account: origin,
        }
    }
}

impl Dialect for YouTube {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = on(&self.accounts, "/o/oauth2/v2/auth");
        // `login_hint` is left out: it takes an address of mail, and a channel has none.
        let extra = [("access_type", "offline"), ("prompt", PROMPT)];
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, &extra);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let exchange = oauth::exchange(&ABOUT, on(&self.oauth, "/token"), &caller, &code);
        let (api, oauth) = (self.api.clone(), self.oauth.clone());
        Step::send(exchange, move |answer| {
            let tokens = read_tokens(&answer, |_| ProviderError::StartAnew)?;
            let fresh = NewGrant {
                tokens: tokens.set(),
                kind: TokenKind::Page,
                scopes: tokens.scopes.clone().unwrap_or(code.scopes),
                dates: tokens.dates(answer.at),
            };
            let mine = mine(&api, &tokens.access);
            Ok(Step::send(mine, move |answer| match channel(&answer)? {
                Some(channel) => {
                    let account = channel.account(&answer)?;
                    Ok(Step::Done(SignInResult::of_one(account, fresh)))
                }
                None => Ok(nothing_to_connect(&oauth, &tokens.access)),
            }))
        })
    }

    fn probe(
        &self,
        _caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        let mine = mine(&self.api, &tokens.access);
        // Costs nothing: a dead token is seen before a unit of the quota is spent. Where it tells
        // nothing, the channel decides alone.
        Step::attempt(inspect(&self.oauth, &tokens.access), move |answer| {
            let scopes = answer.map_or(Ok(None), |answer| inspected(&answer))?;
            Ok(Step::send(mine, move |answer| {
                let channel = channel(&answer)?.ok_or(ProviderError::No(Cause::AccessLost))?;
                Ok(Step::Done(ProbeResult {
                    scopes,
                    credits: ABOUT.credits(&answer),
                    ..channel.seen(&account, &answer)?
                }))
            }))
        })
    }

    fn renew(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        let endpoint = on(&self.oauth, "/token");
        oauth::renew(&ABOUT, endpoint, &caller, tokens, |answer| {
            read_tokens(answer, ProviderError::No)
        })
    }

    fn revoke(&self, _caller: CallContext, tokens: TokenSet) -> Option<Step<()>> {
        let token = tokens.refresh.unwrap_or(tokens.access);
        // The revocation endpoint takes the token that is to end, and asks for no app.
        let revoke = Request::post(on(&self.oauth, "/revoke")).field("token", token.expose());
        Some(Step::send(revoke, |answer| {
            match answer.ok() || is_over(&answer) {
                true => Ok(Step::Done(())),
                false => Err(refused(&answer)),
            }
        }))
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        on(&self.my_account, "/connections")
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

/// The one channel that the person picked; one unit.
fn mine(api: &Url, token: &Secret) -> Request {
    Request::get(on(api, "/youtube/v3/channels"))
        .query("part", "snippet")
        .query("mine", "true")
        .bearer(token)
}

/// What Google knows of a token. Its documents show the token in the address; a form is taken too,
/// and stays out of logs.
fn inspect(oauth: &Url, token: &Secret) -> Request {
    // The token that is inspected; the endpoint takes it in no other way.
    Request::post(on(oauth, "/tokeninfo")).field("access_token", token.expose())
}

/// An account without a channel: its token opens nothing and is dropped.
fn nothing_to_connect(oauth: &Url, token: &Secret) -> Step<SignInResult> {
    Step::attempt(inspect(oauth, token), |answer| {
        Ok(Step::Done(SignInResult {
            person: person(answer.as_ref()),
            grants: vec![],
            finds: vec![],
            unread: 0,
            incomplete: false,
        }))
    })
}

#[cfg(test)]
mod tests;
