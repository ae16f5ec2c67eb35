mod found;
mod refusals;

use domain::{Binding, Scopes, Timestamp};

use super::*;
use crate::Answer;
use crate::conformance::{self, Recorded};
use crate::script::{Script, answer, value};

const DID: &str = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
const HANDLE: &str = "acme.example";
const PDS: &str = "https://pds.example.com";
const ISSUER: &str = "https://bsky.social";
const DOCUMENT: &str = r##"{"@context":["https://www.w3.org/ns/did/v1"],
    "id":"did:plc:ewvi7nxzyoun6zhxrhs64oiz","alsoKnownAs":["at://acme.example"],
    "verificationMethod":[{"id":"did:plc:ewvi7nxzyoun6zhxrhs64oiz#atproto","type":"Multikey",
    "controller":"did:plc:ewvi7nxzyoun6zhxrhs64oiz","publicKeyMultibase":"zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w"}],
    "service":[{"id":"#bsky_notif","type":"BskyNotificationService","serviceEndpoint":"https://other.example.com"},
    {"id":"#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.example.com"}]}"##;
const RESOURCE: &str = r#"{"resource":"https://pds.example.com","authorization_servers":["https://bsky.social"],
    "scopes_supported":[],"bearer_methods_supported":["header"],"resource_documentation":"https://atproto.com"}"#;
const METADATA: &str = r#"{"issuer":"https://bsky.social","request_parameter_supported":true,
    "scopes_supported":["atproto","transition:email","transition:generic","transition:chat.bsky"],
    "response_types_supported":["code"],"grant_types_supported":["authorization_code","refresh_token"],
    "code_challenge_methods_supported":["S256"],"prompt_values_supported":["none","login","consent","select_account","create"],
    "authorization_response_iss_parameter_supported":true,"jwks_uri":"https://bsky.social/oauth/jwks",
    "authorization_endpoint":"https://bsky.social/oauth/authorize","token_endpoint":"https://bsky.social/oauth/token",
    "token_endpoint_auth_methods_supported":["none","private_key_jwt"],"revocation_endpoint":"https://bsky.social/oauth/revoke",
    "pushed_authorization_request_endpoint":"https://bsky.social/oauth/par","require_pushed_authorization_requests":true,
    "dpop_signing_alg_values_supported":["RS256","ES256","ES256K"],"client_id_metadata_document_supported":true}"#;
const PUSHED: &str = r#"{"request_uri":"urn:ietf:params:oauth:request_uri:req-55b6d1c4d3a3e0c6f0d3a6f1c6a4b0de","expires_in":299}"#;
const TOKEN: &str = r#"{"access_token":"eyJ0eXAiOiJhdCtqd3QifQ.e30.c2ln","token_type":"DPoP","refresh_token":"ref-3f1c","expires_in":3599,
    "scope":"atproto blob:image/* repo:app.bsky.feed.post?action=create","sub":"did:plc:ewvi7nxzyoun6zhxrhs64oiz"}"#;
const SESSION: &str = r#"{"did":"did:plc:ewvi7nxzyoun6zhxrhs64oiz","handle":"acme.example","active":true,
    "didDoc":{"id":"did:plc:ewvi7nxzyoun6zhxrhs64oiz"}}"#;

pub(super) fn recorded() -> Recorded {
    Recorded {
        hosts: &[
            "plc.directory",
            "pds.example.com",
            "bsky.social",
            "public.api.bsky.app",
        ],
        extra: &["login_hint"],
        asks_again: &["prompt"],
        typed: DID,
        authorize: vec![DOCUMENT, RESOURCE, METADATA, PUSHED],
        sign_in: vec![RESOURCE, METADATA, TOKEN, DOCUMENT, SESSION],
        probe: vec![SESSION],
        account: DID,
        renew: vec![METADATA, TOKEN],
        revoke: vec![METADATA, "{}"],
        binding: Some(binding()),
        refusals: refusals::of_probe(),
        renew_refusals: refusals::of_renewal(),
        strange: refusals::strange(),
        ..Recorded::nothing()
    }
}

/// What the tokens of a grant are bound to.
fn binding() -> Binding {
    bound_to(&format!("{PDS} {ISSUER} {DID}"))
}

fn bound_to(server: &str) -> Binding {
    let ask = conformance::ask(Scopes::default(), false);
    Binding {
        key: ask.proof_key.secret().clone(),
        server: server.into(),
    }
}

fn tokens() -> TokenSet {
    TokenSet {
        binding: Some(binding()),
        ..conformance::tokens()
    }
}

fn caller() -> CallContext {
    conformance::caller(None)
}

fn code() -> CodeExchange {
    CodeExchange {
        binding: Some(binding()),
        ..conformance::code(ABOUT.asked_scopes())
    }
}

