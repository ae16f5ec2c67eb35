use domain::{Account, AccountKind, Cause, Scopes, Timestamp, Unavailable};

use super::answers::FALSELY_REVOKED_FOR;
use super::*;
use crate::conformance::{Recorded, caller, code, tokens};
use crate::script::{Script, answer, value};
use crate::{Access, Answer, NotGranted};

mod refusals;

const TOKENS: &str = r#"{"access_token":"AQXNnd2kXITHELmWblJigbHEuoFdfRhOwGA0QNnumBI8X",
    "expires_in":5184000,"refresh_token":"AQWAft_WjYZKwuWXLC5hQlghgTam-tuT8CvFej9-XxGyqeER",
    "refresh_token_expires_in":31536000,
    "scope":"openid,profile,rw_organization_admin,r_organization_social,w_member_social,w_organization_social"}"#;
const ORDINARY: &str = r#"{"access_token":"AQV8ordinary","expires_in":5183999,
    "scope":"openid profile rw_organization_admin"}"#;
const RENEWED: &str = r#"{"access_token":"access-2","expires_in":5184000,
    "refresh_token":"refresh-1","refresh_token_expires_in":20000000,"scope":"openid,profile"}"#;
const ME: &str = r#"{"sub":"782bbtaQ","name":"John Doe","given_name":"John","family_name":"Doe",
    "picture":"https://media.licdn-ei.com/x","locale":{"country":"US","language":"en"},
    "email":"doe@email.com","email_verified":true}"#;
const ROLES: &str = r#"{"elements":[{"roleAssignee":"urn:li:person:2qXA08EGmj","state":"APPROVED",
    "role":"ADMINISTRATOR","organization":"urn:li:organization:12345678"}],
    "paging":{"start":0,"count":10,"total":1,"links":[]}}"#;
const NAMES: &str = r#"{"results":{"12345678":{"id":12345678,"localizedName":"Metricsaurus",
    "vanityName":"metricsaurus","logoV2":{"original":"urn:li:digitalmediaAsset:C4D"}}},
    "statuses":{"12345678":200},"errors":{}}"#;
/// Two pages, of which the member administers the first.
const TWO_ROLES: &str = r#"{"elements":[{"roleAssignee":"urn:li:person:2qXA08EGmj",
    "state":"APPROVED","role":"ADMINISTRATOR","organization":"urn:li:organization:12345678"},
    {"roleAssignee":"urn:li:person:2qXA08EGmj","state":"APPROVED","role":"CONTENT_ADMINISTRATOR",
    "organization":"urn:li:organization:79988552"}],
    "paging":{"start":0,"count":10,"total":2,"links":[]}}"#;
const NOT_NAMED: &str = r#"{"results":{},"statuses":{"79988552":403},
    "errors":{"79988552":{"message":"Access to organization denied","status":403}}}"#;
const LOOKED_UP: &str = r#"{"errors":{},"results":{"79988552":{"id":79988552,
    "localizedName":"FirstDemoCompany","locations":[],"primaryOrganizationType":"NONE",
    "vanityName":"firstdemocompany"}},"statuses":{"79988552":200}}"#;
const INSPECTED: &str = r#"{"active":true,"client_id":"861hhm46p48to6","authorized_at":1493055596,
    "created_at":1493055596,"status":"active","expires_at":1497497620,
    "scope":"openid,profile,rw_organization_admin","auth_type":"3L"}"#;
const NO_ROLES: &str = r#"{"elements":[],"paging":{"start":0,"count":100,"total":0,"links":[]}}"#;
const PAGE: &str = "urn:li:organization:12345678";
const MEMBER: &str = "urn:li:person:782bbtaQ";

