//! `cargo xtask check glossary`: each word that the glossary explains is declared in the sources, and
//! neither a type nor a function bears a name that it gave up.

use std::{collections::BTreeSet, fs};

use crate::{
    shell::{self, Failed},
    sizes,
};

const PAGE: &str = "docs/glossary.md";
/// Below it lie the crates for whose functions names were given up.
const CRATES: &str = "src-tauri/crates/";
/// The place of a function's name that all of them gave up.
const ALL_CRATES: &str = "crates";
/// What declares a type.
const OF_TYPES: [&str; 4] = ["struct ", "enum ", "trait ", "type "];
/// What may stand between what is seen of a function and its `fn`.
const OF_FUNCTIONS: [&str; 4] = ["const ", "async ", "unsafe ", "extern \"C\" "];

/// The words that are explained and not there, and those that are there and given up.
pub fn wrong() -> Result<Vec<String>, Failed> {
    let page = shell::root().join(PAGE);
    let page = fs::read_to_string(&page).map_err(|why| Failed::new(format!("{PAGE}: {why}")))?;
    let sources = sizes::outside_tests()?;
    let shown = sources.iter().map(|(path, text)| {
        let path = path.to_string_lossy().replace('\\', "/");
        (path, text.as_str())
    });
    Ok(held_against(&page, &shown.collect::<Vec<_>>()))
}

fn held_against(page: &str, sources: &[(String, &str)]) -> Vec<String> {
    let texts = || sources.iter().map(|(_, text)| *text);
    let types: BTreeSet<&str> = texts().flat_map(types_of).collect();
    let known: BTreeSet<&str> = texts().flat_map(words).collect();
    let functions: BTreeSet<(&str, &str)> = sources
        .iter()
        .filter_map(|(path, text)| Some((crate_of(path)?, *text)))
        .flat_map(|(place, text)| functions_of(text).map(move |name| (place, name)))
        .collect();
    let rows = page.lines().filter_map(row);
    let wrong = rows.flat_map(|row| match row {
        // The window's words are TypeScript's.
        Row::Explained { place: "ui", .. } => vec![],
        Row::Explained { word, .. } => match known.contains(word) {
            true => vec![],
            false => vec![format!("{word} is explained, and stands nowhere")],
        },
        Row::TypeGivenUp { word, now } => match types.contains(word) {
            true => vec![format!("{word} is a type, and should be {now}")],
            false => vec![],
        },
        Row::FunctionGivenUp { word, place, now } => functions
            .iter()
            .filter(|(at, name)| *name == word && (place == ALL_CRATES || place == *at))
            .map(|(at, _)| format!("{word} is a function of {at}, and should be {now}"))
            .collect(),
    });
    wrong.collect()
}

/// A row of the page.
enum Row<'a> {
    Explained {
        word: &'a str,
        place: &'a str,
    },
    TypeGivenUp {
        word: &'a str,
        now: &'a str,
    },
    FunctionGivenUp {
        word: &'a str,
        place: &'a str,
        now: &'a str,
    },
}

/// A line whose first column is a word of code; with brackets it is a function's.
fn row(line: &str) -> Option<Row<'_>> {
    let inner = line.strip_prefix("| `")?.strip_suffix(" |")?;
    let (word, rest) = inner.split_once("` | ")?;
    Some(match (word.strip_suffix("()"), rest.split_once(" | ")) {
        (Some(word), Some((place, now))) => Row::FunctionGivenUp { word, place, now },
        (None, Some((place, _))) => Row::Explained { word, place },
        (None, None) => Row::TypeGivenUp { word, now: rest },
        (Some(_), None) => return None,
    })
}

/// The crate of a source.
fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix(CRATES)?.split('/').next()
}

/// The names of the types that a source declares.
fn types_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let code = unseen(line)?;
        let name = OF_TYPES.iter().find_map(|of| code.strip_prefix(of))?;
        words(name).next()
    })
}

/// The names of the functions that a source declares.
fn functions_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let mut code = unseen(line)?;
        while let Some(rest) = OF_FUNCTIONS.iter().find_map(|of| code.strip_prefix(of)) {
            code = rest;
        }
        words(code.strip_prefix("fn ")?).next()
    })
}

/// A line of code without what says who sees it.
fn unseen(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let code = code.strip_prefix("pub ").unwrap_or(code);
    match code.strip_prefix("pub(") {
        Some(rest) => Some(rest.split_once(") ")?.1),
        None => Some(code),
    }
}

/// All words of a source.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(move |c| !is_of_word(c))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with sources of the engine.
    fn held(page: &str, sources: &[&str]) -> Vec<String> {
        let at = |text| ("src-tauri/crates/engine/src/lib.rs".to_owned(), text);
        held_against(page, &sources.iter().copied().map(at).collect::<Vec<_>>())
    }

    #[test]
    fn the_page_and_the_sources_agree() {
        assert_eq!(wrong().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_word_that_stands_nowhere_and_a_type_that_was_given_up_are_found() {
        let page = "| word | where | what |\n| `Jar` | engine | cookies |\n| `Door` | ui | a way |\n\n\
                    | `Mail` | `Message` |\n";
        let fine = ["pub struct Jar(String);", "fn mail(Mail: u8) {}"];
        assert_eq!(held(page, &fine), Vec::<String>::new());
        let said = |source| held(page, &[source]);
        assert_eq!(said("enum Mail {}").len(), 2);
        assert_eq!(
            said("struct Jar;\n    pub(crate) type Mail = u8;"),
            ["Mail is a type, and should be `Message`"]
        );
        assert_eq!(said(""), ["Jar is explained, and stands nowhere"]);
    }

    #[test]
    fn a_function_that_was_given_up_is_found_where_it_was() {
        let page = "| `tell()` | crates | `emit` |\n| `keep()` | vault | `save` |\n";
        let fine =
            "fn emit() { tell(); }\nfn keep() {}\nfn tell_all() {}\nstruct tell;\n// fn tell() {}";
        assert_eq!(held(page, &[fine]), Vec::<String>::new());
        for told in [
            "fn tell() {}",
            "    pub(super) async fn tell<T>(told: T) {}",
            "pub const unsafe fn tell();",
        ] {
            let found = held(page, &[told]);
            assert_eq!(
                found,
                ["tell is a function of engine, and should be `emit`"],
                "{told}"
            );
        }
        let of_vault = (
            "src-tauri/crates/vault/src/lib.rs".to_owned(),
            "fn keep() {}",
        );
        assert_eq!(held_against(page, &[of_vault]).len(), 1);
        let of_shell = ("src-tauri/src/lib.rs".to_owned(), "fn tell() {}");
        assert_eq!(held_against(page, &[of_shell]), Vec::<String>::new());
    }
}