fn sign_in(answers: &[&str]) -> (Result<SignInResult, ProviderError>, Vec<Request>) {
    play(Bluesky::real().sign_in(caller(), code()), answers)
}

fn renew(answers: &[&str]) -> (Result<RefreshedTokens, ProviderError>, Vec<Request>) {
    renew_of(binding(), answers)
}

fn renew_of(
    binding: Binding,
    answers: &[&str],
) -> (Result<RefreshedTokens, ProviderError>, Vec<Request>) {
    let binding = Some(binding);
    let tokens = TokenSet {
        binding,
        ..tokens()
    };
    play(Bluesky::real().renew(caller(), tokens).unwrap(), answers)
}

fn play<T>(step: Step<T>, answers: &[&str]) -> (Result<T, ProviderError>, Vec<Request>) {
    Script::new(answers.iter().map(|body| answer(200, body))).play(step)
}

fn not_an_answer() -> Option<ProviderError> {
    Some(ProviderError::AskLater(Unavailable::NotAnAnswer, None))
}

#[test]
fn the_client_id_is_the_one_of_any_program_of_this_computer_and_names_no_port() {
    assert_eq!(
        client_id(),
        "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback%2Fbluesky\
         &scope=atproto+blob%3Aimage%2F*+repo%3Aapp.bsky.feed.post%3Faction%3Dcreate"
    );
}

#[test]
fn what_the_settings_hold_is_never_sent() {
    let (_, asked) = sign_in(&[RESOURCE, METADATA, TOKEN, DOCUMENT, SESSION]);
    let exchange = &asked[2];
    assert_eq!(value(&exchange.form, "client_id"), Some(&*client_id()));
    assert_eq!(value(&exchange.form, "client_secret"), None);
}

#[test]
fn a_sign_in_brings_one_account_whose_session_lasts_two_weeks_in_all() {
    let (harvest, asked) = sign_in(&[RESOURCE, METADATA, TOKEN, DOCUMENT, SESSION]);
    let harvest = harvest.ok().unwrap();
    assert_eq!(harvest.person.id.0, DID);
    assert_eq!(harvest.finds[0].account.name, HANDLE);
    let handle = harvest.finds[0].account.handle.as_deref();
    assert_eq!(handle, Some("@acme.example"));
    let [fresh] = &harvest.grants[..] else {
        panic!("one grant")
    };
    assert_eq!(fresh.scopes, ABOUT.asked_scopes());
    let two_weeks = Timestamp::from_secs(1_000 + 14 * 86_400);
    assert_eq!(fresh.dates.needs_human_by(), Some(two_weeks));
    assert_eq!(fresh.dates.access_ends, Some(Timestamp::from_secs(4_599)));
    let bound = fresh.tokens.binding.as_ref().unwrap();
    assert!(bound.server == binding().server && bound.key == binding().key);
    // Every call that carries a token or a code is proven.
    for (request, proven) in asked.iter().zip([false, false, true, false, true]) {
        assert_eq!(request.proof_key.is_some(), proven, "{}", request.url);
    }
}

#[test]
fn an_end_that_a_server_tells_counts_where_it_is_earlier() {
    let ends = |told: &str| {
        let token = TOKEN.replace("\"expires_in\"", &format!("{told},\"expires_in\""));
        let (harvest, _) = sign_in(&[RESOURCE, METADATA, &token, DOCUMENT, SESSION]);
        harvest.ok().unwrap().grants[0].dates.refresh_ends
    };
    let day = "\"refresh_token_expires_in\":86400";
    assert_eq!(ends(day), Some(Timestamp::from_secs(87_400)));
    let year = "\"refresh_token_expires_in\":31536000";
    assert_eq!(ends(year), Some(Timestamp::from_secs(1_000 + 14 * 86_400)));
}

#[test]
fn a_renewal_spends_the_refresh_token_and_moves_no_end_of_the_session() {
    let (renewed, asked) = renew(&[METADATA, TOKEN]);
    let renewed = renewed.ok().unwrap();
    assert_eq!(renewed.dates.refresh_ends, None);
    assert_eq!(renewed.dates.access_ends, Some(Timestamp::from_secs(4_599)));
    assert!(renewed.tokens.refresh.unwrap().expose() == "ref-3f1c");
    let spent = &asked[1];
    assert!(spent.proof_key.as_ref() == Some(&binding().key));
    assert_eq!(value(&spent.form, "client_id"), Some(&*client_id()));
}

#[test]
fn a_refresh_token_that_is_not_replaced_goes_on() {
    for other in ["", "\"refresh_token\":\"\","] {
        let token = TOKEN.replace("\"refresh_token\":\"ref-3f1c\",", other);
        assert_ne!(token, TOKEN);
        let (renewed, _) = renew(&[METADATA, &token]);
        let refresh = renewed.ok().unwrap().tokens.refresh.unwrap();
        assert!(refresh == tokens().refresh.unwrap());
    }
}

