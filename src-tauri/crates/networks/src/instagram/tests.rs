use domain::{Cause, Scopes, Span, Timestamp, TokenKind, Unavailable};

use super::*;
use crate::conformance::{Recorded, ask, caller, code, tokens};
use crate::registry::facebook::recorded_answers as graph;
use crate::script::{Script, answer, value};
use crate::{Access, ProviderError, Request};

const SHORT: &str = r#"{"access_token":"IGAA-short","user_id":17841405309211844,
    "permissions":["instagram_business_basic","instagram_business_content_publish"]}"#;
const LONG: &str = r#"{"access_token":"IGAA-long","token_type":"bearer","expires_in":5183944}"#;
const ME: &str = r#"{"user_id":"17841405309211844","username":"shop","name":"Shop",
    "account_type":"BUSINESS","id":"24801"}"#;

/// Verbatim, from `api.instagram.com/oauth/access_token`.
const OTHER_ADDRESS: &str = r#"{"error_type":"OAuthException","code":400,"error_message":"Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request"}"#;
const OVER: &str =
    r#"{"error_type":"OAuthException","code":400,"error_message":"Invalid authorization code"}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        asks_again: &["force_reauth"],
        hosts: &[
            "www.instagram.com",
            "api.instagram.com",
            "graph.instagram.com",
            "localhost",
        ],
        sign_in: vec![SHORT, LONG, ME],
        import_token: vec![ME, LONG],
        probe: vec![ME],
        account: "17841405309211844",
        renew: vec![LONG],
        tokens_in_address: &["access_token", "client_secret"],
        refusals: [graph::table(), refusals()].concat(),
        renew_refusals: graph::table(),
        strange: strange(),
        ..Recorded::nothing()
    }
}

/// What Instagram and Threads add to the refusals of the Graph API.
pub(in crate::registry) fn refusals() -> Vec<(u16, String, ProviderError)> {
    let restricted = ProviderError::No(Cause::AttentionNeeded);
    let no = |code, subcode, message| graph::envelope(message, code, subcode);
    vec![
        (400, OTHER_ADDRESS.into(), ProviderError::StartAnew),
        (400, OVER.into(), ProviderError::StartAnew),
        (
            400,
            no(
                190,
                Some(463),
                "Error validating access token: Session has expired on Tuesday, 01-Dec-25 06:00:00 PST. The current time is Tuesday, 01-Dec-25 06:07:02 PST.",
            ),
            ProviderError::No(Cause::Expired),
        ),
        (
            400,
            r#"{"error_type":"OAuthException","code":400,"error_message":"Error validating access token: Session has expired"}"#.into(),
            ProviderError::No(Cause::Expired),
        ),
        // Of the interface that Instagram switched off; what stood before it still words it so.
        (
            400,
            r#"{"meta":{"error_type":"OAuthAccessTokenException","code":400,"error_message":"The access_token provided is invalid."}}"#.into(),
            ProviderError::No(Cause::Unknown),
        ),
        (
            400,
            r#"{"message":"checkpoint_required","lock":true,"status":"fail"}"#.into(),
            restricted,
        ),
        (
            400,
            no(100, None, "Unsupported request - method type: get"),
            ProviderError::No(Cause::AccessLost),
        ),
        (
            400,
            no(4, None, "Application request limit reached"),
            ProviderError::AskLater(Unavailable::RateLimited, None),
        ),
        (
            400,
            no(
                80_002,
                None,
                "There have been too many calls to this Instagram account.",
            ),
            ProviderError::AskLater(Unavailable::RateLimited, None),
        ),
        (
            403,
            no(
                9,
                Some(2_207_042),
                "The user reached the maximum number of posts",
            ),
            ProviderError::AskLater(Unavailable::RateLimited, None),
        ),
        (
            400,
            no(25, Some(2_207_050), "The account is restricted"),
            restricted,
        ),
        (
            400,
            no(-1, Some(2_207_051), "We restrict certain activity"),
            ProviderError::AskLater(Unavailable::RateLimited, None),
        ),
        (
            400,
            no(1, Some(4_279_013), "The profile is restricted"),
            restricted,
        ),
        (
            400,
            no(
                100,
                None,
                "Invalid request: The user is not an Instagram Business account",
            ),
            restricted,
        ),
    ]
}

