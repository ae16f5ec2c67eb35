//! Every package that we build on must be under a licence that lets us ship it.

use std::{collections::BTreeSet, fs};

use crate::{
    metadata::Metadata,
    shell::{self, Failed},
};

/// Where they are listed, for `cargo deny` and for us.
const LIST: &str = "deny.toml";

/// Those that let us.
struct Allowed(BTreeSet<String>);

pub fn refused(metadata: &Metadata) -> Result<Vec<String>, Failed> {
    let allowed = Allowed::read()?;
    let judged = metadata
        .others()
        .map(|package| (package, package.licence.as_deref()));
    let refused = judged
        .filter(|(_, licence)| !licence.is_some_and(|licence| allowed.has_all_of(licence)))
        .map(|(package, licence)| {
            format!(
                "{} {}: {}",
                package.name,
                package.version,
                licence.unwrap_or("no licence")
            )
        });
    Ok(refused.collect())
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

impl Allowed {
    fn read() -> Result<Allowed, Failed> {
        let text = fs::read_to_string(shell::root().join(LIST));
        let text = text.map_err(|error| Failed::new(format!("{LIST}: {error}")))?;
        Allowed::of(&text)
    }

    fn of(text: &str) -> Result<Allowed, Failed> {
        let table: toml::Table = text
            .parse()
            .map_err(|error| Failed::new(format!("{LIST}: {error}")))?;
        let listed = table
            .get("licenses")
            .and_then(|licences| licences.get("allow")?.as_array())
            .ok_or_else(|| Failed::new(format!("{LIST} lists no licences")))?;
        let names = listed.iter().filter_map(toml::Value::as_str);
        Ok(Allowed(names.map(str::to_owned).collect()))
    }

    /// Reads an SPDX expression: of what `OR` joins one is enough, of what `AND` joins all count.
    fn has_all_of(&self, expression: &str) -> bool {
        // Before SPDX expressions, Cargo wrote a slash for `OR`.
        let spaced = expression
            .replace('/', " OR ")
            .replace('(', " ( ")
            .replace(')', " ) ");
        let mut words = spaced.split_whitespace().peekable();
        let allowed = self.either(&mut words);
        allowed && words.next().is_none()
    }

    fn either(&self, words: &mut Words) -> bool {
        let mut allowed = self.both(words);
        while words.next_if_eq(&"OR").is_some() {
            allowed |= self.both(words);
        }
        allowed
    }

    fn both(&self, words: &mut Words) -> bool {
        let mut allowed = self.one(words);
        while words.next_if_eq(&"AND").is_some() {
            allowed &= self.one(words);
        }
        allowed
    }

    fn one(&self, words: &mut Words) -> bool {
        let Some(word) = words.next() else {
            return false;
        };
        if word == "(" {
            return self.either(words) & (words.next() == Some(")"));
        }
        // An exception only ever allows more.
        if words.next_if_eq(&"WITH").is_some() {
            words.next();
        }
        self.0.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: &str = "[licenses]\nallow = ['MIT', 'Apache-2.0', 'Unicode-3.0']";

    fn is_allowed(expression: &str) -> bool {
        Allowed::of(LISTED).is_ok_and(|allowed| allowed.has_all_of(expression))
    }

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

    #[test]
    fn a_list_that_is_not_there_allows_nothing_in_silence() {
        for none in ["", "[licenses]", "[licenses]\nallow = 'MIT'", "licenses ="] {
            assert!(Allowed::of(none).is_err(), "{none}");
        }
        assert!(Allowed::read().is_ok_and(|allowed| allowed.has_all_of("MIT")));
    }
}
