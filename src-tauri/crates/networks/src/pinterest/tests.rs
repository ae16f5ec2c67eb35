use domain::{AccountKind, Cause, CreditOf, Timestamp, Unavailable};

use super::*;
use crate::conformance::{Recorded, caller, code, tokens};
use crate::script::{Script, answer, value};
use crate::{Access, Answer};

const TOKENS: &str = r#"{"response_type":"authorization_code","access_token":"pina_AMA",
    "token_type":"bearer","expires_in":2592000,"refresh_token":"pinr.AMB",
    "refresh_token_expires_in":5184000,"refresh_token_expires_at":1767225600,
    "scope":"boards:read boards:write pins:read pins:write user_accounts:read"}"#;
const RENEWED: &str = r#"{"response_type":"refresh_token","access_token":"pina_AMC",
    "token_type":"bearer","expires_in":2592000,"refresh_token":"pinr.AMD",
    "refresh_token_expires_in":5184000,"refresh_token_expires_at":1769817600,
    "scope":"boards:read,pins:read,user_accounts:read"}"#;
const BUSINESS: &str = r#"{"account_type":"BUSINESS","id":"2783136121146311751",
    "username":"acmecoffee","business_name":"Acme Coffee","profile_image":"https://i.pinimg.com/a",
    "website_url":"acme.example","about":"","board_count":14,"pin_count":339,"follower_count":10,
    "following_count":347,"monthly_views":163}"#;
const PINNER: &str = r#"{"account_type":"PINNER","id":"7","username":"ada","business_name":null,
    "follower_count":null}"#;
const FAILED: &str = r#"{"code":2,"message":"Authentication failed.","status":"failure"}"#;
const BAD_GRANT: &str =
    r#"{"status":"failure","code":283,"message":"The authorization grant is invalid"}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        hosts: &["www.pinterest.com", "api.pinterest.com"],
        sign_in: vec![TOKENS, BUSINESS],
        import_token: vec![BUSINESS],
        probe: vec![BUSINESS],
        account: "2783136121146311751",
        renew: vec![RENEWED],
        refusals: table(),
        renew_refusals: token_table(ProviderError::No(Cause::Unknown)),
        strange: strange(),
        ..Recorded::nothing()
    }
}

fn error(code: i64, message: &str) -> String {
    serde_json::json!({ "code": code, "message": message }).to_string()
}

fn later(hiccup: Unavailable) -> ProviderError {
    ProviderError::AskLater(hiccup, None)
}

fn table() -> Vec<(u16, String, ProviderError)> {
    let no = ProviderError::No;
    let strange = || later(Unavailable::NotAnAnswer);
    // Refused by the network itself, in words of no table.
    let spoke = || later(Unavailable::Unrecognised);
    let rows = [
        (401, 2, "Authentication failed.", no(Cause::Unknown)),
        (
            401,
            3,
            "Your token does not have sufficient permissions to perform this operation. Please \
             ensure your token is authorized with the correct set of scopes.",
            no(Cause::PermissionMissing),
        ),
        (
            401,
            7,
            "Not authorized to access board or Pin.",
            no(Cause::PermissionMissing),
        ),
        (
            401,
            29,
            "You are not permitted to access that resource.",
            no(Cause::PermissionMissing),
        ),
        (
            403,
            29,
            "You are not permitted to access that resource.",
            no(Cause::PermissionMissing),
        ),
        (
            403,
            403,
            "Not authorized to access the user account.",
            no(Cause::AccessLost),
        ),
        (
            403,
            2_625,
            "Sorry, you cannot perform this action as your account has been disapproved. Please \
             see business hub for more details. https://www.pinterest.com/business/hub/",
            no(Cause::AttentionNeeded),
        ),
        (
            403,
            2_626,
            "We are reviewing your account. Please see business hub for more details. \
             https://www.pinterest.com/business/hub/",
            no(Cause::AttentionNeeded),
        ),
        (
            429,
            8,
            "This request exceeded a rate limit. This can happen if the client exceeds one\nof \
             the published rate limits within a short time window.",
            later(Unavailable::RateLimited),
        ),
        (400, 8, "Too many requests", later(Unavailable::RateLimited)),
        (
            503,
            4_197,
            "The endpoint has been ramped down and is currently not accepting any traffic.",
            later(Unavailable::Down),
        ),
        (404, 40, "Board not found.", spoke()),
        (404, 50, "Pin not found.", spoke()),
        (404, 30, "User not found.", no(Cause::AccessLost)),
        (401, 3, "Authorization failed.", no(Cause::Unknown)),
        (
            401,
            3,
            "Your application consumer type is not supported, please contact support to enable access.",
            ProviderError::AppRefused,
        ),
        (
            403,
            29,
            "Apps with Trial access may not create Pins in production",
            ProviderError::AppRefused,
        ),
        (
            401,
            2,
            "Session is expired. Please generate a new token.",
            no(Cause::Expired),
        ),
        (
            401,
            2,
            "User is deactivated. Please reactivate your account.",
            no(Cause::AttentionNeeded),
        ),
        (
            429,
            9,
            "Sorry! You've hit a block (Pins) we have in place to combat spam.",
            later(Unavailable::RateLimited),
        ),
        (400, 1, "Parameter 'page_size' was not numeric", spoke()),
        // The same numbers with another status are nobody's no.
        (403, 2, "Authentication failed.", spoke()),
        (200, 2, "Authentication failed.", strange()),
        (400, 29, "You are not permitted", spoke()),
    ];
    let mut table: Vec<_> = rows
        .map(|(status, code, message, means)| (status, error(code, message), means))
        .into();
    for failed in [
        FAILED,
        r#"{"message":"Authentication failed"}"#,
        r#"{"code":"2","message":"Authentication failed."}"#,
        r#"{"code":2,"code":2,"message":"Authentication failed."}"#,
    ] {
        table.push((401, failed.to_owned(), no(Cause::Unknown)));
    }
    table
}

