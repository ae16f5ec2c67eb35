//! What Instagram says in words of its own: at the authorize page, and at the token endpoint, whose
//! envelope is flat. Everything else is the Graph API's.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::TITLE;
use crate::meta::ErrorResponse;
use crate::provider::{ClientFault, CodeFault, ErrorDelivery, NoCode, NoToken, dead_end};

/// [I] The page is not documented; its heading is.
pub(super) fn page(words: &str) -> Response {
    let heading = "Sorry, this page isn't available";
    dead_end(TITLE, StatusCode::BAD_REQUEST, heading, words)
}

pub(super) fn of_authorize(fault: &NoCode) -> ErrorDelivery {
    match fault {
        NoCode::Cancelled { .. } => ErrorDelivery::Back(vec![
            ("error", "access_denied".to_owned()),
            ("error_reason", "user_denied".to_owned()),
            (
                "error_description",
                "The user denied your request".to_owned(),
            ),
        ]),
        NoCode::Missing(name) => {
            ErrorDelivery::Here(page(&format!("Missing required field {name}")))
        }
        NoCode::ResponseType => ErrorDelivery::Here(page("Invalid response_type")),
        NoCode::Scope(scope) => ErrorDelivery::Here(page(&format!("Invalid scope: {scope}"))),
        NoCode::Challenge => ErrorDelivery::Here(page("Invalid request")),
    }
}

/// [I] The words about the app, the secret and missing parameters are not documented.
pub(super) fn of_token(fault: &NoToken) -> Response {
    let words = match fault {
        NoToken::Client(ClientFault::Absent) => "Missing required field client_id or client_secret",
        NoToken::Client(ClientFault::Unknown | ClientFault::AppDeleted) => "Invalid platform app",
        NoToken::Client(ClientFault::Secret) => "Error validating client secret.",
        NoToken::Missing(name) => return flat(&format!("Missing required field {name}")),
        NoToken::GrantType => "Invalid grant_type",
        NoToken::Code(CodeFault::Redirect) => {
            "Error validating verification code. Please make sure your redirect_uri is identical \
             to the one you used in the OAuth dialog request"
        }
        NoToken::Code(
            CodeFault::Unknown | CodeFault::Used | CodeFault::Expired | CodeFault::Verifier,
        )
        | NoToken::UnwantedVerifier
        | NoToken::Refresh(_) => "Invalid authorization code",
    };
    flat(words)
}

fn flat(words: &str) -> Response {
    let body = json!({ "error_type": "OAuthException", "code": 400, "error_message": words });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

impl ErrorResponse {
    pub(crate) fn instagram_throttled() -> ErrorResponse {
        ErrorResponse::oauth(
            80_002,
            "(#80002) There have been too many calls to this Instagram account. Wait a bit and try \
             again. For more info, please refer to \
             https://developers.facebook.com/docs/graph-api/overview/rate-limiting.",
        )
    }

    /// At Instagram's own host a wrong question has a type of its own.
    pub(super) fn by_instagram(self) -> ErrorResponse {
        ErrorResponse {
            kind: "IGApiException",
            ..self
        }
    }
}
