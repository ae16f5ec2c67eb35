//! The Mastodon dialect before Doorkeeper, the OAuth engine inside Mastodon: judged by code that
//! is not ours.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use domain::{AccountId, Cause, Host, Secret, Timestamp, TokenSet};
use journeys::process::Owned;
use journeys::stage::{Person, TestResult};
use journeys::{Trouble, process};
use networks::dpop::ProofKey;
use networks::oauth::{Callback, CallbackResult, Challenge, one_time_text};
use networks::{
    App, AuthorizationRequest, CallContext, CodeExchange, Dialect, HttpTransport,
    PRACTICE_INSTANCE, ProbeResult, ProviderError, Realm, Registry, SignInResult, converse,
};
use url::Url;

const DEEP_LINK: &str = "app.greentick:/callback/mastodon";
/// Registered without a port, as the engine does it.
const LOOPBACK: &str = "http://127.0.0.1/callback/mastodon";
/// Asked for with the port on which the listener happens to be.
const LISTENER: &str = "http://127.0.0.1:51234/callback/mastodon";

/// A running instance, and the app's way to speak with it.
struct Instance {
    dialect: std::sync::Arc<dyn Dialect>,
    transport: HttpTransport,
    server: Owned,
    _logs: tempfile::TempDir,
}

/// One sign-in as the engine binds it.
struct Attempt {
    redirect_uri: Url,
    state: Secret,
    challenge: Challenge,
}

impl Attempt {
    fn numbered(number: u8, redirect_uri: &str) -> Attempt {
        Attempt {
            redirect_uri: Url::parse(redirect_uri).unwrap(),
            state: one_time_text(&[number; 32]),
            challenge: Challenge::from_random(&[number.wrapping_add(100); 32]),
        }
    }

    fn code(&self, dialect: &dyn Dialect, code: Secret) -> CodeExchange {
        CodeExchange {
            code,
            redirect_uri: self.redirect_uri.clone(),
            verifier: self.challenge.verifier().clone(),
            scopes: dialect.about().asked_scopes(),
            binding: None,
        }
    }
}

impl Instance {
    fn start() -> TestResult<Instance> {
        Instance::with(&[])
    }

    fn with(settings: &[(&str, &str)]) -> TestResult<Instance> {
        let logs = tempfile::tempdir().map_err(Trouble::io("a folder for logs"))?;
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/doorkeeper.rb");
        let mut ruby = Command::new("ruby");
        ruby.arg(program).envs(settings.iter().copied());
        let (server, origin) = Owned::start_and_hear("doorkeeper", &mut ruby, logs.path())?;
        let origin = Url::parse(&origin).unwrap();
        let registry = Registry::practice(|_| origin.clone());
        let dialect = registry.get(&"mastodon".parse().unwrap()).unwrap();
        Ok(Instance {
            dialect,
            transport: HttpTransport::new(Realm::Practice).unwrap(),
            server,
            _logs: logs,
        })
    }

    async fn register(&self) -> Result<App, ProviderError> {
        let redirects = [LOOPBACK, DEEP_LINK].map(|address| Url::parse(address).unwrap());
        let scopes = self.dialect.about().asked_scopes();
        let step = self.dialect.register(&host(), &redirects, &scopes).unwrap();
        let registration = converse(&self.transport, step).await?;
        Ok(registration.app)
    }

    async fn page(&self, app: &App, attempt: &Attempt) -> Url {
        let ask = AuthorizationRequest {
            redirect_uri: attempt.redirect_uri.clone(),
            state: attempt.state.clone(),
            challenge: attempt.challenge.clone(),
            proof_key: ProofKey::from_random(&[1; 32]),
            scopes: self.dialect.about().asked_scopes(),
            account: None,
            ask_again: false,
        };
        let step = self.dialect.authorize(caller(app), ask);
        converse(&self.transport, step).await.ok().unwrap().url
    }

    /// The person approves, and the code comes back to where the attempt waits.
    async fn approved(
        &self,
        app: &App,
        attempt: &Attempt,
        person: &mut Person,
    ) -> TestResult<CodeExchange> {
        let back = person.approves(&self.page(app, attempt).await).await?;
        assert!(back.as_str().starts_with(attempt.redirect_uri.as_str()));
        let callback = Callback::read(back.as_str()).unwrap();
        assert!(callback.state == attempt.state);
        let CallbackResult::Code(code) = callback.result else {
            return Err(Trouble::unexpected("led back without a code"));
        };
        Ok(attempt.code(self.dialect.as_ref(), code))
    }

