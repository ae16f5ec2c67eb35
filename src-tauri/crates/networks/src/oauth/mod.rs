//! OAuth, written once: the challenge, the address of the sign-in, the exchange of the code, the
//! token answer and the callback. A dialect says only how it differs, wherever it is written.

mod callback;

use domain::{GrantDates, Scopes, Secret, Span, Timestamp, TokenSet};
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, RedirectUrl, Scope};
use serde::Deserialize;
use url::Url;

pub use callback::{Callback, CallbackProblem, CallbackResult, LONGEST_ADDRESS};

pub use crate::encoding::one_time_text;
pub use crate::pkce::Challenge;

use crate::envelope::Envelope;
use crate::lenient::{self, Wrapped};
use crate::{
    About, Answer, AuthorizationRequest, CallContext, CodeExchange, Pkce, ProviderError,
    RefreshedTokens, Request, SecretPlace, Step,
};

/// The address of the sign-in at `endpoint`, with what a network adds of its own.
pub fn authorize(
    about: &About,
    endpoint: Url,
    caller: &CallContext,
    ask: &AuthorizationRequest,
    extra: &[(&'static str, &'static str)],
) -> Url {
    let client = BasicClient::new(ClientId::new(caller.app.id.clone()))
        .set_auth_uri(AuthUrl::from_url(endpoint))
        .set_redirect_uri(RedirectUrl::from_url(ask.redirect_uri.clone()));
    // The state goes to the network and comes back; that is its purpose.
    let state = CsrfToken::new(ask.state.expose().to_owned());
    let mut request = client
        .authorize_url(|| state)
        .add_scope(Scope::new(ask.scopes.joined(about.wording.separator)));
    if let Some(challenge) = ask.challenge.worded(about.pkce) {
        request = request
            .add_extra_param("code_challenge", challenge)
            .add_extra_param("code_challenge_method", "S256");
    }
    for (name, value) in extra {
        request = request.add_extra_param(*name, *value);
    }
    renamed(request.url().0, about.wording.client_id)
}

/// The address with the client id under the name that the network has for it.
fn renamed(url: Url, client_id: &str) -> Url {
    if client_id == "client_id" {
        return url;
    }
    let mut other = url.clone();
    let pairs = url.query_pairs().map(|(name, value)| match &*name {
        "client_id" => (client_id.into(), value),
        _ => (name, value),
    });
    other.query_pairs_mut().clear().extend_pairs(pairs);
    other
}

