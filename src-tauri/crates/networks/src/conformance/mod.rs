//! What every dialect must hold, chosen by what its `about()` declares. A dialect brings only its
//! recorded answers.

mod bent;
mod corpus;
mod odd;
mod refusals;

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, Mutex};

use domain::{AccountId, Binding, Host, Scopes, Secret, Timestamp, TokenSet, Use};
use proptest::prelude::ProptestConfig;
use url::Url;

use crate::dpop::ProofKey;
use crate::oauth::{Challenge, one_time_text};
use crate::script::{Script, answer, value};
use crate::{
    Access, Answer, App, AppCredentialsFrom, AppSecret, AuthorizationRequest, CallContext,
    CodeExchange, Dialect, Method, Pkce, ProbeResult, ProviderError, RedirectMethod,
    RefreshedTokens, Registry, Renewal, Request, Revocation, SecretPlace, SignInPage, SignInResult,
    Step,
};

/// What a network answered, word for word.
pub struct Recorded {
    pub host: Option<Host>,
    /// The hosts that a real conversation may reach.
    pub hosts: &'static [&'static str],
    /// What the sign-in address carries beside what the standard names.
    pub extra: &'static [&'static str],
    /// What asking again adds to the address; nothing where the network has no such thing.
    pub asks_again: &'static [&'static str],
    pub register: Vec<&'static str>,
    /// The account that the person names, where the network must know it first.
    pub typed: &'static str,
    /// The conversation that finds the sign-in page; empty where the address is just worded.
    pub authorize: Vec<&'static str>,
    pub sign_in: Vec<&'static str>,
    /// The conversation that takes a token over which was made by hand.
    pub import_token: Vec<&'static str>,
    pub probe: Vec<&'static str>,
    /// The account that the probe is for.
    pub account: &'static str,
    pub renew: Vec<&'static str>,
    pub revoke: Vec<&'static str>,
    /// What the tokens are bound to.
    pub binding: Option<Binding>,
    /// Ends of paths that are asked by POST although they change nothing.
    pub reads_by_post: &'static [&'static str],
    /// Parameters that carry a token or a secret in the address because the network has no other
    /// way.
    pub tokens_in_address: &'static [&'static str],
    /// Parameters that a network reads only where nothing in them is escaped.
    pub bare_parameters: &'static [&'static str],
    /// The place in the probe at which the refusal table is met.
    pub refused_at: usize,
    /// The refusal table: status, body, and what it means when a probe meets it.
    pub refusals: Vec<(u16, String, ProviderError)>,
    /// The refusals of a renewal: status, body, meaning; met at its last answer.
    pub renew_refusals: Vec<(u16, String, ProviderError)>,
    /// Bodies that look like a refusal and stand in no table.
    pub strange: Vec<String>,
}

impl Recorded {
    /// Nothing recorded yet: a dialect fills in what it has.
    pub fn nothing() -> Recorded {
        Recorded {
            host: None,
            hosts: &[],
            extra: &[],
            asks_again: &[],
            register: vec![],
            typed: "acme.example",
            authorize: vec![],
            sign_in: vec![],
            import_token: vec![],
            probe: vec![],
            account: "",
            renew: vec![],
            revoke: vec![],
            binding: None,
            reads_by_post: &[],
            tokens_in_address: &[],
            bare_parameters: &[],
            refused_at: 0,
            refusals: vec![],
            renew_refusals: vec![],
            strange: vec![],
        }
    }
}

fn recorded(dialect: &dyn Dialect) -> &'static Recorded {
    static KNOWN: LazyLock<Mutex<HashMap<&str, &'static Recorded>>> = LazyLock::new(Mutex::default);
    let fresh = || -> &'static Recorded { Box::leak(Box::new(dialect.recorded())) };
    let mut known = KNOWN.lock().unwrap();
    known.entry(dialect.about().id).or_insert_with(fresh)
}

const CLIENT: &str = "client-id-1";
const APP_SECRET: &str = "app-secret-1";
const CODE: &str = "code-1";
const ACCESS: &str = "token-1";
const REFRESH: &str = "refresh-1";
const REDIRECT: &str = "http://127.0.0.1:4711/callback/x?y=%20z";

/// Who calls in the conversations of a suite or of a dialect's own tests.
pub(crate) fn caller(host: Option<Host>) -> CallContext {
    let app = App {
        id: CLIENT.into(),
        secret: Some(Secret::new(APP_SECRET.into())),
    };
    let now = Timestamp::from_secs(1_000);
    CallContext { app, host, now }
}

