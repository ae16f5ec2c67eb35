//! `cargo xtask check circles`: what lies side by side in a package imports each other in one
//! direction only, so that each part can be read, built and tested before those that use it.
//!
//! A module and what it declares are one: a folder's face names its files, and they what it holds.
//! Tests may look at everything.

mod modules;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use crate::shell::{self, Failed};
use modules::{Arrow, Modules};

/// Our packages, and where each begins.
const PACKAGES: [(&str, &str); 8] = [
    ("domain", "src-tauri/crates/domain/src/lib.rs"),
    ("networks", "src-tauri/crates/networks/src/lib.rs"),
    ("setup", "src-tauri/crates/setup/src/lib.rs"),
    ("vault", "src-tauri/crates/vault/src/lib.rs"),
    ("engine", "src-tauri/crates/engine/src/lib.rs"),
    ("protocol", "src-tauri/crates/protocol/src/lib.rs"),
    ("practice", "src-tauri/crates/practice/src/lib.rs"),
    ("greentick", "src-tauri/src/lib.rs"),
];

/// Modules that lie side by side and import each other, directly or by others of them.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Circle {
    /// The package, and the module that they lie in.
    place: String,
    members: BTreeSet<String>,
}

/// The circles that are there.
pub fn wrong() -> Result<Vec<String>, Failed> {
    let root = shell::root();
    let mut found = vec![];
    for (package, begin) in PACKAGES {
        let modules = Modules::read(&root.join(begin))?;
        found.extend(circles(package, &modules.arrows()));
    }
    Ok(found.iter().map(Circle::shown).collect())
}

impl Circle {
    fn shown(&self) -> String {
        let members: Vec<&str> = self.members.iter().map(String::as_str).collect();
        format!("{}: {}", self.place, members.join(", "))
    }
}

/// The circles among the modules of each place.
fn circles(package: &str, arrows: &[Arrow]) -> Vec<Circle> {
    let mut places: BTreeMap<&[String], BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for arrow in arrows {
        let alike = arrow.from.iter().zip(&arrow.to);
        let depth = alike.take_while(|(from, to)| from == to).count();
        // One that declares the other is one with it.
        if let (Some(from), Some(to)) = (arrow.from.get(depth), arrow.to.get(depth)) {
            let place = places.entry(&arrow.from[..depth]).or_default();
            place.entry(from).or_default().insert(to);
        }
    }
    let mut found = BTreeSet::new();
    for (place, arrows) in &places {
        let place = [&[package.to_owned()], *place].concat().join("::");
        for name in arrows.keys() {
            let reached = reached(arrows, name);
            let back = |other: &&&str| self::reached(arrows, other).contains(name);
            let members: BTreeSet<String> = reached
                .iter()
                .filter(back)
                .map(|name| (*name).to_owned())
                .collect();
            if !members.is_empty() {
                let place = place.clone();
                found.insert(Circle { place, members });
            }
        }
    }
    found.into_iter().collect()
}

/// What is imported by one, and by what it imports, and so on.
fn reached<'a>(arrows: &BTreeMap<&str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let next = |name: &str| arrows.get(name).into_iter().flatten().copied();
    let mut reached: BTreeSet<&str> = next(from).collect();
    let mut open: Vec<&str> = reached.iter().copied().collect();
    while let Some(name) = open.pop() {
        open.extend(next(name).filter(|name| reached.insert(name)));
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sources: &[(&str, &str)]) -> Vec<String> {
        let circles = circles("engine", &Modules::of(sources).arrows());
        circles.iter().map(Circle::shown).collect()
    }

    #[test]
    fn no_circle_is_there() {
        assert_eq!(wrong().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_circle_is_found_however_it_is_closed() {
        let straight = [
            ("", "mod a; mod b; mod c;"),
            ("a", "use crate::b::B;"),
            ("b", "use super::c;"),
            ("c", "pub struct C;"),
        ];
        assert_eq!(found(&straight), [""; 0]);
        let closings = [
            "use crate::a::A;",
            "use super::{a as other};",
            "fn f() { crate::a::f() }",
        ];
        for closing in closings {
            let mut closed = straight;
            closed[3].1 = closing;
            assert_eq!(found(&closed), ["engine: a, b, c"], "{closing}");
        }
        let mut tested = straight;
        tested[3].1 = "#[cfg(test)] mod tests { use crate::a::A; }";
        assert_eq!(found(&tested), [""; 0]);
    }

    #[test]
    fn a_name_that_is_handed_on_counts_where_it_is_made() {
        let sources = [
            ("", "mod a; mod b; pub use b::{B as Known};"),
            ("a", "use crate::Known;"),
            ("b", "mod deep; pub use deep::B; use crate::a;"),
            ("b::deep", "pub struct B;"),
        ];
        assert_eq!(found(&sources), ["engine: a, b"]);
    }

    #[test]
    fn folders_are_held_to_it_as_one_and_their_files_among_themselves() {
        let rooms = [
            ("", "mod a; mod b;"),
            ("a", "mod x; mod y; pub struct A;"),
            ("a::x", "use super::A; use crate::b;"),
            ("a::y", "use super::x::X;"),
            ("b", "use crate::a::y::Y;"),
        ];
        assert_eq!(found(&rooms), ["engine: a, b"]);
        let mut files = rooms;
        files[2].1 = "use super::{A, y};";
        assert_eq!(found(&files), ["engine::a: x, y"]);
        // What a module declares is one with it.
        let mut face = rooms;
        face[1].1 = "mod x; mod y; use x::X; pub struct A;";
        face[4].1 = "";
        assert_eq!(found(&face), [""; 0]);
    }
}
