//! `cargo xtask check systems`: which files differ by system stands in `docs/architecture.md`, each
//! of them and no other.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::shell::{self, Failed};

const LIST: &str = "docs/architecture.md";
const SOURCES: [&str; 3] = ["Cargo.toml", "src-tauri", "tests"];
/// What is asked of a system in a condition.
const ASKED: [&str; 5] = [
    "windows",
    "windows_subsystem",
    "unix",
    "target_os",
    "target_family",
];

/// The files that differ and are not listed, and those that are listed and do not differ.
pub fn wrong() -> Result<Vec<String>, Failed> {
    let root = shell::root();
    let listed = listed(&read(&root.join(LIST))?);
    let mut differ = BTreeSet::new();
    for path in SOURCES.iter().flat_map(|source| files(&root.join(source))) {
        if differs(&read(&path)?) {
            let shown = path.strip_prefix(&root).unwrap_or(&path);
            differ.insert(shown.to_string_lossy().replace('\\', "/"));
        }
    }
    let unlisted = differ.difference(&listed);
    let unlisted = unlisted.map(|path| format!("{path} differs by system, and is not listed"));
    let alike = listed.difference(&differ);
    let alike = alike.map(|path| format!("{path} is listed, and does not differ by system"));
    Ok(unlisted.chain(alike).collect())
}

/// The first column of the list's rows.
fn listed(text: &str) -> BTreeSet<String> {
    let path = |line: &str| {
        let (path, _) = line.strip_prefix("| `")?.split_once('`')?;
        Some(path.to_owned())
    };
    text.lines().filter_map(path).collect()
}

/// Whether something in it is there on some systems only, or is another thing there.
fn differs(text: &str) -> bool {
    // A word about it in a comment makes no difference.
    let code = text.lines().filter(|line| {
        let line = line.trim_start();
        !(line.starts_with("//") || line.starts_with("# "))
    });
    let code = code.flat_map(|line| [line, "\n"]).collect::<String>();
    let mut conditions = ["cfg(", "cfg!(", "cfg_attr("]
        .iter()
        .flat_map(|begin| code.match_indices(begin))
        .filter(|(at, _)| !is_quoted(&code[..*at]))
        .map(|(at, begin)| condition(&code[at + begin.len()..]));
    conditions.any(|condition| {
        let mut words =
            condition.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        words.any(|word| ASKED.contains(&word))
    })
}

/// Whether what comes next stands in a text that began on the same line.
fn is_quoted(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.matches('"').count() % 2 == 1
}

/// Up to the bracket that ends it.
fn condition(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|letter| {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    &text[..end.unwrap_or(text.len())]
}

fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        let read = path.extension().is_some_and(|kind| kind == "rs")
            || path.file_name().is_some_and(|name| name == "Cargo.toml");
        return if read { vec![path.to_owned()] } else { vec![] };
    };
    let paths = entries.flatten().map(|entry| entry.path());
    paths.flat_map(|path| files(&path)).collect()
}

fn read(path: &Path) -> Result<String, Failed> {
    fs::read_to_string(path).map_err(|why| Failed::new(format!("{}: {why}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_that_differs_by_system_is_listed() {
        assert_eq!(wrong().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_condition_on_the_system_is_found_however_it_is_worded() {
        for yes in [
            "#[cfg(windows)]",
            "if cfg!(unix) {",
            "#![cfg_attr(not(debug_assertions), windows_subsystem = \"windows\")]",
            "#[cfg(all(\n    test,\n    target_os = \"linux\",\n))]",
            "[target.'cfg(not(target_family = \"wasm\"))'.dependencies]",
        ] {
            assert!(differs(yes), "{yes}");
        }
        for no in [
            "#[cfg(test)]\nmod windows;",
            "// #[cfg(windows)]",
            "# 'cfg(windows)'",
            "#[cfg(feature = \"windows_too\")]",
            "let windows = (\"unix\", target_os);",
        ] {
            assert!(!differs(no), "{no}");
        }
    }

    #[test]
    fn only_rows_are_read_of_the_list() {
        let text = "# `a.rs`\n\n| file | what |\n|---|---|\n| `b/c.rs` | `d.rs` is not meant |\n";
        assert_eq!(listed(text), ["b/c.rs".to_owned()].into());
    }
}
