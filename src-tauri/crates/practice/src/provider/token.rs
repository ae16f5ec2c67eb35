//! The token endpoint and the revocation endpoint.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::faults::{ClientFault, CodeFault, End, NoToken, RefreshFault};
use super::rules::{Client, Refresh, Rules};
use super::state::{State, Token, TokenKind};
use super::{Network, Provider};
use crate::call::Call;

/// What the token endpoint gives out.
pub(crate) struct Granted {
    pub(crate) access: Token,
    /// The refresh token that the answer carries.
    pub(crate) refresh: Option<Token>,
    pub(crate) by_refresh: bool,
    pub(crate) now: i64,
}

impl Granted {
    pub(crate) fn expires_in(&self) -> i64 {
        self.access.remaining(self.now).unwrap_or_default()
    }

    pub(crate) fn scope(&self, separator: &str) -> String {
        self.access.holder.scopes.join(separator)
    }

    pub(crate) fn by_rfc_6749(&self, rules: &Rules) -> Value {
        let mut answer = json!({
            "access_token": self.access.value,
            "token_type": "bearer",
            "expires_in": self.expires_in(),
            "scope": self.scope(rules.scopes.separator.encode_utf8(&mut [0; 4])),
        });
        if let Some(refresh) = &self.refresh {
            answer["refresh_token"] = json!(refresh.value);
        }
        answer
    }
}

pub(crate) fn give<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    let (network, now) = (&provider.network, provider.now());
    let given = provider.ledger.change(|state| {
        let given = match state.check_client(network.rules(), call) {
            Err(fault) => Err(Box::new(network.no_token(&NoToken::Client(fault)))),
            Ok(()) => match network.token_precheck(state, call, now) {
                Some(refusal) => Err(Box::new(refusal)),
                None => answer(provider, state, call).map_err(|no| Box::new(network.no_token(&no))),
            },
        };
        if let Ok(granted) = &given {
            network.on_issue(state, granted);
        }
        state.date_ends(now);
        given
    });
    match given {
        Ok(granted) => {
            let body = Json(network.token_answer(&granted));
            ([(header::CACHE_CONTROL, "no-store")], body).into_response()
        }
        Err(refusal) => *refusal,
    }
}

fn answer<N: Network>(
    provider: &Provider<N>,
    state: &mut State<N::More>,
    call: &Call,
) -> Result<Granted, NoToken> {
    match (call.param("grant_type"), &provider.network.rules().refresh) {
        (None, _) => Err(NoToken::Missing("grant_type")),
        (Some("authorization_code"), _) => redeem(provider, state, call),
        (Some("refresh_token"), Refresh::Same { .. } | Refresh::Rotates { .. }) => {
            refresh(provider, state, call)
        }
        (Some(_), _) => Err(NoToken::GrantType),
    }
}

fn redeem<N: Network>(
    provider: &Provider<N>,
    state: &mut State<N::More>,
    call: &Call,
) -> Result<Granted, NoToken> {
    let (rules, now) = (provider.network.rules(), provider.now());
    let value = call.param("code").ok_or(NoToken::Missing("code"))?;
    let redirect = call
        .param("redirect_uri")
        .ok_or(NoToken::Missing("redirect_uri"))?;
    let known = state.codes.get_mut(value);
    let code = known.ok_or(NoToken::Code(CodeFault::Unknown))?;
    rules.pkce.verify(call, code.challenge.as_deref())?;
    let fault = if code.used {
        Some(CodeFault::Used)
    } else if code.expires <= now {
        Some(CodeFault::Expired)
    } else if code.redirect_uri != redirect {
        Some(CodeFault::Redirect)
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(NoToken::Code(fault));
    }
    code.used = true;
    let (holder, wants_refresh) = (code.holder.clone(), code.wants_refresh);
    let access = state.issue_access(&rules.access, &holder, now);
    let refresh = match &rules.refresh {
        Refresh::Same { value, life, .. } | Refresh::Rotates { value, life, .. }
            if wants_refresh =>
        {
            let expires = life.map(|life| now + life);
            Some(state.issue_refresh(*value, &holder, now, expires))
        }
        Refresh::None | Refresh::Same { .. } | Refresh::Rotates { .. } => None,
    };
    Ok(Granted {
        access,
        refresh,
        by_refresh: false,
        now,
    })
}

