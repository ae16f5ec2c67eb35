//! The challenge that the exchange of a code answers (RFC 7636).

use domain::Secret;
use oauth2::{PkceCodeChallenge, PkceCodeVerifier};
use sha2::{Digest as _, Sha256};

use crate::Pkce;
use crate::encoding::{hex, one_time_text};

/// The challenge of an attempt (RFC 7636), and the verifier that answers it.
#[derive(Clone)]
pub struct Challenge {
    code: PkceCodeChallenge,
    verifier: Secret,
}

impl Challenge {
    /// A challenge from 32 bytes that nobody can foretell; fresh for every attempt.
    pub fn from_random(bytes: &[u8; 32]) -> Challenge {
        let verifier = one_time_text(bytes);
        // The verifier must be seen to be hashed.
        let code = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            verifier.expose().to_owned(),
        ));
        Challenge { code, verifier }
    }

    /// What answers the challenge.
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// The challenge as a network wants it written.
    pub(crate) fn worded(&self, pkce: Pkce) -> Option<String> {
        match pkce {
            Pkce::None => None,
            Pkce::S256 => Some(self.code.as_str().to_owned()),
            // The verifier must be seen to be hashed.
            Pkce::S256Hex => Some(hex(&Sha256::digest(self.verifier.expose()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    #[test]
    fn the_challenge_is_the_hash_of_the_verifier() {
        let challenge = Challenge::from_random(&[7; 32]);
        let hash = Sha256::digest(challenge.verifier().expose());
        assert_eq!(challenge.code.as_str(), URL_SAFE_NO_PAD.encode(hash));
        assert_eq!(challenge.verifier().expose().len(), 43);
        assert_eq!(challenge.worded(Pkce::S256Hex), Some(hex(&hash)));
        assert_eq!(challenge.worded(Pkce::None), None);
    }
}
