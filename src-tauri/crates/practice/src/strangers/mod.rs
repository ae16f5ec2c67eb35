//! A Mastodon server and a PDS of somebody who means harm. Whatever is asked, a seed decides whether
//! the answer is good, bent, sly or no answer at all; enough of it is good that sign-ins get as far
//! as they can. Off unless [`crate::Config::strangers`] is set.
//!
//! What they send holds a mark, and what reaches them is searched for the secrets of all others: so
//! it is seen where something of theirs came to another network, or something of another's to them.

mod anywhere;
mod door;
mod mastodon;
mod pds;
mod reply;
mod values;
mod witness;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use crate::call::Call;
use crate::state_file::locked;
use reply::Reply;
pub(crate) use witness::{Witness, pass};

/// Under which name both are known, as an instance and as `did:web`.
const HOST: &str = "hostile.practice";
pub(crate) const MASTODON: &str = "hostile-mastodon";
pub(crate) const PDS: &str = "hostile-pds";
/// Stands in every value that they make.
const MARK: &str = "ofastranger";
/// As many sign-ins are remembered.
const ASKS: usize = 1_000;

/// Which of the two answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Mastodon,
    Pds,
}

/// A sign-in as it was asked for.
#[derive(Clone)]
struct AuthorizationRequest {
    back: String,
    state: String,
}

/// What one of them knows.
pub(crate) struct Stranger {
    role: Role,
    origin: Url,
    /// Where the others are.
    others: Vec<Url>,
    witness: Arc<Witness>,
    chance: Mutex<Rng>,
    /// By the name under which it was sent ahead.
    asks: Mutex<BTreeMap<String, AuthorizationRequest>>,
    made: Mutex<u64>,
}

/// What may be drawn for a place: what it is called, and the answer.
type Trick = (&'static str, Reply);

impl Stranger {
    pub(crate) fn new(
        name: &'static str,
        origin: Url,
        others: Vec<Url>,
        witness: Arc<Witness>,
        seed: u64,
    ) -> Stranger {
        let role = match name {
            PDS => Role::Pds,
            _ => Role::Mastodon,
        };
        // Each has chances of its own, so that one asked more often moves nothing at the other.
        let own_seed = match role {
            Role::Mastodon => seed,
            Role::Pds => !seed,
        };
        Stranger {
            role,
            origin,
            others,
            witness,
            chance: Mutex::new(Rng::with_seed(own_seed)),
            asks: Mutex::default(),
            made: Mutex::default(),
        }
    }

    /// Answers until everything stops.
    pub(crate) async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        stopping: watch::Receiver<()>,
    ) -> io::Result<()> {
        door::serve(self, listener, stopping).await
    }

    /// Draws an answer.
    fn answer(&self, call: &Call) -> Reply {
        let mut rng = locked(&self.chance).fork();
        let sly = match self.role {
            Role::Mastodon => mastodon::sly(self, &mut rng, call),
            Role::Pds => pds::sly(self, &mut rng, call),
        };
        // What comes first is mostly good, or nobody would ever get to what comes later.
        let [no_answer, a_sly_one, a_bent_one] = match call.path.starts_with("/.well-known/") {
            true => [3, 10, 14],
            false => [8, 24, 34],
        };
        let (trick, reply) = match rng.u8(0..100) {
            drawn if drawn < no_answer => anywhere::draw(self, &mut rng),
            drawn if drawn < a_sly_one && !sly.is_empty() => {
                let at = rng.usize(..sly.len());
                sly.into_iter()
                    .nth(at)
                    .unwrap_or_else(|| anywhere::draw(self, &mut rng))
            }
            drawn if drawn < a_bent_one => ("bent", self.good(call).bent(&mut rng)),
            _ => ("good", self.good(call)),
        };
        self.witness.played(self.role, trick, &call.path);
        reply
    }

    fn good(&self, call: &Call) -> Reply {
        match self.role {
            Role::Mastodon => mastodon::good(self, call),
            Role::Pds => pds::good(self, call),
        }
    }

    /// A value that nobody had before, with the mark.
    fn fresh(&self, what: &str) -> String {
        let mut made = locked(&self.made);
        *made += 1;
        format!("{MARK}-{what}-{made}")
    }

    /// As these servers write their own origin.
    fn itself(&self) -> String {
        self.origin.origin().ascii_serialization()
    }

    /// The origin of another one.
    fn another(&self, rng: &mut Rng) -> String {
        let other = rng.choice(&self.others).unwrap_or(&self.origin);
        other.origin().ascii_serialization()
    }

    fn remember(&self, name: String, ask: AuthorizationRequest) {
        let mut asks = locked(&self.asks);
        if asks.len() == ASKS {
            asks.clear();
        }
        asks.insert(name, ask);
    }

    fn remembered(&self, name: &str) -> Option<AuthorizationRequest> {
        locked(&self.asks).get(name).cloned()
    }
}

