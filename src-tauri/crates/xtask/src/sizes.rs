//! `cargo xtask check sizes`: no file of our packages is longer than one can read at a sitting. Tests
//! may be: they are read one at a time.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::shell::{self, Failed};

/// So many lines has a file at most.
const MOST: usize = 400;
/// Where our packages lie.
const PACKAGES: &str = "src-tauri";
/// Folders that hold nothing but tests.
const OF_TESTS: [&str; 2] = ["tests", "conformance"];

/// The files that are longer, and how long each is.
pub fn wrong() -> Result<Vec<String>, Failed> {
    let mut found = vec![];
    for (shown, text) in outside_tests()? {
        found.extend(too_long(&shown.to_string_lossy().replace('\\', "/"), &text));
    }
    found.sort();
    Ok(found)
}

/// The sources of our packages that are not tests, from the top of the checkout, and what is in them.
pub fn outside_tests() -> Result<Vec<(PathBuf, String)>, Failed> {
    let root = shell::root();
    let mut found = vec![];
    for path in files(&root.join(PACKAGES))? {
        let shown = path.strip_prefix(&root).unwrap_or(&path);
        if !is_of_tests(shown) {
            let text = fs::read_to_string(&path).map_err(|why| unread(&path, &why))?;
            found.push((shown.to_owned(), text));
        }
    }
    Ok(found)
}

/// What is said of a file that is too long.
fn too_long(shown: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MOST).then(|| format!("{shown} has {lines} lines, and {MOST} are the most"))
}

/// Whether all of a file is tests, by its name or by the folders that it lies in.
fn is_of_tests(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut folders = path.parent().into_iter().flat_map(Path::components);
    name == "tests"
        || name.ends_with("_tests")
        || folders.any(|folder| OF_TESTS.iter().any(|of| folder.as_os_str() == *of))
}

/// The sources below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).map_err(|why| unread(folder, &why))? {
        let entry = entry.map_err(|why| unread(folder, &why))?;
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

fn unread(path: &Path, why: &std::io::Error) -> Failed {
    Failed::new(format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_outside_tests_is_too_long() {
        assert_eq!(wrong().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn the_last_line_that_fits_is_the_four_hundredth() {
        assert_eq!(too_long("a.rs", &"\n".repeat(MOST)), None);
        assert_eq!(
            too_long("a.rs", &"\n".repeat(MOST + 1)),
            Some("a.rs has 401 lines, and 400 are the most".to_owned())
        );
        // The last line may lack its end.
        let unended = format!("{}//", "\n".repeat(MOST));
        assert!(too_long("a.rs", &unended).is_some());
    }

    #[test]
    fn tests_are_known_by_their_names_and_folders() {
        for yes in [
            "src-tauri/crates/vault/tests/store/files.rs",
            "src-tauri/crates/networks/src/x/tests.rs",
            "src-tauri/crates/networks/src/x/tests/refusals.rs",
            "src-tauri/crates/domain/src/host_tests.rs",
            "src-tauri/crates/networks/src/conformance/mod.rs",
        ] {
            assert!(is_of_tests(Path::new(yes)), "{yes}");
        }
        for no in [
            "src-tauri/crates/engine/src/run.rs",
            "src-tauri/crates/xtask/src/latests.rs",
            "src-tauri/crates/xtask/src/tests_of.rs",
            "src-tauri/crates/xtask/src/conformance.rs",
        ] {
            assert!(!is_of_tests(Path::new(no)), "{no}");
        }
    }

    #[test]
    fn every_source_below_the_packages_is_looked_at() {
        let found = files(&shell::root().join(PACKAGES)).unwrap();
        for one in ["src/lib.rs", "crates/engine/src/store/mod.rs"] {
            assert!(found.iter().any(|path| path.ends_with(one)), "{one}");
        }
        assert!(found.iter().all(|path| path.extension().unwrap() == "rs"));
    }
}