#[test]
fn the_refresh_token_is_taken_back_and_the_access_token_only_where_there_is_none() {
    let taken_back = |tokens: TokenSet| {
        let step = Bluesky::real().revoke(caller(), tokens).unwrap();
        let (done, asked) = play(step, &[METADATA, "{}"]);
        assert_eq!(done, Ok(()));
        assert!(asked[1].proof_key.is_some());
        value(&asked[1].form, "token").unwrap().to_owned()
    };
    assert_eq!(taken_back(tokens()), "refresh-1");
    let without = TokenSet {
        refresh: None,
        ..tokens()
    };
    assert_eq!(taken_back(without), "token-1");
}

#[test]
fn tokens_that_are_bound_to_nothing_are_never_sent() {
    let dialect = Bluesky::real();
    let loose = || TokenSet {
        binding: None,
        ..tokens()
    };
    let probe = dialect.probe(caller(), loose(), AccountId(DID.into()));
    let (seen, asked) = play(probe, &[]);
    assert_eq!(seen.err(), not_an_answer());
    assert!(asked.is_empty());
    assert!(dialect.renew(caller(), loose()).is_none());
    assert!(dialect.revoke(caller(), loose()).is_none());
    let code = conformance::code(ABOUT.asked_scopes());
    let (harvest, _) = play(dialect.sign_in(caller(), code), &[]);
    assert_eq!(harvest.err(), Some(ProviderError::StartAnew));
}

#[test]
fn what_a_code_buys_is_discarded_unless_it_is_bound_and_says_whose_it_is() {
    for (part, other) in [
        ("\"DPoP\"", "\"Bearer\""),
        ("\"token_type\"", "\"kind\""),
        ("\"sub\"", "\"who\""),
        ("\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\"", "\"did:key:z6Mk\""),
        ("atproto ", ""),
        ("\"scope\"", "\"scopes\""),
    ] {
        let token = TOKEN.replace(part, other);
        assert_ne!(token, TOKEN);
        let (harvest, asked) = sign_in(&[RESOURCE, METADATA, &token]);
        assert_eq!(harvest.err(), not_an_answer(), "{part}");
        assert_eq!(asked.len(), 3);
    }
}

#[test]
fn fewer_scopes_than_were_asked_for_are_kept_as_they_are() {
    let token = TOKEN.replace(" blob:image/* repo:app.bsky.feed.post?action=create", "");
    let (harvest, _) = sign_in(&[RESOURCE, METADATA, &token, DOCUMENT, SESSION]);
    let scopes = harvest.ok().unwrap().grants[0].scopes.clone();
    assert_eq!(scopes, Scopes::new(["atproto"]));
    let publishes = ABOUT.uses(&scopes).contains(&(Use::Publish, false));
    assert!(publishes);
}

#[test]
fn a_server_may_speak_for_its_own_accounts_only() {
    // The account lives elsewhere, and there another authorization server is trusted.
    let elsewhere = DOCUMENT.replace(PDS, "https://victim.example.net");
    let resource = RESOURCE
        .replace(PDS, "https://victim.example.net")
        .replace("bsky.social", "auth.example.net");
    let metadata = METADATA.replace("bsky.social", "auth.example.net");
    let answers = [RESOURCE, METADATA, TOKEN, &elsewhere, &resource, &metadata];
    let (harvest, asked) = sign_in(&answers);
    assert_eq!(harvest.err(), Some(ProviderError::IssuerMismatch));
    // The tokens went nowhere.
    assert!(asked[3..].iter().all(|request| request.bearer.is_none()));
}

#[test]
fn whoever_signs_in_as_somebody_else_at_the_same_place_is_bound_to_the_own_server() {
    let elsewhere = DOCUMENT.replace(PDS, "https://second.example.com");
    let resource = RESOURCE.replace(PDS, "https://second.example.com");
    let (harvest, asked) = sign_in(&[
        RESOURCE, METADATA, TOKEN, &elsewhere, &resource, METADATA, SESSION,
    ]);
    let harvest = harvest.ok().unwrap();
    let bound = harvest.grants[0].tokens.binding.as_ref().unwrap();
    let second = format!("https://second.example.com {ISSUER} {DID}");
    assert_eq!(bound.server, second);
    assert_eq!(asked[6].url.host_str(), Some("second.example.com"));
}