pub(super) fn recorded() -> Recorded {
    Recorded {
        hosts: &["www.linkedin.com", "api.linkedin.com"],
        sign_in: vec![TOKENS, ME, TWO_ROLES, NAMES, LOOKED_UP],
        import_token: vec![INSPECTED, ME, TWO_ROLES, NAMES, LOOKED_UP],
        probe: vec![INSPECTED, TWO_ROLES, NOT_NAMED, LOOKED_UP],
        account: "urn:li:organization:79988552",
        renew: vec![RENEWED],
        revoke: vec!["{}", "{}"],
        reads_by_post: &["/oauth/v2/introspectToken"],
        bare_parameters: &["ids"],
        refused_at: 1,
        refusals: refusals::table(),
        renew_refusals: refusals::renew_table(),
        strange: refusals::strange(),
        ..Recorded::nothing()
    }
}

fn well(bodies: &[&str]) -> Script {
    Script::new(bodies.iter().map(|body| answer(200, body)))
}

fn sign_in() -> Step<SignInResult> {
    LinkedIn::real().sign_in(caller(None), code(ABOUT.asked_scopes()))
}

fn signed_in(bodies: &[&str]) -> (SignInResult, Vec<Request>) {
    let (harvest, asked) = well(bodies).play(sign_in());
    (harvest.ok().unwrap(), asked)
}

fn probe(account: &str, set: TokenSet) -> Step<ProbeResult> {
    LinkedIn::real().probe(caller(None), set, AccountId(account.into()))
}

fn ordinary() -> TokenSet {
    TokenSet {
        refresh: None,
        ..tokens()
    }
}

fn renewed(came: Answer) -> Result<RefreshedTokens, ProviderError> {
    let step = LinkedIn::real().renew(caller(None), tokens()).unwrap();
    Script::new([came]).play(step).0
}

/// An answer with the roles on organizations `from..to`, as one of `count` at once.
fn roles(from: usize, to: usize, count: usize) -> String {
    let elements: Vec<_> = (from..to)
        .map(|i| {
            serde_json::json!({ "organization": format!("urn:li:organization:{}", 1_000 + i),
                "role": "ADMINISTRATOR", "state": "APPROVED" })
        })
        .collect();
    serde_json::json!({ "elements": elements,
        "paging": { "start": from, "count": count, "links": [] } })
    .to_string()
}

fn names(from: usize, to: usize) -> String {
    let named = (from..to).map(|i| {
        let organization = serde_json::json!({ "localizedName": format!("Page {i}"),
            "vanityName": format!("page-{i}") });
        ((1_000 + i).to_string(), organization)
    });
    let results: serde_json::Map<_, _> = named.collect();
    serde_json::json!({ "results": results }).to_string()
}

fn starts(asked: &[Request]) -> Vec<&str> {
    let starts = asked.iter().filter_map(|r| value(&r.query, "start"));
    starts.collect()
}

#[test]
fn a_member_with_sixty_organizations_sees_all_of_them_by_name() {
    let bodies = [
        TOKENS,
        ME,
        &roles(0, 60, 100),
        &names(0, 50),
        &names(50, 60),
    ];
    let (harvest, asked) = signed_in(&bodies);
    assert_eq!((harvest.finds.len(), harvest.grants.len()), (61, 1));
    assert!(
        harvest
            .finds
            .iter()
            .all(|find| find.access == Access::Granted(0))
    );
    for (at, find) in harvest.finds[..60].iter().enumerate() {
        assert_eq!(find.account.kind, AccountKind::Organization);
        assert_eq!(
            find.account.id.0,
            format!("urn:li:organization:{}", 1_000 + at)
        );
        assert_eq!(find.account.name, format!("Page {at}"));
        assert_eq!(find.account.handle, Some(format!("page-{at}")));
    }
    assert_eq!(starts(&asked), ["0"]);
    let lists = asked.iter().filter_map(|request| request.url.query());
    let lists: Vec<&str> = lists.collect();
    assert!(lists[0].starts_with("ids=List(1000,1001,") && lists[0].ends_with(",1049)"));
    assert!(lists[1].starts_with("ids=List(1050,") && lists[1].ends_with(",1059)"));
}

