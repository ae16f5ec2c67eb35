//! `cargo xtask check networks`: adding a network touches its own places and nothing else, and one
//! dialect reads like the next.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{self, Failed};

/// A dialect longer than this, its tests left out, does two jobs.
const LONGEST: usize = 400;
const REGISTRY: &str = "src-tauri/crates/networks/src/registry.rs";
const DIALECTS: &str = "src-tauri/crates/networks/src";
const PRACTICE: &str = "src-tauri/crates/practice/src";

/// A dialect that speaks to another network's servers, in practice as in reality.
const AT_ANOTHER: [(&str, &str); 1] = [("instagramviafacebook", "facebook")];

/// Where the code may not know one network from another.
const EVERYWHERE: [&str; 9] = [
    "src-tauri/crates/domain/src",
    "src-tauri/crates/engine/src",
    "src-tauri/crates/setup/src",
    "src-tauri/crates/vault/src",
    "src-tauri/crates/protocol/src",
    "src-tauri/crates/practice/src/provider",
    "src-tauri/crates/practice/src/control",
    "src-tauri/src",
    "ui/src",
];

/// The trait's methods in its order, which each dialect keeps.
const METHODS: [&str; 12] = [
    "about",
    "own_page",
    "register",
    "recognise",
    "authorize",
    "sign_in",
    "import_token",
    "probe",
    "renew",
    "revoke",
    "permissions_page",
    "recorded",
];

/// What is wrong with the places of the networks.
pub fn wrong() -> Result<Vec<String>, Failed> {
    let root = shell::root();
    let networks = registered(&read(&root.join(REGISTRY))?);
    if networks.len() < 2 {
        return Err(Failed::new(format!("{REGISTRY} lists no networks")));
    }
    let mut wrong = vec![];
    for network in &networks {
        wrong.extend(missing(&root, network));
        wrong.extend(dialect(&root, network)?);
    }
    for folder in EVERYWHERE {
        for file in sources(&root.join(folder)) {
            let text = read(&file)?;
            let shown = file.strip_prefix(&root).unwrap_or(&file).display();
            wrong.extend(
                named(&text, &networks)
                    .into_iter()
                    .map(|network| format!("{shown} names {network}")),
            );
        }
    }
    Ok(wrong)
}

/// The modules of the registry.
fn registered(registry: &str) -> Vec<String> {
    let module = |line: &str| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned());
    registry.lines().filter_map(module).collect()
}

/// The places that a network lacks.
fn missing(root: &Path, network: &str) -> Vec<String> {
    let at = AT_ANOTHER.iter().find(|(name, _)| *name == network);
    let played_by = at.map_or(network, |(_, other)| other);
    let places = [
        vec![format!("{DIALECTS}/{network}/mod.rs")],
        vec![
            format!("{PRACTICE}/{played_by}/mod.rs"),
            format!("{PRACTICE}/{played_by}.rs"),
        ],
        vec![format!("ui/src/marks/{network}.svg")],
        vec![format!("docs/networks/{network}.md")],
    ];
    let absent = places
        .into_iter()
        .filter(|ways| !ways.iter().any(|way| root.join(way).is_file()));
    absent
        .map(|ways| format!("{network} has no {}", ways.join(" or ")))
        .collect()
}

/// What is wrong with a dialect's own files.
fn dialect(root: &Path, network: &str) -> Result<Vec<String>, Failed> {
    let folder = root.join(DIALECTS).join(network);
    let mut wrong = vec![];
    for file in sources(&folder) {
        let text = read(&file)?;
        let shown = file.strip_prefix(root).unwrap_or(&file).display();
        let is_test = file
            .components()
            .any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
        let lines = without_tests(&text).lines().count();
        if !is_test && lines > LONGEST {
            wrong.push(format!("{shown} has {lines} lines"));
        }
        if ["reqwest", "HttpTransport", "converse("]
            .iter()
            .any(|sends| !is_test && text.contains(sends))
        {
            wrong.push(format!("{shown} sends"));
        }
    }
    let text = read(&folder.join("mod.rs"))?;
    wrong.extend(order(without_tests(&text)).map(|what| format!("{network}: {what}")));
    Ok(wrong)
}

