//! The words after a proof's name.

use journeys::Trouble;

/// The number after `--name`, where it stands there.
pub fn number(words: &[String], name: &str) -> Result<Option<u64>, Trouble> {
    let Some(at) = words.iter().position(|word| word == name) else {
        return Ok(None);
    };
    let value = words.get(at + 1).map(String::as_str).unwrap_or_default();
    let number = value.parse();
    number
        .map(Some)
        .map_err(|_| Trouble::unexpected(format!("{name} wants a number")))
}
