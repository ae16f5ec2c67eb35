use domain::{Cause, Scopes, Timestamp, Unavailable};

use super::*;
use crate::conformance::{Recorded, caller, code, tokens};
use crate::script::{Script, answer, value};
use crate::{Answer, Method, ProviderError};

const TOKENS: &str = r#"{"token_type":"bearer","expires_in":7200,
    "access_token":"Q0Mzb0VhZ0V5dmNXSTEyNER2MFNfVVY50VdDdnU",
    "scope":"tweet.read users.read tweet.write media.write offline.access",
    "refresh_token":"bWRWa3gzdnk3WHRGU1o0bmRRcTJ5VU1"}"#;
const ROTATED: &str = r#"{"token_type":"bearer","expires_in":7200,"access_token":"access-2",
    "scope":"tweet.read users.read offline.access","refresh_token":"refresh-2"}"#;
const ME: &str = r#"{"data":{"id":"2244994945","name":"X Dev","username":"XDevelopers",
    "profile_image_url":"https://pbs.twimg.com/profile_images/1/x.png","verified":true}}"#;

const UNAUTHORIZED: &str =
    r#"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#;
const TOKEN_INVALID: &str =
    r#"{"error":"invalid_request","error_description":"Value passed for the token was invalid."}"#;
const CODE_INVALID: &str = r#"{"error":"invalid_request","error_description":"Value passed for the authorization code was invalid."}"#;
const NO_BASIC: &str =
    r#"{"error":"unauthorized_client","error_description":"Missing valid authorization header"}"#;
const UNKNOWN_CLIENT: &str = r#"{"error":"invalid_client","error_description":"Client not found"}"#;
const CALLBACK: &str = r#"{"errors":[{"code":415,"message":"Callback URL not approved for this client application."}]}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        hosts: &["x.com", "api.x.com"],
        sign_in: vec![TOKENS, ME],
        probe: vec![ME],
        account: "2244994945",
        renew: vec![ROTATED],
        revoke: vec![r#"{"revoked":true}"#, r#"{"revoked":true}"#],
        refusals: table(),
        renew_refusals: renew_table(),
        strange: strange(),
        ..Recorded::nothing()
    }
}

fn later(hiccup: Unavailable) -> ProviderError {
    ProviderError::AskLater(hiccup, None)
}

