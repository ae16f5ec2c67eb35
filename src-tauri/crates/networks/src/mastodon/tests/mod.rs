mod elsewhere;
mod engines;
mod refusals;
mod second;

use domain::{Cause, Span, Timestamp, Unavailable};

use super::*;
use crate::App;
use crate::conformance::{self, Recorded};
use crate::script::{Script, answer, value};

const METADATA: &str = r#"{"issuer":"https://mastodon.practice/",
    "authorization_endpoint":"https://evil.example/oauth/authorize",
    "token_endpoint":"https://evil.example/oauth/token","scopes_supported":["read","profile",
    "write","write:media","write:statuses","read:accounts","read:statuses","follow","push"],
    "code_challenge_methods_supported":["S256"]}"#;
const APP: &str = r#"{"id":"563419","name":"Greentick","website":null,"scopes":["read","write"],
    "redirect_uris":["http://127.0.0.1/callback/mastodon"],"client_id":"TWhM-tNSuncnqN7DBJmoyeLnk6K3iJJ71KKXxgL1hPM",
    "client_secret":"ZEaFUFmF0umgBX1qKJDjaU99Q31lDkOU8NutzTOoliw","client_secret_expires_at":0,
    "vapid_key":"BCk-QqERU0q-CfYZjcuB6lnyyOYfJ2AifKqfeGIm7Z-HiTU5T9eTG5GxVA0_OH5mMlI4UkkDTpaZwozy0TzdZ2M="}"#;
const TOKEN: &str = r#"{"access_token":"ZA-Yj3aBD8U8Cm7lKUp-lm9O9BmDgdhHzDeqsY8tlL0",
    "token_type":"Bearer","scope":"read:accounts read:statuses write:media write:statuses",
    "created_at":1573979017}"#;
const ME: &str = r#"{"id":"14715","username":"trwnh","acct":"trwnh","display_name":"infinite love",
    "locked":false,"url":"https://mastodon.social/@trwnh","followers_count":821,
    "following_count":178,"statuses_count":33120,"source":{"privacy":"public"}}"#;
/// As Pleroma words it.
const RENEWED: &str = r#"{"access_token":"wOvLBA1pG7sB0fJ0","token_type":"Bearer","expires_in":5184000,
    "refresh_token":"pW2kQq0Zr9","scope":"read write follow push","me":"https://pl.example/users/acme",
    "id":12,"created_at":1795340000}"#;
const INVALID_GRANT: &str = r#"{"error":"invalid_grant","error_description":"The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client."}"#;
const INVALID_CLIENT: &str = r#"{"error":"invalid_client","error_description":"Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method."}"#;
const INVALID_SCOPE: &str = r#"{"error":"invalid_scope","error_description":"The requested scope is invalid, unknown, or malformed."}"#;
const NOT_YOURS: &str = r#"{"error":"unauthorized_client","error_description":"You are not authorized to revoke this token"}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        host: Some(host()),
        hosts: &[PRACTICE_INSTANCE],
        asks_again: &["force_login"],
        register: vec![METADATA, APP],
        authorize: vec![METADATA],
        sign_in: vec![TOKEN, ME],
        probe: vec![ME],
        account: "14715",
        revoke: vec!["{}"],
        renew: vec![RENEWED],
        refusals: refusals::of_probe(),
        renew_refusals: refusals::of_renewal(),
        strange: [INVALID_SCOPE, NOT_YOURS, INVALID_CLIENT]
            .map(str::to_owned)
            .into(),
        ..Recorded::nothing()
    }
}

fn host() -> Host {
    Host::parse(PRACTICE_INSTANCE).unwrap()
}

fn caller() -> CallContext {
    let app = App {
        id: "id".into(),
        secret: Some(Secret::new("secret".into())),
    };
    let now = Timestamp::from_secs(1_000);
    CallContext {
        app,
        host: Some(host()),
        now,
    }
}

