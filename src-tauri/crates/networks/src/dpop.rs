//! Proof of possession (RFC 9449): tokens that are worth nothing without a key.
//!
//! What a proof says is worded here, from arguments alone; `transport` brings time, chance and the
//! server's nonce, because every request, also a repeated one, needs a proof of its own.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Secret, Timestamp};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use url::Url;

/// A private key on the curve P-256, in base64url.
#[derive(Clone)]
pub struct ProofKey(Secret);

/// Not a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a private key of the curve P-256")]
pub struct NotAKey;

impl ProofKey {
    /// A key from 32 bytes that nobody can foretell. Fewer than one in 2^32 such texts is beyond
    /// the curve's order; those are hashed into the next.
    pub fn from_random(bytes: &[u8; 32]) -> ProofKey {
        let mut bytes = *bytes;
        while SigningKey::from_slice(&bytes).is_err() {
            bytes = Sha256::digest(bytes).into();
        }
        ProofKey(Secret::new(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The key as it is kept.
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

/// What a proof is about.
pub(crate) struct Claims<'a> {
    /// The request's method, in capitals.
    pub method: &'a str,
    /// The request's address; query and fragment are left out of the proof.
    pub url: &'a Url,
    /// The nonce that the server asked for.
    pub nonce: Option<&'a str>,
    /// The token that speaks with the request.
    pub token: Option<&'a Secret>,
    /// An identity that was never used before.
    pub id: &'a str,
    /// The time.
    pub now: Timestamp,
}

/// Words and signs a proof: a JWT with ES256.
pub(crate) fn proof(key: &Secret, claims: &Claims<'_>) -> Result<String, NotAKey> {
    // Signing is what the key is for.
    let bytes = URL_SAFE_NO_PAD.decode(key.expose()).map_err(|_| NotAKey)?;
    let key = SigningKey::from_slice(&bytes).map_err(|_| NotAKey)?;
    let point = key.verifying_key().to_sec1_point(false);
    let coordinate = |bytes: Option<&[u8]>| bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
    let (x, y) = (
        coordinate(point.x().map(AsRef::as_ref)).ok_or(NotAKey)?,
        coordinate(point.y().map(AsRef::as_ref)).ok_or(NotAKey)?,
    );
    let header = json!({
        "typ": "dpop+jwt",
        "alg": "ES256",
        "jwk": { "kty": "EC", "crv": "P-256", "x": x, "y": y },
    });
    let mut place = claims.url.clone();
    place.set_query(None);
    place.set_fragment(None);
    let mut body = json!({
        "jti": claims.id,
        "htm": claims.method,
        "htu": place.as_str(),
        "iat": claims.now.as_secs(),
    });
    if let Some(nonce) = claims.nonce {
        body["nonce"] = nonce.into();
    }
    if let Some(token) = claims.token {
        // The proof names the token by its hash only.
        body["ath"] = URL_SAFE_NO_PAD
            .encode(Sha256::digest(token.expose()))
            .into();
    }
    let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let signed = format!("{}.{}", part(&header), part(&body));
    let signature: Signature = key.sign(signed.as_bytes());
    Ok(format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(signature.to_bytes())
    ))
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier as _;
    use serde_json::Value;

    use super::*;

    fn claims<'a>(url: &'a Url, token: Option<&'a Secret>) -> Claims<'a> {
        Claims {
            method: "POST",
            url,
            nonce: Some("n-1"),
            token,
            id: "id-1",
            now: Timestamp::from_secs(1_700_000_000),
        }
    }

    fn parts(proof: &str) -> (Value, Value, Vec<u8>, String) {
        let parts: Vec<&str> = proof.split('.').collect();
        let read = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        (
            serde_json::from_slice(&read(parts[0])).unwrap(),
            serde_json::from_slice(&read(parts[1])).unwrap(),
            read(parts[2]),
            format!("{}.{}", parts[0], parts[1]),
        )
    }

    #[test]
    fn a_proof_says_what_the_standard_names_and_is_signed_by_its_own_key() {
        let key = ProofKey::from_random(&[7; 32]);
        let url = Url::parse("https://pds.example/oauth/token?x=1#y").unwrap();
        let token = Secret::new("token-1".into());
        let worded = proof(key.secret(), &claims(&url, Some(&token))).unwrap();
        let (header, body, signature, signed) = parts(&worded);
        assert_eq!(header["typ"], "dpop+jwt");
        assert_eq!(header["alg"], "ES256");
        assert!(header["jwk"].get("d").is_none());
        assert_eq!(body["htm"], "POST");
        assert_eq!(body["htu"], "https://pds.example/oauth/token");
        assert_eq!(body["nonce"], "n-1");
        assert_eq!(body["iat"], 1_700_000_000);
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest("token-1"));
        assert_eq!(body["ath"], hash.as_str());
        assert!(!worded.contains("token-1") && !worded.contains(key.secret().expose()));

        let half = |name: &str| {
            URL_SAFE_NO_PAD
                .decode(header["jwk"][name].as_str().unwrap())
                .unwrap()
        };
        let point: Vec<u8> = [vec![4], half("x"), half("y")].concat();
        let public = VerifyingKey::from_sec1_bytes(&point).unwrap();
        let signature = Signature::from_slice(&signature).unwrap();
        public.verify(signed.as_bytes(), &signature).unwrap();
    }

    #[test]
    fn without_token_and_nonce_neither_is_claimed() {
        let key = ProofKey::from_random(&[7; 32]);
        let url = Url::parse("https://pds.example/oauth/par").unwrap();
        let plain = Claims {
            nonce: None,
            ..claims(&url, None)
        };
        let (_, body, ..) = parts(&proof(key.secret(), &plain).unwrap());
        assert!(body.get("nonce").is_none() && body.get("ath").is_none());
    }

    #[test]
    fn every_random_text_makes_a_key_and_other_texts_make_none() {
        let url = Url::parse("https://pds.example/").unwrap();
        for bytes in [[0; 32], [0xff; 32], [1; 32]] {
            let key = ProofKey::from_random(&bytes);
            assert!(proof(key.secret(), &claims(&url, None)).is_ok());
        }
        for text in ["", "short", "not base64!"] {
            let wrong = proof(&Secret::new(text.into()), &claims(&url, None));
            assert_eq!(wrong, Err(NotAKey));
        }
    }
}
