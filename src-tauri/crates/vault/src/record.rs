//! The bytes of a secret before it is sealed: a version, and texts with their lengths.
//!
//! Written by hand, so that no serialiser keeps a copy that nobody wipes.

use domain::{Secret, TokenSet};
use zeroize::Zeroizing;

const VERSION: u8 = 1;

/// Opened, but not a record of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a record of this version")]
pub(crate) struct NotARecord;

/// An access token, and a refresh token where there is one; an empty one is none.
pub(crate) fn of_tokens(tokens: &TokenSet) -> Zeroizing<Vec<u8>> {
    let refresh = tokens
        .refresh
        .as_ref()
        .filter(|refresh| !refresh.is_empty());
    write([Some(&tokens.access), refresh].into_iter().flatten())
}

pub(crate) fn to_tokens(record: &[u8]) -> Result<TokenSet, NotARecord> {
    let (access, refresh) = tokens(record)?;
    let secret = |text: &str| Secret::new(text.to_owned());
    Ok(TokenSet {
        access: secret(access),
        refresh: refresh.map(secret),
    })
}

/// Whether a record holds tokens, without a copy of them.
pub(crate) fn is_tokens(record: &[u8]) -> bool {
    tokens(record).is_ok()
}

fn tokens(record: &[u8]) -> Result<(&str, Option<&str>), NotARecord> {
    let mut rest = body(record)?;
    let access = next(&mut rest)?.ok_or(NotARecord)?;
    let refresh = next(&mut rest)?;
    if rest.is_empty() {
        Ok((access, refresh))
    } else {
        Err(NotARecord)
    }
}

/// A single secret, such as an app's.
pub(crate) fn of_secret(secret: &Secret) -> Zeroizing<Vec<u8>> {
    write([secret].into_iter())
}

pub(crate) fn to_secret(record: &[u8]) -> Result<Secret, NotARecord> {
    match tokens(record)? {
        (secret, None) => Ok(Secret::new(secret.to_owned())),
        (_, Some(_)) => Err(NotARecord),
    }
}

fn write<'a>(texts: impl Iterator<Item = &'a Secret> + Clone) -> Zeroizing<Vec<u8>> {
    // The text is exposed because sealing it is what this is for. The room is made at once, since
    // a vector that grows leaves unwiped copies behind.
    let room = texts
        .clone()
        .map(|text| 4 + text.expose().len())
        .sum::<usize>();
    let mut bytes = Zeroizing::new(Vec::with_capacity(1 + room));
    bytes.push(VERSION);
    for text in texts {
        let text = text.expose().as_bytes();
        // A length beyond 32 bits is beyond what can be sealed, and refused there.
        bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(text);
    }
    bytes
}

fn body(record: &[u8]) -> Result<&[u8], NotARecord> {
    match record.split_first() {
        Some((&VERSION, body)) => Ok(body),
        _ => Err(NotARecord),
    }
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
        record[0] = 2;
        assert!(to_tokens(&record).is_err());
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
        fn other_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            if let Ok(read) = to_tokens(&bytes) {
                prop_assert_eq!(&*of_tokens(&read), &bytes);
            }
        }
    }
}
