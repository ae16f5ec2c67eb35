//! Tests that hold the rows of a table, named as they stand in the checkout.

use std::fs;
use std::path::{Path, PathBuf};

/// A test, by the file it stands in and its name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    pub file: &'static str,
    pub test: &'static str,
}

/// Tests as the rows name them; those of the pages are named by a sentence.
macro_rules! held {
    (@name $name:literal) => { $name };
    (@name $name:ident) => { stringify!($name) };
    ($($file:literal :: $test:tt),* $(,)?) => {
        &[$($crate::held::Held { file: $file, test: $crate::held::held!(@name $test) }),*]
    };
}
pub(crate) use held;

impl Held {
    /// Whether it stands there.
    pub fn exists(&self) -> bool {
        let text = fs::read_to_string(checkout().join(self.file)).unwrap_or_default();
        // A test of the pages is named by a sentence in quotes.
        text.contains(&format!("fn {}(", self.test)) || text.contains(&format!("'{}'", self.test))
    }

    /// Whether it stands in the program whose source begins with `root`: a file of its own, or the
    /// first one of its folder.
    pub fn stands_in(&self, root: &Path) -> bool {
        let file = checkout().join(self.file);
        let has_folder = ["lib.rs", "main.rs"]
            .iter()
            .any(|name| root.ends_with(name));
        match root.parent() {
            Some(folder) if has_folder => file.starts_with(folder),
            Some(_) | None => file == root,
        }
    }

    /// As a document names it, one folder below the checkout.
    pub fn told(&self) -> String {
        let name = self.test.replace('_', " ");
        format!("[{name}](../{})", self.file)
    }
}

/// What a document says of the tests of a row.
pub fn told(held: &[Held]) -> String {
    let held: Vec<String> = held.iter().map(Held::told).collect();
    held.join("<br>")
}

pub fn checkout() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_is_nowhere_is_missed() {
        for (file, test) in [
            ("tests/faults/closed.rs", "nobody_wrote_this"),
            ("tests/faults/nothing.rs", "a_test"),
        ] {
            assert!(!Held { file, test }.exists(), "{file}");
        }
    }

    #[test]
    fn a_test_is_found_in_its_program_and_in_no_other() {
        for (file, root, stands) in [
            ("tests/fences.rs", "tests/fences.rs", true),
            ("tests/links.rs", "tests/fences.rs", false),
            ("tests/faults/disk.rs", "tests/faults/main.rs", true),
            ("tests/promises/disk.rs", "tests/faults/main.rs", false),
            ("src-tauri/src/log.rs", "src-tauri/src/lib.rs", true),
            (
                "src-tauri/src/log.rs",
                "src-tauri/crates/protocol/src/lib.rs",
                false,
            ),
        ] {
            let test = "a_test";
            let found = Held { file, test }.stands_in(&checkout().join(root));
            assert_eq!(found, stands, "{file} in {root}");
        }
    }
}
