//! Pages that only a business of the person knows.

use domain::Unavailable;

use super::*;
use crate::Answer;

const SEES_ALL: &str = r#"{"data":{"app_id":"138483919580948","type":"USER",
    "application":"Social Cafe","data_access_expires_at":1576687825,"expires_at":1570820400,
    "is_valid":true,"issued_at":1347235328,
    "scopes":["business_management","pages_manage_posts","pages_show_list"],
    "granular_scopes":[{"scope":"business_management"},
        {"scope":"pages_show_list","target_ids":["1353269864728879","77"]}],
    "user_id":"1207059"}}"#;
const BUSINESSES: &str = r#"{"data":[{"id":"900","name":"Metricsaurus Ltd"}],
    "paging":{"cursors":{"before":"QVFI","after":"QVFI"}}}"#;
const OWNED: &str = r#"{"data":[{"id":"1353269864728879","name":"Metricsaurus"},
    {"id":"77","name":"No role on it"},{"id":"78","name":"Not ticked"}]}"#;
const CLIENT: &str = r#"{"data":[{"id":"79","name":"Of a client","access_token":"EAAB-client"}]}"#;
const NONE: &str = r#"{"data":[]}"#;
/// The page that was ticked and that nobody gave a role on.
const ALONE: &str = r#"{"id":"77","name":"No role on it"}"#;

/// Everything after the exchange of the code.
pub(super) const WHOLE: [&str; 7] = [ME, SEES_ALL, PAGES, BUSINESSES, OWNED, CLIENT, ALONE];

type Came = Result<Answer, Unavailable>;

fn came(bodies: &[&str]) -> Vec<Came> {
    bodies.iter().map(|body| Ok(answer(200, body))).collect()
}

/// A sign-in whose walk through the businesses meets these answers.
fn walked(walk: Vec<Came>) -> (SignInResult, Vec<Request>) {
    let import_token = Facebook::real().import_token(caller(), Secret::new("EAAB-long".into()));
    let head = came(&[ME, SEES_ALL, PAGES]);
    let script = Script::of(head.into_iter().chain(walk).chain(came(&[ALONE])));
    let (harvest, asked) = script.play(import_token.unwrap());
    (harvest.ok().unwrap(), asked)
}

fn found(harvest: &SignInResult) -> Vec<(&str, Access)> {
    let finds = harvest.finds.iter();
    finds
        .map(|find| (find.account.id.0.as_str(), find.access))
        .collect()
}

fn paths(asked: &[Request]) -> Vec<&str> {
    asked.iter().map(|request| request.url.path()).collect()
}

#[test]
fn pages_that_were_left_out_are_shown_with_the_reason() {
    let (harvest, asked) = walked(came(&[BUSINESSES, OWNED, CLIENT]));
    assert_eq!(
        found(&harvest),
        [
            ("1353269864728879", Access::Granted(0)),
            ("77", Access::NotGranted(NotGranted::RoleTooSmall)),
            ("78", Access::NotGranted(NotGranted::NotTicked)),
            ("79", Access::Granted(1)),
        ]
    );
    assert_eq!(
        paths(&asked)[3..],
        [
            "/v25.0/me/businesses",
            "/v25.0/900/owned_pages",
            "/v25.0/900/client_pages",
            "/v25.0/77"
        ]
    );
    let proven = |request: &Request| value(&request.query, "appsecret_proof").is_some();
    assert!(asked[3..].iter().all(proven));
    // Graph refuses a page's `tasks` except in the person's own list.
    assert_eq!(
        value(&asked[4].query, "fields"),
        Some("id,name,access_token")
    );
}

