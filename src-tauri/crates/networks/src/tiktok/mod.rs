//! TikTok accounts (Login Kit for Desktop, Display API).
//!
//! Words: the client id is a *client key*; `open_id` is the account as this app knows it, another
//! app sees another one. One approval speaks for one account. How long tokens live, TikTok's own
//! documents disagree about (2 or 24 hours, 180 or 365 days): only the answer counts. Each renewal
//! replaces the refresh token. Some errors come with status 200.
//! <https://developers.tiktok.com/doc/login-kit-desktop>,
//! <https://developers.tiktok.com/doc/oauth-user-access-token-management>,
//! <https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info>; checked 2026-11-24.

mod answers;
mod refusal;

use domain::{
    AccountId, Cause, Costs, Host, Review, ReviewBefore, Scopes, Secret, SetUpEffort, TokenKind,
    TokenSet, Unavailable, Use,
};
use url::Url;

use self::answers::{User, opened};
use self::refusal::{read_tokens, taken_back};
use crate::address::{fixed, on};
use crate::described::Described;
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, GrantScope, NewGrant, OAuthOptions, Pkce, ProbeResult, ProviderError,
    RedirectMethod, Redirects, RefreshedTokens, Renewal, Request, Revocation, SecretPlace,
    SignInPage, SignInResult, Step, Surface, oauth,
};

/// The scope that the user name needs.
const PROFILE: &str = "user.info.profile";

static ABOUT: About = About {
    id: "tiktok",
    name: "TikTok",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://developers.tiktok.com/apps/",
        secret: AppSecret::Needed,
    },
    set_up: Some(SetUpEffort {
        minutes: 10,
        costs: Costs::Nothing,
        review: Some(Review {
            before: ReviewBefore::Others,
            takes: None,
        }),
    }),
    surfaces: &[Surface::Browser, Surface::Window],
    roads: &[RedirectMethod::Loopback],
    probe_names_app: false,
    redirects: Redirects::Written("http://127.0.0.1:*/callback/tiktok"),
    pkce: Pkce::S256Hex,
    wording: OAuthOptions {
        client_id: "client_key",
        separator: ",",
        secret: SecretPlace::Form,
    },
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::OneLocation,
    brings: AccountsPerGrant::One,
    revocation: Revocation::Token,
    access_life: None,
    data_access_life: None,
    scopes: &[
        (Use::Identify, &["user.info.basic", PROFILE]),
        (Use::ReadStatistics, &["user.info.stats", "video.list"]),
        (Use::Publish, &["video.publish"]),
    ],
    credit_headers: &[],
};

/// TikTok accounts.
pub(crate) struct TikTok {
    site: Url,
    api: Url,
    help: Url,
}

impl TikTok {
    pub(crate) fn real() -> TikTok {
        TikTok {
            site: fixed("https://www.tiktok.com/"),
            api: fixed("https://open.tiktokapis.com/"),
            help: fixed("https://support.tiktok.com/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> TikTok {
        let origin = origin(ABOUT.id);
        TikTok {
            site: origin.clone(),
            api: origin.clone(),
            help: origin,
        }
    }
}

impl Dialect for TikTok {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = on(&self.site, "/v2/auth/authorize/");
        let extra: &[_] = if ask.ask_again {
            &[("disable_auto_auth", "1")]
        } else {
            &[]
        };
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, extra);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let exchange = oauth::exchange(&ABOUT, token_endpoint(&self.api), &caller, &code)
            .header("cache-control", "no-cache");
        let api = self.api.clone();
        Step::send(exchange, move |answer| {
            let tokens = read_tokens(&answer, ProviderError::StartAnew)?;
            let opened = opened(&answer);
            let fresh = NewGrant {
                tokens: tokens.set(),
                kind: TokenKind::User,
                scopes: tokens.scopes.clone().unwrap_or(code.scopes),
                dates: tokens.dates(answer.at),
            };
            let who = who_is(&api, &tokens.access, fields(&fresh.scopes));
            Ok(Step::send(who, move |answer| {
                let user = User::read(&answer)?;
                let both = opened.as_ref().zip(user.id.as_ref());
                if both.is_some_and(|(token_of, user)| token_of != user) {
                    // One answer says whose token it is, the other that it is somebody else's.
                    return Err(Unavailable::NotAnAnswer.into());
                }
                let id = user.id.clone().or(opened);
                let account = Described { id, ..user }.account(&answer)?;
                Ok(Step::Done(SignInResult::of_one(account, fresh)))
            }))
        })
    }

    fn probe(
        &self,
        _caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        let who = who_is(&self.api, &tokens.access, fields(&Scopes::default()));
        Step::send(who, move |answer| {
            Ok(Step::Done(ProbeResult {
                credits: ABOUT.credits(&answer),
                ..User::read(&answer)?.seen(&account, &answer)?
            }))
        })
    }

    fn renew(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        let refresh = refresh(&self.api, &caller, tokens.refresh.as_ref()?);
        Some(Step::send(refresh, move |answer| {
            let renewed = read_tokens(&answer, refusal::ENDED)?;
            Ok(Step::Done(renewed.renewed(tokens, answer.at)))
        }))
    }

    fn revoke(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<()>> {
        let api = self.api.clone();
        let revoke = take_back(&api, &caller, &tokens.access);
        Some(Step::send(revoke, move |answer| {
            match (taken_back(&answer), tokens.refresh) {
                // TikTok takes back only a token that lives: it needs a fresh one.
                (Err(ProviderError::No(_)), Some(refresh)) => {
                    Ok(renew_to_revoke(api, caller, &refresh))
                }
                (told, _) => told.map(Step::Done),
            }
        }))
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        // The page itself is in TikTok's app only; this one of its help says where.
        let path = "/en/safety-hc/account-and-user-safety/connect-to-third-party-apps";
        on(&self.help, path)
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

fn token_endpoint(api: &Url) -> Url {
    on(api, "/v2/oauth/token/")
}

fn refresh(api: &Url, caller: &CallContext, refresh: &Secret) -> Request {
    oauth::refresh(&ABOUT, token_endpoint(api), caller, refresh).header("cache-control", "no-cache")
}

fn take_back(api: &Url, caller: &CallContext, access: &Secret) -> Request {
    let revoke = Request::post(on(api, "/v2/oauth/revoke/"))
        // The revocation endpoint takes the token that is to end.
        .field("token", access.expose());
    oauth::with_credentials(&ABOUT, revoke, caller)
}

fn renew_to_revoke(api: Url, caller: CallContext, spent: &Secret) -> Step<()> {
    Step::send(refresh(&api, &caller, spent), move |answer| {
        match read_tokens(&answer, refusal::ENDED) {
            Ok(tokens) => {
                let revoke = take_back(&api, &caller, &tokens.access);
                Ok(Step::send(revoke, |answer| {
                    taken_back(&answer).map(Step::Done)
                }))
            }
            // There is nothing left to take back.
            Err(ProviderError::No(Cause::Unknown)) => Ok(Step::Done(())),
            Err(refusal) => Err(refusal),
        }
    })
}

/// A field whose scope was not granted fails the whole call.
fn fields(granted: &Scopes) -> &'static str {
    match granted.contains(PROFILE) {
        true => "open_id,display_name,username",
        false => "open_id,display_name",
    }
}

fn who_is(api: &Url, token: &Secret, fields: &str) -> Request {
    Request::get(on(api, "/v2/user/info/"))
        .query("fields", fields)
        .bearer(token)
}

#[cfg(test)]
mod tests;