    async fn sign_in(&self, app: &App, code: CodeExchange) -> Result<SignInResult, ProviderError> {
        let step = self.dialect.sign_in(caller(app), code);
        converse(&self.transport, step).await
    }

    async fn probe(&self, app: &App, tokens: &TokenSet) -> Result<ProbeResult, ProviderError> {
        let step = self
            .dialect
            .probe(caller(app), tokens.clone(), AccountId(String::new()));
        converse(&self.transport, step).await
    }

    async fn revoke(&self, app: &App, tokens: &TokenSet) -> Result<(), ProviderError> {
        let step = self.dialect.revoke(caller(app), tokens.clone()).unwrap();
        converse(&self.transport, step).await
    }
}

fn host() -> Host {
    Host::parse(PRACTICE_INSTANCE).unwrap()
}

fn caller(app: &App) -> CallContext {
    CallContext {
        app: app.clone(),
        host: Some(host()),
        now: Timestamp::from_secs(1_800_000_000),
    }
}

fn with_secret(app: &App, secret: &str) -> App {
    App {
        id: app.id.clone(),
        secret: Some(Secret::new(secret.to_owned())),
    }
}

fn alice() -> Person {
    Person::named("@alice")
}

#[tokio::test]
async fn a_sign_in_works_from_the_registration_to_the_removed_permission() -> TestResult {
    let instance = Instance::start()?;
    let app = instance.register().await.ok().unwrap();
    let attempt = Attempt::numbered(1, LISTENER);
    let code = instance.approved(&app, &attempt, &mut alice()).await?;
    let harvest = instance.sign_in(&app, code).await.ok().unwrap();
    let [fresh] = &harvest.grants[..] else {
        panic!("one grant");
    };
    assert_eq!(fresh.scopes, instance.dialect.about().asked_scopes());
    assert_eq!(fresh.dates.needs_human_by(), None);
    let handle = harvest.finds[0].account.handle.as_deref();
    assert_eq!(handle, Some("@alice@mastodon.practice"));

    let seen = instance.probe(&app, &fresh.tokens).await.unwrap();
    assert_eq!(seen.account, harvest.person.id);

    // Not everybody may take a token back.
    let other = instance.register().await.ok().unwrap();
    let refused = instance.revoke(&other, &fresh.tokens).await;
    assert_eq!(refused, Err(ProviderError::AppRefused));
    assert!(instance.probe(&app, &fresh.tokens).await.is_ok());

    assert_eq!(instance.revoke(&app, &fresh.tokens).await, Ok(()));
    let removed = instance.probe(&app, &fresh.tokens).await;
    assert_eq!(removed, Err(ProviderError::No(Cause::PermissionRemoved)));
    let again = instance.revoke(&app, &fresh.tokens).await;
    assert_eq!(again, Ok(()), "an unknown token is none (RFC 7009)");
    Ok(())
}

#[tokio::test]
async fn a_code_serves_its_own_attempt_once_and_nobody_else() -> TestResult {
    let instance = Instance::start()?;
    let app = instance.register().await.ok().unwrap();
    let mut person = alice();
    let attempt = Attempt::numbered(1, DEEP_LINK);
    let code = instance.approved(&app, &attempt, &mut person).await?;

    let mut stolen = code.clone();
    stolen.verifier = Attempt::numbered(2, DEEP_LINK).challenge.verifier().clone();
    let refused = instance.sign_in(&app, stolen).await.err();
    assert_eq!(refused, Some(ProviderError::StartAnew), "another verifier");

    let mut elsewhere = code.clone();
    elsewhere.redirect_uri = Url::parse(LISTENER).unwrap();
    let refused = instance.sign_in(&app, elsewhere).await.err();
    assert_eq!(
        refused,
        Some(ProviderError::StartAnew),
        "another redirect address"
    );

    let wrong = with_secret(&app, "wrong");
    let refused = instance.sign_in(&wrong, code.clone()).await.err();
    assert_eq!(refused, Some(ProviderError::AppRefused), "another secret");
    let unknown = App {
        id: "unknown".to_owned(),
        secret: app.secret.clone(),
    };
    let refused = instance.sign_in(&unknown, code.clone()).await.err();
    assert_eq!(
        refused,
        Some(ProviderError::AppRefused),
        "an app it does not know"
    );

    assert!(instance.sign_in(&app, code.clone()).await.is_ok());
    let refused = instance.sign_in(&app, code).await.err();
    assert_eq!(
        refused,
        Some(ProviderError::StartAnew),
        "the same code again"
    );
    Ok(())
}

