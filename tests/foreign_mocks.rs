//! Dialects before mocks that others wrote. None of them is the network, and what each checks is
//! said where it is met; what they share with it, we did not write.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use domain::{AccountId, Cause, Secret, Timestamp, TokenSet, Unavailable};
use journeys::Trouble;
use journeys::foreign::Foreign;
use journeys::stage::{Form, Move, Page, Person, Scene, Stage, TestResult};
use networks::dpop::ProofKey;
use networks::oauth::{Callback, CallbackResult, Challenge, one_time_text};
use networks::{
    Answer, App, AuthorizationRequest, CallContext, CodeExchange, Dialect, HttpTransport,
    PRACTICE_INSTANCE, ProbeResult, ProviderError, Realm, RefreshedTokens, Registry, Request,
    Sending, SignInResult, Transport, converse,
};
use protocol::{HealthView, SignInFailureCode, StateCode};
use serde_json::{Value, json};
use url::Url;

/// The way to a mock that has some of a network's addresses elsewhere, and some not at all.
struct Detour {
    http: HttpTransport,
    /// From where to where.
    moved: &'static [(&'static str, &'static str)],
    /// What is told in the mock's place.
    told: &'static [(&'static str, &'static str)],
    /// Whether the mock takes tokens from the address only.
    in_address: bool,
}

impl Detour {
    fn straight() -> Detour {
        Detour {
            http: HttpTransport::new(Realm::Practice).unwrap(),
            moved: &[],
            told: &[],
            in_address: false,
        }
    }
}

impl Transport for Detour {
    fn send(&self, mut request: Request) -> Sending<'_> {
        let path = request.url.path().to_owned();
        if let Some((_, body)) = self.told.iter().find(|(at, _)| *at == path) {
            let body = body.as_bytes().to_vec();
            return Box::pin(async {
                Ok(Answer {
                    status: 200,
                    headers: vec![],
                    body,
                    at: now(),
                })
            });
        }
        if let Some((_, there)) = self.moved.iter().find(|(at, _)| *at == path) {
            request.url.set_path(there);
        }
        if let Some(token) = request.bearer.take_if(|_| self.in_address) {
            request = request.query("access_token", token.expose());
        }
        self.http.send(request)
    }
}

/// A dialect, a way to its mock, and a sign-in as the engine binds it.
struct Try {
    dialect: Arc<dyn Dialect>,
    way: Detour,
    app: App,
    ask: AuthorizationRequest,
}

impl Try {
    fn of(network: &str, mock: &Foreign, way: Detour, (id, secret): (&str, &str)) -> Try {
        let dialect = registry(mock).get(&network.parse().unwrap()).unwrap();
        let redirect = format!("http://127.0.0.1:51234/callback/{network}");
        Try {
            app: App {
                id: id.to_owned(),
                secret: Some(Secret::new(secret.to_owned())),
            },
            ask: AuthorizationRequest {
                redirect_uri: Url::parse(&redirect).unwrap(),
                state: one_time_text(&[1; 32]),
                challenge: Challenge::from_random(&[2; 32]),
                proof_key: ProofKey::from_random(&[3; 32]),
                scopes: dialect.about().asked_scopes(),
                account: None,
                ask_again: false,
            },
            dialect,
            way,
        }
    }

    fn caller(&self) -> CallContext {
        CallContext {
            app: self.app.clone(),
            host: None,
            now: now(),
        }
    }

    /// The same with another secret.
    fn with_secret(&self, secret: &str) -> CallContext {
        let mut caller = self.caller();
        caller.app.secret = Some(Secret::new(secret.to_owned()));
        caller
    }

    async fn page(&self) -> Url {
        let step = self.dialect.authorize(self.caller(), self.ask.clone());
        converse(&self.way, step).await.ok().unwrap().url
    }

