//! The Mastodon server.

use fastrand::Rng;
use serde_json::{Value, json};

use super::reply::Reply;
use super::{AuthorizationRequest, HOST, MARK, Stranger, Trick, sly_tokens, sly_ways_back, values};
use crate::call::Call;

const SCOPES: &str = "read:accounts read:statuses write:media write:statuses";
/// So long a token lives where it has an end, so that it is renewed under the eyes of the proof.
const LIFE: u64 = 20;

/// As an honest server answers.
pub(super) fn good(stranger: &Stranger, call: &Call) -> Reply {
    match call.path.as_str() {
        "/.well-known/oauth-authorization-server" => Reply::json(200, &metadata()),
        "/api/v1/apps" => Reply::json(200, &app(stranger)),
        "/oauth/authorize" => {
            let (code, ask) = (stranger.fresh("code"), AuthorizationRequest::read(call));
            Reply::to(&ask.back_with(&[("code", &code), ("state", &ask.state)]))
        }
        "/oauth/token" => Reply::json(200, &tokens(stranger)),
        "/oauth/revoke" => Reply::json(200, &json!({})),
        "/api/v1/accounts/verify_credentials" => Reply::json(200, &account()),
        "/api/v1/instance" | "/api/v2/instance" => Reply::json(200, &instance()),
        _ => Reply::json(404, &json!({ "error": "Record not found" })),
    }
}

/// What can be drawn for a place besides.
pub(super) fn sly(stranger: &Stranger, rng: &mut Rng, call: &Call) -> Vec<Trick> {
    let other = stranger.another(rng);
    match call.path.as_str() {
        "/.well-known/oauth-authorization-server" => {
            let with = |name: &str, value: Value| Reply::altered(&metadata(), name, value);
            let mut doors = metadata();
            doors["token_endpoint"] = json!(format!("{other}/oauth/token"));
            doors["authorization_endpoint"] = json!(format!("{other}/oauth/authorize"));
            vec![
                (
                    "speaks for another",
                    with("issuer", json!("https://mastodon.practice")),
                ),
                ("speaks for another network", with("issuer", json!(other))),
                (
                    "issuer with a person",
                    with("issuer", json!(format!("https://{HOST}@mastodon.practice"))),
                ),
                ("another's doors", Reply::json(200, &doors)),
                (
                    "doors into the house",
                    with("authorization_endpoint", json!("file:///etc/passwd")),
                ),
                (
                    "promises to name itself",
                    with(
                        "authorization_response_iss_parameter_supported",
                        json!(true),
                    ),
                ),
                (
                    "permissions without end",
                    with("scopes_supported", json!(vec![MARK; 50_000])),
                ),
            ]
        }
        "/api/v1/apps" => {
            let with = |name: &str, value: Value| Reply::altered(&app(stranger), name, value);
            vec![
                (
                    "a secret of a megabyte",
                    with("client_secret", json!(MARK.repeat(95_000))),
                ),
                (
                    "an id in lines",
                    with("client_id", json!(format!("{MARK}\r\nX: 1"))),
                ),
                (
                    "an id that is a list",
                    with("client_id", json!([MARK, MARK])),
                ),
                ("no secret", with("client_secret", Value::Null)),
                (
                    "the way back of another",
                    with("redirect_uri", json!(other)),
                ),
            ]
        }
        "/oauth/authorize" => sly_ways_back(stranger, rng, &AuthorizationRequest::read(call)),
        "/oauth/token" => sly_tokens(&tokens(stranger)),
        "/api/v1/accounts/verify_credentials" => {
            let with = |name: &str, value: Value| Reply::altered(&account(), name, value);
            vec![
                ("somebody else", with("id", json!(values::text(rng)))),
                ("one of another network", with("id", json!("1"))),
                (
                    "a name that attacks",
                    with("display_name", json!(values::text(rng))),
                ),
                (
                    "a handle that attacks",
                    with("username", json!(values::text(rng))),
                ),
                ("the handle of another", with("username", json!("alice"))),
                (
                    "an identity without end",
                    with("id", json!("7".repeat(100_000))),
                ),
                (
                    "moved to another",
                    with("moved", json!({ "acct": "alice@mastodon.practice" })),
                ),
                ("closed", with("suspended", json!(true))),
            ]
        }
        "/.well-known/webfinger" => {
            let link = |href: &str| {
                Reply::json(200, &json!({ "links": [{ "rel": "self", "href": href }] }))
            };
            vec![
                (
                    "lives at another",
                    link("https://mastodon.practice/users/alice"),
                ),
                ("lives in the house", link("https://router.local/users/a")),
                (
                    "lives at an address",
                    link("https://169.254.169.254/users/a"),
                ),
                ("lives nowhere", link("javascript:alert(1)")),
            ]
        }
        _ => vec![],
    }
}

fn metadata() -> Value {
    let at = |path: &str| format!("https://{HOST}{path}");
    json!({
        "issuer": at(""),
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "app_registration_endpoint": at("/api/v1/apps"),
        "revocation_endpoint": at("/oauth/revoke"),
        "scopes_supported": ["read", "write", "read:accounts", "read:statuses", "write:media", "write:statuses"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
    })
}

fn app(stranger: &Stranger) -> Value {
    json!({
        "id": "1",
        "name": "Greentick",
        "client_id": stranger.fresh("id"),
        "client_secret": stranger.fresh("secret"),
        "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
    })
}

fn tokens(stranger: &Stranger) -> Value {
    json!({
        "access_token": stranger.fresh("access"),
        "refresh_token": stranger.fresh("refresh"),
        "token_type": "Bearer",
        "scope": SCOPES,
        "created_at": 1_700_000_000,
        "expires_in": LIFE,
    })
}

fn account() -> Value {
    json!({
        "id": "109302436954721982",
        "username": "mallory",
        "acct": "mallory",
        "display_name": "Mallory",
        "suspended": false,
    })
}

fn instance() -> Value {
    json!({ "uri": HOST, "domain": HOST, "title": "Hostile", "version": "4.4.0" })
}
