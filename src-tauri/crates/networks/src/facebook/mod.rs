//! Facebook pages (Graph API).
//!
//! Words: a *page* is a location, a *user token* is what the person's approval gives, a *page
//! token* speaks for one page and is what we keep. The user token only fetches the page tokens and
//! is then forgotten. <https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow>,
//! <https://developers.facebook.com/docs/facebook-login/guides/access-tokens>; checked 2026-11-22.

mod answers;
mod refusal;

use std::collections::HashSet;

use domain::{
    Account, AccountId, AccountKind, GrantDates, Host, Scopes, Secret, Span, TokenKind, TokenSet,
    Use,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use self::answers::{Inspection, Named, Page, Pages, Paging, inspected, read_tokens};
use self::refusal::refused;
use crate::address::{fixed, on};
use crate::{
    About, Access, AppCredentialsFrom, AppSecret, Ask, Brings, Caller, Code, CreditHeaders,
    CreditOf, Dialect, Find, Fresh, GrantServes, Harvest, NotGranted, Person, Pkce, Redirects,
    Refusal, Renewal, Request, ReturnRoad, Revocation, Seen, SignInPage, Step, Surface, Wording,
    oauth,
};

/// Out of support on 2028-07-29; raise it together with the practice network.
const VERSION: &str = "v25.0";
const PAGES_PER_ANSWER: &str = "100";
/// Roles that reading statistics and publishing need.
const NEEDED_TASKS: [&str; 2] = ["ANALYZE", "CREATE_CONTENT"];

static ABOUT: About = About {
    id: "facebook",
    name: "Facebook",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://developers.facebook.com/apps/",
        secret: AppSecret::Needed,
    },
    surfaces: &[Surface::Window, Surface::Browser],
    roads: &[ReturnRoad::OwnPage],
    redirects: Redirects::OfRoads,
    pkce: Pkce::None,
    wording: Wording::STANDARD,
    renewal: Renewal::None,
    grant_serves: GrantServes::OneLocation,
    brings: Brings::Many,
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
    credit_headers: &[
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
    ],
};

/// Facebook pages.
pub(crate) struct Facebook {
    dialog: Url,
    graph: Url,
}

