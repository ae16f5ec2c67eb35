//! JSON that can be bent in ways that no parsed value can hold: keys that come twice, in any order.

use serde_json::Value;

/// A piece of JSON.
#[derive(Debug, Clone)]
enum Tree {
    /// Anything that holds nothing, as it is written.
    Leaf(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// An answer, and the names of what was bent in it.
#[derive(Debug, Clone)]
pub(super) struct Bent {
    tree: Tree,
    touched: Vec<String>,
}

/// What stands in the place of another thing.
const ODD: [&str; 13] = [
    "null",
    "true",
    "7",
    "-1",
    "7.5",
    "99999999999999999999",
    "\"\"",
    "\"7\"",
    "\"odd\\ud83c\"",
    "[]",
    "[null,7]",
    "{}",
    "{\"odd\":[{}]}",
];
/// Elements that no list of a network has.
const ELEMENTS: [&str; 3] = ["null", "7", "{\"odd\":true}"];

impl Bent {
    /// As it was recorded.
    pub fn straight(body: &str) -> Bent {
        Bent {
            tree: Tree::of(serde_json::from_str(body).unwrap_or_default()),
            touched: vec![],
        }
    }

    pub fn text(&self) -> String {
        self.tree.text()
    }

    /// Whether one of these was bent, or what holds it.
    pub fn touches(&self, names: &[&str]) -> bool {
        self.touched
            .iter()
            .any(|touched| names.contains(&touched.as_str()))
    }
}

/// Every way to bend one thing in an answer.
pub(super) fn bends(straight: &Bent) -> Vec<Bent> {
    let bent = straight.tree.bends().into_iter().map(|(name, tree)| {
        let mut touched = straight.touched.clone();
        touched.extend(name);
        Bent { tree, touched }
    });
    bent.collect()
}

fn leaf(text: &str) -> Tree {
    Tree::Leaf(text.to_owned())
}

impl Tree {
    fn of(value: Value) -> Tree {
        match value {
            Value::Array(all) => Tree::List(all.into_iter().map(Tree::of).collect()),
            Value::Object(all) => {
                let members = all.into_iter().map(|(name, value)| (name, Tree::of(value)));
                Tree::Object(members.collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Tree::Leaf(value.to_string())
            }
        }
    }

    fn text(&self) -> String {
        match self {
            Tree::Leaf(text) => text.clone(),
            Tree::List(all) => {
                let all: Vec<String> = all.iter().map(Tree::text).collect();
                format!("[{}]", all.join(","))
            }
            Tree::Object(members) => {
                let member = |(name, tree): &(String, Tree)| format!("\"{name}\":{}", tree.text());
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// This with one thing bent, and what that is called where it holds something of its own.
    fn bends(&self) -> Vec<(Option<String>, Tree)> {
        match self {
            Tree::Leaf(_) => vec![],
            Tree::List(all) => bends_of_list(all),
            Tree::Object(members) => bends_of_object(members),
        }
    }

    /// The same fact in another shape.
    fn reworded(&self) -> Option<Tree> {
        match self {
            Tree::Leaf(text) if text.parse::<i64>().is_ok() => Some(leaf(&format!("\"{text}\""))),
            Tree::Leaf(text) => {
                let number = text.trim_matches('"').parse::<u64>();
                number.ok().map(|number| leaf(&number.to_string()))
            }
            Tree::List(_) | Tree::Object(_) => None,
        }
    }
}

fn bends_of_list(all: &[Tree]) -> Vec<(Option<String>, Tree)> {
    let mut bent = vec![];
    for odd in ELEMENTS {
        let first: Vec<Tree> = [leaf(odd)].into_iter().chain(all.iter().cloned()).collect();
        let last: Vec<Tree> = all.iter().cloned().chain([leaf(odd)]).collect();
        bent.extend([(None, Tree::List(first)), (None, Tree::List(last))]);
    }
    for (at, element) in all.iter().enumerate() {
        bent.extend(element.bends().into_iter().map(|(name, tree)| {
            let mut all = all.to_vec();
            all[at] = tree;
            (name, Tree::List(all))
        }));
    }
    bent
}

fn bends_of_object(members: &[(String, Tree)]) -> Vec<(Option<String>, Tree)> {
    let with = |at: usize, instead: Vec<(String, Tree)>| {
        let mut members = members.to_vec();
        members.splice(at..=at, instead);
        Tree::Object(members)
    };
    let comes_once = |(name, _): &(String, Tree)| {
        let same = members.iter().filter(|(other, _)| other == name);
        same.count() == 1
    };
    // Of a name that comes twice the last one counts: another order would be another answer.
    let reversed = match members.iter().all(comes_once) {
        true => members.iter().rev().cloned().collect(),
        false => members.to_vec(),
    };
    let mut more = members.to_vec();
    more.push(("zz_unknown".to_owned(), leaf("{\"data\":[7]}")));
    let mut bent = vec![(None, Tree::Object(reversed)), (None, Tree::Object(more))];
    for (at, (name, tree)) in members.iter().enumerate() {
        let member = |tree: Tree| (name.clone(), tree);
        let touches = |tree| (Some(name.clone()), tree);
        bent.push(touches(with(at, vec![])));
        // A list that is empty is another fact, not an odd shape of this one.
        let is_list = matches!(tree, Tree::List(_));
        let odd = ODD.into_iter().filter(|odd| !is_list || *odd != "[]");
        bent.extend(odd.map(|odd| touches(with(at, vec![member(leaf(odd))]))));
        // Twice the same, or once more after something odd: the last one counts.
        let twice = [tree.clone(), leaf("null"), leaf("{}")];
        let twice = twice.map(|first| with(at, vec![member(first), member(tree.clone())]));
        bent.extend(twice.map(|tree| (None, tree)));
        let reworded = tree.reworded().map(|tree| with(at, vec![member(tree)]));
        bent.extend(reworded.map(|tree| (None, tree)));
        bent.extend(tree.bends().into_iter().map(|(name, tree)| {
            let bent = with(at, vec![member(tree)]);
            (name, bent)
        }));
    }
    bent
}
