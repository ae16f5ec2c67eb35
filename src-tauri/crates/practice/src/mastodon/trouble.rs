//! Trouble of the Mastodon kind. Tokens here never expire, so what ends them is always somebody.

use super::engine::Engine;
use super::state::{Account, State};
use crate::dialect::Issued;
use crate::random;
use crate::trouble::{Aim, Kind, Trouble, Unheard};

pub(crate) const KINDS: &[Kind] = &[
    Kind::new("app_forgotten", "Forget registered apps", Aim::Network),
    Kind::new("rate_limited", "Rate limit", Aim::Network),
    Kind::new("engine_mastodon", "Engine: Mastodon", Aim::Network),
    Kind::new(
        "engine_mastodon_in_german",
        "Engine: Mastodon in German",
        Aim::Network,
    ),
    Kind::new("engine_gotosocial", "Engine: GoToSocial", Aim::Network),
    Kind::new("engine_snac", "Engine: snac", Aim::Network),
    Kind::new("engine_takahe", "Engine: Takahē", Aim::Network),
    Kind::new("engine_pleroma", "Engine: Pleroma", Aim::Network),
    Kind::new("sign_out", "Sign out browsers", Aim::Network),
    Kind::new("change_identity", "Browser is this person", Aim::Person),
    Kind::new("token_revoked", "Revoke tokens", Aim::Person),
    Kind::new("password_reset", "Forgotten-password reset", Aim::Person),
    Kind::new("login_disabled", "Disable login", Aim::Person),
    Kind::new("rate_limited", "Rate limit", Aim::Person),
];

pub(crate) fn cause(state: &mut State, trouble: &Trouble) -> Result<usize, Unheard> {
    let aimed = match &trouble.person {
        None => None,
        Some(asked) => Some(find(state, asked).ok_or_else(|| Unheard::nobody(asked))?),
    };
    let person = || aimed.clone().ok_or_else(|| Unheard::needs("person"));
    match trouble.kind.as_str() {
        "app_forgotten" => {
            let forgotten = state.apps.len();
            state.apps.clear();
            state.codes.clear();
            state.tokens.clear();
            Ok(forgotten)
        }
        "token_revoked" => Ok(state.revoke(|token| aimed.is_none() || token.account == aimed)),
        "password_reset" => reset_password(state, &person()?),
        "login_disabled" => mark(state, &person()?, |account| account.disabled = true),
        "rate_limited" => match &aimed {
            Some(id) => mark(state, id, |account| account.rate_limited = true),
            None => {
                state.rate_limited = true;
                Ok(1)
            }
        },
        "sign_out" => Ok(match &aimed {
            Some(id) => {
                state.sessions.end_of(id);
                1
            }
            None => state.sessions.end_all(),
        }),
        "change_identity" => Ok(state.sessions.all_become(&person()?)),
        kind => match Engine::of_kind(kind) {
            Some(engine) => {
                state.engine = engine;
                Ok(1)
            }
            None => Err(Unheard::kind(trouble)),
        },
    }
}

fn find(state: &State, asked: &str) -> Option<String> {
    let asked = asked.trim_start_matches('@');
    let found = state.accounts.iter().find(|account| {
        account.id == asked
            || account.username.eq_ignore_ascii_case(asked)
            || account.display_name.eq_ignore_ascii_case(asked)
    });
    found.map(|account| account.id.clone())
}

/// A reset for a forgotten password revokes every token; a change in the settings would not.
fn reset_password(state: &mut State, id: &str) -> Result<usize, Unheard> {
    state.sessions.end_of(id);
    let password = format!("practice-{}", random::hex(6));
    state.issued.push(Issued::new("password", &password));
    mark(state, id, |account| account.password = password)?;
    Ok(state.revoke(|token| token.account.as_deref() == Some(id)))
}

fn mark(state: &mut State, id: &str, write: impl FnOnce(&mut Account)) -> Result<usize, Unheard> {
    let account = state.accounts.iter_mut().find(|account| account.id == id);
    write(account.ok_or_else(|| Unheard::nobody(id))?);
    Ok(1)
}

pub(crate) fn calm(state: &mut State) {
    state.rate_limited = false;
    state.sessions.forget_standing();
    for account in &mut state.accounts {
        (account.disabled, account.rate_limited) = (false, false);
    }
}

pub(crate) fn of_account(account: &Account) -> Vec<String> {
    let mut words = Vec::new();
    if account.disabled {
        words.push("login disabled".to_owned());
    }
    if account.rate_limited {
        words.push("rate-limited".to_owned());
    }
    words
}
