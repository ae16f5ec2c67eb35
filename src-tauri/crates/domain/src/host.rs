//! The name of an instance, typed by a person, and the checks that need no network.
//!
//! Whether the name leads to a private address is seen only when it is looked up; that check is
//! made where the connection is opened.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_script::{Script, UnicodeScript};
use unicode_security::restriction_level::RestrictionLevelDetection;
use unicode_security::{RestrictionLevel, skeleton};

/// A public host name in its ASCII form, lower case, without port, path or user.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(String);

/// Why a text cannot be the name of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HostProblem {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// More than 253 characters, or a part of more than 63.
    #[error("too long for a host name")]
    TooLong,
    /// A port, a user, a path or a scheme other than https stands with it.
    #[error("more than a host name: no port, user or path is wanted")]
    NotOnlyAHost,
    /// Letters or signs that no host name has, or no dot in it.
    #[error("not a host name")]
    NotAName,
    /// Numbers of an address instead of a name.
    #[error("an address instead of a name")]
    Address,
    /// A name that stays on this computer or in this house.
    #[error("a private name")]
    Private,
    /// Letters of several scripts mixed, or of another one only, so that they look like another
    /// name.
    #[error("letters that look like others")]
    LookAlike,
}

/// Endings that never belong to a public server (RFC 6761, RFC 8375 and common private use).
const PRIVATE_ENDINGS: [&str; 11] = [
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "invalid",
    "onion",
];

/// What a person typed or pasted to name a server: the server, and the account where it was named
/// too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The user name, without its server.
    pub user: Option<String>,
    /// The server.
    pub host: Host,
}

impl Typed {
    /// Reads a bare host name, a handle (`@user@host`, `user@host`, `acct:user@host`) or the address
    /// of a server or of a profile on it. Without a scheme, https is meant; no other is read.
    pub fn parse(typed: &str) -> Result<Typed, HostProblem> {
        let typed = plain(typed);
        if typed.is_empty() {
            return Err(HostProblem::Empty);
        }
        if typed.len() > 1000 {
            return Err(HostProblem::TooLong);
        }
        let address = without_start(&typed, "https://");
        let bare = address
            .or_else(|| without_start(&typed, "acct:"))
            .unwrap_or(&typed);
        let (place, path) = bare.split_once('/').unwrap_or((bare, ""));
        let profile = profile(path)?;
        // In an address, what stands before an @ is no account.
        let handle = profile.or((address.is_none() && place.contains('@')).then_some(place));
        match handle.map(|handle| handle.strip_prefix('@').unwrap_or(handle)) {
            None => Ok(Typed {
                user: None,
                host: Host::named(place)?,
            }),
            Some(handle) => {
                let (user, host) = handle.split_once('@').unwrap_or((handle, place));
                if !is_user(user) {
                    return Err(HostProblem::NotOnlyAHost);
                }
                Ok(Typed {
                    user: Some(user.to_owned()),
                    host: Host::named(host)?,
                })
            }
        }
    }
}

/// The account in the path of a profile; a path that leads to anything else is not read.
fn profile(path: &str) -> Result<Option<&str>, HostProblem> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.trim_end_matches('/').split('/');
    match (parts.next(), parts.next()) {
        (None | Some(""), _) => Ok(None),
        (Some(first), _) if first.starts_with('@') => Ok(Some(first)),
        (Some("users" | "u"), Some(user)) => Ok(Some(user)),
        (Some(_), _) => Err(HostProblem::NotOnlyAHost),
    }
}

fn is_user(user: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    !user.is_empty() && user.bytes().all(plain)
}

/// What follows a beginning, however it is capitalised.
fn without_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let begins = text.get(..start.len())?.eq_ignore_ascii_case(start);
    begins.then(|| &text[start.len()..])
}

/// A text as a person means it: without the marks that nobody sees and that a clipboard brings, and
/// with dots for the dots of other scripts.
pub fn plain(typed: &str) -> String {
    let meant = typed.chars().filter_map(|sign| match sign {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        '\u{ff0e}' | '\u{3002}' | '\u{ff61}' => Some('.'),
        sign => Some(sign),
    });
    meant.collect::<String>().trim().to_owned()
}

impl Host {
    /// The server in what a person typed, whatever stands with it; see [`Typed::parse`].
    pub fn parse(typed: &str) -> Result<Host, HostProblem> {
        Typed::parse(typed).map(|typed| typed.host)
    }

    /// A name that passed before, in its ASCII form: what people are warned of may have become more
    /// since, and what they have stays in their list.
    pub fn read_back(kept: &str) -> Result<Host, HostProblem> {
        Host::lettered(kept)
    }

