//! Facebook's refusals word for word, and what each means.

use domain::{Cause, Unavailable};

use crate::ProviderError;

pub(in crate::registry) fn envelope(message: &str, code: i64, subcode: Option<i64>) -> String {
    let mut error = serde_json::json!({
        "message": message, "type": "OAuthException", "code": code, "fbtrace_id": "EJplcsCHuLu",
    });
    if let Some(subcode) = subcode {
        error["error_subcode"] = subcode.into();
    }
    serde_json::json!({ "error": error }).to_string()
}

/// How `debug_token` tells of a dead token, with status 200.
pub(in crate::registry) fn dead(message: &str, code: i64, subcode: Option<i64>) -> String {
    let mut error = serde_json::json!({ "code": code, "message": message });
    if let Some(subcode) = subcode {
        error["subcode"] = subcode.into();
    }
    serde_json::json!({ "data": {
        "app_id": "138483919580948", "type": "PAGE", "application": "Social Cafe", "error": error,
        "expires_at": 0, "is_valid": false, "scopes": ["pages_show_list"],
        "profile_id": "1353269864728879",
    } })
    .to_string()
}

pub(in crate::registry) fn table() -> Vec<(u16, String, ProviderError)> {
    let later = |hiccup| ProviderError::AskLater(hiccup, None);
    let mut table: Vec<(u16, String, ProviderError)> = VERBATIM
        .iter()
        .map(|(status, body, means)| (*status, (*body).to_owned(), *means))
        .collect();
    let worded = WORDED.iter().map(|(code, subcode, cause, message)| {
        let body = envelope(message, *code, *subcode);
        (400, body, ProviderError::No(*cause))
    });
    table.extend(worded);
    for subcode in [456, 457, 461, 462, 465, 468] {
        let body = envelope("Error validating access token", 102, Some(subcode));
        table.push((400, body, ProviderError::No(Cause::PasswordChanged)));
    }
    for (code, subcode) in [
        (4, None),
        (17, Some(2_446_079)),
        (32, None),
        (341, None),
        (613, Some(1_996)),
        (80_000, None),
        (80_004, Some(2_446_079)),
        (80_014, None),
        (368, Some(1_390_008)),
    ] {
        let body = envelope("Too many calls", code, subcode);
        table.push((400, body, later(Unavailable::RateLimited)));
    }
    table
}

/// Bodies that look like a refusal and stand in no table.
pub(super) fn strange() -> Vec<String> {
    vec![
        // No token came, or one that is none: it does not say which.
        envelope(
            "An active access token must be used to query information about the current user.",
            2_500,
            None,
        ),
        envelope("Duplicate status message", 506, None),
        envelope("Unsupported method", 3, None),
        envelope(
            "(#100) The value must be a valid insights metric",
            100,
            None,
        ),
        envelope("", i64::MAX, Some(i64::MIN)),
    ]
}

