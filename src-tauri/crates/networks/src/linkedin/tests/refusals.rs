//! LinkedIn's refusals word for word, and what each means.

use domain::{Cause, Span, Unavailable};

use super::sign_in;
use crate::ProviderError;
use crate::script::{Script, answer};

pub(super) const REVOKED: &str = r#"{"status":401,"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"The token used in the request has been revoked by the user"}"#;
const EXPIRED: &str = r#"{"status":401,"serviceErrorCode":65602,"code":"EXPIRED_ACCESS_TOKEN","message":"The token used in the request has expired"}"#;
const NOT_THE_AUTHOR: &str = r#"{"message":"Field Value validation failed in REQUEST_BODY: Data Processing Exception while processing fields [/author]","status":403}"#;
const GRANT_ENDED: &str = r#"{"error":"invalid_request","error_description":"The provided authorization grant or refresh token is invalid, expired or revoked."}"#;
const CODE_REFUSED: &str = r#"{"error":"invalid_request","error_description":"Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists"}"#;
const WRONG_REDIRECT: &str = r#"{"error":"invalid_redirect_uri","error_description":"Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists"}"#;
const WRONG_SECRET: &str =
    r#"{"error":"invalid_client","error_description":"Client authentication failed"}"#;
const NO_SCOPE: &str = r#"{"error":"unauthorized_scope_error","error_description":"Scope \"rw_organization_admin\" is not authorized for your application"}"#;

type Row = (u16, &'static str, ProviderError);

fn owned(rows: &[Row]) -> Vec<(u16, String, ProviderError)> {
    let rows = rows
        .iter()
        .map(|(status, body, means)| (*status, (*body).to_owned(), *means));
    rows.collect()
}

const fn later(hiccup: Unavailable) -> ProviderError {
    ProviderError::AskLater(hiccup, None)
}

pub(super) fn table() -> Vec<(u16, String, ProviderError)> {
    // Midnight is so far from second 1,000.
    let tomorrow = ProviderError::AskLater(Unavailable::RateLimited, Some(Span::from_secs(85_400)));
    owned(&[
        (
            401,
            r#"{"serviceErrorCode":65600,"code":"INVALID_ACCESS_TOKEN","message":"Invalid access token","status":401}"#,
            ProviderError::No(Cause::Unknown),
        ),
        (401, REVOKED, ProviderError::No(Cause::PermissionRemoved)),
        (401, EXPIRED, ProviderError::No(Cause::Expired)),
        // Older answers have no code.
        (
            401,
            r#"{"serviceErrorCode":65602,"message":"The token used in the request has expired","status":401}"#,
            ProviderError::No(Cause::Expired),
        ),
        (
            401,
            r#"{"message":"Empty oauth2_access_token","serviceErrorCode":401,"status":401}"#,
            later(Unavailable::Unrecognised),
        ),
        (
            403,
            r#"{"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED","message":"Not enough permissions to access: userinfo.GET.NO_VERSION"}"#,
            ProviderError::No(Cause::PermissionMissing),
        ),
        (400, NOT_THE_AUTHOR, ProviderError::No(Cause::AccessLost)),
        (403, NOT_THE_AUTHOR, ProviderError::No(Cause::AccessLost)),
        (422, NOT_THE_AUTHOR, ProviderError::No(Cause::AccessLost)),
        (
            429,
            r#"{"serviceErrorCode":101,"message":"Resource level throttle limit for calls to this resource is reached.","status":429}"#,
            tomorrow,
        ),
        (
            400,
            r#"{"status":400,"code":"VERSION_MISSING","message":"A version must be present. Please specify a version by adding the LinkedIn-Version header."}"#,
            later(Unavailable::Unrecognised),
        ),
        (
            426,
            r#"{"message":"Requested version 202301 is not active","code":"NONEXISTENT_VERSION","status":426}"#,
            later(Unavailable::Unrecognised),
        ),
        (
            500,
            r#"{"message":"Internal Server Error","status":500}"#,
            later(Unavailable::Down),
        ),
        (
            503,
            r#"{"message":"Service Unavailable","status":503}"#,
            later(Unavailable::Down),
        ),
        // The same numbers with another status are nobody's no.
        (200, EXPIRED, later(Unavailable::NotAnAnswer)),
        (403, REVOKED, later(Unavailable::Unrecognised)),
        // The text names another end than the number.
        (
            401,
            r#"{"status":401,"serviceErrorCode":65601,"code":"UNAUTHORIZED","message":"The token used in the request has expired"}"#,
            ProviderError::No(Cause::Expired),
        ),
        (
            401,
            r#"{"serviceErrorCode":65601,"message":"Unable to verify access token"}"#,
            later(Unavailable::Unrecognised),
        ),
        (
            401,
            r#"{"serviceErrorCode":"65601","message":"a number as a text","status":401}"#,
            ProviderError::No(Cause::PermissionRemoved),
        ),
        (
            401,
            r#"{"code":"REVOKED_ACCESS_TOKEN","message":"without its number","status":401}"#,
            ProviderError::No(Cause::PermissionRemoved),
        ),
        (
            401,
            r#"{"message":"The token used in the request has expired","status":401}"#,
            ProviderError::No(Cause::Expired),
        ),
        (
            401,
            r#"{"status":401,"serviceErrorCode":65608,"code":"RESTRICTED_MEMBER","message":"Member is restricted"}"#,
            ProviderError::No(Cause::AttentionNeeded),
        ),
        (
            403,
            r#"{"errorCode":0,"message":"Throttle limit for calls to this resource is reached.","status":403}"#,
            tomorrow,
        ),
    ])
}

pub(super) fn renew_table() -> Vec<(u16, String, ProviderError)> {
    owned(&[
        (400, GRANT_ENDED, ProviderError::No(Cause::Unknown)),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#,
            ProviderError::No(Cause::Unknown),
        ),
        (401, WRONG_SECRET, ProviderError::AppRefused),
        (400, CODE_REFUSED, later(Unavailable::Unrecognised)),
        (
            400,
            r#"{"error":"invalid_request","error_description":"A required parameter \"client_id\" is missing"}"#,
            later(Unavailable::Unrecognised),
        ),
        // The API's words are not the token endpoint's.
        (401, REVOKED, later(Unavailable::Unrecognised)),
        (429, "{}", later(Unavailable::RateLimited)),
        (503, "", later(Unavailable::Down)),
    ])
}