fn caller_of(dialect: &dyn Dialect) -> CallContext {
    let mut caller = caller(recorded(dialect).host.clone());
    if dialect.about().app == AppCredentialsFrom::Nobody {
        caller.app.secret = None;
    }
    caller
}

fn verifier() -> Secret {
    Challenge::from_random(&[7; 32]).verifier().clone()
}

/// A code as a callback brings it.
pub(crate) fn code(scopes: Scopes) -> CodeExchange {
    CodeExchange {
        code: Secret::new(CODE.into()),
        redirect_uri: Url::parse(REDIRECT).unwrap(),
        verifier: verifier(),
        scopes,
        binding: None,
    }
}

/// A token set; with a refresh token, as a network that renews gives it.
pub(crate) fn tokens() -> TokenSet {
    TokenSet {
        access: Secret::new(ACCESS.into()),
        refresh: Some(Secret::new(REFRESH.into())),
        binding: None,
    }
}

fn tokens_of(dialect: &dyn Dialect) -> TokenSet {
    TokenSet {
        binding: recorded(dialect).binding.clone(),
        ..tokens()
    }
}

/// What a probe gets: no refresh token.
fn access_of(dialect: &dyn Dialect) -> TokenSet {
    TokenSet {
        refresh: None,
        ..tokens_of(dialect)
    }
}

fn sign_in(dialect: &dyn Dialect) -> Step<SignInResult> {
    let code = CodeExchange {
        binding: recorded(dialect).binding.clone(),
        ..code(dialect.about().asked_scopes())
    };
    dialect.sign_in(caller_of(dialect), code)
}

fn probe(dialect: &dyn Dialect) -> Step<ProbeResult> {
    let account = AccountId(recorded(dialect).account.into());
    dialect.probe(caller_of(dialect), access_of(dialect), account)
}

fn renew(dialect: &dyn Dialect) -> Option<Step<RefreshedTokens>> {
    dialect.renew(caller_of(dialect), tokens_of(dialect))
}

fn revoke(dialect: &dyn Dialect) -> Option<Step<()>> {
    dialect.revoke(caller_of(dialect), tokens_of(dialect))
}

fn import_token(dialect: &dyn Dialect) -> Option<Step<SignInResult>> {
    dialect.import_token(caller_of(dialect), Secret::new(ACCESS.into()))
}

/// So many cases, or as many as a longer run asks for.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES");
    let asked = asked.ok().and_then(|asked| asked.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}

fn well(bodies: &[&str]) -> Vec<Answer> {
    bodies.iter().map(|body| answer(200, body)).collect()
}

fn practice() -> Registry {
    Registry::practice(|name| Url::parse(&format!("http://127.0.0.1:9/{name}/")).unwrap())
}

fn every(holds: impl Fn(&dyn Dialect)) {
    every_real(&holds);
    practice()
        .iter()
        .for_each(|(_, dialect)| holds(dialect.as_ref()));
}

/// Real and practice dialects differ in addresses only: what is read is the same.
fn every_real(holds: impl Fn(&dyn Dialect)) {
    Registry::real()
        .iter()
        .for_each(|(_, dialect)| holds(dialect.as_ref()));
}

/// How a sign-in is asked for.
pub(crate) fn ask(scopes: Scopes, ask_again: bool) -> AuthorizationRequest {
    AuthorizationRequest {
        redirect_uri: Url::parse(REDIRECT).unwrap(),
        state: one_time_text(&[9; 32]),
        challenge: Challenge::from_random(&[7; 32]),
        proof_key: ProofKey::from_random(&[8; 32]),
        scopes,
        account: Some("acme.example".into()),
        ask_again,
    }
}

fn find_step(dialect: &dyn Dialect, ask_again: bool) -> Step<SignInPage> {
    let ask = AuthorizationRequest {
        account: Some(recorded(dialect).typed.into()),
        ..ask(dialect.about().asked_scopes(), ask_again)
    };
    dialect.authorize(caller_of(dialect), ask)
}

fn find_page(dialect: &dyn Dialect, ask_again: bool) -> (SignInPage, Vec<Request>) {
    let answers = well(&recorded(dialect).authorize);
    let (page, asked) = Script::new(answers).play(find_step(dialect, ask_again));
    (page.ok().unwrap(), asked)
}