type Row = (u16, &'static str, ProviderError);

/// Bodies as they were recorded.
const VERBATIM: [Row; 17] = [
    // What passes by its own word is no no, whatever the number says.
    (
        400,
        r#"{"error":{"message":"Error validating access token","type":"OAuthException","code":190,"is_transient":true}}"#,
        ProviderError::AskLater(Unavailable::Down, None),
    ),
    // A text that names the app comes before the range of its number.
    (
        200,
        r#"{"error":{"message":"API access deactivated. To reactivate, go to the app dashboard.","type":"OAuthException","code":200}}"#,
        ProviderError::No(Cause::AppBroken),
    ),
    (
        400,
        r#"{"error":{"message":"Session has expired","code":"190","error_subcode":"0"}}"#,
        ProviderError::No(Cause::Expired),
    ),
    (
        400,
        r#"{"error":[{"message":"(#21) Page ID 1 was migrated to page ID 2.","code":21}]}"#,
        ProviderError::No(Cause::AccessLost),
    ),
    (
        400,
        r#"{"error":{"message":"Two factor authentication required.","type":"OAuthException","code":415,"error_subcode":1404120}}"#,
        ProviderError::No(Cause::AttentionNeeded),
    ),
    (
        400,
        r#"{"error":{"message":"Error validating access token: Session has expired on Wednesday, 14-Feb-18 18:00:00 PST. The current time is Thursday, 15-Feb-18 13:46:35 PST.","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"EJplcsCHuLu"}}"#,
        ProviderError::No(Cause::Expired),
    ),
    (
        400,
        r#"{"error":{"message":"Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.","type":"OAuthException","code":190,"error_subcode":460,"fbtrace_id":"A_LrzommvgmnCY9ilAkqDv6"}}"#,
        ProviderError::No(Cause::PasswordChanged),
    ),
    (
        400,
        r#"{"error":{"message":"Error validating access token: The user has not authorized application 2586347315015828.","type":"OAuthException","code":190,"error_subcode":458,"fbtrace_id":"EJplcsCHuLu"}}"#,
        ProviderError::No(Cause::PermissionRemoved),
    ),
    (
        400,
        r#"{"error":{"message":"The user must be an administrator, editor, or moderator of the page in order to impersonate it. If the page business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.","type":"OAuthException","code":190,"fbtrace_id":"EJplcsCHuLu"}}"#,
        ProviderError::No(Cause::AccessLost),
    ),
    (
        400,
        r#"{"error":{"message":"Any of the pages_read_engagement, pages_manage_metadata, pages_read_user_content, pages_manage_ads, pages_show_list or pages_messaging permission(s) must be granted before impersonating a user's page.","type":"OAuthException","code":190,"fbtrace_id":"EJplcsCHuLu"}}"#,
        ProviderError::No(Cause::PermissionMissing),
    ),
    (
        403,
        r#"{"error":{"message":"(#200) The user hasn't authorized the application to perform this action","type":"OAuthException","code":200,"fbtrace_id":"EJplcsCHuLu"}}"#,
        ProviderError::No(Cause::PermissionMissing),
    ),
    (
        400,
        r#"{"error":{"message":"Unsupported get request. Object with ID 'xxx' does not exist, cannot be loaded due to missing permissions, or does not support this operation","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"EJplcsCHuLu"}}"#,
        ProviderError::No(Cause::AccessLost),
    ),
    (
        503,
        r##"{"error":{"message":"(#2) Service temporarily unavailable","type":"OAuthException","code":2,"is_transient":true,"fbtrace_id":"EJplcsCHuLu"}}"##,
        ProviderError::AskLater(Unavailable::Down, None),
    ),
    (
        400,
        r##"{"error":{"message":"(#32) Page request limit reached","type":"OAuthException","code":32,"fbtrace_id":"Fz54k3GZrio"}}"##,
        ProviderError::AskLater(Unavailable::RateLimited, None),
    ),
    (
        400,
        r##"{"error":{"message":"(#80001) There have been too many calls to this Page account. Wait a bit and try again.","type":"OAuthException","is_transient":true,"code":80001,"fbtrace_id":"AmFGcW_3hwDB7qFbl_QdebZ"}}"##,
        ProviderError::AskLater(Unavailable::RateLimited, None),
    ),
    (
        400,
        r#"{"error":{"message":"This authorization code has been used.","type":"OAuthException","code":100,"error_subcode":36009,"fbtrace_id":"AHtohT4VFYAhX-Ii6g-6xL7"}}"#,
        ProviderError::StartAnew,
    ),
    (
        400,
        r#"{"error":{"message":"Invalid appsecret_proof provided in the API argument","type":"GraphMethodException","code":100,"fbtrace_id":"E0JetexnRIn"}}"#,
        ProviderError::No(Cause::AppBroken),
    ),
];

/// Texts and numbers as they were recorded, without the rest of their bodies.
const WORDED: [(i64, Option<i64>, Cause, &str); 23] = [
    (
        190,
        Some(492),
        Cause::AccessLost,
        "The user must be an administrator, editor, or moderator of the page",
    ),
    // The number decides, whatever the text.
    (
        190,
        Some(492),
        Cause::AccessLost,
        "Error validating access token: The user has not authorized application 1.",
    ),
    (
        190,
        Some(460),
        Cause::PasswordChanged,
        "Error validating access token: The session is invalid because the user logged out.",
    ),
    (
        190,
        Some(490),
        Cause::AttentionNeeded,
        "The user is enrolled in a blocking, logged-in checkpoint",
    ),
    (
        190,
        Some(459),
        Cause::AttentionNeeded,
        "Error validating access token: You cannot access the app till you log in to \
         www.facebook.com and follow the instructions given.",
    ),
    (
        190,
        Some(464),
        Cause::AttentionNeeded,
        "Error validating access token: The user is not a confirmed user.",
    ),
    (
        190,
        Some(493),
        Cause::DataAccessLapsed,
        "The access token is invalid since the user hasn't engaged the app in longer than 90 days.",
    ),
    (
        190,
        None,
        Cause::Unknown,
        "Invalid OAuth access token - Cannot parse access token",
    ),
    (
        190,
        None,
        Cause::Unknown,
        "The access token could not be decrypted",
    ),
    (
        190,
        None,
        Cause::AppBroken,
        "Error validating application. Invalid application ID.",
    ),
    (190, None, Cause::AppBroken, "Application has been deleted"),
    (
        190,
        None,
        Cause::PasswordChanged,
        "Error validating access token: Session does not match current stored session. This may \
         be because the user changed the password since the time the session was created or \
         Facebook has changed the session for security reasons.",
    ),
    (
        190,
        None,
        Cause::AccessLost,
        "This Page access token belongs to a Page that is not accessible.",
    ),
    (
        190,
        None,
        Cause::AccessLost,
        "This Page access token belongs to a Page that has been deleted.",
    ),
    (
        200,
        None,
        Cause::PermissionMissing,
        "(#200) Requires business_management permission to manage the object",
    ),
    (299, None, Cause::PermissionMissing, "(#299) permission"),
    (
        10,
        None,
        Cause::PermissionMissing,
        "(#10) This endpoint requires the 'pages_read_engagement' permission",
    ),
    (
        100,
        None,
        Cause::PermissionMissing,
        "(#100) Missing permissions",
    ),
    (
        100,
        None,
        Cause::AppBroken,
        "API calls from the server require an appsecret_proof argument",
    ),
    (
        368,
        Some(4_854_002),
        Cause::AttentionNeeded,
        "Confirm your identity before you can publish as this Page",
    ),
    (
        368,
        Some(1_404_082),
        Cause::AttentionNeeded,
        "The action attempted has been deemed abusive or is otherwise disallowed",
    ),
    (
        368,
        Some(1_404_112),
        Cause::AttentionNeeded,
        "Your account is restricted",
    ),
    (
        102,
        Some(463),
        Cause::Expired,
        "Error validating access token: Session has expired",
    ),
];
