//! The catalogue as its files say it, with the kinds of what they name.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant,
    VariantKey,
};
use fluent_syntax::parser;

/// Functions that word a point in time.
const OF_TIME: [&str; 11] = [
    "CLOCK",
    "DAY",
    "FULL",
    "MOMENT",
    "MONTH",
    "RANGE",
    "RELATIVE",
    "SHORT_WEEKDAY",
    "UNTIL",
    "WEEKDAY",
    "WEEK",
];
/// Functions that word a number.
const OF_NUMBERS: [&str; 2] = ["LASTING", "NUMBER"];
/// Functions that word text.
const OF_TEXT: [&str; 2] = ["LOWERED", "RAISED"];

/// What plural rules and numbers choose by.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Who says the messages of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    Desktop,
    Shared,
    Window,
}

impl Where {
    pub const ALL: [Where; 3] = [Where::Desktop, Where::Shared, Where::Window];

    pub fn folder(self) -> &'static str {
        match self {
            Where::Desktop => "desktop",
            Where::Shared => "shared",
            Where::Window => "window",
        }
    }

    pub fn is_said_by_rust(self) -> bool {
        match self {
            Where::Desktop | Where::Shared => true,
            Where::Window => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    At,
    /// One of these.
    Choice(Vec<String>),
}

pub type Arguments = BTreeMap<String, Kind>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    pub place: Where,
    pub name: String,
    /// In the order of the file.
    pub messages: Vec<(String, Arguments)>,
    /// What is wrong with the file.
    pub wrong: Vec<String>,
}

/// The rooms of a language, each folder in the order of names.
///
/// # Errors
///
/// A folder or a file cannot be read.
pub fn rooms(language: &Path) -> io::Result<Vec<Room>> {
    let mut rooms = vec![];
    for place in Where::ALL {
        let files = fs::read_dir(language.join(place.folder()))?;
        let files = files.map(|entry| entry.map(|entry| entry.path()));
        let mut files: Vec<PathBuf> = files.collect::<io::Result<_>>()?;
        files.retain(|file| file.extension().is_some_and(|kind| kind == "ftl"));
        files.sort();
        for file in files {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            rooms.push(room(place, &name, &fs::read_to_string(&file)?));
        }
    }
    Ok(rooms)
}

pub fn room(place: Where, name: &str, text: &str) -> Room {
    let mut room = Room {
        place,
        name: name.to_owned(),
        messages: vec![],
        wrong: vec![],
    };
    let resource = parser::parse(text).unwrap_or_else(|(resource, errors)| {
        room.wrong
            .extend(errors.iter().map(|error| format!("{name}: {error}")));
        resource
    });
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name.to_owned();
                let mut reading = Reading::default();
                match &message.value {
                    Some(value) => reading.of_pattern(value),
                    None => room.wrong.push(format!("{id} says nothing")),
                }
                room.wrong.append(&mut reading.wrong);
                if !message.attributes.is_empty() {
                    room.wrong.push(format!("{id} has attributes"));
                }
                if !id.starts_with(&format!("{}-", name.replace('_', "-"))) {
                    room.wrong.push(format!("{id} is not of the room {name}"));
                }
                room.messages.push((id, reading.named));
            }
            Entry::Junk { content } => room.wrong.push(format!("{name}: not read: {content}")),
            Entry::Term(_)
            | Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_) => {}
        }
    }
    room
}

/// What the message is called in its room.
pub fn function(room: &str, id: &str) -> String {
    id[room.len() + 1..].replace('-', "_")
}

/// What an entry names, and what is wrong with it.
#[derive(Default)]
struct Reading {
    named: Arguments,
    wrong: Vec<String>,
}

impl Reading {
    fn of_pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.of_expression(expression);
            }
        }
    }

    fn of_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.of_inline(inline, &Kind::Text),
            Expression::Select { selector, variants } => {
                self.of_inline(selector, &chosen_by(variants));
                for variant in variants {
                    self.of_pattern(&variant.value);
                }
            }
        }
    }

    fn of_inline(&mut self, inline: &InlineExpression<&str>, kind: &Kind) {
        match inline {
            InlineExpression::VariableReference { id } => {
                let known = self.named.entry(id.name.to_owned()).or_insert(Kind::Text);
                // Named bare, it is whatever it is elsewhere in the same entry.
                if *known == Kind::Text {
                    *known = kind.clone();
                }
            }
            InlineExpression::FunctionReference { id, arguments } => {
                let of = |functions: &[&str]| functions.contains(&id.name);
                let kind = match () {
                    () if of(&OF_TIME) => Kind::At,
                    () if of(&OF_NUMBERS) => Kind::Number,
                    () if of(&OF_TEXT) => Kind::Text,
                    () => {
                        let wrong = format!("{} is no function of the catalogue", id.name);
                        return self.wrong.push(wrong);
                    }
                };
                self.of_call(arguments, &kind);
            }
            InlineExpression::TermReference {
                arguments: Some(arguments),
                ..
            } => self.of_call(arguments, &Kind::Text),
            InlineExpression::Placeable { expression } => self.of_expression(expression),
            InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. }
            | InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference {
                arguments: None, ..
            } => {}
        }
    }

    fn of_call(&mut self, arguments: &CallArguments<&str>, kind: &Kind) {
        for positional in &arguments.positional {
            self.of_inline(positional, kind);
        }
        for named in &arguments.named {
            self.of_inline(&named.value, &Kind::Text);
        }
    }
}

/// What a selector must be for these.
fn chosen_by(variants: &[Variant<&str>]) -> Kind {
    let names: Vec<&str> = variants
        .iter()
        .filter_map(|variant| match variant.key {
            VariantKey::Identifier { name } => Some(name),
            VariantKey::NumberLiteral { .. } => None,
        })
        .collect();
    match names.iter().all(|name| PLURALS.contains(name)) {
        true => Kind::Number,
        false => Kind::Choice(names.into_iter().map(str::to_owned).collect()),
    }
}
