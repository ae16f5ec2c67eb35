//! What every dialect must hold, chosen by what its `about()` declares. A dialect brings only its
//! recorded answers.

mod refusals;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Host, Scopes, Secret, Timestamp, TokenSet, Use};
use sha2::Digest as _;
use url::Url;

use crate::oauth::{Challenge, one_time_text};
use crate::script::{Script, answer, value};
use crate::{
    Access, Answer, App, AppCredentialsFrom, Ask, Caller, Code, Dialect, Harvest, Method, Pkce,
    Refusal, Registry, Request, ReturnRoad, Revocation, Seen, Step, facebook, mastodon,
};

/// What a network answered, word for word.
pub(crate) struct Recorded {
    pub host: Option<Host>,
    /// The hosts that a real conversation may reach.
    pub hosts: &'static [&'static str],
    pub register: Vec<&'static str>,
    pub sign_in: Vec<&'static str>,
    pub look: Vec<&'static str>,
    pub revoke: Vec<&'static str>,
    /// Parameters that carry a token in the address because the network has no other way.
    pub tokens_in_address: &'static [&'static str],
    /// The refusal table: status, body, and what it means when a look meets it.
    pub refusals: Vec<(u16, String, Refusal)>,
    /// Bodies that look like a refusal and stand in no table.
    pub strange: Vec<String>,
}

static FACEBOOK: LazyLock<Recorded> = LazyLock::new(facebook::tests::recorded);
static MASTODON: LazyLock<Recorded> = LazyLock::new(mastodon::tests::recorded);

fn recorded(dialect: &dyn Dialect) -> &'static Recorded {
    match dialect.about().id {
        "facebook" => &FACEBOOK,
        "mastodon" => &MASTODON,
        other => panic!("{other} brings no recorded answers"),
    }
}

const CLIENT: &str = "client-id-1";
const APP_SECRET: &str = "app-secret-1";
const CODE: &str = "code-1";
const REDIRECT: &str = "http://127.0.0.1:4711/callback/x?y=%20z";

fn caller(host: Option<Host>) -> Caller {
    let app = App {
        id: CLIENT.into(),
        secret: Some(Secret::new(APP_SECRET.into())),
    };
    let now = Timestamp::from_secs(1_000);
    Caller { app, host, now }
}

fn verifier() -> Secret {
    Challenge::from_random(&[7; 32]).verifier().clone()
}

fn code(scopes: Scopes) -> Code {
    Code {
        code: Secret::new(CODE.into()),
        redirect_uri: Url::parse(REDIRECT).unwrap(),
        verifier: verifier(),
        scopes,
    }
}

fn tokens() -> TokenSet {
    TokenSet {
        access: Secret::new("token-1".into()),
        refresh: None,
    }
}

fn sign_in(dialect: &dyn Dialect) -> Step<Harvest> {
    let scopes = dialect.about().asked_scopes();
    dialect.sign_in(caller(recorded(dialect).host.clone()), code(scopes))
}

fn look(dialect: &dyn Dialect) -> Step<Seen> {
    dialect.look(caller(recorded(dialect).host.clone()), tokens())
}

fn well(bodies: &[&str]) -> Vec<Answer> {
    bodies.iter().map(|body| answer(200, body)).collect()
}

fn practice() -> Registry {
    Registry::practice(|name| Url::parse(&format!("http://127.0.0.1:9/{name}/")).unwrap())
}

fn every(holds: impl Fn(&dyn Dialect)) {
    for registry in [Registry::real(), practice()] {
        registry
            .iter()
            .for_each(|(_, dialect)| holds(dialect.as_ref()));
    }
}

fn authorize(dialect: &dyn Dialect, ask_again: bool) -> Url {
    dialect.authorize(&Ask {
        client_id: CLIENT,
        host: recorded(dialect).host.as_ref(),
        redirect_uri: &Url::parse(REDIRECT).unwrap(),
        state: &one_time_text(&[9; 32]),
        challenge: &Challenge::from_random(&[7; 32]),
        scopes: &dialect.about().asked_scopes(),
        ask_again,
    })
}

fn parameters(url: &Url) -> BTreeMap<String, String> {
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let map: BTreeMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(map.len(), pairs.len(), "a parameter stands there twice");
    map
}

#[test]
fn the_sign_in_address_carries_what_the_standard_names_and_nothing_else() {
    every(|dialect| {
        let mut sent = parameters(&authorize(dialect, false));
        let mut has = |name: &str, wanted: &str| {
            assert_eq!(sent.remove(name).as_deref(), Some(wanted), "{name}");
        };
        has("response_type", "code");
        has("client_id", CLIENT);
        has("redirect_uri", REDIRECT);
        has("state", one_time_text(&[9; 32]).expose());
        if dialect.about().pkce == Pkce::S256 {
            let hash = sha2::Sha256::digest(verifier().expose());
            has("code_challenge", &URL_SAFE_NO_PAD.encode(hash));
            has("code_challenge_method", "S256");
        }
        let scope = sent.remove("scope").unwrap();
        assert_eq!(Scopes::parse(&scope), dialect.about().asked_scopes());
        assert_eq!(sent, BTreeMap::new());
    });
}

