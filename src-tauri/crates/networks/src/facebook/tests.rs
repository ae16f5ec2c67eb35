use domain::{Cause, Scopes, Secret, Timestamp, TokenKind, TokenSet, Unavailable};

use super::talk::proof;
use super::*;
use crate::conformance::Recorded;
use crate::script::{Script, answer, value};
use crate::{Access, App, Method, NotGranted, ProviderError, Request};

mod businesses;
mod lists;
mod refusals;

/// What the other networks of the family answer alike.
pub(in crate::registry) mod recorded_answers {
    pub(in crate::registry) use super::refusals::{dead, envelope, table};
    pub(in crate::registry) use super::{LONG, ME, PAGE_INSPECTED, SHORT};
}

pub(in crate::registry) const SHORT: &str =
    r#"{"access_token":"EAAB-short","token_type":"bearer","expires_in":5400}"#;
pub(in crate::registry) const LONG: &str =
    r#"{"access_token":"EAAB-long","token_type":"bearer","expires_in":5183944}"#;
pub(in crate::registry) const ME: &str = r#"{"id":"1207059","name":"Ada Lovelace"}"#;
const INSPECTED: &str = r#"{"data":{"app_id":"138483919580948","type":"USER",
    "application":"Social Cafe","data_access_expires_at":1576687825,"expires_at":1570820400,
    "is_valid":true,"issued_at":1347235328,"metadata":{"sso":"iphone-safari"},
    "scopes":["pages_manage_posts","pages_show_list"],
    "granular_scopes":[{"scope":"pages_show_list","target_ids":["1353269864728879"]}],
    "user_id":"1207059"}}"#;
const PAGES: &str = r#"{"data":[{"access_token":"EAAB-page","category":"Internet Company",
    "category_list":[{"id":"2256","name":"Internet Company"}],"name":"Metricsaurus",
    "id":"1353269864728879","tasks":["ANALYZE","ADVERTISE","MODERATE","CREATE_CONTENT"]}],
    "paging":{"cursors":{"before":"MTM1","after":"MTM1"}}}"#;
const PAGE_ME: &str = r#"{"id":"1353269864728879","name":"Metricsaurus"}"#;
pub(in crate::registry) const PAGE_INSPECTED: &str = r#"{"data":{"app_id":"138483919580948","type":"PAGE",
    "application":"Social Cafe","data_access_expires_at":1576687825,"expires_at":0,
    "is_valid":true,"issued_at":1347235328,"profile_id":"1353269864728879",
    "scopes":["pages_show_list"],"user_id":"1207059"}}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        asks_again: &["auth_type"],
        hosts: &["www.facebook.com", "graph.facebook.com"],
        sign_in: [&[SHORT, LONG][..], &businesses::WHOLE].concat(),
        import_token: businesses::WHOLE.to_vec(),
        probe: vec![PAGE_ME, PAGE_INSPECTED],
        account: "1353269864728879",
        tokens_in_address: &["input_token"],
        refusals: refusals::table(),
        strange: refusals::strange(),
        ..Recorded::nothing()
    }
}

const APP_SECRET: &str = "3f9a0c1d2e4b5a697887766554433221";

fn caller() -> CallContext {
    let app = App {
        id: "138483919580948".into(),
        secret: Some(Secret::new(APP_SECRET.into())),
    };
    let now = Timestamp::from_secs(1_000);
    CallContext {
        app,
        host: None,
        now,
    }
}

fn sign_in(answers: &[&str]) -> (Result<SignInResult, ProviderError>, Vec<Request>) {
    let code = CodeExchange {
        code: Secret::new("AQ-code".into()),
        redirect_uri: Facebook::real().own_page().unwrap(),
        verifier: Secret::new(String::new()),
        scopes: ABOUT.asked_scopes(),
        binding: None,
    };
    let script = Script::new(answers.iter().map(|body| answer(200, body)));
    script.play(Facebook::real().sign_in(caller(), code))
}

