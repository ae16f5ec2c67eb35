//! What ends or stops a grant besides the common ways, and the trouble that does it.

use axum::response::Response;

use super::refusal;
use super::rules::{FORGOTTEN_AFTER, IDENTITY, MOST_REFRESH_TOKENS, TESTING_LIFE, UNUSED_LIFE};
use super::sample::More;
use crate::call::Call;
use crate::provider::{End, Granted, Holder, State, TokenKind};
use crate::trouble::{Trouble, Unheard};

/// Why a refresh fails that would otherwise work, and how one fails that ended long ago.
pub(super) fn of_refresh(state: &State<More>, call: &Call, now: i64) -> Option<Response> {
    if call.param("grant_type") != Some("refresh_token") {
        return None;
    }
    let token = state.tokens.get(call.param("refresh_token")?)?;
    if let Some(since) = token.dead_since(now) {
        return (now - since >= FORGOTTEN_AFTER).then(refusal::forgotten);
    }
    if state.more.restricted.contains(&token.holder.person) {
        return Some(refusal::forbidden_by_employer());
    }
    let waits = state.more.reauth.contains(&token.holder.family);
    waits.then(refusal::sign_in_again)
}

/// Use puts the end off, except in Testing; and there is a most of live tokens.
pub(super) fn on_issue(state: &mut State<More>, granted: &Granted) {
    let (family, now) = (&granted.access.holder.family, granted.now);
    let testing = state.more.testing;
    let used = state.tokens.values_mut().filter(|token| {
        token.kind == TokenKind::Refresh && token.holder.family == *family && token.lives(now)
    });
    for token in used {
        token.expires = Some(match testing && short_lived(&token.holder) {
            true => token.issued_at + TESTING_LIFE,
            false => now + UNUSED_LIFE,
        });
    }
    let Some(newest) = &granted.refresh else {
        return;
    };
    let mut others: Vec<(i64, String)> = state
        .tokens
        .values()
        .filter(|token| {
            token.kind == TokenKind::Refresh
                && token.holder.person == newest.holder.person
                && token.value != newest.value
                && token.lives(now)
        })
        .map(|token| (token.issued_at, token.value.clone()))
        .collect();
    others.sort();
    let spare = (others.len() + 1).saturating_sub(MOST_REFRESH_TOKENS);
    for (_, value) in others.into_iter().take(spare) {
        state.end(End::Replaced, |token| token.value == value);
    }
}

fn short_lived(holder: &Holder) -> bool {
    let identity = |scope: &String| IDENTITY.contains(&scope.as_str());
    !holder.scopes.iter().all(identity)
}

pub(super) fn cause(
    state: &mut State<More>,
    trouble: &Trouble,
    person: Option<&str>,
) -> Result<usize, Unheard> {
    let person = || person.ok_or_else(|| Unheard::needs("person"));
    match trouble.kind.as_str() {
        "testing_mode" => Ok(start_testing(state)),
        "not_enrolled" => {
            state.more.api_off = true;
            Ok(1)
        }
        "account_closed" => {
            state.more.closed.insert(person()?.to_owned());
            Ok(1)
        }
        "admin_policy_enforced" => {
            state.more.restricted.insert(person()?.to_owned());
            Ok(1)
        }
        "reauth_required" => {
            let person = person()?;
            let held = state.tokens.values();
            let families = held
                .filter(|token| token.holder.person == person && token.kind == TokenKind::Refresh)
                .map(|token| token.holder.family.clone());
            let before = state.more.reauth.len();
            state.more.reauth.extend(families);
            Ok(state.more.reauth.len() - before)
        }
        "role_removed" => lose(&mut state.more, person()?, trouble.page.as_deref()),
        "page_deleted" => {
            let page = trouble.page.as_deref();
            let asked = page.ok_or_else(|| Unheard::needs("page"))?;
            let found = state.more.channel_mut(asked);
            found.ok_or_else(|| Unheard::no_page(asked))?.deleted = true;
            Ok(1)
        }
        _ => Err(Unheard::kind(trouble)),
    }
}

fn start_testing(state: &mut State<More>) -> usize {
    state.more.testing = true;
    let held = state.tokens.values_mut();
    held.filter(|token| token.kind == TokenKind::Refresh && short_lived(&token.holder))
        .map(|token| token.expires = Some(token.issued_at + TESTING_LIFE))
        .count()
}

/// Nobody loses their own channel with a role, unless it is asked for by name.
fn lose(more: &mut More, person: &str, page: Option<&str>) -> Result<usize, Unheard> {
    let one = match page {
        None => None,
        Some(asked) => {
            let found = more.channel(asked).ok_or_else(|| Unheard::no_page(asked))?;
            Some(found.id.clone())
        }
    };
    let lost = more.channels.iter_mut().filter(|channel| {
        let meant = match &one {
            Some(id) => channel.id == *id,
            None => channel.brand,
        };
        meant && channel.is_of(person) && !channel.lost(person)
    });
    Ok(lost.map(|c| c.lost_by.push(person.to_owned())).count())
}

pub(super) fn calm(more: &mut More) {
    (more.testing, more.api_off) = (false, false);
    more.closed.clear();
    more.restricted.clear();
    more.reauth.clear();
    for channel in &mut more.channels {
        channel.lost_by.clear();
        channel.deleted = false;
    }
}