/// The first thing that stands elsewhere than in the other dialects.
fn order(text: &str) -> Option<String> {
    let place = |needle: &str| text.find(needle);
    let sections = [
        ("words", place("//! ")),
        ("`static ABOUT`", place("\nstatic ABOUT")),
        ("`fn real()`", place("fn real()")),
        ("`fn practice()`", place("fn practice(")),
        ("`impl Dialect`", place("\nimpl Dialect for ")),
    ];
    if let Some((name, _)) = sections.iter().find(|(_, at)| at.is_none()) {
        return Some(format!("no {name}"));
    }
    if let Some(pair) = sections.windows(2).find(|pair| pair[0].1 > pair[1].1) {
        return Some(format!("{} stands before {}", pair[1].0, pair[0].0));
    }
    let (_, body) = text.split_once("\nimpl Dialect for ")?;
    let body = body.split("\n}\n").next()?;
    let methods: Vec<usize> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    fn ")?.split('(').next())
        .filter_map(|name| METHODS.iter().position(|known| *known == name))
        .collect();
    let unordered = methods.windows(2).find(|pair| pair[0] > pair[1])?;
    Some(format!(
        "`{}` stands before `{}`",
        METHODS[unordered[0]], METHODS[unordered[1]]
    ))
}

/// The networks that a source names in a text of its own.
fn named(text: &str, networks: &[String]) -> Vec<String> {
    let text = without_tests(text);
    let names = |network: &&String| {
        ['"', '\''].iter().any(|quote| {
            let literal = format!("{quote}{network}{quote}");
            text.contains(&literal)
        })
    };
    networks.iter().filter(names).cloned().collect()
}

/// A source up to its unit tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return vec![];
    };
    let mut found = vec![];
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(sources(&path));
            continue;
        }
        let name = path.to_string_lossy().replace('\\', "/");
        let source = [".rs", ".ts", ".svelte"]
            .iter()
            .any(|end| name.ends_with(end));
        // Samples for the window's own tests play networks.
        let sample = name.contains("/ui/src/api/") || name.ends_with("_tests.rs");
        if source && !sample {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Result<String, Failed> {
    fs::read_to_string(path).map_err(|why| Failed::new(format!("{}: {why}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "//! words\n\nstatic ABOUT: About = About {};\n\nimpl X {\n    fn real() {}\n    \
        fn practice() {}\n}\n\nimpl Dialect for X {\n    fn about() {}\n    fn probe() {}\n    fn \
        renew() {}\n}\n";

    #[test]
    fn every_module_of_the_registry_is_a_network() {
        let registry =
            "#[path = \"x/mod.rs\"]\nmod x;\n#[path = \"y/mod.rs\"]\nmod y;\nmod tests {";
        assert_eq!(registered(registry), ["x", "y"]);
    }

    #[test]
    fn a_dialect_in_another_order_is_told() {
        assert_eq!(order(GOOD), None);
        let swapped = GOOD.replace(
            "fn probe() {}\n    fn renew() {}",
            "fn renew() {}\n    fn probe() {}",
        );
        assert_eq!(
            order(&swapped).as_deref(),
            Some("`renew` stands before `probe`")
        );
        assert_eq!(
            order(&GOOD.replace("static ABOUT", "static OTHER")).as_deref(),
            Some("no `static ABOUT`")
        );
    }

    #[test]
    fn a_source_that_names_a_network_is_told_unless_its_tests_do() {
        let networks = ["x".to_owned(), "youtube".to_owned()];
        assert_eq!(named("if id == \"youtube\" {}", &networks), ["youtube"]);
        assert_eq!(named("id === 'x'", &networks), ["x"]);
        let tested = "fn f() {}\n#[cfg(test)]\nmod tests { const A: &str = \"x\"; }";
        assert!(named(tested, &networks).is_empty());
    }

    #[test]
    fn the_networks_stand_in_their_places() {
        assert_eq!(wrong().unwrap(), Vec::<String>::new());
    }
}