    async fn code(&self, answers: impl Fn(&[Form]) -> Option<Move>) -> TestResult<CodeExchange> {
        let mut person = Person::named("a browser");
        let back = person.walks(&self.page().await, answers).await?;
        let callback = Callback::read(back.as_str()).map_err(Trouble::because)?;
        assert!(callback.state == self.ask.state);
        let CallbackResult::Code(code) = callback.result else {
            return Err(Trouble::unexpected("led back without a code"));
        };
        Ok(CodeExchange {
            code,
            redirect_uri: self.ask.redirect_uri.clone(),
            verifier: self.ask.challenge.verifier().clone(),
            scopes: self.ask.scopes.clone(),
            binding: None,
        })
    }

    async fn sign_in(
        &self,
        caller: CallContext,
        code: &CodeExchange,
    ) -> Result<SignInResult, ProviderError> {
        converse(&self.way, self.dialect.sign_in(caller, code.clone())).await
    }

    async fn probe(&self, tokens: &TokenSet) -> Result<ProbeResult, ProviderError> {
        let nobody = AccountId(String::new());
        let step = self.dialect.probe(self.caller(), tokens.clone(), nobody);
        converse(&self.way, step).await
    }

    async fn renew(&self, tokens: &TokenSet) -> Result<RefreshedTokens, ProviderError> {
        let step = self.dialect.renew(self.caller(), tokens.clone()).unwrap();
        converse(&self.way, step).await
    }

    async fn revoke(&self, tokens: &TokenSet) -> Result<(), ProviderError> {
        let step = self.dialect.revoke(self.caller(), tokens.clone()).unwrap();
        converse(&self.way, step).await
    }
}

fn registry(mock: &Foreign) -> Registry {
    Registry::practice(|_| mock.origin().clone())
}

fn now() -> Timestamp {
    Timestamp::from_secs(1_800_000_000)
}

fn made_up() -> TokenSet {
    TokenSet {
        access: Secret::new("made-up".to_owned()),
        refresh: Some(Secret::new("made-up-too".to_owned())),
        binding: None,
    }
}

/// `emulate` holds a code to its challenge, an app to its secret, and knows its redirect address.
/// It has no YouTube: the channel is told in its place. Its token and revocation endpoints have
/// another path, and it inspects no token.
mod google {
    use super::*;

