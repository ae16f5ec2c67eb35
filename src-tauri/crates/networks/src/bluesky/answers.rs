//! The shapes of answers, and what is checked as they are read.

use domain::{AccountKind, Host, Scopes, Timestamp, Unavailable};
use serde::Deserialize;

use super::places::Did;
use super::refusal::{of_state, refused, refused_by_server};
use crate::described::Described;
use crate::lenient::{self, Id, List, Wrapped};
use crate::{Answer, ProviderError, oauth};

/// What stands where a server does not believe the handle of its own account.
const NO_HANDLE: &str = "handle.invalid";

/// Whose a handle is, as its owner tells it: the identity and nothing else.
pub(super) fn read_did(answer: &Answer) -> Option<Did> {
    let text = std::str::from_utf8(&answer.body).ok()?;
    Did::parse(text.trim()).filter(|_| answer.ok())
}

/// Whose a handle is, as the resolver tells it.
#[derive(Deserialize)]
pub(super) struct Resolved {
    did: String,
}

impl Resolved {
    /// `None` where the resolver knows nobody of that name.
    pub fn read(answer: &Answer) -> Result<Option<Did>, ProviderError> {
        #[derive(Deserialize)]
        struct Unknown {
            error: String,
            #[serde(default)]
            message: String,
        }
        // The reference server says it by a text, the network's own description by a name.
        let unknown =
            |no: Unknown| no.error == "HandleNotFound" || no.message == "Unable to resolve handle";
        if answer.status == 400 && answer.json().is_some_and(unknown) {
            return Ok(None);
        }
        let told: Resolved = answer.read(ProviderError::unrecognised)?;
        let did = Did::parse(&told.did);
        did.map(Some).ok_or(ProviderError::unrecognised(answer))
    }
}

/// A DID document.
#[derive(Deserialize)]
pub(super) struct Document {
    pub id: String,
    #[serde(
        rename = "alsoKnownAs",
        default,
        deserialize_with = "lenient::optional"
    )]
    names: Option<List<String>>,
    #[serde(rename = "service", default, deserialize_with = "lenient::optional")]
    services: Option<List<Service>>,
}

#[derive(Deserialize)]
struct Service {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "serviceEndpoint")]
    endpoint: String,
}

impl Document {
    /// Whether a handle is the account's own: the first that it names counts.
    pub fn goes_by(&self, handle: &Host) -> bool {
        let names = self.names.iter().flat_map(|names| &names.items);
        let mut handles = names.filter_map(|name| name.strip_prefix("at://"));
        handles
            .next()
            .is_some_and(|own| own.eq_ignore_ascii_case(handle.as_str()))
    }

    /// The server on which the account lives.
    pub fn server(&self) -> Option<&str> {
        let is_home = |service: &&Service| {
            let id = service.id.strip_prefix(&self.id).unwrap_or(&service.id);
            id == "#atproto_pds" && service.kind == "AtprotoPersonalDataServer"
        };
        let mut services = self.services.iter().flat_map(|services| &services.items);
        let home = services.find(is_home)?;
        Some(&home.endpoint)
    }
}

/// What a server tells of whom it trusts (RFC 9728).
#[derive(Deserialize)]
pub(super) struct Resource {
    pub resource: Option<String>,
    pub authorization_servers: List<String>,
}

/// What an authorization server tells of itself (RFC 8414). All of it that is used is compulsory
/// in this network.
#[derive(Deserialize)]
pub(super) struct Metadata {
    pub issuer: String,
    pub pushed_authorization_request_endpoint: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub revocation_endpoint: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional")]
    pub prompt_values_supported: Option<List<String>>,
}

/// What stands for a sign-in that was sent ahead (RFC 9126).
#[derive(Deserialize)]
pub(super) struct Pushed {
    pub request_uri: String,
}

/// What a code bought.
pub(super) struct Granted {
    pub tokens: oauth::Tokens,
    pub scopes: Scopes,
    pub did: Did,
    pub at: Timestamp,
}

impl Granted {
    /// Tokens that are not bound to the key, that do not say whose they are or what they allow,
    /// are discarded.
    pub fn read(answer: &Answer) -> Result<Granted, ProviderError> {
        if !answer.ok() {
            return Err(refused_by_server(answer));
        }
        let tokens = oauth::read_tokens(answer)?;
        let scopes = tokens.scopes.clone();
        let scopes = scopes.filter(|scopes| scopes.contains("atproto"));
        match (holder(answer), scopes) {
            (Some(did), Some(scopes)) => Ok(Granted {
                tokens,
                scopes,
                did,
                at: answer.at,
            }),
            _ => Err(Unavailable::NotAnAnswer.into()),
        }
    }
}

/// Whose the tokens of an answer are; `None` where it does not say so, or not of tokens that are
/// bound to a key.
pub(super) fn holder(answer: &Answer) -> Option<Did> {
    #[derive(Deserialize)]
    struct Whose {
        token_type: String,
        sub: String,
    }
    let Wrapped(whose) = answer.parsed::<Wrapped<Whose>>()?;
    let is_bound = whose.token_type.eq_ignore_ascii_case("DPoP");
    Did::parse(&whose.sub).filter(|_| is_bound)
}

/// What a server tells of the account that a token speaks for.
pub(super) struct Session {
    pub did: Did,
    handle: Option<String>,
}

impl Session {
    pub fn read(answer: &Answer) -> Result<Session, ProviderError> {
        #[derive(Deserialize)]
        struct SessionBody {
            did: String,
            #[serde(default, deserialize_with = "lenient::text")]
            handle: Option<String>,
            #[serde(default, deserialize_with = "lenient::flag")]
            active: Option<bool>,
            #[serde(default, deserialize_with = "lenient::text")]
            status: Option<String>,
        }
        let told: SessionBody = answer.read(refused)?;
        if told.active == Some(false) {
            let state = told.status.as_deref().and_then(of_state);
            return Err(state.unwrap_or_else(|| ProviderError::unrecognised(answer)));
        }
        Ok(Session {
            did: Did::parse(&told.did).ok_or(ProviderError::unrecognised(answer))?,
            handle: told.handle,
        })
    }

    /// The account. It goes by its handle, a display name would need one more permission, and by
    /// its identity where the server does not believe the handle.
    pub fn described(self) -> Described {
        let did = self.did.as_str().to_owned();
        let believed = self.handle.as_ref().filter(|handle| *handle != NO_HANDLE);
        Described {
            kind: AccountKind::Account,
            handle: believed.map(|handle| format!("@{handle}")),
            name: match (believed, &self.handle) {
                (None, Some(_)) => Some(did.clone()),
                (told, _) => told.cloned(),
            },
            id: Some(Id(did)),
        }
    }
}