fn refresh<N: Network>(
    provider: &Provider<N>,
    state: &mut State<N::More>,
    call: &Call,
) -> Result<Granted, NoToken> {
    let (rules, now) = (provider.network.rules(), provider.now());
    let value = call.param("refresh_token");
    let value = value.ok_or(NoToken::Missing("refresh_token"))?;
    let held = state.tokens.get(value).cloned();
    let held = held
        .filter(|token| token.kind == TokenKind::Refresh)
        .ok_or(NoToken::Refresh(RefreshFault::Unknown))?;
    if let Some(end) = held.end(now) {
        return Err(NoToken::Refresh(RefreshFault::Ended(end)));
    }
    let refresh = match &rules.refresh {
        Refresh::None => None,
        Refresh::Same { answered, .. } => answered.then(|| held.clone()),
        Refresh::Rotates {
            value: make,
            life,
            rolls,
            grace,
            reuse_ends_all,
        } => {
            let grace = state.grace.unwrap_or(*grace);
            let late = held.replaced_at.is_some_and(|at| now >= at + grace);
            if late {
                if *reuse_ends_all {
                    let family = &held.holder.family;
                    state.end(End::Replaced, |token| token.holder.family == *family);
                }
                return Err(NoToken::Refresh(RefreshFault::Reused));
            }
            let expires = match (rolls, life) {
                (true, Some(life)) => Some(now + life),
                _ => held.expires,
            };
            if let Some(old) = state.tokens.get_mut(value) {
                old.replaced_at.get_or_insert(now);
            }
            Some(state.issue_refresh(*make, &held.holder, now, expires))
        }
    };
    Ok(Granted {
        access: state.issue_access(&rules.access, &held.holder, now),
        refresh,
        by_refresh: true,
        now,
    })
}

pub(crate) fn revoke<N: Network>(provider: &Provider<N>, call: &Call) -> Response {
    let rules = provider.network.rules();
    let now = provider.now();
    let revoked = provider.ledger.change(|state| {
        let network = &provider.network;
        let no = |fault: NoToken| Box::new(network.no_token(&fault));
        if rules.endings.revoke_needs_client {
            let checked = state.check_client(rules, call);
            checked.map_err(|fault| no(NoToken::Client(fault)))?;
        }
        if let Some(refusal) = network.token_precheck(state, call, now) {
            return Err(Box::new(refusal));
        }
        let value = call
            .param("token")
            .ok_or_else(|| no(NoToken::Missing("token")))?;
        let live = state.tokens.get(value).filter(|t| t.lives(now)).cloned();
        match &live {
            Some(token) if rules.endings.revoke_ends_all => {
                state.end_of(&token.holder.person, End::Revoked);
            }
            Some(_) => {
                state.end(End::Revoked, |token| token.value == value);
            }
            None => {}
        }
        state.date_ends(now);
        Ok(live.is_some())
    });
    match revoked {
        Ok(was_live) => provider.network.revoked(was_live),
        Err(refusal) => *refusal,
    }
}

impl<More> State<More> {
    /// Is this request from the developer app?
    pub(crate) fn check_client(&self, rules: &Rules, call: &Call) -> Result<(), ClientFault> {
        let basic = call
            .authorization("Basic")
            .and_then(|pair| STANDARD.decode(pair).ok())
            .and_then(|pair| String::from_utf8(pair).ok())
            .and_then(|pair| {
                let (id, secret) = pair.split_once(':')?;
                Some((id.to_owned(), Some(secret.to_owned())))
            });
        let body = || {
            let id = call.param(rules.client_param)?;
            Some((
                id.to_owned(),
                call.param("client_secret").map(str::to_owned),
            ))
        };
        let (id, secret) = match rules.client {
            Client::Public | Client::SecretInBody(_) => body(),
            Client::SecretByBasic(_) => basic,
        }
        .ok_or(ClientFault::Absent)?;
        if id != rules.client_id {
            return Err(ClientFault::Unknown);
        }
        if self.app.deleted {
            return Err(ClientFault::AppDeleted);
        }
        match (&self.app.secret, secret) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(ClientFault::Absent),
            (Some(right), Some(given)) if *right == given => Ok(()),
            (Some(_), Some(_)) => Err(ClientFault::Secret),
        }
    }
}
