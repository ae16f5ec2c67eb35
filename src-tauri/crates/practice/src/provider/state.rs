//! What a network of the kit knows: its people, the one developer app, approvals, codes, tokens.
//! `More` is what the network itself adds, such as organizations or boards.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::faults::End;
use super::rules::{Mint, Rules};
use crate::dialect::Issued;
use crate::random;
use crate::sessions::Sessions;

#[derive(Serialize, Deserialize)]
pub(crate) struct State<More> {
    pub(crate) app: App,
    pub(crate) people: Vec<Person>,
    /// What each person approved, by person id.
    pub(crate) grants: BTreeMap<String, Grant>,
    pub(crate) codes: BTreeMap<String, AuthorizationCode>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) sessions: Sessions,
    pub(crate) rate_limited: bool,
    /// Seconds for which a replaced refresh token works on, in place of the rules'.
    #[serde(default)]
    pub(crate) grace: Option<i64>,
    pub(crate) issued: Vec<Issued>,
    pub(crate) more: More,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) name: String,
    pub(crate) secret: Option<String>,
    pub(crate) deleted: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The short name, without `@`.
    pub(crate) handle: String,
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) suspended: bool,
    pub(crate) checkpoint: bool,
    pub(crate) rate_limited: bool,
}

impl Person {
    pub(crate) fn new(id: &str, name: &str, handle: &str, email: &str, password: &str) -> Person {
        Person {
            id: id.to_owned(),
            name: name.to_owned(),
            handle: handle.to_owned(),
            email: email.to_owned(),
            password: password.to_owned(),
            suspended: false,
            checkpoint: false,
            rate_limited: false,
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) scopes: Vec<String>,
    pub(crate) choice: Option<String>,
    pub(crate) at: i64,
}

/// For whom and what a code or token is.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Holder {
    pub(crate) person: String,
    pub(crate) scopes: Vec<String>,
    /// What the person chose on the consent page, where there is a choice.
    pub(crate) choice: Option<String>,
    /// Shared by all that came from one approval.
    pub(crate) family: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuthorizationCode {
    pub(crate) holder: Holder,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) wants_refresh: bool,
    pub(crate) expires: i64,
    pub(crate) used: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) value: String,
    pub(crate) holder: Holder,
    pub(crate) issued_at: i64,
    pub(crate) expires: Option<i64>,
    pub(crate) ended: Option<End>,
    /// When `ended` was written down.
    #[serde(default)]
    pub(crate) ended_at: Option<i64>,
    /// When a newer refresh token took its place.
    pub(crate) replaced_at: Option<i64>,
}

impl Token {
    pub(crate) fn end(&self, now: i64) -> Option<End> {
        let expired = self.expires.is_some_and(|expires| expires <= now);
        self.ended.or(expired.then_some(End::Expired))
    }

    /// Since when it has not worked.
    pub(crate) fn dead_since(&self, now: i64) -> Option<i64> {
        let expired = self.expires.filter(|expires| *expires <= now);
        match self.ended {
            Some(_) => Some(self.ended_at.unwrap_or(now)),
            None => expired,
        }
    }

    pub(crate) fn lives(&self, now: i64) -> bool {
        self.end(now).is_none() && self.replaced_at.is_none()
    }

    /// Seconds that are left.
    pub(crate) fn remaining(&self, now: i64) -> Option<i64> {
        self.expires.map(|expires| expires - now)
    }
}

impl<More> State<More> {
    pub(crate) fn fresh(rules: &Rules, people: Vec<Person>, more: More) -> State<More> {
        let secret = rules.client.new_secret();
        let passwords = people.iter().map(|p| Issued::new("password", &p.password));
        let secrets = secret.iter().map(|s| Issued::new("client secret", s));
        State {
            issued: passwords.chain(secrets).collect(),
            app: App {
                name: "Greentick".to_owned(),
                secret,
                deleted: false,
            },
            people,
            grants: BTreeMap::new(),
            codes: BTreeMap::new(),
            tokens: BTreeMap::new(),
            sessions: Sessions::default(),
            rate_limited: false,
            grace: None,
            more,
        }
    }