pub(super) fn strange() -> Vec<String> {
    [
        CODE_REFUSED,
        WRONG_REDIRECT,
        WRONG_SECRET,
        NO_SCOPE,
        r#"{"serviceErrorCode":65603,"message":"of tomorrow","status":401}"#,
        r#"{"message":"Unauthorized"}"#,
        r#"{"active":false,"status":"of tomorrow"}"#,
        r#"{"elements":[]}"#,
        r#"{"elements":{},"paging":{}}"#,
        r#"{"elements":[{"organization":12345678,"role":"ADMINISTRATOR"}],"paging":{}}"#,
        r#"{"elements":[{"role":"ADMINISTRATOR"}],"paging":{"count":10}}"#,
        r#"{"results":[]}"#,
        r#"{"results":{"12a":{"localizedName":"n"}}}"#,
    ]
    .map(str::to_owned)
    .into()
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    for (status, body, means) in [
        (400, CODE_REFUSED, ProviderError::StartAnew),
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            ProviderError::StartAnew,
        ),
        (400, WRONG_REDIRECT, ProviderError::StartAnew),
        (401, WRONG_SECRET, ProviderError::AppRefused),
        (
            401,
            r#"{"error":"invalid_client_id","error_description":"The passed in client_id is invalid"}"#,
            ProviderError::AppRefused,
        ),
        (400, GRANT_ENDED, later(Unavailable::Unrecognised)),
        (500, CODE_REFUSED, later(Unavailable::Down)),
        (200, CODE_REFUSED, later(Unavailable::NotAnAnswer)),
        (429, "{}", later(Unavailable::RateLimited)),
    ] {
        let refused = Script::new([answer(status, body)]).play(sign_in()).0.err();
        assert_eq!(refused, Some(means), "{status} {body}");
    }
}
