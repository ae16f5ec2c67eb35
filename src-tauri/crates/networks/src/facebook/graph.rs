//! The login dialog and the Graph API, for every network whose people sign in at Facebook. What a
//! network makes of the pages is its [`Reads`].

use std::collections::VecDeque;

use domain::{AccountId, Secret, TokenSet};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use super::answers::{Business, Listed, Named, Page, inspected, read_tokens};
use super::granted::{Granted, Listing, Reads};
use super::refusal::{at_sign_in, refused};
use crate::address::{below, fixed, on};
use crate::{
    About, Answer, Ask, Caller, Code, CreditHeaders, CreditOf, Harvest, Person, Refusal, Request,
    Seen, SignInPage, Step, oauth,
};

/// Out of support on 2028-07-29; raise it together with the practice network.
pub(crate) const VERSION: &str = "v25.0";
const PER_ANSWER: &str = "100";
/// Answers with pages or businesses after which those that only a business knows are given up:
/// they are a help, and a sign-in must not become long or fail for them.
const MOST_ANSWERS: usize = 100;
/// Without it every question about businesses would be refused.
const SEES_BUSINESSES: &str = "business_management";

/// The usage headers of the Graph APIs.
pub(crate) const USAGE: &[CreditHeaders] = &[
    CreditHeaders::Percent {
        of: CreditOf::App,
        header: "x-app-usage",
    },
    CreditHeaders::Percent {
        of: CreditOf::Account,
        header: "x-business-use-case-usage",
    },
    CreditHeaders::Percent {
        of: CreditOf::Account,
        header: "x-page-usage",
    },
];

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

    pub(crate) fn authorize(&self, about: &About, caller: &Caller, ask: &Ask) -> Step<SignInPage> {
        let endpoint = on(&self.dialog, &format!("/{VERSION}/dialog/oauth"));
        let extra: &[_] = if ask.ask_again {
            &[("auth_type", "rerequest")]
        } else {
            &[]
        };
        let url = oauth::authorize(about, endpoint, caller, ask, extra);
        Step::Done(SignInPage::at(url))
    }

    pub(crate) fn talk(&self, reads: &'static Reads, caller: Caller) -> Talk {
        Talk {
            api: self.api.clone(),
            reads,
            caller,
        }
    }
}

/// What a look reads of an account.
pub(crate) struct Looked {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) handle: Option<String>,
}

/// A conversation with the Graph API in the name of one app.
pub(crate) struct Talk {
    api: Url,
    reads: &'static Reads,
    caller: Caller,
}

