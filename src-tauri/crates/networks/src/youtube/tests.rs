use domain::{AccountKind, Scopes, Timestamp, Unavailable};

use super::*;
use crate::conformance::{Recorded, caller, code, tokens};
use crate::script::{Script, answer, value};
use crate::{Access, Answer, Method};

const TOKENS: &str = r#"{"access_token":"ya29.a0AfH6SMB","expires_in":3599,
    "refresh_token":"1//0gLr7","scope":"https://www.googleapis.com/auth/youtube.readonly https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/yt-analytics.readonly","token_type":"Bearer"}"#;
const RENEWED: &str = r#"{"access_token":"ya29.a0AfB_new","expires_in":3599,
    "scope":"https://www.googleapis.com/auth/youtube.readonly","token_type":"Bearer"}"#;
const INSPECTED: &str = r#"{"azp":"client-id-1","aud":"client-id-1","sub":"110169484474386276334",
    "scope":"https://www.googleapis.com/auth/youtube.readonly","exp":"1762000000",
    "expires_in":"3412","email":"ada@acme.example","email_verified":"true",
    "access_type":"offline"}"#;
const CHANNEL: &str = r#"{"kind":"youtube#channelListResponse","etag":"x",
    "pageInfo":{"totalResults":1,"resultsPerPage":5},
    "items":[{"kind":"youtube#channel","etag":"y","id":"UC_x5XG1OV2P6uZZ5FSM9Ttw",
    "snippet":{"title":"Acme Coffee","description":"","customUrl":"@acmecoffee",
    "thumbnails":{"default":{"url":"https://yt3.ggpht.com/a"}}}}]}"#;
const NO_CHANNEL: &str = r#"{"kind":"youtube#channelListResponse","etag":"x",
    "pageInfo":{"totalResults":0,"resultsPerPage":5}}"#;
const SIGN_UP: &str = r#"{"error":{"code":401,"message":"Unauthorized","errors":[{"message":"Unauthorized","domain":"youtube.header","reason":"youtubeSignupRequired","location":"Authorization","locationType":"header"}]}}"#;
const UNKNOWN_TOKEN: &str = r#"{"error":"invalid_token","error_description":"Invalid Value"}"#;
const EXPIRED_OR_REVOKED: &str =
    r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#;
const FORGOTTEN: &str = r#"{"error":"invalid_grant","error_description":"Bad Request"}"#;
const RAPT: &str = r#"{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_uri":"https://support.google.com/a/answer/9368756","error_subtype":"invalid_rapt"}"#;
const NO_SECRET: &str =
    r#"{"error":"invalid_request","error_description":"client_secret is missing."}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        hosts: &[
            "accounts.google.com",
            "oauth2.googleapis.com",
            "www.googleapis.com",
            "myaccount.google.com",
        ],
        extra: &["access_type", "prompt"],
        sign_in: vec![TOKENS, CHANNEL],
        probe: vec![INSPECTED, CHANNEL],
        account: "UC_x5XG1OV2P6uZZ5FSM9Ttw",
        renew: vec![RENEWED],
        revoke: vec!["{}"],
        reads_by_post: &["/tokeninfo"],
        refused_at: 1,
        refusals: table(),
        renew_refusals: token_table(ProviderError::No),
        strange: strange(),
        ..Recorded::nothing()
    }
}

fn api_error(code: u16, reason: &str) -> String {
    serde_json::json!({ "error": {
        "code": code, "message": "…",
        "errors": [{ "message": "…", "domain": "global", "reason": reason }],
    } })
    .to_string()
}

