//! A store that did not open: why, and what helps.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why the store did not open. It is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StoreProblemCode {
    /// Something that is not a file stands in its place.
    NotAFile,
    /// The folder is open to other users of this computer.
    FolderOpen,
    /// The file is somebody else's, and open to others.
    FileOpen,
    /// The file is no database.
    NotADatabase,
    /// It is a database of another program.
    Foreign,
    /// A newer version of this program wrote it.
    Newer,
    /// There are tables in it that are not ours.
    StrangeTables,
    /// It is damaged.
    Damaged,
    /// Another process holds it.
    Busy,
    /// This user may not read or write there.
    NoRights,
    /// The disk takes no writes.
    ReadOnly,
    /// The disk is full.
    Full,
    /// The disk refuses without a reason.
    Disk,
    /// It is not the store: something else that the watch needs did not start. The log says what.
    NotTheStore,
}

/// What helps where the store did not open; trying again is free to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WayOutCode {
    /// Somebody takes the hindrance away, then [`crate::HostRequest::RetryOpen`].
    TryAgain,
    /// [`crate::HostRequest::SetAsideStore`].
    SetAside,
    /// [`crate::HostRequest::MendRights`].
    MendRights,
    /// A newer version of this program, and nothing else: everything else would lose data.
    Update,
}

/// A store that did not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedStore {
    /// Why not.
    pub problem: StoreProblemCode,
    /// The folder that it lies in.
    pub folder: String,
    /// The locations in it, where it can be read and not written: a line for each.
    pub kept: Vec<String>,
}

impl StoreProblemCode {
    /// What helps.
    pub fn way_out(self) -> WayOutCode {
        use StoreProblemCode as Problem;
        match self {
            Problem::NotAFile
            | Problem::NotADatabase
            | Problem::Foreign
            | Problem::StrangeTables
            | Problem::Damaged => WayOutCode::SetAside,
            Problem::FolderOpen | Problem::FileOpen => WayOutCode::MendRights,
            Problem::Newer => WayOutCode::Update,
            Problem::Busy
            | Problem::NoRights
            | Problem::ReadOnly
            | Problem::Full
            | Problem::Disk
            | Problem::NotTheStore => WayOutCode::TryAgain,
        }
    }
}

impl StoreProblemCode {
    /// Whether the file may well be whole and only writing is not possible.
    pub fn is_of_writing(self) -> bool {
        use StoreProblemCode as Problem;
        matches!(
            self,
            Problem::ReadOnly | Problem::NoRights | Problem::Full | Problem::Disk
        )
    }
}