    const APP: (&str, &str) = (
        "desk.apps.googleusercontent.com",
        "GOCSPX-only-the-tests-know",
    );
    const CHANNEL: &str = r#"{"kind":"youtube#channelListResponse",
        "pageInfo":{"totalResults":1,"resultsPerPage":5},
        "items":[{"kind":"youtube#channel","id":"UC1","snippet":{"title":"Harbour Lane"}}]}"#;

    fn set() -> TestResult<(Foreign, Try)> {
        let mock = Foreign::node("google.mjs")?;
        let way = Detour {
            moved: &[("/token", "/oauth2/token"), ("/revoke", "/oauth2/revoke")],
            told: &[("/youtube/v3/channels", CHANNEL)],
            ..Detour::straight()
        };
        let trial = Try::of("youtube", &mock, way, APP);
        Ok((mock, trial))
    }

    /// One form for each person.
    fn yes(forms: &[Form]) -> Option<Move> {
        Some(Move::Send(forms.first()?.clone()))
    }

    #[tokio::test]
    async fn a_refresh_token_is_kept_until_it_is_taken_back() -> TestResult {
        let (_mock, trial) = set()?;
        let code = trial.code(yes).await?;
        let harvest = trial.sign_in(trial.caller(), &code).await.ok().unwrap();
        let fresh = &harvest.grants[0];
        assert_eq!(fresh.scopes, trial.dialect.about().asked_scopes());
        assert!(fresh.dates.renewable && fresh.dates.access_ends.is_some());
        assert_eq!(harvest.finds[0].account.name, "Harbour Lane");

        let first = trial.renew(&fresh.tokens).await.ok().unwrap();
        assert!(first.tokens.access != fresh.tokens.access);
        assert!(first.tokens.refresh == fresh.tokens.refresh, "not replaced");
        assert!(first.dates.renewable);
        let second = trial.renew(&first.tokens).await.ok().unwrap();
        assert!(second.tokens.access != first.tokens.access);

        // Answered without a body, also where there is nothing left.
        assert_eq!(trial.revoke(&second.tokens).await, Ok(()));
        let gone = trial.renew(&second.tokens).await.err();
        assert_eq!(gone, Some(ProviderError::No(Cause::Unknown)));
        assert_eq!(trial.revoke(&second.tokens).await, Ok(()));
        Ok(())
    }

    #[tokio::test]
    async fn a_code_serves_its_own_attempt_and_app_once() -> TestResult {
        let (_mock, trial) = set()?;
        let code = trial.code(yes).await?;
        let refused = trial.sign_in(trial.with_secret("wrong"), &code).await;
        assert_eq!(refused.err(), Some(ProviderError::AppRefused));
        let mut unknown = trial.caller();
        unknown.app.id = "unknown.apps.googleusercontent.com".to_owned();
        let refused = trial.sign_in(unknown, &code).await;
        assert_eq!(refused.err(), Some(ProviderError::AppRefused));

        let mut stolen = code.clone();
        stolen.verifier = Challenge::from_random(&[9; 32]).verifier().clone();
        let refused = trial.sign_in(trial.caller(), &stolen).await;
        assert_eq!(refused.err(), Some(ProviderError::StartAnew));
        assert!(trial.sign_in(trial.caller(), &code).await.is_ok());
        let refused = trial.sign_in(trial.caller(), &code).await;
        assert_eq!(refused.err(), Some(ProviderError::StartAnew), "once more");
        Ok(())
    }

    #[tokio::test]
    async fn an_address_that_is_not_registered_is_never_led_to() -> TestResult {
        let (_mock, mut trial) = set()?;
        trial.ask.redirect_uri = Url::parse("http://127.0.0.1:51234/elsewhere").unwrap();
        let page = Person::named("a browser")
            .opens(&trial.page().await)
            .await?;
        assert!(matches!(page, Page::Shown { .. }), "{page:?}");
        assert!(page.words().contains("Redirect URI mismatch"));
        Ok(())
    }
}

/// `posthole` spends a code once and knows its tokens. It checks no challenge, no secret and no
/// redirect address, takes nothing back and words a refused code as the API does, which the
/// network's token endpoint does not: all that is left to say is that it ends nothing.
mod tiktok {
    use super::*;

    fn yes(forms: &[Form]) -> Option<Move> {
        let creator = "tt-7000000000000000001";
        Some(Move::Send(
            forms.first()?.clone().fill("account_id", creator),
        ))
    }

    #[tokio::test]
    async fn a_pair_is_replaced_and_a_made_up_one_is_no() -> TestResult {
        let mock = Foreign::python("asgi.py", &["posthole"])?;
        let trial = Try::of("tiktok", &mock, Detour::straight(), ("key", "secret"));
        let code = trial.code(yes).await?;
        let harvest = trial.sign_in(trial.caller(), &code).await.ok().unwrap();
        let fresh = &harvest.grants[0];
        let account = &harvest.finds[0].account;
        assert_eq!(account.id.0, "tt-7000000000000000001");
        assert_eq!(account.name, "Test Creator");
        // It grants less than was asked for, with a comma between.
        assert!(fresh.scopes.contains("video.publish"));
        assert!(!fresh.scopes.contains("video.list"));
        assert!(fresh.dates.refresh_ends > fresh.dates.access_ends);
        let seen = trial.probe(&fresh.tokens).await.unwrap();
        assert_eq!(seen.account, account.id);

        let renewed = trial.renew(&fresh.tokens).await.ok().unwrap();
        assert!(renewed.tokens.access != fresh.tokens.access);
        assert!(renewed.tokens.refresh != fresh.tokens.refresh);
        assert!(trial.probe(&renewed.tokens).await.is_ok());

        let refused = trial.probe(&made_up()).await.err();
        assert_eq!(refused, Some(ProviderError::No(Cause::Unknown)));
        let later = Some(ProviderError::AskLater(Unavailable::Unrecognised, None));
        assert_eq!(trial.renew(&made_up()).await.err(), later);
        let again = trial.sign_in(trial.caller(), &code).await;
        assert_eq!(again.err(), later);
        // An address that is not there takes nothing back, and does not say that it did.
        assert_eq!(trial.revoke(&renewed.tokens).await.err(), later);
        Ok(())
    }
}