fn authorize(dialect: &dyn Dialect, ask_again: bool) -> Url {
    find_page(dialect, ask_again).0.url
}

/// What a sign-in sends ahead of the person, where a network wants that: the address then only
/// points to it (RFC 9126).
fn pushed(dialect: &dyn Dialect, ask_again: bool) -> BTreeMap<String, String> {
    let (page, asked) = find_page(dialect, ask_again);
    let ahead = asked
        .iter()
        .find(|request| value(&request.form, "response_type").is_some());
    match ahead {
        None => parameters(&page.url),
        Some(request) => request
            .form
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.expose().to_owned()))
            .collect(),
    }
}

fn parameters(url: &Url) -> BTreeMap<String, String> {
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let map: BTreeMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(map.len(), pairs.len(), "a parameter stands there twice");
    map
}

#[test]
fn the_sign_in_asks_for_what_the_standard_names_and_for_nothing_else() {
    every(|dialect| {
        let (about, recorded) = (dialect.about(), recorded(dialect));
        let mut sent = pushed(dialect, false);
        let mut has = |name: &str, wanted: &str| {
            assert_eq!(sent.remove(name).as_deref(), Some(wanted), "{name}");
        };
        has("response_type", "code");
        has("redirect_uri", REDIRECT);
        has("state", one_time_text(&[9; 32]).expose());
        if let Some(challenge) = Challenge::from_random(&[7; 32]).worded(about.pkce) {
            has("code_challenge", &challenge);
            has("code_challenge_method", "S256");
        }
        let client = sent.remove(about.wording.client_id).unwrap();
        assert!(client == CLIENT || about.app == AppCredentialsFrom::Nobody);
        let scope = sent.remove("scope").unwrap();
        assert_eq!(scope, about.asked_scopes().joined(about.wording.separator));
        for name in recorded.extra {
            assert!(sent.remove(*name).is_some(), "{name}");
        }
        assert_eq!(sent, BTreeMap::new());
    });
}

#[test]
fn asking_again_adds_to_the_request_and_changes_nothing_in_it() {
    every(|dialect| {
        let first = pushed(dialect, false);
        let mut again = pushed(dialect, true);
        for name in recorded(dialect).asks_again {
            let asked = again.remove(*name).expect(name);
            assert_ne!(first.get(*name), Some(&asked), "{name}");
        }
        let unchanged = |(name, value): (&String, &String)| first[name] == *value;
        assert!(again.iter().all(unchanged), "{}", dialect.about().id);
    });
}

#[test]
fn the_sign_in_address_holds_no_secret_and_is_worded_the_same_every_time() {
    every(|dialect| {
        let address = authorize(dialect, true);
        for secret in [verifier().expose(), APP_SECRET] {
            assert!(!address.as_str().contains(secret));
        }
        assert_eq!(address, authorize(dialect, true));
    });
}

fn assert_harvest(dialect: &dyn Dialect, harvest: &SignInResult) {
    assert!(!harvest.person.id.0.is_empty() && !harvest.person.name.is_empty());
    assert!(!harvest.grants.is_empty() && !harvest.finds.is_empty());
    let granted = |access| matches!(access, Access::Granted(at) if at < harvest.grants.len());
    assert!(harvest.finds.iter().any(|find| granted(find.access)));
    for fresh in &harvest.grants {
        assert!(!fresh.tokens.access.is_empty());
        assert!(!dialect.about().uses(&fresh.scopes).is_empty());
        let renews = dialect.about().renewal != Renewal::None;
        assert!(renews || !fresh.dates.renewable, "{}", dialect.about().id);
    }
}

#[test]
fn a_sign_in_on_recorded_answers_brings_a_harvest() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let (harvest, asked) = Script::new(well(&recorded.sign_in)).play(sign_in(dialect));
        assert_eq!(asked.len(), recorded.sign_in.len());
        assert_harvest(dialect, &harvest.ok().unwrap());
    });
}

#[test]
fn a_token_made_by_hand_brings_a_harvest_where_a_network_has_such_tokens() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let step = import_token(dialect);
        assert_eq!(
            step.is_some(),
            !recorded.import_token.is_empty(),
            "{}",
            dialect.about().id
        );
        if let Some(step) = step {
            let (harvest, asked) = Script::new(well(&recorded.import_token)).play(step);
            assert_eq!(asked.len(), recorded.import_token.len());
            assert_harvest(dialect, &harvest.ok().unwrap());
        }
    });
}

