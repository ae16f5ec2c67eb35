//! The way from what a person typed to the server that signs in, each step of which is checked
//! against the one before.

use domain::{Host, Unavailable};
use url::Url;

use super::answers::{Document, Metadata, Resolved, Resource, read_did};
use super::places::{Did, Places};
use crate::address::on;
use crate::{Answer, ProviderError, Request, Step};

/// An account and the server on which it lives.
pub(super) struct Identity {
    pub did: Did,
    /// The handle, where it was typed and the account says that it is its own.
    pub handle: Option<Host>,
    pub server: Url,
}

impl Identity {
    /// What the person called it.
    pub fn called(&self) -> String {
        let handle = self.handle.as_ref().map(Host::to_string);
        handle.unwrap_or_else(|| self.did.as_str().to_owned())
    }
}

/// What an authorization server lets do, and where.
pub(super) struct Doors {
    /// The issuer in its own writing, as a callback names it.
    pub issuer: String,
    /// Its origin.
    pub server: Url,
    pub push: Url,
    pub page: Url,
    pub token: Url,
    pub revoke: Option<Url>,
    /// Whether a person who is known already can be asked all the same.
    pub asks_again: bool,
}

/// There is no such account: another name may do.
const NO_ACCOUNT: ProviderError = ProviderError::StartAnew;
/// The servers contradict each other, or name what may not be asked.
const NO_WAY: ProviderError = ProviderError::AskLater(Unavailable::NotAnAnswer, None);

/// Finds the account that a person typed: a handle, with or without `@`, or a DID.
pub(super) fn identify(places: &Places, typed: &str) -> Step<Identity> {
    let typed = typed.trim();
    if typed.starts_with("did:") {
        return match Did::parse(typed) {
            Some(did) => identity(places, did, None),
            None => Step::Refused(NO_ACCOUNT),
        };
    }
    let Ok(handle) = Host::parse(typed.strip_prefix('@').unwrap_or(typed)) else {
        return Step::Refused(NO_ACCOUNT);
    };
    let places = places.clone();
    let Some(page) = places.of_handle(&handle) else {
        return resolve(places, handle);
    };
    // The owner's own word comes before that of the resolver.
    Step::attempt(Request::get(page), move |answer| {
        Ok(match answer.as_ref().and_then(read_did) {
            Some(did) => identity(&places, did, Some(handle)),
            None => resolve(places, handle),
        })
    })
}

fn resolve(places: Places, handle: Host) -> Step<Identity> {
    let ask = Request::get(places.resolver()).query("handle", handle.as_str());
    Step::send(ask, move |answer| {
        let did = Resolved::read(&answer)?.ok_or(NO_ACCOUNT)?;
        Ok(identity(&places, did, Some(handle)))
    })
}

/// Finds the server of an account. A handle is believed only if the account says that it is its
/// own: anybody can point a name at somebody else.
pub(super) fn identity(places: &Places, did: Did, handle: Option<Host>) -> Step<Identity> {
    let Some(page) = places.document(&did) else {
        return Step::Refused(NO_WAY);
    };
    let places = places.clone();
    Step::send(Request::get(page), move |answer| {
        // Never there, or given up for ever.
        if matches!(answer.status, 404 | 410) {
            return Err(NO_ACCOUNT);
        }
        let document: Document = answer.read(ProviderError::unrecognised)?;
        if document.id != did.as_str() {
            return Err(NO_WAY);
        }
        if handle
            .as_ref()
            .is_some_and(|handle| !document.goes_by(handle))
        {
            return Err(NO_ACCOUNT);
        }
        let server = document.server().and_then(|named| places.server(named));
        Ok(Step::Done(Identity {
            server: server.ok_or(NO_WAY)?,
            did,
            handle,
        }))
    })
}

/// Finds the authorization server that a server trusts, and what it lets do.
pub(super) fn doors(places: &Places, server: Url) -> Step<Doors> {
    let places = places.clone();
    let page = on(&server, "/.well-known/oauth-protected-resource");
    Step::send(Request::get(page), move |answer| {
        let resource: Resource = answer.read(ProviderError::unrecognised)?;
        let of_another = |named: &String| places.server(named).as_ref() != Some(&server);
        if resource.resource.as_ref().is_some_and(of_another) {
            return Err(NO_WAY);
        }
        let named = resource.authorization_servers.items.first().ok_or(NO_WAY)?;
        let issuer = places.server(named).ok_or(NO_WAY)?;
        Ok(doors_of(&places, issuer))
    })
}

/// What an authorization server lets do that is known already.
pub(super) fn doors_of(places: &Places, issuer: Url) -> Step<Doors> {
    let places = places.clone();
    let page = on(&issuer, "/.well-known/oauth-authorization-server");
    Step::send(Request::get(page), move |answer| {
        Ok(Step::Done(read_doors(&places, issuer, &answer)?))
    })
}

fn read_doors(places: &Places, issuer: Url, answer: &Answer) -> Result<Doors, ProviderError> {
    let metadata: Metadata = answer.read(ProviderError::unrecognised)?;
    // RFC 8414 section 3.3: a server speaks for itself only.
    if places.server(&metadata.issuer).as_ref() != Some(&issuer) {
        return Err(ProviderError::IssuerMismatch);
    }
    let door = |named: &str| places.of_server(&issuer, named).ok_or(NO_WAY);
    Ok(Doors {
        push: door(&metadata.pushed_authorization_request_endpoint)?,
        page: door(&metadata.authorization_endpoint)?,
        token: door(&metadata.token_endpoint)?,
        // What is no address is not told; one of another server is not believed.
        revoke: metadata
            .revocation_endpoint
            .as_deref()
            .filter(|named| Url::parse(named).is_ok())
            .map(door)
            .transpose()?,
        asks_again: metadata
            .prompt_values_supported
            .iter()
            .flat_map(|ways| &ways.items)
            .any(|way| way == "login"),
        issuer: metadata.issuer,
        server: issuer,
    })
}
