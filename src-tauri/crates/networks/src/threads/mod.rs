//! Threads.
//!
//! Words: one approval brings one *profile*. The app's id and secret are those of the *Threads app*
//! inside the Meta app. No call takes a token back.
//! <https://developers.facebook.com/documentation/threads/get-started>,
//! <https://github.com/fbsamples/threads_api>; checked 2026-11-24.

use domain::{
    AccountId, AccountKind, Costs, Host, Review, ReviewBefore, ReviewTakes, Secret, SetUpEffort,
    TokenSet, Use,
};
use url::Url;

use super::facebook::USAGE;
use super::instagram::refused;
use super::instagram::sixty_days::{LIFE, SixtyDays, Talk};
use crate::address::{fixed, on};
use crate::{
    About, AccountsPerGrant, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, GrantScope, OAuthOptions, Pkce, ProbeResult, RedirectMethod, Redirects,
    RefreshedTokens, Renewal, Revocation, SignInPage, SignInResult, Step, Surface, oauth,
};

/// Where people sign in, by the newest guide; Meta's own samples still name `www.threads.net`.
const DIALOG: &str = "https://threads.com/";
/// Where tokens and profiles are. The guide names `graph.threads.com` too; the samples do not.
const GRAPH: &str = "https://graph.threads.net/";
/// Where the person sees and removes permissions (*Website permissions*). The help pages tell the
/// way, not the address.
const PERMISSIONS: &str = "/settings/account";

static ABOUT: About = About {
    id: "threads",
    name: "Threads",
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
        (Use::Identify, &["threads_basic"]),
        (
            Use::ReadStatistics,
            &["threads_basic", "threads_manage_insights"],
        ),
        (Use::Publish, &["threads_basic", "threads_content_publish"]),
    ],
    // Threads does not describe them; they are read where they come.
    credit_headers: USAGE,
};

static WAYS: SixtyDays = SixtyDays {
    about: &ABOUT,
    exchange: "th_exchange_token",
    extend: "th_refresh_token",
    me: &["v1.0", "me"],
    fields: "id,username,name",
    // The guide has a token of one of the app's testers ask. Whether a token may ask about itself
    // is not told, so nothing hangs on the answer.
    inspect: Some(&["v1.0", "debug_token"]),
    refused,
    id: "id",
    kind: AccountKind::Profile,
};

/// Threads.
pub(crate) struct Threads {
    dialog: Url,
    graph: Url,
    own: Url,
}

impl Threads {
    pub(crate) fn real() -> Threads {
        Threads {
            dialog: fixed(DIALOG),
            graph: fixed(GRAPH),
            own: fixed("https://localhost/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Threads {
        let origin = origin(ABOUT.id);
        Threads {
            dialog: origin.clone(),
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

impl Dialect for Threads {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn own_page(&self) -> Option<Url> {
        Some(on(&self.own, "/callback/threads"))
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = on(&self.dialog, "/oauth/authorize");
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, &[]);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let endpoint = on(&self.graph, "/oauth/access_token");
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
