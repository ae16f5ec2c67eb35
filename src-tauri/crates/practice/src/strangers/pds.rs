//! The PDS, which is its own authorization server.

use axum::http::Method;
use fastrand::Rng;
use serde_json::{Value, json};

use super::reply::Reply;
use super::{AuthorizationRequest, HOST, MARK, Stranger, Trick, sly_tokens, sly_ways_back, values};
use crate::call::Call;

const LIFE: u64 = 20;
/// Of the practice Bluesky's people, the first.
const ANOTHERS_DID: &str = "did:plc:jw5k2harbourlane3bakery7";

fn did() -> String {
    format!("did:web:{HOST}")
}

/// As an honest server answers.
pub(super) fn good(stranger: &Stranger, call: &Call) -> Reply {
    match call.path.as_str() {
        "/.well-known/did.json" => Reply::json(200, &document(stranger)),
        "/.well-known/oauth-protected-resource" => Reply::json(200, &resource(stranger)),
        "/.well-known/oauth-authorization-server" => Reply::json(200, &metadata(stranger)),
        "/oauth/par" if call.method == Method::POST => {
            let name = stranger.fresh("request");
            stranger.remember(name.clone(), AuthorizationRequest::read(call));
            Reply::json(
                200,
                &json!({ "request_uri": format!("urn:ietf:params:oauth:request_uri:{name}"), "expires_in": 299 }),
            )
        }
        "/oauth/authorize" => match asked(stranger, call) {
            Some(ask) => {
                let code = stranger.fresh("code");
                let back = [
                    ("iss", stranger.itself()),
                    ("code", code),
                    ("state", ask.state.clone()),
                ];
                let back: Vec<(&str, &str)> = back
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                Reply::to(&ask.back_with(&back))
            }
            None => Reply::page("<h1>This request is over</h1>"),
        },
        "/oauth/token" => Reply::json(200, &tokens(stranger)),
        "/oauth/revoke" => Reply::json(200, &json!({})),
        "/xrpc/com.atproto.server.getSession" => Reply::json(200, &session()),
        _ => Reply::json(404, &json!({ "error": "NotFound", "message": MARK })),
    }
}

