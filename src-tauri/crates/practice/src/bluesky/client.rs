//! Client ids that need no hosted metadata: `http://localhost`, with the app's callback addresses
//! and scopes in its query. An id that points to a document elsewhere cannot be looked up here.

use url::{Host, Url};

const ORIGIN: &str = "http://localhost";
const USUAL_REDIRECTS: [&str; 2] = ["http://127.0.0.1/", "http://[::1]/"];
const USUAL_SCOPE: &str = "atproto";

#[derive(Debug)]
pub(super) struct Client {
    redirects: Vec<String>,
    scopes: Vec<String>,
}

/// The OAuth error and what is wrong.
pub(super) type Fault = (&'static str, String);

fn bad<T>(words: &str) -> Result<T, Fault> {
    Err(("invalid_client_metadata", words.to_owned()))
}

impl Client {
    pub(super) fn read(id: &str) -> Result<Client, Fault> {
        let rest = id.strip_prefix(ORIGIN);
        let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with(['/', '?'])) else {
            return bad("Unable to obtain client metadata");
        };
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        if id.contains('#') || !(rest.is_empty() || rest.starts_with('?')) {
            return bad("Value must not contain a path or hash component");
        }
        let (mut redirects, mut scope) = (Vec::new(), None);
        for (name, value) in url::form_urlencoded::parse(rest.trim_start_matches('?').as_bytes()) {
            match &*name {
                "redirect_uri" if is_loopback(&value) => redirects.push(value.into_owned()),
                "redirect_uri" => {
                    let words = format!("Invalid loopback redirect URI \"{value}\"");
                    return Err(("invalid_redirect_uri", words));
                }
                "scope" if scope.is_some() => return bad("Duplicate \"scope\" query parameter"),
                "scope" => scope = Some(value.into_owned()),
                _ => return bad(&format!("Unexpected query parameter \"{name}\"")),
            }
        }
        if redirects.is_empty() {
            redirects = USUAL_REDIRECTS.map(str::to_owned).into();
        }
        let scope = scope.unwrap_or_else(|| USUAL_SCOPE.to_owned());
        let scopes: Vec<String> = scope.split(' ').map(str::to_owned).collect();
        match scopes.iter().any(|scope| scope == USUAL_SCOPE) {
            true => Ok(Client { redirects, scopes }),
            false => bad("The \"atproto\" scope is required"),
        }
    }

    /// What a request without a callback address means.
    pub(super) fn only_redirect(&self) -> Option<&str> {
        match &self.redirects[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    pub(super) fn allows(&self, redirect: &str) -> bool {
        self.redirects.iter().any(|known| same(redirect, known))
    }

    pub(super) fn declares(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }
}

fn is_loopback(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(_)) | None => false,
        };
        ip && url.scheme() == "http" && url.fragment().is_none() && url.username().is_empty()
    })
}

/// An address that was registered without a port stands for every port.
fn same(asked: &str, known: &str) -> bool {
    let (Ok(mut url), Ok(registered)) = (Url::parse(asked), Url::parse(known)) else {
        return false;
    };
    let by_any_port = registered.port().is_none()
        && url.as_str() == asked
        && url.set_port(None).is_ok()
        && url == registered;
    asked == known || by_any_port
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback%2Fbluesky\
                       &scope=atproto%20transition%3Ageneric";

    #[test]
    fn a_redirect_without_a_port_takes_any_and_one_with_a_port_takes_that() {
        let client = Client::read(OWN).unwrap();
        assert!(client.allows("http://127.0.0.1:49152/callback/bluesky"));
        for wrong in [
            "http://127.0.0.1:49152/callback/bluesky/",
            "http://127.0.0.1:49152/callback/bluesky?a=1",
            "http://127.0.0.1:49152/callback/bluesky#a",
            "http://[::1]:49152/callback/bluesky",
            "http://localhost:49152/callback/bluesky",
            "https://127.0.0.1:49152/callback/bluesky",
            "http://u@127.0.0.1:49152/callback/bluesky",
            "",
        ] {
            assert!(!client.allows(wrong), "{wrong}");
        }
        let fixed = Client::read("http://localhost?redirect_uri=http://127.0.0.1:5/a").unwrap();
        assert!(fixed.allows("http://127.0.0.1:5/a") && !fixed.allows("http://127.0.0.1:6/a"));
    }

    #[test]
    fn without_a_query_the_usual_holds() {
        for id in ["http://localhost", "http://localhost/"] {
            let client = Client::read(id).unwrap();
            assert!(client.allows("http://[::1]:5/") && client.allows("http://127.0.0.1:5/"));
            assert!(client.declares("atproto") && !client.declares("transition:generic"));
            assert_eq!(client.only_redirect(), None);
        }
    }

    #[test]
    fn an_id_that_is_no_loopback_id_is_refused_with_its_reason() {
        for (id, error) in [
            (
                "https://app.example.com/metadata.json",
                "invalid_client_metadata",
            ),
            ("http://localhost:80", "invalid_client_metadata"),
            ("http://localhost/path", "invalid_client_metadata"),
            ("http://localhost#a", "invalid_client_metadata"),
            ("http://localhost.evil.example", "invalid_client_metadata"),
            (
                "http://localhost?scope=transition:generic",
                "invalid_client_metadata",
            ),
            (
                "http://localhost?scope=atproto&scope=atproto",
                "invalid_client_metadata",
            ),
            ("http://localhost?client_name=a", "invalid_client_metadata"),
            (
                "http://localhost?redirect_uri=http://localhost/a",
                "invalid_redirect_uri",
            ),
            (
                "http://localhost?redirect_uri=https://evil.example/",
                "invalid_redirect_uri",
            ),
        ] {
            assert_eq!(Client::read(id).unwrap_err().0, error, "{id}");
        }
    }
}
