//! Trouble that every network of the kit can have. A network lists those it knows in its rules.

use super::Network;
use super::faults::End;
use super::rules::Rules;
use super::state::{Person, State, TokenKind};
use crate::trouble::{Aim, Kind, Trouble, Unheard};

pub(crate) const EXPIRED: Kind = Kind::new("expired", "Access expires", Aim::Person);
pub(crate) const REFRESH_EXPIRED: Kind =
    Kind::new("refresh_expired", "Refresh expires", Aim::Person);
pub(crate) const PASSWORD_CHANGED: Kind =
    Kind::new("password_changed", "Change password", Aim::Person);
pub(crate) const APP_REMOVED: Kind = Kind::new("app_removed", "Remove app", Aim::Person);
pub(crate) const PERMISSION_REMOVED: Kind =
    Kind::new("permission_removed", "Remove permission", Aim::Person);
pub(crate) const BLANKET_RESET: Kind = Kind::new("blanket_reset", "Blanket reset", Aim::Network);
pub(crate) const SECRET_CHANGED: Kind = Kind::new("secret_changed", "New secret", Aim::Network);
pub(crate) const APP_DELETED: Kind = Kind::new("app_deleted", "Delete app", Aim::Network);
pub(crate) const APP_RATE_LIMITED: Kind = Kind::new("rate_limited", "Rate limit", Aim::Network);
pub(crate) const RATE_LIMITED: Kind = Kind::new("rate_limited", "Rate limit", Aim::Person);
pub(crate) const SUSPENDED: Kind = Kind::new("account_suspended", "Suspend", Aim::Person);
pub(crate) const CHECKPOINT: Kind = Kind::new("checkpoint", "Checkpoint", Aim::Person);
/// No network says how long a refresh token works on after it was replaced: a strict one and a
/// lenient one can both be played.
pub(crate) const GRACE: Kind = Kind::new("grace", "Old refresh tokens work on", Aim::Network);
const GRACE_UNLESS_SAID: i64 = 60;
pub(crate) const SIGN_OUT: Kind = Kind::new("sign_out", "Sign out browsers", Aim::Network);
pub(crate) const CHANGE_IDENTITY: Kind =
    Kind::new("change_identity", "Browser is this person", Aim::Person);

pub(super) fn cause<N: Network>(
    network: &N,
    state: &mut State<N::More>,
    trouble: &Trouble,
) -> Result<usize, Unheard> {
    let rules = network.rules();
    if rules.kinds.iter().all(|known| known.kind != trouble.kind) {
        return Err(Unheard::kind(trouble));
    }
    let aimed = match &trouble.person {
        None => None,
        Some(asked) => Some(find(state, asked).ok_or_else(|| Unheard::nobody(asked))?),
    };
    let person = || aimed.clone().ok_or_else(|| Unheard::needs("person"));
    let of = |holder: &str| aimed.as_deref().is_none_or(|id| id == holder);
    let own_page = trouble.page.is_some();
    match trouble.kind.as_str() {
        "expired" => Ok(state.end(End::Expired, |token| {
            of(&token.holder.person) && token.kind == TokenKind::Access
        })),
        "refresh_expired" => Ok(state.end(End::Expired, |token| of(&token.holder.person))),
        "password_changed" => Ok(change_password(rules, state, &person()?)),
        "app_removed" => Ok(state.end_of(&person()?, End::AppRemoved)),
        "permission_removed" => {
            let person = person()?;
            let kept = rules.scopes.always;
            let asked = trouble.permission.as_deref();
            let gone = |scope: &str| match asked {
                Some(asked) => scope == asked,
                None => N::REMOVES_ALL || !kept.contains(&scope),
            };
            Ok(state.drop_scopes(&person, gone))
        }
        "blanket_reset" => Ok(state.end_all(End::BlanketReset)),
        "secret_changed" => Ok(change_secret(rules, state)),
        "app_deleted" => {
            state.app.deleted = true;
            Ok(state.end_all(End::AppDeleted))
        }
        "rate_limited" if !own_page => match &aimed {
            Some(id) => mark(state, id, |person| person.rate_limited = true),
            None => {
                state.rate_limited = true;
                Ok(1)
            }
        },
        "grace" => {
            state.grace = Some(trouble.seconds.unwrap_or(GRACE_UNLESS_SAID));
            Ok(1)
        }
        "account_suspended" => mark(state, &person()?, |person| person.suspended = true),
        "checkpoint" => mark(state, &person()?, |person| person.checkpoint = true),
        "sign_out" => Ok(match &aimed {
            Some(id) => {
                state.sessions.end_of(id);
                1
            }
            None => state.sessions.end_all(),
        }),
        "change_identity" => Ok(state.sessions.all_become(&person()?)),
        _ => network.cause(state, trouble, aimed.as_deref()),
    }
}

fn find<More>(state: &State<More>, asked: &str) -> Option<String> {
    let asked = asked.trim_start_matches('@');
    let found = state.people.iter().find(|person| {
        person.id == asked
            || person.handle.eq_ignore_ascii_case(asked)
            || person.name.eq_ignore_ascii_case(asked)
    });
    found.map(|person| person.id.clone())
}

fn change_password<More>(rules: &Rules, state: &mut State<More>, person: &str) -> usize {
    state.new_password(person);
    match rules.endings.password_change {
        true => state.end_of(person, End::PasswordChanged),
        false => 1,
    }
}

fn change_secret<More>(rules: &Rules, state: &mut State<More>) -> usize {
    let secret = rules.client.new_secret();
    if let Some(secret) = &secret {
        state.record("client secret", secret);
    }
    state.app.secret = secret;
    match rules.endings.secret_change {
        true => state.end_all(End::SecretChanged),
        false => 1,
    }
}

fn mark<More>(
    state: &mut State<More>,
    id: &str,
    write: impl FnOnce(&mut Person),
) -> Result<usize, Unheard> {
    write(state.person_mut(id).ok_or_else(|| Unheard::nobody(id))?);
    Ok(1)
}

/// A token that died stays dead, as it would at the real network.
pub(super) fn calm<More>(state: &mut State<More>) {
    (state.rate_limited, state.app.deleted, state.grace) = (false, false, None);
    state.sessions.forget_standing();
    for person in &mut state.people {
        (person.suspended, person.checkpoint, person.rate_limited) = (false, false, false);
    }
}

pub(super) fn of_app<More>(state: &State<More>) -> Vec<String> {
    let words = [
        (state.app.deleted, "app deleted"),
        (state.rate_limited, "rate-limited"),
        (state.grace.is_some(), "old refresh tokens work on"),
    ];
    said(&words)
}

pub(super) fn of_person(person: &Person) -> Vec<String> {
    said(&[
        (person.suspended, "suspended"),
        (person.checkpoint, "checkpoint"),
        (person.rate_limited, "rate-limited"),
    ])
}

fn said(words: &[(bool, &str)]) -> Vec<String> {
    let true_ones = words.iter().filter(|(is, _)| *is);
    true_ones.map(|(_, word)| (*word).to_owned()).collect()
}
