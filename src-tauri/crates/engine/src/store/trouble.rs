//! What a store that does not do what it is asked means: to a connection, and to whoever asked.

use domain::Trouble;
use protocol::Failure;
use vault::{StartOverProblem, StoreProblem, Unreadable, WriteProblem};

/// What a secret that cannot be read means for whoever wanted to ask with it.
pub(crate) fn unreadable(problem: &Unreadable) -> Trouble {
    match problem {
        Unreadable::Store(problem) => unwritten(problem),
        Unreadable::KeyUnavailable(_) | Unreadable::Damaged | Unreadable::Missing => {
            Trouble::TokensUnreadable
        }
    }
}

/// What a store that does not do what it is asked means.
pub(crate) fn unwritten(problem: &StoreProblem) -> Trouble {
    match problem {
        StoreProblem::Full => Trouble::DiskFull,
        StoreProblem::Moved => Trouble::StoreMoved,
        StoreProblem::Busy
        | StoreProblem::Damaged
        | StoreProblem::Disk
        | StoreProblem::Dangling
        | StoreProblem::AnotherIdentity
        | StoreProblem::Unexpected(_) => Trouble::NotStored,
    }
}

/// What a secret that was not written means.
pub(crate) fn not_kept(problem: &WriteProblem) -> Trouble {
    match problem {
        WriteProblem::Store(problem) => unwritten(problem),
        WriteProblem::KeyUnavailable(_) => Trouble::TokensUnreadable,
        WriteProblem::Gone
        | WriteProblem::Moved { .. }
        | WriteProblem::Damaged
        | WriteProblem::Empty
        | WriteProblem::TooLong
        | WriteProblem::NoEntropy => Trouble::NotStored,
    }
}

/// What whoever asked is told of it.
pub(crate) fn not_stored(problem: impl Into<WriteProblem>) -> Failure {
    not_kept(&problem.into()).into()
}

/// The same where the old key was to be given up.
pub(crate) fn not_begun_anew(problem: StartOverProblem) -> Failure {
    match problem {
        StartOverProblem::Store(problem) => not_stored(problem),
        StartOverProblem::Keychain(_) => Failure::VaultClosed,
        StartOverProblem::NotNeeded | StartOverProblem::NoEntropy(_) => Failure::Internal,
    }
}

#[cfg(test)]
mod tests {
    use vault::KeyState;

    use super::*;

    #[test]
    fn whoever_asks_hears_of_a_full_disk_and_of_nothing_that_was_not_it() {
        for (problem, refused) in [
            (StoreProblem::Full, Failure::DiskFull),
            (StoreProblem::Moved, Failure::StoreMoved),
            (StoreProblem::Busy, Failure::NotStored),
            (StoreProblem::Damaged, Failure::NotStored),
            (StoreProblem::Disk, Failure::NotStored),
            (StoreProblem::Dangling, Failure::NotStored),
        ] {
            assert_eq!(not_stored(problem), refused);
        }
        for (problem, refused) in [
            (
                StartOverProblem::Store(StoreProblem::Full),
                Failure::DiskFull,
            ),
            (
                StartOverProblem::Keychain(KeyState::Locked),
                Failure::VaultClosed,
            ),
            (StartOverProblem::NotNeeded, Failure::Internal),
        ] {
            assert_eq!(not_begun_anew(problem), refused);
        }
    }

    #[test]
    fn a_secret_that_was_not_kept_names_the_disk_the_key_or_the_store() {
        for (problem, trouble) in [
            (WriteProblem::Store(StoreProblem::Full), Trouble::DiskFull),
            (WriteProblem::Store(StoreProblem::Disk), Trouble::NotStored),
            (
                WriteProblem::KeyUnavailable(KeyState::Locked),
                Trouble::TokensUnreadable,
            ),
            (WriteProblem::TooLong, Trouble::NotStored),
        ] {
            assert_eq!(not_kept(&problem), trouble);
        }
    }
}
