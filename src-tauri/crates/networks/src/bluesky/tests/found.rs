//! The way from what was typed to the sign-in page.

use super::*;

const RESOLVED: &str = r#"{"did":"did:plc:ewvi7nxzyoun6zhxrhs64oiz"}"#;

fn ask(typed: &str) -> AuthorizationRequest {
    AuthorizationRequest {
        account: Some(typed.into()),
        ..conformance::ask(ABOUT.asked_scopes(), false)
    }
}

fn authorize(
    typed: &str,
    answers: Vec<Answer>,
) -> (Result<SignInPage, ProviderError>, Vec<Request>) {
    let step = Bluesky::real().authorize(caller(), ask(typed));
    Script::new(answers).play(step)
}

/// With answers that all say that it went well.
fn finds(typed: &str, answers: &[&str]) -> (Result<SignInPage, ProviderError>, Vec<Request>) {
    authorize(
        typed,
        answers.iter().map(|body| answer(200, body)).collect(),
    )
}

fn addresses(asked: &[Request]) -> Vec<String> {
    asked
        .iter()
        .map(|request| request.url.to_string())
        .collect()
}

#[test]
fn a_handle_leads_over_its_owner_to_its_server_and_its_sign_in_page() {
    for typed in [HANDLE, "@acme.example", " Acme.Example "] {
        let (page, asked) = finds(typed, &[DID, DOCUMENT, RESOURCE, METADATA, PUSHED]);
        let page = page.ok().unwrap();
        assert_eq!(
            addresses(&asked),
            [
                "https://acme.example/.well-known/atproto-did",
                "https://plc.directory/did:plc:ewvi7nxzyoun6zhxrhs64oiz",
                "https://pds.example.com/.well-known/oauth-protected-resource",
                "https://bsky.social/.well-known/oauth-authorization-server",
                "https://bsky.social/oauth/par",
            ]
        );
        let sent: Vec<_> = page.url.query_pairs().collect();
        assert_eq!(sent[0].1, client_id());
        assert!(
            sent[1]
                .1
                .starts_with("urn:ietf:params:oauth:request_uri:req-")
        );
        assert_eq!(sent.len(), 2);
        assert_eq!(page.issuer.as_deref(), Some("https://bsky.social"));
        let bound = page.binding.unwrap();
        let server = format!("{PDS} {ISSUER}");
        assert!(bound.server == server && bound.key == binding().key);
        let push = &asked[4];
        assert!(push.proof_key.as_ref() == Some(&binding().key));
        assert_eq!(value(&push.form, "login_hint"), Some(HANDLE));
        assert_eq!(value(&push.form, "prompt"), None);
    }
}

