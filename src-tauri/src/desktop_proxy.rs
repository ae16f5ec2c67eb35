//! The proxy that the desktop's settings name, as the web view uses it that shows the sign-ins.

use url::Url;

/// The proxy for an address, where the desktop names one. May wait for the desktop.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn of(address: &Url) -> Option<Url> {
    use gtk::gio::{self, prelude::ProxyResolverExt};

    // Nothing but the server's name is the desktop's business.
    let server = address.origin().ascii_serialization();
    let resolver = gio::ProxyResolver::default();
    let found = resolver.lookup(&server, None::<&gio::Cancellable>);
    let found = found.inspect_err(|problem| tracing::info!(%problem, "no proxy settings"));
    let first = Url::parse(found.ok()?.first()?).ok()?;
    (first.scheme() != "direct").then_some(first)
}

/// Here the library that sends reads the system's settings by itself.
#[cfg(any(target_os = "macos", windows))]
pub fn of(_: &Url) -> Option<Url> {
    None
}
