//! Addresses that the code itself writes.

use url::Url;

/// An address that stands in the source, or is made of a checked host and a path.
#[expect(
    clippy::expect_used,
    reason = "each argument is checked by the tests that word it"
)]
pub(crate) fn fixed(address: &str) -> Url {
    Url::parse(address).expect("an address written in the source")
}

/// `path` on the origin of `base`.
pub(crate) fn on(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(path);
    url.set_query(None);
    url.set_fragment(None);
    url
}
