//! What a network is like, as plain data. Scheduler, window and conformance suite all read it.

use domain::{Scopes, Span, Use};

/// What a network is like.
pub struct About {
    /// Its short name.
    pub id: &'static str,
    /// Its name as people write it.
    pub name: &'static str,
    /// Whether people must name an instance.
    pub instances: bool,
    /// Where the app credentials come from.
    pub app: AppCredentialsFrom,
    /// Where people sign in, best first.
    pub surfaces: &'static [Surface],
    /// How the network leads back, best first.
    pub roads: &'static [ReturnRoad],
    /// Whether a code is bound to the one who asked for it (RFC 7636).
    pub pkce: Pkce,
    /// How a token is kept alive.
    pub renewal: Renewal,
    /// What one approval serves.
    pub grant_serves: GrantServes,
    /// What can be taken back at the network.
    pub revocation: Revocation,
    /// How long an access token lives, where it is the same for all.
    pub access_life: Option<Span>,
    /// How long the network gives data without the person being seen.
    pub data_access_life: Option<Span>,
    /// The scopes that each use needs.
    pub scopes: &'static [(Use, &'static [&'static str])],
    /// The headers in which the network tells how much of a limit is used.
    pub credit_headers: &'static [&'static str],
}

/// Where app credentials come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppCredentialsFrom {
    /// The user registers an app at the network's console and enters id and secret here.
    User {
        /// The console.
        console: &'static str,
    },
    /// Registered at run time at each instance.
    RunTime,
}

/// Where a person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Surface {
    /// The system's browser.
    Browser,
    /// A window of the app without any power over the app.
    Window,
}

/// How a network can lead back to an app on a desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReturnRoad {
    /// To a page of the network itself, which the sign-in window notices.
    OwnPage,
    /// To a listener on this computer, on any port.
    Loopback,
    /// To the app's own scheme.
    DeepLink,
}

/// Whether a code is bound to the one who asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pkce {
    /// The network does not know it.
    None,
    /// By a SHA-256 challenge.
    S256,
}

/// How a token is kept alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// It is not: it has no end, or only a person can help.
    None,
    /// The same token gets a later end.
    Extend,
    /// A refresh token is spent for a new pair.
    Rotate,
}

/// What one approval serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantServes {
    /// Each location has its own token.
    OneLocation,
    /// One token speaks for everything that the person manages.
    AllOfLogin,
}

/// What can be taken back at the network by the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Nothing for a single location; the person's own permissions page can.
    OnlyByPerson,
    /// The token.
    Token,
}

impl About {
    /// The scopes that `uses` need together.
    pub fn scopes_for(&self, uses: &[Use]) -> Scopes {
        let needed = self.scopes.iter().filter(|(what, _)| uses.contains(what));
        Scopes::new(needed.flat_map(|(_, names)| names.iter().copied()))
    }

    /// What the product asks for at a sign-in. Paid activations are asked for when they are used.
    pub fn asked_scopes(&self) -> Scopes {
        self.scopes_for(&[Use::Identify, Use::ReadStatistics, Use::Publish])
    }

    /// The uses that this network knows, and whether `granted` allows each.
    pub fn uses(&self, granted: &Scopes) -> Vec<(Use, bool)> {
        let allowed = |names: &[&str]| names.iter().all(|name| granted.contains(name));
        self.scopes
            .iter()
            .map(|(what, names)| (*what, allowed(names)))
            .collect()
    }
}
