//! What Cargo knows about our packages and everything they stand on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::shell::{self, Failed};

pub struct Metadata {
    pub packages: Vec<Package>,
    members: BTreeSet<String>,
    /// From a package's id to the ids it links, without what only its tests and builds use.
    links: BTreeMap<String, Vec<String>>,
}

pub struct Package {
    pub id: String,
    pub name: String,
    pub version: String,
    pub licence: Option<String>,
    pub uses: Vec<Use>,
}

/// A line in a package's list of dependencies.
pub struct Use {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Normal,
    Dev,
    Build,
}

impl Metadata {
    pub fn read() -> Result<Metadata, Failed> {
        let mut ask = shell::cargo();
        let said =
            shell::output(ask.args(["metadata", "--format-version=1", "--locked", "--quiet"]))?;
        let said = serde_json::from_str(&said)
            .map_err(|error| Failed::new(format!("cargo metadata: {error}")))?;
        Ok(Metadata::parse(&said))
    }

    fn parse(said: &Value) -> Metadata {
        let members = list(said, "workspace_members").filter_map(Value::as_str);
        let nodes = said
            .get("resolve")
            .into_iter()
            .flat_map(|resolve| list(resolve, "nodes"));
        Metadata {
            packages: list(said, "packages").map(Package::parse).collect(),
            members: members.map(str::to_owned).collect(),
            links: nodes.map(|node| (text(node, "id"), linked(node))).collect(),
        }
    }

    /// Our own packages.
    pub fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| self.members.contains(&package.id))
    }

    pub fn others(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| !self.members.contains(&package.id))
    }

    /// The names of everything that ends up in a program which links this package.
    pub fn reaches(&self, package: &Package) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![&package.id];
        while let Some(id) = ahead.pop() {
            if reached.insert(id.as_str()) {
                ahead.extend(self.links.get(id).into_iter().flatten());
            }
        }
        let named = self
            .packages
            .iter()
            .filter(|other| reached.contains(other.id.as_str()));
        named.map(|other| other.name.as_str()).collect()
    }
}

impl Package {
    fn parse(said: &Value) -> Package {
        Package {
            id: text(said, "id"),
            name: text(said, "name"),
            version: text(said, "version"),
            licence: said
                .get("license")
                .and_then(Value::as_str)
                .map(str::to_owned),
            uses: list(said, "dependencies").map(Use::parse).collect(),
        }
    }
}

impl Use {
    fn parse(said: &Value) -> Use {
        let kind = match said.get("kind").and_then(Value::as_str) {
            Some("dev") => Kind::Dev,
            Some("build") => Kind::Build,
            _ => Kind::Normal,
        };
        Use {
            name: text(said, "name"),
            kind,
        }
    }
}

fn linked(node: &Value) -> Vec<String> {
    let normal =
        |dep: &&Value| list(dep, "dep_kinds").any(|kind| kind.get("kind") == Some(&Value::Null));
    list(node, "deps")
        .filter(normal)
        .map(|dep| text(dep, "pkg"))
        .collect()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
