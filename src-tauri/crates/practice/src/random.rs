//! Random ids, codes and tokens, each in the alphabet its network uses.

const ALPHANUMERIC: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEX: &[u8; 16] = b"0123456789abcdef";

pub(crate) fn alphanumeric(length: usize) -> String {
    of(ALPHANUMERIC, length)
}

pub(crate) fn url_safe(length: usize) -> String {
    of(URL_SAFE, length)
}

pub(crate) fn hex(length: usize) -> String {
    of(HEX, length)
}

/// Bytes that fall outside a whole multiple of the alphabet are thrown away, so that no letter is
/// likelier than another.
fn of(alphabet: &[u8], length: usize) -> String {
    let fair = 256 - 256 % alphabet.len();
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 64];
    while text.len() < length {
        if getrandom::fill(&mut bytes).is_err() {
            tracing::error!("the system has no randomness; trying again");
            continue;
        }
        let letters = bytes
            .iter()
            .map(|&byte| usize::from(byte))
            .filter(|&byte| byte < fair);
        let wanted = length - text.len();
        text.extend(
            letters
                .take(wanted)
                .map(|byte| char::from(alphabet[byte % alphabet.len()])),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_asked_length_and_alphabet_and_differ() {
        let (one, two) = (alphanumeric(180), alphanumeric(180));
        assert_eq!(one.len(), 180);
        assert_ne!(one, two);
        assert!(hex(32).bytes().all(|byte| HEX.contains(&byte)));
        assert!(url_safe(43).bytes().all(|byte| URL_SAFE.contains(&byte)));
    }
}