/// What a server names by the time that the code came back is another issuer than the person signed
/// in at.
#[test]
fn a_code_and_its_verifier_go_to_the_issuer_of_the_attempt_alone() {
    let other = |text: &str| text.replace("bsky.social", "evil.example");
    let (harvest, asked) = sign_in(&[&other(RESOURCE), &other(METADATA)]);
    assert_eq!(harvest.err(), Some(ProviderError::IssuerMismatch));
    assert!(asked.iter().all(|request| request.form.is_empty()));
    // What was never bound to one is redeemed nowhere.
    let code = CodeExchange {
        binding: Some(bound_to(PDS)),
        ..code()
    };
    let step = Bluesky::real().sign_in(caller(), code);
    let (harvest, asked) = play(step, &[RESOURCE, METADATA]);
    assert_eq!(harvest.err(), Some(ProviderError::IssuerMismatch));
    assert!(asked.iter().all(|request| request.form.is_empty()));
}

/// Nobody is asked where the account lives or whom its server trusts: one that moved is followed by
/// a new sign-in alone.
#[test]
fn a_refresh_token_goes_to_the_issuer_that_the_grant_began_with_alone() {
    let (renewed, asked) = renew(&[METADATA, TOKEN]);
    let renewed = renewed.ok().unwrap();
    assert_eq!(renewed.tokens.binding.unwrap().server, binding().server);
    let revoke = Bluesky::real().revoke(caller(), tokens()).unwrap();
    let (_, taken_back) = play(revoke, &[METADATA, "{}"]);
    for request in asked.iter().chain(&taken_back) {
        assert_eq!(request.url.origin().ascii_serialization(), ISSUER);
    }
    // An issuer that turns out to be another one gets nothing.
    let other = METADATA.replace("bsky.social", "evil.example");
    let (renewed, asked) = renew(&[&other]);
    assert_eq!(renewed.err(), Some(ProviderError::IssuerMismatch));
    assert!(asked.iter().all(|request| request.form.is_empty()));
}

#[test]
fn what_early_versions_did_not_write_down_is_pinned_by_the_first_renewal() {
    let (renewed, _) = renew_of(bound_to(PDS), &[RESOURCE, METADATA, TOKEN]);
    let bound = renewed.ok().unwrap().tokens.binding.unwrap();
    assert!(bound.server == binding().server && bound.key == binding().key);
}

#[test]
fn what_a_renewal_brings_is_discarded_unless_it_is_bound_and_of_the_same_account() {
    for (part, other) in [
        ("\"DPoP\"", "\"Bearer\""),
        ("\"token_type\"", "\"kind\""),
        ("\"sub\"", "\"who\""),
        (DID, "did:plc:aaaa"),
    ] {
        let token = TOKEN.replace(part, other);
        assert_ne!(token, TOKEN);
        let (renewed, _) = renew(&[METADATA, &token]);
        assert_eq!(renewed.err(), not_an_answer(), "{part}");
    }
}

#[test]
fn a_session_of_another_account_than_the_tokens_name_is_none() {
    let other = SESSION.replace(
        "\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\",\"h",
        "\"did:plc:aaaa\",\"h",
    );
    assert_ne!(other, SESSION);
    let (harvest, _) = sign_in(&[RESOURCE, METADATA, TOKEN, DOCUMENT, &other]);
    assert_eq!(harvest.err(), not_an_answer());
}

#[test]
fn a_look_tells_todays_handle_and_what_is_left_of_the_limit() {
    let limits = [
        ("ratelimit-limit", "3000"),
        ("ratelimit-remaining", "2997"),
        ("ratelimit-reset", "1300"),
        ("ratelimit-policy", "3000;w=300"),
    ];
    let came = Answer {
        headers: limits.map(|(name, told)| (name.into(), told.into())).into(),
        ..answer(200, &SESSION.replace("acme.example", "new.example"))
    };
    let probe = Bluesky::real().probe(caller(), tokens(), AccountId(DID.into()));
    let (seen, asked) = Script::new([came]).play(probe);
    let seen = seen.unwrap();
    assert_eq!(seen.name, "new.example");
    let reset = Some(Timestamp::from_secs(1_300));
    assert_eq!(seen.credits[0].full_again_at, reset);
    assert!(asked[0].proof_key.is_some() && asked[0].bearer.is_some());
}

#[test]
fn an_account_whose_handle_is_not_believed_goes_by_its_identity() {
    let session = SESSION.replace("acme.example", "handle.invalid");
    let probe = Bluesky::real().probe(caller(), tokens(), AccountId(DID.into()));
    assert_eq!(play(probe, &[&session]).0.unwrap().name, DID);
}

#[test]
fn the_permissions_page_is_the_one_of_the_server_that_is_named() {
    let page = |host: Option<&str>| {
        let host = host.map(|name| Host::parse(name).unwrap());
        Bluesky::real().permissions_page(host.as_ref()).to_string()
    };
    assert_eq!(page(None), "https://bsky.social/account");
    let own = page(Some("pds.example.com"));
    assert_eq!(own, "https://pds.example.com/account");
}
