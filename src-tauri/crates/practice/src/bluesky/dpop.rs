//! Proof of possession (RFC 9449): every request of an app is signed with the key its tokens are
//! bound to, carries a nonce of ours that rotates, and is good for one request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

use crate::call::Call;
use crate::clock::Clock;
use crate::random;
use crate::state_file::locked;

pub(super) const ALGORITHM: &str = "ES256";

/// A nonce works for three such periods at most.
const ROTATION: i64 = 60;
const TOLERANCE: i64 = 180;
const OLDEST: i64 = 10 + TOLERANCE;

pub(super) struct Proofs {
    clock: Arc<Clock>,
    /// Without the slash at the end.
    origin: String,
    secret: String,
    /// When each `jti` may be forgotten.
    seen: Mutex<BTreeMap<String, i64>>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoProof {
    Missing,
    NonceMissing,
    NonceStale,
    Wrong(String),
}

fn wrong<T>(words: &str) -> Result<T, NoProof> {
    Err(NoProof::Wrong(words.to_owned()))
}

fn unverified<T>(why: &str) -> Result<T, NoProof> {
    Err(NoProof::Wrong(format!(
        "Failed to verify DPoP proof: {why}"
    )))
}

impl Proofs {
    pub(super) fn new(clock: Arc<Clock>, origin: &str) -> Proofs {
        Proofs {
            clock,
            origin: origin.to_owned(),
            secret: random::hex(64),
            seen: Mutex::default(),
        }
    }

    /// The one to use next.
    pub(super) fn nonce(&self) -> String {
        self.nth(self.clock.now() / ROTATION + 1)
    }

    fn nth(&self, nth: i64) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(&nth.to_be_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }

    fn knows(&self, nonce: &str) -> bool {
        let nth = self.clock.now() / ROTATION;
        (nth - 1..=nth + 1).any(|nth| self.nth(nth) == nonce)
    }

    /// The thumbprint of the key that signed the request. Where a token is used, the proof must be
    /// for this token; elsewhere it must be for none.
    pub(super) fn check(&self, call: &Call, token: Option<&str>) -> Result<String, NoProof> {
        let (jwk, claims) = verified(proof_of(&call.headers)?)?;
        self.fresh(&claims)?;
        let text = |name: &str| claims[name].as_str().filter(|text| !text.is_empty());
        let Some(jti) = text("jti") else {
            return wrong("DPoP \"jti\" missing");
        };
        if text("htm") != Some(call.method.as_str()) {
            return wrong("DPoP \"htm\" mismatch");
        }
        if !self.is_here(text("htu").unwrap_or_default(), &call.path) {
            return wrong("DPoP \"htu\" mismatch");
        }
        match text("nonce") {
            None => return Err(NoProof::NonceMissing),
            Some(nonce) if !self.knows(nonce) => return Err(NoProof::NonceStale),
            Some(_) => {}
        }
        let ath = token.map(|token| URL_SAFE_NO_PAD.encode(Sha256::digest(token)));
        match (&ath, text("ath")) {
            (Some(right), given) if given != Some(right) => {
                return wrong("DPoP \"ath\" mismatch");
            }
            (None, Some(_)) => return wrong("DPoP \"ath\" claim not allowed"),
            (Some(_) | None, _) => {}
        }
        let now = self.clock.now();
        let mut seen = locked(&self.seen);
        seen.retain(|_, until| *until > now);
        if seen.insert(jti.to_owned(), now + 2 * OLDEST).is_some() {
            return wrong("DPoP proof replayed");
        }
        Ok(thumbprint(&jwk))
    }

    /// A lead of the practice clock is our pretence and no fault of the app's clock, so a proof may
    /// be dated by either.
    fn fresh(&self, claims: &Value) -> Result<(), NoProof> {
        let Some(iat) = claims["iat"].as_i64() else {
            return unverified("missing required \"iat\" claim");
        };
        let (now, ahead) = (self.clock.now(), self.clock.ahead());
        let ages = [now - iat, now - ahead - iat];
        if ages.iter().any(|age| (-TOLERANCE..=OLDEST).contains(age)) {
            return Ok(());
        }
        unverified(match ages[0] > OLDEST {
            true => "\"iat\" claim timestamp check failed (too far in the past)",
            false => "\"iat\" claim timestamp check failed (it should be in the past)",
        })
    }

