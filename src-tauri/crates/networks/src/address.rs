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

/// An address below the origin of `base`. A segment that came from the network stays one segment.
pub(crate) fn below(base: &Url, segments: &[&str]) -> Url {
    let mut url = on(base, "");
    if let Ok(mut path) = url.path_segments_mut() {
        path.clear().extend(segments);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_never_leaves_its_place() {
        let base = fixed("https://graph.example/");
        for (segment, path) in [
            ("17", "/v1/17/pages"),
            ("a/b?c#d", "/v1/a%2Fb%3Fc%23d/pages"),
            ("..", "/v1/pages"),
            ("%2e%2e", "/v1/%252e%252e/pages"),
        ] {
            let url = below(&base, &["v1", segment, "pages"]);
            assert_eq!((url.path(), url.query()), (path, None));
        }
    }
}