/// The same mock as Instagram. It takes every token from the address, also where the network takes
/// it from the header, tells no permissions, and words a refused code in another envelope than the
/// network's.
mod instagram {
    use super::*;

    fn yes(forms: &[Form]) -> Option<Move> {
        let studio = "178414000000001";
        Some(Move::Send(
            forms.first()?.clone().fill("account_id", studio),
        ))
    }

    #[tokio::test]
    async fn a_code_brings_a_token_of_sixty_days_and_a_later_end() -> TestResult {
        let mock = Foreign::python("asgi.py", &["posthole"])?;
        let way = Detour {
            in_address: true,
            ..Detour::straight()
        };
        let trial = Try::of("instagram", &mock, way, ("1", "secret"));
        let code = trial.code(yes).await?;
        let harvest = trial.sign_in(trial.caller(), &code).await.ok().unwrap();
        let fresh = &harvest.grants[0];
        let account = &harvest.finds[0].account;
        assert_eq!(account.id.0, "178414000000001");
        let life = |ends: Option<Timestamp>, from: Timestamp| ends.unwrap().since(from);
        let sixty = domain::Span::from_days(60);
        let dates = fresh.dates;
        assert_eq!(life(dates.access_ends, dates.issued_at), sixty);
        let seen = trial.probe(&fresh.tokens).await.unwrap();
        assert_eq!(seen.account, account.id);

        let renewed = trial.renew(&fresh.tokens).await.ok().unwrap();
        assert!(renewed.tokens.access != fresh.tokens.access);
        assert!(renewed.dates.access_ends >= dates.access_ends);
        assert!(trial.probe(&renewed.tokens).await.is_ok());

        for refused in [
            trial.probe(&made_up()).await.err(),
            trial.renew(&made_up()).await.err(),
        ] {
            assert!(matches!(refused, Some(ProviderError::No(_))), "{refused:?}");
        }
        let again = trial.sign_in(trial.caller(), &code).await.err();
        assert_eq!(again, Some(ProviderError::StartAnew));
        Ok(())
    }
}

/// `mastodon-mock` fails as it is told to. Its OAuth checks nothing and is judged elsewhere.
mod mastodon {
    use super::*;

    const ME: &str = "/api/v1/accounts/verify_credentials";
    const NAME: &str = "@testuser@mastodon.practice";

    fn yes(forms: &[Form]) -> Option<Move> {
        Some(Move::Send(
            forms.first()?.clone().fill("username", "testuser"),
        ))
    }

    async fn set() -> TestResult<(Foreign, Stage)> {
        let mock = Foreign::python("asgi.py", &["mastodon"])?;
        let network = "mastodon".parse().unwrap();
        let dialect = registry(&mock).get(&network).unwrap();
        let scene = Scene {
            networks: Some(Registry::of(vec![dialect])),
            app_entered: false,
            ..Scene::default()
        };
        Ok((mock, Stage::with(scene).await?))
    }

    async fn fails(mock: &Foreign, path: &str, effect: Value) -> TestResult {
        let rule = json!({ "match": { "path": path }, "effect": effect, "count": 1 });
        mock.tell("/api/v1/_mock/faults", &rule).await
    }

