//! Which addresses a name may lead to. Instances are typed by people and run by strangers: a name
//! must not lead into this computer or this house.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Host;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;
use tokio::time::{Instant, timeout};

use crate::proxies::Proxies;

/// Finds the addresses of a name.
pub(crate) type Names = dyn Fn(String) -> Found + Send + Sync;

type Found = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Finds them by the system.
pub(crate) fn by_system(name: String) -> Found {
    Box::pin(async move {
        let found = lookup_host((name, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    })
}

/// Where names are the proxy's business the system may be silent for long.
const SAID_WITHIN: Duration = Duration::from_secs(2);
/// How long a name that the system does not know is not asked about again.
const UNKNOWN_FOR: Duration = Duration::from_secs(300);

/// Keeps names from leading into this computer or this house. The connection is made to the very
/// addresses that were checked.
///
/// A proxy that a person's settings name may be in this house. It looks up by itself what it is
/// asked for, so that such names are checked before it is asked, as far as that can be seen here.
pub(crate) struct Guard {
    names: Arc<Names>,
    proxies: Arc<Proxies>,
    unknown: Mutex<HashMap<String, Instant>>,
}

#[derive(Debug, thiserror::Error)]
#[error("the name leads to no public address")]
pub(crate) struct NotPublic;

impl Guard {
    pub fn new(names: Arc<Names>, proxies: Arc<Proxies>) -> Guard {
        Guard {
            names,
            proxies,
            unknown: Mutex::default(),
        }
    }

    /// Whether a server of this name may be asked where [`Resolve`] does not see to it: over a
    /// proxy, or under the name of one. A name that this computer cannot look up may: only the proxy
    /// knows where it leads.
    pub async fn lets_pass(&self, name: &str) -> bool {
        if Host::read_back(name).is_err() {
            return false;
        }
        if self.is_unknown(name) {
            return true;
        }
        // With its last dot the name is whole: no search list of this house completes it.
        let found = timeout(SAID_WITHIN, (self.names)(format!("{name}."))).await;
        match found {
            // Nobody here chooses among several.
            Ok(Ok(found)) if !found.is_empty() && !found.iter().all(is_stand_in) => {
                found.into_iter().all(is_public)
            }
            Ok(Ok(_) | Err(_)) | Err(_) => {
                let mut unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
                unknown.insert(name.to_owned(), Instant::now());
                true
            }
        }
    }

    fn is_unknown(&self, name: &str) -> bool {
        let unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        let since = unknown.get(name);
        since.is_some_and(|since| since.elapsed() < UNKNOWN_FOR)
    }
}

/// The guard as the clients have it.
pub(crate) struct PublicOnly(pub Arc<Guard>);

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0.clone();
        Box::pin(async move {
            let found = (guard.names)(name.as_str().to_owned()).await?;
            let public: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| is_public(*address) || guard.proxies.is_one(name.as_str()))
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// What resolvers of VPNs and proxies say for every name, to see later where it was meant to lead:
/// the range for benchmarks (RFC 2544), which leads nowhere by itself.
fn is_stand_in(address: &IpAddr) -> bool {
    matches!(address, IpAddr::V4(v4) if v4.octets()[0] == 198 && v4.octets()[1] & 0xfe == 18)
}

/// Whether an address belongs to the public internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match embedded_v4(v6) {
            Some(v4) => is_public_v4(v4),
            None => is_public_v6(v6),
        },
    }
}

/// IANA's special-purpose registry of IPv4 addresses.
fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = v4.is_unspecified()
        || v4.is_loopback()
        || v4.is_private()
        || v4.is_link_local()
        || v4.is_multicast()
        || v4.is_broadcast()
        || v4.is_documentation()
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

/// Only global unicast (2000::/3) without the documentation and discard ranges.
fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [a, b, ..] = v6.segments();
    let global = a & 0xe000 == 0x2000;
    let documentation = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    let protocol = a == 0x2001 && b < 0x0200;
    global && !documentation && !protocol
}

/// The IPv4 address inside a mapped, compatible, NAT64 or 6to4 address.
fn embedded_v4(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let from = |high: u16, low: u16| {
        let ([w, x], [y, z]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(w, x, y, z)
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0, 0, 0, 0, 0, 0] | [0x64, 0xff9b, 0, 0, 0, 0] => {
            Some(from(g, h))
        }
        [0x2002, ..] => Some(from(b, c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(names: impl Fn(String) -> Found + Send + Sync + 'static) -> Guard {
        let nobody = Proxies::new(Arc::new(|_| None));
        Guard::new(Arc::new(names), Arc::new(nobody))
    }

    /// Behind many a proxy no name of the internet is known.
    #[tokio::test(start_paused = true)]
    async fn a_name_service_that_is_silent_is_waited_for_once() {
        let guard = guard(|_| Box::pin(std::future::pending()));
        let before = Instant::now();
        assert!(guard.lets_pass("social.example").await);
        assert_eq!(before.elapsed(), SAID_WITHIN);
        assert!(guard.lets_pass("social.example").await);
        assert_eq!(before.elapsed(), SAID_WITHIN);
    }

    /// So a name is led elsewhere between a check and a connection; here both are one look.
    #[tokio::test]
    async fn a_name_that_leads_into_this_house_the_second_time_is_not_followed_there() {
        let times = std::sync::atomic::AtomicUsize::new(0);
        let guard = guard(move |_| {
            let first = times.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
            let found = if first { "1.1.1.1" } else { "10.0.0.5" };
            Box::pin(std::future::ready(Ok(vec![found.parse().unwrap()])))
        });
        let resolver = PublicOnly(Arc::new(guard));
        let found = async || {
            let name = "rebinds.example".parse().unwrap();
            let found = resolver.resolve(name).await.ok()?;
            Some(found.map(|address| address.ip()).collect::<Vec<_>>())
        };
        assert_eq!(found().await, Some(vec!["1.1.1.1".parse().unwrap()]));
        assert_eq!(found().await, None);
    }

    #[test]
    fn nothing_inside_this_computer_or_house_is_public() {
        for inside in [
            "127.0.0.1",
            "127.255.0.9",
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "::ffff:10.0.0.1",
            "::10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
    }

    #[test]
    fn public_servers_are_public() {
        for outside in [
            "157.240.1.35",
            "1.1.1.1",
            "2a03:2880:f12f::1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }
}
