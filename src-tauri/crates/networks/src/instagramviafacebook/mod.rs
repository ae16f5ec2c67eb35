//! Instagram accounts that are reached through a Facebook page (Instagram API with Facebook login).
//!
//! Words: people sign in at Facebook; an *account* is linked to a page, and what we keep is that
//! page's token. It is the way to an account for teams that work through businesses, and its
//! identity differs from the one that [`instagram`](super::instagram) gives to the same account.
//! <https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-facebook-login>,
//! <https://developers.facebook.com/docs/graph-api/reference/page>; checked 2026-11-24.

use domain::{
    AccountId, Costs, Host, Review, ReviewBefore, ReviewTakes, Secret, SetUpEffort, Span, TokenSet,
    Use,
};
use url::Url;

use super::facebook::{Graph, Linked, Reads, USAGE};
use super::instagram::refused;
use crate::described::Described;
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, GrantScope, OAuthOptions, Pkce, ProbeResult, RedirectMethod, Redirects,
    Renewal, Revocation, SignInPage, SignInResult, Step, Surface,
};

static ABOUT: About = About {
    id: "instagramviafacebook",
    name: "Instagram through Facebook",
    asks_for: None,
    app: AppCredentialsFrom::UserOf {
        network: "facebook",
        console: "https://developers.facebook.com/apps/",
        secret: AppSecret::Needed,
    },
    set_up: Some(SetUpEffort {
        minutes: 5,
        costs: Costs::Nothing,
        review: Some(Review {
            before: ReviewBefore::Others,
            takes: Some(ReviewTakes::Weeks),
        }),
    }),
    surfaces: &[Surface::Window, Surface::Browser],
    roads: &[RedirectMethod::OwnPage],
    probe_names_app: true,
    redirects: Redirects::OfRoads,
    pkce: Pkce::None,
    wording: OAuthOptions::STANDARD,
    renewal: Renewal::None,
    grant_serves: GrantScope::OneLocation,
    brings: AccountsPerGrant::Many,
    revocation: Revocation::OnlyByPerson,
    access_life: None,
    data_access_life: Some(Span::from_days(90)),
    scopes: &[
        (
            Use::Identify,
            &[
                "business_management",
                "instagram_basic",
                "pages_read_engagement",
                "pages_show_list",
            ],
        ),
        (
            Use::ReadStatistics,
            &["instagram_basic", "instagram_manage_insights"],
        ),
        (
            Use::Publish,
            &["instagram_basic", "instagram_content_publish"],
        ),
    ],
    credit_headers: USAGE,
};

static READS: Reads = Reads {
    about: &ABOUT,
    fields: "id,name,access_token,instagram_business_account{id,username,name}",
    account: |page| {
        let linked = page.instagram_business_account.clone()?.described();
        let name = linked.name.clone().or_else(|| page.name.clone());
        Described { name, ..linked }.found()
    },
};

/// Instagram accounts through their Facebook pages.
pub(crate) struct InstagramViaFacebook(Graph);

impl InstagramViaFacebook {
    pub(crate) fn real() -> InstagramViaFacebook {
        InstagramViaFacebook(Graph::real())
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> InstagramViaFacebook {
        InstagramViaFacebook(Graph::practice(origin))
    }
}

impl Dialect for InstagramViaFacebook {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn own_page(&self) -> Option<Url> {
        Some(self.0.own_page())
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        self.0.authorize(&ABOUT, &caller, &ask)
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        self.0.talk(&READS, caller).sign_in(&code)
    }

    fn import_token(&self, caller: CallContext, token: Secret) -> Option<Step<SignInResult>> {
        Some(self.0.talk(&READS, caller).harvest(token))
    }

    fn probe(
        &self,
        caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        let talk = self.0.talk(&READS, caller);
        let path = account.0.clone();
        // The page's token opens the account only while the two are linked.
        talk.probe(&[&path], "id,username,name", tokens, account, |answer| {
            Ok(answer.read::<Linked>(refused)?.described())
        })
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        self.0.permissions_page()
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

#[cfg(test)]
mod tests;
