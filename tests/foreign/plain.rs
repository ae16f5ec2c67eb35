//! A network that speaks OAuth as the standards have it, and nothing else: a dialect that is made
//! of what `networks::oauth` offers, towards servers that know no network of ours.

use std::sync::{Arc, Mutex, PoisonError};

use domain::{
    Account, AccountId, AccountKind, Cause, Host, Icon, Secret, Span, Timestamp, TokenKind,
    TokenSet, Use,
};
use journeys::Trouble;
use journeys::foreign::Foreign;
use journeys::stage::{Card, Form, Move, Person, Scene, Stage, TestResult, network_named};
use networks::dpop::ProofKey;
use networks::oauth::{self, Callback, CallbackResult, Challenge, one_time_text};
use networks::{
    About, Access, AccountsPerGrant, Answer, App, AppCredentialsFrom, AppSecret,
    AuthorizationRequest, CallContext, CodeExchange, Dialect, DiscoveredAccount, GrantScope,
    NewGrant, OAuthOptions, Pkce, ProbeResult, ProviderError, RedirectMethod, Redirects,
    RefreshedTokens, Registry, Renewal, Request, Revocation, SecretPlace, SignInPage, SignInResult,
    Step, Surface, converse,
};
use protocol::{
    AppCheck, AppReply, AppRequest, AppVerdictCode, HealthView, LocationView, Reply, StateCode,
};
use serde_json::Value;
use url::Url;

/// Its short name.
pub const PLAIN: &str = "plain";
/// What both servers know as the secret of the app that has one. Half of it means something else
/// where the standard's own encoding is left out (RFC 6749 section 2.3.1).
pub const SECRET: &str = "only+the%20tests/know=it:all";

/// What the network is like, but for what a test changes.
const ABOUT: About = About {
    id: PLAIN,
    name: "Plain",
    asks_for: None,
    app: AppCredentialsFrom::User {
        console: "https://console.invalid/",
        secret: AppSecret::Optional,
    },
    set_up: None,
    surfaces: &[Surface::Browser],
    roads: &[RedirectMethod::Loopback],
    probe_names_app: false,
    redirects: Redirects::OfRoads,
    pkce: Pkce::S256,
    wording: OAuthOptions::STANDARD,
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::AllOfLogin,
    brings: AccountsPerGrant::One,
    revocation: Revocation::Token,
    access_life: Some(Span::from_secs(3_600)),
    data_access_life: None,
    scopes: &[],
    credit_headers: &[],
};

