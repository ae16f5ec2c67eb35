//! How a network differs from the next one, as data.

use crate::trouble::Kind;

pub(crate) struct Rules {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// Id of the developer app that exists from the start.
    pub(crate) client_id: &'static str,
    /// How the client id is called in requests.
    pub(crate) client_param: &'static str,
    pub(crate) client: Client,
    pub(crate) paths: Paths,
    pub(crate) scopes: Scopes,
    pub(crate) pkce: Pkce,
    pub(crate) redirects: Redirects,
    pub(crate) consent: Consent,
    pub(crate) code: Mint,
    pub(crate) access: Mint,
    pub(crate) refresh: Refresh,
    pub(crate) endings: Endings,
    /// What the control page offers: those of [`super::kinds`] that this network knows, and its own.
    pub(crate) kinds: &'static [Kind],
}

/// How the developer app proves at the token endpoint that it is itself; the function makes a secret.
pub(crate) enum Client {
    /// By its id alone.
    Public,
    SecretInBody(fn() -> String),
    SecretByBasic(fn() -> String),
}

impl Client {
    pub(crate) fn new_secret(&self) -> Option<String> {
        match self {
            Client::Public => None,
            Client::SecretInBody(make) | Client::SecretByBasic(make) => Some(make()),
        }
    }
}

pub(crate) struct Paths {
    pub(crate) authorize: &'static str,
    pub(crate) token: &'static str,
    pub(crate) revoke: Option<&'static str>,
    /// The page where a person sees the connected apps.
    pub(crate) connected: &'static str,
}

pub(crate) struct Scopes {
    pub(crate) separator: char,
    /// Every scope the developer app may ask for, with the consent page's words.
    pub(crate) known: &'static [(&'static str, &'static str)],
    /// May the person untick scopes on the consent page?
    pub(crate) untick: bool,
    /// Those that cannot be unticked.
    pub(crate) always: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pkce {
    /// A token request that carries a verifier fails; the challenge before it goes unread.
    Refused,
    /// What is sent goes unread.
    Ignored,
    Optional,
    Required,
    /// Required, and the challenge is the digest in lowercase hex. Another kind of challenge is
    /// noticed by the token endpoint only.
    RequiredHex,
}

pub(crate) struct Redirects {
    pub(crate) same: Same,
    pub(crate) ignore_query: bool,
    /// What the documentation tells a desktop app to register; one that begins with `/` is a page
    /// of this network's own origin, in place of an https page that nobody hosts.
    pub(crate) registered: &'static [&'static str],
    /// Put behind the callback's parameters, such as `#_`.
    pub(crate) fragment: &'static str,
}

/// When an asked callback address counts as a registered one.
#[derive(Clone, Copy)]
pub(crate) enum Same {
    /// Letter for letter, the port too.
    Exact,
    /// Letter for letter, and without TLS only on `localhost`.
    Localhost,
    /// Any port and path of a loopback IP address, registered or not.
    AnyLoopback,
    /// The registered port may be `*`.
    WildcardPort,
}

pub(crate) struct Consent {
    pub(crate) heading: &'static str,
    pub(crate) approve: &'static str,
    pub(crate) cancel: &'static str,
    /// Is there a way to another account on the page?
    pub(crate) other: bool,
    /// Does the sign-in page have a way back to the app?
    pub(crate) cancel_at_login: bool,
    /// Who approved the same scopes before passes without a page.
    pub(crate) remembers: bool,
}

/// How a value is made and how many seconds it lives.
#[derive(Clone, Copy)]
pub(crate) struct Mint {
    pub(crate) value: fn() -> String,
    pub(crate) life: i64,
}

pub(crate) enum Refresh {
    None,
    /// The same token for as long as it lives; `answered` says whether a refresh repeats it.
    Same {
        value: fn() -> String,
        life: Option<i64>,
        answered: bool,
    },
    Rotates {
        value: fn() -> String,
        life: Option<i64>,
        /// Does each refresh begin a new life, or does the first life go on?
        rolls: bool,
        /// For so many seconds the replaced token still works.
        grace: i64,
        /// Does the use of a replaced token end all that came from the same approval?
        reuse_ends_all: bool,
    },
}

/// What ends tokens here and what does not.
pub(crate) struct Endings {
    pub(crate) password_change: bool,
    pub(crate) secret_change: bool,
    /// Does revoking one token end all that the person gave this app?
    pub(crate) revoke_ends_all: bool,
    /// Does revoking need the app's id and secret, or just the token?
    pub(crate) revoke_needs_client: bool,
}
