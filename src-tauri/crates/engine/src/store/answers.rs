//! The bytes in which an answer is sealed before anybody reads it.

use domain::Timestamp;
use networks::Answer;

/// The name under which every network gives a token (RFC 6749 section 5.1).
const TOKEN: &[u8] = b"\"access_token\"";

/// Whether an answer says that it went well and has tokens in it, whether or not anybody here can
/// read it.
pub(crate) fn brings_tokens(answer: &Answer) -> bool {
    answer.ok() && answer.body.windows(TOKEN.len()).any(|part| part == TOKEN)
}

const VERSION: u8 = 1;

/// The bytes of an answer: a version, when it came, its status, and each part with its length.
pub(crate) fn pack(answer: &Answer) -> Vec<u8> {
    let headers = answer.headers.iter();
    let texts = headers.flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
    let parts = || std::iter::once(answer.body.as_slice()).chain(texts.clone());
    // The room is made at once, since a vector that grows leaves unwiped copies behind.
    let room: usize = parts().map(|part| 4 + part.len()).sum();
    let mut bytes = Vec::with_capacity(11 + room);
    bytes.push(VERSION);
    bytes.extend_from_slice(&answer.at.as_millis().to_be_bytes());
    bytes.extend_from_slice(&answer.status.to_be_bytes());
    for part in parts() {
        // A length beyond 32 bits is beyond what can be sealed, and refused there.
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// The answer again, or nothing where the bytes are not those of one.
pub(super) fn unpack(bytes: &[u8]) -> Option<Answer> {
    let (version, rest) = bytes.split_first()?;
    let (at, rest) = rest.split_first_chunk::<8>()?;
    let (status, mut rest) = rest.split_first_chunk::<2>()?;
    if *version != VERSION {
        return None;
    }
    let body = next(&mut rest)?.to_vec();
    let mut headers = vec![];
    while !rest.is_empty() {
        let mut text = || String::from_utf8(next(&mut rest)?.to_vec()).ok();
        headers.push((text()?, text()?));
    }
    Some(Answer {
        status: u16::from_be_bytes(*status),
        headers,
        body,
        at: Timestamp::from_millis(i64::from_be_bytes(*at)),
    })
}

fn next<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, tail) = rest.split_first_chunk::<4>()?;
    let (part, tail) = tail.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    *rest = tail;
    Some(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_the_same_again(
            status in 100u16..600,
            at in any::<i64>(),
            headers in proptest::collection::vec(("[a-z-]{1,20}", "\\PC{0,40}"), 0..5),
            body in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let at = Timestamp::from_millis(at);
            let answer = Answer { status, headers, body, at };
            let again = unpack(&pack(&answer)).unwrap();
            prop_assert_eq!((again.status, again.at), (answer.status, answer.at));
            prop_assert_eq!(again.headers, answer.headers);
            prop_assert_eq!(again.body, answer.body);
        }

        #[test]
        fn other_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            if let Some(read) = unpack(&bytes) {
                prop_assert_eq!(pack(&read), bytes);
            }
        }
    }
}
