//! Callback addresses: what counts as the same.

use std::net::IpAddr;

use url::{Host, Url};

use super::rules::{Redirects, Same};

impl Redirects {
    /// Is the asked address one of the app's? `extra` are those registered beyond the usual.
    pub(crate) fn accept(&self, asked: &str, origin: &Url, extra: &[String]) -> bool {
        if asked.contains('#') {
            return false;
        }
        let usual = self.registered.iter().map(|known| absolute(known, origin));
        let registered: Vec<String> = usual.chain(extra.iter().cloned()).collect();
        if let Same::AnyLoopback = self.same
            && loopback_without_port(asked).is_some()
        {
            return true;
        }
        registered.iter().any(|known| self.same(asked, known))
    }

    fn same(&self, asked: &str, known: &str) -> bool {
        let asked = match (self.ignore_query, asked.split_once('?')) {
            (true, Some((address, _))) => address,
            _ => asked,
        };
        match self.same {
            Same::Exact | Same::AnyLoopback => asked == known,
            Same::Localhost => asked == known && safe_or_localhost(asked),
            Same::WildcardPort => asked == known || with_any_port(asked, known),
        }
    }
}

fn absolute(known: &str, origin: &Url) -> String {
    match known.strip_prefix('/') {
        Some(path) => format!("{origin}{path}"),
        None => known.to_owned(),
    }
}

fn safe_or_localhost(address: &str) -> bool {
    Url::parse(address)
        .is_ok_and(|url| url.scheme() == "https" || url.host_str() == Some("localhost"))
}

fn loopback_without_port(address: &str) -> Option<Url> {
    let mut url = Url::parse(address).ok()?;
    let ip = match url.host()? {
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip),
        Host::Domain(_) => return None,
    };
    let open = url.scheme() == "http" && ip.is_loopback() && url.set_port(None).is_ok();
    open.then_some(url)
}

fn with_any_port(asked: &str, known: &str) -> bool {
    let Some((before, after)) = known.split_once('*') else {
        return false;
    };
    asked
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after))
        .is_some_and(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(same: Same, registered: &'static [&'static str]) -> Redirects {
        Redirects {
            same,
            ignore_query: false,
            registered,
            fragment: "",
        }
    }

    fn takes(rule: &Redirects, asked: &str) -> bool {
        let origin = Url::parse("http://127.0.0.1:9000/").unwrap();
        rule.accept(asked, &origin, &[])
    }

    #[test]
    fn exact_means_port_and_slash_too() {
        let rule = rule(
            Same::Exact,
            &["http://127.0.0.1:47823/callback/x", "/callback/own"],
        );
        assert!(takes(&rule, "http://127.0.0.1:47823/callback/x"));
        assert!(takes(&rule, "http://127.0.0.1:9000/callback/own"));
        for wrong in [
            "http://127.0.0.1:47824/callback/x",
            "http://127.0.0.1:47823/callback/x/",
            "http://127.0.0.1:47823/callback/x?a=1",
            "http://127.0.0.1:47823/callback/x#a",
            "http://localhost:47823/callback/x",
        ] {
            assert!(!takes(&rule, wrong), "{wrong}");
        }
    }

    #[test]
    fn some_take_any_loopback_address_and_nothing_else() {
        let rule = rule(Same::AnyLoopback, &[]);
        assert!(takes(&rule, "http://127.0.0.1:5/whatever"));
        assert!(takes(&rule, "http://[::1]:5"));
        for wrong in [
            "http://localhost:5/",
            "https://127.0.0.1.example/",
            "app.greentick:/callback/a",
        ] {
            assert!(!takes(&rule, wrong), "{wrong}");
        }
    }

    #[test]
    fn a_star_stands_for_a_port() {
        let rule = rule(Same::WildcardPort, &["http://127.0.0.1:*/callback/a"]);
        assert!(takes(&rule, "http://127.0.0.1:49152/callback/a"));
        for wrong in [
            "http://127.0.0.1:/callback/a",
            "http://127.0.0.1:1@evil.example:2/callback/a",
            "http://127.0.0.1/callback/a",
            "http://127.0.0.1:49152/callback/a/",
        ] {
            assert!(!takes(&rule, wrong), "{wrong}");
        }
    }

    #[test]
    fn a_query_may_be_ignored_and_localhost_demanded() {
        let rule = Redirects {
            ignore_query: true,
            ..rule(
                Same::Localhost,
                &["http://localhost:1/cb", "http://127.0.0.1:1/cb"],
            )
        };
        assert!(takes(&rule, "http://localhost:1/cb?a=1"));
        assert!(!takes(&rule, "http://127.0.0.1:1/cb"));
    }
}
