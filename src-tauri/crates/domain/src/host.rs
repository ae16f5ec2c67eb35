//! The name of an instance, typed by a person, and the checks that need no network.
//!
//! Whether the name leads to a private address is seen only when it is looked up; that check is
//! made where the connection is opened.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_security::RestrictionLevel;
use unicode_security::restriction_level::RestrictionLevelDetection;

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
    /// Letters of several scripts mixed so that they look like another name.
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

impl Host {
    /// Reads what a person typed: a bare host name, `https://host/`, or `@user@host`.
    pub fn parse(typed: &str) -> Result<Host, HostProblem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(HostProblem::Empty);
        }
        if typed.len() > 1000 {
            return Err(HostProblem::TooLong);
        }
        let bare = typed
            .strip_prefix("https://")
            .map_or(typed, |rest| rest.trim_end_matches('/'));
        let bare = handle_host(bare).unwrap_or(bare);
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
        if ascii.split('.').any(mixes_scripts) {
            return Err(HostProblem::LookAlike);
        }
        Ok(Host(ascii))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The host of a full handle such as `@acme@mastodon.example`.
fn handle_host(typed: &str) -> Option<&str> {
    let (user, host) = typed.strip_prefix('@')?.split_once('@')?;
    let plain = user
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    (plain && !user.is_empty()).then_some(host)
}

fn is_ipv6(text: &str) -> bool {
    text.trim_matches(['[', ']'])
        .parse::<std::net::Ipv6Addr>()
        .is_ok()
}

fn mixes_scripts(label: &str) -> bool {
    let (label, _) = idna::domain_to_unicode(label);
    label.detect_restriction_level() > RestrictionLevel::HighlyRestrictive
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
        for typed in [
            "mastodon.social",
            " Mastodon.Social ",
            "https://mastodon.social/",
            "@acme@mastodon.social",
            "mastodon.social.",
        ] {
            assert_eq!(
                Host::parse(typed).map(String::from),
                Ok("mastodon.social".into()),
                "{typed}"
            );
        }
        assert_eq!(
            Host::parse("bücher.example").unwrap().as_str(),
            "xn--bcher-kva.example"
        );
    }

    #[test]
    fn what_is_no_public_host_name_is_refused_with_its_reason() {
        use HostProblem::*;
        for (typed, problem) in [
            ("", Empty),
            ("localhost", Private),
            ("printer.local", Private),
            ("metadata.google.internal", Private),
            ("127.0.0.1", Address),
            ("127.1", Address),
            ("0x7f000001", Address),
            ("0x7f.1", Address),
            ("2130706433", Address),
            ("169.254.169.254", Address),
            ("[::ffff:10.0.0.1]", Address),
            ("::1", Address),
            ("mastodon.social:22", NotOnlyAHost),
            ("https://good.example@evil.example", NotOnlyAHost),
            ("good.example/path", NotOnlyAHost),
            ("good.example?x", NotOnlyAHost),
            ("good.example#x", NotOnlyAHost),
            ("http://good.example", NotOnlyAHost),
            ("javascript:alert(1)", NotOnlyAHost),
            ("mastodon", NotAName),
            ("mast odon.social", NotAName),
            ("a..b", NotAName),
            ("m\u{430}stodon.social", LookAlike),
            ("xn--mstodon-2fg.social", LookAlike),
        ] {
            assert_eq!(Host::parse(typed), Err(problem), "{typed}");
        }
        assert_eq!(
            Host::parse(&format!("{}.example", "a".repeat(64))),
            Err(TooLong)
        );
        assert_eq!(Host::parse(&"a.".repeat(200)), Err(TooLong));
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
