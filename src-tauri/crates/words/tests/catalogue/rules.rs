//! The rules of a row name what is in the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use crate::entries::Room;
use crate::used::fits;

/// What a line of the rules says, with a star for each code that is put in.
pub struct Line {
    pub says: String,
    names: BTreeSet<String>,
    within: Option<(String, String)>,
}

pub fn lines() -> Vec<Line> {
    let text = include_str!("../../row.json");
    let tables: BTreeMap<String, Vec<Vec<String>>> =
        serde_json::from_str(text).expect("the rules of a row");
    tables.into_values().flatten().map(Line::of).collect()
}

impl Line {
    fn of(cells: Vec<String>) -> Line {
        let cell = |nth: usize| cells.get(nth).map_or("", String::as_str);
        let mut says = cell(1).to_owned();
        if let (Some(from), Some(to)) = (says.find('{'), says.find('}')) {
            says.replace_range(from..=to, "*");
        }
        let within = cell(3).split_once(' ');
        Line {
            says,
            names: cell(2).split_whitespace().map(str::to_owned).collect(),
            within: within.map(|(id, name)| (id.to_owned(), name.to_owned())),
        }
    }

    /// The ids that it says.
    pub fn patterns(&self) -> Vec<String> {
        let outer = self.within.iter().map(|(id, _)| id.clone());
        outer.chain([self.says.clone()]).collect()
    }

    /// What does not fit together.
    pub fn wrong(&self, rooms: &[Room]) -> Option<String> {
        let messages = || rooms.iter().flat_map(|room| &room.messages);
        let mut named = BTreeSet::new();
        for pattern in self.patterns() {
            let mut there = messages().filter(|(id, _)| fits(&pattern, id)).peekable();
            if there.peek().is_none() {
                return Some(format!("{pattern} is not in the catalogue"));
            }
            named.extend(there.flat_map(|(_, named)| named.keys().cloned()));
        }
        if let Some((_, inner)) = &self.within {
            named.remove(inner);
        }
        let names = &self.names;
        (named != *names).then(|| format!("{} names {named:?}, not {names:?}", self.says))
    }
}