    /// Reads a bare host name.
    fn named(bare: &str) -> Result<Host, HostProblem> {
        let host = Host::lettered(bare)?;
        let labels = host
            .0
            .split('.')
            .map(|label| idna::domain_to_unicode(label).0);
        let labels: Vec<String> = labels.collect();
        // Who registers under an ending of their own script writes in it, and means it.
        let own_ending = labels.last().is_some_and(|ending| !reads_as_ascii(ending));
        let alike = |label: &String| {
            mixes_scripts(label) || (!own_ending && !label.is_ascii() && reads_as_ascii(label))
        };
        match labels.iter().any(alike) {
            true => Err(HostProblem::LookAlike),
            false => Ok(host),
        }
    }

    fn lettered(bare: &str) -> Result<Host, HostProblem> {
        let bare = bare.trim();
        if bare.contains(['/', '\\', '?', '#', ':', '@', '%']) && !is_ipv6(bare) {
            return Err(HostProblem::NotOnlyAHost);
        }
        if is_ipv6(bare) {
            return Err(HostProblem::Address);
        }
        let name = bare.strip_suffix('.').unwrap_or(bare);
        let too_long = name.len() > 253 || name.split('.').any(|label| label.len() > 63);
        let ascii = idna::domain_to_ascii_strict(name).map_err(|_| {
            if too_long {
                HostProblem::TooLong
            } else {
                HostProblem::NotAName
            }
        })?;
        check_ascii(&ascii)?;
        Ok(Host(ascii))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_ipv6(text: &str) -> bool {
    text.trim_matches(['[', ']'])
        .parse::<std::net::Ipv6Addr>()
        .is_ok()
}

fn mixes_scripts(label: &str) -> bool {
    label.detect_restriction_level() > RestrictionLevel::HighlyRestrictive
}

/// Whether each letter is one of the Latin alphabet or, by the confusables of Unicode (UTS 39),
/// looks like one; Latin letters of other languages, such as æ, are what they are.
fn reads_as_ascii(label: &str) -> bool {
    let mut signs = label.chars();
    signs.all(|sign| sign.is_ascii() || sign.script() != Script::Latin)
        && skeleton(label).all(|sign| sign.is_ascii())
}

fn check_ascii(ascii: &str) -> Result<(), HostProblem> {
    if ascii.len() > 253 || ascii.split('.').any(|label| label.len() > 63) {
        return Err(HostProblem::TooLong);
    }
    let labels: Vec<&str> = ascii.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    // The last part of `127.1`, `0x7f000001` or `0177.0.0.1` is read as a number by resolvers.
    if last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x") {
        return Err(HostProblem::Address);
    }
    if PRIVATE_ENDINGS.contains(&last) {
        return Err(HostProblem::Private);
    }
    if labels.len() < 2 || labels.iter().any(|label| label.is_empty()) {
        return Err(HostProblem::NotAName);
    }
    Ok(())
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Host {
    type Error = HostProblem;

    fn try_from(text: String) -> Result<Self, HostProblem> {
        Host::parse(&text)
    }
}

impl From<Host> for String {
    fn from(host: Host) -> String {
        host.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_type_for_an_instance_is_understood() {
        for (typed, user) in [
            ("mastodon.social", None),
            (" Mastodon.Social ", None),
            ("https://mastodon.social/", None),
            ("HTTPS://mastodon.social", None),
            ("mastodon.social/", None),
            ("mastodon.social.", None),
            ("mastodon\u{ff0e}social", None),
            ("mastodon\u{3002}social", None),
            ("@acme@mastodon.social", Some("acme")),
            ("acme@mastodon.social", Some("acme")),
            ("acct:acme@mastodon.social", Some("acme")),
            ("@acme@mastodon.social/", Some("acme")),
            ("https://mastodon.social/@acme", Some("acme")),
            ("https://mastodon.social/@acme/", Some("acme")),
            ("https://mastodon.social/@acme/113?x#y", Some("acme")),
            ("https://mastodon.social/users/acme", Some("acme")),
            ("mastodon.social/@acme", Some("acme")),
            // Somebody else's page about the account.
            ("https://other.example/@acme@mastodon.social", Some("acme")),
        ] {
            let read = Typed::parse(typed).unwrap();
            assert_eq!(read.host.as_str(), "mastodon.social", "{typed}");
            assert_eq!(read.user.as_deref(), user, "{typed}");
        }
        assert_eq!(
            Host::parse("bücher.example").unwrap().as_str(),
            "xn--bcher-kva.example"
        );
    }

    #[test]
    fn marks_that_nobody_sees_are_dropped_wherever_they_stand() {
        let marks = "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\
                     \u{202e}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}";
        for mark in marks.chars() {
            let typed = format!("{mark}@acme@{mark}mastodon.so{mark}cial{mark} ");
            let host = Host::parse(&typed).map(String::from);
            assert_eq!(host, Ok("mastodon.social".into()), "{typed:?}");
        }
        // What stays is looked at as strictly as before.
        for (typed, problem) in [
            ("\u{202a}localhost\u{202c}", HostProblem::Private),
            ("@acme@prin\u{200b}ter.local", HostProblem::Private),
            ("127\u{3002}0.0.1", HostProblem::Address),
            (
                "\u{2066}m\u{430}stodon.social\u{2069}",
                HostProblem::LookAlike,
            ),
            ("https://10.0.0.1/@acme", HostProblem::Address),
            ("acme@[::1]", HostProblem::Address),
            ("\u{feff}", HostProblem::Empty),
        ] {
            assert_eq!(Host::parse(typed), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_public_host_name_is_refused_with_its_reason() {
        use HostProblem::*;
        for (typed, problem) in [
            ("", Empty),
            ("localhost", Private),
            ("printer.local", Private),
            ("metadata.google.internal", Private),
            ("localhost.", Private),
            ("printer.local.", Private),
            ("metadata.google.internal.", Private),
            ("127.0.0.1", Address),
            ("127.1", Address),
            ("127.1.", Address),
            ("127.0.0.1.", Address),
            ("0x7f000001.", Address),
            ("017700000001", Address),
            ("0x7f000001", Address),
            ("0x7f.1", Address),
            ("2130706433", Address),
            ("169.254.169.254", Address),
            ("[::ffff:10.0.0.1]", Address),
            ("::1", Address),
            ("mastodon.social:22", NotOnlyAHost),
            ("mastodon.social:25", NotOnlyAHost),
            ("https://good.example@evil.example", NotOnlyAHost),
            ("good.example/path", NotOnlyAHost),
            ("good.example?x", NotOnlyAHost),
            ("good.example#x", NotOnlyAHost),
            ("http://good.example", NotOnlyAHost),
            ("ftp://good.example/@acme", NotOnlyAHost),
            ("https://good.example:8443/@acme", NotOnlyAHost),
            ("user:password@good.example", NotOnlyAHost),
            ("https://user:password@good.example", NotOnlyAHost),
            ("acme@good.example:22", NotOnlyAHost),
            ("https://good.example/about", NotOnlyAHost),
            ("https://good.example/@a b", NotOnlyAHost),
            ("javascript:alert(1)", NotOnlyAHost),
            ("mastodon", NotAName),
            ("mast odon.social", NotAName),
            ("a..b", NotAName),
            ("m\u{430}stodon.social", LookAlike),
            ("xn--mstodon-2fg.social", LookAlike),
            // Wholly Cyrillic, wholly Greek, wholly Armenian.
            ("\u{430}\u{440}\u{440}\u{4cf}\u{435}.social", LookAlike),
            ("xn--80ak6aa92e.com", LookAlike),
            ("\u{3bf}\u{3c1}\u{3b1}.social", LookAlike),
            ("\u{578}\u{585}\u{578}.social", LookAlike),
            ("acme@\u{441}\u{43e}\u{440}\u{435}.social", LookAlike),
            ("\u{441}\u{43e}\u{440}\u{435}-1.example.org", LookAlike),
        ] {
            assert_eq!(Host::parse(typed), Err(problem), "{typed}");
        }
        assert_eq!(
            Host::parse(&format!("{}.example", "a".repeat(64))),
            Err(TooLong)
        );
        assert_eq!(Host::parse(&"a.".repeat(200)), Err(TooLong));
        let one_too_long = format!("{}aa", "a.".repeat(126));
        assert_eq!(
            (one_too_long.len(), Host::parse(&one_too_long)),
            (254, Err(TooLong))
        );
    }

    #[test]
    fn a_name_in_a_script_or_language_of_its_own_is_taken() {
        for typed in [
            "пример.social",
            "москва.example",
            // As a whole like Latin letters, under an ending that is not.
            "сор.рф",
            "сор.бел",
            "ελλάδα.social",
            "日本語.example",
            "東京メトロ.jp",
            "한국.example",
            "मस्तूल.example",
            "בדיקה.example",
            "مثال.example",
            "æble.example",
            "kapı.example",
            "straße.example",
            "façade.example",
            "œuvre.example",
        ] {
            let host = Host::parse(typed).map(String::from);
            assert!(host.is_ok(), "{typed}: {host:?}");
        }
    }

    #[test]
    fn what_passed_before_is_read_back_although_it_looks_like_another_name() {
        let kept = "xn--80ak6aa92e.com";
        assert_eq!(Host::read_back(kept).unwrap().as_str(), kept);
        assert_eq!(Host::read_back("localhost"), Err(HostProblem::Private));
        assert_eq!(Host::read_back("127.0.0.1"), Err(HostProblem::Address));
    }

    proptest! {
        #[test]
        fn nothing_typed_panics_and_what_passes_is_plain(typed in "\\PC{0,80}") {
            if let Ok(host) = Host::parse(&typed) {
                let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b);
                prop_assert!(host.as_str().bytes().all(plain));
                prop_assert_eq!(Host::parse(host.as_str()), Ok(host));
            }
        }
    }
}