/// The facts of a person who ticked all pages at once.
fn all_ticked() -> String {
    INSPECTED.replace(r#","target_ids":["1353269864728879"]"#, "")
}

fn signed_in(pages: &[&str]) -> (SignInResult, Vec<Request>) {
    let (harvest, asked) = sign_in(&[&[SHORT, LONG, ME, &all_ticked()], pages].concat());
    (harvest.ok().unwrap(), asked)
}

fn probe() -> Step<ProbeResult> {
    let tokens = TokenSet {
        access: Secret::new("EAAB-page".into()),
        refresh: None,
        binding: None,
    };
    Facebook::real().probe(caller(), tokens, AccountId("1353269864728879".into()))
}

/// Pages `from..to`, and how the answer says that there are more.
fn pages(from: usize, to: usize, paging: &str) -> String {
    let tasks = r#"["ANALYZE","CREATE_CONTENT"]"#;
    let page = |i| format!(r#"{{"id":"{i}","name":"P","access_token":"t{i}","tasks":{tasks}}}"#);
    let list: Vec<String> = (from..to).map(page).collect();
    format!(r#"{{"data":[{}],"paging":{paging}}}"#, list.join(","))
}

fn more(after: &str) -> String {
    format!(r#"{{"cursors":{{"after":"{after}"}},"next":"https://evil.example/steal?x=1"}}"#)
}

fn cursors(asked: &[Request]) -> Vec<Option<&str>> {
    let lists = asked
        .iter()
        .filter(|r| r.url.path().ends_with("/me/accounts"));
    lists
        .map(|request| value(&request.query, "after"))
        .collect()
}

#[test]
fn all_pages_come_in_over_several_answers() {
    let answers = [
        pages(0, 100, &more("c1")),
        pages(100, 200, &more("c2")),
        pages(200, 240, r#"{"cursors":{"after":"c3"}}"#),
    ];
    let (harvest, asked) = signed_in(&answers.each_ref().map(String::as_str));
    assert_eq!(harvest.finds.len(), 240);
    assert_eq!(harvest.grants.len(), 240);
    assert_eq!(cursors(&asked), [None, Some("c1"), Some("c2")]);
    let last = &harvest.finds[239];
    assert_eq!(last.access, Access::Granted(239));
    assert!(harvest.grants[239].tokens.access == Secret::new("t239".into()));
}

#[test]
fn the_address_of_the_next_answer_is_never_followed() {
    let answers = [pages(0, 1, &more("c1")), pages(1, 2, "{}")];
    let (_, asked) = signed_in(&answers.each_ref().map(String::as_str));
    let own = |r: &Request| r.url.host_str() == Some("graph.facebook.com");
    assert!(asked.iter().all(own));
    assert!(cursors(&asked).contains(&Some("c1")));
}

#[test]
fn cursors_that_lead_in_a_circle_come_to_an_end() {
    let round = [
        pages(0, 1, &more("a")),
        pages(1, 2, &more("b")),
        pages(2, 3, &more("a")),
    ];
    let (harvest, _) = signed_in(&round.each_ref().map(String::as_str));
    assert_eq!(harvest.finds.len(), 3);
}

#[test]
fn a_page_that_comes_twice_is_one() {
    let answers = [pages(0, 3, &more("c")), pages(1, 5, "{}")];
    let (harvest, _) = signed_in(&answers.each_ref().map(String::as_str));
    assert_eq!((harvest.finds.len(), harvest.grants.len()), (5, 5));
}

#[test]
fn the_pages_are_read_with_the_long_token_and_no_user_token_is_kept() {
    let (harvest, asked) = signed_in(&[PAGES]);
    assert_eq!(
        value(&asked[1].form, "fb_exchange_token"),
        Some("EAAB-short")
    );
    assert_eq!(
        value(&asked[1].form, "grant_type"),
        Some("fb_exchange_token")
    );
    for request in [&asked[2], &asked[4]] {
        assert!(request.bearer == Some(Secret::new("EAAB-long".into())));
    }
    let [only] = &harvest.grants[..] else {
        panic!("one page, one grant")
    };
    assert!(only.tokens.access == Secret::new("EAAB-page".into()));
    assert_eq!(only.kind, TokenKind::Page);
}

#[test]
fn a_page_token_ends_with_the_data_access_only() {
    let (harvest, _) = signed_in(&[PAGES]);
    let dates = harvest.grants[0].dates;
    assert_eq!(dates.access_ends, None);
    assert_eq!(
        dates.needs_human_by(),
        Some(Timestamp::from_secs(1_576_687_825))
    );
    assert_eq!(dates.issued_at, Timestamp::from_secs(1_347_235_328));
}

#[test]
fn a_page_that_cannot_be_connected_is_shown_with_its_reason() {
    let list = r#"{"data":[
        {"id":"1","name":"no token","tasks":["ANALYZE","CREATE_CONTENT"]},
        {"id":"2","name":"empty token","access_token":""},
        {"id":"3","name":"small role","access_token":"t3","tasks":["ANALYZE"]},
        {"id":"4","name":"tasks unknown","access_token":"t4"}]}"#;
    let (harvest, _) = signed_in(&[list]);
    let access: Vec<Access> = harvest.finds.iter().map(|find| find.access).collect();
    assert_eq!(
        access,
        [
            Access::NotGranted(NotGranted::NoToken),
            Access::NotGranted(NotGranted::NoToken),
            Access::NotGranted(NotGranted::RoleTooSmall),
            Access::Granted(0),
        ]
    );
}

/// `printf %s EAAB-page-1 | openssl dgst -sha256 -hmac 3f9a0c1d2e4b5a697887766554433221`
#[test]
fn the_proof_is_the_one_that_openssl_computes() {
    let proof = proof(
        &Secret::new("EAAB-page-1".into()),
        &Secret::new(APP_SECRET.into()),
    );
    assert_eq!(
        proof,
        "a3db82490a059d4bf7be17f9d0cf04dc073318b4d1a4760f5670f068679dfed1"
    );
}

#[test]
fn every_call_in_the_name_of_a_token_carries_the_proof_of_that_token() {
    let (_, asked) = signed_in(&[PAGES]);
    let long = proof(
        &Secret::new("EAAB-long".into()),
        &Secret::new(APP_SECRET.into()),
    );
    for request in [&asked[2], &asked[4]] {
        assert_eq!(
            value(&request.query, "appsecret_proof"),
            Some(long.as_str())
        );
    }
    let page = proof(
        &Secret::new("EAAB-page".into()),
        &Secret::new(APP_SECRET.into()),
    );
    let (_, asked) = Script::new([PAGE_ME, PAGE_INSPECTED].map(|b| answer(200, b))).play(probe());
    assert_eq!(
        value(&asked[0].query, "appsecret_proof"),
        Some(page.as_str())
    );
}

#[test]
fn a_look_tells_name_scopes_and_dates_of_today() {
    let (seen, asked) =
        Script::new([PAGE_ME, PAGE_INSPECTED].map(|b| answer(200, b))).play(probe());
    let seen = seen.unwrap();
    assert_eq!(seen.account, AccountId("1353269864728879".into()));
    assert_eq!(seen.name, "Metricsaurus");
    assert_eq!(seen.scopes, Some(Scopes::new(["pages_show_list"])));
    assert_eq!(seen.dates.unwrap().access_ends, None);
    assert_eq!(asked[1].method, Method::Get);
    assert!(asked[1].bearer == Some(Secret::new(format!("138483919580948|{APP_SECRET}"))));
}

#[test]
fn a_look_that_the_page_answered_stands_when_the_inspection_fails() {
    let dead = refusals::dead("Session has expired", 190, Some(463));
    for inspection in [
        Ok(answer(500, "")),
        Ok(answer(200, "<html>")),
        Ok(answer(200, &dead)),
        Err(Unavailable::Silent),
    ] {
        let script = Script::of([Ok(answer(200, PAGE_ME)), inspection]);
        let seen = script.play(probe()).0.unwrap();
        assert_eq!(seen.account, AccountId("1353269864728879".into()));
        assert_eq!((seen.scopes, seen.dates), (None, None));
    }
}

#[test]
fn a_dead_token_is_named_by_its_inspection() {
    for (code, subcode, cause) in [
        (190, Some(458), Cause::PermissionRemoved),
        (190, Some(460), Cause::PasswordChanged),
        (190, Some(463), Cause::Expired),
        (190, None, Cause::Unknown),
        (7_777, None, Cause::Unknown),
    ] {
        let dead = refusals::dead("no", code, subcode);
        let (result, _) = sign_in(&[SHORT, LONG, ME, &dead]);
        assert_eq!(result.err(), Some(ProviderError::No(cause)), "{subcode:?}");
    }
}

#[test]
fn what_the_exchange_of_a_code_meets_says_what_to_do() {
    for (message, code, subcode, means) in [
        (
            "This authorization code has been used.",
            100,
            Some(36_009),
            ProviderError::StartAnew,
        ),
        (
            "Invalid verification code format.",
            100,
            None,
            ProviderError::StartAnew,
        ),
        (
            "This authorization code has expired.",
            100,
            None,
            ProviderError::StartAnew,
        ),
        ("any text", 100, Some(36_007), ProviderError::StartAnew),
        (
            "Error validating verification code. Please make sure your redirect_uri is identical \
             to the one you used in the OAuth dialog request",
            100,
            None,
            ProviderError::StartAnew,
        ),
        (
            "Error validating client secret.",
            1,
            None,
            ProviderError::AppRefused,
        ),
        (
            "Error validating application. Cannot get application info",
            101,
            None,
            ProviderError::AppRefused,
        ),
    ] {
        let body = refusals::envelope(message, code, subcode);
        for status in [400, 200] {
            let code = CodeExchange {
                code: Secret::new("AQ-code".into()),
                redirect_uri: Facebook::real().own_page().unwrap(),
                verifier: Secret::new(String::new()),
                scopes: ABOUT.asked_scopes(),
                binding: None,
            };
            let step = Facebook::real().sign_in(caller(), code);
            let (result, _) = Script::new([answer(status, &body)]).play(step);
            assert_eq!(result.err(), Some(means), "{status} {message}");
        }
    }
}

#[test]
fn a_page_token_of_a_short_user_token_ends_with_it() {
    let short = INSPECTED.replace("1570820400", "6400");
    let script = Script::new([ME, &short, PAGES].map(|body| answer(200, body)));
    let import_token = Facebook::real().import_token(caller(), Secret::new("EAAB-explorer".into()));
    let harvest = script.play(import_token.unwrap()).0.ok().unwrap();
    let ends = harvest.grants[0].dates.access_ends;
    assert_eq!(ends, Some(Timestamp::from_secs(6_400)));
}

#[test]
fn facts_that_are_not_told_are_not_made_up() {
    let bare = r#"{"data":{"is_valid":true,"granular_scopes":"strange"}}"#;
    let script = Script::new([PAGE_ME, bare].map(|body| answer(200, body)));
    let seen = script.play(probe()).0.unwrap();
    assert_eq!(seen.scopes, None);
    let dates = seen.dates.unwrap();
    assert_eq!(dates.issued_at, caller().now);
    assert_eq!(dates.needs_human_by(), None);
}

#[test]
fn an_app_that_is_broken_is_the_one_that_was_entered_while_somebody_signs_in() {
    let broken = "Error validating application. Invalid application ID.";
    let body = refusals::envelope(broken, 190, None);
    for at in [0, 2, 3, 4] {
        let mut bodies = vec![SHORT, LONG, ME, INSPECTED, PAGES];
        bodies[at] = &body;
        assert_eq!(
            sign_in(&bodies).0.err(),
            Some(ProviderError::AppRefused),
            "{at}"
        );
    }
    let seen = Script::new([answer(400, &body)]).play(probe()).0;
    assert_eq!(seen.err(), Some(ProviderError::No(Cause::AppBroken)));
}

#[test]
fn a_person_who_looks_for_more_pages_is_asked_again() {
    let ask = crate::conformance::ask(ABOUT.asked_scopes(), true);
    let step = Facebook::real().authorize(caller(), ask);
    let address = Script::new([]).play(step).0.ok().unwrap().url;
    assert!(
        address
            .as_str()
            .starts_with("https://www.facebook.com/v25.0/dialog/oauth?")
    );
    assert!(address.query().unwrap().contains("auth_type=rerequest"));
}