fn table() -> Vec<(u16, String, ProviderError)> {
    let attention = ProviderError::No(Cause::AttentionNeeded);
    let suspended = ProviderError::No(Cause::Suspended);
    let missing = ProviderError::No(Cause::PermissionMissing);
    let unknown = ProviderError::No(Cause::Unknown);
    let mut table: Vec<(u16, String, ProviderError)> = [
        (401, UNAUTHORIZED, unknown),
        (
            403,
            r#"{"title":"Forbidden","status":403,"detail":"Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.","type":"https://api.x.com/2/problems/oauth1-permissions"}"#,
            missing,
        ),
        (
            403,
            r#"{"title":"Client Forbidden","required_enrollment":"Appropriate Level of API Access","reason":"client-not-enrolled","registration_url":"https://developer.x.com/en/docs/projects/overview","client_id":"28001234","type":"https://api.twitter.com/2/problems/client-forbidden","detail":"When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project."}"#,
            ProviderError::AppRefused,
        ),
        (
            403,
            r#"{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.","type":"https://api.x.com/2/problems/unsupported-authentication","status":403}"#,
            unknown,
        ),
        (401, r#"{"title":"Unauthorized"}"#, unknown),
        (
            403,
            r#"{"detail":"The user used for authentication is suspended","title":"Forbidden","status":403,"type":"https://api.twitter.com/2/problems/user-suspended"}"#,
            suspended,
        ),
        // The type says it alone.
        (
            403,
            r#"{"title":"Forbidden","status":403,"type":"https://api.x.com/2/problems/user-suspended"}"#,
            suspended,
        ),
        (
            200,
            r#"{"errors":[{"title":"Forbidden","detail":"User has been suspended: [2000000001].","type":"https://api.twitter.com/2/problems/resource-not-found"}]}"#,
            suspended,
        ),
        (
            401,
            r#"<?xml version='1.0' encoding='UTF-8'?><errors><error code="89">Invalid or expired token.</error></errors>"#,
            unknown,
        ),
        (401, r#"{"errors":[{"code":"89"}]}"#, unknown),
        (
            403,
            r#"{"title":"Forbidden","status":403,"detail":"You are not permitted to perform this action.","type":"about:blank"}"#,
            missing,
        ),
        (
            402,
            r#"{"account_id":1243608864848629761,"title":"CreditsDepleted","detail":"Your enrolled account [1243608864848629761] does not have any credits to fulfill this request.","type":"https://api.twitter.com/2/problems/credits"}"#,
            later(Unavailable::OutOfCredits),
        ),
        (
            429,
            r#"{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}"#,
            later(Unavailable::RateLimited),
        ),
        (
            429,
            r#"{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly product cap","type":"https://api.x.com/2/problems/usage-capped","account_id":12436}"#,
            later(Unavailable::OutOfCredits),
        ),
        (
            403,
            r#"{"errors":[{"code":326,"message":"To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://twitter.com to unlock your account.","bounce_location":"https://twitter.com/account/access"}]}"#,
            attention,
        ),
        (403, CALLBACK, ProviderError::AppRefused),
        (
            503,
            r#"{"title":"Service Unavailable","detail":"Service Unavailable","type":"about:blank","status":503}"#,
            later(Unavailable::Down),
        ),
        // The same words with another status are nobody's no.
        (200, UNAUTHORIZED, later(Unavailable::NotAnAnswer)),
        (403, UNAUTHORIZED, later(Unavailable::Unrecognised)),
    ]
    .map(|(status, body, means)| (status, body.to_owned(), means))
    .into();
    for (status, number, message, means) in [
        (401, 89, "Invalid or expired token.", unknown),
        (401, 32, "Could not authenticate you.", unknown),
        (403, 231, "User must verify login", attention),
        (
            404,
            50,
            "User not found.",
            ProviderError::No(Cause::AccessLost),
        ),
        (
            403,
            453,
            "You currently have access to a subset",
            ProviderError::AppRefused,
        ),
        (
            401,
            416,
            "Invalid / suspended application",
            ProviderError::AppRefused,
        ),
        (
            403,
            64,
            "Your account is suspended and is not permitted to access this feature.",
            suspended,
        ),
        (
            429,
            88,
            "Rate limit exceeded",
            later(Unavailable::RateLimited),
        ),
        (
            403,
            99,
            "Unable to verify your credentials",
            ProviderError::AppRefused,
        ),
        (
            401,
            135,
            "Timestamp out of bounds.",
            later(Unavailable::WrongClock),
        ),
        (
            403,
            185,
            "User is over daily status update limit.",
            later(Unavailable::RateLimited),
        ),
        (
            403,
            187,
            "Status is a duplicate.",
            later(Unavailable::Unrecognised),
        ),
        (
            400,
            215,
            "Bad Authentication data.",
            later(Unavailable::Unrecognised),
        ),
        (
            403,
            220,
            "Your credentials do not allow access to this resource.",
            missing,
        ),
        (
            403,
            261,
            "Application cannot perform write actions.",
            ProviderError::AppRefused,
        ),
    ] {
        let body = serde_json::json!({ "errors": [{ "code": number, "message": message }] });
        table.push((status, body.to_string(), means));
    }
    table
}

fn renew_table() -> Vec<(u16, String, ProviderError)> {
    [
        (400, TOKEN_INVALID, ProviderError::No(Cause::Unknown)),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"Token was revoked"}"#,
            ProviderError::No(Cause::Unknown),
        ),
        (401, UNKNOWN_CLIENT, ProviderError::AppRefused),
        (401, NO_BASIC, ProviderError::AppRefused),
        // Not the words for a refresh token that ended.
        (400, CODE_INVALID, later(Unavailable::Unrecognised)),
        (401, TOKEN_INVALID, later(Unavailable::Unrecognised)),
        (401, UNAUTHORIZED, later(Unavailable::Unrecognised)),
        (
            400,
            r#"{"error":"invalid_request","error_description":"Missing required parameter [client_id]."}"#,
            later(Unavailable::Unrecognised),
        ),
        (429, "{}", later(Unavailable::RateLimited)),
        (503, "", later(Unavailable::Down)),
    ]
    .map(|(status, body, means)| (status, body.to_owned(), means))
    .into()
}

