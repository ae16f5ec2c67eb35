//! What the engines of this API say when they say no, and what is none of theirs.
//!
//! Read in this order: the challenge of the standard, codes and words of the body by what they
//! contain, and what an engine says without words. Nothing else is a no.

use domain::{Cause, Unavailable};
use serde::Deserialize;
use serde_json::Value;

use super::{ABOUT, words};
use crate::challenge::{BearerError, bearer_error, objection};
use crate::{Answer, ProviderError};

/// No engine's refusal is longer.
const LONGEST: usize = 2_000;

/// What a body says, with its words in lower case.
#[derive(Default)]
pub(super) struct ErrorBody {
    /// The word for the machine, where one stands there, or the whole sentence where an engine has
    /// only that.
    pub code: String,
    /// All words, the code among them.
    pub words: String,
    /// A second word of why, as one engine gives it.
    pub hint: String,
    /// Whether the code stands apart from the words: whatever went wrong has one.
    pub coded: bool,
}

#[derive(Deserialize)]
struct Body {
    error: Option<Problem>,
    #[serde(default)]
    error_description: Value,
    #[serde(default)]
    identifier: Value,
    #[serde(default)]
    code: Value,
    #[serde(default)]
    hint: Value,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Problem {
    Text(String),
    /// As the engines that descend from Misskey have it.
    Coded {
        code: String,
    },
}

impl ErrorBody {
    /// Nothing where the body is not shaped like a refusal.
    pub fn read(answer: &Answer) -> Option<ErrorBody> {
        if answer.body.len() > LONGEST {
            return None;
        }
        let body: Body = answer.json()?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_lowercase();
        let code = match &body.error {
            Some(Problem::Text(code) | Problem::Coded { code }) => code.to_lowercase(),
            None => text(&body.code),
        };
        Some(ErrorBody {
            words: format!("{code}\n{}", text(&body.identifier)),
            hint: [text(&body.hint), text(&body.error_description)].join("\n"),
            code,
            coded: !matches!(body.error, Some(Problem::Text(_))),
        })
    }

    fn says(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.words.contains(part))
    }
}

/// What a probe meets.
pub(super) fn refused(answer: &Answer) -> ProviderError {
    known(answer).unwrap_or_else(|| ProviderError::unrecognised(answer))
}

/// What an answer means that the network itself is known to give; nothing where it is not.
pub(super) fn known(answer: &Answer) -> Option<ProviderError> {
    let told = ErrorBody::read(answer);
    if !(400..500).contains(&answer.status) {
        return pixelfed(answer, told.as_ref());
    }
    let by_challenge = match is_page(answer) {
        true => None,
        false => challenged(answer, told.as_ref()),
    };
    by_challenge
        .or_else(|| told.and_then(|told| worded(answer, &told)))
        .or_else(|| wordless(answer))
}

/// The challenge is the same in every language. Why is said in one of them: by the body, or beside
/// the challenge, where the signs of other scripts may not have survived.
fn challenged(answer: &Answer, told: Option<&ErrorBody>) -> Option<ProviderError> {
    match bearer_error(answer)? {
        BearerError::InsufficientScope => Some(ProviderError::No(Cause::PermissionMissing)),
        BearerError::InvalidToken => {
            let described = objection(answer).map(|told| told.description);
            let words = told.map(|told| told.words.clone());
            let mut causes = words
                .into_iter()
                .chain(described)
                .map(|text| words::cause_of(&text));
            let named = causes.find(|cause| *cause != Cause::Unknown);
            Some(ProviderError::No(named.unwrap_or(Cause::Unknown)))
        }
        BearerError::InvalidRequest => None,
    }
}

const ACCOUNT: &[&str] = &[
    "login is currently disabled",
    "login is currently pending",
    "account is currently disabled",
    "account_is_disabled",
    "missing a confirmed e-mail",
    "missing_confirmed_email",
    "awaiting approval",
    "awaiting_approval",
    "password reset is required",
    "password_reset_required",
    "requires two-factor",
    "user not supplied or not authorized",
    "account not supplied or not authorized",
];

const SCOPE: &[&str] = &[
    "outside the authorized scopes",
    "insufficient permission",
    "insufficient-permission",
    "insufficient scope",
    "insufficient_scope",
    "out_of_scope",
    "permission_denied",
];

/// A token that speaks for nobody.
const NOBODY: &[&str] = &[
    "access token is invalid",
    "authentication_failed",
    "unauthenticated.",
    "token not supplied",
    "application not supplied",
    "token-required",
    "identity_token_required",
    "an error occurred (missing email)",
    "an error occurred (failed to load identity)",
    "an error occurred (failed to load context data)",
];

