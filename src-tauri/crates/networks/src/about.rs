//! What a network is like, as plain data. Scheduler, window and conformance suite all read it.

use domain::{
    AppSecret, AsksFor, CreditOf, GrantDates, Scopes, SetUpEffort, Span, Surface, Timestamp, Use,
};

use crate::credits::CreditHeaders;
use crate::{Answer, Credit};

/// How long before its end a token of some hours is renewed.
const SHORT_MARGIN: Span = Span::from_minutes(5);
/// How long before its end a token of some weeks is renewed.
const LONG_MARGIN: Span = Span::from_days(5);
/// A token that lives longer than this is one of some weeks.
const LONG_LIFE: Span = Span::from_days(7);
/// How long before its end a token is extended that only a working token can extend.
const EXTEND_MARGIN: Span = Span::from_days(30);
/// An end that lies this much further ahead than a token lives was dated by a clock that was ahead,
/// and put right since.
const CLOCKS_DIFFER: Span = Span::from_days(1);

/// What a network is like.
pub struct About {
    /// Its short name.
    pub id: &'static str,
    /// Its name as people write it.
    pub name: &'static str,
    /// What people must name before they can sign in.
    pub asks_for: Option<AsksFor>,
    /// Where the app credentials come from.
    pub app: AppCredentialsFrom,
    /// What it takes to register it, where the user does that.
    pub set_up: Option<SetUpEffort>,
    /// Where people sign in, best first.
    pub surfaces: &'static [Surface],
    /// How the network leads back, best first.
    pub roads: &'static [RedirectMethod],
    /// Whether a probe names the app: without its credentials there is none.
    pub probe_names_app: bool,
    /// Which of the roads' addresses the user enters at the network's console.
    pub redirects: Redirects,
    /// Whether a code is bound to the one who asked for it (RFC 7636).
    pub pkce: Pkce,
    /// How OAuth is worded where the standards leave a choice.
    pub wording: OAuthOptions,
    /// How a token is kept alive.
    pub renewal: Renewal,
    /// What one approval serves.
    pub grant_serves: GrantScope,
    /// How many accounts one approval can bring.
    pub brings: AccountsPerGrant,
    /// What can be taken back at the network.
    pub revocation: Revocation,
    /// How long an access token lives, where it is the same for all.
    pub access_life: Option<Span>,
    /// How long the network gives data without the person being seen.
    pub data_access_life: Option<Span>,
    /// The scopes that each use needs.
    pub scopes: &'static [(Use, &'static [&'static str])],
    /// The headers in which the network tells how much of a limit is used.
    pub credit_headers: &'static [CreditHeaders],
}

/// Where app credentials come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppCredentialsFrom {
    /// The user registers an app at the network's console and enters its id here.
    User {
        /// The console.
        console: &'static str,
        /// Whether its secret is entered too.
        secret: AppSecret,
    },
    /// The app that the user entered for another network, whose app serves both.
    UserOf {
        /// The short name of the other network.
        network: &'static str,
        /// The console.
        console: &'static str,
        /// Whether its secret is entered too.
        secret: AppSecret,
    },
    /// Registered at run time at each instance.
    RunTime,
    /// The network knows apps by an address that says all about them.
    Nobody,
}

/// How OAuth is worded where the standards leave a choice, or where a network goes its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuthOptions {
    /// What the parameter with the client id is called.
    pub client_id: &'static str,
    /// What stands between two scopes.
    pub separator: &'static str,
    /// Where the client secret stands.
    pub secret: SecretPlace,
}

impl OAuthOptions {
    /// As RFC 6749 has it, with the secret in the form.
    pub const STANDARD: OAuthOptions = OAuthOptions {
        client_id: "client_id",
        separator: " ",
        secret: SecretPlace::Form,
    };
}

/// Where the client secret stands (RFC 6749 section 2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPlace {
    /// In the form, beside the client id.
    Form,
    /// In the `Authorization` header; an app without a secret names its id in the form.
    Basic,
}

/// Which addresses the user enters at the network's console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// None: the network takes every address of this computer.
    Unregistered,
    /// Those of the roads.
    OfRoads,
    /// This one, as the console wants it written.
    Written(&'static str),
}

/// How a network can lead back to an app on a desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RedirectMethod {
    /// To an https page that the sign-in window notices before it is shown.
    OwnPage,
    /// To a listener on this computer, on any port.
    Loopback,
    /// To a listener on this computer, under a name and on a port that were registered.
    LoopbackAt {
        /// `127.0.0.1` or `localhost`, whichever the network accepts.
        host: &'static str,
        /// The port.
        port: u16,
    },
    /// To the app's own scheme.
    DeepLink,
}

/// Whether a code is bound to the one who asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pkce {
    /// The network does not know it.
    None,
    /// By a SHA-256 challenge, in base64url as RFC 7636 has it.
    S256,
    /// By a SHA-256 challenge in hexadecimal digits.
    S256Hex,
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
pub enum GrantScope {
    /// Each location has its own token.
    OneLocation,
    /// One token speaks for everything that the person manages.
    AllOfLogin,
}

/// How many accounts one approval can bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountsPerGrant {
    /// One: the person chose it at the network.
    One,
    /// All that the person manages.
    Many,
}

/// What can be taken back at the network by the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Nothing for a single location; the person's own permissions page can.
    OnlyByPerson,
    /// The token.
    Token,
    /// All that the person's account gave the app, whichever of its tokens is named.
    WholeAccount,
}