fn tokens() -> TokenSet {
    TokenSet {
        access: Secret::new("token".into()),
        refresh: None,
        binding: None,
    }
}

fn sign_in() -> Step<SignInResult> {
    let code = CodeExchange {
        code: Secret::new("code".into()),
        redirect_uri: fixed("http://127.0.0.1:4711/callback/mastodon"),
        verifier: Secret::new("verifier".into()),
        scopes: ABOUT.asked_scopes(),
        binding: None,
    };
    Mastodon::real().sign_in(caller(), code)
}

fn register() -> Step<Registration> {
    let redirects = [
        "http://127.0.0.1/callback/mastodon",
        "app.greentick:/callback/mastodon",
    ];
    let redirects = redirects.map(fixed);
    Mastodon::real()
        .register(&host(), &redirects, &ABOUT.asked_scopes())
        .unwrap()
}

fn registered(metadata: Result<Answer, Unavailable>) -> Registration {
    let script = Script::of([metadata, Ok(answer(200, APP))]);
    script.play(register()).0.ok().unwrap()
}

#[test]
fn an_app_is_registered_with_all_its_addresses_and_scopes() {
    let (_, asked) = Script::new([METADATA, APP].map(|body| answer(200, body))).play(register());
    let sent = |name| value(&asked[1].form, name);
    assert_eq!(
        sent("redirect_uris"),
        Some("http://127.0.0.1/callback/mastodon\napp.greentick:/callback/mastodon")
    );
    assert_eq!(
        sent("scopes"),
        Some("read:accounts read:statuses write:media write:statuses")
    );
    assert!(
        asked
            .iter()
            .all(|request| request.url.host_str() == Some(PRACTICE_INSTANCE))
    );
}

fn page(metadata: Result<Answer, Unavailable>) -> Result<SignInPage, ProviderError> {
    let ask = conformance::ask(ABOUT.asked_scopes(), false);
    let step = Mastodon::real().authorize(caller(), ask);
    Script::of([metadata]).play(step).0
}

