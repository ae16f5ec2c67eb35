//! `cargo xtask check glossary`: each word that the glossary explains is declared in the sources, and
//! no type bears a name that it gave up.

use std::{collections::BTreeSet, fs};

use crate::{
    shell::{self, Failed},
    sizes,
};

const PAGE: &str = "docs/glossary.md";
/// What declares a type.
const OF_TYPES: [&str; 4] = ["struct ", "enum ", "trait ", "type "];

/// The words that are explained and not there, and those that are there and given up.
pub fn wrong() -> Result<Vec<String>, Failed> {
    let page = shell::root().join(PAGE);
    let page = fs::read_to_string(&page).map_err(|why| Failed::new(format!("{PAGE}: {why}")))?;
    let sources = sizes::outside_tests()?;
    let texts: Vec<&str> = sources.iter().map(|(_, text)| text.as_str()).collect();
    Ok(held_against(&page, &texts))
}

fn held_against(page: &str, sources: &[&str]) -> Vec<String> {
    let types: BTreeSet<&str> = sources.iter().flat_map(|text| declared(text)).collect();
    let known: BTreeSet<&str> = sources.iter().flat_map(|text| words(text)).collect();
    let rows = page.lines().filter_map(row);
    rows.filter_map(|row| match row {
        // The window's words are TypeScript's.
        Row::Explained { place: "ui", .. } => None,
        Row::Explained { word, .. } => {
            (!known.contains(word)).then(|| format!("{word} is explained, and stands nowhere"))
        }
        Row::GivenUp { word, now } => types
            .contains(word)
            .then(|| format!("{word} is a type, and should be {now}")),
    })
    .collect()
}

/// A row of the page.
enum Row<'a> {
    Explained { word: &'a str, place: &'a str },
    GivenUp { word: &'a str, now: &'a str },
}

/// A line whose first column is a word of code.
fn row(line: &str) -> Option<Row<'_>> {
    let inner = line.strip_prefix("| `")?.strip_suffix(" |")?;
    let (word, rest) = inner.split_once("` | ")?;
    Some(match rest.split_once(" | ") {
        Some((place, _)) => Row::Explained { word, place },
        None => Row::GivenUp { word, now: rest },
    })
}

/// The names of the types that a source declares.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let code = line.trim_start();
        let code = code.strip_prefix("pub ").unwrap_or(code);
        let code = match code.strip_prefix("pub(") {
            Some(rest) => rest.split_once(") ")?.1,
            None => code,
        };
        let name = OF_TYPES.iter().find_map(|of| code.strip_prefix(of))?;
        words(name).next()
    })
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

    #[test]
    fn the_page_and_the_sources_agree() {
        assert_eq!(wrong().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_word_that_stands_nowhere_and_a_type_that_was_given_up_are_found() {
        let page = "| word | where | what |\n| `Jar` | engine | cookies |\n| `Door` | ui | a way |\n\n\
                    | `Mail` | `Message` |\n";
        let fine = ["pub struct Jar(String);", "fn mail(Mail: u8) {}"];
        assert_eq!(held_against(page, &fine), Vec::<String>::new());
        let said = |source| held_against(page, &[source]);
        assert_eq!(said("enum Mail {}").len(), 2);
        assert_eq!(
            said("struct Jar;\n    pub(crate) type Mail = u8;"),
            ["Mail is a type, and should be `Message`"]
        );
        assert_eq!(said(""), ["Jar is explained, and stands nowhere"]);
    }
}