#[test]
fn a_permission_for_all_pages_leaves_only_the_role_as_a_reason() {
    let all = SEES_ALL.replace(r#","target_ids":["1353269864728879","77"]"#, "");
    let unknown = SEES_ALL.replace("granular_scopes", "not_told");
    for (facts, reason) in [
        (all, NotGranted::RoleTooSmall),
        (unknown, NotGranted::NotTicked),
    ] {
        let import_token = Facebook::real().import_token(caller(), Secret::new("EAAB-long".into()));
        let script = Script::of(came(&[ME, &facts, NONE, BUSINESSES, OWNED, NONE]));
        let harvest = script.play(import_token.unwrap()).0.ok().unwrap();
        let access = |(_, access)| access == Access::NotGranted(reason);
        assert!(found(&harvest).into_iter().all(access));
        assert_eq!(harvest.finds.len(), 3);
    }
}

#[test]
fn businesses_and_their_pages_come_in_over_several_answers() {
    let business = |id: &str, paging: &str| {
        format!(r#"{{"data":[{{"id":"{id}"}},{{"id":"{id}1"}}],"paging":{paging}}}"#)
    };
    let list = |id: &str, paging: &str| {
        format!(r#"{{"data":[{{"id":"{id}","name":"P"}}],"paging":{paging}}}"#)
    };
    let walk = [
        business("5", &more("b")),
        list("a", &more("p")),
        list("b", "{}"),
        list("c", "{}"),
        list("d", "{}"),
        business("6", "{}"),
        // The cursor comes again: all that it shows was seen.
        list("e", &more("p")),
        list("f", "{}"),
        list("g", "{}"),
        list("h", "{}"),
        list("i", "{}"),
    ];
    let (harvest, asked) = walked(came(&walk.each_ref().map(String::as_str)));
    assert_eq!(harvest.finds.len(), 11);
    assert_eq!(asked.len(), 3 + walk.len() + 1);
    assert!(harvest.is_whole());
    assert_eq!(value(&asked[8].query, "after"), Some("b"));
    assert_eq!(value(&asked[9].query, "after"), Some("p"));
}

#[test]
fn a_walk_that_is_refused_takes_nothing_away() {
    let refused = refusals::envelope(
        "(#200) Requires business_management permission to manage the object",
        200,
        None,
    );
    let limited = refusals::envelope("(#4) Application request limit reached", 4, None);
    let strange = refusals::envelope("of tomorrow", 7_777, None);
    let out_of_order = || Ok(answer(500, ""));
    // What comes, whether the page that was left out is asked for all the same, and whether
    // something may be missing.
    let walks: Vec<(Vec<Came>, bool, bool)> = vec![
        (vec![Ok(answer(403, &refused))], true, false),
        (vec![Ok(answer(400, &strange))], false, false),
        (vec![Ok(answer(400, &limited))], false, true),
        (
            vec![out_of_order(), out_of_order(), out_of_order()],
            true,
            true,
        ),
        (
            vec![Ok(answer(200, "<html>")), Ok(answer(200, NONE))],
            true,
            false,
        ),
        (
            vec![
                Err(Unavailable::Silent),
                Err(Unavailable::Silent),
                Err(Unavailable::Silent),
            ],
            false,
            true,
        ),
        // What was seen stays; a network that asks to wait is not asked for more.
        (
            vec![Ok(answer(200, BUSINESSES)), Ok(answer(400, &limited))],
            false,
            true,
        ),
        (
            vec![Ok(answer(200, BUSINESSES)), Err(Unavailable::Offline)],
            false,
            true,
        ),
        // One list that is refused does not cost the next.
        (
            vec![
                Ok(answer(200, BUSINESSES)),
                Ok(answer(403, &refused)),
                Ok(answer(200, NONE)),
            ],
            true,
            false,
        ),
    ];
    for (walk, asks_alone, incomplete) in walks {
        let length = walk.len();
        let (harvest, asked) = walked(walk);
        assert_eq!(harvest.grants.len(), 1);
        assert_eq!(asked.len(), 3 + length + usize::from(asks_alone));
        assert_eq!(harvest.incomplete, incomplete);
    }
}

#[test]
fn a_person_of_many_businesses_does_not_wait_for_all_of_them() {
    let many: Vec<String> = (0..400).map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    let many = format!(r#"{{"data":[{}]}}"#, many.join(","));
    let walk = [many.as_str()].into_iter().chain([NONE; 300]);
    let (harvest, asked) = walked(came(&walk.collect::<Vec<_>>()));
    assert_eq!(harvest.grants.len(), 1);
    assert!(asked.len() < 110 && harvest.incomplete);
}

#[test]
fn a_person_without_pages_and_businesses_brings_an_empty_harvest() {
    let import_token = Facebook::real().import_token(caller(), Secret::new("EAAB-long".into()));
    let facts = SEES_ALL.replace(r#","target_ids":["1353269864728879","77"]"#, "");
    let script = Script::of(came(&[ME, &facts, NONE, NONE]));
    let harvest = script.play(import_token.unwrap()).0.ok().unwrap();
    assert!(harvest.finds.is_empty() && harvest.grants.is_empty());
    assert_eq!(harvest.person.name, "Ada Lovelace");
}

#[test]
fn a_person_who_did_not_let_us_see_businesses_is_not_asked_for_them() {
    let (_, asked) = signed_in(&[PAGES]);
    assert!(!paths(&asked).contains(&"/v25.0/me/businesses"));
}