#[test]
fn a_handle_that_its_domain_says_nothing_of_is_asked_at_the_resolver() {
    for (status, nothing) in [
        (404, "Not found"),
        (200, "<!doctype html><title>Our shop</title>"),
        (
            200,
            "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        ),
        (500, DID),
        (302, ""),
    ] {
        let mut answers = vec![answer(status, nothing)];
        answers.extend([RESOLVED, DOCUMENT, RESOURCE, METADATA, PUSHED].map(|b| answer(200, b)));
        let (page, asked) = authorize(HANDLE, answers);
        assert!(page.is_ok());
        let resolver = "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle";
        assert_eq!(asked[1].url.as_str(), resolver);
        assert_eq!(value(&asked[1].query, "handle"), Some(HANDLE));
    }
    // A domain without a server.
    let step = Bluesky::real().authorize(caller(), ask(HANDLE));
    let well = [RESOLVED, DOCUMENT, RESOURCE, METADATA, PUSHED].map(|b| Ok(answer(200, b)));
    let answers = [Err(Unavailable::Offline)].into_iter().chain(well);
    assert!(Script::of(answers).play(step).0.is_ok());
}

#[test]
fn an_account_that_is_known_is_found_by_what_it_keeps_for_ever() {
    let (page, asked) = finds(DID, &[DOCUMENT, RESOURCE, METADATA, PUSHED]);
    assert!(page.is_ok());
    assert_eq!(value(&asked[3].form, "login_hint"), Some(DID));

    let web = "did:web:acme.example";
    let document = DOCUMENT.replace(DID, web);
    let (page, asked) = finds(web, &[&document, RESOURCE, METADATA, PUSHED]);
    assert!(page.is_ok());
    let first = asked[0].url.as_str();
    assert_eq!(first, "https://acme.example/.well-known/did.json");
}

#[test]
fn what_names_no_account_asks_nobody() {
    for typed in [
        "",
        "@",
        "acme",
        "localhost",
        "printer.local",
        "127.0.0.1",
        "acme.example:8080",
        "https://acme.example/path",
        "did:",
        "did:key:z6Mk",
        "did:plc:",
        "did:plc:../../etc",
        "did:plc:UPPER",
        "did:web:localhost",
        "did:web:localhost%3A2583",
        "did:web:127.0.0.1",
        "did:web:acme.example:path",
        "did:web:acme.example/path",
    ] {
        let (page, asked) = finds(typed, &[]);
        assert_eq!(page.err(), Some(ProviderError::StartAnew), "{typed}");
        assert!(asked.is_empty(), "{typed}");
    }
    let nobody = AuthorizationRequest {
        account: None,
        ..ask("")
    };
    let (page, asked) = play(Bluesky::real().authorize(caller(), nobody), &[]);
    assert!(page.is_err() && asked.is_empty());
}

#[test]
fn a_handle_that_nobody_has_is_told_apart_from_a_resolver_that_is_down() {
    let unknown = r#"{"error":"InvalidRequest","message":"Unable to resolve handle"}"#;
    let named = r#"{"error":"HandleNotFound"}"#;
    for (came, means) in [
        (answer(400, unknown), ProviderError::StartAnew),
        (answer(400, named), ProviderError::StartAnew),
        (answer(500, unknown), Unavailable::Down.into()),
        (
            answer(400, r#"{"error":"InvalidRequest"}"#),
            Unavailable::Unrecognised.into(),
        ),
        (
            answer(200, r#"{"did":"did:plc:../x"}"#),
            Unavailable::NotAnAnswer.into(),
        ),
        (answer(200, "<html>"), Unavailable::NotAnAnswer.into()),
    ] {
        let (page, _) = authorize(HANDLE, vec![answer(404, ""), came]);
        assert_eq!(page.err(), Some(means));
    }
}

#[test]
fn an_account_must_say_itself_that_a_handle_is_its_own() {
    for names in [
        r#"["at://other.example"]"#,
        r#"["at://other.example","at://acme.example"]"#,
        r#"["https://acme.example"]"#,
        "[]",
    ] {
        let document = DOCUMENT.replace(r#"["at://acme.example"]"#, names);
        assert_ne!(document, DOCUMENT);
        let (page, asked) = finds(HANDLE, &[DID, &document]);
        assert_eq!(page.err(), Some(ProviderError::StartAnew), "{names}");
        assert_eq!(asked.len(), 2);
    }
    let capitals = DOCUMENT.replace("at://acme", "at://Acme");
    let (page, _) = finds(HANDLE, &[DID, &capitals, RESOURCE, METADATA, PUSHED]);
    assert!(page.is_ok());
}

#[test]
fn an_account_that_is_not_there_is_no_account() {
    for (status, means) in [
        (404, ProviderError::StartAnew),
        (410, ProviderError::StartAnew),
        (500, Unavailable::Down.into()),
        (429, Unavailable::RateLimited.into()),
        (403, Unavailable::Unrecognised.into()),
    ] {
        let (page, _) = authorize(DID, vec![answer(status, r#"{"message":"x"}"#)]);
        assert_eq!(page.err(), Some(means), "{status}");
    }
}

#[test]
fn no_served_name_leads_into_this_computer_or_to_another_port() {
    for server in [
        "http://pds.example.com",
        "https://pds.example.com:8443",
        "https://localhost",
        "https://127.0.0.1",
        "https://2130706433",
        "https://[::1]",
        "https://pds.internal",
        "https://user@pds.example.com",
        "https://pds.example.com/path",
        "https://pds.example.com?x",
        "https://pds.example.com#x",
        "ftp://pds.example.com",
        "data:text/plain,x",
        "pds.example.com",
        "",
    ] {
        let document = DOCUMENT.replace(PDS, server);
        let (page, asked) = finds(DID, &[&document]);
        assert_eq!(page.err(), not_an_answer(), "{server}");
        assert_eq!(asked.len(), 1);

        let resource = RESOURCE.replace("https://bsky.social", server);
        let (page, asked) = finds(DID, &[DOCUMENT, &resource]);
        assert_eq!(page.err(), not_an_answer(), "{server}");
        assert_eq!(asked.len(), 2);
    }
}

#[test]
fn an_authorization_server_speaks_for_itself_only() {
    let doors = [
        "oauth/par",
        "oauth/authorize",
        "oauth/token",
        "oauth/revoke",
    ];
    let elsewhere = doors.map(|door| {
        let (own, other) = (
            format!("https://bsky.social/{door}"),
            format!("https://evil.example/{door}"),
        );
        METADATA.replace(&own, &other)
    });
    let issuer = METADATA.replace(
        r#""issuer":"https://bsky.social""#,
        r#""issuer":"https://evil.example""#,
    );
    let private = METADATA.replace(
        "https://bsky.social/oauth/par",
        "http://127.0.0.1/oauth/par",
    );
    let with_query = METADATA.replace("/oauth/token\"", "/oauth/token?next=x\"");
    let (page, asked) = finds(DID, &[DOCUMENT, RESOURCE, &issuer]);
    assert_eq!(page.err(), Some(ProviderError::IssuerMismatch));
    assert_eq!(asked.len(), 3);
    let hostile = [private, with_query];
    for metadata in elsewhere.iter().chain(&hostile) {
        assert_ne!(metadata, METADATA);
        let (page, asked) = finds(DID, &[DOCUMENT, RESOURCE, metadata]);
        assert_eq!(page.err(), not_an_answer(), "{metadata}");
        assert_eq!(asked.len(), 3);
    }
}

#[test]
fn what_is_half_a_document_leads_nowhere() {
    for document in [
        DOCUMENT.replace("did:plc:ewvi", "did:plc:other"),
        DOCUMENT.replace("#atproto_pds", "#atproto_pds2"),
        DOCUMENT.replace("AtprotoPersonalDataServer", "Other"),
        DOCUMENT.replace("\"service\"", "\"services\""),
        "{}".to_owned(),
    ] {
        let (page, _) = finds(DID, &[&document]);
        assert_eq!(page.err(), not_an_answer(), "{document}");
    }
    for resource in [
        RESOURCE.replace(r#"["https://bsky.social"]"#, "[]"),
        RESOURCE.replace(r#"["https://bsky.social"]"#, "[17]"),
        RESOURCE.replace(PDS, "https://other.example.com"),
        "{}".to_owned(),
    ] {
        let (page, _) = finds(DID, &[DOCUMENT, &resource]);
        assert_eq!(page.err(), not_an_answer(), "{resource}");
    }
    // The full name of a service is as good as the short one.
    let full = DOCUMENT.replace("\"#atproto_pds\"", &format!("\"{DID}#atproto_pds\""));
    let (page, _) = finds(DID, &[&full, RESOURCE, METADATA, PUSHED]);
    assert!(page.is_ok());
}

#[test]
fn a_person_is_asked_anew_only_where_the_server_knows_how() {
    let asked_how = |metadata: &str| {
        let again = AuthorizationRequest {
            ask_again: true,
            ..ask(DID)
        };
        let step = Bluesky::real().authorize(caller(), again);
        let (page, asked) = play(step, &[DOCUMENT, RESOURCE, metadata, PUSHED]);
        assert!(page.is_ok());
        value(&asked[3].form, "prompt").map(str::to_owned)
    };
    assert_eq!(asked_how(METADATA).as_deref(), Some("login"));
    let without = METADATA.replace("\"login\",", "");
    assert_eq!(asked_how(&without), None);
}

#[test]
fn a_practice_network_asks_its_resolver_and_may_name_itself() {
    let practice = Bluesky::practice(&|_| fixed("http://127.0.0.1:9/"));
    let named = |text: &str| {
        let here = "http://127.0.0.1:9";
        text.replace(PDS, here).replace("https://bsky.social", here)
    };
    let step = practice.authorize(caller(), ask("acme.practice"));
    let document = named(&DOCUMENT.replace("acme.example", "acme.practice"));
    let (resource, metadata) = (named(RESOURCE), named(METADATA));
    let (page, asked) = play(step, &[RESOLVED, &document, &resource, &metadata, PUSHED]);
    let page = page.ok().unwrap();
    assert_eq!(page.issuer.as_deref(), Some("http://127.0.0.1:9"));
    let server = page.binding.unwrap().server;
    assert_eq!(server, "http://127.0.0.1:9 http://127.0.0.1:9");
    let here = |address: &String| address.starts_with("http://127.0.0.1:9/");
    assert!(addresses(&asked).iter().all(here));

    // Another port of this computer is another server.
    let other = document.replace("127.0.0.1:9", "127.0.0.1:10");
    let step = practice.authorize(caller(), ask("acme.practice"));
    assert_eq!(play(step, &[RESOLVED, &other]).0.err(), not_an_answer());
}

#[test]
fn a_network_of_ones_own_has_one_server_and_nobody_else_is_asked() {
    let own = |port: u16| fixed(&format!("http://localhost:{port}/"));
    let at = Bluesky::at(own(1), own(2), own(3));
    for (server, asks) in [
        ("http://localhost:3", 3),
        ("http://localhost:4", 2),
        ("https://pds.example.com", 2),
    ] {
        let step = at.authorize(caller(), ask("acme.test"));
        let document = DOCUMENT.replace("acme.example", "acme.test");
        let document = document.replace(PDS, server);
        let (_, asked) = play(step, &[RESOLVED, &document, "{}"]);
        assert_eq!(asked.len(), asks, "{server}");
        assert_eq!(asked[0].url.port(), Some(2));
        assert_eq!(asked[1].url.port(), Some(1));
    }
}