/// What can be drawn for a place besides.
pub(super) fn sly(stranger: &Stranger, rng: &mut Rng, call: &Call) -> Vec<Trick> {
    let other = stranger.another(rng);
    let with = |good: Value, name: &str, value: Value| Reply::altered(&good, name, value);
    match call.path.as_str() {
        "/.well-known/did.json" => {
            let lives = |at: &str| {
                with(
                    document(stranger),
                    "service",
                    json!([{
                        "id": "#atproto_pds",
                        "type": "AtprotoPersonalDataServer",
                        "serviceEndpoint": at,
                    }]),
                )
            };
            vec![
                (
                    "the document of another",
                    with(document(stranger), "id", json!(ANOTHERS_DID)),
                ),
                (
                    "the names of another",
                    with(
                        document(stranger),
                        "alsoKnownAs",
                        json!(["at://jana.practice"]),
                    ),
                ),
                ("lives at another", lives(&other)),
                ("lives in the house", lives("https://169.254.169.254")),
                ("lives on this computer", lives("http://127.0.0.1:22")),
                ("lives in a file", lives("file:///etc")),
                ("lives with a person", lives(&format!("https://a:b@{HOST}"))),
                (
                    "services without end",
                    with(
                        document(stranger),
                        "service",
                        json!(vec![json!({ "id": MARK }); 20_000]),
                    ),
                ),
            ]
        }
        "/.well-known/oauth-protected-resource" => vec![
            (
                "trusts another",
                with(resource(stranger), "authorization_servers", json!([other])),
            ),
            (
                "is another",
                with(resource(stranger), "resource", json!(other)),
            ),
            (
                "trusts nobody",
                with(resource(stranger), "authorization_servers", json!([])),
            ),
        ],
        "/.well-known/oauth-authorization-server" => vec![
            (
                "speaks for another",
                with(metadata(stranger), "issuer", json!(other)),
            ),
            (
                "another's doors",
                with(
                    metadata(stranger),
                    "token_endpoint",
                    json!(format!("{other}/oauth/token")),
                ),
            ),
            (
                "another's page",
                with(
                    metadata(stranger),
                    "authorization_endpoint",
                    json!(format!("{other}/oauth/authorize")),
                ),
            ),
            (
                "a page in a file",
                with(
                    metadata(stranger),
                    "authorization_endpoint",
                    json!("file:///etc/passwd"),
                ),
            ),
            (
                "another's end",
                with(
                    metadata(stranger),
                    "revocation_endpoint",
                    json!(format!("{other}/oauth/revoke")),
                ),
            ),
            (
                "sends ahead to another",
                with(
                    metadata(stranger),
                    "pushed_authorization_request_endpoint",
                    json!(format!("{other}/oauth/par")),
                ),
            ),
        ],
        "/oauth/par" => vec![
            (
                "a name of any length",
                with(json!({}), "request_uri", json!(MARK.repeat(95_000))),
            ),
            (
                "a name that is an address",
                with(
                    json!({}),
                    "request_uri",
                    json!(format!("{other}/?a=b&redirect_uri={other}")),
                ),
            ),
        ],
        "/oauth/authorize" => match asked(stranger, call) {
            Some(ask) => sly_ways_back(stranger, rng, &ask),
            None => vec![],
        },
        "/oauth/token" => {
            let mut all = sly_tokens(&tokens(stranger));
            all.extend([
                (
                    "the tokens of another",
                    with(tokens(stranger), "sub", json!(ANOTHERS_DID)),
                ),
                (
                    "tokens of nobody",
                    with(tokens(stranger), "sub", Value::Null),
                ),
                (
                    "tokens without a bond",
                    with(tokens(stranger), "token_type", json!("Bearer")),
                ),
            ]);
            all
        }
        "/xrpc/com.atproto.server.getSession" => vec![
            (
                "the session of another",
                with(session(), "did", json!(ANOTHERS_DID)),
            ),
            (
                "the handle of another",
                with(session(), "handle", json!("jana.practice")),
            ),
            (
                "a handle that attacks",
                with(session(), "handle", json!(values::text(rng))),
            ),
            ("a closed session", with(session(), "active", json!(false))),
        ],
        _ => vec![],
    }
}

fn asked(stranger: &Stranger, call: &Call) -> Option<AuthorizationRequest> {
    let name = call.param("request_uri")?;
    stranger.remembered(name.rsplit(':').next()?)
}

fn document(stranger: &Stranger) -> Value {
    json!({
        "id": did(),
        "alsoKnownAs": [format!("at://{HOST}")],
        "verificationMethod": [],
        "service": [{
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": stranger.itself(),
        }],
    })
}

fn resource(stranger: &Stranger) -> Value {
    json!({
        "resource": stranger.itself(),
        "authorization_servers": [stranger.itself()],
    })
}

fn metadata(stranger: &Stranger) -> Value {
    let at = |path: &str| format!("{}{path}", stranger.itself());
    json!({
        "issuer": at(""),
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "revocation_endpoint": at("/oauth/revoke"),
        "pushed_authorization_request_endpoint": at("/oauth/par"),
        "authorization_response_iss_parameter_supported": true,
        "prompt_values_supported": ["login"],
        "dpop_signing_alg_values_supported": ["ES256"],
    })
}

fn tokens(stranger: &Stranger) -> Value {
    json!({
        "access_token": stranger.fresh("access"),
        "refresh_token": stranger.fresh("refresh"),
        "token_type": "DPoP",
        "scope": "atproto transition:generic",
        "sub": did(),
        "expires_in": LIFE,
    })
}

fn session() -> Value {
    json!({ "did": did(), "handle": HOST, "active": true })
}