fn strange() -> Vec<String> {
    [
        CODE_INVALID,
        NO_BASIC,
        CALLBACK,
        r#"{"title":"Unauthorized","type":"https://api.x.com/2/problems/of-tomorrow","status":401}"#,
        r#"{"title":"Forbidden","type":"about:blank","status":403,"detail":"something else"}"#,
        r#"{"title":"Client Forbidden","type":"https://api.x.com/2/problems/client-forbidden"}"#,
        r#"{"title":"Not Found Error","type":"https://api.x.com/2/problems/resource-not-found"}"#,
        r#"{"errors":[]}"#,
        r#"{"errors":[{"message":"Invalid or expired token."}]}"#,
        r#"{"data":{"id":2244994945,"name":"n","username":"u"}}"#,
        r#"{"data":{"id":"1"},"errors":[{"code":34}]}"#,
    ]
    .map(str::to_owned)
    .into()
}

fn signed_in(exchanged: Answer) -> Result<SignInResult, ProviderError> {
    let step = X::real().sign_in(caller(None), code(ABOUT.asked_scopes()));
    Script::new([exchanged, answer(200, ME)]).play(step).0
}

fn probe(came: Answer) -> Result<ProbeResult, ProviderError> {
    let step = X::real().probe(caller(None), tokens(), AccountId("2244994945".into()));
    Script::new([came]).play(step).0
}

fn renewed(came: Answer) -> Result<RefreshedTokens, ProviderError> {
    let step = X::real().renew(caller(None), tokens()).unwrap();
    Script::new([came]).play(step).0
}

#[test]
fn one_approval_brings_one_account_and_what_renews_it() {
    let harvest = signed_in(answer(200, TOKENS)).ok().unwrap();
    let ([fresh], [find]) = (&harvest.grants[..], &harvest.finds[..]) else {
        panic!("one grant, one account")
    };
    assert_eq!(find.account.handle.as_deref(), Some("@XDevelopers"));
    assert_eq!(find.account.name, "X Dev");
    assert_eq!(fresh.dates.access_ends, Some(Timestamp::from_secs(8_200)));
    assert!(fresh.dates.renewable);
    // Two hours are no reason to ask a person for anything.
    assert_eq!(fresh.dates.needs_human_by(), None);
    assert!(fresh.tokens.refresh == Some(Secret::new("bWRWa3gzdnk3WHRGU1o0bmRRcTJ5VU1".into())));
}

#[test]
fn the_scopes_are_those_that_were_given_and_not_those_that_were_asked_for() {
    let less = r#"{"access_token":"a","expires_in":7200,"scope":"tweet.read users.read"}"#;
    let harvest = signed_in(answer(200, less)).ok().unwrap();
    let fresh = &harvest.grants[0];
    assert_eq!(fresh.scopes, Scopes::new(["tweet.read", "users.read"]));
    // Without `offline.access` nothing renews it, and its end is a person's business.
    assert!(!fresh.dates.renewable);
    assert_eq!(
        fresh.dates.needs_human_by(),
        Some(Timestamp::from_secs(8_200))
    );
    let uses = ABOUT.uses(&fresh.scopes);
    let allowed: Vec<bool> = uses.iter().map(|(_, allowed)| *allowed).collect();
    assert_eq!(allowed, [false, true, false]);
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    for (status, body, means) in [
        (400, CODE_INVALID, ProviderError::StartAnew),
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            ProviderError::StartAnew,
        ),
        (401, UNKNOWN_CLIENT, ProviderError::AppRefused),
        (401, NO_BASIC, ProviderError::AppRefused),
        (400, CALLBACK, ProviderError::AppRefused),
        // Whatever of the code is refused: it is worth nothing after it.
        (400, TOKEN_INVALID, ProviderError::StartAnew),
        (500, CODE_INVALID, later(Unavailable::Down)),
        (200, CODE_INVALID, later(Unavailable::NotAnAnswer)),
    ] {
        assert_eq!(
            signed_in(answer(status, body)).err(),
            Some(means),
            "{status} {body}"
        );
    }
}

#[test]
fn a_native_app_spends_and_takes_back_with_its_id_alone() {
    let mut native = caller(None);
    native.app.secret = None;
    let renew = X::real().renew(native.clone(), tokens()).unwrap();
    let (_, renewing) = Script::new([answer(200, ROTATED)]).play(renew);
    let revoke = X::real().revoke(native, tokens()).unwrap();
    let (_, revoking) = Script::new([answer(200, ""), answer(200, "")]).play(revoke);
    for request in renewing.iter().chain(&revoking) {
        assert_eq!(value(&request.form, "client_id"), Some("client-id-1"));
        assert!(request.basic.is_none() && value(&request.form, "client_secret").is_none());
    }
}