#[test]
fn a_server_that_gives_less_at_once_than_it_was_asked_for_is_asked_to_the_end() {
    let bodies = [
        TOKENS,
        ME,
        &roles(0, 10, 10),
        &roles(10, 20, 10),
        &roles(20, 23, 10),
        &names(0, 23),
    ];
    let (harvest, asked) = signed_in(&bodies);
    assert_eq!(harvest.finds.len(), 24);
    assert_eq!(starts(&asked), ["0", "10", "20"]);
}

#[test]
fn a_short_answer_that_says_that_more_follows_is_not_the_end() {
    let short = r#"{"elements":[{"organization":"urn:li:organization:1000",
        "role":"ADMINISTRATOR"}],"paging":{"count":100,"links":[{"rel":"next",
        "href":"https://evil.example/rest/organizationAcls?start=1"}]}}"#;
    let (harvest, asked) = signed_in(&[TOKENS, ME, short, &roles(1, 2, 100), &names(0, 2)]);
    assert_eq!(harvest.finds.len(), 3);
    assert_eq!(starts(&asked), ["0", "1"]);
    let mut hosts = asked[1..].iter().map(|request| request.url.host_str());
    assert!(hosts.all(|host| host == Some("api.linkedin.com")));
}

#[test]
fn a_total_may_lead_on_and_never_ends_a_list() {
    let of = |total: usize, from, to, count| {
        let told = format!("\"total\":{total},\"links\"");
        roles(from, to, count).replace("\"links\"", &told)
    };
    // A short answer of a total that is higher, and a full one of a total that is lower.
    for [first, second] in [
        [of(5, 0, 3, 10), of(5, 3, 5, 10)],
        [of(1, 0, 10, 10), of(1, 10, 12, 10)],
    ] {
        let (harvest, asked) = signed_in(&[TOKENS, ME, &first, &second, &names(0, 12)]);
        assert!([6, 13].contains(&harvest.finds.len()));
        assert_eq!(starts(&asked).len(), 2);
    }
    let too_high = [of(99, 0, 3, 10), of(99, 3, 3, 10)];
    let (harvest, _) = signed_in(&[TOKENS, ME, &too_high[0], &too_high[1], &names(0, 3)]);
    assert_eq!(harvest.finds.len(), 4);
}

#[test]
fn answers_that_lead_in_a_circle_come_to_an_end() {
    let again = roles(0, 10, 10);
    let (harvest, asked) = signed_in(&[TOKENS, ME, &again, &again, &names(0, 10)]);
    assert_eq!(harvest.finds.len(), 11);
    assert_eq!(starts(&asked), ["0", "10"]);
}

#[test]
fn answers_without_an_end_are_given_up() {
    let endless = (0..400).map(|i| roles(i, i + 1, 1));
    let bodies: Vec<String> = [TOKENS, ME]
        .map(str::to_owned)
        .into_iter()
        .chain(endless)
        .collect();
    let (result, asked) = Script::new(bodies.iter().map(|body| answer(200, body))).play(sign_in());
    assert_eq!(result.err(), Some(Unavailable::NotAnAnswer.into()));
    assert!(asked.len() < 300);
}

#[test]
fn a_member_without_organizations_is_a_find_all_the_same() {
    let (harvest, asked) = signed_in(&[TOKENS, ME, NO_ROLES]);
    let [find] = &harvest.finds[..] else {
        panic!("the member alone")
    };
    assert_eq!(
        find.account,
        Account {
            id: AccountId(MEMBER.into()),
            kind: AccountKind::Profile,
            name: "John Doe".into(),
            handle: None,
        }
    );
    assert_eq!(find.access, Access::Granted(0));
    assert_eq!(harvest.person.id, find.account.id);
    assert_eq!(asked.len(), 3);
}

