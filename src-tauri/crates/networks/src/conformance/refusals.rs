//! What every dialect makes of a no, and of what is none.

use proptest::prelude::*;

use super::{caller, every, look, recorded, sign_in, tokens, well};
use crate::script::{Script, answer};
use crate::{Answer, Dialect, Refusal, Registry};

#[test]
fn every_refusal_of_the_table_has_its_meaning() {
    every(|dialect| {
        for (status, body, means) in &recorded(dialect).refusals {
            let (seen, _) = Script::new([answer(*status, body)]).play(look(dialect));
            assert_eq!(seen.err(), Some(*means), "{status} {body}");
        }
    });
}

#[test]
fn a_server_that_is_out_of_order_has_no_opinion_about_a_token() {
    every(|dialect| {
        for (_, body, _) in &recorded(dialect).refusals {
            for status in [500, 502, 503, 504] {
                let refused = Script::new([answer(status, body)]).play(look(dialect)).0;
                assert!(matches!(refused, Err(Refusal::AskLater(..))), "{body}");
            }
        }
    });
}

#[test]
fn half_a_refusal_is_none() {
    every(|dialect| {
        for (status, body, _) in &recorded(dialect).refusals {
            for (end, _) in body.char_indices() {
                let cut = answer(*status, &body[..end]);
                let refused = Script::new([cut]).play(look(dialect)).0;
                assert!(matches!(refused, Err(Refusal::AskLater(..))), "{body:.80}");
            }
        }
    });
}

/// Plays every conversation with one answer replaced, at each place where it can come.
fn meet(dialect: &dyn Dialect, strange: impl Fn() -> Answer) -> Vec<Refusal> {
    let recorded = recorded(dialect);
    let mut met = vec![];
    for at in 0..recorded.sign_in.len() {
        let script = interrupted(&recorded.sign_in, at, strange());
        met.extend(script.play(sign_in(dialect)).0.err());
    }
    for at in 0..recorded.look.len() {
        let script = interrupted(&recorded.look, at, strange());
        met.extend(script.play(look(dialect)).0.err());
    }
    if let Some(step) = dialect.revoke(caller(recorded.host.clone()), tokens()) {
        met.extend(Script::new([strange()]).play(step).0.err());
    }
    for at in 0..recorded.register.len() {
        let host = recorded.host.clone().unwrap();
        let script = interrupted(&recorded.register, at, strange());
        met.extend(
            dialect
                .register(&host, &[])
                .and_then(|step| script.play(step).0.err()),
        );
    }
    met
}

fn interrupted(bodies: &[&str], at: usize, strange: Answer) -> Script {
    let mut answers = well(bodies);
    answers[at] = strange;
    Script::new(answers)
}

fn assert_no_no(status: u16, body: &[u8]) {
    every(|dialect| {
        let strange = || Answer {
            body: body.to_vec(),
            ..answer(status, "")
        };
        for refusal in meet(dialect, strange) {
            assert!(!matches!(refusal, Refusal::No(_)), "{refusal:?}");
        }
    });
}

#[test]
fn what_stands_in_no_table_is_never_a_no() {
    let portal = "<!doctype html><title>Free Wi-Fi</title>".to_owned();
    let huge = format!("{{\"error\":\"{}\"}}", "x".repeat(1 << 20));
    let deep = "[".repeat(100_000);
    let mut bodies = vec![portal, huge, deep];
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
            r#"{"error":{"code":"190"}}"#,
            r#"{"error":{"code":190,"code":190}}"#,
            r#"{"error":"a","error":"The access token was revoked"}"#,
            r#"{"data":{}}"#,
            r#"{"data":[]}"#,
            r#"{"access_token":""}"#,
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
    #![proptest_config(ProptestConfig::with_cases(64))]

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
