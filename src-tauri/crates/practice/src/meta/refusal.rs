//! How the Graph API says no, on each of Meta's hosts: one envelope, and the words that Facebook,
//! Instagram and Threads share, verbatim where a source has them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::pacific;
use crate::random;

#[derive(Debug)]
pub(crate) struct ErrorResponse {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) kind: &'static str,
    pub(crate) code: u32,
    pub(crate) subcode: Option<u32>,
    pub(crate) transient: bool,
}

/// What an account's owner must do at the network before apps may act for it again.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Checkpoint {
    MustSignIn,
    Blocking,
    Unconfirmed,
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let mut error = json!({
            "message": self.message,
            "type": self.kind,
            "code": self.code,
            "fbtrace_id": trace_id(),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = subcode.into();
        }
        if self.transient {
            error["is_transient"] = true.into();
        }
        (self.status, Json(json!({ "error": error }))).into_response()
    }
}

fn trace_id() -> String {
    format!("A{}", random::url_safe(22))
}

impl ErrorResponse {
    /// Inside `debug_token`'s data the subcode goes by another name.
    pub(crate) fn nested(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(subcode) = self.subcode {
            error["subcode"] = subcode.into();
        }
        error
    }

    pub(crate) fn oauth(code: u32, message: impl Into<String>) -> ErrorResponse {
        let status = StatusCode::BAD_REQUEST;
        let (kind, message) = ("OAuthException", message.into());
        ErrorResponse {
            status,
            message,
            kind,
            code,
            subcode: None,
            transient: false,
        }
    }

    pub(crate) fn token(subcode: u32, message: impl Into<String>) -> ErrorResponse {
        ErrorResponse {
            subcode: Some(subcode),
            ..ErrorResponse::oauth(190, message)
        }
    }

    pub(crate) fn method(message: impl Into<String>) -> ErrorResponse {
        ErrorResponse {
            kind: "GraphMethodException",
            ..ErrorResponse::oauth(100, message)
        }
    }

    pub(crate) fn expired(at: i64, now: i64) -> ErrorResponse {
        let (at, now) = (pacific(at), pacific(now));
        ErrorResponse::token(
            463,
            format!(
                "Error validating access token: Session has expired on {at}. The current time is {now}."
            ),
        )
    }

    pub(crate) fn password_changed() -> ErrorResponse {
        ErrorResponse::token(
            460,
            "Error validating access token: The session has been invalidated because the user \
             changed their password or Facebook has changed the session for security reasons.",
        )
    }

    pub(crate) fn logged_out() -> ErrorResponse {
        ErrorResponse::token(
            467,
            "Error validating access token: The session is invalid because the user logged out.",
        )
    }

    pub(crate) fn session_replaced() -> ErrorResponse {
        ErrorResponse::oauth(
            190,
            "Error validating access token: Session does not match current stored session. This \
             may be because the user changed the password since the time the session was created \
             or Facebook has changed the session for security reasons.",
        )
    }

    pub(crate) fn app_removed(app: &str) -> ErrorResponse {
        ErrorResponse::token(
            458,
            format!(
                "Error validating access token: The user has not authorized application {app}."
            ),
        )
    }

    pub(crate) fn checkpoint(which: Checkpoint) -> ErrorResponse {
        match which {
            Checkpoint::MustSignIn => ErrorResponse::token(
                459,
                "Error validating access token: You cannot access the app till you log in to \
                 www.facebook.com and follow the instructions given.",
            ),
            Checkpoint::Blocking => ErrorResponse::token(
                490,
                "The user is enrolled in a blocking, logged-in checkpoint",
            ),
            Checkpoint::Unconfirmed => ErrorResponse::token(
                464,
                "Error validating access token: The user is not a confirmed user.",
            ),
        }
    }

    pub(crate) fn data_access_lapsed() -> ErrorResponse {
        ErrorResponse::token(
            493,
            "The access token is invalid since the user hasn't engaged the app in longer than 90 \
             days.",
        )
    }