    fn is_here(&self, htu: &str, path: &str) -> bool {
        Url::parse(htu).is_ok_and(|url| {
            let bare = url.query().is_none() && url.fragment().is_none();
            bare && url.as_str() == format!("{}{path}", self.origin)
        })
    }
}

fn proof_of(headers: &HeaderMap) -> Result<&str, NoProof> {
    let mut all = headers.get_all("dpop").iter();
    let Some(one) = all.next() else {
        return Err(NoProof::Missing);
    };
    match (one.to_str(), all.next()) {
        (Ok(proof), None) if !proof.is_empty() => Ok(proof),
        _ => wrong("DPoP header must contain a single proof"),
    }
}

/// Key and claims of a token that its own key signed.
fn verified(proof: &str) -> Result<(Value, Value), NoProof> {
    let pieces: Vec<&str> = proof.split('.').collect();
    let [header, claims, signature] = pieces[..] else {
        return unverified("Invalid Compact JWS");
    };
    let signed = format!("{header}.{claims}");
    let (Some(mut header), Some(claims)) = (object(header), object(claims)) else {
        return unverified("Invalid JWT");
    };
    if header["typ"] != "dpop+jwt" {
        return unverified("unexpected \"typ\" JWT header value");
    }
    if header["alg"] != ALGORITHM {
        return unverified("\"alg\" (Algorithm) Header Parameter value not allowed");
    }
    if header.get("crit").is_some() {
        return unverified("Extension Header Parameter is not recognized");
    }
    let jwk = header["jwk"].take();
    let Some(key) = public_key(&jwk) else {
        return unverified("\"jwk\" (JSON Web Key) Header Parameter must be a public JSON Web Key");
    };
    let signature = URL_SAFE_NO_PAD.decode(signature).ok();
    let signature = signature.and_then(|bytes| Signature::from_slice(&bytes).ok());
    match signature.is_some_and(|signature| key.verify(signed.as_bytes(), &signature).is_ok()) {
        true => Ok((jwk, claims)),
        false => unverified("signature verification failed"),
    }
}

fn object(encoded: &str) -> Option<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(encoded).ok()?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}

/// None also for a key that comes with its private half.
fn public_key(jwk: &Value) -> Option<VerifyingKey> {
    let public = jwk["kty"] == "EC" && jwk["crv"] == "P-256" && jwk.get("d").is_none();
    let half = |name: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(jwk[name].as_str()?).ok()?;
        (bytes.len() == 32).then_some(bytes)
    };
    let point = [vec![4], half("x")?, half("y")?].concat();
    public
        .then(|| VerifyingKey::from_sec1_bytes(&point).ok())
        .flatten()
}

/// RFC 7638.
fn thumbprint(jwk: &Value) -> String {
    let (x, y) = (&jwk["x"], &jwk["y"]);
    let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":{x},"y":{y}}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The proof of RFC 9449 section 4.1, whose key has the thumbprint of its section 6.1.
    #[test]
    fn the_proof_of_the_rfc_is_verified_and_a_changed_one_is_not() {
        let proof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4d\
                     EZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282\
                     NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQn\
                     dDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY2\
                     9tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwn\
                     Qg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
        let (jwk, claims) = verified(proof).unwrap();
        assert_eq!(claims["htu"], "https://server.example.com/token");
        assert_eq!(
            thumbprint(&jwk),
            "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
        );
        let changed = proof.replacen(".2-GxA6", ".3-GxA6", 1);
        assert!(matches!(verified(&changed), Err(NoProof::Wrong(_))));
    }

    #[test]
    fn a_key_with_its_private_half_is_no_key_of_a_proof() {
        let mut jwk = serde_json::json!({
            "kty": "EC", "crv": "P-256",
            "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
            "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        });
        assert!(public_key(&jwk).is_some());
        jwk["d"] = serde_json::json!("AA");
        assert!(public_key(&jwk).is_none());
    }
}
