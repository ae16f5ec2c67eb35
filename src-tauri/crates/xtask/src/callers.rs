//! `cargo xtask check callers`: what the innermost packages offer is asked for outside tests. A function
//! that nobody calls is read, kept and tested for nothing.
//!
//! A function counts as called where its name stands as a word, other than where a function of that
//! name begins or a name is only imported. Two of one name are called together.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::rust_words::words_outside_tests;
use crate::shell::Failed;
use crate::sizes::outside_tests;

/// Whose functions need one.
const OFFERING: [(&str, &str); 2] = [
    ("domain", "src-tauri/crates/domain/src"),
    ("vault", "src-tauri/crates/vault/src"),
];

/// What tests alone call, and why it is there: the package, the name, the reason.
const FOR_TESTS: &[(&str, &str, &str)] = &[
    (
        "vault",
        "set_trouble",
        "the keychain in memory is a stand-in for tests",
    ),
    (
        "vault",
        "set_person_opens",
        "the keychain in memory is a stand-in for tests",
    ),
    (
        "vault",
        "set_opens_slowly",
        "the keychain in memory is a stand-in for tests",
    ),
    (
        "vault",
        "open_again",
        "the store in memory is a stand-in for tests",
    ),
    (
        "vault",
        "fail_next_writes",
        "the store in memory is a stand-in for tests",
    ),
    (
        "vault",
        "with_deadline",
        "a test of a key ring that never answers cannot wait as long as a person",
    ),
];

/// Functions without a caller that are not listed, and what is listed and is called or gone.
pub fn wrong() -> Result<Vec<String>, Failed> {
    let mut named = BTreeSet::new();
    let mut offered: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (shown, text) in outside_tests()? {
        let words = words_outside_tests(&text);
        named.extend(mentions(&words).map(str::to_owned));
        if let Some(package) = offering(&shown) {
            let names = offers(&words).map(str::to_owned);
            offered.entry(package).or_default().extend(names);
        }
    }
    let uncalled = offered.iter().flat_map(|(package, names)| {
        let names = names.iter().filter(|name| !named.contains(*name));
        names.map(|name| (*package, name.as_str()))
    });
    Ok(held_against(&uncalled.collect(), FOR_TESTS))
}

fn held_against(
    uncalled: &BTreeSet<(&str, &str)>,
    for_tests: &[(&str, &str, &str)],
) -> Vec<String> {
    let listed: BTreeSet<(&str, &str)> = for_tests
        .iter()
        .map(|(package, name, _)| (*package, *name))
        .collect();
    let new = uncalled.difference(&listed);
    let new = new.map(|(package, name)| format!("{package}: nobody but tests calls {name}"));
    let stale = listed.difference(uncalled);
    let stale = stale
        .map(|(package, name)| format!("{package}: {name} is listed, and is called or is gone"));
    new.chain(stale).collect()
}

/// The package that a file belongs to, where that must have callers.
fn offering(path: &Path) -> Option<&'static str> {
    let package = OFFERING.iter().find(|(_, at)| path.starts_with(at));
    package.map(|(package, _)| *package)
}

/// The names of the functions that others may call.
fn offers<'a>(words: &[&'a str]) -> impl Iterator<Item = &'a str> {
    const BETWEEN: [&str; 3] = ["async", "const", "unsafe"];
    words.iter().enumerate().filter_map(|(at, word)| {
        let rest = words.get(at + 1..).filter(|_| *word == "pub")?;
        let mut rest = rest.iter().skip_while(|word| BETWEEN.contains(*word));
        (rest.next() == Some(&"fn")).then_some(())?;
        rest.next().copied()
    })
}

/// The words of a source that may call something.
fn mentions<'a>(words: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let (mut before, mut imports) = ("", false);
    words.iter().filter_map(move |word| {
        // In the bounds of a type, `use` is another word.
        imports = (imports || (*word == "use" && before != "+")) && *word != ";";
        let declares = matches!(before, "fn" | "mod");
        before = word;
        (!imports && !declares).then_some(*word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(text: &str) -> Vec<&str> {
        offers(&words_outside_tests(text)).collect()
    }

    fn mentioned(text: &str) -> Vec<&str> {
        let names = |word: &&str| word.starts_with(char::is_alphabetic);
        mentions(&words_outside_tests(text)).filter(names).collect()
    }

    #[test]
    fn whatever_is_offered_is_asked_for() {
        assert_eq!(wrong().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_others_may_call_is_found_wherever_it_stands() {
        let text = "pub fn a() {} impl S { pub const fn b(&self) {} pub async fn c() {} fn d() {} }
            pub(crate) fn e() {} pub struct F; // pub fn g()
            #[cfg(test)] mod tests { pub fn h() {} } #[must_use] pub fn i<T>() {}";
        assert_eq!(offered(text), ["a", "b", "c", "i"]);
    }

    #[test]
    fn a_name_calls_and_its_beginning_its_import_and_a_test_do_not() {
        assert_eq!(
            mentioned("use a::{b, c}; mod d; fn e() { f(); g::h }"),
            ["mod", "fn", "f", "g", "h"]
        );
        assert_eq!(mentioned("// a\nlet s = \"b\";"), ["let", "s"]);
        assert_eq!(mentioned("#[cfg(test)] mod tests { a(); } b"), ["b"]);
        assert_eq!(
            mentioned("#[cfg(test)] pub(crate) fn t() { a() } b"),
            ["pub", "crate", "b"]
        );
        let captures = "impl Fn() + use<> { a }";
        assert_eq!(mentioned(captures), ["impl", "Fn", "use", "a"]);
    }

    #[test]
    fn what_is_listed_and_called_is_refused_as_what_nobody_calls() {
        let listed: &[(&str, &str, &str)] = &[("vault", "a", "for tests")];
        assert_eq!(held_against(&[("vault", "a")].into(), listed), [""; 0]);
        assert_eq!(
            held_against(&[("domain", "a")].into(), listed),
            [
                "domain: nobody but tests calls a",
                "vault: a is listed, and is called or is gone"
            ]
        );
    }
}
