//! What is written from the catalogue for Rust: a function for each message.

use std::fmt::{self, Write as _};
use std::path::Path;

use crate::entries::{Kind, Room, function};

/// A module for each room that Rust says, and the files of the first language, which lie in `folder`.
pub fn rust(rooms: &[Room], folder: &Path) -> Result<String, fmt::Error> {
    let mut text = String::new();
    let mut files = String::new();
    for room in rooms.iter().filter(|room| room.place.is_said_by_rust()) {
        module(room, &mut text)?;
        let within = folder.join(room.place.folder());
        let file = within.join(format!("{}.ftl", room.name));
        writeln!(files, "    include_str!({:?}),", file.display().to_string())?;
    }
    writeln!(text, "pub(crate) const ENGLISH: &[&str] = &[\n{files}];")?;
    Ok(text)
}

fn module(room: &Room, text: &mut String) -> fmt::Result {
    let Room { place, name, .. } = room;
    writeln!(
        text,
        "/// `{}/{name}.ftl` of the catalogue.",
        place.folder()
    )?;
    writeln!(text, "pub mod {name} {{")?;
    writeln!(
        text,
        "    #[allow(unused_imports, reason = \"not every room names all kinds\")]"
    )?;
    writeln!(text, "    use crate::arguments::{{Number, Text}};")?;
    writeln!(text, "    messages! {{")?;
    for (id, named) in &room.messages {
        let function = function(name, id);
        let arguments: Vec<String> = named
            .iter()
            .map(|(name, kind)| format!("{name}: {}", rust_type(kind)))
            .collect();
        writeln!(
            text,
            "        {function} = {id:?} ({});",
            arguments.join(", ")
        )?;
    }
    writeln!(text, "    }}\n}}")
}

fn rust_type(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Choice(_) => "impl Text",
        Kind::Number => "impl Number",
        Kind::At => "domain::Timestamp",
    }
}
