//! How each network speaks: the trait and the registry, OAuth written once, one file a dialect,
//! and `transport`, the only place that sends.
#![warn(missing_docs)]

mod about;
mod address;
mod challenge;
#[cfg(test)]
mod conformance;
mod credits;
mod described;
mod dialect;
pub mod dpop;
mod encoding;
mod envelope;
mod guard;
mod issuer;
mod lenient;
mod message;
pub mod oauth;
mod oauth_options;
mod pkce;
mod provider_error;
mod proxies;
mod registry;
#[cfg(test)]
mod script;
mod sign_in_result;
mod skew;
mod step;
mod transport;
mod unavailable;

pub use about::{
    About, AccountsPerGrant, AppCredentialsFrom, GrantScope, OAuthOptions, Pkce, RedirectMethod,
    Redirects, Renewal, Revocation, SecretPlace,
};
pub use credits::{CreditHeaders, ResetAs};
pub use dialect::{
    App, AuthorizationRequest, CallContext, CodeExchange, Dialect, Registration, SignInPage,
};
pub use domain::{AppSecret, AsksFor, Credit, CreditOf, NotGranted, Surface};
pub use message::{Answer, Method, Request};
pub use provider_error::ProviderError;
pub use proxies::DesktopProxy;
pub use registry::{PRACTICE_INSTANCE, Registry};
pub use sign_in_result::{
    Access, DiscoveredAccount, NewGrant, Person, ProbeResult, RefreshedTokens, SignInResult,
};
pub use step::{Step, converse};
pub use transport::{HttpTransport, Realm, Sending, Transport};
