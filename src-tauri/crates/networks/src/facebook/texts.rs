//! What the Graph APIs' texts mean, by what they contain. Many come with a number that says
//! something else, or with none.

use domain::{Cause, Unavailable};

use crate::ProviderError;
use crate::envelope::says;

type Row = (&'static [&'static str], ProviderError);

/// Of the app and of nobody's account, whatever the number beside it.
const APP: [&str; 27] = [
    "api access blocked",
    "api access deactivated",
    "api access disabled",
    "api access suspended",
    "app not active",
    "app is not active",
    "app not set up",
    "app is disabled",
    "app is restricted",
    "app has been disabled",
    "app has been restricted",
    "app has been suspended",
    "app is in development mode",
    "development access",
    "non-active accounts",
    "application has been deleted",
    "application has been disabled",
    "application has been suspended",
    "validating application",
    "invalid application",
    "loading application",
    "not belong to application",
    "not have the capability",
    "appsecret_proof",
    "app_id in the input_token",
    "valid app id",
    "app developer is aware",
];

/// In the order in which they are looked for.
const ROWS: [Row; 10] = [
    (
        &["limit reached", "too many calls", "rate limit"],
        ProviderError::AskLater(Unavailable::RateLimited, None),
    ),
    (
        &[
            "verification code",
            "authorization code",
            "matching code",
            "original redirect uri",
        ],
        ProviderError::StartAnew,
    ),
    (
        &[
            "must be granted before",
            "public content access",
            "public metadata access",
        ],
        ProviderError::No(Cause::PermissionMissing),
    ),
    (
        &[
            "invalid platform app",
            "invalid redirect_uri",
            "invalid client_id",
            "invalid scope",
            "registered redirect uri",
            "client secret",
            "client_secret",
            "app secret",
            "sandbox user",
            "developer role",
            "no app id",
            "no application data",
            "_application,",
        ],
        ProviderError::AppRefused,
    ),
    (
        &["engaged the app", "longer than 90 days"],
        ProviderError::No(Cause::DataAccessLapsed),
    ),
    (
        &[
            "must be an administrator",
            "must be an admin",
            "not an admin",
            "a role on th",
            "belongs to a page",
            "page does not exist",
            "was migrated",
            "been merged",
            "not visible",
        ],
        ProviderError::No(Cause::AccessLost),
    ),
    (
        &[
            "checkpoint",
            "log in to www.",
            "log in to https://",
            "till you log in",
            "follow the instructions",
            "not a confirmed user",
            "confirm your",
            "not a business account",
            "not a professional account",
            "consent app blocking",
            "two factor auth",
            "two-factor auth",
            "security check",
            "you're restricted",
            "access is restricted",
            "account is restricted",
            "user is restricted",
            "suspended",
            "account is disabled",
            "account has been disabled",
            "account is locked",
            "invalid user id",
            "user is unavailable",
            "accepted the invite",
        ],
        ProviderError::No(Cause::AttentionNeeded),
    ),
    (
        &[
            "changed the password",
            "changed their password",
            "changed your password",
            "password has been changed",
            "password was changed",
            "session for security reasons",
            "current stored session",
        ],
        ProviderError::No(Cause::PasswordChanged),
    ),
    (
        &[
            "not authorized application",
            "not authorized the application.",
            "deauthorized",
            "de-authorized",
            "removed the app",
            "uninstalled",
        ],
        ProviderError::No(Cause::PermissionRemoved),
    ),
    (
        &["does not exist", "do not exist", "unsupported get request"],
        ProviderError::No(Cause::AccessLost),
    ),
];

/// Whether a text in small letters is about the app.
pub(super) fn is_of_app(text: &str) -> bool {
    says(text, &APP)
}

/// What a text in small letters means beside a number that leaves it open.
pub(super) fn by_text(code: i64, text: &str) -> Option<ProviderError> {
    match code {
        1 | 2 => return None,
        _ if is_of_app(text) => return Some(ProviderError::No(Cause::AppBroken)),
        // Of many meanings; those that are not named here are about one call.
        0 | 10 | 24 | 25 | 100 | 102 | 190 | 200..=299 | 450..=499 | 9_009 => {}
        _ => return None,
    }
    let row = ROWS.iter().find(|(parts, _)| says(text, parts));
    row.map(|(_, refusal)| *refusal)
        .or_else(|| of_session(code, text))
        .or_else(|| of_call(code, text))
}

/// How a session ended. A text that lists all reasons names none.
fn of_session(code: i64, text: &str) -> Option<ProviderError> {
    let is_session = matches!(code, 0 | 102 | 190 | 450..=499) && text.contains("session")
        || text.contains("access token");
    match (text.contains("expired"), text.contains("revoked")) {
        (true, false) if is_session => Some(ProviderError::No(Cause::Expired)),
        (false, true) if is_session && !says(text, &["may be", "could be"]) => {
            Some(ProviderError::No(Cause::PermissionRemoved))
        }
        _ => None,
    }
}

/// What the number for a badly worded call says where something else is meant.
fn of_call(code: i64, text: &str) -> Option<ProviderError> {
    if !matches!(code, 0 | 100) {
        return None;
    }
    let is_permission = text.contains("missing permission")
        || (text.contains("requires") && text.contains("permission"));
    if is_permission {
        return Some(ProviderError::No(Cause::PermissionMissing));
    }
    // What stands behind the identity is of another kind now.
    if text.contains("nonexisting field (username) on node type") {
        return Some(ProviderError::No(Cause::AccessLost));
    }
    // What Instagram and Threads say of an account that a token no longer reaches.
    (code == 100 && text.contains("unsupported request - method type: get"))
        .then_some(ProviderError::No(Cause::AccessLost))
}