    async fn connect(stage: &mut Stage) -> TestResult {
        let card = stage.begin_adding("mastodon", Some(PRACTICE_INSTANCE));
        let card = card.await?;
        let back = Person::named("a browser").walks(&card.page, yes).await?;
        stage.bring_back(&card, &back).await?;
        stage.over(&card).await
    }

    fn works(health: &HealthView) -> bool {
        health.state == StateCode::Connected
    }

    fn unsure(health: &HealthView, hiccup: Unavailable) -> bool {
        (health.state, health.hiccup) == (StateCode::CannotCheck, Some(hiccup))
    }

    #[tokio::test]
    async fn a_server_in_trouble_ends_nothing() -> TestResult {
        let (mock, mut stage) = set().await?;
        connect(&mut stage).await?;
        stage.until_location(NAME, |one| works(&one.health)).await?;
        let status = |status: u16| json!({ "type": "status", "status": status });
        for (effect, hiccup) in [
            (status(500), Unavailable::Down),
            (status(502), Unavailable::Down),
            (status(503), Unavailable::Down),
            (status(404), Unavailable::Unrecognised),
            (json!({ "type": "ratelimit" }), Unavailable::RateLimited),
            (json!({ "type": "malformed" }), Unavailable::NotAnAnswer),
            (
                json!({ "type": "malformed", "truncate": false }),
                Unavailable::NotAnAnswer,
            ),
        ] {
            fails(&mock, ME, effect.clone()).await?;
            stage.look().await?;
            let seen = stage.location(NAME).await?;
            assert!(unsure(&seen.health, hiccup), "{effect}: {:?}", seen.health);
            stage.look().await?;
            let seen = stage.location(NAME).await?;
            assert!(works(&seen.health), "{effect}: {:?}", seen.health);
        }
        // A single no is asked about again before it is believed.
        fails(&mock, ME, status(401)).await?;
        stage.look().await?;
        let seen = stage.location(NAME).await?;
        assert!(works(&seen.health), "{:?}", seen.health);
        Ok(())
    }

    #[tokio::test]
    async fn a_server_that_hangs_ends_nothing_either() -> TestResult {
        let (mock, mut stage) = set().await?;
        connect(&mut stage).await?;
        // Longer than the transport waits, and longer than the audience: it is asked twice.
        let hang = json!({ "type": "timeout", "delay_ms": 60_000 });
        fails(&mock, ME, hang).await?;
        let all = vec![];
        stage
            .ask(protocol::LocationRequest::Check { locations: all })
            .await?;
        tokio::time::sleep(std::time::Duration::from_secs(15)).await;
        assert!(works(&stage.location(NAME).await?.health), "not yet told");
        stage
            .until_location(NAME, |one| unsure(&one.health, Unavailable::Silent))
            .await?;
        stage.look().await?;
        assert!(works(&stage.location(NAME).await?.health));
        Ok(())
    }

    #[tokio::test]
    async fn a_sign_in_that_meets_trouble_says_that_nobody_answered() -> TestResult {
        let (mock, mut stage) = set().await?;
        for (path, effect) in [
            ("/oauth/token", json!({ "type": "status", "status": 503 })),
            ("/oauth/token", json!({ "type": "malformed" })),
            (ME, json!({ "type": "ratelimit" })),
        ] {
            let card = stage
                .begin_adding("mastodon", Some(PRACTICE_INSTANCE))
                .await?;
            fails(&mock, path, effect).await?;
            let back = Person::named("a browser").walks(&card.page, yes).await?;
            stage.bring_back(&card, &back).await?;
            let failure = stage.failure(&card).await?;
            assert_eq!(failure, SignInFailureCode::NoAnswer, "{path}");
            assert!(stage.snapshot().await?.locations.is_empty());
        }
        connect(&mut stage).await
    }
}
