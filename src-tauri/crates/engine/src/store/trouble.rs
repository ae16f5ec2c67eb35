//! What a store that does not do what it is asked means: to a connection, and to whoever asked.

use domain::Trouble;
use vault::{StartOverProblem, StoreProblem, Unreadable, Unwritten};

use crate::Refused;

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
pub(crate) fn not_kept(problem: &Unwritten) -> Trouble {
    match problem {
        Unwritten::Store(problem) => unwritten(problem),
        Unwritten::KeyUnavailable(_) => Trouble::TokensUnreadable,
        Unwritten::Gone
        | Unwritten::Moved { .. }
        | Unwritten::Damaged
        | Unwritten::Empty
        | Unwritten::TooLong
        | Unwritten::NoEntropy => Trouble::NotStored,
    }
}

/// What whoever asked is told.
impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Refused {
        match trouble {
            Trouble::NoApp => Refused::AppNeeded,
            Trouble::TokensUnreadable => Refused::VaultClosed,
            Trouble::NotStored => Refused::NotStored,
            Trouble::DiskFull | Trouble::NotKeptYet => Refused::DiskFull,
            Trouble::StoreMoved => Refused::StoreMoved,
        }
    }
}

impl From<StoreProblem> for Refused {
    fn from(problem: StoreProblem) -> Refused {
        unwritten(&problem).into()
    }
}

impl From<StartOverProblem> for Refused {
    fn from(problem: StartOverProblem) -> Refused {
        match problem {
            StartOverProblem::Store(problem) => problem.into(),
            StartOverProblem::Keychain(_) => Refused::VaultClosed,
            StartOverProblem::NotNeeded | StartOverProblem::NoEntropy(_) => Refused::Internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use vault::KeyState;

    use super::*;

    #[test]
    fn whoever_asks_hears_of_a_full_disk_and_of_nothing_that_was_not_it() {
        for (problem, refused) in [
            (StoreProblem::Full, Refused::DiskFull),
            (StoreProblem::Moved, Refused::StoreMoved),
            (StoreProblem::Busy, Refused::NotStored),
            (StoreProblem::Damaged, Refused::NotStored),
            (StoreProblem::Disk, Refused::NotStored),
            (StoreProblem::Dangling, Refused::NotStored),
        ] {
            assert_eq!(Refused::from(problem), refused);
        }
        for (problem, refused) in [
            (
                StartOverProblem::Store(StoreProblem::Full),
                Refused::DiskFull,
            ),
            (
                StartOverProblem::Keychain(KeyState::Locked),
                Refused::VaultClosed,
            ),
            (StartOverProblem::NotNeeded, Refused::Internal),
        ] {
            assert_eq!(Refused::from(problem), refused);
        }
    }

    #[test]
    fn a_secret_that_was_not_kept_names_the_disk_the_key_or_the_store() {
        for (problem, trouble) in [
            (Unwritten::Store(StoreProblem::Full), Trouble::DiskFull),
            (Unwritten::Store(StoreProblem::Disk), Trouble::NotStored),
            (
                Unwritten::KeyUnavailable(KeyState::Locked),
                Trouble::TokensUnreadable,
            ),
            (Unwritten::TooLong, Trouble::NotStored),
        ] {
            assert_eq!(not_kept(&problem), trouble);
        }
    }
}