/// The request of a conversation that goes to the token endpoint.
fn spends<'a>(asked: &'a [Request], grant_type: &str) -> &'a Request {
    let sent = |request: &&Request| value(&request.form, "grant_type") == Some(grant_type);
    asked.iter().find(sent).expect(grant_type)
}

fn assert_app_speaks(dialect: &dyn Dialect, request: &Request) {
    let about = dialect.about();
    let sent = |name| value(&request.form, name);
    let nobody = about.app == AppCredentialsFrom::Nobody;
    match about.wording.secret {
        _ if nobody => assert!(sent(about.wording.client_id).is_some()),
        SecretPlace::Form => {
            assert_eq!(sent(about.wording.client_id), Some(CLIENT));
            assert_eq!(sent("client_secret"), Some(APP_SECRET));
            assert!(request.basic.is_none());
        }
        SecretPlace::Basic => {
            let (id, secret) = request.basic.as_ref().unwrap();
            assert_eq!((id.as_str(), secret.expose()), (CLIENT, APP_SECRET));
            assert_eq!(sent("client_secret"), None);
        }
    }
}

#[test]
fn the_code_is_exchanged_with_all_that_it_is_bound_to() {
    every(|dialect| {
        let answers = well(&recorded(dialect).sign_in);
        let (_, asked) = Script::new(answers).play(sign_in(dialect));
        let exchange = spends(&asked, "authorization_code");
        assert_eq!(exchange.method, Method::Post);
        assert!(exchange.query.is_empty() && exchange.bearer.is_none());
        let sent = |name| value(&exchange.form, name);
        assert_eq!(sent("code"), Some(CODE));
        assert_eq!(sent("redirect_uri"), Some(REDIRECT));
        assert_app_speaks(dialect, exchange);
        let bound = (dialect.about().pkce != Pkce::None).then(verifier);
        assert_eq!(sent("code_verifier"), bound.as_ref().map(Secret::expose));
        let key = recorded(dialect).binding.as_ref().map(|bound| &bound.key);
        assert!(exchange.proof_key.as_ref() == key);
    });
}

#[test]
fn a_user_app_without_a_secret_speaks_with_its_id_alone_where_that_is_declared() {
    every(|dialect| {
        let about = dialect.about();
        let Some((_, secret)) = about.app.user() else {
            return;
        };
        if secret == AppSecret::Needed {
            return;
        }
        let mut caller = caller_of(dialect);
        caller.app.secret = None;
        let step = dialect.sign_in(caller, code(about.asked_scopes()));
        let (_, asked) = Script::new(well(&recorded(dialect).sign_in)).play(step);
        let exchange = spends(&asked, "authorization_code");
        assert_eq!(value(&exchange.form, about.wording.client_id), Some(CLIENT));
        assert!(value(&exchange.form, "client_secret").is_none() && exchange.basic.is_none());
    });
}

/// The requests of a probe in the name of an app.
fn asked_in_name_of(dialect: &dyn Dialect, app: &str) -> String {
    let mut caller = caller_of(dialect);
    caller.app = App {
        id: app.to_owned(),
        secret: Some(Secret::new(format!("secret of {app}"))),
    };
    let account = AccountId(recorded(dialect).account.into());
    let step = dialect.probe(caller, access_of(dialect), account);
    let (_, asked) = Script::new(well(&recorded(dialect).probe)).play(step);
    asked.iter().map(worded).collect()
}

/// All of a request by which it can differ from another, secrets included.
fn worded(request: &Request) -> String {
    let pairs = |pairs: &[(&'static str, Secret)]| -> String {
        let worded = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}&", value.expose()));
        worded.collect()
    };
    let bearer = request.bearer.as_ref().map(Secret::expose);
    let basic = request
        .basic
        .as_ref()
        .map(|(id, secret)| (id, secret.expose()));
    let (query, form) = (pairs(&request.query), pairs(&request.form));
    format!("{} {query} {form} {bearer:?} {basic:?}\n", request.url)
}

#[test]
fn a_look_names_the_app_where_that_is_declared_and_nowhere_else() {
    every(|dialect| {
        let differs = asked_in_name_of(dialect, "one") != asked_in_name_of(dialect, "another");
        assert_eq!(
            differs,
            dialect.about().probe_names_app,
            "{}",
            dialect.about().id
        );
    });
}

