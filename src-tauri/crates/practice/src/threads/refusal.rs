//! What Threads says at the authorize page and at the token endpoint, which has the Graph API's
//! envelope.

use axum::http::StatusCode;
use axum::response::Response;

use super::TITLE;
use crate::meta::ErrorResponse;
use crate::provider::{ClientFault, CodeFault, ErrorDelivery, NoCode, NoEntry, NoToken, dead_end};

/// [I] The page is not documented.
pub(super) fn page(words: &str) -> Response {
    let heading = "An error has occurred";
    dead_end(TITLE, StatusCode::BAD_REQUEST, heading, words)
}

pub(super) fn of_entry(fault: NoEntry) -> Response {
    page(match fault {
        NoEntry::UnknownClient | NoEntry::AppDeleted => "Invalid app ID.",
        NoEntry::Redirect => {
            "URL Blocked: This redirect failed because the redirect URI is not whitelisted in the \
             app's Client OAuth Settings."
        }
        NoEntry::Over => "This request is over. Go back to the app and start again.",
    })
}

/// [I] Cancelling is worded as at Instagram.
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
            ErrorDelivery::Here(page(&format!("The parameter {name} is required.")))
        }
        NoCode::ResponseType => ErrorDelivery::Here(page("The response_type must be code.")),
        NoCode::Scope(scope) => ErrorDelivery::Here(page(&format!("Invalid Scopes: {scope}."))),
        NoCode::Challenge => ErrorDelivery::Here(page("Invalid request.")),
    }
}

pub(super) fn of_token(fault: &NoToken) -> ErrorResponse {
    match fault {
        NoToken::Client(ClientFault::Absent) => ErrorResponse::missing_parameter("client_secret"),
        NoToken::Client(ClientFault::Unknown) => ErrorResponse::invalid_app(),
        NoToken::Client(ClientFault::Secret) => ErrorResponse::wrong_secret(),
        NoToken::Client(ClientFault::AppDeleted) => ErrorResponse::app_deleted(),
        NoToken::Missing(name) => ErrorResponse::missing_parameter(name),
        NoToken::GrantType => ErrorResponse::bad_parameter("grant_type"),
        NoToken::Code(CodeFault::Used) => ErrorResponse::code_used(),
        NoToken::Code(CodeFault::Expired) => ErrorResponse::code_expired(),
        NoToken::Code(CodeFault::Redirect) => ErrorResponse::redirect_mismatch(),
        NoToken::Code(CodeFault::Unknown | CodeFault::Verifier)
        | NoToken::UnwantedVerifier
        | NoToken::Refresh(_) => ErrorResponse::code_unknown(),
    }
}
