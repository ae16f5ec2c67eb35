//! The login dialog and the Graph API, for every network whose people sign in at Facebook. What a
//! network makes of the pages is its [`Reads`].

use domain::{AccountId, Secret, TokenSet};
use url::Url;

use super::answers::{Named, inspected, read_tokens};
use super::granted::{Granted, Reads};
use super::lists;
use super::refusal::{at_sign_in, refused};
use super::talk::{Talk, VERSION};
use crate::address::{below, fixed, on};
use crate::described::Described;
use crate::lenient::Id;
use crate::{
    About, Answer, AuthorizationRequest, CallContext, CodeExchange, Person, ProbeResult,
    ProviderError, Request, SignInPage, SignInResult, Step, oauth,
};

/// Where Facebook's login dialog and its Graph API are.
pub(crate) struct Graph {
    dialog: Url,
    api: Url,
}

impl Graph {
    pub(crate) fn real() -> Graph {
        Graph {
            dialog: fixed("https://www.facebook.com/"),
            api: fixed("https://graph.facebook.com/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Graph {
        let origin = origin("facebook");
        Graph {
            dialog: origin.clone(),
            api: origin,
        }
    }

    pub(crate) fn own_page(&self) -> Url {
        on(&self.dialog, "/connect/login_success.html")
    }

    pub(crate) fn permissions_page(&self) -> Url {
        let mut url = on(&self.dialog, "/settings/");
        url.set_query(Some("tab=business_tools"));
        url
    }

    pub(crate) fn authorize(
        &self,
        about: &About,
        caller: &CallContext,
        ask: &AuthorizationRequest,
    ) -> Step<SignInPage> {
        let endpoint = on(&self.dialog, &format!("/{VERSION}/dialog/oauth"));
        let extra: &[_] = if ask.ask_again {
            &[("auth_type", "rerequest")]
        } else {
            &[]
        };
        let url = oauth::authorize(about, endpoint, caller, ask, extra);
        Step::Done(SignInPage::at(url))
    }

    pub(crate) fn talk(&self, reads: &'static Reads, caller: CallContext) -> Talk {
        Talk {
            api: self.api.clone(),
            reads,
            caller,
        }
    }
}

impl Talk {
    pub(crate) fn sign_in(self, code: &CodeExchange) -> Step<SignInResult> {
        let endpoint = below(&self.api, &[VERSION, "oauth", "access_token"]);
        let about = self.reads.about;
        let exchange = oauth::exchange(about, endpoint.clone(), &self.caller, code);
        Step::send(exchange, move |answer| {
            let short = read_tokens(&answer)?;
            let extend = Request::post(endpoint)
                .field("grant_type", "fb_exchange_token")
                // The token endpoint exchanges the short token for one of 60 days.
                .field("fb_exchange_token", short.access.expose());
            let extend = oauth::with_credentials(about, extend, &self.caller);
            Ok(Step::send(extend, move |answer| {
                let user = read_tokens(&answer)?;
                Ok(self.harvest(user.access))
            }))
        })
    }

    /// What a user's token brings.
    pub(crate) fn harvest(self, user: Secret) -> Step<SignInResult> {
        let me = self.ask(&["me"], &user).query("fields", "id,name");
        Step::send(me, move |answer| {
            let me: Named = answer.read(refused).map_err(at_sign_in)?;
            let Id(id) = me.id;
            let person = Person {
                name: me.name.unwrap_or_else(|| id.clone()),
                id: AccountId(id),
            };
            let inspect = self.inspect(&user);
            Ok(Step::send(inspect, move |answer| {
                let facts = inspected(&answer).map_err(at_sign_in)?;
                let granted = Granted::by(person, facts, self.reads, self.caller.now);
                Ok(lists::walk(self, user, granted))
            }))
        })
    }

    /// Asks about an account in the name of its page, and what the page's token is worth.
    pub(crate) fn probe(
        self,
        path: &[&str],
        fields: &'static str,
        tokens: TokenSet,
        asked: AccountId,
        read: fn(&Answer) -> Result<Described, ProviderError>,
    ) -> Step<ProbeResult> {
        let page = tokens.access;
        let ask = self.ask(path, &page).query("fields", fields);
        Step::send(ask, move |answer| {
            let seen = read(&answer)?.seen(&asked, &answer)?;
            let credits = self.reads.about.credits(&answer);
            let inspect = self.inspect(&page);
            Ok(Step::attempt(inspect, move |answer| {
                // A probe that the network itself answered stands even when the inspection fails.
                let facts = answer.and_then(|answer| inspected(&answer).ok());
                Ok(Step::Done(ProbeResult {
                    dates: facts.as_ref().map(|facts| facts.dates(self.caller.now)),
                    scopes: facts.and_then(|facts| facts.scopes().cloned()),
                    credits,
                    ..seen
                }))
            }))
        })
    }
}
