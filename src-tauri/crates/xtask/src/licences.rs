//! Every package that we build on must be under a licence that lets us ship it.

use crate::metadata::Metadata;

const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    // By the file: we may link it as long as we do not change it.
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

pub fn refused(metadata: &Metadata) -> Vec<String> {
    let judged = metadata
        .others()
        .map(|package| (package, package.licence.as_deref()));
    judged
        .filter(|(_, licence)| !licence.is_some_and(is_allowed))
        .map(|(package, licence)| {
            format!(
                "{} {}: {}",
                package.name,
                package.version,
                licence.unwrap_or("no licence")
            )
        })
        .collect()
}

/// Reads an SPDX expression: of what `OR` joins one is enough, of what `AND` joins all count.
fn is_allowed(expression: &str) -> bool {
    // Before SPDX expressions, Cargo wrote a slash for `OR`.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let allowed = either(&mut words);
    allowed && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words) -> bool {
    let mut allowed = both(words);
    while words.next_if_eq(&"OR").is_some() {
        allowed |= both(words);
    }
    allowed
}

fn both(words: &mut Words) -> bool {
    let mut allowed = one(words);
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words);
    }
    allowed
}

fn one(words: &mut Words) -> bool {
    let Some(word) = words.next() else {
        return false;
    };
    if word == "(" {
        return either(words) & (words.next() == Some(")"));
    }
    // An exception only ever allows more.
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
    }
    ALLOWED.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_or_one_is_enough_and_of_and_all_count() {
        assert!(is_allowed("MIT"));
        assert!(is_allowed("GPL-3.0 OR MIT"));
        assert!(is_allowed("MIT/GPL-2.0"));
        assert!(is_allowed("(MIT OR GPL-2.0) AND Unicode-3.0"));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception"));
        assert!(!is_allowed("MIT AND GPL-3.0"));
        assert!(!is_allowed("GPL-3.0"));
        assert!(!is_allowed("GPL-2.0 OR (MIT AND AGPL-3.0)"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(!is_allowed(""));
        assert!(!is_allowed("(MIT"));
        assert!(!is_allowed("MIT MIT"));
    }
}
