//! Facebook pages (Graph API).
//!
//! Words: a *page* is a location, a *user token* is what the person's approval gives, a *page
//! token* speaks for one page and is what we keep. The user token only fetches the page tokens and
//! is then forgotten. A *business* holds pages for its people; some of them the person did not tick
//! or has no role on. <https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow>,
//! <https://developers.facebook.com/docs/facebook-login/guides/access-tokens>,
//! <https://developers.facebook.com/docs/graph-api/reference/business/owned_pages>; checked
//! 2026-11-24.

mod answers;
mod envelope;
mod granted;
mod graph;
mod lists;
mod refusal;
mod talk;
mod texts;
mod usage;

use domain::{
    AccountId, AccountKind, Costs, Host, Review, ReviewBefore, ReviewTakes, Secret, SetUpEffort,
    Span, TokenSet, Use,
};
use url::Url;

use self::answers::Named;
pub(super) use self::answers::{Inspection, Linked, inspected};
pub(super) use self::granted::Reads;
pub(super) use self::graph::Graph;
pub(super) use self::refusal::{at_exchange, at_sign_in, meaning, refused, refused_by};
pub(super) use self::talk::VERSION;
pub(super) use self::usage::USAGE;
use crate::described::Described;
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, GrantScope, OAuthOptions, Pkce, ProbeResult, RedirectMethod, Redirects,
    Renewal, Revocation, SignInPage, SignInResult, Step, Surface,
};

static ABOUT: About = About {
    id: "facebook",
    name: "Facebook",
    asks_for: None,
    app: AppCredentialsFrom::User {
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
        (Use::Identify, &["business_management", "pages_show_list"]),
        (
            Use::ReadStatistics,
            &["pages_read_engagement", "read_insights"],
        ),
        (
            Use::Publish,
            &["pages_manage_posts", "pages_read_engagement"],
        ),
        (
            Use::Promote,
            &["ads_management", "ads_read", "pages_manage_ads"],
        ),
    ],
    credit_headers: USAGE,
};

static READS: Reads = Reads {
    about: &ABOUT,
    fields: "id,name,access_token",
    account: |page| {
        let page = Described {
            id: Some(page.id.clone()),
            kind: AccountKind::Page,
            name: page.name.clone(),
            handle: None,
        };
        page.found()
    },
};

/// Facebook pages.
pub(crate) struct Facebook(Graph);

impl Facebook {
    pub(crate) fn real() -> Facebook {
        Facebook(Graph::real())
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Facebook {
        Facebook(Graph::practice(origin))
    }
}

impl Dialect for Facebook {
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
        // In the name of a page, `me` is the page.
        talk.probe(&["me"], "id,name", tokens, account, |answer| {
            let me: Named = answer.read(refused)?;
            Ok(me.described(AccountKind::Page))
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
#[cfg(test)]
pub(super) use self::tests::recorded_answers;
