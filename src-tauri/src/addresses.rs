//! Which addresses may be shown to a person: public ones by https, and in practice mode the
//! practice networks on this computer.

use std::fmt;

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

    /// The address, where a browser or a sign-in window may go there.
    pub fn admit(&self, url: &Url) -> Result<Admitted, NotAdmitted> {
        match self.allow(url) {
            true => Ok(Admitted(url.clone())),
            false => Err(NotAdmitted),
        }
    }
}

/// An address that may be shown. Nothing else makes one than [`Addresses::admit`], so that whoever
/// opens addresses cannot be handed another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted(Url);

impl Admitted {
    /// As programs are told it: printable ASCII without spaces, with the scheme first.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// As the engine of a window is told it.
    pub fn into_url(self) -> Url {
        self.0
    }
}

/// An address that nothing here opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAdmitted;

impl fmt::Display for NotAdmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only https pages are opened")
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
        let page = url("https://www.facebook.com/dialog/oauth?x=1");
        assert_eq!(real.admit(&page), Ok(Admitted(page.clone())));
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
            "file://host/share",
            "ms-settings:display",
            "search-ms:query=x",
            "vbscript:x",
            "mailto:a@example.com",
            "about:blank",
            "blob:https://www.facebook.com/1",
            "view-source:https://www.facebook.com/",
            "https://facebook.com@example.com/",
            "https://:secret@example.com/",
        ] {
            assert_eq!(real.admit(&url(wrong)), Err(NotAdmitted), "{wrong}");
        }
    }

    /// What is opened is the address as it was read, in which none of this is left.
    #[test]
    fn no_address_holds_what_a_program_could_take_for_more_than_one() {
        let mut opened = 0;
        for odd in [
            "https://www.facebook.com/a\nb",
            "https://www.facebook.com/\u{1b}]0;x\u{7}",
            "https://www.facebook.com/a b\tc",
            "https://www.facebook.com/\\\\host\\share",
            "https://www.facebook.com/\"&calc|x",
            "\u{0}https://www.facebook.com/\u{202e}",
            "--proxy-server=evil https://www.facebook.com/",
            "\\\\host\\share",
        ] {
            let Ok(read) = odd.parse::<Url>() else {
                continue;
            };
            let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\".contains(c);
            let read = Addresses::real().admit(&read).unwrap();
            let told = read.as_str();
            assert!(told.chars().all(plain), "{told}");
            assert!(told.starts_with("https://www.facebook.com/"), "{told}");
            opened += 1;
        }
        assert_eq!(opened, 6, "the others are no addresses");
    }

    /// Windows' own ways to write a place, what would be taken for an option, and no host at all.
    #[test]
    fn what_is_no_address_gets_none() {
        for wrong in [
            r"\\server\share\run.exe",
            "//server/share",
            r"C:\Windows\System32\calc.exe",
            "--help",
            "https://",
            "https:///",
            "https://exa mple.com/",
            "https://exa\u{0}mple.com/",
        ] {
            let read = Url::parse(wrong).ok();
            let refused = |read: Url| Addresses::real().admit(&read).is_err();
            assert!(read.is_none_or(refused), "{wrong}");
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
