//! What tokens are bound to, as it rests sealed with them: a renewal knows from it to whom a refresh
//! token may go and whose the new tokens must be, whatever servers say by then.

use domain::{Binding, Secret};
use url::Url;

use super::places::{Did, Places};

/// What the tokens of a sign-in, or those that it will bring, are bound to.
pub(super) struct Bound {
    pub key: Secret,
    /// The server that takes them.
    pub server: Url,
    /// The authorization server that gives and renews them. Early versions did not write it down.
    pub issuer: Option<Url>,
    /// Whose they are; not known before a sign-in is over, nor to early versions.
    pub did: Option<Did>,
}

impl Bound {
    /// `None` where the server that is named may not be asked.
    pub fn read(places: &Places, binding: &Binding) -> Option<Bound> {
        let mut words = binding.server.split(' ');
        Some(Bound {
            key: binding.key.clone(),
            server: places.server(words.next()?)?,
            issuer: match words.next() {
                Some(issuer) => Some(places.server(issuer)?),
                None => None,
            },
            did: match words.next() {
                Some(did) => Some(Did::parse(did)?),
                None => None,
            },
        })
    }

    /// Up to three words, of which none holds a space.
    pub fn written(&self) -> Binding {
        let mut words = vec![self.server.origin().ascii_serialization()];
        if let Some(issuer) = &self.issuer {
            words.push(issuer.origin().ascii_serialization());
            words.extend(self.did.iter().map(|did| did.as_str().to_owned()));
        }
        Binding {
            key: self.key.clone(),
            server: words.join(" "),
        }
    }
}
