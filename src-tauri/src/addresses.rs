//! Which addresses may be shown to a person: public ones by https, and in practice mode the
//! practice networks on this computer.

use tauri::Url;
use url::Origin;

/// The rule of one run.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    practice: Vec<Origin>,
}

impl Addresses {
    /// https only.
    pub fn real() -> Addresses {
        Addresses::default()
    }

    /// https, and the origins of the practice networks.
    pub fn with_practice<'a>(networks: impl IntoIterator<Item = &'a Url>) -> Addresses {
        let practice = networks.into_iter().map(Url::origin).collect();
        Addresses { practice }
    }

    /// Whether a browser or a sign-in window may go there.
    pub fn allow(&self, url: &Url) -> bool {
        let names_a_host = url.host_str().is_some_and(|host| !host.is_empty());
        let plain = url.username().is_empty() && url.password().is_none();
        let known = url.scheme() == "https" || self.practice.contains(&url.origin());
        names_a_host && plain && known
    }
}

/// Whether `url` is the address that a network leads back to; query and fragment tell the rest.
pub fn leads_back(url: &Url, returns_to: &Url) -> bool {
    url.scheme() == returns_to.scheme()
        && url.host() == returns_to.host()
        && url.port_or_known_default() == returns_to.port_or_known_default()
        && url.path() == returns_to.path()
}

/// How the origin is written in a title: the host, with the port where it is not the usual one.
pub fn shown_origin(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn only_https_is_shown() {
        let real = Addresses::real();
        assert!(real.allow(&url("https://www.facebook.com/dialog/oauth?x=1")));
        for wrong in [
            "http://www.facebook.com/",
            "http://127.0.0.1:4000/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "app.greentick:/callback/x",
            "tauri://localhost/",
            "ipc://localhost/ask",
            "smb://host/share",
            "https://facebook.com@example.com/",
        ] {
            assert!(!real.allow(&url(wrong)), "{wrong}");
        }
    }

    #[test]
    fn practice_adds_its_own_origins_and_no_other_of_this_computer() {
        let practice = Addresses::with_practice([&url("http://127.0.0.1:4000/")]);
        assert!(practice.allow(&url("http://127.0.0.1:4000/dialog/oauth")));
        for wrong in [
            "http://127.0.0.1:4001/",
            "http://localhost:4000/",
            "http://[::1]:4000/",
        ] {
            assert!(!practice.allow(&url(wrong)), "{wrong}");
        }
    }

    #[test]
    fn only_the_exact_address_leads_back() {
        let wanted = url("https://www.facebook.com/connect/login_success.html");
        for back in [
            "https://www.facebook.com/connect/login_success.html?code=1&state=2",
            "https://www.facebook.com:443/connect/login_success.html#token",
        ] {
            assert!(leads_back(&url(back), &wanted), "{back}");
        }
        for other in [
            "http://www.facebook.com/connect/login_success.html",
            "https://facebook.com/connect/login_success.html",
            "https://www.facebook.com.example.com/connect/login_success.html",
            "https://www.facebook.com:8443/connect/login_success.html",
            "https://www.facebook.com/connect/login_success.html/",
            "https://www.facebook.com/CONNECT/login_success.html",
            "https://example.com/?u=https://www.facebook.com/connect/login_success.html",
        ] {
            assert!(!leads_back(&url(other), &wanted), "{other}");
        }
    }

    #[test]
    fn a_title_shows_look_alike_letters_as_what_they_are() {
        assert_eq!(
            shown_origin(&url("https://fаcebook.com/")),
            "xn--fcebook-2fg.com"
        );
        assert_eq!(
            shown_origin(&url("http://127.0.0.1:4000/x")),
            "127.0.0.1:4000"
        );
        assert_eq!(
            shown_origin(&url("https://accounts.example.com/x")),
            "accounts.example.com"
        );
    }
}
