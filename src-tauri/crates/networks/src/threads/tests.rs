use domain::{Cause, Scopes, Timestamp, Unavailable};

use super::*;
use crate::conformance::{Recorded, caller, code, tokens};
use crate::registry::facebook::recorded_answers as graph;
use crate::script::{Script, answer, value};
use crate::{Access, ProviderError, Request};

const SHORT: &str = r#"{"access_token":"THAA-short","user_id":95561000000000017}"#;
const LONG: &str = r#"{"access_token":"THAA-long","token_type":"bearer","expires_in":5184000}"#;
const ME: &str = r#"{"id":"1234567","username":"threadsapitestuser","name":"Test User"}"#;
const INSPECTED: &str = r#"{"data":{"type":"USER","application":"My Threads App",
    "data_access_expires_at":1754846089,"expires_at":1752254132,"is_valid":true,
    "issued_at":1747070132,"scopes":["threads_basic","threads_content_publish"],
    "user_id":"95561000000000017"}}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        hosts: &["threads.com", "graph.threads.net", "localhost"],
        sign_in: vec![SHORT, LONG, ME, INSPECTED],
        import_token: vec![ME, LONG, INSPECTED],
        probe: vec![ME, INSPECTED],
        account: "1234567",
        renew: vec![LONG],
        tokens_in_address: &["access_token", "client_secret", "input_token"],
        refusals: [
            graph::table(),
            crate::registry::instagram::recorded_refusals(),
        ]
        .concat(),
        renew_refusals: graph::table(),
        ..Recorded::nothing()
    }
}

fn play<T>(step: Step<T>, bodies: &[&str]) -> (Result<T, ProviderError>, Vec<Request>) {
    Script::new(bodies.iter().map(|body| answer(200, body))).play(step)
}

fn sign_in() -> Step<SignInResult> {
    Threads::real().sign_in(caller(None), code(ABOUT.asked_scopes()))
}

fn probe() -> Step<ProbeResult> {
    Threads::real().probe(caller(None), tokens(), AccountId("1234567".into()))
}

#[test]
fn a_sign_in_brings_one_profile_with_what_was_granted() {
    let (harvest, asked) = play(sign_in(), &[SHORT, LONG, ME, INSPECTED]);
    let harvest = harvest.ok().unwrap();
    let [find] = &harvest.finds[..] else {
        panic!("one approval, one profile")
    };
    assert_eq!(find.account.id.0, "1234567");
    assert_eq!(find.account.name, "Test User");
    assert_eq!(find.account.handle.as_deref(), Some("@threadsapitestuser"));
    assert_eq!(find.access, Access::Granted(0));
    let grant = &harvest.grants[0];
    assert!(grant.tokens.access == Secret::new("THAA-long".into()));
    assert_eq!(
        grant.scopes,
        Scopes::new(["threads_basic", "threads_content_publish"])
    );
    let ends = Some(Timestamp::from_secs(1_752_254_132));
    assert_eq!(grant.dates.access_ends, ends);
    let data_ends = Some(Timestamp::from_secs(1_754_846_089));
    assert_eq!(grant.dates.needs_human_by(), data_ends);
    assert!(grant.dates.renewable);
    let addresses: Vec<&str> = asked.iter().map(|request| request.url.as_str()).collect();
    assert_eq!(
        addresses,
        [
            "https://graph.threads.net/oauth/access_token",
            "https://graph.threads.net/access_token",
            "https://graph.threads.net/v1.0/me",
            "https://graph.threads.net/v1.0/debug_token",
        ]
    );
    assert_eq!(
        value(&asked[1].query, "grant_type"),
        Some("th_exchange_token")
    );
}

#[test]
fn an_inspection_that_tells_nothing_costs_nothing() {
    let dead = graph::dead("Session has expired", 190, Some(463));
    let refused = graph::envelope("(#10) Not a tester", 10, None);
    let bare = r#"{"data":{"is_valid":true}}"#;
    for inspection in [
        Ok(answer(200, &dead)),
        Ok(answer(400, &refused)),
        Ok(answer(500, "")),
        Ok(answer(200, bare)),
        Err(Unavailable::Silent),
    ] {
        let head = [SHORT, LONG, ME].map(|body| Ok(answer(200, body)));
        let script = Script::of(head.into_iter().chain([inspection]));
        let harvest = script.play(sign_in()).0.ok().unwrap();
        let grant = &harvest.grants[0];
        assert_eq!(grant.scopes, ABOUT.asked_scopes());
        let ends = Some(Timestamp::from_secs(5_185_000));
        assert_eq!(grant.dates.access_ends, ends);
        assert!(grant.dates.renewable);
    }
    let seen = play(probe(), &[ME, bare]).0.unwrap();
    assert_eq!((seen.scopes, seen.dates), (None, None));
}

#[test]
fn a_look_tells_name_scopes_and_dates_of_today() {
    let seen = play(probe(), &[ME, INSPECTED]).0.unwrap();
    assert_eq!(seen.account.0, "1234567");
    assert!(seen.scopes.unwrap().contains("threads_basic"));
    let dates = seen.dates.unwrap();
    assert!(dates.renewable && dates.access_ends.is_some());
}

#[test]
fn a_token_gets_a_later_end_and_is_replaced_where_the_network_says_so() {
    let renew = || Threads::real().renew(caller(None), tokens()).unwrap();
    let (renewed, asked) = play(renew(), &[LONG]);
    let renewed = renewed.ok().unwrap();
    assert!(renewed.tokens.access == Secret::new("THAA-long".into()));
    assert_eq!(
        renewed.dates.access_ends,
        Some(Timestamp::from_secs(5_185_000))
    );
    assert_eq!(
        value(&asked[0].query, "grant_type"),
        Some("th_refresh_token")
    );
    assert_eq!(asked[0].url.path(), "/refresh_access_token");
    let ended = graph::envelope("Session has expired", 190, Some(463));
    let refused = Script::new([answer(400, &ended)]).play(renew()).0.err();
    assert_eq!(refused, Some(ProviderError::No(Cause::Expired)));
}

#[test]
fn scopes_are_separated_by_commas() {
    let ask = crate::conformance::ask(ABOUT.asked_scopes(), false);
    let step = Threads::real().authorize(caller(None), ask);
    let url = play(step, &[]).0.ok().unwrap().url;
    let (_, scope) = url.query_pairs().find(|(name, _)| name == "scope").unwrap();
    assert_eq!(
        scope,
        "threads_basic,threads_content_publish,threads_manage_insights"
    );
    assert_eq!(url.host_str(), Some("threads.com"));
}
