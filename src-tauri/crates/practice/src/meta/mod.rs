//! What Facebook, Instagram and Threads share: the Graph API's refusals, field lists and cursors,
//! Instagram accounts, and the token life of the two that have a sign-in of their own.

mod account;
mod family;
mod lists;
mod refusal;

pub(crate) use account::Account;
pub(crate) use family::Family;
pub(crate) use family::{
    LOGGED_OUT, SESSION_REPLACED, cause, exchange, halts, lacks, no_answer, outage, refuse, renew,
    standing, token_of,
};
pub(crate) use lists::{PagingLink, fields, fields_with_inner, place};
pub(crate) use refusal::{Checkpoint, ErrorResponse};

const OLDEST_VERSION: u32 = 21;
const NEWEST_VERSION: u32 = 26;

/// Of the Graph API, at Facebook and Instagram alike.
pub(crate) fn known_version(version: &str) -> bool {
    version
        .strip_prefix('v')
        .and_then(|number| number.strip_suffix(".0"))
        .and_then(|major| major.parse().ok())
        .is_some_and(|major: u32| (OLDEST_VERSION..=NEWEST_VERSION).contains(&major))
}
