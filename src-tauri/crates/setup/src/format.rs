//! What stands in a file, once it is open: JSON whose first rows say what it is and in which format.
//!
//! A format is frozen when a version with it was given away; `tests/vectors` holds this one. What an
//! older version may leave out is added to it; what it may not makes a new format, and a folder beside
//! `one`.

mod one;
mod rows;

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::contents::{Kind, Opened, SetUp};

/// The newest format.
const FORMAT: u64 = 1;
/// No text that is sealed or opened is longer.
pub(crate) const LARGEST_TEXT: usize = 32 * 1024 * 1024;
/// No file has more developer apps.
pub const MOST_APPS: usize = 100;
/// No file has more clients.
pub const MOST_CLIENTS: usize = 10_000;
/// No file has more locations.
pub const MOST_LOCATIONS: usize = 100_000;

/// More than one file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than one file holds")]
pub struct TooLarge;

/// Why an open text is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotRead {
    NotOurs,
    Newer,
    Damaged,
    TooMuch,
}

/// What each format begins with, and every version reads.
#[derive(Deserialize)]
struct Mark {
    greentick: String,
    format: u64,
}

/// What a file calls its kind.
pub(crate) fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::SetUp => "set_up",
        Kind::BackUp => "back_up",
    }
}

fn kind(name: &str) -> Option<Kind> {
    let known = [Kind::SetUp, Kind::BackUp];
    known.into_iter().find(|kind| self::name(*kind) == name)
}

/// The text of it.
pub(crate) fn write(set_up: &SetUp) -> Result<Zeroizing<Vec<u8>>, TooLarge> {
    let fits = set_up.apps.len() <= MOST_APPS
        && set_up.clients.len() <= MOST_CLIENTS
        && set_up.locations.len() <= MOST_LOCATIONS;
    match fits {
        true => one::write(set_up),
        false => Err(TooLarge),
    }
}

/// Reads the text of any format that there was.
pub(crate) fn read(text: &[u8]) -> Result<Opened, NotRead> {
    if text.len() > LARGEST_TEXT {
        return Err(NotRead::TooMuch);
    }
    let text = std::str::from_utf8(text).map_err(|_| NotRead::NotOurs)?;
    let mark: Mark = serde_json::from_str(text).map_err(|_| NotRead::NotOurs)?;
    match (kind(&mark.greentick), mark.format) {
        (_, 0) => Err(NotRead::NotOurs),
        (Some(kind), FORMAT) => one::read(kind, text),
        // A kind that nobody knows yet is of a version to come, whatever its format.
        (Some(_) | None, _) => Err(NotRead::Newer),
    }
}
