//! The arrows between our packages: who may use whom.
//!
//! The compiler keeps a crate from what it does not list; this keeps the lists.

use crate::metadata::{Kind, Metadata, Package, Use};

/// Row may use column; everything else is forbidden, tests of a crate included.
const OURS: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("networks", &["domain"]),
    ("vault", &["domain"]),
    // Below the engine: whoever stands before it speaks these messages and needs nothing of it.
    ("protocol", &["domain"]),
    // Files of strangers: what is read of them knows neither the store nor a way to a network.
    ("setup", &["domain"]),
    // Words wait for nothing: whoever writes for a person may use them.
    ("words", &["domain", "protocol"]),
    (
        "engine",
        &["domain", "protocol", "networks", "vault", "setup", "words"],
    ),
    // A simulator that shared our parser would share its bugs.
    ("practice", &[]),
    ("xtask", &[]),
    (
        "greentick",
        &[
            "domain", "networks", "vault", "engine", "protocol", "practice", "words",
        ],
    ),
    // Not `greentick`: the journeys build without a web view.
    (
        "journeys",
        &[
            "domain", "networks", "vault", "engine", "protocol", "practice", "year",
        ],
    ),
    // Decisions only: nothing that waits, writes or sends.
    ("year", &["domain", "networks"]),
];

/// What only these packages of ours may link.
const KEPT: [(&str, &[&str]); 6] = [
    ("tauri", &["greentick"]),
    ("reqwest", &["networks"]),
    ("rusqlite", &["vault"]),
    ("keyring", &["vault"]),
    // By the key of the keychain, and by a passphrase.
    ("chacha20poly1305", &["vault", "setup"]),
    ("scrypt", &["setup"]),
];

/// What is true needs no clock, no network, no disk and no chance.
const NOT_IN_DOMAIN: [&str; 8] = [
    "tokio",
    "async-io",
    "futures-executor",
    "hyper",
    "mio",
    "reqwest",
    "rusqlite",
    "getrandom",
];

/// Every arrow that is drawn and may not be.
pub fn forbidden(metadata: &Metadata) -> Vec<String> {
    let mut found: Vec<String> = metadata.ours().flat_map(against_the_table).collect();
    found.extend(metadata.ours().flat_map(taken_from_its_keeper));
    for domain in metadata.ours().filter(|package| package.name == "domain") {
        let reached = metadata.reaches(domain);
        let wrong = NOT_IN_DOMAIN.iter().filter(|name| reached.contains(**name));
        found.extend(wrong.map(|name| format!("domain reaches {name}")));
    }
    found
}

fn against_the_table(package: &Package) -> Vec<String> {
    let Some((_, allowed)) = OURS.iter().find(|(name, _)| *name == package.name) else {
        return vec![format!("{} is not in the table of arrows", package.name)];
    };
    let ours = package
        .uses
        .iter()
        .filter(|used| OURS.iter().any(|(name, _)| *name == used.name))
        // A package's tests may turn on what it keeps from others.
        .filter(|used| used.name != package.name);
    ours.filter(|used| !allowed.contains(&used.name.as_str()))
        .map(|used| arrow(package, used))
        .collect()
}

fn taken_from_its_keeper(package: &Package) -> Vec<String> {
    // Tests may look at the same thing from outside; what ships may not.
    let linked = package.uses.iter().filter(|used| used.kind != Kind::Dev);
    let others = |used: &&Use| {
        KEPT.iter().any(|(kept, keepers)| {
            let family = used.name == *kept || used.name.starts_with(&format!("{kept}-"));
            let keeps = keepers.contains(&package.name.as_str());
            family && !keeps && package.name != "journeys"
        })
    };
    linked
        .filter(others)
        .map(|used| arrow(package, used))
        .collect()
}

fn arrow(package: &Package, used: &Use) -> String {
    format!(
        "{} may not use {} ({:?})",
        package.name, used.name, used.kind
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_arrows_of_the_design_are_drawn() {
        let metadata = Metadata::read().unwrap();
        assert!(
            metadata.ours().count() >= OURS.len(),
            "a package of the table is missing"
        );
        assert_eq!(forbidden(&metadata), Vec::<String>::new());
    }

    fn package(name: &str, uses: &[(&str, Kind)]) -> Package {
        let uses = uses
            .iter()
            .map(|&(name, kind)| Use {
                name: name.to_owned(),
                kind,
            })
            .collect();
        Package {
            id: name.to_owned(),
            name: name.to_owned(),
            version: String::new(),
            licence: None,
            uses,
        }
    }

    #[test]
    fn a_crates_tests_are_held_to_the_table_too() {
        let practice = package(
            "practice",
            &[("networks", Kind::Dev), ("axum", Kind::Normal)],
        );
        assert_eq!(
            against_the_table(&practice),
            ["practice may not use networks (Dev)"]
        );
        assert_eq!(
            against_the_table(&package("protocol", &[("engine", Kind::Normal)])).len(),
            1
        );
        assert_eq!(
            against_the_table(&package("engine", &[("protocol", Kind::Normal)])).len(),
            0
        );
        assert_eq!(against_the_table(&package("helpers", &[])).len(), 1);
    }

    #[test]
    fn what_one_package_keeps_no_other_links() {
        let engine = package(
            "engine",
            &[("tauri-utils", Kind::Build), ("reqwest", Kind::Normal)],
        );
        assert_eq!(taken_from_its_keeper(&engine).len(), 2);
        assert_eq!(
            taken_from_its_keeper(&package("vault", &[("rusqlite", Kind::Normal)])).len(),
            0
        );
        assert_eq!(
            taken_from_its_keeper(&package("protocol", &[("reqwest", Kind::Dev)])).len(),
            0
        );
    }
}
