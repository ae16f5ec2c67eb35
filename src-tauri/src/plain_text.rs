//! Makes names that strangers chose fit to be shown outside the window: in notices, in the tray
//! and in titles.

/// One line of at most `most` characters, without control characters and without those that turn
/// the direction of the text around or show nothing.
pub fn one_line(text: &str, most: usize) -> String {
    let mut shown: Vec<char> = Vec::new();
    for word in text.split_whitespace() {
        let mut word = word.chars().filter(|&c| !is_deceptive(c)).peekable();
        if word.peek().is_some() && !shown.is_empty() {
            shown.push(' ');
        }
        shown.extend(word);
        if shown.len() > most {
            shown.truncate(most.saturating_sub(1));
            shown.push('…');
            break;
        }
    }
    shown.into_iter().collect()
}

/// Escapes text for a notification server that reads simple markup.
#[cfg(any(test, all(unix, not(target_os = "macos"))))]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Text for a notification server that says it reads no markup: there are some that read tags all
/// the same, and would show the escapes.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn untagged(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›")
}

/// Menus take `&` as the mark of the letter that chooses an item.
pub fn menu_label(text: &str) -> String {
    text.replace('&', "&&")
}

fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // The joiners U+200C and U+200D stay: scripts and emoji need them.
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_one_line_without_hidden_characters() {
        let name = "Acme\n\u{202e}Coffee\u{200b}\t\u{7}  Shop\u{2066}";
        assert_eq!(one_line(name, 40), "Acme Coffee Shop");
    }

    #[test]
    fn a_long_name_is_cut_and_says_so() {
        let cut = one_line(&"ß".repeat(300), 20);
        assert_eq!(cut.chars().count(), 20);
        assert!(cut.ends_with('…'));
        assert_eq!(one_line("exactly ten", 11), "exactly ten");
    }

    #[test]
    fn other_scripts_are_left_alone() {
        assert_eq!(one_line("مقهى أكمي · 日本語", 40), "مقهى أكمي · 日本語");
    }

    #[test]
    fn markup_in_a_name_is_shown_and_not_obeyed() {
        assert_eq!(escaped("<b>R&D</b>"), "&lt;b&gt;R&amp;D&lt;/b&gt;");
        assert_eq!(menu_label("R&D"), "R&&D");
    }

    #[test]
    fn a_name_of_nothing_but_hidden_characters_is_empty() {
        assert_eq!(one_line("\u{200b} \u{202e}\n", 10), "");
    }
}
