//! What only Facebook has to say no to: roles, pages, portfolios, proofs.

use axum::http::StatusCode;

pub(crate) use crate::meta::ErrorResponse;

impl ErrorResponse {
    pub(crate) fn role_lost() -> ErrorResponse {
        ErrorResponse::oauth(
            190,
            "The user must be an administrator, editor, or moderator of the page in order to \
             impersonate it. If the page business requires Two Factor Authentication, the user \
             also needs to enable Two Factor Authentication.",
        )
    }

    pub(crate) fn role_lost_by_number() -> ErrorResponse {
        ErrorResponse {
            subcode: Some(492),
            ..ErrorResponse::role_lost()
        }
    }

    pub(crate) fn page_permissions_gone() -> ErrorResponse {
        ErrorResponse::oauth(
            190,
            "Any of the pages_read_engagement, pages_manage_metadata, pages_read_user_content, \
             pages_manage_ads, pages_show_list or pages_messaging permission(s) must be granted \
             before impersonating a user's page.",
        )
    }

    pub(crate) fn page_gone() -> ErrorResponse {
        ErrorResponse::oauth(
            190,
            "This Page access token belongs to a Page that is not accessible.",
        )
    }

    pub(crate) fn not_authorized() -> ErrorResponse {
        ErrorResponse::oauth(
            200,
            "(#200) The user hasn't authorized the application to perform this action",
        )
    }

    pub(crate) fn needs_engagement_permission() -> ErrorResponse {
        ErrorResponse::oauth(
            10,
            "(#10) This endpoint requires the 'pages_read_engagement' permission or the 'Page \
             Public Content Access' feature.",
        )
    }

    pub(crate) fn page_throttled() -> ErrorResponse {
        ErrorResponse::oauth(
            80_001,
            "(#80001) There have been too many calls to this Page account. Wait a bit and try \
             again. For more info, please refer to \
             https://developers.facebook.com/docs/graph-api/overview/rate-limiting.",
        )
    }

    pub(crate) fn bad_proof() -> ErrorResponse {
        ErrorResponse::method("Invalid appsecret_proof provided in the API argument")
    }

    pub(crate) fn missing_proof() -> ErrorResponse {
        ErrorResponse::method("API calls from the server require an appsecret_proof argument")
    }

    pub(crate) fn needs_business_management() -> ErrorResponse {
        ErrorResponse {
            status: StatusCode::FORBIDDEN,
            ..ErrorResponse::oauth(
                200,
                "(#200) Requires business_management permission to manage the object",
            )
        }
    }
}
