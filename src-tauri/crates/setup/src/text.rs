//! Text of whoever made the file.

use domain::shortened;

/// One line of it as it may be shown; nothing where it shows nothing.
pub(crate) fn line(text: &str) -> Option<String> {
    Some(shortened(one_line(text))).filter(|line| !line.is_empty())
}

/// One line without what nobody sees: control characters, marks that turn the direction of what
/// follows, and signs that show nothing. What joins the letters of scripts and emoji stays.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        let start = line.len();
        line.extend(word.chars().filter(|sign| !is_unseen(*sign)));
        if line.len() == start {
            line.truncate(before);
        }
    }
    line
}

/// Whether a text says itself wholly, as what programs call a thing does.
pub(crate) fn is_plain(text: &str) -> bool {
    let seen = |sign: char| sign == ' ' || !(sign.is_whitespace() || is_unseen(sign));
    !text.is_empty() && text.trim() == text && text.chars().all(seen)
}

fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_holds_what_people_see() {
        let text = " Acme\r\nBEGIN:VCARD\u{202e}\u{7} \u{200b} \u{2028}Shop\u{0} ";
        assert_eq!(one_line(text), "Acme BEGIN:VCARD Shop");
        for same in ["مقهى الميناء", "👩\u{200d}🍳", "می\u{200c}خواهم", "H&M <3"]
        {
            assert_eq!(one_line(same), same);
        }
        assert_eq!(one_line("\u{202e} \u{feff}"), "");
    }

    #[test]
    fn an_identity_says_itself_wholly() {
        for word in [
            "17841400000000001",
            "urn:li:organization:7",
            "did:plc:a_b",
            "page 7",
        ] {
            assert!(is_plain(word), "{word}");
        }
        for other in ["", " a", "a\u{202e}b", "a\nb", "\u{200b}", "a\u{a0}b"] {
            assert!(!is_plain(other), "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_made_one_line_stays_as_it_is(text in any::<String>()) {
            let line = one_line(&text);
            prop_assert_eq!(one_line(&line), line.clone());
            prop_assert!(line.len() <= text.len());
        }
    }
}