#[test]
fn an_app_that_may_not_list_organizations_does_not_ask_for_them() {
    let less =
        r#"{"access_token":"a","expires_in":5183999,"scope":"openid profile w_member_social"}"#;
    let (harvest, asked) = signed_in(&[less, ME]);
    assert_eq!((harvest.finds.len(), asked.len()), (1, 2));
    let scopes = &harvest.grants[0].scopes;
    assert_eq!(
        *scopes,
        Scopes::new(["openid", "profile", "w_member_social"])
    );
}

#[test]
fn a_role_that_is_too_small_is_shown_with_its_reason() {
    let mixed = r#"{"elements":[
        {"organization":"urn:li:organization:1","role":"ANALYST","state":"APPROVED"},
        {"organization":"urn:li:organization:2","role":"CONTENT_ADMINISTRATOR","state":"APPROVED"},
        {"organization":"urn:li:organization:3","role":"DIRECT_SPONSORED_CONTENT_POSTER"},
        {"organization":"urn:li:organization:3","role":"ADMINISTRATOR","state":"APPROVED"},
        {"organization":"urn:li:organization:4","role":"ADMINISTRATOR","state":"REVOKED"},
        {"organization":"urn:li:organization:5","role":"CURATOR","state":"APPROVED"},
        {"organization":"urn:li:organization:6","role":"ROLE_OF_TOMORROW","state":"APPROVED"},
        {"organization":"urn:li:organizationBrand:7","role":"ADMINISTRATOR","state":"APPROVED"},
        {"organization":"urn:li:organization:8),evil","role":"ADMINISTRATOR","state":"APPROVED"}],
        "paging":{"count":100}}"#;
    let (harvest, asked) =
        signed_in(&[TOKENS, ME, mixed, r#"{"results":{}}"#, r#"{"results":{}}"#]);
    let access: Vec<_> = harvest.finds[..5]
        .iter()
        .map(|find| (find.account.id.0.as_str(), find.access))
        .collect();
    let small = Access::NotGranted(NotGranted::RoleTooSmall);
    assert_eq!(
        access,
        [
            ("urn:li:organization:1", small),
            ("urn:li:organization:2", Access::Granted(0)),
            ("urn:li:organization:3", Access::Granted(0)),
            ("urn:li:organization:5", small),
            ("urn:li:organization:6", Access::Granted(0)),
        ]
    );
    assert_eq!(asked[3].url.query(), Some("ids=List(1,2,3,5,6)"));
}

#[test]
fn a_page_that_the_member_does_not_administer_is_named_too() {
    let two = r#"{"results":{"1000":{"localizedName":"Page 0"}},"errors":{"1001":{"status":403}}}"#;
    let (harvest, asked) = signed_in(&[TOKENS, ME, &roles(0, 2, 100), two, &names(1, 2)]);
    assert_eq!(asked[4].url.path(), "/rest/organizationsLookup");
    assert_eq!(asked[4].url.query(), Some("ids=List(1001)"));
    let named = harvest.finds.iter().map(|find| find.account.name.as_str());
    assert_eq!(named.collect::<Vec<_>>(), ["Page 0", "Page 1", "John Doe"]);
}

#[test]
fn names_that_do_not_come_do_not_stop_a_sign_in() {
    for came in [
        || Ok(answer(500, "")),
        || Ok(answer(403, r#"{"serviceErrorCode":100,"status":403}"#)),
        || Ok(answer(200, r#"{"results":{"1000":{"localizedName":17}}}"#)),
        || Ok(answer(200, r#"{"results":{"1000":{"localizedName":" "}}}"#)),
        || Err(Unavailable::Silent),
    ] {
        let known = [TOKENS, ME, &roles(0, 1, 100)].map(|body| Ok(answer(200, body)));
        let script = Script::of(known.into_iter().chain([came(), came()]));
        let harvest = script.play(sign_in()).0.ok().unwrap();
        assert_eq!(harvest.finds[0].account.name, "1000");
    }
}

#[test]
fn every_call_of_the_versioned_api_names_the_version() {
    let (_, asked) = signed_in(&[TOKENS, ME, ROLES, NAMES]);
    for request in &asked[2..] {
        assert!(request.headers.contains(&("LinkedIn-Version", VERSION)));
        assert!(
            request
                .headers
                .contains(&("X-Restli-Protocol-Version", "2.0.0"))
        );
    }
    assert!(asked[1].headers.is_empty());
}

#[test]
fn an_app_with_refresh_tokens_ends_with_them_and_an_ordinary_one_with_its_token() {
    let dates = |tokens| signed_in(&[tokens, ME, NO_ROLES]).0.grants[0].dates;
    let approved = dates(TOKENS);
    assert!(approved.renewable);
    assert_eq!(
        approved.needs_human_by(),
        Some(Timestamp::from_secs(31_537_000))
    );
    let ordinary = dates(ORDINARY);
    assert!(!ordinary.renewable);
    assert_eq!(
        ordinary.needs_human_by(),
        Some(Timestamp::from_secs(5_184_999))
    );
}

#[test]
fn a_token_made_by_hand_has_the_scopes_and_dates_that_its_inspection_tells() {
    let step = LinkedIn::real().import_token(caller(None), Secret::new("made-by-hand".into()));
    let (harvest, _) = well(&[INSPECTED, ME, ROLES, NAMES]).play(step.unwrap());
    let harvest = harvest.ok().unwrap();
    let fresh = &harvest.grants[0];
    assert_eq!(
        fresh.scopes.joined(" "),
        "openid profile rw_organization_admin"
    );
    assert_eq!(fresh.dates.issued_at, Timestamp::from_secs(1_493_055_596));
    assert_eq!(
        fresh.dates.needs_human_by(),
        Some(Timestamp::from_secs(1_497_497_620))
    );
    assert_eq!(harvest.finds.len(), 2);
}

#[test]
fn a_token_made_by_hand_that_is_none_is_not_taken_over() {
    for (status, body, means) in [
        (
            200,
            r#"{"active":false,"status":"expired"}"#,
            ProviderError::No(Cause::Expired),
        ),
        (
            200,
            r#"{"active":false}"#,
            ProviderError::No(Cause::Unknown),
        ),
        (
            200,
            r#"{"active":false,"status":"of tomorrow"}"#,
            Unavailable::NotAnAnswer.into(),
        ),
        (200, "<html>", Unavailable::NotAnAnswer.into()),
        (503, "", Unavailable::Down.into()),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            ProviderError::AppRefused,
        ),
    ] {
        let step = LinkedIn::real()
            .import_token(caller(None), Secret::new("t".into()))
            .unwrap();
        let refused = Script::new([answer(status, body)]).play(step).0.err();
        assert_eq!(refused, Some(means), "{status} {body}");
    }
}

#[test]
fn a_look_at_a_page_tells_name_scopes_and_dates_of_today() {
    let (seen, asked) = well(&[INSPECTED, ROLES, NAMES]).play(probe(PAGE, ordinary()));
    let seen = seen.unwrap();
    assert_eq!(
        (seen.account.0.as_str(), seen.name.as_str()),
        (PAGE, "Metricsaurus")
    );
    let scopes = Scopes::new(["openid", "profile", "rw_organization_admin"]);
    assert_eq!(seen.scopes, Some(scopes));
    let ends = seen.dates.unwrap().access_ends;
    assert_eq!(ends, Some(Timestamp::from_secs(1_497_497_620)));
    assert_eq!(value(&asked[0].form, "token"), Some("token-1"));
    assert_eq!(value(&asked[0].form, "client_secret"), Some("app-secret-1"));
}

#[test]
fn a_look_at_a_member_asks_who_the_token_speaks_for() {
    let (seen, asked) = well(&[INSPECTED, ME]).play(probe("urn:li:person:other", ordinary()));
    // Of another member than was expected; the caller compares.
    assert_eq!(seen.unwrap().account.0, MEMBER);
    assert_eq!(asked[1].url.path(), "/v2/userinfo");
}

#[test]
fn a_role_that_is_gone_or_too_small_is_access_lost() {
    let small = ROLES.replace("ADMINISTRATOR", "ANALYST");
    let other = ROLES.replace("12345678", "87654321");
    // As LinkedIn's collections are seen to come when there is nothing in them.
    let bare = r#"{"elements":[],"paging":{"count":10,"start":0,"links":[]}}"#;
    let none_at_once = r#"{"elements":[],"paging":{"count":0,"start":0,"links":[]}}"#;
    for roles in [NO_ROLES, bare, none_at_once, &small, &other] {
        let refused = well(&[INSPECTED, roles])
            .play(probe(PAGE, tokens()))
            .0
            .err();
        assert_eq!(
            refused,
            Some(ProviderError::No(Cause::AccessLost)),
            "{roles}"
        );
    }
}

#[test]
fn an_empty_list_that_does_not_say_so_plainly_takes_no_role_away() {
    for roles in [
        r#"{"elements":[]}"#,
        r#"{"elements":[],"paging":null}"#,
        r#"{"elements":[],"paging":{}}"#,
        r#"{"elements":[],"paging":{"total":0}}"#,
        r#"{"elements":[],"paging":{"start":0,"count":100,"total":1}}"#,
        r#"{"elements":[],"paging":{"start":0,"count":100,"total":[null,7]}}"#,
        r#"{"elements":[],"paging":{"start":0,"count":100,"total":"many"}}"#,
        r#"{"elements":[],"paging":{"start":0,"count":100,"total":-1}}"#,
        r#"{"elements":[],"paging":{"start":0,"count":-1}}"#,
        r#"{"elements":[],"paging":{"count":100,"total":0}}"#,
        r#"{"elements":[],"paging":{"start":7.5,"count":100}}"#,
    ] {
        let refused = well(&[INSPECTED, roles])
            .play(probe(PAGE, tokens()))
            .0
            .err();
        assert_eq!(refused, Some(Unavailable::NotAnAnswer.into()), "{roles}");
    }
}

#[test]
fn a_list_that_was_not_seen_to_its_end_takes_no_role_away() {
    let again = roles(0, 10, 10);
    let circle = well(&[INSPECTED, &again, &again]).play(probe(PAGE, tokens()));
    assert_eq!(circle.0.err(), Some(Unavailable::NotAnAnswer.into()));
    for (status, body, means) in [
        (429, "{}", Unavailable::RateLimited),
        (500, "", Unavailable::Down),
        (200, r#"{"elements":[]}"#, Unavailable::NotAnAnswer),
        (200, "{}", Unavailable::NotAnAnswer),
    ] {
        let script = Script::new([
            answer(200, INSPECTED),
            answer(200, &again),
            answer(status, body),
        ]);
        let refused = script.play(probe(PAGE, tokens())).0.err();
        assert_eq!(refused, Some(means.into()), "{status} {body}");
    }
}

#[test]
fn a_page_far_down_the_list_is_found() {
    let page = "urn:li:organization:1057";
    let (first, last) = (roles(0, 50, 50), roles(50, 58, 50));
    let (seen, _) = well(&[INSPECTED, &first, &last, &names(57, 58)]).play(probe(page, tokens()));
    assert_eq!(seen.unwrap().name, "Page 57");
}

#[test]
fn a_name_that_did_not_come_is_not_replaced_by_a_number() {
    let met = |first: Answer, second: Answer| {
        let known = [INSPECTED, ROLES].map(|body| answer(200, body));
        let script = Script::new(known.into_iter().chain([first, second]));
        script.play(probe(PAGE, tokens())).0
    };
    let none = || answer(200, r#"{"results":{}}"#);
    let busy = met(answer(429, "{}"), none()).err();
    assert_eq!(busy, Some(Unavailable::RateLimited.into()));
    assert_eq!(
        met(none(), answer(503, "")).err(),
        Some(Unavailable::Down.into())
    );
    // Where LinkedIn has no name to tell, the one that is known stays.
    assert_eq!(met(none(), none()).unwrap().name, "");
    assert_eq!(met(answer(404, ""), answer(404, "")).unwrap().name, "");
    assert_eq!(
        met(answer(429, "{}"), answer(200, NAMES)).unwrap().name,
        "Metricsaurus"
    );
}

#[test]
fn an_inspection_that_leaves_it_open_leaves_it_to_the_next_call() {
    for inspection in [
        Ok(answer(500, "")),
        Ok(answer(429, "{}")),
        Ok(answer(200, "<html>")),
        Ok(answer(200, r#"{"active":false,"status":"of tomorrow"}"#)),
        Ok(answer(400, r#"{"error":"invalid_request"}"#)),
        Err(Unavailable::Silent),
    ] {
        let then = [ROLES, NAMES].map(|body| Ok(answer(200, body)));
        let script = Script::of([inspection].into_iter().chain(then));
        let seen = script.play(probe(PAGE, ordinary())).0.unwrap();
        assert_eq!((seen.scopes, seen.dates), (None, None));
    }
}

#[test]
fn an_inspection_names_the_cause_without_another_call() {
    for (status, body, means) in [
        (
            200,
            r#"{"active":false,"status":"expired"}"#,
            ProviderError::No(Cause::Expired),
        ),
        (
            200,
            r#"{"active":false,"status":"revoked"}"#,
            ProviderError::No(Cause::PermissionRemoved),
        ),
        (
            401,
            r#"{"error":"invalid_client","error_description":"Client authentication failed"}"#,
            ProviderError::AppRefused,
        ),
    ] {
        let script = Script::new([answer(status, body)]);
        assert_eq!(
            script.play(probe(PAGE, tokens())).0.err(),
            Some(means),
            "{body}"
        );
    }
}

#[test]
fn a_token_of_a_moment_ago_is_not_believed_to_be_revoked() {
    let revoked = || answer(401, refusals::REVOKED);
    let wait = ProviderError::AskLater(Unavailable::Down, Some(FALSELY_REVOKED_FOR));
    for known in [&[TOKENS][..], &[TOKENS, ME]] {
        let known = known.iter().map(|body| answer(200, body));
        let script = Script::new(known.chain([revoked()]));
        assert_eq!(script.play(sign_in()).0.err(), Some(wait));
    }
    // The clock of these tests stands at second 1,000.
    let gone = ProviderError::No(Cause::PermissionRemoved);
    for (created, means) in [
        (995, wait),
        (1_005, wait),
        (900, gone),
        (i64::MAX, gone),
        (i64::MIN, gone),
    ] {
        let inspected = format!(r#"{{"active":true,"status":"active","created_at":{created}}}"#);
        let script = Script::new([answer(200, &inspected), revoked()]);
        assert_eq!(
            script.play(probe(PAGE, tokens())).0.err(),
            Some(means),
            "{created}"
        );
    }
}

#[test]
fn a_refresh_token_goes_on_with_the_end_that_it_had() {
    let kept = renewed(answer(200, RENEWED)).ok().unwrap();
    assert!(kept.tokens.refresh == tokens().refresh);
    assert_eq!(
        kept.dates.refresh_ends,
        Some(Timestamp::from_secs(20_001_000))
    );
    for body in [
        r#"{"access_token":"a","expires_in":5184000}"#,
        r#"{"access_token":"a","expires_in":5184000,"refresh_token":""}"#,
    ] {
        let kept = renewed(answer(200, body)).ok().unwrap();
        assert!(
            kept.tokens.refresh == tokens().refresh && kept.dates.renewable,
            "{body}"
        );
    }
}

#[test]
fn without_a_refresh_token_nothing_is_renewed() {
    assert!(LinkedIn::real().renew(caller(None), ordinary()).is_none());
    let revoke = LinkedIn::real().revoke(caller(None), ordinary()).unwrap();
    let (done, asked) = well(&[""]).play(revoke);
    assert_eq!((done, asked.len()), (Ok(()), 1));
}
