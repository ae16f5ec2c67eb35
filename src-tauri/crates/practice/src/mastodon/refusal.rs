//! Mastodon's ways to say no: one-line errors of the API, two-line errors of the token endpoint.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

pub(crate) struct ErrorResponse {
    pub(crate) status: StatusCode,
    pub(crate) error: &'static str,
    pub(crate) description: Option<String>,
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let body = match &self.description {
            Some(words) => json!({ "error": self.error, "error_description": words }),
            None => json!({ "error": self.error }),
        };
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            // Only the API names its sentence, which is about the token.
            let challenge = match &self.description {
                None => challenge(self.error),
                Some(_) => HeaderValue::from_static("Bearer realm=\"Doorkeeper\""),
            };
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// The challenge to a token that opens nothing (RFC 6750 section 3).
pub(crate) fn challenge(words: &str) -> HeaderValue {
    let challenge = format!(
        "Bearer realm=\"Doorkeeper\", error=\"invalid_token\", error_description=\"{words}\""
    );
    HeaderValue::from_str(&challenge)
        .unwrap_or(HeaderValue::from_static("Bearer error=\"invalid_token\""))
}

impl ErrorResponse {
    const fn api(status: StatusCode, error: &'static str) -> ErrorResponse {
        ErrorResponse {
            status,
            error,
            description: None,
        }
    }

    fn oauth(status: StatusCode, error: &'static str, description: &str) -> ErrorResponse {
        ErrorResponse {
            status,
            error,
            description: Some(description.to_owned()),
        }
    }

    pub(crate) const INVALID_TOKEN: ErrorResponse =
        ErrorResponse::api(StatusCode::UNAUTHORIZED, "The access token is invalid");
    pub(crate) const REVOKED_TOKEN: ErrorResponse =
        ErrorResponse::api(StatusCode::UNAUTHORIZED, "The access token was revoked");
    pub(crate) const OUTSIDE_SCOPES: ErrorResponse = ErrorResponse::api(
        StatusCode::FORBIDDEN,
        "This action is outside the authorized scopes",
    );
    pub(crate) const DISABLED: ErrorResponse =
        ErrorResponse::api(StatusCode::FORBIDDEN, "Your login is currently disabled");
    pub(crate) const NEEDS_USER: ErrorResponse = ErrorResponse::api(
        StatusCode::UNPROCESSABLE_ENTITY,
        "This method requires an authenticated user",
    );
    pub(crate) const TOO_MANY: ErrorResponse =
        ErrorResponse::api(StatusCode::TOO_MANY_REQUESTS, "Too many requests");
    pub(crate) const NOT_FOUND: ErrorResponse =
        ErrorResponse::api(StatusCode::NOT_FOUND, "Record not found");
    pub(crate) const OUTAGE: ErrorResponse = ErrorResponse::api(
        StatusCode::SERVICE_UNAVAILABLE,
        "Remote data could not be fetched",
    );

    pub(crate) fn invalid_client() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Client authentication failed due to unknown client, no client authentication \
             included, or unsupported authentication method.",
        )
    }

    pub(crate) fn invalid_grant() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::BAD_REQUEST,
            "invalid_grant",
            "The provided authorization grant is invalid, expired, revoked, does not match the \
             redirection URI used in the authorization request, or was issued to another client.",
        )
    }

    pub(crate) fn invalid_scope() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::BAD_REQUEST,
            "invalid_scope",
            "The requested scope is invalid, unknown, or malformed.",
        )
    }

    pub(crate) fn missing(parameter: &str) -> ErrorResponse {
        let words = format!("Missing required parameter: {parameter}.");
        ErrorResponse::oauth(StatusCode::BAD_REQUEST, "invalid_request", &words)
    }

    pub(crate) fn unsupported_grant_type() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server.",
        )
    }

    pub(crate) fn unsupported_response_type() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::BAD_REQUEST,
            "unsupported_response_type",
            "The authorization server does not support this response type.",
        )
    }

    pub(crate) fn invalid_challenge_method() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::BAD_REQUEST,
            "invalid_code_challenge_method",
            "The code_challenge_method must be S256.",
        )
    }

    pub(crate) fn access_denied() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::UNAUTHORIZED,
            "access_denied",
            "The resource owner or authorization server denied the request.",
        )
    }

    pub(crate) fn not_your_token() -> ErrorResponse {
        ErrorResponse::oauth(
            StatusCode::FORBIDDEN,
            "unauthorized_client",
            "You are not authorized to revoke this token",
        )
    }
}
