//! What every dialect makes of a no, and of what is none.

use domain::{Cause, Unavailable};
use proptest::prelude::*;

use super::{cases, every_real as every, probe, recorded, renew, revoke, sign_in, well};
use crate::script::{Script, answer};
use crate::{Answer, Dialect, ProviderError, Registry};

/// A probe that meets an answer at the place where the refusal table is met.
pub(super) fn meet_in_probe(dialect: &dyn Dialect, came: Answer) -> Option<ProviderError> {
    let recorded = recorded(dialect);
    let before = well(&recorded.probe[..recorded.refused_at]);
    let script = Script::new(before.into_iter().chain([came])).then_silence();
    script.play(probe(dialect)).0.err()
}

/// A renewal that meets an answer in place of its last one.
pub(super) fn meet_in_renewal(dialect: &dyn Dialect, came: Answer) -> Option<ProviderError> {
    let step = renew(dialect)?;
    let last = recorded(dialect).renew.len() - 1;
    with_answer(&recorded(dialect).renew, last, came)
        .play(step)
        .0
        .err()
}

type Table = Vec<(u16, String, ProviderError)>;
type Meet = fn(&dyn Dialect, Answer) -> Option<ProviderError>;

/// Both tables of a dialect, and how each is met.
fn tables(dialect: &dyn Dialect) -> [(&'static Table, Meet); 2] {
    let recorded = recorded(dialect);
    [
        (&recorded.refusals, meet_in_probe),
        (&recorded.renew_refusals, meet_in_renewal),
    ]
}

#[test]
fn every_refusal_of_the_table_has_its_meaning() {
    every(|dialect| {
        for (table, meet) in tables(dialect) {
            for (status, body, means) in table {
                let refused = meet(dialect, answer(*status, body));
                assert_eq!(
                    refused,
                    Some(*means),
                    "{} {status} {body}",
                    dialect.about().id
                );
            }
        }
        assert!(!recorded(dialect).refusals.is_empty());
    });
}

#[test]
fn a_server_that_is_out_of_order_has_no_opinion_about_a_token() {
    every(|dialect| {
        for (table, meet) in tables(dialect) {
            for (_, body, _) in table {
                for status in [500, 502, 503, 504] {
                    let refused = meet(dialect, answer(status, body));
                    assert!(
                        matches!(refused, Some(ProviderError::AskLater(..))),
                        "{body}"
                    );
                }
            }
        }
    });
}

#[test]
fn half_a_refusal_is_none() {
    every(|dialect| {
        for (table, meet) in tables(dialect) {
            for (status, body, _) in table {
                for (end, _) in body.char_indices() {
                    let refused = meet(dialect, answer(*status, &body[..end]));
                    assert!(
                        matches!(refused, Some(ProviderError::AskLater(..))),
                        "{body:.80}"
                    );
                }
            }
        }
    });
}

/// Networks that challenge a token in the words of RFC 6750, or may do so.
const CHALLENGES: [&str; 6] = ["bluesky", "linkedin", "pinterest", "tiktok", "x", "youtube"];

fn challenged(status: u16, header: &str, body: &str) -> Answer {
    let headers = vec![("www-authenticate".to_owned(), header.to_owned())];
    Answer {
        headers,
        ..answer(status, body)
    }
}

#[test]
fn a_challenge_names_what_is_wrong_with_a_token_where_the_body_does_not() {
    const DEAD: &str = r#"Bearer realm="x", error="invalid_token", error_description="…""#;
    const BOUND: &str = r#"DPoP error="invalid_token""#;
    const SCOPE: &str = r#"Bearer error="insufficient_scope", scope="a b""#;
    let body = r#"{"note":"of tomorrow"}"#;
    let (dead, scope) = (
        ProviderError::No(Cause::Unknown),
        ProviderError::No(Cause::PermissionMissing),
    );
    let spoke = ProviderError::AskLater(Unavailable::Unrecognised, None);
    every(|dialect| {
        if !CHALLENGES.contains(&dialect.about().id) {
            return;
        }
        for (status, header, body, means) in [
            (401, DEAD, body, dead),
            (401, BOUND, body, dead),
            (403, SCOPE, body, scope),
            (403, DEAD, body, spoke),
            (401, SCOPE, body, spoke),
            (401, r#"Basic error="invalid_token""#, body, spoke),
            (401, r#"Bearer error="of_tomorrow""#, body, spoke),
            // The API itself did not speak.
            (401, DEAD, "<html>", Unavailable::NotAnAnswer.into()),
            (503, DEAD, body, Unavailable::Down.into()),
        ] {
            let met = meet_in_probe(dialect, challenged(status, header, body));
            assert_eq!(met, Some(means), "{} {header}", dialect.about().id);
            let renewing = meet_in_renewal(dialect, challenged(status, header, body));
            assert!(!matches!(renewing, Some(ProviderError::No(_))), "{header}");
        }
    });
}

/// The place in a sign-in at which the same is asked as in a probe; not all networks have one.
fn asked_in_sign_in(dialect: &dyn Dialect) -> Option<usize> {
    let recorded = recorded(dialect);
    let (_, looked) = Script::new(well(&recorded.probe)).play(probe(dialect));
    let (_, asked) = Script::new(well(&recorded.sign_in)).play(sign_in(dialect));
    let place = looked[recorded.refused_at].url.path();
    asked.iter().position(|request| request.url.path() == place)
}

#[test]
fn a_sign_in_that_is_refused_carries_the_cause_that_a_look_would() {
    let held = std::cell::Cell::new(0);
    every(|dialect| {
        let id = dialect.about().id;
        let Some(at) = asked_in_sign_in(dialect) else {
            return;
        };
        for (status, body, means) in &recorded(dialect).refusals {
            let means = match (id, *means) {
                // Said of tokens that were issued a moment ago, and of people without a channel.
                ("linkedin", ProviderError::No(Cause::PermissionRemoved)) => continue,
                ("youtube", ProviderError::No(Cause::AccessLost)) => continue,
                (_, ProviderError::No(Cause::AppBroken)) => ProviderError::AppRefused,
                (_, means) => means,
            };
            let script = with_answer(&recorded(dialect).sign_in, at, answer(*status, body));
            let met = script.play(sign_in(dialect)).0.err();
            let same = met == Some(means)
                || (means == ProviderError::AppRefused
                    && met == Some(ProviderError::No(Cause::AppBroken)));
            assert!(same, "{id} {status} {body}: {met:?}, not {means:?}");
            held.set(held.get() + usize::from(matches!(means, ProviderError::No(_))));
        }
    });
    assert!(held.get() > 100, "{}", held.get());
}

/// Plays every conversation with one answer replaced, at each place where it can come.
fn meet(dialect: &dyn Dialect, strange: impl Fn() -> Answer) -> Vec<ProviderError> {
    let recorded = recorded(dialect);
    let mut met = vec![];
    for at in 0..recorded.sign_in.len() {
        let script = with_answer(&recorded.sign_in, at, strange());
        met.extend(script.play(sign_in(dialect)).0.err());
    }
    for at in 0..recorded.probe.len() {
        let script = with_answer(&recorded.probe, at, strange());
        met.extend(script.play(probe(dialect)).0.err());
    }
    for at in 0..recorded.import_token.len() {
        let script = with_answer(&recorded.import_token, at, strange());
        met.extend(super::import_token(dialect).and_then(|step| script.play(step).0.err()));
    }
    if let Some(step) = revoke(dialect) {
        let script = with_answer(&recorded.revoke, 0, strange());
        met.extend(script.play(step).0.err());
    }
    for at in 0..recorded.register.len() {
        let host = recorded.host.clone().unwrap();
        let script = with_answer(&recorded.register, at, strange());
        met.extend(
            dialect
                .register(&host, &[], &dialect.about().asked_scopes())
                .and_then(|step| script.play(step).0.err()),
        );
    }
    met
}

/// Plays a renewal with one answer replaced, at each place where it can come.
fn meet_renewing(dialect: &dyn Dialect, strange: impl Fn() -> Answer) -> Vec<ProviderError> {
    let renewal = &recorded(dialect).renew;
    let met = (0..renewal.len()).filter_map(|at| {
        let script = with_answer(renewal, at, strange());
        script.play(renew(dialect)?).0.err()
    });
    met.collect()
}

fn with_answer(bodies: &[&str], at: usize, strange: Answer) -> Script {
    let mut answers = well(bodies);
    answers[at] = strange;
    // Some questions are put again.
    Script::new(answers).then_silence()
}

fn assert_no_no(status: u16, body: &[u8]) {
    every(|dialect| {
        let strange = || Answer {
            body: body.to_vec(),
            ..answer(status, "")
        };
        let mut met = meet(dialect, strange);
        if !is_refusal_of_a_grant(body) {
            met.extend(meet_renewing(dialect, strange));
        }
        for refusal in met {
            assert!(
                !matches!(refusal, ProviderError::No(_)),
                "{}: {refusal:?} of {status} {:.200}",
                dialect.about().id,
                String::from_utf8_lossy(body)
            );
        }
    });
}

/// What one network words as the end of a code, another words as the end of a refresh token; and
/// what is asked for in vain at one is no more granted at another.
fn is_refusal_of_a_grant(body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body);
    ["invalid_grant", "invalid_scope", "access_denied"]
        .iter()
        .any(|word| body.contains(word))
}

#[test]
fn what_stands_in_no_table_is_never_a_no() {
    let portal = "<!doctype html><title>Free Wi-Fi</title>".to_owned();
    let huge = format!("{{\"error\":\"{}\"}}", "x".repeat(1 << 20));
    let deep = "[".repeat(100_000);
    for huge in [huge, deep] {
        for status in [200, 401] {
            assert_no_no(status, huge.as_bytes());
        }
    }
    let mut bodies = vec![portal];
    bodies.extend(
        [
            "",
            " ",
            "null",
            "true",
            "17",
            "[]",
            "[{}]",
            "{}",
            "\u{feff}",
            "\u{feff}{}",
            r#"{"error":null}"#,
            r#"{"error":[]}"#,
            r#"{"error":{}}"#,
            r#"{"error":""}"#,
            r#"{"error":"a","error":"The access token was revoked"}"#,
            r#"{"data":{}}"#,
            r#"{"data":[]}"#,
            r#"{"access_token":""}"#,
            r#"{"access_token":NaN}"#,
            r#"[{"access_token":"a"}]"#,
            r#"{"error":"invalid_grant","error":Infinity}"#,
            r#"{"id":1,"name":2}"#,
        ]
        .map(str::to_owned),
    );
    for (_, dialect) in Registry::real().iter() {
        bodies.extend(recorded(dialect.as_ref()).strange.iter().cloned());
    }
    for body in bodies {
        for status in [
            200, 204, 302, 304, 400, 401, 403, 404, 407, 422, 429, 500, 503, 511,
        ] {
            assert_no_no(status, body.as_bytes());
        }
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn no_status_and_no_text_of_strangers_is_a_no(
        status in 100u16..600, bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        assert_no_no(status, &bytes);
    }

    #[test]
    fn no_json_of_strangers_is_a_no(
        status in 100u16..600, text in "[a-zA-Z0-9 _.]{0,60}", code in 1_000i64..80_000,
        subcode in proptest::option::of(400i64..500),
    ) {
        let as_text = serde_json::json!({ "error": text, "error_description": text });
        assert_no_no(status, as_text.to_string().as_bytes());
        let error = serde_json::json!({ "code": code, "error_subcode": subcode, "message": text });
        assert_no_no(status, serde_json::json!({ "error": error }).to_string().as_bytes());
    }
}
