//! The bytes of a secret before it is sealed: a version, and texts with their lengths.
//!
//! Written by hand, so that no serialiser keeps a copy that nobody wipes.

use domain::{Binding, Secret, TokenSet};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
/// Tokens that are bound to a key; they are written with every place filled or marked as empty.
const BOUND: u8 = 2;

/// Opened, but not a record of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a record of this version")]
pub(crate) struct NotARecord;

/// An access token, and a refresh token where there is one; an empty one is none. Bound tokens
/// have their key and server with them.
pub(crate) fn of_tokens(tokens: &TokenSet) -> Zeroizing<Vec<u8>> {
    let refresh = tokens
        .refresh
        .as_ref()
        .filter(|refresh| !refresh.is_empty());
    // Sealing the texts is what this is for.
    let refresh = refresh.map(Secret::expose);
    match &tokens.binding {
        None => write(
            VERSION,
            [Some(tokens.access.expose()), refresh]
                .into_iter()
                .flatten(),
        ),
        Some(bound) => {
            let texts = [bound.key.expose(), &bound.server, tokens.access.expose()];
            write(BOUND, texts.into_iter().chain(refresh))
        }
    }
}

pub(crate) fn to_tokens(record: &[u8]) -> Result<TokenSet, NotARecord> {
    let texts = tokens(record)?;
    Ok(TokenSet {
        refresh: texts.refresh.map(secret),
        ..without_refresh(&texts)
    })
}

/// The same without the refresh token, of which no copy is made.
pub(crate) fn to_access(record: &[u8]) -> Result<TokenSet, NotARecord> {
    tokens(record).map(|texts| without_refresh(&texts))
}

fn without_refresh(texts: &Texts<'_>) -> TokenSet {
    TokenSet {
        access: secret(texts.access),
        refresh: None,
        binding: texts.binding.map(|(key, server)| Binding {
            key: secret(key),
            server: server.to_owned(),
        }),
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// Whether a record holds tokens, without a copy of them.
pub(crate) fn is_tokens(record: &[u8]) -> bool {
    tokens(record).is_ok()
}

struct Texts<'a> {
    access: &'a str,
    refresh: Option<&'a str>,
    binding: Option<(&'a str, &'a str)>,
}

fn tokens(record: &[u8]) -> Result<Texts<'_>, NotARecord> {
    let (version, mut rest) = record.split_first().ok_or(NotARecord)?;
    let mut text = || next(&mut rest);
    let binding = match *version {
        VERSION => None,
        BOUND => {
            let key = text()?.ok_or(NotARecord)?;
            Some((key, text()?.ok_or(NotARecord)?))
        }
        _ => return Err(NotARecord),
    };
    let access = text()?.ok_or(NotARecord)?;
    let refresh = text()?;
    if rest.is_empty() {
        Ok(Texts {
            access,
            refresh,
            binding,
        })
    } else {
        Err(NotARecord)
    }
}

/// A single secret, such as an app's.
pub(crate) fn of_secret(secret: &Secret) -> Zeroizing<Vec<u8>> {
    // Sealing the text is what this is for.
    write(VERSION, [secret.expose()].into_iter())
}

pub(crate) fn to_secret(record: &[u8]) -> Result<Secret, NotARecord> {
    match tokens(record)? {
        Texts {
            access: secret,
            refresh: None,
            binding: None,
        } => Ok(Secret::new(secret.to_owned())),
        Texts { .. } => Err(NotARecord),
    }
}

fn write<'a>(version: u8, texts: impl Iterator<Item = &'a str> + Clone) -> Zeroizing<Vec<u8>> {
    // The room is made at once, since a vector that grows leaves unwiped copies behind.
    let room = texts.clone().map(|text| 4 + text.len()).sum::<usize>();
    let mut bytes = Zeroizing::new(Vec::with_capacity(1 + room));
    bytes.push(version);
    for text in texts {
        // A length beyond 32 bits is beyond what can be sealed, and refused there.
        bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

/// Takes the next text off, or tells that there is none.
fn next<'a>(rest: &mut &'a [u8]) -> Result<Option<&'a str>, NotARecord> {
    if rest.is_empty() {
        return Ok(None);
    }
    let (length, tail) = rest.split_first_chunk::<4>().ok_or(NotARecord)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length == 0 || length > tail.len() {
        return Err(NotARecord);
    }
    let (text, tail) = tail.split_at(length);
    *rest = tail;
    std::str::from_utf8(text).map(Some).map_err(|_| NotARecord)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn a_set(access: &str, refresh: Option<&str>) -> TokenSet {
        TokenSet {
            access: Secret::new(access.to_owned()),
            refresh: refresh.map(|refresh| Secret::new(refresh.to_owned())),
            binding: None,
        }
    }

    #[test]
    fn an_empty_refresh_token_is_none() {
        let record = of_tokens(&a_set("access", Some("")));
        assert!(to_tokens(&record).ok().unwrap().refresh.is_none());
    }

    #[test]
    fn another_version_and_trailing_bytes_are_refused() {
        let mut record = of_tokens(&a_set("access", None)).to_vec();
        for version in [0, 2, 3] {
            record[0] = version;
            assert!(to_tokens(&record).is_err());
        }
        record[0] = 1;
        record.extend_from_slice(&[0, 0]);
        assert!(to_tokens(&record).is_err());
        assert!(to_tokens(&[1]).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(access in "\\PC{1,80}", refresh in "\\PC{1,80}") {
            let read = to_tokens(&of_tokens(&a_set(&access, Some(&refresh)))).ok().unwrap();
            prop_assert_eq!(read.access.expose(), &access);
            let again = read.refresh.unwrap();
            prop_assert_eq!(again.expose(), &refresh);
        }

        #[test]
        fn what_tokens_are_bound_to_stays_with_them(
            key in "\\PC{1,80}", server in "\\PC{1,80}", refresh in proptest::option::of("\\PC{1,80}"),
        ) {
            let bound = TokenSet {
                binding: Some(Binding { key: Secret::new(key.clone()), server: server.clone() }),
                ..a_set("access", refresh.as_deref())
            };
            let read = to_tokens(&of_tokens(&bound)).ok().unwrap();
            prop_assert_eq!(read.access.expose(), "access");
            prop_assert_eq!(read.refresh.map(|text| text.expose().to_owned()), refresh);
            let binding = read.binding.unwrap();
            prop_assert_eq!((binding.key.expose(), binding.server), (&*key, server));
        }

        #[test]
        fn other_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            if let Ok(read) = to_tokens(&bytes) {
                prop_assert_eq!(&*of_tokens(&read), &bytes);
            }
        }
    }
}
