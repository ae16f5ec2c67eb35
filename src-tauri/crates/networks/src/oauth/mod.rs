//! OAuth, written once: the challenge, the address of the sign-in, the exchange of the code, the
//! token answer and the callback. A dialect says only how it differs.

mod callback;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Hiccup, Scopes, Secret, Span, Timestamp};
use oauth2::basic::{BasicClient, BasicErrorResponseType};
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use serde::Deserialize;
use url::Url;

pub use callback::{Callback, CallbackProblem, CallbackResult, LONGEST_ADDRESS};

use crate::{Answer, Ask, Caller, Code, Refusal, Request};

/// The challenge of an attempt (RFC 7636, S256), and the verifier that answers it.
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
}

/// A one-time text, such as `state`, of 32 bytes that nobody can foretell.
pub fn one_time_text(bytes: &[u8; 32]) -> Secret {
    Secret::new(URL_SAFE_NO_PAD.encode(bytes))
}

/// Whether a dialect sends the challenge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WithChallenge {
    No,
    Yes,
}

/// The address of the sign-in at `endpoint`, with what a network adds of its own.
pub(crate) fn authorize(
    endpoint: Url,
    ask: &Ask<'_>,
    challenge: WithChallenge,
    extra: &[(&'static str, &'static str)],
) -> Url {
    let client = BasicClient::new(ClientId::new(ask.client_id.to_owned()))
        .set_auth_uri(AuthUrl::from_url(endpoint))
        .set_redirect_uri(RedirectUrl::from_url(ask.redirect_uri.clone()));
    // The state goes to the network and comes back; that is its purpose.
    let state = CsrfToken::new(ask.state.expose().to_owned());
    let mut request = client
        .authorize_url(|| state)
        .add_scopes(ask.scopes.iter().map(|name| Scope::new(name.to_owned())));
    if challenge == WithChallenge::Yes {
        request = request.set_pkce_challenge(ask.challenge.code.clone());
    }
    for (name, value) in extra {
        request = request.add_extra_param(*name, *value);
    }
    request.url().0
}

/// The request that turns a code into tokens (RFC 6749 section 4.1.3), with the app's credentials
/// in the form.
pub(crate) fn exchange(endpoint: Url, caller: &Caller, code: &Code) -> Request {
    let request = Request::post(endpoint)
        .field("grant_type", "authorization_code")
        // The token endpoint is the one receiver of a code.
        .field("code", code.code.expose())
        .field("redirect_uri", code.redirect_uri.as_str());
    with_credentials(request, caller)
}

/// Adds the app's id and secret to a form.
pub(crate) fn with_credentials(request: Request, caller: &Caller) -> Request {
    let request = request.field("client_id", caller.app.id.as_str());
    match &caller.app.secret {
        // The token and revocation endpoints are the receivers of the client secret.
        Some(secret) => request.field("client_secret", secret.expose()),
        None => request,
    }
}

/// A token answer (RFC 6749 section 5.1), as leniently as the networks word it.
pub(crate) struct Tokens {
    pub access: Secret,
    pub refresh: Option<Secret>,
    pub access_ends: Option<Timestamp>,
    pub scopes: Option<Scopes>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    refresh_token: Option<String>,
    expires_in: Option<i64>,
    scope: Option<String>,
}

/// Reads a token answer. Whatever is not one is no answer: it never ends a grant.
pub(crate) fn read_tokens(answer: &Answer) -> Result<Tokens, Refusal> {
    if !answer.ok() {
        return Err(refusal(answer).unwrap_or_else(|| Refusal::unrecognised(answer)));
    }
    let read: TokenAnswer = answer.json().ok_or_else(|| Refusal::unrecognised(answer))?;
    if read.access_token.is_empty() {
        return Err(Refusal::AskLater(Hiccup::NotAnAnswer, None));
    }
    Ok(Tokens {
        access: Secret::new(read.access_token),
        refresh: read
            .refresh_token
            .filter(|token| !token.is_empty())
            .map(Secret::new),
        access_ends: read
            .expires_in
            .filter(|secs| *secs > 0)
            .map(|secs| answer.at.plus(Span::from_secs(secs))),
        scopes: read.scope.map(|list| Scopes::parse(&list)),
    })
}

#[derive(Deserialize)]
struct ErrorAnswer {
    error: BasicErrorResponseType,
}

/// What a standard error answer (RFC 6749 section 5.2) of a token endpoint means for a sign-in.
pub(crate) fn refusal(answer: &Answer) -> Option<Refusal> {
    if !(400..500).contains(&answer.status) {
        return None;
    }
    match answer.json::<ErrorAnswer>()?.error {
        BasicErrorResponseType::InvalidGrant => Some(Refusal::StartAnew),
        BasicErrorResponseType::InvalidClient
        | BasicErrorResponseType::UnauthorizedClient
        | BasicErrorResponseType::InvalidScope => Some(Refusal::AppRefused),
        BasicErrorResponseType::InvalidRequest
        | BasicErrorResponseType::UnsupportedGrantType
        | BasicErrorResponseType::Extension(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::answer;

    #[test]
    fn the_challenge_is_the_hash_of_the_verifier() {
        let challenge = Challenge::from_random(&[7; 32]);
        use sha2::Digest;
        let hash = sha2::Sha256::digest(challenge.verifier().expose());
        assert_eq!(challenge.code.as_str(), URL_SAFE_NO_PAD.encode(hash));
        assert_eq!(challenge.verifier().expose().len(), 43);
    }

    #[test]
    fn an_end_is_told_only_where_the_network_tells_it() {
        let tokens = |body| read_tokens(&answer(200, body)).ok().unwrap();
        let hour = tokens(r#"{"access_token":"a","token_type":"bearer","expires_in":3600}"#);
        assert_eq!(hour.access_ends, Some(Timestamp::from_secs(4_600)));
        for body in [
            r#"{"access_token":"a"}"#,
            r#"{"access_token":"a","expires_in":0}"#,
        ] {
            assert_eq!(tokens(body).access_ends, None);
        }
    }

    #[test]
    fn an_empty_refresh_token_is_none() {
        let body = r#"{"access_token":"a","refresh_token":""}"#;
        assert!(
            read_tokens(&answer(200, body))
                .ok()
                .unwrap()
                .refresh
                .is_none()
        );
    }

    #[test]
    fn what_is_no_token_answer_never_ends_a_grant() {
        for (status, body) in [
            (200, ""),
            (200, "<html><title>Free Wi-Fi</title></html>"),
            (200, r#"{"access_token":""}"#),
            (200, "[]"),
            (200, r#"{"access_token":17}"#),
            (302, ""),
            (400, "<html>"),
            (400, r#"{"error":"something_of_its_own"}"#),
            (500, r#"{"error":"invalid_grant"}"#),
            (503, "invalid_grant"),
            (429, "{}"),
        ] {
            let refused = read_tokens(&answer(status, body)).err().unwrap();
            assert!(matches!(refused, Refusal::AskLater(..)), "{status} {body}");
        }
    }

    #[test]
    fn the_standard_errors_say_what_to_do() {
        let refused = |error: &str| {
            read_tokens(&answer(400, &format!(r#"{{"error":"{error}"}}"#)))
                .err()
                .unwrap()
        };
        assert_eq!(refused("invalid_grant"), Refusal::StartAnew);
        assert_eq!(refused("invalid_client"), Refusal::AppRefused);
    }

    #[test]
    fn a_mark_before_the_json_is_forgiven() {
        let body = "\u{feff}{\"access_token\":\"a\"}";
        assert!(read_tokens(&answer(200, body)).is_ok());
    }
}