/// The metadata with another issuer, and with the promise to name it.
fn speaks_for(issuer: &str) -> String {
    format!(r#"{{"issuer":"{issuer}","authorization_response_iss_parameter_supported":true}}"#)
}

#[test]
fn the_issuer_must_be_named_only_where_the_server_promises_that() {
    assert_eq!(page(Ok(answer(200, METADATA))).ok().unwrap().issuer, None);
    for issuer in [
        "https://mastodon.practice",
        "https://mastodon.practice/",
        "https://mastodon.practice/index.php/apps/social/",
        "http://mastodon.practice/",
    ] {
        let page = page(Ok(answer(200, &speaks_for(issuer)))).ok().unwrap();
        assert_eq!(page.issuer.as_deref(), Some(issuer));
    }
}

#[test]
fn an_instance_that_speaks_for_another_issuer_is_refused_and_nothing_is_registered() {
    for issuer in [
        "https://mastodon.social/",
        "https://mastodon.practice:8443/",
        "https://mastodon.practice.evil.example/",
        "https://sub.mastodon.practice/",
        "https://user@mastodon.practice/",
        "https://mastodon.practice/?x",
        "https://mastodon.practice/#x",
        "mastodon.practice",
    ] {
        let metadata = || answer(200, &speaks_for(issuer));
        let refused = page(Ok(metadata())).err();
        assert_eq!(refused, Some(ProviderError::IssuerMismatch), "{issuer}");
        let (refused, asked) = Script::new([metadata()]).play(register());
        assert_eq!(
            refused.err(),
            Some(ProviderError::IssuerMismatch),
            "{issuer}"
        );
        assert_eq!(asked.len(), 1);
    }
}

#[test]
fn a_server_without_metadata_registers_all_the_same() {
    for metadata in [
        || Ok(answer(404, r#"{"error":"Record not found"}"#)),
        || Ok(answer(200, "<html>")),
        || Err(Unavailable::Silent),
    ] {
        assert_eq!(page(metadata()).ok().unwrap().issuer, None);
        assert!(registered(metadata()).app.id.starts_with("TWhM"));
    }
}

#[test]
fn a_registration_without_usable_credentials_is_none() {
    let huge = format!(
        r#"{{"client_id":"a","client_secret":"{}"}}"#,
        "x".repeat(513)
    );
    let megabyte = format!(
        r#"{{"client_secret":"s","client_id":"{}"}}"#,
        "x".repeat(1 << 20)
    );
    for body in [
        megabyte.as_str(),
        r#"{"client_id":"","client_secret":"s"}"#,
        r#"{"client_id":null,"client_secret":"s"}"#,
        r#"{"client_secret":"s"}"#,
        huge.as_str(),
    ] {
        let script = Script::new([answer(404, ""), answer(200, body)]);
        let refused = script.play(register()).0.err().unwrap();
        assert_eq!(
            refused,
            ProviderError::AskLater(Unavailable::NotAnAnswer, None)
        );
    }
}

#[test]
fn one_token_speaks_for_one_account_and_has_no_end() {
    let script = Script::new([TOKEN, ME].map(|body| answer(200, body)));
    let harvest = script.play(sign_in()).0.ok().unwrap();
    let [fresh] = &harvest.grants[..] else {
        panic!("one grant")
    };
    assert_eq!(fresh.scopes, ABOUT.asked_scopes());
    assert_eq!(fresh.dates.needs_human_by(), None);
    assert_eq!(fresh.dates.issued_at, Timestamp::from_secs(1_000));
    let [find] = &harvest.finds[..] else {
        panic!("one account")
    };
    assert_eq!(find.account.name, "infinite love");
    assert_eq!(
        find.account.handle.as_deref(),
        Some("@trwnh@mastodon.practice")
    );
}

#[test]
fn the_scopes_are_those_that_were_given_and_not_those_that_were_asked_for() {
    let less = r#"{"access_token":"a","token_type":"Bearer","scope":"read:accounts"}"#;
    let script = Script::new([less, ME].map(|body| answer(200, body)));
    let harvest = script.play(sign_in()).0.ok().unwrap();
    assert_eq!(harvest.grants[0].scopes.joined(" "), "read:accounts");
}

#[test]
fn an_account_without_a_display_name_goes_by_its_user_name() {
    let me = r#"{"id":"1","username":"ada","display_name":"  "}"#;
    let probe = Mastodon::real().probe(caller(), tokens(), AccountId("1".into()));
    assert_eq!(
        Script::new([answer(200, me)]).play(probe).0.unwrap().name,
        "ada"
    );
}

#[test]
fn a_token_is_taken_back_even_where_the_answer_has_no_body() {
    for body in ["{}", "", "\n"] {
        let revoke = Mastodon::real().revoke(caller(), tokens()).unwrap();
        let (done, asked) = Script::new([answer(200, body)]).play(revoke);
        assert_eq!(done, Ok(()));
        assert_eq!(value(&asked[0].form, "client_secret"), Some("secret"));
    }
}

#[test]
fn a_practice_run_knows_one_instance_and_no_other_leads_anywhere() {
    let practice = Mastodon::practice(&|_| fixed("http://127.0.0.1:9/"));
    let leads = |name: &str| practice.permissions_page(Some(&Host::parse(name).unwrap()));
    assert_eq!(
        leads(PRACTICE_INSTANCE).origin().ascii_serialization(),
        "http://127.0.0.1:9"
    );
    assert_eq!(
        leads("mastodon.social").host_str(),
        Some("instance.invalid")
    );
    let real = Mastodon::real().permissions_page(Some(&Host::parse("mastodon.social").unwrap()));
    assert_eq!(
        real.as_str(),
        "https://mastodon.social/oauth/authorized_applications"
    );
}