#[test]
fn a_refresh_token_is_replaced_by_the_one_that_came() {
    let both = renewed(answer(200, ROTATED)).ok().unwrap();
    assert!(both.tokens.refresh == Some(Secret::new("refresh-2".into())));
    assert!(both.tokens.access == Secret::new("access-2".into()));
    assert_eq!(both.dates.access_ends, Some(Timestamp::from_secs(8_200)));
}

#[test]
fn a_refresh_token_that_did_not_come_does_not_take_the_old_one_away() {
    for body in [
        r#"{"access_token":"a","expires_in":7200}"#,
        r#"{"access_token":"a","expires_in":7200,"refresh_token":""}"#,
        r#"{"access_token":"a","expires_in":7200,"refresh_token":null}"#,
    ] {
        let kept = renewed(answer(200, body)).ok().unwrap();
        assert!(kept.tokens.refresh == tokens().refresh, "{body}");
        assert!(kept.dates.renewable);
    }
}

#[test]
fn without_a_refresh_token_nothing_is_spent() {
    let set = TokenSet {
        refresh: None,
        ..tokens()
    };
    assert!(X::real().renew(caller(None), set.clone()).is_none());
    let revoke = X::real().revoke(caller(None), set).unwrap();
    let (done, asked) = Script::new([answer(200, "{}")]).play(revoke);
    assert_eq!((done, asked.len()), (Ok(()), 1));
}

#[test]
fn both_tokens_are_taken_back_and_the_one_that_lives_longer_first() {
    let revoke = X::real().revoke(caller(None), tokens()).unwrap();
    let (done, asked) = Script::new([answer(200, ""), answer(200, "{}")]).play(revoke);
    assert_eq!(done, Ok(()));
    let named = asked.iter().map(|request| value(&request.form, "token"));
    let named: Vec<_> = named.collect();
    assert_eq!(named, [Some("refresh-1"), Some("token-1")]);
}

#[test]
fn a_token_that_could_not_be_taken_back_is_said() {
    for came in [
        [answer(503, ""), answer(200, "")],
        [answer(200, ""), answer(503, "")],
    ] {
        let revoke = X::real().revoke(caller(None), tokens()).unwrap();
        assert_eq!(
            Script::new(came).play(revoke).0,
            Err(later(Unavailable::Down))
        );
    }
}

#[test]
fn a_look_asks_for_one_object_and_for_nothing_that_costs_more() {
    let step = X::real().probe(caller(None), tokens(), AccountId("2244994945".into()));
    let (_, asked) = Script::new([answer(200, ME)]).play(step);
    let [only] = &asked[..] else {
        panic!("one call")
    };
    assert_eq!(only.method, Method::Get);
    assert!(only.query.is_empty());
}

#[test]
fn a_look_tells_what_is_left_of_the_limit() {
    let mut came = answer(200, ME);
    for (name, number) in [
        ("x-rate-limit-limit", "75"),
        ("x-rate-limit-remaining", "60"),
        ("x-rate-limit-reset", "1900"),
    ] {
        came.headers.push((name.into(), number.into()));
    }
    let credits = probe(came).unwrap().credits;
    let [credit] = &credits[..] else {
        panic!("one limit")
    };
    assert_eq!((credit.of, credit.used_percent), (CreditOf::Account, 20));
    assert_eq!(credit.full_again_at, Some(Timestamp::from_secs(1_900)));
}

#[test]
fn what_comes_beside_the_data_does_not_undo_it() {
    let partial = r#"{"data":{"id":"2244994945","name":"X Dev","username":"XDevelopers"},
        "errors":[{"title":"Not Found Error","code":89}]}"#;
    assert_eq!(probe(answer(200, partial)).unwrap().name, "X Dev");
}

#[test]
fn a_limit_says_when_it_is_full_again() {
    let limited = |reset: &str| {
        let headers = vec![("x-rate-limit-reset".to_owned(), reset.to_owned())];
        let came = Answer {
            headers,
            ..answer(429, "{}")
        };
        probe(came).err()
    };
    let soon = ProviderError::AskLater(Unavailable::RateLimited, Some(Span::from_secs(900)));
    assert_eq!(limited("1900"), Some(soon));
    for wrong in ["", "900", "soon", "99999999999999", "9223372036854775807"] {
        assert_eq!(
            limited(wrong),
            Some(later(Unavailable::RateLimited)),
            "{wrong}"
        );
    }
}