/// The request that sends a sign-in ahead of the person (RFC 9126), with what a network adds of its
/// own.
pub(crate) fn push(
    about: &About,
    endpoint: Url,
    caller: &CallContext,
    ask: &AuthorizationRequest,
    extra: &[(&'static str, String)],
) -> Request {
    let mut request = Request::post(endpoint)
        .field("response_type", "code")
        .field("redirect_uri", ask.redirect_uri.as_str())
        // The state goes to the network and comes back; that is its purpose.
        .field("state", ask.state.expose())
        .field("scope", ask.scopes.joined(about.wording.separator));
    if let Some(challenge) = ask.challenge.worded(about.pkce) {
        request = request
            .field("code_challenge", challenge)
            .field("code_challenge_method", "S256");
    }
    for (name, value) in extra {
        request = request.field(name, value.as_str());
    }
    with_credentials(about, request, caller)
}

/// The address of a sign-in that was sent ahead.
pub(crate) fn pushed(about: &About, mut page: Url, caller: &CallContext, request_uri: &str) -> Url {
    page.query_pairs_mut()
        .append_pair(about.wording.client_id, &caller.app.id)
        .append_pair("request_uri", request_uri);
    page
}

/// The request that turns a code into tokens (RFC 6749 section 4.1.3).
pub fn exchange(
    about: &About,
    endpoint: Url,
    caller: &CallContext,
    code: &CodeExchange,
) -> Request {
    let request = Request::post(endpoint)
        .field("grant_type", "authorization_code")
        // The token endpoint is the one receiver of a code and its verifier.
        .field("code", code.code.expose())
        .field("redirect_uri", code.redirect_uri.as_str());
    let request = match about.pkce {
        Pkce::None => request,
        Pkce::S256 | Pkce::S256Hex => request.field("code_verifier", code.verifier.expose()),
    };
    with_credentials(about, request, caller)
}

/// The request that turns a refresh token into new tokens (RFC 6749 section 6).
pub fn refresh(about: &About, endpoint: Url, caller: &CallContext, refresh: &Secret) -> Request {
    let request = Request::post(endpoint)
        .field("grant_type", "refresh_token")
        // The token endpoint is the one receiver of a refresh token.
        .field("refresh_token", refresh.expose());
    with_credentials(about, request, caller).renewing()
}

/// The whole renewal by a refresh token: `read` reads the answer in the network's own words. `None`
/// where there is no refresh token.
pub fn renew(
    about: &About,
    endpoint: Url,
    caller: &CallContext,
    tokens: TokenSet,
    read: fn(&Answer) -> Result<Tokens, ProviderError>,
) -> Option<Step<RefreshedTokens>> {
    let request = refresh(about, endpoint, caller, tokens.refresh.as_ref()?);
    Some(Step::send(request, move |answer| {
        Ok(Step::Done(read(&answer)?.renewed(tokens, answer.at)))
    }))
}

/// Takes a token back (RFC 7009). An unknown token is answered with success too; a body may be
/// missing, but a page that speaks of something else was not written by the network.
pub fn revoke(
    about: &About,
    endpoint: Url,
    caller: &CallContext,
    token: &Secret,
    refused: fn(&Answer) -> ProviderError,
) -> Step<()> {
    // The revocation endpoint takes the token that is to end.
    let request = Request::post(endpoint).field("token", token.expose());
    Step::send(with_credentials(about, request, caller), move |answer| {
        if !answer.ok() {
            return Err(refused(&answer));
        }
        let silent = answer.body.trim_ascii().is_empty();
        match silent || answer.json::<serde::de::IgnoredAny>().is_some() {
            true => Ok(Step::Done(())),
            false => Err(ProviderError::unrecognised(&answer)),
        }
    })
}

/// Adds the app's id and secret, where the network wants them.
pub fn with_credentials(about: &About, request: Request, caller: &CallContext) -> Request {
    let wording = &about.wording;
    match (&caller.app.secret, wording.secret) {
        (Some(secret), SecretPlace::Basic) => {
            // The token and revocation endpoints are the receivers of the client secret.
            let secret = Secret::new(in_header(secret.expose()));
            request.basic(&in_header(&caller.app.id), &secret)
        }
        (secret, SecretPlace::Form | SecretPlace::Basic) => {
            let request = request.field(wording.client_id, caller.app.id.as_str());
            match secret {
                // The token and revocation endpoints are the receivers of the client secret.
                Some(secret) => request.field("client_secret", secret.expose()),
                None => request,
            }
        }
    }
}

/// An id or a secret as it stands in the header (RFC 6749 section 2.3.1): servers that keep to the
/// standard decode it, and would read another one out of a plus or a percent sign.
fn in_header(credential: &str) -> String {
    url::form_urlencoded::byte_serialize(credential.as_bytes()).collect()
}

/// A token answer (RFC 6749 section 5.1), as leniently as the networks word it.
pub struct Tokens {
    /// The token that speaks.
    pub access: Secret,
    /// What buys the next one, where the network gives it.
    pub refresh: Option<Secret>,
    /// When the access token ends, where the network tells.
    pub access_ends: Option<Timestamp>,
    /// When the refresh token ends, where the network tells.
    pub refresh_ends: Option<Timestamp>,
    /// What was granted, where the network tells.
    pub scopes: Option<Scopes>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Token,
    #[serde(default, deserialize_with = "lenient::optional")]
    refresh_token: Option<Token>,
    #[serde(default, deserialize_with = "lenient::lifetime")]
    expires_in: Option<Span>,
    // Neither is in the standard; each is some networks' word for the same.
    #[serde(default, deserialize_with = "lenient::lifetime")]
    refresh_token_expires_in: Option<Span>,
    #[serde(default, deserialize_with = "lenient::lifetime")]
    refresh_expires_in: Option<Span>,
    // Likewise.
    #[serde(default, deserialize_with = "lenient::scopes")]
    scope: Option<Scopes>,
    #[serde(default, deserialize_with = "lenient::scopes")]
    permissions: Option<Scopes>,
}

/// A token. In a shape that is no text it is none.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Token(Secret);

impl TryFrom<String> for Token {
    type Error = &'static str;

    fn try_from(token: String) -> Result<Token, &'static str> {
        match token.is_empty() {
            true => Err("an empty token"),
            false => Ok(Token(Secret::new(token))),
        }
    }
}

impl Tokens {
    /// When the grant begins and ends, as far as the token answer tells.
    pub fn dates(&self, at: Timestamp) -> GrantDates {
        GrantDates {
            issued_at: at,
            access_ends: self.access_ends,
            refresh_ends: self.refresh_ends,
            data_access_ends: None,
            renewable: self.refresh.is_some(),
        }
    }

    /// The tokens to keep.
    pub fn set(&self) -> TokenSet {
        TokenSet {
            access: self.access.clone(),
            refresh: self.refresh.clone(),
            binding: None,
        }
    }

    /// What a renewal brought. A refresh token that is not told anew goes on, with its old end
    /// where no new one is told.
    pub fn renewed(self, old: TokenSet, at: Timestamp) -> RefreshedTokens {
        let refresh = self.refresh.clone().or(old.refresh);
        let dates = GrantDates {
            renewable: refresh.is_some(),
            ..self.dates(at)
        };
        RefreshedTokens {
            tokens: TokenSet {
                access: self.access,
                refresh,
                binding: old.binding,
            },
            scopes: self.scopes,
            dates,
        }
    }
}

/// Reads a token answer. Whatever is not one is no answer: it never ends a grant.
pub fn read_tokens(answer: &Answer) -> Result<Tokens, ProviderError> {
    if !answer.ok() {
        return Err(refusal(answer).unwrap_or_else(|| ProviderError::unrecognised(answer)));
    }
    tokens_of(answer).ok_or_else(|| ProviderError::unrecognised(answer))
}

/// The tokens of a success, whatever else of it can be read; `None` where it holds none.
pub(crate) fn tokens_of(answer: &Answer) -> Option<Tokens> {
    let Wrapped(read) = answer.parsed::<Wrapped<TokenAnswer>>()?;
    let end = |life: Option<Span>| life.map(|life| answer.at.plus(life));
    let refresh_life = read.refresh_token_expires_in.or(read.refresh_expires_in);
    Some(Tokens {
        access: read.access_token.0,
        refresh: read.refresh_token.map(|token| token.0),
        access_ends: end(read.expires_in),
        refresh_ends: end(refresh_life),
        scopes: read.scope.or(read.permissions),
    })
}

/// What a standard error answer (RFC 6749 section 5.2) of a token endpoint means for a sign-in;
/// `None` where it says nothing that ends one.
pub fn refusal(answer: &Answer) -> Option<ProviderError> {
    if !(400..500).contains(&answer.status) {
        return None;
    }
    match Envelope::of(answer)?.word("error") {
        "invalid_grant" => Some(ProviderError::StartAnew),
        "invalid_client" | "unauthorized_client" => Some(ProviderError::AppRefused),
        "invalid_scope" => Some(ProviderError::ScopeRefused),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