impl Facebook {
    pub(crate) fn real() -> Facebook {
        Facebook {
            dialog: fixed("https://www.facebook.com/"),
            graph: fixed("https://graph.facebook.com/"),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Facebook {
        let origin = origin(ABOUT.id);
        Facebook {
            dialog: origin.clone(),
            graph: origin,
        }
    }

    fn graph(&self, path: &str) -> Url {
        on(&self.graph, &format!("/{VERSION}/{path}"))
    }
}

impl Dialect for Facebook {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn own_page(&self) -> Option<Url> {
        Some(on(&self.dialog, "/connect/login_success.html"))
    }

    fn authorize(&self, caller: Caller, ask: Ask) -> Step<SignInPage> {
        let endpoint = on(&self.dialog, &format!("/{VERSION}/dialog/oauth"));
        let extra: &[_] = if ask.ask_again {
            &[("auth_type", "rerequest")]
        } else {
            &[]
        };
        let url = oauth::authorize(&ABOUT, endpoint, &caller, &ask, extra);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: Caller, code: Code) -> Step<Harvest> {
        let endpoint = self.graph("oauth/access_token");
        let exchange = oauth::exchange(&ABOUT, endpoint.clone(), &caller, &code);
        let talk = Talk {
            graph: self.graph.clone(),
            caller,
        };
        Step::send(exchange, move |answer| {
            let short = read_tokens(&answer)?;
            let extend = Request::post(endpoint)
                .field("grant_type", "fb_exchange_token")
                // The token endpoint exchanges the short token for one of 60 days.
                .field("fb_exchange_token", short.access.expose());
            let extend = oauth::with_credentials(&ABOUT, extend, &talk.caller);
            Ok(Step::send(extend, move |answer| {
                let user = read_tokens(&answer)?;
                Ok(talk.who_approved(user.access))
            }))
        })
    }

    fn adopt(&self, caller: Caller, token: Secret) -> Option<Step<Harvest>> {
        let talk = Talk {
            graph: self.graph.clone(),
            caller,
        };
        Some(talk.who_approved(token))
    }

    fn look(&self, caller: Caller, tokens: TokenSet, _account: AccountId) -> Step<Seen> {
        let talk = Talk {
            graph: self.graph.clone(),
            caller,
        };
        let page = tokens.access;
        let me = talk.ask("me", &page).query("fields", "id,name");
        Step::send(me, move |answer| {
            let me: Named = answer.read(refused)?;
            let credits = ABOUT.credits(&answer);
            let inspect = talk.inspect(&page);
            Ok(Step::attempt(inspect, move |answer| {
                // A look that the page itself answered stands even when the inspection fails.
                let facts = answer.and_then(|answer| inspected(&answer).ok());
                Ok(Step::Done(Seen {
                    account: AccountId(me.id),
                    name: me.name,
                    dates: facts.as_ref().map(Inspection::dates),
                    scopes: facts.map(|facts| Scopes::new(facts.scopes)),
                    credits,
                }))
            }))
        })
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        let mut url = on(&self.dialog, "/settings/");
        url.set_query(Some("tab=business_tools"));
        url
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

/// A conversation with the Graph API in the name of one app.
struct Talk {
    graph: Url,
    caller: Caller,
}

impl Talk {
    fn ask(&self, path: &str, token: &Secret) -> Request {
        let request = Request::get(on(&self.graph, &format!("/{VERSION}/{path}"))).bearer(token);
        match &self.caller.app.secret {
            Some(secret) => request.query("appsecret_proof", proof(token, secret)),
            None => request,
        }
    }

    /// `debug_token`, in the app's own name.
    fn inspect(&self, token: &Secret) -> Request {
        let secret = self.caller.app.secret.as_ref().map_or("", Secret::expose);
        Request::get(on(&self.graph, &format!("/{VERSION}/debug_token")))
            // The token that is inspected, and the app's token, which is its id and secret.
            .query("input_token", token.expose())
            .bearer(&Secret::new(format!("{}|{secret}", self.caller.app.id)))
    }

    fn who_approved(self, user: Secret) -> Step<Harvest> {
        let me = self.ask("me", &user).query("fields", "id,name");
        Step::send(me, move |answer| {
            let me: Named = answer.read(refused)?;
            let person = Person {
                id: AccountId(me.id),
                name: me.name,
            };
            let inspect = self.inspect(&user);
            Ok(Step::send(inspect, move |answer| {
                let facts = inspected(&answer)?;
                let granted = Granted {
                    person,
                    facts,
                    finds: vec![],
                    grants: vec![],
                    cursors: HashSet::new(),
                };
                self.next_pages(user, granted, None)
            }))
        })
    }

    fn next_pages(
        self,
        user: Secret,
        mut granted: Granted,
        after: Option<String>,
    ) -> Result<Step<Harvest>, Refusal> {
        let mut list = self
            .ask("me/accounts", &user)
            .query("fields", "id,name,access_token,tasks")
            .query("limit", PAGES_PER_ANSWER);
        if let Some(after) = after {
            list = list.query("after", after);
        }
        Ok(Step::send(list, move |answer| {
            let pages: Pages = answer.read(refused)?;
            for page in pages.data {
                granted.add(page);
            }
            let after = pages.paging.and_then(Paging::after);
            // A cursor that comes again leads in a circle: all that it shows was seen.
            match after.filter(|after| granted.cursors.insert(after.clone())) {
                Some(after) => self.next_pages(user, granted, Some(after)),
                None => Ok(Step::Done(granted.harvest())),
            }
        }))
    }
}

/// What an approval gave, while the pages come in.
struct Granted {
    person: Person,
    facts: Inspection,
    finds: Vec<Find>,
    grants: Vec<Fresh>,
    cursors: HashSet<String>,
}

impl Granted {
    fn add(&mut self, page: Page) {
        if self.finds.iter().any(|find| find.account.id.0 == page.id) {
            return;
        }
        let access = match page.access_token.filter(|token| !token.is_empty()) {
            None => Access::NotGranted(NotGranted::NoToken),
            Some(_) if !role_suffices(page.tasks.as_deref()) => {
                Access::NotGranted(NotGranted::RoleTooSmall)
            }
            Some(token) => {
                self.grants.push(Fresh {
                    tokens: TokenSet {
                        access: Secret::new(token),
                        refresh: None,
                        binding: None,
                    },
                    kind: TokenKind::Page,
                    scopes: Scopes::new(self.facts.scopes.iter().cloned()),
                    // A page token of a long-lived user token has no end of its own.
                    dates: GrantDates {
                        access_ends: None,
                        ..self.facts.dates()
                    },
                });
                Access::Granted(self.grants.len() - 1)
            }
        };
        let account = Account {
            id: AccountId(page.id),
            kind: AccountKind::Page,
            name: page.name,
            handle: None,
        };
        self.finds.push(Find { account, access });
    }

    fn harvest(self) -> Harvest {
        Harvest {
            person: self.person,
            grants: self.grants,
            finds: self.finds,
        }
    }
}

fn role_suffices(tasks: Option<&[String]>) -> bool {
    tasks.is_none_or(|tasks| {
        NEEDED_TASKS
            .iter()
            .all(|need| tasks.iter().any(|has| has == need))
    })
}

/// `appsecret_proof`: HMAC-SHA256 of the token under the app secret, in hexadecimal.
#[expect(
    clippy::expect_used,
    reason = "HMAC takes keys of every length (RFC 2104)"
)]
fn proof(token: &Secret, secret: &Secret) -> String {
    // Both are needed for the sum; the sum gives neither away.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("HMAC takes keys of every length");
    mac.update(token.expose().as_bytes());
    oauth::hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests;
