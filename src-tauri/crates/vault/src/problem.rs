//! What can go wrong, named for what the caller should do.

use std::io;

use crate::{KeyState, NoEntropy};

/// Why the store was not opened; the file was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenProblem {
    /// A directory, a link or something else that is not a plain file.
    #[error("there is something that is not a file")]
    NotAFile,
    /// Others can read or change it, and it is closed to them only when a person says so; offer
    /// to mend that.
    #[error("{0} is open to other users")]
    Exposed(Part),
    /// Not a database; offer to set it aside.
    #[error("the file is not a database")]
    NotADatabase,
    /// A database of another program; offer to set it aside.
    #[error("the file belongs to another program")]
    Foreign,
    /// Written by a newer version of this program; update, then open.
    #[error("written by a newer version (schema {found}, this version knows {known})")]
    Newer {
        /// The version in the file.
        found: i32,
        /// The newest version that this program knows.
        known: i32,
    },
    /// Tables, triggers or views that are not ours; offer to set it aside.
    #[error("the file holds tables that are not ours")]
    StrangeSchema,
    /// Parts are missing or do not fit together; offer to set it aside.
    #[error("the file is damaged")]
    Damaged,
    /// Another process holds it.
    #[error("another process holds the file")]
    Busy,
    /// This user may not read or write there; its owner must let them.
    #[error("this user may not read or write there")]
    NoRights,
    /// The disk takes no writes at all; make it writable.
    #[error("the disk is read-only")]
    ReadOnly,
    /// Make room.
    #[error("the disk is full")]
    Full,
    /// The disk is in the way, and does not say how.
    #[error("the disk refuses")]
    Disk(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No random bytes for the name of a new file.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

/// What of the store is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The folder that it lies in.
    Folder,
    /// The file itself.
    File,
}

impl std::fmt::Display for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Part::Folder => "the folder",
            Part::File => "the file",
        })
    }
}

impl OpenProblem {
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "every other kind has no way out of its own"
    )]
    pub(crate) fn disk(error: io::Error) -> Self {
        /// Another program opened the file for itself alone, or locked a part of it; the standard
        /// library has no name for either.
        const HELD: [i32; 2] = [32, 33];
        if cfg!(windows)
            && error
                .raw_os_error()
                .is_some_and(|code| HELD.contains(&code))
        {
            return OpenProblem::Busy;
        }
        match error.kind() {
            io::ErrorKind::PermissionDenied => OpenProblem::NoRights,
            io::ErrorKind::ReadOnlyFilesystem => OpenProblem::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => OpenProblem::Full,
            _ => OpenProblem::Disk(Box::new(error)),
        }
    }
}

impl From<rusqlite::Error> for OpenProblem {
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "every other code is the disk's"
    )]
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => OpenProblem::NotADatabase,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::TooBig | ErrorCode::Unknown) => {
                OpenProblem::Damaged
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenProblem::Busy,
            Some(ErrorCode::PermissionDenied) => OpenProblem::NoRights,
            Some(ErrorCode::DiskFull) => OpenProblem::Full,
            // Without a code: a value of another type than ours stands in the schema.
            None => OpenProblem::Damaged,
            Some(_) => OpenProblem::Disk(Box::new(error)),
        }
    }
}

/// Why the store did not do what it was asked; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreProblem {
    /// Make room, then try again.
    #[error("the disk is full")]
    Full,
    /// Another process writes; try again later.
    #[error("another process holds the store")]
    Busy,
    /// Start again: the check at the start says more.
    #[error("the store is damaged")]
    Damaged,
    /// The file was removed or replaced while it is open: what is written is kept nowhere.
    #[error("the file is not where it was opened")]
    Moved,
    /// The disk or its permissions are in the way.
    #[error("the disk refuses to read or write")]
    Disk,
    /// The write names a client, a login or a grant that is not there.
    #[error("it refers to something that is not there")]
    Dangling,
    /// The login is known as another person, or on another network or instance.
    #[error("the login belongs to another identity")]
    AnotherIdentity,
    /// A fault of the program.
    #[error("the store answered in a way that was not expected")]
    Unexpected(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreProblem {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreProblem::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreProblem::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TooBig) => {
                StoreProblem::Damaged
            }
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure
                | ErrorCode::FileLockingProtocolFailed,
            ) => StoreProblem::Disk,
            Some(ErrorCode::ConstraintViolation) => StoreProblem::Dangling,
            _ => StoreProblem::Unexpected(error),
        }
    }
}

/// Why a secret cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The key is not at hand; unlock, then try again.
    #[error("the key is not at hand")]
    KeyUnavailable(KeyState),
    /// This one value was changed, moved or put back; a new sign-in replaces it.
    #[error("the sealed value is damaged")]
    Damaged,
    /// There is none.
    #[error("there is no such secret")]
    Missing,
    /// The store itself.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

/// Why a secret was not written; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum WriteProblem {
    /// The key is not at hand; unlock, then try again.
    #[error("the key is not at hand")]
    KeyUnavailable(KeyState),
    /// Somebody else renewed it in the meantime; read again.
    #[error("the grant has moved on")]
    Moved {
        /// The generation that is there.
        generation: u64,
    },
    /// The grant is gone.
    #[error("there is no such grant")]
    Gone,
    /// The stored refresh token must be kept, and cannot be read.
    #[error("the stored value is damaged")]
    Damaged,
    /// An empty token is no token.
    #[error("an empty secret is not stored")]
    Empty,
    /// More than 64 KiB.
    #[error("too long to be stored")]
    TooLong,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    NoEntropy,
    /// The store itself.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

/// Why there was no new start; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StartOverProblem {
    /// The sealed values can be opened: nothing would be gained.
    #[error("the key is there")]
    NotNeeded,
    /// The keychain must be opened or mended first.
    #[error("the keychain does not take a key")]
    Keychain(KeyState),
    /// The system gave no random bytes.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The store itself.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

impl From<rusqlite::Error> for Unreadable {
    fn from(error: rusqlite::Error) -> Self {
        Unreadable::Store(error.into())
    }
}

impl From<rusqlite::Error> for WriteProblem {
    fn from(error: rusqlite::Error) -> Self {
        WriteProblem::Store(error.into())
    }
}

impl From<rusqlite::Error> for StartOverProblem {
    fn from(error: rusqlite::Error) -> Self {
        StartOverProblem::Store(error.into())
    }
}

impl From<crate::seal::SealFailed> for WriteProblem {
    fn from(failed: crate::seal::SealFailed) -> Self {
        match failed {
            crate::seal::SealFailed::TooLong => WriteProblem::TooLong,
            crate::seal::SealFailed::NoEntropy(_) => WriteProblem::NoEntropy,
        }
    }
}

impl From<NoEntropy> for WriteProblem {
    fn from(_: NoEntropy) -> Self {
        WriteProblem::NoEntropy
    }
}
