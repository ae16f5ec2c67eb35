//! What a native app does with the practice Bluesky: pushed requests, and a proof on every call.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::browser::{Answer, Browser, address, client, get, send};
use crate::kit::{self, ChallengeMethod, Secret, Setup, text};

const BLUESKY: Setup = Setup {
    network: "bluesky",
    authorize: "oauth/authorize",
    token: "oauth/token",
    client_param: "client_id",
    redirect: REDIRECT,
    scopes: "atproto transition:generic",
    proof: ChallengeMethod::S256,
    secret: Secret::None,
};

pub const REDIRECT: &str = "http://127.0.0.1:50123/callback/bluesky";
pub const JANA: &str = "did:plc:jw5k2harbourlane3bakery7";
pub const TOM: &str = "did:plc:tr3studio5ost7reyes2vm4q";
pub const SESSION: &str = "xrpc/com.atproto.server.getSession";

static DRAWN: AtomicU64 = AtomicU64::new(1);

/// Differs at every call; nothing here needs to be hard to guess.
fn draw() -> String {
    format!("{:064}", DRAWN.fetch_add(1, Ordering::Relaxed))
}

pub struct App {
    pub kit: kit::App,
    key: SigningKey,
    pub nonce: RefCell<String>,
    verifier: RefCell<String>,
    pub retries: Cell<usize>,
}

/// What a proof says, to be spoilt before it is signed.
pub struct Draft {
    pub header: Value,
    pub claims: Value,
}

pub fn new_key() -> SigningKey {
    SigningKey::from_slice(&Sha256::digest(draw())).unwrap()
}

pub fn sign(draft: &Draft, key: &SigningKey) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encode(&draft.header), encode(&draft.claims));
    let signature: Signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

pub fn jwk(key: &SigningKey) -> Value {
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = point.as_bytes()[1..].split_at(32);
    let encode = |half: &[u8]| URL_SAFE_NO_PAD.encode(half);
    json!({ "kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y) })
}

impl App {
    pub async fn start() -> App {
        App {
            kit: kit::App::start(BLUESKY).await,
            key: new_key(),
            nonce: RefCell::default(),
            verifier: RefCell::default(),
            retries: Cell::default(),
        }
    }

    /// Another key from now on; the one before is handed back.
    pub fn change_key(&mut self, key: SigningKey) -> SigningKey {
        std::mem::replace(&mut self.key, key)
    }

    pub fn issuer(&self) -> String {
        self.kit.origin().origin().ascii_serialization()
    }

    pub async fn now(&self) -> i64 {
        let state = get(self.kit.practice.control().join("api/state").unwrap()).await;
        state.json()["now"].as_i64().unwrap()
    }

    pub async fn draft(&self, method: &Method, path: &str, token: Option<&str>) -> Draft {
        let mut htu = self.kit.url(path);
        htu.set_query(None);
        let mut claims = json!({
            "jti": draw(),
            "htm": method.as_str(),
            "htu": htu.as_str(),
            "iat": self.now().await,
        });
        let nonce = self.nonce.borrow().clone();
        if !nonce.is_empty() {
            claims["nonce"] = json!(nonce);
        }
        if let Some(token) = token {
            claims["ath"] = json!(URL_SAFE_NO_PAD.encode(Sha256::digest(token)));
        }
        Draft {
            header: json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk(&self.key) }),
            claims,
        }
    }

    /// One request with this proof, and no second try.
    pub async fn once(
        &self,
        method: &Method,
        path: &str,
        token: Option<&str>,
        form: &[(&str, &str)],
        proof: &str,
    ) -> Answer {
        let mut request = client().request(method.clone(), self.kit.url(path));
        if !proof.is_empty() {
            request = request.header("dpop", proof);
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("DPoP {token}"));
        }
        if *method == Method::POST {
            request = request.form(form);
        }
        let answer = send(request).await;
        let nonce = answer.header("dpop-nonce");
        assert!(!nonce.is_empty(), "no nonce at {path}: {}", answer.text);
        nonce.clone_into(&mut self.nonce.borrow_mut());
        answer
    }

    /// The same with a spoilt proof, once the nonce is known.
    pub async fn spoilt(
        &self,
        method: &Method,
        path: &str,
        token: Option<&str>,
        form: &[(&str, &str)],
        spoil: impl Fn(&mut Draft),
    ) -> Answer {
        let mut draft = self.draft(method, path, token).await;
        spoil(&mut draft);
        let proof = sign(&draft, &self.key);
        self.once(method, path, token, form, &proof).await
    }

    async fn call(
        &self,
        method: &Method,
        path: &str,
        token: Option<&str>,
        form: &[(&str, &str)],
    ) -> Answer {
        let answer = self.spoilt(method, path, token, form, |_| {}).await;
        let asks_nonce = answer.text.contains("use_dpop_nonce");
        if !asks_nonce {
            return answer;
        }
        self.retries.set(self.retries.get() + 1);
        self.spoilt(method, path, token, form, |_| {}).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.call(&Method::POST, path, None, form).await
    }

    pub async fn read(&self, token: &str, path: &str) -> Answer {
        self.call(&Method::GET, path, Some(token), &[]).await
    }

    /// A parameter given here replaces the usual one, an empty one drops it.
    pub async fn push(&self, changes: &[(&str, &str)]) -> Answer {
        let verifier = draw();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        *self.verifier.borrow_mut() = verifier;
        let usual = [
            ("response_type", "code"),
            ("client_id", self.kit.id.as_str()),
            ("redirect_uri", REDIRECT),
            ("scope", BLUESKY.scopes),
            ("state", "st4te"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        self.post("oauth/par", &kit::said(&kit::changed(&usual, changes)))
            .await
    }

    pub async fn authorize(&self, changes: &[(&str, &str)]) -> Url {
        let pushed = self.push(changes).await;
        assert_eq!(pushed.status, 201, "{}", pushed.text);
        let id = changes.iter().find(|(name, _)| *name == "client_id");
        let id = id.map_or(self.kit.id.as_str(), |(_, id)| id);
        self.opens(id, &text(&pushed.json(), "request_uri"))
    }

    pub fn opens(&self, id: &str, uri: &str) -> Url {
        let params = [("client_id", id), ("request_uri", uri)];
        address(&self.kit.origin(), BLUESKY.authorize, &params)
    }

    pub async fn code(&self, person: &str) -> String {
        let url = self.authorize(&[]).await;
        self.kit.code(&mut Browser::new(), person, url).await
    }

    pub async fn redeem(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let verifier = self.verifier.borrow().clone();
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", self.kit.id.as_str()),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", &verifier),
        ];
        self.post(BLUESKY.token, &kit::said(&kit::changed(&usual, changes)))
            .await
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", self.kit.id.as_str()),
            ("refresh_token", token),
        ];
        self.post(BLUESKY.token, &form).await
    }

    pub async fn revoke(&self, token: &str) -> Answer {
        let form = [("client_id", self.kit.id.as_str()), ("token", token)];
        self.post("oauth/revoke", &form).await
    }

    pub async fn tokens(&self, person: &str) -> Value {
        let code = self.code(person).await;
        let given = self.redeem(&code, &[]).await;
        assert_eq!(given.status, 200, "{}", given.text);
        given.json()
    }

    pub async fn access(&self, person: &str) -> String {
        text(&self.tokens(person).await, "access_token")
    }

    /// Without a token.
    pub async fn fetch(&self, path: &str) -> Answer {
        get(self.kit.url(path)).await
    }
}
