//! The programs that speak Mastodon's API, each with its own manners: what it says where Mastodon
//! says something else, what it takes for the same callback address, and what it forgets.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::redirects;
use super::refusal::ErrorResponse;

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Engine {
    #[default]
    Mastodon,
    /// Mastodon before it let an app choose the language of its errors.
    MastodonInGerman,
    GoToSocial,
    Snac,
    Takahe,
    Pleroma,
}

/// Two months, as Pleroma has it.
const PLEROMAS_LIFE: i64 = 5_184_000;

impl Engine {
    /// What the trouble is called that switches to it.
    pub(crate) fn of_kind(kind: &str) -> Option<Engine> {
        match kind {
            "engine_mastodon" => Some(Engine::Mastodon),
            "engine_mastodon_in_german" => Some(Engine::MastodonInGerman),
            "engine_gotosocial" => Some(Engine::GoToSocial),
            "engine_snac" => Some(Engine::Snac),
            "engine_takahe" => Some(Engine::Takahe),
            "engine_pleroma" => Some(Engine::Pleroma),
            _ => None,
        }
    }

    pub(crate) fn same_redirect(self, asked: &str, registered: &str) -> bool {
        match self {
            Engine::Mastodon | Engine::MastodonInGerman => redirects::same(asked, registered),
            // It leads to whatever it is asked for.
            Engine::Snac => true,
            Engine::GoToSocial | Engine::Takahe | Engine::Pleroma => asked == registered,
        }
    }

    pub(crate) fn has_metadata(self) -> bool {
        match self {
            Engine::Mastodon | Engine::GoToSocial => true,
            Engine::MastodonInGerman | Engine::Snac | Engine::Takahe | Engine::Pleroma => false,
        }
    }

    pub(crate) fn revokes(self) -> bool {
        self != Engine::GoToSocial
    }

    /// With its token, an app has served its purpose.
    pub(crate) fn forgets_apps(self) -> bool {
        self == Engine::Snac
    }

    /// Whether a token with these scopes is given, once the person approved.
    pub(crate) fn gives(self, scopes: &[String]) -> bool {
        self != Engine::Takahe || scopes.iter().all(|scope| !scope.contains(':'))
    }

    pub(crate) fn names_scopes(self) -> bool {
        self != Engine::Snac
    }

    /// How long a token lives that can be renewed.
    pub(crate) fn token_life(self) -> Option<i64> {
        (self == Engine::Pleroma).then_some(PLEROMAS_LIFE)
    }

    /// The answer to a client that it does not know, at the page where people approve.
    pub(crate) fn knows_no_client(self) -> Option<Response> {
        (self == Engine::Snac).then(|| empty(StatusCode::BAD_REQUEST))
    }

    /// A refusal in its own words.
    pub(crate) fn word(self, refusal: ErrorResponse) -> Response {
        match self {
            Engine::Mastodon => refusal.into_response(),
            Engine::MastodonInGerman => in_german(refusal),
            Engine::GoToSocial => gotosocial(refusal),
            Engine::Snac => snac(&refusal),
            Engine::Takahe => takahe(refusal),
            Engine::Pleroma => pleroma(refusal),
        }
    }
}

fn error(status: StatusCode, words: &str) -> Response {
    (status, Json(json!({ "error": words }))).into_response()
}

fn empty(status: StatusCode) -> Response {
    let creator = HeaderValue::from_static("snac/2.81");
    (status, [("x-creator", creator)], "").into_response()
}

fn in_german(refusal: ErrorResponse) -> Response {
    let words = match refusal.error {
        "The access token is invalid" => "Der Zugriffs-Token ist ungültig",
        "The access token was revoked" => "Der Zugriffs-Token wurde widerrufen",
        "Too many requests" => "Du wurdest gedrosselt",
        _ => return refusal.into_response(),
    };
    let mut response = error(refusal.status, words);
    if refusal.status == StatusCode::UNAUTHORIZED {
        // Newer versions of its OAuth engine mask what is not ASCII.
        let described: String = words
            .chars()
            .map(|sign| if sign.is_ascii() { sign } else { '_' })
            .collect();
        let challenge = super::refusal::challenge(&described);
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn gotosocial(refusal: ErrorResponse) -> Response {
    match refusal.error {
        "The access token is invalid" | "The access token was revoked" => {
            error(StatusCode::UNAUTHORIZED, "Unauthorized: token not supplied")
        }
        "Your login is currently disabled" => error(
            StatusCode::UNAUTHORIZED,
            "Unauthorized: user not supplied or not authorized",
        ),
        "This action is outside the authorized scopes" => error(
            StatusCode::FORBIDDEN,
            "Forbidden: token has insufficient scope permission",
        ),
        _ => refusal.into_response(),
    }
}

fn snac(refusal: &ErrorResponse) -> Response {
    match (refusal.status, refusal.error) {
        (StatusCode::UNAUTHORIZED, "invalid_client") => empty(StatusCode::UNAUTHORIZED),
        (StatusCode::UNAUTHORIZED, _) => empty(StatusCode::UNPROCESSABLE_ENTITY),
        (StatusCode::FORBIDDEN, _) => {
            let page = "<h1>403 Forbidden (snac/2.81)</h1>";
            let kind = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::FORBIDDEN, kind, page).into_response()
        }
        (_, _) => empty(StatusCode::BAD_REQUEST),
    }
}

fn takahe(refusal: ErrorResponse) -> Response {
    match refusal.error {
        "The access token is invalid" | "The access token was revoked" => {
            (StatusCode::BAD_REQUEST, "Invalid Bearer token").into_response()
        }
        "This action is outside the authorized scopes" => {
            error(StatusCode::FORBIDDEN, "out_of_scope_for_token")
        }
        "invalid_grant" => error(StatusCode::UNAUTHORIZED, "access_denied"),
        "invalid_scope" => error(StatusCode::BAD_REQUEST, "invalid_scope"),
        _ => refusal.into_response(),
    }
}

fn pleroma(refusal: ErrorResponse) -> Response {
    match refusal.error {
        "The access token is invalid"
        | "The access token was revoked"
        | "Your login is currently disabled" => {
            error(StatusCode::FORBIDDEN, "Invalid credentials.")
        }
        "This action is outside the authorized scopes" => error(
            StatusCode::FORBIDDEN,
            "Insufficient permissions: read:accounts.",
        ),
        "invalid_grant" => error(StatusCode::BAD_REQUEST, "Invalid credentials"),
        _ => refusal.into_response(),
    }
}
