//! What the practice instance knows: its accounts, the apps that registered, and every code and
//! token it gave out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::engine::Engine;
use crate::dialect::Issued;
use crate::random;
use crate::sessions::Sessions;

pub(crate) const CODE_LIFE: i64 = 600;

#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) accounts: Vec<Account>,
    pub(crate) apps: BTreeMap<String, App>,
    pub(crate) codes: BTreeMap<String, AuthorizationCode>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) sessions: Sessions,
    pub(crate) rate_limited: bool,
    pub(crate) issued: Vec<Issued>,
    #[serde(default)]
    pub(crate) engine: Engine,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) display_name: String,
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) followers_count: u64,
    pub(crate) following_count: u64,
    pub(crate) statuses_count: u64,
    pub(crate) disabled: bool,
    pub(crate) rate_limited: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) id: u64,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) name: String,
    pub(crate) website: Option<String>,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) scopes: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuthorizationCode {
    pub(crate) client_id: String,
    pub(crate) account: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) code_challenge: Option<String>,
    pub(crate) expires: i64,
    pub(crate) used: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) value: String,
    pub(crate) client_id: String,
    /// None on an app's own token.
    pub(crate) account: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) created_at: i64,
    pub(crate) revoked: bool,
    /// What buys the next one, where the engine's tokens end.
    #[serde(default)]
    pub(crate) refresh: Option<String>,
    #[serde(default)]
    pub(crate) expires: Option<i64>,
}

impl State {
    pub(crate) fn fresh() -> State {
        let accounts = vec![
            account(
                "109283746519283746",
                "alice",
                "Acme Coffee",
                "morning-roast",
                821,
            ),
            account(
                "109312847561029384",
                "bob",
                "Bob Harlan",
                "harlan-and-sons",
                204,
            ),
        ];
        let passwords = accounts
            .iter()
            .map(|account| Issued::new("password", &account.password));
        State {
            issued: passwords.collect(),
            accounts,
            apps: BTreeMap::new(),
            codes: BTreeMap::new(),
            tokens: BTreeMap::new(),
            sessions: Sessions::default(),
            rate_limited: false,
            engine: Engine::default(),
        }
    }

    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub(crate) fn register(
        &mut self,
        name: &str,
        website: Option<&str>,
        redirect_uris: Vec<String>,
        scopes: Vec<String>,
    ) -> App {
        let app = App {
            id: 563_400 + self.apps.len() as u64,
            client_id: random::url_safe(43),
            client_secret: random::url_safe(43),
            name: name.to_owned(),
            website: website.map(str::to_owned),
            redirect_uris,
            scopes,
        };
        self.issued
            .push(Issued::new("client secret", &app.client_secret));
        self.apps.insert(app.client_id.clone(), app.clone());
        app
    }

    pub(crate) fn issue_code(&mut self, code: AuthorizationCode) -> String {
        let value = random::url_safe(43);
        self.issued.push(Issued::new("code", &value));
        self.codes.insert(value.clone(), code);
        value
    }

    /// The live token of the same app, account and scopes: the instance gives that one again.
    pub(crate) fn same_token(
        &self,
        client_id: &str,
        account: Option<&str>,
        scopes: &[String],
    ) -> Option<&Token> {
        self.tokens.values().find(|token| {
            !token.revoked
                && token.client_id == client_id
                && token.account.as_deref() == account
                && same_scopes(&token.scopes, scopes)
        })
    }

    pub(crate) fn token_for(
        &mut self,
        client_id: &str,
        account: Option<&str>,
        scopes: &[String],
        now: i64,
    ) -> Token {
        let life = self.engine.token_life().filter(|_| account.is_some());
        if life.is_none()
            && let Some(token) = self.same_token(client_id, account, scopes)
        {
            return token.clone();
        }
        let token = Token {
            value: random::url_safe(43),
            client_id: client_id.to_owned(),
            account: account.map(str::to_owned),
            scopes: scopes.to_vec(),
            created_at: now,
            revoked: false,
            // An app's own token is not renewed.
            refresh: life.map(|_| random::url_safe(43)),
            expires: life.map(|life| now + life),
        };
        let refresh = token.refresh.iter();
        let refresh = refresh.map(|value| Issued::new("refresh token", value));
        self.issued.extend(refresh);
        self.issued.push(Issued::new("access token", &token.value));
        self.tokens.insert(token.value.clone(), token.clone());
        token
    }

    pub(crate) fn sign_in(&mut self, account: &str) -> String {
        let cookie = self.sessions.start(account);
        self.issued.push(Issued::new("session cookie", &cookie));
        cookie
    }

    pub(crate) fn revoke(&mut self, which: impl Fn(&Token) -> bool) -> usize {
        let dying = self
            .tokens
            .values_mut()
            .filter(|token| !token.revoked && which(token));
        dying.map(|token| token.revoked = true).count()
    }
}

fn same_scopes(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|scope| other.contains(scope))
}

fn account(id: &str, username: &str, name: &str, password: &str, followers: u64) -> Account {
    Account {
        id: id.to_owned(),
        username: username.to_owned(),
        display_name: name.to_owned(),
        email: format!("{username}@practice.example"),
        password: password.to_owned(),
        followers_count: followers,
        following_count: 178,
        statuses_count: 3_312,
        disabled: false,
        rate_limited: false,
    }
}
