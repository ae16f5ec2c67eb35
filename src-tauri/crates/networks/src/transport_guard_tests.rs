//! The real transport where names are those of strangers. Nothing here leaves this computer: names
//! are looked up in a list.

use std::net::IpAddr;

use reqwest::dns::Resolve as _;
use tokio::sync::mpsc;

use super::tests::{raw, serve};
use super::*;
use crate::guard::{NotPublic, PublicOnly};

const HERE: &str = "127.0.0.1";
const PUBLIC: &str = "93.184.215.14";

/// The real transport where only these names are known, and with the proxy that the desktop names.
fn real(
    names: &'static [(&'static str, &'static [&'static str])],
    desktop: impl Fn(&Url) -> Option<Url> + Send + Sync + 'static,
) -> HttpTransport {
    let look_up = move |name: String| {
        let name = name.strip_suffix('.').unwrap_or(&name);
        let known = names.iter().find(|(known, _)| *known == name);
        let found = known.map(|(_, found)| found.iter().map(|ip| ip.parse().unwrap()).collect());
        let found: std::io::Result<Vec<IpAddr>> = found.ok_or(std::io::ErrorKind::NotFound.into());
        Box::pin(std::future::ready(found)) as Pin<Box<dyn Future<Output = _> + Send>>
    };
    let names: Arc<Names> = Arc::new(look_up);
    HttpTransport::with_names(Realm::Real, system_time, Arc::new(desktop), names).unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// A proxy that refuses everything, and what it is asked.
async fn proxy(name: &str) -> (Url, mpsc::UnboundedReceiver<String>) {
    let (address, asked) = serve(raw("403 Forbidden", "", b"")).await;
    let port = address.port().unwrap();
    (url(&format!("http://{name}:{port}")), asked)
}

/// What stands behind an error.
fn is_not_public(error: &reqwest::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(behind) = source {
        if behind.is::<NotPublic>() {
            return true;
        }
        source = behind.source();
    }
    false
}

#[tokio::test]
async fn a_name_that_leads_into_this_computer_is_not_resolved_by_any_client() {
    let real = real(
        &[
            ("social.example", &[HERE]),
            ("both.example", &[HERE, PUBLIC]),
        ],
        |_| None,
    );
    for client in [&real.keeping, &real.fresh] {
        let came = client.get("https://social.example/").send().await;
        assert!(is_not_public(&came.unwrap_err()));
    }
    // Nobody is asked, and nothing is said of a server.
    for request in [Request::get, Request::post] {
        let came = real.send(request(url("https://social.example/"))).await;
        assert_eq!(came.err(), Some(Unavailable::Offline));
    }
    // Of several addresses the public ones count.
    let resolver = PublicOnly(real.guard.clone().unwrap());
    let found = resolver.resolve("both.example".parse().unwrap()).await;
    let found: Vec<IpAddr> = found.ok().unwrap().map(|address| address.ip()).collect();
    assert_eq!(found, [PUBLIC.parse::<IpAddr>().unwrap()]);
}

#[tokio::test]
async fn a_name_of_this_computer_is_looked_up_by_the_system_and_not_resolved() {
    let real = HttpTransport::new(Realm::Real).unwrap();
    let came = real.send(Request::get(url("https://localhost/"))).await;
    assert_eq!(came.err(), Some(Unavailable::Offline));
}

#[tokio::test]
async fn every_client_speaks_https_alone() {
    let real = real(&[("social.example", &[HERE])], |_| None);
    for client in [&real.keeping, &real.fresh] {
        let refused = client.get("http://social.example/").send().await;
        assert!(refused.unwrap_err().is_builder());
    }
}

#[tokio::test]
async fn a_proxy_in_this_house_is_reached_under_its_name() {
    let (proxy, mut asked) = proxy("proxy.corp").await;
    let real = real(
        &[("proxy.corp", &[HERE]), ("social.example", &[PUBLIC])],
        move |_| Some(proxy.clone()),
    );
    for request in [Request::get, Request::post] {
        let came = real.send(request(url("https://social.example/"))).await;
        assert_eq!(came.err(), Some(Unavailable::ProxyRefused));
        let said = asked.recv().await.unwrap();
        assert!(said.starts_with("CONNECT social.example:443 "), "{said}");
    }
}

/// A proxy looks names up by itself, where no guard of ours stands.
#[tokio::test]
async fn no_name_that_is_seen_to_lead_into_this_house_is_handed_to_a_proxy() {
    let (proxy, mut asked) = proxy("proxy.corp").await;
    let real = real(
        &[
            ("proxy.corp", &[HERE]),
            ("localhost", &[PUBLIC]),
            ("inside.example", &["10.0.0.5"]),
            ("here.example", &[HERE]),
            ("metadata.example", &["169.254.169.254"]),
            ("mapped.example", &["::ffff:10.0.0.5"]),
            ("both.example", &[PUBLIC, "192.168.0.5"]),
        ],
        move |_| Some(proxy.clone()),
    );
    for name in [
        "localhost",
        "intranet",
        "printer.local",
        "metadata.google.internal",
        "proxy.corp",
        "inside.example",
        "here.example",
        "metadata.example",
        "mapped.example",
        "both.example",
    ] {
        let came = real
            .send(Request::get(url(&format!("https://{name}/"))))
            .await;
        assert_eq!(came.err(), Some(Unavailable::Offline), "{name}");
    }
    assert!(asked.try_recv().is_err());
}

/// So resolvers of VPNs answer for every name while a proxy is set beside them.
#[tokio::test]
async fn a_name_with_a_stand_in_for_its_address_is_the_proxys_to_look_up() {
    let (proxy, mut asked) = proxy("proxy.corp").await;
    let real = real(
        &[
            ("proxy.corp", &[HERE]),
            ("graph.facebook.com", &["198.18.0.7"]),
            ("social.example", &["198.19.255.1"]),
            ("mixed.example", &["198.18.0.9", "10.0.0.5"]),
        ],
        move |_| Some(proxy.clone()),
    );
    for (name, said) in [
        ("graph.facebook.com", Unavailable::ProxyRefused),
        ("social.example", Unavailable::ProxyRefused),
        ("mixed.example", Unavailable::Offline),
    ] {
        let came = real
            .send(Request::get(url(&format!("https://{name}/"))))
            .await;
        assert_eq!(came.err(), Some(said), "{name}");
    }
    assert!(asked.recv().await.is_some());
}

#[tokio::test]
async fn a_name_that_only_the_proxy_can_look_up_is_handed_to_it() {
    let (proxy, mut asked) = proxy("proxy.corp").await;
    let real = real(&[("proxy.corp", &[HERE])], move |_| Some(proxy.clone()));
    let came = real
        .send(Request::get(url("https://social.example/")))
        .await;
    assert_eq!(came.err(), Some(Unavailable::ProxyRefused));
    assert!(asked.recv().await.is_some());
}

/// A stranger can name the proxy as its server.
#[tokio::test]
async fn the_name_of_a_proxy_leads_nobody_else_into_this_house() {
    let (proxy, mut asked) = proxy("proxy.company.example").await;
    let real = real(
        &[
            ("proxy.company.example", &[HERE]),
            ("social.example", &[PUBLIC]),
        ],
        move |of| (of.host_str() == Some("social.example")).then(|| proxy.clone()),
    );
    let by_proxy = Request::get(url("https://social.example/"));
    assert_eq!(
        real.send(by_proxy).await.err(),
        Some(Unavailable::ProxyRefused)
    );
    assert!(asked.recv().await.is_some());
    let direct = Request::get(url("https://proxy.company.example/"));
    assert_eq!(real.send(direct).await.err(), Some(Unavailable::Offline));
}
