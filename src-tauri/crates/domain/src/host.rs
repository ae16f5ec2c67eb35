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
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
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
#[path = "host_tests.rs"]
mod tests;
