//! Our own gate on the lock files, beside the advisory database.
//!
//! The database knows nothing of several flaws in Tauri and its plugins, so the versions that
//! mend them stand here.

use std::fs;

use crate::shell::{self, Failed};

/// The oldest version we may lock.
const AT_LEAST: [(&str, Version, &str); 6] = [
    (
        "tauri",
        [2, 11, 1],
        "before it, a foreign page could call every command of the app",
    ),
    (
        "tauri-plugin-single-instance",
        [2, 5, 4],
        "Windows arguments were split at a bar",
    ),
    (
        "idna",
        [1, 0, 3],
        "CVE-2024-12224: one host name could pass for another",
    ),
    ("tokio", [1, 44, 2], "RUSTSEC-2025-0023"),
    ("rustls-webpki", [0, 103, 13], "certificate checks"),
    ("keyring", [4, 1, 6], "Secret Service states"),
];

/// Plugins that give a page more than it may have, or that are given up by their makers.
const ABSENT: [&str; 5] = ["shell", "http", "stronghold", "store", "fs"];

/// Two of these would be two sets of rules in one program.
const ONCE: [&str; 2] = ["reqwest", "rusqlite"];

type Version = [u64; 3];

/// Everything in the two lock files that may not be there.
pub fn refused() -> Result<Vec<String>, Failed> {
    let mut found = in_cargo_lock(&read("Cargo.lock")?);
    found.extend(in_package_lock(&read("ui/package-lock.json")?));
    Ok(found)
}

fn in_cargo_lock(text: &str) -> Vec<String> {
    let locked = packages(text);
    let named =
        |wanted: &str| -> Vec<_> { locked.iter().filter(|(name, _)| *name == wanted).collect() };
    let mut found = Vec::new();
    for (name, least, why) in AT_LEAST {
        let old = named(name)
            .into_iter()
            .filter(|(_, version)| number(version).is_none_or(|v| v < least));
        found.extend(old.map(|(_, version)| format!("{name} {version} is too old: {why}")));
    }
    for plugin in ABSENT {
        let name = format!("tauri-plugin-{plugin}");
        found.extend(
            named(&name)
                .iter()
                .map(|_| format!("{name} may not be used")),
        );
    }
    for name in ONCE {
        let count = named(name).len();
        if count != 1 {
            found.push(format!("{name} is locked {count} times instead of once"));
        }
    }
    found
}

fn in_package_lock(text: &str) -> Vec<String> {
    let named = ABSENT.map(|plugin| format!("@tauri-apps/plugin-{plugin}"));
    named
        .into_iter()
        .filter(|name| text.contains(&format!("\"node_modules/{name}\"")))
        .map(|name| format!("{name} may not be used"))
        .collect()
}

/// Names and versions in the order of the file.
fn packages(lock: &str) -> Vec<(&str, &str)> {
    lock.split("[[package]]")
        .skip(1)
        .filter_map(|block| Some((field(block, "name")?, field(block, "version")?)))
        .collect()
}

fn field<'a>(block: &'a str, name: &str) -> Option<&'a str> {
    block.lines().find_map(|line| {
        line.strip_prefix(name)?
            .trim_start()
            .strip_prefix('=')?
            .trim()
            .strip_prefix('"')?
            .strip_suffix('"')
    })
}

/// Nothing for a pre-release: none is wanted.
fn number(version: &str) -> Option<Version> {
    let plain = version.split('+').next()?;
    let mut parts = plain.split('.').map(str::parse::<u64>);
    Some([
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    ])
}

fn read(name: &str) -> Result<String, Failed> {
    fs::read_to_string(shell::root().join(name))
        .map_err(|error| Failed::new(format!("{name}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 3] = [
        ("tauri", "2.12.5"),
        ("reqwest", "0.13.5"),
        ("rusqlite", "0.42.0"),
    ];

    fn lock(packages: &[(&str, &str)]) -> String {
        let entry = |(name, version): &(&str, &str)| {
            format!(
                "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\ndependencies = [\n \"tauri\",\n]\n"
            )
        };
        packages.iter().map(entry).collect()
    }

    #[test]
    fn a_good_lock_file_passes() {
        assert_eq!(in_cargo_lock(&lock(&GOOD)), Vec::<String>::new());
    }

    #[test]
    fn an_old_version_a_pre_release_a_plugin_and_a_second_client_are_named() {
        for (name, version) in [
            ("tauri", "2.11.0"),
            ("tokio", "1.45.0-alpha.1"),
            ("tauri-plugin-shell", "2.3.0"),
            ("reqwest", "0.12.9"),
        ] {
            let found = in_cargo_lock(&lock(&[&GOOD[..], &[(name, version)]].concat()));
            assert!(
                found.len() == 1 && found[0].contains(name),
                "{name}: {found:?}"
            );
        }
    }

    #[test]
    fn the_pages_may_not_bring_a_plugin_either() {
        let with = r#"{ "packages": { "node_modules/@tauri-apps/plugin-fs": {} } }"#;
        assert_eq!(in_package_lock(with).len(), 1);
        assert_eq!(in_package_lock("{}").len(), 0);
    }
}