    pub(crate) fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    pub(crate) fn person_mut(&mut self, id: &str) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }

    pub(crate) fn record(&mut self, kind: &str, value: &str) {
        self.issued.push(Issued::new(kind, value));
    }

    pub(crate) fn sign_in(&mut self, person: &str) -> String {
        let cookie = self.sessions.start(person);
        self.record("session cookie", &cookie);
        cookie
    }

    pub(crate) fn issue_code(&mut self, mint: &Mint, code: AuthorizationCode) -> String {
        let value = (mint.value)();
        self.record("code", &value);
        self.codes.insert(value.clone(), code);
        value
    }

    pub(crate) fn issue_access(&mut self, mint: &Mint, holder: &Holder, now: i64) -> Token {
        let expires = Some(now + mint.life);
        self.issue(TokenKind::Access, (mint.value)(), holder, now, expires)
    }

    pub(crate) fn issue_refresh(
        &mut self,
        value: fn() -> String,
        holder: &Holder,
        now: i64,
        expires: Option<i64>,
    ) -> Token {
        self.issue(TokenKind::Refresh, value(), holder, now, expires)
    }

    fn issue(
        &mut self,
        kind: TokenKind,
        value: String,
        holder: &Holder,
        now: i64,
        expires: Option<i64>,
    ) -> Token {
        let word = match kind {
            TokenKind::Access => "access token",
            TokenKind::Refresh => "refresh token",
        };
        self.record(word, &value);
        let token = Token {
            kind,
            value: value.clone(),
            holder: holder.clone(),
            issued_at: now,
            expires,
            ended: None,
            ended_at: None,
            replaced_at: None,
        };
        self.tokens.insert(value, token.clone());
        token
    }

    /// How many tokens ended by it; those that had ended before keep their reason.
    pub(crate) fn end(&mut self, end: End, which: impl Fn(&Token) -> bool) -> usize {
        let dying = self
            .tokens
            .values_mut()
            .filter(|token| token.ended.is_none() && which(token));
        dying.map(|token| token.ended = Some(end)).count()
    }

    /// Everything a person gave the app, approval and unused codes included.
    pub(crate) fn end_of(&mut self, person: &str, end: End) -> usize {
        self.grants.remove(person);
        self.codes.retain(|_, code| code.holder.person != person);
        self.end(end, |token| token.holder.person == person)
    }

    pub(crate) fn end_all(&mut self, end: End) -> usize {
        self.grants.clear();
        self.codes.clear();
        self.end(end, |_| true)
    }

    /// Takes permissions out of what a person approved, and out of all tokens of it.
    pub(crate) fn drop_scopes(&mut self, person: &str, gone: impl Fn(&str) -> bool) -> usize {
        let keep = |scopes: &mut Vec<String>| {
            let before = scopes.len();
            scopes.retain(|scope| !gone(scope));
            scopes.len() < before
        };
        if let Some(grant) = self.grants.get_mut(person) {
            keep(&mut grant.scopes);
        }
        let codes = self.codes.values_mut().map(|code| &mut code.holder);
        let tokens = self.tokens.values_mut().map(|token| &mut token.holder);
        let held = codes.chain(tokens).filter(|holder| holder.person == person);
        held.map(|holder| keep(&mut holder.scopes))
            .filter(|dropped| *dropped)
            .count()
    }

    /// Writes down when those tokens ended that ended since the last time.
    pub(crate) fn date_ends(&mut self, now: i64) {
        for token in self.tokens.values_mut() {
            if token.ended.is_some() && token.ended_at.is_none() {
                token.ended_at = Some(now);
            }
        }
    }

    pub(crate) fn new_password(&mut self, person: &str) {
        self.sessions.end_of(person);
        let password = format!("practice-{}", random::hex(6));
        self.record("password", &password);
        if let Some(person) = self.person_mut(person) {
            person.password = password;
        }
    }
}