#[tokio::test]
async fn a_token_that_was_never_given_is_no_and_says_nothing_more() -> TestResult {
    let instance = Instance::start()?;
    let app = instance.register().await.ok().unwrap();
    let tokens = TokenSet {
        access: Secret::new("made-up".to_owned()),
        refresh: None,
        binding: None,
    };
    let refused = instance.probe(&app, &tokens).await;
    assert_eq!(refused, Err(ProviderError::No(Cause::Unknown)));
    Ok(())
}

#[tokio::test]
async fn a_person_who_says_no_is_led_back_as_cancelled_and_may_say_yes_later() -> TestResult {
    let instance = Instance::start()?;
    let app = instance.register().await.ok().unwrap();
    let mut person = alice();
    let attempt = Attempt::numbered(1, LISTENER);
    let back = person.cancels(&instance.page(&app, &attempt).await).await?;
    let callback = Callback::read(back.as_str()).unwrap();
    assert!(matches!(callback.result, CallbackResult::Cancelled));
    assert!(callback.state == attempt.state);

    let attempt = Attempt::numbered(2, LISTENER);
    let code = instance.approved(&app, &attempt, &mut person).await?;
    assert!(instance.sign_in(&app, code).await.is_ok());

    // Whoever is connected already passes without a question, on whatever port.
    let pressed = person.pressed().len();
    let attempt = Attempt::numbered(3, "http://127.0.0.1:4999/callback/mastodon");
    let code = instance.approved(&app, &attempt, &mut person).await?;
    assert!(instance.sign_in(&app, code).await.is_ok());
    assert_eq!(person.pressed().len(), pressed);
    Ok(())
}

/// The connection of a sign-in, from the registration on.
async fn connected(instance: &Instance) -> TestResult<(App, TokenSet)> {
    let app = instance.register().await.ok().unwrap();
    let attempt = Attempt::numbered(1, LISTENER);
    let code = instance.approved(&app, &attempt, &mut alice()).await?;
    let harvest = instance.sign_in(&app, code).await.ok().unwrap();
    Ok((app, harvest.grants[0].tokens.clone()))
}

#[tokio::test]
async fn a_dead_token_is_noticed_in_whatever_language_the_instance_says_so() -> TestResult {
    for language in ["en", "de", "he"] {
        let instance = Instance::with(&[("INSTANCE_LOCALE", language)])?;
        let (app, tokens) = connected(&instance).await?;
        assert!(instance.probe(&app, &tokens).await.is_ok(), "{language}");

        let made_up = TokenSet {
            access: Secret::new("made-up".to_owned()),
            ..tokens.clone()
        };
        let unknown = instance.probe(&app, &made_up).await;
        assert_eq!(
            unknown,
            Err(ProviderError::No(Cause::Unknown)),
            "{language}"
        );
        // What another token met changes nothing for this one.
        assert!(instance.probe(&app, &tokens).await.is_ok(), "{language}");

        assert_eq!(instance.revoke(&app, &tokens).await, Ok(()), "{language}");
        let removed = instance.probe(&app, &tokens).await;
        let cause = Cause::PermissionRemoved;
        assert_eq!(removed, Err(ProviderError::No(cause)), "{language}");
    }
    Ok(())
}

#[tokio::test]
async fn an_ended_token_is_noticed_in_whatever_language_the_instance_says_so() -> TestResult {
    for language in ["en", "de", "he"] {
        // It has ended before anybody can look.
        let settings = [("INSTANCE_LOCALE", language), ("TOKEN_LIFE", "-60")];
        let instance = Instance::with(&settings)?;
        let app = instance.register().await.ok().unwrap();
        let attempt = Attempt::numbered(1, LISTENER);
        let code = instance.approved(&app, &attempt, &mut alice()).await?;
        let refused = instance.sign_in(&app, code).await.err();
        assert_eq!(
            refused,
            Some(ProviderError::No(Cause::Expired)),
            "{language}"
        );
    }
    Ok(())
}

#[test]
fn the_instance_ends_with_its_owner() {
    let instance = Instance::start().unwrap();
    let pid = instance.server.pid();
    drop(instance);
    let alive = process::output(Command::new("kill").args(["-0", &pid.to_string()]));
    assert!(alive.is_err());
}