fn strange() -> Vec<String> {
    let flat = |message: &str| {
        serde_json::json!({ "error_type": "OAuthException", "code": 400, "error_message": message })
            .to_string()
    };
    vec![
        flat("of tomorrow"),
        flat(""),
        graph::envelope(
            "The media could not be fetched from this URI",
            9_004,
            Some(2_207_052),
        ),
        r#"{"user_id":"","username":"shop"}"#.into(),
        r#"{"user_id":-1,"username":"shop"}"#.into(),
        r#"{"data":[{"user_id":"1","username":"a"},{"user_id":"2","username":"b"}]}"#.into(),
        r#"{"access_token":"","expires_in":0}"#.into(),
    ]
}

fn play<T>(step: Step<T>, bodies: &[&str]) -> (Result<T, ProviderError>, Vec<Request>) {
    Script::new(bodies.iter().map(|body| answer(200, body))).play(step)
}

fn sign_in() -> Step<SignInResult> {
    Instagram::real().sign_in(caller(None), code(ABOUT.asked_scopes()))
}

fn signed_in(bodies: &[&str]) -> SignInResult {
    play(sign_in(), bodies).0.ok().unwrap()
}

fn renew() -> Step<RefreshedTokens> {
    Instagram::real().renew(caller(None), tokens()).unwrap()
}

fn import_token() -> Step<SignInResult> {
    let token = Secret::new("IGAA-by-hand".into());
    Instagram::real().import_token(caller(None), token).unwrap()
}

#[test]
fn a_sign_in_brings_one_account_with_a_token_of_sixty_days() {
    let (harvest, asked) = play(sign_in(), &[SHORT, LONG, ME]);
    let harvest = harvest.ok().unwrap();
    let [find] = &harvest.finds[..] else {
        panic!("one approval, one account")
    };
    assert_eq!(find.account.id.0, "17841405309211844");
    assert_eq!(find.account.handle.as_deref(), Some("@shop"));
    assert_eq!(find.access, Access::Granted(0));
    let grant = &harvest.grants[0];
    assert!(grant.tokens.access == Secret::new("IGAA-long".into()));
    assert_eq!(grant.kind, TokenKind::User);
    assert_eq!(
        grant.dates.access_ends,
        Some(Timestamp::from_secs(5_184_944))
    );
    assert!(grant.dates.renewable);
    let addresses: Vec<&str> = asked.iter().map(|request| request.url.as_str()).collect();
    assert_eq!(
        addresses,
        [
            "https://api.instagram.com/oauth/access_token",
            "https://graph.instagram.com/access_token",
            "https://graph.instagram.com/v25.0/me",
        ]
    );
    assert_eq!(
        value(&asked[1].query, "grant_type"),
        Some("ig_exchange_token")
    );
    assert_eq!(value(&asked[1].query, "access_token"), Some("IGAA-short"));
    assert!(asked[2].bearer == Some(Secret::new("IGAA-long".into())));
}

#[test]
fn both_shapes_of_an_answer_are_read() {
    let short = r#"{"data":[{"access_token":"IGAA-short","user_id":"1020",
        "permissions":"instagram_business_basic,instagram_business_content_publish"}]}"#;
    let me = r#"{"data":[{"user_id":17841405309211844,"username":"shop"}]}"#;
    let harvest = signed_in(&[short, LONG, me]);
    let told = Scopes::parse("instagram_business_basic,instagram_business_content_publish");
    assert_eq!(harvest.grants[0].scopes, told);
    assert_eq!(harvest.person.id.0, "17841405309211844");
    assert_eq!(harvest.person.name, "shop");
}

#[test]
fn what_was_granted_may_be_less_than_what_was_asked() {
    let harvest = signed_in(&[SHORT, LONG, ME]);
    let granted = &harvest.grants[0].scopes;
    assert!(!granted.contains("instagram_business_manage_insights"));
    let silent = r#"{"access_token":"IGAA-short","user_id":1}"#;
    let harvest = signed_in(&[silent, LONG, ME]);
    assert_eq!(harvest.grants[0].scopes, ABOUT.asked_scopes());
}

#[test]
fn an_end_that_is_not_told_is_in_sixty_days() {
    let silent = r#"{"access_token":"IGAA-long"}"#;
    let ends = Some(Timestamp::from_secs(1_000).plus(Span::from_days(60)));
    let harvest = signed_in(&[SHORT, silent, ME]);
    assert_eq!(harvest.grants[0].dates.access_ends, ends);
    let renewed = play(renew(), &[silent]).0.ok().unwrap();
    assert_eq!(renewed.dates.access_ends, ends);
}

#[test]
fn a_token_of_an_hour_is_never_kept() {
    for long in ["{}", r#"{"expires_in":5183944}"#, r#"{"access_token":""}"#] {
        let refused = play(sign_in(), &[SHORT, long]).0.err().unwrap();
        assert!(matches!(refused, ProviderError::AskLater(..)), "{long}");
    }
}

