//! Callback addresses, by Doorkeeper's rules: what may be registered, and what counts as the same.

use std::net::IpAddr;

use url::{Host, Url};

pub(crate) const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";
const FORBIDDEN_SCHEMES: [&str; 3] = ["data", "vbscript", "javascript"];

/// Why an address cannot be registered, in the words of the 422.
pub(crate) fn problem(address: &str) -> Option<&'static str> {
    if address == OUT_OF_BAND {
        return None;
    }
    match Url::parse(address) {
        Err(url::ParseError::RelativeUrlWithoutBase) => Some("must be an absolute URI."),
        Err(_) => Some("must be a valid URI."),
        Ok(url) if FORBIDDEN_SCHEMES.contains(&url.scheme()) => Some("is forbidden by the server."),
        Ok(url) if url.fragment().is_some() => Some("cannot contain a fragment."),
        Ok(_) => None,
    }
}

/// Letter for letter, except that the port is free between two loopback IP addresses.
pub(crate) fn same(asked: &str, registered: &str) -> bool {
    if asked == registered {
        return true;
    }
    match (
        loopback_without_port(asked),
        loopback_without_port(registered),
    ) {
        (Some(asked), Some(registered)) => asked == registered,
        _ => false,
    }
}

fn loopback_without_port(address: &str) -> Option<Url> {
    let mut url = Url::parse(address).ok()?;
    let ip = match url.host()? {
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip),
        Host::Domain(_) => return None,
    };
    let open = ip.is_loopback() && url.set_port(None).is_ok();
    open.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_free_between_loopback_ip_addresses_only() {
        assert!(same(
            "http://127.0.0.1:49152/callback",
            "http://127.0.0.1/callback"
        ));
        assert!(same("http://[::1]:49152/callback", "http://[::1]/callback"));
        assert!(!same(
            "http://localhost:49152/callback",
            "http://localhost/callback"
        ));
        assert!(!same(
            "http://127.0.0.1:49152/other",
            "http://127.0.0.1/callback"
        ));
        assert!(!same(
            "http://127.0.0.1:1/callback?a=1",
            "http://127.0.0.1/callback"
        ));
        assert!(!same(
            "http://[::1]:1/callback",
            "http://127.0.0.1/callback"
        ));
        assert!(!same("https://app.example:1/cb", "https://app.example/cb"));
    }

    #[test]
    fn an_address_that_could_run_or_lead_nowhere_is_not_registered() {
        assert_eq!(problem("callback"), Some("must be an absolute URI."));
        assert_eq!(
            problem("javascript:alert(1)"),
            Some("is forbidden by the server.")
        );
        assert_eq!(
            problem("https://app.example/#x"),
            Some("cannot contain a fragment.")
        );
        assert_eq!(problem("app.greentick:/callback/mastodon"), None);
        assert_eq!(problem(OUT_OF_BAND), None);
    }
}
