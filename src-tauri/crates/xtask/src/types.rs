//! The TypeScript of the messages must be what the Rust types generate.
//!
//! A test of `protocol` writes the file; what it changes was stale.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    app,
    shell::{self, Failed},
    ui,
};

pub fn check() -> Result<(), Failed> {
    // The app embeds the pages when it is compiled, and is among what is built here.
    ui::build()?;
    let folder = shell::root().join("ui/src");
    let before = files(&folder);
    // With the packages that everything else is built with: with others it would be built once more.
    let mut test = shell::cargo();
    test.args(["test", "--quiet"])
        .args(app::SELECTION)
        .args(["--lib", "--", "typescript::"]);
    shell::run(&mut test)?;
    let after = files(&folder);
    let names = before.keys().chain(after.keys());
    let mut stale: Vec<_> = names
        .filter(|name| before.get(*name) != after.get(*name))
        .collect();
    stale.dedup();
    if stale.is_empty() {
        return Ok(());
    }
    let stale = stale
        .iter()
        .map(|name| name.display().to_string())
        .collect::<Vec<_>>()
        .join(", ");
    Err(Failed::new(format!(
        "generated types were stale and are written anew now: {stale}"
    )))
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|kind| kind == "ts") {
            let text = fs::read(&path).unwrap_or_default();
            found.insert(path, text);
        }
    }
    found
}
