//! A Rust source as words: names, texts and signs, and where an item ends.

/// Begins what an attribute before it is about.
pub const ITEMS: [&str; 11] = [
    "async", "const", "enum", "fn", "impl", "mod", "static", "struct", "trait", "type", "use",
];

/// The words of a source but for those of its tests.
pub fn words_outside_tests(text: &str) -> Vec<&str> {
    let words = words(text);
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let (mut kept, mut at, mut tests) = (vec![], 0, false);
    while at < words.len() {
        match word(at) {
            "#" if word(at + 1) == "[" => {
                let end = end_of(&words, at + 1);
                tests |= is_for_tests(words.get(at + 2..end).unwrap_or_default());
                at = end + 1;
            }
            "pub" if word(at + 1) == "(" => {
                kept.extend(words.get(at..=end_of(&words, at + 1)).unwrap_or_default());
                at = end_of(&words, at + 1) + 1;
            }
            "pub" => {
                kept.push("pub");
                at += 1;
            }
            begin if tests && ITEMS.contains(&begin) => {
                at = end_of_item(&words, at) + 1;
                tests = false;
            }
            other => {
                kept.push(other);
                tests = false;
                at += 1;
            }
        }
    }
    kept
}

/// `cfg(test)`, and whatever else is there for tests alone.
pub fn is_for_tests(attribute: &[&str]) -> bool {
    attribute.first() == Some(&"cfg") && attribute.contains(&"test") && !attribute.contains(&"not")
}

/// The bracket that closes the one at a place.
pub fn end_of(words: &[&str], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    words.len()
}

/// The last word of the item that begins at a place.
pub fn end_of_item(words: &[&str], begin: usize) -> usize {
    let mut at = begin;
    while let Some(word) = words.get(at) {
        match *word {
            ";" => return at,
            "{" => return end_of(words, at),
            "(" | "[" => at = end_of(words, at),
            _ => {}
        }
        at += 1;
    }
    at
}

/// Names, texts and signs; comments, letters and lifetimes are left out.
pub fn words(text: &str) -> Vec<&str> {
    let mut found = vec![];
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_text(rest) {
            length
        } else if first == '"' {
            let length = quoted(rest);
            found.push(&rest[..length]);
            length
        } else if first == '\'' {
            letter(rest)
        } else {
            let in_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            let length = match rest.find(|letter| !in_name(letter)) {
                Some(0) if rest.starts_with("::") => 2,
                Some(0) => first.len_utf8(),
                Some(end) => end,
                None => rest.len(),
            };
            found.push(&rest[..length]);
            length
        };
        rest = rest[length..].trim_start();
    }
    found
}

/// How long a raw text is, where there is one.
fn raw_text(rest: &str) -> Option<usize> {
    let marks = ["r", "br"].iter().find_map(|begin| {
        let marks = rest.strip_prefix(begin)?;
        marks.starts_with(['#', '"']).then_some(marks)
    })?;
    let count = marks.len() - marks.trim_start_matches('#').len();
    let inside = marks[count..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(count));
    let end = inside
        .find(&close)
        .map_or(inside.len(), |end| end + close.len());
    Some(rest.len() - inside.len() + end)
}

/// How long a text in quotes is.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, letter)| {
        let ends = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |(end, _)| end + 1)
}

/// How long a letter in quotes is, or the quote before a lifetime.
fn letter(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        // The letter that is escaped may be a quote.
        (Some((_, '\\')), Some((escaped, _))) => {
            let after = rest[escaped + 1..].find('\'');
            after.map_or(rest.len(), |end| escaped + end + 2)
        }
        (_, Some((end, '\''))) => end + 1,
        _ => 1,
    }
}
