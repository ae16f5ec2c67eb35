//! What every network's dialect can do: word requests and read answers. It never sends.

use domain::{AccountId, Binding, Host, Scopes, Secret, Timestamp, TokenSet};
use url::Url;

use crate::dpop::ProofKey;
use crate::pkce::Challenge;
use crate::{About, ProbeResult, RefreshedTokens, SignInResult, Step};

/// A network's way of speaking.
///
/// A dialect MUST be pure: the same arguments word the same requests. It MUST turn only a refusal
/// of its own table, or one in the words of RFC 6750 beside the network's own body, into
/// [`ProviderError::No`](crate::Refusal::No); everything else is
/// [`ProviderError::unrecognised`](crate::Refusal::unrecognised).
pub trait Dialect: Send + Sync {
    /// What the network is like.
    fn about(&self) -> &'static About;

    /// The https page that a sign-in window is led back to, where the network wants one.
    fn own_page(&self) -> Option<Url> {
        None
    }

    /// Registers an app at an instance, where that is done at run time; for wider permissions where
    /// the instance is seen to know no others. [`ProviderError::NotOffered`](crate::Refusal::NotOffered)
    /// where there is no such instance, [`ProviderError::IssuerMismatch`](crate::Refusal::IssuerMismatch)
    /// where it speaks for another server.
    fn register(
        &self,
        _host: &Host,
        _redirects: &[Url],
        _scopes: &Scopes,
    ) -> Option<Step<Registration>> {
        None
    }

    /// The wider permissions that hold these, where the network's servers may know no others.
    fn wider_scopes(&self, _scopes: &Scopes) -> Option<Scopes> {
        None
    }

    /// Asks what is no instance itself, or a person's account there, where its accounts live.
    fn lives_at(&self, _host: &Host, _user: Option<&str>) -> Option<Step<Host>> {
        None
    }

    /// Asks an instance whether it still knows a registration that was made at run time; a plain
    /// no is [`ProviderError::AppRefused`](crate::Refusal::AppRefused).
    fn recognise(&self, _caller: CallContext) -> Option<Step<()>> {
        None
    }

    /// Finds the sign-in page; for most networks it is worded without asking anybody. A server that
    /// tells of itself MUST name itself as the issuer, else it is refused with
    /// [`ProviderError::IssuerMismatch`](crate::Refusal::IssuerMismatch).
    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage>;

    /// Turns a code into what the person granted.
    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult>;

    /// Takes over a long-lived token that the user made at the network by hand.
    fn import_token(&self, _caller: CallContext, _token: Secret) -> Option<Step<SignInResult>> {
        None
    }

    /// Asks whether a token still works for an account; the cheapest call that tells. It reads
    /// only, and never renews: no refresh token comes with the tokens.
    fn probe(&self, caller: CallContext, tokens: TokenSet, account: AccountId)
    -> Step<ProbeResult>;

    /// Gets a later end for a token, or a new one for a refresh token. A refresh token that the
    /// network ended is a [`ProviderError::No`](crate::Refusal::No). The last request, and no other, is
    /// [`Request::renewing`](crate::Request::renewing): its answer is kept before it is read.
    fn renew(&self, _caller: CallContext, _tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        None
    }

    /// Takes a token back at the network; `None` where only the person can. A server that cannot do
    /// it refuses with [`ProviderError::NotOffered`](crate::Refusal::NotOffered); one that says
    /// [`ProviderError::No`](crate::Refusal::No) does not take the token any more anyway.
    fn revoke(&self, _caller: CallContext, _tokens: TokenSet) -> Option<Step<()>> {
        None
    }

    /// The network's own page where the person sees and removes permissions.
    fn permissions_page(&self, host: Option<&Host>) -> Url;

    /// What the network answered, word for word: the conformance suite plays it.
    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded;
}

/// The credentials of a developer app.
#[derive(Clone)]
pub struct App {
    /// The client id.
    pub id: String,
    /// The client secret, where the network gives one.
    pub secret: Option<Secret>,
}

/// Who calls, and where.
#[derive(Clone)]
pub struct CallContext {
    /// The developer app.
    pub app: App,
    /// The instance, where the network has instances.
    pub host: Option<Host>,
    /// The time of the call.
    pub now: Timestamp,
}

/// A registration made at run time.
pub struct Registration {
    /// The app.
    pub app: App,
    /// The permissions that it was made for.
    pub scopes: Scopes,
}

/// What a sign-in asks for.
#[derive(Clone)]
pub struct AuthorizationRequest {
    /// Where the network leads back to.
    pub redirect_uri: Url,
    /// The one-time value that binds the callback to its attempt.
    pub state: Secret,
    /// The challenge, where the network has PKCE.
    pub challenge: Challenge,
    /// A key that nobody else has, where the network binds tokens to one.
    pub proof_key: ProofKey,
    /// What is asked for.
    pub scopes: Scopes,
    /// The account that is to sign in, as the person typed it or as it is known.
    pub account: Option<String>,
    /// Ask anew even where the network would pass by itself: for another account or more pages.
    pub ask_again: bool,
}

/// The page at which a person signs in.
#[derive(Clone)]
pub struct SignInPage {
    /// Its address.
    pub url: Url,
    /// The issuer that the callback must name, where the server promises that it does (RFC 9207).
    pub issuer: Option<String>,
    /// What the tokens will be bound to.
    pub binding: Option<Binding>,
}

impl SignInPage {
    /// A page at an address that is worded without asking anybody.
    pub fn at(url: Url) -> SignInPage {
        SignInPage {
            url,
            issuer: None,
            binding: None,
        }
    }
}

/// The code that a callback brought, and what it is bound to.
#[derive(Clone)]
pub struct CodeExchange {
    /// The code.
    pub code: Secret,
    /// The address that was sent with the sign-in, byte for byte.
    pub redirect_uri: Url,
    /// What answers the challenge.
    pub verifier: Secret,
    /// What was asked for.
    pub scopes: Scopes,
    /// What the tokens will be bound to, as the sign-in page said.
    pub binding: Option<Binding>,
}
