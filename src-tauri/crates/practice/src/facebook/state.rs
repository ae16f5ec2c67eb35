//! What the practice Facebook knows: its people, pages and roles, the developer app, what was
//! approved, and every code and token it gave out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::dialect::Issued;
pub(crate) use crate::meta::{Account, Checkpoint};
use crate::random;
use crate::sessions::Sessions;

pub(crate) const CODE_LIFE: i64 = 600;
pub(crate) const SHORT_LIFE: i64 = 3_600;
pub(crate) const LONG_LIFE: i64 = 5_183_944;
pub(crate) const DATA_ACCESS: i64 = 90 * crate::clock::DAY;

#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) app: App,
    pub(crate) people: Vec<Person>,
    pub(crate) pages: Vec<Page>,
    pub(crate) roles: Vec<Role>,
    #[serde(default)]
    pub(crate) businesses: Vec<Business>,
    pub(crate) grants: BTreeMap<String, Grant>,
    pub(crate) codes: BTreeMap<String, AuthorizationCode>,
    pub(crate) tokens: BTreeMap<String, Token>,
    /// The page token that a user token already gave for a page.
    pub(crate) derived: BTreeMap<String, String>,
    pub(crate) sessions: Sessions,
    pub(crate) throttled: Throttled,
    pub(crate) issued: Vec<Issued>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) secret: String,
    /// The secret to go back to when trouble is over.
    pub(crate) first_secret: String,
    pub(crate) deleted: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password: String,
    /// Has a role in the developer app, so their user token may inspect other tokens.
    pub(crate) developer: bool,
    pub(crate) checkpoint: Option<Checkpoint>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) username: String,
    pub(crate) category_id: String,
    pub(crate) category: String,
    pub(crate) fan_count: u64,
    pub(crate) followers_count: u64,
    /// Owned by a business portfolio: absent from lists without `business_management`.
    pub(crate) in_portfolio: bool,
    pub(crate) deleted: bool,
    /// The professional Instagram account that is linked to it.
    #[serde(default)]
    pub(crate) instagram: Option<Account>,
    /// The link to the Instagram account is cut for now.
    #[serde(default)]
    pub(crate) unlinked: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) person: String,
    pub(crate) page: String,
    pub(crate) tasks: Vec<String>,
    pub(crate) lost: Option<RoleLoss>,
}

/// A business portfolio: who works in it, which pages it owns, which its clients lent it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Business {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) people: Vec<String>,
    pub(crate) owned: Vec<String>,
    pub(crate) client: Vec<String>,
}

/// The two ways the network words a lost role.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RoleLoss {
    WithoutSubcode,
    WithSubcode,
}

/// What one person approved for the app.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// Granted or declined, by permission.
    pub(crate) permissions: BTreeMap<String, bool>,
    pub(crate) pages: BTreeSet<String>,
    pub(crate) last_active: i64,
}

impl Grant {
    pub(crate) fn has(&self, permission: &str) -> bool {
        self.permissions.get(permission).copied().unwrap_or(false)
    }

    pub(crate) fn data_access_expires_at(&self) -> i64 {
        self.last_active + DATA_ACCESS
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct AuthorizationCode {
    pub(crate) person: String,
    pub(crate) redirect_uri: String,
    pub(crate) expires: i64,
    pub(crate) used: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) value: String,
    pub(crate) person: String,
    /// None on a user token.
    pub(crate) page: Option<String>,
    pub(crate) issued: i64,
    /// None on a page token that came from a long-lived user token.
    pub(crate) expires: Option<i64>,
    pub(crate) long_lived: bool,
    pub(crate) death: Option<Death>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Death {
    PasswordChanged,
    AppRemoved,
    LoggedOut,
    SessionReplaced,
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Throttled {
    pub(crate) app: bool,
    pub(crate) people: BTreeSet<String>,
    pub(crate) pages: BTreeSet<String>,
}

impl State {
    pub(crate) fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    pub(crate) fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    pub(crate) fn role(&self, person: &str, page: &str) -> Option<&Role> {
        self.roles
            .iter()
            .find(|role| role.person == person && role.page == page)
    }

    /// Pages the person works on today, in the order of the sample.
    pub(crate) fn pages_of<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a Page> {
        self.roles
            .iter()
            .filter(move |role| role.person == person && role.lost.is_none())
            .filter_map(|role| self.page(&role.page))
            .filter(|page| !page.deleted)
    }

    pub(crate) fn issue_code(&mut self, person: &str, redirect_uri: &str, now: i64) -> String {
        let code = format!("AQ{}", random::url_safe(180));
        self.issued.push(Issued::new("code", &code));
        let (person, redirect_uri) = (person.to_owned(), redirect_uri.to_owned());
        let expires = now + CODE_LIFE;
        self.codes.insert(
            code.clone(),
            AuthorizationCode {
                person,
                redirect_uri,
                expires,
                used: false,
            },
        );
        code
    }

    pub(crate) fn issue_user_token(&mut self, person: &str, now: i64, long_lived: bool) -> Token {
        let life = if long_lived { LONG_LIFE } else { SHORT_LIFE };
        self.issue(person, None, now, Some(now + life), long_lived)
    }

    /// Never ends when its user token is long-lived, else ends with it.
    pub(crate) fn page_token(&mut self, from: &Token, page: &str, now: i64) -> Token {
        let key = format!("{}/{page}", from.value);
        if let Some(known) = self
            .derived
            .get(&key)
            .and_then(|value| self.tokens.get(value))
        {
            return known.clone();
        }
        let expires = if from.long_lived { None } else { from.expires };
        let token = self.issue(
            &from.person,
            Some(page.to_owned()),
            now,
            expires,
            from.long_lived,
        );
        self.derived.insert(key, token.value.clone());
        token
    }

    fn issue(
        &mut self,
        person: &str,
        page: Option<String>,
        issued: i64,
        expires: Option<i64>,
        long_lived: bool,
    ) -> Token {
        let value = format!("EAAB{}", random::alphanumeric(176));
        let kind = if page.is_some() {
            "page token"
        } else {
            "user token"
        };
        self.issued.push(Issued::new(kind, &value));
        let person = person.to_owned();
        let token = Token {
            value,
            person,
            page,
            issued,
            expires,
            long_lived,
            death: None,
        };
        self.tokens.insert(token.value.clone(), token.clone());
        token
    }

    pub(crate) fn sign_in(&mut self, person: &str) -> String {
        let cookie = self.sessions.start(person);
        self.issued.push(Issued::new("session cookie", &cookie));
        cookie
    }

    /// The person removed the app, or asked for it by `DELETE /me/permissions`.
    pub(crate) fn remove_app(&mut self, person: &str) -> usize {
        self.grants.remove(person);
        self.kill(Death::AppRemoved, |token| token.person == person)
    }

    pub(crate) fn kill(&mut self, death: Death, which: impl Fn(&Token) -> bool) -> usize {
        let dying = self
            .tokens
            .values_mut()
            .filter(|token| token.death.is_none() && which(token));
        dying.map(|token| token.death = Some(death)).count()
    }
}