    pub(crate) fn unparsable_token() -> ErrorResponse {
        ErrorResponse::oauth(
            190,
            "Invalid OAuth access token - Cannot parse access token",
        )
    }

    pub(crate) fn no_token() -> ErrorResponse {
        ErrorResponse::oauth(
            2500,
            "An active access token must be used to query information about the current user.",
        )
    }

    pub(crate) fn invalid_app() -> ErrorResponse {
        ErrorResponse::oauth(190, "Error validating application. Invalid application ID.")
    }

    pub(crate) fn app_deleted() -> ErrorResponse {
        ErrorResponse::oauth(
            190,
            "Error validating application. Application has been deleted",
        )
    }

    pub(crate) fn wrong_secret() -> ErrorResponse {
        ErrorResponse::oauth(1, "Error validating client secret.")
    }

    pub(crate) fn not_a_developer() -> ErrorResponse {
        ErrorResponse::oauth(
            100,
            "(#100) You must provide an app access token, or a user access token that is an owner \
             or developer of the app",
        )
    }

    pub(crate) fn no_object(id: &str) -> ErrorResponse {
        let refusal = ErrorResponse::method(format!(
            "Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due \
             to missing permissions, or does not support this operation. Please read the Graph API \
             documentation at https://developers.facebook.com/docs/graph-api"
        ));
        ErrorResponse {
            subcode: Some(33),
            ..refusal
        }
    }

    pub(crate) fn no_field(field: &str, node: &str) -> ErrorResponse {
        ErrorResponse::oauth(
            100,
            format!("(#100) Tried accessing nonexisting field ({field}) on node type ({node})"),
        )
    }

    pub(crate) fn missing_parameter(name: &str) -> ErrorResponse {
        ErrorResponse::oauth(100, format!("(#100) The parameter {name} is required."))
    }

    pub(crate) fn bad_parameter(name: &str) -> ErrorResponse {
        ErrorResponse::oauth(100, format!("(#100) Invalid parameter: {name}"))
    }

    pub(crate) fn bad_cursor() -> ErrorResponse {
        ErrorResponse::oauth(100, "(#100) Invalid cursors values")
    }

    pub(crate) fn unknown_path(path: &str) -> ErrorResponse {
        ErrorResponse::oauth(2500, format!("Unknown path components: {path}"))
    }

    pub(crate) fn outage() -> ErrorResponse {
        let refusal = ErrorResponse::oauth(2, "(#2) Service temporarily unavailable");
        ErrorResponse {
            status: StatusCode::SERVICE_UNAVAILABLE,
            transient: true,
            ..refusal
        }
    }

    pub(crate) fn app_throttled() -> ErrorResponse {
        ErrorResponse::oauth(4, "(#4) Application request limit reached")
    }

    pub(crate) fn user_throttled() -> ErrorResponse {
        ErrorResponse {
            subcode: Some(2_446_079),
            ..ErrorResponse::oauth(17, "(#17) User request limit reached")
        }
    }

    pub(crate) fn code_used() -> ErrorResponse {
        let refusal = ErrorResponse::oauth(100, "This authorization code has been used.");
        ErrorResponse {
            subcode: Some(36_009),
            ..refusal
        }
    }

    pub(crate) fn code_expired() -> ErrorResponse {
        let refusal = ErrorResponse::oauth(100, "This authorization code has expired.");
        ErrorResponse {
            subcode: Some(36_007),
            ..refusal
        }
    }

    pub(crate) fn code_unknown() -> ErrorResponse {
        ErrorResponse::oauth(100, "Invalid verification code format.")
    }

    pub(crate) fn redirect_mismatch() -> ErrorResponse {
        ErrorResponse::oauth(
            100,
            "Error validating verification code. Please make sure your redirect_uri is identical \
             to the one you used in the OAuth dialog request",
        )
    }

    pub(crate) fn no_permission() -> ErrorResponse {
        ErrorResponse::oauth(
            10,
            "(#10) Application does not have permission for this action",
        )
    }
}
