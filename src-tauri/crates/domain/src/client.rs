//! The brand or customer that locations belong to, and what it can be called.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::ClientId;

/// The brand or customer that locations belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Our identity of it.
    pub id: ClientId,
    /// Its name, chosen by the user.
    pub name: String,
}

/// Why a text cannot be the name of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ClientNameProblem {
    /// Nothing was typed that can be seen.
    #[error("nothing was typed")]
    Empty,
    /// More than [`Client::LONGEST_NAME`] characters.
    #[error("too long for a name")]
    TooLong,
    /// Control characters, or characters that show nothing or turn the direction of the text.
    #[error("characters that cannot be seen")]
    Unseen,
    /// Another client has it.
    #[error("another client has that name")]
    Taken,
}

impl Client {
    /// No name has more characters.
    pub const LONGEST_NAME: usize = 80;

    /// Reads a name that a person typed: one line, without space around it.
    pub fn read_name(typed: &str) -> Result<String, ClientNameProblem> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let name = words.join(" ");
        if name.chars().any(is_unseen) {
            return Err(ClientNameProblem::Unseen);
        }
        if name.chars().all(|c| c == ' ' || is_joiner(c)) {
            return Err(ClientNameProblem::Empty);
        }
        if name.chars().count() > Client::LONGEST_NAME {
            return Err(ClientNameProblem::TooLong);
        }
        Ok(name)
    }

    /// Whether a name is that of this client to a reader, who does not mind the case.
    pub fn is_called(&self, name: &str) -> bool {
        Client::reads_as(&self.name) == Client::reads_as(name)
    }

    /// What two names have in common that are one to such a reader.
    pub fn reads_as(name: &str) -> String {
        folded(name)
    }
}

/// A name without case, without forms of letters, and with one i: in Turkish the small letter of I is
/// another one than i, and a name is the same on every system. `ui/src/fold.ts` does the same.
fn folded(name: &str) -> String {
    let once: String = name.nfkd().collect::<String>().to_lowercase();
    // Upper case makes one of ß and ss, and of ı and i.
    let folded = once.to_uppercase().to_lowercase();
    let folded: String = folded.nfkd().collect();
    folded.replace('ς', "σ").replace("i\u{307}", "i")
}

/// Scripts and emoji need them between other characters.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn called(name: &str) -> Client {
        Client {
            id: ClientId::from_bytes([1; 16]),
            name: name.to_owned(),
        }
    }

    #[test]
    fn a_name_is_one_line_without_space_around_it() {
        let read = Client::read_name("  Acme \n\t Coffee \u{a0}");
        assert_eq!(read.as_deref(), Ok("Acme Coffee"));
        for name in ["مقهى الميناء القديم", "👩\u{200d}🍳", "H&M <3", "7"] {
            assert_eq!(Client::read_name(name).as_deref(), Ok(name));
        }
    }

    #[test]
    fn what_shows_nothing_is_no_name() {
        for typed in ["", " \n\t ", "\u{3000}", "\u{200d}", "\u{200c} \u{200d}"] {
            assert_eq!(Client::read_name(typed), Err(ClientNameProblem::Empty));
        }
        for typed in [
            "Ac\u{7}me",
            "\u{0}",
            "Acme\u{200b}",
            "\u{202e}Acme",
            "Ac\u{ad}me",
        ] {
            assert_eq!(Client::read_name(typed), Err(ClientNameProblem::Unseen));
        }
    }

    #[test]
    fn characters_count_and_not_bytes() {
        let most = "ö".repeat(Client::LONGEST_NAME);
        assert_eq!(Client::read_name(&format!(" {most} ")), Ok(most.clone()));
        assert_eq!(
            Client::read_name(&(most + "ö")),
            Err(ClientNameProblem::TooLong)
        );
    }

    #[test]
    fn neither_case_nor_forms_of_letters_tell_two_names_apart() {
        #[derive(Deserialize)]
        struct Table {
            same: Vec<(String, String)>,
            different: Vec<(String, String)>,
        }
        // The window is held to it as well.
        let table: Table = serde_json::from_str(include_str!("called.json")).unwrap();
        for (one, other) in &table.same {
            assert!(called(one).is_called(other), "{one} {other}");
            assert!(called(other).is_called(one), "{one} {other}");
        }
        for (one, other) in &table.different {
            assert!(!called(one).is_called(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn what_was_read_once_reads_the_same(typed in any::<String>()) {
            if let Ok(name) = Client::read_name(&typed) {
                prop_assert_eq!(Client::read_name(&name), Ok(name));
            }
        }
    }
}
