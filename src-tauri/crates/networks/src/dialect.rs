//! What every network's dialect can do: word requests and read answers. It never sends.

use domain::{Host, Scopes, Secret, Timestamp, TokenSet};
use url::Url;

use crate::oauth::Challenge;
use crate::{About, Harvest, Seen, Step};

/// A network's way of speaking.
///
/// A dialect MUST be pure: the same arguments word the same requests. It MUST turn only a refusal
/// of its own table into [`Refusal::No`](crate::Refusal::No); everything else is
/// [`Refusal::unrecognised`](crate::Refusal::unrecognised).
pub trait Dialect: Send + Sync {
    /// What the network is like.
    fn about(&self) -> &'static About;

    /// The page of the network itself that a sign-in window is led back to, where it has one.
    fn own_page(&self) -> Option<Url> {
        None
    }

    /// Registers an app at an instance, where that is done at run time.
    fn register(&self, _host: &Host, _redirects: &[Url]) -> Option<Step<Registration>> {
        None
    }

    /// Asks an instance whether it still knows a registration that was made at run time; a plain
    /// no is [`Refusal::AppRefused`](crate::Refusal::AppRefused).
    fn recognise(&self, _caller: Caller) -> Option<Step<()>> {
        None
    }

    /// The address of the sign-in page.
    fn authorize(&self, ask: &Ask<'_>) -> Url;

    /// Turns a code into what the person granted.
    fn sign_in(&self, caller: Caller, code: Code) -> Step<Harvest>;

    /// Asks whether a token still works and what it speaks for; the cheapest call that tells.
    fn look(&self, caller: Caller, tokens: TokenSet) -> Step<Seen>;

    /// Takes a token back at the network; `None` where only the person can.
    fn revoke(&self, _caller: Caller, _tokens: TokenSet) -> Option<Step<()>> {
        None
    }

    /// The network's own page where the person sees and removes permissions.
    fn permissions_page(&self, host: Option<&Host>) -> Url;
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
pub struct Caller {
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
    /// The issuer that callbacks must name, where the server advertises that they do (RFC 9207).
    pub issuer: Option<String>,
}

/// What a sign-in asks for.
pub struct Ask<'a> {
    /// The client id.
    pub client_id: &'a str,
    /// The instance, where the network has instances.
    pub host: Option<&'a Host>,
    /// Where the network leads back to.
    pub redirect_uri: &'a Url,
    /// The one-time value that binds the callback to its attempt.
    pub state: &'a Secret,
    /// The challenge, where the network has PKCE.
    pub challenge: &'a Challenge,
    /// What is asked for.
    pub scopes: &'a Scopes,
    /// Ask anew even where the network would pass by itself: for another account or more pages.
    pub ask_again: bool,
}

/// The code that a callback brought, and what it is bound to.
pub struct Code {
    /// The code.
    pub code: Secret,
    /// The address that was sent with the sign-in, byte for byte.
    pub redirect_uri: Url,
    /// What answers the challenge.
    pub verifier: Secret,
    /// What was asked for.
    pub scopes: Scopes,
}
