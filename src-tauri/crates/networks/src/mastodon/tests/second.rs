//! What a probe makes of a refusal in unknown words, asked once more as a stranger.

use super::*;
use crate::script::{Script, answer};

const INSTANCE: &str = r#"{"uri":"instance.example","title":"x","version":"4.4.1"}"#;
const INSTANCE_V2: &str = r#"{"domain":"instance.example","version":"4.4.1"}"#;
const ODD: &str = r#"{"error":"Geen toegang"}"#;

fn probe(answers: impl IntoIterator<Item = Answer>) -> (ProviderError, Vec<Request>) {
    let probe = Mastodon::real().probe(caller(), tokens(), AccountId("1".into()));
    let (seen, asked) = Script::new(answers).then_silence().play(probe);
    (seen.unwrap_err(), asked)
}

fn says(answers: impl IntoIterator<Item = Answer>) -> ProviderError {
    probe(answers).0
}

#[test]
fn a_living_instance_that_says_the_same_to_a_stranger_heard_no_token() {
    let unknown = ProviderError::No(Cause::Unknown);
    for (status, body) in [
        (400, "Bad token"),
        (401, ODD),
        (401, ""),
        (403, ODD),
        (403, r#"{"error":""}"#),
        (422, ""),
    ] {
        let alike = || [answer(status, body), answer(status, body)];
        let alive = alike().into_iter().chain([answer(200, INSTANCE)]);
        assert_eq!(says(alive), unknown, "{status} {body}");
        let newer = [answer(404, "{}"), answer(200, INSTANCE_V2)];
        assert_eq!(
            says(alike().into_iter().chain(newer)),
            unknown,
            "{status} {body}"
        );
    }
    // Revoked in one sentence, missing in another.
    let missing = answer(401, r#"{"error":"Toegangscode ongeldig"}"#);
    assert_eq!(
        says([answer(401, ODD), missing, answer(200, INSTANCE)]),
        unknown
    );
}

#[test]
fn without_a_living_instance_or_the_same_answer_nothing_is_known() {
    let spoke = ProviderError::AskLater(Unavailable::Unrecognised, None);
    let odd = || answer(401, ODD);
    let other = || answer(403, r#"{"error":"Invalid credentials."}"#);
    for rest in [
        vec![],
        vec![odd()],
        vec![odd(), answer(200, "<html>"), answer(200, "{}")],
        vec![odd(), answer(503, INSTANCE), answer(503, INSTANCE_V2)],
        vec![answer(200, ME), answer(200, INSTANCE)],
        vec![other(), answer(200, INSTANCE)],
        vec![answer(503, ODD), answer(200, INSTANCE)],
    ] {
        assert_eq!(says([odd()].into_iter().chain(rest)), spoke);
    }
    // Two refusals in an API's words that differ, and are not about who asks.
    let policy = answer(403, r#"{"error":"This action is not allowed"}"#);
    assert_eq!(says([policy, other(), answer(200, INSTANCE)]), spoke);
    // A code stands for whatever went wrong.
    let coded = |code: &str| answer(401, &format!(r#"{{"error":{{"code":"{code}"}}}}"#));
    let failed = coded("AUTHENTICATION_FAILED");
    assert_eq!(
        says([coded("MIGRATING"), failed, answer(200, INSTANCE)]),
        spoke
    );
}

#[test]
fn a_page_of_a_firewall_is_not_asked_about() {
    let page = "<html>Access denied</html>";
    for (status, body) in [
        (401, page),
        (403, page),
        (403, ""),
        (403, "error code: 1020"),
        (401, "error code: 1020"),
        (403, "Forbidden"),
        (404, ODD),
        (429, ODD),
        (503, ODD),
    ] {
        let alike = [
            answer(status, body),
            answer(status, body),
            answer(200, INSTANCE),
        ];
        let (refusal, asked) = probe(alike);
        assert!(
            matches!(refusal, ProviderError::AskLater(..)),
            "{status} {body}"
        );
        assert_eq!(asked.len(), 1, "{status} {body}");
    }
    let gate = ("www-authenticate".to_owned(), "Basic realm=x".to_owned());
    let gate = Answer {
        headers: vec![gate],
        ..answer(401, "")
    };
    assert_eq!(
        probe([gate, answer(401, ""), answer(200, INSTANCE)])
            .1
            .len(),
        1
    );
}

#[test]
fn a_stranger_shows_no_token_and_asks_in_english() {
    let alike = [answer(401, ODD), answer(401, ODD), answer(200, INSTANCE)];
    let (_, asked) = probe(alike);
    let bearers: Vec<bool> = asked
        .iter()
        .map(|request| request.bearer.is_some())
        .collect();
    assert_eq!(bearers, [true, false, false]);
    assert!(
        asked
            .iter()
            .all(|request| value(&request.query, "lang") == Some("en"))
    );
    assert!(
        asked[1..]
            .iter()
            .all(|request| request.form.is_empty() && request.basic.is_none())
    );
    assert_eq!(asked[1].url, asked[0].url);
    assert_eq!(asked[2].url.path(), "/api/v1/instance");
}