fn token_table(ended: ProviderError) -> Vec<(u16, String, ProviderError)> {
    vec![
        (400, BAD_GRANT.to_owned(), ended),
        (401, BAD_GRANT.to_owned(), ended),
        // Here the app speaks, so that its id or secret is wrong.
        (401, FAILED.to_owned(), ProviderError::AppRefused),
        (
            400,
            error(1, "Parameter 'redirect_uri' is required."),
            later(Unavailable::Unrecognised),
        ),
        (
            403,
            error(29, "You are not permitted to access that resource."),
            later(Unavailable::Unrecognised),
        ),
        (429, error(8, "Slow down"), later(Unavailable::RateLimited)),
        // Said of a report too, but not here.
        (
            400,
            error(1_104, "The token you provided is not valid or has expired."),
            ended,
        ),
        (400, r#"{"error":"invalid_grant"}"#.to_owned(), ended),
        (
            400,
            r#"{"code":283,"data":"Invalid Application ID","message":"The authorization grant is invalid"}"#.to_owned(),
            ProviderError::AppRefused,
        ),
    ]
}

fn strange() -> Vec<String> {
    vec![
        error(0, ""),
        error(i64::MAX, "Authentication failed."),
        r#"{"code":2}"#.into(),
    ]
}

fn sign_in(answers: &[(u16, &str)]) -> (Result<SignInResult, ProviderError>, Vec<Request>) {
    let answers = answers.iter().map(|(status, body)| answer(*status, body));
    let code = code(ABOUT.asked_scopes());
    Script::new(answers).play(Pinterest::real().sign_in(caller(None), code))
}

fn renew(body: &str) -> (Result<RefreshedTokens, ProviderError>, Vec<Request>) {
    let step = Pinterest::real().renew(caller(None), tokens()).unwrap();
    Script::new([answer(200, body)]).play(step)
}

#[test]
fn an_approval_brings_the_account_and_sixty_days() {
    let (harvest, asked) = sign_in(&[(200, TOKENS), (200, BUSINESS)]);
    let harvest = harvest.ok().unwrap();
    let [find] = &harvest.finds[..] else {
        panic!("one account")
    };
    assert_eq!(find.access, Access::Granted(0));
    assert_eq!(find.account.kind, AccountKind::BusinessAccount);
    assert_eq!(find.account.name, "Acme Coffee");
    assert_eq!(find.account.handle.as_deref(), Some("@acmecoffee"));
    let fresh = &harvest.grants[0];
    assert_eq!(fresh.scopes, ABOUT.asked_scopes());
    let days = |days| Some(Timestamp::from_secs(1_000).plus(Span::from_days(days)));
    assert_eq!(fresh.dates.access_ends, days(30));
    assert_eq!(fresh.dates.refresh_ends, days(60));
    assert_eq!(fresh.dates.needs_human_by(), days(60));
    let asked_for = value(&asked[0].form, "continuous_refresh");
    assert_eq!(asked_for, Some("true"));
}

#[test]
fn a_person_goes_by_the_user_name() {
    let (harvest, _) = sign_in(&[(200, TOKENS), (200, PINNER)]);
    let harvest = harvest.ok().unwrap();
    assert_eq!(harvest.person.name, "ada");
    assert_eq!(harvest.finds[0].account.kind, AccountKind::Profile);
}

#[test]
fn the_scopes_are_those_that_were_given_however_they_are_separated() {
    for scope in [
        "boards:read user_accounts:read",
        "boards:read,user_accounts:read",
    ] {
        let less = format!(r#"{{"access_token":"a","expires_in":1,"scope":"{scope}"}}"#);
        let (harvest, _) = sign_in(&[(200, &less), (200, BUSINESS)]);
        let fresh = &harvest.ok().unwrap().grants[0];
        let granted = Scopes::new(["boards:read", "user_accounts:read"]);
        assert_eq!(fresh.scopes, granted);
        assert!(!fresh.dates.renewable);
    }
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    for (status, body, means) in token_table(ProviderError::StartAnew) {
        let (harvest, _) = sign_in(&[(status, &body)]);
        assert_eq!(harvest.err(), Some(means), "{status} {body}");
    }
}

#[test]
fn a_renewal_brings_a_new_pair_and_another_sixty_days() {
    let (renewed, asked) = renew(RENEWED);
    let renewed = renewed.ok().unwrap();
    assert_eq!(renewed.tokens.access.expose(), "pina_AMC");
    assert_eq!(renewed.tokens.refresh.unwrap().expose(), "pinr.AMD");
    let in_60_days = Timestamp::from_secs(1_000).plus(Span::from_days(60));
    assert_eq!(renewed.dates.refresh_ends, Some(in_60_days));
    assert_eq!(renewed.scopes.unwrap().iter().count(), 3);
    assert!(value(&asked[0].form, "client_id").is_none());
}

#[test]
fn a_refresh_token_that_is_not_told_anew_goes_on() {
    for body in [
        r#"{"access_token":"a","expires_in":2592000}"#,
        r#"{"access_token":"a","expires_in":2592000,"refresh_token":""}"#,
    ] {
        let renewed = renew(body).0.ok().unwrap();
        assert_eq!(renewed.tokens.refresh.unwrap().expose(), "refresh-1");
        assert!(renewed.dates.renewable && renewed.dates.refresh_ends.is_none());
    }
    let alone = TokenSet {
        refresh: None,
        ..tokens()
    };
    assert!(Pinterest::real().renew(caller(None), alone).is_none());
}

#[test]
fn a_token_of_the_console_is_trusted_with_no_more_than_it_showed() {
    let token = Secret::new("pina_console".into());
    let step = Pinterest::real().import_token(caller(None), token).unwrap();
    let (harvest, asked) = Script::new([answer(200, BUSINESS)]).play(step);
    let harvest = harvest.ok().unwrap();
    let fresh = &harvest.grants[0];
    assert_eq!(fresh.scopes.joined(","), "user_accounts:read");
    assert!(!fresh.dates.renewable && fresh.dates.needs_human_by().is_some());
    let spoke = asked[0].bearer.as_ref().unwrap();
    assert_eq!(spoke.expose(), "pina_console");
}

#[test]
fn a_look_reads_the_limits_although_they_are_lists() {
    let headers = [
        (
            "x-ratelimit-limit",
            "100, 100;w=1;name=\"safety_net_app_id_user_id\", 1000;w=60;name=\"org_read_app_id_user_id\"",
        ),
        ("x-ratelimit-remaining", "75"),
        ("x-ratelimit-reset", "1"),
    ];
    let answer = Answer {
        headers: headers
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
        ..answer(200, BUSINESS)
    };
    let probe = Pinterest::real().probe(caller(None), tokens(), AccountId("1".into()));
    let seen = Script::new([answer]).play(probe).0.unwrap();
    let [credit] = &seen.credits[..] else {
        panic!("one limit")
    };
    assert_eq!((credit.of, credit.used_percent), (CreditOf::Account, 25));
    assert_eq!(credit.full_again_at, Some(Timestamp::from_secs(1_001)));
}

#[test]
fn an_account_without_an_id_is_none_to_sign_in_to() {
    for body in [
        r#"{"id":"","username":"acme"}"#,
        r#"{"id":null,"username":"acme"}"#,
        r#"{"username":"acme"}"#,
        r#"{"items":[],"bookmark":null}"#,
    ] {
        let (harvest, _) = sign_in(&[(200, TOKENS), (200, body)]);
        assert_eq!(
            harvest.err(),
            Some(later(Unavailable::NotAnAnswer)),
            "{body}"
        );
    }
    for (body, name) in [
        (r#"{"id":1,"username":"acme"}"#, "acme"),
        (r#"{"id":"1","username":""}"#, "1"),
        (r#"{"id":"1","username":"acme","business_name":5}"#, "acme"),
    ] {
        let (harvest, _) = sign_in(&[(200, TOKENS), (200, body)]);
        let account = harvest.ok().unwrap().finds.remove(0).account;
        assert_eq!(
            (account.id.0.as_str(), account.name.as_str()),
            ("1", name),
            "{body}"
        );
    }
}
