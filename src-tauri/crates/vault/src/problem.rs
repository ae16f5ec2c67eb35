//! What can go wrong, named for what the caller should do.

use crate::KeyState;

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
pub enum Unwritten {
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

impl From<rusqlite::Error> for Unreadable {
    fn from(error: rusqlite::Error) -> Self {
        Unreadable::Store(error.into())
    }
}

impl From<rusqlite::Error> for Unwritten {
    fn from(error: rusqlite::Error) -> Self {
        Unwritten::Store(error.into())
    }
}

impl From<crate::seal::SealFailed> for Unwritten {
    fn from(failed: crate::seal::SealFailed) -> Self {
        match failed {
            crate::seal::SealFailed::TooLong => Unwritten::TooLong,
            crate::seal::SealFailed::NoEntropy(_) => Unwritten::NoEntropy,
        }
    }
}

impl From<crate::NoEntropy> for Unwritten {
    fn from(_: crate::NoEntropy) -> Self {
        Unwritten::NoEntropy
    }
}