#[test]
fn an_extension_keeps_the_token_that_is_not_told_anew() {
    for (body, kept) in [
        (LONG, "IGAA-long"),
        (r#"{"token_type":"bearer","expires_in":5183944}"#, "token-1"),
        (r#"{"access_token":"","expires_in":5183944}"#, "token-1"),
    ] {
        let (renewed, asked) = play(renew(), &[body]);
        let renewed = renewed.ok().unwrap();
        assert!(renewed.tokens.access == Secret::new(kept.into()), "{body}");
        assert!(renewed.dates.renewable);
        let sent = |name| value(&asked[0].query, name);
        assert_eq!(sent("grant_type"), Some("ig_refresh_token"));
        assert_eq!(sent("access_token"), Some("token-1"));
        assert_eq!(sent("client_secret"), None);
    }
    for body in ["{}", r#"{"expires_in":0}"#, r#"{"expires_in":-5}"#] {
        let refused = play(renew(), &[body]).0.err().unwrap();
        assert!(matches!(refused, ProviderError::AskLater(..)), "{body}");
    }
}

#[test]
fn a_token_made_by_hand_is_extended_to_learn_its_end() {
    let harvest = play(import_token(), &[ME, LONG]).0.ok().unwrap();
    assert!(harvest.grants[0].tokens.access == Secret::new("IGAA-long".into()));
    // Too young to be extended, or the network is out of order: it stays what it is.
    let young = answer(400, &graph::envelope("The token is too new", 100, None));
    for extension in [Ok(young), Ok(answer(500, "")), Err(Unavailable::Silent)] {
        let script = Script::of([Ok(answer(200, ME)), extension]);
        let harvest = script.play(import_token()).0.ok().unwrap();
        let grant = &harvest.grants[0];
        assert!(grant.tokens.access == Secret::new("IGAA-by-hand".into()));
        let ends = Timestamp::from_secs(1_000).plus(Span::from_days(59));
        assert_eq!(grant.dates.access_ends, Some(ends));
    }
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    let flat = |message: &str| {
        serde_json::json!({ "error_type": "OAuthException", "code": 400, "error_message": message })
            .to_string()
    };
    for (body, means) in [
        (OTHER_ADDRESS.to_owned(), ProviderError::StartAnew),
        (OVER.to_owned(), ProviderError::StartAnew),
        (flat("Invalid platform app"), ProviderError::AppRefused),
        (
            flat("Error validating client secret."),
            ProviderError::AppRefused,
        ),
        (
            flat("This authorization code has been used."),
            ProviderError::StartAnew,
        ),
        (
            flat("Matching code was not found or was already used"),
            ProviderError::StartAnew,
        ),
        (
            graph::envelope("Error validating client secret.", 1, None),
            ProviderError::AppRefused,
        ),
        (
            graph::envelope(
                "Error validating application. Invalid application ID.",
                190,
                None,
            ),
            ProviderError::AppRefused,
        ),
    ] {
        for status in [400, 200] {
            let (result, _) = Script::new([answer(status, &body)]).play(sign_in());
            assert_eq!(result.err(), Some(means), "{status} {body}");
        }
        let (result, _) = Script::new([answer(502, &body)]).play(sign_in());
        assert_eq!(
            result.err(),
            Some(ProviderError::AskLater(Unavailable::Down, None))
        );
    }
}

#[test]
fn a_look_tells_the_account_and_what_the_network_still_allows() {
    let mut me = answer(200, ME);
    let usage = r#"{"17841405309211844":[{"type":"instagram","call_count":97,"total_cputime":23,
        "total_time":23,"estimated_time_to_regain_access":0}]}"#;
    me.headers = vec![("x-business-use-case-usage".into(), usage.into())];
    let step = Instagram::real().probe(caller(None), tokens(), AccountId("1".into()));
    let seen = Script::new([me]).play(step).0.unwrap();
    assert_eq!(seen.account.0, "17841405309211844");
    assert_eq!((seen.scopes, seen.dates), (None, None));
    assert_eq!(seen.credits[0].used_percent, 97);
}

#[test]
fn a_person_who_has_another_account_signs_in_anew() {
    let step = Instagram::real().authorize(caller(None), ask(ABOUT.asked_scopes(), true));
    let url = play(step, &[]).0.ok().unwrap().url;
    assert!(
        url.as_str()
            .starts_with("https://www.instagram.com/oauth/authorize?")
    );
    assert!(url.query().unwrap().contains("force_reauth=true"));
}
