//! Padding to steps of 64 bytes, so that a length tells little about a token.
//!
//! A marker byte and zeros follow the value (ISO/IEC 7816-4), at least one byte.

const STEP: usize = 64;
const MARKER: u8 = 0x80;

/// The padded length of a value.
pub(super) fn padded(length: usize) -> usize {
    (length / STEP + 1) * STEP
}

/// Whether a padded value can have this length.
pub(super) fn possible(length: usize) -> bool {
    length > 0 && length.is_multiple_of(STEP)
}

pub(super) fn pad(plain: &[u8], into: &mut Vec<u8>) {
    into.extend_from_slice(plain);
    into.push(MARKER);
    into.resize(padded(plain.len()), 0);
}

/// The length of the value, if the padding is exactly ours.
pub(super) fn unpadded(padded_value: &[u8]) -> Option<usize> {
    let marker = padded_value.iter().rposition(|byte| *byte != 0)?;
    (padded_value[marker] == MARKER && padded(marker) == padded_value.len()).then_some(marker)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn only_what_was_padded_is_unpadded(bytes in proptest::collection::vec(0u8..=1, 0..200)) {
            let mut out = Vec::new();
            pad(&bytes, &mut out);
            prop_assert!(possible(out.len()) && out.len() > bytes.len());
            prop_assert_eq!(unpadded(&out), Some(bytes.len()));
            prop_assert_eq!(unpadded(&bytes), None);
        }
    }

    #[test]
    fn a_whole_step_of_padding_too_many_is_refused() {
        let mut out = Vec::new();
        pad(b"value", &mut out);
        out.extend_from_slice(&[0; STEP]);
        assert_eq!(unpadded(&out), None);
    }
}
