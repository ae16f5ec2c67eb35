//! Lists that do not come as they should: too much at once, cut off in the middle, without a
//! pointer to the rest, or without some of the pages.

use domain::Unavailable;

use super::*;
use crate::Answer;

type Came = Result<Answer, Unavailable>;

/// Verbatim, from reports.
const TOO_MUCH: &str = r#"{"error":{"code":1,"message":"Please reduce the amount of data you're asking for, then retry your request"}}"#;
const UNKNOWN: &str =
    r#"{"error":{"code":1,"message":"An unknown error occurred","type":"OAuthException"}}"#;

fn too_much() -> Came {
    Ok(answer(500, TOO_MUCH))
}

fn good(body: &str) -> Came {
    Ok(answer(200, body))
}

/// A sign-in of a person who ticked these pages, or all; its lists meet these answers.
fn met(ticked: &[&str], lists: Vec<Came>) -> (Result<SignInResult, ProviderError>, Vec<Request>) {
    let targets = format!(r#""target_ids":[{}]"#, ticked.join(","));
    let facts = match ticked {
        [] => all_ticked(),
        _ => INSPECTED.replace(r#""target_ids":["1353269864728879"]"#, &targets),
    };
    let import_token = Facebook::real().import_token(caller(), Secret::new("EAAB-long".into()));
    let head = [good(ME), good(&facts)];
    let script = Script::of(head.into_iter().chain(lists));
    let (harvest, asked) = script.play(import_token.unwrap());
    (harvest, asked.into_iter().skip(2).collect())
}

fn limits(asked: &[Request]) -> Vec<&str> {
    let limits = asked.iter().filter_map(|ask| value(&ask.query, "limit"));
    limits.collect()
}

/// How many pages were found, and whether some may be missing.
fn count(harvest: Result<SignInResult, ProviderError>) -> (usize, bool) {
    let harvest = harvest.ok().unwrap();
    (harvest.finds.len(), harvest.incomplete)
}

#[test]
fn a_list_that_is_too_large_is_asked_for_in_smaller_parts() {
    for refused in 1..4 {
        let mut lists: Vec<Came> = (0..refused).map(|_| too_much()).collect();
        lists.extend([good(&pages(0, 10, &more("c"))), good(&pages(10, 20, "{}"))]);
        let (harvest, asked) = met(&[], lists);
        assert_eq!(count(harvest), (20, false));
        let parts = ["100", "50", "25", "10"];
        let (tried, last) = (&parts[..=refused], parts[refused]);
        assert_eq!(limits(&asked), [tried, &[last]].concat());
        assert_eq!(cursors(&asked).last(), Some(&Some("c")));
    }
}

#[test]
fn a_list_that_is_always_too_large_is_said_to_be_and_its_ticked_pages_are_asked_for() {
    let refused = || (0..6).map(|_| too_much());
    let (harvest, asked) = met(&[], refused().collect());
    assert_eq!(
        harvest.err(),
        Some(ProviderError::AskLater(Unavailable::Down, None))
    );
    assert_eq!(limits(&asked), ["100", "50", "25", "10", "10", "10"]);
    let one = |id| format!(r#"{{"id":"{id}","name":"P","access_token":"t{id}"}}"#);
    let lists = refused().chain([good(&one(5)), good(&one(6))]).collect();
    let (harvest, asked) = met(&["\"5\"", "\"6\""], lists);
    assert_eq!(count(harvest), (2, true));
    assert_eq!(asked[6].url.path(), "/v25.0/5");
}

#[test]
fn a_passing_failure_in_the_middle_is_asked_again() {
    let failures: [fn() -> Came; 6] = [
        || Ok(answer(500, "")),
        || Ok(answer(503, "<html>")),
        || Ok(answer(500, UNKNOWN)),
        || {
            Ok(answer(
                400,
                r#"{"error":{"code":2,"message":"Service temporarily unavailable"}}"#,
            ))
        },
        || {
            Ok(answer(
                400,
                r#"{"error":{"code":9999,"message":"x","is_transient":true}}"#,
            ))
        },
        || Err(Unavailable::Silent),
    ];
    for failure in failures {
        for times in 1..3 {
            let mut lists = vec![good(&pages(0, 2, &more("c")))];
            lists.extend((0..times).map(|_| failure()));
            lists.push(good(&pages(2, 3, "{}")));
            let (harvest, asked) = met(&[], lists);
            assert_eq!(count(harvest), (3, false));
            let again = cursors(&asked);
            assert_eq!(again[1..], vec![Some("c"); times + 1]);
        }
        // What stays so takes nothing away from what came.
        let lists = [
            good(&pages(0, 2, &more("c"))),
            failure(),
            failure(),
            failure(),
        ];
        let (harvest, asked) = met(&[], lists.into());
        assert_eq!((count(harvest), asked.len()), ((2, true), 4));
    }
}

#[test]
fn a_network_that_asks_to_wait_is_not_asked_again_and_what_came_counts() {
    let limited = refusals::envelope("(#4) Application request limit reached", 4, None);
    let wait = || Ok(answer(400, &limited));
    let (harvest, asked) = met(&["\"9\""], vec![good(&pages(0, 2, &more("c"))), wait()]);
    assert_eq!((count(harvest), asked.len()), ((2, true), 2));
    // Where nothing came, it is said why.
    let (harvest, _) = met(&["\"9\""], vec![wait()]);
    let later = ProviderError::AskLater(Unavailable::RateLimited, None);
    assert_eq!(harvest.err(), Some(later));
}

#[test]
fn a_no_in_the_middle_is_a_no() {
    let dead = refusals::envelope("Session has expired", 190, Some(463));
    let lists = vec![good(&pages(0, 2, &more("c"))), Ok(answer(400, &dead))];
    let refused = met(&[], lists).0.err();
    assert_eq!(refused, Some(ProviderError::No(domain::Cause::Expired)));
}

#[test]
fn a_list_without_cursors_goes_on_where_its_next_address_says() {
    let next = |query: &str| {
        format!(
            r#"{{"next":"https://graph.facebook.com/v25.0/1/accounts?access_token=x&{query}"}}"#
        )
    };
    for (query, name, place) in [
        ("limit=100&offset=100", "offset", "100"),
        ("limit=100&after=QVFI%3D", "after", "QVFI="),
        ("after=a&offset=5", "after", "a"),
    ] {
        let lists = vec![good(&pages(0, 2, &next(query))), good(&pages(2, 3, "{}"))];
        let (harvest, asked) = met(&[], lists);
        assert_eq!(count(harvest), (3, false), "{query}");
        assert_eq!(value(&asked[1].query, name), Some(place));
        assert_eq!(asked[1].url.path(), "/v25.0/me/accounts");
        assert_eq!(value(&asked[1].query, "access_token"), None);
    }
}

#[test]
fn a_list_that_goes_on_and_does_not_say_where_is_named() {
    for paging in [
        r#"{"next":"https://graph.facebook.com/x"}"#,
        r#"{"next":"https://graph.facebook.com/x","cursors":{"after":""}}"#,
        r#"{"next":"https://graph.facebook.com/x?offset=ten"}"#,
        r#"{"next":"/x?limit=5","cursors":7}"#,
        r#"{"next":true}"#,
    ] {
        let (harvest, _) = met(&[], vec![good(&pages(0, 2, paging))]);
        assert_eq!(count(harvest), (2, true), "{paging}");
    }
    for paging in [
        "null",
        "7",
        "{}",
        r#"{"next":null}"#,
        r#"{"cursors":{"after":"c"}}"#,
    ] {
        let (harvest, _) = met(&[], vec![good(&pages(0, 2, paging))]);
        assert_eq!(count(harvest), (2, false), "{paging}");
    }
}

#[test]
fn cursors_without_an_end_are_given_up_and_what_came_counts() {
    let endless = (0..400).map(|i| good(&pages(i, i + 1, &more(&format!("c{i}")))));
    let (harvest, asked) = met(&[], endless.collect());
    assert_eq!(count(harvest), (150, true));
    assert_eq!(asked.len(), 150);
}

#[test]
fn ticked_pages_that_the_list_leaves_out_are_asked_for_one_by_one() {
    let one = r#"{"id":"77","name":"Left out","access_token":"t77"}"#;
    let (harvest, asked) = met(&["\"0\"", "77"], vec![good(&pages(0, 1, "{}")), good(one)]);
    let harvest = harvest.ok().unwrap();
    assert_eq!(harvest.finds[1].account.name, "Left out");
    assert_eq!(harvest.finds[1].access, Access::Granted(1));
    assert!(harvest.is_whole());
    assert_eq!(asked[1].url.path(), "/v25.0/77");
    assert_eq!(
        value(&asked[1].query, "fields"),
        Some("id,name,access_token")
    );
    assert!(value(&asked[1].query, "appsecret_proof").is_some());
    // Nothing that is no number is asked for.
    let (_, asked) = met(&["\"../me\"", "null"], vec![good(&pages(0, 1, "{}"))]);
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_ticked_page_that_is_gone_is_left_out_and_one_that_does_not_answer_is_missed() {
    let gone = refusals::envelope("Unsupported get request", 100, Some(33));
    let down = || Ok(answer(500, ""));
    let (harvest, _) = met(
        &["77"],
        vec![good(&pages(0, 1, "{}")), Ok(answer(400, &gone))],
    );
    assert_eq!(count(harvest), (1, false));
    let (harvest, _) = met(
        &["77"],
        vec![good(&pages(0, 1, "{}")), down(), down(), down()],
    );
    assert_eq!(count(harvest), (1, true));
    let ticked: Vec<String> = (100..300).map(|id| id.to_string()).collect();
    let ticked: Vec<&str> = ticked.iter().map(String::as_str).collect();
    let lists = (0..51).map(|_| good(r#"{"data":[],"id":"1"}"#));
    let (harvest, asked) = met(&ticked, lists.collect());
    assert_eq!((count(harvest), asked.len()), ((1, true), 51));
}

#[test]
fn an_odd_element_is_counted_and_costs_no_other() {
    let list = r#"{"data":[
        {"id":"1","name":"A","access_token":"t1","tasks":["ANALYZE","CREATE_CONTENT"]},
        {"name":"without an id"}, null, 7,
        {"id":2,"access_token":"t2","tasks":"odd"},
        {"id":"3","name":17,"access_token":17,"tasks":null}]}"#;
    let harvest = met(&[], vec![good(list)]).0.ok().unwrap();
    assert_eq!(harvest.unread, 3);
    let found: Vec<_> = harvest
        .finds
        .iter()
        .map(|find| {
            (
                find.account.id.0.as_str(),
                find.account.name.as_str(),
                find.access,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("1", "A", Access::Granted(0)),
            ("2", "2", Access::Granted(1)),
            ("3", "3", Access::NotGranted(NotGranted::NoToken)),
        ]
    );
}

#[test]
fn only_a_role_that_is_known_is_too_small() {
    for (tasks, suffices) in [
        (r#"["ANALYZE","CREATE_CONTENT"]"#, true),
        (r#"["PROFILE_PLUS_FULL_CONTROL"]"#, true),
        (r#"["PROFILE_PLUS_ANALYZE","MODERATE"]"#, true),
        (r#"["MANAGE"]"#, true),
        (r#"["ANALYZE",7]"#, true),
        (r#""ANALYZE""#, true),
        ("null", true),
        (r#"["ANALYZE"]"#, false),
        (r#"["ANALYZE","ADVERTISE","MODERATE","MESSAGING"]"#, false),
        ("[]", false),
    ] {
        let page = format!(r#"{{"data":[{{"id":"1","access_token":"t","tasks":{tasks}}}]}}"#);
        let harvest = met(&[], vec![good(&page)]).0.ok().unwrap();
        let access = match suffices {
            true => Access::Granted(0),
            false => Access::NotGranted(NotGranted::RoleTooSmall),
        };
        assert_eq!(harvest.finds[0].access, access, "{tasks}");
    }
}

#[test]
fn facts_of_an_odd_shape_are_read_one_by_one() {
    let odd = r#"{"data":{"is_valid":"true","scopes":"pages_show_list,read_insights",
        "expires_at":"1570820400","data_access_expires_at":1576687825.0,"issued_at":null,
        "granular_scopes":[{"scope":"pages_show_list","target_ids":[0]}],"error":null}}"#;
    let import_token = Facebook::real().import_token(caller(), Secret::new("EAAB-long".into()));
    let script = Script::of([good(ME), good(odd), good(&pages(0, 1, "{}"))]);
    let harvest = script.play(import_token.unwrap()).0.ok().unwrap();
    let fresh = &harvest.grants[0];
    assert!(fresh.scopes.contains("read_insights"));
    let ends = Some(Timestamp::from_secs(1_576_687_825));
    assert_eq!(fresh.dates.data_access_ends, ends);
    assert_eq!(fresh.dates.issued_at, caller().now);
    // A dead token is named whatever the shape of its number.
    let dead =
        r#"{"data":{"is_valid":false,"error":{"code":"190","subcode":"463","message":null}}}"#;
    let script = Script::of([good(ME), good(dead)]);
    let import_token = Facebook::real().import_token(caller(), Secret::new("EAAB-long".into()));
    let refused = script.play(import_token.unwrap()).0.err();
    assert_eq!(refused, Some(ProviderError::No(domain::Cause::Expired)));
}