impl AuthorizationRequest {
    fn read(call: &Call) -> AuthorizationRequest {
        let param = |name| call.param(name).unwrap_or_default().to_owned();
        AuthorizationRequest {
            back: param("redirect_uri"),
            state: param("state"),
        }
    }

    /// The way back with these parameters.
    fn back_with(&self, params: &[(&str, &str)]) -> String {
        let Ok(mut back) = Url::parse(&self.back) else {
            return self.back.clone();
        };
        back.query_pairs_mut().extend_pairs(params);
        back.into()
    }
}

/// What an authorization server of either kind can do to whoever comes back.
fn sly_ways_back(stranger: &Stranger, rng: &mut Rng, ask: &AuthorizationRequest) -> Vec<Trick> {
    let code = stranger.fresh("code");
    let (code, state) = (code.as_str(), ask.state.as_str());
    let other = stranger.another(rng);
    let long = "x".repeat(200_000);
    let strange = values::text(rng);
    let to = |params: &[(&str, &str)]| Reply::to(&ask.back_with(params));
    vec![
        (
            "names another issuer",
            to(&[("code", code), ("state", state), ("iss", &other)]),
        ),
        ("no state", to(&[("code", code)])),
        (
            "another state",
            to(&[
                ("code", code),
                ("state", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            ]),
        ),
        (
            "two states",
            to(&[("code", code), ("state", state), ("state", "other")]),
        ),
        (
            "two codes",
            to(&[("code", code), ("code", "other"), ("state", state)]),
        ),
        ("no code", to(&[("state", state)])),
        (
            "a code of any length",
            to(&[("code", &long), ("state", state)]),
        ),
        (
            "a strange code",
            to(&[("code", &strange), ("state", state)]),
        ),
        (
            "a strange error",
            to(&[
                ("error", "access_denied"),
                ("error_description", &strange),
                ("state", state),
            ]),
        ),
        (
            "an unknown error",
            to(&[("error", &strange), ("state", state)]),
        ),
        (
            "in the fragment",
            Reply::to(&format!("{}#access_token={code}&state={state}", ask.back)),
        ),
        (
            "a token at once",
            to(&[("access_token", code), ("state", state)]),
        ),
        (
            "to another network",
            Reply::to(&format!("{other}/?code={code}&state={state}")),
        ),
        ("to a script", Reply::to("javascript:alert(1)")),
        ("to a file", Reply::to("file:///etc/passwd")),
        (
            "into the app",
            Reply::to(&format!(
                "app.greentick:/callback/facebook?code={code}&state={state}"
            )),
        ),
        ("an attacking page", Reply::page(crate::hostile::PAGE)),
    ]
}

/// What a token endpoint of either kind gives beyond what it should.
fn sly_tokens(good: &Value) -> Vec<Trick> {
    let with = |name: &str, value: Value| Reply::altered(good, name, value);
    vec![
        ("a life for ever", with("expires_in", json!(i64::MAX))),
        (
            "a life before all time",
            with("expires_in", json!(i64::MIN)),
        ),
        ("a life in words", with("expires_in", json!("soon"))),
        ("a life of a part", with("expires_in", json!(0.000_001))),
        (
            "a life past numbers",
            Reply::text(
                200,
                "application/json",
                &good.to_string().replacen('{', r#"{"expires_in":1e999,"#, 1),
            ),
        ),
        ("another type", with("token_type", json!("mac"))),
        (
            "a token in lines",
            with("access_token", json!(format!("{MARK}\r\nX-Injected: 1"))),
        ),
        (
            "a token of a megabyte",
            with("access_token", json!(MARK.repeat(95_000))),
        ),
        ("an empty token", with("access_token", json!(""))),
        (
            "permissions nobody asked for",
            with("scope", json!("admin:write follow push atproto")),
        ),
        ("no permission", with("scope", json!(""))),
        (
            "permissions without end",
            with("scope", json!(format!("{MARK} ").repeat(50_000))),
        ),
        ("an empty refresh token", with("refresh_token", json!(""))),
        (
            "a refresh token in lines",
            with("refresh_token", json!(format!("{MARK}\n\0"))),
        ),
        (
            "an error with tokens",
            with("error", json!("invalid_grant")),
        ),
    ]
}