fn info_error(code: u16, reason: &str) -> String {
    serde_json::json!({ "error": {
        "code": code, "message": "…", "status": "PERMISSION_DENIED",
        "details": [
            { "@type": "type.googleapis.com/google.rpc.Help", "links": [] },
            { "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason },
        ],
    } })
    .to_string()
}

fn later(hiccup: Unavailable) -> ProviderError {
    ProviderError::AskLater(hiccup, None)
}

fn table() -> Vec<(u16, String, ProviderError)> {
    let no = ProviderError::No;
    let verbatim = [
        (
            401,
            r#"{"error":{"code":401,"message":"Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.","errors":[{"message":"Invalid Credentials","domain":"global","reason":"authError","location":"Authorization","locationType":"header"}],"status":"UNAUTHENTICATED"}}"#,
            no(Cause::Unknown),
        ),
        (
            403,
            r#"{"error":{"code":403,"message":"Request had insufficient authentication scopes.","errors":[{"message":"Insufficient Permission","domain":"global","reason":"insufficientPermissions"}],"status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","domain":"googleapis.com","metadata":{"service":"youtube.googleapis.com","method":"youtube.api.v3.V3DataChannelService.List"}}]}}"#,
            no(Cause::PermissionMissing),
        ),
        (
            403,
            r#"{"error":{"code":403,"message":"The request cannot be completed because you have exceeded your <a href=\"/youtube/v3/getting-started#quota\">quota</a>.","errors":[{"message":"The request cannot be completed because you have exceeded your <a href=\"/youtube/v3/getting-started#quota\">quota</a>.","domain":"youtube.quota","reason":"quotaExceeded"}]}}"#,
            later(Unavailable::RateLimited),
        ),
        (401, SIGN_UP, no(Cause::AccessLost)),
    ];
    let mut table: Vec<_> = verbatim
        .map(|(status, body, means)| (status, body.to_owned(), means))
        .into();
    let worded = [
        (403, "accountDelegationForbidden", no(Cause::AccessLost)),
        (403, "authenticatedUserNotChannel", no(Cause::AccessLost)),
        (403, "channelForbidden", no(Cause::AccessLost)),
        (404, "channelNotFound", no(Cause::AccessLost)),
        (403, "authenticatedUserAccountClosed", no(Cause::AccessLost)),
        (
            403,
            "authenticatedUserAccountSuspended",
            no(Cause::Suspended),
        ),
        (403, "accessNotConfigured", ProviderError::AppRefused),
        (403, "rateLimitExceeded", later(Unavailable::RateLimited)),
        (400, "uploadLimitExceeded", later(Unavailable::RateLimited)),
        // Said of many things, and of none of them plainly.
        (403, "forbidden", later(Unavailable::Unrecognised)),
        (400, "processingFailure", later(Unavailable::Unrecognised)),
        // No token was sent: not the token's fault.
        (401, "required", later(Unavailable::Unrecognised)),
        // The same words with another status are nobody's no.
        (403, "authError", later(Unavailable::Unrecognised)),
        (200, "authError", later(Unavailable::NotAnAnswer)),
    ];
    table.extend(worded.map(|(status, reason, means)| (status, api_error(status, reason), means)));
    let infos = [
        (403, "SERVICE_DISABLED", ProviderError::AppRefused),
        (
            403,
            "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            no(Cause::PermissionMissing),
        ),
        (401, "CREDENTIALS_MISSING", later(Unavailable::Unrecognised)),
        (429, "RATE_LIMIT_EXCEEDED", later(Unavailable::RateLimited)),
        (401, "ACCESS_TOKEN_EXPIRED", no(Cause::Expired)),
        (401, "ACCOUNT_STATE_INVALID", no(Cause::AttentionNeeded)),
        (403, "CONSUMER_SUSPENDED", ProviderError::AppRefused),
        (403, "API_KEY_SERVICE_BLOCKED", ProviderError::AppRefused),
    ];
    table.extend(infos.map(|(status, reason, means)| (status, info_error(status, reason), means)));
    // The account had a channel once.
    table.push((200, NO_CHANNEL.to_owned(), no(Cause::AccessLost)));
    table
}

fn token_table(ended: fn(Cause) -> ProviderError) -> Vec<(u16, String, ProviderError)> {
    let verbatim = [
        (400, EXPIRED_OR_REVOKED, ended(Cause::Unknown)),
        (400, FORGOTTEN, ended(Cause::Unknown)),
        (400, RAPT, ended(Cause::AttentionNeeded)),
        (400, NO_SECRET, ProviderError::AppRefused),
    ];
    let mut table: Vec<_> = verbatim
        .map(|(status, body, means)| (status, body.to_owned(), means))
        .into();
    let worded = [
        (
            400,
            "admin_policy_enforced",
            ProviderError::No(Cause::AttentionNeeded),
        ),
        (401, "invalid_client", ProviderError::AppRefused),
        (401, "deleted_client", ProviderError::AppRefused),
        (401, "disabled_client", ProviderError::AppRefused),
        (403, "restricted_client", ProviderError::AppRefused),
        (
            400,
            "policy_enforced",
            ProviderError::No(Cause::AttentionNeeded),
        ),
        (400, "internal_failure", later(Unavailable::Down)),
        (401, "unauthorized_client", ProviderError::AppRefused),
        (403, "org_internal", ProviderError::AppRefused),
        (400, "redirect_uri_mismatch", ProviderError::AppRefused),
        (400, "invalid_request", later(Unavailable::Unrecognised)),
        (403, "access_denied", later(Unavailable::Unrecognised)),
        (
            403,
            "disallowed_useragent",
            later(Unavailable::Unrecognised),
        ),
        (429, "rate_limit_exceeded", later(Unavailable::RateLimited)),
    ];
    table.extend(worded.map(|(status, error, means)| {
        let body = serde_json::json!({ "error": error, "error_description": "…" });
        (status, body.to_string(), means)
    }));
    table
}

fn strange() -> Vec<String> {
    vec![
        // The older wording of the inspection.
        r#"{"error_description":"Invalid Value"}"#.into(),
        r#"{"kind":"youtube#channelListResponse"}"#.into(),
        r#"{"kind":"youtube#channelListResponse","items":[]}"#.into(),
        r#"{"pageInfo":{"totalResults":0},"items":[]}"#.into(),
        r#"{"error":{"errors":[{"reason":null}],"details":[{}]}}"#.into(),
        api_error(403, "forbidden"),
    ]
}

fn sign_in(answers: &[(u16, &str)]) -> (Result<SignInResult, ProviderError>, Vec<Request>) {
    let answers = answers.iter().map(|(status, body)| answer(*status, body));
    let code = code(ABOUT.asked_scopes());
    Script::new(answers).play(YouTube::real().sign_in(caller(None), code))
}

fn probe(
    answers: Vec<Result<Answer, Unavailable>>,
) -> (Result<ProbeResult, ProviderError>, Vec<Request>) {
    let account = AccountId("UC_x5XG1OV2P6uZZ5FSM9Ttw".into());
    Script::of(answers).play(YouTube::real().probe(caller(None), tokens(), account))
}

fn renew(body: &str) -> RefreshedTokens {
    let step = YouTube::real().renew(caller(None), tokens()).unwrap();
    Script::new([answer(200, body)]).play(step).0.ok().unwrap()
}

#[test]
fn an_approval_speaks_for_the_one_channel_that_was_picked() {
    let (harvest, asked) = sign_in(&[(200, TOKENS), (200, CHANNEL)]);
    let harvest = harvest.ok().unwrap();
    assert_eq!(harvest.person.id.0, "UC_x5XG1OV2P6uZZ5FSM9Ttw");
    let [find] = &harvest.finds[..] else {
        panic!("one channel")
    };
    assert_eq!(find.access, Access::Granted(0));
    assert_eq!(find.account.kind, AccountKind::Channel);
    assert_eq!(find.account.name, "Acme Coffee");
    assert_eq!(find.account.handle.as_deref(), Some("@acmecoffee"));
    let [fresh] = &harvest.grants[..] else {
        panic!("one grant")
    };
    assert_eq!(fresh.scopes, ABOUT.asked_scopes());
    assert_eq!(fresh.dates.access_ends, Some(Timestamp::from_secs(4_599)));
    assert!(fresh.dates.renewable);
    assert_eq!(fresh.dates.needs_human_by(), None);
    assert_eq!(value(&asked[1].query, "mine"), Some("true"));
}

#[test]
fn access_that_was_given_for_a_time_has_the_end_that_google_tells() {
    let limited = r#"{"access_token":"a","expires_in":3599,"refresh_token":"r",
        "refresh_token_expires_in":604799,"scope":"s"}"#;
    let (harvest, _) = sign_in(&[(200, limited), (200, CHANNEL)]);
    let dates = harvest.ok().unwrap().grants[0].dates;
    assert_eq!(dates.refresh_ends, Some(Timestamp::from_secs(605_799)));
}