impl AppCredentialsFrom {
    /// The console and the secret of an app that the user registers, where that is so.
    pub fn user(&self) -> Option<(&'static str, AppSecret)> {
        match *self {
            AppCredentialsFrom::User { console, secret }
            | AppCredentialsFrom::UserOf {
                console, secret, ..
            } => Some((console, secret)),
            AppCredentialsFrom::RunTime | AppCredentialsFrom::Nobody => None,
        }
    }
}

impl About {
    /// Whether each consent decides anew over all that the person manages: what stays unticked
    /// there loses its token, also where it was connected before.
    pub fn decides_anew(&self) -> bool {
        self.brings == AccountsPerGrant::Many && self.grant_serves == GrantScope::OneLocation
    }

    /// Whether every limit that the network tells of is the developer app's: what one call runs
    /// into, all others would run into too.
    pub fn limits_the_app_alone(&self) -> bool {
        let mut limits = self.credit_headers.iter().map(CreditHeaders::of);
        !self.credit_headers.is_empty() && limits.all(|of| of == CreditOf::App)
    }

    /// The short name under which the app's credentials are kept.
    pub fn app_kept_as(&self) -> &'static str {
        match self.app {
            AppCredentialsFrom::UserOf { network, .. } => network,
            AppCredentialsFrom::User { .. }
            | AppCredentialsFrom::RunTime
            | AppCredentialsFrom::Nobody => self.id,
        }
    }

    /// The scopes that `uses` need together.
    pub fn scopes_for(&self, uses: &[Use]) -> Scopes {
        let needed = self.scopes.iter().filter(|(what, _)| uses.contains(what));
        Scopes::new(needed.flat_map(|(_, names)| names.iter().copied()))
    }

    /// What the product asks for at a sign-in. Paid activations are asked for when they are used.
    pub fn asked_scopes(&self) -> Scopes {
        self.scopes_for(&[Use::Identify, Use::ReadStatistics, Use::Publish])
    }

    /// Whether a token with these dates is to be renewed before it speaks again.
    pub fn renewal_is_due(&self, dates: &GrantDates, now: Timestamp) -> bool {
        let Some(ends) = dates.access_ends.filter(|_| dates.renewable) else {
            return false;
        };
        let is_long = |life: Span| life > LONG_LIFE;
        let margin = match self.renewal {
            Renewal::None => return false,
            Renewal::Extend => EXTEND_MARGIN,
            Renewal::Rotate if self.access_life.is_some_and(is_long) => LONG_MARGIN,
            Renewal::Rotate => SHORT_MARGIN,
        };
        let left = ends.since(now);
        let longest = |life: Span| Span::from_millis(life.as_millis() + CLOCKS_DIFFER.as_millis());
        left <= margin || self.access_life.is_some_and(|life| left > longest(life))
    }

    /// What an answer's headers tell of the limits.
    pub fn credits(&self, answer: &Answer) -> Vec<Credit> {
        let told = self.credit_headers.iter();
        told.filter_map(|headers| headers.read(answer)).collect()
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

#[cfg(test)]
mod tests {
    use domain::Costs;

    use super::*;
    use crate::Registry;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn is_due(network: &str, ends: Span) -> bool {
        let dates = GrantDates {
            issued_at: NOW,
            access_ends: Some(NOW.plus(ends)),
            refresh_ends: None,
            data_access_ends: None,
            renewable: true,
        };
        let dialect = Registry::real().get(&network.parse().unwrap()).unwrap();
        dialect.about().renewal_is_due(&dates, NOW)
    }

    #[test]
    fn what_it_takes_is_told_of_each_app_that_a_user_registers() {
        for (network, dialect) in Registry::real().iter() {
            let about = dialect.about();
            assert_eq!(
                about.set_up.is_some(),
                about.app.user().is_some(),
                "{network}"
            );
        }
    }

    /// The page is what the window shows step by step; both come from the same look at the network.
    #[test]
    fn the_minutes_and_the_cost_are_those_of_its_page() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/networks");
        for (network, dialect) in Registry::real().iter() {
            let Some(set_up) = dialect.about().set_up else {
                continue;
            };
            let page = std::fs::read_to_string(folder.join(format!("{network}.md"))).unwrap();
            let begins: Vec<&str> = page.split_whitespace().take(90).collect();
            let begins = begins.join(" ");
            for (word, minutes) in [("five minutes", 5), ("ten minutes", 10)] {
                let says = begins.contains(word);
                assert!(!says || set_up.minutes == minutes, "{network}: {word}");
            }
            let says = (begins.contains("costs nothing"), begins.contains("charges"));
            let told = set_up.costs == Costs::Nothing;
            assert!(!says.0 || told, "{network} costs nothing");
            assert!(!says.1 || !told, "{network} charges");
        }
    }

    #[test]
    fn a_token_is_renewed_in_good_time_and_not_all_the_time() {
        for (network, margin) in [("instagram", 30), ("threads", 30), ("pinterest", 5)] {
            let day = |days: i64| is_due(network, Span::from_days(days));
            assert!(day(margin) && day(0) && day(-1), "{network}");
            assert!(!day(margin + 1), "{network}");
        }
        let minutes = |minutes: i64| is_due("x", Span::from_minutes(minutes));
        assert!(minutes(5) && !minutes(6) && !minutes(120));
        assert!(!is_due("facebook", Span::from_days(-1)));
    }

    /// A token that only a working one can extend would otherwise run out unseen.
    #[test]
    fn an_end_that_a_clock_dated_years_ahead_is_not_believed() {
        for network in ["instagram", "threads", "pinterest", "x", "linkedin"] {
            assert!(is_due(network, Span::from_days(3650)), "{network}");
        }
        assert!(!is_due("instagram", Span::from_days(60)));
        assert!(!is_due("facebook", Span::from_days(3650)));
    }
}
