//! The modules of a package, and which of them imports from which.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::source::{Declared, Import, Source};
use crate::shell::Failed;

/// So many names may be handed on, one for the next, until one stands where it is made.
const HANDED_ON: usize = 16;

/// One module names something of another.
pub struct Arrow {
    pub from: Vec<String>,
    pub to: Vec<String>,
}

#[derive(Default)]
pub struct Modules {
    names: BTreeSet<Vec<String>>,
    imports: Vec<Import>,
    /// What a module knows by another name than its own: the module, the name, and the path.
    known: BTreeMap<(Vec<String>, String), Vec<String>>,
}

impl Modules {
    /// Reads the file that a package begins with, and all that it declares.
    pub fn read(begin: &Path) -> Result<Modules, Failed> {
        let mut modules = Modules::default();
        let mut open = vec![(vec![], begin.to_owned())];
        while let Some((name, path)) = open.pop() {
            let text = fs::read_to_string(&path)
                .map_err(|why| Failed::new(format!("{}: {why}", path.display())))?;
            let declared = modules.add(&text, name.clone());
            for one in declared {
                let file = file_of(&path, &name, &one);
                open.push((one.module, file));
            }
        }
        Ok(modules)
    }

    #[cfg(test)]
    pub fn of(sources: &[(&str, &str)]) -> Modules {
        let mut modules = Modules::default();
        for (name, text) in sources {
            let name = name.split("::").filter(|part| !part.is_empty());
            modules.add(text, name.map(str::to_owned).collect());
        }
        modules
    }

    fn add(&mut self, text: &str, name: Vec<String>) -> Vec<Declared> {
        let source = Source::read(text, &name);
        self.names.insert(name);
        self.names.extend(source.within);
        for import in source.imports {
            if let Some(alias) = &import.alias {
                let at = (import.by.clone(), alias.clone());
                self.known.insert(at, import.path.clone());
            }
            self.imports.push(import);
        }
        source.declared
    }

    pub fn arrows(&self) -> Vec<Arrow> {
        let arrow = |import: &Import| {
            let to = self.found(&import.by, &import.path, HANDED_ON)?;
            let from = import.by.clone();
            Some(Arrow { from, to })
        };
        self.imports.iter().filter_map(arrow).collect()
    }

    /// The module of ours where the end of a path is made.
    fn found(&self, by: &[String], path: &[String], handed_on: usize) -> Option<Vec<String>> {
        let handed_on = handed_on.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => vec![],
            "self" => by.to_vec(),
            "super" => above(by)?,
            name => self.child(by, name).or_else(|| {
                let known = self.known.get(&(by.to_vec(), name.to_owned()))?;
                // `use a::B` makes `B` known, and `use a` nothing that was not.
                (known.first() != Some(first)).then(|| self.found(by, known, handed_on))?
            })?,
        };
        for name in rest {
            if name == "super" {
                at = above(&at)?;
            } else if let Some(child) = self.child(&at, name) {
                at = child;
            } else if let Some(known) = self.known.get(&(at.clone(), name.clone())) {
                at = self.found(&at, known, handed_on)?;
            } else {
                break;
            }
        }
        Some(at)
    }

    fn child(&self, at: &[String], name: &str) -> Option<Vec<String>> {
        let child = [at, &[name.to_owned()]].concat();
        self.names.contains(&child).then_some(child)
    }
}

fn above(module: &[String]) -> Option<Vec<String>> {
    module.split_last().map(|(_, above)| above.to_vec())
}

/// Where a module lies that is declared in a file.
fn file_of(path: &Path, name: &[String], declared: &Declared) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Some(at) = &declared.at {
        return folder.join(at);
    }
    let stem = path.file_stem().unwrap_or_default();
    let is_face = ["lib", "main", "mod"].iter().any(|face| stem == *face);
    let mut beside = if is_face {
        folder.to_owned()
    } else {
        folder.join(stem)
    };
    beside.extend(declared.module.iter().skip(name.len()));
    let flat = beside.with_extension("rs");
    if flat.is_file() {
        flat
    } else {
        beside.join("mod.rs")
    }
}