#[test]
fn asking_again_adds_to_the_address_and_changes_nothing_in_it() {
    every(|dialect| {
        let first = parameters(&authorize(dialect, false));
        let again = parameters(&authorize(dialect, true));
        assert!(first.iter().all(|(name, value)| again[name] == *value));
        assert!(again.len() > first.len(), "{}", dialect.about().id);
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

#[test]
fn a_sign_in_on_recorded_answers_brings_a_harvest() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let (harvest, asked) = Script::new(well(&recorded.sign_in)).play(sign_in(dialect));
        let harvest = harvest.ok().unwrap();
        assert_eq!(asked.len(), recorded.sign_in.len());
        assert!(!harvest.person.id.0.is_empty() && !harvest.person.name.is_empty());
        assert!(!harvest.grants.is_empty() && !harvest.finds.is_empty());
        for find in &harvest.finds {
            assert!(matches!(find.access, Access::Granted(at) if at < harvest.grants.len()));
        }
        for fresh in &harvest.grants {
            assert!(!fresh.tokens.access.is_empty());
            assert!(!dialect.about().uses(&fresh.scopes).is_empty());
        }
    });
}

#[test]
fn the_code_is_exchanged_with_all_that_it_is_bound_to() {
    every(|dialect| {
        let answers = well(&recorded(dialect).sign_in);
        let (_, asked) = Script::new(answers).play(sign_in(dialect));
        let exchange = &asked[0];
        assert_eq!(exchange.method, Method::Post);
        assert!(exchange.query.is_empty() && exchange.bearer.is_none());
        let sent = |name| value(&exchange.form, name);
        assert_eq!(sent("grant_type"), Some("authorization_code"));
        assert_eq!(sent("code"), Some(CODE));
        assert_eq!(sent("redirect_uri"), Some(REDIRECT));
        assert_eq!(sent("client_id"), Some(CLIENT));
        assert_eq!(sent("client_secret"), Some(APP_SECRET));
        let bound = (dialect.about().pkce == Pkce::S256).then(verifier);
        assert_eq!(
            sent("code_verifier"),
            bound.as_ref().map(domain::Secret::expose)
        );
    });
}

#[test]
fn a_look_on_recorded_answers_tells_what_the_token_speaks_for() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let (seen, asked) = Script::new(well(&recorded.look)).play(look(dialect));
        assert!(!seen.unwrap().account.0.is_empty());
        assert_eq!(asked.len(), recorded.look.len());
        assert!(asked.iter().all(|request| request.method == Method::Get));
        assert!(asked.iter().all(|request| request.bearer.is_some()));
    });
}

#[test]
fn a_token_can_be_taken_back_exactly_where_it_is_declared() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let step = dialect.revoke(caller(recorded.host.clone()), tokens());
        let declared = dialect.about().revocation == Revocation::Token;
        assert_eq!(step.is_some(), declared, "{}", dialect.about().id);
        if let Some(step) = step {
            let (done, asked) = Script::new(well(&recorded.revoke)).play(step);
            assert_eq!(done, Ok(()));
            assert_eq!(value(&asked[0].form, "token"), Some("token-1"));
        }
    });
}

#[test]
fn an_app_is_registered_exactly_where_that_is_declared() {
    every(|dialect| {
        let host = Host::parse("some.example").unwrap();
        let step = dialect.register(&host, &[]);
        let declared = dialect.about().app == AppCredentialsFrom::RunTime;
        assert_eq!(step.is_some(), declared, "{}", dialect.about().id);
    });
}

#[test]
fn what_is_declared_fits_together() {
    every(|dialect| {
        let about = dialect.about();
        let own_page = about.roads.contains(&ReturnRoad::OwnPage);
        assert_eq!(dialect.own_page().is_some(), own_page);
        assert!(!about.surfaces.is_empty() && !about.roads.is_empty());
        assert_eq!(recorded(dialect).host.is_some(), about.instances);
        assert!(!about.scopes_for(&[Use::Identify]).is_empty());
        let lower = |name: &&str| name.to_ascii_lowercase() == **name;
        assert!(about.credit_headers.iter().all(lower));
    });
}

/// Everything that a dialect asks in its recorded conversations.
fn all_asked(dialect: &dyn Dialect) -> Vec<Request> {
    let recorded = recorded(dialect);
    let host = recorded.host.clone();
    let (_, mut asked) = Script::new(well(&recorded.sign_in)).play(sign_in(dialect));
    asked.extend(Script::new(well(&recorded.look)).play(look(dialect)).1);
    if let Some(step) = dialect.revoke(caller(host.clone()), tokens()) {
        asked.extend(Script::new(well(&recorded.revoke)).play(step).1);
    }
    if let Some(step) = host.and_then(|host| dialect.register(&host, &[])) {
        asked.extend(Script::new(well(&recorded.register)).play(step).1);
    }
    asked
}

#[test]
fn no_secret_stands_in_an_address() {
    every(|dialect| {
        let recorded = recorded(dialect);
        let of_answers = recorded.sign_in.iter().flat_map(|body| token_values(body));
        let tokens: Vec<String> = of_answers.chain(["token-1".into()]).collect();
        for request in all_asked(dialect) {
            let address = request.url.as_str();
            let clean = |text: &str| {
                !text.contains(APP_SECRET) && !text.contains(CODE) && text != verifier().expose()
            };
            assert!(clean(address) && request.url.query().is_none());
            for (name, sent) in &request.query {
                assert!(clean(sent.expose()), "{name} at {address}");
                let token = tokens.iter().any(|token| sent.expose().contains(token));
                assert!(
                    !token || recorded.tokens_in_address.contains(name),
                    "{name}"
                );
            }
            assert!(tokens.iter().all(|token| !address.contains(token)));
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
