//! One run of the sign-in, from the click to green, cancelled or failed.

use domain::{
    AttemptId, Binding, Cause, ClientId, Host, LocationId, Network, Scopes, Secret, Span,
    Timestamp, Trouble, Unavailable, Use,
};
use networks::oauth::Challenge;
use networks::{ProviderError, SignInResult, Surface};
use protocol::TakenPort;
use url::Url;

use super::listeners::Listening;
use super::picker::AccountChoices;
use crate::Jar;
use crate::apps::AppVerdict;

/// How long a person may take at the network.
pub(crate) const PATIENCE: Span = Span::from_minutes(10);

/// A sign-in under way. It lives in memory only: if the app dies, everything is as it was.
pub(crate) struct Attempt {
    pub id: AttemptId,
    pub network: Network,
    pub host: Option<Host>,
    /// What was typed, where its accounts live on another server.
    pub typed: Option<Host>,
    /// The account that is to sign in, as it was typed or is known.
    pub account: Option<String>,
    /// The location that is reconnected, or whose set-up is to be finished.
    pub location: Option<LocationId>,
    pub client: Option<ClientId>,
    pub surface: Surface,
    /// No browser opened when it should have.
    pub no_browser: bool,
    /// What stood in the way when it failed, by name: a proxy, or an issuer of certificates.
    pub by: Option<String>,
    pub deadline: Timestamp,
    /// Ask at the network even where it would pass by itself.
    pub ask_again: bool,
    /// Ask for the wider permissions that a server may know instead of the right ones.
    pub wider: bool,
    /// Not to connect anything: to try whether the network holds a code to its challenge.
    pub trial: bool,
    pub progress: AttemptState,
}

/// How far it is, with what that stage holds.
pub(crate) enum AttemptState {
    /// The app is registered or the listener is opened.
    Preparing,
    /// The person is at the network.
    Waiting(Box<PendingAuthorization>),
    /// Tokens are fetched and tried.
    Finishing,
    /// The person picks.
    Picking {
        offer: AccountChoices,
        harvest: SignInResult,
    },
    /// Another account came back.
    WrongAccount {
        expected: String,
        got: String,
        harvest: SignInResult,
    },
    /// It ended without success.
    Failed(Why),
    /// It ended well, and there is something to say about it.
    Succeeded(Outcome),
    /// It was a trial, and showed this.
    Tried(AppVerdict),
}

/// What binds a callback to this attempt.
pub(crate) struct PendingAuthorization {
    pub url: Url,
    pub redirect_uri: Url,
    pub state: Secret,
    pub challenge: Challenge,
    pub scopes: Scopes,
    pub issuer: Option<String>,
    pub binding: Option<Binding>,
    /// Dropped with the journey, after which the listener stays for a while only.
    pub _loopback: Option<Listening>,
}

/// What a sign-in changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The locations that it connected.
    pub connected: Vec<LocationId>,
    /// What is no longer allowed.
    pub lost_uses: Vec<Use>,
    /// What is allowed in addition.
    pub gained_uses: Vec<Use>,
    /// Locations of the login that it no longer covers.
    pub lost_locations: Vec<LocationId>,
}

/// Why a sign-in ended without success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Time ran out.
    TooLate,
    /// A person said no at the network.
    Cancelled,
    /// The network refused the sign-in, with a number of its own where it gave one.
    Refused(Option<i64>),
    /// The network refused the account that signed in, for the cause that a probe would name.
    No(Cause),
    /// Nothing that could be read came back.
    NoAnswer(Unavailable),
    /// This computer could not go on.
    Here(Trouble),
    /// The server does not know the permissions that are needed.
    ScopeRefused,
    /// The server speaks for another one than was asked.
    IssuerMismatch,
    /// The developer app is not accepted.
    AppRefused,
    /// The new token did not pass a probe.
    NotProven,
    /// There is nothing to connect.
    NothingToConnect,
    /// The page was not among those that were granted.
    PageNotGranted,
    /// The sign-in page could not be opened.
    CannotOpen,
    /// Another program uses the port that the network leads back to.
    PortTaken(TakenPort),
    /// The sign-in window broke down: what draws its page has ended.
    WindowDied,
}

/// Why a sign-in ends that a network refused.
pub(crate) fn why(refusal: ProviderError) -> Why {
    match refusal {
        ProviderError::AskLater(hiccup, _) => Why::NoAnswer(hiccup),
        ProviderError::AppRefused | ProviderError::No(domain::Cause::AppBroken) => Why::AppRefused,
        ProviderError::No(cause) => Why::No(cause),
        ProviderError::StartAnew => Why::Refused(None),
        ProviderError::ScopeRefused => Why::ScopeRefused,
        ProviderError::NotOffered => Why::NoAnswer(domain::Unavailable::NotAnAnswer),
        ProviderError::IssuerMismatch => Why::IssuerMismatch,
        ProviderError::Here(trouble) => Why::Here(trouble),
    }
}

impl Attempt {
    /// The jar in which the sign-in window keeps its cookies.
    pub fn jar(&self) -> Jar {
        Jar::of(self.client)
    }

    /// Whether it waits for a pick.
    pub fn is_picking(&self) -> bool {
        matches!(self.progress, AttemptState::Picking { .. })
    }
}
