//! Where a typed or a served name may lead. No name of strangers leads into this computer or this
//! house; where the connection is opened that is checked once more.

use domain::Host;
use url::Url;

use crate::address::{fixed, on};

/// What the PLC directory of the real network answers for.
const DIRECTORY: &str = "https://plc.directory/";
/// Resolves handles for everybody, also those that are proven by DNS.
const RESOLVER: &str = "https://public.api.bsky.app/";

/// Where a practice run has a server of somebody who means harm.
const HOSTILE_SERVER: &str = "hostile.practice";

/// Where the servers of the network are.
#[derive(Clone)]
pub(super) struct Places {
    directory: Url,
    resolver: Url,
    reach: Reach,
}

/// Where names lead.
#[derive(Clone)]
enum Reach {
    /// To public servers.
    Public,
    /// To the server of a practice run, whatever public server they name, but for one name.
    Practice { here: Url, hostile: Url },
    /// To this one server; another name leads nowhere.
    Only(Url),
}

impl Places {
    pub fn public() -> Places {
        Places {
            directory: fixed(DIRECTORY),
            resolver: fixed(RESOLVER),
            reach: Reach::Public,
        }
    }

    pub fn practice(origin: &Url, hostile: &Url) -> Places {
        Places {
            directory: origin.clone(),
            resolver: origin.clone(),
            reach: Reach::Practice {
                here: on(origin, "/"),
                hostile: on(hostile, "/"),
            },
        }
    }

    pub fn at(directory: Url, resolver: Url, allow: Url) -> Places {
        Places {
            directory,
            resolver,
            reach: Reach::Only(on(&allow, "/")),
        }
    }

    /// The server that an origin names, if it may be asked.
    pub fn server(&self, named: &str) -> Option<Url> {
        let url = Url::parse(named).ok()?;
        // More than an origin is none.
        let whole = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !whole || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let public = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(is_public_name);
        match &self.reach {
            Reach::Public => public.then_some(url),
            Reach::Practice { here, hostile } => {
                let is_hostile = url.host_str() == Some(HOSTILE_SERVER) || url == *hostile;
                match public || url == *here || url == *hostile {
                    true => Some(if is_hostile { hostile } else { here }.clone()),
                    false => None,
                }
            }
            Reach::Only(here) => (url == *here).then(|| here.clone()),
        }
    }

    /// A path that a server names for itself. What is of another server is not believed: a code
    /// or a token would go there.
    pub fn of_server(&self, server: &Url, named: &str) -> Option<Url> {
        let url = Url::parse(named).ok()?;
        let plain = url.query().is_none() && url.fragment().is_none();
        let its = self.server(&url.origin().ascii_serialization())? == *server;
        (plain && its).then(|| on(server, url.path()))
    }

    /// Where an account's document is.
    pub fn document(&self, did: &Did) -> Option<Url> {
        match did.0.strip_prefix("did:web:") {
            Some(host) => {
                let server = self.server(&format!("https://{host}"))?;
                Some(on(&server, "/.well-known/did.json"))
            }
            None => Some(on(&self.directory, &format!("/{}", did.0))),
        }
    }

    /// Where the owner of a handle tells whose it is. On this computer a handle is no address.
    pub fn of_handle(&self, handle: &Host) -> Option<Url> {
        match self.reach {
            Reach::Public => Some(fixed(&format!("https://{handle}/.well-known/atproto-did"))),
            Reach::Practice { .. } | Reach::Only(_) => None,
        }
    }

    /// Where anybody may ask whose a handle is.
    pub fn resolver(&self) -> Url {
        on(&self.resolver, "/xrpc/com.atproto.identity.resolveHandle")
    }
}

fn is_public_name(name: &str) -> bool {
    Host::parse(name).is_ok_and(|host| host.as_str() == name)
}

/// What an account keeps for ever, of one of the two kinds that the network knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Did(String);

impl Did {
    pub fn parse(text: &str) -> Option<Did> {
        let listed = |id: &str| {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            (1..=64).contains(&id.len()) && id.bytes().all(plain)
        };
        let is_one = match text.strip_prefix("did:")?.split_once(':')? {
            ("plc", id) => listed(id),
            ("web", host) => is_public_name(host),
            _ => false,
        };
        is_one.then(|| Did(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