fn worded(answer: &Answer, told: &ErrorBody) -> Option<ProviderError> {
    let no = |cause| Some(ProviderError::No(cause));
    let later = |hiccup| Some(ProviderError::AskLater(hiccup, answer.retry_after()));
    let is = |statuses: &[u16]| statuses.contains(&answer.status);
    // Some engines wrap whatever went wrong in a 401.
    if told.says(&["rate limit", "rate_limit", "too many requests"]) {
        return later(Unavailable::RateLimited);
    }
    if told.code == "internal_error" {
        return later(Unavailable::Down);
    }
    // An instance that shows nothing to strangers says so where no token arrived: nothing is known
    // of ours.
    if told.says(&["this api requires an authenticated user"]) {
        return later(Unavailable::NotAnAnswer);
    }
    match told.code.as_str() {
        "invalid_client" if is(&[400, 401, 403]) => return Some(ProviderError::AppRefused),
        "unauthorized_client" if is(&[400, 401, 403]) => return Some(ProviderError::AppRefused),
        _ => {}
    }
    if is(&[401, 403]) && told.says(&["suspended"]) {
        return Some(ProviderError::No(Cause::Suspended));
    }
    if is(&[401, 403]) && told.says(ACCOUNT) {
        return no(Cause::AttentionNeeded);
    }
    if is(&[401, 403]) && told.says(SCOPE) || is(&[403]) && names_scope(told) {
        return no(Cause::PermissionMissing);
    }
    if is(&[401]) && told.says(&["access token was revoked"]) {
        return no(Cause::PermissionRemoved);
    }
    if is(&[401]) && told.says(&["access token expired"]) {
        return no(Cause::Expired);
    }
    // Described as the standard has it, it would come with the challenge of the standard.
    let bare = told.code == "invalid_token" && told.hint.trim().is_empty();
    let dead = is(&[401]) && (told.says(NOBODY) || bare)
        || is(&[401, 422]) && told.says(&["method requires an authenticated user"])
        || is(&[403]) && told.says(&["invalid credentials", "not authorized with a valid user"]);
    let closed = is(&[410]) && told.code == "gone";
    match (dead, closed) {
        (true, _) => no(Cause::Unknown),
        (false, true) => no(Cause::AccessLost),
        (false, false) => None,
    }
}

/// Whether a permission that a probe needs is named, in whatever language.
fn names_scope(told: &ErrorBody) -> bool {
    ABOUT.asked_scopes().iter().any(|scope| told.says(&[scope]))
}

/// What engines say without the words of an API.
fn wordless(answer: &Answer) -> Option<ProviderError> {
    let body = std::str::from_utf8(&answer.body).ok()?.trim();
    match answer.status {
        // Takahē.
        400 if body.eq_ignore_ascii_case("invalid bearer token") => {
            Some(ProviderError::No(Cause::Unknown))
        }
        401 | 403 | 422 if is_snac(answer) && body.is_empty() => {
            Some(ProviderError::No(Cause::Unknown))
        }
        // The way to say that a server is closed for good, for every path of it.
        410 if body.to_lowercase().contains("<h1>410 gone</h1>") => {
            Some(ProviderError::No(Cause::AccessLost))
        }
        _ => None,
    }
}

/// snac names itself in every answer.
pub(super) fn is_snac(answer: &Answer) -> bool {
    let creator = answer.header("x-creator").unwrap_or_default();
    creator.starts_with("snac/")
}

/// Pixelfed says in a 500 that nobody is signed in, and leads whoever has not confirmed an address
/// to its page for that.
fn pixelfed(answer: &Answer, told: Option<&ErrorBody>) -> Option<ProviderError> {
    let leads_to = answer.header("location").unwrap_or_default();
    match answer.status {
        500 if told?.code == "unauthenticated." => Some(ProviderError::No(Cause::Unknown)),
        302 if leads_to.ends_with("/i/verify-email") => {
            Some(ProviderError::No(Cause::AttentionNeeded))
        }
        _ => None,
    }
}

/// Whether a body is a web page: firewalls and portals send those.
pub(super) fn is_page(answer: &Answer) -> bool {
    answer.body.trim_ascii_start().starts_with(b"<")
}

/// What the exchange of a code meets.
pub(super) fn exchange_refused(answer: &Answer) -> ProviderError {
    let told = ErrorBody::read(answer).unwrap_or_default();
    let is = |statuses: &[u16]| statuses.contains(&answer.status);
    let spent = told.says(&["provided authorization grant"]) && is(&[400, 401, 500])
        || told.code == "authorization not found" && is(&[404])
        || told.code == "access_denied" && is(&[401])
        || told.code == "unauthorized" && is(&[401, 403])
        // Iceshrimp words a code that it does not know so, and never with its code.
        || told.says(&["client authentication failed due to"]) && is(&[400, 401]);
    match told.code.as_str() {
        _ if spent => ProviderError::StartAnew,
        "invalid_grant" | "invalid_request" if is(&[400, 401, 403]) => ProviderError::StartAnew,
        "invalid_scope" if is(&[400, 401, 403]) => ProviderError::ScopeRefused,
        _ if app_refused(answer, &told) => ProviderError::AppRefused,
        _ => refused(answer),
    }
}

/// What a renewal meets.
pub(super) fn renewal_refused(answer: &Answer) -> ProviderError {
    let told = ErrorBody::read(answer).unwrap_or_default();
    let is = |statuses: &[u16]| statuses.contains(&answer.status);
    let dead = told.code == "invalid_grant" && is(&[400, 401, 403])
        || told.code.starts_with("invalid credentials") && is(&[400, 401, 403])
        || told.code == "the refresh token is invalid." && is(&[400, 401, 500])
        || told.code == "invalid_request"
            && told.hint.contains("the refresh token is invalid")
            && is(&[400, 401]);
    match dead {
        true => ProviderError::No(words::cause_of(
            told.hint.lines().next().unwrap_or_default(),
        )),
        false if app_refused(answer, &told) => ProviderError::AppRefused,
        false => refused(answer),
    }
}

/// Whether the token endpoint does not know the app, or not with that secret.
pub(super) fn app_refused(answer: &Answer, told: &ErrorBody) -> bool {
    let unknown = told.says(&["invalid client credentials", "client is unknown or invalid"])
        || matches!(told.code.as_str(), "invalid_client" | "unauthorized_client");
    let silent = answer.status == 401 && is_snac(answer) && answer.body.trim_ascii().is_empty();
    unknown && matches!(answer.status, 400 | 401 | 403) || silent
}
