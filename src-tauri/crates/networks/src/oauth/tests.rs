use super::*;
use crate::script::answer;

#[test]
fn a_secret_in_the_header_is_encoded_as_a_form_is() {
    assert_eq!(in_header("aZ09-._*"), "aZ09-._*");
    assert_eq!(in_header("a+b%20/c=:"), "a%2Bb%2520%2Fc%3D%3A");
}

#[test]
fn an_end_is_told_only_where_the_network_tells_it() {
    let tokens = |body| read_tokens(&answer(200, body)).ok().unwrap();
    let hour = tokens(r#"{"access_token":"a","token_type":"bearer","expires_in":3600}"#);
    assert_eq!(hour.access_ends, Some(Timestamp::from_secs(4_600)));
    for body in [
        r#"{"access_token":"a"}"#,
        r#"{"access_token":"a","expires_in":0}"#,
    ] {
        assert_eq!(tokens(body).access_ends, None);
    }
}

#[test]
fn an_empty_refresh_token_is_none() {
    let body = r#"{"access_token":"a","refresh_token":""}"#;
    assert!(
        read_tokens(&answer(200, body))
            .ok()
            .unwrap()
            .refresh
            .is_none()
    );
}

#[test]
fn what_is_no_token_answer_never_ends_a_grant() {
    let deep = format!(r#"{{"access_token":"a","x":{}"#, "[".repeat(100_000));
    for (status, body) in [
        (200, ""),
        (200, "<html><title>Free Wi-Fi</title></html>"),
        (200, r#"{"access_token":""}"#),
        (200, "[]"),
        (200, r#"{"access_token":17}"#),
        (200, r#"[{"access_token":"a"}]"#),
        (200, r#"{"access_token":"a","access_token":17}"#),
        (200, r#"{"access_token":"a","expires_in":NaN}"#),
        (200, r#"{"access_token":"a"}{"access_token":"b"}"#),
        (200, &deep),
        (302, ""),
        (400, "<html>"),
        (400, r#"{"error":"something_of_its_own"}"#),
        (500, r#"{"error":"invalid_grant"}"#),
        (503, "invalid_grant"),
        (429, "{}"),
    ] {
        let refused = read_tokens(&answer(status, body)).err().unwrap();
        assert!(
            matches!(refused, ProviderError::AskLater(..)),
            "{status} {body}"
        );
    }
}

#[test]
fn the_standard_errors_say_what_to_do() {
    let refused = |error: &str| {
        read_tokens(&answer(400, &format!(r#"{{"error":"{error}"}}"#)))
            .err()
            .unwrap()
    };
    assert_eq!(refused("invalid_grant"), ProviderError::StartAnew);
    assert_eq!(refused("invalid_client"), ProviderError::AppRefused);
}

#[test]
fn a_mark_before_the_json_is_forgiven() {
    let body = "\u{feff}{\"access_token\":\"a\"}";
    assert!(read_tokens(&answer(200, body)).is_ok());
}
