//! A domain whose accounts live on another server.

use super::*;
use crate::script::{Script, answer};

const ACCOUNT: &str = r#"{"subject":"acct:acme@company.example","links":[7,
    {"rel":"http://webfinger.net/rel/profile-page","href":"https://www.company.example/acme"},
    {"rel":"self","type":"application/activity+json","href":"https://social.company.example/users/acme"}]}"#;
const XRD: &str = r#"<?xml version="1.0"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
    <Link rel="lrdd" template="https://social.company.example/.well-known/webfinger?resource={uri}"/></XRD>"#;

fn asked(user: Option<&str>, answers: Vec<Answer>) -> (Option<String>, Vec<Request>) {
    let domain = Host::parse("company.example").unwrap();
    let step = Mastodon::real().lives_at(&domain, user).unwrap();
    let (found, asked) = Script::new(answers).then_silence().play(step);
    (found.ok().map(String::from), asked)
}

fn leads(to: &str) -> Answer {
    Answer {
        headers: vec![("location".to_owned(), to.to_owned())],
        ..answer(301, "")
    }
}

#[test]
fn the_server_of_an_account_is_found_by_the_account_or_by_its_domain() {
    let there = Some("social.company.example".to_owned());
    let (found, sent) = asked(Some("acme"), vec![answer(200, ACCOUNT)]);
    assert_eq!(found, there);
    assert_eq!(
        value(&sent[0].query, "resource"),
        Some("acct:acme@company.example")
    );
    assert!(sent.iter().all(|request| request.bearer.is_none()));
    for xrd in [
        answer(200, XRD),
        answer(
            200,
            r#"{"links":[{"rel":"lrdd","template":"https://social.company.example/w?r={uri}"}]}"#,
        ),
        leads("https://social.company.example/.well-known/host-meta"),
    ] {
        let (found, sent) = asked(None, vec![xrd]);
        assert_eq!((found, sent.len()), (there.clone(), 1));
    }
    assert_eq!(
        asked(Some("acme"), vec![answer(404, ""), answer(200, XRD)]).0,
        there
    );
}

#[test]
fn a_server_that_no_person_could_type_is_not_found() {
    for to in [
        "https://127.0.0.1/x",
        "https://printer.local/x",
        "http://social.company.example/x",
        "https://social.company.example:8443/x",
        "https://a@social.company.example/x",
        "/relative",
    ] {
        assert_eq!(asked(None, vec![leads(to)]).0, None, "{to}");
        let xrd = format!("<Link template='{to}?{{uri}}'/>");
        assert_eq!(asked(None, vec![answer(200, &xrd)]).0, None, "{to}");
    }
    assert_eq!(
        asked(Some("acme"), vec![answer(200, "{}"), answer(200, "<html>")]).0,
        None
    );
    assert_eq!(asked(Some("acme"), vec![]).0, None);
}