#[test]
fn a_look_on_recorded_answers_tells_what_the_token_speaks_for() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let (seen, asked) = Script::new(well(&recorded.probe)).play(probe(dialect));
        assert_eq!(seen.unwrap().account.0, recorded.account);
        assert_eq!(asked.len(), recorded.probe.len());
        for request in &asked {
            let path = request.url.path();
            let by_post = recorded.reads_by_post.iter().any(|end| path.ends_with(end));
            assert_eq!(request.method == Method::Post, by_post, "{path}");
            assert!(request.bearer.is_some() || by_post, "{path}");
        }
    });
}

#[test]
fn a_look_that_names_another_account_is_not_taken_for_ours() {
    every(|dialect| {
        let recorded = recorded(dialect);
        // Of the same shape: only who it is differs.
        let (last, before) = recorded.account.as_bytes().split_last().unwrap();
        let last = if *last == b'7' { "6" } else { "7" };
        let another = String::from_utf8_lossy(before).into_owned() + last;
        let bodies = recorded.probe.iter();
        let bodies: Vec<String> = bodies
            .map(|body| body.replace(recorded.account, &another))
            .collect();
        assert!(
            bodies
                .iter()
                .zip(&recorded.probe)
                .any(|(now, was)| now != was)
        );
        let answers = bodies.iter().map(|body| answer(200, body));
        let seen = Script::new(answers).then_silence().play(probe(dialect)).0;
        let ours = seen.is_ok_and(|seen| seen.account.0 == recorded.account);
        assert!(!ours, "{}", dialect.about().id);
    });
}

#[test]
fn a_token_is_renewed_exactly_where_that_is_declared() {
    every(|dialect| {
        let (about, recorded) = (dialect.about(), recorded(dialect));
        let step = renew(dialect);
        assert_eq!(
            step.is_some(),
            about.renewal != Renewal::None,
            "{}",
            about.id
        );
        let Some(step) = step else {
            return assert!(recorded.renew.is_empty() && recorded.renew_refusals.is_empty());
        };
        let (renewed, asked) = Script::new(well(&recorded.renew)).play(step);
        let renewed = renewed.ok().unwrap();
        assert!(!renewed.tokens.access.is_empty() && renewed.dates.renewable);
        let (last, before) = asked.split_last().unwrap();
        assert!(
            last.renews && before.iter().all(|one| !one.renews),
            "{}",
            about.id
        );
        assert!(renewed.dates.access_ends.is_some(), "{}", about.id);
        let bound = |set: &TokenSet| set.binding.as_ref().map(|bound| bound.key.clone());
        assert!(bound(&renewed.tokens) == bound(&tokens_of(dialect)));
        if about.renewal == Renewal::Rotate {
            // What the network does not replace goes on.
            assert!(
                renewed
                    .tokens
                    .refresh
                    .is_some_and(|refresh| !refresh.is_empty())
            );
            let spent = spends(&asked, "refresh_token");
            assert_eq!(spent.method, Method::Post);
            assert!(spent.query.is_empty() && spent.bearer.is_none());
            assert_eq!(value(&spent.form, "refresh_token"), Some(REFRESH));
            assert_app_speaks(dialect, spent);
        }
    });
}

#[test]
fn a_token_can_be_taken_back_exactly_where_it_is_declared() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let step = revoke(dialect);
        let declared = dialect.about().revocation != Revocation::OnlyByPerson;
        assert_eq!(step.is_some(), declared, "{}", dialect.about().id);
        if let Some(step) = step {
            let (done, asked) = Script::new(well(&recorded.revoke)).play(step);
            assert_eq!(done, Ok(()));
            let names = asked
                .iter()
                .filter_map(|request| value(&request.form, "token"));
            let names: Vec<_> = names.collect();
            assert!(!names.is_empty() && names.iter().all(|name| [ACCESS, REFRESH].contains(name)));
        }
    });
}

#[test]
fn an_app_is_registered_exactly_where_that_is_declared() {
    every(|dialect| {
        let host = Host::parse("some.example").unwrap();
        let step = dialect.register(&host, &[], &dialect.about().asked_scopes());
        let declared = dialect.about().app == AppCredentialsFrom::RunTime;
        assert_eq!(step.is_some(), declared, "{}", dialect.about().id);
    });
}

