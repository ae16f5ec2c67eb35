//! An app in a process of its own, without a window, that another process may end at any moment.
//!
//! Parent and child speak in lines: the child says `ready` and waits; on `go` it opens the vault's
//! key, and with it everything that is due begins; at the step where it is to be ended it says
//! `reached` and stands still; when every location has a verdict it tells them as one line.

mod cast;
mod child;
mod key_file;
mod parent;
mod world;

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::LocationId;
use serde::{Deserialize, Serialize};
use url::Url;

pub use cast::{BLUESKY, Cast, INSTAGRAM, X};
pub use child::child;
pub use key_file::KeyFile;
pub use parent::{Life, Said};
pub use world::{Fact, World};

/// The word that makes this program a child.
pub const NAME: &str = "life";

const READY: &str = "ready";
const GO: &str = "go";
const REACHED: &str = "reached";

/// A step of a renewal at which a process can be ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Point {
    /// Before the lease.
    Wanted,
    /// After the lease.
    Leased,
    /// After the intent is written down.
    Noted,
    /// After so many answers, counted from none, that lead to the token endpoint (RFC 8414).
    Discovered(u64),
    /// After the request is on its way, so many microseconds later.
    Sent(u64),
    /// After the answer, before it is sealed.
    Answered,
    /// After the answer is sealed, before it is read.
    Sealed,
    /// After the new tokens are in the store.
    Kept,
}

/// What a child is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// The file in which everything rests.
    pub database: PathBuf,
    /// The file that stands for the keychain.
    pub key: PathBuf,
    /// Where the practice networks are.
    pub origins: BTreeMap<String, Url>,
    /// How far its clock is ahead, in seconds.
    pub ahead: i64,
    /// Where it stands still.
    pub stop_at: Option<Point>,
}

/// How a location ended up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// Its identity.
    pub id: LocationId,
    /// Whether it works; otherwise it is red.
    pub green: bool,
    /// Whether a cause is named, here and in a line of its history that this run wrote.
    pub named: bool,
}