type Scopes = &'static [(Use, &'static [&'static str])];

/// The network with these scopes.
pub const fn standard(scopes: Scopes) -> About {
    About { scopes, ..ABOUT }
}

/// It, where the sign-in is not proven.
pub const fn without_challenge(scopes: Scopes) -> About {
    About {
        pkce: Pkce::None,
        ..standard(scopes)
    }
}

/// It, where the app's secret goes into a header.
pub const fn by_header(scopes: Scopes) -> About {
    About {
        wording: OAuthOptions {
            secret: SecretPlace::Basic,
            ..OAuthOptions::STANDARD
        },
        ..standard(scopes)
    }
}

/// How a server is spoken with.
pub struct Site {
    pub about: &'static About,
    /// Where its endpoints are.
    pub sign_in: &'static str,
    pub token: &'static str,
    pub revoke: &'static str,
    pub me: &'static str,
    /// What the sign-in page wants beside the standard's.
    pub extra: &'static [(&'static str, &'static str)],
    /// The members of `me` with the identity and the name.
    pub named: (&'static str, &'static str),
}

/// The dialect.
pub struct Plain {
    site: &'static Site,
    origin: Url,
    /// The tokens that the server gave last: for a thief.
    given: Arc<Mutex<Option<TokenSet>>>,
}

impl Plain {
    pub fn at(server: &Foreign, site: &'static Site) -> Arc<Plain> {
        Arc::new(Plain {
            site,
            origin: server.origin().clone(),
            given: Arc::default(),
        })
    }

    /// The tokens that were given last.
    pub fn stolen(&self) -> TokenSet {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.clone().unwrap()
    }

    /// Keeps what the server gives.
    fn thief(&self) -> impl FnOnce(&TokenSet) + Send + use<> {
        let given = self.given.clone();
        move |tokens| {
            let mut given = given.lock().unwrap_or_else(PoisonError::into_inner);
            *given = Some(tokens.clone());
        }
    }

    fn on(&self, path: &str) -> Url {
        self.origin.join(path).unwrap()
    }

    fn who_is(&self, token: &Secret) -> Request {
        Request::get(self.on(self.site.me)).bearer(token)
    }
}

impl Dialect for Plain {
    fn about(&self) -> &'static About {
        self.site.about
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let endpoint = self.on(self.site.sign_in);
        let url = oauth::authorize(self.site.about, endpoint, &caller, &ask, self.site.extra);
        Step::Done(SignInPage::at(url))
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let exchange = oauth::exchange(self.site.about, self.on(self.site.token), &caller, &code);
        let named = self.site.named;
        let who_is = self.who_is(&Secret::new(String::new()));
        let keep = self.thief();
        Step::send(exchange, move |answer| {
            let tokens = oauth::read_tokens(&answer)?;
            keep(&tokens.set());
            let who_is = who_is.bearer(&tokens.access);
            let fresh = NewGrant {
                tokens: tokens.set(),
                kind: TokenKind::User,
                scopes: tokens.scopes.clone().unwrap_or(code.scopes),
                dates: tokens.dates(answer.at),
            };
            Ok(Step::send(who_is, move |answer| {
                let account = account(&answer, named)?;
                Ok(Step::Done(SignInResult {
                    person: networks::Person {
                        id: account.id.clone(),
                        name: account.name.clone(),
                    },
                    grants: vec![fresh],
                    finds: vec![DiscoveredAccount {
                        account,
                        access: Access::Granted(0),
                    }],
                    unread: 0,
                    incomplete: false,
                }))
            }))
        })
    }

    fn probe(
        &self,
        _caller: CallContext,
        tokens: TokenSet,
        _account: AccountId,
    ) -> Step<ProbeResult> {
        let named = self.site.named;
        Step::send(self.who_is(&tokens.access), move |answer| {
            let account = account(&answer, named)?;
            Ok(Step::Done(ProbeResult {
                account: account.id,
                name: account.name,
                handle: account.handle,
                scopes: None,
                dates: None,
                credits: vec![],
            }))
        })
    }

    fn renew(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        let keep = self.thief();
        let spent = tokens.refresh.as_ref()?;
        let refresh = oauth::refresh(self.site.about, self.on(self.site.token), &caller, spent);
        Some(Step::send(refresh, move |answer| {
            let renewed = oauth::read_tokens(&answer).map_err(|refusal| match refusal {
                // The standard has one word for every end.
                ProviderError::StartAnew => ProviderError::No(Cause::Unknown),
                refusal @ (ProviderError::No(_)
                | ProviderError::AskLater(..)
                | ProviderError::AppRefused
                | ProviderError::ScopeRefused
                | ProviderError::NotOffered
                | ProviderError::IssuerMismatch
                | ProviderError::Here(_)) => refusal,
            })?;
            let renewed = renewed.renewed(tokens, answer.at);
            keep(&renewed.tokens);
            Ok(Step::Done(renewed))
        }))
    }

    fn revoke(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<()>> {
        let token = tokens.refresh.unwrap_or(tokens.access);
        let endpoint = self.on(self.site.revoke);
        Some(oauth::revoke(
            self.site.about,
            endpoint,
            &caller,
            &token,
            refused,
        ))
    }

    fn permissions_page(&self, _host: Option<&Host>) -> Url {
        self.origin.clone()
    }
}

/// The refusals of the standards: RFC 6750 section 3.1 and RFC 6749 section 5.2.
fn refused(answer: &Answer) -> ProviderError {
    let challenge = answer.header("www-authenticate").unwrap_or_default();
    if answer.status == 401 && challenge.contains(r#"error="invalid_token""#) {
        return ProviderError::No(Cause::Unknown);
    }
    oauth::refusal(answer).unwrap_or_else(|| ProviderError::unrecognised(answer))
}

fn account(answer: &Answer, (id, name): (&str, &str)) -> Result<Account, ProviderError> {
    let me: Value = answer.read(refused)?;
    let text = |member: &str| match &me[member] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let told = text(id).zip(text(name));
    let (id, name) = told.ok_or_else(|| ProviderError::unrecognised(answer))?;
    Ok(Account {
        id: AccountId(id),
        kind: AccountKind::Account,
        name,
        handle: None,
    })
}

/// A stage on which this is the one network, with the app entered that the server knows so.
pub async fn stage(plain: &Arc<Plain>, id: &str, secret: &str) -> TestResult<Stage> {
    let stage = Stage::with(Scene {
        networks: Some(Registry::of(vec![plain.clone()])),
        app_entered: false,
        ..Scene::default()
    })
    .await?;
    enter_app(&stage, id, secret).await?;
    Ok(stage)
}

pub async fn enter_app(stage: &Stage, id: &str, secret: &str) -> TestResult {
    let wish = AppRequest::SaveApp {
        network: network_named(PLAIN),
        client_id: id.to_owned(),
        client_secret: Secret::new(secret.to_owned()),
    };
    stage.ask(wish).await.map(drop)
}

/// What a trial of the entered app shows.
pub async fn tried(stage: &Stage, what: AppCheck) -> TestResult<AppVerdictCode> {
    let network = network_named(PLAIN);
    let Reply::App(AppReply::AppTried(findings)) =
        stage.ask(AppRequest::TryApp { network }).await?
    else {
        return Err(Trouble::unexpected("another reply than findings"));
    };
    let found = findings.iter().find(|one| one.tried == what);
    Ok(found.unwrap().showed)
}

/// Connects, from the first click to the green tick.
pub async fn connect(
    stage: &mut Stage,
    person: &mut Person,
    answers: fn(&[Form]) -> Option<Move>,
) -> TestResult<LocationView> {
    let card = stage.begin_adding(PLAIN, None).await?;
    approve(stage, &card, person, answers).await?;
    stage.over(&card).await?;
    let connected = stage.snapshot().await?.locations.remove(0);
    assert!(works(&connected.health), "{:?}", connected.health);
    Ok(connected)
}

/// The person answers the pages, and the browser leads back to the listener.
pub async fn approve(
    stage: &Stage,
    card: &Card,
    person: &mut Person,
    answers: fn(&[Form]) -> Option<Move>,
) -> TestResult<Url> {
    let back = person.walks(&card.page, answers).await?;
    stage.bring_back(card, &back).await?;
    Ok(back)
}

/// The one location, once it looks as wanted.
pub async fn until(stage: &mut Stage, wanted: fn(&HealthView) -> bool) -> TestResult<LocationView> {
    let what = "the one location as wanted";
    stage
        .until(what, |seen| {
            let found = seen.locations.first()?;
            wanted(&found.health).then(|| found.clone())
        })
        .await
}

pub fn works(health: &HealthView) -> bool {
    (health.icon, health.state) == (Icon::Tick, StateCode::Connected)
}

/// No longer working, as the network said without a reason.
pub fn lost(health: &HealthView) -> bool {
    (health.state, health.cause) == (StateCode::NeedsYou, Some(Cause::Unknown))
}

pub fn disconnected(health: &HealthView) -> bool {
    health.state == StateCode::NotConnected
}

/// A sign-in without the engine, to try what the engine never does.
pub struct Attempt {
    ask: AuthorizationRequest,
    caller: CallContext,
}

impl Attempt {
    pub fn of(plain: &Plain, app: &str, secret: Option<&str>) -> Attempt {
        Attempt {
            ask: AuthorizationRequest {
                redirect_uri: Url::parse("http://127.0.0.1:51234/callback/plain").unwrap(),
                state: one_time_text(&[1; 32]),
                challenge: Challenge::from_random(&[2; 32]),
                proof_key: ProofKey::from_random(&[3; 32]),
                scopes: plain.about().asked_scopes(),
                account: None,
                ask_again: false,
            },
            caller: CallContext {
                app: App {
                    id: app.to_owned(),
                    secret: secret.map(|secret| Secret::new(secret.to_owned())),
                },
                host: None,
                now: Timestamp::from_secs(1_800_000_000),
            },
        }
    }

    pub fn caller(&self) -> CallContext {
        self.caller.clone()
    }

    /// The code that the person's approval brings.
    pub async fn code(
        &self,
        stage: &Stage,
        plain: &Plain,
        answers: fn(&[Form]) -> Option<Move>,
    ) -> TestResult<CodeExchange> {
        let step = plain.authorize(self.caller(), self.ask.clone());
        let page = converse(&*stage.line, step).await.ok().unwrap();
        let back = Person::named("a browser").walks(&page.url, answers).await?;
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
}