#[test]
fn what_is_declared_fits_together() {
    every(|dialect| {
        let about = dialect.about();
        let own_page = about.roads.contains(&RedirectMethod::OwnPage);
        assert_eq!(dialect.own_page().is_some(), own_page);
        assert!(!about.surfaces.is_empty() && !about.roads.is_empty());
        assert_eq!(
            recorded(dialect).host.is_some(),
            about.asks_for == Some(crate::AsksFor::Instance)
        );
        assert!(!about.scopes_for(&[Use::Identify]).is_empty());
        let lower = |name: &str| name.to_ascii_lowercase() == name;
        let mut headers = about.credit_headers.iter().flat_map(|told| told.names());
        assert!(headers.all(lower));
    });
}

/// Everything that a dialect asks in its recorded conversations.
fn all_asked(dialect: &dyn Dialect) -> Vec<Request> {
    let recorded = recorded(dialect);
    let mut asked = find_page(dialect, false).1;
    asked.extend(
        Script::new(well(&recorded.sign_in))
            .play(sign_in(dialect))
            .1,
    );
    asked.extend(Script::new(well(&recorded.probe)).play(probe(dialect)).1);
    if let Some(step) = import_token(dialect) {
        asked.extend(Script::new(well(&recorded.import_token)).play(step).1);
    }
    if let Some(step) = renew(dialect) {
        asked.extend(Script::new(well(&recorded.renew)).play(step).1);
    }
    if let Some(step) = revoke(dialect) {
        asked.extend(Script::new(well(&recorded.revoke)).play(step).1);
    }
    let registering = recorded
        .host
        .as_ref()
        .and_then(|host| dialect.register(host, &[], &dialect.about().asked_scopes()));
    if let Some(step) = registering {
        asked.extend(Script::new(well(&recorded.register)).play(step).1);
    }
    asked
}

#[test]
fn no_secret_stands_in_an_address() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let of_answers = recorded.sign_in.iter().flat_map(|body| token_values(body));
        let own = [ACCESS, REFRESH, APP_SECRET, CODE].map(str::to_owned);
        let secrets: Vec<String> = of_answers.chain(own).collect();
        for request in all_asked(dialect) {
            let address = request.url.as_str();
            let mut bare = request.url.query_pairs();
            assert!(bare.all(|(name, _)| recorded.bare_parameters.contains(&&*name)));
            assert!(secrets.iter().all(|secret| !address.contains(secret)));
            for (name, sent) in &request.query {
                let sent = sent.expose();
                assert_ne!(sent, verifier().expose());
                let secret = secrets.iter().any(|secret| sent.contains(secret));
                assert!(
                    !secret || recorded.tokens_in_address.contains(name),
                    "{name}"
                );
            }
        }
    });
}

fn token_values(body: &str) -> Vec<String> {
    let parts = body.split("\"access_token\":\"").skip(1);
    let values = parts.filter_map(|rest| rest.split('"').next());
    values.map(str::to_owned).collect()
}

#[test]
fn a_real_conversation_stays_with_the_networks_own_hosts() {
    for (_, dialect) in Registry::real().iter() {
        let recorded = recorded(dialect.as_ref());
        let mut addresses = vec![authorize(dialect.as_ref(), false)];
        addresses.extend(dialect.own_page());
        addresses.push(dialect.permissions_page(recorded.host.as_ref()));
        let asked = all_asked(dialect.as_ref());
        addresses.extend(asked.into_iter().map(|request| request.url));
        for address in addresses {
            assert_eq!(address.scheme(), "https");
            assert_eq!(address.port(), None);
            let host = address.host_str().unwrap();
            assert!(recorded.hosts.contains(&host), "{address}");
        }
    }
}

#[test]
fn a_practice_conversation_stays_on_this_computer() {
    for (_, dialect) in practice().iter() {
        let mut addresses = vec![authorize(dialect.as_ref(), false)];
        addresses.extend(dialect.own_page());
        let practice_host = Host::parse(crate::PRACTICE_INSTANCE).unwrap();
        addresses.push(dialect.permissions_page(Some(&practice_host)));
        let asked = all_asked(dialect.as_ref());
        addresses.extend(asked.into_iter().map(|request| request.url));
        for address in addresses {
            assert_eq!(address.origin().ascii_serialization(), "http://127.0.0.1:9");
        }
    }
}
