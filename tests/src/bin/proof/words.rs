//! The words after a proof's name.

use journeys::Trouble;

/// The word after `name`, where that stands there.
pub fn text<'a>(words: &'a [String], name: &str) -> Result<Option<&'a str>, Trouble> {
    let Some(at) = words.iter().position(|word| word == name) else {
        return Ok(None);
    };
    let value = words.get(at + 1);
    let value = value.ok_or_else(|| Trouble::unexpected(format!("{name} wants a word")));
    value.map(|value| Some(value.as_str()))
}

/// The number after `name`, where that stands there.
pub fn number(words: &[String], name: &str) -> Result<Option<u64>, Trouble> {
    let number = text(words, name)?.map(str::parse).transpose();
    number.map_err(|_| Trouble::unexpected(format!("{name} wants a number")))
}
