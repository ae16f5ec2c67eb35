//! Proof key for code exchange (RFC 7636), in the kinds networks have of it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::faults::{CodeFault, NoCode, NoToken};
use super::rules::Pkce;
use crate::call::Call;

const CHALLENGE: &str = "code_challenge";
const METHOD: &str = "code_challenge_method";
const VERIFIER: &str = "code_verifier";

impl Pkce {
    /// The challenge of an authorize request.
    pub(crate) fn read(self, call: &Call) -> Result<Option<String>, NoCode> {
        let (challenge, method) = (call.param(CHALLENGE), call.param(METHOD));
        match self {
            Pkce::Ignored | Pkce::Refused => return Ok(None),
            Pkce::Optional if challenge.or(method).is_none() => return Ok(None),
            Pkce::Optional | Pkce::Required | Pkce::RequiredHex => {}
        }
        let challenge = challenge.ok_or(NoCode::Missing(CHALLENGE))?;
        match method {
            None => return Err(NoCode::Missing(METHOD)),
            Some("S256") => {}
            Some(_) => return Err(NoCode::Challenge),
        }
        match self.well_formed(challenge) {
            true => Ok(Some(challenge.to_owned())),
            false => Err(NoCode::Challenge),
        }
    }

    /// Does the token request prove what the authorize request promised?
    pub(crate) fn verify(self, call: &Call, challenge: Option<&str>) -> Result<(), NoToken> {
        let verifier = call.param(VERIFIER);
        match (self, challenge) {
            (Pkce::Ignored, _) => Ok(()),
            (Pkce::Refused, _) if verifier.is_some() => Err(NoToken::UnwantedVerifier),
            (_, None) => Ok(()),
            (_, Some(challenge)) => {
                let verifier = verifier.ok_or(NoToken::Missing(VERIFIER))?;
                let right = is_verifier(verifier) && self.challenge(verifier) == challenge;
                right
                    .then_some(())
                    .ok_or(NoToken::Code(CodeFault::Verifier))
            }
        }
    }

    fn challenge(self, verifier: &str) -> String {
        let digest = Sha256::digest(verifier);
        match self {
            Pkce::RequiredHex => digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            Pkce::Refused | Pkce::Ignored | Pkce::Optional | Pkce::Required => {
                URL_SAFE_NO_PAD.encode(digest)
            }
        }
    }

    fn well_formed(self, challenge: &str) -> bool {
        let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        match self {
            // Whatever it is, it is held against the verifier and against nothing before.
            Pkce::RequiredHex => true,
            Pkce::Refused | Pkce::Ignored | Pkce::Optional | Pkce::Required => {
                challenge.len() == 43 && challenge.bytes().all(url_safe)
            }
        }
    }
}

fn is_verifier(text: &str) -> bool {
    let unreserved =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(unreserved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_rfc_7636_appendix_b_or_the_same_digest_in_hex() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let usual = Pkce::Required.challenge(verifier);
        assert_eq!(usual, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        let hex = Pkce::RequiredHex.challenge(verifier);
        assert_eq!(
            hex,
            "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"
        );
        assert!(Pkce::Required.well_formed(&usual) && !Pkce::Required.well_formed(&hex));
    }
}
