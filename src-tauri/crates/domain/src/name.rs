//! Names that strangers give: a server can send a megabyte where people read a line.

use unicode_segmentation::UnicodeSegmentation;

/// No name is shown or kept with more signs than this, as people count them (graphemes, UAX 29).
/// The networks allow their own at most 100.
pub const LONGEST_NAME: usize = 120;
/// Nor with more bytes: one sign can carry any number of marks.
const MOST_BYTES: usize = 1_000;
/// No identity or handle of a network has more bytes.
pub const LONGEST_IDENTITY: usize = 500;

/// The beginning of a name that is longer than any, with `…` for what is left out; else the name.
pub fn shortened(name: String) -> String {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let mut kept = String::new();
    for (count, sign) in name.graphemes(true).enumerate() {
        let is_last = kept.len() + sign.len() == name.len();
        let most = match is_last {
            true => (LONGEST_NAME, MOST_BYTES),
            false => (LONGEST_NAME - 1, MOST_BYTES - '…'.len_utf8()),
        };
        if count >= most.0 || kept.len() + sign.len() > most.1 {
            kept.push('…');
            break;
        }
        kept.push_str(sign);
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_cut_between_signs_and_says_that_it_was() {
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        for (name, kept) in [
            ("Bakery".to_owned(), "Bakery".to_owned()),
            ("é".repeat(LONGEST_NAME), "é".repeat(LONGEST_NAME)),
            ("é".repeat(900_000), "é".repeat(LONGEST_NAME - 1) + "…"),
            (family.repeat(50_000), family.repeat(55) + "…"),
            // A sign that carries a megabyte of marks is none that can be shown.
            (format!("a{}", "\u{301}".repeat(450_000)), "…".to_owned()),
            (
                format!("ok a{}", "\u{301}".repeat(450_000)),
                "ok …".to_owned(),
            ),
        ] {
            assert_eq!(shortened(name), kept);
        }
    }

    proptest! {
        #[test]
        fn what_is_short_is_as_it_was_and_what_was_cut_is_not_cut_again(name in "\\PC{0,400}") {
            let kept = shortened(name.clone());
            prop_assert!(kept.graphemes(true).count() <= LONGEST_NAME + 1);
            prop_assert!(kept.len() <= MOST_BYTES);
            prop_assert!(kept == name || kept.ends_with('…'));
            prop_assert_eq!(shortened(kept.clone()), kept);
        }
    }
}
