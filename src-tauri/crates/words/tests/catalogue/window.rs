//! What is written from the catalogue for the window.

use std::fmt::Write as _;

use crate::entries::{Arguments, Kind, Room, Where};

pub fn is_said_by_the_window(room: &Room) -> bool {
    match room.place {
        Where::Window | Where::Shared => true,
        Where::Desktop => false,
    }
}

/// The ids that the window may say, with what each of them names.
pub fn typescript(rooms: &[Room]) -> String {
    let mut entries = String::new();
    for room in rooms.iter().filter(|room| is_said_by_the_window(room)) {
        for (id, named) in &room.messages {
            writeln!(entries, "  '{id}': {};", typescript_type(named)).expect("memory");
        }
    }
    let head = "// Made from the catalogue by a test of the crate `words`. Do not edit.";
    format!(
        "{head}\n\nimport type {{ Instant }} from './say';\n\nexport interface Messages {{\n{entries}}}\n"
    )
}

fn typescript_type(named: &Arguments) -> String {
    if named.is_empty() {
        return "unknown".to_owned();
    }
    let fields: Vec<String> = named
        .iter()
        .map(|(name, kind)| {
            let kind = match kind {
                Kind::Text => "string".to_owned(),
                Kind::Number => "number".to_owned(),
                Kind::At => "Instant".to_owned(),
                Kind::Choice(all) => {
                    let all: Vec<String> = all.iter().map(|one| format!("'{one}'")).collect();
                    all.join(" | ")
                }
            };
            format!("{name}: {kind}")
        })
        .collect();
    format!("{{ {} }}", fields.join("; "))
}