#[test]
fn a_scope_that_was_unticked_is_not_granted() {
    let (harvest, _) = sign_in(&[(200, RENEWED), (200, CHANNEL)]);
    let fresh = &harvest.ok().unwrap().grants[0];
    let missing = ABOUT.asked_scopes().without(&fresh.scopes);
    assert_eq!(missing.iter().count(), 2);
    assert!(!fresh.dates.renewable);
}

#[test]
fn without_the_scope_that_names_the_channel_nothing_is_connected() {
    let denied = api_error(403, "insufficientPermissions");
    let (harvest, _) = sign_in(&[(200, TOKENS), (403, &denied)]);
    let refused = ProviderError::No(Cause::PermissionMissing);
    assert_eq!(harvest.err(), Some(refused));
}

#[test]
fn an_account_without_a_channel_has_a_person_and_nothing_to_connect() {
    for (status, body) in [(200, NO_CHANNEL), (401, SIGN_UP), (403, SIGN_UP)] {
        let (harvest, asked) = sign_in(&[(200, TOKENS), (status, body), (200, INSPECTED)]);
        let harvest = harvest.ok().unwrap();
        assert!(harvest.finds.is_empty() && harvest.grants.is_empty());
        assert_eq!(harvest.person.id.0, "110169484474386276334");
        assert_eq!(harvest.person.name, "ada@acme.example");
        assert_eq!(
            value(&asked[2].form, "access_token"),
            Some("ya29.a0AfH6SMB")
        );
        assert_eq!(asked[2].method, Method::Post);
    }
    // Google names the person only for scopes that are not asked for.
    for (status, body) in [(200, r#"{"scope":"s"}"#), (400, UNKNOWN_TOKEN), (503, "")] {
        let (harvest, _) = sign_in(&[(200, TOKENS), (200, NO_CHANNEL), (status, body)]);
        let harvest = harvest.ok().unwrap();
        assert!(harvest.finds.is_empty());
        assert_eq!(harvest.person.name, "Google");
    }
}

#[test]
fn a_channel_without_a_title_goes_by_its_handle_or_its_id() {
    for (snippet, name) in [
        (r#"{"title":" ","customUrl":"@acme"}"#, "@acme"),
        (r#"{"customUrl":"acme"}"#, "UC1"),
        ("{}", "UC1"),
    ] {
        let body = format!(
            r#"{{"kind":"k","pageInfo":{{"totalResults":1}},"items":[{{"id":"UC1","snippet":{snippet}}}]}}"#
        );
        let (harvest, _) = sign_in(&[(200, TOKENS), (200, &body)]);
        assert_eq!(harvest.ok().unwrap().person.name, name);
    }
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    for (status, body, means) in token_table(|_| ProviderError::StartAnew) {
        let (harvest, _) = sign_in(&[(status, &body)]);
        assert_eq!(harvest.err(), Some(means), "{body}");
    }
}

#[test]
fn a_dead_token_is_seen_before_a_unit_of_the_quota_is_spent() {
    let (seen, asked) = probe(vec![Ok(answer(400, UNKNOWN_TOKEN))]);
    assert_eq!(seen, Err(ProviderError::No(Cause::Unknown)));
    assert_eq!(asked.len(), 1);
    assert_eq!(value(&asked[0].form, "access_token"), Some("token-1"));
}

#[test]
fn where_the_inspection_tells_nothing_the_channel_decides() {
    for came in [
        Err(Unavailable::Silent),
        Ok(answer(404, "")),
        Ok(answer(405, "<html>")),
        Ok(answer(503, UNKNOWN_TOKEN)),
        Ok(answer(400, r#"{"error_description":"Invalid Value"}"#)),
        Ok(answer(
            400,
            r#"{"error":"invalid_token","error_description":"Invalid token"}"#,
        )),
    ] {
        let (seen, _) = probe(vec![came, Ok(answer(200, CHANNEL))]);
        let seen = seen.unwrap();
        assert_eq!(seen.account.0, "UC_x5XG1OV2P6uZZ5FSM9Ttw");
        assert_eq!((seen.scopes, seen.dates), (None, None));
    }
}

#[test]
fn a_look_tells_what_is_granted_today() {
    let (seen, _) = probe(vec![Ok(answer(200, INSPECTED)), Ok(answer(200, CHANNEL))]);
    let today = Scopes::new(["https://www.googleapis.com/auth/youtube.readonly"]);
    assert_eq!(seen.unwrap().scopes, Some(today));
}

#[test]
fn a_quota_that_is_used_up_says_nothing_about_the_channel() {
    let (_, body, means) = &table()[2];
    let busy = Answer {
        headers: vec![("retry-after".into(), "60".into())],
        ..answer(403, body)
    };
    let (seen, _) = probe(vec![Ok(answer(200, INSPECTED)), Ok(busy)]);
    assert_eq!(*means, later(Unavailable::RateLimited));
    let wait = Some(Span::from_secs(60));
    assert_eq!(
        seen,
        Err(ProviderError::AskLater(Unavailable::RateLimited, wait))
    );
}

#[test]
fn the_refresh_token_goes_on() {
    for body in [
        RENEWED,
        r#"{"access_token":"a","refresh_token":"","expires_in":1}"#,
    ] {
        let renewed = renew(body);
        assert_eq!(renewed.tokens.refresh.unwrap().expose(), "refresh-1");
        assert!(renewed.dates.renewable && renewed.dates.refresh_ends.is_none());
    }
    let replaced = renew(r#"{"access_token":"a","refresh_token":"r2","expires_in":1}"#);
    assert_eq!(replaced.tokens.refresh.unwrap().expose(), "r2");
}

#[test]
fn without_a_refresh_token_nothing_is_renewed() {
    let alone = TokenSet {
        refresh: None,
        ..tokens()
    };
    assert!(YouTube::real().renew(caller(None), alone).is_none());
}

#[test]
fn a_channel_of_another_shape_is_no_answer() {
    for body in [
        r#"{"kind":"k","pageInfo":{"totalResults":1},"items":[{"id":"","snippet":{}}]}"#,
        r#"{"kind":"k","pageInfo":{"totalResults":1},"items":[null]}"#,
        r#"{"kind":"youtube#channelListResponse","pageInfo":{"totalResults":0},"items":[{}]}"#,
        r#"{"kind":"youtube#channelListResponse","pageInfo":{"totalResults":0},"items":{}}"#,
        r#"{"kind":"youtube#channelListResponse","pageInfo":{"resultsPerPage":5}}"#,
        r#"{"kind":"youtube#channelListResponse"}"#,
        r#"{"kind":"youtube#channelListResponse","pageInfo":{"totalResults":1}}"#,
        r#"{"kind":"youtube#channelListResponse","pageInfo":{"totalResults":-1}}"#,
        r#"{"kind":"youtube#videoListResponse","pageInfo":{"totalResults":0}}"#,
    ] {
        let (harvest, _) = sign_in(&[(200, TOKENS), (200, body)]);
        assert_eq!(
            harvest.err(),
            Some(later(Unavailable::NotAnAnswer)),
            "{body}"
        );
    }
}
