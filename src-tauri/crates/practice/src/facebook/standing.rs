//! Is this token still good, and if not, what does the network say? `alive` is what `debug_token`
//! reports; `usable` is what every other call asks for on top of it.

use super::refusal::ErrorResponse;
use super::state::{Death, RoleLoss, State, Token};

/// Any one of these lets an app act as a page.
const IMPERSONATION: &[&str] = &[
    "pages_read_engagement",
    "pages_manage_metadata",
    "pages_read_user_content",
    "pages_manage_ads",
    "pages_show_list",
    "pages_messaging",
];

pub(crate) fn alive(state: &State, token: &Token, now: i64) -> Result<(), ErrorResponse> {
    if state.app.deleted {
        return Err(ErrorResponse::app_deleted());
    }
    match token.death {
        Some(Death::PasswordChanged) => return Err(ErrorResponse::password_changed()),
        Some(Death::AppRemoved) => return Err(ErrorResponse::app_removed(&state.app.id)),
        Some(Death::LoggedOut) => return Err(ErrorResponse::logged_out()),
        Some(Death::SessionReplaced) => return Err(ErrorResponse::session_replaced()),
        None => {}
    }
    if let Some(at) = token.expires.filter(|&at| at <= now) {
        return Err(ErrorResponse::expired(at, now));
    }
    let person = state
        .person(&token.person)
        .ok_or_else(ErrorResponse::unparsable_token)?;
    if let Some(which) = person.checkpoint {
        return Err(ErrorResponse::checkpoint(which));
    }
    match &token.page {
        Some(page) => holds_page(state, &token.person, page),
        None => Ok(()),
    }
}

fn holds_page(state: &State, person: &str, page: &str) -> Result<(), ErrorResponse> {
    if state.page(page).is_none_or(|page| page.deleted) {
        return Err(ErrorResponse::page_gone());
    }
    match state.role(person, page).map(|role| role.lost) {
        Some(None) => Ok(()),
        Some(Some(RoleLoss::WithSubcode)) => Err(ErrorResponse::role_lost_by_number()),
        Some(Some(RoleLoss::WithoutSubcode)) | None => Err(ErrorResponse::role_lost()),
    }
}

pub(crate) fn usable(state: &State, token: &Token, now: i64) -> Result<(), ErrorResponse> {
    alive(state, token, now)?;
    let Some(grant) = state.grants.get(&token.person) else {
        return Err(ErrorResponse::app_removed(&state.app.id));
    };
    if grant.data_access_expires_at() <= now {
        return Err(ErrorResponse::data_access_lapsed());
    }
    if let Some(page) = &token.page {
        if !IMPERSONATION.iter().any(|permission| grant.has(permission)) {
            return Err(ErrorResponse::page_permissions_gone());
        }
        if !grant.pages.contains(page) {
            return Err(ErrorResponse::not_authorized());
        }
    }
    Ok(())
}