impl Talk {
    pub(crate) fn sign_in(self, code: &Code) -> Step<Harvest> {
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
    pub(crate) fn harvest(self, user: Secret) -> Step<Harvest> {
        let me = self.ask(&["me"], &user).query("fields", "id,name");
        Step::send(me, move |answer| {
            let me: Named = answer.read(refused).map_err(at_sign_in)?;
            let person = Person {
                id: AccountId(me.id),
                name: me.name,
            };
            let inspect = self.inspect(&user);
            Ok(Step::send(inspect, move |answer| {
                let facts = inspected(&answer).map_err(at_sign_in)?;
                let granted = Granted::by(person, facts, self.reads, self.caller.now);
                Ok(self.next_pages(user, granted, None))
            }))
        })
    }

    /// Asks about an account in the name of its page, and what the page's token is worth.
    pub(crate) fn look(
        self,
        path: &[&str],
        fields: &'static str,
        tokens: TokenSet,
        read: fn(&Answer) -> Result<Looked, Refusal>,
    ) -> Step<Seen> {
        let page = tokens.access;
        let ask = self.ask(path, &page).query("fields", fields);
        Step::send(ask, move |answer| {
            let Looked {
                account,
                name,
                handle,
            } = read(&answer)?;
            let credits = self.reads.about.credits(&answer);
            let inspect = self.inspect(&page);
            Ok(Step::attempt(inspect, move |answer| {
                // A look that the network itself answered stands even when the inspection fails.
                let facts = answer.and_then(|answer| inspected(&answer).ok());
                Ok(Step::Done(Seen {
                    account,
                    name,
                    handle,
                    dates: facts.as_ref().map(|facts| facts.dates(self.caller.now)),
                    scopes: facts.and_then(|facts| facts.scopes()),
                    credits,
                }))
            }))
        })
    }

    fn ask(&self, path: &[&str], token: &Secret) -> Request {
        let url = below(&self.api, &[&[VERSION], path].concat());
        let request = Request::get(url).bearer(token);
        match &self.caller.app.secret {
            Some(secret) => request.query("appsecret_proof", proof(token, secret)),
            None => request,
        }
    }

    fn list(&self, path: &[&str], fields: &str, user: &Secret, after: Option<String>) -> Request {
        let list = self
            .ask(path, user)
            .query("fields", fields)
            .query("limit", PER_ANSWER);
        match after {
            Some(after) => list.query("after", after),
            None => list,
        }
    }

    /// `debug_token`, in the app's own name.
    fn inspect(&self, token: &Secret) -> Request {
        let secret = self.caller.app.secret.as_ref().map_or("", Secret::expose);
        Request::get(below(&self.api, &[VERSION, "debug_token"]))
            // The token that is inspected, and the app's token, which is its id and secret.
            .query("input_token", token.expose())
            .bearer(&Secret::new(format!("{}|{secret}", self.caller.app.id)))
    }

    fn next_pages(
        self,
        user: Secret,
        mut granted: Granted,
        after: Option<String>,
    ) -> Step<Harvest> {
        let fields = format!("{},tasks", self.reads.fields);
        let list = self.list(&["me", "accounts"], &fields, &user, after);
        Step::send(list, move |answer| {
            let pages: Listed<Page> = answer.read(refused).map_err(at_sign_in)?;
            let (pages, after) = pages.parts();
            for page in pages {
                granted.add(page, Listing::Person);
            }
            Ok(match granted.goes_on("me/accounts", after) {
                Some(after) => self.next_pages(user, granted, Some(after)),
                None if granted.has(SEES_BUSINESSES) => {
                    self.walk(user, granted, [(List::Businesses, None)].into())
                }
                None => Step::Done(granted.harvest()),
            })
        })
    }

    /// Walks the person's businesses for the pages that Facebook left out of the person's own.
    fn walk(
        self,
        user: Secret,
        mut granted: Granted,
        mut lists: VecDeque<(List, Option<String>)>,
    ) -> Step<Harvest> {
        let next = lists.pop_front();
        let Some((list, after)) = next.filter(|_| granted.answers() < MOST_ANSWERS) else {
            return Step::Done(granted.harvest());
        };
        let fields = match &list {
            List::Businesses => "id",
            // A page says nothing of tasks except in the person's own list.
            List::Pages { .. } => self.reads.fields,
        };
        let ask = self.list(&list.path(), fields, &user, after);
        Step::attempt(ask, move |answer| {
            match answer.map(|answer| list.read(&answer, &mut granted)) {
                Some(Ok((more, after))) => {
                    lists.extend(more.into_iter().map(|list| (list, None)));
                    let after = granted.goes_on(&list.path().join("/"), after);
                    lists.extend(after.map(|after| (list, Some(after))));
                }
                // This list is not for this person; others may be.
                Some(Err(Refusal::No(_))) => granted.count(),
                Some(Err(_)) | None => lists.clear(),
            }
            Ok(self.walk(user, granted, lists))
        })
    }
}

/// A list of what a person's businesses hold.
enum List {
    Businesses,
    Pages {
        business: String,
        edge: &'static str,
    },
}

impl List {
    fn path(&self) -> Vec<&str> {
        match self {
            List::Businesses => vec!["me", "businesses"],
            List::Pages { business, edge } => vec![business, edge],
        }
    }

    /// Keeps the pages of an answer; tells what else is to be read, and the next cursor.
    fn read(
        &self,
        answer: &Answer,
        granted: &mut Granted,
    ) -> Result<(Vec<List>, Option<String>), Refusal> {
        match self {
            List::Businesses => {
                let (businesses, after) = answer.read::<Listed<Business>>(refused)?.parts();
                let edges = |business: Business| {
                    ["owned_pages", "client_pages"].map(|edge| List::Pages {
                        business: business.id.clone(),
                        edge,
                    })
                };
                Ok((businesses.into_iter().flat_map(edges).collect(), after))
            }
            List::Pages { .. } => {
                let (pages, after) = answer.read::<Listed<Page>>(refused)?.parts();
                for page in pages {
                    granted.add(page, Listing::Business);
                }
                Ok((vec![], after))
            }
        }
    }
}

/// `appsecret_proof`: HMAC-SHA256 of the token under the app secret, in hexadecimal.
#[expect(
    clippy::expect_used,
    reason = "HMAC takes keys of every length (RFC 2104)"
)]
pub(super) fn proof(token: &Secret, secret: &Secret) -> String {
    // Both are needed for the sum; the sum gives neither away.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("HMAC takes keys of every length");
    mac.update(token.expose().as_bytes());
    oauth::hex(&mac.finalize().into_bytes())
}
