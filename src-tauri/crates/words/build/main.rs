//! Writes a function for each message of the catalogue, so that none is asked for that is not there.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

mod entries;
mod functions;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("catalogue/en");
    let rooms = entries::rooms(&folder)?;
    let wrong: Vec<&str> = rooms
        .iter()
        .flat_map(|room| &room.wrong)
        .map(String::as_str)
        .collect();
    if !wrong.is_empty() {
        return Err(wrong.join("\n").into());
    }
    let to = Path::new(&env::var("OUT_DIR")?).join("rooms.rs");
    fs::write(to, functions::rust(&rooms, &folder)?)?;
    Ok(())
}
