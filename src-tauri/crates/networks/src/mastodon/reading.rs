//! What an instance says of itself, of an app and of an account, as leniently as engines differ:
//! of each answer only what is needed, and a side field of another kind is as good as none.

use domain::{Account, AccountId, AccountKind, Cause, Host, Scopes, Secret, Unavailable};
use serde_json::{Map, Value};
use url::Url;

use super::refusals::refused;
use crate::{Answer, App, ProviderError};

type Object = Map<String, Value>;

/// No engine's client id or secret is longer.
const LONGEST_CREDENTIAL: usize = 512;
/// A name is cut here before anything is added to it.
const LONGEST_NAME: usize = 100;

fn object(answer: &Answer) -> Result<Object, ProviderError> {
    answer.read(refused)
}

/// A text that is not empty, also where it was written as a number.
fn text(object: &Object, name: &str) -> Option<String> {
    let told = match object.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!told.is_empty()).then_some(told)
}

fn says_yes(object: &Object, name: &str) -> bool {
    object.get(name) == Some(&Value::Bool(true))
}

/// The app that was registered. Without a secret it is a public one (RFC 6749 section 2.1).
pub(super) fn app(answer: &Answer) -> Result<App, ProviderError> {
    let told = object(answer)?;
    let id = text(&told, "client_id");
    let secret = text(&told, "client_secret");
    let sane = |text: &String| text.len() <= LONGEST_CREDENTIAL;
    match id.filter(sane) {
        Some(id) if secret.as_ref().is_none_or(sane) => Ok(App {
            id,
            secret: secret.map(Secret::new),
        }),
        Some(_) | None => Err(ProviderError::AskLater(Unavailable::NotAnAnswer, None)),
    }
}

/// What an instance says of its sign-in (RFC 8414); servers before 4.3 and many other engines have
/// no such page. Addresses of endpoints are never taken from here: they are those of the instance
/// that was typed.
#[derive(Default)]
pub(super) struct Metadata {
    /// The issuer, where the server promises to name it in every callback (RFC 9207).
    pub promised: Option<String>,
    /// The permissions that it knows, where it tells.
    pub knows: Option<Scopes>,
}

impl Metadata {
    /// Reads them as `itself` may tell them: an instance that names another issuer could pass for
    /// that one, whose codes would come here (RFC 8414 section 3.3).
    pub fn read(answer: Option<Answer>, itself: &[Url]) -> Result<Metadata, ProviderError> {
        let told = answer.and_then(|answer| answer.json::<Object>());
        let told = told.unwrap_or_default();
        let issuer = text(&told, "issuer");
        // Some engines tell it with a path, or as they see themselves behind their proxy: by http.
        let place = |url: &Url| {
            let plain = url.username().is_empty() && url.query().is_none();
            let host = url.host_str().filter(|_| plain && url.fragment().is_none());
            host.map(|host| (host.to_owned(), url.port()))
        };
        let is_itself = |named: &String| {
            let named = Url::parse(named).ok().and_then(|named| place(&named));
            named.is_some() && itself.iter().any(|one| place(one) == named)
        };
        if issuer.as_ref().is_some_and(|named| !is_itself(named)) {
            return Err(ProviderError::IssuerMismatch);
        }
        let names = told.get("scopes_supported").and_then(Value::as_array);
        let names = names.map(|names| Scopes::new(names.iter().filter_map(Value::as_str)));
        let promises = says_yes(&told, "authorization_response_iss_parameter_supported");
        Ok(Metadata {
            promised: issuer.filter(|_| promises),
            knows: names.filter(|names| !names.is_empty()),
        })
    }
}

/// Whether an answer is the page on which an instance describes itself.
pub(super) fn is_instance(answer: &Answer) -> bool {
    let told = answer.json::<Object>().filter(|_| answer.ok());
    told.is_some_and(|told| {
        let named = text(&told, "uri").or_else(|| text(&told, "domain"));
        named.is_some() && text(&told, "version").is_some()
    })
}

/// The account that a token speaks for.
pub(super) fn account(answer: &Answer, host: Option<&Host>) -> Result<Account, ProviderError> {
    let told = object(answer)?;
    let user = text(&told, "username").or_else(|| {
        let whole = text(&told, "acct")?;
        let user = whole.trim_start_matches('@').split('@').next()?;
        Some(user.to_owned()).filter(|user| !user.is_empty())
    });
    let (Some(id), Some(user)) = (text(&told, "id"), user) else {
        return Err(refused(answer));
    };
    // Closed by the people who run the instance: it speaks to nobody, whatever its token opens.
    if says_yes(&told, "suspended") {
        return Err(ProviderError::No(Cause::Suspended));
    }
    let name = text(&told, "display_name").unwrap_or_else(|| user.clone());
    Ok(Account {
        id: AccountId(id),
        kind: AccountKind::Account,
        name: match moved_to(&told) {
            Some(there) => format!("{} → {there}", cut(&name)),
            None => name,
        },
        handle: Some(match host {
            Some(host) => format!("@{user}@{host}"),
            None => format!("@{user}"),
        }),
    })
}

/// Where its people moved to. The token still works, so that this is no refusal; but whoever reads
/// the row must see that nobody reads the account.
fn moved_to(account: &Object) -> Option<String> {
    let there = text(account.get("moved")?.as_object()?, "acct")?;
    Some(format!("@{}", cut(there.trim_start_matches('@'))))
}

fn cut(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}
