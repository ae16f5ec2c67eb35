//! Who says what is in the catalogue.

use std::fs;
use std::path::{Path, PathBuf};

use crate::entries::{Room, function};
use crate::rules;
use crate::window::is_said_by_the_window;

/// Where somebody may say a message.
pub struct Sources {
    rust: String,
    window: String,
    /// What the rules of a row say.
    ruled: Vec<String>,
}

impl Sources {
    pub fn read() -> Sources {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        Sources {
            rust: read(&[root.join("src-tauri")], &["rs"]),
            window: read(&[root.join("ui/src")], &["ts", "svelte"]),
            ruled: rules::lines()
                .iter()
                .flat_map(rules::Line::patterns)
                .collect(),
        }
    }

    pub fn of(rust: &str, window: &str) -> Sources {
        Sources {
            rust: rust.to_owned(),
            window: window.to_owned(),
            ruled: vec![],
        }
    }

    /// What nobody says.
    pub fn unsaid(&self, rooms: &[Room]) -> Vec<String> {
        let mut windows = said_by_the_window(&self.window);
        windows.extend(self.ruled.iter().cloned());
        let mut unsaid = vec![];
        for room in rooms {
            for (id, _) in &room.messages {
                let call = format!("{}::{}", room.name, function(&room.name, id));
                let by_rust = room.place.is_said_by_rust() && self.rust_calls(&call);
                let by_the_window =
                    is_said_by_the_window(room) && windows.iter().any(|pattern| fits(pattern, id));
                if !by_rust && !by_the_window {
                    unsaid.push(id.clone());
                }
            }
        }
        unsaid
    }

    /// Called, or handed on as a function.
    fn rust_calls(&self, name: &str) -> bool {
        self.rust.match_indices(name).any(|(at, _)| {
            let before = self.rust[..at].chars().next_back();
            let after = self.rust[at + name.len()..].chars().next();
            let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !goes_on(before) && !goes_on(after)
        })
    }
}

/// The ids in quotes, and those that are put together: what is put in stands as `*`.
fn said_by_the_window(text: &str) -> Vec<String> {
    let mut found = vec![];
    for quote in ['\'', '"', '`'] {
        let mut parts = text.split(quote);
        parts.next();
        for part in parts {
            if let Some(pattern) = pattern(part, quote) {
                found.push(pattern);
            }
        }
    }
    found
}

/// What a piece between two quotes says of ids, if it is one.
fn pattern(piece: &str, quote: char) -> Option<String> {
    let mut pattern = String::new();
    let mut rest = piece;
    while let Some(at) = rest.find("${") {
        if quote != '`' {
            return None;
        }
        pattern.push_str(&rest[..at]);
        pattern.push('*');
        rest = &rest[at + rest[at..].find('}')? + 1..];
    }
    pattern.push_str(rest);
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*');
    let is_one = pattern.contains('-') && pattern.chars().all(fit) && !pattern.starts_with('*');
    is_one.then_some(pattern)
}

pub fn fits(pattern: &str, id: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == id;
    };
    let Some(rest) = id.strip_prefix(before) else {
        return false;
    };
    rest.char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .chain([rest.len()])
        .any(|at| !rest[..at].contains('-') && fits(after, &rest[at..]))
        || (after.is_empty() && !rest.is_empty() && !rest.contains('-'))
}

/// All sources below the folders, but tests and what is made from the catalogue.
fn read(folders: &[PathBuf], kinds: &[&str]) -> String {
    let mut all = String::new();
    for folder in folders {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("a source").path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    all.push_str(&read(&[path], kinds));
                }
            } else if path
                .extension()
                .is_some_and(|kind| kinds.iter().any(|each| kind == *each))
                && !path.ends_with("words/messages.ts")
                && !path
                    .file_stem()
                    .is_some_and(|name| name.to_string_lossy().ends_with("tests"))
            {
                all.push_str(&fs::read_to_string(&path).expect("a source"));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_put_together_stands_for_all_that_fit() {
        let patterns =
            said_by_the_window("say('a-b'); say(`cause-${cause}-title`, { network: `${x}` })");
        assert!(patterns.iter().any(|pattern| fits(pattern, "a-b")));
        assert!(
            patterns
                .iter()
                .any(|pattern| fits(pattern, "cause-app_broken-title"))
        );
        for other in [
            "a-c",
            "a",
            "cause-title",
            "cause-app_broken-detail",
            "cause-a-b-title",
        ] {
            assert!(
                !patterns.iter().any(|pattern| fits(pattern, other)),
                "{other}"
            );
        }
    }
}
