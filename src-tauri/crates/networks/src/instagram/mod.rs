//! Instagram (Instagram API with Instagram login): professional accounts, without a Facebook page.
//!
//! Words: one approval brings one *account*, whose identity is `user_id`; the `id` beside it is
//! known to the app only. The app's id and secret are those of the *Instagram app* inside the Meta
//! app. No call takes a token back.
//! <https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/business-login>;
//! checked 2026-11-24.

mod refusal;
pub(super) mod sixty_days;

use domain::{
    AccountId, AccountKind, Costs, Host, Review, ReviewBefore, ReviewTakes, Secret, SetUpEffort,
    TokenSet, Use,
};
use url::Url;

pub(super) use self::refusal::refused;
use self::sixty_days::{LIFE, SixtyDays, Talk};
use super::facebook::{USAGE, VERSION};
use crate::address::{fixed, on};
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, GrantScope, OAuthOptions, Pkce, ProbeResult, RedirectMethod, Redirects,
    RefreshedTokens, Renewal, Revocation, SignInPage, SignInResult, Step, Surface, oauth,
};

/// Where people sign in. The guide says so; a reference page still names `api.instagram.com`.
const DIALOG: &str = "https://www.instagram.com/";
/// Where the person sees and removes permissions. The help pages tell the way, not the address.
const PERMISSIONS: &str = "/accounts/manage_access/";

static ABOUT: About = About {
    id: "instagram",
    name: "Instagram",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://developers.facebook.com/apps/",
        secret: AppSecret::Needed,
    },
    set_up: Some(SetUpEffort {
        minutes: 10,
        costs: Costs::Nothing,
        review: Some(Review {
            before: ReviewBefore::Others,
            takes: Some(ReviewTakes::Weeks),
        }),
    }),
    surfaces: &[Surface::Window, Surface::Browser],
    roads: &[RedirectMethod::OwnPage],
    probe_names_app: false,
    redirects: Redirects::OfRoads,
    pkce: Pkce::None,
    wording: OAuthOptions {
        separator: ",",
        ..OAuthOptions::STANDARD
    },
    renewal: Renewal::Extend,
    grant_serves: GrantScope::OneLocation,
    brings: AccountsPerGrant::One,
    revocation: Revocation::OnlyByPerson,
    access_life: Some(LIFE),
    data_access_life: None,
    scopes: &[
        (Use::Identify, &["instagram_business_basic"]),
        (
            Use::ReadStatistics,
            &[
                "instagram_business_basic",
                "instagram_business_manage_insights",
            ],
        ),
        (
            Use::Publish,
            &[
                "instagram_business_basic",
                "instagram_business_content_publish",
            ],
        ),
    ],
    credit_headers: USAGE,
};

static WAYS: SixtyDays = SixtyDays {
    about: &ABOUT,
    exchange: "ig_exchange_token",
    extend: "ig_refresh_token",
    me: &[VERSION, "me"],
    fields: "user_id,username,name",
    inspect: None,
    refused,
    id: "user_id",
    kind: AccountKind::BusinessAccount,
};

/// Instagram.
pub(crate) struct Instagram {
    dialog: Url,
    tokens: Url,
    graph: Url,
    own: Url,
}

impl Instagram {
    pub(crate) fn real() -> Instagram {
        Instagram {
            dialog: fixed(DIALOG),
            tokens: fixed("https://api.instagram.com/"),
            graph: fixed("https://graph.instagram.com/"),
            own: fixed("https://localhost/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Instagram {
        let origin = origin(ABOUT.id);
        Instagram {
            dialog: origin.clone(),
            tokens: origin.clone(),
            graph: origin.clone(),
            own: origin,
        }
    }

    fn talk(&self, caller: CallContext) -> Talk {
        Talk {
            ways: &WAYS,
            graph: self.graph.clone(),
            caller,
        }
    }
}

impl Dialect for Instagram {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn own_page(&self) -> Option<Url> {
        Some(on(&self.own, "/callback/instagram"))
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = on(&self.dialog, "/oauth/authorize");
        let extra: &[_] = if ask.ask_again {
            &[("force_reauth", "true")]
        } else {
            &[]
        };
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, extra);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let endpoint = on(&self.tokens, "/oauth/access_token");
        self.talk(caller).sign_in(endpoint, code)
    }

    fn import_token(&self, caller: CallContext, token: Secret) -> Option<Step<SignInResult>> {
        Some(self.talk(caller).import_token(token))
    }

    fn probe(
        &self,
        caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        self.talk(caller).probe(tokens, account)
    }

    fn renew(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        Some(self.talk(caller).renew(tokens))
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        on(&self.dialog, PERMISSIONS)
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use self::tests::refusals as recorded_refusals;
