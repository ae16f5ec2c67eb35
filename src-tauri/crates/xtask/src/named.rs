//! `cargo xtask check named files`: the files that the README and the pages of `docs` name are there.
//! Decisions are left out: what one of them names may be gone by a later one.

use std::{fs, path::Path};

use crate::shell::{self, Failed};

/// Where a path may begin that is written in short.
const BEGINNINGS: [&str; 3] = ["", "src-tauri/crates", "src-tauri"];
const KINDS: [&str; 7] = [".rs", ".ts", ".svelte", ".md", ".toml", ".sql", "/"];

/// What is named and not there.
pub fn missing() -> Result<Vec<String>, Failed> {
    let root = shell::root();
    let mut found = vec![];
    for page in pages(&root)? {
        let text = fs::read_to_string(root.join(&page))
            .map_err(|error| Failed::new(format!("{page}: {error}")))?;
        let folder = Path::new(&page).parent().unwrap_or(Path::new(""));
        let linked = links(&text).filter(|link| !root.join(folder).join(link).exists());
        let shown = in_code(&text).filter(|path| {
            let begins = |begin: &&str| root.join(begin).join(path).exists();
            !BEGINNINGS.iter().any(begins)
        });
        found.extend(linked.chain(shown).map(|path| format!("{page}: {path}")));
    }
    Ok(found)
}

fn pages(root: &Path) -> Result<Vec<String>, Failed> {
    let mut found = vec!["README.md".to_owned()];
    for folder in ["docs", "docs/networks"] {
        let listed = fs::read_dir(root.join(folder));
        let listed = listed.map_err(|error| Failed::new(format!("{folder}: {error}")))?;
        let names = listed.flatten().map(|entry| entry.file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        let pages = names.filter(|name| Path::new(name).extension().is_some_and(|is| is == "md"));
        found.extend(pages.map(|name| format!("{folder}/{name}")));
    }
    found.sort();
    Ok(found)
}

/// Links to files of the checkout, without the place in them.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| {
        let link = rest.split(')').next()?;
        let path = link.split('#').next()?;
        let is_file = !path.is_empty() && !link.contains("://") && !link.contains(' ');
        is_file.then_some(path)
    })
}

/// Paths between marks of code: those with a folder, of a kind that the sources have, and no pattern.
fn in_code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|code| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        let is_path = code.contains('/') && code.chars().all(plain);
        let is_ours = ["src-tauri/", "tests/", "docs/", "ui/"];
        let is_ours = is_ours.iter().any(|begin| code.starts_with(begin)) || code.contains("/src/");
        is_path && is_ours && KINDS.iter().any(|kind| code.ends_with(kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_pages_name_is_there() {
        assert_eq!(missing().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn paths_are_told_from_other_code_and_links_from_addresses() {
        let text = "`engine/src/run.rs`, `cargo xtask check`, `ui/src/*.ts`, `a/b`, `tests/`, \
                    [here](../README.md#top) [there](https://example.org/a.md) [up](#rooms)";
        assert_eq!(
            in_code(text).collect::<Vec<_>>(),
            ["engine/src/run.rs", "tests/"]
        );
        assert_eq!(links(text).collect::<Vec<_>>(), ["../README.md"]);
    }
}
