//! What a source declares and imports, read from its words. Tests are left out: they may look at
//! everything.

use crate::rust_words::{ITEMS, end_of, end_of_item, is_for_tests, words};

/// What stands in one file, modules within it included.
#[derive(Default)]
pub struct Source {
    /// Modules that have a file of their own.
    pub declared: Vec<Declared>,
    /// Modules that are written out here.
    pub within: Vec<Vec<String>>,
    pub imports: Vec<Import>,
}

pub struct Declared {
    pub module: Vec<String>,
    /// Where an attribute says that it lies.
    pub at: Option<String>,
}

/// A path that is named, by `use` or where it is needed.
pub struct Import {
    /// In which module.
    pub by: Vec<String>,
    pub path: Vec<String>,
    /// As what it is known there from now on.
    pub alias: Option<String>,
}

impl Source {
    /// Reads the source of a module.
    pub fn read(text: &str, module: &[String]) -> Source {
        let mut source = Source::default();
        source.read_words(&words(text), module);
        source
    }

    fn read_words(&mut self, words: &[&str], module: &[String]) {
        let word = |at: usize| words.get(at).copied().unwrap_or_default();
        let (mut at, mut tests, mut path) = (0, false, None);
        while at < words.len() {
            match word(at) {
                "#" => {
                    let open = if word(at + 1) == "!" { at + 2 } else { at + 1 };
                    let end = end_of(words, open);
                    let attribute = words.get(open + 1..end).unwrap_or_default();
                    tests |= is_for_tests(attribute);
                    if let ["path", "=", quoted] = attribute {
                        path = Some(quoted.trim_matches('"').to_owned());
                    }
                    at = end + 1;
                    continue;
                }
                "pub" if word(at + 1) == "(" => {
                    at = end_of(words, at + 1) + 1;
                    continue;
                }
                "pub" => {
                    at += 1;
                    continue;
                }
                begin if tests && ITEMS.contains(&begin) => at = end_of_item(words, at),
                "mod" if word(at + 2) == ";" => {
                    let module = joined(module, word(at + 1));
                    let at_file = path.take();
                    self.declared.push(Declared {
                        module,
                        at: at_file,
                    });
                    at += 2;
                }
                "mod" if word(at + 2) == "{" => {
                    let inner = joined(module, word(at + 1));
                    let end = end_of(words, at + 2);
                    self.read_words(words.get(at + 3..end).unwrap_or_default(), &inner);
                    self.within.push(inner);
                    at = end;
                }
                "use" if word(at + 1) != "<" => {
                    at += 1;
                    self.imported(words, &mut at, vec![], module);
                }
                "crate" | "super" | "self" if word(at + 1) == "::" => {
                    let mut path = vec![word(at).to_owned()];
                    while word(at + 1) == "::" && is_name(word(at + 2)) {
                        path.push(word(at + 2).to_owned());
                        at += 2;
                    }
                    self.imports.push(Import {
                        by: module.to_owned(),
                        path,
                        alias: None,
                    });
                }
                _ => {}
            }
            (tests, path) = (false, None);
            at += 1;
        }
    }

    /// Takes in a tree of `use`, which begins at a word; afterwards that is the word behind it.
    fn imported(
        &mut self,
        words: &[&str],
        at: &mut usize,
        mut path: Vec<String>,
        module: &[String],
    ) {
        while let Some(word) = words.get(*at) {
            *at += 1;
            match *word {
                "{" => {
                    while words.get(*at).is_some_and(|word| *word != "}") {
                        self.imported(words, at, path.clone(), module);
                        *at += usize::from(words.get(*at) == Some(&","));
                    }
                    *at += 1;
                    return;
                }
                "::" => continue,
                "self" if !path.is_empty() => {}
                name => path.push(name.to_owned()),
            }
            if words.get(*at) == Some(&"::") {
                continue;
            }
            let mut alias = path.last().cloned();
            if words.get(*at) == Some(&"as") {
                alias = words.get(*at + 1).map(|alias| (*alias).to_owned());
                *at += 2;
            }
            let by = module.to_owned();
            self.imports.push(Import { by, path, alias });
            return;
        }
    }
}

fn joined(module: &[String], name: &str) -> Vec<String> {
    [module, &[name.to_owned()]].concat()
}

fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let source = Source::read(text, &["a".to_owned()]);
        let path = |import: &Import| match &import.alias {
            Some(alias) => format!("{} as {alias}", import.path.join("::")),
            None => import.path.join("::"),
        };
        source.imports.iter().map(path).collect()
    }

    #[test]
    fn a_tree_of_names_is_each_of_them() {
        assert_eq!(
            paths("pub(crate) use crate::{b::{self, C as D}, e::*, F};"),
            [
                "crate::b as b",
                "crate::b::C as D",
                "crate::e::* as *",
                "crate::F as F"
            ]
        );
        assert_eq!(paths("use super::b; fn f() {}"), ["super::b as b"]);
    }

    #[test]
    fn what_is_named_where_it_is_needed_counts_and_what_is_said_does_not() {
        assert_eq!(
            paths("fn f<'a>() -> char { crate::b::g(); self::h(); '\\'' }"),
            ["crate::b::g", "self::h"]
        );
        let said = "// crate::b\n/* crate::b */ \"crate::b \\\" crate::c\" r#\"crate::d \"\"# '\"'";
        assert_eq!(paths(said), [""; 0]);
        assert_eq!(paths("pub(crate) struct S; impl Self { }"), [""; 0]);
    }

    #[test]
    fn tests_may_look_at_everything() {
        let tests =
            "#[cfg(test)]\nmod tests { use super::*; fn t() { crate::b::g() } }\nuse crate::c;";
        assert_eq!(paths(tests), ["crate::c as c"]);
        assert_eq!(
            paths(
                "#[cfg(test)] use crate::b::{C}; #[cfg(all(test, unix))] fn f(a: [u8; 2]) { crate::b }"
            ),
            [""; 0]
        );
        let source = Source::read("#[cfg(test)]\n#[path = \"t.rs\"]\nmod tests;\nmod b;", &[]);
        assert_eq!(source.declared.len(), 1);
    }

    #[test]
    fn modules_are_found_with_their_files() {
        let text = "#[cfg(unix)]\n#[path = \"other.rs\"]\npub(crate) mod b;\nmod c { mod d; }";
        let source = Source::read(text, &[]);
        let declared = source.declared.iter();
        let shown: Vec<_> = declared
            .map(|declared| (declared.module.join("::"), declared.at.clone()))
            .collect();
        assert_eq!(
            shown,
            [
                ("b".to_owned(), Some("other.rs".to_owned())),
                ("c::d".to_owned(), None)
            ]
        );
        assert_eq!(source.within, [["c".to_owned()]]);
    }
}
